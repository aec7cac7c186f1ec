/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: what is added and what is exchanged are all changes of one
 * array, and each has to tell its rows in the right order. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-cut.h"
#include "chatty-turn-segments-private.h"

enum {
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void chatty_turn_segments_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyTurnSegments, chatty_turn_segments, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      chatty_turn_segments_list_model_init))

ChattyTurnSegmentEntry *
chatty_turn_segments_get_entry (ChattyTurnSegments *self,
                                guint               position)
{
  return &g_array_index (self->entries, ChattyTurnSegmentEntry, position);
}

static void
entry_clear (gpointer data)
{
  chatty_turn_segment_entry_clear (data);
}

GArray *
chatty_turn_entries_new (guint size)
{
  GArray *entries = g_array_sized_new (FALSE, FALSE, sizeof (ChattyTurnSegmentEntry), size);

  g_array_set_clear_func (entries, entry_clear);
  return entries;
}

static void
branch_clear (gpointer data)
{
  Branch *branch = data;

  chatty_turn_unref (branch->alternate);
}

static const Branch *
get_last_branch (ChattyTurnSegments *self,
                 guint               number)
{
  for (guint i = self->branches->len; i > 0; i--)
    {
      const Branch *branch = &g_array_index (self->branches, Branch, i - 1);

      if (branch->at < number)
        return branch;
    }

  return NULL;
}

/* The turn with its alternates. */
static ChattyTurn *
get_whole (ChattyTurnSegments *self,
           guint               number)
{
  const Branch *branch = get_last_branch (self, number);

  return branch != NULL ? chatty_turn_get_following (branch->alternate, number - branch->at - 1)
                        : g_ptr_array_index (self->turns, number);
}

static ChattyTurnSegment *
get_alive (ChattyTurnSegments *self,
           guint               position)
{
  return g_hash_table_lookup (self->alive, GUINT_TO_POINTER (position));
}

/* Lets a row that somebody holds know what became of it. */
void
chatty_turn_segments_refresh_row (ChattyTurnSegments *self,
                                  guint               position)
{
  ChattyTurnSegment *segment = get_alive (self, position);

  if (segment != NULL)
    chatty_turn_segment_set_entry (segment, chatty_turn_segments_get_entry (self, position));
}

void
chatty_turn_segments_tell_row (ChattyTurnSegments *self,
                               guint               position)
{
  ChattyTurnSegment *segment = get_alive (self, position);

  if (segment != NULL)
    chatty_turn_segment_tell (segment);
}

void
chatty_turn_segments_forget_snapshot (ChattyTurnSegments *self)
{
  g_clear_pointer (&self->snapshot, g_array_unref);
}

static void
append_turn (GArray     *entries,
             ChattyTurn *whole,
             guint       number,
             guint       choice,
             gboolean    is_aside)
{
  ChattyTurn *turn = choice == 0 ? whole : chatty_turn_get_alternate (whole, choice - 1);
  g_autoptr (GArray) pieces = NULL;

  pieces = chatty_turn_cut (chatty_turn_get_text (turn), chatty_turn_get_length (turn));
  for (guint i = 0; i < pieces->len; i++)
    {
      ChattyTurnPiece *piece = &g_array_index (pieces, ChattyTurnPiece, i);
      ChattyTurnSegmentEntry entry = {
        .turn = chatty_turn_ref (turn),
        .whole = chatty_turn_ref (whole),
        .number = number,
        .choice = choice,
        .offset = piece->offset,
        .length = piece->length,
        .prefix = g_steal_pointer (&piece->prefix),
        .suffix = g_steal_pointer (&piece->suffix),
        .is_first = i == 0,
        .is_last = i + 1 == pieces->len,
        .is_aside = is_aside,
      };

      g_array_append_val (entries, entry);
    }
}

/* A row that is gone keeps its own words, for those who still hold it. */
static void
detach (ChattyTurnSegments *self,
        ChattyTurnSegment  *segment)
{
  if (segment->entry.is_live && segment->entry.text == NULL && self->live != NULL)
    segment->entry.text = g_ref_string_new_len (chatty_turn_segments_get_live (self) + segment->entry.offset,
                                                segment->entry.length);
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
        {
          detach (self, segment);
          continue;
        }
      if (segment->position >= end)
        segment->position += added - (end - start);
      g_hash_table_insert (self->alive, GUINT_TO_POINTER (segment->position), segment);
    }
}

/* Puts @added, which is emptied, in the place of the rows from @start to @end. */
void
chatty_turn_segments_splice (ChattyTurnSegments *self,
                             guint               start,
                             guint               end,
                             GArray             *added)
{
  guint n_added = added->len;

  if (start == end && n_added == 0)
    return;

  if (start < end || end < self->entries->len)
    move_alive (self, start, end, n_added);
  if (end > start)
    g_array_remove_range (self->entries, start, end - start);
  if (n_added > 0)
    g_array_insert_vals (self->entries, start, added->data, n_added);
  g_array_set_clear_func (added, NULL);
  g_array_set_size (added, 0);
  chatty_turn_segments_forget_snapshot (self);

  g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, n_added);
}

