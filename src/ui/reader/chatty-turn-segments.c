/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-cut.h"
#include "chatty-turn-segments.h"

struct _ChattyTurnSegment
{
  GObject parent_instance;

  ChattyTurnSegments *list;      /* keeps transcript alive through it */
  GArray             *entries;   /* as they were when the segment was made */
  guint               position;
};

struct _ChattyTurnSegments
{
  GObject parent_instance;

  ChattyTranscript *transcript;
  GArray           *entries;     /* of ChattyTurnSegmentEntry; never changed, only replaced */
  GHashTable       *alive;       /* position to segment, not owned: the same row is the same object */
};

G_DEFINE_FINAL_TYPE (ChattyTurnSegment, chatty_turn_segment, G_TYPE_OBJECT)

static void chatty_turn_segments_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyTurnSegments, chatty_turn_segments, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      chatty_turn_segments_list_model_init))

static const ChattyTurnSegmentEntry *
get_entry (ChattyTurnSegment *self)
{
  return &g_array_index (self->entries, ChattyTurnSegmentEntry, self->position);
}

static void
chatty_turn_segment_dispose (GObject *object)
{
  ChattyTurnSegment *self = CHATTY_TURN_SEGMENT (object);

  if (self->list != NULL)
    {
      if (g_hash_table_lookup (self->list->alive, GUINT_TO_POINTER (self->position)) == self)
        g_hash_table_remove (self->list->alive, GUINT_TO_POINTER (self->position));
      g_clear_object (&self->list);
    }

  G_OBJECT_CLASS (chatty_turn_segment_parent_class)->dispose (object);
}

static void
chatty_turn_segment_finalize (GObject *object)
{
  ChattyTurnSegment *self = CHATTY_TURN_SEGMENT (object);

  g_clear_pointer (&self->entries, g_array_unref);

  G_OBJECT_CLASS (chatty_turn_segment_parent_class)->finalize (object);
}

static void
chatty_turn_segment_class_init (ChattyTurnSegmentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_turn_segment_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_segment_finalize;
}

static void
chatty_turn_segment_init (ChattyTurnSegment *self)
{
}

/**
 * chatty_turn_segment_get_transcript:
 *
 * Returns: (transfer none): the whole that it is a part of
 */
