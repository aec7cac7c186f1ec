/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-segment-private.h"

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTurnSegment, chatty_turn_segment, G_TYPE_OBJECT)

static void
chatty_turn_segment_dispose (GObject *object)
{
  ChattyTurnSegment *self = CHATTY_TURN_SEGMENT (object);

  if (self->list != NULL)
    {
      chatty_turn_segments_forget (self->list, self);
      g_clear_object (&self->list);
    }

  G_OBJECT_CLASS (chatty_turn_segment_parent_class)->dispose (object);
}

static void
chatty_turn_segment_finalize (GObject *object)
{
  ChattyTurnSegment *self = CHATTY_TURN_SEGMENT (object);

  chatty_turn_segment_entry_clear (&self->entry);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);

  G_OBJECT_CLASS (chatty_turn_segment_parent_class)->finalize (object);
}

static void
chatty_turn_segment_class_init (ChattyTurnSegmentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_turn_segment_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_segment_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_turn_segment_init (ChattyTurnSegment *self)
{
}

/* Makes @into, whatever it was before, hold what @from holds. */
void
chatty_turn_segment_entry_copy (ChattyTurnSegmentEntry       *into,
                                const ChattyTurnSegmentEntry *from)
{
  *into = *from;
  into->turn = chatty_turn_ref (from->turn);
  into->whole = chatty_turn_ref (from->whole);
  if (from->text != NULL)
    g_ref_string_acquire (from->text);
  if (from->prefix != NULL)
    g_ref_string_acquire (from->prefix);
  if (from->suffix != NULL)
    g_ref_string_acquire (from->suffix);
}

void
chatty_turn_segment_entry_clear (ChattyTurnSegmentEntry *entry)
{
  g_clear_pointer (&entry->turn, chatty_turn_unref);
  g_clear_pointer (&entry->whole, chatty_turn_unref);
  g_clear_pointer (&entry->text, g_ref_string_release);
  g_clear_pointer (&entry->prefix, g_ref_string_release);
  g_clear_pointer (&entry->suffix, g_ref_string_release);
}

void
chatty_turn_segment_set_entry (ChattyTurnSegment            *self,
                               const ChattyTurnSegmentEntry *entry)
{
  ChattyTurnSegmentEntry old = self->entry;

  chatty_turn_segment_entry_copy (&self->entry, entry);
  chatty_turn_segment_entry_clear (&old);
}

void
chatty_turn_segment_tell (ChattyTurnSegment *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * chatty_turn_segment_get_transcript:
 *
 * Returns: (transfer none): the whole that it is a part of; without the turns
 *   that were added to the list since
 */
const ChattyTranscript *
chatty_turn_segment_get_transcript (ChattyTurnSegment *self)
{
  return self->transcript;
}

/**
 * chatty_turn_segment_get_position:
 *
 * Returns: its place in the list that it was taken from
 */
guint
chatty_turn_segment_get_position (ChattyTurnSegment *self)
{
  return self->position;
}

/**
 * chatty_turn_segment_get_number:
 *
 * Returns: the number of its turn among those that are shown, from 0; that in
 *   the conversation where it is not chatty_turn_segment_is_aside()
 */
guint
chatty_turn_segment_get_number (ChattyTurnSegment *self)
{
  return self->entry.number;
}

/**
 * chatty_turn_segment_get_turn:
 *
 * Returns: (transfer none): the turn, or the alternate that was chosen; while
 *   it is being written a turn without its text
 */
ChattyTurn *
chatty_turn_segment_get_turn (ChattyTurnSegment *self)
{
  return self->entry.turn;
}

/**
 * chatty_turn_segment_get_previous:
 *
 * Returns: (transfer none) (nullable): the turn that is shown before its turn
 */
ChattyTurn *
chatty_turn_segment_get_previous (ChattyTurnSegment *self)
{
  if (self->list == NULL || self->entry.number == 0)
    return NULL;

  return chatty_turn_segments_get_shown (self->list, self->entry.number - 1);
}

/**
 * chatty_turn_segment_get_n_choices:
 *
 * Returns: 1 for a turn without alternates, else 1 more than it has
 */
guint
chatty_turn_segment_get_n_choices (ChattyTurnSegment *self)
{
  return 1 + chatty_turn_get_n_alternates (self->entry.whole);
}

/**
 * chatty_turn_segment_get_choice:
 *
 * Returns: 0 for the turn itself, else 1 more than the number of its alternate
 */
guint
chatty_turn_segment_get_choice (ChattyTurnSegment *self)
{
  return self->entry.choice;
}

static gint64
get_choice_time (const ChattyTurn *whole,
                 guint             choice)
{
  return chatty_turn_get_time (choice == 0 ? whole : chatty_turn_get_alternate (whole, choice - 1));
}

static int
compare_choices (gconstpointer a,
                 gconstpointer b,
                 gpointer      whole)
{
  gint64 x = get_choice_time (whole, *(const guint *) a);
  gint64 y = get_choice_time (whole, *(const guint *) b);

  return (x > y) - (x < y);
}

/**
 * chatty_turn_segment_list_choices:
 *
 * The choices in the order in which they came, which stays the same when
 * another one becomes the turn itself. Where that is not known of all, they come
 * as the turn has them.
 *
 * Returns: (transfer full) (element-type guint): as chatty_turn_segment_get_choice()
 *   counts them
 */
GArray *
chatty_turn_segment_list_choices (ChattyTurnSegment *self)
{
  guint n = chatty_turn_segment_get_n_choices (self);
  GArray *choices = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);
  gboolean is_known = TRUE;

  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (choices, i);
      is_known = is_known && get_choice_time (self->entry.whole, i) != CHATTY_TIME_NONE;
    }
  if (is_known)
    g_array_sort_with_data (choices, compare_choices, self->entry.whole);
  return choices;
}

