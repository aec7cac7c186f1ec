/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>

#include "chatty-error.h"
#include "chatty-reply-private.h"
#include "chatty-text.h"

/* A frame: telling more often would change nothing that anybody sees. */
#define FRAME (16 * G_TIME_SPAN_MILLISECOND)

/**
 * ChattyReply:
 *
 * An answer on its way: a worker feeds it, the user interface is told at most
 * once a frame. Every function may be called on any thread.
 *
 * This file is long because one lock guards everything that an answer brings:
 * each kind of it is one function to put it in and one to read it.
 */
struct _ChattyReply {
  GObject           parent_instance;

  GMainContext     *context;
  GCancellable     *cancellable;
  ChattyAudioStream *audio;

  GMutex            lock;          /* for all that follows */
  ChattyReplyState  state;
  GString          *text;
  gsize             replaced;      /* how often the text was */
  GString          *thought;
  GPtrArray        *sources;       /* of ChattySource */
  char             *heard;
  char             *model;
  GPtrArray        *texts;         /* nullable: what it was told, titles and texts in turn */
  double            temperature;   /* with them */
  ChattyFeeling     feeling;
  gboolean          has_usage;
  guint             usage[2];
  GString          *notices;
  GError           *error;
  guint             pulled;        /* pieces of audio */
  gint64            told;
  gboolean          pending;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyReply, chatty_reply, G_TYPE_OBJECT)

static void
chatty_reply_finalize (GObject *object)
{
  ChattyReply *self = CHATTY_REPLY (object);

  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_object_unref (self->audio);
  g_mutex_clear (&self->lock);
  g_string_free (self->text, TRUE);
  g_string_free (self->thought, TRUE);
  g_string_free (self->notices, TRUE);
  g_ptr_array_unref (self->sources);
  g_free (self->heard);
  g_free (self->model);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (chatty_reply_parent_class)->finalize (object);
}

