/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-words.h"

#include "chatty-diff-view.h"
#include "chatty-sync-columns.h"
#include "chatty-sync-field-row.h"
#include "chatty-sync-words.h"

struct _ChattySyncFieldRow
{
  ChattySyncRow parent_instance;

  GtkLabel       *name;
  GtkLabel       *words;
  ChattyDiffView *change;
  GtkLabel       *legend;
  GtkWidget      *conflict;
  GtkCheckButton *keep_here;
  GtkCheckButton *take_there;
  GtkCheckButton *later;
  ChattyDiffView *here;
  ChattyDiffView *there;
};

G_DEFINE_FINAL_TYPE (ChattySyncFieldRow, chatty_sync_field_row, CHATTY_TYPE_SYNC_ROW)

static void
show_conflict (ChattySyncFieldRow       *self,
               const ChattySyncLineText *text,
               const ChattySyncField    *field)
{
  ChattySyncRow *row = CHATTY_SYNC_ROW (self);
  g_autofree char *base = chatty_sync_value_to_words (field->base);
  g_autofree char *here = chatty_sync_value_to_words (field->here);
  g_autofree char *there = chatty_sync_value_to_words (field->there);
  g_autofree char *keep = chatty_sync_words_side (NULL, field->time_here);
  g_autofree char *take = chatty_sync_words_side (text->title, field->time_there);

  chatty_sync_row_add_choice (row, self->keep_here, "here", keep);
  chatty_sync_row_add_choice (row, self->take_there, "there", take);
  chatty_sync_row_show_choice (row);
  if (field->base != NULL)
    {
      chatty_diff_view_set_texts (self->here, base, here);
      chatty_diff_view_set_texts (self->there, base, there);
      gtk_label_set_text (self->legend,
                          _("Compared with what both sides had: “−” was removed, “+” was added."));
    }
  else
    {
      /* They never agreed: the one is compared with the other. */
      chatty_diff_view_set_texts (self->here, there, here);
      chatty_diff_view_set_texts (self->there, here, there);
      gtk_label_set_text (self->legend,
                          _("Compared with each other: “+” is on that side alone, “−” on the "
                            "other alone."));
    }
}

static void
show_change (ChattySyncFieldRow    *self,
             const ChattySyncField *field)
{
  const char *old = field->direction == CHATTY_SYNC_TO_THERE ? field->there : field->here;
  g_autofree char *before = chatty_sync_value_to_words (old);
  g_autofree char *after = chatty_sync_value_to_words (field->result);

  chatty_diff_view_set_texts (self->change, before, after);
}

static void
chatty_sync_field_row_update (ChattySyncRow *row)
{
  ChattySyncFieldRow *self = CHATTY_SYNC_FIELD_ROW (row);
  ChattySyncLine *line = chatty_sync_row_get_line (row);
  const ChattySyncLineText *text = chatty_sync_line_get (line);
  const ChattySyncField *field = chatty_sync_line_get_field (line);
  const char *name = chatty_character_field_to_words (field->field);
  g_autofree char *words = chatty_sync_words_field (field, text->title, text->is_over);
  gboolean asks = chatty_sync_line_get_question (line) != NULL;
  gboolean changes = !asks && field->direction != CHATTY_SYNC_STAY && field->result != NULL;

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->words, words);
  gtk_widget_set_visible (self->conflict, asks);
  gtk_widget_set_visible (GTK_WIDGET (self->later), asks);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), asks);
  gtk_widget_set_visible (GTK_WIDGET (self->change), changes);
  if (asks)
    show_conflict (self, text, field);
  if (changes)
    show_change (self, field);
}

static void
chatty_sync_field_row_class_init (ChattySyncFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  CHATTY_SYNC_ROW_CLASS (klass)->update = chatty_sync_field_row_update;

  g_type_ensure (CHATTY_TYPE_DIFF_VIEW);
  g_type_ensure (CHATTY_TYPE_SYNC_COLUMNS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/sync/chatty-sync-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, name);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, words);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, change);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, legend);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, conflict);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, keep_here);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, take_there);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, later);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, here);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncFieldRow, there);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_sync_field_row_init (ChattySyncFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_sync_row_add_choice (CHATTY_SYNC_ROW (self), self->keep_here, "here",
                              _("Keep what is here"));
  chatty_sync_row_add_choice (CHATTY_SYNC_ROW (self), self->take_there, "there",
                              _("Take what is there"));
  chatty_sync_row_add_choice (CHATTY_SYNC_ROW (self), self->later, "later", _("Decide later"));
}

/**
 * chatty_sync_field_row_new:
 * @line: of a field
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_sync_field_row_new (ChattySyncLine *line)
{
  ChattySyncRow *self = g_object_new (CHATTY_TYPE_SYNC_FIELD_ROW, NULL);

  chatty_sync_row_set_line (self, line);
  return GTK_WIDGET (self);
}
