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
  ChattyReply        *reply;    /* nullable: where it comes from */
  char               *thought;  /* nullable: what of it is shown */
  guint               n_sources;
  gint64              thinking_since;   /* 0 before it thinks, and where nobody saw it begin */
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

/* How long it thinks is known where both ends were seen. */
static void
measure_thinking (ChattyLiveTurns *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->thinking_since == 0 && self->offset == 0 && self->thought != NULL)
    {
      self->thinking_since = now;
    }
  else if (self->thinking_since > 0 && self->offset > 0)
    {
      gint64 seconds = (now - self->thinking_since + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

      if (self->list != NULL && chatty_turn_get_id (self->live) != NULL)
        chatty_turn_list_set_thinking (self->list, chatty_turn_get_id (self->live),
                                       (int) CLAMP (seconds, 1, G_MAXINT));
      self->thinking_since = -1;
    }
}

/* What comes beside the text: thoughts, and what it rests on. The passages are
 * known when the turn is. */
static void
feed_beside (ChattyLiveTurns *self)
{
  g_autofree char *thought = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (ChattyTurnBuilder) builder = NULL;
  g_autoptr (ChattyTurn) turn = NULL;

  if (self->live == NULL || self->reply == NULL)
    return;

  thought = chatty_reply_dup_thought (self->reply);
  sources = chatty_reply_dup_sources (self->reply);
  if (thought != NULL && *thought == '\0')
    g_clear_pointer (&thought, g_free);
  if (g_strcmp0 (thought, self->thought) != 0 || sources->len != self->n_sources)
    {
      builder = chatty_turn_builder_new_from (self->live);
      chatty_turn_builder_set_thought (builder, thought);
      for (guint i = 0; i < sources->len; i++)
        chatty_turn_builder_add_source (builder, g_ptr_array_index (sources, i));
      turn = chatty_turn_builder_end (g_steal_pointer (&builder));
      g_free (self->thought);
      self->thought = g_steal_pointer (&thought);
      self->n_sources = sources->len;
      chatty_turn_segments_set_live_turn (self->segments, turn);
    }
  measure_thinking (self);
}

static void
set_reply (ChattyLiveTurns *self,
           ChattyReply     *reply)
{
  if (self->reply != NULL)
    g_signal_handlers_disconnect_by_func (self->reply, feed_beside, self);
  g_set_object (&self->reply, reply);
  if (reply != NULL)
    g_signal_connect_object (reply, "changed", G_CALLBACK (feed_beside), self, G_CONNECT_SWAPPED);
}

static void
reply_cb (ChattyLiveTurns *self)
{
  ChattyReply *reply = chatty_conversation_get_reply (self->conversation);

  /* That of the live turn is let go of with it. */
  if (reply != NULL)
    set_reply (self, reply);
  feed_beside (self);
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
  self->thinking_since = 0;
  self->n_sources = 0;
  g_clear_pointer (&self->thought, g_free);
  chatty_turn_segments_begin_live (self->segments, self->live);
  feed (self);
  /* What was thought before one looked is not measured. */
  if (self->offset > 0)
    self->thinking_since = -1;
  reply_cb (self);
}

static void
end (ChattyLiveTurns *self,
     ChattyTurn      *finished)
{
  feed_beside (self);
  chatty_turn_segments_end_live (self->segments, finished);
  set_reply (self, NULL);
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
  set_reply (self, NULL);
  g_clear_pointer (&self->thought, g_free);
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
  g_signal_connect_object (conversation, "notify::reply", G_CALLBACK (reply_cb), self,
                           G_CONNECT_SWAPPED);
  show_path (self);
  live_turn_cb (self);
  return self;
}
