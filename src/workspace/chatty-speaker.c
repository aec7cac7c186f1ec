/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-speaker.h"

#include "chatty-error.h"
#include "chatty-sentences.h"
#include "chatty-text.h"
#include "chatty-utterance.h"
#include "chatty-workspace-pools.h"

/* Sentences that are made at once. */
#define AT_ONCE 2
/* No more than this is made ahead of what is heard: speech costs money. */
#define AHEAD (30 * G_TIME_SPAN_SECOND)
#define DEFAULT_CACHE_SIZE (G_GUINT64_CONSTANT (256) * 1024 * 1024)

struct _ChattySpeaker {
  GObject               parent_instance;

  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattyPlayer         *player;
  ChattySpeechCache    *cache;
  guint64               cache_size;
  char                 *problem;

  char                 *key;
  ChattyUtterance      *utterance;    /* what is spoken */
  gboolean              prepared;
  GString              *text;         /* what was not cut into sentences yet */
  gboolean              text_over;
  ChattySentences      *sentences;
  guint                 n_running;
  gboolean              begun;        /* the player has something of it */
  gboolean              speaking;

  GWeakRef              conversation; /* whose answers are spoken */
  gsize                 place;        /* in its live text */
  gboolean              following;    /* what is spoken is its answer */
  ChattyReply          *reply;        /* one that brings its own sound */
  gboolean              heard;        /* it did */
};

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

static void pump (ChattySpeaker *self);

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

static void
set_key (ChattySpeaker *self,
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
  if (self->begun)
    chatty_player_enqueue (self->player, stream);
  else
    chatty_player_play (self->player, stream, self->key);
  self->begun = TRUE;
}

/* Sentences ------------------------------------------------------------------------ */

static void
spoken_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattySpeaker *self = CHATTY_SPEAKER (object);
  g_autoptr (GError) error = NULL;
  gboolean is_ours = chatty_call_of (result)->value == self->utterance;

  chatty_call_finish (self, result, chatty_speaker_say, &error);
  if (!is_ours)
    return;
  self->n_running--;
  if (error != NULL)
    fail (self, error);
  else
    pump (self);
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

static void
pump (ChattySpeaker *self)
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

  chatty_call_finish (self, result, chatty_speaker_follow, &error);
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
  pump (self);
}

/* @text: (nullable): all of it; %NULL when it is going to come. */
static void
begin (ChattySpeaker       *self,
       const char          *account,
       const char          *callsign,
       const char          *text,
       const ChattyFeeling *feeling,
       const char          *key)
{
  ChattyCall *call = chatty_call_new (chatty_utterance_prepare, NULL);

  drop (self);
  set_problem (self, NULL);
  set_key (self, key);
  self->begun = FALSE;
  self->utterance = chatty_utterance_new (self->workspace, self->accounts, self->cache, account,
                                          callsign);
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
                     chatty_speaker_follow, self->utterance->cancellable, prepared_cb, NULL);
}

/* Answers of a conversation -------------------------------------------------------- */

static char *
live_key (ChattyConversation *conversation)
{
  ChattyTurn *turn = chatty_conversation_get_live_turn (conversation);
  const char *id = chatty_conversation_get_transcript_id (conversation);

  return g_strdup_printf ("%s/%s", id != NULL ? id : "",
                          turn != NULL ? chatty_turn_get_id (turn) : "");
}

/* The platform speaks for itself: with the voice that the character has there. */
static gboolean
brings_sound (ChattyConversation *conversation)
{
  ChattyChatInputs inputs = chatty_conversation_get_inputs (conversation);

  return (inputs & CHATTY_CHAT_SPEAKS) != 0 && (inputs & CHATTY_CHAT_NEEDS_CONTEXT) == 0;
}

static void
reply_changed_cb (ChattyReply   *reply,
                  ChattySpeaker *self)
{
  g_autoptr (ChattyConversation) conversation = g_weak_ref_get (&self->conversation);
  ChattyAudioStream *audio = chatty_reply_get_audio (reply);
  g_autofree char *key = NULL;

  if (self->heard || conversation == NULL || chatty_audio_stream_get_n_chunks (audio) == 0)
    return;
  self->heard = TRUE;
  key = live_key (conversation);
  set_key (self, key);
  chatty_player_play (self->player, audio, key);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (chatty_call_finish (object, result, reply_changed_cb, &error) == NULL)
    g_info ("The sound of an answer is not kept: %s", error->message);
}

/* Hearing it again costs nothing. */
static void
keep_sound (ChattySpeaker      *self,
            ChattyConversation *conversation,
            ChattyReply        *reply,
            const char         *text)
{
  ChattyCall *call = chatty_call_new (chatty_utterance_keep_answer, NULL);

  call->value = chatty_utterance_new (self->workspace, self->accounts, self->cache,
                                      chatty_conversation_get_account (conversation),
                                      chatty_conversation_get_callsign (conversation));
  call->free_value = (GDestroyNotify) chatty_utterance_unref;
  call->texts[0] = g_strdup (text);
  call->objects[0] = g_object_ref (G_OBJECT (chatty_reply_get_audio (reply)));
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_SPEECH),
                     reply_changed_cb, NULL, kept_cb, NULL);
}

