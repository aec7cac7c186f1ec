/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-link-dialog.h"
#include "chatty-link.h"
#include "chatty-turn-sources.h"

#define MAX_SOURCES  30
#define MAX_PASSAGES 5

/* Bytes: more is not read in a popover, and costs layout. */
#define MAX_PASSAGE  240
#define MAX_EXCERPT  2000
#define MAX_THOUGHT  (32 * 1024)

#define TITLE_CHARS  24
#define POPOVER_CHARS 40

static char *
dup_name (const ChattySource *source)
{
  g_autofree char *name = chatty_text_display_name (*source->title != '\0' || source->uri == NULL
                                                      ? source->title : source->uri);

  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_("Source without a name"));
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
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), POPOVER_CHARS);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

/* The passages of the answer that rest on it, as they stand there. */
static void
append_passages (GtkBox             *box,
                 ChattyTurn         *turn,
                 const ChattySource *source)
{
  if (source->n_spans == 0)
    return;
  /* Translators: above the words of an answer that rest on a source. */
  gtk_box_append (box, new_label (_("In the answer"), "caption-heading"));
  for (guint i = 0; i < MIN (source->n_spans, MAX_PASSAGES); i++)
    {
      const ChattySpan *span = &source->spans[i];
      g_autofree char *passage = g_strndup (chatty_turn_get_text (turn) + span->start,
                                            span->end - span->start);
      g_autofree char *line = chatty_text_one_line (passage, MAX_PASSAGE);
      /* Translators: quotation marks around words of an answer. */
      g_autofree char *quoted = g_strdup_printf (_("“%s”"), line);

      gtk_box_append (box, new_label (quoted, "chatty-source-passage"));
    }
}

static void
open_cb (GtkButton *button)
{
  chatty_link_dialog_ask (GTK_WIDGET (button),
                          g_object_get_data (G_OBJECT (button), "chatty-uri"), NULL);
}

static GtkWidget *
new_details (ChattyTurn         *turn,
             const ChattySource *source)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *name = dup_name (source);

  gtk_box_append (GTK_BOX (box), new_label (name, "heading"));
  if (source->page > 0)
    {
      /* Translators: where in a document. */
      g_autofree char *page = g_strdup_printf (_("Page %u"), source->page);

      gtk_box_append (GTK_BOX (box), new_label (page, "caption"));
    }
  append_passages (GTK_BOX (box), turn, source);
  if (source->excerpt != NULL)
    {
      g_autofree char *excerpt = chatty_text_one_line (source->excerpt, MAX_EXCERPT);

      /* Translators: above the words of a document that an answer rests on. */
      gtk_box_append (GTK_BOX (box), new_label (_("In the document"), "caption-heading"));
      gtk_box_append (GTK_BOX (box), new_label (excerpt, NULL));
    }
  if (source->uri != NULL && chatty_link_is_openable (source->uri))
    {
      GtkWidget *button = gtk_button_new_with_label (_("Open in Browser…"));

      g_object_set_data_full (G_OBJECT (button), "chatty-uri", g_strdup (source->uri), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (open_cb), NULL);
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

/* Made when it is asked for: an answer may have many. */
static void
create_popover_cb (GtkMenuButton *chip,
                   gpointer       user_data)
{
  ChattyTurn *turn = user_data;
  guint nth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "chatty-source"));
  GtkWidget *popover, *scrolled;

  if (gtk_menu_button_get_popover (chip) != NULL)
    return;
  popover = gtk_popover_new ();
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 new_details (turn, chatty_turn_get_source (turn, nth)));
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (chip, popover);
}

static GtkWidget *
new_chip (ChattyTurn *turn,
          guint       nth)
{
  GtkWidget *chip = gtk_menu_button_new (), *label;
  g_autofree char *name = dup_name (chatty_turn_get_source (turn, nth));
  g_autofree char *text = g_strdup_printf ("%u  %s", nth + 1, name);
  /* Translators: a number, then what a document is called. */
  g_autofree char *spoken = g_strdup_printf (_("Source %u: %s"), nth + 1, name);

  label = gtk_label_new (text);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TITLE_CHARS);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (chip), label);
  gtk_widget_add_css_class (chip, "chatty-source-chip");
  gtk_widget_add_css_class (chip, "flat");
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data (G_OBJECT (chip), "chatty-source", GUINT_TO_POINTER (nth));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (chip), create_popover_cb,
                                         chatty_turn_ref (turn),
                                         (GDestroyNotify) chatty_turn_unref);
  return chip;
}

/**
 * chatty_turn_sources_new:
 * @turn: an answer
 *
 * Returns: (transfer floating) (nullable): its sources; %NULL where it has none
 */
GtkWidget *
chatty_turn_sources_new (ChattyTurn *turn)
{
  guint n = chatty_turn_get_n_sources (turn);
  GtkWidget *box;

  if (n == 0)
    return NULL;
  box = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sources"), -1);
  for (guint i = 0; i < MIN (n, MAX_SOURCES); i++)
    {
      GtkWidget *child;

      gtk_flow_box_insert (GTK_FLOW_BOX (box), new_chip (turn, i), -1);
      child = GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), (int) i));
      gtk_widget_set_focusable (child, FALSE);
      gtk_widget_set_halign (child, GTK_ALIGN_START);
    }
  if (n > MAX_SOURCES)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%'u more source", "%'u more sources",
                                                         n - MAX_SOURCES), n - MAX_SOURCES);

      gtk_flow_box_insert (GTK_FLOW_BOX (box), gtk_label_new (text), -1);
    }
  return box;
}

static void
expanded_cb (GtkExpander *expander,
             GParamSpec  *pspec,
             gpointer     user_data)
{
  ChattyTurn *turn = user_data;
  const char *thought = chatty_turn_get_thought (turn), *end;
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (!gtk_expander_get_expanded (expander) || gtk_expander_get_child (expander) != NULL)
    return;
  if (strlen (thought) <= MAX_THOUGHT)
    text = g_strdup (thought);
  else
    {
      end = g_utf8_find_prev_char (thought, thought + MAX_THOUGHT);
      text = g_strdup_printf ("%.*s…", (int) (end - thought), thought);
    }
  label = new_label (g_strstrip (text), "dim-label");
  gtk_label_set_max_width_chars (GTK_LABEL (label), -1);
  gtk_expander_set_child (expander, label);
}

static void
unref_turn (gpointer  turn,
            GClosure *closure)
{
  chatty_turn_unref (turn);
}

/**
 * chatty_turn_thought_new:
 * @turn: an answer
 *
 * Returns: (transfer floating) (nullable): what was thought before it, folded;
 *   %NULL where nothing is known of that
 */
GtkWidget *
chatty_turn_thought_new (ChattyTurn *turn)
{
  const char *thought = chatty_turn_get_thought (turn);
  GtkWidget *expander;

  if (thought == NULL || *thought == '\0')
    return NULL;
  /* Translators: what a model thought before it answered; folded away. */
  expander = gtk_expander_new (_("Thoughts"));
  gtk_widget_add_css_class (expander, "chatty-turn-thought");
  g_signal_connect_data (expander, "notify::expanded", G_CALLBACK (expanded_cb),
                         chatty_turn_ref (turn), unref_turn, 0);
  return expander;
}
