/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Characters as settings documents of stores, JSON alone. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-character.h"
#include "chatty-json.h"
#include "gemini-bodies.h"

#define ALL (CHATTY_FIELD_FLAG (CHATTY_N_FIELDS) - 1)
#define DOCUMENT "fileSearchStores/nova-1/documents/"

static const char *const texts[] = {
  "Nova", "Brews tea. 🫖", "你是一位茶师。\n\n- 礼貌\n- 简短\n", "مرحبا! \u200fكيف حالك؟", "\"a\\b\"\t{\"x\": [1]}",
  "Kore", "gemini-3.8-flash", "0.7", "high", "לאט ובשקט", "{\n  \"tools\": {\n    \"googleSearch\": true\n  }\n}",
};

static ChattyCharacter *
new_character (void)
{
  static const ChattyCharacterField fields[] = {
    CHATTY_FIELD_NAME, CHATTY_FIELD_DESCRIPTION, CHATTY_FIELD_INSTRUCTIONS, CHATTY_FIELD_GREETING,
    CHATTY_FIELD_EXAMPLES, CHATTY_FIELD_VOICE, CHATTY_FIELD_MODEL, CHATTY_FIELD_TEMPERATURE,
    CHATTY_FIELD_EFFORT, CHATTY_FIELD_STYLE, CHATTY_FIELD_SETTINGS,
  };
  static const char *const starters[] = { "茶は?", "a \"b\"", "", "line\nend", NULL };
  static const char *const languages[] = { "zh-Hans", "ar", NULL };
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    chatty_character_builder_set_text (builder, fields[i], texts[i]);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_STARTERS, starters);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  chatty_character_builder_set_trait (builder, "warmth", 50);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static ChattyCharacter *
with_text (ChattyCharacterField  field,
           const char           *text)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, field, text);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static void
dump (JsonNode *body)
{
  gemini_note_body ("UploadToFileSearchStoreRequest", body);
}

/* What the platform would say of documents with these bodies. */
static GPtrArray *
as_mirrors (JsonNode   *body,
            const char *name,
            const char *created)
{
  GPtrArray *mirrors = g_ptr_array_new_with_free_func (chatty_gemini_mirror_free);
  JsonNode *page = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new (), *document = json_object_new ();
  JsonArray *documents = json_array_new ();
  g_autofree char *path = g_strconcat (DOCUMENT, name, NULL);
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (document, "name", path);
  json_object_set_string_member (document, "createTime", created);
  json_object_set_array_member (document, "customMetadata",
                                json_array_ref (json_object_get_array_member (
                                                  json_node_get_object (body), "customMetadata")));
  json_array_add_object_element (documents, document);
  json_object_set_array_member (object, "documents", documents);
  json_node_take_object (page, object);
  g_assert_true (chatty_gemini_read_mirrors (page, mirrors, &next, &error));
  g_assert_no_error (error);
  g_assert_null (next);
  json_node_unref (page);
  g_assert_cmpuint (mirrors->len, ==, 1);
  return mirrors;
}

static ChattyCharacter *
read_back (GPtrArray *mirrors)
{
  ChattyGeminiStore store = { (char *) "fileSearchStores/nova-1",
                              (char *) "Old name (Chatty Connectors)", 7 };

  return chatty_gemini_read_character (&store, chatty_gemini_newest_mirror (mirrors));
}

static void
assert_values (JsonNode *body)
{
  JsonArray *metadata = json_object_get_array_member (json_node_get_object (body),
                                                      "customMetadata");

  g_assert_cmpuint (json_array_get_length (metadata), <=, 20);
  for (guint i = 0; i < json_array_get_length (metadata); i++)
    {
      JsonObject *entry = json_array_get_object_element (metadata, i), *list;
      JsonArray *values;

      list = chatty_json_get_object (entry, "stringListValue");
      if (json_object_has_member (entry, "numericValue"))
        continue;
      if (list == NULL)
        {
          g_assert_cmpuint (strlen (json_object_get_string_member (entry, "stringValue")), <=, 256);
          continue;
        }
      values = json_object_get_array_member (list, "values");
      for (guint k = 0; k < json_array_get_length (values); k++)
        {
          const char *piece = json_array_get_string_element (values, k);

          g_assert_cmpuint (strlen (piece), <=, 256);
          g_assert_true (g_utf8_validate (piece, -1, NULL));
        }
    }
}

