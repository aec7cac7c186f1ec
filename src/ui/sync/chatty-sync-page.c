/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: the account, the plan, the job and its end are states of one
 * page. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-platform.h"
#include "chatty-platform-map.h"

#include "chatty-fold-box.h"
#include "chatty-platform-badge.h"
#include "chatty-sync-head.h"
#include "chatty-sync-lines.h"
#include "chatty-sync-list.h"
#include "chatty-sync-page.h"
#include "chatty-sync-report.h"
#include "chatty-toast-room.h"

/* What only flashes tells nothing. */
#define SHOW_AFTER_MS 200

struct _ChattySyncPage
{
  GtkWidget parent_instance;

  GtkWidget      *box;
  AdwWindowTitle *title;
  GtkWidget      *start;
  GtkWidget      *undo;
  GtkWidget      *refresh;
  GtkWidget      *bar;
  GtkStack       *stack;
  GtkListBox     *accounts_list;
  GtkSpinner     *spinner;
  GtkLabel       *working;
  GtkProgressBar *progress;
  AdwStatusPage  *message;
  GtkWidget      *again;
  GtkWidget      *to_platforms;
  GtkRevealer    *questions;
  GtkLabel       *n_questions;
  GtkBox         *plan;

  ChattySyncList       *list;       /* of the plan, then of what was done */
  ChattySyncHead       *head;
  ChattySyncService    *service;
  ChattyAccountService *accounts;
  ChattySyncRequest    *request;    /* NULL for a job that was begun elsewhere */
  ChattySyncJob        *job;        /* NULL before the account is known */
  GHashTable           *asked;      /* question to ChattySyncLine */
  GCancellable         *cancellable;
  guint                 show_id;
  gboolean              started;    /* the person said yes to the plan */
};

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattySyncPage, chatty_sync_page, GTK_TYPE_WIDGET)

static void begin (ChattySyncPage *self);

static gboolean
is_undo (ChattySyncPage *self)
{
  return self->job != NULL && chatty_sync_job_get_kind (self->job) == CHATTY_SYNC_JOB_UNDO;
}

static void
show_buttons (ChattySyncPage *self,
              gboolean        start,
              gboolean        undo,
              gboolean        refresh)
{
  gtk_widget_set_visible (self->start, start);
  gtk_widget_set_visible (self->undo, undo);
  refresh = refresh && self->request != NULL;
  gtk_widget_set_visible (self->refresh, refresh);
  gtk_widget_set_visible (self->bar, start || undo || refresh);
  gtk_button_set_label (GTK_BUTTON (self->start), is_undo (self) ? _("_Undo Now")
                                                                 : _("_Sync Now"));
}

static void
show_child (ChattySyncPage *self,
            const char     *name)
{
  gboolean working = g_str_equal (name, "working");

  g_clear_handle_id (&self->show_id, g_source_remove);
  gtk_spinner_set_spinning (self->spinner, working);
  gtk_stack_set_visible_child_name (self->stack, name);
}

/* Messages --------------------------------------------------------------------- */

static void
show_message (ChattySyncPage *self,
              const char     *icon_name,
              const char     *title,
              const char     *text,
              gboolean        again)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_status_page_set_icon_name (self->message, icon_name);
  adw_status_page_set_title (self->message, title);
  /* The description of a status page is always markup. */
  adw_status_page_set_description (self->message, escaped);
  gtk_widget_set_visible (self->again, again && self->request != NULL);
  gtk_widget_set_visible (self->to_platforms, FALSE);
  show_child (self, "message");
}

static void
show_failure (ChattySyncPage *self,
              const char     *text)
{
  gboolean offline =
    !g_network_monitor_get_network_available (g_network_monitor_get_default ());

  show_buttons (self, FALSE, FALSE, FALSE);
  show_message (self, offline ? "network-offline-symbolic" : "dialog-error-symbolic",
                offline ? _("No Network") : _("This Cannot Be Done Now"), text, TRUE);
}

