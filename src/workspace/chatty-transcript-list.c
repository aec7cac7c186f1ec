/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-transcript-list.h"

#include "chatty-error.h"
#include "chatty-list-diff.h"
#include "chatty-transcript-item-private.h"
#include "chatty-workspace-pools.h"

/* A refresh by itself comes at most this often, and takes at most this part
 * of the time: during an import the vault changes all the time. */
#define REFRESH_MS 250
#define REFRESH_SHARE 6
/* Every change that is told costs the view some work; past this many it is
 * cheaper to replace the rows between them. */
#define MAX_SPLICES 64

typedef struct {
  ChattyTranscriptSummary *summary;
  ChattyTranscriptItem    *item;      /* NULL until it is asked for */
} Row;

struct _ChattyTranscriptList {
  GObject                parent_instance;

  ChattyVault           *vault;
  ChattyTranscriptQuery  query;       /* its strings are ours */
  GArray                *rows;        /* of Row */
  GPtrArray             *summaries;   /* the same, as the worker got it */
  GCancellable          *cancellable; /* of the query that runs, if any */
  gboolean               stale;       /* changed since that query began */
  guint                  refresh_id;
  gint64                 last_refresh;
  gint64                 last_duration;
  gboolean               loading;
  char                  *error_message;
};

enum {
  PROP_0,
  PROP_LOADING,
  PROP_ERROR_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);
static void run_query (ChattyTranscriptList *self,
                       gboolean              by_itself);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyTranscriptList, chatty_transcript_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* The query, on a worker ----------------------------------------------------- */

typedef struct {
  ChattyVault           *vault;
  ChattyTranscriptQuery  query;
  GPtrArray             *before;
  GPtrArray             *after;
  GArray                *splices;
} Job;

static void
query_copy (ChattyTranscriptQuery       *to,
            const ChattyTranscriptQuery *from)
{
  *to = *from;
  to->text = g_strdup (from->text);
  to->platform = g_strdup (from->platform);
  to->character = g_strdup (from->character);
}

static void
query_clear (ChattyTranscriptQuery *query)
{
  g_free ((char *) query->text);
  g_free ((char *) query->platform);
  g_free ((char *) query->character);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->vault);
  query_clear (&job->query);
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

  job->after = chatty_vault_list (job->vault, &job->query, cancellable, &error);
  if (job->after == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job->splices = chatty_list_diff (job->before, job->after, MAX_SPLICES);
  g_task_return_boolean (task, TRUE);
}

/* Showing what came ----------------------------------------------------------- */

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_clear_pointer (&row->summary, chatty_transcript_summary_unref);
  g_clear_object (&row->item);
}

static void
set_loading (ChattyTranscriptList *self,
             gboolean              loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_error_message (ChattyTranscriptList *self,
                   const char           *message)
{
  if (g_strcmp0 (self->error_message, message) == 0)
    return;
  g_free (self->error_message);
  self->error_message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_MESSAGE]);
}

/* From the last to the first, so that positions in the old list hold. */
static void
apply_splices (ChattyTranscriptList *self,
               Job                  *job)
{
  for (guint i = job->splices->len; i > 0; i--)
    {
      const ChattyListSplice *splice = &g_array_index (job->splices, ChattyListSplice, i - 1);
      g_autofree Row *added = g_new0 (Row, splice->added);

      for (guint j = 0; j < splice->added; j++)
        added[j].summary = chatty_transcript_summary_ref (g_ptr_array_index (job->after,
                                                                             splice->after + j));
      if (splice->removed > 0)
        g_array_remove_range (self->rows, splice->before, splice->removed);
      if (splice->added > 0)
        g_array_insert_vals (self->rows, splice->before, added, splice->added);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->before, splice->removed,
                                  splice->added);
    }
}

static void
show_result (ChattyTranscriptList *self,
             Job                  *job)
{
  apply_splices (self, job);
  g_assert (self->rows->len == job->after->len);

  /* Rows that stay may say something new. */
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      ChattyTranscriptSummary *summary = g_ptr_array_index (job->after, i);
      gboolean changed;

      if (row->summary == summary)
        continue;
      changed = row->item != NULL && !chatty_list_summary_equal (row->summary, summary);
      chatty_transcript_summary_unref (row->summary);
      row->summary = chatty_transcript_summary_ref (summary);
      if (changed)
        chatty_transcript_item_set_summary (row->item, summary);
    }
  g_ptr_array_unref (self->summaries);
  self->summaries = g_ptr_array_ref (job->after);
}

static gboolean
refresh_cb (gpointer user_data)
{
  ChattyTranscriptList *self = user_data;

  self->refresh_id = 0;
  run_query (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (ChattyTranscriptList *self)
{
  gint64 interval = MAX (REFRESH_MS, REFRESH_SHARE * self->last_duration / 1000);
  gint64 since = (g_get_monotonic_time () - self->last_refresh) / 1000;

  if (self->refresh_id != 0)
    return;
  self->refresh_id = g_timeout_add (since >= interval ? 0 : (guint) (interval - since), refresh_cb,
                                    self);
}

static void
queried_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ChattyTranscriptList *self = CHATTY_TRANSCRIPT_LIST (object);
  g_autoptr (GError) error = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return; /* a newer query took its place */
  g_clear_object (&self->cancellable);
  self->last_duration = g_get_monotonic_time () - self->last_refresh;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      show_result (self, g_task_get_task_data (G_TASK (result)));
      set_error_message (self, NULL);
    }
  else if (!chatty_error_is_cancelled (error))
    set_error_message (self, error->message);

  set_loading (self, FALSE);
  if (self->stale)
    {
      self->stale = FALSE;
      refresh_soon (self);
    }
}

