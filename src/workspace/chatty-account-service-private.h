/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-credential.h"

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

  GMutex                 lock;     /* for browsers */
  GHashTable            *browsers; /* account to who renews its sign-in */
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
                                                       ChattyOAuthTokens          **fresh,
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
                                                       ChattyOAuthTokens           *fresh,
                                                       ChattyAuthorizer           **browser,
                                                       GError                     **error);
ChattySecret    *chatty_account_service_add_key       (ChattyAccountService        *self,
                                                       const ChattyAccount         *account,
                                                       ChattySecret                *key,
                                                       ChattySecretFlags            flags,
                                                       GCancellable                *cancellable,
                                                       GError                     **error);
ChattySecret    *chatty_account_reseal                (ChattySecret                *key,
                                                       ChattyOAuthTokens           *tokens);
void             chatty_account_browser_free          (gpointer                     data);
void             chatty_account_freshen               (ChattyCredential            *credential,
                                                       ChattyOAuthTokens           *fresh);
ChattyAuthorizer *
                 chatty_account_service_create_browser
                                                      (const ChattyConnectorInfo   *info,
                                                       const ChattyAccount         *account,
                                                       ChattyCredential            *credential,
                                                       GError                     **error);
ChattyAuthorizer *
                 chatty_account_service_share_browser (ChattyAccountService        *self,
                                                       const ChattyConnectorInfo   *info,
                                                       const ChattyAccount         *account,
                                                       ChattyCredential            *credential,
                                                       GError                     **error);
ChattyOAuthTokens *
                 chatty_account_service_dup_fresh     (ChattyAccountService        *self,
                                                       const char                  *id);
void             chatty_account_service_drop_browser  (ChattyAccountService        *self,
                                                       const char                  *id,
                                                       gboolean                     only_ended);
void             chatty_account_service_revoke        (ChattyAccountService        *self,
                                                       const ChattyAccount         *account,
                                                       GCancellable                *cancellable);
void             chatty_account_apply_verdict         (ChattyAccount               *fields,
                                                       const ChattyVerdict         *verdict);
gboolean         chatty_verdict_accepts               (const ChattyVerdict         *verdict);
gboolean         chatty_verdict_is_answer             (const ChattyVerdict         *verdict);

G_END_DECLS
