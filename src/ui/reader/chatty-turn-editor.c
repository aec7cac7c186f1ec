/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include "chatty-turn-editor.h"

struct _ChattyTurnEditor
{
  GtkWidget parent_instance;

  GtkTextView *text;
};

G_DEFINE_FINAL_TYPE (ChattyTurnEditor, chatty_turn_editor, GTK_TYPE_WIDGET)

/* Before the text view: it takes Enter with any modifier. */
static gboolean
key_pressed_cb (ChattyTurnEditor *self,
                guint             key,
                guint             code,
                GdkModifierType   state)
{
  gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;

  if (key == GDK_KEY_Escape)
    gtk_widget_activate_action (GTK_WIDGET (self), "turn.edit-cancel", NULL);
  else if (is_enter && (state & GDK_CONTROL_MASK) != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "turn.edit-send", NULL);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
chatty_turn_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHATTY_TURN_EDITOR (widget)->text));
}

static void
chatty_turn_editor_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_turn_editor_parent_class)->dispose (object);
}

static void
chatty_turn_editor_class_init (ChattyTurnEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_turn_editor_dispose;

  widget_class->grab_focus = chatty_turn_editor_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-turn-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnEditor, text);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-turn-editor");
}

static void
chatty_turn_editor_init (ChattyTurnEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

/**
 * chatty_turn_editor_new:
 * @buffer: what is being written; outlives the widget, which may be scrolled away
 *
 * Returns: (transfer floating): an editor
 */
GtkWidget *
chatty_turn_editor_new (GtkTextBuffer *buffer)
{
  ChattyTurnEditor *self = g_object_new (CHATTY_TYPE_TURN_EDITOR, NULL);

  gtk_text_view_set_buffer (self->text, buffer);

  return GTK_WIDGET (self);
}
