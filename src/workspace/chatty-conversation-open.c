/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-conversation-private.h"

#include "chatty-error.h"
#include "chatty-talk-look.h"
#include "chatty-talk-state.h"
#include "chatty-text.h"
#include "chatty-vault-characters.h"

/* What is looked at on a worker: who talks, and where. */
typedef struct {
  ChattyWorkspace       *workspace;
  ChattyAccountService  *accounts;
  gboolean               first;
  char                  *version;    /* nullable: of a character that need not be looked at again */
  gboolean               unchanged;
  char                  *id;
  char                  *callsign;
  char                  *account;
  char                  *model;

  ChattyTranscript      *transcript;
  ChattyCharacterRecord *record;
  ChattyTalkPartner     *partner;
  gboolean               otherwise_speaks;
  gboolean               speaks;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_free (self->version);
  g_free (self->id);
  g_free (self->callsign);
  g_free (self->account);
  g_free (self->model);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_object (&self->partner);
  g_free (self);
}

static gboolean
read_transcript (Look          *self,
                 ChattyVault   *vault,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (ChattyTalkNote) note = chatty_talk_note_load (vault, self->id);

  self->transcript = chatty_vault_load (vault, self->id, cancellable, error);
  if (self->transcript == NULL)
    return FALSE;
  if (self->callsign == NULL)
    self->callsign = g_strdup (note->callsign != NULL
                               ? note->callsign
                               : chatty_transcript_get_character (self->transcript));
  if (self->account == NULL)
    self->account = g_strdup (note->account);
  self->model = g_strdup (note->model);
  return TRUE;
}

static void
choose_partner (Look      *self,
                GPtrArray *partners)
{
  ChattyTalkPartner *partner = chatty_talk_look_find (partners, self->account);

  if (partner == NULL && self->first && partners->len > 0 &&
      chatty_talk_partner_get_reason (partners->pdata[0]) == NULL)
    {
      partner = partners->pdata[0];
      chatty_text_set (&self->account, chatty_talk_partner_get_account (partner));
    }
  g_set_object (&self->partner, partner);
}

static gpointer
look_on_pool (gpointer       source,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  Look *self = call->value;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (self->workspace);
  g_autoptr (GPtrArray) partners = NULL;

  if (self->first && self->id != NULL && !read_transcript (self, vault, cancellable, error))
    return NULL;
  if (self->callsign != NULL)
    self->record = chatty_vault_load_record (vault, self->callsign, FALSE, cancellable, NULL);
  self->unchanged = self->version != NULL && self->record != NULL &&
                    g_strcmp0 (chatty_character_record_get_version (self->record),
                               self->version) == 0;
  if (self->unchanged)
    return GINT_TO_POINTER (TRUE);
  /* A transcript outlives its character. */
  if (self->record == NULL)
    g_clear_pointer (&self->callsign, g_free);
  self->speaks = chatty_talk_get_speaks (vault, self->callsign, self->otherwise_speaks);
  partners = chatty_talk_look (self->accounts, self->record, cancellable, error);
  if (partners == NULL)
    return NULL;
  choose_partner (self, partners);
  return GINT_TO_POINTER (TRUE);
}

static ChattyCall *
look_call (ChattyConversation *self,
           gboolean            first)
{
  ChattyCall *call = chatty_call_new (look_on_pool, NULL);
  Look *look = g_new0 (Look, 1);

  look->workspace = g_object_ref (self->workspace);
  look->accounts = g_object_ref (self->accounts);
  look->first = first;
  if (!first && !self->stale && self->record != NULL)
    look->version = g_strdup (chatty_character_record_get_version (self->record));
  look->id = g_strdup (self->id);
  look->callsign = g_strdup (self->callsign);
  look->account = g_strdup (self->account);
  look->otherwise_speaks = self->otherwise_speaks;
  call->value = look;
  call->free_value = look_free;
  call->only_looks = TRUE;
  return call;
}

