/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-memory-words.h"
#include "chatty-proposal-row.h"

struct _ChattyProposalRow
{
  GtkWidget parent_instance;

  GtkWidget      *box;
  GtkCheckButton *check;
  GtkTextView    *view;
  GtkLabel       *kind;

  ChattyMemoryNote *note;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyProposalRow, chatty_proposal_row, GTK_TYPE_WIDGET)

static void
changed_cb (ChattyProposalRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
chatty_proposal_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHATTY_PROPOSAL_ROW (widget)->check));
}

static void
chatty_proposal_row_dispose (GObject *object)
{
  ChattyProposalRow *self = CHATTY_PROPOSAL_ROW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->note, chatty_memory_note_unref);

  G_OBJECT_CLASS (chatty_proposal_row_parent_class)->dispose (object);
}

static void
chatty_proposal_row_class_init (ChattyProposalRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_proposal_row_dispose;
  widget_class->grab_focus = chatty_proposal_row_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/memory/chatty-proposal-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyProposalRow, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyProposalRow, check);
  gtk_widget_class_bind_template_child (widget_class, ChattyProposalRow, view);
  gtk_widget_class_bind_template_child (widget_class, ChattyProposalRow, kind);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_proposal_row_init (ChattyProposalRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_proposal_row_new:
 * @note: what may be kept; chosen at first
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_proposal_row_new (const ChattyMemoryNote *note)
{
  ChattyProposalRow *self;
  g_autofree char *quoted = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (note != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_PROPOSAL_ROW, NULL);
  self->note = chatty_memory_note_ref ((ChattyMemoryNote *) note);
  quoted = chatty_memory_note_dup_quoted (note);
  /* Translators: %s is the beginning of a note */
  spoken = g_strdup_printf (_("Remember “%s”"), quoted);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_label_set_text (self->kind, chatty_memory_kind_to_words (note->kind));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), note->text, -1);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * chatty_proposal_row_get_note:
 *
 * Returns: (transfer none): the note as it was proposed
 */
const ChattyMemoryNote *
chatty_proposal_row_get_note (ChattyProposalRow *self)
{
  g_return_val_if_fail (CHATTY_IS_PROPOSAL_ROW (self), NULL);

  return self->note;
}

/**
 * chatty_proposal_row_dup_text:
 *
 * Returns: (transfer full) (nullable): what to keep; %NULL for nothing
 */
char *
chatty_proposal_row_dup_text (ChattyProposalRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CHATTY_IS_PROPOSAL_ROW (self), NULL);

  if (!gtk_check_button_get_active (self->check))
    return NULL;
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, TRUE));
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}
