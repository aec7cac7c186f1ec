/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

struct sqlite3;

/* The longest token, in bytes; what is longer is cut. */
#define CHATTY_TOKEN_MAX 96

/**
 * ChattyTokenFunc:
 * @token: folded, not terminated
 * @length: bytes of @token
 * @start: where in the text the token begins
 * @end: where in the text it ends
 *
 * The same shape as the call-back of FTS5. Returns 0 to go on; anything else
 * ends the run and is what chatty_tokenizer_run() returns.
 */
typedef int (*ChattyTokenFunc)    (void            *user_data,
                                   int              flags,
                                   const char      *token,
                                   int              length,
                                   int              start,
                                   int              end);

int       chatty_tokenizer_run      (const char       *text,
                                     int               length,
                                     ChattyTokenFunc   func,
                                     gpointer          user_data);
gboolean  chatty_tokenizer_is_solo  (const char       *token,
                                     int               length);
gboolean  chatty_tokenizer_register (struct sqlite3   *db,
                                     GError          **error);

G_END_DECLS
