/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* Past sessions and memory: what the platform keeps of them. */

static void
test_history (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) again = NULL;
  g_autofree char *id = g_strconcat (platform->id, ":", contract->session->id, NULL);
  g_autoptr (GError) error = NULL;
  ChattyPastSession *session;

  if (!CHATTY_IS_HISTORY (contract->connector))
    {
      g_test_skip ("the platform keeps no history");
      return;
    }
  sessions = chatty_history_list (CHATTY_HISTORY (contract->connector), contract->character, NULL,
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 1);
  session = g_ptr_array_index (sessions, 0);
  g_assert_cmpstr (session->id, ==, contract->session->id);
  g_assert_cmpint (session->started, !=, CHATTY_TIME_NONE);

  transcript = chatty_history_read (CHATTY_HISTORY (contract->connector), contract->character,
                                    "Wren", session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_transcript_get_id (transcript), ==, id);
  g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, platform->id);
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      g_assert_cmpint (chatty_turn_get_role (turn), ==, i % 2 == 0 ? CHATTY_ROLE_PERSON
                                                                   : CHATTY_ROLE_ASSISTANT);
      g_assert_cmpint (chatty_turn_get_time (turn), !=, CHATTY_TIME_NONE);
      g_assert_cmpuint (chatty_turn_get_length (turn), >, 0);
    }
  again = chatty_history_read (CHATTY_HISTORY (contract->connector), contract->character, "Wren",
                               session, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_transcript_equal (transcript, again));
}

static void
test_memory (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  ChattyMemory *memory;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  if (!CHATTY_IS_MEMORY (contract->connector))
    {
      g_test_skip ("the platform keeps no memory");
      return;
    }
  memory = CHATTY_MEMORY (contract->connector);
  /* More than a page. */
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *text = g_strdup_printf ("Fact %u — 漁師", i);
      g_autofree char *id = chatty_memory_add (memory, contract->character, "person-1", text,
                                               NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (id, !=, "");
    }
  notes = chatty_memory_list (memory, contract->character, "person-1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 121);
  g_assert_cmpstr (((ChattyMemoryNote *) g_ptr_array_index (notes, 1))->text, ==,
                   "Fact 0 — 漁師");
  g_assert_true (chatty_memory_delete (memory, contract->character, "person-1", contract->note,
                                       NULL, &error));
  g_assert_no_error (error);
  left = chatty_memory_list (memory, contract->character, "person-1", NULL, &error);
  g_assert_cmpuint (left->len, ==, 120);
  g_assert_true (chatty_memory_delete (memory, contract->character, "person-1", NULL, NULL,
                                       &error));
  none = chatty_memory_list (memory, contract->character, "person-1", NULL, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

void
contract_add_records (const ContractPlatform *platform)
{
  contract_add ("/history", platform, test_history);
  contract_add ("/memory", platform, test_memory);
}
