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
};

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

  G_OBJECT_CLASS (chatty_turn_host_parent_class)->finalize (object);
}

static void
chatty_turn_host_class_init (ChattyTurnHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_host_finalize;
}

static void
chatty_turn_host_init (ChattyTurnHost *self)
{
  self->offers = CHATTY_TURN_OFFER_COPY;
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
  static ChattyPool *pool = NULL;
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (CHATTY_IS_TURN_HOST (self));
  g_return_if_fail (self->loader != NULL);
  g_return_if_fail (uri != NULL);

  if (pool == NULL)
    pool = chatty_pool_new ("attached", 1);

  job = g_new0 (Job, 1);
  job->loader = g_atomic_rc_box_acquire (self->loader);
  job->uri = g_strdup (uri);
  job->max_side = max_side;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, chatty_turn_host_load_async);
  g_task_set_task_data (task, job, job_free);
  chatty_pool_run (pool, task, load_thread);
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
