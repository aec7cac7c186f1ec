/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-service-private.h"
#include "chatty-call.h"

static ChattyCall *
call_new (ChattyCallFunc     func,
          GDestroyNotify     free_result,
          const char        *id,
          ChattySecretFlags  flags)
{
  ChattyCall *call = chatty_call_new (func, free_result);

  call->texts[0] = g_strdup (id);
  call->numbers[0] = flags;
  return call;
}

/* The call of a function that needs no more than an account and its flags. */
static void
start (ChattyAccountService *self,
       ChattyCallFunc        func,
       GDestroyNotify        free_result,
       const char           *id,
       ChattySecretFlags     flags,
       gpointer              tag,
       GCancellable         *cancellable,
       GAsyncReadyCallback   callback,
       gpointer              user_data)
{
  chatty_call_start (call_new (func, free_result, id, flags), self, self->pool, tag, cancellable,
                     callback, user_data);
}

static gpointer
list_on_pool (gpointer       service,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  return chatty_account_service_list (service, error);
}

/**
 * chatty_account_service_list_async:
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_list() on a thread.
 */
void
chatty_account_service_list_async (ChattyAccountService *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  start (self, list_on_pool, (GDestroyNotify) g_ptr_array_unref, NULL, 0,
         chatty_account_service_list_async, cancellable, callback, user_data);
}

GPtrArray *
chatty_account_service_list_finish (ChattyAccountService  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_list_async, error);
}

static gpointer
look_for_keys_on_pool (gpointer       service,
                       ChattyCall    *call,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return chatty_account_service_look_for_keys (service, call->value, cancellable);
}

/**
 * chatty_account_service_look_for_keys_async:
 * @accounts: (element-type ChattyAccount): which accounts; not changed by
 *   anybody until the answer
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_look_for_keys() on a thread.
 */
void
chatty_account_service_look_for_keys_async (ChattyAccountService *self,
                                            GPtrArray            *accounts,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  call = call_new (look_for_keys_on_pool, (GDestroyNotify) g_array_unref, NULL, 0);
  call->value = g_ptr_array_ref (accounts);
  call->free_value = (GDestroyNotify) g_ptr_array_unref;
  call->only_looks = TRUE;
  chatty_call_start (call, self, self->pool, chatty_account_service_look_for_keys_async,
                     cancellable, callback, user_data);
}

GArray *
chatty_account_service_look_for_keys_finish (ChattyAccountService  *self,
                                             GAsyncResult          *result,
                                             GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_look_for_keys_async, error);
}

/* What a connection was given. */
typedef struct {
  ChattyConnectRequest  request;
  ChattySecret         *key;
} Connecting;

static void
connecting_free (gpointer data)
{
  Connecting *connecting = data;

  g_free ((char *) connecting->request.account);
  g_free ((char *) connecting->request.platform);
  g_free ((char *) connecting->request.name);
  g_free ((char *) connecting->request.owner);
  g_free ((char *) connecting->request.scopes);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free ((char *) connecting->request.addresses[i]);
  chatty_secret_unref (connecting->key);
  g_free (connecting);
}

static gpointer
connect_on_pool (gpointer       service,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Connecting *connecting = call->value;

  return chatty_account_service_connect (service, &connecting->request, connecting->key,
                                         cancellable, error);
}

/**
 * chatty_account_service_connect_async:
 * @request: what to connect; copied
 * @key: the account's key
 * @cancellable: (nullable): ends it early; then nothing is saved
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_connect() on a thread.
 */
void
chatty_account_service_connect_async (ChattyAccountService       *self,
                                      const ChattyConnectRequest *request,
                                      ChattySecret               *key,
                                      GCancellable               *cancellable,
                                      GAsyncReadyCallback         callback,
                                      gpointer                    user_data)
{
  Connecting *connecting;
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (request != NULL && key != NULL);

  connecting = g_new0 (Connecting, 1);
  connecting->request.account = g_strdup (request->account);
  connecting->request.platform = g_strdup (request->platform);
  connecting->request.name = g_strdup (request->name);
  connecting->request.owner = g_strdup (request->owner);
  connecting->request.scopes = g_strdup (request->scopes);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    connecting->request.addresses[i] = g_strdup (request->addresses[i]);
  connecting->request.flags = request->flags;
  connecting->key = chatty_secret_ref (key);
  call = call_new (connect_on_pool, (GDestroyNotify) chatty_connect_result_unref, NULL, 0);
  call->value = connecting;
  call->free_value = connecting_free;
  chatty_call_start (call, self, self->pool, chatty_account_service_connect_async,
                     cancellable, callback, user_data);
}

ChattyConnectResult *
chatty_account_service_connect_finish (ChattyAccountService  *self,
                                       GAsyncResult          *result,
                                       GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_connect_async, error);
}

static gpointer
open_on_pool (gpointer       service,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  return chatty_account_service_open (service, call->texts[0], call->numbers[0], cancellable,
                                      error);
}

/**
 * chatty_account_service_open_async:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_open() on a thread.
 */
void
chatty_account_service_open_async (ChattyAccountService *self,
                                   const char           *id,
                                   ChattySecretFlags     flags,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  start (self, open_on_pool, (GDestroyNotify) g_object_unref, id, flags,
         chatty_account_service_open_async, cancellable, callback, user_data);
}

ChattyConnector *
chatty_account_service_open_finish (ChattyAccountService  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_open_async, error);
}

static gpointer
test_on_pool (gpointer       service,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  return chatty_account_service_test (service, call->texts[0], call->numbers[0], cancellable,
                                      error);
}

/**
 * chatty_account_service_test_async:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_test() on a thread.
 */