static guint
find_last_row (ChattyTurnSegments *self,
               guint               number)
{
  return chatty_turn_segments_find_turn (self, number + 1) - 1;
}

/* What can be done with the last turn is told by that there is none after it. */
void
chatty_turn_segments_tell_turn_before (ChattyTurnSegments *self,
                                       guint               number)
{
  if (number > 0 && number <= chatty_turn_segments_get_n_shown (self))
    chatty_turn_segments_tell_row (self, find_last_row (self, number - 1));
}

/* Shows the turns from @number on anew, which is no turn of a branch that is
 * to be left. */
static void
show_from (ChattyTurnSegments *self,
           guint               number,
           guint               choice)
{
  guint start = chatty_turn_segments_find_turn (self, number);
  guint n_shown = chatty_turn_segments_get_n_shown (self);
  g_autoptr (GArray) added = chatty_turn_entries_new (0);

  for (guint i = number; i < n_shown; i++)
    append_turn (added, get_whole (self, i), i, i == number ? choice : 0,
                 (i == number && choice > 0) || get_last_branch (self, i) != NULL);
  chatty_turn_segments_splice (self, start, self->entries->len, added);
  chatty_turn_segments_tell_turn_before (self, number);
}

/* Goes back to the conversation as it stands. */
void
chatty_turn_segments_leave_branches (ChattyTurnSegments *self)
{
  guint at;

  if (self->branches->len == 0)
    return;

  at = g_array_index (self->branches, Branch, 0).at;
  g_array_set_size (self->branches, 0);
  show_from (self, at, 0);
}

void
chatty_turn_segments_settle (ChattyTurnSegments *self)
{
  g_signal_emit (self, signals[SETTLED], 0);
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

  segment = get_alive (self, position);
  if (segment != NULL)
    return g_object_ref (segment);

  segment = g_object_new (CHATTY_TYPE_TURN_SEGMENT, NULL);
  segment->list = g_object_ref (self);
  segment->transcript = chatty_transcript_ref (self->transcript);
  segment->position = position;
  chatty_turn_segment_entry_copy (&segment->entry, chatty_turn_segments_get_entry (self, position));
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

  g_clear_pointer (&self->live, chatty_turn_live_free);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->branches, g_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  chatty_turn_segments_forget_snapshot (self);
  g_hash_table_unref (self->alive);

  G_OBJECT_CLASS (chatty_turn_segments_parent_class)->finalize (object);
}

static void
chatty_turn_segments_class_init (ChattyTurnSegmentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_segments_finalize;

  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_turn_segments_init (ChattyTurnSegments *self)
{
  self->alive = g_hash_table_new (NULL, NULL);
  self->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  self->branches = g_array_new (FALSE, FALSE, sizeof (Branch));
  g_array_set_clear_func (self->branches, branch_clear);
}

/* A segment that nobody holds any more. */
void
chatty_turn_segments_forget (ChattyTurnSegments *self,
                             ChattyTurnSegment  *segment)
{
  if (get_alive (self, segment->position) == segment)
    g_hash_table_remove (self->alive, GUINT_TO_POINTER (segment->position));
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
  self->entries = chatty_turn_entries_new (n_turns);
  for (guint i = 0; i < n_turns; i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      g_ptr_array_add (self->turns, chatty_turn_ref (turn));
      append_turn (self->entries, turn, i, 0, FALSE);
    }

  return self;
}

/**
 * chatty_turn_segments_get_transcript:
 *
 * Returns: (transfer none): what it was made of, without what was added since
 */
ChattyTranscript *
chatty_turn_segments_get_transcript (ChattyTurnSegments *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);

  return self->transcript;
}

/**
 * chatty_turn_segments_dup_current:
 *
 * Returns: (transfer full): the transcript with the turns that were added; a
 *   live one is not in it
 */
ChattyTranscript *
chatty_turn_segments_dup_current (ChattyTurnSegments *self)
{
  ChattyTranscriptBuilder *builder;
  guint n_turns;

  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);

  n_turns = self->turns->len - (self->live != NULL ? 1 : 0);
  builder = chatty_transcript_builder_new_from (self->transcript);
  chatty_transcript_builder_clear_turns (builder);
  for (guint i = 0; i < n_turns; i++)
    chatty_transcript_builder_add_turn (builder, g_ptr_array_index (self->turns, i));

  return chatty_transcript_builder_end (builder);
}

