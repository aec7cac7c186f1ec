/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-pool.h"
#include "chatty-receipt.h"

#include "chatty-activity-page.h"
#include "chatty-merge-words.h"
#include "chatty-named-box.h"
#include "chatty-receipt-saver.h"
#include "chatty-receipt-view.h"
#include "chatty-run-item.h"
#include "chatty-slow-start.h"
#include "chatty-sync-report-view.h"
#include "chatty-ui-settings.h"

struct _ChattyActivityPage
{
  GtkWidget parent_instance;

  GtkStack           *stack;
  AdwStatusPage      *failed;
  AdwLeaflet         *leaflet;
  GtkListView        *list;
  GtkWidget          *back;
  GtkLabel           *when;
  GtkWidget          *save;
  GtkWidget          *undo;
  GtkStack           *run_stack;
  AdwStatusPage      *plain;
  ChattyReceiptView  *receipt;
  ChattySyncReportView *sync;

  ChattyWorkspace    *workspace;
  ChattyPool         *pool;
  GListStore         *runs;
  GtkSingleSelection *selection;
  GCancellable       *cancellable;   /* of the page */
  GCancellable       *showing;       /* of the run that is being read */
  char               *wanted_id;
  char               *shown;         /* which run is shown, in which condition */
  gboolean            loading;
  gboolean            stale;
};

G_DEFINE_FINAL_TYPE (ChattyActivityPage, chatty_activity_page, GTK_TYPE_WIDGET)

static void reload (ChattyActivityPage *self);

static ChattyRunItem *
get_selected (ChattyActivityPage *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
show_plain (ChattyActivityPage *self,
            ChattyRunItem      *item,
            const char         *description)
{
  g_autofree char *title = chatty_run_item_dup_title (item);
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped = g_markup_escape_text (description, -1);
  g_autofree char *icon_name = NULL;

  g_object_get (item, "icon-name", &icon_name, NULL);
  /* The texts of a status page are always markup. */
  adw_status_page_set_title (self->plain, escaped_title);
  adw_status_page_set_description (self->plain, escaped);
  adw_status_page_set_icon_name (self->plain, icon_name);
  gtk_stack_set_visible_child_name (self->run_stack, "plain");
}

static void
parse_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  ChattyReceipt *receipt = chatty_receipt_parse (task_data, &error);

  if (receipt != NULL)
    g_task_return_pointer (task, receipt, (GDestroyNotify) chatty_receipt_free);
  else
    g_task_return_error (task, error);
}

static void
parsed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyActivityPage *self = CHATTY_ACTIVITY_PAGE (source);
  g_autoptr (ChattyRunItem) item = user_data;
  g_autoptr (ChattyReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyVaultRun *run = chatty_run_item_get_run (item);
  const char *note;

  receipt = g_task_propagate_pointer (G_TASK (result), &error);
  if (chatty_error_is_cancelled (error) || self->stack == NULL)
    return;
  if (receipt == NULL)
    {
      show_plain (self, item, error->message);
      return;
    }

  note = run->undone ? _("This import is undone.") : chatty_receipt_get_problem (receipt);
  if (note == NULL && chatty_receipt_get_n_not_reached (receipt) > 0)
    note = _("This import was stopped before its end.");
  chatty_receipt_view_set_receipt (self->receipt, receipt, note);
  gtk_stack_set_visible_child_name (self->run_stack, "receipt");
}

static void
parse_sync_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  ChattySyncReport *report = chatty_sync_report_parse (task_data, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) chatty_sync_report_free);
  else
    g_task_return_error (task, error);
}

static void
sync_parsed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ChattyActivityPage *self = CHATTY_ACTIVITY_PAGE (source);
  g_autoptr (ChattyRunItem) item = user_data;
  g_autoptr (ChattySyncReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = g_task_propagate_pointer (G_TASK (result), &error);
  if (chatty_error_is_cancelled (error) || self->stack == NULL)
    return;
  if (report == NULL)
    {
      show_plain (self, item, error->message);
      return;
    }
  chatty_sync_report_view_set_report (self->sync, report, chatty_run_item_get_run (item)->id);
  gtk_stack_set_visible_child_name (self->run_stack, "sync");
}

/* On a worker: the report of a thousand has megabytes. */
static void
read_report (ChattyActivityPage  *self,
             ChattyRunItem       *item,
             GTaskThreadFunc      parse,
             GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (self, self->showing, callback, g_object_ref (item));

  g_task_set_source_tag (task, read_report);
  g_task_set_task_data (task, g_strdup (chatty_run_item_get_run (item)->report), g_free);
  chatty_pool_run (self->pool, task, parse);
}

