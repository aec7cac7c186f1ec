/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-put-page.h"
#include "chatty-string-factory.h"

#define MAX_NAME_BYTES 120

struct _ChattyPutPage
{
  GtkWidget parent_instance;

  GtkLabel            *title;
  GtkStack            *steps;
  AdwComboRow         *accounts;
  AdwActionRow        *note;
  GtkWidget           *loss_group;
  AdwActionRow        *loss;
  AdwPreferencesGroup *problems;
  GtkButton           *put;
  GtkLabel            *working;
  GtkProgressBar      *progress;
  GtkWidget           *stop;
  AdwStatusPage       *outcome;
  GtkWidget           *go_on;
  GtkWidget           *report;
  GtkWidget           *close;

  ChattySyncService     *sync;
  ChattyConnectorTable  *table;
  ChattyCharacterRecord *record;       /* nullable */
  GPtrArray             *choices;      /* nullable: of ChattyAccount */
  GPtrArray             *problem_rows; /* the group's */
  ChattySyncJob         *job;          /* nullable */
  gboolean               was_run;      /* the person's yes was used */
};

enum {
  CLOSED,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPutPage, chatty_put_page, GTK_TYPE_WIDGET)

static void
drop_job (ChattyPutPage *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
show_outcome (ChattyPutPage *self,
              const char    *icon_name,
              const char    *title,
              const char    *text)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_status_page_set_icon_name (self->outcome, icon_name);
  adw_status_page_set_title (self->outcome, title);
  adw_status_page_set_description (self->outcome, escaped);
  gtk_widget_set_visible (self->go_on,
                          chatty_sync_job_get_state (self->job) == CHATTY_SYNC_JOB_READY);
  gtk_widget_set_visible (self->report, chatty_sync_job_get_batch_id (self->job) != NULL);
  gtk_stack_set_visible_child_name (self->steps, "done");
  /* The person may be elsewhere by now. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (gtk_widget_get_visible (self->go_on) ? self->go_on : self->close);
}

static void
show_working (ChattyPutPage *self)
{
  gtk_label_set_text (self->working, chatty_sync_job_get_title (self->job));
  gtk_progress_bar_set_fraction (self->progress, chatty_sync_job_get_fraction (self->job));
  gtk_stack_set_visible_child_name (self->steps, "working");
}

static void
show_finished (ChattyPutPage *self)
{
  guint n_failed, n_open;

  g_object_get (self->job, "n-failed", &n_failed, "n-open", &n_open, NULL);
  if (n_failed > 0 || n_open > 0)
    show_outcome (self, "dialog-warning-symbolic", _("Not All of It Was Done"),
                  chatty_sync_job_get_message (self->job));
  else if (chatty_sync_job_get_batch_id (self->job) == NULL)
    show_outcome (self, "object-select-symbolic", _("Both Sides Are the Same"),
                  chatty_sync_job_get_message (self->job));
  else
    show_outcome (self, "object-select-symbolic", _("Done"),
                  chatty_sync_job_get_message (self->job));
}

static void
job_changed_cb (ChattyPutPage *self)
{
  ChattySyncJobState state = chatty_sync_job_get_state (self->job);
  const char *message = chatty_sync_job_get_message (self->job);
  gboolean plan_changed;

  g_object_get (self->job, "plan-changed", &plan_changed, NULL);
  switch (state)
    {
    case CHATTY_SYNC_JOB_READY:
      /* What stays behind was shown before, and the person said yes. */
      if (!self->was_run)
        {
          self->was_run = TRUE;
          show_working (self);
          chatty_sync_job_run (self->job);
        }
      else if (plan_changed)
        {
          show_outcome (self, "emblem-synchronizing-symbolic", _("The Platform Moved On"),
                        _("Something was changed there in the meantime. Nothing was done yet."));
        }
      break;

    case CHATTY_SYNC_JOB_FINISHED:
      show_finished (self);
      g_signal_emit (self, signals[DONE], 0);
      break;

    case CHATTY_SYNC_JOB_CANCELLED:
      show_outcome (self, "process-stop-symbolic", _("Stopped"),
                    _("What was done before stays."));
      g_signal_emit (self, signals[DONE], 0);
      break;

    case CHATTY_SYNC_JOB_FAILED:
      show_outcome (self, "dialog-warning-symbolic", _("This Cannot Be Done Now"), message);
      break;

    case CHATTY_SYNC_JOB_WAITING:
      show_working (self);
      gtk_label_set_text (self->working,
                          message != NULL ? message : _("Waiting for the network…"));
      break;

    case CHATTY_SYNC_JOB_QUEUED:
    case CHATTY_SYNC_JOB_PLANNING:
    case CHATTY_SYNC_JOB_RUNNING:
    default:
      show_working (self);
      break;
    }
}

