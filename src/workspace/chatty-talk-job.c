/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-job.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-conversation.h"
#include "chatty-error.h"
#include "chatty-talk-letter.h"
#include "chatty-talk-writer.h"
#include "chatty-text.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-talk.h"
#include "chatty-workspace-call.h"

#define TITLE_BYTES 60

/*
 * chatty_talk_job_new:
 *
 * Returns: (transfer full): a job that the caller fills before it is started
 */
ChattyTalkJob *
chatty_talk_job_new (ChattyWorkspace      *workspace,
                     ChattyAccountService *accounts)
{
  ChattyTalkJob *self = g_new0 (ChattyTalkJob, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  self->notices = g_string_new (NULL);
  g_weak_ref_init (&self->listener, NULL);
  return self;
}

ChattyTalkJob *
chatty_talk_job_ref (ChattyTalkJob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_talk_job_unref (ChattyTalkJob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_free (self->id);
  g_clear_pointer (&self->greeting, chatty_turn_unref);
  g_free (self->replaces);
  g_free (self->text);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->audio, g_bytes_unref);
  g_free (self->callsign);
  g_free (self->account);
  g_free (self->model);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->live, chatty_live_text_unref);
  g_weak_ref_clear (&self->listener);
  g_clear_pointer (&self->said, chatty_turn_unref);
  g_clear_pointer (&self->begun, chatty_turn_unref);
  g_clear_pointer (&self->branched, chatty_transcript_unref);
  g_clear_pointer (&self->answer, chatty_turn_unref);
  g_clear_pointer (&self->problem, chatty_talk_problem_free);
  g_string_free (self->notices, TRUE);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->record_of_account, chatty_account_unref);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_pointer (&self->note, chatty_talk_note_free);
  g_free (self->model_sent);
  g_free (self);
}

/*
 * chatty_talk_job_notice:
 * @notice: for people, one line
 */
void
chatty_talk_job_notice (ChattyTalkJob *self,
                        const char    *notice)
{
  if (self->notices->len > 0)
    g_string_append_c (self->notices, '\n');
  g_string_append (self->notices, notice);
}

/*
 * chatty_talk_job_get_replaced:
 *
 * Returns: (nullable): the id of the answer in whose place this one goes
 */
const char *
chatty_talk_job_get_replaced (ChattyTalkJob *self)
{
  return self->kind == CHATTY_TALK_ANSWER ? self->replaces : NULL;
}

static gboolean
reload (ChattyTalkJob  *self,
        GError        **error)
{
  g_clear_pointer (&self->branched, chatty_transcript_unref);
  self->branched = chatty_vault_load (self->vault, self->id, NULL, error);
  return self->branched != NULL;
}

/* What the person says ---------------------------------------------------------- */

static gboolean
start_file (ChattyTalkJob  *self,
            GError        **error)
{
  const char *callsign = self->record != NULL
                         ? chatty_character_record_get_callsign (self->record) : NULL;
  g_autofree char *title = chatty_text_one_line (self->text != NULL ? self->text : "",
                                                 TITLE_BYTES);

  if (*title == '\0')
    {
      g_free (title);
      title = g_strdup (self->record != NULL
                        ? chatty_character_get_name (
                            chatty_character_record_get_character (self->record))
                        /* Translators: the title of a conversation that began without words */
                        : _("Conversation"));
    }
  self->id = chatty_vault_start_conversation (self->vault, self->record_of_account->platform,
                                              callsign, title, self->model, error);
  return self->id != NULL &&
         (self->greeting == NULL ||
          chatty_vault_append_turn (self->vault, self->id, self->greeting, error));
}

static gboolean
add_attachment (ChattyTalkJob      *self,
                ChattyTurnBuilder  *builder,
                const char         *name,
                const char         *media_type,
                GBytes             *bytes,
                GError            **error)
{
  g_autofree char *uri = chatty_vault_store_attachment (self->vault, self->id, name, media_type,
                                                        bytes, error);

  if (uri == NULL)
    return FALSE;
  chatty_turn_builder_add_attachment (builder, name, media_type, uri,
                                      (gint64) g_bytes_get_size (bytes));
  return TRUE;
}