/* Exchanges a turn for one with the same words: the rows stay. */
void
chatty_turn_segments_exchange_turn (ChattyTurnSegments *self,
                                    guint               number,
                                    ChattyTurn         *turn)
{
  guint start = chatty_turn_segments_find_turn (self, number);
  guint end = chatty_turn_segments_find_turn (self, number + 1);

  chatty_turn_unref (g_ptr_array_index (self->turns, number));
  g_ptr_array_index (self->turns, number) = chatty_turn_ref (turn);
  for (guint i = start; i < end; i++)
    {
      ChattyTurnSegmentEntry *entry = chatty_turn_segments_get_entry (self, i);

      chatty_turn_unref (entry->turn);
      chatty_turn_unref (entry->whole);
      entry->turn = chatty_turn_ref (turn);
      entry->whole = chatty_turn_ref (turn);
      g_clear_pointer (&entry->text, g_ref_string_release);
      entry->is_live = FALSE;
      chatty_turn_segments_refresh_row (self, i);
    }
  chatty_turn_segments_forget_snapshot (self);
  for (guint i = start; i < end; i++)
    chatty_turn_segments_tell_row (self, i);
}

static gboolean
is_chosen_itself (ChattyTurnSegments *self,
                  guint               number)
{
  return chatty_turn_segments_get_entry (self, chatty_turn_segments_find_turn (self, number))->choice == 0;
}

/**
 * chatty_turn_segments_update:
 * @transcript: the same conversation as it stands now
 *
 * Shows what has changed in a conversation, such as another branch of it. The
 * rows of turns that say the same stay.
 *
 * Returns: %FALSE, and nothing is done, while a turn is live
 */
gboolean
chatty_turn_segments_update (ChattyTurnSegments *self,
                             ChattyTranscript   *transcript)
{
  g_autoptr (GArray) added = NULL;
  GHashTableIter iter;
  gpointer segment;
  guint n_turns, number, start;

  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), FALSE);
  g_return_val_if_fail (transcript != NULL, FALSE);

  if (self->live != NULL)
    return FALSE;

  chatty_turn_segments_leave_branches (self);
  chatty_transcript_ref (transcript);
  chatty_transcript_unref (self->transcript);
  self->transcript = transcript;
  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, &segment))
    {
      chatty_transcript_unref (((ChattyTurnSegment *) segment)->transcript);
      ((ChattyTurnSegment *) segment)->transcript = chatty_transcript_ref (transcript);
    }

  n_turns = chatty_transcript_get_n_turns (transcript);
  for (number = 0; number < MIN (n_turns, self->turns->len); number++)
    {
      g_autoptr (ChattyTurn) old = chatty_turn_ref (g_ptr_array_index (self->turns, number));
      ChattyTurn *new = chatty_transcript_get_turn (transcript, number);

      if (chatty_turn_equal (old, new))
        continue;
      if (chatty_turn_get_role (old) != chatty_turn_get_role (new) ||
          !g_str_equal (chatty_turn_get_text (old), chatty_turn_get_text (new)) ||
          !is_chosen_itself (self, number))
        break;
      chatty_turn_segments_exchange_turn (self, number, new);
    }

  added = chatty_turn_entries_new (0);
  start = chatty_turn_segments_find_turn (self, number);
  g_ptr_array_set_size (self->turns, number);
  for (guint i = number; i < n_turns; i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      g_ptr_array_add (self->turns, chatty_turn_ref (turn));
      append_turn (added, turn, i, 0, FALSE);
    }
  chatty_turn_segments_splice (self, start, self->entries->len, added);
  chatty_turn_segments_tell_turn_before (self, number);
  chatty_turn_segments_settle (self);

  return TRUE;
}

/**
 * chatty_turn_segments_truncate:
 * @n_turns: how many stay
 *
 * Takes turns away from the end, where others are about to take their place.
 */
void
chatty_turn_segments_truncate (ChattyTurnSegments *self,
                               guint               n_turns)
{
  g_autoptr (GArray) none = NULL;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (self->live == NULL);

  if (n_turns >= self->turns->len)
    return;

  chatty_turn_segments_leave_branches (self);
  none = chatty_turn_entries_new (0);
  g_ptr_array_set_size (self->turns, n_turns);
  chatty_turn_segments_splice (self, chatty_turn_segments_find_turn (self, n_turns), self->entries->len, none);
  chatty_turn_segments_tell_turn_before (self, n_turns);
  chatty_turn_segments_settle (self);
}

/**
 * chatty_turn_segments_append_turn:
 * @turn: what was said
 *
 * Adds a turn to the end. Its cost does not grow with the conversation.
 */
