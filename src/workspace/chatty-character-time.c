/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-character-calls.h"
#include "chatty-character-change-private.h"
#include "chatty-character-json.h"
#include "chatty-error.h"
#include "chatty-workspace-call.h"

static gpointer
history_on_pool (gpointer       workspace,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_list_history (vault, call->texts[0], cancellable, error);
}

/**
 * chatty_workspace_list_history_async:
 * @self: a workspace
 * @callsign: of a character
 *
 * Lists every value that was replaced, here and on the platforms.
 */
void
chatty_workspace_list_history_async (ChattyWorkspace     *self,
                                     const char          *callsign,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (history_on_pool, (GDestroyNotify) g_ptr_array_unref);

  call->texts[0] = g_strdup (callsign);
  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_list_history_async,
                          cancellable, callback, user_data);
}

GPtrArray *
chatty_workspace_list_history_finish (ChattyWorkspace  *self,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_list_history_async, error);
}

static ChattyCharacter *
with_value (ChattyCharacter       *character,
            ChattyCharacterField   field,
            const char            *json,
            GError               **error)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);

  if (json == NULL)
    chatty_character_builder_unset (builder, field);
  else
    {
      g_autoptr (JsonNode) node = chatty_json_parse (json, -1, error);

      if (node == NULL)
        return NULL;
      if (!chatty_character_builder_set_json (builder, field, node))
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                               _("This entry of the history cannot be read"));
          return NULL;
        }
    }
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gpointer
restore_on_pool (gpointer       workspace,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  ChattyCharacterField field = (ChattyCharacterField) call->numbers[0];
  const char *side = call->texts[1];
  g_autoptr (ChattyCharacterRecord) before =
    chatty_vault_load_record (vault, call->texts[0], FALSE, cancellable, error);
  g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  ChattyCharacter *override;

  if (before == NULL)
    return NULL;
  builder = chatty_character_record_builder_new (before);
  override = chatty_character_record_get_override (before, side);
  /* What a platform uses instead is where its values come from. */
  if (override != NULL && chatty_character_has_field (override, field))
    {
      character = with_value (override, field, call->texts[2], error);
      if (character == NULL)
        return NULL;
      chatty_character_record_builder_set_override (builder, side, character);
    }
  else
    {
      character = with_value (chatty_character_record_get_character (before), field,
                              call->texts[2], error);
      if (character == NULL)
        return NULL;
      chatty_character_record_builder_set_character (builder, character);
    }
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  return chatty_character_change_store (vault, before, after, "restore", cancellable, error);
}

/**
 * chatty_workspace_restore_value_async:
 * @self: a workspace
 * @callsign: of a character
 * @change: an entry of its history
 * @new_value: whether the value that replaced the other is wanted
 *
 * Puts a value of the history into the vault, from where the next sync takes
 * it to the platforms. A value of a platform that uses something of its own
 * for the field becomes that again.
 */
void
chatty_workspace_restore_value_async (ChattyWorkspace         *self,
                                      const char              *callsign,
                                      const ChattyFieldChange *change,
                                      gboolean                 new_value,
                                      GCancellable            *cancellable,
                                      GAsyncReadyCallback      callback,
                                      gpointer                 user_data)
{
  ChattyCall *call = chatty_call_new (restore_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);

  call->texts[0] = g_strdup (callsign);
  call->texts[1] = g_strdup (change->side);
  call->texts[2] = g_strdup (new_value ? change->new_value : change->old_value);
  call->numbers[0] = change->field;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_restore_value_async,
                          cancellable, callback, user_data);
}
