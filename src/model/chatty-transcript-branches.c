/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-transcript-branches.h"

/* How many turns all choices of a file together may bring back. A person does
 * not come near; without a bound a file could ask for the square of its size.
 * What is not chosen any more is still there, as an alternate. */
#define MAX_BROUGHT_BACK (10 * 1000 * 1000)

typedef struct _Slot Slot;

/* A turn that may stand at a place, and what follows while it does. */
typedef struct {
  ChattyTurn *turn;   /* with nothing that hangs on it */
  Slot       *slot;
  Slot       *next;   /* or NULL */
  guint       index;  /* among the others of the slot, where it is not chosen */
} Variant;

/* A place in a conversation. */
struct _Slot {
  Variant   *chosen;
  GPtrArray *others;   /* of Variant, or NULL */
  gboolean   on_path;  /* whether it is part of the conversation as chosen */
};

/* Places and turns are a tree: each turn is new when it comes, so there is no
 * way round in a circle, whatever names the file gives them. */
struct _ChattyBranches {
  GPtrArray  *plain;     /* of ChattyTurn, as long as there are no branches */
  GHashTable *ids;       /* of turns -> Variant; NULL as long */
  GPtrArray  *slots;     /* all of them */
  GPtrArray  *variants;  /* all of them */
  Slot       *first;     /* or NULL */
  Variant    *last;      /* of the conversation as chosen, or NULL */
  guint       n_brought_back;
};

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_clear_pointer (&slot->others, g_ptr_array_unref);
  g_free (slot);
}

static void
variant_free (gpointer data)
{
  Variant *variant = data;

  chatty_turn_unref (variant->turn);
  g_free (variant);
}

/**
 * chatty_branches_new:
 *
 * Returns: (transfer full): no turns yet
 */
ChattyBranches *
chatty_branches_new (void)
{
  ChattyBranches *self = g_new0 (ChattyBranches, 1);

  self->plain = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  return self;
}

/**
 * chatty_branches_free:
 *
 * Frees @self.
 */
void
chatty_branches_free (ChattyBranches *self)
{
  g_ptr_array_unref (self->plain);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->variants, g_ptr_array_unref);
  g_free (self);
}

static Slot *
slot_new (ChattyBranches *self)
{
  Slot *slot = g_new0 (Slot, 1);

  g_ptr_array_add (self->slots, slot);
  return slot;
}

static ChattyTurn *
copy_bare (ChattyTurn *turn)
{
  ChattyTurnBuilder *builder;

  if (chatty_turn_get_n_alternates (turn) == 0 && chatty_turn_get_n_following (turn) == 0)
    return chatty_turn_ref (turn);
  builder = chatty_turn_builder_new_from (turn);
  chatty_turn_builder_clear_branches (builder);
  return chatty_turn_builder_end (builder);
}

static Variant *
variant_new (ChattyBranches *self,
             Slot           *slot,
             ChattyTurn     *turn,
             gboolean        appended)
{
  Variant *variant = g_new0 (Variant, 1);
  const char *id = chatty_turn_get_id (turn);

  variant->turn = copy_bare (turn);
  variant->slot = slot;
  g_ptr_array_add (self->variants, variant);
  /* Of turns that share an id, the one that came last is meant. */
  if (id != NULL && (appended || !g_hash_table_contains (self->ids, id)))
    g_hash_table_replace (self->ids, (char *) chatty_turn_get_id (variant->turn), variant);
  return variant;
}

static void
add_other (Slot    *slot,
           Variant *variant)
{
  if (slot->others == NULL)
    slot->others = g_ptr_array_new ();
  variant->index = slot->others->len;
  g_ptr_array_add (slot->others, variant);
}

static void add_alternates (ChattyBranches *self,
                            Slot           *slot,
                            ChattyTurn     *turn);

