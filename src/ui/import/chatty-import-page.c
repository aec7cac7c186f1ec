/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-character-drop-down.h"
#include "chatty-choice.h"
#include "chatty-import-list.h"
#include "chatty-import-page.h"
#include "chatty-platform-drop-down.h"
#include "chatty-receipt-saver.h"
#include "chatty-receipt-view.h"

/* How often the numbers move; a session may count thousands in a second. */
#define REFRESH_MS 100

struct _ChattyImportPage
{
  GtkWidget parent_instance;

  GtkWidget         *box;
  AdwWindowTitle    *title;
  GtkWidget         *back;
  GtkWidget         *add;
  GtkWidget         *start;
  GtkStack          *stack;
  GtkProgressBar    *looking;
  GtkWidget         *for_all_clamp;
  GtkFlowBox        *for_all;
  ChattyImportList  *list;
  GtkLabel          *count;
  GtkProgressBar    *progress;
  GtkLabel          *bytes;
  GtkWidget         *cancel;
  ChattyReceiptView *receipt;
  GtkWidget         *undo;
  GtkWidget         *open_child;

  ChattyPlatformDropDown  *platform_for_all;
  ChattyCharacterDropDown *character_for_all;

  ChattyWorkspace     *workspace;
  ChattyImportSession *session;
  GListStore          *characters;
  GCancellable        *cancellable;
  guint                refresh_id;
  char                *first_id;
};

G_DEFINE_FINAL_TYPE (ChattyImportPage, chatty_import_page, GTK_TYPE_WIDGET)

/* How many of the items are in which condition. Asking 20,000 items takes
 * about a millisecond. */
typedef struct {
  guint all;
  guint looked_at;
  guint refused;
  guint chosen;
} Counts;

static void
count_items (ChattyImportPage *self,
             Counts           *counts)
{
  *counts = (Counts) { .all = g_list_model_get_n_items (G_LIST_MODEL (self->session)) };

  for (guint i = 0; i < counts->all; i++)
    {
      g_autoptr (ChattyImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->session), i);

      switch (chatty_import_item_get_state (item))
        {
        case CHATTY_IMPORT_ITEM_WAITING:
        case CHATTY_IMPORT_ITEM_READING:
          break;

        case CHATTY_IMPORT_ITEM_REFUSED:
        case CHATTY_IMPORT_ITEM_FAILED:
          counts->looked_at++;
          counts->refused++;
          break;

        case CHATTY_IMPORT_ITEM_READY:
        case CHATTY_IMPORT_ITEM_STORING:
        case CHATTY_IMPORT_ITEM_DONE:
        default:
          counts->looked_at++;
          if (chatty_import_item_get_included (item))
            counts->chosen++;
          break;
        }
    }
}

static void
set_start_enabled (ChattyImportPage *self,
                   gboolean          enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.start", enabled);
}

static void
update_prepare (ChattyImportPage *self)
{
  gboolean waiting = chatty_import_session_get_state (self->session) == CHATTY_IMPORT_WAITING;
  g_autofree char *subtitle = NULL;
  Counts counts;

  count_items (self, &counts);
  if (counts.looked_at < counts.all || !waiting)
    /* Translators: numbers of files: 1,204 of 3,000 */
    subtitle = g_strdup_printf (ngettext ("Looking at %'u of %'u file…",
                                          "Looking at %'u of %'u files…", counts.all),
                                MIN (counts.looked_at + 1, counts.all), counts.all);
  else if (counts.refused > 0)
    /* Translators: numbers of files: 12 of 14 files, 2 refused */
    subtitle = g_strdup_printf (ngettext ("%'u of %'u file, %'u refused",
                                          "%'u of %'u files, %'u refused", counts.all),
                                counts.chosen, counts.all, counts.refused);
  else
    subtitle = g_strdup_printf (ngettext ("%'u of %'u file", "%'u of %'u files", counts.all),
                                counts.chosen, counts.all);

  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->looking), counts.looked_at < counts.all);
  if (counts.all > 0)
    gtk_progress_bar_set_fraction (self->looking, (double) counts.looked_at / counts.all);
  gtk_widget_set_visible (self->for_all_clamp, counts.all > 1);
  set_start_enabled (self, waiting && counts.chosen > 0);
  gtk_stack_set_visible_child_name (self->stack,
                                    counts.all == 0 && waiting ? "nothing" : "prepare");
}

