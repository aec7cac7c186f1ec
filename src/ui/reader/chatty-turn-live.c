/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The turn of a #ChattyTurnSegments that is being written. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-segments-private.h"

#define MAX_UTF8_BYTES 4

/* More than this in one step is faster than anybody reads: twice the time
 * between two steps looks the same, and costs half. */
#define FAST_BYTES 160

struct _ChattyTurnLive
{
  GString          *text;       /* all of it so far */
  GString          *pending;    /* the first bytes of a letter that was cut */
  ChattyTurnCutter *cutter;
  guint             first;      /* its first row */
  ChattyTurn       *begun;      /* what is to be known of it, nullable: as it is */
  gint64            grown_at;   /* when the rows were made what @text was then */
  gsize             grown_to;   /* how much of it that was */
  guint             source;     /* of the next time */
};

typedef ChattyTurnLive Live;

/* The row that is open, after the live text has grown. */
static void
open_row (ChattyTurnSegments     *self,
          ChattyTurnSegmentEntry *entry)
{
  ChattyTurnPiece piece;

  chatty_turn_cutter_peek (self->live->cutter, &piece);
  entry->offset = piece.offset;
  entry->length = piece.length;
  entry->is_first = piece.offset == 0;
  entry->is_last = TRUE;
  if (entry->prefix != piece.prefix)
    {
      g_clear_pointer (&entry->prefix, g_ref_string_release);
      if (piece.prefix != NULL)
        entry->prefix = g_ref_string_acquire (piece.prefix);
    }
}

static void
close_row (ChattyTurnSegments     *self,
           ChattyTurnSegmentEntry *entry,
           ChattyTurnPiece        *piece)
{
  g_clear_pointer (&entry->prefix, g_ref_string_release);
  g_clear_pointer (&entry->text, g_ref_string_release);
  entry->offset = piece->offset;
  entry->length = piece->length;
  entry->prefix = g_steal_pointer (&piece->prefix);
  entry->suffix = g_steal_pointer (&piece->suffix);
  entry->text = g_ref_string_new_len (self->live->text->str + piece->offset, piece->length);
  entry->is_first = piece->offset == 0;
  entry->is_last = FALSE;
}

static ChattyTurnSegmentEntry
new_live_entry (ChattyTurn *begun,
                guint       number)
{
  return (ChattyTurnSegmentEntry) {
    .turn = chatty_turn_ref (begun),
    .whole = chatty_turn_ref (begun),
    .number = number,
    .is_first = TRUE,
    .is_last = TRUE,
    .is_live = TRUE,
  };
}

/* Lets all rows know what came beside the text. */
static void
exchange_begun (ChattyTurnSegments *self)
{
  g_autoptr (ChattyTurn) begun = g_steal_pointer (&self->live->begun);

  if (begun == NULL)
    return;
  for (guint i = self->live->first; i < self->entries->len; i++)
    {
      ChattyTurnSegmentEntry *entry = chatty_turn_segments_get_entry (self, i);

      chatty_turn_unref (entry->turn);
      chatty_turn_unref (entry->whole);
      entry->turn = chatty_turn_ref (begun);
      entry->whole = chatty_turn_ref (begun);
      chatty_turn_segments_refresh_row (self, i);
    }
  /* Its thoughts are in the first row, what it rests on is under the last. */
  chatty_turn_segments_tell_row (self, self->live->first);
}

/* Cuts what was added to the live text. */
static void
grow (ChattyTurnSegments *self)
{
  Live *live = self->live;
  g_autoptr (GArray) pieces = chatty_turn_pieces_new ();
  guint open = self->entries->len - 1;

  exchange_begun (self);
  chatty_turn_cutter_feed (live->cutter, live->text->str, live->text->len, pieces);
  for (guint i = 0; i < pieces->len; i++)
    {
      ChattyTurnSegmentEntry *last = chatty_turn_segments_get_entry (self, self->entries->len - 1);
      ChattyTurnSegmentEntry next = new_live_entry (last->turn, last->number);

      close_row (self, last, &g_array_index (pieces, ChattyTurnPiece, i));
      g_array_append_val (self->entries, next);
    }
  open_row (self, chatty_turn_segments_get_entry (self, self->entries->len - 1));

  chatty_turn_segments_forget_snapshot (self);
  chatty_turn_segments_refresh_row (self, open);
  if (pieces->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), open + 1, 0, pieces->len);
  chatty_turn_segments_tell_row (self, open);
}

static void grow_in_time (ChattyTurnSegments *self);

static gboolean
grow_cb (gpointer user_data)
{
  ChattyTurnSegments *self = user_data;

  self->live->source = 0;
  grow_in_time (self);

  return G_SOURCE_REMOVE;
}

/* Laying out and drawing costs by the step, not by the letter: more steps than
 * an eye can tell apart would be for nothing. */