static void
take_text (ChattySpeaker      *self,
           ChattyConversation *conversation)
{
  gsize place = chatty_conversation_get_live_since (conversation, self->place, self->text);

  if (place != G_MAXSIZE)
    {
      self->place = place;
      pump (self);
      return;
    }
  /* The platform has other words now, and they are what is said. */
  chatty_player_stop (self->player);
  self->place = 0;
  {
    ChattyFeeling feeling;
    g_autofree char *key = g_strdup (self->key);

    chatty_conversation_get_live_feeling (conversation, &feeling);
    begin (self, chatty_conversation_get_account (conversation),
           chatty_conversation_get_callsign (conversation), NULL, &feeling, key);
    self->following = TRUE;
    self->place = chatty_conversation_get_live_since (conversation, 0, self->text);
  }
}

static void
text_changed_cb (ChattyConversation *conversation,
                 ChattySpeaker      *self)
{
  if (!chatty_conversation_get_speaks (conversation) || self->reply != NULL ||
      chatty_conversation_get_reply (conversation) == NULL)
    return;
  if (self->place == 0 && !self->following)
    {
      g_autofree char *key = live_key (conversation);
      ChattyFeeling feeling;

      chatty_conversation_get_live_feeling (conversation, &feeling);
      begin (self, chatty_conversation_get_account (conversation),
             chatty_conversation_get_callsign (conversation), NULL, &feeling, key);
      self->following = TRUE;
    }
  /* Otherwise something else is spoken meanwhile, because the person wants it. */
  if (self->following)
    take_text (self, conversation);
}

static void
end_answer (ChattySpeaker      *self,
            ChattyConversation *conversation)
{
  g_autoptr (ChattyReply) reply = g_steal_pointer (&self->reply);
  g_autofree char *text = NULL;

  if (reply == NULL)
    {
      if (!self->following)
        return;
      self->following = FALSE;
      take_text (self, conversation);
      self->following = FALSE;
      self->text_over = TRUE;
      pump (self);
      return;
    }
  g_signal_handlers_disconnect_by_data (reply, self);
  reply_changed_cb (reply, self);
  text = chatty_conversation_dup_live_text (conversation);
  if (self->heard && chatty_reply_get_state (reply) == CHATTY_REPLY_FINISHED)
    keep_sound (self, conversation, reply, text);
  else if (!self->heard && *text != '\0' &&
           chatty_reply_get_state (reply) != CHATTY_REPLY_CANCELLED)
    {
      g_autofree char *key = live_key (conversation);

      chatty_speaker_say (self, chatty_conversation_get_account (conversation),
                          chatty_conversation_get_callsign (conversation), text, NULL, key);
    }
}

static void
reply_cb (ChattyConversation *conversation,
          GParamSpec         *pspec,
          ChattySpeaker      *self)
{
  ChattyReply *reply = chatty_conversation_get_reply (conversation);

  if (reply == NULL)
    {
      end_answer (self, conversation);
      return;
    }
  self->place = 0;
  self->following = FALSE;
  self->heard = FALSE;
  if (chatty_conversation_get_speaks (conversation) && brings_sound (conversation))
    {
      g_set_object (&self->reply, reply);
      g_signal_connect_object (reply, "changed", G_CALLBACK (reply_changed_cb), self, 0);
    }
}

/* The object ------------------------------------------------------------------------ */

static void
position_cb (ChattySpeaker *self)
{
  if (self->utterance != NULL && self->n_running < AT_ONCE)
    pump (self);
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

  begin (self, account, callsign, text, feeling, key);
}

/**
 * chatty_speaker_follow:
 * @conversation: (nullable): whose answers are spoken from now on
 */
void
chatty_speaker_follow (ChattySpeaker      *self,
                       ChattyConversation *conversation)
{
  g_autoptr (ChattyConversation) former = g_weak_ref_get (&self->conversation);

  if (former == conversation)
    return;
  if (former != NULL)
    g_signal_handlers_disconnect_by_data (former, self);
  if (self->reply != NULL)
    g_signal_handlers_disconnect_by_data (self->reply, self);
  g_clear_object (&self->reply);
  g_weak_ref_set (&self->conversation, conversation);
  /* What it began to say it says as far as it is there. */
  if (self->following)
    {
      self->following = FALSE;
      self->text_over = TRUE;
      pump (self);
    }
  if (conversation == NULL)
    return;
  g_signal_connect_object (conversation, "notify::reply", G_CALLBACK (reply_cb), self, 0);
  g_signal_connect_object (conversation, "text-changed", G_CALLBACK (text_changed_cb), self, 0);
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
  set_key (self, NULL);
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