static void
show_same (ChattySyncPage *self,
           ChattySyncPlan *plan)
{
  ChattySyncCounts counts = { 0, };
  g_autofree char *text = NULL;

  show_buttons (self, FALSE, FALSE, TRUE);
  if (is_undo (self))
    {
      show_message (self, "edit-undo-symbolic", _("Nothing to Undo"),
                    _("What this sync did is undone already, or was changed since. Each value "
                      "is in the history of its character."), FALSE);
      return;
    }
  if (plan != NULL)
    chatty_sync_plan_get_counts (plan, &counts);
  if (counts.only_here > 0 && counts.same == 0)
    text = g_strdup (_("None of your characters is there yet. Open one and choose “Put on "
                       "Platform…”."));
  show_message (self, "object-select-symbolic", _("Both Sides Are the Same"), text, FALSE);
}

/* The plan, and what was done ------------------------------------------------------ */

static void
update_questions (ChattySyncPage *self)
{
  guint n = chatty_sync_list_get_n_questions (self->list);
  guint n_open = chatty_sync_list_get_n_open (self->list);
  g_autofree char *text = NULL;

  if (n_open > 0)
    text = g_strdup_printf (ngettext ("%'u question is open", "%'u questions are open", n_open),
                            n_open);
  else
    text = g_strdup_printf (ngettext ("%'u decision to look at", "%'u decisions to look at", n),
                            n);
  gtk_label_set_text (self->n_questions, text);
  gtk_revealer_set_reveal_child (self->questions, n > 0);
}

static void
show_plan (ChattySyncPage *self)
{
  ChattySyncPlan *plan = chatty_sync_job_get_plan (self->job);
  g_autoptr (GPtrArray) lines = NULL;
  gboolean blocked = chatty_sync_plan_is_blocked (plan);
  gboolean writes = FALSE;

  lines = chatty_sync_lines_of_plan (self->job, self->asked);
  if (lines->len == 0 && !blocked)
    {
      show_same (self, plan);
      return;
    }
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan) && !writes; i++)
    writes = chatty_sync_step_writes (chatty_sync_plan_get_step (plan, i));
  chatty_sync_head_show_plan (self->head, self->job);
  chatty_sync_list_set_lines (self->list, lines);
  update_questions (self);
  show_buttons (self, TRUE, FALSE, TRUE);
  gtk_widget_set_sensitive (self->start, !blocked && writes);
  show_child (self, "plan");
}

static void
show_receipt (ChattySyncPage *self)
{
  ChattySyncReceipt *receipt = chatty_sync_job_get_receipt (self->job);
  ChattyAccount *account = chatty_sync_job_get_account (self->job);
  g_autoptr (ChattySyncReport) report = NULL;

  report = chatty_sync_report_of (receipt, account != NULL ? account->platform : NULL);
  chatty_sync_head_show_report (self->head, report);
  chatty_sync_list_set_lines (self->list, report->lines);
  gtk_revealer_set_reveal_child (self->questions, FALSE);
  show_buttons (self, FALSE, chatty_sync_job_get_batch_id (self->job) != NULL, TRUE);
  show_child (self, "plan");
}

static void
show_end (ChattySyncPage *self)
{
  ChattySyncJobState state = chatty_sync_job_get_state (self->job);
  ChattySyncReceipt *receipt = chatty_sync_job_get_receipt (self->job);
  const char *message = chatty_sync_job_get_message (self->job);

  if (receipt != NULL && chatty_sync_receipt_get_n_results (receipt) > 0)
    show_receipt (self);
  else if (state == CHATTY_SYNC_JOB_FINISHED)
    show_same (self, chatty_sync_job_get_plan (self->job));
  else if (state == CHATTY_SYNC_JOB_FAILED)
    show_failure (self, message);
  else
    {
      show_buttons (self, FALSE, FALSE, FALSE);
      show_message (self, "process-stop-symbolic", _("Stopped"), _("Nothing was changed."), TRUE);
    }
}

/* The job ------------------------------------------------------------------------------ */

