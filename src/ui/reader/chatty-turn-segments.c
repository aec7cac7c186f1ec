/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: what is added, exchanged and written live are all changes of
 * one array, and each has to tell its rows in the right order. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-cut.h"
#include "chatty-turn-segment-private.h"

#define MAX_UTF8_BYTES 4

/* More than this in one step is faster than anybody reads: twice the time
 * between two steps looks the same, and costs half. */
#define FAST_BYTES 160

/* From the turn after @at on the turns that followed @alternate are shown. */
typedef struct {
  guint       at;
  ChattyTurn *alternate;
} Branch;

typedef struct {
  GString          *text;       /* all of it so far */
  GString          *pending;    /* the first bytes of a letter that was cut */
  ChattyTurnCutter *cutter;
  guint             first;      /* its first row */
  gint64            grown_at;   /* when the rows were made what @text was then */
  gsize             grown_to;   /* how much of it that was */
  guint             source;     /* of the next time */
} Live;

struct _ChattyTurnSegments
{
  GObject parent_instance;

  ChattyTranscript *transcript;
  GPtrArray        *turns;       /* of ChattyTurn: the conversation as it stands */
  GArray           *branches;    /* of Branch, that are looked at instead */
  GArray           *entries;     /* of ChattyTurnSegmentEntry, one a row */
  GArray           *snapshot;    /* what workers were given of them, nullable */
  GHashTable       *alive;       /* position to segment, not owned: the same row is the same object */
  Live             *live;        /* of the last turn, nullable */
  guint             pace;        /* milliseconds between two changes of it */
};

enum {
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void chatty_turn_segments_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyTurnSegments, chatty_turn_segments, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      chatty_turn_segments_list_model_init))

static ChattyTurnSegmentEntry *
get_entry (ChattyTurnSegments *self,
           guint               position)
{
  return &g_array_index (self->entries, ChattyTurnSegmentEntry, position);
}

static void
entry_clear (gpointer data)
{
  chatty_turn_segment_entry_clear (data);
}

static GArray *
entries_new (guint size)
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

static void
live_free (Live *live)
{
  g_clear_handle_id (&live->source, g_source_remove);
  g_string_free (live->text, TRUE);
  g_string_free (live->pending, TRUE);
  chatty_turn_cutter_free (live->cutter);
  g_free (live);
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
static void
refresh_row (ChattyTurnSegments *self,
             guint               position)
{
  ChattyTurnSegment *segment = get_alive (self, position);

  if (segment != NULL)
    chatty_turn_segment_set_entry (segment, get_entry (self, position));
}

static void
tell_row (ChattyTurnSegments *self,
          guint               position)
{
  ChattyTurnSegment *segment = get_alive (self, position);

  if (segment != NULL)
    chatty_turn_segment_tell (segment);
}

static void
forget_snapshot (ChattyTurnSegments *self)
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
    segment->entry.text = g_ref_string_new_len (self->live->text->str + segment->entry.offset,
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
static void
splice (ChattyTurnSegments *self,
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
  forget_snapshot (self);

  g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, n_added);
}

static guint
find_last_row (ChattyTurnSegments *self,
               guint               number)
{
  return chatty_turn_segments_find_turn (self, number + 1) - 1;
}

/* What can be done with the last turn is told by that there is none after it. */
static void
tell_turn_before (ChattyTurnSegments *self,
                  guint               number)
{
  if (number > 0 && number <= chatty_turn_segments_get_n_shown (self))
    tell_row (self, find_last_row (self, number - 1));
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
  g_autoptr (GArray) added = entries_new (0);

  for (guint i = number; i < n_shown; i++)
    append_turn (added, get_whole (self, i), i, i == number ? choice : 0,
                 (i == number && choice > 0) || get_last_branch (self, i) != NULL);
  splice (self, start, self->entries->len, added);
  tell_turn_before (self, number);
}

/* Goes back to the conversation as it stands. */
static void
leave_branches (ChattyTurnSegments *self)
{
  guint at;

  if (self->branches->len == 0)
    return;

  at = g_array_index (self->branches, Branch, 0).at;
  g_array_set_size (self->branches, 0);
  show_from (self, at, 0);
}

static void
settle (ChattyTurnSegments *self)
{
  g_signal_emit (self, signals[SETTLED], 0);
}

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

/* Cuts what was added to the live text. */
static void
grow (ChattyTurnSegments *self)
{
  Live *live = self->live;
  g_autoptr (GArray) pieces = chatty_turn_pieces_new ();
  guint open = self->entries->len - 1;

  chatty_turn_cutter_feed (live->cutter, live->text->str, live->text->len, pieces);
  for (guint i = 0; i < pieces->len; i++)
    {
      ChattyTurnSegmentEntry *last = get_entry (self, self->entries->len - 1);
      ChattyTurnSegmentEntry next = new_live_entry (last->turn, last->number);

      close_row (self, last, &g_array_index (pieces, ChattyTurnPiece, i));
      g_array_append_val (self->entries, next);
    }
  open_row (self, get_entry (self, self->entries->len - 1));

  forget_snapshot (self);
  refresh_row (self, open);
  if (pieces->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), open + 1, 0, pieces->len);
  tell_row (self, open);
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
  g_autoptr (GArray) rows = entries_new (0);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (ChattyTurn) begun = chatty_turn_ref (get_entry (self, live->first)->turn);
  guint number = get_entry (self, live->first)->number;
  guint n_old = self->entries->len - live->first;
  guint n_kept;

  /* The row that was open keeps its words in case that it goes. */
  get_entry (self, self->entries->len - 1)->text =
    g_ref_string_new_len (live->text->str + get_entry (self, self->entries->len - 1)->offset,
                          get_entry (self, self->entries->len - 1)->length);
  refresh_row (self, self->entries->len - 1);

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
      ChattyTurnSegmentEntry *old = get_entry (self, live->first + i);
      ChattyTurnSegmentEntry *new = &g_array_index (rows, ChattyTurnSegmentEntry, i);
      ChattyTurnSegmentEntry swap;
      guint position = live->first + i;

      if (new->text != NULL && is_same_row (old, new))
        continue;
      swap = *old;
      *old = *new;
      *new = swap;
      refresh_row (self, position);
      g_array_append_val (changed, position);
    }
  g_array_remove_range (rows, 0, n_kept);
  forget_snapshot (self);
  splice (self, live->first + n_kept, self->entries->len, rows);
  for (guint i = 0; i < changed->len; i++)
    tell_row (self, g_array_index (changed, guint, i));
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
  chatty_turn_segment_entry_copy (&segment->entry, get_entry (self, position));
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

  g_clear_pointer (&self->live, live_free);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->branches, g_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  forget_snapshot (self);
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

