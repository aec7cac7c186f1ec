/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>

#include "chatty-link.h"

#include "chatty-link-dialog.h"
#include "chatty-markdown-label.h"

#define TEXT_KEY "chatty-markdown-text"

/* Half the height of a line between paragraphs that share a label. */
#define GAP_SCALE .5

static void
take_attribute (PangoAttrList  *list,
                PangoAttribute *attribute,
                guint           start,
                guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static void
add_span (PangoAttrList             *list,
          const ChattyMarkdownSpan  *of_text,
          const ChattyMarkdownNotes *notes)
{
  ChattyMarkdownSpan shown = *of_text, *span = &shown;

  shown.start = chatty_markdown_notes_get_shown (notes, of_text->start, FALSE);
  shown.end = chatty_markdown_notes_get_shown (notes, of_text->end, TRUE);
  switch (span->style)
    {
    case CHATTY_MARKDOWN_BOLD:
      take_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
      break;

    case CHATTY_MARKDOWN_ITALIC:
      take_attribute (list, pango_attr_style_new (PANGO_STYLE_ITALIC), span->start, span->end);
      break;

    case CHATTY_MARKDOWN_STRUCK:
      take_attribute (list, pango_attr_strikethrough_new (TRUE), span->start, span->end);
      break;

    case CHATTY_MARKDOWN_MONOSPACE:
      take_attribute (list, pango_attr_family_new ("monospace"), span->start, span->end);
      take_attribute (list, pango_attr_scale_new (.95), span->start, span->end);
      take_attribute (list, pango_attr_background_new (0x8000, 0x8000, 0x8000),
                      span->start, span->end);
      take_attribute (list, pango_attr_background_alpha_new (0x2800), span->start, span->end);
      break;

    case CHATTY_MARKDOWN_DIM:
      take_attribute (list, pango_attr_foreground_alpha_new (0x9000), span->start, span->end);
      break;

    case CHATTY_MARKDOWN_GAP:
      take_attribute (list, pango_attr_scale_new (GAP_SCALE), span->start, span->end);
      break;

    case CHATTY_MARKDOWN_LINK:
    default:
      break;
    }
}

/* Quiet, and not by colour alone; the line is doubled where one looks for it,
 * which changes no sizes. */
static void
add_passage (PangoAttrList               *list,
             const ChattyMarkdownNotes   *notes,
             const ChattyMarkdownPassage *passage,
             guint32                      active)
{
  guint start = chatty_markdown_notes_get_shown (notes, passage->start, FALSE);
  guint end = chatty_markdown_notes_get_shown (notes, passage->end, TRUE);
  gboolean is_active = (passage->sources & active) != 0;

  take_attribute (list, pango_attr_background_new (0x3535, 0x8484, 0xe4e4), start, end);
  take_attribute (list, pango_attr_background_alpha_new (is_active ? 0x6000 : 0x1c00), start, end);
  take_attribute (list, pango_attr_underline_new (is_active ? PANGO_UNDERLINE_DOUBLE
                                                            : PANGO_UNDERLINE_SINGLE), start, end);
  /* Else the line is of the colour of the words. */
  if (!is_active && !adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    take_attribute (list, pango_attr_underline_color_new (0x3535, 0x8484, 0xe4e4), start, end);
}

static void
add_number (PangoAttrList             *list,
            const ChattyMarkdownNotes *notes,
            guint                      nth)
{
  guint start, end;

  /* That it is a link need not be said by a line, which would be taken for a part
   * of the passage. */
  chatty_markdown_notes_get_shown_number (notes, nth, &start, &end);
  take_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_NONE), start, end);
  take_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
}

static void
add_match (PangoAttrList             *list,
           const ChattyMarkdownMatch *of_text,
           const ChattyMarkdownNotes *notes,
           gboolean                   is_current)
{
  ChattyMarkdownMatch shown = *of_text, *match = &shown;

  shown.start = chatty_markdown_notes_get_shown (notes, of_text->start, FALSE);
  shown.end = chatty_markdown_notes_get_shown (notes, of_text->end, TRUE);
  /* Dark letters on a light ground, in the light and in the dark style. */
  take_attribute (list, pango_attr_foreground_new (0, 0, 0), match->start, match->end);
  take_attribute (list, pango_attr_foreground_alpha_new (0xffff), match->start, match->end);
  take_attribute (list, is_current ? pango_attr_background_new (0xffff, 0x9f9f, 0x3f3f)
                                   : pango_attr_background_new (0xf9f9, 0xe4e4, 0x7070),
                  match->start, match->end);
  take_attribute (list, pango_attr_background_alpha_new (0xffff), match->start, match->end);
  if (is_current)
    take_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
                    match->start, match->end);
}

static gboolean
activate_link_cb (GtkLabel   *label,
                  const char *target,
                  gpointer    user_data)
{
  const ChattyMarkdownText *text = g_object_get_data (G_OBJECT (label), TEXT_KEY);
  g_autofree char *words = NULL;

  for (guint i = 0; text != NULL && words == NULL && i < text->spans->len; i++)
    {
      const ChattyMarkdownSpan *span = &g_array_index (text->spans, ChattyMarkdownSpan, i);

      if (span->style == CHATTY_MARKDOWN_LINK && g_strcmp0 (span->target, target) == 0)
        words = g_strndup (text->text + span->start, span->end - span->start);
    }

  chatty_link_dialog_ask (GTK_WIDGET (label), target, words);

  /* Never let GTK open it by itself. */
  return TRUE;
}

