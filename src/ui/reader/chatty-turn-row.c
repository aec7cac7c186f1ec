/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-bubble.h"
#include "chatty-turn-row.h"
#include "chatty-turn-words.h"

/* For guessing: what a letter and a line take, and a header and the space
 * around a turn. */
#define GUESSED_CHARACTER_WIDTH 7
#define GUESSED_LINE_HEIGHT     18
#define GUESSED_EDGE_HEIGHT     24
#define GUESSED_MARGIN          48
#define MIN_WIDTH               180

struct _ChattyTurnRow
{
  GtkWidget parent_instance;

  ChattyTurnHost    *host;
  ChattyTurnSegment *segment;
  ChattyTurnBubble  *bubble;    /* NULL until the row is filled once */
  gboolean           is_filled; /* the bubble shows the segment */
  gboolean           is_stale;  /* but not as it is now */
  guint              n_lines;   /* of the segment's text */
  char              *spoken;
};

enum {
  CHOOSE,
  STALE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTurnRow, chatty_turn_row, GTK_TYPE_WIDGET)

static void
choose_cb (ChattyTurnRow *self,
           guint          turn,
           guint          choice)
{
  g_signal_emit (self, signals[CHOOSE], 0, turn, choice);
}

static guint
count_lines (ChattyTurnSegment *segment)
{
  gsize length;
  const char *text = chatty_turn_segment_get_text (segment, &length);
  const char *end = text + length;
  guint n = 1;

  while (text < end && (text = memchr (text, '\n', end - text)) != NULL)
    {
      text++;
      n++;
    }

  return n;
}

static int
guess_height (ChattyTurnRow *self,
              int            width)
{
  int room = MAX ((width > 0 ? width : 600) - GUESSED_MARGIN, MIN_WIDTH);
  int height;
  gsize length;

  if (self->segment == NULL)
    return GUESSED_LINE_HEIGHT;

  chatty_turn_segment_get_text (self->segment, &length);
  height = (self->n_lines + length * GUESSED_CHARACTER_WIDTH / room) * GUESSED_LINE_HEIGHT;
  if (chatty_turn_segment_is_first (self->segment))
    height += 2 * GUESSED_EDGE_HEIGHT;
  if (chatty_turn_segment_is_last (self->segment))
    height += GUESSED_EDGE_HEIGHT;

  return height;
}

static void
update_spoken (ChattyTurnRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  g_free (self->spoken);
  self->spoken = chatty_turn_words_dup_spoken (chatty_turn_segment_get_transcript (self->segment),
                                               chatty_turn_segment_get_turn (self->segment),
                                               chatty_turn_segment_get_previous (self->segment));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken,
                                  -1);
  /* The list's own widget around the row is what a screen reader meets. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken,
                                    -1);
}

static void
segment_changed_cb (ChattyTurnRow *self)
{
  chatty_turn_row_make_stale (self);
}

static void
set_segment (ChattyTurnRow     *self,
             ChattyTurnSegment *segment)
{
  if (self->segment != NULL)
    g_signal_handlers_disconnect_by_func (self->segment, segment_changed_cb, self);
  g_set_object (&self->segment, segment);
  if (segment != NULL)
    g_signal_connect_object (segment, "changed", G_CALLBACK (segment_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
chatty_turn_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ChattyTurnRow *self = CHATTY_TURN_ROW (widget);

  if (self->is_filled)
    gtk_widget_measure (GTK_WIDGET (self->bubble), orientation, for_size,
                        minimum, natural, NULL, NULL);
  else
    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? MIN_WIDTH : guess_height (self, for_size);
}

static void
chatty_turn_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ChattyTurnRow *self = CHATTY_TURN_ROW (widget);

  if (self->is_filled)
    gtk_widget_allocate (GTK_WIDGET (self->bubble), width, height, baseline, NULL);
}

static GtkSizeRequestMode
chatty_turn_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chatty_turn_row_dispose (GObject *object)
{
  ChattyTurnRow *self = CHATTY_TURN_ROW (object);

  self->is_filled = FALSE;
  set_segment (self, NULL);
  g_clear_object (&self->host);
  if (self->bubble != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->bubble)));

  G_OBJECT_CLASS (chatty_turn_row_parent_class)->dispose (object);
}

static void
chatty_turn_row_finalize (GObject *object)
{
  ChattyTurnRow *self = CHATTY_TURN_ROW (object);

  g_free (self->spoken);

  G_OBJECT_CLASS (chatty_turn_row_parent_class)->finalize (object);
}

static void
chatty_turn_row_class_init (ChattyTurnRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_turn_row_dispose;
  object_class->finalize = chatty_turn_row_finalize;

  widget_class->measure = chatty_turn_row_measure;
  widget_class->size_allocate = chatty_turn_row_size_allocate;
  widget_class->get_request_mode = chatty_turn_row_get_request_mode;

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[STALE] = g_signal_new ("stale", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "chatty-turn");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_turn_row_init (ChattyTurnRow *self)
{
}

/**
 * chatty_turn_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
chatty_turn_row_new (ChattyTurnHost *host)
{
  ChattyTurnRow *self = g_object_new (CHATTY_TYPE_TURN_ROW, NULL);

  self->host = g_object_ref (host);

  return GTK_WIDGET (self);
}

/**
 * chatty_turn_row_bind:
 *
 * Takes the place of a segment, without showing it yet.
 */