/* What is said in other words still goes with the same pictures. */
static void
copy_pictures (ChattyTurnBuilder *builder,
               ChattyTurn        *turn)
{
  for (guint i = 0; i < chatty_turn_get_n_attachments (turn); i++)
    {
      const ChattyAttachment *file = chatty_turn_get_attachment (turn, i);

      if (file->media_type == NULL || !g_str_has_prefix (file->media_type, "audio/"))
        chatty_turn_builder_add_attachment (builder, file->name, file->media_type, file->uri,
                                            file->size);
    }
}

static gboolean
say (ChattyTalkJob  *self,
     GError        **error)
{
  g_autoptr (ChattyTurnBuilder) builder = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  g_autofree char *id = g_uuid_string_random ();
  gboolean is_new = self->id == NULL;

  if (is_new && !start_file (self, error))
    return FALSE;
  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_time (builder, chatty_time_now ());
  chatty_turn_builder_set_text (builder, self->text != NULL ? self->text : "");
  if (self->said != NULL)
    copy_pictures (builder, self->said);
  for (guint i = 0; self->files != NULL && i < self->files->len; i++)
    {
      ChattyTalkFile *file = self->files->pdata[i];

      if (!add_attachment (self, builder, file->name, file->media_type, file->bytes, error))
        return FALSE;
    }
  if (self->audio != NULL &&
      !add_attachment (self, builder, "speech.wav", "audio/wav", self->audio, error))
    return FALSE;
  g_clear_pointer (&self->said, chatty_turn_unref);
  self->said = chatty_turn_builder_end (g_steal_pointer (&builder));
  if (self->kind == CHATTY_TALK_SAY)
    return chatty_vault_append_turn (self->vault, self->id, self->said, error) &&
           (!is_new || reload (self, error));
  return chatty_vault_append_branch (self->vault, self->id, self->said, self->replaces, error) &&
         reload (self, error);
}

/*
 * chatty_talk_job_take_heard:
 *
 * Writes down what the platform understood of the person's speech, once it
 * has said so.
 *
 * Returns: whether that is on the disk, where there is anything
 */
gboolean
chatty_talk_job_take_heard (ChattyTalkJob  *self,
                            GError        **error)
{
  g_autofree char *heard = self->heard ? NULL : chatty_reply_dup_heard (self->reply);
  g_autoptr (ChattyTurnBuilder) builder = NULL;
  g_autoptr (ChattyTurn) turn = NULL;
  g_autofree char *id = NULL;

  /* An answer that is given again stays where it was. */
  if (heard == NULL || *heard == '\0' || *chatty_turn_get_text (self->said) != '\0' ||
      chatty_talk_job_get_replaced (self) != NULL)
    return TRUE;
  self->heard = TRUE;
  id = g_uuid_string_random ();
  builder = chatty_turn_builder_new_from (self->said);
  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_text (builder, heard);
  turn = chatty_turn_builder_end (g_steal_pointer (&builder));
  if (!chatty_vault_append_branch (self->vault, self->id, turn,
                                   chatty_turn_get_id (self->said), error))
    return FALSE;
  chatty_turn_unref (self->said);
  self->said = g_steal_pointer (&turn);
  return TRUE;
}

/* The answer -------------------------------------------------------------------- */

static ChattyTurn *
begin_answer (ChattyTalkJob *self)
{
  g_autoptr (ChattyTurnBuilder) builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  const ChattyConnectorInfo *info =
    chatty_connector_info_lookup (self->record_of_account->platform);
  g_autofree char *id = g_uuid_string_random ();

  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_time (builder, chatty_time_now ());
  chatty_turn_builder_set_model (builder, self->model);
  if (self->record != NULL)
    chatty_turn_builder_set_author (builder, chatty_character_get_name (
                                      chatty_character_record_get_character (self->record)));
  else if (info != NULL)
    chatty_turn_builder_set_author (builder, info->title);
  return chatty_turn_builder_end (g_steal_pointer (&builder));
}

static ChattyTurnState
state_after (const GError *failure)
{
  if (failure == NULL)
    return CHATTY_TURN_COMPLETE;
  if (chatty_error_is_cancelled (failure))
    return CHATTY_TURN_STOPPED;
  if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_OFFLINE) ||
      g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT))
    return CHATTY_TURN_CUT_OFF;
  return CHATTY_TURN_FAILED;
}

/* What was shown is the reply's text, in which a mark may have stood before
 * it: the passages that the sources name are moved along. */
