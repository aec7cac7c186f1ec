/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-sync-step-row.h"
#include "chatty-sync-words.h"

#define MAX_NAME_BYTES 240

struct _ChattySyncStepRow
{
  ChattySyncRow parent_instance;

  GtkImage  *icon;
  GtkLabel  *name;
  GtkLabel  *words;
  GtkLabel  *notes;
  GtkBox    *choices;
  GtkLabel  *outcome;
  GtkWidget *undo;

  char      *question;   /* that the choices are of */
};

G_DEFINE_FINAL_TYPE (ChattySyncStepRow, chatty_sync_step_row, CHATTY_TYPE_SYNC_ROW)

static void
fill_choices (ChattySyncStepRow        *self,
              const ChattySyncLineText *text,
              const char               *question)
{
  ChattySyncRow *row = CHATTY_SYNC_ROW (self);
  GtkWidget *child;

  /* Under the hands of the person they stay. */
  if (g_strcmp0 (question, self->question) == 0)
    return;
  g_free (self->question);
  self->question = g_strdup (question);
  chatty_sync_row_clear_choices (row);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
  if (question == NULL)
    return;
  for (guint i = 0; text->step->choices != NULL && text->step->choices[i] != NULL; i++)
    {
      g_autofree char *words = chatty_sync_words_choice (text->step, text->step->choices[i],
                                                         text->title);

      gtk_box_append (self->choices,
                      chatty_sync_row_add_choice (row, NULL, text->step->choices[i], words));
    }
  gtk_box_append (self->choices,
                  chatty_sync_row_add_choice (row, NULL, "", _("Decide later")));
}

static void
chatty_sync_step_row_update (ChattySyncRow *row)
{
  ChattySyncStepRow *self = CHATTY_SYNC_STEP_ROW (row);
  ChattySyncLine *line = chatty_sync_row_get_line (row);
  const ChattySyncLineText *text = chatty_sync_line_get (line);
  const char *question = chatty_sync_line_get_question (line);
  const char *icon_name = chatty_sync_words_icon (text->step->kind);
  g_autofree char *name = NULL;
  g_autofree char *words = chatty_sync_words_step (text->step, text->title, text->is_over);
  g_autofree char *notes = chatty_sync_words_notes (text->step, text->title, text->dropped,
                                                    text->message);
  const gboolean good = text->outcome == CHATTY_SYNC_DONE;

  name = chatty_text_one_line (text->step->name != NULL ? text->step->name : "", MAX_NAME_BYTES);
  gtk_label_set_text (self->name, *name != '\0' ? name : _("Without a name"));
  gtk_label_set_text (self->words, words);
  gtk_label_set_text (self->notes, notes != NULL ? notes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notes), notes != NULL);
  if (text->is_over && !good)
    icon_name = text->outcome == CHATTY_SYNC_OPEN ? "dialog-question-symbolic"
                                                  : "dialog-warning-symbolic";
  gtk_image_set_from_icon_name (self->icon, icon_name);

  fill_choices (self, text, question);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), question != NULL);
  if (question != NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->choices),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
      chatty_sync_row_show_choice (row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), text->is_over);
  if (text->is_over)
    {
      const char *no_undo = good ? chatty_sync_words_no_undo (text->step->kind) : NULL;
      g_autofree char *both = NULL;

      if (no_undo != NULL)
        both = g_strdup_printf (C_("outcome, then why there is no Undo", "%s. %s"),
                                chatty_sync_words_outcome (text->outcome), no_undo);
      gtk_label_set_text (self->outcome,
                          both != NULL ? both : chatty_sync_words_outcome (text->outcome));
    }
  gtk_widget_set_visible (self->undo, chatty_sync_line_can_undo (line));
}

static void
undo_clicked_cb (ChattySyncStepRow *self)
{
  ChattySyncLine *line = chatty_sync_row_get_line (CHATTY_SYNC_ROW (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "sync.undo-step", "s",
                              chatty_sync_line_get (line)->step->id);
}

static void
chatty_sync_step_row_finalize (GObject *object)
{
  g_free (CHATTY_SYNC_STEP_ROW (object)->question);

  G_OBJECT_CLASS (chatty_sync_step_row_parent_class)->finalize (object);
}

static void
chatty_sync_step_row_class_init (ChattySyncStepRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_sync_step_row_finalize;
  CHATTY_SYNC_ROW_CLASS (klass)->update = chatty_sync_step_row_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/sync/chatty-sync-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, name);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, words);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, notes);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, choices);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, outcome);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncStepRow, undo);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_sync_step_row_init (ChattySyncStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_sync_step_row_new:
 * @line: of a step
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_sync_step_row_new (ChattySyncLine *line)
{
  ChattySyncRow *self = g_object_new (CHATTY_TYPE_SYNC_STEP_ROW, NULL);

  chatty_sync_row_set_line (self, line);
  return GTK_WIDGET (self);
}
