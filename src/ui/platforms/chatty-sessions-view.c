/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-session-import.h"

#include "chatty-remote-list.h"
#include "chatty-remote-work.h"
#include "chatty-sessions-view.h"
#include "chatty-trouble.h"
#include "chatty-ui-settings.h"

struct _ChattySessionsView
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkCheckButton   *all;
  GtkButton        *import_button;
  GtkWidget        *refresh;
  GtkWidget        *running;
  GtkProgressBar   *bar;
  GtkWidget        *outcome;
  GtkLabel         *sums;
  GtkWidget        *details;
  GtkWidget        *undo;
  ChattyTrouble    *trouble;
  ChattyRemoteList *list;

  ChattyWorkspace  *workspace;
  ChattyHistory    *history;
  ChattyCharacter  *character;
  ChattyPool       *pool;         /* for looking into the vault */
  GCancellable     *cancellable;  /* of the view */
  GCancellable     *importing;    /* NULL while nothing is imported */
  char             *batch;        /* of the last import */
  gboolean          updating;
  gboolean          was_shown;
};

G_DEFINE_FINAL_TYPE (ChattySessionsView, chatty_sessions_view, GTK_TYPE_WIDGET)

static void
describe_cb (ChattyRemoteItem *item,
             ChattyRowText    *text,
             gpointer          user_data)
{
  const ChattyPastSession *session = chatty_remote_item_get_value (item);

  text->title = session->started != CHATTY_TIME_NONE
                  ? chatty_ui_format_time_exact (session->started)
                  : g_strdup_printf (_("Session %s"), session->id);
  if (chatty_remote_item_has (item, CHATTY_REMOTE_MARKED))
    text->subtitle = g_strdup (_("In your vault already"));
  else if (session->remembered)
    text->subtitle = g_strdup (_("In the platform’s long-term memory"));
}

static guint
count_checked (ChattySessionsView *self)
{
  GListModel *items = chatty_remote_list_get_items (self->list);
  guint n_checked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ChattyRemoteItem) item = g_list_model_get_item (items, i);

      n_checked += chatty_remote_item_has (item, CHATTY_REMOTE_CHECKED);
    }
  return n_checked;
}

static void
update (ChattySessionsView *self)
{
  guint n_items = g_list_model_get_n_items (chatty_remote_list_get_items (self->list));
  guint n_checked = count_checked (self);
  gboolean busy = self->importing != NULL;
  g_autofree char *label = NULL;

  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->all), n_items > 0 && !busy);
  gtk_check_button_set_active (self->all, n_items > 0 && n_checked == n_items);
  gtk_check_button_set_inconsistent (self->all, n_checked > 0 && n_checked < n_items);
  if (n_checked == 0)
    label = g_strdup (_("Import"));
  else
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import %'u Session",
                                          "Import %'u Sessions", n_checked), n_checked);
  gtk_button_set_label (self->import_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), n_checked > 0 && !busy);
  gtk_widget_set_sensitive (self->refresh, !busy);
  gtk_widget_set_visible (self->running, busy);
  self->updating = FALSE;
}

/* Which of them are in the vault: on a worker's thread. */

static gpointer
look_up (gpointer       source,
         ChattyCall    *call,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *sessions = call->value;

  for (guint i = 0; i < sessions->len; i++)
    {
      const ChattyPastSession *session = g_ptr_array_index (sessions, i);
      g_autofree char *id = g_strconcat (call->texts[0], ":", session->id, NULL);
      ChattyTranscriptSummary *summary;

      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      summary = chatty_vault_lookup (source, id, NULL);
      if (summary != NULL)
        g_hash_table_add (found, g_strdup (session->id));
      g_clear_pointer (&summary, chatty_transcript_summary_unref);
    }
  return g_steal_pointer (&found);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ChattySessionsView) self = user_data;
  g_autoptr (GHashTable) found = chatty_call_finish (source, result, look_up, NULL);
  GListModel *items;

  if (found == NULL || self->box == NULL)
    return;
  items = chatty_remote_list_get_items (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ChattyRemoteItem) item = g_list_model_get_item (items, i);
      const ChattyPastSession *session = chatty_remote_item_get_value (item);

      chatty_remote_item_set (item, CHATTY_REMOTE_MARKED,
                              g_hash_table_contains (found, session->id));
    }
}

