/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-link-dialog.h"
#include "chatty-link.h"
#include "chatty-source-details.h"
#include "chatty-turn-marks.h"

#define MAX_PASSAGES 5

/* Bytes: more is not read in a popover, and costs layout. */
#define MAX_PASSAGE  240
#define MAX_EXCERPT  2000

#define POPOVER_CHARS  40
#define POPOVER_HEIGHT 360

struct _ChattySourceDetails
{
  GtkWidget parent_instance;

  GtkWidget      *box;

  ChattyTurnHost *host;
  ChattyTurn     *turn;
  guint           number;        /* of the turn */
  guint           nth;           /* of its source */
  GCancellable   *cancellable;
};

G_DEFINE_FINAL_TYPE (ChattySourceDetails, chatty_source_details, GTK_TYPE_WIDGET)

static const ChattySource *
get_source (ChattySourceDetails *self)
{
  return chatty_turn_get_source (self->turn, self->nth);
}

static GtkWidget *
new_label (const char *text,
           const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), POPOVER_CHARS);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static void
append (ChattySourceDetails *self,
        GtkWidget           *widget)
{
  gtk_box_append (GTK_BOX (self->box), widget);
}

static void
close_popover (GtkWidget *widget)
{
  GtkWidget *popover = gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
passage_cb (ChattySourceDetails *self,
            GtkWidget           *button)
{
  guint nth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "chatty-passage"));

  close_popover (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "turn.passage", "(uuu)", self->number, self->nth,
                              nth);
}

/* A passage as it is read, without what marks it up. */
static char *
dup_passage (ChattySourceDetails *self,
             const ChattySpan    *span)
{
  g_autoptr (ChattyMarkdownDocument) document =
    chatty_markdown_document_parse (chatty_turn_get_text (self->turn) + span->start,
                                    (gssize) (span->end - span->start));
  g_autofree char *plain = chatty_markdown_document_to_plain_text (document);

  return chatty_text_one_line (plain, MAX_PASSAGE);
}

/* The passages of the answer that rest on it, as they stand there. */
static void
append_passages (ChattySourceDetails *self)
{
  const ChattySource *source = get_source (self);

  if (source->n_spans == 0 || chatty_turn_get_length (self->turn) == 0)
    return;
  /* Translators: above the words of an answer that rest on a source. */
  append (self, new_label (_("In the answer"), "caption-heading"));
  for (guint i = 0; i < MIN (source->n_spans, MAX_PASSAGES); i++)
    {
      g_autofree char *passage = dup_passage (self, &source->spans[i]);
      /* Translators: quotation marks around words of an answer. */
      g_autofree char *quoted = g_strdup_printf (_("“%s”"), passage);
      GtkWidget *button = gtk_button_new ();

      gtk_button_set_child (GTK_BUTTON (button), new_label (quoted, NULL));
      gtk_widget_set_tooltip_text (button, _("Show in the answer"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      quoted, -1);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "chatty-source-passage");
      g_object_set_data (G_OBJECT (button), "chatty-passage", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "clicked", G_CALLBACK (passage_cb), self,
                               G_CONNECT_SWAPPED);
      append (self, button);
    }
  if (source->n_spans > MAX_PASSAGES)
    {
      guint more = source->n_spans - MAX_PASSAGES;
      g_autofree char *text = g_strdup_printf (ngettext ("%'u more passage", "%'u more passages",
                                                         more), more);

      append (self, new_label (text, "dim-label"));
    }
}