/* What the character says first, as long as nothing was said. */
static void
show_greeting (ChattyConversation *self)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  ChattyCharacter *character =
    self->record != NULL ? chatty_character_record_get_character (self->record) : NULL;
  const char *text = character != NULL
                     ? chatty_character_get_text (character, CHATTY_FIELD_GREETING) : NULL;

  if (self->id != NULL || self->job != NULL)
    return;
  if (self->greeting != NULL && g_strcmp0 (chatty_turn_get_text (self->greeting), text) == 0)
    return;
  if (self->greeting == NULL && self->transcript != NULL && (text == NULL || *text == '\0'))
    return;
  g_clear_pointer (&self->greeting, chatty_turn_unref);
  builder = chatty_transcript_builder_new ();
  chatty_transcript_builder_set_character (builder, self->callsign);
  if (text != NULL && *text != '\0')
    {
      g_autoptr (ChattyTurnBuilder) turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
      g_autofree char *id = g_uuid_string_random ();

      chatty_turn_builder_set_id (turn, id);
      chatty_turn_builder_set_author (turn, chatty_character_get_name (character));
      chatty_turn_builder_set_text (turn, text);
      chatty_turn_builder_set_time (turn, chatty_time_now ());
      self->greeting = chatty_turn_builder_end (g_steal_pointer (&turn));
      chatty_transcript_builder_add_turn (builder, self->greeting);
    }
  transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
  chatty_conversation_set_path (self, transcript);
  chatty_conversation_tell_branched (self);
}

static void
take_look (ChattyConversation *self,
           Look               *look)
{
  gboolean had_speaks = self->speaks;

  self->stale = FALSE;
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = g_steal_pointer (&look->record);
  g_set_object (&self->partner, look->partner);
  chatty_conversation_notify (self, CONVERSATION_PLATFORM);
  chatty_conversation_notify (self, CONVERSATION_INPUTS);
  /* A switch that was just turned is not on the disk yet. */
  if (look->first || g_strcmp0 (look->callsign, self->looked_at) != 0)
    {
      chatty_text_set (&self->looked_at, look->callsign);
      self->speaks = look->speaks;
      if (self->speaks != had_speaks)
        chatty_conversation_notify (self, CONVERSATION_SPEAKS);
    }
  show_greeting (self);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);
  g_autoptr (GError) error = NULL;
  Look *look = chatty_call_of (result)->value;

  if (chatty_call_finish (self, result, chatty_conversation_look, &error) == NULL)
    {
      if (!chatty_error_is_cancelled (error))
        chatty_conversation_take_problem (self, chatty_talk_problem_new_from (error, NULL));
      return;
    }
  g_clear_object (&self->looking);
  if (!look->unchanged)
    take_look (self, look);
}

/* Looks whether the character has changed. */
static void
look_again (ChattyConversation *self)
{
  if (!self->opened)
    return;
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  chatty_call_start (look_call (self, FALSE), self, chatty_workspace_get_pool (CHATTY_POOL_QUERY),
                     chatty_conversation_look, self->looking, looked_cb, NULL);
}

/*
 * chatty_conversation_look:
 *
 * Looks again at who talks and where; the last look holds.
 */
void
chatty_conversation_look (ChattyConversation *self)
{
  self->stale = TRUE;
  look_again (self);
}

/*
 * chatty_conversation_follow_vault:
 *
 * A character may be put on a platform while one talks with it.
 */
void
chatty_conversation_follow_vault (ChattyConversation *self)
{
  chatty_workspace_follow_vault (self->workspace, &self->vault, G_CALLBACK (look_again), self);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Look *look = chatty_call_of (result)->value;

  if (chatty_call_finish (self, result, chatty_conversation_open_async, &error) == NULL)
    {
      chatty_conversation_set_state (self, CHATTY_TALK_STATE_IDLE);
      g_task_return_error (task, error);
      return;
    }
  self->opened = TRUE;
  /* What was chosen in the meantime holds. */
  if (self->callsign == NULL)
    chatty_text_set (&self->callsign, look->callsign);
  if (self->account == NULL)
    chatty_text_set (&self->account, look->account);
  if (self->model == NULL)
    chatty_text_set (&self->model, look->model);
  if (look->transcript != NULL)
    chatty_conversation_set_path (self, look->transcript);
  chatty_conversation_notify (self, CONVERSATION_CALLSIGN);
  chatty_conversation_notify (self, CONVERSATION_ACCOUNT);
  chatty_conversation_notify (self, CONVERSATION_MODEL);
  if (g_strcmp0 (self->callsign, look->callsign) == 0 &&
      g_strcmp0 (self->account, look->account) == 0)
    take_look (self, look);
  else
    chatty_conversation_look (self);
  chatty_conversation_set_state (self, CHATTY_TALK_STATE_READY);
  g_task_return_boolean (task, TRUE);
}

/**
 * chatty_conversation_open_async:
 * @transcript_id: (nullable): what is taken up
 * @callsign: (nullable): who talks
 * @account: (nullable): where
 * @cancellable: (nullable): stops it
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Opens the conversation, once.
 */