static void
mark (ChattySessionsView *self)
{
  GListModel *items = chatty_remote_list_get_items (self->list);
  ChattyCall *call;
  GPtrArray *sessions;

  if (self->box == NULL || g_list_model_get_n_items (items) == 0)
    return;
  sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_past_session_unref);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ChattyRemoteItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (sessions, chatty_past_session_ref (chatty_remote_item_get_value (item)));
    }
  call = chatty_call_new (look_up, (GDestroyNotify) g_hash_table_unref);
  call->only_looks = TRUE;
  call->texts[0] = g_strdup (chatty_connector_get_id (CHATTY_CONNECTOR (self->history)));
  call->value = sessions;
  call->free_value = (GDestroyNotify) g_ptr_array_unref;
  chatty_call_start (call, chatty_workspace_get_vault (self->workspace), self->pool, look_up,
                     self->cancellable, looked_up_cb, g_object_ref (self));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattySessionsView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GPtrArray) items = NULL;

  sessions = chatty_history_list_finish (CHATTY_HISTORY (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;
  if (sessions == NULL)
    {
      chatty_remote_list_fail (self->list, error);
      update (self);
      return;
    }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    {
      const ChattyPastSession *session = g_ptr_array_index (sessions, i);

      g_ptr_array_add (items, chatty_remote_item_new (CHATTY_TYPE_PAST_SESSION, session->id,
                                                      session, 0));
    }
  chatty_remote_list_take (self->list, items);
  update (self);
  mark (self);
}

static void
load (ChattySessionsView *self)
{
  chatty_remote_list_begin (self->list);
  chatty_history_list_async (self->history, chatty_character_get_id (self->character),
                             self->cancellable, listed_cb, g_object_ref (self));
}

static void
checked_cb (ChattySessionsView *self,
            ChattyRemoteItem   *item,
            gboolean            checked)
{
  if (self->importing == NULL)
    chatty_remote_item_set (item, CHATTY_REMOTE_CHECKED, checked);
  update (self);
}

static void
all_toggled_cb (ChattySessionsView *self)
{
  GListModel *items = chatty_remote_list_get_items (self->list);
  gboolean checked = gtk_check_button_get_active (self->all);

  if (self->updating)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ChattyRemoteItem) item = g_list_model_get_item (items, i);

      chatty_remote_item_set (item, CHATTY_REMOTE_CHECKED, checked);
    }
  update (self);
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  ChattySessionsView *self = user_data;
  g_autofree char *text = NULL;

  if (self->box == NULL || total <= 0)
    return;
  /* Translators: how many sessions are imported, of how many */
  text = g_strdup_printf (_("%'d of %'d"), (int) current, (int) total);
  gtk_progress_bar_set_fraction (self->bar, (double) current / (double) total);
  gtk_progress_bar_set_text (self->bar, text);
}

static char *
dup_sums (ChattyReceipt *receipt)
{
  ChattyImportTotals totals;
  GString *string = g_string_new (NULL);

  chatty_receipt_get_totals (receipt, &totals);
  g_string_append_printf (string,
                          g_dngettext (GETTEXT_PACKAGE, "Imported %'u session.",
                                       "Imported %'u sessions.",
                                       totals.added + totals.updated + totals.kept_both),
                          totals.added + totals.updated + totals.kept_both);
  if (totals.unchanged > 0)
    {
      g_string_append_c (string, ' ');
      g_string_append_printf (string,
                              g_dngettext (GETTEXT_PACKAGE, "%'u was there already.",
                                           "%'u were there already.", totals.unchanged),
                              totals.unchanged);
    }
  if (totals.skipped > 0)
    {
      g_string_append_c (string, ' ');
      g_string_append_printf (string,
                              g_dngettext (GETTEXT_PACKAGE, "%'u could not be read.",
                                           "%'u could not be read.", totals.skipped),
                              totals.skipped);
    }
  if (chatty_receipt_get_problem (receipt) != NULL)
    g_string_append_printf (string, "\n%s", chatty_receipt_get_problem (receipt));
  else if (chatty_receipt_get_n_not_reached (receipt) > 0)
    g_string_append_printf (string, "\n%s", _("It was stopped before its end."));
  return g_string_free (string, FALSE);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattySessionsView) self = user_data;
  g_autoptr (ChattyReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sums = NULL;
  char *batch;

  batch = chatty_workspace_import_sessions_finish (CHATTY_WORKSPACE (source), result, &receipt,
                                                   &error);
  chatty_remote_work_end (self->importing);
  g_clear_object (&self->importing);
  g_free (self->batch);
  self->batch = batch;
  if (self->box == NULL)
    return;
  update (self);
  if (batch == NULL)
    {
      if (!chatty_error_is_cancelled (error))
        {
          chatty_trouble_set_error (self->trouble, error);
          gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
        }
      return;
    }
  sums = dup_sums (receipt);
  gtk_label_set_label (self->sums, sums);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->details), "s", batch);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->details), "win.open-run");
  gtk_widget_set_sensitive (self->undo, TRUE);
  gtk_widget_set_visible (self->outcome, TRUE);
  mark (self);
}