static void
test_round_trip (void)
{
  g_autoptr (ChattyCharacter) character = new_character ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = chatty_gemini_write_mirror (NULL, "", character, ALL, "t1", &error);
  g_autoptr (GPtrArray) mirrors = NULL;
  g_autoptr (ChattyCharacter) back = NULL;
  guint n_fields;
  const ChattyFieldMap *map = chatty_gemini_field_map (&n_fields);
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  dump (body);
  assert_values (body);
  json = chatty_json_to_string (body, FALSE);
  g_assert_true (g_str_has_prefix (json,
    "{\"displayName\":\"Settings of the character (Chatty Connectors)\",\"mimeType\":\"text/plain\","
    "\"customMetadata\":[{\"key\":\"chatty_kind\",\"stringValue\":\"settings\"},"
    "{\"key\":\"chatty_token\",\"stringValue\":\"t1\"},"
    "{\"key\":\"chatty_name\",\"stringValue\":\"Nova\"},"));
  mirrors = as_mirrors (body, "a", "2026-11-23T10:00:00.5Z");
  g_assert_cmpstr (chatty_gemini_newest_mirror (mirrors)->token, ==, "t1");
  back = read_back (mirrors);
  for (guint i = 0; i < n_fields; i++)
    {
      g_test_message ("%s", map[i].remote);
      g_assert_true (chatty_character_field_equal (character, back, map[i].field));
    }
  g_assert_cmpuint (n_fields, ==, 13);
  g_assert_cmpuint (chatty_character_get_n_traits (back), ==, 0);
  g_assert_cmpstr (chatty_character_get_id (back), ==, "fileSearchStores/nova-1");
  g_assert_cmpstr (chatty_character_get_platform (back), ==, "gemini");
  g_assert_cmpint (chatty_character_get_created (back), ==, 7);
  g_assert_true (chatty_character_is_complete (back));
}

/* Texts of every length around the bounds of pieces, of characters of every
 * width. */
static void
test_pieces (void)
{
  static const char *const letters[] = { "a", "é", "茶", "🫖" };
  static const guint lengths[] = { 1, 63, 64, 65, 85, 86, 127, 128, 129, 255, 256, 257, 511, 8000 };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
      {
        g_autoptr (GString) text = g_string_new ("x");
        g_autoptr (ChattyCharacter) character = NULL;
        g_autoptr (GError) error = NULL;
        g_autoptr (JsonNode) body = NULL;
        g_autoptr (GPtrArray) mirrors = NULL;
        g_autoptr (ChattyCharacter) back = NULL;

        for (guint n = 1; n < lengths[k]; n++)
          g_string_append (text, letters[i]);
        character = with_text (CHATTY_FIELD_INSTRUCTIONS, text->str);
        body = chatty_gemini_write_mirror (NULL, "N (Chatty Connectors)", character, ALL, "t",
                                           &error);
        g_assert_no_error (error);
        dump (body);
        assert_values (body);
        mirrors = as_mirrors (body, "a", "2026-11-23T10:00:00Z");
        back = read_back (mirrors);
        g_assert_cmpstr (chatty_character_get_text (back, CHATTY_FIELD_INSTRUCTIONS), ==,
                         text->str);
      }
}

static void
test_limits (void)
{
  guint n_fields;
  const ChattyFieldMap *map = chatty_gemini_field_map (&n_fields);

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (ChattyCharacter) fits = NULL;
      g_autoptr (ChattyCharacter) over = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) body = NULL;
      g_autoptr (JsonNode) none = NULL;

      if (map[i].limit == 0)
        continue;
      g_assert_true (map[i].hard);
      /* The widest characters there are. */
      for (guint n = 0; n < map[i].limit; n++)
        g_string_append (text, "🫖");
      fits = with_text (map[i].field, text->str);
      body = chatty_gemini_write_mirror (NULL, "N (Chatty Connectors)", fits, ALL, "t", &error);
      g_assert_no_error (error);
      g_assert_nonnull (body);

      g_string_append (text, "!");
      over = with_text (map[i].field, text->str);
      none = chatty_gemini_write_mirror (NULL, "N (Chatty Connectors)", over, ALL, "t", &error);
      g_assert_null (none);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
      g_assert_nonnull (strstr (error->message, map[i].remote));
    }
}