void
chatty_turn_segments_append_turn (ChattyTurnSegments *self,
                                  ChattyTurn         *turn)
{
  g_autoptr (GArray) added = NULL;
  guint number;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (turn != NULL);
  g_return_if_fail (self->live == NULL);

  chatty_turn_segments_leave_branches (self);
  number = self->turns->len;
  added = chatty_turn_entries_new (1);
  g_ptr_array_add (self->turns, chatty_turn_ref (turn));
  append_turn (added, turn, number, 0, FALSE);
  chatty_turn_segments_splice (self, self->entries->len, self->entries->len, added);
  chatty_turn_segments_tell_turn_before (self, number);
  chatty_turn_segments_settle (self);
}

/**
 * chatty_turn_segments_get_n_shown:
 *
 * Returns: how many turns are shown, with a live one
 */
guint
chatty_turn_segments_get_n_shown (ChattyTurnSegments *self)
{
  const Branch *branch;

  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), 0);

  if (self->branches->len == 0)
    return self->turns->len;

  branch = &g_array_index (self->branches, Branch, self->branches->len - 1);
  return branch->at + 1 + chatty_turn_get_n_following (branch->alternate);
}

/**
 * chatty_turn_segments_get_shown:
 * @number: of a turn among those that are shown, from 0
 *
 * Returns: (transfer none): the turn, or the alternate of it that is shown
 */
ChattyTurn *
chatty_turn_segments_get_shown (ChattyTurnSegments *self,
                                guint               number)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);
  g_return_val_if_fail (number < chatty_turn_segments_get_n_shown (self), NULL);

  return chatty_turn_segments_get_entry (self, chatty_turn_segments_find_turn (self, number))->turn;
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

      if (chatty_turn_segments_get_entry (self, middle)->number < turn)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * chatty_turn_segments_choose:
 * @turn: the number of a turn that is shown
 * @choice: 0 for the turn itself, else 1 more than the number of its alternate
 *
 * Shows another alternate of a turn, and what followed it where that is known.
 * What can not be shown while a turn is live is not.
 */
void
chatty_turn_segments_choose (ChattyTurnSegments *self,
                             guint               turn,
                             guint               choice)
{
  g_autoptr (ChattyTurn) alternate = NULL;
  ChattyTurn *whole;
  gboolean leaves = FALSE, enters;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (self));
  g_return_if_fail (turn < chatty_turn_segments_get_n_shown (self));

  whole = get_whole (self, turn);
  g_return_if_fail (choice <= chatty_turn_get_n_alternates (whole));

  if (choice > 0)
    alternate = chatty_turn_ref (chatty_turn_get_alternate (whole, choice - 1));
  enters = alternate != NULL && chatty_turn_get_n_following (alternate) > 0;
  if (enters && self->live != NULL)
    return;

  while (self->branches->len > 0 &&
         g_array_index (self->branches, Branch, self->branches->len - 1).at >= turn)
    {
      g_array_set_size (self->branches, self->branches->len - 1);
      leaves = TRUE;
    }
  if (enters)
    {
      Branch branch = { turn, chatty_turn_ref (alternate) };

      g_array_append_val (self->branches, branch);
    }

  if (leaves || enters)
    {
      show_from (self, turn, choice);
    }
  else
    {
      g_autoptr (GArray) added = chatty_turn_entries_new (1);
      guint start = chatty_turn_segments_find_turn (self, turn);
      guint end = chatty_turn_segments_find_turn (self, turn + 1);
      guint n_added;

      append_turn (added, whole, turn, choice, choice > 0 || get_last_branch (self, turn) != NULL);
      n_added = added->len;
      if (self->live != NULL)
        chatty_turn_live_move (self->live, (int) n_added - (int) (end - start));
      chatty_turn_segments_splice (self, start, end, added);
    }
  chatty_turn_segments_settle (self);
}

/**
 * chatty_turn_segments_get_length:
 * @position: of a segment
 *
 * Returns: how many bytes it shows
 */
gsize
chatty_turn_segments_get_length (ChattyTurnSegments *self,
                                 guint               position)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), 0);
  g_return_val_if_fail (position < self->entries->len, 0);

  return chatty_turn_segments_get_entry (self, position)->length;
}

/**
 * chatty_turn_segments_ref_entries:
 *
 * Returns: (transfer full) (element-type ChattyTurnSegmentEntry): what the
 *   segments are now, for any thread. Never changes
 */
GArray *
chatty_turn_segments_ref_entries (ChattyTurnSegments *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (self), NULL);

  if (self->snapshot == NULL)
    {
      self->snapshot = chatty_turn_entries_new (self->entries->len);
      for (guint i = 0; i < self->entries->len; i++)
        {
          ChattyTurnSegmentEntry copy;

          chatty_turn_segment_entry_copy (&copy, chatty_turn_segments_get_entry (self, i));
          if (copy.is_live && copy.text == NULL)
            copy.text = g_ref_string_new_len (chatty_turn_segments_get_live (self) + copy.offset,
                                              copy.length);
          g_array_append_val (self->snapshot, copy);
        }
    }

  return g_array_ref (self->snapshot);
}