static void
chatty_reply_class_init (ChattyReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_reply_finalize;

  /**
   * ChattyReply::changed:
   *
   * Something came, or it is over. Emitted on the reply's main context, at
   * most once in 16 milliseconds, and always once after the end.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_reply_init (ChattyReply *self)
{
  g_mutex_init (&self->lock);
  self->audio = chatty_audio_stream_new ();
  self->text = g_string_new (NULL);
  self->thought = g_string_new (NULL);
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  self->notices = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * chatty_reply_new:
 * @context: (nullable): where it tells; %NULL for the thread's default
 *
 * Returns: (transfer full): a reply for which nothing has come yet
 */
ChattyReply *
chatty_reply_new (GMainContext *context)
{
  ChattyReply *self = g_object_new (CHATTY_TYPE_REPLY, NULL);

  self->context = context != NULL ? g_main_context_ref (context)
                                  : g_main_context_ref_thread_default ();
  return self;
}

static gboolean
tell_cb (gpointer user_data)
{
  ChattyReply *self = user_data;

  g_mutex_lock (&self->lock);
  self->pending = FALSE;
  self->told = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Called with the lock held. */
static void
tell (ChattyReply *self)
{
  g_autoptr (GSource) source = NULL;
  gint64 since = g_get_monotonic_time () - self->told;

  if (self->pending)
    return;

  self->pending = TRUE;
  source = g_timeout_source_new (since >= FRAME ? 0 : (guint) ((FRAME - since + 999) / 1000));
  g_source_set_callback (source, tell_cb, g_object_ref (self), g_object_unref);
  g_source_set_static_name (source, "chatty-reply-changed");
  g_source_attach (source, self->context);
}

static gboolean
is_over (ChattyReply *self)
{
  return self->state >= CHATTY_REPLY_FINISHED;
}

ChattyReplyState
chatty_reply_get_state (ChattyReply *self)
{
  ChattyReplyState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

/**
 * chatty_reply_is_done:
 *
 * Returns: whether nothing more will come
 */
gboolean
chatty_reply_is_done (ChattyReply *self)
{
  return chatty_reply_get_state (self) >= CHATTY_REPLY_FINISHED;
}

/**
 * chatty_reply_dup_text:
 *
 * Returns: (transfer full): the text so far, "" when there is none
 */
char *
chatty_reply_dup_text (ChattyReply *self)
{
  char *text;

  g_mutex_lock (&self->lock);
  text = g_strdup (self->text->str);
  g_mutex_unlock (&self->lock);
  return text;
}

/**
 * chatty_reply_get_text_since:
 * @offset: 0, or what this function returned before
 * @into: gets what came since
 *
 * For whoever follows a text while it grows, without copying all of it each
 * time. What is returned is the length of the text as long as the platform
 * has not replaced it, and only a mark of the place after that.
 *
 * Returns: @offset for the next time; %G_MAXSIZE, with nothing appended, when
 *   the text was replaced: read all of it again, with 0
 */
gsize
chatty_reply_get_text_since (ChattyReply *self,
                             gsize        offset,
                             GString     *into)
{
  gsize next;

  g_mutex_lock (&self->lock);
  next = chatty_text_append_since (self->text, self->replaced, offset, into);
  g_mutex_unlock (&self->lock);
  return next;
}

/**
 * chatty_reply_dup_heard:
 *
 * Returns: (transfer full) (nullable): what the platform understood of the
 *   person's speech
 */
char *
chatty_reply_dup_heard (ChattyReply *self)
{
  char *heard;

  g_mutex_lock (&self->lock);
  heard = g_strdup (self->heard);
  g_mutex_unlock (&self->lock);
  return heard;
}

/**
 * chatty_reply_dup_thought:
 *
 * Returns: (transfer full) (nullable): what was thought so far before the
 *   answer, where the platform shows it
 */
char *
chatty_reply_dup_thought (ChattyReply *self)
{
  char *thought;

  g_mutex_lock (&self->lock);
  thought = self->thought->len > 0 ? g_strdup (self->thought->str) : NULL;
  g_mutex_unlock (&self->lock);
  return thought;
}

/**
 * chatty_reply_dup_sources:
 *
 * Returns: (transfer full) (element-type ChattySource): what the answer rests
 *   on, as far as it is known; the spans are of chatty_reply_dup_text()
 */
GPtrArray *
chatty_reply_dup_sources (ChattyReply *self)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->sources->len; i++)
    g_ptr_array_add (sources, chatty_source_ref (g_ptr_array_index (self->sources, i)));
  g_mutex_unlock (&self->lock);
  return sources;
}

/**
 * chatty_reply_dup_notice:
 *
 * Returns: (transfer full) (nullable): what the person should know of how the
 *   answer came about, one line each
 */
char *
chatty_reply_dup_notice (ChattyReply *self)
{
  char *notice;

  g_mutex_lock (&self->lock);
  notice = self->notices->len > 0 ? g_strdup (self->notices->str) : NULL;
  g_mutex_unlock (&self->lock);
  return notice;
}

/**
 * chatty_reply_dup_model:
 *
 * Returns: (transfer full) (nullable): the model that really answered, where
 *   the platform tells
 */
char *
chatty_reply_dup_model (ChattyReply *self)
{
  char *model;

  g_mutex_lock (&self->lock);
  model = g_strdup (self->model);
  g_mutex_unlock (&self->lock);
  return model;
}

/**
 * chatty_reply_dup_told:
 * @temperature: (out): how freely it was to answer; NAN where it was not told
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): what the
 *   platform was told in place of the instructions and the settings of the
 *   message; %NULL where it was told these. See chatty_reply_add_told()
 */
char **
chatty_reply_dup_told (ChattyReply *self,
                       double      *temperature)
{
  GPtrArray *told = NULL;

  g_mutex_lock (&self->lock);
  if (self->texts != NULL)
    {
      told = g_ptr_array_new ();
      for (guint i = 0; i < self->texts->len; i++)
        g_ptr_array_add (told, g_strdup (self->texts->pdata[i]));
      g_ptr_array_add (told, NULL);
    }
  *temperature = told != NULL ? self->temperature : NAN;
  g_mutex_unlock (&self->lock);
  return told != NULL ? (char **) g_ptr_array_free (told, FALSE) : NULL;
}

/**
 * chatty_reply_get_feeling:
 * @feeling: (out): how the answer is meant
 *
 * Returns: whether the platform told it
 */
gboolean
chatty_reply_get_feeling (ChattyReply   *self,
                          ChattyFeeling *feeling)
{
  g_mutex_lock (&self->lock);
  *feeling = self->feeling;
  g_mutex_unlock (&self->lock);
  return feeling->emotion != CHATTY_EMOTION_NONE;
}

/**
 * chatty_reply_get_usage:
 * @prompt: (out): tokens that were read
 * @completion: (out): tokens that were written
 *
 * Returns: whether the platform told it
 */
gboolean
chatty_reply_get_usage (ChattyReply *self,
                        guint       *prompt,
                        guint       *completion)
{
  gboolean known;

  g_mutex_lock (&self->lock);
  *prompt = self->usage[0];
  *completion = self->usage[1];
  known = self->has_usage;
  g_mutex_unlock (&self->lock);
  return known;
}

/**
 * chatty_reply_dup_error:
 *
 * Returns: (transfer full) (nullable): why it failed or was stopped
 */
GError *
chatty_reply_dup_error (ChattyReply *self)
{
  GError *error;

  g_mutex_lock (&self->lock);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->lock);
  return error;
}

