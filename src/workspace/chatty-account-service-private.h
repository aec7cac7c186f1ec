/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"

G_BEGIN_DECLS

struct _ChattyAccountService {
  GObject                parent_instance;

  ChattyConnectorTable  *table;
  ChattyAccountStore    *accounts;
  ChattySecretStore     *keyring;
  ChattySecretStore     *memory;   /* keys for this run only */
  ChattyExchangeJournal *journal;
  ChattyPool            *pool;

  GMainContext          *context;
  GFileMonitor          *monitor;
  int                    notifying;  /* atomic */
};

void             chatty_account_service_notify        (ChattyAccountService        *self);
ChattyAccount   *chatty_account_service_change        (ChattyAccountService        *self,
                                                       const char                  *id,
                                                       ChattyAccountChange          func,
                                                       gpointer                     user_data,
                                                       GError                     **error);
ChattySecret    *chatty_account_service_find_key      (ChattyAccountService        *self,
                                                       const ChattyAccount         *account,
                                                       ChattySecretFlags            flags,
                                                       GCancellable                *cancellable,
                                                       GError                     **error);
ChattyConnectResult *
                 chatty_account_service_connect_renewing
                                                      (ChattyAccountService        *self,
                                                       const ChattyConnectRequest  *request,
                                                       ChattySecret               **key,
                                                       GCancellable                *cancellable,
                                                       GError                     **error);
ChattyAccount   *chatty_account_no_account            (GError                     **error);
ChattySecretId  *chatty_account_service_key_id        (const ChattyAccount         *account);
char            *chatty_account_service_key_label     (const ChattyAccount         *account);
gboolean         chatty_account_fill_addresses        (const ChattyConnectorInfo   *info,
                                                       const char *const           *addresses,
                                                       ChattyAccount               *fields,
                                                       GError                     **error);
void             chatty_account_clear_addresses       (ChattyAccount               *fields);
ChattyConnector *chatty_account_service_create        (ChattyAccountService        *self,
                                                       const ChattyAccount         *account,
                                                       ChattySecret                *key,
                                                       ChattyAuthorizer           **browser,
                                                       GError                     **error);
ChattySecret    *chatty_account_service_add_key       (ChattyAccountService        *self,
                                                       const ChattyAccount         *account,
                                                       ChattySecret                *key,
                                                       GError                     **error);
ChattySecret    *chatty_account_reseal                (ChattySecret                *key,
                                                       ChattyAuthorizer            *browser);
void             chatty_account_service_revoke        (ChattyAccountService        *self,
                                                       const ChattyAccount         *account,
                                                       GCancellable                *cancellable);
void             chatty_account_apply_verdict         (ChattyAccount               *fields,
                                                       const ChattyVerdict         *verdict);
gboolean         chatty_verdict_accepts               (const ChattyVerdict         *verdict);
gboolean         chatty_verdict_is_answer             (const ChattyVerdict         *verdict);

G_END_DECLS
