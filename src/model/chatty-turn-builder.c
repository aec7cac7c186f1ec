/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-text.h"
#include "chatty-turn-private.h"

/* The turn itself before it is shared. */
struct _ChattyTurnBuilder {
  ChattyTurn turn;
};

/**
 * chatty_turn_builder_new:
 * @role: who speaks
 *
 * Returns: (transfer full): a builder with nothing but a role
 */
ChattyTurnBuilder *
chatty_turn_builder_new (ChattyRole role)
{
  ChattyTurnBuilder *self = g_new0 (ChattyTurnBuilder, 1);

  self->turn.role = role;
  self->turn.time = CHATTY_TIME_NONE;
  return self;
}

static void
add_turn (GPtrArray  **turns,
          ChattyTurn  *turn)
{
  if (*turns == NULL)
    *turns = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  g_ptr_array_add (*turns, chatty_turn_ref (turn));
}

static GPtrArray *
copy_turns (GPtrArray *turns)
{
  GPtrArray *copy = NULL;

  for (guint i = 0; turns != NULL && i < turns->len; i++)
    add_turn (&copy, g_ptr_array_index (turns, i));
  return copy;
}

static void
take_source (ChattyTurn   *turn,
             ChattySource *source)
{
  if (turn->sources == NULL)
    turn->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  g_ptr_array_add (turn->sources, source);
}

/**
 * chatty_turn_builder_new_from:
 * @turn: what to begin with
 *
 * Returns: (transfer full): a builder that holds a copy of @turn; alternates
 *   and what follows are shared, not copied
 */
ChattyTurnBuilder *
chatty_turn_builder_new_from (const ChattyTurn *turn)
{
  ChattyTurnBuilder *self = chatty_turn_builder_new (turn->role);

  self->turn.id = g_strdup (turn->id);
  self->turn.author = g_strdup (turn->author);
  chatty_turn_builder_set_text_len (self, turn->text, turn->length);
  self->turn.time = turn->time;
  self->turn.model = g_strdup (turn->model);
  self->turn.emotion = g_strdup (turn->emotion);
  self->turn.state = turn->state;
  self->turn.problem = g_strdup (turn->problem);
  self->turn.thought = g_strdup (turn->thought);
  self->turn.depth = turn->depth;
  self->turn.alternates = copy_turns (turn->alternates);
  self->turn.following = copy_turns (turn->following);
  for (guint i = 0; i < chatty_turn_get_n_attachments (turn); i++)
    {
      const ChattyAttachment *attachment = chatty_turn_get_attachment (turn, i);

      chatty_turn_builder_add_attachment (self, attachment->name,
                                          attachment->media_type,
                                          attachment->uri, attachment->size);
    }
  for (guint i = 0; i < chatty_turn_get_n_sources (turn); i++)
    take_source (&self->turn, chatty_source_ref (chatty_turn_get_source (turn, i)));
  return self;
}

/**
 * chatty_turn_builder_free:
 * @self: (transfer full): a builder that was not ended
 */
void
chatty_turn_builder_free (ChattyTurnBuilder *self)
{
  chatty_turn_clear (&self->turn);
  g_free (self);
}

void
chatty_turn_builder_set_role (ChattyTurnBuilder *self,
                              ChattyRole         role)
{
  self->turn.role = role;
}

void
chatty_turn_builder_set_id (ChattyTurnBuilder *self,
                            const char        *id)
{
  chatty_text_set (&self->turn.id, id);
}

void
chatty_turn_builder_set_author (ChattyTurnBuilder *self,
                                const char        *author)
{
  chatty_text_set (&self->turn.author, author);
}

/**
 * chatty_turn_builder_set_text:
 * @text: valid UTF-8
 */
void
chatty_turn_builder_set_text (ChattyTurnBuilder *self,
                              const char        *text)
{
  chatty_turn_builder_set_text_len (self, text, strlen (text));
}

/**
 * chatty_turn_builder_set_text_len:
 * @text: valid UTF-8 without NUL, of which @length bytes count
 */