static void
import_clicked_cb (ChattySessionsView *self)
{
  GListModel *items = chatty_remote_list_get_items (self->list);
  g_autoptr (GPtrArray) sessions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_past_session_unref);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ChattyRemoteItem) item = g_list_model_get_item (items, i);

      if (chatty_remote_item_has (item, CHATTY_REMOTE_CHECKED))
        g_ptr_array_add (sessions, chatty_past_session_ref (chatty_remote_item_get_value (item)));
    }
  if (sessions->len == 0 || self->importing != NULL)
    return;

  gtk_widget_set_visible (self->outcome, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  self->importing = g_cancellable_new ();
  chatty_remote_work_begin (self->importing);
  progress_cb (0, sessions->len, self);
  update (self);
  /* It goes on to its end when the person looks at something else; the page
   * of activity then has it. */
  chatty_workspace_import_sessions_async (self->workspace, self->history,
                                          chatty_character_get_id (self->character),
                                          chatty_character_get_name (self->character),
                                          sessions, progress_cb, self, self->importing,
                                          imported_cb, g_object_ref (self));
}

static void
stop_clicked_cb (ChattySessionsView *self)
{
  if (self->importing != NULL)
    g_cancellable_cancel (self->importing);
}

static void
undo_clicked_cb (ChattySessionsView *self)
{
  if (self->batch == NULL)
    return;
  gtk_widget_set_sensitive (self->undo, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-run", "s", self->batch);
}

static void
chatty_sessions_view_map (GtkWidget *widget)
{
  ChattySessionsView *self = CHATTY_SESSIONS_VIEW (widget);

  GTK_WIDGET_CLASS (chatty_sessions_view_parent_class)->map (widget);

  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      load (self);
    }
}

static void
chatty_sessions_view_dispose (GObject *object)
{
  ChattySessionsView *self = CHATTY_SESSIONS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_sessions_view_parent_class)->dispose (object);
}

static void
chatty_sessions_view_finalize (GObject *object)
{
  ChattySessionsView *self = CHATTY_SESSIONS_VIEW (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->pool);
  g_clear_object (&self->workspace);
  g_clear_object (&self->history);
  g_clear_pointer (&self->character, chatty_character_unref);
  g_free (self->batch);

  G_OBJECT_CLASS (chatty_sessions_view_parent_class)->finalize (object);
}

static void
chatty_sessions_view_class_init (ChattySessionsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_sessions_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_sessions_view_finalize;
  widget_class->map = chatty_sessions_view_map;

  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-sessions-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, box);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, all);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, import_button);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, refresh);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, running);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, bar);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, outcome);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, sums);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, details);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, undo);
  gtk_widget_class_bind_template_child (widget_class, ChattySessionsView, trouble);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_sessions_view_init (ChattySessionsView *self)
{
  self->cancellable = g_cancellable_new ();
  self->pool = chatty_pool_new ("sessions", 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = CHATTY_REMOTE_LIST (chatty_remote_list_new (CHATTY_ROW_CHECK, _("Past Sessions"),
                                                           describe_cb, NULL));
  chatty_remote_list_set_empty (self->list, "document-open-recent-symbolic",
                                _("No Past Sessions"),
                                _("Conversations with this character that the platform kept are "
                                  "listed here, to be imported into your vault."));
  g_signal_connect_object (self->list, "retry", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "checked", G_CALLBACK (checked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  update (self);
}

/**
 * chatty_sessions_view_new:
 * @workspace: where they are imported to
 * @history: what has them
 * @account_id: its account
 * @character: with whom
 *
 * Returns: (transfer floating): a view, which asks when it is shown first
 */
GtkWidget *
chatty_sessions_view_new (ChattyWorkspace *workspace,
                          ChattyHistory   *history,
                          const char      *account_id,
                          ChattyCharacter *character)
{
  ChattySessionsView *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (CHATTY_IS_HISTORY (history), NULL);

  self = g_object_new (CHATTY_TYPE_SESSIONS_VIEW, NULL);
  self->workspace = g_object_ref (workspace);
  self->history = g_object_ref (history);
  self->character = chatty_character_ref (character);
  chatty_trouble_set_account (self->trouble, account_id);
  chatty_remote_list_set_account (self->list, account_id);
  /* An import, or its undoing, also one of another program. */
  g_signal_connect_object (chatty_workspace_get_vault (workspace), "changed", G_CALLBACK (mark),
                           self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
