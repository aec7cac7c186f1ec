/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"

#include "chatty-ui-settings.h"
#include "chatty-window-private.h"

/* Seconds: long enough to be read and reached. */
#define DRIFT_TIMEOUT 15

static gboolean
is_visible (ChattyWindow   *self,
            ChattySyncPage *page)
{
  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (page);
}

/* Toasts ------------------------------------------------------------------------ */

static void
add_toast (ChattyWindow *self,
           const char   *text,
           const char   *label,
           const char   *action,
           const char   *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (action != NULL)
    {
      adw_toast_set_button_label (toast, label);
      adw_toast_set_action_name (toast, action);
      adw_toast_set_action_target (toast, "s", target);
      adw_toast_set_timeout (toast, DRIFT_TIMEOUT);
    }
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* What a job that nobody watches came to, where a person should know. */
static void
tell_end (ChattyWindow  *self,
          ChattySyncJob *job)
{
  ChattyAccount *account = chatty_sync_job_get_account (job);
  const char *batch = chatty_sync_job_get_batch_id (job);
  gboolean automatic = chatty_sync_job_get_kind (job) == CHATTY_SYNC_JOB_AUTOMATIC;
  const char *title = account != NULL ? chatty_platform_get_title (account->platform) : "";
  ChattySyncPlan *plan = chatty_sync_job_get_plan (job);
  g_autofree char *text = NULL;
  guint n_failed, n_open;

  g_object_get (job, "n-failed", &n_failed, "n-open", &n_open, NULL);
  if (automatic && account != NULL &&
      (n_open > 0 || (plan != NULL && chatty_sync_plan_is_blocked (plan))))
    {
      /* Translators: %s is a platform */
      text = g_strdup_printf (_("The sync with %s needs your decision"), title);
      add_toast (self, text, _("_Show"), "win.sync", account->id);
      return;
    }
  if (chatty_sync_job_get_state (job) == CHATTY_SYNC_JOB_FAILED || n_failed > 0)
    text = g_strdup_printf (_("Not all was synced with %s"), title);
  else if (chatty_sync_job_get_state (job) == CHATTY_SYNC_JOB_FINISHED && batch != NULL)
    text = g_strdup_printf (_("Synced with %s"), title);
  else
    return;
  if (automatic && batch == NULL)
    return;
  add_toast (self, text, _("_Details"), batch != NULL ? "win.open-run" : NULL, batch);
}

static void
job_state_cb (ChattySyncJob *job,
              GParamSpec    *pspec,
              ChattyWindow  *self)
{
  if (!chatty_sync_job_is_over (job))
    return;
  g_signal_handlers_disconnect_by_func (job, job_state_cb, self);
  for (guint i = 0; i < self->sync_pages->len; i++)
    {
      ChattySyncPage *page = g_ptr_array_index (self->sync_pages, i);

      /* In sight the page itself says so. */
      if (chatty_sync_page_get_job (page) == job && is_visible (self, page))
        return;
    }
  tell_end (self, job);
}

static void
jobs_changed_cb (GListModel   *jobs,
                 guint         position,
                 guint         n_removed,
                 guint         n_added,
                 ChattyWindow *self)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (ChattySyncJob) job = g_list_model_get_item (jobs, position + i);

      g_signal_handlers_disconnect_by_func (job, job_state_cb, self);
      g_signal_connect_object (job, "notify::state", G_CALLBACK (job_state_cb), self, 0);
    }
}

/* What drifted: an account and how many of its characters. */
typedef struct {
  ChattyWindow *window;
  char         *account;
  guint         n_characters;
} Drift;

static void
drift_free (Drift *self)
{
  g_object_unref (self->window);
  g_free (self->account);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Drift, drift_free)

static void
drift_account_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Drift) drift = user_data;
  g_autoptr (GPtrArray) accounts =
    chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      ChattyAccount *account = accounts->pdata[i];
      g_autofree char *text = NULL;

      if (!g_str_equal (account->id, drift->account) || drift->window->sync == NULL)
        continue;
      /* Translators: the second is a platform */
      text = g_strdup_printf (ngettext ("%'u character was changed on %s",
                                        "%'u characters were changed on %s",
                                        drift->n_characters),
                              drift->n_characters, chatty_platform_get_title (account->platform));
      add_toast (drift->window, text, _("_Show"), "win.sync", account->id);
    }
}

static void
drifted_cb (ChattyWindow *self,
            const char   *account,
            guint         n_characters)
{
  Drift *drift;

  /* Once is enough: the next look finds the same. */
  if (GPOINTER_TO_UINT (g_hash_table_lookup (self->drifts, account)) == n_characters)
    return;
  g_hash_table_insert (self->drifts, g_strdup (account), GUINT_TO_POINTER (n_characters));
  drift = g_new0 (Drift, 1);
  drift->window = g_object_ref (self);
  drift->account = g_strdup (account);
  drift->n_characters = n_characters;
  chatty_account_service_list_async (self->accounts, NULL, drift_account_cb, drift);
}

/* Pages ------------------------------------------------------------------------------ */

