/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include "chatty-picture.h"
#include "chatty-pool.h"

#include "chatty-turn-host.h"

/* Outlives the host while a worker reads. */
typedef struct {
  ChattyTurnImageLoad load;
  gpointer            user_data;
  GDestroyNotify      destroy;
} Loader;

typedef struct {
  ChattyTurnDocumentFind find;
  gpointer               user_data;
  GDestroyNotify         destroy;
} Finder;

typedef struct {
  Finder       *finder;   /* atomic box */
  ChattySource *source;
} FindJob;

typedef struct {
  guint   turn;
  guint32 sources;
} Pointed;

typedef struct {
  Loader *loader;   /* atomic box */
  char   *uri;
  guint   max_side;
} Job;

struct _ChattyTurnHost
{
  GObject parent_instance;

  ChattyTurnOffers  offers;
  Loader           *loader;     /* atomic box, nullable */
  GtkTextBuffer    *edit;       /* what is said instead, nullable */
  guint             edited;     /* of which turn */
  char             *callsign;   /* whose documents there are, nullable */
  Finder           *finder;     /* atomic box, nullable */
  GHashTable       *thinking;   /* id of a turn to seconds */
  Pointed           chosen;     /* from their chips */
  Pointed           hovered;    /* in the text */
};

enum {
  SOURCES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTurnHost, chatty_turn_host, G_TYPE_OBJECT)

static void
loader_clear (gpointer data)
{
  Loader *loader = data;

  if (loader->destroy != NULL)
    loader->destroy (loader->user_data);
}

static void
loader_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, loader_clear);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  loader_release (job->loader);
  g_free (job->uri);
  g_free (job);
}

static void
finder_clear (gpointer data)
{
  Finder *finder = data;

  if (finder->destroy != NULL)
    finder->destroy (finder->user_data);
}

static void
finder_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, finder_clear);
}

static void
find_job_free (gpointer data)
{
  FindJob *job = data;

  finder_release (job->finder);
  chatty_source_unref (job->source);
  g_free (job);
}

static void
find_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  FindJob *job = task_data;
  GError *error = NULL;
  char *name = job->finder->find (job->source, job->finder->user_data, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, name, g_free);
}

/* One worker is enough for what a person can ask for. */
static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool = NULL;

  if (pool == NULL)
    pool = chatty_pool_new ("attached", 1);
  return pool;
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  GError *error = NULL;

  bytes = job->loader->load (job->uri, job->loader->user_data, cancellable, &error);
  if (bytes != NULL)
    pixbuf = chatty_picture_decode (bytes, job->max_side, &error);

  if (pixbuf != NULL)
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
chatty_turn_host_finalize (GObject *object)
{
  ChattyTurnHost *self = CHATTY_TURN_HOST (object);

  g_clear_pointer (&self->loader, loader_release);
  g_clear_object (&self->edit);
  g_clear_pointer (&self->finder, finder_release);
  g_free (self->callsign);
  g_hash_table_unref (self->thinking);

  G_OBJECT_CLASS (chatty_turn_host_parent_class)->finalize (object);
}

static void
chatty_turn_host_class_init (ChattyTurnHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_host_finalize;

  signals[SOURCES_CHANGED] = g_signal_new ("sources-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
chatty_turn_host_init (ChattyTurnHost *self)
{
  self->offers = CHATTY_TURN_OFFER_COPY;
  self->thinking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * chatty_turn_host_new:
 *
 * Returns: (transfer full): a host that offers to copy
 */
ChattyTurnHost *
chatty_turn_host_new (void)
{
  return g_object_new (CHATTY_TYPE_TURN_HOST, NULL);
}

/**
 * chatty_turn_host_set_offers:
 */
void
chatty_turn_host_set_offers (ChattyTurnHost   *self,
                             ChattyTurnOffers  offers)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  self->offers = offers;
}

/**
 * chatty_turn_host_get_offers:
 */
ChattyTurnOffers
chatty_turn_host_get_offers (ChattyTurnHost *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), 0);

  return self->offers;
}

/**
 * chatty_turn_host_begin_edit:
 * @turn: the number of a turn
 * @text: what is there at first
 */
