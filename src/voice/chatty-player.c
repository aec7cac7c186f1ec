/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Long for its properties, and for the words about them: what it does is what
 * it asks of a deck. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include "chatty-deck.h"
#include "chatty-player.h"
#include "chatty-voice-thread.h"

/* What the main loop and the player's thread share. */
typedef struct {
  gatomicrefcount   refs;
  GMainContext     *main;
  GWeakRef          player;

  GMutex            lock;       /* for these */
  ChattyDeckReport  report;     /* the newest one, with an error of its own */
  guint             serial;     /* of what it is about */
  gboolean          pending;

  /* Of the thread alone. */
  GMainContext     *context;
  ChattyDeck       *deck;
  GSList           *decks;      /* of DeckEntry: with those that fade */
} Link;

typedef struct {
  Link       *link;
  ChattyDeck *deck;
  guint       serial;
} DeckEntry;

/**
 * ChattyPlayer:
 *
 * Plays streams while they come, one after the other. All that waits for
 * GStreamer or a sound server is on a thread of its own; what it tells is
 * emitted on the main loop.
 */
struct _ChattyPlayer {
  GObject            parent_instance;

  Link              *link;
  ChattyVoiceThread *thread;     /* NULL until something is played */
  char              *sink;
  char              *key;
  GPtrArray         *streams;    /* of ChattyAudioStream: what is to be heard, in order */
  guint              serial;
  double             volume;
  double             speed;
  gboolean           muted;

  ChattyDeckReport   shown;      /* with an error of its own */
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_KEY,
  PROP_POSITION,
  PROP_DURATION,
  PROP_COMPLETE,
  PROP_LEVEL,
  PROP_VOLUME,
  PROP_SPEED,
  PROP_MUTED,
  PROP_WORD,
  PROP_ERROR,
  N_PROPS
};

