/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* Characters: what is written is what is there, and there once. */

static ChattyCharacterStore *
store_of (Contract *contract)
{
  return CHATTY_CHARACTER_STORE (contract->connector);
}

static void
assert_same (Contract        *contract,
             ChattyCharacter *wanted,
             const char      *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacter) there = NULL;

  there = chatty_character_store_get (store_of (contract), id, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_character_is_complete (there));
  g_assert_cmpstr (chatty_character_get_id (there), ==, id);
  g_assert_cmpstr (chatty_character_get_platform (there), ==, contract->platform->id);
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    {
      const ChattyFieldMap *map = chatty_character_store_map_field (store_of (contract), field);

      if (map == NULL || !map->readable || !map->writable ||
          !chatty_character_has_field (wanted, field))
        continue;
      g_test_message ("%s", chatty_character_field_to_string (field));
      g_assert_true (chatty_character_field_equal (wanted, there, field));
    }
}

static void
test_round (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyCharacter) wanted = contract_character (contract, "Éowyn \342\200\256 漁師 \"x\"");
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autoptr (ChattyCharacter) changed = NULL;
  g_autoptr (ChattyCharacter) gone = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_character_store_create (store_of (contract), wanted, &id, NULL, &error));
  g_assert_no_error (error);
  assert_same (contract, wanted, id);

  builder = chatty_character_builder_new_from (wanted);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Nobody");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, "Says nothing.");
  changed = chatty_character_builder_end (g_steal_pointer (&builder));
  /* Only what is named is written. */
  g_assert_true (chatty_character_store_update (store_of (contract), id, changed,
                                                CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME), NULL,
                                                &error));
  g_assert_no_error (error);
  builder = chatty_character_builder_new_from (wanted);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Nobody");
  chatty_character_unref (changed);
  changed = chatty_character_builder_end (g_steal_pointer (&builder));
  assert_same (contract, changed, id);

  g_assert_true (chatty_character_store_delete (store_of (contract), id, NULL, &error));
  g_assert_no_error (error);
  gone = chatty_character_store_get (store_of (contract), id, NULL, &error);
  g_assert_null (gone);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

static void
test_list (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 130; i++)
    {
      g_autofree char *name = g_strdup_printf ("Keeper %u", i);

      g_free (contract_add_one (contract, name));
    }
  characters = chatty_character_store_list (store_of (contract), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (characters->len, ==, 131);
  for (guint i = 0; i < characters->len; i++)
    {
      ChattyCharacter *character = g_ptr_array_index (characters, i);

      g_assert_true (g_hash_table_add (seen, (gpointer) chatty_character_get_id (character)));
      g_assert_true ((chatty_character_get_created (character) != CHATTY_TIME_NONE) ==
                     platform->dates);
    }
}

static void
test_clone (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  if (!chatty_character_store_can_clone (store_of (contract)))
    {
      g_test_skip ("the platform does not clone");
      return;
    }
  id = chatty_character_store_clone (store_of (contract), contract->character, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, !=, contract->character);
  g_assert_cmpuint (contract_characters (contract), ==, 2);
}

/* Whatever happens to the answer of a create, one character results. */
static void
test_once (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_LOST_ANSWER, CHATTY_SIMULATOR_FAULT_CUT_CHUNK,
    CHATTY_SIMULATOR_FAULT_EMPTY_BODY, CHATTY_SIMULATOR_FAULT_BAD_JSON,
    CHATTY_SIMULATOR_FAULT_STALL, CHATTY_SIMULATOR_FAULT_LENGTH_TOO_LONG,
    CHATTY_SIMULATOR_FAULT_DROP, CHATTY_SIMULATOR_FAULT_SERVER_ERROR,
    CHATTY_SIMULATOR_FAULT_UNAVAILABLE,
  };

  /* Some of them are noticed only when the time is up. */
  contract_seconds = 2;
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint nth = 1; nth <= 4; nth++)
      {
        g_autoptr (Contract) contract = contract_new (platform);
        g_autoptr (ChattyCharacter) wanted = contract_character (contract, "Wren");
        g_autofree char *id = NULL;
        g_autoptr (GError) error = NULL;
        gboolean made;

        if (faults[i] == CHATTY_SIMULATOR_FAULT_STALL && nth > 1)
          continue;
        g_test_message ("%s, %u", chatty_simulator_fault_name (faults[i]), nth);
        /* One of the same name and of other words is there already. */
        chatty_simulator_set_fault (contract->simulator, nth == 1 ? platform->create : "*", faults[i],
                                    nth, 1);
        made = chatty_character_store_create (store_of (contract), wanted, &id, NULL, &error);
        g_assert_true (made == (error == NULL));
        g_assert_cmpuint (contract_characters (contract), <=, 2);
        if (id != NULL)
          g_assert_cmpuint (contract_characters (contract), ==, 2);
        if (nth == 1)
          {
            g_assert_no_error (error);
            assert_same (contract, wanted, id);
          }
      }
  contract_seconds = CONTRACT_SECONDS;
}

