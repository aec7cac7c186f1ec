/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-utterance.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-talk-look.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-preferences.h"
#include "chatty-workspace-call.h"

/*
 * chatty_utterance_new:
 * @cache: (nullable): where speech is kept
 * @callsign: (nullable): whose voice it is
 *
 * Returns: (transfer full): something that is to be prepared
 */
ChattyUtterance *
chatty_utterance_new (ChattyWorkspace      *workspace,
                      ChattyAccountService *accounts,
                      ChattySpeechCache    *cache,
                      const char           *account,
                      const char           *callsign)
{
  ChattyUtterance *self = g_new0 (ChattyUtterance, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  g_set_object (&self->cache, cache);
  self->account = g_strdup (account);
  self->callsign = g_strdup (callsign);
  self->cancellable = g_cancellable_new ();
  return self;
}

ChattyUtterance *
chatty_utterance_ref (ChattyUtterance *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_utterance_unref (ChattyUtterance *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_clear_object (&self->cache);
  g_free (self->account);
  g_free (self->callsign);
  g_free (self->text);
  g_object_unref (self->cancellable);
  g_clear_object (&self->speech);
  g_free (self->platform);
  g_free (self->voice);
  g_free (self->language);
  g_clear_object (&self->whole);
  g_free (self);
}

/* The cache is a convenience: what it cannot do is done again. */
static ChattyAudioStream *
look_into_cache (ChattyUtterance *self,
                 const char      *key)
{
  g_autoptr (GError) error = NULL;
  ChattyAudioStream *stream =
    self->cache != NULL ? chatty_speech_cache_load (self->cache, key, &error) : NULL;

  if (error != NULL)
    g_info ("Speech of the cache cannot be read: %s", error->message);
  return stream;
}

static void
put_into_cache (ChattyUtterance   *self,
                const char        *key,
                ChattyAudioStream *stream)
{
  g_autoptr (GError) error = NULL;

  if (self->cache != NULL && !chatty_speech_cache_store (self->cache, key, stream, &error))
    g_info ("Speech is not kept: %s", error != NULL ? error->message : "not complete");
}

static char *
answer_key (ChattyUtterance *self,
            const char      *text)
{
  const char *parts[] = { "answer", self->callsign != NULL ? self->callsign : "", text, NULL };

  return chatty_speech_cache_key (self->platform, parts);
}

static char *
sentence_key (ChattyUtterance *self,
              const char      *text)
{
  g_autofree char *feeling = chatty_feeling_format (&self->feeling);
  const char *parts[] = {
    "sentence", self->voice, self->language != NULL ? self->language : "",
    feeling != NULL ? feeling : "", text, NULL
  };

  return chatty_speech_cache_key (self->platform, parts);
}

/* Where the character has none, any of the platform's that knows its language. */
static char *
find_voice (ChattyUtterance  *self,
            GError          **error)
{
  g_autoptr (GPtrArray) voices =
    chatty_speech_list_voices (self->speech, FALSE, self->cancellable, error);
  ChattyVoice *first = voices != NULL && voices->len > 0 ? voices->pdata[0] : NULL;

  for (guint i = 0; voices != NULL && self->language != NULL && i < voices->len; i++)
    if (chatty_voice_speaks (voices->pdata[i], self->language))
      return g_strdup (((ChattyVoice *) voices->pdata[i])->id);
  if (voices != NULL && first == NULL)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 /* Translators: a platform, such as Inworld */
                 _("%s has no voice to speak with"),
                 chatty_connector_get_title (CHATTY_CONNECTOR (self->speech)));
  return first != NULL ? g_strdup (first->id) : NULL;
}

/*
 * chatty_utterance_prepare:
 *
 * Finds whose voice it is, and opens the account.
 */
gpointer
chatty_utterance_prepare (gpointer       source,
                          ChattyCall    *call,
                          GCancellable  *cancellable,
                          GError       **error)
{
  ChattyUtterance *self = call->value;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (self->workspace);
  g_autoptr (ChattyAccount) account =
    chatty_account_service_find (self->accounts, self->account, error);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autofree char *key = NULL;

  if (account == NULL)
    return NULL;
  self->platform = g_strdup (account->platform);
  if (self->callsign != NULL)
    record = chatty_vault_load_record (vault, self->callsign, FALSE, cancellable, NULL);
  if (self->text != NULL)
    {
      key = answer_key (self, self->text);
      self->whole = look_into_cache (self, key);
      if (self->whole != NULL)
        return GINT_TO_POINTER (TRUE);
    }
  connector = chatty_account_service_open (self->accounts, self->account, CHATTY_SECRET_QUIET,
                                           cancellable, error);
  if (connector == NULL)
    return NULL;
  if (!CHATTY_IS_SPEECH (connector))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a platform */
                   _("%s cannot speak"), chatty_connector_get_title (connector));
      return NULL;
    }
  self->speech = CHATTY_SPEECH (g_steal_pointer (&connector));
  if (record != NULL)
    {
      g_autoptr (ChattyCharacter) character =
        chatty_character_record_for_platform (record, account->platform);
      const char *const *languages = chatty_character_get_list (character,
                                                                CHATTY_FIELD_LANGUAGES);

      self->language = languages != NULL ? g_strdup (languages[0]) : NULL;
    }
  self->voice = chatty_talk_look_field (record, account, CHATTY_FIELD_VOICE);
  if (self->voice == NULL)
    {
      g_autoptr (ChattyPreferences) preferences =
        chatty_vault_load_preferences (vault, account->platform, account->owner, account->id, NULL);

      self->voice = preferences != NULL ? g_strdup (preferences->voice) : NULL;
    }
  if (self->voice == NULL)
    self->voice = find_voice (self, error);
  return GINT_TO_POINTER (self->voice != NULL);
}