void
chatty_turn_host_begin_edit (ChattyTurnHost *self,
                             guint           turn,
                             const char     *text)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  chatty_turn_host_end_edit (self);
  self->edit = gtk_text_buffer_new (NULL);
  gtk_text_buffer_set_text (self->edit, text, -1);
  self->edited = turn;
}

/**
 * chatty_turn_host_end_edit:
 *
 * Forgets what was written.
 */
void
chatty_turn_host_end_edit (ChattyTurnHost *self)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  g_clear_object (&self->edit);
}

/**
 * chatty_turn_host_get_edit:
 *
 * Returns: (transfer none) (nullable): what is being written in the place of a
 *   turn
 */
GtkTextBuffer *
chatty_turn_host_get_edit (ChattyTurnHost *self,
                           guint           turn)
{
  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), NULL);

  return self->edit != NULL && self->edited == turn ? self->edit : NULL;
}

/**
 * chatty_turn_host_dup_edit:
 * @turn: (out): the number of the turn that is edited
 *
 * Returns: (transfer full) (nullable): what is written there; %NULL if none is
 */
char *
chatty_turn_host_dup_edit (ChattyTurnHost *self,
                           guint          *turn)
{
  GtkTextIter start, end;

  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), NULL);

  if (self->edit == NULL)
    return NULL;

  *turn = self->edited;
  gtk_text_buffer_get_bounds (self->edit, &start, &end);
  return gtk_text_buffer_get_text (self->edit, &start, &end, TRUE);
}

/**
 * chatty_turn_host_set_loader:
 * @load: (nullable): reads pictures; called on a worker
 * @user_data: (destroy destroy): for @load; @destroy may run on any thread
 */
void
chatty_turn_host_set_loader (ChattyTurnHost      *self,
                             ChattyTurnImageLoad  load,
                             gpointer             user_data,
                             GDestroyNotify       destroy)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  g_clear_pointer (&self->loader, loader_release);
  if (load != NULL)
    {
      self->loader = g_atomic_rc_box_new0 (Loader);
      self->loader->load = load;
      self->loader->user_data = user_data;
      self->loader->destroy = destroy;
    }
}

/**
 * chatty_turn_host_can_load:
 *
 * Returns: whether there is somebody who reads pictures
 */
gboolean
chatty_turn_host_can_load (ChattyTurnHost *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), FALSE);

  return self->loader != NULL;
}

/**
 * chatty_turn_host_load_async:
 * @uri: of an attachment
 * @max_side: pixels of the longer side at most
 *
 * Reads and decodes a picture on a worker. Main loop only.
 */
void
chatty_turn_host_load_async (ChattyTurnHost      *self,
                             const char          *uri,
                             guint                max_side,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (CHATTY_IS_TURN_HOST (self));
  g_return_if_fail (self->loader != NULL);
  g_return_if_fail (uri != NULL);

  job = g_new0 (Job, 1);
  job->loader = g_atomic_rc_box_acquire (self->loader);
  job->uri = g_strdup (uri);
  job->max_side = max_side;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, chatty_turn_host_load_async);
  g_task_set_task_data (task, job, job_free);
  chatty_pool_run (get_pool (), task, load_thread);
}

/**
 * chatty_turn_host_load_finish:
 *
 * Returns: (transfer full): the picture; %NULL with @error set as the loader
 *   does, or with %CHATTY_ERROR_INVALID_DATA or %CHATTY_ERROR_TOO_LARGE
 */
GdkTexture *
chatty_turn_host_load_finish (ChattyTurnHost  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * chatty_turn_host_set_documents:
 * @callsign: (nullable): the character whose documents they are
 * @find: (nullable): finds the document of a source; called on a worker
 * @user_data: (destroy destroy): for @find; @destroy may run on any thread
 */
void
chatty_turn_host_set_documents (ChattyTurnHost         *self,
                                const char             *callsign,
                                ChattyTurnDocumentFind  find,
                                gpointer                user_data,
                                GDestroyNotify          destroy)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  g_free (self->callsign);
  self->callsign = g_strdup (callsign);
  g_clear_pointer (&self->finder, finder_release);
  if (find != NULL)
    {
      self->finder = g_atomic_rc_box_new0 (Finder);
      self->finder->find = find;
      self->finder->user_data = user_data;
      self->finder->destroy = destroy;
    }
}

