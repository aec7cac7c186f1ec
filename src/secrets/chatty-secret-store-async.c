/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include "chatty-pool.h"
#include "chatty-secret-store.h"

/* One call at most waits for a person; the others go past it. */
#define POOL_WIDTH 4

/* What a call was given, and what came of it. */
typedef struct {
  ChattySecretId    *id;
  char              *label;
  ChattySecret      *secret;
  ChattySecretFlags  flags;

  ChattySecretState  state;
  GError            *error;
  GPtrArray         *ids;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->id, chatty_secret_id_free);
  g_clear_pointer (&call->secret, chatty_secret_unref);
  g_clear_pointer (&call->ids, g_ptr_array_unref);
  g_clear_error (&call->error);
  g_free (call->label);
  g_free (call);
}

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, chatty_pool_new ("secrets", POOL_WIDTH));
  return pool;
}

static Call *
call_new (const ChattySecretId *id,
          ChattySecretFlags     flags)
{
  Call *call = g_new0 (Call, 1);

  call->id = id != NULL ? chatty_secret_id_copy (id) : NULL;
  call->flags = flags;
  call->state = CHATTY_SECRET_FAILED;
  return call;
}

static void
call_start (ChattySecretStore   *self,
            Call                *call,
            gpointer             source_tag,
            GTaskThreadFunc      func,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, call_free);
  /* A secret that was kept in the very moment of cancelling was kept. */
  g_task_set_check_cancellable (task, FALSE);
  chatty_pool_run (get_pool (), task, func);
}

static ChattySecretState
call_finish (ChattySecretStore  *self,
             GAsyncResult       *result,
             gpointer            source_tag,
             ChattySecret      **secret,
             GPtrArray         **ids,
             GError            **error)
{
  Call *call;

  if (secret != NULL)
    *secret = NULL;
  if (ids != NULL)
    *ids = NULL;
  g_return_val_if_fail (g_task_is_valid (result, self), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), CHATTY_SECRET_FAILED);

  call = g_task_get_task_data (G_TASK (result));
  if (ids != NULL)
    *ids = call->ids != NULL
           ? g_steal_pointer (&call->ids)
           : g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_secret_id_free);

  /* An error of the task itself: cancelled before its turn came. */
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return CHATTY_SECRET_FAILED;

  if (call->error != NULL)
    g_propagate_error (error, g_steal_pointer (&call->error));
  if (secret != NULL)
    *secret = g_steal_pointer (&call->secret);
  return call->state;
}

static void
check_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Call *call = data;

  call->state = chatty_secret_store_check (source, call->flags, cancellable, &call->error);
  g_task_return_boolean (task, TRUE);
}

static void
lookup_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Call *call = data;

  call->state = chatty_secret_store_lookup (source, call->id, call->flags, &call->secret,
                                            cancellable, &call->error);
  g_task_return_boolean (task, TRUE);
}

static void
store_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Call *call = data;

  call->state = chatty_secret_store_store (source, call->id, call->label, call->secret,
                                           call->flags, cancellable, &call->error);
  g_task_return_boolean (task, TRUE);
}

static void
delete_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Call *call = data;

  call->state = chatty_secret_store_delete (source, call->id, call->flags,
                                            cancellable, &call->error);
  g_task_return_boolean (task, TRUE);
}

static void
search_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Call *call = data;

  call->state = chatty_secret_store_search (source, call->id, &call->ids,
                                            cancellable, &call->error);
  g_task_return_boolean (task, TRUE);
}

/**
 * chatty_secret_store_check_async:
 * @self: a store
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_secret_store_check() on a thread.
 */
void
chatty_secret_store_check_async (ChattySecretStore   *self,
                                 ChattySecretFlags    flags,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (CHATTY_IS_SECRET_STORE (self));

  call_start (self, call_new (NULL, flags), chatty_secret_store_check_async,
              check_in_thread, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_check_finish (ChattySecretStore  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return call_finish (self, result, chatty_secret_store_check_async, NULL, NULL, error);
}

/**
 * chatty_secret_store_lookup_async:
 * @self: a store
 * @id: which secret; complete
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_secret_store_lookup() on a thread.
 */
void
chatty_secret_store_lookup_async (ChattySecretStore    *self,
                                  const ChattySecretId *id,
                                  ChattySecretFlags     flags,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_SECRET_STORE (self));

  call_start (self, call_new (id, flags), chatty_secret_store_lookup_async,
              lookup_in_thread, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_lookup_finish (ChattySecretStore  *self,
                                   GAsyncResult       *result,
                                   ChattySecret      **secret,
                                   GError            **error)
{
  return call_finish (self, result, chatty_secret_store_lookup_async, secret, NULL, error);
}

/**
 * chatty_secret_store_store_async:
 * @self: a store
 * @id: which secret; complete
 * @label: what people see in a keyring manager; holds no secret
 * @secret: what to keep
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_secret_store_store() on a thread.
 */
void
chatty_secret_store_store_async (ChattySecretStore    *self,
                                 const ChattySecretId *id,
                                 const char           *label,
                                 ChattySecret         *secret,
                                 ChattySecretFlags     flags,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  Call *call;

  g_return_if_fail (CHATTY_IS_SECRET_STORE (self));
  g_return_if_fail (secret != NULL);

  call = call_new (id, flags);
  call->label = g_strdup (label);
  call->secret = chatty_secret_ref (secret);
  call_start (self, call, chatty_secret_store_store_async,
              store_in_thread, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_store_finish (ChattySecretStore  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return call_finish (self, result, chatty_secret_store_store_async, NULL, NULL, error);
}

/**
 * chatty_secret_store_delete_async:
 * @self: a store
 * @id: which secret; complete
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_secret_store_delete() on a thread.
 */
void
chatty_secret_store_delete_async (ChattySecretStore    *self,
                                  const ChattySecretId *id,
                                  ChattySecretFlags     flags,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_SECRET_STORE (self));

  call_start (self, call_new (id, flags), chatty_secret_store_delete_async,
              delete_in_thread, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_delete_finish (ChattySecretStore  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  return call_finish (self, result, chatty_secret_store_delete_async, NULL, NULL, error);
}

/**
 * chatty_secret_store_search_async:
 * @self: a store
 * @pattern: which secrets; a part that is %NULL matches all
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_secret_store_search() on a thread.
 */
void
chatty_secret_store_search_async (ChattySecretStore    *self,
                                  const ChattySecretId *pattern,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_return_if_fail (CHATTY_IS_SECRET_STORE (self));

  call_start (self, call_new (pattern, CHATTY_SECRET_QUIET), chatty_secret_store_search_async,
              search_in_thread, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_search_finish (ChattySecretStore  *self,
                                   GAsyncResult       *result,
                                   GPtrArray         **ids,
                                   GError            **error)
{
  return call_finish (self, result, chatty_secret_store_search_async, NULL, ids, error);
}