/* An update that is answered with success, but does not say so, is none. */
static void
test_soft_failure (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE, CHATTY_SIMULATOR_FAULT_EMPTY_BODY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (ChattyCharacter) wanted = contract_character (contract, "Wren");
      g_autoptr (GError) error = NULL;

      chatty_simulator_set_fault (contract->simulator, platform->update, faults[i], 1, 0);
      /* Whoever looks may find that it was carried out after all. */
      if (chatty_character_store_update (store_of (contract), contract->character, wanted, ~0u,
                                         NULL, &error))
        {
          g_assert_cmpint (faults[i], !=, CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE);
          assert_same (contract, wanted, contract->character);
        }
      else
        contract_check_error (error);
    }
}

static void
test_limits (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  guint n_fields;
  const ChattyFieldMap *map = chatty_character_store_map (store_of (contract), &n_fields);
  guint seen = 0;

  g_assert_cmpuint (n_fields, >, 0);
  for (guint i = 0; i < n_fields; i++)
    {
      g_assert_cmpuint (seen & CHATTY_FIELD_FLAG (map[i].field), ==, 0);
      seen |= CHATTY_FIELD_FLAG (map[i].field);
      g_assert_nonnull (map[i].remote);
      g_assert_true (map[i].readable || map[i].writable);
      g_assert_true ((map[i].limit > 0) == (map[i].unit != CHATTY_UNIT_NONE));
    }
  g_assert_true (seen & CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME));

  /* Over a limit: an error, or all of it. Never a part without a word. */
  for (guint i = 0; i < n_fields; i++)
    if (map[i].writable && map[i].limit > 0 && !chatty_character_field_is_list (map[i].field))
      {
        ChattyCharacterBuilder *builder = chatty_character_builder_new ();
        g_autoptr (ChattyCharacter) large = NULL;
        g_autoptr (GString) words = g_string_new (NULL);
        g_autoptr (GError) error = NULL;

        for (guint k = 0; k < map[i].limit * 3; k++)
          g_string_append (words, k > 0 ? " wörd" : "wörd");
        chatty_character_builder_set_text (builder, map[i].field, words->str);
        large = chatty_character_builder_end (builder);
        g_assert_cmpuint (chatty_character_store_measure (&map[i], large), >=, map[i].limit);
        if (chatty_character_store_update (store_of (contract), contract->character, large,
                                           CHATTY_FIELD_FLAG (map[i].field), NULL, &error))
          assert_same (contract, large, contract->character);
        else
          contract_check_error (error);
      }
}

static void
test_missing (const ContractPlatform *platform)
{
  static const char *const ids[] = {
    "00000000-0000-4000-8000-000000000000", "", "../../etc", "日本", "a b&c=d?e#f",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (ChattyCharacter) there = NULL;
      g_autoptr (GError) error = NULL;

      there = chatty_character_store_get (store_of (contract), ids[i], NULL, &error);
      g_assert_null (there);
      contract_check_error (error);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
    }
}

/* A voice that the platform does not have is named; one that keeps it all the
 * same keeps it as it is. */
static void
test_voice (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyCharacter) plain = contract_character (contract, "Wren");
  ChattyCharacterBuilder *builder = chatty_character_builder_new_from (plain);
  g_autoptr (ChattyCharacter) wrong = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  if (chatty_character_store_map_field (store_of (contract), CHATTY_FIELD_VOICE) == NULL)
    {
      chatty_character_builder_free (builder);
      g_test_skip ("the platform's characters have no voice");
      return;
    }
  chatty_character_builder_set_text (builder, CHATTY_FIELD_VOICE, "VoiceOfYesterday");
  wrong = chatty_character_builder_end (builder);
  if (chatty_character_store_create (store_of (contract), wrong, &id, NULL, &error))
    {
      assert_same (contract, wrong, id);
      return;
    }
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "VoiceOfYesterday"));
  g_assert_null (id);
  g_assert_cmpuint (contract_characters (contract), ==, 1);
}

void
contract_add_characters (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_CHARACTER_STORE (contract->connector))
    return;
  contract_add ("/characters/round", platform, test_round);
  contract_add ("/characters/list", platform, test_list);
  contract_add ("/characters/clone", platform, test_clone);
  contract_add ("/characters/once", platform, test_once);
  contract_add ("/characters/soft-failure", platform, test_soft_failure);
  contract_add ("/characters/limits", platform, test_limits);
  contract_add ("/characters/missing", platform, test_missing);
  contract_add ("/characters/voice", platform, test_voice);
}
