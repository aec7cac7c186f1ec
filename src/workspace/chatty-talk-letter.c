/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-letter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "chatty-character-place.h"
#include "chatty-character-words.h"
#include "chatty-conversation.h"
#include "chatty-error.h"
#include "chatty-platform-map.h"
#include "chatty-sent-private.h"
#include "chatty-talk-history.h"
#include "chatty-talk-look.h"
#include "chatty-time.h"
#include "chatty-vault-talk.h"

/* A conversation that is shorter fits into every model. */
#define SURELY_FITS (3 * 8192)

/* The fields that the system instruction is made of. */
static const ChattyCharacterField prompt_fields[] = {
  CHATTY_FIELD_DESCRIPTION, CHATTY_FIELD_INSTRUCTIONS, CHATTY_FIELD_STYLE, CHATTY_FIELD_EXAMPLES,
  CHATTY_FIELD_LANGUAGES, CHATTY_FIELD_TRAITS,
};

/* @text: (transfer full) (nullable) */
static const char *
own (ChattyTalkLetter *self,
     char             *text)
{
  if (text != NULL)
    g_ptr_array_add (self->strings, text);
  return text;
}

static const char *
platform_title (ChattyTalkJob *job)
{
  const ChattyConnectorInfo *info =
    chatty_connector_info_lookup (job->record_of_account->platform);

  return info != NULL ? info->title : job->record_of_account->platform;
}

/* Whether the platform has all that makes the character, as it is here. */
static gboolean
is_in_step (ChattyTalkJob       *job,
            ChattyCharacterLink *link)
{
  guint writable = chatty_platform_map_get_writable (job->record_of_account->platform);
  ChattyCharacter *character = chatty_character_record_get_character (job->record);
  ChattyCharacterPlace place = { NULL };
  g_autoptr (ChattyCharacter) empty =
    chatty_character_builder_end (chatty_character_builder_new ());

  for (guint i = 0; i < G_N_ELEMENTS (prompt_fields); i++)
    if ((writable & CHATTY_FIELD_FLAG (prompt_fields[i])) == 0 &&
        chatty_character_has_field (character, prompt_fields[i]) &&
        !chatty_character_field_equal (character, empty, prompt_fields[i]))
      return FALSE;
  chatty_character_place_look (&place, job->record, link);
  return place.state == CHATTY_PLACE_IN_SYNC;
}

static gboolean
find_character (ChattyTalkLetter  *self,
                ChattyTalkJob     *job,
                ChattyChatInputs   inputs,
                GError           **error)
{
  ChattyCharacterLink *link = chatty_talk_look_link (job->record, job->record_of_account);

  if ((inputs & CHATTY_CHAT_ANY_CHARACTER) != 0)
    {
      /* A router has the character's own words already. */
      if ((inputs & CHATTY_CHAT_NEEDS_CHARACTER) == 0 &&
          link != NULL && !job->model_chosen && is_in_step (job, link))
        self->link = chatty_character_link_ref (link);
    }
  else if (link != NULL)
    self->link = chatty_character_link_ref (link);
  else
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   /* Translators: a platform, such as Convai */
                   _("This character does not live on %s. Put it there, or choose another account"),
                   platform_title (job));
      return FALSE;
    }
  self->remote_id = self->link != NULL ? self->link->remote_id : NULL;
  return TRUE;
}

/* What a platform that keeps conversations itself does not know of this one. */
static void
look_at_session (ChattyTalkLetter *self,
                 ChattyTalkJob    *job)
{
  const char *known, *last = NULL;
  ChattyTranscript *path = job->branched != NULL ? job->branched : job->transcript;
  guint n_said = 0;

  self->session = chatty_talk_note_get_session (job->note, job->account,
                                                self->remote_id != NULL ? self->remote_id : "",
                                                &known);
  for (guint i = 0; path != NULL && i < job->n_before; i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (path, i);
      ChattyRole role = chatty_turn_get_role (turn);

      if (role != CHATTY_ROLE_PERSON && role != CHATTY_ROLE_ASSISTANT)
        continue;
      n_said += role == CHATTY_ROLE_PERSON;
      last = chatty_turn_get_id (turn);
    }
  if (self->session == NULL)
    {
      if (n_said > 0)
        {
          /* Translators: a platform, such as Convai */
          g_autofree char *notice =
            g_strdup_printf (_("%s does not know what was said before. The conversation begins "
                               "anew there"), platform_title (job));

          chatty_talk_job_notice (job, notice);
        }
    }
  else if (g_strcmp0 (known, last) != 0)
    {
      /* Translators: a platform, such as Convai */
      g_autofree char *notice =
        g_strdup_printf (job->replaces != NULL
                         ? _("%s keeps its own memory of this conversation, and still has in it "
                             "what you replaced")
                         : _("%s does not know what was said elsewhere in the meantime"),
                         platform_title (job));

      chatty_talk_job_notice (job, notice);
    }
}