static gboolean
show_working_cb (gpointer user_data)
{
  ChattySyncPage *self = user_data;

  self->show_id = 0;
  show_child (self, "working");
  return G_SOURCE_REMOVE;
}

static void
show_working (ChattySyncPage *self,
              const char     *text)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);
  double fraction = self->job != NULL ? chatty_sync_job_get_fraction (self->job) : 0;

  gtk_label_set_text (self->working, text);
  gtk_progress_bar_set_fraction (self->progress, fraction);
  show_buttons (self, FALSE, FALSE, FALSE);
  if (g_strcmp0 (name, "working") == 0 || self->show_id != 0)
    return;
  if (self->started)
    show_child (self, "working");
  else
    self->show_id = g_timeout_add (SHOW_AFTER_MS, show_working_cb, self);
}

static void
update_title (ChattySyncPage *self)
{
  ChattyAccount *account = chatty_sync_job_get_account (self->job);
  g_autofree char *title = NULL;

  if (account == NULL)
    return;
  /* Translators: %s is a platform */
  title = g_strdup_printf (is_undo (self) ? _("Undo a Sync with %s") : _("Sync with %s"),
                           chatty_platform_get_title (account->platform));
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, account->name);
}

static void
update (ChattySyncPage *self)
{
  const char *message = chatty_sync_job_get_message (self->job);
  gboolean was_busy = chatty_sync_page_get_busy (self);

  update_title (self);
  switch (chatty_sync_job_get_state (self->job))
    {
    case CHATTY_SYNC_JOB_QUEUED:
      show_working (self, _("Waiting until another sync is over…"));
      break;

    case CHATTY_SYNC_JOB_PLANNING:
      show_working (self, _("Comparing both sides…"));
      break;

    case CHATTY_SYNC_JOB_RUNNING:
      show_working (self, is_undo (self) ? _("Undoing…") : _("Syncing…"));
      break;

    case CHATTY_SYNC_JOB_WAITING:
      show_working (self, message != NULL ? message : _("Waiting for the network…"));
      break;

    case CHATTY_SYNC_JOB_READY:
      self->started = FALSE;
      show_plan (self);
      break;

    case CHATTY_SYNC_JOB_FINISHED:
    case CHATTY_SYNC_JOB_CANCELLED:
    case CHATTY_SYNC_JOB_FAILED:
    default:
      show_end (self);
      break;
    }
  if (was_busy != chatty_sync_page_get_busy (self) || chatty_sync_job_is_over (self->job))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
plan_cb (ChattySyncPage *self)
{
  if (chatty_sync_job_get_state (self->job) == CHATTY_SYNC_JOB_READY)
    show_plan (self);
}

static void
fraction_cb (ChattySyncPage *self)
{
  gtk_progress_bar_set_fraction (self->progress, chatty_sync_job_get_fraction (self->job));
}

/* @job: (transfer full) */
static void
take_job (ChattySyncPage *self,
          ChattySyncJob  *job)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_hash_table_remove_all (self->asked);
  self->job = job;
  g_signal_connect_object (job, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::message", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::title", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::plan", G_CALLBACK (plan_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::plan-changed", G_CALLBACK (plan_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/* Which account -------------------------------------------------------------------------- */

static void
account_row_cb (ChattySyncPage *self,
                AdwActionRow   *row)
{
  g_free (self->request->account);
  self->request->account = g_strdup (g_object_get_data (G_OBJECT (row), "account"));
  begin (self);
}

static GtkWidget *
account_row_new (ChattySyncPage *self,
                 ChattyAccount  *account)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", account->name,
                                 "subtitle", chatty_platform_get_title (account->platform),
                                 "activatable", TRUE,
                                 NULL);
  GtkWidget *badge = chatty_platform_badge_new ();

  chatty_platform_badge_set_platform (CHATTY_PLATFORM_BADGE (badge), account->platform);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), badge);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "account", g_strdup (account->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (account_row_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
ask_which (ChattySyncPage *self,
           GPtrArray      *choices)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->accounts_list))) != NULL)
    gtk_list_box_remove (self->accounts_list, child);
  for (guint i = 0; i < choices->len; i++)
    gtk_list_box_append (self->accounts_list, account_row_new (self, choices->pdata[i]));
  show_buttons (self, FALSE, FALSE, FALSE);
  show_child (self, "accounts");
  gtk_widget_child_focus (GTK_WIDGET (self->accounts_list), GTK_DIR_TAB_FORWARD);
}

