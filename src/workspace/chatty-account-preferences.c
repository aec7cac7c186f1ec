/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-preferences.h"

#include "chatty-vault-preferences.h"
#include "chatty-workspace-call.h"

/* Whose preferences: platform, owner, account. */
static ChattyCall *
account_call (ChattyCallFunc       func,
              const ChattyAccount *account)
{
  ChattyCall *call = chatty_call_new (func, (GDestroyNotify) chatty_preferences_free);

  call->texts[0] = g_strdup (account->platform);
  call->texts[1] = g_strdup (account->owner);
  call->texts[2] = g_strdup (account->id);
  return call;
}

static gpointer
load_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_load_preferences (vault, call->texts[0], call->texts[1], call->texts[2],
                                        error);
}

/**
 * chatty_workspace_load_preferences_async:
 * @self: a workspace
 * @account: whose
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Reads what the person prefers of an account.
 */
void
chatty_workspace_load_preferences_async (ChattyWorkspace     *self,
                                         const ChattyAccount *account,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_WORKSPACE (self));
  g_return_if_fail (account != NULL);

  call = account_call (load_on_pool, account);
  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_load_preferences_async,
                          cancellable, callback, user_data);
}

ChattyPreferences *
chatty_workspace_load_preferences_finish (ChattyWorkspace  *self,
                                          GAsyncResult     *result,
                                          GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_load_preferences_async, error);
}

static void
pair_free (gpointer data)
{
  ChattyPreferences **pair = data;

  g_clear_pointer (&pair[0], chatty_preferences_free);
  g_clear_pointer (&pair[1], chatty_preferences_free);
  g_free (pair);
}

static gpointer
save_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  ChattyPreferences **pair = call->value;

  return chatty_vault_save_preferences (vault, call->texts[0], call->texts[1], call->texts[2],
                                        pair[0], pair[1], error);
}

/**
 * chatty_workspace_save_preferences_async:
 * @self: a workspace
 * @account: whose
 * @before: (nullable): what the person's changes began from
 * @after: what they made of it
 * @cancellable: (nullable): stops it before it begins
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Writes what the person changed.
 */
void
chatty_workspace_save_preferences_async (ChattyWorkspace         *self,
                                         const ChattyAccount     *account,
                                         const ChattyPreferences *before,
                                         const ChattyPreferences *after,
                                         GCancellable            *cancellable,
                                         GAsyncReadyCallback      callback,
                                         gpointer                 user_data)
{
  ChattyPreferences **pair;
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_WORKSPACE (self));
  g_return_if_fail (account != NULL && after != NULL);

  pair = g_new0 (ChattyPreferences *, 2);
  pair[0] = before != NULL ? chatty_preferences_copy (before) : NULL;
  pair[1] = chatty_preferences_copy (after);
  call = account_call (save_on_pool, account);
  call->value = pair;
  call->free_value = pair_free;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_save_preferences_async,
                          cancellable, callback, user_data);
}

ChattyPreferences *
chatty_workspace_save_preferences_finish (ChattyWorkspace  *self,
                                          GAsyncResult     *result,
                                          GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_save_preferences_async, error);
}