static void
show_run (ChattyActivityPage *self,
          ChattyRunItem      *item)
{
  const ChattyVaultRun *run = chatty_run_item_get_run (item);
  gboolean is_import = g_strcmp0 (run->kind, "import") == 0;
  gboolean is_sync = chatty_run_item_is_sync (item);
  g_autofree char *when = chatty_ui_format_time_exact (run->time);

  gtk_label_set_text (self->when, when);
  gtk_widget_set_visible (self->undo, chatty_run_item_can_undo (item));
  gtk_widget_set_sensitive (self->undo, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->undo), is_sync ? _("_Undo…") : _("_Undo"));
  gtk_widget_set_visible (self->save, (is_import || is_sync) && run->report != NULL);

  if (is_import && run->report != NULL)
    {
      read_report (self, item, parse_thread, parsed_cb);
    }
  else if (is_sync && run->report != NULL)
    {
      read_report (self, item, parse_sync_thread, sync_parsed_cb);
    }
  else if (g_strcmp0 (run->kind, "merge") == 0 && run->report != NULL)
    {
      g_autofree char *description = chatty_merge_words_dup_description (run->report);

      show_plain (self, item, description);
    }
  else if (run->undone)
    {
      show_plain (self, item, _("This change is undone."));
    }
  else if (!run->finished)
    {
      show_plain (
        self, item,
        _("This change was interrupted. What it had stored is complete, and can be undone."));
    }
  else
    {
      show_plain (self, item, "");
    }
}

/* The list is read again with each change of the vault; the run that is being
 * looked at must not jump back to its top for that. */
static char *
dup_state (const ChattyVaultRun *run)
{
  return g_strdup_printf ("%s %d %d", run->id, run->finished, run->undone);
}

static char *
dup_shown (ChattyRunItem *item)
{
  return dup_state (chatty_run_item_get_run (item));
}

static void
selected_cb (ChattyActivityPage *self)
{
  ChattyRunItem *item = get_selected (self);
  g_autofree char *shown = item != NULL ? dup_shown (item) : NULL;

  if (shown != NULL && g_strcmp0 (shown, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);

  g_cancellable_cancel (self->showing);
  g_object_unref (self->showing);
  self->showing = g_cancellable_new ();

  gtk_stack_set_visible_child_name (self->run_stack, "blank");
  gtk_widget_set_visible (self->undo, FALSE);
  gtk_widget_set_visible (self->save, FALSE);
  gtk_label_set_text (self->when, "");
  if (item != NULL)
    show_run (self, item);
}

static gboolean
is_same (ChattyRunItem *item,
         GPtrArray     *runs,
         guint          nth)
{
  const ChattyVaultRun *run = g_ptr_array_index (runs, nth);
  g_autofree char *shown = dup_shown (item);
  g_autofree char *wanted = dup_state (run);

  return g_str_equal (shown, wanted);
}

/* What is new stands at the top: the rows below it stay as they are. */
static guint
count_same_at_end (ChattyActivityPage *self,
                   GPtrArray          *runs)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  guint n_same = 0;

  while (n_same < n_old && n_same < runs->len)
    {
      g_autoptr (ChattyRunItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->runs), n_old - 1 - n_same);

      if (!is_same (item, runs, runs->len - 1 - n_same))
        break;
      n_same++;
    }

  return n_same;
}

static guint
find_run (GPtrArray  *runs,
          const char *id)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const ChattyVaultRun *run = g_ptr_array_index (runs, i);

      if (g_strcmp0 (run->id, id) == 0)
        return i;
    }

  return 0;
}

static void
take_runs (ChattyActivityPage *self,
           GPtrArray          *runs)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  ChattyRunItem *selected = get_selected (self);
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  guint n_same = count_same_at_end (self, runs);
  guint n_new = runs->len - n_same;
  guint position;
  g_autofree char *id = NULL;

  if (self->wanted_id != NULL)
    id = g_steal_pointer (&self->wanted_id);
  else if (selected != NULL)
    id = g_strdup (chatty_run_item_get_run (selected)->id);

  position = find_run (runs, id);

  for (guint i = 0; i < n_new; i++)
    g_ptr_array_add (items, chatty_run_item_new (g_ptr_array_steal_index (runs, 0)));

  g_signal_handlers_block_by_func (self->selection, selected_cb, self);
  g_list_store_splice (self->runs, 0, n_old - n_same, items->pdata, items->len);
  if (gtk_single_selection_get_model (self->selection) == NULL)
    {
      g_autoptr (GListModel) all =
        chatty_slow_start_new (GTK_WIDGET (self->list), G_LIST_MODEL (g_object_ref (self->runs)));

      gtk_single_selection_set_model (self->selection, all);
    }
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_handlers_unblock_by_func (self->selection, selected_cb, self);
  selected_cb (self);
  gtk_stack_set_visible_child_name (self->stack, n_same + n_new > 0 ? "runs" : "empty");
}

static void
runs_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ChattyActivityPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  runs = chatty_workspace_list_runs_finish (CHATTY_WORKSPACE (source), result, &error);
  self->loading = FALSE;
  if (self->stack == NULL || chatty_error_is_cancelled (error))
    return;

  if (runs != NULL)
    {
      take_runs (self, runs);
    }
  else
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failed, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }

  if (self->stale)
    reload (self);
}

