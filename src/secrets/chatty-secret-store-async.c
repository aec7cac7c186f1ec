/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include "chatty-call.h"
#include "chatty-secret-store.h"

/* One call at most waits for a person; the others go past it. */
#define POOL_WIDTH 4

/* What a call was given, and what came of it: a state may come with an error,
 * so neither is the call's own. */
typedef struct {
  ChattySecretId    *id;
  char              *label;
  ChattySecret      *secret;
  ChattySecretFlags  flags;

  ChattySecretState  state;
  GError            *error;
  GPtrArray         *ids;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->id, chatty_secret_id_free);
  g_clear_pointer (&request->secret, chatty_secret_unref);
  g_clear_pointer (&request->ids, g_ptr_array_unref);
  g_clear_error (&request->error);
  g_free (request->label);
  g_free (request);
}

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, chatty_pool_new ("secrets", POOL_WIDTH));
  return pool;
}

static Request *
request_new (const ChattySecretId *id,
             ChattySecretFlags     flags)
{
  Request *request = g_new0 (Request, 1);

  request->id = id != NULL ? chatty_secret_id_copy (id) : NULL;
  request->flags = flags;
  request->state = CHATTY_SECRET_FAILED;
  return request;
}

static void
request_start (ChattySecretStore   *self,
               Request             *request,
               gpointer             source_tag,
               ChattyCallFunc       func,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (func, NULL);

  call->value = request;
  call->free_value = request_free;
  chatty_call_start (call, self, get_pool (), source_tag, cancellable, callback, user_data);
}

static ChattySecretState
request_finish (ChattySecretStore  *self,
                GAsyncResult       *result,
                gpointer            source_tag,
                ChattySecret      **secret,
                GPtrArray         **ids,
                GError            **error)
{
  Request *request;

  if (secret != NULL)
    *secret = NULL;
  if (ids != NULL)
    *ids = NULL;
  g_return_val_if_fail (g_task_is_valid (result, self), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), CHATTY_SECRET_FAILED);

  request = chatty_call_of (result)->value;
  if (ids != NULL)
    *ids = request->ids != NULL
           ? g_steal_pointer (&request->ids)
           : g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_secret_id_free);

  /* An error of the call itself: cancelled before its turn came. */
  if (chatty_call_finish (self, result, source_tag, error) == NULL)
    return CHATTY_SECRET_FAILED;

  if (request->error != NULL)
    g_propagate_error (error, g_steal_pointer (&request->error));
  if (secret != NULL)
    *secret = g_steal_pointer (&request->secret);
  return request->state;
}

static gpointer
check_on_pool (gpointer       store,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  Request *request = call->value;

  request->state = chatty_secret_store_check (store, request->flags, cancellable,
                                              &request->error);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
lookup_on_pool (gpointer       store,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  Request *request = call->value;

  request->state = chatty_secret_store_lookup (store, request->id, request->flags,
                                               &request->secret, cancellable, &request->error);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
store_on_pool (gpointer       store,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  Request *request = call->value;

  request->state = chatty_secret_store_store (store, request->id, request->label,
                                              request->secret, request->flags, cancellable,
                                              &request->error);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
delete_on_pool (gpointer       store,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  Request *request = call->value;

  request->state = chatty_secret_store_delete (store, request->id, request->flags,
                                               cancellable, &request->error);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
search_on_pool (gpointer       store,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  Request *request = call->value;

  request->state = chatty_secret_store_search (store, request->id, &request->ids,
                                               cancellable, &request->error);
  return GINT_TO_POINTER (TRUE);
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

  request_start (self, request_new (NULL, flags), chatty_secret_store_check_async,
                 check_on_pool, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_check_finish (ChattySecretStore  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return request_finish (self, result, chatty_secret_store_check_async, NULL, NULL, error);
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

  request_start (self, request_new (id, flags), chatty_secret_store_lookup_async,
                 lookup_on_pool, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_lookup_finish (ChattySecretStore  *self,
                                   GAsyncResult       *result,
                                   ChattySecret      **secret,
                                   GError            **error)
{
  return request_finish (self, result, chatty_secret_store_lookup_async, secret, NULL, error);
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
  Request *request;

  g_return_if_fail (CHATTY_IS_SECRET_STORE (self));
  g_return_if_fail (secret != NULL);

  request = request_new (id, flags);
  request->label = g_strdup (label);
  request->secret = chatty_secret_ref (secret);
  request_start (self, request, chatty_secret_store_store_async,
                 store_on_pool, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_store_finish (ChattySecretStore  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return request_finish (self, result, chatty_secret_store_store_async, NULL, NULL, error);
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

  request_start (self, request_new (id, flags), chatty_secret_store_delete_async,
                 delete_on_pool, cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_delete_finish (ChattySecretStore  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  return request_finish (self, result, chatty_secret_store_delete_async, NULL, NULL, error);
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

  request_start (self, request_new (pattern, CHATTY_SECRET_QUIET),
                 chatty_secret_store_search_async, search_on_pool,
                 cancellable, callback, user_data);
}

ChattySecretState
chatty_secret_store_search_finish (ChattySecretStore  *self,
                                   GAsyncResult       *result,
                                   GPtrArray         **ids,
                                   GError            **error)
{
  return request_finish (self, result, chatty_secret_store_search_async, NULL, ids, error);
}
