/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-response.h"

G_BEGIN_DECLS

ChattyHttpResponse *chatty_http_response_new       (guint               status,
                                                    const char         *host);
void                chatty_http_response_add_header (ChattyHttpResponse *self,
                                                    const char         *name,
                                                    const char         *value);
void                chatty_http_response_set_bytes (ChattyHttpResponse *self,
                                                    GBytes             *bytes);
char               *chatty_http_response_dup_headers (ChattyHttpResponse *self);
gboolean            chatty_http_response_is_text   (ChattyHttpResponse *self);
gboolean            chatty_http_is_web_page        (const char         *content_type,
                                                    const char         *bytes,
                                                    gsize               length);
void                chatty_http_set_web_page_error (const char         *host,
                                                    GError            **error);

G_END_DECLS