const ChattyTranscript *
chatty_turn_segment_get_transcript (ChattyTurnSegment *self)
{
  return self->list->transcript;
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
 * Returns: the number of its turn in the transcript, from 0
 */
guint
chatty_turn_segment_get_number (ChattyTurnSegment *self)
{
  return get_entry (self)->number;
}

/**
 * chatty_turn_segment_get_turn:
 *
 * Returns: (transfer none): the turn, or the alternate that was chosen
 */
ChattyTurn *
chatty_turn_segment_get_turn (ChattyTurnSegment *self)
{
  return get_entry (self)->turn;
}

/**
 * chatty_turn_segment_get_n_choices:
 *
 * Returns: 1 for a turn without alternates, else 1 more than it has
 */
guint
chatty_turn_segment_get_n_choices (ChattyTurnSegment *self)
{
  ChattyTurn *turn = chatty_transcript_get_turn (self->list->transcript,
                                                 get_entry (self)->number);

  return 1 + chatty_turn_get_n_alternates (turn);
}

/**
 * chatty_turn_segment_get_choice:
 *
 * Returns: 0 for the turn itself, else 1 more than the number of its alternate
 */
guint
chatty_turn_segment_get_choice (ChattyTurnSegment *self)
{
  return get_entry (self)->choice;
}

/**
 * chatty_turn_segment_is_first:
 *
 * Returns: whether its turn begins here
 */
gboolean
chatty_turn_segment_is_first (ChattyTurnSegment *self)
{
  return get_entry (self)->offset == 0;
}

/**
 * chatty_turn_segment_is_last:
 *
 * Returns: whether its turn ends here
 */
gboolean
chatty_turn_segment_is_last (ChattyTurnSegment *self)
{
  const ChattyTurnSegmentEntry *entry = get_entry (self);

  return entry->offset + entry->length == chatty_turn_get_length (entry->turn);
}

/**
 * chatty_turn_segment_get_text:
 * @length: (out): bytes
 *
 * Returns: (transfer none): its part of the turn's text, not terminated
 */
const char *
chatty_turn_segment_get_text (ChattyTurnSegment *self,
                              gsize             *length)
{
  const ChattyTurnSegmentEntry *entry = get_entry (self);

  *length = entry->length;
  return chatty_turn_get_text (entry->turn) + entry->offset;
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
  return chatty_turn_segment_entry_dup_markdown (get_entry (self));
}

static void
entry_clear (gpointer data)
{
  ChattyTurnSegmentEntry *entry = data;

  g_clear_pointer (&entry->prefix, g_ref_string_release);
  g_clear_pointer (&entry->suffix, g_ref_string_release);
}

static GArray *
entries_new (guint size)
{
  GArray *entries = g_array_sized_new (FALSE, FALSE, sizeof (ChattyTurnSegmentEntry), size);

  g_array_set_clear_func (entries, entry_clear);
  return entries;
}

static void
append_turn (GArray     *entries,
             ChattyTurn *turn,
             guint       number,
             guint       choice)
{
  g_autoptr (GArray) pieces = NULL;

  pieces = chatty_turn_cut (chatty_turn_get_text (turn), chatty_turn_get_length (turn));
  for (guint i = 0; i < pieces->len; i++)
    {
      ChattyTurnPiece *piece = &g_array_index (pieces, ChattyTurnPiece, i);
      ChattyTurnSegmentEntry entry = { turn, number, choice, piece->offset, piece->length,
                                       g_steal_pointer (&piece->prefix),
                                       g_steal_pointer (&piece->suffix) };

      g_array_append_val (entries, entry);
    }
}

static void
append_copies (GArray *into,
               GArray *from,
               guint   start,
               guint   end)
{
  for (guint i = start; i < end; i++)
    {
      ChattyTurnSegmentEntry entry = g_array_index (from, ChattyTurnSegmentEntry, i);

      if (entry.prefix != NULL)
        g_ref_string_acquire (entry.prefix);
      if (entry.suffix != NULL)
        g_ref_string_acquire (entry.suffix);
      g_array_append_val (into, entry);
    }
}

/* The segments that somebody holds stay the same objects where they only
 * moved; those of the turn that changed are let go of as they are. */
static void
move_alive (ChattyTurnSegments *self,
            guint               start,
            guint               end,
            guint               added)
{
  g_autoptr (GHashTable) old = g_steal_pointer (&self->alive);
  GHashTableIter iter;
  gpointer value;

  self->alive = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ChattyTurnSegment *segment = value;

      if (segment->position >= start && segment->position < end)
        continue;
      if (segment->position >= end)
        segment->position += added - (end - start);
      g_array_unref (segment->entries);
      segment->entries = g_array_ref (self->entries);
      g_hash_table_insert (self->alive, GUINT_TO_POINTER (segment->position), segment);
    }
}

static GType
chatty_turn_segments_get_item_type (GListModel *model)
{
  return CHATTY_TYPE_TURN_SEGMENT;
}

static guint
chatty_turn_segments_get_n_items (GListModel *model)
{
  return CHATTY_TURN_SEGMENTS (model)->entries->len;
}

static gpointer
chatty_turn_segments_get_item (GListModel *model,
                               guint       position)
{
  ChattyTurnSegments *self = CHATTY_TURN_SEGMENTS (model);
  ChattyTurnSegment *segment;

  if (position >= self->entries->len)
    return NULL;

  segment = g_hash_table_lookup (self->alive, GUINT_TO_POINTER (position));
  if (segment != NULL)
    return g_object_ref (segment);

  segment = g_object_new (CHATTY_TYPE_TURN_SEGMENT, NULL);
  segment->list = g_object_ref (self);
  segment->entries = g_array_ref (self->entries);
  segment->position = position;
  g_hash_table_insert (self->alive, GUINT_TO_POINTER (position), segment);

  return segment;
}

static void
chatty_turn_segments_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = chatty_turn_segments_get_item_type;
  iface->get_n_items = chatty_turn_segments_get_n_items;
  iface->get_item = chatty_turn_segments_get_item;
}

static void
chatty_turn_segments_finalize (GObject *object)
{
  ChattyTurnSegments *self = CHATTY_TURN_SEGMENTS (object);

  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_hash_table_unref (self->alive);

  G_OBJECT_CLASS (chatty_turn_segments_parent_class)->finalize (object);
}