void
chatty_account_service_test_async (ChattyAccountService *self,
                                   const char           *id,
                                   ChattySecretFlags     flags,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  start (self, test_on_pool, (GDestroyNotify) chatty_verdict_unref, id, flags,
         chatty_account_service_test_async, cancellable, callback, user_data);
}

ChattyVerdict *
chatty_account_service_test_finish (ChattyAccountService  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_test_async, error);
}

static gpointer
rename_on_pool (gpointer       service,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  return chatty_account_service_rename (service, call->texts[0], call->texts[1], error);
}

/**
 * chatty_account_service_rename_async:
 * @id: an account's UUID
 * @name: what the person calls it
 * @cancellable: (nullable): ends it before it began
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_rename() on a thread.
 */
void
chatty_account_service_rename_async (ChattyAccountService *self,
                                     const char           *id,
                                     const char           *name,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  call = call_new (rename_on_pool, (GDestroyNotify) chatty_account_unref, id, 0);
  call->texts[1] = g_strdup (name);
  chatty_call_start (call, self, self->pool, chatty_account_service_rename_async,
                     cancellable, callback, user_data);
}

static gpointer
set_paused_on_pool (gpointer       service,
                    ChattyCall    *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return chatty_account_service_set_paused (service, call->texts[0], call->flag, error);
}

/**
 * chatty_account_service_set_paused_async:
 * @id: an account's UUID
 * @paused: whether it is not to be used
 * @cancellable: (nullable): ends it before it began
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_set_paused() on a thread.
 */
void
chatty_account_service_set_paused_async (ChattyAccountService *self,
                                         const char           *id,
                                         gboolean              paused,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  call = call_new (set_paused_on_pool, (GDestroyNotify) chatty_account_unref, id, 0);
  call->flag = paused;
  chatty_call_start (call, self, self->pool, chatty_account_service_set_paused_async,
                     cancellable, callback, user_data);
}

static gpointer
set_addresses_on_pool (gpointer       service,
                       ChattyCall    *call,
                       GCancellable  *cancellable,
                       GError       **error)
{
  ChattyAccount *fields = call->value;

  return chatty_account_service_set_addresses (service, call->texts[0], fields->addresses, error);
}

/**
 * chatty_account_service_set_addresses_async:
 * @id: an account's UUID
 * @addresses: by endpoint, %CHATTY_MAX_ENDPOINTS of them; copied
 * @cancellable: (nullable): ends it before it began
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_set_addresses() on a thread.
 */
void
chatty_account_service_set_addresses_async (ChattyAccountService *self,
                                            const char           *id,
                                            const char *const    *addresses,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data)
{
  ChattyAccount fields = { NULL };
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    fields.addresses[i] = addresses[i];
  call = call_new (set_addresses_on_pool, (GDestroyNotify) chatty_account_unref, id, 0);
  call->value = chatty_account_new (&fields);
  call->free_value = (GDestroyNotify) chatty_account_unref;
  chatty_call_start (call, self, self->pool, chatty_account_service_set_addresses_async,
                     cancellable, callback, user_data);
}

static gpointer
disconnect_on_pool (gpointer       service,
                    ChattyCall    *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return chatty_account_service_disconnect (service, call->texts[0], call->numbers[0],
                                            cancellable, error);
}

/**
 * chatty_account_service_disconnect_async:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_disconnect() on a thread.
 */
void
chatty_account_service_disconnect_async (ChattyAccountService *self,
                                         const char           *id,
                                         ChattySecretFlags     flags,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  start (self, disconnect_on_pool, (GDestroyNotify) chatty_account_unref, id, flags,
         chatty_account_service_disconnect_async, cancellable, callback, user_data);
}

static gpointer
drop_key_on_pool (gpointer       service,
                  ChattyCall    *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return chatty_account_service_drop_key (service, call->texts[0], call->numbers[0], cancellable,
                                          error);
}

/**
 * chatty_account_service_drop_key_async:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_drop_key() on a thread.
 */
void
chatty_account_service_drop_key_async (ChattyAccountService *self,
                                       const char           *id,
                                       ChattySecretFlags     flags,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  start (self, drop_key_on_pool, (GDestroyNotify) chatty_account_unref, id, flags,
         chatty_account_service_drop_key_async, cancellable, callback, user_data);
}

static gpointer
remove_on_pool (gpointer       service,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  return GINT_TO_POINTER (chatty_account_service_remove (service, call->texts[0],
                                                         call->numbers[0], cancellable, error));
}

/**
 * chatty_account_service_remove_async:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_remove() on a thread.
 */
void
chatty_account_service_remove_async (ChattyAccountService *self,
                                     const char           *id,
                                     ChattySecretFlags     flags,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  start (self, remove_on_pool, NULL, id, flags,
         chatty_account_service_remove_async, cancellable, callback, user_data);
}

gboolean
chatty_account_service_remove_finish (ChattyAccountService  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_remove_async, error) != NULL;
}

static gpointer
restore_on_pool (gpointer       service,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return chatty_account_service_restore (service, call->value, error);
}

/**
 * chatty_account_service_restore_async:
 * @account: what was removed
 * @cancellable: (nullable): ends it before it began
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_account_service_restore() on a thread.
 */
void
chatty_account_service_restore_async (ChattyAccountService *self,
                                      ChattyAccount        *account,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (account != NULL);

  call = call_new (restore_on_pool, (GDestroyNotify) chatty_account_unref, NULL, 0);
  call->value = chatty_account_ref (account);
  call->free_value = (GDestroyNotify) chatty_account_unref;
  chatty_call_start (call, self, self->pool, chatty_account_service_restore_async,
                     cancellable, callback, user_data);
}

/**
 * chatty_account_service_change_finish:
 * @result: of one of the functions that change an account
 * @error: what the plain function says
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_change_finish (ChattyAccountService  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  return chatty_call_finish (self, result, NULL, error);
}
