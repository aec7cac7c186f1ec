/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-live-list.h"

#include "chatty-error.h"
#include "chatty-list-diff.h"
#include "chatty-workspace-pools.h"

/* A refresh by itself comes at most this often, and takes at most this part
 * of the time: during an import the vault changes all the time. */
#define REFRESH_MS 250
#define REFRESH_SHARE 6
/* Every change that is told costs the view some work; past this many it is
 * cheaper to replace the rows between them. */
#define MAX_SPLICES 64

typedef struct {
  ChattyLiveListClass *klass;
  gpointer             row;
  gpointer             item;        /* NULL until it is asked for */
} Row;

typedef struct {
  ChattyVault  *vault;
  GArray       *rows;        /* of Row */
  GPtrArray    *shown;       /* the same, as the worker got it */
  GCancellable *cancellable; /* of the query that runs, if any */
  gboolean      stale;       /* changed since that query began */
  guint         refresh_id;
  gint64        last_refresh;
  gint64        last_duration;
  gboolean      loading;
  char         *error_message;
} ChattyLiveListPrivate;

enum {
  PROP_0,
  PROP_LOADING,
  PROP_ERROR_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);
static void run_query (ChattyLiveList *self,
                       gboolean        by_itself);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (ChattyLiveList, chatty_live_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (ChattyLiveList)
                                  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

#define GET_PRIVATE(self) \
  ((ChattyLiveListPrivate *) chatty_live_list_get_instance_private (self))

/* The query, on a worker ----------------------------------------------------- */

typedef struct {
  ChattyLiveListClass *klass;
  ChattyVault         *vault;
  gpointer             query;
  GPtrArray           *before;
  GPtrArray           *after;
  GArray              *splices;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->vault);
  job->klass->free_query (job->query);
  g_ptr_array_unref (job->before);
  g_clear_pointer (&job->after, g_ptr_array_unref);
  g_clear_pointer (&job->splices, g_array_unref);
  g_free (job);
}

static void
query_on_pool (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  job->after = job->klass->run (job->vault, job->query, cancellable, &error);
  if (job->after == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job->splices = chatty_list_diff (job->before, job->after, job->klass->row_id, MAX_SPLICES);
  g_task_return_boolean (task, TRUE);
}

/* Showing what came ----------------------------------------------------------- */

static void
row_clear (gpointer data)
{
  Row *row = data;

  if (row->row != NULL)
    row->klass->row_unref (row->row);
  g_clear_object (&row->item);
}

static void
set_loading (ChattyLiveList *self,
             gboolean        loading)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  if (priv->loading == loading)
    return;
  priv->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_error_message (ChattyLiveList *self,
                   const char     *message)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  if (g_strcmp0 (priv->error_message, message) == 0)
    return;
  g_free (priv->error_message);
  priv->error_message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_MESSAGE]);
}

/* From the last to the first, so that positions in the old list hold. */
static void
apply_splices (ChattyLiveList *self,
               Job            *job)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  for (guint i = job->splices->len; i > 0; i--)
    {
      const ChattyListSplice *splice = &g_array_index (job->splices, ChattyListSplice, i - 1);
      g_autofree Row *added = g_new0 (Row, splice->added);

      for (guint j = 0; j < splice->added; j++)
        {
          added[j].klass = job->klass;
          added[j].row = job->klass->row_ref (g_ptr_array_index (job->after, splice->after + j));
        }
      if (splice->removed > 0)
        g_array_remove_range (priv->rows, splice->before, splice->removed);
      if (splice->added > 0)
        g_array_insert_vals (priv->rows, splice->before, added, splice->added);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->before, splice->removed,
                                  splice->added);
    }
}

static void
show_result (ChattyLiveList *self,
             Job            *job)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  apply_splices (self, job);
  g_assert (priv->rows->len == job->after->len);

  /* Rows that stay may say something new. */
  for (guint i = 0; i < priv->rows->len; i++)
    {
      Row *row = &g_array_index (priv->rows, Row, i);
      gpointer after = g_ptr_array_index (job->after, i);
      gboolean changed;

      if (row->row == after)
        continue;
      changed = row->item != NULL && !job->klass->row_equal (row->row, after);
      job->klass->row_unref (row->row);
      row->row = job->klass->row_ref (after);
      if (changed)
        job->klass->update_item (row->item, after);
    }
  g_ptr_array_unref (priv->shown);
  priv->shown = g_ptr_array_ref (job->after);
  if (job->klass->answered != NULL)
    job->klass->answered (self, job->query);
}

static gboolean
refresh_cb (gpointer user_data)
{
  ChattyLiveList *self = user_data;

  GET_PRIVATE (self)->refresh_id = 0;
  run_query (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (ChattyLiveList *self)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);
  gint64 interval = MAX (REFRESH_MS, REFRESH_SHARE * priv->last_duration / 1000);
  gint64 since = (g_get_monotonic_time () - priv->last_refresh) / 1000;

  if (priv->refresh_id != 0)
    return;
  priv->refresh_id = g_timeout_add (since >= interval ? 0 : (guint) (interval - since), refresh_cb,
                                    self);
}