/**
 * chatty_reply_get_audio:
 *
 * Returns: (transfer none): the speech of the answer, which ends with it; it
 *   may be kept when the reply is gone
 */
ChattyAudioStream *
chatty_reply_get_audio (ChattyReply *self)
{
  return self->audio;
}

/**
 * chatty_reply_pull_audio:
 *
 * Gives the pieces of the audio one after the other, for a single reader.
 *
 * Returns: (transfer full) (nullable): the piece; %NULL when there is none at
 *   the moment, or none any more when the reply is done
 */
GBytes *
chatty_reply_pull_audio (ChattyReply *self)
{
  GBytes *bytes;

  g_mutex_lock (&self->lock);
  bytes = chatty_audio_stream_dup_chunk (self->audio, self->pulled, NULL);
  if (bytes != NULL)
    self->pulled++;
  g_mutex_unlock (&self->lock);
  return bytes;
}

/**
 * chatty_reply_get_audio_format:
 * @format: (out): what the first piece of the audio is
 *
 * Returns: whether any audio has come
 */
gboolean
chatty_reply_get_audio_format (ChattyReply       *self,
                               ChattyAudioFormat *format)
{
  g_autoptr (GBytes) first = NULL;

  *format = (ChattyAudioFormat) { NULL };
  first = chatty_audio_stream_dup_chunk (self->audio, 0, format);
  return first != NULL;
}

/**
 * chatty_reply_cancel:
 *
 * Stops the call that feeds the reply. What has come stays.
 */
