/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-speaker.h"

#include "chatty-error.h"
#include "chatty-speaker-private.h"
#include "chatty-text.h"
#include "chatty-workspace-pools.h"

/* Sentences that are made at once. */
#define AT_ONCE 2
/* No more than this is made ahead of what is heard: speech costs money. */
#define AHEAD (30 * G_TIME_SPAN_SECOND)
#define DEFAULT_CACHE_SIZE (G_GUINT64_CONSTANT (256) * 1024 * 1024)

enum {
  PROP_0,
  PROP_KEY,
  PROP_PROBLEM,
  PROP_SPEAKING,
  PROP_CACHE_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattySpeaker, chatty_speaker, G_TYPE_OBJECT)

static void
set_problem (ChattySpeaker *self,
             const char    *problem)
{
  if (g_strcmp0 (problem, self->problem) == 0)
    return;
  chatty_text_set (&self->problem, problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
set_speaking (ChattySpeaker *self,
              gboolean       speaking)
{
  if (speaking == self->speaking)
    return;
  self->speaking = speaking;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEAKING]);
}

void
chatty_speaker_set_key (ChattySpeaker *self,
                        const char    *key)
{
  if (g_strcmp0 (key, self->key) == 0)
    return;
  chatty_text_set (&self->key, key);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY]);
}

/* Nothing more of it is asked for; what the player has it keeps. */
static void
drop (ChattySpeaker *self)
{
  if (self->utterance != NULL)
    g_cancellable_cancel (self->utterance->cancellable);
  g_clear_pointer (&self->utterance, chatty_utterance_unref);
  g_clear_pointer (&self->sentences, chatty_sentences_free);
  g_string_truncate (self->text, 0);
  self->prepared = FALSE;
  self->text_over = FALSE;
  self->n_running = 0;
  self->following = FALSE;
  set_speaking (self, FALSE);
}

static void
fail (ChattySpeaker *self,
      const GError  *error)
{
  g_autofree char *message = g_strdup (error->message);

  drop (self);
  set_problem (self, message);
}

static void
play (ChattySpeaker     *self,
      ChattyAudioStream *stream)
{
  gboolean is_first = !self->begun;

  /* Before: the player tells at once that its position is another now, and
   * then the next sentence may come. */
  self->begun = TRUE;
  if (is_first)
    chatty_player_play (self->player, stream, self->key);
  else
    chatty_player_enqueue (self->player, stream);
}

/* Sentences ------------------------------------------------------------------------ */

static void
spoken_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattySpeaker *self = CHATTY_SPEAKER (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;
  gboolean is_ours = chatty_call_of (result)->value == self->utterance;

  chatty_call_finish (self, result, chatty_speaker_say, &error);
  if (!is_ours)
    return;
  self->n_running--;
  if (error != NULL)
    {
      fail (self, error);
      return;
    }
  notice = chatty_utterance_dup_notice (self->utterance);
  if (notice != NULL)
    set_problem (self, notice);
  chatty_speaker_pump (self);
}

static gboolean
is_far_ahead (ChattySpeaker *self)
{
  return self->begun && g_strcmp0 (chatty_player_get_key (self->player), self->key) == 0 &&
         chatty_player_get_duration (self->player) -
         chatty_player_get_position (self->player) > AHEAD;
}

static void
speak (ChattySpeaker *self,
       const char    *sentence)
{
  ChattyCall *call = chatty_call_new (chatty_utterance_speak, NULL);
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();

  call->value = chatty_utterance_ref (self->utterance);
  call->free_value = (GDestroyNotify) chatty_utterance_unref;
  call->texts[0] = g_strdup (sentence);
  call->objects[0] = g_object_ref (G_OBJECT (stream));
  self->n_running++;
  /* In its place before its sound comes: the order is that of the text. */
  play (self, stream);
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_SPEECH),
                     chatty_speaker_say, self->utterance->cancellable, spoken_cb, NULL);
}