static void
show_no_account (ChattySyncPage *self)
{
  show_buttons (self, FALSE, FALSE, FALSE);
  show_message (self, "network-server-symbolic", _("No Account to Sync With"),
                _("Connect an account of a platform that keeps characters first."), FALSE);
  gtk_widget_set_visible (self->to_platforms, TRUE);
  gtk_widget_grab_focus (self->to_platforms);
}

static void
take_accounts (ChattySyncPage *self,
               GPtrArray      *accounts)
{
  ChattyConnectorTable *table = chatty_account_service_get_table (self->accounts);
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();

  for (guint i = 0; i < accounts->len; i++)
    {
      ChattyAccount *account = accounts->pdata[i];

      if (account->state == CHATTY_ACCOUNT_DISCONNECTED ||
          !chatty_platform_map_exists (table, account->platform) ||
          (self->request->account != NULL && !g_str_equal (account->id, self->request->account)))
        continue;
      if (account->paused && self->request->account == NULL)
        continue;
      g_ptr_array_add (choices, account);
    }
  if (choices->len == 0)
    show_no_account (self);
  else if (choices->len == 1)
    take_job (self, chatty_sync_request_begin (self->request, self->service,
                                               choices->pdata[0]));
  else
    ask_which (self, choices);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattySyncPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts =
    chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);

  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;
  if (accounts != NULL)
    take_accounts (self, accounts);
  else
    show_failure (self, error->message);
}

static void
begin (ChattySyncPage *self)
{
  self->started = FALSE;
  if (self->request->run != NULL)
    take_job (self, chatty_sync_request_begin (self->request, self->service, NULL));
  else
    chatty_account_service_list_async (self->accounts, self->cancellable, listed_cb,
                                       g_object_ref (self));
}

/* Actions ---------------------------------------------------------------------------------- */

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);

  if (self->job == NULL || !gtk_widget_get_mapped (self->start) ||
      !gtk_widget_get_sensitive (self->start))
    return;
  self->started = TRUE;
  chatty_sync_job_run (self->job);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);

  if (self->job != NULL)
    chatty_sync_job_cancel (self->job);
}

static void
again_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);

  if (self->request == NULL || chatty_sync_page_get_busy (self))
    return;
  chatty_sync_page_leave (self);
  begin (self);
}

static void
go_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);

  if (gtk_revealer_get_reveal_child (self->questions))
    chatty_sync_list_go (self->list, g_str_equal (action_name, "sync.next"));
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  chatty_sync_list_choose (CHATTY_SYNC_PAGE (widget)->list, g_variant_get_uint32 (parameter));
}

static void
answer_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);
  const char *question, *choice;

  g_variant_get (parameter, "(&s&s)", &question, &choice);
  if (self->job != NULL)
    chatty_sync_job_answer (self->job, question, *choice != '\0' ? choice : NULL);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);
  const char *run = self->job != NULL ? chatty_sync_job_get_batch_id (self->job) : NULL;
  const char *step = parameter != NULL ? g_variant_get_string (parameter, NULL) : "";

  if (run != NULL)
    gtk_widget_activate_action (widget, "win.undo-sync", "(ss)", run, step);
}

/* Object ------------------------------------------------------------------------------------- */

static gboolean
chatty_sync_page_grab_focus (GtkWidget *widget)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (widget);

  if (gtk_widget_get_visible (self->start) && gtk_widget_get_sensitive (self->start))
    return gtk_widget_grab_focus (self->start);
  return gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

