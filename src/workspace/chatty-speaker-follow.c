/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-speaker-private.h"

#include "chatty-workspace-pools.h"

static char *
live_key (ChattyConversation *conversation)
{
  ChattyTurn *turn = chatty_conversation_get_live_turn (conversation);
  const char *id = chatty_conversation_get_transcript_id (conversation);

  return g_strdup_printf ("%s/%s", id != NULL ? id : "",
                          turn != NULL ? chatty_turn_get_id (turn) : "");
}

/* The platform speaks for itself: with the voice that the character has there. */
static gboolean
brings_sound (ChattyConversation *conversation)
{
  ChattyChatInputs inputs = chatty_conversation_get_inputs (conversation);

  return (inputs & CHATTY_CHAT_SPEAKS) != 0 && (inputs & CHATTY_CHAT_NEEDS_CONTEXT) == 0;
}

static void
reply_changed_cb (ChattyReply   *reply,
                  ChattySpeaker *self)
{
  g_autoptr (ChattyConversation) conversation = g_weak_ref_get (&self->conversation);
  ChattyAudioStream *audio = chatty_reply_get_audio (reply);
  g_autofree char *key = NULL;

  if (self->heard || conversation == NULL || chatty_audio_stream_get_n_chunks (audio) == 0)
    return;
  self->heard = TRUE;
  key = live_key (conversation);
  chatty_speaker_set_key (self, key);
  chatty_player_play (self->player, audio, key);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (chatty_call_finish (object, result, reply_changed_cb, &error) == NULL)
    g_info ("The sound of an answer is not kept: %s", error->message);
}

/* Hearing it again costs nothing. */
static void
keep_sound (ChattySpeaker      *self,
            ChattyConversation *conversation,
            ChattyReply        *reply,
            const char         *text)
{
  ChattyCall *call = chatty_call_new (chatty_utterance_keep_answer, NULL);

  call->value = chatty_utterance_new (self->workspace, self->accounts, self->cache,
                                      chatty_conversation_get_account (conversation),
                                      chatty_conversation_get_callsign (conversation));
  call->free_value = (GDestroyNotify) chatty_utterance_unref;
  call->texts[0] = g_strdup (text);
  call->objects[0] = g_object_ref (G_OBJECT (chatty_reply_get_audio (reply)));
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_SPEECH),
                     reply_changed_cb, NULL, kept_cb, NULL);
}

static void
take_text (ChattySpeaker      *self,
           ChattyConversation *conversation)
{
  gsize place = chatty_conversation_get_live_since (conversation, self->place, self->text);

  if (place != G_MAXSIZE)
    {
      self->place = place;
      chatty_speaker_pump (self);
      return;
    }
  /* The platform has other words now, and they are what is said. */
  chatty_player_stop (self->player);
  self->place = 0;
  {
    ChattyFeeling feeling;
    g_autofree char *key = g_strdup (self->key);

    chatty_conversation_get_live_feeling (conversation, &feeling);
    chatty_speaker_begin (self, chatty_conversation_get_account (conversation),
           chatty_conversation_get_callsign (conversation), NULL, &feeling, key);
    self->following = TRUE;
    self->place = chatty_conversation_get_live_since (conversation, 0, self->text);
  }
}

static void
text_changed_cb (ChattyConversation *conversation,
                 ChattySpeaker      *self)
{
  if (!chatty_conversation_get_speaks (conversation) || self->reply != NULL ||
      chatty_conversation_get_reply (conversation) == NULL)
    return;
  if (self->place == 0 && !self->following)
    {
      g_autofree char *key = live_key (conversation);
      ChattyFeeling feeling;

      chatty_conversation_get_live_feeling (conversation, &feeling);
      chatty_speaker_begin (self, chatty_conversation_get_account (conversation),
             chatty_conversation_get_callsign (conversation), NULL, &feeling, key);
      self->following = TRUE;
    }
  /* Otherwise something else is spoken meanwhile, because the person wants it. */
  if (self->following)
    take_text (self, conversation);
}

static void
end_answer (ChattySpeaker      *self,
            ChattyConversation *conversation)
{
  g_autoptr (ChattyReply) reply = g_steal_pointer (&self->reply);
  g_autofree char *text = NULL;

  if (reply == NULL)
    {
      if (!self->following)
        return;
      self->following = FALSE;
      take_text (self, conversation);
      self->following = FALSE;
      self->text_over = TRUE;
      chatty_speaker_pump (self);
      return;
    }
  g_signal_handlers_disconnect_by_data (reply, self);
  reply_changed_cb (reply, self);
  text = chatty_conversation_dup_live_text (conversation);
  if (self->heard && chatty_reply_get_state (reply) == CHATTY_REPLY_FINISHED)
    keep_sound (self, conversation, reply, text);
  else if (!self->heard && *text != '\0' &&
           chatty_reply_get_state (reply) != CHATTY_REPLY_CANCELLED)
    {
      g_autofree char *key = live_key (conversation);

      chatty_speaker_say (self, chatty_conversation_get_account (conversation),
                          chatty_conversation_get_callsign (conversation), text, NULL, key);
    }
}

static void
reply_cb (ChattyConversation *conversation,
          GParamSpec         *pspec,
          ChattySpeaker      *self)
{
  ChattyReply *reply = chatty_conversation_get_reply (conversation);

  if (reply == NULL)
    {
      end_answer (self, conversation);
      return;
    }
  self->place = 0;
  self->following = FALSE;
  self->heard = FALSE;
  if (chatty_conversation_get_speaks (conversation) && brings_sound (conversation))
    {
      g_set_object (&self->reply, reply);
      g_signal_connect_object (reply, "changed", G_CALLBACK (reply_changed_cb), self, 0);
    }
}

/**
 * chatty_speaker_follow:
 * @conversation: (nullable): whose answers are spoken from now on
 */
void
chatty_speaker_follow (ChattySpeaker      *self,
                       ChattyConversation *conversation)
{
  g_autoptr (ChattyConversation) former = g_weak_ref_get (&self->conversation);

  if (former == conversation)
    return;
  if (former != NULL)
    g_signal_handlers_disconnect_by_data (former, self);
  if (self->reply != NULL)
    g_signal_handlers_disconnect_by_data (self->reply, self);
  g_clear_object (&self->reply);
  g_weak_ref_set (&self->conversation, conversation);
  /* What it began to say it says as far as it is there. */
  if (self->following)
    {
      self->following = FALSE;
      self->text_over = TRUE;
      chatty_speaker_pump (self);
    }
  if (conversation == NULL)
    return;
  g_signal_connect_object (conversation, "notify::reply", G_CALLBACK (reply_cb), self, 0);
  g_signal_connect_object (conversation, "text-changed", G_CALLBACK (text_changed_cb), self, 0);
}