void
chatty_turn_row_bind (ChattyTurnRow     *self,
                      ChattyTurnSegment *segment)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  set_segment (self, segment);
  self->n_lines = count_lines (segment);
  self->is_filled = FALSE;
  self->is_stale = FALSE;
  if (self->bubble != NULL)
    gtk_widget_set_child_visible (GTK_WIDGET (self->bubble), FALSE);
  update_spoken (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * chatty_turn_row_unbind:
 *
 * Lets go of the segment. Its widgets stay for the next one, which often needs
 * the same.
 */
void
chatty_turn_row_unbind (ChattyTurnRow *self)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  chatty_turn_row_set_active (self, FALSE);
  set_segment (self, NULL);
}

/**
 * chatty_turn_row_fill:
 *
 * Shows the segment, or what has changed of it. Not while sizes are given out.
 */
void
chatty_turn_row_fill (ChattyTurnRow *self)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));
  g_return_if_fail (self->segment != NULL);

  if (self->is_filled && !self->is_stale)
    return;

  if (self->bubble == NULL)
    {
      self->bubble = CHATTY_TURN_BUBBLE (chatty_turn_bubble_new (self->host));
      gtk_widget_set_parent (GTK_WIDGET (self->bubble), GTK_WIDGET (self));
      g_signal_connect_object (self->bubble, "choose", G_CALLBACK (choose_cb), self,
                               G_CONNECT_SWAPPED);
    }
  chatty_turn_bubble_set_segment (self->bubble, self->segment);
  if (!self->is_filled)
    {
      gtk_widget_set_child_visible (GTK_WIDGET (self->bubble), TRUE);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  self->is_filled = TRUE;
  self->is_stale = FALSE;
}

/**
 * chatty_turn_row_make_stale:
 *
 * Says that it does not show its segment as it is to be shown.
 */
void
chatty_turn_row_make_stale (ChattyTurnRow *self)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  if (self->segment == NULL || self->is_stale)
    return;

  self->is_stale = TRUE;
  g_signal_emit (self, signals[STALE], 0);
}

/**
 * chatty_turn_row_is_filled:
 *
 * Returns: whether it shows its segment, if not as it is now
 */
gboolean
chatty_turn_row_is_filled (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), FALSE);

  return self->is_filled;
}

/**
 * chatty_turn_row_needs_filling:
 *
 * Returns: whether it does not show its segment as it is now
 */
gboolean
chatty_turn_row_needs_filling (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), FALSE);

  return !self->is_filled || self->is_stale;
}

/**
 * chatty_turn_row_refresh:
 *
 * Shows the times anew, after the person chose another style.
 */
void
chatty_turn_row_refresh (ChattyTurnRow *self)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  if (self->segment == NULL)
    return;

  update_spoken (self);
  if (self->is_filled)
    chatty_turn_bubble_refresh (self->bubble);
}

/**
 * chatty_turn_row_get_segment:
 *
 * Returns: (transfer none) (nullable): what its place is for
 */
ChattyTurnSegment *
chatty_turn_row_get_segment (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), NULL);

  return self->segment;
}

/**
 * chatty_turn_row_get_view:
 *
 * Returns: (transfer none) (nullable): the view of its text, once it is filled
 */
ChattyMarkdownView *
chatty_turn_row_get_view (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), NULL);

  return self->is_filled ? chatty_turn_bubble_get_view (self->bubble) : NULL;
}

/**
 * chatty_turn_row_get_spoken:
 *
 * Returns: (transfer none) (nullable): what a screen reader says of it
 */
const char *
chatty_turn_row_get_spoken (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), NULL);

  return self->spoken;
}

/**
 * chatty_turn_row_set_active:
 * @active: whether the keyboard is here
 *
 * Shows or hides what can be done with the turn.
 */
void
chatty_turn_row_set_active (ChattyTurnRow *self,
                            gboolean       active)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  if (self->bubble != NULL)
    chatty_turn_bubble_set_active (self->bubble, active);
}