void
chatty_reply_cancel (ChattyReply *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * chatty_reply_get_cancellable:
 *
 * Returns: (transfer none): what stops the call that feeds the reply
 */
GCancellable *
chatty_reply_get_cancellable (ChattyReply *self)
{
  return self->cancellable;
}

/* Takes the lock, which the caller gives back in any case. */
static gboolean
begin_change (ChattyReply *self)
{
  g_mutex_lock (&self->lock);
  if (is_over (self))
    return FALSE;
  self->state = CHATTY_REPLY_STREAMING;
  return TRUE;
}

/**
 * chatty_reply_append_text:
 * @text: valid UTF-8
 */
void
chatty_reply_append_text (ChattyReply *self,
                          const char  *text)
{
  if (*text == '\0')
    return;

  if (begin_change (self))
    {
      g_string_append (self->text, text);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_replace_text:
 * @text: valid UTF-8: all of it, where the platform has the last word
 */
void
chatty_reply_replace_text (ChattyReply *self,
                           const char  *text)
{
  if (begin_change (self))
    {
      if (!g_str_has_prefix (text, self->text->str) && self->replaced < CHATTY_TEXT_MAX_REPLACED)
        self->replaced++;
      g_string_assign (self->text, text);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_append_thought:
 * @text: valid UTF-8: more of what is thought before the answer
 */
void
chatty_reply_append_thought (ChattyReply *self,
                             const char  *text)
{
  if (*text == '\0')
    return;

  if (begin_change (self))
    {
      g_string_append (self->thought, text);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_add_source:
 * @source: (transfer none): what the answer rests on; its spans are of the
 *   text that was appended so far
 */
void
chatty_reply_add_source (ChattyReply  *self,
                         ChattySource *source)
{
  if (begin_change (self))
    {
      g_ptr_array_add (self->sources, chatty_source_ref (source));
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_set_heard:
 * @text: valid UTF-8: what the platform understood
 */
void
chatty_reply_set_heard (ChattyReply *self,
                        const char  *text)
{
  if (begin_change (self))
    {
      g_free (self->heard);
      self->heard = g_strdup (text);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

static void
note_audio (ChattyReply *self)
{
  if (begin_change (self))
    tell (self);
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_append_audio:
 * @format: what it is; its text is copied
 * @bytes: the next piece
 */
void
chatty_reply_append_audio (ChattyReply             *self,
                           const ChattyAudioFormat *format,
                           GBytes                  *bytes)
{
  /* Not under the lock: the stream tells whoever plays it. It takes nothing
   * any more when the reply is over. */
  chatty_audio_stream_append (self->audio, format, bytes);
  note_audio (self);
}

/**
 * chatty_reply_append_words:
 * @words: (array length=n): when the next words are spoken; copied
 * @n: how many
 */
void
chatty_reply_append_words (ChattyReply          *self,
                           const ChattyWordTime *words,
                           guint                 n)
{
  chatty_audio_stream_append_words (self->audio, words, n);
  note_audio (self);
}

/**
 * chatty_reply_set_model:
 * @model: (nullable): valid UTF-8: the model that really answers
 */
void
chatty_reply_set_model (ChattyReply *self,
                        const char  *model)
{
  /* Some say it with each piece. */
  if (begin_change (self) && g_strcmp0 (self->model, model) != 0)
    {
      g_free (self->model);
      self->model = g_strdup (model);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_add_told:
 * @told: (array zero-terminated=1): what a text is called, for people, and the
 *   text, in turn: what goes along, or where the platform is to look
 * @temperature: how freely it is to answer; NAN where that is not told
 *
 * Notes, before it goes out, what a model that takes no instructions is told in
 * their place, and that it is told nothing of the settings but the temperature.
 * Where it is asked again with something else, that is added.
 */
void
chatty_reply_add_told (ChattyReply       *self,
                       const char *const *told,
                       double             temperature)
{
  g_mutex_lock (&self->lock);
  if (!is_over (self))
    {
      if (self->texts == NULL)
        self->texts = g_ptr_array_new_with_free_func (g_free);
      for (; told[0] != NULL && told[1] != NULL; told += 2)
        {
          g_ptr_array_add (self->texts, g_strdup (told[0]));
          g_ptr_array_add (self->texts, g_strdup (told[1]));
        }
      self->temperature = temperature;
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_set_feeling:
 * @feeling: how the answer is meant
 */
void
chatty_reply_set_feeling (ChattyReply         *self,
                          const ChattyFeeling *feeling)
{
  if (begin_change (self))
    {
      self->feeling = *feeling;
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_set_usage:
 * @prompt: tokens that were read
 * @completion: tokens that were written
 */
void
chatty_reply_set_usage (ChattyReply *self,
                        guint        prompt,
                        guint        completion)
{
  if (begin_change (self))
    {
      self->has_usage = TRUE;
      self->usage[0] = prompt;
      self->usage[1] = completion;
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_add_notice:
 * @notice: for people, translated, one line
 */
void
chatty_reply_add_notice (ChattyReply *self,
                         const char  *notice)
{
  if (begin_change (self))
    {
      if (self->notices->len > 0)
        g_string_append_c (self->notices, '\n');
      g_string_append (self->notices, notice);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_reply_finish:
 * @error: (nullable): why it failed, or %NULL when everything came
 *
 * Ends the reply and its audio; the first end holds.
 */
void
chatty_reply_finish (ChattyReply  *self,
                     const GError *error)
{
  g_mutex_lock (&self->lock);
  if (!is_over (self))
    {
      if (error == NULL)
        self->state = CHATTY_REPLY_FINISHED;
      else
        self->state = chatty_error_is_cancelled (error) ? CHATTY_REPLY_CANCELLED
                                                        : CHATTY_REPLY_FAILED;
      self->error = error != NULL ? g_error_copy (error) : NULL;
      tell (self);
    }
  g_mutex_unlock (&self->lock);
  chatty_audio_stream_end (self->audio, error);
}

static void
cancelled_cb (GCancellable *cancellable,
              ChattyReply  *self)
{
  chatty_reply_cancel (self);
}

/**
 * chatty_reply_watch:
 * @cancellable: (nullable): what the caller of a verb gave
 *
 * Lets @cancellable stop the reply.
 *
 * Returns: for chatty_reply_end()
 */
gulong
chatty_reply_watch (ChattyReply  *self,
                    GCancellable *cancellable)
{
  if (cancellable == NULL || cancellable == self->cancellable)
    return 0;
  return g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
}

/**
 * chatty_reply_end:
 * @cancellable: (nullable): what was given to chatty_reply_watch()
 * @watch: what that gave
 * @failure: (transfer full) (nullable): why the verb failed
 * @error: set to @failure
 *
 * Ends the reply as the verb that fed it ended.
 *
 * Returns: whether there was no failure
 */
gboolean
chatty_reply_end (ChattyReply   *self,
                  GCancellable  *cancellable,
                  gulong         watch,
                  GError        *failure,
                  GError       **error)
{
  if (watch != 0)
    g_cancellable_disconnect (cancellable, watch);
  chatty_reply_finish (self, failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
