/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-list-field-row.h"

struct _ChattyListFieldRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *handle;
  GtkEntry  *entry;
  GtkLabel  *label;
  GtkWidget *up;
  GtkWidget *down;
  GtkWidget *remove;
};

enum {
  CHANGED,
  REMOVED,
  ENTERED,
  MOVED,
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyListFieldRow, chatty_list_field_row, GTK_TYPE_LIST_BOX_ROW)

static void
changed_cb (ChattyListFieldRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activate_cb (ChattyListFieldRow *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
up_cb (ChattyListFieldRow *self)
{
  g_signal_emit (self, signals[MOVED], 0, -1);
}

static void
down_cb (ChattyListFieldRow *self)
{
  g_signal_emit (self, signals[MOVED], 0, 1);
}

static void
remove_cb (ChattyListFieldRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  ChattyListFieldRow *self = CHATTY_LIST_FIELD_ROW (widget);

  if (gtk_widget_get_visible (self->up))
    g_signal_emit (self, signals[MOVED], 0, g_variant_get_int32 (arguments));
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
prepare_cb (ChattyListFieldRow *self)
{
  return gdk_content_provider_new_typed (CHATTY_TYPE_LIST_FIELD_ROW, self);
}

static void
drag_begin_cb (ChattyListFieldRow *self,
               GdkDrag            *drag,
               GtkDragSource      *source)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static gboolean
drop_cb (ChattyListFieldRow *self,
         const GValue       *value)
{
  ChattyListFieldRow *row = g_value_get_object (value);

  /* Texts move within their own list. */
  if (row == NULL || row == self ||
      gtk_widget_get_parent (GTK_WIDGET (row)) != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;

  g_signal_emit (self, signals[DROPPED], 0, row);
  return TRUE;
}

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static gboolean
chatty_list_field_row_grab_focus (GtkWidget *widget)
{
  ChattyListFieldRow *self = CHATTY_LIST_FIELD_ROW (widget);

  if (gtk_widget_get_visible (GTK_WIDGET (self->entry)))
    return gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return gtk_widget_grab_focus (self->remove);
}

static void
chatty_list_field_row_class_init (ChattyListFieldRowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = chatty_list_field_row_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ENTERED] = g_signal_new ("entered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CHATTY_TYPE_LIST_FIELD_ROW);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-list-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyListFieldRow, handle);
  gtk_widget_class_bind_template_child (widget_class, ChattyListFieldRow, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyListFieldRow, label);
  gtk_widget_class_bind_template_child (widget_class, ChattyListFieldRow, up);
  gtk_widget_class_bind_template_child (widget_class, ChattyListFieldRow, down);
  gtk_widget_class_bind_template_child (widget_class, ChattyListFieldRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, up_cb);
  gtk_widget_class_bind_template_callback (widget_class, down_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, move_cb, "i", 1);
}

static void
chatty_list_field_row_init (ChattyListFieldRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (CHATTY_TYPE_LIST_FIELD_ROW, GDK_ACTION_MOVE);

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->handle, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * chatty_list_field_row_new:
 * @text: what it holds
 * @shown: (nullable): what to show for it, where it is chosen and not typed
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_list_field_row_new (const char *text,
                           const char *shown)
{
  ChattyListFieldRow *self = g_object_new (CHATTY_TYPE_LIST_FIELD_ROW, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_label_set_text (self->label, shown != NULL ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->label), shown != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), shown == NULL);

  return GTK_WIDGET (self);
}

/**
 * chatty_list_field_row_get_text:
 *
 * Returns: what it holds
 */
const char *
chatty_list_field_row_get_text (ChattyListFieldRow *self)
{
  g_return_val_if_fail (CHATTY_IS_LIST_FIELD_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * chatty_list_field_row_set_place:
 * @title: what the list is called
 * @place: where the row is, from 0
 * @n_places: how many rows there are
 */
void
chatty_list_field_row_set_place (ChattyListFieldRow *self,
                                 const char         *title,
                                 guint               place,
                                 guint               n_places)
{
  g_autofree char *name = NULL;
  g_autofree char *up = NULL;
  g_autofree char *down = NULL;
  g_autofree char *remove = NULL;

  g_return_if_fail (CHATTY_IS_LIST_FIELD_ROW (self));

  /* Translators: one of several texts, as "Conversation starters, 2 of 4" */
  name = g_strdup_printf (_("%s, %u of %u"), title, place + 1, n_places);
  /* Translators: %u is the place in a list */
  up = g_strdup_printf (_("Move number %u up"), place + 1);
  /* Translators: %u is the place in a list */
  down = g_strdup_printf (_("Move number %u down"), place + 1);
  /* Translators: %u is the place in a list */
  remove = g_strdup_printf (_("Remove number %u"), place + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  set_name (self->up, up);
  set_name (self->down, down);
  set_name (self->remove, remove);
  gtk_widget_set_sensitive (self->up, place > 0);
  gtk_widget_set_sensitive (self->down, place + 1 < n_places);
}

/**
 * chatty_list_field_row_set_editable:
 */
void
chatty_list_field_row_set_editable (ChattyListFieldRow *self,
                                    gboolean            editable)
{
  g_return_if_fail (CHATTY_IS_LIST_FIELD_ROW (self));

  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_widget_set_visible (self->handle, editable);
  gtk_widget_set_visible (self->up, editable);
  gtk_widget_set_visible (self->down, editable);
  gtk_widget_set_visible (self->remove, editable);
}
