/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-account-store.h"
#include "chatty-connect-result.h"
#include "chatty-connector-table.h"
#include "chatty-secret-store.h"

G_BEGIN_DECLS

/**
 * ChattyAccountService:
 *
 * Connects accounts and opens them: the one place where records, keys and
 * connectors meet. Emits "changed" on the main context on which it was made,
 * after each change, also one of another process.
 *
 * The plain functions block and may be called on any thread; the main loop
 * calls the _async ones.
 */
#define CHATTY_TYPE_ACCOUNT_SERVICE (chatty_account_service_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountService, chatty_account_service,
                      CHATTY, ACCOUNT_SERVICE, GObject)

/**
 * ChattyConnectFlags:
 * @CHATTY_CONNECT_CONSENTED: the person read the consent page and agreed;
 *   nothing happens without it
 * @CHATTY_CONNECT_ACCEPT_UNVERIFIED: save the key also if it cannot be tested
 * @CHATTY_CONNECT_ACCEPT_OTHER: save the key also if it is somebody else's
 * @CHATTY_CONNECT_THIS_RUN_ONLY: keep the key in memory and not in the keyring
 * @CHATTY_CONNECT_UNLOCK: a locked keyring may ask to be unlocked
 * @CHATTY_CONNECT_ADD_KEY: the key is added to the sign-in of the account, and
 *   does not take its place
 */
typedef enum {
  CHATTY_CONNECT_CONSENTED = 1 << 0,
  CHATTY_CONNECT_ACCEPT_UNVERIFIED = 1 << 1,
  CHATTY_CONNECT_ACCEPT_OTHER = 1 << 2,
  CHATTY_CONNECT_THIS_RUN_ONLY = 1 << 3,
  CHATTY_CONNECT_UNLOCK = 1 << 4,
  CHATTY_CONNECT_ADD_KEY = 1 << 5,
} ChattyConnectFlags;

/**
 * ChattyConnectRequest:
 * @account: (nullable): the id of an account whose key is replaced; %NULL for
 *   a new one
 * @platform: the platform's id; for a new account
 * @name: (nullable): what to call it; %NULL for the owner's or the platform's
 * @addresses: by endpoint, %NULL for the platform's own; for a new account
 * @flags: what the person agreed to
 * @owner: (nullable): who signed in, where that is known beforehand
 * @scopes: (nullable): what was allowed in the browser
 */
typedef struct {
  const char         *account;
  const char         *platform;
  const char         *name;
  const char         *addresses[CHATTY_MAX_ENDPOINTS];
  ChattyConnectFlags  flags;
  const char         *owner;
  const char         *scopes;
} ChattyConnectRequest;

ChattyAccountService *
                     chatty_account_service_new        (ChattyConnectorTable        *table,
                                                        ChattyAccountStore          *accounts,
                                                        ChattySecretStore           *keyring);
/* With the program's own connectors, the records of this computer, and the
 * keyring of the desktop. */
ChattyAccountService *
                     chatty_account_service_new_default (void);
ChattyConnectorTable *
                     chatty_account_service_get_table  (ChattyAccountService        *self);
/* The last calls of all accounts, without what is secret. */
ChattyExchangeJournal *
                     chatty_account_service_get_journal (ChattyAccountService       *self);

/* The accounts, oldest first: GPtrArray of ChattyAccount. */
GPtrArray           *chatty_account_service_list       (ChattyAccountService        *self,
                                                        GError                     **error);
/* By id, or by name if only one has it. */
ChattyAccount       *chatty_account_service_find       (ChattyAccountService        *self,
                                                        const char                  *id_or_name,
                                                        GError                     **error);

/**
 * ChattyKeyState:
 * @CHATTY_KEY_KEPT: it is where it was kept
 * @CHATTY_KEY_NEEDED: the person has to enter it before the account can be used
 * @CHATTY_KEY_LOCKED: cannot be told, because the keyring is locked
 * @CHATTY_KEY_UNKNOWN: cannot be told, because no keyring answers
 */
typedef enum {
  CHATTY_KEY_KEPT,
  CHATTY_KEY_NEEDED,
  CHATTY_KEY_LOCKED,
  CHATTY_KEY_UNKNOWN,
} ChattyKeyState;

/* Quietly: GArray of ChattyKeyState, one for each account. */
GArray              *chatty_account_service_look_for_keys (ChattyAccountService     *self,
                                                        GPtrArray                   *accounts,
                                                        GCancellable                *cancellable);