static void
fraction_cb (ChattyPutPage *self)
{
  gtk_progress_bar_set_fraction (self->progress, chatty_sync_job_get_fraction (self->job));
}

/* (transfer full) */
static void
take_job (ChattyPutPage *self,
          ChattySyncJob *job)
{
  drop_job (self);
  self->job = job;
  self->was_run = FALSE;
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::plan-changed", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
  job_changed_cb (self);
}

static ChattyAccount *
get_account (ChattyPutPage *self)
{
  guint selected = adw_combo_row_get_selected (self->accounts);

  return self->choices != NULL && selected < self->choices->len
    ? g_ptr_array_index (self->choices, selected) : NULL;
}

static void
set_title (ChattyPutPage *self,
           ChattyAccount *account,
           gboolean       sync)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  name = chatty_text_one_line (
    chatty_character_get_name (chatty_character_record_get_character (self->record)),
    MAX_NAME_BYTES);
  if (account == NULL)
    /* Translators: %s is a character */
    title = g_strdup_printf (_("Put %s on a Platform"), name);
  else if (sync)
    /* Translators: a character and a platform */
    title = g_strdup_printf (_("Sync %s with %s"), name,
                             chatty_platform_get_title (account->platform));
  else
    /* Translators: a character and a platform */
    title = g_strdup_printf (_("Put %s on %s"), name,
                             chatty_platform_get_title (account->platform));
  gtk_label_set_text (self->title, title);
}

static void
show_problems (ChattyPutPage      *self,
               ChattyPlatformView *view)
{
  for (guint i = 0; i < self->problem_rows->len; i++)
    adw_preferences_group_remove (self->problems, g_ptr_array_index (self->problem_rows, i));
  g_ptr_array_set_size (self->problem_rows, 0);
  for (guint i = 0; i < chatty_platform_view_get_n_rows (view); i++)
    {
      const ChattyPlatformRow *row = chatty_platform_view_get_row (view, i);
      GtkWidget *widget;

      if (row->problem == NULL)
        continue;
      widget = g_object_new (ADW_TYPE_ACTION_ROW,
                             "use-markup", FALSE,
                             "title", chatty_character_field_to_words (row->field),
                             "subtitle", row->problem,
                             "subtitle-lines", 0,
                             NULL);
      adw_action_row_add_prefix (ADW_ACTION_ROW (widget),
                                 gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
      adw_preferences_group_add (self->problems, widget);
      g_ptr_array_add (self->problem_rows, widget);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->problems), self->problem_rows->len > 0);
}

static void
account_cb (ChattyPutPage *self)
{
  ChattyAccount *account = get_account (self);
  g_autoptr (ChattyPlatformView) view = NULL;
  g_autofree char *loss = NULL;
  g_autofree char *label = NULL;
  const char *note;

  if (account == NULL || self->record == NULL)
    return;

  view = chatty_platform_view_new (self->table, account->platform, NULL);
  if (view == NULL)
    return;
  chatty_platform_view_set_record (view, self->record);
  loss = chatty_platform_view_dup_loss_text (view);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->loss),
                                 loss != NULL ? loss : _("Nothing: all of it has a place there."));
  note = chatty_platform_view_get_note (view);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  show_problems (self, view);
  /* Translators: %s is a platform */
  label = g_strdup_printf (_("_Put on %s"), chatty_platform_get_title (account->platform));
  gtk_button_set_label (self->put, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->put), chatty_platform_view_can_put (view));
  set_title (self, account, FALSE);
}

static void
put_cb (ChattyPutPage *self)
{
  ChattyAccount *account = get_account (self);

  if (account != NULL)
    take_job (self, chatty_sync_service_put (self->sync, account,
                                             chatty_character_record_get_callsign (self->record)));
}

static void
stop_cb (ChattyPutPage *self)
{
  if (self->job != NULL)
    chatty_sync_job_cancel (self->job);
}