static void
test_long_lists (void)
{
  g_autofree char *item = g_strnfill (40000, 'x');
  const char *items[] = { item, NULL };
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (GError) error = NULL;

  chatty_character_builder_set_list (builder, CHATTY_FIELD_STARTERS, items);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  g_assert_null (chatty_gemini_write_mirror (NULL, "N (Chatty Connectors)", character, ALL, "t",
                                             &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
}

/* What is not told stays, what is emptied goes, what nobody knows is carried. */
static void
test_update (void)
{
  g_autoptr (ChattyCharacter) character = new_character ();
  g_autoptr (ChattyCharacter) change = with_text (CHATTY_FIELD_GREETING, "");
  g_autoptr (JsonNode) first = chatty_gemini_write_mirror (NULL, "", character, ALL, "t1", NULL);
  JsonArray *metadata = json_object_get_array_member (json_node_get_object (first),
                                                      "customMetadata");
  g_autoptr (JsonNode) later = chatty_json_parse (
    "[{\"key\":\"chatty_pets\",\"stringListValue\":{\"values\":[\"cat\",7]}},"
    "{\"key\":\"other\",\"numericValue\":3.5},{\"key\":\"\",\"stringValue\":\"x\"},{\"key\":7},"
    "{\"key\":\"bad\",\"stringValue\":[1]},9]", -1, NULL);
  JsonArray *more = json_node_get_array (later);
  g_autoptr (GPtrArray) mirrors = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (ChattyCharacter) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  for (guint i = 0; i < json_array_get_length (more); i++)
    json_array_add_element (metadata, json_array_dup_element (more, i));
  mirrors = as_mirrors (first, "a", "2026-11-23T10:00:00Z");
  body = chatty_gemini_write_mirror (chatty_gemini_newest_mirror (mirrors), "Old (Chatty Connectors)",
                                     change, CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING) |
                                     CHATTY_FIELD_FLAG (CHATTY_FIELD_STYLE), "t2", &error);
  g_assert_no_error (error);
  dump (body);
  assert_values (body);
  after = as_mirrors (body, "b", "2026-11-23T11:00:00Z");
  back = read_back (after);
  g_assert_cmpstr (chatty_character_get_text (back, CHATTY_FIELD_GREETING), ==, "");
  g_assert_cmpstr (chatty_character_get_text (back, CHATTY_FIELD_STYLE), ==, texts[9]);
  g_assert_cmpstr (chatty_character_get_name (back), ==, "Nova");
  g_assert_cmpstr (chatty_gemini_newest_mirror (after)->token, ==, "t2");
  json = chatty_json_to_string (body, FALSE);
  g_assert_nonnull (strstr (json, "{\"key\":\"chatty_pets\",\"stringValue\":\"cat\"}"));
  g_assert_nonnull (strstr (json, "{\"key\":\"other\",\"numericValue\":3.5}"));
  g_assert_null (strstr (json, "bad"));
}

static void
test_names (void)
{
  static const struct {
    const char *name;
    const char *title;
  } cases[] = {
    { "Nova", "Nova (Chatty Connectors)" },
    { "ノヴァ\n 茶 ", "ノヴァ 茶 (Chatty Connectors)" },
    { "(Chatty Connectors)", "(Chatty Connectors) (Chatty Connectors)" },
  };
  static const char *const others[] = {
    "", "Nova", "Chatty Connectors", " (Chatty Connectors)", "Nova (Chatty Connectors) ",
    "Nova (chatty connectors)",
  };
  g_autofree char *huge = g_strnfill (5000, 'x');
  g_autofree char *title = chatty_gemini_dup_title (huge);
  g_autoptr (ChattyCharacter) nameless = with_text (CHATTY_FIELD_NAME, " \n");
  g_autoptr (ChattyCharacter) silent = with_text (CHATTY_FIELD_STYLE, "x");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *made = chatty_gemini_dup_title (cases[i].name);
      g_autoptr (JsonNode) body = chatty_gemini_write_store (made);
      g_autofree char *back = chatty_gemini_dup_name (made);

      gemini_note_body ("FileSearchStore", body);
      g_assert_cmpstr (made, ==, cases[i].title);
      g_assert_true (g_str_has_prefix (made, back));
      g_assert_cmpuint (strlen (made), ==, strlen (back) + strlen (" (Chatty Connectors)"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (chatty_gemini_dup_name (others[i]));
  g_assert_cmpuint (strlen (title), <=, 512);
  g_assert_true (g_str_has_suffix (title, "x… (Chatty Connectors)"));

  g_assert_null (chatty_gemini_write_mirror (NULL, "", nameless, ALL, "t", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_mirror (NULL, "", silent, ALL, "t", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

/* Documents that people put there. */
static void
test_uploads (void)
{
  static const char *const metadata[] = { "genre", "茶", NULL };
  static const ChattyKnowledgeOptions options[] = {
    { NULL, 0, 0, NULL }, { "fileSearchStores/a", 1, 9999, metadata }, { NULL, 300, 30, metadata },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (JsonNode) body = chatty_gemini_write_upload ("茶.txt", "text/plain", &options[i]);

      dump (body);
      g_assert_cmpstr (chatty_json_get_string (json_node_get_object (body), "displayName"), ==,
                       "茶.txt");
    }
}

static ChattyCharacter *
read_page (const char  *page,
           char       **token)
{
  g_autoptr (JsonNode) node = chatty_json_parse (page, -1, NULL);
  g_autoptr (GPtrArray) mirrors = g_ptr_array_new_with_free_func (chatty_gemini_mirror_free);
  const ChattyGeminiMirror *newest;
  g_autofree char *next = NULL;

  g_assert_true (chatty_gemini_read_mirrors (node, mirrors, &next, NULL));
  newest = chatty_gemini_newest_mirror (mirrors);
  *token = newest != NULL ? g_strdup (newest->token) : NULL;
  return read_back (mirrors);
}

#define KIND "{\"key\":\"chatty_kind\",\"stringValue\":\"settings\"}"
#define TOKEN(token) "{\"key\":\"chatty_token\",\"stringValue\":\"" token "\"}"
#define MIRROR(name, members, token) \
  "{\"name\":\"" DOCUMENT name "\"," members "\"customMetadata\":[" KIND "," TOKEN (token) "]}"

/* Which of several counts. */
static void
test_newest (void)
{
  static const struct {
    const char *documents;
    const char *token;
  } cases[] = {
    { "", NULL },
    { "{\"name\":\"" DOCUMENT "a\",\"displayName\":\"Settings of the character (Chatty Connectors)\"}",
      NULL },
    { MIRROR ("a", "\"createTime\":\"2026-11-23T10:00:00.1Z\",", "1") ","
      MIRROR ("b", "\"createTime\":\"2026-11-23T10:00:00.2Z\",", "2"), "2" },
    { MIRROR ("b", "\"createTime\":\"2026-11-23T10:00:01Z\",", "2") ","
      MIRROR ("a", "\"createTime\":\"2026-11-23T10:00:00Z\",", "1"), "2" },
    { MIRROR ("a", "\"createTime\":\"2026-11-23T10:00:00Z\",", "1") ","
      MIRROR ("b", "\"createTime\":\"2026-11-23T10:00:01Z\",\"state\":\"STATE_FAILED\",", "2"), "1" },
    { MIRROR ("b", "\"createTime\":\"2026-11-23T10:00:01Z\",\"state\":\"STATE_FAILED\",", "2"), "2" },
    { MIRROR ("a", "\"createTime\":\"2026-11-23T10:00:00Z\",", "1") ","
      MIRROR ("b", "\"createTime\":\"2026-11-23T10:00:01Z\",\"state\":\"STATE_PENDING\",", "2"), "2" },
    /* A time that is none is older than every other. */
    { MIRROR ("b", "\"createTime\":\"soon\",", "2") ","
      MIRROR ("a", "\"createTime\":\"2026-11-23T10:00:00Z\",", "1"), "1" },
    { MIRROR ("a", "", "1") "," MIRROR ("b", "\"createTime\":7,", "2"), "2" },
    { "{\"name\":\"fileSearchStores/../x\",\"customMetadata\":[" KIND "]},7,null,[]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *page = g_strdup_printf ("{\"documents\":[%s]}", cases[i].documents);
      g_autofree char *token = NULL;
      g_autoptr (ChattyCharacter) character = read_page (page, &token);

      g_test_message ("%s", page);
      g_assert_cmpstr (token, ==, cases[i].token);
      /* The name in a title is what there is without settings, or without one
       * in them; nothing else is known, and nothing is empty. */
      g_assert_cmpstr (chatty_character_get_name (character), ==, "Old name");
      g_assert_true (chatty_character_has_field (character, CHATTY_FIELD_INSTRUCTIONS) ==
                     (token != NULL));
    }
}

static void
test_hostile (void)
{
  static const char *const values[] = {
    "\"stringValue\":7", "\"stringValue\":null", "\"stringListValue\":[]", "\"stringListValue\":7",
    "\"stringListValue\":{\"values\":{}}", "\"stringListValue\":{\"values\":[null,7,{},[]]}",
    "\"numericValue\":\"x\"", "\"numericValue\":{}", "\"x\":1",
  };
  g_autofree char *huge = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *huge_value = g_strdup_printf ("\"stringValue\":\"%s\"", huge);
  g_autofree char *huge_list = g_strdup_printf ("\"stringListValue\":{\"values\":[\"%s\"]}", huge);
  static const char *const lists[][2] = {
    { "[\\\"a\\\",7,null,\\\"b\\\"]", "a|b" }, { "{}", "{}" }, { "plain", "plain" },
    { "[[[[", "[[[[" }, { "[]", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values) + 2; i++)
    {
      const char *value = i < G_N_ELEMENTS (values) ? values[i]
                          : i == G_N_ELEMENTS (values) ? huge_value : huge_list;
      g_autofree char *page =
        g_strdup_printf ("{\"documents\":[{\"name\":\"" DOCUMENT "a\",\"customMetadata\":[" KIND ",7,"
                         "{\"key\":7,\"stringValue\":\"x\"},{\"key\":\"chatty_greeting\",%s},"
                         "{\"key\":\"chatty_greeting\",\"stringValue\":\"second\"},"
                         "{\"key\":\"chatty_temperature\",\"numericValue\":0.5}]}]}", value);
      g_autofree char *token = NULL;
      g_autoptr (ChattyCharacter) character = read_page (page, &token);

      g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_GREETING), ==,
                       strstr (value, "\"numericValue\":\"x\"") != NULL ? "x" : "");
      g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_TEMPERATURE), ==, "0.5");
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *page =
        g_strdup_printf ("{\"documents\":[{\"name\":\"" DOCUMENT "a\",\"customMetadata\":[" KIND ","
                         "{\"key\":\"chatty_starters\",\"stringValue\":\"%s\"}]}]}", lists[i][0]);
      g_autofree char *token = NULL;
      g_autoptr (ChattyCharacter) character = read_page (page, &token);
      const char *const *starters = chatty_character_get_list (character, CHATTY_FIELD_STARTERS);
      g_autofree char *joined = g_strjoinv ("|", (char **) starters);

      g_assert_cmpstr (joined, ==, lists[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gemini-character/round-trip", test_round_trip);
  g_test_add_func ("/gemini-character/pieces", test_pieces);
  g_test_add_func ("/gemini-character/limits", test_limits);
  g_test_add_func ("/gemini-character/long-lists", test_long_lists);
  g_test_add_func ("/gemini-character/update", test_update);
  g_test_add_func ("/gemini-character/names", test_names);
  g_test_add_func ("/gemini-character/uploads", test_uploads);
  g_test_add_func ("/gemini-character/newest", test_newest);
  g_test_add_func ("/gemini-character/hostile", test_hostile);

  return g_test_run ();
}
