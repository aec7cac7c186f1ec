/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-character-json.h"
#include "chatty-character-record.h"
#include "chatty-error.h"

static ChattyCharacter *
make_full (void)
{
  static const char *const list[] = { "a", "", "\"b\"\n", NULL };
  static const char *const none[] = { NULL };
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();

  chatty_character_builder_set_id (builder, "convai", "id/1");
  chatty_character_builder_set_times (builder, 1700000000123456, CHATTY_TIME_NONE);
  chatty_character_builder_set_complete (builder, FALSE);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (chatty_character_field_is_list (i))
      chatty_character_builder_set_list (builder, i, i % 2 == 0 ? list : none);
    else if (i != CHATTY_FIELD_TRAITS)
      chatty_character_builder_set_text (builder, i, i % 2 == 0 ? "Text\n😀 \"x\"" : "");
  chatty_character_builder_set_trait (builder, "calm", -100);
  chatty_character_builder_set_trait (builder, "warm", 12.5);
  chatty_character_builder_set_extra (builder, "convai", "{\"a\":[1,2.5,null]}");
  chatty_character_builder_set_extra (builder, "inworld", "{ \"a\": 1 }");
  chatty_character_builder_set_extra (builder, "grok", "not JSON");
  return chatty_character_builder_end (builder);
}

/* Through the text, as it goes through a file. */
static JsonNode *
through_text (JsonNode *node)
{
  g_autofree char *text = chatty_json_to_string (node, FALSE);
  g_autoptr (GError) error = NULL;
  JsonNode *again = chatty_json_parse (text, -1, &error);

  g_assert_no_error (error);
  json_node_unref (node);
  return again;
}

static void
test_round_trip (void)
{
  g_autoptr (ChattyCharacter) full = make_full ();
  g_autoptr (ChattyCharacter) empty = chatty_character_builder_end (chatty_character_builder_new ());
  ChattyCharacter *all[] = { full, empty };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (JsonNode) node = through_text (chatty_character_to_json (all[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyCharacter) again = chatty_character_from_json (node, &error);

      g_assert_no_error (error);
      g_assert_true (chatty_character_equal (all[i], again));
    }
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (full);
      g_autoptr (ChattyCharacter) without = NULL;
      g_autoptr (ChattyCharacter) with = NULL;

      chatty_character_builder_take_field (builder, empty, i);
      without = chatty_character_builder_end (g_steal_pointer (&builder));
      g_assert_false (chatty_character_has_field (without, i));
      builder = chatty_character_builder_new_from (without);
      chatty_character_builder_take_field (builder, full, i);
      with = chatty_character_builder_end (g_steal_pointer (&builder));
      g_assert_true (chatty_character_equal (full, with));
    }
}