/* What follows @turn comes after @variant. Returns the last of it. */
static Variant *
add_following (ChattyBranches *self,
               Variant        *variant,
               ChattyTurn     *turn,
               gboolean        on_path)
{
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    {
      ChattyTurn *next = chatty_turn_get_following (turn, i);
      Slot *slot = slot_new (self);

      slot->on_path = on_path;
      slot->chosen = variant_new (self, slot, next, FALSE);
      add_alternates (self, slot, next);
      variant->next = slot;
      variant = slot->chosen;
    }
  return variant;
}

/* The recursion is bounded: no turn is deeper than CHATTY_TURN_MAX_DEPTH. */
static void
add_alternates (ChattyBranches *self,
                Slot           *slot,
                ChattyTurn     *turn)
{
  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    {
      ChattyTurn *alternate = chatty_turn_get_alternate (turn, i);
      Variant *variant = variant_new (self, slot, alternate, FALSE);

      add_other (slot, variant);
      add_following (self, variant, alternate, FALSE);
    }
}

static void
set_on_path (Slot     *slot,
             gboolean  on_path)
{
  for (; slot != NULL; slot = slot->chosen->next)
    slot->on_path = on_path;
}

static void
append (ChattyBranches *self,
        ChattyTurn     *turn)
{
  Slot *slot = slot_new (self);

  slot->on_path = TRUE;
  slot->chosen = variant_new (self, slot, turn, TRUE);
  add_alternates (self, slot, turn);
  if (self->last != NULL)
    self->last->next = slot;
  else
    self->first = slot;
  self->last = add_following (self, slot->chosen, turn, TRUE);
}

/* Where the old turn is no part of the conversation as chosen, neither is the
 * new one. */
static void
replace (ChattyBranches *self,
         Slot           *slot,
         ChattyTurn     *turn)
{
  Variant *old = slot->chosen, *last;

  if (slot->on_path)
    set_on_path (old->next, FALSE);
  add_other (slot, old);
  slot->chosen = variant_new (self, slot, turn, TRUE);
  add_alternates (self, slot, turn);
  last = add_following (self, slot->chosen, turn, slot->on_path);
  if (slot->on_path)
    self->last = last;
}

/* From now on there may be branches. */
static void
make_tree (ChattyBranches *self)
{
  if (self->ids != NULL)
    return;
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->slots = g_ptr_array_new_with_free_func (slot_free);
  self->variants = g_ptr_array_new_with_free_func (variant_free);
  for (guint i = 0; i < self->plain->len; i++)
    append (self, g_ptr_array_index (self->plain, i));
  g_ptr_array_set_size (self->plain, 0);
}

/**
 * chatty_branches_take_turn:
 * @turn: (transfer full): the next turn of the file
 * @replaces: (nullable): the id of the turn whose place it takes; one that is
 *   not known is none
 *
 * The turn whose place is taken becomes an alternate of @turn, and what
 * followed it goes with it.
 */
void
chatty_branches_take_turn (ChattyBranches *self,
                           ChattyTurn     *turn,
                           const char     *replaces)
{
  g_autoptr (ChattyTurn) owned = turn;
  Variant *old = NULL;

  if (replaces == NULL && self->ids == NULL)
    {
      g_ptr_array_add (self->plain, g_steal_pointer (&owned));
      return;
    }
  make_tree (self);
  if (replaces != NULL)
    old = g_hash_table_lookup (self->ids, replaces);
  if (old != NULL)
    replace (self, old->slot, turn);
  else
    append (self, turn);
}

/**
 * chatty_branches_has:
 *
 * Returns: whether there is a turn with the id @turn_id, chosen or not
 */
gboolean
chatty_branches_has (ChattyBranches *self,
                     const char     *turn_id)
{
  make_tree (self);
  return g_hash_table_contains (self->ids, turn_id);
}

/**
 * chatty_branches_choose:
 * @turn_id: of a turn; nothing happens where it is not known
 *
 * Makes it the chosen one at its place: what follows it comes back, and the
 * one that was chosen becomes an alternate where this one was.
 */
