/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-text.h"
#include "chatty-turn-private.h"

G_DEFINE_BOXED_TYPE (ChattyTurn, chatty_turn, chatty_turn_ref,
                     chatty_turn_unref)

static const char *const role_names[CHATTY_N_ROLES] = {
  [CHATTY_ROLE_PERSON] = "person",
  [CHATTY_ROLE_ASSISTANT] = "assistant",
  [CHATTY_ROLE_SYSTEM] = "system",
  [CHATTY_ROLE_TOOL] = "tool",
  [CHATTY_ROLE_NOTE] = "note",
};

/**
 * chatty_role_to_string:
 *
 * Returns: (transfer none): the role's stable name, as in files
 */
const char *
chatty_role_to_string (ChattyRole role)
{
  g_return_val_if_fail (role < CHATTY_N_ROLES, "note");

  return role_names[role];
}

/**
 * chatty_role_from_string:
 * @name: (nullable): a stable name
 * @role: (out): the role
 *
 * Returns: whether @name is a role's
 */
gboolean
chatty_role_from_string (const char *name,
                         ChattyRole *role)
{
  for (guint i = 0; name != NULL && i < CHATTY_N_ROLES; i++)
    if (g_str_equal (role_names[i], name))
      {
        *role = i;
        return TRUE;
      }
  return FALSE;
}

static const char *const state_names[CHATTY_N_TURN_STATES] = {
  [CHATTY_TURN_COMPLETE] = "complete",
  [CHATTY_TURN_STOPPED] = "stopped",
  [CHATTY_TURN_CUT_OFF] = "cut-off",
  [CHATTY_TURN_FAILED] = "failed",
};

/**
 * chatty_turn_state_to_string:
 *
 * Returns: (transfer none): the state's stable name, as in files
 */
const char *
chatty_turn_state_to_string (ChattyTurnState state)
{
  g_return_val_if_fail (state < CHATTY_N_TURN_STATES, "complete");

  return state_names[state];
}

/**
 * chatty_turn_state_from_string:
 * @name: (nullable): a stable name
 * @state: (out): the state
 *
 * Returns: whether @name is a state's
 */
