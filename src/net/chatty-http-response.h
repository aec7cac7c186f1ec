/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ChattyHttpResponse:
 *
 * What a server answered: immutable, counted.
 */
typedef struct _ChattyHttpResponse ChattyHttpResponse;

GType               chatty_http_response_get_type    (void) G_GNUC_CONST;
ChattyHttpResponse *chatty_http_response_ref         (ChattyHttpResponse  *self);
void                chatty_http_response_unref       (ChattyHttpResponse  *self);
guint               chatty_http_response_get_status  (ChattyHttpResponse  *self);
gboolean            chatty_http_response_is_success  (ChattyHttpResponse  *self);
const char         *chatty_http_response_get_header  (ChattyHttpResponse  *self,
                                                      const char          *name);
const char         *chatty_http_response_get_content_type (ChattyHttpResponse *self);
GBytes             *chatty_http_response_get_bytes   (ChattyHttpResponse  *self);
char               *chatty_http_response_dup_text    (ChattyHttpResponse  *self);
gint64              chatty_http_response_get_date    (ChattyHttpResponse  *self);
gint64              chatty_http_response_get_wait    (ChattyHttpResponse  *self);
JsonNode           *chatty_http_response_peek_object (ChattyHttpResponse *self);
JsonNode           *chatty_http_response_parse_json  (ChattyHttpResponse  *self,
                                                      GError             **error);
gboolean            chatty_http_response_check       (ChattyHttpResponse  *self,
                                                      GError             **error);
void                chatty_http_response_set_error   (ChattyHttpResponse  *self,
                                                      const char          *detail,
                                                      GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyHttpResponse, chatty_http_response_unref)

G_END_DECLS