/* A refresh that nobody asked for does not show as loading. */
static void
run_query (ChattyTranscriptList *self,
           gboolean              by_itself)
{
  g_autoptr (GTask) task = NULL;
  Job *job = g_new0 (Job, 1);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->cancellable = g_cancellable_new ();
  self->stale = FALSE;
  self->last_refresh = g_get_monotonic_time ();

  job->vault = g_object_ref (self->vault);
  job->before = g_ptr_array_ref (self->summaries);
  query_copy (&job->query, &self->query);
  task = g_task_new (self, self->cancellable, queried_cb, NULL);
  g_task_set_source_tag (task, run_query);
  g_task_set_task_data (task, job, job_free);
  if (!by_itself)
    set_loading (self, TRUE);
  chatty_pool_run (chatty_workspace_get_pool (CHATTY_POOL_QUERY), task, query_on_pool);
}

static void
vault_changed_cb (ChattyTranscriptList *self)
{
  if (self->cancellable != NULL)
    self->stale = TRUE;
  else
    refresh_soon (self);
}

/* Object ------------------------------------------------------------------ */

static GType
get_item_type (GListModel *model)
{
  return CHATTY_TYPE_TRANSCRIPT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return CHATTY_TRANSCRIPT_LIST (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  ChattyTranscriptList *self = CHATTY_TRANSCRIPT_LIST (model);
  Row *row;

  if (position >= self->rows->len)
    return NULL;
  row = &g_array_index (self->rows, Row, position);
  if (row->item == NULL)
    row->item = chatty_transcript_item_new (row->summary);
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
chatty_transcript_list_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  ChattyTranscriptList *self = CHATTY_TRANSCRIPT_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_transcript_list_dispose (GObject *object)
{
  ChattyTranscriptList *self = CHATTY_TRANSCRIPT_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->refresh_id, g_source_remove);

  G_OBJECT_CLASS (chatty_transcript_list_parent_class)->dispose (object);
}

static void
chatty_transcript_list_finalize (GObject *object)
{
  ChattyTranscriptList *self = CHATTY_TRANSCRIPT_LIST (object);

  g_clear_object (&self->vault);
  query_clear (&self->query);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->summaries);
  g_free (self->error_message);

  G_OBJECT_CLASS (chatty_transcript_list_parent_class)->finalize (object);
}

static void
chatty_transcript_list_class_init (ChattyTranscriptListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_transcript_list_get_property;
  object_class->dispose = chatty_transcript_list_dispose;
  object_class->finalize = chatty_transcript_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_transcript_list_init (ChattyTranscriptList *self)
{
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  self->summaries = g_ptr_array_new ();
}

/**
 * chatty_transcript_list_new:
 * @vault: what to list
 *
 * Main loop only.
 *
 * Returns: (transfer full): an empty list, which fills with everything in
 *   @vault unless another query is set
 */
ChattyTranscriptList *
chatty_transcript_list_new (ChattyVault *vault)
{
  ChattyTranscriptList *self = g_object_new (CHATTY_TYPE_TRANSCRIPT_LIST, NULL);

  self->vault = g_object_ref (vault);
  g_signal_connect_object (vault, "changed", G_CALLBACK (vault_changed_cb), self,
                           G_CONNECT_SWAPPED);
  run_query (self, FALSE);
  return self;
}

/**
 * chatty_transcript_list_set_query:
 * @self: a list
 * @query: which transcripts, in which order; copied
 *
 * Shows something else. The rows stay until the answer is there; an answer to
 * an older query is never shown.
 */
void
chatty_transcript_list_set_query (ChattyTranscriptList        *self,
                                  const ChattyTranscriptQuery *query)
{
  ChattyTranscriptQuery copy;

  g_return_if_fail (CHATTY_IS_TRANSCRIPT_LIST (self));
  g_return_if_fail (query != NULL);

  query_copy (&copy, query);
  query_clear (&self->query);
  self->query = copy;
  run_query (self, FALSE);
}

gboolean
chatty_transcript_list_get_loading (ChattyTranscriptList *self)
{
  g_return_val_if_fail (CHATTY_IS_TRANSCRIPT_LIST (self), FALSE);
  return self->loading;
}

/**
 * chatty_transcript_list_find:
 * @self: a list
 * @id: id of a transcript
 *
 * Returns: its position, or -1
 */
int
chatty_transcript_list_find (ChattyTranscriptList *self,
                             const char           *id)
{
  g_return_val_if_fail (CHATTY_IS_TRANSCRIPT_LIST (self), -1);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (g_array_index (self->rows, Row, i).summary->id, id) == 0)
      return (int) i;
  return -1;
}