/**
 * chatty_turn_host_get_callsign:
 *
 * Returns: (transfer none) (nullable): the character whose documents there are
 */
const char *
chatty_turn_host_get_callsign (ChattyTurnHost *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), NULL);

  return self->callsign;
}

/**
 * chatty_turn_host_find_async:
 * @source: what an answer rests on
 *
 * Finds the document of a source on a worker. Main loop only.
 */
void
chatty_turn_host_find_async (ChattyTurnHost      *self,
                             const ChattySource  *source,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  FindJob *job;

  g_return_if_fail (CHATTY_IS_TURN_HOST (self));
  g_return_if_fail (source != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, chatty_turn_host_find_async);
  if (self->finder == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  job = g_new0 (FindJob, 1);
  job->finder = g_atomic_rc_box_acquire (self->finder);
  job->source = chatty_source_new (source);
  g_task_set_task_data (task, job, find_job_free);
  chatty_pool_run (get_pool (), task, find_thread);
}

/**
 * chatty_turn_host_find_finish:
 *
 * Returns: (transfer full) (nullable): the document's name in the character's
 *   folder; %NULL where it is not there, or with @error set as the finder does
 */
char *
chatty_turn_host_find_finish (ChattyTurnHost  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * chatty_turn_host_set_thinking:
 * @turn: the id of a turn
 * @seconds: how long was thought before it, at least 1
 */
void
chatty_turn_host_set_thinking (ChattyTurnHost *self,
                               const char     *turn,
                               int             seconds)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));
  g_return_if_fail (turn != NULL);

  g_hash_table_replace (self->thinking, g_strdup (turn), GINT_TO_POINTER (seconds));
}

/**
 * chatty_turn_host_get_thinking:
 * @turn: (nullable): the id of a turn
 *
 * Returns: how many seconds were thought before it; -1 where nobody knows
 */
int
chatty_turn_host_get_thinking (ChattyTurnHost *self,
                               const char     *turn)
{
  gpointer seconds;

  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), -1);

  seconds = turn != NULL ? g_hash_table_lookup (self->thinking, turn) : NULL;
  return seconds != NULL ? GPOINTER_TO_INT (seconds) : -1;
}

static void
point_out (ChattyTurnHost *self,
           Pointed        *pointed,
           guint           turn,
           guint32         sources)
{
  if (pointed->sources == sources && (pointed->turn == turn || sources == 0))
    return;
  /* What another turn points out is not taken back from here. */
  if (sources == 0 && pointed->turn != turn)
    return;
  *pointed = (Pointed) { turn, sources };
  g_signal_emit (self, signals[SOURCES_CHANGED], 0);
}

/**
 * chatty_turn_host_choose_sources:
 * @turn: the number of a turn
 * @sources: the set of its sources that somebody is at
 */
void
chatty_turn_host_choose_sources (ChattyTurnHost *self,
                                 guint           turn,
                                 guint32         sources)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  point_out (self, &self->chosen, turn, sources);
}

/**
 * chatty_turn_host_hover_sources:
 * @turn: the number of a turn
 * @sources: the set of those on which what is under the pointer rests
 */
void
chatty_turn_host_hover_sources (ChattyTurnHost *self,
                                guint           turn,
                                guint32         sources)
{
  g_return_if_fail (CHATTY_IS_TURN_HOST (self));

  point_out (self, &self->hovered, turn, sources);
}

/**
 * chatty_turn_host_get_sources:
 * @turn: the number of a turn
 *
 * Returns: the set of its sources that are pointed out
 */
guint32
chatty_turn_host_get_sources (ChattyTurnHost *self,
                              guint           turn)
{
  guint32 sources = 0;

  g_return_val_if_fail (CHATTY_IS_TURN_HOST (self), 0);

  if (self->chosen.turn == turn)
    sources |= self->chosen.sources;
  if (self->hovered.turn == turn)
    sources |= self->hovered.sources;
  return sources;
}