static gsize
count_bytes (ChattyTranscript *path,
             guint             n_turns)
{
  gsize n_bytes = 0;

  for (guint i = 0; path != NULL && i < n_turns; i++)
    n_bytes += chatty_turn_get_length (chatty_transcript_get_turn (path, i));
  return n_bytes;
}

/* What the model holds is asked for only where it could matter, once. */
static void
trim_turns (ChattyTalkLetter *self,
            ChattyTalkJob    *job,
            ChattyChat       *chat)
{
  ChattyTranscript *path = job->branched != NULL ? job->branched : job->transcript;
  ChattyChatContext *context = &self->told.context;
  gsize reserved = (context->instructions != NULL ? strlen (context->instructions) : 0) +
                   (self->message.text != NULL ? strlen (self->message.text) : 0);

  if (job->context_tokens == 0 && chat != NULL &&
      reserved + count_bytes (path, job->n_before) > SURELY_FITS)
    job->context_tokens =
      chatty_talk_context_find_room (chat, context->model,
                                     chatty_reply_get_cancellable (job->reply));
  self->turns = chatty_talk_history_trim (path, job->n_before, job->context_tokens, reserved,
                                          &self->n_left_out);
  context->turns = self->turns;
  if (self->n_left_out > 0)
    {
      g_autofree char *notice =
        g_strdup_printf (ngettext ("The model cannot hold all of this conversation: its oldest "
                                   "turn was not sent",
                                   "The model cannot hold all of this conversation: its %u "
                                   "oldest turns were not sent", self->n_left_out),
                         self->n_left_out);

      chatty_talk_job_notice (job, notice);
    }
}

static gboolean
write_context (ChattyTalkLetter  *self,
               ChattyTalkJob     *job,
               ChattyChat        *chat,
               GError           **error)
{
  ChattyTalkWish wish = {
    .vault = job->vault,
    .account = job->record_of_account,
    .chat = chat,
    .record = job->record,
    .remote_id = self->remote_id,
    .model_chosen = job->model_chosen,
    .model = job->model,
    .ask_feeling = job->ask_feeling,
  };

  if (!chatty_talk_context_write (&self->told, &wish, error))
    return FALSE;
  if (self->told.problem != NULL)
    chatty_talk_job_notice (job, self->told.problem);
  trim_turns (self, job, chat);
  self->message.context = &self->told.context;
  return TRUE;
}

static void
add_image (ChattyTalkLetter *self,
           GArray           *images,
           const char       *name,
           const char       *media_type,
           GBytes           *bytes)
{
  ChattyChatFile image = { own (self, g_strdup (name)), own (self, g_strdup (media_type)), bytes };

  g_ptr_array_add (self->bytes, bytes);
  g_array_append_val (images, image);
}

/* What went along the first time is in the vault. */
static gboolean
load_files (ChattyTalkLetter  *self,
            ChattyTalkJob     *job,
            GArray            *images,
            GError           **error)
{
  for (guint i = 0; i < chatty_turn_get_n_attachments (job->said); i++)
    {
      const ChattyAttachment *file = chatty_turn_get_attachment (job->said, i);
      gboolean speech = file->media_type != NULL && g_str_equal (file->media_type, "audio/wav");
      GBytes *bytes;

      if (file->uri == NULL || file->media_type == NULL ||
          (!speech && !g_str_has_prefix (file->media_type, "image/")) ||
          (speech && self->message.text != NULL))
        continue;
      bytes = chatty_vault_load_attachment (job->vault, job->id, file->uri, error);
      if (bytes == NULL)
        return FALSE;
      if (speech)
        {
          g_ptr_array_add (self->bytes, bytes);
          self->message.audio = bytes;
        }
      else
        add_image (self, images, file->name, file->media_type, bytes);
    }
  return TRUE;
}