static void
test_values (void)
{
  static const struct {
    ChattyCharacterField  field;
    const char           *json;
    const char           *result;  /* NULL: refused */
  } cases[] = {
    { CHATTY_FIELD_NAME, "\"x\"", "\"x\"" },
    { CHATTY_FIELD_NAME, "7", "\"7\"" },
    { CHATTY_FIELD_NAME, "0.5", "\"0.5\"" },
    { CHATTY_FIELD_REMEMBERS, "true", "\"true\"" },
    { CHATTY_FIELD_NAME, "null", "null" },
    { CHATTY_FIELD_NAME, "[]", NULL },
    { CHATTY_FIELD_NAME, "{}", NULL },
    { CHATTY_FIELD_STARTERS, "[\"a\",1,{},null,\"b\"]", "[\"a\",\"1\",\"b\"]" },
    { CHATTY_FIELD_STARTERS, "\"a\"", "[\"a\"]" },
    { CHATTY_FIELD_STARTERS, "[]", "[]" },
    { CHATTY_FIELD_STARTERS, "{}", NULL },
    { CHATTY_FIELD_TRAITS, "{\"b\":1,\"a\":-2.5,\"c\":\"x\",\"d\":1e9}", "{\"a\":-2.5,\"b\":1,\"d\":100}" },
    { CHATTY_FIELD_TRAITS, "{}", "{}" },
    { CHATTY_FIELD_TRAITS, "[1]", NULL },
    { CHATTY_FIELD_TRAITS, "7", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
      g_autoptr (ChattyCharacter) character = NULL;
      g_autoptr (JsonNode) node = chatty_json_parse (cases[i].json, -1, NULL);
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *text = NULL;
      gboolean taken = chatty_character_builder_set_json (builder, cases[i].field, node);

      g_assert_cmpint (taken, ==, cases[i].result != NULL);
      character = chatty_character_builder_end (g_steal_pointer (&builder));
      again = chatty_character_field_to_json (character, cases[i].field);
      text = chatty_json_to_string (again, FALSE);
      g_assert_cmpstr (text, ==, cases[i].result != NULL ? cases[i].result : "null");
    }
}

static void
test_link (void)
{
  static const char *const broken[] = { "[]", "{}", "{\"platform\":\"convai\"}", "null" };
  g_autoptr (ChattyCharacter) full = make_full ();
  ChattyCharacterLink fields = {
    .platform = "convai", .account = "a", .owner = "o", .remote_id = "r",
    .state = CHATTY_LINK_GONE, .base_local = full, .base_remote = full, .agreed = 1700000000000001,
    .seen = full, .documents = "{ \"d\": {\"id\": \"1\"} }",
  };
  g_autoptr (ChattyCharacterLink) link = NULL;
  g_autoptr (ChattyCharacterLink) again = NULL;
  g_autoptr (ChattyCharacterLink) later = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) unknown = NULL;
  g_autoptr (GError) error = NULL;

  fields.seen_times[CHATTY_FIELD_NAME] = 1700000000000002;
  link = chatty_character_link_new (&fields);
  g_assert_cmpstr (link->documents, ==, "{\"d\":{\"id\":\"1\"}}");
  g_assert_cmpint (link->seen_times[CHATTY_FIELD_VOICE], ==, CHATTY_TIME_NONE);
  node = through_text (chatty_character_link_to_json (link));
  again = chatty_character_link_from_json (node, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_character_link_equal (link, again));

  /* A state of a newer version sends nothing. */
  unknown = chatty_json_parse ("{\"platform\":\"x\",\"remote_id\":\"r\",\"state\":\"later\"}", -1, NULL);
  later = chatty_character_link_from_json (unknown, &error);
  g_assert_no_error (error);
  g_assert_cmpint (later->state, ==, CHATTY_LINK_PAUSED);
  g_assert_false (chatty_character_link_equal (link, later));

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (JsonNode) bad = chatty_json_parse (broken[i], -1, NULL);

      g_assert_null (chatty_character_link_from_json (bad, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }
}

static void
test_record (void)
{
  g_autoptr (ChattyCharacter) full = make_full ();
  g_autoptr (ChattyCharacter) partial = NULL;
  g_autoptr (ChattyCharacter) sent = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterRecord) copy = NULL;
  ChattyCharacterBuilder *fields = chatty_character_builder_new ();
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (NULL);
  ChattyRecordDocument documents[] = {
    { (char *) "b", 1, 2, NULL }, { (char *) "a", 3, 4, (char *) "00" }, { (char *) "b", 5, 6, NULL },
  };

  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, "There");
  partial = chatty_character_builder_end (fields);
  chatty_character_record_builder_set_stored (builder, "nova-001", "v", 100);
  chatty_character_record_builder_set_character (builder, full);
  chatty_character_record_builder_set_field_time (builder, CHATTY_FIELD_NAME, 50);
  chatty_character_record_builder_set_override (builder, "inworld", partial);
  chatty_character_record_builder_set_override (builder, "convai", partial);
  chatty_character_record_builder_set_override (builder, "convai", partial);
  chatty_character_record_builder_set_special_time (builder, "convai", CHATTY_FIELD_NAME, 70);
  chatty_character_record_builder_set_special_time (builder, "convai", CHATTY_FIELD_VOICE, 80);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    chatty_character_record_builder_add_document (builder, &documents[i]);
  chatty_character_record_builder_add_conflict_copy (builder, "identity/x");
  record = chatty_character_record_builder_end (builder);

  g_assert_cmpint (chatty_character_record_get_field_time (record, CHATTY_FIELD_NAME), ==, 50);
  g_assert_cmpint (chatty_character_record_get_field_time (record, CHATTY_FIELD_VOICE), ==, 100);
  /* Of an override, where there is one. */
  g_assert_cmpint (chatty_character_record_get_time_for (record, "convai", CHATTY_FIELD_NAME), ==,
                   70);
  g_assert_cmpint (chatty_character_record_get_time_for (record, "inworld", CHATTY_FIELD_NAME),
                   ==, 50);
  g_assert_cmpint (chatty_character_record_get_time_for (record, "convai", CHATTY_FIELD_VOICE),
                   ==, 100);
  g_assert_cmpuint (chatty_character_record_get_n_documents (record), ==, 2);
  g_assert_cmpint (chatty_character_record_get_document (record, 1)->size, ==, 5);
  g_assert_cmpstr (chatty_character_record_get_overridden (record)[0], ==, "convai");
  g_assert_cmpuint (g_strv_length ((char **) chatty_character_record_get_overridden (record)), ==, 2);
  sent = chatty_character_record_for_platform (record, "inworld");
  g_assert_cmpstr (chatty_character_get_name (sent), ==, "There");
  g_assert_null (chatty_character_get_extra (sent, "convai"));
  g_assert_nonnull (chatty_character_get_extra (sent, "inworld"));
  g_assert_true (chatty_character_has_field (full, CHATTY_FIELD_SETTINGS));
  g_assert_false (chatty_character_has_field (sent, CHATTY_FIELD_SETTINGS));

  builder = chatty_character_record_builder_new (record);
  chatty_character_record_builder_set_override (builder, "convai", NULL);
  copy = chatty_character_record_builder_end (builder);
  g_assert_cmpstr (chatty_character_record_get_overridden (copy)[0], ==, "inworld");
  g_assert_null (chatty_character_record_get_overridden (copy)[1]);
  g_assert_cmpstr (chatty_character_record_get_version (copy), ==, "v");
  g_assert_cmpint (chatty_character_record_get_time_for (copy, "convai", CHATTY_FIELD_NAME), ==,
                   50);
  g_assert_cmpstr (*chatty_character_record_get_conflict_copies (copy), ==, "identity/x");
  g_assert_true (chatty_character_equal (chatty_character_record_get_character (copy), full));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/character/round-trip", test_round_trip);
  g_test_add_func ("/model/character/values", test_values);
  g_test_add_func ("/model/character/link", test_link);
  g_test_add_func ("/model/character/record", test_record);
  return g_test_run ();
}