enum {
  SIGNAL_HEARD_FIRST,
  SIGNAL_UNDERRUN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (ChattyPlayerState, chatty_player_state,
                    G_DEFINE_ENUM_VALUE (CHATTY_PLAYER_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (CHATTY_PLAYER_BUFFERING, "buffering"),
                    G_DEFINE_ENUM_VALUE (CHATTY_PLAYER_PLAYING, "playing"),
                    G_DEFINE_ENUM_VALUE (CHATTY_PLAYER_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (CHATTY_PLAYER_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (CHATTY_PLAYER_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (ChattyPlayer, chatty_player, G_TYPE_OBJECT)

/* What is shared */

static Link *
link_ref (Link *link)
{
  g_atomic_ref_count_inc (&link->refs);
  return link;
}

static void
link_unref (Link *link)
{
  if (!g_atomic_ref_count_dec (&link->refs))
    return;
  g_weak_ref_clear (&link->player);
  g_clear_error ((GError **) &link->report.error);
  g_main_context_unref (link->main);
  g_mutex_clear (&link->lock);
  g_free (link);
}

static void
copy_report (ChattyDeckReport       *to,
             const ChattyDeckReport *from)
{
  g_clear_error ((GError **) &to->error);
  *to = *from;
  if (from->error != NULL)
    to->error = g_error_copy (from->error);
}

static void
notify (ChattyPlayer *self,
        guint         property,
        gboolean      changed)
{
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
show (ChattyPlayer           *self,
      const ChattyDeckReport *now)
{
  ChattyDeckReport old = self->shown;

  self->shown.error = NULL;
  copy_report (&self->shown, now);

  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_ERROR, (old.error != NULL) != (now->error != NULL));
  notify (self, PROP_STATE, old.state != now->state);
  notify (self, PROP_POSITION, old.position != now->position);
  notify (self, PROP_DURATION, old.duration != now->duration);
  notify (self, PROP_COMPLETE, old.complete != now->complete);
  notify (self, PROP_LEVEL, old.level != now->level);
  notify (self, PROP_WORD, old.word != now->word);
  g_object_thaw_notify (G_OBJECT (self));
  g_clear_error ((GError **) &old.error);

  if (now->heard_first && !old.heard_first)
    g_signal_emit (self, signals[SIGNAL_HEARD_FIRST], 0);
  for (guint i = old.n_underruns; i < now->n_underruns; i++)
    g_signal_emit (self, signals[SIGNAL_UNDERRUN], 0);
}

/* On the main loop. */
static gboolean
show_cb (gpointer user_data)
{
  Link *link = user_data;
  g_autoptr (ChattyPlayer) self = g_weak_ref_get (&link->player);
  ChattyDeckReport now = { 0 };
  guint serial;

  g_mutex_lock (&link->lock);
  link->pending = FALSE;
  copy_report (&now, &link->report);
  serial = link->serial;
  g_mutex_unlock (&link->lock);

  /* Not of what was stopped in the meantime. */
  if (self != NULL && serial == self->serial)
    show (self, &now);
  g_clear_error ((GError **) &now.error);
  return G_SOURCE_REMOVE;
}

/* On the player's thread. */
static void
report_cb (const ChattyDeckReport *report,
           gpointer                user_data)
{
  const DeckEntry *entry = user_data;
  Link *link = entry->link;
  gboolean pending;

  g_mutex_lock (&link->lock);
  copy_report (&link->report, report);
  link->serial = entry->serial;
  pending = link->pending;
  link->pending = TRUE;
  g_mutex_unlock (&link->lock);

  if (!pending)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, show_cb, link_ref (link), (GDestroyNotify) link_unref);
      g_source_set_static_name (source, "chatty-player");
      g_source_attach (source, link->main);
    }
}

/* What is asked of the thread */

typedef struct _Command Command;
typedef void (*CommandFunc) (Command *command);

struct _Command {
  Link              *link;
  CommandFunc        func;
  ChattyAudioStream *stream;
  char              *sink;
  guint              serial;
  double             gain;
  double             speed;
  gint64             time;
};

static void
command_free (gpointer data)
{
  Command *command = data;

  g_clear_object (&command->stream);
  g_free (command->sink);
  link_unref (command->link);
  g_free (command);
}

static gboolean
command_cb (gpointer user_data)
{
  Command *command = user_data;

  command->func (command);
  return G_SOURCE_REMOVE;
}

/* When it is needed for the first time, and not at the program's start. */
static void
ensure_thread (ChattyPlayer *self)
{
  if (self->thread != NULL)
    return;
  self->thread = chatty_voice_thread_new ("voice");
  self->link->context = chatty_voice_thread_get_context (self->thread);
}

static double
get_gain (ChattyPlayer *self)
{
  /* Loudness as people hear it. */
  return self->muted ? 0 : self->volume * self->volume * self->volume;
}

static void
ask (ChattyPlayer      *self,
     CommandFunc        func,
     ChattyAudioStream *stream,
     gint64             time)
{
  Command *command;

  if (self->thread == NULL)
    return;
  command = g_new0 (Command, 1);
  command->link = link_ref (self->link);
  command->func = func;
  command->stream = stream != NULL ? g_object_ref (stream) : NULL;
  command->sink = g_strdup (self->sink);
  command->serial = self->serial;
  command->gain = get_gain (self);
  command->speed = self->speed;
  command->time = time;
  chatty_voice_thread_run (self->thread, command_cb, command, command_free);
}

static void
deck_gone (gpointer data)
{
  DeckEntry *entry = data;

  entry->link->decks = g_slist_remove (entry->link->decks, entry);
  link_unref (entry->link);
  g_free (entry);
}

static void
do_stop (Command *command)
{
  ChattyDeck *deck = g_steal_pointer (&command->link->deck);

  if (deck != NULL)
    chatty_deck_fade (deck);
}

static void
do_play (Command *command)
{
  Link *link = command->link;
  DeckEntry *entry = g_new0 (DeckEntry, 1);

  do_stop (command);
  entry->link = link_ref (link);
  entry->serial = command->serial;
  link->decks = g_slist_prepend (link->decks, entry);
  entry->deck = link->deck = chatty_deck_new (link->context, command->sink, command->gain,
                                              command->speed, report_cb, entry, deck_gone);
  chatty_deck_add (link->deck, command->stream);
}

static void
do_enqueue (Command *command)
{
  if (command->link->deck != NULL)
    chatty_deck_add (command->link->deck, command->stream);
}

static void
do_pause (Command *command)
{
  if (command->link->deck != NULL)
    chatty_deck_pause (command->link->deck);
}

static void
do_resume (Command *command)
{
  if (command->link->deck != NULL)
    chatty_deck_resume (command->link->deck);
}

static void
do_seek (Command *command)
{
  if (command->link->deck != NULL)
    chatty_deck_seek (command->link->deck, command->time);
}

static void
do_set_gain (Command *command)
{
  if (command->link->deck != NULL)
    chatty_deck_set_gain (command->link->deck, command->gain);
}

static void
do_set_speed (Command *command)
{
  if (command->link->deck != NULL)
    chatty_deck_set_speed (command->link->deck, command->speed);
}

/* The last thing on the thread. */
static gboolean
free_decks_cb (gpointer user_data)
{
  Link *link = user_data;

  link->deck = NULL;
  while (link->decks != NULL)
    chatty_deck_free (((DeckEntry *) link->decks->data)->deck);
  link_unref (link);
  return G_SOURCE_REMOVE;
}

/* The object */

static void
chatty_player_dispose (GObject *object)
{
  ChattyPlayer *self = CHATTY_PLAYER (object);

  if (self->thread != NULL)
    chatty_voice_thread_stop (g_steal_pointer (&self->thread), free_decks_cb,
                              link_ref (self->link));

  G_OBJECT_CLASS (chatty_player_parent_class)->dispose (object);
}

static void
chatty_player_finalize (GObject *object)
{
  ChattyPlayer *self = CHATTY_PLAYER (object);

  link_unref (self->link);
  g_free (self->sink);
  g_free (self->key);
  g_ptr_array_unref (self->streams);
  g_clear_error ((GError **) &self->shown.error);

  G_OBJECT_CLASS (chatty_player_parent_class)->finalize (object);
}

static void
chatty_player_get_property (GObject    *object,
                            guint       property,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ChattyPlayer *self = CHATTY_PLAYER (object);

  switch (property)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->shown.state);
      break;
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_POSITION:
      g_value_set_int64 (value, self->shown.position);
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, self->shown.duration);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->shown.complete);
      break;
    case PROP_LEVEL:
      g_value_set_double (value, self->shown.level);
      break;
    case PROP_VOLUME:
      g_value_set_double (value, self->volume);
      break;
    case PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;
    case PROP_WORD:
      g_value_set_int (value, self->shown.word);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->shown.error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
chatty_player_set_property (GObject      *object,
                            guint         property,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ChattyPlayer *self = CHATTY_PLAYER (object);

  switch (property)
    {
    case PROP_VOLUME:
      chatty_player_set_volume (self, g_value_get_double (value));
      break;
    case PROP_SPEED:
      chatty_player_set_speed (self, g_value_get_double (value));
      break;
    case PROP_MUTED:
      chatty_player_set_muted (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
chatty_player_class_init (ChattyPlayerClass *klass)
{
  const GParamFlags told = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                               G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = chatty_player_dispose;
  object_class->finalize = chatty_player_finalize;
  object_class->get_property = chatty_player_get_property;
  object_class->set_property = chatty_player_set_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_PLAYER_STATE,
                                              CHATTY_PLAYER_IDLE, told);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, told);
  properties[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, told);
  properties[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, 0, G_MAXINT64, 0, told);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, told);
  properties[PROP_LEVEL] = g_param_spec_double ("level", NULL, NULL, 0, 1, 0, told);
  properties[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0, 1, 1, settable);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0.5, 2, 1, settable);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, settable);
  properties[PROP_WORD] = g_param_spec_int ("word", NULL, NULL, -1, G_MAXINT, -1, told);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, told);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * ChattyPlayer::heard-first:
   *
   * The first sound of what is played has reached the sink.
   */
  signals[SIGNAL_HEARD_FIRST] =
    g_signal_new ("heard-first", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ChattyPlayer::underrun:
   *
   * It ran dry in the midst, and goes on when more has come.
   */
  signals[SIGNAL_UNDERRUN] =
    g_signal_new ("underrun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_player_init (ChattyPlayer *self)
{
  self->volume = self->speed = 1;
  self->shown.word = -1;
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
  self->link = g_new0 (Link, 1);
  g_atomic_ref_count_init (&self->link->refs);
  self->link->main = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->link->player, self);
  g_mutex_init (&self->link->lock);
}

/**
 * chatty_player_new:
 *
 * Nothing is opened before something is played.
 *
 * Returns: (transfer full): a player that tells on the thread's main context
 */
ChattyPlayer *
chatty_player_new (void)
{
  return g_object_new (CHATTY_TYPE_PLAYER, NULL);
}

static void
set_key (ChattyPlayer *self,
         const char   *key)
{
  if (g_strcmp0 (self->key, key) == 0)
    return;
  g_free (self->key);
  self->key = g_strdup (key);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY]);
}

