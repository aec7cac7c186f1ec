/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "chatty-http-file.h"

G_BEGIN_DECLS

/**
 * ChattyHttpRequest:
 *
 * What to ask of a server: filled in by one thread, then given to
 * chatty_http_send() or chatty_http_stream(), which do not change it. It
 * never holds a credential: those are added on the way out. Counted.
 */
typedef struct _ChattyHttpRequest ChattyHttpRequest;

/**
 * ChattyHttpProgressFunc:
 * @sent: bytes of the body that were sent so far
 * @total: bytes of the body
 * @user_data: what was given
 *
 * Called on the thread that sends.
 */
typedef void (*ChattyHttpProgressFunc) (guint64  sent,
                                        guint64  total,
                                        gpointer user_data);

GType              chatty_http_request_get_type        (void) G_GNUC_CONST;
ChattyHttpRequest *chatty_http_request_new             (const char             *method,
                                                        const char             *path);
ChattyHttpRequest *chatty_http_request_ref             (ChattyHttpRequest      *self);
void               chatty_http_request_unref           (ChattyHttpRequest      *self);
void               chatty_http_request_add_query       (ChattyHttpRequest      *self,
                                                        const char             *name,
                                                        const char             *value);
void               chatty_http_request_set_header      (ChattyHttpRequest      *self,
                                                        const char             *name,
                                                        const char             *value);

/* A body is one of: bytes, JSON, form fields, parts. The last kind wins. */
void               chatty_http_request_set_body        (ChattyHttpRequest      *self,
                                                        const char             *content_type,
                                                        GBytes                 *bytes);
void               chatty_http_request_set_json        (ChattyHttpRequest      *self,
                                                        JsonNode               *node);
void               chatty_http_request_add_form_field  (ChattyHttpRequest      *self,
                                                        const char             *name,
                                                        const char             *value);
void               chatty_http_request_add_part        (ChattyHttpRequest      *self,
                                                        const char             *name,
                                                        const char             *value);
void               chatty_http_request_add_part_bytes  (ChattyHttpRequest      *self,
                                                        const char             *name,
                                                        const char             *file_name,
                                                        const char             *content_type,
                                                        GBytes                 *bytes);
void               chatty_http_request_add_part_file   (ChattyHttpRequest      *self,
                                                        const char             *name,
                                                        const char             *file_name,
                                                        const char             *content_type,
                                                        ChattyHttpFile         *file);

void               chatty_http_request_set_repeat_safe (ChattyHttpRequest      *self,
                                                        gboolean                repeat_safe);
void               chatty_http_request_set_max_bytes   (ChattyHttpRequest      *self,
                                                        guint64                 max_bytes);
void               chatty_http_request_set_time_limit  (ChattyHttpRequest      *self,
                                                        guint                   seconds);
void               chatty_http_request_set_accept_html (ChattyHttpRequest      *self,
                                                        gboolean                accept_html);
void               chatty_http_request_set_progress    (ChattyHttpRequest      *self,
                                                        ChattyHttpProgressFunc  func,
                                                        gpointer                user_data,
                                                        GDestroyNotify          destroy);

const char        *chatty_http_request_get_method      (ChattyHttpRequest      *self);
const char        *chatty_http_request_get_path        (ChattyHttpRequest      *self);
gboolean           chatty_http_request_get_repeat_safe (ChattyHttpRequest      *self);
char              *chatty_http_escape                  (const char             *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyHttpRequest, chatty_http_request_unref)

G_END_DECLS