gboolean
chatty_turn_state_from_string (const char      *name,
                               ChattyTurnState *state)
{
  for (guint i = 0; name != NULL && i < CHATTY_N_TURN_STATES; i++)
    if (g_str_equal (state_names[i], name))
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

void
chatty_attachment_free (gpointer data)
{
  ChattyAttachment *attachment = data;

  g_free (attachment->name);
  g_free (attachment->media_type);
  g_free (attachment->uri);
  g_free (attachment);
}

/* Frees what it holds. */
void
chatty_turn_clear (ChattyTurn *self)
{
  g_free (self->id);
  g_free (self->author);
  g_free (self->text);
  g_free (self->model);
  g_free (self->emotion);
  g_free (self->problem);
  g_free (self->thought);
  g_clear_pointer (&self->alternates, g_ptr_array_unref);
  g_clear_pointer (&self->following, g_ptr_array_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
}

/**
 * chatty_turn_ref:
 *
 * Returns: (transfer full): @self, counted once more; any thread
 */
ChattyTurn *
chatty_turn_ref (ChattyTurn *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * chatty_turn_unref:
 *
 * Gives up a reference; any thread.
 */
void
chatty_turn_unref (ChattyTurn *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      chatty_turn_clear (self);
      g_free (self);
    }
}

const char *
chatty_turn_get_id (const ChattyTurn *self)
{
  return self->id;
}

ChattyRole
chatty_turn_get_role (const ChattyTurn *self)
{
  return self->role;
}

const char *
chatty_turn_get_author (const ChattyTurn *self)
{
  return self->author;
}

const char *
chatty_turn_get_text (const ChattyTurn *self)
{
  return self->text;
}

gsize
chatty_turn_get_length (const ChattyTurn *self)
{
  return self->length;
}

gint64
chatty_turn_get_time (const ChattyTurn *self)
{
  return self->time;
}

const char *
chatty_turn_get_model (const ChattyTurn *self)
{
  return self->model;
}

const char *
chatty_turn_get_emotion (const ChattyTurn *self)
{
  return self->emotion;
}

ChattyTurnState
chatty_turn_get_state (const ChattyTurn *self)
{
  return self->state;
}

const char *
chatty_turn_get_problem (const ChattyTurn *self)
{
  return self->problem;
}

const char *
chatty_turn_get_thought (const ChattyTurn *self)
{
  return self->thought;
}

guint
chatty_turn_get_depth (const ChattyTurn *self)
{
  return self->depth;
}

guint
chatty_turn_get_n_alternates (const ChattyTurn *self)
{
  return self->alternates != NULL ? self->alternates->len : 0;
}

ChattyTurn *
chatty_turn_get_alternate (const ChattyTurn *self,
                           guint             nth)
{
  g_return_val_if_fail (nth < chatty_turn_get_n_alternates (self), NULL);

  return g_ptr_array_index (self->alternates, nth);
}

guint
chatty_turn_get_n_following (const ChattyTurn *self)
{
  return self->following != NULL ? self->following->len : 0;
}

/**
 * chatty_turn_get_following:
 *
 * Returns: (transfer none): what was said after @self while it was the chosen
 *   one, in order; only an alternate is followed by something
 */
ChattyTurn *
chatty_turn_get_following (const ChattyTurn *self,
                           guint             nth)
{
  g_return_val_if_fail (nth < chatty_turn_get_n_following (self), NULL);

  return g_ptr_array_index (self->following, nth);
}

guint
chatty_turn_get_n_attachments (const ChattyTurn *self)
{
  return self->attachments != NULL ? self->attachments->len : 0;
}

const ChattyAttachment *
chatty_turn_get_attachment (const ChattyTurn *self,
                            guint             nth)
{
  g_return_val_if_fail (nth < chatty_turn_get_n_attachments (self), NULL);

  return g_ptr_array_index (self->attachments, nth);
}

guint
chatty_turn_get_n_sources (const ChattyTurn *self)
{
  return self->sources != NULL ? self->sources->len : 0;
}

/**
 * chatty_turn_get_source:
 *
 * Returns: (transfer none): what the turn rests on, in the order in which it
 *   is numbered; its spans are passages of chatty_turn_get_text()
 */
ChattySource *
chatty_turn_get_source (const ChattyTurn *self,
                        guint             nth)
{
  g_return_val_if_fail (nth < chatty_turn_get_n_sources (self), NULL);

  return g_ptr_array_index (self->sources, nth);
}

/**
 * chatty_turn_find:
 * @id: of a turn
 *
 * Returns: (transfer none) (nullable): @self, or the turn with that id among
 *   its alternates and what followed them. Bounded in depth.
 */
ChattyTurn *
chatty_turn_find (ChattyTurn *self,
                  const char *id)
{
  ChattyTurn *found = NULL;

  if (g_strcmp0 (self->id, id) == 0)
    return self;
  for (guint i = 0; found == NULL && i < chatty_turn_get_n_following (self); i++)
    found = chatty_turn_find (chatty_turn_get_following (self, i), id);
  for (guint i = 0; found == NULL && i < chatty_turn_get_n_alternates (self); i++)
    found = chatty_turn_find (chatty_turn_get_alternate (self, i), id);
  return found;
}

static gboolean
attachment_equal (const ChattyAttachment *a,
                  const ChattyAttachment *b)
{
  return g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->media_type, b->media_type) == 0 &&
         g_strcmp0 (a->uri, b->uri) == 0 && a->size == b->size;
}

/* Bounded: no turn is deeper than CHATTY_TURN_MAX_DEPTH. */
static gboolean
turns_equal (const GPtrArray *a,
             const GPtrArray *b)
{
  guint length = a != NULL ? a->len : 0;

  if (length != (b != NULL ? b->len : 0))
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (!chatty_turn_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/**
 * chatty_turn_equal:
 *
 * Returns: whether every field and every byte of text is equal
 */
gboolean
chatty_turn_equal (const ChattyTurn *a,
                   const ChattyTurn *b)
{
  if (a == b)
    return TRUE;
  if (a->role != b->role || a->time != b->time || a->length != b->length ||
      a->state != b->state || a->depth != b->depth ||
      memcmp (a->text, b->text, a->length) != 0 ||
      g_strcmp0 (a->id, b->id) != 0 || g_strcmp0 (a->author, b->author) != 0 ||
      g_strcmp0 (a->model, b->model) != 0 ||
      g_strcmp0 (a->emotion, b->emotion) != 0 ||
      g_strcmp0 (a->problem, b->problem) != 0 ||
      g_strcmp0 (a->thought, b->thought) != 0 ||
      !turns_equal (a->alternates, b->alternates) ||
      !turns_equal (a->following, b->following) ||
      chatty_turn_get_n_attachments (a) != chatty_turn_get_n_attachments (b) ||
      chatty_turn_get_n_sources (a) != chatty_turn_get_n_sources (b))
    return FALSE;

  for (guint i = 0; i < chatty_turn_get_n_attachments (a); i++)
    if (!attachment_equal (chatty_turn_get_attachment (a, i),
                           chatty_turn_get_attachment (b, i)))
      return FALSE;
  for (guint i = 0; i < chatty_turn_get_n_sources (a); i++)
    if (!chatty_source_equal (chatty_turn_get_source (a, i), chatty_turn_get_source (b, i)))
      return FALSE;
  return TRUE;
}
