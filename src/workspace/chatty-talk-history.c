/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-history.h"

/* A model's tokens are not known here. Three bytes of UTF-8 each is on the safe
 * side of what the languages of Europe and Asia need. */
#define BYTES_PER_TOKEN 3
/* Of the context the answer needs a part, too. */
#define ANSWER_SHARE 4
/* What each turn costs beside its text. */
#define TURN_BYTES 24

/**
 * chatty_talk_history_trim:
 * @transcript: (nullable): a conversation
 * @n_turns: how many of its turns count
 * @tokens: what the model holds; 0 where that is not known
 * @reserved: bytes of what else is sent
 * @left_out: (out): how many turns had no room
 *
 * Returns: (transfer full) (element-type ChattyTurn): the turns that go along
 */
GPtrArray *
chatty_talk_history_trim (ChattyTranscript *transcript,
                          guint             n_turns,
                          guint             tokens,
                          gsize             reserved,
                          guint            *left_out)
{
  GPtrArray *turns = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  gsize room = (gsize) (tokens > 0 ? tokens : CHATTY_TALK_DEFAULT_TOKENS) * BYTES_PER_TOKEN;
  gboolean full = FALSE;

  room -= room / ANSWER_SHARE;
  room = room > reserved ? room - reserved : 0;
  *left_out = 0;
  for (guint i = n_turns; transcript != NULL && i > 0; i--)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i - 1);
      ChattyRole role = chatty_turn_get_role (turn);
      gsize cost = chatty_turn_get_length (turn) + TURN_BYTES;

      if ((role != CHATTY_ROLE_PERSON && role != CHATTY_ROLE_ASSISTANT) ||
          chatty_turn_get_length (turn) == 0)
        continue;
      /* A gap in the middle would make another conversation of it. */
      full = full || cost > room;
      if (full)
        {
          (*left_out)++;
          continue;
        }
      room -= cost;
      g_ptr_array_insert (turns, 0, chatty_turn_ref (turn));
    }
  return turns;
}
