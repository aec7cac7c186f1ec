/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-body.h"
#include "chatty-http-request.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_HTTP_BODY_NONE,
  CHATTY_HTTP_BODY_BYTES,
  CHATTY_HTTP_BODY_FORM,
  CHATTY_HTTP_BODY_PARTS,
} ChattyHttpBodyKind;

typedef struct {
  char *name;
  char *value;
} ChattyHttpField;

struct _ChattyHttpRequest {
  gatomicrefcount         ref_count;
  char                   *method;
  char                   *path;
  GArray                 *query;      /* of ChattyHttpField */
  GArray                 *headers;    /* of ChattyHttpField */

  ChattyHttpBodyKind      kind;
  char                   *content_type;
  GBytes                 *bytes;
  GArray                 *form;       /* of ChattyHttpField */
  GArray                 *parts;      /* of a type of its own */
  char                   *boundary;
  gboolean                has_file;

  gboolean                repeat_safe;
  guint64                 max_bytes;
  guint                   time_limit;
  gboolean                accept_html;
  ChattyHttpProgressFunc  progress;
  gpointer                progress_data;
  GDestroyNotify          progress_destroy;
};

GUri           *chatty_http_request_make_uri  (ChattyHttpRequest  *self,
                                               const char         *address,
                                               GError            **error);
ChattyHttpBody *chatty_http_request_make_body (ChattyHttpRequest  *self,
                                               char              **content_type);

G_END_DECLS
