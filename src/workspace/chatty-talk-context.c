/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-context.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chatty-json-settings.h"
#include "chatty-knowledge.h"
#include "chatty-prompt.h"
#include "chatty-talk-look.h"
#include "chatty-talk-passages.h"
#include "chatty-talk-state.h"
#include "chatty-vault-memory.h"
#include "chatty-vault-preferences.h"

/* @text: (transfer full) (nullable) */
static const char *
own (ChattyTalkContext *self,
     char              *text)
{
  if (text != NULL)
    g_ptr_array_add (self->strings, text);
  return text;
}

/* What the character says, else what is preferred of the account. */
static const char *
choose (ChattyTalkContext    *self,
        const ChattyTalkWish *wish,
        ChattyCharacterField  field,
        const char           *preferred)
{
  char *text = chatty_talk_look_field (wish->record, wish->account, field);

  return own (self, text != NULL ? text : g_strdup (preferred));
}

static double
read_temperature (const char *text)
{
  char *end;
  double value = text != NULL ? g_ascii_strtod (text, &end) : NAN;

  return text != NULL && end != text && *end == '\0' && isfinite (value) ? value : NAN;
}

/* A platform that is told with each message what to search keeps no more of a
 * character than what it knows: what lives there is its store. */
static void
find_stores (ChattyTalkContext    *self,
             const ChattyTalkWish *wish)
{
  ChattyCharacterLink *link = chatty_talk_look_link (wish->record, wish->account);
  ChattyChatInputs inputs = wish->chat != NULL ? chatty_chat_get_inputs (wish->chat) : 0;

  if (link == NULL || (inputs & CHATTY_CHAT_NEEDS_CHARACTER) == 0 ||
      !CHATTY_IS_KNOWLEDGE (wish->chat))
    return;
  self->stores = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->stores, g_strdup (link->remote_id));
  self->context.stores = self->stores;
}

static gboolean
has_instructions (const ChattyTalkWish *wish)
{
  g_autoptr (ChattyCharacter) character = NULL;
  const char *text;

  if (wish->record == NULL)
    return FALSE;
  character = chatty_character_record_for_platform (wish->record, wish->account->platform);
  text = chatty_character_get_text (character, CHATTY_FIELD_INSTRUCTIONS);
  return text != NULL && *text != '\0';
}

/* A file that cannot be read stops nobody from talking. */
static ChattyPreferences *
load_preferences (ChattyTalkContext    *self,
                  const ChattyTalkWish *wish)
{
  g_autoptr (GError) error = NULL;
  ChattyPreferences *preferences =
    chatty_vault_load_preferences (wish->vault, wish->account->platform, wish->account->owner,
                                   wish->account->id, &error);

  if (preferences != NULL)
    return preferences;
  self->problem = g_strdup_printf (_("What you prefer of this account could not be read: %s"),
                                   error->message);
  return chatty_preferences_new ();
}

/*
 * chatty_talk_context_write:
 * @self: cleared
 * @wish: what it is for
 *
 * What was chosen for the conversation comes before what the character says,
 * and that before what is preferred of the account.
 *
 * Returns: whether the vault could be read
 */
gboolean
chatty_talk_context_write (ChattyTalkContext     *self,
                           const ChattyTalkWish  *wish,
                           GError               **error)
{
  const char *callsign = wish->record != NULL
    ? chatty_character_record_get_callsign (wish->record) : NULL;
  g_autoptr (ChattyPreferences) preferences = load_preferences (self, wish);
  g_autoptr (GPtrArray) memory = NULL;
  ChattyPromptParts parts = { .ask_feeling = wish->ask_feeling };
  const char *settings;

  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->context.temperature = NAN;
  if (callsign != NULL)
    {
      memory = chatty_vault_list_memory (wish->vault, callsign, error);
      if (memory == NULL)
        return FALSE;
    }
  find_stores (self, wish);
  parts.memory = memory;
  parts.record = wish->remote_id == NULL ? wish->record : NULL;
  parts.searches = self->stores != NULL;
  if (wish->remote_id == NULL && !has_instructions (wish))
    parts.instructions = preferences->instructions;
  self->context.instructions =
    own (self, chatty_prompt_build (&parts, wish->account->platform, &self->memory));
  if (*self->context.instructions == '\0')
    self->context.instructions = NULL;
  self->passages = chatty_talk_passages_build (&parts, wish->account->platform, self->memory);
  self->context.passages = (const char *const *) self->passages;

  if (wish->model_chosen)
    self->context.model = own (self, g_strdup (wish->model));
  else if (wish->remote_id == NULL)
    self->context.model = choose (self, wish, CHATTY_FIELD_MODEL, preferences->model);
  self->context.temperature =
    read_temperature (choose (self, wish, CHATTY_FIELD_TEMPERATURE, preferences->temperature));
  self->context.effort = choose (self, wish, CHATTY_FIELD_EFFORT, preferences->effort);
  settings = own (self, chatty_talk_look_field (wish->record, wish->account,
                                                CHATTY_FIELD_SETTINGS));
  settings = own (self, chatty_json_settings_overlay (preferences->settings, settings));
  self->context.settings = *settings != '\0' ? settings : NULL;
  self->context.person = own (self, chatty_talk_dup_person (wish->vault, error));
  return self->context.person != NULL;
}

void
chatty_talk_context_clear (ChattyTalkContext *self)
{
  g_clear_pointer (&self->memory, g_ptr_array_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_pointer (&self->passages, g_strfreev);
  g_clear_pointer (&self->problem, g_free);
}

/*
 * chatty_talk_context_find_room:
 * @chat: who is asked
 * @model: (nullable): which model; %NULL for the one that the platform chooses
 *
 * Returns: how many tokens the model can hold; 0 where that is not known
 */
guint
chatty_talk_context_find_room (ChattyChat   *chat,
                               const char   *model,
                               GCancellable *cancellable)
{
  g_autoptr (ChattyLanguageModel) found = chatty_chat_find_model (chat, model, cancellable, NULL);

  return found != NULL ? found->context_tokens : 0;
}
