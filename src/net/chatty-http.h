/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-exchange-journal.h"
#include "chatty-http-auth.h"
#include "chatty-http-request.h"
#include "chatty-http-response.h"
#include "chatty-pacer.h"
#include "chatty-retry.h"

G_BEGIN_DECLS

/**
 * ChattyHttpSettings:
 * @user_agent: (nullable): what the program calls itself
 * @max_bytes: the largest answer that is read, after decoding
 * @connect_seconds: how long a connection may take
 * @idle_seconds: how long a connection may carry nothing
 * @total_seconds: how long one attempt of a call may take in all; an upload
 *   gets more, by its size
 * @max_parallel: how many calls go on at once
 * @min_interval: microseconds between the starts of two calls, 0 for none
 * @retry: when to try again
 * @pacer: (nullable): shared with others who call the same host; %NULL to
 *   have one of its own out of @max_parallel and @min_interval
 * @journal: (nullable): where exchanges are noted
 * @tls_database: (nullable): the certificate authorities; %NULL for the
 *   system's. There is no way to accept what they do not vouch for
 *
 * How a #ChattyHttp behaves. Begin with %CHATTY_HTTP_SETTINGS_INIT.
 */
typedef struct {
  const char            *user_agent;
  guint64                max_bytes;
  guint                  connect_seconds;
  guint                  idle_seconds;
  guint                  total_seconds;
  guint                  max_parallel;
  gint64                 min_interval;
  ChattyRetryPolicy      retry;
  ChattyPacer           *pacer;
  ChattyExchangeJournal *journal;
  GTlsDatabase          *tls_database;
} ChattyHttpSettings;

#define CHATTY_HTTP_SETTINGS_INIT         \
  {                                       \
    .max_bytes = 32 * 1024 * 1024,        \
    .connect_seconds = 15,                \
    .idle_seconds = 60,                   \
    .total_seconds = 120,                 \
    .max_parallel = 4,                    \
    .retry = CHATTY_RETRY_POLICY_INIT,    \
  }

#define CHATTY_TYPE_HTTP (chatty_http_get_type ())
G_DECLARE_FINAL_TYPE (ChattyHttp, chatty_http, CHATTY, HTTP, GObject)

/**
 * ChattyHttpChunkFunc:
 * @bytes: what came, decoded
 * @length: how much, never 0
 * @user_data: what was given to chatty_http_stream()
 * @error: set when the function returns %FALSE
 *
 * Called on the thread of the call, for an answer of success only.
 *
 * Returns: %FALSE to end the call with @error
 */
typedef gboolean (*ChattyHttpChunkFunc) (const char  *bytes,
                                         gsize        length,
                                         gpointer     user_data,
                                         GError     **error);

char               *chatty_http_check_address (const char                *address,
                                               GError                   **error);
char               *chatty_http_dup_origin    (const char                *address);

ChattyHttp         *chatty_http_new           (const char                *address,
                                               const ChattyHttpSettings  *settings,
                                               GError                   **error);
const char         *chatty_http_get_address   (ChattyHttp                *self);
const char         *chatty_http_get_origin    (ChattyHttp                *self);
ChattyHttpResponse *chatty_http_send          (ChattyHttp                *self,
                                               ChattyHttpRequest         *request,
                                               ChattyHttpAuth            *auth,
                                               GCancellable              *cancellable,
                                               GError                   **error);
ChattyHttpResponse *chatty_http_stream        (ChattyHttp                *self,
                                               ChattyHttpRequest         *request,
                                               ChattyHttpAuth            *auth,
                                               ChattyHttpChunkFunc        func,
                                               gpointer                   user_data,
                                               GCancellable              *cancellable,
                                               GError                   **error);

G_END_DECLS