static void
update_running (ChattyImportPage *self)
{
  guint n_done, n_files;
  guint64 bytes_done, bytes_total;
  g_autofree char *count = NULL;
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;
  g_autofree char *bytes = NULL;

  g_object_get (self->session,
                "n-done", &n_done,
                "n-files", &n_files,
                "bytes-done", &bytes_done,
                "bytes-total", &bytes_total,
                NULL);

  count = g_strdup_printf (
    /* Translators: numbers of files: 1,204 of 3,000 */
    ngettext ("Imported %'u of %'u file", "Imported %'u of %'u files", n_files), n_done, n_files);
  done = g_format_size (bytes_done);
  total = g_format_size (bytes_total);
  /* Translators: sizes: 3.4 MB of 12.0 MB */
  bytes = g_strdup_printf (_("%s of %s"), done, total);

  gtk_label_set_text (self->count, count);
  gtk_label_set_text (self->bytes, bytes);
  gtk_progress_bar_set_fraction (self->progress,
                                 CLAMP (chatty_import_session_get_fraction (self->session), 0, 1));
  adw_window_title_set_subtitle (self->title, "");
}

static gboolean
refresh_cb (gpointer user_data)
{
  ChattyImportPage *self = user_data;

  switch (chatty_import_session_get_state (self->session))
    {
    case CHATTY_IMPORT_PREPARING:
      update_prepare (self);
      return G_SOURCE_CONTINUE;

    case CHATTY_IMPORT_RUNNING:
      update_running (self);
      return G_SOURCE_CONTINUE;

    case CHATTY_IMPORT_WAITING:
      update_prepare (self);
      break;

    case CHATTY_IMPORT_FINISHED:
    case CHATTY_IMPORT_CANCELLED:
    case CHATTY_IMPORT_FAILED:
    default:
      break;
    }

  self->refresh_id = 0;
  return G_SOURCE_REMOVE;
}

static char *
dup_note (ChattyImportPage *self)
{
  const char *message = chatty_import_session_get_error_message (self->session);

  switch (chatty_import_session_get_state (self->session))
    {
    case CHATTY_IMPORT_CANCELLED:
      return g_strdup (
        _("The import was cancelled. What is counted here was stored before and stays; "
           "to take it out again, undo the import."));

    case CHATTY_IMPORT_FAILED:
      return g_strdup (message != NULL ? message : _("The import failed."));

    case CHATTY_IMPORT_PREPARING:
    case CHATTY_IMPORT_WAITING:
    case CHATTY_IMPORT_RUNNING:
    case CHATTY_IMPORT_FINISHED:
    default:
      return g_strdup (message);
    }
}

static char *
dup_first_id (ChattyReceipt *receipt)
{
  guint n_files = chatty_receipt_get_n_files (receipt);

  for (guint i = 0; i < n_files; i++)
    {
      const ChattyReceiptFile *file = chatty_receipt_get_file (receipt, i);

      if (file->transcripts->len > 0)
        return g_strdup (g_ptr_array_index (file->transcripts, 0));
    }

  return NULL;
}

static void
show_receipt (ChattyImportPage *self)
{
  ChattyReceipt *receipt = chatty_import_session_get_receipt (self->session);
  ChattyImportTotals totals = { 0, };
  g_autofree char *note = dup_note (self);

  g_clear_pointer (&self->first_id, g_free);
  if (receipt != NULL)
    {
      self->first_id = dup_first_id (receipt);
      chatty_receipt_get_totals (receipt, &totals);
    }

  chatty_receipt_view_set_receipt (self->receipt, receipt, note);
  gtk_widget_set_sensitive (self->undo,
                            chatty_import_session_get_batch_id (self->session) != NULL &&
                            totals.added + totals.updated + totals.kept_both > 0);
  gtk_widget_set_visible (self->open_child, self->first_id != NULL);
  adw_window_title_set_title (self->title, _("Receipt"));
  adw_window_title_set_subtitle (self->title, "");
  gtk_stack_set_visible_child_name (self->stack, "receipt");
  gtk_widget_grab_focus (self->back);
}