static void
grow_in_time (ChattyTurnSegments *self)
{
  Live *live = self->live;
  gint64 now = g_get_monotonic_time ();
  gint64 pace = self->pace * 1000;
  gint64 left;

  if (live->source != 0)
    return;

  if (live->text->len - live->grown_to > FAST_BYTES)
    pace *= 2;
  left = live->grown_at + pace - now;
  if (self->pace > 0 && left > 0)
    {
      live->source = g_timeout_add (left / 1000 + 1, grow_cb, self);
    }
  else
    {
      live->grown_at = now;
      live->grown_to = live->text->len;
      grow (self);
    }
}

static gboolean
is_same_text (const char *a,
              const char *b)
{
  return a == b || (a != NULL && b != NULL && g_str_equal (a, b));
}

static gboolean
is_same_row (const ChattyTurnSegmentEntry *a,
             const ChattyTurnSegmentEntry *b)
{
  return a->offset == b->offset && a->length == b->length && a->is_last == b->is_last &&
         is_same_text (a->prefix, b->prefix) && is_same_text (a->suffix, b->suffix) &&
         is_same_text (a->text, b->text);
}

/* Puts other words in the rows of the live turn, which stay where they are. */
static void
rewrite (ChattyTurnSegments *self,
         const char         *text,
         gsize               length)
{
  Live *live = self->live;
  g_autoptr (GArray) pieces = chatty_turn_pieces_new ();
  g_autoptr (GArray) rows = chatty_turn_entries_new (0);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (ChattyTurn) begun = chatty_turn_ref (chatty_turn_segments_get_entry (self, live->first)->turn);
  guint number = chatty_turn_segments_get_entry (self, live->first)->number;
  guint n_old = self->entries->len - live->first;
  guint n_kept;

  /* The row that was open keeps its words in case that it goes. */
  chatty_turn_segments_get_entry (self, self->entries->len - 1)->text =
    g_ref_string_new_len (live->text->str + chatty_turn_segments_get_entry (self, self->entries->len - 1)->offset,
                                               chatty_turn_segments_get_entry (self, self->entries->len - 1)->length);
  chatty_turn_segments_refresh_row (self, self->entries->len - 1);

  g_clear_handle_id (&live->source, g_source_remove);
  live->grown_to = 0;
  g_string_truncate (live->text, 0);
  g_string_append_len (live->text, text, length);
  g_string_truncate (live->pending, 0);
  chatty_turn_cutter_free (live->cutter);
  live->cutter = chatty_turn_cutter_new ();
  chatty_turn_cutter_feed (live->cutter, live->text->str, live->text->len, pieces);

  for (guint i = 0; i <= pieces->len; i++)
    {
      ChattyTurnSegmentEntry row = new_live_entry (begun, number);

      if (i < pieces->len)
        close_row (self, &row, &g_array_index (pieces, ChattyTurnPiece, i));
      else
        open_row (self, &row);
      g_array_append_val (rows, row);
    }

  n_kept = MIN (n_old, rows->len);
  for (guint i = 0; i < n_kept; i++)
    {
      ChattyTurnSegmentEntry *old = chatty_turn_segments_get_entry (self, live->first + i);
      ChattyTurnSegmentEntry *new = &g_array_index (rows, ChattyTurnSegmentEntry, i);
      ChattyTurnSegmentEntry swap;
      guint position = live->first + i;

      if (new->text != NULL && is_same_row (old, new))
        continue;
      swap = *old;
      *old = *new;
      *new = swap;
      chatty_turn_segments_refresh_row (self, position);
      g_array_append_val (changed, position);
    }
  g_array_remove_range (rows, 0, n_kept);
  chatty_turn_segments_forget_snapshot (self);
  chatty_turn_segments_splice (self, live->first + n_kept, self->entries->len, rows);
  for (guint i = 0; i < changed->len; i++)
    chatty_turn_segments_tell_row (self, g_array_index (changed, guint, i));
}

/* Makes sure that the live text is valid, also where a letter is cut in two.
 * Returns: whether anything was added */
static gboolean
append_live (Live       *live,
             const char *delta,
             gsize       length)
{
  const char *end;

  g_string_append_len (live->pending, delta, length);
  if (g_utf8_validate_len (live->pending->str, live->pending->len, &end))
    {
      g_string_append_len (live->text, live->pending->str, live->pending->len);
      g_string_truncate (live->pending, 0);
    }
  else
    {
      gsize valid = end - live->pending->str;
      gsize left = live->pending->len - valid;

      if (left < MAX_UTF8_BYTES && g_utf8_get_char_validated (end, left) == (gunichar) -2)
        {
          g_string_append_len (live->text, live->pending->str, valid);
          g_string_erase (live->pending, 0, valid);
          return valid > 0;
        }
      else
        {
          g_autofree char *clean = g_utf8_make_valid (live->pending->str, live->pending->len);

          g_string_append (live->text, clean);
          g_string_truncate (live->pending, 0);
        }
    }

  return TRUE;
}

void
chatty_turn_live_free (Live *live)
{
  g_clear_handle_id (&live->source, g_source_remove);
  g_clear_pointer (&live->begun, chatty_turn_unref);
  g_string_free (live->text, TRUE);
  g_string_free (live->pending, TRUE);
  chatty_turn_cutter_free (live->cutter);
  g_free (live);
}