/* Sound that comes is passed on at once ------------------------------------------- */

typedef struct {
  ChattyAudioStream *from;
  ChattyAudioStream *to;
  guint              n_chunks;
  guint              n_words;
} Pipe;

static void
pass_on (Pipe *self)
{
  g_autoptr (GArray) words = chatty_audio_stream_dup_words (self->from);

  if (words->len > self->n_words)
    chatty_audio_stream_append_words (self->to,
                                      &g_array_index (words, ChattyWordTime, self->n_words),
                                      words->len - self->n_words);
  self->n_words = words->len;
  while (self->n_chunks < chatty_audio_stream_get_n_chunks (self->from))
    {
      ChattyAudioFormat format;
      g_autoptr (GBytes) bytes = chatty_audio_stream_dup_chunk (self->from, self->n_chunks,
                                                                &format);

      self->n_chunks++;
      chatty_audio_stream_append (self->to, &format, bytes);
    }
}

static void
grown_cb (ChattyAudioStream *stream,
          Pipe              *self)
{
  pass_on (self);
}

/*
 * chatty_utterance_speak:
 *
 * Feeds a sentence to its stream, from the cache or from the platform, and ends
 * the stream.
 */
gpointer
chatty_utterance_speak (gpointer       source,
                        ChattyCall    *call,
                        GCancellable  *cancellable,
                        GError       **error)
{
  ChattyUtterance *self = call->value;
  ChattyAudioStream *stream = CHATTY_AUDIO_STREAM (call->objects[0]);
  g_autofree char *key = sentence_key (self, call->texts[0]);
  g_autoptr (ChattyAudioStream) known = look_into_cache (self, key);
  g_autoptr (GError) failure = NULL;
  Pipe pipe = { known, stream };

  if (known == NULL)
    {
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      ChattySpeechRequest request = {
        .voice = self->voice, .text = call->texts[0], .language = self->language,
        .feeling = self->feeling, .media_type = self->media_type, .words = TRUE,
      };
      gulong handler;

      pipe.from = known = g_object_ref (chatty_reply_get_audio (reply));
      handler = g_signal_connect (known, "grown", G_CALLBACK (grown_cb), &pipe);
      chatty_speech_speak (self->speech, &request, reply, cancellable, &failure);
      g_signal_handler_disconnect (known, handler);
      if (failure == NULL)
        put_into_cache (self, key, known);
    }
  pass_on (&pipe);
  /* What the person stops is no failure of the sound. */
  chatty_audio_stream_end (stream, chatty_error_is_cancelled (failure) ? NULL : failure);
  if (failure == NULL)
    return GINT_TO_POINTER (TRUE);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

gpointer
chatty_utterance_keep_answer (gpointer       source,
                              ChattyCall    *call,
                              GCancellable  *cancellable,
                              GError       **error)
{
  ChattyUtterance *self = call->value;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_find (self->accounts, self->account, error);
  g_autofree char *key = NULL;

  if (account == NULL)
    return NULL;
  self->platform = g_strdup (account->platform);
  key = answer_key (self, call->texts[0]);
  put_into_cache (self, key, CHATTY_AUDIO_STREAM (call->objects[0]));
  return GINT_TO_POINTER (TRUE);
}