static void
append_excerpt (ChattySourceDetails *self)
{
  g_autofree char *excerpt = NULL;
  GtkWidget *label;

  if (get_source (self)->excerpt == NULL)
    return;
  excerpt = chatty_text_one_line (get_source (self)->excerpt, MAX_EXCERPT);
  label = new_label (excerpt, NULL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* The keyboard is for the buttons. A label that is only not focusable would
   * hold back the Tab key at its place. */
  gtk_widget_set_can_focus (label, FALSE);
  /* Translators: above the words of a document that an answer rests on. */
  append (self, new_label (_("In the document"), "caption-heading"));
  append (self, label);
}

static void
browser_cb (ChattySourceDetails *self)
{
  chatty_link_dialog_ask (GTK_WIDGET (self), get_source (self)->uri, NULL);
}

static void
document_cb (ChattySourceDetails *self)
{
  close_popover (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "turn.source", "(uu)", self->number, self->nth);
}

static GtkWidget *
new_button (const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  return button;
}

static GtkWidget *
append_button (ChattySourceDetails *self,
               const char          *label,
               GCallback            callback)
{
  GtkWidget *button = new_button (label);

  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  append (self, button);
  return button;
}

/* What comes late gets the keyboard where nothing could take it before. */
static void
take_focus (ChattySourceDetails *self,
            GtkWidget           *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_mapped (button) &&
      (focus == NULL || focus == GTK_WIDGET (self) ||
       !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    gtk_widget_grab_focus (button);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattySourceDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  name = chatty_turn_host_find_finish (CHATTY_TURN_HOST (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;

  if (name != NULL)
    take_focus (self, append_button (self, _("Open _Document"), G_CALLBACK (document_cb)));
  else if (error != NULL)
    append (self, new_label (error->message, "dim-label"));
  else
    append (self, new_label (_("This document is not in the vault."), "dim-label"));
}

static void
fill (ChattySourceDetails *self)
{
  const ChattySource *source = get_source (self);
  g_autofree char *name = chatty_turn_marks_dup_name (source);
  gboolean is_web = source->uri != NULL && chatty_link_is_openable (source->uri);

  append (self, new_label (name, "heading"));
  if (source->page > 0)
    {
      /* Translators: where in a document. */
      g_autofree char *page = g_strdup_printf (_("Page %u"), source->page);

      append (self, new_label (page, "caption"));
    }
  append_passages (self);
  append_excerpt (self);
  if (is_web)
    append_button (self, _("Open in _Browser…"), G_CALLBACK (browser_cb));
  if (!is_web || source->document != NULL)
    chatty_turn_host_find_async (self->host, source, self->cancellable, found_cb,
                                 g_object_ref (self));
}

/* The buttons have the keyboard, and the text itself where there are none: a
 * popover without it would not hear of Escape. */
static gboolean
chatty_source_details_focus (GtkWidget        *widget,
                             GtkDirectionType  direction)
{
  ChattySourceDetails *self = CHATTY_SOURCE_DETAILS (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (gtk_widget_child_focus (self->box, direction))
    return TRUE;
  if (focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget)))
    return FALSE;
  return gtk_widget_grab_focus (widget);
}

static void
chatty_source_details_dispose (GObject *object)
{
  ChattySourceDetails *self = CHATTY_SOURCE_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (chatty_source_details_parent_class)->dispose (object);
}

static void
chatty_source_details_finalize (GObject *object)
{
  ChattySourceDetails *self = CHATTY_SOURCE_DETAILS (object);

  g_clear_pointer (&self->turn, chatty_turn_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (chatty_source_details_parent_class)->finalize (object);
}

static void
chatty_source_details_class_init (ChattySourceDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_source_details_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_source_details_finalize;

  GTK_WIDGET_CLASS (klass)->focus = chatty_source_details_focus;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_source_details_init (ChattySourceDetails *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * chatty_source_details_new_popover:
 * @host: what the turn's row belongs to
 * @turn: an answer
 * @number: of the turn in the list
 * @nth: of its source, from 0
 *
 * Returns: (transfer floating): a popover that tells of the source
 */
GtkWidget *
chatty_source_details_new_popover (ChattyTurnHost *host,
                                   ChattyTurn     *turn,
                                   guint           number,
                                   guint           nth)
{
  ChattySourceDetails *self = g_object_new (CHATTY_TYPE_SOURCE_DETAILS, NULL);
  g_autofree char *spoken = NULL;
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();

  self->host = g_object_ref (host);
  self->turn = chatty_turn_ref (turn);
  self->number = number;
  self->nth = nth;
  fill (self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), POPOVER_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self));
  /* It would take the keyboard after the last button, and keep it for good. */
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  spoken = chatty_turn_marks_dup_spoken (get_source (self), nth + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  return popover;
}