static void
state_cb (ChattyImportPage *self)
{
  ChattyImportState state = chatty_import_session_get_state (self->session);
  gboolean preparing = state == CHATTY_IMPORT_PREPARING || state == CHATTY_IMPORT_WAITING;

  gtk_widget_set_visible (self->start, preparing);
  gtk_widget_set_visible (self->add, preparing);

  switch (state)
    {
    case CHATTY_IMPORT_PREPARING:
    case CHATTY_IMPORT_WAITING:
      update_prepare (self);
      /* While it could not be started, "Back" had to hold the focus. */
      if (gtk_widget_has_focus (self->back))
        gtk_widget_grab_focus (self->start);
      break;

    case CHATTY_IMPORT_RUNNING:
      set_start_enabled (self, FALSE);
      gtk_stack_set_visible_child_name (self->stack, "running");
      gtk_widget_set_sensitive (self->cancel, TRUE);
      update_running (self);
      gtk_widget_grab_focus (self->cancel);
      break;

    case CHATTY_IMPORT_FINISHED:
    case CHATTY_IMPORT_CANCELLED:
    case CHATTY_IMPORT_FAILED:
    default:
      set_start_enabled (self, FALSE);
      show_receipt (self);
      break;
    }

  if ((state == CHATTY_IMPORT_PREPARING || state == CHATTY_IMPORT_RUNNING) && self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
refresh_soon (ChattyImportPage *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
changed_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  refresh_soon (CHATTY_IMPORT_PAGE (widget));
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ChattyImportPage *self = CHATTY_IMPORT_PAGE (widget);

  if (chatty_import_session_get_state (self->session) == CHATTY_IMPORT_WAITING)
    chatty_import_session_start (self->session);
}

static void
cancel_clicked_cb (ChattyImportPage *self)
{
  gtk_widget_set_sensitive (self->cancel, FALSE);
  gtk_label_set_text (self->bytes, _("Cancelling…"));
  chatty_import_session_cancel (self->session);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyImportPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  guint n_undone, n_kept;

  if (!chatty_workspace_undo_finish (CHATTY_WORKSPACE (source), result, &n_undone, &n_kept, &error))
    {
      note = g_strdup_printf (_("The import cannot be undone: %s"), error->message);
      gtk_widget_set_sensitive (self->undo, TRUE);
    }
  else if (n_kept > 0)
    {
      note = g_strdup_printf (
        ngettext ("The import is undone. %'u conversation was changed since and stays.",
                  "The import is undone. %'u conversations were changed since and stay.", n_kept),
        n_kept);
    }
  else
    {
      note = g_strdup (_("The import is undone."));
    }

  if (error == NULL)
    gtk_widget_set_visible (self->open_child, FALSE);
  chatty_receipt_view_set_receipt (self->receipt,
                                   chatty_import_session_get_receipt (self->session), note);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", note);
}

static void
undo_clicked_cb (ChattyImportPage *self)
{
  const char *batch = chatty_import_session_get_batch_id (self->session);

  if (batch == NULL)
    return;

  gtk_widget_set_sensitive (self->undo, FALSE);
  chatty_workspace_undo_async (self->workspace, batch, NULL, undone_cb, g_object_ref (self));
}

static void
save_clicked_cb (ChattyImportPage *self)
{
  g_autofree char *json = chatty_import_session_dup_receipt (self->session);

  if (json != NULL)
    chatty_receipt_save (GTK_WIDGET (self), json, CHATTY_TIME_NONE);
}

static void
open_clicked_cb (ChattyImportPage *self)
{
  if (self->first_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-conversation", "s", self->first_id);
}

static void
platform_for_all_cb (ChattyImportPage *self)
{
  chatty_import_session_set_platform_for_all (
    self->session, chatty_platform_drop_down_get_platform (self->platform_for_all));
}

static void
character_for_all_cb (ChattyImportPage *self)
{
  const char *character;

  if (chatty_character_drop_down_get_keeps (self->character_for_all))
    return;

  character = chatty_character_drop_down_get_character (self->character_for_all);
  chatty_import_session_set_character_for_all (self->session, character);
}

static void
facets_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyImportPage) self = user_data;
  g_autoptr (GPtrArray) platforms = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GPtrArray) years = NULL;
  g_autoptr (GError) error = NULL;

  if (!chatty_workspace_facets_finish (CHATTY_WORKSPACE (source), result,
                                       &platforms, &characters, &years, &error))
    {
      /* A new name can be typed all the same. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Characters cannot be listed: %s", error->message);
      return;
    }

  chatty_character_drop_down_fill (self->characters, characters);
}

static void
append_for_all (ChattyImportPage *self,
                GtkWidget        *choice)
{
  gtk_flow_box_append (self->for_all, choice);
  gtk_widget_set_focusable (gtk_widget_get_parent (choice), FALSE);
}

static gboolean
chatty_import_page_grab_focus (GtkWidget *widget)
{
  ChattyImportPage *self = CHATTY_IMPORT_PAGE (widget);
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (name, "running") == 0)
    return gtk_widget_grab_focus (self->cancel);
  if (g_strcmp0 (name, "prepare") == 0 && gtk_widget_grab_focus (self->start))
    return TRUE;
  return gtk_widget_grab_focus (self->back);
}

static void
chatty_import_page_dispose (GObject *object)
{
  ChattyImportPage *self = CHATTY_IMPORT_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->characters);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->first_id, g_free);

  G_OBJECT_CLASS (chatty_import_page_parent_class)->dispose (object);
}

static void
chatty_import_page_class_init (ChattyImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_import_page_dispose;
  widget_class->grab_focus = chatty_import_page_grab_focus;

  g_type_ensure (CHATTY_TYPE_IMPORT_LIST);
  g_type_ensure (CHATTY_TYPE_RECEIPT_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/import/chatty-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, back);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, add);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, start);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, looking);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, for_all_clamp);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, for_all);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, list);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, count);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, bytes);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, receipt);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, undo);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportPage, open_child);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "import.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "import.changed", NULL, changed_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "import.start", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "import.start", NULL);
}

static void
chatty_import_page_init (ChattyImportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->characters = g_list_store_new (CHATTY_TYPE_CHOICE);
  self->cancellable = g_cancellable_new ();
  self->platform_for_all =
    CHATTY_PLATFORM_DROP_DOWN (chatty_platform_drop_down_new (_("As Detected")));
  self->character_for_all = CHATTY_CHARACTER_DROP_DOWN (
    chatty_character_drop_down_new (G_LIST_MODEL (self->characters), _("As Chosen Below")));
  append_for_all (self, GTK_WIDGET (self->platform_for_all));
  append_for_all (self, GTK_WIDGET (self->character_for_all));
}

/**
 * chatty_import_page_new:
 * @workspace: where it is imported to
 * @session: what is imported
 *
 * Returns: (transfer floating): a page that follows the session to its end
 */
GtkWidget *
chatty_import_page_new (ChattyWorkspace     *workspace,
                        ChattyImportSession *session)
{
  ChattyImportPage *self = g_object_new (CHATTY_TYPE_IMPORT_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  self->session = g_object_ref (session);

  chatty_import_list_set_model (self->list, G_LIST_MODEL (session),
                                G_LIST_MODEL (self->characters));
  g_signal_connect_object (self->platform_for_all, "notify::platform",
                           G_CALLBACK (platform_for_all_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->character_for_all, "notify::character",
                           G_CALLBACK (character_for_all_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "items-changed", G_CALLBACK (refresh_soon), self,
                           G_CONNECT_SWAPPED);
  chatty_workspace_facets_async (workspace, self->cancellable, facets_cb, g_object_ref (self));
  state_cb (self);

  return GTK_WIDGET (self);
}

/**
 * chatty_import_page_get_session:
 *
 * Returns: (transfer none): what is imported
 */
ChattyImportSession *
chatty_import_page_get_session (ChattyImportPage *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_PAGE (self), NULL);

  return self->session;
}