void
chatty_branches_choose (ChattyBranches *self,
                        const char     *turn_id)
{
  Variant *variant, *old;
  Slot *slot;

  make_tree (self);
  variant = g_hash_table_lookup (self->ids, turn_id);
  if (variant == NULL || variant->slot->chosen == variant ||
      self->n_brought_back > MAX_BROUGHT_BACK)
    return;

  slot = variant->slot;
  old = slot->chosen;
  old->index = variant->index;
  g_ptr_array_index (slot->others, old->index) = old;
  slot->chosen = variant;
  if (!slot->on_path)
    return;

  set_on_path (old->next, FALSE);
  for (; variant->next != NULL; variant = variant->next->chosen)
    {
      variant->next->on_path = TRUE;
      self->n_brought_back++;
    }
  self->last = variant;
}

typedef struct {
  Slot  *slot;
  guint  n_done;  /* turns of the slot */
} Place;

static void
push (GArray *places,
      Slot   *slot)
{
  Place place = { slot, 0 };

  g_array_append_val (places, place);
}

/* All turns that hang on @first in one row, for branches that lie too deep.
 * They may lie as deep as the file is long, so there is no recursion. */
static void
collect_flat (Slot      *first,
              GPtrArray *turns)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  push (places, first);
  while (places->len > 0)
    {
      Place *place = &g_array_index (places, Place, places->len - 1);
      Slot *slot = place->slot;
      guint nth = place->n_done++;

      if (slot == NULL)
        {
          g_array_set_size (places, places->len - 1);
        }
      else if (nth == 0)
        {
          g_ptr_array_add (turns, chatty_turn_ref (slot->chosen->turn));
        }
      else if (slot->others != NULL && nth <= slot->others->len)
        {
          Variant *variant = g_ptr_array_index (slot->others, nth - 1);

          g_ptr_array_add (turns, chatty_turn_ref (variant->turn));
          push (places, variant->next);
        }
      else
        {
          *place = (Place) { slot->chosen->next, 0 };
        }
    }
}

static GPtrArray *
collect (Slot  *slot,
         guint  room)
{
  GPtrArray *turns = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);

  if (room == 0)
    collect_flat (slot, turns);
  else
    for (; slot != NULL; slot = slot->chosen->next)
      {
        ChattyTurnBuilder *builder;

        if (slot->others == NULL)
          {
            g_ptr_array_add (turns, chatty_turn_ref (slot->chosen->turn));
            continue;
          }
        builder = chatty_turn_builder_new_from (slot->chosen->turn);
        for (guint i = 0; i < slot->others->len; i++)
          {
            Variant *variant = g_ptr_array_index (slot->others, i);
            g_autoptr (GPtrArray) following = NULL;
            g_autoptr (ChattyTurn) alternate = NULL;

            if (variant->next != NULL)
              {
                ChattyTurnBuilder *with = chatty_turn_builder_new_from (variant->turn);

                following = collect (variant->next, room - 1);
                for (guint j = 0; j < following->len; j++)
                  chatty_turn_builder_add_following (with, g_ptr_array_index (following, j));
                alternate = chatty_turn_builder_end (with);
              }
            chatty_turn_builder_add_alternate (builder,
                                               alternate != NULL ? alternate : variant->turn);
          }
        g_ptr_array_add (turns, chatty_turn_builder_end (builder));
      }
  return turns;
}

/**
 * chatty_branches_end:
 * @transcript: where to
 *
 * Adds the conversation as it is chosen now, with all else as alternates.
 * Branches that lie deeper than #CHATTY_TURN_MAX_DEPTH join the row in which
 * they lie.
 */
void
chatty_branches_end (ChattyBranches          *self,
                     ChattyTranscriptBuilder *transcript)
{
  g_autoptr (GPtrArray) turns = self->ids != NULL
                                ? collect (self->first, CHATTY_TURN_MAX_DEPTH)
                                : g_ptr_array_ref (self->plain);

  for (guint i = 0; i < turns->len; i++)
    chatty_transcript_builder_add_turn (transcript, g_ptr_array_index (turns, i));
}