static gboolean
write_message (ChattyTalkLetter  *self,
               ChattyTalkJob     *job,
               ChattyChatInputs   inputs,
               GError           **error)
{
  g_autoptr (GArray) images = g_array_new (FALSE, FALSE, sizeof (ChattyChatFile));
  const char *text = chatty_turn_get_text (job->said);

  self->message.text = *text != '\0' ? text : NULL;
  self->message.speak = job->speaks && (inputs & CHATTY_CHAT_SPEAKS) != 0 &&
                        (inputs & CHATTY_CHAT_NEEDS_CONTEXT) == 0;
  if (!load_files (self, job, images, error))
    return FALSE;
  if ((images->len > 0 && (inputs & CHATTY_CHAT_IMAGE) == 0) ||
      (self->message.audio != NULL && (inputs & CHATTY_CHAT_AUDIO) == 0))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   images->len > 0
                   /* Translators: a platform, such as Convai */
                   ? _("%s takes no pictures. Say it in words")
                   /* Translators: a platform, such as Inworld */
                   : _("%s takes no speech here. Say it in writing"),
                   platform_title (job));
      return FALSE;
    }
  self->message.n_images = images->len;
  self->images = (ChattyChatFile *) g_array_free (g_steal_pointer (&images), FALSE);
  self->message.images = self->images;
  return TRUE;
}

/*
 * chatty_talk_letter_write:
 * @self: a cleared letter
 * @job: what is said
 * @chat: whom it goes to
 *
 * Returns: whether it can be sent
 */
gboolean
chatty_talk_letter_write (ChattyTalkLetter  *self,
                          ChattyTalkJob     *job,
                          ChattyChat        *chat,
                          GError           **error)
{
  ChattyChatInputs inputs = chatty_chat_get_inputs (chat);

  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->bytes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (!find_character (self, job, inputs, error) ||
      !write_message (self, job, inputs, error))
    return FALSE;
  if ((inputs & CHATTY_CHAT_NEEDS_CONTEXT) != 0)
    return write_context (self, job, chat, error);
  look_at_session (self, job);
  return TRUE;
}

/* Whether the memory is among what went out in place of the instructions. */
static gboolean
has_memory (const char *const *told)
{
  const char *title = chatty_character_field_to_words (CHATTY_FIELD_REMEMBERS);

  for (; told[0] != NULL && told[1] != NULL; told += 2)
    if (g_str_equal (told[0], title))
      return TRUE;
  return FALSE;
}

/* @told: (nullable): in place of the instructions */
static gboolean
keep (ChattyTalkLetter   *self,
      ChattyTalkJob      *job,
      const char *const  *told,
      double              temperature,
      GError            **error)
{
  ChattySentFields fields = {
    .time = self->time,
    .platform = job->record_of_account->platform,
    .account = job->record_of_account->id,
    .account_name = job->record_of_account->name,
    .remote_id = self->remote_id,
    .memory = told == NULL || has_memory (told) ? self->told.memory : NULL,
    .n_left_out = self->n_left_out,
    .attachments = job->said,
    .message = &self->message,
    .told = told,
    .temperature = temperature,
  };
  g_autofree char *json = chatty_sent_format (&fields);

  return chatty_vault_keep_sent (job->vault, job->id, chatty_turn_get_id (job->begun), json,
                                 error);
}

/*
 * chatty_talk_letter_note:
 *
 * Keeps what goes out, before it does.
 *
 * Returns: whether it is on the disk
 */
gboolean
chatty_talk_letter_note (ChattyTalkLetter  *self,
                         ChattyTalkJob     *job,
                         GError           **error)
{
  g_autofree char *alias = chatty_sent_format_alias (chatty_turn_get_id (job->begun));

  self->time = chatty_time_now ();
  return keep (self, job, NULL, NAN, error) &&
         (chatty_turn_get_id (job->said) == NULL ||
          chatty_vault_keep_sent (job->vault, job->id, chatty_turn_get_id (job->said), alias,
                                  error));
}

/*
 * chatty_talk_letter_correct:
 *
 * Keeps what went out, once that is known, where it was something else: it
 * depends on the model, which the platform may choose.
 *
 * Returns: whether it is on the disk
 */
gboolean
chatty_talk_letter_correct (ChattyTalkLetter  *self,
                            ChattyTalkJob     *job,
                            GError           **error)
{
  double temperature;
  g_auto (GStrv) told = chatty_reply_dup_told (job->reply, &temperature);

  return told == NULL || keep (self, job, (const char *const *) told, temperature, error);
}

void
chatty_talk_letter_clear (ChattyTalkLetter *self)
{
  chatty_talk_context_clear (&self->told);
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->bytes, g_ptr_array_unref);
  g_clear_pointer (&self->images, g_free);
  g_clear_pointer (&self->link, chatty_character_link_unref);
}
