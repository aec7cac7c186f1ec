/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-token-count.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-platform-map.h"
#include "chatty-talk-context.h"
#include "chatty-workspace-call.h"

/* A platform counts nothing without something that is said. */
#define ONE_WORD "Hello"

void
chatty_token_count_free (ChattyTokenCount *self)
{
  g_free (self->model);
  g_free (self);
}

/**
 * chatty_workspace_can_count_tokens:
 * @accounts: knows the connectors
 * @platform: a platform's id
 *
 * Returns: whether the platform counts tokens
 */
gboolean
chatty_workspace_can_count_tokens (ChattyAccountService *accounts,
                                   const char           *platform)
{
  g_autoptr (ChattyConnector) probe = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (accounts), FALSE);

  probe = chatty_platform_map_probe (chatty_account_service_get_table (accounts), platform, NULL,
                                     NULL);
  return probe != NULL && CHATTY_IS_CHAT (probe) &&
         chatty_chat_can_count_tokens (CHATTY_CHAT (probe));
}

/* A name that was chosen needs no list, and not every platform tells what it
 * would choose. One that cannot be reached need not be asked twice. */
static gboolean
can_count_unseen (const ChattyTokenCount *count,
                  const GError           *fault)
{
  return count->chosen || g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) ||
         g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

static gpointer
count_on_pool (gpointer       source,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  ChattyAccountService *accounts = CHATTY_ACCOUNT_SERVICE (call->objects[1]);
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source);
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (ChattyTokenCount) count = g_new0 (ChattyTokenCount, 1);
  g_autoptr (ChattyLanguageModel) model = NULL;
  g_autoptr (GError) fault = NULL;
  g_auto (ChattyTalkContext) context = { { NULL } };
  ChattyChatMessage message = { .text = ONE_WORD, .context = &context.context };
  ChattyTalkWish wish = { .vault = vault, .record = call->value };

  account = chatty_account_service_find (accounts, call->texts[0], error);
  if (account == NULL)
    return NULL;
  connector = chatty_account_service_open (accounts, account->id, CHATTY_SECRET_QUIET, cancellable,
                                           error);
  if (connector == NULL)
    return NULL;
  if (!CHATTY_IS_CHAT (connector) || !chatty_chat_can_count_tokens (CHATTY_CHAT (connector)))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a platform, such as Convai */
                   _("%s does not count tokens"), chatty_connector_get_title (connector));
      return NULL;
    }

  wish.account = account;
  wish.chat = CHATTY_CHAT (connector);
  if (!chatty_talk_context_write (&context, &wish, error))
    return NULL;
  count->chosen = context.context.model != NULL && *context.context.model != '\0';
  count->model = count->chosen ? g_strdup (context.context.model) : NULL;
  model = chatty_chat_find_model (wish.chat, count->model, cancellable, &fault);
  if (model == NULL && !can_count_unseen (count, fault))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (model != NULL)
    {
      /* Counted for the one that is told, whatever the platform chooses next. */
      g_free (count->model);
      context.context.model = count->model = g_strdup (model->id);
      count->context_tokens = model->context_tokens;
    }
  count->tokens = chatty_chat_count_tokens (wish.chat, &message, cancellable, error);
  return count->tokens > 0 ? g_steal_pointer (&count) : NULL;
}

/**
 * chatty_workspace_count_tokens_async:
 * @self: a workspace
 * @accounts: the accounts
 * @account: the id of the one that is asked
 * @record: (nullable): who is played; it may be new or edited
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Counts what the model of an account would read before anything was said.
 */
void
chatty_workspace_count_tokens_async (ChattyWorkspace       *self,
                                     ChattyAccountService  *accounts,
                                     const char            *account,
                                     ChattyCharacterRecord *record,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_WORKSPACE (self));
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (accounts));
  g_return_if_fail (account != NULL);

  call = chatty_call_new (count_on_pool, (GDestroyNotify) chatty_token_count_free);
  call->texts[0] = g_strdup (account);
  call->objects[1] = g_object_ref (G_OBJECT (accounts));
  if (record != NULL)
    {
      call->value = chatty_character_record_ref (record);
      call->free_value = (GDestroyNotify) chatty_character_record_unref;
    }
  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_TALK, chatty_workspace_count_tokens_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_count_tokens_finish:
 *
 * Returns: (transfer full): what was counted; %NULL with @error
 */
ChattyTokenCount *
chatty_workspace_count_tokens_finish (ChattyWorkspace  *self,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_count_tokens_async, error);
}