static void
chatty_sync_page_dispose (GObject *object)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (object);

  g_clear_handle_id (&self->show_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->job);
  g_clear_object (&self->service);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (chatty_sync_page_parent_class)->dispose (object);
}

static void
chatty_sync_page_finalize (GObject *object)
{
  ChattySyncPage *self = CHATTY_SYNC_PAGE (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->asked);
  g_clear_pointer (&self->request, chatty_sync_request_free);

  G_OBJECT_CLASS (chatty_sync_page_parent_class)->finalize (object);
}

static void
chatty_sync_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_BUSY)
    g_value_set_boolean (value, chatty_sync_page_get_busy (CHATTY_SYNC_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sync.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "sync.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "sync.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "sync.next", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "sync.previous", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "sync.choose", "u", choose_action);
  gtk_widget_class_install_action (widget_class, "sync.answer", "(ss)", answer_action);
  gtk_widget_class_install_action (widget_class, "sync.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "sync.undo-step", "s", undo_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "sync.next",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "sync.previous",
                                       NULL);
  for (guint i = 0; i < 9; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "sync.choose",
                                         "u", i);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "sync.start", NULL);
}

static void
chatty_sync_page_class_init (ChattySyncPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_sync_page_dispose;
  object_class->finalize = chatty_sync_page_finalize;
  object_class->get_property = chatty_sync_page_get_property;
  widget_class->grab_focus = chatty_sync_page_grab_focus;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/sync/chatty-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, box);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, start);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, undo);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, refresh);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, accounts_list);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, working);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, message);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, again);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, to_platforms);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, questions);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, n_questions);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncPage, plan);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  install_actions (widget_class);
}

static void
chatty_sync_page_init (ChattySyncPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_toast_room_keep (self->bar);
  self->head = CHATTY_SYNC_HEAD (chatty_sync_head_new ());
  self->list = CHATTY_SYNC_LIST (chatty_sync_list_new ());
  chatty_sync_list_set_head (self->list, GTK_WIDGET (self->head));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (self->plan, GTK_WIDGET (self->list));
}

/**
 * chatty_sync_page_new:
 * @service: what syncs
 * @accounts: where the accounts are
 * @request: (transfer full): what is wanted
 *
 * Returns: (transfer floating): a page, which begins to look at both sides
 */
GtkWidget *
chatty_sync_page_new (ChattySyncService    *service,
                      ChattyAccountService *accounts,
                      ChattySyncRequest    *request)
{
  ChattySyncPage *self = g_object_new (CHATTY_TYPE_SYNC_PAGE, NULL);

  self->service = g_object_ref (service);
  self->accounts = g_object_ref (accounts);
  self->request = request;
  begin (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_sync_page_new_for_job:
 * @job: what is shown
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
chatty_sync_page_new_for_job (ChattySyncService    *service,
                              ChattyAccountService *accounts,
                              ChattySyncJob        *job)
{
  ChattySyncPage *self = g_object_new (CHATTY_TYPE_SYNC_PAGE, NULL);

  self->service = g_object_ref (service);
  self->accounts = g_object_ref (accounts);
  /* It goes on when the person leaves. */
  self->started = TRUE;
  take_job (self, g_object_ref (job));
  return GTK_WIDGET (self);
}

ChattySyncJob *
chatty_sync_page_get_job (ChattySyncPage *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_PAGE (self), NULL);

  return self->job;
}

/**
 * chatty_sync_page_get_busy:
 *
 * Returns: whether something that the person began is under way
 */
gboolean
chatty_sync_page_get_busy (ChattySyncPage *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_PAGE (self), FALSE);

  return self->started && self->job != NULL && !chatty_sync_job_is_over (self->job);
}

/**
 * chatty_sync_page_leave:
 *
 * Drops a plan that was not run; a run goes on.
 */
void
chatty_sync_page_leave (ChattySyncPage *self)
{
  g_return_if_fail (CHATTY_IS_SYNC_PAGE (self));

  if (self->job == NULL || chatty_sync_page_get_busy (self))
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  chatty_sync_job_cancel (self->job);
}
