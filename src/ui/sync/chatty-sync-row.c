/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-sync-row.h"

typedef struct {
  ChattySyncLine *line;
  GPtrArray      *choices;   /* of GtkCheckButton */
  gboolean        showing;   /* the buttons are set by us, not by the person */
} ChattySyncRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ChattySyncRow, chatty_sync_row, GTK_TYPE_WIDGET)

#define PRIVATE(self) ((ChattySyncRowPrivate *) chatty_sync_row_get_instance_private (self))

static const char *
choice_of (GtkCheckButton *button)
{
  return g_object_get_data (G_OBJECT (button), "choice");
}

static void
toggled_cb (ChattySyncRow  *self,
            GtkCheckButton *button)
{
  ChattySyncRowPrivate *private = PRIVATE (self);
  const char *question;

  if (private->showing || private->line == NULL || !gtk_check_button_get_active (button))
    return;
  question = chatty_sync_line_get_question (private->line);
  if (question != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "sync.answer", "(ss)", question,
                                choice_of (button));
}

static void
line_changed_cb (ChattySyncRow *self)
{
  CHATTY_SYNC_ROW_GET_CLASS (self)->update (self);
}

static void
chatty_sync_row_dispose (GObject *object)
{
  ChattySyncRow *self = CHATTY_SYNC_ROW (object);
  ChattySyncRowPrivate *private = PRIVATE (self);
  GtkWidget *child;

  if (private->line != NULL)
    g_signal_handlers_disconnect_by_data (private->line, self);
  g_clear_object (&private->line);
  g_clear_pointer (&private->choices, g_ptr_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_sync_row_parent_class)->dispose (object);
}

static void
chatty_sync_row_class_init (ChattySyncRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_sync_row_dispose;
}

static void
chatty_sync_row_init (ChattySyncRow *self)
{
  PRIVATE (self)->choices = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * chatty_sync_row_set_line:
 * @line: what it shows from now on
 */
void
chatty_sync_row_set_line (ChattySyncRow  *self,
                          ChattySyncLine *line)
{
  ChattySyncRowPrivate *private = PRIVATE (self);

  g_return_if_fail (CHATTY_IS_SYNC_ROW (self));
  g_return_if_fail (private->line == NULL);

  private->line = g_object_ref (line);
  g_signal_connect_object (line, "changed", G_CALLBACK (line_changed_cb), self,
                           G_CONNECT_SWAPPED);
  line_changed_cb (self);
}

ChattySyncLine *
chatty_sync_row_get_line (ChattySyncRow *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_ROW (self), NULL);

  return PRIVATE (self)->line;
}

/**
 * chatty_sync_row_add_choice:
 * @button: (nullable): shows it; %NULL makes one
 * @choice: as the plan names it; "" for no choice
 * @words: the choice as a sentence, plain
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
chatty_sync_row_add_choice (ChattySyncRow  *self,
                            GtkCheckButton *button,
                            const char     *choice,
                            const char     *words)
{
  ChattySyncRowPrivate *private = PRIVATE (self);
  GtkWidget *widget = button != NULL ? GTK_WIDGET (button) : gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (widget), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data_full (G_OBJECT (widget), "choice", g_strdup (choice), g_free);
  if (!g_ptr_array_find (private->choices, widget, NULL))
    {
      if (private->choices->len > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (widget),
                                    g_ptr_array_index (private->choices, 0));
      g_ptr_array_add (private->choices, g_object_ref_sink (widget));
      g_signal_connect_object (widget, "toggled", G_CALLBACK (toggled_cb), self,
                               G_CONNECT_SWAPPED);
    }
  return widget;
}

/* Forgets the choices; those that it made are the caller's to remove. */
void
chatty_sync_row_clear_choices (ChattySyncRow *self)
{
  g_return_if_fail (CHATTY_IS_SYNC_ROW (self));

  g_ptr_array_set_size (PRIVATE (self)->choices, 0);
}

/**
 * chatty_sync_row_show_choice:
 *
 * Sets the buttons to what holds now.
 */
void
chatty_sync_row_show_choice (ChattySyncRow *self)
{
  ChattySyncRowPrivate *private = PRIVATE (self);
  const char *choice;

  g_return_if_fail (CHATTY_IS_SYNC_ROW (self));

  choice = chatty_sync_line_get_choice (private->line);
  private->showing = TRUE;
  for (guint i = 0; i < private->choices->len; i++)
    {
      GtkCheckButton *button = g_ptr_array_index (private->choices, i);

      gtk_check_button_set_active (button,
                                   g_str_equal (choice_of (button), choice != NULL ? choice : "") ||
                                   (choice == NULL && g_str_equal (choice_of (button), "later")));
    }
  private->showing = FALSE;
}

/**
 * chatty_sync_row_choose:
 * @nth: which choice, from 0
 *
 * Returns: whether there is one
 */
gboolean
chatty_sync_row_choose (ChattySyncRow *self,
                        guint          nth)
{
  ChattySyncRowPrivate *private = PRIVATE (self);

  g_return_val_if_fail (CHATTY_IS_SYNC_ROW (self), FALSE);

  if (nth >= private->choices->len ||
      !gtk_widget_get_mapped (g_ptr_array_index (private->choices, nth)))
    return FALSE;
  gtk_check_button_set_active (g_ptr_array_index (private->choices, nth), TRUE);
  gtk_widget_grab_focus (g_ptr_array_index (private->choices, nth));
  return TRUE;
}

/**
 * chatty_sync_row_focus_choice:
 *
 * Puts the focus on the choice that holds.
 *
 * Returns: whether there is one
 */
gboolean
chatty_sync_row_focus_choice (ChattySyncRow *self)
{
  ChattySyncRowPrivate *private = PRIVATE (self);

  g_return_val_if_fail (CHATTY_IS_SYNC_ROW (self), FALSE);

  for (guint i = 0; i < private->choices->len; i++)
    {
      GtkCheckButton *button = g_ptr_array_index (private->choices, i);

      if (gtk_check_button_get_active (button))
        return gtk_widget_grab_focus (GTK_WIDGET (button));
    }
  return FALSE;
}