/* Tests the key, and saves it if it is good. An error is a mistake of the
 * caller's or a failing disk; what the platform and the keyring say is in the
 * result. */
ChattyConnectResult *chatty_account_service_connect    (ChattyAccountService        *self,
                                                        const ChattyConnectRequest  *request,
                                                        ChattySecret                *key,
                                                        GCancellable                *cancellable,
                                                        GError                     **error);

/* The connector of an account that is not paused, with its key. */
ChattyConnector     *chatty_account_service_open       (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        ChattySecretFlags            flags,
                                                        GCancellable                *cancellable,
                                                        GError                     **error);
/* Tests an account again and notes what came of it. */
ChattyVerdict       *chatty_account_service_test       (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        ChattySecretFlags            flags,
                                                        GCancellable                *cancellable,
                                                        GError                     **error);

ChattyAccount       *chatty_account_service_rename     (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        const char                  *name,
                                                        GError                     **error);
ChattyAccount       *chatty_account_service_set_paused (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        gboolean                     paused,
                                                        GError                     **error);
/* After this the key has to be entered again, unless the addresses are back
 * where it was entered for. */
ChattyAccount       *chatty_account_service_set_addresses
                                                       (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        const char *const           *addresses,
                                                        GError                     **error);
/* Forgets the key and keeps the account's data. Fails, and changes nothing, if
 * the key is in a keyring that cannot be reached. */
ChattyAccount       *chatty_account_service_disconnect (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        ChattySecretFlags            flags,
                                                        GCancellable                *cancellable,
                                                        GError                     **error);
/* Forgets the key that was added to a sign-in with the browser. */
ChattyAccount       *chatty_account_service_drop_key   (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        ChattySecretFlags            flags,
                                                        GCancellable                *cancellable,
                                                        GError                     **error);
/* Disconnects and drops the record as well. */
gboolean             chatty_account_service_remove     (ChattyAccountService        *self,
                                                        const char                  *id,
                                                        ChattySecretFlags            flags,
                                                        GCancellable                *cancellable,
                                                        GError                     **error);
/* Takes the removal of the record back. */
ChattyAccount       *chatty_account_service_restore    (ChattyAccountService        *self,
                                                        ChattyAccount               *account,
                                                        GError                     **error);

/* The same from the main loop. */
void                 chatty_account_service_list_async     (ChattyAccountService        *self,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
GPtrArray           *chatty_account_service_list_finish    (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);
void                 chatty_account_service_look_for_keys_async
                                                           (ChattyAccountService        *self,
                                                            GPtrArray                   *accounts,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
GArray              *chatty_account_service_look_for_keys_finish
                                                           (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);
void                 chatty_account_service_connect_async  (ChattyAccountService        *self,
                                                            const ChattyConnectRequest  *request,
                                                            ChattySecret                *key,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
ChattyConnectResult *chatty_account_service_connect_finish (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);
void                 chatty_account_service_open_async     (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            ChattySecretFlags            flags,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
ChattyConnector     *chatty_account_service_open_finish    (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);
void                 chatty_account_service_test_async     (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            ChattySecretFlags            flags,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
ChattyVerdict       *chatty_account_service_test_finish    (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);
/* Each of these ends with chatty_account_service_change_finish(). */
void                 chatty_account_service_rename_async   (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            const char                  *name,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
void                 chatty_account_service_set_paused_async
                                                           (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            gboolean                     paused,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
void                 chatty_account_service_set_addresses_async
                                                           (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            const char *const           *addresses,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
void                 chatty_account_service_disconnect_async
                                                           (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            ChattySecretFlags            flags,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
void                 chatty_account_service_drop_key_async (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            ChattySecretFlags            flags,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
void                 chatty_account_service_restore_async  (ChattyAccountService        *self,
                                                            ChattyAccount               *account,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
ChattyAccount       *chatty_account_service_change_finish  (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);

void                 chatty_account_service_remove_async   (ChattyAccountService        *self,
                                                            const char                  *id,
                                                            ChattySecretFlags            flags,
                                                            GCancellable                *cancellable,
                                                            GAsyncReadyCallback          callback,
                                                            gpointer                     user_data);
gboolean             chatty_account_service_remove_finish  (ChattyAccountService        *self,
                                                            GAsyncResult                *result,
                                                            GError                     **error);

G_END_DECLS
