/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-live-turns.h"

struct _ChattyLiveTurns
{
  GObject parent_instance;

  ChattyConversation *conversation;
  ChattyTurnSegments *segments;
  ChattyTurnList     *list;     /* weak: a widget */
  ChattyTurn         *live;     /* nullable: what is written in the last row */
  gsize               offset;   /* how much of its text is there */
};

G_DEFINE_FINAL_TYPE (ChattyLiveTurns, chatty_live_turns, G_TYPE_OBJECT)

static void
show_path (ChattyLiveTurns *self)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (self->conversation);

  if (transcript != NULL)
    chatty_turn_segments_update (self->segments, transcript);
}

static void
feed (ChattyLiveTurns *self)
{
  g_autoptr (GString) more = g_string_new (NULL);
  gsize offset;

  if (self->live == NULL)
    return;

  offset = chatty_conversation_get_live_since (self->conversation, self->offset, more);
  if (offset == G_MAXSIZE)
    {
      g_string_truncate (more, 0);
      offset = chatty_conversation_get_live_since (self->conversation, 0, more);
      chatty_turn_segments_replace_live (self->segments, more->str);
    }
  else if (more->len > 0)
    {
      chatty_turn_segments_feed_live (self->segments, more->str, more->len);
    }
  self->offset = offset != G_MAXSIZE ? offset : 0;
}

static void
begin (ChattyLiveTurns *self)
{
  int replaces = chatty_conversation_get_replaces (self->conversation);

  /* What it takes the place of is not looked at any more. */
  if (replaces >= 0)
    chatty_turn_segments_truncate (self->segments, (guint) replaces);
  self->live = chatty_turn_ref (chatty_conversation_get_live_turn (self->conversation));
  self->offset = 0;
  chatty_turn_segments_begin_live (self->segments, self->live);
  feed (self);
}

static void
end (ChattyLiveTurns *self,
     ChattyTurn      *finished)
{
  chatty_turn_segments_end_live (self->segments, finished);
  g_clear_pointer (&self->live, chatty_turn_unref);
}

static gboolean
is_live_turn (ChattyLiveTurns  *self,
              const ChattyTurn *turn)
{
  return self->live != NULL &&
         g_strcmp0 (chatty_turn_get_id (turn), chatty_turn_get_id (self->live)) == 0;
}

static void
added_cb (ChattyLiveTurns *self,
          ChattyTurn      *turn)
{
  if (is_live_turn (self, turn))
    {
      feed (self);
      end (self, turn);
    }
  else if (self->live == NULL)
    {
      chatty_turn_segments_append_turn (self->segments, turn);
      /* Whoever says something wants to see the answer. */
      if (chatty_turn_get_role (turn) == CHATTY_ROLE_PERSON && self->list != NULL)
        chatty_turn_list_scroll_to_end (self->list);
    }
}

static void
branched_cb (ChattyLiveTurns *self)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (self->conversation);
  guint n_turns = transcript != NULL ? chatty_transcript_get_n_turns (transcript) : 0;

  if (self->live != NULL && n_turns > 0)
    {
      ChattyTurn *last = chatty_transcript_get_turn (transcript, n_turns - 1);

      if (is_live_turn (self, last))
        end (self, last);
    }
  show_path (self);
}

static void
live_turn_cb (ChattyLiveTurns *self)
{
  ChattyTurn *turn = chatty_conversation_get_live_turn (self->conversation);

  if (turn != NULL && self->live == NULL)
    {
      begin (self);
    }
  else if (turn == NULL && self->live != NULL)
    {
      /* Nothing came of it. */
      g_autoptr (ChattyTurn) nothing = chatty_turn_ref (self->live);

      end (self, nothing);
      show_path (self);
    }
}

static void
chatty_live_turns_dispose (GObject *object)
{
  ChattyLiveTurns *self = CHATTY_LIVE_TURNS (object);

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->segments);
  g_clear_weak_pointer (&self->list);
  g_clear_pointer (&self->live, chatty_turn_unref);

  G_OBJECT_CLASS (chatty_live_turns_parent_class)->dispose (object);
}

static void
chatty_live_turns_class_init (ChattyLiveTurnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_live_turns_dispose;
}

static void
chatty_live_turns_init (ChattyLiveTurns *self)
{
}

/**
 * chatty_live_turns_new:
 * @conversation: what is said
 * @segments: the rows; nothing else may be live in them
 * @list: what shows the rows
 *
 * Brings the rows to where the conversation is, and keeps them there.
 *
 * Returns: (transfer full): what follows
 */
ChattyLiveTurns *
chatty_live_turns_new (ChattyConversation *conversation,
                       ChattyTurnSegments *segments,
                       ChattyTurnList     *list)
{
  ChattyLiveTurns *self;

  g_return_val_if_fail (CHATTY_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (CHATTY_IS_TURN_SEGMENTS (segments), NULL);
  g_return_val_if_fail (CHATTY_IS_TURN_LIST (list), NULL);

  self = g_object_new (CHATTY_TYPE_LIVE_TURNS, NULL);
  self->conversation = g_object_ref (conversation);
  self->segments = g_object_ref (segments);
  g_set_weak_pointer (&self->list, list);
  g_signal_connect_object (conversation, "turn-added", G_CALLBACK (added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "branched", G_CALLBACK (branched_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "text-changed", G_CALLBACK (feed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::live-turn", G_CALLBACK (live_turn_cb), self,
                           G_CONNECT_SWAPPED);
  show_path (self);
  live_turn_cb (self);
  return self;
}
