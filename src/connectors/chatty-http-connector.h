/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-http.h"

G_BEGIN_DECLS

/**
 * ChattyConnectorAccess:
 * @addresses: by endpoint of the platform's #ChattyConnectorInfo; %NULL for
 *   what chatty_connector_info_get_address() says
 * @authorizer: where the credential comes from. An optional endpoint that it
 *   does not cover is not used
 * @key: (nullable): a key that the account has beside the sign-in with the
 *   browser, for the endpoints that prefer one
 * @http: (nullable): how HTTP behaves; %NULL for what suits the platform
 * @journal: (nullable): where exchanges are noted
 *
 * How a connector reaches the platform.
 */
typedef struct {
  const char               *addresses[CHATTY_MAX_ENDPOINTS];
  ChattyAuthorizer         *authorizer;
  ChattyAuthorizer         *key;
  const ChattyHttpSettings *http;
  ChattyExchangeJournal    *journal;
} ChattyConnectorAccess;

#define CHATTY_TYPE_HTTP_CONNECTOR (chatty_http_connector_get_type ())
G_DECLARE_DERIVABLE_TYPE (ChattyHttpConnector, chatty_http_connector,
                          CHATTY, HTTP_CONNECTOR, GObject)

/**
 * ChattyHttpConnectorClass:
 * @info: set by class_init of the platform's class
 * @max_parallel: how many calls an account makes at once
 * @min_interval: microseconds between the starts of two calls
 * @total_seconds: how long one attempt of a call may take in all
 * @check: reads the platform's errors out of an answer, also out of one whose
 *   status is that of success; sets an error of #CHATTY_ERROR and returns
 *   %FALSE when it holds one. The default looks at the status alone
 *
 * What connectors that speak HTTP have in common.
 */
struct _ChattyHttpConnectorClass {
  GObjectClass parent_class;

  const ChattyConnectorInfo *info;
  guint                      max_parallel;
  gint64                     min_interval;
  guint                      total_seconds;

  gboolean (*check) (ChattyHttpConnector  *self,
                     guint                 endpoint,
                     ChattyHttpRequest    *request,
                     ChattyHttpResponse   *response,
                     GError              **error);
};

ChattyHttpConnector *chatty_http_connector_new          (GType                         type,
                                                         const ChattyConnectorAccess  *access,
                                                         GError                      **error);
gboolean             chatty_http_connector_has_endpoint (ChattyHttpConnector          *self,
                                                         guint                         endpoint);
const char          *chatty_http_connector_get_address  (ChattyHttpConnector          *self,
                                                         guint                         endpoint);
ChattySignInKind     chatty_http_connector_get_kind     (ChattyHttpConnector          *self,
                                                         guint                         endpoint);
ChattyHttpResponse  *chatty_http_connector_send         (ChattyHttpConnector          *self,
                                                         guint                         endpoint,
                                                         ChattyHttpRequest            *request,
                                                         GCancellable                 *cancellable,
                                                         GError                      **error);
ChattyHttpResponse  *chatty_http_connector_send_raw     (ChattyHttpConnector          *self,
                                                         guint                         endpoint,
                                                         ChattyHttpRequest            *request,
                                                         GCancellable                 *cancellable,
                                                         GError                      **error);
JsonNode            *chatty_http_connector_send_json    (ChattyHttpConnector          *self,
                                                         guint                         endpoint,
                                                         ChattyHttpRequest            *request,
                                                         GCancellable                 *cancellable,
                                                         GError                      **error);
ChattyHttpResponse  *chatty_http_connector_stream       (ChattyHttpConnector          *self,
                                                         guint                         endpoint,
                                                         ChattyHttpRequest            *request,
                                                         ChattyHttpChunkFunc           func,
                                                         gpointer                      user_data,
                                                         GCancellable                 *cancellable,
                                                         GError                      **error);
void                 chatty_http_connector_set_error    (GError                      **error,
                                                         int                           code,
                                                         const char                   *headline,
                                                         const char                   *words);
gboolean             chatty_http_connector_is_lost      (const GError                 *error);

G_END_DECLS