static void
reload (ChattyActivityPage *self)
{
  /* A page that nobody sees waits; one that reads reads once more. */
  self->stale = self->loading || !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;

  self->loading = TRUE;
  chatty_workspace_list_runs_async (self->workspace, self->cancellable, runs_cb,
                                    g_object_ref (self));
}

/* The rows show dates: all of them are made anew. */
static void
style_changed_cb (ChattyActivityPage *self)
{
  g_list_store_remove_all (self->runs);
  reload (self);
}

static void
jobs_changed_cb (ChattyActivityPage *self)
{
  reload (self);
}

static void
folded_cb (ChattyActivityPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back, folded);
  gtk_list_view_set_single_click_activate (self->list, folded);
}

static void
activate_cb (ChattyActivityPage *self,
             guint               position)
{
  gtk_single_selection_set_selected (self->selection, position);
  adw_leaflet_set_visible_child_name (self->leaflet, "run");
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_grab_focus (self->back);
}

static void
save_clicked_cb (ChattyActivityPage *self)
{
  ChattyRunItem *item = get_selected (self);

  if (item != NULL && chatty_run_item_get_run (item)->report != NULL)
    chatty_receipt_save (GTK_WIDGET (self),
                         chatty_run_item_get_run (item)->report,
                         chatty_run_item_get_run (item)->time);
}

static void
undo_clicked_cb (ChattyActivityPage *self)
{
  ChattyRunItem *item = get_selected (self);

  if (item == NULL)
    return;

  if (chatty_run_item_is_sync (item))
    {
      /* Both sides are changed by it: it is shown first. */
      gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-sync", "(ss)",
                                  chatty_run_item_get_run (item)->id, "");
      return;
    }

  /* Once is enough; it comes back with the list if it did not work. */
  gtk_widget_set_sensitive (self->undo, FALSE);
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-run", "s",
                              chatty_run_item_get_run (item)->id);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ChattyActivityPage *self = CHATTY_ACTIVITY_PAGE (widget);

  if (adw_leaflet_get_folded (self->leaflet))
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "list");
      gtk_widget_grab_focus (GTK_WIDGET (self->list));
    }
}

static void
chatty_activity_page_map (GtkWidget *widget)
{
  ChattyActivityPage *self = CHATTY_ACTIVITY_PAGE (widget);

  GTK_WIDGET_CLASS (chatty_activity_page_parent_class)->map (widget);

  if (self->stale)
    reload (self);
}

static void
chatty_activity_page_dispose (GObject *object)
{
  ChattyActivityPage *self = CHATTY_ACTIVITY_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->showing != NULL)
    g_cancellable_cancel (self->showing);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->showing);
  g_clear_object (&self->runs);
  g_clear_object (&self->pool);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->wanted_id, g_free);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (chatty_activity_page_parent_class)->dispose (object);
}

static void
chatty_activity_page_class_init (ChattyActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_activity_page_dispose;
  widget_class->map = chatty_activity_page_map;

  g_type_ensure (CHATTY_TYPE_NAMED_BOX);
  g_type_ensure (CHATTY_TYPE_RECEIPT_VIEW);
  g_type_ensure (CHATTY_TYPE_RUN_ITEM);
  g_type_ensure (CHATTY_TYPE_SYNC_REPORT_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/activity/chatty-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, list);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, back);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, when);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, save);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, undo);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, run_stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, plain);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, receipt);
  gtk_widget_class_bind_template_child (widget_class, ChattyActivityPage, sync);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "activity.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "activity.back", NULL);
}

static void
chatty_activity_page_init (ChattyActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->pool = chatty_pool_new ("activity", 1);
  self->cancellable = g_cancellable_new ();
  self->showing = g_cancellable_new ();
  self->stale = TRUE;
  self->runs = g_list_store_new (CHATTY_TYPE_RUN_ITEM);
  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  folded_cb (self);
}

/**
 * chatty_activity_page_new:
 * @workspace: whose runs are listed
 *
 * Returns: (transfer floating): a page that reads the list when it is shown
 */
GtkWidget *
chatty_activity_page_new (ChattyWorkspace *workspace)
{
  ChattyActivityPage *self = g_object_new (CHATTY_TYPE_ACTIVITY_PAGE, NULL);
  GSettings *settings = chatty_ui_settings_get ();

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (chatty_workspace_get_vault (workspace), "changed",
                           G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_workspace_get_jobs (workspace), "items-changed",
                           G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" CHATTY_SETTING_DATE_STYLE,
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" CHATTY_SETTING_CLOCK_STYLE,
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * chatty_activity_page_open:
 * @run_id: the id of a batch
 *
 * Shows one run.
 */
void
chatty_activity_page_open (ChattyActivityPage *self,
                           const char         *run_id)
{
  g_return_if_fail (CHATTY_IS_ACTIVITY_PAGE (self));

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (run_id);
  adw_leaflet_set_visible_child_name (self->leaflet, "run");
  reload (self);
}