static void
add_sources (ChattyTalkJob     *self,
             ChattyTurnBuilder *builder,
             const char        *shown)
{
  g_autoptr (GPtrArray) sources = chatty_reply_dup_sources (self->reply);
  g_autofree char *raw = chatty_reply_dup_text (self->reply);
  gsize length = strlen (shown), before = strlen (raw) - MIN (length, strlen (raw));
  gboolean is_rest = strcmp (raw + before, shown) == 0;

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (ChattySource) moved =
        chatty_source_new_moved (g_ptr_array_index (sources, i), before, shown,
                                 is_rest ? length : 0);

      chatty_turn_builder_add_source (builder, moved);
    }
}

/* (nullable): nothing came that could be kept. */
static ChattyTurn *
end_answer (ChattyTalkJob *self,
            const GError  *failure)
{
  g_autoptr (ChattyTurnBuilder) builder = chatty_turn_builder_new_from (self->begun);
  g_autofree char *text = NULL;
  g_autofree char *model = chatty_reply_dup_model (self->reply);
  g_autofree char *thought = chatty_reply_dup_thought (self->reply);
  g_autofree char *notice = chatty_reply_dup_notice (self->reply);
  g_autofree char *emotion = NULL;
  ChattyFeeling feeling;

  chatty_live_text_pull (self->live, self->reply, TRUE);
  text = chatty_live_text_dup (self->live);
  if (*text == '\0' && failure != NULL)
    return NULL;
  add_sources (self, builder, text);
  chatty_turn_builder_take_text (builder, g_steal_pointer (&text));
  chatty_turn_builder_set_thought (builder, thought);
  if (model != NULL)
    chatty_turn_builder_set_model (builder, model);
  if (chatty_live_text_get_feeling (self->live, &feeling) ||
      chatty_reply_get_feeling (self->reply, &feeling))
    emotion = chatty_feeling_format (&feeling);
  chatty_turn_builder_set_emotion (builder, emotion);
  chatty_turn_builder_set_state (builder, state_after (failure));
  /* How it ended is kept with it, such as that it reached its longest. */
  if (failure == NULL)
    chatty_turn_builder_set_problem (builder, notice);
  else if (!chatty_error_is_cancelled (failure))
    chatty_turn_builder_set_problem (builder, failure->message);
  return chatty_turn_builder_end (g_steal_pointer (&builder));
}

/* @kept: (nullable): what was kept while it came. */
static gboolean
keep_answer (ChattyTalkJob     *self,
             ChattyVaultReply  *kept,
             GError           **error)
{
  const char *replaced = chatty_talk_job_get_replaced (self);
  gboolean is_kept;

  if (kept != NULL)
    is_kept = chatty_vault_reply_end (kept, self->answer, error);
  else if (replaced != NULL)
    is_kept = chatty_vault_append_branch (self->vault, self->id, self->answer, replaced, error);
  else
    is_kept = chatty_vault_append_turn (self->vault, self->id, self->answer, error);
  self->rejoined = replaced != NULL || self->heard;
  return is_kept && (!self->rejoined || reload (self, error));
}

static void
set_problem (ChattyTalkJob *self,
             const GError  *error)
{
  if (self->problem == NULL && !chatty_error_is_cancelled (error))
    self->problem = chatty_talk_problem_new_from (error, self->model_sent);
}

static void
remember_session (ChattyTalkJob     *self,
                  ChattyTalkLetter  *letter,
                  ChattyChatSession *session)
{
  g_autofree char *state = chatty_chat_session_dup_state (session);

  if (letter->message.context == NULL)
    chatty_talk_note_set_session (self->note, self->account,
                                  letter->remote_id != NULL ? letter->remote_id : "", state,
                                  chatty_turn_get_id (self->answer));
}

static gboolean
send (ChattyTalkJob  *self,
      ChattyChat     *chat,
      GError        **error)
{
  GCancellable *cancellable = chatty_reply_get_cancellable (self->reply);
  g_auto (ChattyTalkLetter) letter = { { NULL } };
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (ChattyVaultReply) kept = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) disk = NULL;
  ChattyTalkWriter *writer;

  if (!chatty_talk_letter_write (&letter, self, chat, error) ||
      !chatty_talk_letter_note (&letter, self, error))
    return FALSE;
  /* A platform that is told a model and is not chooses among several. */
  self->model_sent = g_strdup (letter.told.context.model);
  if (self->model_sent == NULL && letter.message.context != NULL)
    self->model_sent = g_strdup ("");
  session = chatty_chat_open (chat, letter.remote_id, letter.session, cancellable, error);
  if (session == NULL)
    return FALSE;

  writer = chatty_talk_writer_start (self);
  chatty_chat_send (chat, session, &letter.message, self->reply, NULL, &failure);
  kept = chatty_talk_writer_end (writer, &disk);
  if (disk == NULL)
    chatty_talk_letter_correct (&letter, self, &disk);
  if (failure != NULL)
    set_problem (self, failure);
  self->answer = end_answer (self, failure);
  if (self->answer == NULL)
    return TRUE;
  if (disk == NULL && chatty_talk_job_take_heard (self, &disk) &&
      keep_answer (self, kept, &disk))
    remember_session (self, &letter, session);
  if (disk == NULL)
    return TRUE;
  g_clear_pointer (&self->answer, chatty_turn_unref);
  g_clear_pointer (&self->problem, chatty_talk_problem_free);
  g_propagate_error (error, g_steal_pointer (&disk));
  return FALSE;
}