/* Asks for as many sentences as there may be at once. */
void
chatty_speaker_pump (ChattySpeaker *self)
{
  if (self->utterance == NULL || !self->prepared)
    return;
  if (self->text->len > 0)
    {
      chatty_sentences_feed (self->sentences, self->text->str, self->text->len);
      g_string_truncate (self->text, 0);
    }
  if (self->text_over)
    chatty_sentences_finish (self->sentences);
  while (self->n_running < AT_ONCE && !is_far_ahead (self))
    {
      g_autofree char *sentence = chatty_sentences_pop (self->sentences);

      if (sentence == NULL)
        {
          if (self->text_over && self->n_running == 0)
            drop (self);
          return;
        }
      speak (self, sentence);
    }
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  ChattySpeaker *self = CHATTY_SPEAKER (object);
  g_autoptr (GError) error = NULL;
  gboolean is_ours = chatty_call_of (result)->value == self->utterance;

  chatty_call_finish (self, result, chatty_speaker_begin, &error);
  if (!is_ours)
    return;
  if (error != NULL)
    {
      fail (self, error);
      return;
    }
  if (self->utterance->whole != NULL)
    {
      play (self, self->utterance->whole);
      drop (self);
      return;
    }
  self->prepared = TRUE;
  self->sentences = chatty_sentences_new (self->utterance->language);
  chatty_speaker_pump (self);
}

/* @text: (nullable): all of it; %NULL when it is going to come. */
void
chatty_speaker_begin (ChattySpeaker       *self,
                      const char          *account,
                      const char          *callsign,
                      const char          *text,
                      const ChattyFeeling *feeling,
                      const char          *key)
{
  ChattyCall *call = chatty_call_new (chatty_utterance_prepare, NULL);

  drop (self);
  set_problem (self, NULL);
  chatty_speaker_set_key (self, key);
  self->begun = FALSE;
  self->utterance = chatty_utterance_new (self->workspace, self->accounts, self->cache, account,
                                          callsign);
  self->utterance->media_type = self->media_type;
  if (feeling != NULL)
    self->utterance->feeling = *feeling;
  if (text != NULL)
    {
      self->utterance->text = g_strdup (text);
      g_string_append (self->text, text);
      self->text_over = TRUE;
    }
  call->value = chatty_utterance_ref (self->utterance);
  call->free_value = (GDestroyNotify) chatty_utterance_unref;
  set_speaking (self, TRUE);
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_SPEECH),
                     chatty_speaker_begin, self->utterance->cancellable, prepared_cb, NULL);
}

/* The object ------------------------------------------------------------------------ */

static void
position_cb (ChattySpeaker *self)
{
  if (self->utterance != NULL && self->n_running < AT_ONCE)
    chatty_speaker_pump (self);
}

