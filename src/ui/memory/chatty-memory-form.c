/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-memory-form.h"
#include "chatty-memory-words.h"
#include "chatty-string-factory.h"

struct _ChattyMemoryForm
{
  GtkWidget parent_instance;

  GtkWidget   *box;
  GtkTextView *view;
  GtkDropDown *kind;
  GtkWidget   *save;

  ChattyMemoryEdit *edit;       /* nullable */
  gboolean          loading;
};

enum {
  SAVED,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyMemoryForm, chatty_memory_form, GTK_TYPE_WIDGET)

static char *
dup_text (ChattyMemoryForm *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
changed_cb (ChattyMemoryForm *self)
{
  g_autofree char *text = NULL;

  if (self->loading || self->edit == NULL)
    return;
  text = dup_text (self);
  chatty_memory_edit_set (self->edit, text, gtk_drop_down_get_selected (self->kind));
  gtk_widget_set_sensitive (self->save, *g_strstrip (text) != '\0');
}

static void
save_cb (ChattyMemoryForm *self)
{
  if (gtk_widget_get_sensitive (self->save))
    g_signal_emit (self, signals[SAVED], 0);
}

static void
cancel_cb (ChattyMemoryForm *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

/* Before the text view, for which it would be a new line. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ChattyMemoryForm      *self)
{
  if ((state & GDK_CONTROL_MASK) == 0 ||
      (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter))
    return GDK_EVENT_PROPAGATE;
  save_cb (self);
  return GDK_EVENT_STOP;
}

static gboolean
cancel_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  cancel_cb (CHATTY_MEMORY_FORM (widget));
  return TRUE;
}

static gboolean
chatty_memory_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHATTY_MEMORY_FORM (widget)->view));
}

static void
chatty_memory_form_dispose (GObject *object)
{
  ChattyMemoryForm *self = CHATTY_MEMORY_FORM (object);

  g_clear_object (&self->edit);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_memory_form_parent_class)->dispose (object);
}

static void
chatty_memory_form_class_init (ChattyMemoryFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_memory_form_dispose;
  widget_class->grab_focus = chatty_memory_form_grab_focus;

  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new ("cancelled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/memory/chatty-memory-form.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryForm, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryForm, view);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryForm, kind);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryForm, save);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, cancel_key_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_memory_form_init (ChattyMemoryForm *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < CHATTY_N_MEMORY_KINDS; i++)
    gtk_string_list_append (kinds, chatty_memory_kind_to_words (i));
  gtk_drop_down_set_factory (self->kind, factory);
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (kinds));
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (self->kind, "notify::selected", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_memory_form_set_edit:
 * @edit: what is written; the form shows it, and what is typed goes there
 */
void
chatty_memory_form_set_edit (ChattyMemoryForm *self,
                             ChattyMemoryEdit *edit)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_MEMORY_FORM (self));
  g_return_if_fail (CHATTY_IS_MEMORY_EDIT (edit));

  g_set_object (&self->edit, edit);
  self->loading = TRUE;
  text = dup_text (self);
  /* Where it is the same, the cursor stays. */
  if (!g_str_equal (text, chatty_memory_edit_get_text (edit)))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view),
                              chatty_memory_edit_get_text (edit), -1);
  gtk_drop_down_set_selected (self->kind, chatty_memory_edit_get_kind (edit));
  self->loading = FALSE;
  changed_cb (self);
}