static gboolean
query_tooltip_cb (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip,
                  gpointer    user_data)
{
  const char *target = gtk_label_get_current_uri (GTK_LABEL (widget));
  g_autoptr (ChattyLink) link = NULL;

  if (target != NULL)
    link = chatty_link_parse (target);
  if (link == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, link->uri);

  return TRUE;
}

static void
append_plain (GString                  *markup,
              const ChattyMarkdownText *text,
              guint                     start,
              guint                     end)
{
  g_autofree char *escaped = g_markup_escape_text (text->text + start, end - start);

  g_string_append (markup, escaped);
}

/* Appends what comes before @end, with the numbers that stand there. */
static void
append_noted (GString                   *markup,
              const ChattyMarkdownText  *text,
              const ChattyMarkdownNotes *notes,
              guint                      start,
              guint                      end,
              guint                     *number)
{
  for (; *number < chatty_markdown_notes_get_n_numbers (notes) &&
         chatty_markdown_notes_get_number_at (notes, *number) <= end; (*number)++)
    {
      guint at = chatty_markdown_notes_get_number_at (notes, *number);

      append_plain (markup, text, start, at);
      chatty_markdown_notes_append_number (notes, *number, markup);
      start = at;
    }
  append_plain (markup, text, start, end);
}

/* A label knows links from markup only. Everything that comes from outside
 * goes into it escaped; how it looks is said by attributes. */
static char *
build_markup (const ChattyMarkdownText  *text,
              const ChattyMarkdownNotes *notes)
{
  GString *markup = g_string_new (NULL);
  guint done = 0, number = 0;

  for (guint i = 0; i < text->spans->len; i++)
    {
      const ChattyMarkdownSpan *span = &g_array_index (text->spans, ChattyMarkdownSpan, i);
      g_autofree char *target = NULL;

      if (span->style != CHATTY_MARKDOWN_LINK || span->start < done)
        continue;

      append_noted (markup, text, notes, done, span->start, &number);
      target = g_markup_escape_text (span->target, -1);
      g_string_append_printf (markup, "<a href=\"%s\">", target);
      append_plain (markup, text, span->start, span->end);
      g_string_append (markup, "</a>");
      done = span->end;
    }
  append_noted (markup, text, notes, done, text->length, &number);

  return g_string_free (markup, FALSE);
}

static gboolean
has_links (const ChattyMarkdownText *text)
{
  for (guint i = 0; i < text->spans->len; i++)
    if (g_array_index (text->spans, ChattyMarkdownSpan, i).style == CHATTY_MARKDOWN_LINK)
      return TRUE;

  return FALSE;
}

/**
 * chatty_markdown_label_set_text:
 * @text: stays the caller's, and must live as long as the label shows it
 * @notes: (nullable): what of it rests on what
 *
 * Makes a label show a text with its links, and ask before one is opened.
 */
void
chatty_markdown_label_set_text (GtkLabel                  *label,
                                const ChattyMarkdownText  *text,
                                const ChattyMarkdownNotes *notes)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (text != NULL);

  if (has_links (text) || chatty_markdown_notes_get_n_numbers (notes) > 0)
    {
      g_autofree char *markup = build_markup (text, notes);

      if (g_object_get_data (G_OBJECT (label), TEXT_KEY) == NULL)
        {
          g_signal_connect (label, "activate-link", G_CALLBACK (activate_link_cb), NULL);
          g_signal_connect (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
          gtk_widget_set_has_tooltip (GTK_WIDGET (label), TRUE);
        }
      g_object_set_data (G_OBJECT (label), TEXT_KEY, (gpointer) text);
      gtk_label_set_markup (label, markup);
    }
  else
    {
      gtk_label_set_text (label, text->text);
    }

  chatty_markdown_label_set_look (label, text, notes, 0, NULL, 0, -1);
}

/**
 * chatty_markdown_label_set_look:
 * @text: what the label shows
 * @notes: (nullable): as they were given with the text
 * @active: the sources whose passages are pointed out
 * @matches: (array length=n_matches): places to mark
 * @current: the number of the match to mark more strongly, or -1
 *
 * Sets how the parts of a label look.
 */
void
chatty_markdown_label_set_look (GtkLabel                  *label,
                                const ChattyMarkdownText  *text,
                                const ChattyMarkdownNotes *notes,
                                guint32                    active,
                                const ChattyMarkdownMatch *matches,
                                guint                      n_matches,
                                int                        current)
{
  g_autoptr (PangoAttrList) list = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (text != NULL);

  if (text->spans->len > 0 || n_matches > 0 || chatty_markdown_notes_get_n_passages (notes) > 0)
    {
      list = pango_attr_list_new ();
      for (guint i = 0; i < text->spans->len; i++)
        add_span (list, &g_array_index (text->spans, ChattyMarkdownSpan, i), notes);
      for (guint i = 0; i < chatty_markdown_notes_get_n_passages (notes); i++)
        add_passage (list, notes, chatty_markdown_notes_get_passage (notes, i), active);
      for (guint i = 0; i < chatty_markdown_notes_get_n_numbers (notes); i++)
        add_number (list, notes, i);
      for (guint i = 0; i < n_matches; i++)
        add_match (list, &matches[i], notes, (int) i == current);
    }

  gtk_label_set_attributes (label, list);
}
