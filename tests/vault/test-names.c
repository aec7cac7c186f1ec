/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "character-fixture.h"

/* What a conversation is said to be with. */
static ChattyTranscript *
make_with (const char *id,
           const char *callsign,
           const char *author)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn;

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, id);
  chatty_transcript_builder_set_platform (builder, "gemini");
  chatty_transcript_builder_set_character (builder, callsign);
  turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  chatty_turn_builder_set_author (turn, "Me");
  chatty_turn_builder_set_text (turn, "Tell me.");
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_author (turn, author);
  chatty_turn_builder_set_text (turn, "I do.");
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  return chatty_transcript_builder_end (builder);
}

static void
store_with (ChattyVault *vault,
            const char  *id,
            const char  *callsign,
            const char  *author)
{
  g_autoptr (ChattyTranscript) transcript = make_with (id, callsign, author);

  store_one (vault, transcript, NULL);
}

/* As the list, the search and the single look tell it. */
static void
assert_name (ChattyVault *vault,
             const char  *id,
             const char  *name)
{
  static const char *const texts[] = { NULL, "tell" };
  g_autoptr (ChattyTranscriptSummary) one = NULL;
  g_autoptr (GError) error = NULL;

  wait_index (vault);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      ChattyTranscriptQuery query = { .text = texts[i], .sort = CHATTY_SORT_NEWEST };
      g_autoptr (GPtrArray) list = chatty_vault_list (vault, &query, NULL, &error);
      const ChattyTranscriptSummary *found = NULL;

      g_assert_no_error (error);
      for (guint j = 0; j < list->len; j++)
        if (g_str_equal (((ChattyTranscriptSummary *) list->pdata[j])->id, id))
          found = list->pdata[j];
      g_assert_nonnull (found);
      g_assert_cmpstr (found->name, ==, name);
    }
  one = chatty_vault_lookup (vault, id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (one);
  g_assert_cmpstr (one->name, ==, name);
}

static void
test_which (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autofree char *name = NULL;

  write_character (place, "wren-001", "{\"name\":\" Wren \"}", NULL, NULL, NULL);
  write_character (place, "mute-001", "{\"instructions\":\"Be.\"}", NULL, NULL, NULL);
  write_character (place, "broken-001", "{\"name\":", NULL, NULL, NULL);
  vault = place_open (place);
  store_with (vault, "test:known", "wren-001", "Wren of old");
  store_with (vault, "test:mute", "mute-001", "Silence");
  store_with (vault, "test:broken", "broken-001", "Shard");
  store_with (vault, "test:gone", "gone-001", "Gone Girl");
  store_with (vault, "test:platform", "gone-002", "GEMINI");
  store_with (vault, "test:bare", "gone-003", NULL);
  store_with (vault, "test:outside", "../../etc", NULL);
  store_with (vault, "test:none", NULL, "Somebody");

  assert_name (vault, "test:known", "Wren");
  assert_name (vault, "test:mute", "Silence");
  assert_name (vault, "test:broken", "Shard");
  assert_name (vault, "test:gone", "Gone Girl");
  assert_name (vault, "test:platform", "gone-002");
  assert_name (vault, "test:bare", "gone-003");
  assert_name (vault, "test:outside", "../../etc");
  assert_name (vault, "test:none", NULL);

  name = chatty_vault_dup_character_name (vault, "wren-001");
  g_assert_cmpstr (name, ==, "Wren");
  g_assert_null (chatty_vault_dup_character_name (vault, "gone-001"));
  g_assert_null (chatty_vault_dup_character_name (vault, "broken-001"));
  g_assert_null (chatty_vault_dup_character_name (vault, "../../etc"));
  g_assert_null (chatty_vault_dup_character_name (vault, ""));
}

/* By the person, by another program, in the trash and back. */
static void
test_follows (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyCharacterRecord) before = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  write_character (place, "wren-001", "{\"name\":\"Wren\"}", NULL, NULL, NULL);
  vault = place_open (place);
  store_with (vault, "test:1", "wren-001", "Wren");
  assert_name (vault, "test:1", "Wren");

  before = load_record (vault, "wren-001");
  after = with_text (before, CHATTY_FIELD_NAME, "Jenny Wren");
  g_assert_cmpint (store_record (vault, before, after, NULL, NULL), ==, CHATTY_STORED_UPDATED);
  assert_name (vault, "test:1", "Jenny Wren");

  write_character (place, "wren-001", "{\"name\":\"Zaunkönig\"}", NULL, NULL, NULL);
  assert_name (vault, "test:1", "Zaunkönig");

  batch = chatty_vault_begin (vault, "delete", &error);
  g_assert_true (chatty_vault_batch_trash_record (batch, "wren-001", &error));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  g_assert_no_error (error);
  assert_name (vault, "test:1", "Wren");
  g_assert_true (chatty_vault_undo_run (vault, chatty_vault_batch_get_id (batch), NULL, NULL, NULL,
                                        &error));
  g_assert_no_error (error);
  assert_name (vault, "test:1", "Zaunkönig");
}

/* Two that are called the same can be told apart where one of them is chosen. */
static void
test_choices (void)
{
  static const char *const expected[] = {
    "", NULL, "gone-001", "Ann", "wren-001", "Wren (wren-001)", "wren-002", "Wren (wren-002)",
    "bare-001", NULL,
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GPtrArray) facets = NULL;
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);

  write_character (place, "wren-001", "{\"name\":\"Wren\"}", NULL, NULL, NULL);
  write_character (place, "wren-002", "{\"name\":\"Wren\"}", NULL, NULL, NULL);
  vault = place_open (place);
  store_with (vault, "test:1", "wren-001", "Wren");
  store_with (vault, "test:2", "gone-001", "Ann");
  store_with (vault, "test:3", "bare-001", NULL);
  store_with (vault, "test:4", NULL, "Somebody");
  wait_index (vault);

  facets = chatty_vault_list_characters (vault, NULL);
  g_assert_cmpuint (facets->len, ==, G_N_ELEMENTS (expected) / 2);
  g_assert_cmpstr (((ChattyFacet *) facets->pdata[0])->value, ==, "");
  for (guint i = 0; i < facets->len; i++)
    {
      ChattyFacet *facet = g_ptr_array_index (facets, i);

      g_hash_table_insert (found, facet->value, facet);
      /* In the order of what is read. */
      if (i > 1)
        {
          ChattyFacet *last = g_ptr_array_index (facets, i - 1);

          g_assert_cmpint (g_utf8_collate (last->name != NULL ? last->name : last->value,
                                           facet->name != NULL ? facet->name : facet->value),
                           <=, 0);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i += 2)
    {
      ChattyFacet *facet = g_hash_table_lookup (found, expected[i]);

      g_assert_nonnull (facet);
      g_assert_cmpstr (facet->name, ==, expected[i + 1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/names/which", test_which);
  g_test_add_func ("/vault/names/follows", test_follows);
  g_test_add_func ("/vault/names/choices", test_choices);
  return g_test_run ();
}
