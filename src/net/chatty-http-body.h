/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-http-request.h"

G_BEGIN_DECLS

/* The body of a request as a stream: pieces of memory and files one after
 * another, read as they are sent, so that memory stays flat. */
#define CHATTY_TYPE_HTTP_BODY (chatty_http_body_get_type ())
G_DECLARE_FINAL_TYPE (ChattyHttpBody, chatty_http_body, CHATTY, HTTP_BODY, GInputStream)

ChattyHttpBody *chatty_http_body_new          (void);
void            chatty_http_body_append_bytes (ChattyHttpBody         *self,
                                               GBytes                 *bytes);
void            chatty_http_body_append_file  (ChattyHttpBody         *self,
                                               ChattyHttpFile         *file);
void            chatty_http_body_set_progress (ChattyHttpBody         *self,
                                               ChattyHttpProgressFunc  func,
                                               gpointer                user_data);
guint64         chatty_http_body_get_size     (ChattyHttpBody         *self);

G_END_DECLS