void
chatty_conversation_open_async (ChattyConversation  *self,
                                const char          *transcript_id,
                                const char          *callsign,
                                const char          *account,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (CHATTY_IS_CONVERSATION (self));
  g_return_if_fail (self->state == CHATTY_TALK_STATE_IDLE);

  g_task_set_source_tag (task, chatty_conversation_open_async);
  chatty_text_set (&self->id, transcript_id);
  chatty_text_set (&self->callsign, callsign);
  chatty_text_set (&self->account, account);
  chatty_conversation_set_state (self, CHATTY_TALK_STATE_OPENING);
  chatty_conversation_notify (self, CONVERSATION_TRANSCRIPT_ID);
  chatty_call_start (look_call (self, TRUE), self, chatty_workspace_get_pool (CHATTY_POOL_LOAD),
                     chatty_conversation_open_async, cancellable, opened_cb,
                     g_steal_pointer (&task));
}

/**
 * chatty_conversation_open_finish:
 * @result: what the callback was given
 * @error: such as %CHATTY_ERROR_NOT_FOUND for a transcript that is gone
 *
 * Returns: whether something can be said
 */
gboolean
chatty_conversation_open_finish (ChattyConversation  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * chatty_conversation_set_partner:
 * @account: the id of the account that answers from now on
 */
void
chatty_conversation_set_partner (ChattyConversation *self,
                                 const char         *account)
{
  if (g_strcmp0 (account, self->account) == 0)
    return;
  chatty_text_set (&self->account, account);
  /* A model of one platform is unknown to another. */
  chatty_conversation_set_model (self, NULL);
  self->context_tokens = 0;
  g_clear_object (&self->partner);
  chatty_conversation_notify (self, CONVERSATION_ACCOUNT);
  chatty_conversation_look (self);
}

/**
 * chatty_conversation_set_callsign:
 * @callsign: (nullable): the character that answers from now on
 */
void
chatty_conversation_set_callsign (ChattyConversation *self,
                                  const char         *callsign)
{
  if (g_strcmp0 (callsign, self->callsign) == 0)
    return;
  chatty_text_set (&self->callsign, callsign);
  chatty_conversation_notify (self, CONVERSATION_CALLSIGN);
  chatty_conversation_look (self);
}

/**
 * chatty_conversation_set_model:
 * @model: (nullable): the platform's id of the model that answers from now on;
 *   %NULL for the character's or the platform's own
 */
void
chatty_conversation_set_model (ChattyConversation *self,
                               const char         *model)
{
  if (g_strcmp0 (model, self->model) == 0)
    return;
  chatty_text_set (&self->model, model);
  self->context_tokens = 0;
  chatty_conversation_notify (self, CONVERSATION_MODEL);
}

static gpointer
keep_speaks_on_pool (gpointer       workspace,
                     ChattyCall    *call,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return GINT_TO_POINTER (chatty_talk_set_speaks (vault, call->texts[0], call->flag, error));
}

static void
kept_speaks_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (chatty_call_finish (object, result, chatty_conversation_set_speaks, &error) == NULL)
    g_warning ("Whether a character speaks is not kept: %s", error->message);
}

/**
 * chatty_conversation_set_speaks:
 * @speaks: whether the answers of this character are spoken, here and in every
 *   conversation that is opened later
 */
void
chatty_conversation_set_speaks (ChattyConversation *self,
                                gboolean            speaks)
{
  ChattyCall *call;

  if (!!speaks == self->speaks)
    return;
  self->speaks = !!speaks;
  call = chatty_call_new (keep_speaks_on_pool, NULL);
  call->texts[0] = g_strdup (self->callsign);
  call->flag = self->speaks;
  chatty_workspace_start (self->workspace, call, CHATTY_POOL_WRITE,
                          chatty_conversation_set_speaks, NULL, kept_speaks_cb, NULL);
  chatty_conversation_notify (self, CONVERSATION_SPEAKS);
}

/**
 * chatty_conversation_set_otherwise_speaks:
 * @speaks: whether answers are spoken of characters of which nobody said it
 *
 * To be called before it is opened.
 */
void
chatty_conversation_set_otherwise_speaks (ChattyConversation *self,
                                          gboolean            speaks)
{
  self->otherwise_speaks = !!speaks;
}

/**
 * chatty_conversation_set_ask_feeling:
 * @ask_feeling: whether the character is asked to say how it feels, where it is
 *   told by us how to behave
 */
void
chatty_conversation_set_ask_feeling (ChattyConversation *self,
                                     gboolean            ask_feeling)
{
  if (!!ask_feeling == self->ask_feeling)
    return;
  self->ask_feeling = !!ask_feeling;
  chatty_conversation_notify (self, CONVERSATION_ASK_FEELING);
}
