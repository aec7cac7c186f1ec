/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-connector-info.h"
#include "chatty-pool.h"
#include "chatty-verdict.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_CONNECTOR (chatty_connector_get_type ())
G_DECLARE_INTERFACE (ChattyConnector, chatty_connector, CHATTY, CONNECTOR, GObject)

/**
 * ChattyConnectorInterface:
 * @get_info: what is known of the platform
 * @get_pool: (transfer none): where the _async functions run
 * @test: is the credential good? %NULL only when it was cancelled
 * @usage: (nullable): what the account has used
 * @forget: drops everything that was learnt of the account: caches, sessions
 * @get_skew: (nullable): the platform's clock minus ours, in microseconds, as
 *   its last answer told; %CHATTY_TIME_NONE where that is not known
 *
 * An account on a platform. What more it can do are further interfaces:
 * #ChattyCharacterStore, #ChattyDrafting, #ChattyChat, #ChattySpeech,
 * #ChattyKnowledge, #ChattyMemory, #ChattyHistory. A caller asks with
 * CHATTY_IS_…() what it has, never which platform it is.
 *
 * In all of them the plain functions block: they run on worker threads, from
 * several at once, stop soon after their cancellable says so, and set errors
 * of #CHATTY_ERROR. The main loop calls the _async functions.
 */
struct _ChattyConnectorInterface {
  GTypeInterface parent_iface;

  const ChattyConnectorInfo *(*get_info) (ChattyConnector  *self);
  ChattyPool                *(*get_pool) (ChattyConnector  *self);
  ChattyVerdict             *(*test)     (ChattyConnector  *self,
                                          GCancellable     *cancellable,
                                          GError          **error);
  ChattyUsage               *(*usage)    (ChattyConnector  *self,
                                          GCancellable     *cancellable,
                                          GError          **error);
  void                       (*forget)   (ChattyConnector  *self);
  gint64                     (*get_skew) (ChattyConnector  *self);
};

const ChattyConnectorInfo *
                  chatty_connector_get_info      (ChattyConnector      *self);
const char       *chatty_connector_get_id        (ChattyConnector      *self);
const char       *chatty_connector_get_title     (ChattyConnector      *self);
ChattyTier        chatty_connector_get_tier      (ChattyConnector      *self);
ChattySignInKind  chatty_connector_get_sign_in   (ChattyConnector      *self);
ChattyPool       *chatty_connector_get_pool      (ChattyConnector      *self);
gboolean          chatty_connector_has_usage     (ChattyConnector      *self);
void              chatty_connector_forget        (ChattyConnector      *self);
gint64            chatty_connector_get_skew      (ChattyConnector      *self);

ChattyVerdict    *chatty_connector_test          (ChattyConnector      *self,
                                                  GCancellable         *cancellable,
                                                  GError              **error);
void              chatty_connector_test_async    (ChattyConnector      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
ChattyVerdict    *chatty_connector_test_finish   (ChattyConnector      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

ChattyUsage      *chatty_connector_usage         (ChattyConnector      *self,
                                                  GCancellable         *cancellable,
                                                  GError              **error);
void              chatty_connector_usage_async   (ChattyConnector      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
ChattyUsage      *chatty_connector_usage_finish  (ChattyConnector      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
