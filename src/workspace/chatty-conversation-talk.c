/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: sending, trying again, editing and choosing a branch
 * all start or follow the one answer. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-conversation-private.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-speaker.h"
#include "chatty-text.h"
#include "chatty-vault-talk.h"

/* What a job tells while it runs on: a copy, because the job's own changes. */
typedef struct {
  ChattyTalkJob    *job;
  char             *id;
  ChattyTurn       *said;
  ChattyTurn       *begun;
  ChattyTranscript *branched;
} Told;

static void
told_free (gpointer data)
{
  Told *self = data;

  chatty_talk_job_unref (self->job);
  g_free (self->id);
  chatty_turn_unref (self->said);
  chatty_turn_unref (self->begun);
  g_clear_pointer (&self->branched, chatty_transcript_unref);
  g_free (self);
}

/* One more turn at the end of the path. */
static void
add_turn (ChattyConversation *self,
          ChattyTurn         *turn)
{
  g_autoptr (ChattyTranscriptBuilder) builder =
    chatty_transcript_builder_new_from (self->transcript);
  g_autoptr (ChattyTranscript) transcript = NULL;

  chatty_transcript_builder_add_turn (builder, turn);
  transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
  chatty_conversation_set_path (self, transcript);
  chatty_conversation_tell_added (self, turn);
}

static void
take_path (ChattyConversation *self,
           ChattyTranscript   *path)
{
  chatty_conversation_set_path (self, path);
  chatty_conversation_tell_branched (self);
}

static void
take_id (ChattyConversation *self,
         const char         *id)
{
  if (g_strcmp0 (id, self->id) == 0)
    return;
  chatty_text_set (&self->id, id);
  /* It is in the vault from now on. */
  g_clear_pointer (&self->greeting, chatty_turn_unref);
  chatty_conversation_notify (self, CONVERSATION_TRANSCRIPT_ID);
}

static void
set_live_turn (ChattyConversation *self,
               ChattyTurn         *turn)
{
  g_clear_pointer (&self->live_turn, chatty_turn_unref);
  self->live_turn = turn != NULL ? chatty_turn_ref (turn) : NULL;
  chatty_conversation_notify (self, CONVERSATION_LIVE_TURN);
}

static gboolean
told_cb (gpointer user_data)
{
  Told *told = user_data;
  g_autoptr (ChattyConversation) self = g_weak_ref_get (&told->job->listener);

  if (self == NULL || self->job != told->job)
    return G_SOURCE_REMOVE;
  take_id (self, told->id);
  if (told->job->kind == CHATTY_TALK_SAY_INSTEAD)
    take_path (self, told->branched);
  else if (told->job->kind == CHATTY_TALK_SAY && told->branched != NULL)
    {
      chatty_conversation_set_path (self, told->branched);
      chatty_conversation_tell_added (self, told->said);
    }
  else if (told->job->kind == CHATTY_TALK_SAY)
    add_turn (self, told->said);
  set_live_turn (self, told->begun);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
tell (ChattyTalkJob *job)
{
  Told *told = g_new0 (Told, 1);

  told->job = chatty_talk_job_ref (job);
  told->id = g_strdup (job->id);
  told->said = chatty_turn_ref (job->said);
  told->begun = chatty_turn_ref (job->begun);
  told->branched = job->branched != NULL ? chatty_transcript_ref (job->branched) : NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, told_cb, told, told_free);
}

/* The answer on its way ----------------------------------------------------------- */

static void
pull_text (ChattyConversation *self)
{
  g_autoptr (GString) piece = g_string_new (NULL);
  gsize place;

  chatty_live_text_pull (self->live, self->reply, FALSE);
  place = chatty_live_text_get_since (self->live, self->live_place, piece);
  if (place == self->live_place)
    return;
  if (place == G_MAXSIZE)
    place = chatty_live_text_get_since (self->live, 0, piece);
  self->live_place = place;
  if (self->state == CHATTY_TALK_STATE_SENDING)
    chatty_conversation_set_state (self, CHATTY_TALK_STATE_ANSWERING);
  chatty_conversation_tell_text (self);
}