/* The text of the live turn so far, or "". */
const char *
chatty_turn_segments_get_live (ChattyTurnSegments *self)
{
  return self->live != NULL ? self->live->text->str : "";
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
static void
exchange_turn (ChattyTurnSegments *self,
               guint               number,
               ChattyTurn         *turn)
{
  guint start = chatty_turn_segments_find_turn (self, number);
  guint end = chatty_turn_segments_find_turn (self, number + 1);

  chatty_turn_unref (g_ptr_array_index (self->turns, number));
  g_ptr_array_index (self->turns, number) = chatty_turn_ref (turn);
  for (guint i = start; i < end; i++)
    {
      ChattyTurnSegmentEntry *entry = get_entry (self, i);

      chatty_turn_unref (entry->turn);
      chatty_turn_unref (entry->whole);
      entry->turn = chatty_turn_ref (turn);
      entry->whole = chatty_turn_ref (turn);
      g_clear_pointer (&entry->text, g_ref_string_release);
      entry->is_live = FALSE;
      refresh_row (self, i);
    }
  forget_snapshot (self);
  for (guint i = start; i < end; i++)
    tell_row (self, i);
}

static gboolean
is_chosen_itself (ChattyTurnSegments *self,
                  guint               number)
{
  return get_entry (self, chatty_turn_segments_find_turn (self, number))->choice == 0;
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

  leave_branches (self);
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
      exchange_turn (self, number, new);
    }

  added = entries_new (0);
  start = chatty_turn_segments_find_turn (self, number);
  g_ptr_array_set_size (self->turns, number);
  for (guint i = number; i < n_turns; i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      g_ptr_array_add (self->turns, chatty_turn_ref (turn));
      append_turn (added, turn, i, 0, FALSE);
    }
  splice (self, start, self->entries->len, added);
  tell_turn_before (self, number);
  settle (self);

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

  leave_branches (self);
  none = entries_new (0);
  g_ptr_array_set_size (self->turns, n_turns);
  splice (self, chatty_turn_segments_find_turn (self, n_turns), self->entries->len, none);
  tell_turn_before (self, n_turns);
  settle (self);
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

  leave_branches (self);
  number = self->turns->len;
  added = entries_new (1);
  g_ptr_array_add (self->turns, chatty_turn_ref (turn));
  append_turn (added, turn, number, 0, FALSE);
  splice (self, self->entries->len, self->entries->len, added);
  tell_turn_before (self, number);
  settle (self);
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

  leave_branches (self);
  number = self->turns->len;
  added = entries_new (1);
  g_ptr_array_add (self->turns, chatty_turn_ref (begun));
  self->live = g_new0 (Live, 1);
  self->live->text = g_string_new (NULL);
  self->live->pending = g_string_new (NULL);
  self->live->cutter = chatty_turn_cutter_new ();
  self->live->first = self->entries->len;
  entry = new_live_entry (begun, number);
  g_array_append_val (added, entry);
  splice (self, self->entries->len, self->entries->len, added);
  tell_turn_before (self, number);
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
  last = get_entry (self, self->entries->len - 1);
  last->length = self->live->text->len - last->offset;

  number = self->turns->len - 1;
  exchange_turn (self, number, finished);
  g_clear_pointer (&self->live, live_free);
  settle (self);
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

  return get_entry (self, chatty_turn_segments_find_turn (self, number))->turn;
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

      if (get_entry (self, middle)->number < turn)
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
      g_autoptr (GArray) added = entries_new (1);
      guint start = chatty_turn_segments_find_turn (self, turn);
      guint end = chatty_turn_segments_find_turn (self, turn + 1);
      guint n_added;

      append_turn (added, whole, turn, choice, choice > 0 || get_last_branch (self, turn) != NULL);
      n_added = added->len;
      if (self->live != NULL)
        self->live->first += n_added - (end - start);
      splice (self, start, end, added);
    }
  settle (self);
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

  return get_entry (self, position)->length;
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
      self->snapshot = entries_new (self->entries->len);
      for (guint i = 0; i < self->entries->len; i++)
        {
          ChattyTurnSegmentEntry copy;

          chatty_turn_segment_entry_copy (&copy, get_entry (self, i));
          if (copy.is_live && copy.text == NULL)
            copy.text = g_ref_string_new_len (self->live->text->str + copy.offset, copy.length);
          g_array_append_val (self->snapshot, copy);
        }
    }

  return g_array_ref (self->snapshot);
}
