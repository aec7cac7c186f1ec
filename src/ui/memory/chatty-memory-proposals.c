/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-memory-proposals.h"
#include "chatty-proposal-row.h"

/* A model may propose whatever it likes. */
#define MAX_PROPOSALS  50
#define MAX_NAME_BYTES 120

struct _ChattyMemoryProposals
{
  GtkWidget parent_instance;

  GtkWidget  *box;
  GtkLabel   *title;
  GtkSpinner *spinner;
  GtkLabel   *words;
  GtkWidget  *scrolled;
  GtkBox     *rows;
  GtkButton  *close;
  GtkWidget  *again;
  GtkButton  *accept;

  ChattyConversation *conversation;
  GCancellable       *cancellable;   /* nullable: while it asks */
  gboolean            was_shown;
};

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyMemoryProposals, chatty_memory_proposals, GTK_TYPE_WIDGET)

static guint
count_chosen (ChattyMemoryProposals *self)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *text = chatty_proposal_row_dup_text (CHATTY_PROPOSAL_ROW (row));

      if (text != NULL)
        n++;
    }
  return n;
}

static void
update_accept (ChattyMemoryProposals *self)
{
  guint n = count_chosen (self);
  g_autofree char *label = NULL;
  g_autofree char *spoken = NULL;

  /* Translators: a button: remember so many notes */
  label = g_strdup_printf (_("_Remember %'u"), n);
  spoken = g_strdup_printf (ngettext ("Remember %'u note", "Remember %'u notes", n), n);
  gtk_button_set_label (self->accept, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->accept), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), n > 0);
}

/* @words: (nullable): what there is to say; @asking: it is being asked. */
static void
show (ChattyMemoryProposals *self,
      const char            *words,
      gboolean               asking,
      gboolean               failed)
{
  gboolean has_rows = gtk_widget_get_first_child (GTK_WIDGET (self->rows)) != NULL;

  gtk_label_set_text (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), asking);
  gtk_spinner_set_spinning (self->spinner, asking);
  gtk_widget_set_visible (self->scrolled, has_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), has_rows);
  gtk_widget_set_visible (self->again, failed);
  gtk_button_set_label (self->close, asking ? _("_Cancel")
                                     : has_rows ? _("_None") : _("_Close"));
  update_accept (self);
}

/* Whoever answered last; a callsign where answers have no author. */
static char *
dup_name (ChattyMemoryProposals *self)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (self->conversation);
  const char *name = chatty_conversation_get_callsign (self->conversation);

  for (guint i = transcript != NULL ? chatty_transcript_get_n_turns (transcript) : 0; i > 0; i--)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i - 1);

      if (chatty_turn_get_role (turn) == CHATTY_ROLE_ASSISTANT &&
          chatty_turn_get_author (turn) != NULL)
        {
          name = chatty_turn_get_author (turn);
          break;
        }
    }
  return chatty_text_one_line (name != NULL ? name : _("the character"), MAX_NAME_BYTES);
}

static void
proposed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyMemoryProposals) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  notes = chatty_conversation_propose_memory_finish (CHATTY_CONVERSATION (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;
  g_clear_object (&self->cancellable);
  if (notes == NULL)
    {
      show (self, error->message, FALSE,
            !g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED));
      return;
    }
  for (guint i = 0; i < MIN (notes->len, MAX_PROPOSALS); i++)
    {
      GtkWidget *row = chatty_proposal_row_new (g_ptr_array_index (notes, i));

      g_signal_connect_object (row, "changed", G_CALLBACK (update_accept), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->rows, row);
    }
  show (self, notes->len == 0 ? _("There is nothing new to remember.") : NULL, FALSE, FALSE);
}

static void
ask (ChattyMemoryProposals *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  show (self, _("Looking for what is worth remembering…"), TRUE, FALSE);
  chatty_conversation_propose_memory_async (self->conversation, self->cancellable, proposed_cb,
                                            g_object_ref (self));
}

static void
close_cb (ChattyMemoryProposals *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* The turn that a note comes from, or the last one. */
static guint
find_turn (ChattyTranscript       *transcript,
           const ChattyMemoryNote *note)
{
  guint n_turns = chatty_transcript_get_n_turns (transcript);

  for (guint i = 0; note->turn != NULL && i < n_turns; i++)
    if (g_strcmp0 (chatty_turn_get_id (chatty_transcript_get_turn (transcript, i)),
                   note->turn) == 0)
      return i;
  return n_turns - 1;
}

static void
accept_cb (ChattyMemoryProposals *self)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (self->conversation);
  guint n = 0;
  g_autofree char *told = NULL;

  if (transcript == NULL || chatty_transcript_get_n_turns (transcript) == 0)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const ChattyMemoryNote *note = chatty_proposal_row_get_note (CHATTY_PROPOSAL_ROW (row));
      g_autofree char *text = chatty_proposal_row_dup_text (CHATTY_PROPOSAL_ROW (row));

      if (text == NULL)
        continue;
      chatty_conversation_remember (self->conversation, find_turn (transcript, note), text,
                                    note->kind);
      n++;
    }
  told = g_strdup_printf (ngettext ("%'u note remembered", "%'u notes remembered", n), n);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", told);
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  close_cb (CHATTY_MEMORY_PROPOSALS (widget));
  return TRUE;
}

static gboolean
chatty_memory_proposals_grab_focus (GtkWidget *widget)
{
  ChattyMemoryProposals *self = CHATTY_MEMORY_PROPOSALS (widget);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  return gtk_widget_grab_focus (row != NULL ? row : GTK_WIDGET (self->close));
}

static void
chatty_memory_proposals_map (GtkWidget *widget)
{
  ChattyMemoryProposals *self = CHATTY_MEMORY_PROPOSALS (widget);

  GTK_WIDGET_CLASS (chatty_memory_proposals_parent_class)->map (widget);
  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      ask (self);
    }
}

static void
chatty_memory_proposals_dispose (GObject *object)
{
  ChattyMemoryProposals *self = CHATTY_MEMORY_PROPOSALS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (chatty_memory_proposals_parent_class)->dispose (object);
}

static void
chatty_memory_proposals_class_init (ChattyMemoryProposalsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_memory_proposals_dispose;
  widget_class->map = chatty_memory_proposals_map;
  widget_class->grab_focus = chatty_memory_proposals_grab_focus;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/memory/chatty-memory-proposals.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, words);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, rows);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, close);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, again);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryProposals, accept);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_memory_proposals_init (ChattyMemoryProposals *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_memory_proposals_new:
 * @conversation: what was talked about
 *
 * Returns: (transfer floating): the proposals, which are asked for when they
 *   are shown first
 */
GtkWidget *
chatty_memory_proposals_new (ChattyConversation *conversation)
{
  ChattyMemoryProposals *self;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (CHATTY_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_PROPOSALS, NULL);
  self->conversation = g_object_ref (conversation);
  name = dup_name (self);
  /* Translators: %s is the name of a character */
  title = g_strdup_printf (_("What should %s remember?"), name);
  gtk_label_set_text (self->title, title);
  show (self, NULL, FALSE, FALSE);
  return GTK_WIDGET (self);
}
