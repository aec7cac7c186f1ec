/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyPlatform:
 * @id: stable name, also the folder's name in the vault ("chatgpt")
 * @title: the name a person knows ("ChatGPT"); show
 *   chatty_platform_get_title(), which translates "Other"
 * @letter: what the platform's badge shows ("G")
 *
 * A place where conversations come from.
 */
typedef struct {
  const char *id;
  const char *title;
  const char *letter;
} ChattyPlatform;

#define CHATTY_PLATFORM_OTHER "other"

const ChattyPlatform *chatty_platform_list       (guint      *n_platforms);
const ChattyPlatform *chatty_platform_lookup     (const char *id);
const char           *chatty_platform_get_title  (const char *id);
gboolean              chatty_platform_id_is_valid (const char *id);

G_END_DECLS
