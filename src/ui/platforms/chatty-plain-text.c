/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-plain-text.h"

#define MAX_HEIGHT 260
/* A longer one scrolls; a shorter one takes the height that it needs, which
 * is less than that of a scroll bar. */
#define SHORT_TEXT 600

struct _ChattyPlainText
{
  GtkWidget parent_instance;

  GtkWidget   *scroller;
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
  ChattyPlainText *self = CHATTY_PLAIN_TEXT (object);

  self->view = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

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
  /* A text view lays out what is seen; a label lays out everything. */
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
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
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

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  length = strlen (shown);
  if (length > 0 && strncmp (shown, text, length) == 0)
    gtk_text_buffer_insert (buffer, &end, text + length, -1);
  else
    gtk_text_buffer_set_text (buffer, text, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  is_short (text) ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
}
