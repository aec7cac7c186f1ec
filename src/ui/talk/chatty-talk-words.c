/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-talk-words.h"

/**
 * chatty_talk_words_dup_status:
 * @state: of a conversation
 * @name: (nullable): of its character
 *
 * Returns: (transfer full) (nullable): what is going on, where anything is
 */
char *
chatty_talk_words_dup_status (ChattyTalkState  state,
                              const char      *name)
{
  if (state == CHATTY_TALK_STATE_SENDING)
    /* Translators: %s is the name of a character */
    return name != NULL ? g_strdup_printf (_("Waiting for %s…"), name)
                        : g_strdup (_("Waiting for the answer…"));
  if (state == CHATTY_TALK_STATE_ANSWERING)
    /* Translators: %s is the name of a character */
    return name != NULL ? g_strdup_printf (_("%s answers…"), name)
                        : g_strdup (_("The answer comes…"));
  return NULL;
}

/* Such as after a crash, or where what went wrong was left alone. */
static gboolean
is_unanswered (ChattyConversation *conversation)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (conversation);
  guint n_turns = transcript != NULL ? chatty_transcript_get_n_turns (transcript) : 0;

  return n_turns > 0 &&
         chatty_conversation_get_state (conversation) == CHATTY_TALK_STATE_READY &&
         chatty_conversation_get_problem (conversation) == NULL &&
         chatty_turn_get_role (chatty_transcript_get_turn (transcript, n_turns - 1)) ==
           CHATTY_ROLE_PERSON;
}

/**
 * chatty_talk_words_get_place:
 * @conversation: one in which nothing is on its way
 * @partner: (nullable): where its character answers
 * @n_partners: how many there are to choose from
 * @action: (out) (nullable): what the button says that helps, with a mnemonic
 *
 * Returns: (nullable): what keeps it from going on
 */
const char *
chatty_talk_words_get_place (ChattyConversation  *conversation,
                             ChattyTalkPartner   *partner,
                             guint                n_partners,
                             const char         **action)
{
  *action = NULL;
  if (partner == NULL && n_partners == 0)
    {
      *action = _("_Connect an Account");
      return _("No account is connected that can chat. Connect one, and the conversation goes on "
               "here.");
    }
  if (partner == NULL)
    return _("Choose an account below: where does this character answer?");
  if (chatty_talk_partner_get_reason (partner) != NULL)
    {
      *action = _("Open the Account’s _Settings");
      return chatty_talk_partner_get_reason (partner);
    }
  if (is_unanswered (conversation))
    {
      /* Translators: a button: asks the character to answer what was said last */
      *action = _("_Answer");
      return _("What was said last was not answered.");
    }
  return NULL;
}
