/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"
#include "chatty-json.h"

G_BEGIN_DECLS

void chatty_sync_json_set_text  (JsonObject *object,
                                 const char *member,
                                 const char *text);
void chatty_sync_json_set_flags (JsonObject *object,
                                 const char *member,
                                 guint       flags);

G_END_DECLS