static void
queried_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ChattyLiveList *self = CHATTY_LIVE_LIST (object);
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);
  g_autoptr (GError) error = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != priv->cancellable)
    return; /* a newer query took its place */
  g_clear_object (&priv->cancellable);
  priv->last_duration = g_get_monotonic_time () - priv->last_refresh;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      show_result (self, g_task_get_task_data (G_TASK (result)));
      set_error_message (self, NULL);
    }
  else if (!chatty_error_is_cancelled (error))
    set_error_message (self, error->message);

  set_loading (self, FALSE);
  if (priv->stale)
    {
      priv->stale = FALSE;
      refresh_soon (self);
    }
}

/* A refresh that nobody asked for does not show as loading. */
static void
run_query (ChattyLiveList *self,
           gboolean        by_itself)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);
  g_autoptr (GTask) task = NULL;
  Job *job = g_new0 (Job, 1);

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_handle_id (&priv->refresh_id, g_source_remove);
  priv->cancellable = g_cancellable_new ();
  priv->stale = FALSE;
  priv->last_refresh = g_get_monotonic_time ();

  job->klass = CHATTY_LIVE_LIST_GET_CLASS (self);
  job->vault = g_object_ref (priv->vault);
  job->before = g_ptr_array_ref (priv->shown);
  job->query = job->klass->dup_query (self);
  task = g_task_new (self, priv->cancellable, queried_cb, NULL);
  g_task_set_source_tag (task, run_query);
  g_task_set_task_data (task, job, job_free);
  if (!by_itself)
    set_loading (self, TRUE);
  chatty_pool_run (chatty_workspace_get_pool (CHATTY_POOL_QUERY), task, query_on_pool);
}

static void
vault_changed_cb (ChattyLiveList *self)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  if (priv->cancellable != NULL)
    priv->stale = TRUE;
  else
    refresh_soon (self);
}

/* Object ------------------------------------------------------------------ */

static GType
get_item_type (GListModel *model)
{
  return CHATTY_LIVE_LIST_GET_CLASS (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return GET_PRIVATE (CHATTY_LIVE_LIST (model))->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (CHATTY_LIVE_LIST (model));
  Row *row;

  if (position >= priv->rows->len)
    return NULL;
  row = &g_array_index (priv->rows, Row, position);
  if (row->item == NULL)
    row->item = row->klass->new_item (row->row);
  return g_object_ref (row->item);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
chatty_live_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (CHATTY_LIVE_LIST (object));

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, priv->loading);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, priv->error_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_live_list_dispose (GObject *object)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (CHATTY_LIVE_LIST (object));

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_handle_id (&priv->refresh_id, g_source_remove);

  G_OBJECT_CLASS (chatty_live_list_parent_class)->dispose (object);
}

static void
chatty_live_list_finalize (GObject *object)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (CHATTY_LIVE_LIST (object));

  g_clear_object (&priv->vault);
  g_array_unref (priv->rows);
  g_ptr_array_unref (priv->shown);
  g_free (priv->error_message);

  G_OBJECT_CLASS (chatty_live_list_parent_class)->finalize (object);
}

static void
chatty_live_list_class_init (ChattyLiveListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_live_list_get_property;
  object_class->dispose = chatty_live_list_dispose;
  object_class->finalize = chatty_live_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_live_list_init (ChattyLiveList *self)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  priv->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (priv->rows, row_clear);
  priv->shown = g_ptr_array_new ();
}

/**
 * chatty_live_list_watch:
 * @self: a list that is made just now
 * @vault: what it asks
 *
 * For subclasses: asks for the first time, and follows @vault.
 */
void
chatty_live_list_watch (ChattyLiveList *self,
                        ChattyVault    *vault)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  g_return_if_fail (priv->vault == NULL);

  priv->vault = g_object_ref (vault);
  g_signal_connect_object (vault, "changed", G_CALLBACK (vault_changed_cb), self,
                           G_CONNECT_SWAPPED);
  run_query (self, FALSE);
}

/**
 * chatty_live_list_ask:
 * @self: a list whose query has changed
 *
 * For subclasses: shows something else. The rows stay until the answer is
 * there; an answer to an older query is never shown.
 */
void
chatty_live_list_ask (ChattyLiveList *self)
{
  g_return_if_fail (CHATTY_IS_LIVE_LIST (self));

  run_query (self, FALSE);
}

gboolean
chatty_live_list_get_loading (ChattyLiveList *self)
{
  g_return_val_if_fail (CHATTY_IS_LIVE_LIST (self), FALSE);
  return GET_PRIVATE (self)->loading;
}

/**
 * chatty_live_list_find:
 * @self: a list
 * @id: of a row
 *
 * Returns: its position, or -1
 */
int
chatty_live_list_find (ChattyLiveList *self,
                       const char     *id)
{
  ChattyLiveListPrivate *priv = GET_PRIVATE (self);

  g_return_val_if_fail (CHATTY_IS_LIVE_LIST (self), -1);

  for (guint i = 0; i < priv->rows->len; i++)
    {
      const Row *row = &g_array_index (priv->rows, Row, i);

      if (g_strcmp0 (row->klass->row_id (row->row), id) == 0)
        return (int) i;
    }
  return -1;
}