/**
 * chatty_turn_segment_is_first:
 *
 * Returns: whether its turn begins here
 */
gboolean
chatty_turn_segment_is_first (ChattyTurnSegment *self)
{
  return self->entry.is_first;
}

/**
 * chatty_turn_segment_is_last:
 *
 * Returns: whether its turn ends here
 */
gboolean
chatty_turn_segment_is_last (ChattyTurnSegment *self)
{
  return self->entry.is_last;
}

/**
 * chatty_turn_segment_is_live:
 *
 * Returns: whether its turn is still being written
 */
gboolean
chatty_turn_segment_is_live (ChattyTurnSegment *self)
{
  return self->entry.is_live;
}

/**
 * chatty_turn_segment_is_aside:
 *
 * Returns: whether it is an alternate, or followed one
 */
gboolean
chatty_turn_segment_is_aside (ChattyTurnSegment *self)
{
  return self->entry.is_aside;
}

/**
 * chatty_turn_segment_ends_list:
 *
 * Returns: whether no turn is shown after its own
 */
gboolean
chatty_turn_segment_ends_list (ChattyTurnSegment *self)
{
  return self->list != NULL &&
         self->entry.number + 1 == chatty_turn_segments_get_n_shown (self->list);
}

/**
 * chatty_turn_segment_get_text:
 * @length: (out): bytes
 *
 * Returns: (transfer none): its part of the turn's text, not terminated; valid
 *   until the main loop is run
 */
const char *
chatty_turn_segment_get_text (ChattyTurnSegment *self,
                              gsize             *length)
{
  *length = self->entry.length;
  if (self->entry.is_live && self->entry.text == NULL && self->list != NULL)
    return chatty_turn_segments_get_live (self->list) + self->entry.offset;

  return chatty_turn_segment_entry_get_text (&self->entry);
}

/**
 * chatty_turn_segment_get_offset:
 * @prefix: (out): bytes of chatty_turn_segment_dup_markdown() before its part
 *   of the text
 *
 * Returns: bytes of the turn's text before its part
 */
gsize
chatty_turn_segment_get_offset (ChattyTurnSegment *self,
                                gsize             *prefix)
{
  *prefix = self->entry.prefix != NULL ? g_ref_string_length (self->entry.prefix) : 0;
  return self->entry.offset;
}

static char *
join (const ChattyTurnSegmentEntry *entry,
      const char                   *piece)
{
  gsize before = entry->prefix != NULL ? g_ref_string_length (entry->prefix) : 0;
  gsize after = entry->suffix != NULL ? g_ref_string_length (entry->suffix) : 0;
  char *text = g_malloc (before + entry->length + after + 1);

  if (before > 0)
    memcpy (text, entry->prefix, before);
  memcpy (text + before, piece, entry->length);
  if (after > 0)
    memcpy (text + before + entry->length, entry->suffix, after);
  text[before + entry->length + after] = '\0';

  return text;
}

/**
 * chatty_turn_segment_dup_markdown:
 *
 * Returns: (transfer full): its part of the text, made readable by itself: a
 *   fence that was cut is opened and closed
 */
char *
chatty_turn_segment_dup_markdown (ChattyTurnSegment *self)
{
  gsize length;
  const char *text = chatty_turn_segment_get_text (self, &length);

  return join (&self->entry, text);
}

/**
 * chatty_turn_segment_entry_get_text:
 *
 * Returns: (transfer none): its part of the turn's text, not terminated
 */
const char *
chatty_turn_segment_entry_get_text (const ChattyTurnSegmentEntry *entry)
{
  return entry->text != NULL ? entry->text : chatty_turn_get_text (entry->turn) + entry->offset;
}

/**
 * chatty_turn_segment_entry_dup_markdown:
 *
 * Returns: (transfer full): as chatty_turn_segment_dup_markdown(). Any thread
 */
char *
chatty_turn_segment_entry_dup_markdown (const ChattyTurnSegmentEntry *entry)
{
  return join (entry, chatty_turn_segment_entry_get_text (entry));
}
