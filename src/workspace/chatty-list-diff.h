/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyListSplice:
 * @before: position in the old list
 * @removed: rows that go there
 * @after: position in the new list
 * @added: rows that come there
 */
typedef struct {
  guint before;
  guint removed;
  guint after;
  guint added;
} ChattyListSplice;

typedef const char *(*ChattyListIdFunc) (gconstpointer row);

GArray *chatty_list_diff (GPtrArray        *before,
                          GPtrArray        *after,
                          ChattyListIdFunc  id_of,
                          guint             max_splices);

G_END_DECLS