static void
reply_changed_cb (ChattyConversation *self)
{
  pull_text (self);
}

static void
take_answer (ChattyConversation *self,
             ChattyTalkJob      *job)
{
  if (job->rejoined && job->branched != NULL)
    take_path (self, job->branched);
  else if (job->answer != NULL)
    add_turn (self, job->answer);
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyTalkJob) job = user_data;
  g_autoptr (ChattyConversation) self = g_weak_ref_get (&job->listener);

  if (self == NULL || self->job != job)
    return;
  pull_text (self);
  g_signal_handlers_disconnect_by_data (self->reply, self);
  self->context_tokens = job->context_tokens;
  if (job->said == NULL || job->begun == NULL)
    self->unsent = chatty_talk_job_ref (job);
  take_answer (self, job);
  g_clear_pointer (&self->job, chatty_talk_job_unref);
  g_clear_object (&self->reply);
  chatty_conversation_notify (self, CONVERSATION_REPLY);
  set_live_turn (self, NULL);
  self->replaces = -1;
  chatty_conversation_notify (self, CONVERSATION_REPLACES);
  chatty_conversation_set_notice (self, job->notices->len > 0 ? job->notices->str : NULL);
  chatty_conversation_take_problem (self, g_steal_pointer (&job->problem));
  chatty_conversation_set_state (self, CHATTY_TALK_STATE_READY);
}

/* @job: (transfer full) */
static void
start (ChattyConversation *self,
       ChattyTalkJob      *job)
{
  ChattyCall *call = chatty_call_new (chatty_talk_job_run, NULL);

  g_clear_pointer (&self->unsent, chatty_talk_job_unref);
  chatty_conversation_take_problem (self, NULL);
  chatty_conversation_set_notice (self, NULL);
  g_clear_pointer (&self->live, chatty_live_text_unref);
  self->live = chatty_live_text_new (self->ask_feeling);
  self->live_place = 0;
  g_clear_object (&self->reply);
  self->reply = chatty_reply_new (NULL);
  g_signal_connect_object (self->reply, "changed", G_CALLBACK (reply_changed_cb), self,
                           G_CONNECT_SWAPPED);

  job->transcript = self->transcript != NULL ? chatty_transcript_ref (self->transcript) : NULL;
  job->id = g_strdup (self->id);
  job->callsign = g_strdup (self->callsign);
  job->account = g_strdup (self->account);
  job->model = g_strdup (self->model);
  job->model_chosen = self->model != NULL;
  job->ask_feeling = self->ask_feeling;
  job->speaks = self->speaks;
  job->context_tokens = self->context_tokens;
  job->reply = g_object_ref (self->reply);
  job->live = chatty_live_text_ref (self->live);
  job->told = tell;
  g_weak_ref_set (&job->listener, self);
  self->job = chatty_talk_job_ref (job);

  call->value = chatty_talk_job_ref (job);
  call->free_value = (GDestroyNotify) chatty_talk_job_unref;
  /* The vault is not moved while it is written to. */
  chatty_workspace_hold (self->workspace);
  chatty_call_start (call, NULL, chatty_workspace_get_pool (CHATTY_POOL_TALK),
                     chatty_conversation_send, NULL, ended_cb, job);
  chatty_conversation_notify (self, CONVERSATION_REPLACES);
  chatty_conversation_set_state (self, CHATTY_TALK_STATE_SENDING);
  chatty_conversation_notify (self, CONVERSATION_REPLY);
}