/**
 * chatty_player_play:
 * @stream: what is to be heard; it may still be empty and growing
 * @key: (nullable): whose it is, such as "TRANSCRIPT/TURN"
 *
 * Plays @stream from its start, as soon as there is enough of it. What was
 * played before fades out in 30 milliseconds. To be heard soonest, call it
 * when the speech is asked for: the device is opened meanwhile.
 */
void
chatty_player_play (ChattyPlayer      *self,
                    ChattyAudioStream *stream,
                    const char        *key)
{
  const ChattyDeckReport fresh = { .state = CHATTY_PLAYER_BUFFERING, .word = -1 };

  ensure_thread (self);
  self->serial++;
  ask (self, do_play, stream, 0);
  g_ptr_array_set_size (self->streams, 0);
  g_ptr_array_add (self->streams, g_object_ref (stream));
  set_key (self, key);
  show (self, &fresh);
}

/**
 * chatty_player_enqueue:
 * @stream: what comes after all that was given before
 *
 * Joined without a gap when it is given before the rest has ended; it may
 * still be empty. Words count on through all streams. Plays at once, without
 * a key, when nothing is played.
 */
void
chatty_player_enqueue (ChattyPlayer      *self,
                       ChattyAudioStream *stream)
{
  if (self->shown.state == CHATTY_PLAYER_IDLE || self->shown.state == CHATTY_PLAYER_FAILED)
    {
      chatty_player_play (self, stream, NULL);
      return;
    }
  ask (self, do_enqueue, stream, 0);
  g_ptr_array_add (self->streams, g_object_ref (stream));
}

