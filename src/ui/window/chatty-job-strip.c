/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-fold-box.h"
#include "chatty-job-strip.h"

/* How often the numbers move; a session may count thousands in a second. */
#define REFRESH_MS 100

struct _ChattyJobStrip
{
  GtkWidget parent_instance;

  GtkWidget           *box;
  GtkLabel            *label;
  GtkProgressBar      *progress;
  GtkWidget           *details;
  GtkButton           *cancel;

  ChattyWorkspace     *workspace;
  GListModel          *syncs;     /* of ChattySyncJob, or NULL */
  ChattyImportSession *waiting;
  guint                refresh_id;
};

enum {
  DETAILS,
  DISCARD,
  SYNC_DETAILS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyJobStrip, chatty_job_strip, GTK_TYPE_WIDGET)

static guint
get_n_jobs (ChattyJobStrip *self)
{
  if (self->workspace == NULL)
    return 0;
  return g_list_model_get_n_items (chatty_workspace_get_jobs (self->workspace));
}

/* (transfer full) (nullable): the sync that is shown: one that runs comes before
 * those that wait. */
static ChattySyncJob *
get_sync (ChattyJobStrip *self)
{
  guint n_jobs = self->syncs != NULL ? g_list_model_get_n_items (self->syncs) : 0;
  ChattySyncJob *found = NULL;

  for (guint i = 0; i < n_jobs; i++)
    {
      ChattySyncJob *job = g_list_model_get_item (self->syncs, i);

      if (chatty_sync_job_get_state (job) == CHATTY_SYNC_JOB_RUNNING)
        {
          g_clear_object (&found);
          return job;
        }
      if (found == NULL)
        found = job;
      else
        g_object_unref (job);
    }
  return found;
}

static gboolean
index_is_building (ChattyJobStrip *self,
                   double         *fraction)
{
  ChattyVaultIndexState state;

  if (self->workspace == NULL)
    return FALSE;

  g_object_get (chatty_workspace_get_vault (self->workspace),
                "index-state", &state,
                "index-progress", fraction,
                NULL);
  return state == CHATTY_VAULT_INDEX_BUILDING;
}

static void
show_running (ChattyJobStrip *self)
{
  GListModel *jobs = chatty_workspace_get_jobs (self->workspace);
  g_autoptr (ChattyImportSession) session = g_list_model_get_item (jobs, 0);
  guint n_jobs = g_list_model_get_n_items (jobs);
  guint n_done, n_files;
  g_autofree char *text = NULL;

  g_object_get (session, "n-done", &n_done, "n-files", &n_files, NULL);
  /* Translators: numbers of files: 1,204 of 3,000 */
  text = g_strdup_printf (ngettext ("Importing %'u of %'u file…",
                                    "Importing %'u of %'u files…", n_files),
                          MIN (n_done + 1, n_files), n_files);
  if (n_jobs > 1)
    {
      /* Translators: %s is "Importing 3 of 20 files…", the number that of the other imports */
      g_autofree char *more = g_strdup_printf (ngettext ("%s (%'u more import waits)",
                                                         "%s (%'u more imports wait)", n_jobs - 1),
                                               text, n_jobs - 1);

      gtk_label_set_text (self->label, more);
    }
  else
    {
      gtk_label_set_text (self->label, text);
    }

  gtk_progress_bar_set_fraction (self->progress,
                                 CLAMP (chatty_import_session_get_fraction (session), 0, 1));
  gtk_button_set_label (self->cancel, _("_Cancel"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), TRUE);
  gtk_widget_set_visible (self->details, TRUE);
}

static void
show_sync (ChattyJobStrip *self,
           ChattySyncJob  *job)
{
  const char *message = chatty_sync_job_get_message (job);
  g_autofree char *text = NULL;

  if (chatty_sync_job_get_state (job) == CHATTY_SYNC_JOB_WAITING && message != NULL)
    /* Translators: such as "Syncing with Convai: There is no network" */
    text = g_strdup_printf (_("%s: %s"), chatty_sync_job_get_title (job), message);
  else
    /* Translators: such as "Syncing with Convai" */
    text = g_strdup_printf (_("%s…"), chatty_sync_job_get_title (job));
  gtk_label_set_text (self->label, text);
  gtk_progress_bar_set_fraction (self->progress, chatty_sync_job_get_fraction (job));
  gtk_button_set_label (self->cancel, _("_Cancel"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), TRUE);
  gtk_widget_set_visible (self->details, TRUE);
}

static void
show_waiting (ChattyJobStrip *self)
{
  guint n_files = g_list_model_get_n_items (G_LIST_MODEL (self->waiting));
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%'u file waits to be imported",
                                    "%'u files wait to be imported", n_files),
                          n_files);
  gtk_label_set_text (self->label, text);
  gtk_button_set_label (self->cancel, _("Dis_card"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), TRUE);
  gtk_widget_set_visible (self->details, TRUE);
}

static void
show_index (ChattyJobStrip *self,
            double          fraction)
{
  gtk_label_set_text (self->label, _("Reading the vault for the search…"));
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), FALSE);
  gtk_widget_set_visible (self->details, FALSE);
}