/* Its rows lie so many further down now. */
void
chatty_turn_live_move (Live *live,
                       int   rows)
{
  live->first += rows;
}

/* The text of the live turn so far, or "". */
const char *
chatty_turn_segments_get_live (ChattyTurnSegments *self)
{
  return self->live != NULL ? self->live->text->str : "";
}

/**
 * chatty_turn_segments_begin_live:
 * @begun: who says it, when; its text is not shown
 *
 * Adds a turn that is about to be written.
 */
void
chatty_turn_segments_begin_live (ChattyTurnSegments *self,
                                 ChattyTurn         *begun)
{
  g_autoptr (GArray) added = NULL;
  ChattyTurnSegmentEntry entry;
  guint number;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (begun != NULL);
  g_return_if_fail (self->live == NULL);

  chatty_turn_segments_leave_branches (self);
  number = self->turns->len;
  added = chatty_turn_entries_new (1);
  g_ptr_array_add (self->turns, chatty_turn_ref (begun));
  self->live = g_new0 (Live, 1);
  self->live->text = g_string_new (NULL);
  self->live->pending = g_string_new (NULL);
  self->live->cutter = chatty_turn_cutter_new ();
  self->live->first = self->entries->len;
  entry = new_live_entry (begun, number);
  g_array_append_val (added, entry);
  chatty_turn_segments_splice (self, self->entries->len, self->entries->len, added);
  chatty_turn_segments_tell_turn_before (self, number);
}

/**
 * chatty_turn_segments_set_live_turn:
 * @begun: the live turn with what came beside its text: thoughts and sources
 */
void
chatty_turn_segments_set_live_turn (ChattyTurnSegments *self,
                                    ChattyTurn         *begun)
{
  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (self->live != NULL);
  g_return_if_fail (begun != NULL);

  g_clear_pointer (&self->live->begun, chatty_turn_unref);
  self->live->begun = chatty_turn_ref (begun);
  grow_in_time (self);
}

/**
 * chatty_turn_segments_feed_live:
 * @delta: what comes next of the live turn's Markdown, UTF-8, cut anywhere
 * @length: bytes
 */
void
chatty_turn_segments_feed_live (ChattyTurnSegments *self,
                                const char         *delta,
                                gsize               length)
{
  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (self->live != NULL);
  g_return_if_fail (delta != NULL || length == 0);

  if (length > 0 && append_live (self->live, delta, length))
    grow_in_time (self);
}

/**
 * chatty_turn_segments_set_pace:
 * @milliseconds: 0 at first
 *
 * Lets the rows of a live turn change at most so often.
 */
void
chatty_turn_segments_set_pace (ChattyTurnSegments *self,
                               guint               milliseconds)
{
  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));

  self->pace = milliseconds;
}

/**
 * chatty_turn_segments_replace_live:
 * @text: all of the live turn's Markdown so far
 *
 * Says that what came is another. Rows that begin as before stay as they are.
 */
void
chatty_turn_segments_replace_live (ChattyTurnSegments *self,
                                   const char         *text)
{
  gsize length, known;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (self->live != NULL);
  g_return_if_fail (text != NULL);

  length = strlen (text);
  known = self->live->text->len;
  if (length >= known && memcmp (text, self->live->text->str, known) == 0)
    {
      g_string_truncate (self->live->pending, 0);
      chatty_turn_segments_feed_live (self, text + known, length - known);
    }
  else
    {
      g_autofree char *clean = g_utf8_make_valid (text, length);

      rewrite (self, clean, strlen (clean));
    }
}

/**
 * chatty_turn_segments_end_live:
 * @finished: the turn as it is kept
 *
 * Puts a whole turn in the place of the live one. Where it says what was
 * written, the rows stay as they are.
 */
void
chatty_turn_segments_end_live (ChattyTurnSegments *self,
                               ChattyTurn         *finished)
{
  ChattyTurnSegmentEntry *last;
  guint number;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (finished != NULL);

  if (self->live == NULL)
    {
      chatty_turn_segments_append_turn (self, finished);
      return;
    }

  chatty_turn_segments_replace_live (self, chatty_turn_get_text (finished));
  g_clear_handle_id (&self->live->source, g_source_remove);
  grow (self);
  last = chatty_turn_segments_get_entry (self, self->entries->len - 1);
  last->length = self->live->text->len - last->offset;

  number = self->turns->len - 1;
  chatty_turn_segments_exchange_turn (self, number, finished);
  g_clear_pointer (&self->live, chatty_turn_live_free);
  chatty_turn_segments_settle (self);
}

/**
 * chatty_turn_segments_is_live:
 *
 * Returns: whether the last turn is still being written
 */
gboolean
chatty_turn_segments_is_live (ChattyTurnSegments *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), FALSE);

  return self->live != NULL;
}

/**
 * chatty_turn_segments_dup_live_text:
 *
 * Returns: (transfer full) (nullable): what there is of the live turn; %NULL
 *   if there is none
 */
char *
chatty_turn_segments_dup_live_text (ChattyTurnSegments *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);

  return self->live != NULL ? g_strndup (self->live->text->str, self->live->text->len) : NULL;
}