void
chatty_player_pause (ChattyPlayer *self)
{
  ask (self, do_pause, NULL, 0);
}

/**
 * chatty_player_resume:
 *
 * Goes on after a pause, and begins anew after the end.
 */
void
chatty_player_resume (ChattyPlayer *self)
{
  ask (self, do_resume, NULL, 0);
}

/**
 * chatty_player_stop:
 *
 * Fades out, and forgets what was played.
 */
void
chatty_player_stop (ChattyPlayer *self)
{
  const ChattyDeckReport idle = { .state = CHATTY_PLAYER_IDLE, .word = -1 };

  self->serial++;
  ask (self, do_stop, NULL, 0);
  g_ptr_array_set_size (self->streams, 0);
  set_key (self, NULL);
  show (self, &idle);
}

/**
 * chatty_player_seek:
 * @microseconds: from the start; kept within what has come
 *
 * After the end it stays paused there.
 */
void
chatty_player_seek (ChattyPlayer *self,
                    gint64        microseconds)
{
  ask (self, do_seek, NULL, microseconds);
}

/**
 * chatty_player_set_volume:
 * @volume: 0 to 1, as people hear it
 */
void
chatty_player_set_volume (ChattyPlayer *self,
                          double        volume)
{
  volume = CLAMP (volume, 0, 1);
  if (self->volume == volume)
    return;
  self->volume = volume;
  ask (self, do_set_gain, NULL, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VOLUME]);
}