/* Returns whether anything moves, so that it has to be called again. */
static gboolean
update (ChattyJobStrip *self)
{
  g_autoptr (ChattySyncJob) sync = get_sync (self);
  double fraction = 0;

  if (get_n_jobs (self) > 0)
    {
      show_running (self);
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      return TRUE;
    }

  if (sync != NULL)
    {
      show_sync (self, sync);
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      return TRUE;
    }

  if (index_is_building (self, &fraction))
    {
      show_index (self, fraction);
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      return TRUE;
    }

  if (self->waiting != NULL)
    show_waiting (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->waiting != NULL);
  return FALSE;
}

static gboolean
refresh_cb (gpointer user_data)
{
  ChattyJobStrip *self = user_data;

  if (update (self))
    return G_SOURCE_CONTINUE;

  self->refresh_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start (ChattyJobStrip *self)
{
  if (!update (self))
    g_clear_handle_id (&self->refresh_id, g_source_remove);
  else if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
details_clicked_cb (ChattyJobStrip *self)
{
  g_autoptr (ChattyImportSession) session = NULL;
  g_autoptr (ChattySyncJob) sync = get_sync (self);

  if (get_n_jobs (self) == 0 && sync != NULL)
    {
      g_signal_emit (self, signals[SYNC_DETAILS], 0, sync);
      return;
    }
  if (get_n_jobs (self) > 0)
    session = g_list_model_get_item (chatty_workspace_get_jobs (self->workspace), 0);
  else
    g_set_object (&session, self->waiting);

  if (session != NULL)
    g_signal_emit (self, signals[DETAILS], 0, session);
}

static void
cancel_clicked_cb (ChattyJobStrip *self)
{
  g_autoptr (ChattySyncJob) sync = get_sync (self);

  if (get_n_jobs (self) > 0)
    {
      g_autoptr (ChattyImportSession) session =
        g_list_model_get_item (chatty_workspace_get_jobs (self->workspace), 0);

      chatty_import_session_cancel (session);
    }
  else if (sync != NULL)
    {
      chatty_sync_job_cancel (sync);
    }
  else if (self->waiting != NULL)
    {
      g_autoptr (ChattyImportSession) session = g_object_ref (self->waiting);

      g_signal_emit (self, signals[DISCARD], 0, session);
    }
}

static void
chatty_job_strip_dispose (GObject *object)
{
  ChattyJobStrip *self = CHATTY_JOB_STRIP (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  chatty_job_strip_set_workspace (self, NULL);
  chatty_job_strip_set_syncs (self, NULL);
  g_clear_object (&self->waiting);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_job_strip_parent_class)->dispose (object);
}

static void
chatty_job_strip_class_init (ChattyJobStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_job_strip_dispose;

  signals[DETAILS] =
    g_signal_new ("details", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_IMPORT_SESSION);
  signals[DISCARD] =
    g_signal_new ("discard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_IMPORT_SESSION);
  signals[SYNC_DETAILS] =
    g_signal_new ("sync-details", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_SYNC_JOB);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/window/chatty-job-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyJobStrip, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyJobStrip, label);
  gtk_widget_class_bind_template_child (widget_class, ChattyJobStrip, progress);
  gtk_widget_class_bind_template_child (widget_class, ChattyJobStrip, details);
  gtk_widget_class_bind_template_child (widget_class, ChattyJobStrip, cancel);
  gtk_widget_class_bind_template_callback (widget_class, details_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
chatty_job_strip_init (ChattyJobStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_job_strip_new:
 *
 * Returns: (transfer floating): a strip that is hidden
 */
GtkWidget *
chatty_job_strip_new (void)
{
  return g_object_new (CHATTY_TYPE_JOB_STRIP, NULL);
}

/**
 * chatty_job_strip_set_workspace:
 * @workspace: (nullable): whose work is shown
 */
void
chatty_job_strip_set_workspace (ChattyJobStrip  *self,
                                ChattyWorkspace *workspace)
{
  g_return_if_fail (CHATTY_IS_JOB_STRIP (self));

  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (chatty_workspace_get_jobs (self->workspace), self);
      g_signal_handlers_disconnect_by_data (chatty_workspace_get_vault (self->workspace), self);
    }

  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;

  g_signal_connect_object (chatty_workspace_get_jobs (workspace), "items-changed",
                           G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_workspace_get_vault (workspace), "notify::index-state",
                           G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  start (self);
}

/**
 * chatty_job_strip_set_syncs:
 * @jobs: (nullable): the syncs that run or wait, of #ChattySyncJob
 */
void
chatty_job_strip_set_syncs (ChattyJobStrip *self,
                            GListModel     *jobs)
{
  g_return_if_fail (CHATTY_IS_JOB_STRIP (self));

  if (self->syncs != NULL)
    g_signal_handlers_disconnect_by_data (self->syncs, self);
  if (!g_set_object (&self->syncs, jobs) || jobs == NULL)
    return;

  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  start (self);
}

/**
 * chatty_job_strip_set_waiting:
 * @session: (nullable): an import that is not started and not in sight
 */
void
chatty_job_strip_set_waiting (ChattyJobStrip      *self,
                              ChattyImportSession *session)
{
  g_return_if_fail (CHATTY_IS_JOB_STRIP (self));

  if (g_set_object (&self->waiting, session))
    start (self);
}
