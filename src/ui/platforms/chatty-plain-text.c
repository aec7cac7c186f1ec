/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-plain-text.h"

#define MIN_HEIGHT 140
#define MAX_HEIGHT 260

/* A longer one scrolls, in a view that lays out what is seen of it. */
#define SHORT_TEXT 600

struct _ChattyPlainText
{
  GtkWidget parent_instance;

  GtkLabel    *label;      /* a short text */
  GtkWidget   *scroller;   /* a long one */
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (ChattyPlainText, chatty_plain_text, GTK_TYPE_WIDGET)

static gboolean
is_short (const char *text)
{
  guint n_lines = 1;

  for (const char *p = text; *p != '\0'; p++)
    n_lines += *p == '\n';
  return n_lines <= 6 && strlen (text) <= SHORT_TEXT;
}

static void
chatty_plain_text_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_plain_text_parent_class)->dispose (object);
}

static void
chatty_plain_text_class_init (ChattyPlainTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_plain_text_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_plain_text_init (ChattyPlainText *self)
{
  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (self->label, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "chatty-plain-text");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));

  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_cursor_visible (self->view, FALSE);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "chatty-plain-text");

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), MIN_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_visible (self->scroller, FALSE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/**
 * chatty_plain_text_new:
 * @name: what the text is, for those who cannot see
 *
 * Returns: (transfer floating): an empty text
 */
GtkWidget *
chatty_plain_text_new (const char *name)
{
  ChattyPlainText *self = g_object_new (CHATTY_TYPE_PLAIN_TEXT, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return GTK_WIDGET (self);
}

/**
 * chatty_plain_text_set_text:
 * @text: UTF-8
 *
 * Shows a text. Where it only grew, what was selected stays so.
 */
void
chatty_plain_text_set_text (ChattyPlainText *self,
                            const char      *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *shown = NULL;
  gsize length;

  g_return_if_fail (CHATTY_IS_PLAIN_TEXT (self));

  gtk_widget_set_visible (GTK_WIDGET (self->label), is_short (text));
  gtk_widget_set_visible (self->scroller, !is_short (text));
  if (is_short (text))
    {
      gtk_label_set_text (self->label, text);
      return;
    }

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  length = strlen (shown);
  if (length > 0 && strncmp (shown, text, length) == 0)
    gtk_text_buffer_insert (buffer, &end, text + length, -1);
  else
    gtk_text_buffer_set_text (buffer, text, -1);
}