void
chatty_turn_builder_set_text_len (ChattyTurnBuilder *self,
                                  const char        *text,
                                  gsize              length)
{
  g_free (self->turn.text);
  self->turn.text = g_strndup (text, length);
  self->turn.length = length;
}

/**
 * chatty_turn_builder_take_text:
 * @text: (transfer full): valid UTF-8
 */
void
chatty_turn_builder_take_text (ChattyTurnBuilder *self,
                               char              *text)
{
  g_free (self->turn.text);
  self->turn.text = text;
  self->turn.length = strlen (text);
}

void
chatty_turn_builder_set_time (ChattyTurnBuilder *self,
                              gint64             time)
{
  self->turn.time = time;
}

void
chatty_turn_builder_set_model (ChattyTurnBuilder *self,
                               const char        *model)
{
  chatty_text_set (&self->turn.model, model);
}

void
chatty_turn_builder_set_emotion (ChattyTurnBuilder *self,
                                 const char        *emotion)
{
  chatty_text_set (&self->turn.emotion, emotion);
}

void
chatty_turn_builder_set_state (ChattyTurnBuilder *self,
                               ChattyTurnState    state)
{
  g_return_if_fail (state < CHATTY_N_TURN_STATES);

  self->turn.state = state;
}

/**
 * chatty_turn_builder_set_problem:
 * @problem: (nullable): why the turn is not complete, or what else is to be
 *   known of how it ended, in a person's words
 */
void
chatty_turn_builder_set_problem (ChattyTurnBuilder *self,
                                 const char        *problem)
{
  chatty_text_set (&self->turn.problem, problem);
}

/**
 * chatty_turn_builder_set_thought:
 * @thought: (nullable): what was thought before it was said, valid UTF-8
 */
void
chatty_turn_builder_set_thought (ChattyTurnBuilder *self,
                                 const char        *thought)
{
  chatty_text_set (&self->turn.thought, thought);
}

/**
 * chatty_turn_builder_clear_branches:
 *
 * Takes away the alternates and what follows.
 */
void
chatty_turn_builder_clear_branches (ChattyTurnBuilder *self)
{
  g_clear_pointer (&self->turn.alternates, g_ptr_array_unref);
  g_clear_pointer (&self->turn.following, g_ptr_array_unref);
  self->turn.depth = 0;
}

/* A copy of @turn with nothing of what hangs on it, but for what follows
 * where @followed says so. */
static ChattyTurn *
copy_bare (ChattyTurn *turn,
           gboolean    followed)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new_from (turn);
  g_autoptr (GPtrArray) following = NULL;

  if (followed)
    following = g_steal_pointer (&builder->turn.following);
  chatty_turn_builder_clear_branches (builder);
  for (guint i = 0; following != NULL && i < following->len; i++)
    chatty_turn_builder_add_following (builder, g_ptr_array_index (following, i));
  return chatty_turn_builder_end (builder);
}

/* All turns of a tree in one row, each before its alternates. */
static void
add_flat (GPtrArray  **turns,
          ChattyTurn  *turn)
{
  g_autoptr (ChattyTurn) bare = NULL;

  if (turn->alternates == NULL && turn->following == NULL)
    {
      add_turn (turns, turn);
      return;
    }
  bare = copy_bare (turn, FALSE);
  add_turn (turns, bare);
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    add_flat (turns, chatty_turn_get_following (turn, i));
  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    add_flat (turns, chatty_turn_get_alternate (turn, i));
}

/**
 * chatty_turn_builder_add_alternate:
 * @alternate: (transfer none): what might have stood here instead; alternates
 *   that it has itself become alternates of this turn
 */
void
chatty_turn_builder_add_alternate (ChattyTurnBuilder *self,
                                   ChattyTurn        *alternate)
{
  ChattyTurn *turn = &self->turn;
  g_autoptr (ChattyTurn) bare = NULL;

  if (alternate->alternates != NULL)
    bare = copy_bare (alternate, TRUE);
  add_turn (&turn->alternates, bare != NULL ? bare : alternate);
  turn->depth = MAX (turn->depth, (bare != NULL ? bare : alternate)->depth + 1);
  for (guint i = 0; i < chatty_turn_get_n_alternates (alternate); i++)
    chatty_turn_builder_add_alternate (self, chatty_turn_get_alternate (alternate, i));
}

