/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-platform-view.h"

#include "chatty-history-page.h"
#include "chatty-history-row.h"

/* Rows are widgets, and a history has no end. */
#define ROWS_AT_ONCE 40

struct _ChattyHistoryPage
{
  GtkWidget parent_instance;

  GtkStack            *stack;
  AdwStatusPage       *failed;
  AdwComboRow         *filter;
  AdwPreferencesGroup *group;
  GtkWidget           *more_group;

  ChattyWorkspace *workspace;
  char            *callsign;      /* nullable */
  GPtrArray       *changes;       /* nullable: of ChattyFieldChange, newest first */
  GArray          *fields;        /* of int: what the filter's entries stand for; -1 all */
  GPtrArray       *rows;          /* of ChattyHistoryRow, the group's */
  guint            next;          /* of changes: the first that has no row */
  gboolean         stale;
  GCancellable    *cancellable;
};

G_DEFINE_FINAL_TYPE (ChattyHistoryPage, chatty_history_page, GTK_TYPE_WIDGET)

static int
get_wanted_field (ChattyHistoryPage *self)
{
  guint selected = adw_combo_row_get_selected (self->filter);

  return selected < self->fields->len ? g_array_index (self->fields, int, selected) : -1;
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyHistoryPage) self = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GError) error = NULL;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);
  if (change == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The value cannot be restored: %s"),
                                               error->message);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
      return;
    }
  if (change->batch != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast-undo", "(ss)",
                                _("Restored here; platforms get it with the next sync"),
                                change->batch);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _("This value is there already"));
  chatty_history_page_reload (self);
}

static void
restore_cb (ChattyHistoryPage *self,
            gboolean           new_value,
            ChattyHistoryRow  *row)
{
  chatty_workspace_restore_value_async (self->workspace, self->callsign,
                                        chatty_history_row_get_change (row), new_value, NULL,
                                        restored_cb, g_object_ref (self));
}

static void
add_rows (ChattyHistoryPage *self)
{
  int wanted = get_wanted_field (self);
  guint n = 0;

  for (; self->next < self->changes->len && n < ROWS_AT_ONCE; self->next++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (self->changes, self->next);
      GtkWidget *row;

      if (wanted >= 0 && (int) change->field != wanted)
        continue;
      row = chatty_history_row_new (change);
      g_signal_connect_object (row, "restore", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
      n++;
    }
  gtk_widget_set_visible (self->more_group, self->next < self->changes->len);
}

static void
remove_rows (ChattyHistoryPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  self->next = 0;
}

static void
filter_cb (ChattyHistoryPage *self)
{
  if (self->changes == NULL)
    return;

  remove_rows (self);
  add_rows (self);
}

static void
more_cb (ChattyHistoryPage *self)
{
  add_rows (self);
}

static void
fill_filter (ChattyHistoryPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  int wanted = get_wanted_field (self), all = -1;
  guint seen = 0, selected = 0;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (self->changes, i);

      seen |= CHATTY_FIELD_FLAG (change->field);
    }
  g_array_set_size (self->fields, 0);
  g_array_append_val (self->fields, all);
  gtk_string_list_append (names, _("Everything"));
  for (int field = 0; field < CHATTY_N_FIELDS; field++)
    if ((seen & CHATTY_FIELD_FLAG (field)) != 0)
      {
        if (field == wanted)
          selected = self->fields->len;
        g_array_append_val (self->fields, field);
        gtk_string_list_append (names, chatty_character_field_to_words (field));
      }
  adw_combo_row_set_model (self->filter, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->filter, selected);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyHistoryPage) self = user_data;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;

  changes = chatty_workspace_list_history_finish (CHATTY_WORKSPACE (source), result, &error);
  if (chatty_error_is_cancelled (error) || self->cancellable == NULL)
    return;

  g_clear_object (&self->cancellable);
  remove_rows (self);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  if (changes == NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failed, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  self->changes = g_steal_pointer (&changes);
  fill_filter (self);
  remove_rows (self);
  add_rows (self);
  gtk_stack_set_visible_child_name (self->stack, self->changes->len > 0 ? "list" : "empty");
}

static void
stop (ChattyHistoryPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_history (ChattyHistoryPage *self)
{
  stop (self);
  self->stale = FALSE;
  self->cancellable = g_cancellable_new ();
  chatty_workspace_list_history_async (self->workspace, self->callsign, self->cancellable,
                                       listed_cb, g_object_ref (self));
}

static void
chatty_history_page_map (GtkWidget *widget)
{
  ChattyHistoryPage *self = CHATTY_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (chatty_history_page_parent_class)->map (widget);
  if (self->stale && self->callsign != NULL)
    read_history (self);
}

static void
chatty_history_page_dispose (GObject *object)
{
  ChattyHistoryPage *self = CHATTY_HISTORY_PAGE (object);
  GtkWidget *child;

  stop (self);
  /* The rows look at the changes. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->callsign, g_free);

  G_OBJECT_CLASS (chatty_history_page_parent_class)->dispose (object);
}

static void
chatty_history_page_class_init (ChattyHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_history_page_dispose;
  widget_class->map = chatty_history_page_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyHistoryPage, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyHistoryPage, filter);
  gtk_widget_class_bind_template_child (widget_class, ChattyHistoryPage, group);
  gtk_widget_class_bind_template_child (widget_class, ChattyHistoryPage, more_group);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_bind_template_callback (widget_class, chatty_history_page_reload);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_history_page_init (ChattyHistoryPage *self)
{
  self->fields = g_array_new (FALSE, FALSE, sizeof (int));
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_history_page_new:
 * @workspace: where the characters are
 *
 * Returns: (transfer floating): a page of no character
 */
GtkWidget *
chatty_history_page_new (ChattyWorkspace *workspace)
{
  ChattyHistoryPage *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_HISTORY_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}

/**
 * chatty_history_page_set_character:
 * @callsign: (nullable): whose history to show; %NULL for a character that is
 *   not stored yet
 */
void
chatty_history_page_set_character (ChattyHistoryPage *self,
                                   const char        *callsign)
{
  g_return_if_fail (CHATTY_IS_HISTORY_PAGE (self));

  if (g_strcmp0 (self->callsign, callsign) == 0)
    return;

  g_free (self->callsign);
  self->callsign = g_strdup (callsign);
  stop (self);
  gtk_stack_set_visible_child_name (self->stack, callsign != NULL ? "waiting" : "empty");
  chatty_history_page_reload (self);
}

/**
 * chatty_history_page_reload:
 *
 * Reads the history anew, at once or when the page is shown.
 */
void
chatty_history_page_reload (ChattyHistoryPage *self)
{
  g_return_if_fail (CHATTY_IS_HISTORY_PAGE (self));

  self->stale = TRUE;
  if (self->callsign != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_history (self);
}