/* The whole ---------------------------------------------------------------------- */

static gboolean
prepare (ChattyTalkJob  *self,
         GError        **error)
{
  self->record_of_account = chatty_account_service_find (self->accounts, self->account, error);
  if (self->record_of_account == NULL)
    {
      self->problem = chatty_talk_problem_new ((*error)->message, CHATTY_TALK_SIGN_IN);
      return FALSE;
    }
  if (self->callsign != NULL)
    {
      self->record = chatty_vault_load_record (self->vault, self->callsign, FALSE, NULL, error);
      if (self->record == NULL)
        return FALSE;
    }
  self->note = chatty_talk_note_load (self->vault, self->id);
  chatty_text_set (&self->note->account, self->account);
  chatty_text_set (&self->note->callsign, self->callsign);
  chatty_text_set (&self->note->model, self->model_chosen ? self->model : NULL);
  if (self->kind != CHATTY_TALK_ANSWER && !say (self, error))
    return FALSE;
  self->begun = begin_answer (self);
  return TRUE;
}

/* (transfer full) (nullable) */
static ChattyConnector *
open_account (ChattyTalkJob  *self,
              GError        **error)
{
  g_autoptr (GError) failure = NULL;
  ChattyConnector *connector;

  if (self->record_of_account->paused)
    {
      g_autofree char *message =
        g_strdup_printf (_("The account “%s” is paused. Resume it to talk there"),
                         self->record_of_account->name);

      self->problem = chatty_talk_problem_new (message, CHATTY_TALK_RESUME);
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN, message);
      return NULL;
    }
  connector = chatty_account_service_open (self->accounts, self->account,
                                           self->unlock ? CHATTY_SECRET_INTERACTIVE
                                                        : CHATTY_SECRET_QUIET,
                                           chatty_reply_get_cancellable (self->reply), &failure);
  if (connector != NULL && CHATTY_IS_CHAT (connector))
    return connector;
  if (connector != NULL)
    g_set_error (&failure, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("%s does not talk. Choose another account"),
                 chatty_connector_get_title (connector));
  else if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN))
    self->problem = chatty_talk_problem_new (failure->message, CHATTY_TALK_UNLOCK);
  g_clear_object (&connector);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/*
 * chatty_talk_job_run:
 * @call: its value is the job
 *
 * Keeps what the person says, sends it, and keeps the answer.
 */
gpointer
chatty_talk_job_run (gpointer       source,
                     ChattyCall    *call,
                     GCancellable  *cancellable,
                     GError       **error)
{
  ChattyTalkJob *self = call->value;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) late = NULL;
  g_autofree char *notice = NULL;

  self->vault = chatty_workspace_dup_vault (self->workspace);
  if (prepare (self, &failure))
    {
      self->told (self);
      connector = open_account (self, &failure);
      if (connector != NULL)
        send (self, CHATTY_CHAT (connector), &failure);
    }
  if (failure != NULL)
    set_problem (self, failure);
  chatty_reply_finish (self->reply, failure);
  if (self->id != NULL && self->note != NULL &&
      !chatty_talk_note_keep (self->note, self->vault, self->id, &late))
    set_problem (self, late);
  notice = chatty_reply_dup_notice (self->reply);
  /* What stands at the answer is not said twice. */
  if (notice != NULL && (self->answer == NULL ||
                         g_strcmp0 (chatty_turn_get_problem (self->answer), notice) != 0))
    chatty_talk_job_notice (self, notice);
  chatty_workspace_release (self->workspace);
  return GINT_TO_POINTER (TRUE);
}