static void
chatty_speaker_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ChattySpeaker *self = CHATTY_SPEAKER (object);

  switch (prop_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_SPEAKING:
      g_value_set_boolean (value, self->speaking);
      break;
    case PROP_CACHE_SIZE:
      g_value_set_uint64 (value, self->cache_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_speaker_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  if (prop_id == PROP_CACHE_SIZE)
    chatty_speaker_set_cache_size (CHATTY_SPEAKER (object), g_value_get_uint64 (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
chatty_speaker_dispose (GObject *object)
{
  ChattySpeaker *self = CHATTY_SPEAKER (object);

  if (self->utterance != NULL)
    g_cancellable_cancel (self->utterance->cancellable);
  g_clear_pointer (&self->utterance, chatty_utterance_unref);

  G_OBJECT_CLASS (chatty_speaker_parent_class)->dispose (object);
}

static void
chatty_speaker_finalize (GObject *object)
{
  ChattySpeaker *self = CHATTY_SPEAKER (object);

  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_object_unref (self->player);
  g_clear_object (&self->cache);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->sentences, chatty_sentences_free);
  g_string_free (self->text, TRUE);
  g_weak_ref_clear (&self->conversation);
  g_free (self->problem);
  g_free (self->key);

  G_OBJECT_CLASS (chatty_speaker_parent_class)->finalize (object);
}

static void
chatty_speaker_class_init (ChattySpeakerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_speaker_get_property;
  object_class->set_property = chatty_speaker_set_property;
  object_class->dispose = chatty_speaker_dispose;
  object_class->finalize = chatty_speaker_finalize;

  properties[PROP_KEY] =
    g_param_spec_string ("key", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPEAKING] =
    g_param_spec_boolean ("speaking", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CACHE_SIZE] =
    g_param_spec_uint64 ("cache-size", NULL, NULL, 0, G_MAXUINT64, DEFAULT_CACHE_SIZE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_speaker_init (ChattySpeaker *self)
{
  self->text = g_string_new (NULL);
  g_weak_ref_init (&self->conversation, NULL);
}

/**
 * chatty_speaker_dup_cache_folder:
 *
 * Returns: (transfer full): the folder, which may not be there yet
 */
GFile *
chatty_speaker_dup_cache_folder (void)
{
  g_autoptr (GFile) cache = chatty_workspace_dup_cache_folder ();

  return g_file_get_child (cache, "speech");
}

/**
 * chatty_speaker_new:
 * @workspace: the open vault
 * @accounts: the accounts
 * @player: what is heard
 *
 * Returns: (transfer full): a speaker that keeps speech in its usual folder
 */
ChattySpeaker *
chatty_speaker_new (ChattyWorkspace      *workspace,
                    ChattyAccountService *accounts,
                    ChattyPlayer         *player)
{
  ChattySpeaker *self = g_object_new (CHATTY_TYPE_SPEAKER, NULL);

  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "notify::position", G_CALLBACK (position_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_speaker_set_cache_size (self, DEFAULT_CACHE_SIZE);
  return self;
}

/**
 * chatty_speaker_say:
 * @account: the id of the account that speaks
 * @callsign: (nullable): whose voice and language
 * @text: Markdown, valid UTF-8
 * @feeling: (nullable): how it is meant
 * @key: what the player calls it
 *
 * Speaks a text. What was spoken before stops.
 */
void
chatty_speaker_say (ChattySpeaker       *self,
                    const char          *account,
                    const char          *callsign,
                    const char          *text,
                    const ChattyFeeling *feeling,
                    const char          *key)
{
  g_return_if_fail (CHATTY_IS_SPEAKER (self));

  chatty_speaker_begin (self, account, callsign, text, feeling, key);
}

/**
 * chatty_speaker_stop:
 *
 * Ends what is spoken, also where it is heard already.
 */
void
chatty_speaker_stop (ChattySpeaker *self)
{
  gboolean ours = self->key != NULL &&
                  g_strcmp0 (chatty_player_get_key (self->player), self->key) == 0;

  drop (self);
  if (ours)
    chatty_player_stop (self->player);
  chatty_speaker_set_key (self, NULL);
}

ChattyPlayer *
chatty_speaker_get_player (ChattySpeaker *self)
{
  return self->player;
}

const char *
chatty_speaker_get_key (ChattySpeaker *self)
{
  return self->key;
}

const char *
chatty_speaker_get_problem (ChattySpeaker *self)
{
  return self->problem;
}

/**
 * chatty_speaker_set_media_type:
 * @media_type: (nullable): one of those of #ChattyAudioFormat; %NULL for what
 *   suits each platform best
 *
 * How speech is asked for from now on.
 */
void
chatty_speaker_set_media_type (ChattySpeaker *self,
                               const char    *media_type)
{
  g_return_if_fail (CHATTY_IS_SPEAKER (self));

  self->media_type = g_intern_string (media_type);
}

/**
 * chatty_speaker_set_cache_size:
 * @bytes: how much speech is kept at most; 0 keeps none
 */
void
chatty_speaker_set_cache_size (ChattySpeaker *self,
                               guint64        bytes)
{
  g_autoptr (GFile) folder = chatty_speaker_dup_cache_folder ();

  if (bytes == self->cache_size && self->cache != NULL)
    return;
  self->cache_size = bytes;
  g_clear_object (&self->cache);
  if (bytes > 0)
    self->cache = chatty_speech_cache_new (folder, bytes);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CACHE_SIZE]);
}