static gboolean
has_words (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
refuse (GError     **error,
        ChattyError  code,
        const char  *message)
{
  g_set_error_literal (error, CHATTY_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
can_send (ChattyConversation  *self,
          gboolean             pictures,
          gboolean             speech,
          GError             **error)
{
  ChattyChatInputs inputs = chatty_conversation_get_inputs (self);

  if (self->state != CHATTY_TALK_STATE_READY)
    return refuse (error, CHATTY_ERROR_CONFLICT,
                   self->state < CHATTY_TALK_STATE_READY
                   ? _("The conversation is still being opened")
                   : _("An answer is on its way. Wait for it, or stop it"));
  if (self->account == NULL)
    return refuse (error, CHATTY_ERROR_SIGN_IN_NEEDED,
                   _("There is no account to talk on. Connect one, or choose another"));
  /* What is not known yet the worker will say. */
  if (self->partner == NULL)
    return TRUE;
  if ((inputs & CHATTY_CHAT_ANY_CHARACTER) == 0 &&
      chatty_talk_partner_get_remote_id (self->partner) == NULL)
    return refuse (error, CHATTY_ERROR_NOT_FOUND, chatty_talk_partner_get_reason (self->partner));
  if (pictures && (inputs & CHATTY_CHAT_IMAGE) == 0)
    return refuse (error, CHATTY_ERROR_UNSUPPORTED,
                   _("Pictures cannot be sent to this account. Say it in words"));
  if (speech && (inputs & CHATTY_CHAT_AUDIO) == 0)
    return refuse (error, CHATTY_ERROR_UNSUPPORTED,
                   _("Speech cannot be sent to this account. Say it in writing"));
  return TRUE;
}

static GPtrArray *
copy_files (GPtrArray *files)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_talk_file_free);

  for (guint i = 0; i < files->len; i++)
    {
      ChattyTalkFile *file = files->pdata[i];

      g_ptr_array_add (copy, chatty_talk_file_new (file->name, file->media_type, file->bytes));
    }
  return copy;
}

/**
 * chatty_conversation_send:
 * @text: (nullable): what is said, Markdown, valid UTF-8
 * @files: (nullable) (element-type ChattyTalkFile): pictures that go along
 * @audio: (nullable): what is said, as a WAV file; then no @text
 * @error: why nothing was sent
 *
 * Returns: whether it is on its way
 */
gboolean
chatty_conversation_send (ChattyConversation  *self,
                          const char          *text,
                          GPtrArray           *files,
                          GBytes              *audio,
                          GError             **error)
{
  gboolean pictures = files != NULL && files->len > 0;
  ChattyTalkJob *job;

  g_return_val_if_fail (CHATTY_IS_CONVERSATION (self), FALSE);

  if (has_words (text) ? audio != NULL : audio == NULL && !pictures)
    return refuse (error, CHATTY_ERROR_INVALID_DATA, _("Say something, in text or in speech"));
  if (!can_send (self, pictures, audio != NULL, error))
    return FALSE;
  job = chatty_talk_job_new (self->workspace, self->accounts);
  job->kind = CHATTY_TALK_SAY;
  job->n_before = self->transcript != NULL ? chatty_transcript_get_n_turns (self->transcript) : 0;
  job->greeting = self->greeting != NULL ? chatty_turn_ref (self->greeting) : NULL;
  job->text = has_words (text) ? g_strdup (text) : NULL;
  job->files = pictures ? copy_files (files) : NULL;
  job->audio = audio != NULL ? g_bytes_ref (audio) : NULL;
  start (self, job);
  return TRUE;
}

/**
 * chatty_conversation_stop:
 *
 * Stops the answer on its way. Nothing happens where there is none.
 */
void
chatty_conversation_stop (ChattyConversation *self)
{
  g_autofree char *key = NULL;

  if (self->reply == NULL)
    return;
  chatty_reply_cancel (self->reply);
  /* Whoever stops an answer does not want to hear it, either. */
  if (self->speaker != NULL && self->live_turn != NULL && self->id != NULL)
    key = g_strdup_printf ("%s/%s", self->id, chatty_turn_get_id (self->live_turn));
  if (key != NULL && g_strcmp0 (chatty_speaker_get_key (self->speaker), key) == 0)
    chatty_speaker_stop (self->speaker);
}

/* Branches -------------------------------------------------------------------------- */

static gboolean
find_last (ChattyConversation *self,
           guint               before,
           ChattyRole          role,
           guint              *found)
{
  for (guint i = before; i > 0; i--)
    {
      ChattyRole its = chatty_turn_get_role (chatty_transcript_get_turn (self->transcript, i - 1));

      *found = i - 1;
      if (its == role)
        return TRUE;
      /* Only the very last answer is given again. */
      if (its == CHATTY_ROLE_PERSON || its == CHATTY_ROLE_ASSISTANT)
        return FALSE;
    }
  return FALSE;
}

static void
tell_no_branch (ChattyConversation *self)
{
  chatty_conversation_take_problem (self, chatty_talk_problem_new (
    _("This part of the conversation was brought in from elsewhere and stays as it is. Say "
      "something new instead"), NULL));
}

static void
send_unsent (ChattyConversation *self,
             gboolean            unlock)
{
  g_autoptr (ChattyTalkJob) former = g_steal_pointer (&self->unsent);
  ChattyTalkJob *job = chatty_talk_job_new (self->workspace, self->accounts);

  job->kind = former->kind;
  job->n_before = former->n_before;
  job->greeting = self->greeting != NULL ? chatty_turn_ref (self->greeting) : NULL;
  job->replaces = g_strdup (former->replaces);
  job->text = g_strdup (former->text);
  job->files = former->files != NULL ? g_ptr_array_ref (former->files) : NULL;
  job->audio = former->audio != NULL ? g_bytes_ref (former->audio) : NULL;
  job->said = former->said != NULL && former->kind != CHATTY_TALK_SAY
              ? chatty_turn_ref (former->said) : NULL;
  job->unlock = unlock;
  start (self, job);
}

static void
retry (ChattyConversation *self,
       gboolean            unlock)
{
  guint n_turns = self->transcript != NULL ? chatty_transcript_get_n_turns (self->transcript) : 0;
  g_autoptr (GError) error = NULL;
  ChattyTurn *replaced = NULL;
  ChattyTalkJob *job;
  guint asked, answered;

  if (!can_send (self, FALSE, FALSE, &error))
    {
      if (self->state == CHATTY_TALK_STATE_READY)
        chatty_conversation_take_problem (self, chatty_talk_problem_new_from (error, NULL));
      return;
    }
  if (self->unsent != NULL)
    {
      send_unsent (self, unlock);
      return;
    }
  if (find_last (self, n_turns, CHATTY_ROLE_ASSISTANT, &answered))
    {
      replaced = chatty_transcript_get_turn (self->transcript, answered);
      n_turns = answered;
    }
  if (!find_last (self, n_turns, CHATTY_ROLE_PERSON, &asked))
    return;
  if (replaced != NULL && chatty_turn_get_id (replaced) == NULL)
    {
      tell_no_branch (self);
      return;
    }
  job = chatty_talk_job_new (self->workspace, self->accounts);
  job->kind = CHATTY_TALK_ANSWER;
  job->n_before = asked;
  job->said = chatty_turn_ref (chatty_transcript_get_turn (self->transcript, asked));
  job->replaces = replaced != NULL ? g_strdup (chatty_turn_get_id (replaced)) : NULL;
  job->unlock = unlock;
  self->replaces = replaced != NULL ? (int) answered : -1;
  start (self, job);
}

/**
 * chatty_conversation_retry:
 *
 * Asks for the last answer again. The former one stays as an alternate, unless
 * nothing comes.
 */
void
chatty_conversation_retry (ChattyConversation *self)
{
  retry (self, FALSE);
}

/**
 * chatty_conversation_edit:
 * @turn: the index of a turn of the person
 * @text: what is said in its place
 *
 * Says something else: what was said then, and all that followed, stays as an
 * alternate.
 */
void
chatty_conversation_edit (ChattyConversation *self,
                          guint               turn,
                          const char         *text)
{
  g_autoptr (GError) error = NULL;
  ChattyTurn *replaced;
  ChattyTalkJob *job;

  g_return_if_fail (self->transcript != NULL &&
                    turn < chatty_transcript_get_n_turns (self->transcript));

  replaced = chatty_transcript_get_turn (self->transcript, turn);
  if (chatty_turn_get_role (replaced) != CHATTY_ROLE_PERSON || !has_words (text))
    return;
  if (!can_send (self, FALSE, FALSE, &error))
    {
      if (self->state == CHATTY_TALK_STATE_READY)
        chatty_conversation_take_problem (self, chatty_talk_problem_new_from (error, NULL));
      return;
    }
  if (chatty_turn_get_id (replaced) == NULL || self->id == NULL)
    {
      tell_no_branch (self);
      return;
    }
  job = chatty_talk_job_new (self->workspace, self->accounts);
  job->kind = CHATTY_TALK_SAY_INSTEAD;
  job->n_before = turn;
  job->replaces = g_strdup (chatty_turn_get_id (replaced));
  job->said = chatty_turn_ref (replaced);
  job->text = g_strdup (text);
  start (self, job);
}

static gpointer
choose_on_pool (gpointer       source,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault =
    chatty_workspace_dup_vault (CHATTY_WORKSPACE (call->objects[0]));

  ChattyTranscript *path = NULL;

  if (chatty_vault_append_choice (vault, call->texts[0], call->texts[1], error))
    path = chatty_vault_load (vault, call->texts[0], NULL, error);
  chatty_workspace_release (CHATTY_WORKSPACE (call->objects[0]));
  return path;
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyTranscript) path =
    chatty_call_finish (self, result, chatty_conversation_choose, &error);

  if (path != NULL)
    take_path (self, path);
  else
    chatty_conversation_take_problem (self, chatty_talk_problem_new (error->message, NULL));
  chatty_conversation_set_state (self, CHATTY_TALK_STATE_READY);
}

