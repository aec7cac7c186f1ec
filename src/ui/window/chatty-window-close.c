/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Closing asks while something runs that would be cut off: an import, a sync, or
 * what is on its way between a platform and this computer. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-remote-work.h"
#include "chatty-window-private.h"

static GListModel *
get_imports (ChattyWindow *self)
{
  return self->workspace != NULL ? chatty_workspace_get_jobs (self->workspace) : NULL;
}

static GListModel *
get_syncs (ChattyWindow *self)
{
  return self->sync != NULL ? chatty_sync_service_get_jobs (self->sync) : NULL;
}

static GListModel *
get_transfers (ChattyWindow *self)
{
  return chatty_remote_work_get ();
}

/* One that has not written yet loses nothing. */
static gboolean
sync_is_under_way (gpointer item)
{
  guint n_done = 0;

  if (chatty_sync_job_get_state (item) == CHATTY_SYNC_JOB_WAITING)
    g_object_get (item, "n-done", &n_done, NULL);
  return n_done > 0 || chatty_sync_job_get_state (item) == CHATTY_SYNC_JOB_RUNNING;
}

/* What is asked about one kind of work that runs. */
typedef struct {
  GListModel *(* get)     (ChattyWindow *self);   /* (nullable) (transfer none) */
  gboolean    (* counts)  (gpointer item);        /* NULL: each does */
  void        (* stop)    (gpointer item);
  const char  *title;
  const char  *body;
  const char  *keep;
} Work;

/* Each stops after the conversation or the step that it is at. */
static const Work works[] = {
  { get_imports, NULL, (void (*) (gpointer)) chatty_import_session_cancel,
    N_("Stop the Import?"),
    N_("An import is still running. What is stored already stays, and the same files can be "
       "imported again later."),
    N_("_Keep Importing") },
  { get_syncs, sync_is_under_way, (void (*) (gpointer)) chatty_sync_job_cancel,
    N_("Stop the Sync?"),
    N_("A sync is still running. What is done already stays, and the next sync does the rest."),
    N_("_Keep Going") },
  { get_transfers, NULL, (void (*) (gpointer)) g_cancellable_cancel,
    N_("Stop the Transfer?"),
    N_("A document or a conversation is still on its way between a platform and this computer. "
       "What has arrived stays; the rest has to be sent or imported again."),
    N_("_Keep Going") },
};

/* Returns: (transfer full): the items of @work that run now */
static GPtrArray *
list_running (ChattyWindow *self,
              const Work   *work)
{
  GPtrArray *running = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *all = work->get (self);

  for (guint i = 0; i < (all != NULL ? g_list_model_get_n_items (all) : 0); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (all, i);

      if (work->counts == NULL || work->counts (item))
        g_ptr_array_add (running, g_steal_pointer (&item));
    }
  return running;
}

static gboolean
is_running (ChattyWindow *self,
            const Work   *work)
{
  g_autoptr (GPtrArray) running = list_running (self, work);

  return running->len > 0;
}

static void
work_ended_cb (ChattyWindow *self)
{
  if (!self->closing)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    if (is_running (self, &works[i]))
      return;
  gtk_window_close (GTK_WINDOW (self));
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             ChattyWindow     *self)
{
  if (g_strcmp0 (response, "stop") != 0)
    return;

  self->closing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      g_autoptr (GPtrArray) running = list_running (self, &works[i]);
      GListModel *all = works[i].get (self);

      if (all != NULL)
        g_signal_connect_object (all, "items-changed", G_CALLBACK (work_ended_cb), self,
                                 G_CONNECT_SWAPPED);
      for (guint j = 0; j < running->len; j++)
        works[i].stop (running->pdata[j]);
    }
  work_ended_cb (self);
}

static void
ask (ChattyWindow *self)
{
  g_autoptr (GString) body = g_string_new (NULL);
  const char *title = NULL, *keep = NULL;
  GtkWidget *dialog;

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    if (is_running (self, &works[i]))
      {
        keep = title == NULL ? _(works[i].keep) : _("_Keep Going");
        title = title == NULL ? _(works[i].title) : _("Stop What Is Running?");
        g_string_append_printf (body, "%s%s", body->len > 0 ? "\n\n" : "", _(works[i].body));
      }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), title, body->str);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "continue", keep,
                                    "stop", _("_Stop and Close"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "continue");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "continue");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Whether the window can close now. If not, the person is asked, and the window
 * closes by itself when all that runs has stopped. */
gboolean
chatty_window_may_close (ChattyWindow *self)
{
  gboolean busy = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    busy = busy || is_running (self, &works[i]);
  if (busy && !self->closing)
    ask (self);
  return !busy;
}
