/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "contract.h"

/* Platforms that carry a change out later: it is done when it is done, and what
 * failed then has failed. Some carry out a part of them at once. */

static const ContractVerb *
find_verb (const char *name)
{
  for (guint i = 0; i < contract_n_verbs (); i++)
    if (g_str_equal (contract_verbs ()[i].name, name))
      return &contract_verbs ()[i];
  g_assert_not_reached ();
}

static void
test_fails (const ContractPlatform *platform)
{
  static const char *const names[] = { "create", "update", "delete" };
  guint n_failed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (ChattyCharacter) wanted = contract_character (contract, "Ada");
      g_autoptr (ChattyCharacter) there = NULL;
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;
      gboolean done;

      g_assert_true (contract_set (contract, "operation-fails", "yes"));
      g_test_message ("%s", names[i]);
      if (i == 0)
        done = chatty_character_store_create (CHATTY_CHARACTER_STORE (contract->connector), wanted,
                                              &id, NULL, &error);
      else
        done = find_verb (names[i])->run (contract, NULL, &error);
      /* An id tells of a character that is there, but not with all fields. */
      g_assert_cmpuint (contract_characters (contract), ==,
                        1 + (id != NULL) - (i == 2 && done));
      if (done)
        continue;
      n_failed++;
      contract_check_error (error);
      g_test_message ("%s", error->message);
      g_clear_error (&error);
      there = chatty_character_store_get (CHATTY_CHARACTER_STORE (contract->connector),
                                          contract->character, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (chatty_character_get_text (there, CHATTY_FIELD_INSTRUCTIONS), ==,
                       "Wren keeps the lighthouse.");
    }
  g_assert_cmpuint (n_failed, >=, 2);
}

/* However often it has to be looked at. */
static void
test_polls (const ContractPlatform *platform)
{
  static const char *const polls[] = { "0", "1", "3" };
  static const char *const names[] = { "create", "update", "delete" };

  for (guint i = 0; i < G_N_ELEMENTS (polls); i++)
    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      {
        g_autoptr (Contract) contract = contract_new (platform);
        g_autoptr (GError) error = NULL;

        g_assert_true (contract_set (contract, "polls", polls[i]));
        g_test_message ("%s, %s", names[k], polls[i]);
        g_assert_true (find_verb (names[k])->run (contract, NULL, &error));
        g_assert_no_error (error);
        g_assert_cmpuint (contract_characters (contract), ==, 2 - k);
      }
}

/* Two of the same name are two. */
static void
test_same_name (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (find_verb ("create")->run (contract, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (contract_characters (contract), ==, 3);
}

void
contract_add_operations (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_CHARACTER_STORE (contract->connector))
    return;
  if (contract_set (contract, "operation-fails", "no"))
    {
      contract_add ("/operations/fails", platform, test_fails);
      contract_add ("/operations/polls", platform, test_polls);
    }
  contract_add ("/operations/same-name", platform, test_same_name);
}
