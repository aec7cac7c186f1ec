/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <libsoup/soup.h>

#include "chatty-http.h"

G_BEGIN_DECLS

struct _ChattyHttp {
  GObject             parent_instance;

  char               *address;
  char               *origin;
  char               *host;       /* for people */
  ChattyHttpSettings  settings;   /* its objects are owned, its texts are not kept */
  ChattyPacer        *pacer;
  SoupSession        *session;
};

/* One call, from its first attempt to its last. */
typedef struct {
  ChattyHttp          *http;
  ChattyHttpRequest   *request;
  ChattyHttpAuth      *auth;
  ChattyHttpChunkFunc  func;
  gpointer             user_data;
  GCancellable        *cancellable;

  GUri                *uri;
  const char          *method;
  guint                attempt;
  gboolean             lasting;     /* another attempt would not help */
} ChattyHttpCall;

ChattyHttpResponse *chatty_http_call_attempt (ChattyHttpCall  *call,
                                              GError         **error);

gboolean            chatty_http_is_loopback  (const char      *host);
char               *chatty_http_uri_origin   (GUri            *uri);
void                chatty_http_take_fault   (GError         **error,
                                              GError          *fault,
                                              const char      *host,
                                              SoupMessage     *message,
                                              gboolean        *lasting);

G_END_DECLS