/**
 * chatty_player_set_speed:
 * @speed: 0.5 to 2; voices keep their pitch
 */
void
chatty_player_set_speed (ChattyPlayer *self,
                         double        speed)
{
  speed = CLAMP (speed, 0.5, 2);
  if (self->speed == speed)
    return;
  self->speed = speed;
  ask (self, do_set_speed, NULL, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEED]);
}

void
chatty_player_set_muted (ChattyPlayer *self,
                         gboolean      muted)
{
  if (self->muted == muted)
    return;
  self->muted = muted;
  ask (self, do_set_gain, NULL, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MUTED]);
}

ChattyPlayerState
chatty_player_get_state (ChattyPlayer *self)
{
  return self->shown.state;
}

/**
 * chatty_player_get_key:
 *
 * Returns: (nullable): what was given with what is played
 */
const char *
chatty_player_get_key (ChattyPlayer *self)
{
  return self->key;
}

/**
 * chatty_player_get_position:
 *
 * Returns: what is heard now, in microseconds from the start
 */
gint64
chatty_player_get_position (ChattyPlayer *self)
{
  return self->shown.position;
}

/**
 * chatty_player_get_duration:
 *
 * Returns: how much has come so far, in microseconds
 */
gint64
chatty_player_get_duration (ChattyPlayer *self)
{
  return self->shown.duration;
}

/**
 * chatty_player_is_complete:
 *
 * Returns: whether no more will come
 */
gboolean
chatty_player_is_complete (ChattyPlayer *self)
{
  return self->shown.complete;
}

/**
 * chatty_player_get_level:
 *
 * Returns: how loud it is now, 0 to 1
 */
double
chatty_player_get_level (ChattyPlayer *self)
{
  return self->shown.level;
}

double
chatty_player_get_volume (ChattyPlayer *self)
{
  return self->volume;
}

double
chatty_player_get_speed (ChattyPlayer *self)
{
  return self->speed;
}

gboolean
chatty_player_get_muted (ChattyPlayer *self)
{
  return self->muted;
}

/**
 * chatty_player_get_word:
 *
 * Returns: which word is spoken now, counted through all streams that were
 *   given; -1 for none
 */
int
chatty_player_get_word (ChattyPlayer *self)
{
  return self->shown.word;
}

/**
 * chatty_player_get_error:
 *
 * Returns: (nullable): why it failed, for people: what is missing is named
 */
const GError *
chatty_player_get_error (ChattyPlayer *self)
{
  return self->shown.error;
}

/**
 * chatty_player_dup_streams:
 *
 * Returns: (transfer full) (element-type ChattyAudioStream): what is to be
 *   heard, in order; empty when nothing is
 */
GPtrArray *
chatty_player_dup_streams (ChattyPlayer *self)
{
  GPtrArray *streams = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->streams->len; i++)
    g_ptr_array_add (streams, g_object_ref (self->streams->pdata[i]));
  return streams;
}

/**
 * chatty_player_set_sink_for_tests:
 * @description: (nullable): a bin as gst-launch takes it, in place of the
 *   sound device; for what is played after this
 */
void
chatty_player_set_sink_for_tests (ChattyPlayer *self,
                                  const char   *description)
{
  g_free (self->sink);
  self->sink = g_strdup (description);
}
