/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-service-private.h"

/* What a call was given. */
typedef struct {
  ChattyConnectRequest  request;
  ChattySecret         *key;
  char                 *id;
  char                 *name;
  ChattyAccount        *addresses;  /* for its addresses alone */
  ChattySecretFlags     flags;
  gboolean              paused;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free ((char *) call->request.account);
  g_free ((char *) call->request.platform);
  g_free ((char *) call->request.name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free ((char *) call->request.addresses[i]);
  g_clear_pointer (&call->key, chatty_secret_unref);
  g_clear_pointer (&call->addresses, chatty_account_unref);
  g_free (call->id);
  g_free (call->name);
  g_free (call);
}

static Call *
call_new (const char        *id,
          ChattySecretFlags  flags)
{
  Call *call = g_new0 (Call, 1);

  call->id = g_strdup (id);
  call->flags = flags;
  return call;
}

static void
call_start (ChattyAccountService *self,
            Call                 *call,
            gpointer              source_tag,
            GTaskThreadFunc       func,
            GCancellable         *cancellable,
            GAsyncReadyCallback   callback,
            gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, call_free);
  /* What was saved in the very moment of cancelling was saved. */
  g_task_set_check_cancellable (task, FALSE);
  chatty_pool_run (self->pool, task, func);
}

static void
call_return (GTask          *task,
             gpointer        result,
             GDestroyNotify  destroy,
             GError        **error)
{
  if (result != NULL)
    g_task_return_pointer (task, result, destroy);
  else
    g_task_return_error (task, g_steal_pointer (error));
}

static gpointer
call_finish (ChattyAccountService  *self,
             GAsyncResult          *result,
             gpointer               source_tag,
             GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (source_tag == NULL || g_async_result_is_tagged (result, source_tag),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
list_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  call_return (task, chatty_account_service_list (source, &error),
               (GDestroyNotify) g_ptr_array_unref, &error);
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

  call_start (self, call_new (NULL, 0), chatty_account_service_list_async, list_on_pool,
              cancellable, callback, user_data);
}

GPtrArray *
chatty_account_service_list_finish (ChattyAccountService  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return call_finish (self, result, chatty_account_service_list_async, error);
}

static void
connect_on_pool (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task,
               chatty_account_service_connect (source, &call->request, call->key,
                                               cancellable, &error),
               (GDestroyNotify) chatty_connect_result_unref, &error);
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
  Call *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (request != NULL && key != NULL);

  call = call_new (NULL, 0);
  call->request.account = g_strdup (request->account);
  call->request.platform = g_strdup (request->platform);
  call->request.name = g_strdup (request->name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    call->request.addresses[i] = g_strdup (request->addresses[i]);
  call->request.flags = request->flags;
  call->key = chatty_secret_ref (key);
  call_start (self, call, chatty_account_service_connect_async, connect_on_pool,
              cancellable, callback, user_data);
}

ChattyConnectResult *
chatty_account_service_connect_finish (ChattyAccountService  *self,
                                       GAsyncResult          *result,
                                       GError               **error)
{
  return call_finish (self, result, chatty_account_service_connect_async, error);
}

static void
open_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task,
               chatty_account_service_open (source, call->id, call->flags, cancellable, &error),
               g_object_unref, &error);
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

  call_start (self, call_new (id, flags), chatty_account_service_open_async, open_on_pool,
              cancellable, callback, user_data);
}

ChattyConnector *
chatty_account_service_open_finish (ChattyAccountService  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return call_finish (self, result, chatty_account_service_open_async, error);
}

static void
test_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task,
               chatty_account_service_test (source, call->id, call->flags, cancellable, &error),
               (GDestroyNotify) chatty_verdict_unref, &error);
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

  call_start (self, call_new (id, flags), chatty_account_service_test_async, test_on_pool,
              cancellable, callback, user_data);
}

ChattyVerdict *
chatty_account_service_test_finish (ChattyAccountService  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return call_finish (self, result, chatty_account_service_test_async, error);
}

static void
rename_on_pool (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task, chatty_account_service_rename (source, call->id, call->name, &error),
               (GDestroyNotify) chatty_account_unref, &error);
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
  Call *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  call = call_new (id, 0);
  call->name = g_strdup (name);
  call_start (self, call, chatty_account_service_rename_async, rename_on_pool,
              cancellable, callback, user_data);
}

static void
set_paused_on_pool (GTask        *task,
                    gpointer      source,
                    gpointer      data,
                    GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task, chatty_account_service_set_paused (source, call->id, call->paused, &error),
               (GDestroyNotify) chatty_account_unref, &error);
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
  Call *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  call = call_new (id, 0);
  call->paused = paused;
  call_start (self, call, chatty_account_service_set_paused_async, set_paused_on_pool,
              cancellable, callback, user_data);
}

static void
set_addresses_on_pool (GTask        *task,
                       gpointer      source,
                       gpointer      data,
                       GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task,
               chatty_account_service_set_addresses (source, call->id,
                                                     call->addresses->addresses, &error),
               (GDestroyNotify) chatty_account_unref, &error);
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
  Call *call;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self));

  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    fields.addresses[i] = addresses[i];
  call = call_new (id, 0);
  call->addresses = chatty_account_new (&fields);
  call_start (self, call, chatty_account_service_set_addresses_async, set_addresses_on_pool,
              cancellable, callback, user_data);
}

static void
disconnect_on_pool (GTask        *task,
                    gpointer      source,
                    gpointer      data,
                    GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;

  call_return (task,
               chatty_account_service_disconnect (source, call->id, call->flags,
                                                  cancellable, &error),
               (GDestroyNotify) chatty_account_unref, &error);
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

  call_start (self, call_new (id, flags), chatty_account_service_disconnect_async,
              disconnect_on_pool, cancellable, callback, user_data);
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
  return call_finish (self, result, NULL, error);
}