static void
go_on_cb (ChattyPutPage *self)
{
  show_working (self);
  chatty_sync_job_run (self->job);
}

static void
report_cb (ChattyPutPage *self)
{
  const char *batch = self->job != NULL ? chatty_sync_job_get_batch_id (self->job) : NULL;

  if (batch != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-run", "s", batch);
}

/* A job that runs goes on, and one that is to run is followed until it does;
 * the window's job strip tells of it. */
static void
close_cb (ChattyPutPage *self)
{
  if (self->job != NULL && chatty_sync_job_get_state (self->job) == CHATTY_SYNC_JOB_READY)
    chatty_sync_job_cancel (self->job);
  if (self->was_run)
    drop_job (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  close_cb (CHATTY_PUT_PAGE (widget));
  return GDK_EVENT_STOP;
}

static void
chatty_put_page_dispose (GObject *object)
{
  ChattyPutPage *self = CHATTY_PUT_PAGE (object);
  GtkWidget *child;

  drop_job (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->problem_rows, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (chatty_put_page_parent_class)->dispose (object);
}

static void
chatty_put_page_class_init (ChattyPutPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_put_page_dispose;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-put-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, note);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, loss_group);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, loss);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, problems);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, put);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, working);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, stop);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, go_on);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, report);
  gtk_widget_class_bind_template_child (widget_class, ChattyPutPage, close);
  gtk_widget_class_bind_template_callback (widget_class, account_cb);
  gtk_widget_class_bind_template_callback (widget_class, put_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
chatty_put_page_init (ChattyPutPage *self)
{
  g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();

  self->problem_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_factory (self->accounts, factory);
}

/**
 * chatty_put_page_new:
 * @sync: (nullable): what does it
 * @table: the connectors
 *
 * Returns: (transfer floating): a page that asks nothing yet
 */
GtkWidget *
chatty_put_page_new (ChattySyncService    *sync,
                     ChattyConnectorTable *table)
{
  ChattyPutPage *self = g_object_new (CHATTY_TYPE_PUT_PAGE, NULL);

  g_set_object (&self->sync, sync);
  self->table = table;
  return GTK_WIDGET (self);
}

static void
set_record (ChattyPutPage         *self,
            ChattyCharacterRecord *record)
{
  chatty_character_record_ref (record);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = record;
  drop_job (self);
}

/**
 * chatty_put_page_ask:
 * @record: what is to be put somewhere; it is stored
 * @accounts: (element-type ChattyAccount): where it can be put; not empty
 *
 * Asks where, and tells what stays behind.
 */
void
chatty_put_page_ask (ChattyPutPage         *self,
                     ChattyCharacterRecord *record,
                     GPtrArray             *accounts)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_if_fail (CHATTY_IS_PUT_PAGE (self));
  g_return_if_fail (record != NULL);
  g_return_if_fail (accounts != NULL && accounts->len > 0);

  set_record (self, record);
  g_ptr_array_ref (accounts);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = accounts;
  for (guint i = 0; i < accounts->len; i++)
    {
      ChattyAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char *name = NULL;

      /* Translators: a platform, and what the person calls an account there */
      name = g_strdup_printf (_("%s · %s"), chatty_platform_get_title (account->platform),
                              account->name);
      gtk_string_list_append (names, name);
    }
  adw_combo_row_set_model (self->accounts, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->accounts, 0);
  account_cb (self);
  gtk_stack_set_visible_child_name (self->steps, "ask");
  /* Where something is missing, it cannot be pressed. */
  if (!gtk_widget_grab_focus (GTK_WIDGET (self->put)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/**
 * chatty_put_page_sync:
 * @record: a character that is on the platform
 * @account: the account there
 *
 * Makes both sides the same, and shows how far it is.
 */
void
chatty_put_page_sync (ChattyPutPage         *self,
                      ChattyCharacterRecord *record,
                      ChattyAccount         *account)
{
  g_return_if_fail (CHATTY_IS_PUT_PAGE (self));
  g_return_if_fail (record != NULL);
  g_return_if_fail (account != NULL);

  set_record (self, record);
  set_title (self, account, TRUE);
  take_job (self, chatty_sync_service_sync (self->sync, account,
                                            chatty_character_record_get_callsign (record)));
}