/**
 * chatty_turn_builder_add_following:
 * @turn: (transfer none): what came next, while the turn that is built was
 *   the chosen one; what follows @turn comes after it in the same row
 *
 * Where branches would lie too deep, all that @turn holds joins the row.
 */
void
chatty_turn_builder_add_following (ChattyTurnBuilder *self,
                                   ChattyTurn        *turn)
{
  g_autoptr (ChattyTurn) bare = NULL;

  if (turn->depth >= CHATTY_TURN_MAX_DEPTH)
    {
      add_flat (&self->turn.following, turn);
      return;
    }
  if (turn->following == NULL)
    {
      add_turn (&self->turn.following, turn);
      self->turn.depth = MAX (self->turn.depth, turn->depth);
      return;
    }
  {
    ChattyTurnBuilder *builder = chatty_turn_builder_new_from (turn);

    chatty_turn_builder_clear_branches (builder);
    for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
      chatty_turn_builder_add_alternate (builder, chatty_turn_get_alternate (turn, i));
    bare = chatty_turn_builder_end (builder);
  }
  chatty_turn_builder_add_following (self, bare);
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    chatty_turn_builder_add_following (self, chatty_turn_get_following (turn, i));
}

/**
 * chatty_turn_builder_add_attachment:
 * @name: the file's name as it was given
 * @media_type: (nullable): its media type
 * @uri: (nullable): where the platform kept it
 * @size: bytes, or -1
 */
void
chatty_turn_builder_add_attachment (ChattyTurnBuilder *self,
                                    const char        *name,
                                    const char        *media_type,
                                    const char        *uri,
                                    gint64             size)
{
  ChattyAttachment *attachment = g_new0 (ChattyAttachment, 1);

  attachment->name = g_strdup (name != NULL ? name : "");
  attachment->media_type = g_strdup (media_type);
  attachment->uri = g_strdup (uri);
  attachment->size = size < 0 ? -1 : size;
  if (self->turn.attachments == NULL)
    self->turn.attachments = g_ptr_array_new_with_free_func (chatty_attachment_free);
  g_ptr_array_add (self->turn.attachments, attachment);
}

/**
 * chatty_turn_builder_add_source:
 * @source: (transfer none): what the turn rests on; its spans are of the text
 *   that the turn has in the end, and what of them lies outside is left away
 */
void
chatty_turn_builder_add_source (ChattyTurnBuilder  *self,
                                const ChattySource *source)
{
  take_source (&self->turn, chatty_source_new (source));
}

/**
 * chatty_turn_builder_clear_sources:
 *
 * Takes away what the turn rests on, where its text is another now.
 */
void
chatty_turn_builder_clear_sources (ChattyTurnBuilder *self)
{
  g_clear_pointer (&self->turn.sources, g_ptr_array_unref);
}

/* Every source's spans are passages of the text, in order. */
static void
fit_sources (ChattyTurn *turn)
{
  for (guint i = 0; i < chatty_turn_get_n_sources (turn); i++)
    {
      ChattySource *source = g_ptr_array_index (turn->sources, i);

      turn->sources->pdata[i] = chatty_source_new_moved (source, 0, turn->text, turn->length);
      chatty_source_unref (source);
    }
}

/**
 * chatty_turn_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the turn, which nobody can change any more
 */
ChattyTurn *
chatty_turn_builder_end (ChattyTurnBuilder *self)
{
  ChattyTurn *turn = g_new (ChattyTurn, 1);

  if (self->turn.text == NULL)
    self->turn.text = g_strdup ("");
  fit_sources (&self->turn);
  *turn = self->turn;
  g_atomic_ref_count_init (&turn->ref_count);
  g_free (self);
  return turn;
}
