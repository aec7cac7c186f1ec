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
  g_mutex_init (&self->lock);
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
  g_free (self->language);
  g_clear_object (&self->whole);
  g_mutex_clear (&self->lock);
  g_free (self->voice);
  g_free (self->notice);
  g_free (self);
}

/*
 * chatty_utterance_dup_notice:
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a sentence about another voice that
 *   speaks in the place of the one that was chosen
 */
char *
chatty_utterance_dup_notice (ChattyUtterance *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->notice);
}

static char *
dup_voice (ChattyUtterance *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->voice);
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
              const char      *voice,
              const char      *text)
{
  g_autofree char *feeling = chatty_feeling_format (&self->feeling);
  const char *parts[] = {
    "sentence", voice, self->language != NULL ? self->language : "",
    feeling != NULL ? feeling : "", text, NULL
  };

  return chatty_speech_cache_key (self->platform, parts);
}

/* Any of the platform's that knows the character's language. */
static ChattyVoice *
choose_voice (ChattyUtterance *self,
              GPtrArray       *voices)
{
  for (guint i = 0; self->language != NULL && i < voices->len; i++)
    if (chatty_voice_speaks (voices->pdata[i], self->language))
      return voices->pdata[i];
  return voices->len > 0 ? voices->pdata[0] : NULL;
}

static char *
find_voice (ChattyUtterance  *self,
            GError          **error)
{
  g_autoptr (GPtrArray) voices =
    chatty_speech_list_voices (self->speech, FALSE, self->cancellable, error);
  ChattyVoice *voice = voices != NULL ? choose_voice (self, voices) : NULL;

  if (voices != NULL && voice == NULL)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 /* Translators: a platform, such as Inworld */
                 _("%s has no voice to speak with"),
                 chatty_connector_get_title (CHATTY_CONNECTOR (self->speech)));
  return voice != NULL ? g_strdup (voice->id) : NULL;
}

/* Whether the platform may have said that for want of the voice. */
static gboolean
may_be_voice (const GError *error)
{
  static const int codes[] = {
    CHATTY_ERROR_NOT_FOUND, CHATTY_ERROR_INVALID_DATA, CHATTY_ERROR_UNSUPPORTED,
    CHATTY_ERROR_FORBIDDEN, CHATTY_ERROR_SERVER, CHATTY_ERROR_FAILED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, CHATTY_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_voice (GPtrArray  *voices,
           const char *id)
{
  for (guint i = 0; i < voices->len; i++)
    if (g_str_equal (((ChattyVoice *) voices->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* A character may have the voice of another platform. It is asked for all the
 * same: there are those that no list names, such as a voice of one's own that
 * was just made. Only when that fails, and the list does not have it either,
 * another speaks. Returns: (nullable): the one to try. */
static char *
replace_voice (ChattyUtterance *self,
               const char      *voice)
{
  const char *title = chatty_connector_get_title (CHATTY_CONNECTOR (self->speech));
  g_autoptr (GPtrArray) voices = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *now = dup_voice (self);
  ChattyVoice *other;

  /* A sentence beside this one was faster. */
  if (!g_str_equal (now, voice))
    return g_steal_pointer (&now);
  voices = chatty_speech_list_voices (self->speech, FALSE, self->cancellable, NULL);
  other = voices != NULL && !has_voice (voices, voice) ? choose_voice (self, voices) : NULL;
  if (other == NULL)
    return NULL;

  locker = g_mutex_locker_new (&self->lock);
  if (self->chosen && self->notice == NULL)
    self->notice =
      /* Translators: a platform, such as Inworld, two of its voices, the platform */
      g_strdup_printf (_("%s has no voice “%s” any more, so “%s” speaks. "
                         "Choose another voice for %s if you like"),
                       title, voice, other->name != NULL ? other->name : other->id, title);
  g_free (self->voice);
  self->voice = g_strdup (other->id);
  return g_strdup (self->voice);
}

/* Whether the person gave the character a voice for this platform alone. */
static gboolean
has_own_voice (ChattyCharacterRecord *record,
               const ChattyAccount   *account)
{
  ChattyCharacter *override =
    record != NULL ? chatty_character_record_get_override (record, account->platform) : NULL;

  return override != NULL && chatty_character_has_field (override, CHATTY_FIELD_VOICE);
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
  self->chosen = self->voice == NULL || has_own_voice (record, account);
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

/* Feeds @stream with the sentence as a voice says it, from the cache or from
 * the platform. */
static gboolean
speak_as (ChattyUtterance    *self,
          const char         *voice,
          const char         *text,
          ChattyAudioStream  *stream,
          GCancellable       *cancellable,
          GError            **error)
{
  g_autofree char *key = sentence_key (self, voice, text);
  g_autoptr (ChattyAudioStream) known = look_into_cache (self, key);
  Pipe pipe = { known, stream };
  gboolean done = TRUE;

  if (known == NULL)
    {
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      ChattySpeechRequest request = {
        .voice = voice, .text = text, .language = self->language,
        .feeling = self->feeling, .media_type = self->media_type, .words = TRUE,
      };
      gulong handler;

      pipe.from = known = g_object_ref (chatty_reply_get_audio (reply));
      handler = g_signal_connect (known, "grown", G_CALLBACK (grown_cb), &pipe);
      done = chatty_speech_speak (self->speech, &request, reply, cancellable, error);
      g_signal_handler_disconnect (known, handler);
      if (done)
        put_into_cache (self, key, known);
    }
  pass_on (&pipe);
  return done;
}

/*
 * chatty_utterance_speak:
 *
 * Feeds a sentence to its stream, and ends the stream.
 */
gpointer
chatty_utterance_speak (gpointer       source,
                        ChattyCall    *call,
                        GCancellable  *cancellable,
                        GError       **error)
{
  ChattyUtterance *self = call->value;
  ChattyAudioStream *stream = CHATTY_AUDIO_STREAM (call->objects[0]);
  g_autofree char *voice = dup_voice (self);
  g_autofree char *other = NULL;
  g_autoptr (GError) failure = NULL;

  speak_as (self, voice, call->texts[0], stream, cancellable, &failure);
  if (failure != NULL && may_be_voice (failure) && chatty_audio_stream_get_n_chunks (stream) == 0)
    other = replace_voice (self, voice);
  if (other != NULL)
    {
      g_clear_error (&failure);
      speak_as (self, other, call->texts[0], stream, cancellable, &failure);
    }
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
