/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-markdown-view.h"
#include "chatty-turn-thought.h"

/* Bytes: the end of a longer one is shown, which is what grows. */
#define MAX_SHOWN (16 * 1024)

struct _ChattyTurnThought
{
  GtkWidget parent_instance;

  GtkExpander        *expander;
  ChattyMarkdownView *view;     /* NULL until it is opened */
  char               *text;
};

G_DEFINE_FINAL_TYPE (ChattyTurnThought, chatty_turn_thought, GTK_TYPE_WIDGET)

static void
show_text (ChattyTurnThought *self)
{
  gsize length = strlen (self->text);
  const char *start = self->text;
  g_autofree char *shown = NULL;

  if (length > MAX_SHOWN)
    {
      const char *line = strchr (self->text + length - MAX_SHOWN, '\n');

      start = line != NULL ? line + 1
                           : g_utf8_find_next_char (self->text + length - MAX_SHOWN, NULL);
      shown = g_strconcat ("…\n\n", start, NULL);
      start = shown;
    }
  chatty_markdown_view_update_text (self->view, start, -1);
}

/* Nothing is laid out before it is wanted. */
static void
expanded_cb (ChattyTurnThought *self)
{
  if (!gtk_expander_get_expanded (self->expander))
    return;
  if (self->view == NULL)
    {
      self->view = CHATTY_MARKDOWN_VIEW (chatty_markdown_view_new ());
      gtk_widget_add_css_class (GTK_WIDGET (self->view), "chatty-thought-text");
      gtk_expander_set_child (self->expander, GTK_WIDGET (self->view));
    }
  show_text (self);
}

static void
chatty_turn_thought_dispose (GObject *object)
{
  ChattyTurnThought *self = CHATTY_TURN_THOUGHT (object);

  self->view = NULL;
  if (self->expander != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->expander)));

  G_OBJECT_CLASS (chatty_turn_thought_parent_class)->dispose (object);
}

static void
chatty_turn_thought_finalize (GObject *object)
{
  g_free (CHATTY_TURN_THOUGHT (object)->text);

  G_OBJECT_CLASS (chatty_turn_thought_parent_class)->finalize (object);
}

static void
chatty_turn_thought_class_init (ChattyTurnThoughtClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_turn_thought_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_thought_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "chatty-turn-thought");
}

static void
chatty_turn_thought_init (ChattyTurnThought *self)
{
  self->text = g_strdup ("");
  self->expander = GTK_EXPANDER (gtk_expander_new (NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->expander), GTK_WIDGET (self));
  g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_turn_thought_set_time (self, FALSE, -1);
}

/**
 * chatty_turn_thought_new:
 *
 * Returns: (transfer floating): a folded row
 */
GtkWidget *
chatty_turn_thought_new (void)
{
  return g_object_new (CHATTY_TYPE_TURN_THOUGHT, NULL);
}

/**
 * chatty_turn_thought_set_text:
 * @text: Markdown, from anywhere
 *
 * Says what was thought, or what of it there is by now.
 */
void
chatty_turn_thought_set_text (ChattyTurnThought *self,
                              const char        *text)
{
  g_return_if_fail (CHATTY_IS_TURN_THOUGHT (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (self->text, text))
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  if (gtk_expander_get_expanded (self->expander))
    show_text (self);
}

/**
 * chatty_turn_thought_set_time:
 * @is_thinking: whether it goes on
 * @seconds: how long it took, or -1
 */
void
chatty_turn_thought_set_time (ChattyTurnThought *self,
                              gboolean           is_thinking,
                              int                seconds)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_TURN_THOUGHT (self));

  if (is_thinking)
    /* Translators: a model thinks before it answers; what it thinks is folded away */
    text = g_strdup (_("Thinking…"));
  else if (seconds >= 60)
    /* Translators: how long a model thought before it answered */
    text = g_strdup_printf (ngettext ("Thought for %d minute", "Thought for %d minutes",
                                      (seconds + 30) / 60), (seconds + 30) / 60);
  else if (seconds > 0)
    /* Translators: how long a model thought before it answered */
    text = g_strdup_printf (ngettext ("Thought for %d second", "Thought for %d seconds", seconds),
                            seconds);
  else
    /* Translators: what a model thought before it answered; folded away. */
    text = g_strdup (_("Thoughts"));
  if (g_strcmp0 (gtk_expander_get_label (self->expander), text) == 0)
    return;
  gtk_expander_set_label (self->expander, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/**
 * chatty_turn_thought_fold:
 *
 * Folds it, for another turn.
 */
void
chatty_turn_thought_fold (ChattyTurnThought *self)
{
  g_return_if_fail (CHATTY_IS_TURN_THOUGHT (self));

  gtk_expander_set_expanded (self->expander, FALSE);
}
