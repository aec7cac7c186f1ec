/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-conversation-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-memory-question.h"
#include "chatty-speaker.h"
#include "chatty-talk-history.h"
#include "chatty-talk-state.h"
#include "chatty-vault-memory.h"

/**
 * chatty_conversation_speak:
 * @turn: the index of a turn
 *
 * Lets the turn be heard. Nothing happens without a speaker.
 */
void
chatty_conversation_speak (ChattyConversation *self,
                           guint               turn)
{
  g_autofree char *key = NULL;
  ChattyTurn *spoken;
  ChattyFeeling feeling;

  g_return_if_fail (self->transcript != NULL &&
                    turn < chatty_transcript_get_n_turns (self->transcript));

  if (self->speaker == NULL || self->account == NULL)
    return;
  spoken = chatty_transcript_get_turn (self->transcript, turn);
  if (chatty_turn_get_emotion (spoken) == NULL ||
      !chatty_feeling_parse (chatty_turn_get_emotion (spoken), &feeling))
    feeling = (ChattyFeeling) { 0 };
  key = g_strdup_printf ("%s/%s", self->id != NULL ? self->id : "",
                         chatty_turn_get_id (spoken) != NULL ? chatty_turn_get_id (spoken) : "");
  chatty_speaker_say (self->speaker, self->account, self->callsign, chatty_turn_get_text (spoken),
                      &feeling, key);
}

static gpointer
remember_on_pool (gpointer       workspace,
                  ChattyCall    *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_add_memory (vault, call->texts[0], call->value, error);
}

static void
remembered_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ChattyConversation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = chatty_call_finish (object, result, chatty_conversation_remember, &error);

  if (id == NULL)
    chatty_conversation_take_problem (self, chatty_talk_problem_new (error->message, NULL));
}

/**
 * chatty_conversation_remember:
 * @turn: the index of the turn that it comes from
 * @text: (nullable): what is to be remembered; %NULL for the turn's text
 * @kind: what it is about
 *
 * Adds a note to the memory of the character. What goes wrong is "problem".
 */
void
chatty_conversation_remember (ChattyConversation *self,
                              guint               turn,
                              const char         *text,
                              ChattyMemoryKind    kind)
{
  ChattyMemoryNote note = { .created = chatty_time_now (), .updated = CHATTY_TIME_NONE,
                            .kind = kind, .transcript = self->id };
  ChattyTurn *source;
  ChattyCall *call;

  g_return_if_fail (self->transcript != NULL &&
                    turn < chatty_transcript_get_n_turns (self->transcript));

  if (self->callsign == NULL)
    {
      chatty_conversation_take_problem (self, chatty_talk_problem_new (
        _("Choose a character first: it is the character that remembers"), NULL));
      return;
    }
  source = chatty_transcript_get_turn (self->transcript, turn);
  note.text = text != NULL ? text : chatty_turn_get_text (source);
  note.turn = chatty_turn_get_id (source);
  call = chatty_call_new (remember_on_pool, g_free);
  call->texts[0] = g_strdup (self->callsign);
  call->value = chatty_memory_note_new (&note);
  call->free_value = (GDestroyNotify) chatty_memory_note_unref;
  chatty_workspace_start (self->workspace, call, CHATTY_POOL_WRITE, chatty_conversation_remember,
                          NULL, remembered_cb, g_object_ref (self));
}

/* Proposals ----------------------------------------------------------------------- */

typedef struct {
  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattyTranscript     *transcript;
  char                 *callsign;
  char                 *account;
  char                 *model;
} Proposal;

static void
proposal_free (gpointer data)
{
  Proposal *self = data;

  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_free (self->callsign);
  g_free (self->account);
  g_free (self->model);
  g_free (self);
}

/* Asks in a call of its own; the conversation does not know of it. */
static gpointer
propose_on_pool (gpointer       source,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Proposal *self = call->value;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (self->workspace);
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (ChattyReply) reply = NULL;
  g_autofree char *instructions = NULL;
  g_autofree char *person = NULL;
  g_autofree char *answer = NULL;
  ChattyChatContext context = { .model = self->model, .temperature = NAN };
  ChattyChatMessage message = { .text = chatty_memory_question_get_last (), .context = &context };
  guint left_out;

  connector = chatty_account_service_open (self->accounts, self->account, CHATTY_SECRET_QUIET,
                                           cancellable, error);
  if (connector == NULL)
    return NULL;
  if (!CHATTY_IS_CHAT (connector) ||
      (chatty_chat_get_inputs (CHATTY_CHAT (connector)) & CHATTY_CHAT_NEEDS_CONTEXT) == 0)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a platform, such as Convai */
                   _("%s cannot be asked what is worth to be remembered. Write it yourself, or "
                     "choose another account"), chatty_connector_get_title (connector));
      return NULL;
    }
  known = chatty_vault_list_memory (vault, self->callsign, error);
  person = known != NULL ? chatty_talk_dup_person (vault, error) : NULL;
  if (person == NULL)
    return NULL;
  instructions = chatty_memory_question_build (known);
  turns = chatty_talk_history_trim (self->transcript,
                                    chatty_transcript_get_n_turns (self->transcript), 0,
                                    strlen (instructions), &left_out);
  context.instructions = instructions;
  context.turns = turns;
  context.person = person;
  session = chatty_chat_open (CHATTY_CHAT (connector), NULL, NULL, cancellable, error);
  if (session == NULL)
    return NULL;
  reply = chatty_reply_new (NULL);
  if (!chatty_chat_send (CHATTY_CHAT (connector), session, &message, reply, cancellable, error))
    return NULL;
  answer = chatty_reply_dup_text (reply);
  return chatty_memory_question_read (answer, known,
                                       chatty_transcript_get_id (self->transcript));
}

/**
 * chatty_conversation_propose_memory_async:
 * @cancellable: (nullable): stops it
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Asks the model what of this conversation is worth to be remembered.
 */
void
chatty_conversation_propose_memory_async (ChattyConversation  *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (propose_on_pool, (GDestroyNotify) g_ptr_array_unref);
  Proposal *proposal = g_new0 (Proposal, 1);

  proposal->workspace = g_object_ref (self->workspace);
  proposal->accounts = g_object_ref (self->accounts);
  proposal->transcript = self->transcript != NULL ? chatty_transcript_ref (self->transcript)
                                                  : NULL;
  proposal->callsign = g_strdup (self->callsign);
  proposal->account = g_strdup (self->account);
  proposal->model = g_strdup (self->model);
  call->value = proposal;
  call->free_value = proposal_free;
  call->only_looks = TRUE;
  if (self->callsign == NULL || self->account == NULL || self->id == NULL)
    {
      g_task_report_new_error (self, callback, user_data, chatty_conversation_propose_memory_async,
                               CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, "%s",
                               _("Talk with a character first: there is nothing to be "
                                 "remembered yet"));
      proposal_free (proposal);
      g_free (call);
      return;
    }
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_TALK),
                     chatty_conversation_propose_memory_async, cancellable, callback, user_data);
}

/**
 * chatty_conversation_propose_memory_finish:
 * @result: what the callback was given
 * @error: of #CHATTY_ERROR
 *
 * Returns: (transfer full) (element-type ChattyMemoryNote) (nullable): what is
 *   proposed, possibly nothing
 */
GPtrArray *
chatty_conversation_propose_memory_finish (ChattyConversation  *self,
                                           GAsyncResult        *result,
                                           GError             **error)
{
  return chatty_call_finish (self, result, chatty_conversation_propose_memory_async, error);
}