static void
chatty_turn_segments_class_init (ChattyTurnSegmentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_segments_finalize;
}

static void
chatty_turn_segments_init (ChattyTurnSegments *self)
{
  self->alive = g_hash_table_new (NULL, NULL);
}

/**
 * chatty_turn_segments_new:
 *
 * Cuts the long turns of a transcript. Blocking: for a worker where the
 * transcript may be long.
 *
 * Returns: (transfer full): a list that keeps the transcript
 */
ChattyTurnSegments *
chatty_turn_segments_new (ChattyTranscript *transcript)
{
  ChattyTurnSegments *self;
  guint n_turns;

  g_return_val_if_fail (transcript != NULL, NULL);

  n_turns = chatty_transcript_get_n_turns (transcript);
  self = g_object_new (CHATTY_TYPE_TURN_SEGMENTS, NULL);
  self->transcript = chatty_transcript_ref (transcript);
  self->entries = entries_new (n_turns);
  for (guint i = 0; i < n_turns; i++)
    append_turn (self->entries, chatty_transcript_get_turn (transcript, i), i, 0);

  return self;
}

/**
 * chatty_turn_segments_get_transcript:
 *
 * Returns: (transfer none): what it was made of
 */
ChattyTranscript *
chatty_turn_segments_get_transcript (ChattyTurnSegments *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);

  return self->transcript;
}

/**
 * chatty_turn_segments_find_turn:
 * @turn: the number of a turn, from 0
 *
 * Returns: where its first segment is; one past the end if there is none
 */
guint
chatty_turn_segments_find_turn (ChattyTurnSegments *self,
                                guint               turn)
{
  guint low = 0, high;

  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), 0);

  high = self->entries->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, ChattyTurnSegmentEntry, middle).number < turn)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * chatty_turn_segments_choose:
 * @turn: the number of a turn
 * @choice: 0 for the turn itself, else 1 more than the number of its alternate
 *
 * Shows another alternate of a turn.
 */
void
chatty_turn_segments_choose (ChattyTurnSegments *self,
                             guint               turn,
                             guint               choice)
{
  GArray *entries;
  ChattyTurn *shown;
  guint start, end, added;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (turn < chatty_transcript_get_n_turns (self->transcript));

  shown = chatty_transcript_get_turn (self->transcript, turn);
  g_return_if_fail (choice <= chatty_turn_get_n_alternates (shown));

  if (choice > 0)
    shown = chatty_turn_get_alternate (shown, choice - 1);

  start = chatty_turn_segments_find_turn (self, turn);
  end = chatty_turn_segments_find_turn (self, turn + 1);

  entries = entries_new (self->entries->len);
  append_copies (entries, self->entries, 0, start);
  append_turn (entries, shown, turn, choice);
  added = entries->len - start;
  append_copies (entries, self->entries, end, self->entries->len);

  g_array_unref (self->entries);
  self->entries = entries;
  move_alive (self, start, end, added);

  g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, added);
}

/**
 * chatty_turn_segments_ref_entries:
 *
 * Returns: (transfer full) (element-type ChattyTurnSegmentEntry): what the
 *   list holds now; it never changes, so that a worker can read it while
 *   somebody keeps the transcript
 */
GArray *
chatty_turn_segments_ref_entries (ChattyTurnSegments *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);

  return g_array_ref (self->entries);
}

/**
 * chatty_turn_segment_entry_dup_markdown:
 *
 * Returns: (transfer full): as chatty_turn_segment_dup_markdown()
 */
char *
chatty_turn_segment_entry_dup_markdown (const ChattyTurnSegmentEntry *entry)
{
  gsize before = entry->prefix != NULL ? g_ref_string_length (entry->prefix) : 0;
  gsize after = entry->suffix != NULL ? g_ref_string_length (entry->suffix) : 0;
  char *text = g_malloc (before + entry->length + after + 1);

  if (before > 0)
    memcpy (text, entry->prefix, before);
  memcpy (text + before, chatty_turn_get_text (entry->turn) + entry->offset, entry->length);
  if (after > 0)
    memcpy (text + before + entry->length, entry->suffix, after);
  text[before + entry->length + after] = '\0';

  return text;
}