static void
remove_page (ChattyWindow   *self,
             ChattySyncPage *page)
{
  g_ptr_array_remove (self->sync_pages, page);
  chatty_sync_page_leave (page);
  adw_leaflet_remove (self->leaflet, GTK_WIDGET (page));
}

static void
busy_cb (ChattyWindow *self)
{
  chatty_window_syncs_settle (self);
}

static void
show_page (ChattyWindow   *self,
           ChattySyncPage *page)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (page));
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
add_page (ChattyWindow *self,
          GtkWidget    *page)
{
  g_ptr_array_add (self->sync_pages, page);
  adw_leaflet_append (self->leaflet, page);
  g_signal_connect_object (page, "notify::busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  show_page (self, CHATTY_SYNC_PAGE (page));
}

/* Tidies up: a page out of sight stays only while what the person began there
 * goes on. */
void
chatty_window_syncs_settle (ChattyWindow *self)
{
  if (adw_leaflet_get_child_transition_running (self->leaflet))
    return;
  for (guint i = self->sync_pages->len; i > 0; i--)
    {
      ChattySyncPage *page = g_ptr_array_index (self->sync_pages, i - 1);

      if (!is_visible (self, page) && !chatty_sync_page_get_busy (page))
        remove_page (self, page);
    }
}

void
chatty_window_syncs_show_job (ChattyWindow  *self,
                              ChattySyncJob *job)
{
  if (self->sync == NULL)
    return;
  for (guint i = 0; i < self->sync_pages->len; i++)
    {
      ChattySyncPage *page = g_ptr_array_index (self->sync_pages, i);

      if (chatty_sync_page_get_job (page) == job)
        {
          show_page (self, page);
          return;
        }
    }
  add_page (self, chatty_sync_page_new_for_job (self->sync, self->accounts, job));
}

/* @request: (transfer full) */
static void
show_request (ChattyWindow      *self,
              ChattySyncRequest *request)
{
  if (self->sync != NULL)
    add_page (self, chatty_sync_page_new (self->sync, self->accounts, request));
  else
    chatty_sync_request_free (request);
}

/* Actions ------------------------------------------------------------------------------ */

static char *
dup_text (const char *text)
{
  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
sync_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autofree char *account = dup_text (g_variant_get_string (parameter, NULL));

  show_request (CHATTY_WINDOW (widget), chatty_sync_request_new (account));
}

static void
sync_character_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  const char *account, *callsign;
  ChattySyncRequest *request;

  g_variant_get (parameter, "(&s&s)", &account, &callsign);
  request = chatty_sync_request_new (account);
  request->callsign = g_strdup (callsign);
  request->put = g_str_equal (action_name, "win.put-character");
  show_request (CHATTY_WINDOW (widget), request);
}

static void
bring_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  const char *account, *remote_id, *callsign;
  ChattySyncRequest *request;

  g_variant_get (parameter, "(&s&s&s)", &account, &remote_id, &callsign);
  request = chatty_sync_request_new (account);
  request->remote_id = g_strdup (remote_id);
  request->callsign = dup_text (callsign);
  show_request (CHATTY_WINDOW (widget), request);
}

static void
undo_sync_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const char *run, *step;
  g_autofree char *only = NULL;

  g_variant_get (parameter, "(&s&s)", &run, &step);
  only = dup_text (step);
  show_request (CHATTY_WINDOW (widget), chatty_sync_request_new_undo (run, only));
}

void
chatty_window_syncs_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.sync", "s", sync_action);
  gtk_widget_class_install_action (widget_class, "win.sync-character", "(ss)",
                                   sync_character_action);
  gtk_widget_class_install_action (widget_class, "win.put-character", "(ss)",
                                   sync_character_action);
  gtk_widget_class_install_action (widget_class, "win.bring-character", "(sss)", bring_action);
  gtk_widget_class_install_action (widget_class, "win.undo-sync", "(ss)", undo_sync_action);
}

/* The vault ------------------------------------------------------------------------------ */

/* The workspace and the accounts are there: begins to keep them the same. */
void
chatty_window_syncs_open (ChattyWindow *self)
{
  GSettings *settings = chatty_ui_settings_get ();
  GListModel *jobs;

  if (self->sync == NULL)
    return;
  self->drifts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_settings_bind (settings, CHATTY_SETTING_SYNC_INTERVAL, self->sync, "interval",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (settings, CHATTY_SETTING_SYNC_POLICY, self->sync, "policy",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (settings, CHATTY_SETTING_SYNC_METERED, self->sync, "metered",
                   G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->sync, "drifted", G_CALLBACK (drifted_cb), self,
                           G_CONNECT_SWAPPED);
  jobs = chatty_sync_service_get_jobs (self->sync);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self, 0);
  chatty_job_strip_set_syncs (self->job_strip, jobs);
  chatty_sync_service_start (self->sync);
}

void
chatty_window_syncs_close (ChattyWindow *self)
{
  while (self->sync_pages->len > 0)
    remove_page (self, g_ptr_array_index (self->sync_pages, self->sync_pages->len - 1));
  chatty_job_strip_set_syncs (self->job_strip, NULL);
  g_clear_pointer (&self->drifts, g_hash_table_unref);
  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);
}