/**
 * chatty_conversation_choose:
 * @turn: the index of a turn
 * @alternate: the index of one of its alternates
 *
 * Lets the alternate be part of the conversation, with what followed it.
 */
void
chatty_conversation_choose (ChattyConversation *self,
                            guint               turn,
                            guint               alternate)
{
  ChattyTurn *chosen;
  ChattyCall *call;

  g_return_if_fail (self->transcript != NULL &&
                    turn < chatty_transcript_get_n_turns (self->transcript));

  chosen = chatty_transcript_get_turn (self->transcript, turn);
  if (self->state != CHATTY_TALK_STATE_READY || self->id == NULL ||
      alternate >= chatty_turn_get_n_alternates (chosen))
    return;
  chosen = chatty_turn_get_alternate (chosen, alternate);
  if (chatty_turn_get_id (chosen) == NULL)
    {
      tell_no_branch (self);
      return;
    }
  call = chatty_call_new (choose_on_pool, (GDestroyNotify) chatty_transcript_unref);
  call->objects[0] = g_object_ref (G_OBJECT (self->workspace));
  call->texts[0] = g_strdup (self->id);
  call->texts[1] = g_strdup (chatty_turn_get_id (chosen));
  chatty_conversation_take_problem (self, NULL);
  chatty_conversation_set_state (self, CHATTY_TALK_STATE_OPENING);
  chatty_workspace_hold (self->workspace);
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_TALK),
                     chatty_conversation_choose, NULL, chosen_cb, NULL);
}

/* What helps ------------------------------------------------------------------------ */

static void
resumed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyConversation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_change_finish (CHATTY_ACCOUNT_SERVICE (object), result, &error);

  if (account == NULL)
    chatty_conversation_take_problem (self, chatty_talk_problem_new (error->message, NULL));
  else
    retry (self, FALSE);
}

/**
 * chatty_conversation_help:
 *
 * Returns: whether what "problem" offers was done, or is being done
 */
gboolean
chatty_conversation_help (ChattyConversation *self)
{
  const char *action = self->problem != NULL ? self->problem->action : NULL;

  if (action == NULL || g_str_equal (action, CHATTY_TALK_SIGN_IN) ||
      g_str_equal (action, CHATTY_TALK_CHANGE_MODEL))
    return FALSE;
  if (g_str_equal (action, CHATTY_TALK_RESUME))
    chatty_account_service_set_paused_async (self->accounts, self->account, FALSE, NULL,
                                             resumed_cb, g_object_ref (self));
  else
    retry (self, g_str_equal (action, CHATTY_TALK_UNLOCK));
  return TRUE;
}
