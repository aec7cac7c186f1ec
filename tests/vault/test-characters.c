/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "character-fixture.h"
#include "chatty-error.h"

/* Folders of Chatty as they are met, and what is read of them. */
typedef struct {
  const char *prompt;
  const char *text;
  const char *metadata;
  const char *name;
  const char *description;
  const char *instructions;
  const char *starters;  /* joined by | */
  const char *model;
} Reading;

static const Reading readings[] = {
  { "{\"name\":\"Nova\",\"description\":\"A d\",\"instructions\":\"Do.\\nThis.\","
    "\"conversation_starters\":[\"a\",\"b\"]}", NULL, NULL,
    "Nova", "A d", "Do.\nThis.", "a|b", NULL },
  { NULL, "**You Are Nova**\n*A d*\n\nDo.\n\nThis.\n", NULL, "Nova", "A d", "Do.\n\nThis.", NULL, NULL },
  { NULL, "\xef\xbb\xbf**You Are Nova**\r\n*A d*\r\nDo.\r\nThis.\r\n", NULL,
    "Nova", "A d", "Do.\nThis.", NULL, NULL },
  { NULL, "Just be kind.\n**You Are Nova**\n", NULL, "x-001", NULL,
    "Just be kind.\n**You Are Nova**", NULL, NULL },
  { NULL, "**You Are A**B**\n**Rules:**\n- one", NULL, "A**B", NULL, "**Rules:**\n- one", NULL, NULL },
  { "\xef\xbb\xbf{\"name\":\"Nova\"}", "**You Are Other**\n*A d*\nDo.", NULL, "Nova", "A d", "Do.", NULL, NULL },
  { "{\"name\":null,\"description\":7,\"instructions\":{\"a\":1},\"conversation_starters\":[1,{},\"b\"]}",
    NULL, "{\"instance_name\":\"Nova\",\"models\":[{\"id\":\"m1\"},{\"id\":\"m2\",\"isDefault\":true}]}",
    "Nova", "7", NULL, "1|b", "m2" },
  { "{\"system_prompt\":\"Be.\"}", NULL, "{\"models\":[{\"id\":\"m1\"}]}", "x-001", NULL, "Be.", NULL, "m1" },
  { "{}", "", "{}", "x-001", NULL, "", NULL, NULL },
};

static void
test_readings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      const Reading *one = &readings[i];
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (ChattyCharacterRecord) record = NULL;
      ChattyCharacter *character;
      g_autofree char *starters = NULL;

      write_character (place, "x-001", one->prompt, one->text, one->metadata, NULL);
      vault = place_open (place);
      record = load_record (vault, "x-001");
      character = chatty_character_record_get_character (record);
      g_test_message ("%u", i);
      g_assert_cmpstr (chatty_character_get_name (character), ==, one->name);
      g_assert_cmpstr (text_of (record, CHATTY_FIELD_DESCRIPTION), ==, one->description);
      g_assert_cmpstr (text_of (record, CHATTY_FIELD_INSTRUCTIONS), ==, one->instructions);
      g_assert_cmpstr (text_of (record, CHATTY_FIELD_MODEL), ==, one->model);
      if (chatty_character_has_field (character, CHATTY_FIELD_STARTERS))
        starters = g_strjoinv ("|", (char **) chatty_character_get_list (character,
                                                                         CHATTY_FIELD_STARTERS));
      g_assert_cmpstr (starters, ==, one->starters);
    }
}

/* One edit of one field, and the files before and after it. */
typedef struct {
  const char           *prompt;
  const char           *text;
  const char           *metadata;
  ChattyCharacterField  field;
  const char           *value;        /* a JSON text */
  const char           *new_prompt;   /* NULL: as before */
  const char           *new_text;
  const char           *new_metadata;
} Edit;

static const Edit edits[] = {
  /* Only the member that changed, in a layout of somebody else's. */
  { "{\"name\" :\"Nova\",\r\n\t\"unknown\": [1.0, 2e3],\"description\":\"A d\"}\r\n", NULL, NULL,
    CHATTY_FIELD_DESCRIPTION, "\"B\"",
    "{\"name\" :\"Nova\",\r\n\t\"unknown\": [1.0, 2e3],\"description\":\"B\"}\r\n", NULL, NULL },
  { NULL, "**You Are Nova**\r\n*A d*\r\n\r\nDo.  \r\nThis.\r\n\r\n", NULL,
    CHATTY_FIELD_NAME, "\"Lin\"",
    NULL, "**You Are Lin**\r\n*A d*\r\n\r\nDo.  \r\nThis.\r\n\r\n", NULL },
  { NULL, "**You Are Nova**\n*A d*\n\nDo.\n", NULL, CHATTY_FIELD_INSTRUCTIONS, "\"One\\nTwo\"",
    NULL, "**You Are Nova**\n*A d*\n\nOne\nTwo\n", NULL },
  { NULL, "**You Are Nova**\n*A d*\n\nDo.\n", NULL, CHATTY_FIELD_DESCRIPTION, "\"\"",
    NULL, "**You Are Nova**\n\nDo.\n", NULL },
  { NULL, "Do.\n", NULL, CHATTY_FIELD_NAME, "\"Lin\"", NULL, "**You Are Lin**\n\nDo.\n", NULL },
  /* Both files that say it. */
  { "{\"name\":\"Nova\",\"instructions\":\"Do.\"}", "**You Are Nova**\n\nDo.\n",
    "{\"instance_name\": \"Nova\", \"x\": 1}", CHATTY_FIELD_NAME, "\"Lin\"",
    "{\"name\":\"Lin\",\"instructions\":\"Do.\"}", "**You Are Lin**\n\nDo.\n",
    "{\"instance_name\": \"Lin\", \"x\": 1}" },
  /* A text of the person's own beside prompt.json has no place for a name. */
  { "{\"name\":\"Nova\",\"instructions\":\"Do.\"}", "Do.\n", NULL, CHATTY_FIELD_NAME, "\"Lin\"",
    "{\"name\":\"Lin\",\"instructions\":\"Do.\"}", NULL, NULL },
  { "{\"conversationStarters\": [\"a\"]}", NULL, NULL, CHATTY_FIELD_STARTERS, "[\"a\",\"b\"]",
    "{\"conversationStarters\": [\"a\", \"b\"]}", NULL, NULL },
  { "{}", NULL, "{\n  \"models\": [\n    {\n      \"id\": \"m1\",\n      \"isDefault\": true\n    }\n  ]\n}\n",
    CHATTY_FIELD_MODEL, "\"m2\"", NULL, NULL,
    "{\n  \"models\": [\n    {\n      \"id\": \"m2\",\n      \"isDefault\": true\n    }\n  ]\n}\n" },
  { "{}", NULL, "{\"capabilities\": {\"webSearch\": true, \"canvas\": false, \"x\": 3}}",
    CHATTY_FIELD_CAPABILITIES, "[\"canvas\",\"codeInterpreter\"]", NULL, NULL,
    "{\"capabilities\": {\"webSearch\": false, \"canvas\": true, \"x\": 3, \"codeInterpreter\": true}}" },
  { "{}", NULL, "{\n  \"color_hex\": \"#722F37\"\n}\n", CHATTY_FIELD_GREETING, "\"Hi\"", NULL, NULL,
    "{\n  \"color_hex\": \"#722F37\",\n  \"chatty_connectors\": {\n    \"greeting\": \"Hi\"\n  }\n}\n" },
  { "{}", NULL, "{\"chatty_connectors\":{\"traits\":{\"calm\":10},\"later\":1}}",
    CHATTY_FIELD_TRAITS, "{\"calm\":12.5}", NULL, NULL,
    "{\"chatty_connectors\":{\"traits\":{\"calm\":12.5},\"later\":1}}" },
};

static void
test_edits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      const Edit *one = &edits[i];
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (ChattyCharacterRecord) before = NULL;
      g_autoptr (ChattyCharacterRecord) after = NULL;
      g_autoptr (ChattyCharacterRecord) stored = NULL;
      g_autoptr (GPtrArray) history = NULL;
      ChattyFieldChange *change;
      guint both;

      write_character (place, "x-001", one->prompt, one->text, one->metadata,
                       "{\"version\":1,\"links\":[],\"new\":{}}");
      vault = place_open (place);
      before = load_record (vault, "x-001");
      after = with_json (before, one->field, one->value);
      g_test_message ("%u", i);
      g_assert_cmpint (store_record (vault, before, after, &both, &stored), ==,
                       CHATTY_STORED_UPDATED);
      g_assert_cmpuint (both, ==, 0);
      g_assert_true (chatty_character_field_equal (chatty_character_record_get_character (after),
                                                   chatty_character_record_get_character (stored),
                                                   one->field) ||
                     one->field == CHATTY_FIELD_DESCRIPTION);
      assert_file (place, "x-001", "identity/prompt.json",
                   one->new_prompt != NULL ? one->new_prompt : one->prompt);
      assert_file (place, "x-001", "identity/prompt.txt",
                   one->new_text != NULL ? one->new_text : one->text);
      assert_file (place, "x-001", "config/metadata.json",
                   one->new_metadata != NULL ? one->new_metadata : one->metadata);
      assert_file (place, "x-001", "config/connectors.json",
                   "{\"version\":1,\"links\":[],\"new\":{}}");

      history = list_history (vault, "x-001");
      g_assert_cmpuint (history->len, ==, 1);
      change = g_ptr_array_index (history, 0);
      g_assert_cmpint (change->field, ==, one->field);
      g_assert_cmpstr (change->side, ==, "here");
      g_assert_cmpstr (change->who, ==, "person");
      g_assert_cmpint (chatty_character_record_get_field_time (stored, one->field), ==,
                       change->time);
      g_assert_cmpstr (chatty_character_record_get_version (stored), !=,
                       chatty_character_record_get_version (before));

      /* The same again is no change. */
      g_clear_pointer (&before, chatty_character_record_unref);
      before = chatty_character_record_ref (stored);
      g_clear_pointer (&stored, chatty_character_record_unref);
      g_assert_cmpint (store_record (vault, before, before, NULL, &stored), ==,
                       CHATTY_STORED_UNCHANGED);
      g_assert_cmpstr (chatty_character_record_get_version (stored), ==,
                       chatty_character_record_get_version (before));
    }
}

/* What cannot be read is told by name, the rest is listed, and nothing of it
 * is ever overwritten. */
static void
test_broken (void)
{
  static const struct {
    const char *callsign;
    const char *prompt;
    ChattyError code;
  } cases[] = {
    { "array-001", "[1]", CHATTY_ERROR_INVALID_DATA },
    { "cut-001", "{\"name\":\"No", CHATTY_ERROR_INVALID_DATA },
    { "empty-001", "", CHATTY_ERROR_INVALID_DATA },
    { "latin-001", "{\"name\":\"\xe9\"}", CHATTY_ERROR_INVALID_DATA },
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) facets = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *deep_json = g_strconcat ("{\"a\":", deep, NULL);
  g_autofree char *path = NULL, *target = NULL, *big = NULL;
  guint n = G_N_ELEMENTS (cases);

  write_character (place, "good-001", "{\"name\":\"Good\"}", NULL, NULL, NULL);
  write_character (place, "deep-001", deep_json, NULL, NULL, NULL);
  for (guint i = 0; i < n; i++)
    write_character (place, cases[i].callsign, cases[i].prompt, NULL, NULL, NULL);
  /* A pipe, a link out of the vault, a folder, and 100 MB. */
  write_character (place, "pipe-001", NULL, NULL, "{}", NULL);
  path = place_path (place, "instances/pipe-001/identity");
  g_mkdir_with_parents (path, 0777);
  g_free (path);
  path = place_path (place, "instances/pipe-001/identity/prompt.json");
  g_assert_cmpint (mkfifo (path, 0666), ==, 0);
  g_free (path);
  path = place_path (place, "instances/link-001");
  target = g_build_filename (place->root, "elsewhere", NULL);
  g_mkdir_with_parents (target, 0777);
  g_assert_cmpint (symlink (target, path), ==, 0);
  write_character (place, "dir-001", NULL, NULL, "{}", NULL);
  g_free (path);
  path = place_path (place, "instances/dir-001/identity/prompt.json");
  g_mkdir_with_parents (path, 0777);
  write_character (place, "big-001", "{}", NULL, NULL, NULL);
  big = place_path (place, "instances/big-001/identity/prompt.json");
  g_assert_cmpint (truncate (big, 100 * 1024 * 1024), ==, 0);

  vault = place_open (place);
  before = place_snapshot (place);
  records = chatty_vault_list_records (vault, &problems, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpuint (problems->len, ==, n + 5);
  for (guint i = 0; i < problems->len; i++)
    {
      GError *problem = g_ptr_array_index (problems, i);

      g_test_message ("%s", problem->message);
      g_assert_nonnull (strstr (problem->message, "-001"));
    }
  for (guint i = 0; i < n; i++)
    {
      ChattyCharacterRecord *record;

      record = chatty_vault_load_record (vault, cases[i].callsign, FALSE, NULL, &error);
      g_assert_null (record);
      g_assert_error (error, CHATTY_ERROR, (int) cases[i].code);
      g_clear_error (&error);
    }

  /* Storing into one of them is refused. */
  {
    g_autoptr (ChattyCharacterRecord) good = load_record (vault, "good-001");
    g_autoptr (ChattyCharacterRecord) wanted = NULL;
    g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", NULL);
    ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (good);

    chatty_character_record_builder_set_stored (builder, "cut-001", "x", 0);
    g_clear_pointer (&good, chatty_character_record_unref);
    good = chatty_character_record_builder_end (builder);
    wanted = with_json (good, CHATTY_FIELD_NAME, "\"New\"");
    g_assert_false (chatty_vault_batch_store_record (batch, good, wanted, "person", NULL, NULL,
                                                     NULL, NULL, &error));
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  }
  after = place_snapshot (place);
  assert_same_tree (before, after);

  /* Both lists know the same folders. */
  facets = chatty_vault_list_characters (vault, NULL);
  g_assert_cmpuint (facets->len, ==, records->len + problems->len);
}

static const struct {
  const char *name;
  const char *wish;
  const char *callsign;
} names[] = {
  { "Nova", NULL, "nova-001" },
  { "Nova", NULL, "nova-002" },
  { "NOVA!", NULL, "nova-003" },
  { "../../etc/passwd", NULL, "etcpasswd-001" },
  { "/", NULL, "character-001" },
  { "", NULL, "character-002" },
  { "Катана", NULL, "katana-001" },
  { "日本", NULL, "riben-001" },
  { "Zoë", "zoe-007", "zoe-007" },
  { "Zoë", "zoe-007", "zoe-001" },
  { "Zoë", "../zoe-001", "zoe-002" },
  { "Zoë", "Zoe-003", "zoe-003" },
};

static void
test_callsigns (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *long_name = g_strnfill (10000, 'q');
  g_autoptr (ChattyCharacterRecord) last = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) history = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ChattyCharacterRecord) record = make_record (names[i].name, "Be.", names[i].wish);
      g_autoptr (ChattyCharacterRecord) stored = NULL;

      g_assert_cmpint (store_record (vault, NULL, record, NULL, &stored), ==, CHATTY_STORED_ADDED);
      g_assert_cmpstr (chatty_character_record_get_callsign (stored), ==, names[i].callsign);
      g_assert_cmpstr (text_of (stored, CHATTY_FIELD_NAME), ==, names[i].name);
      g_assert_cmpstr (text_of (stored, CHATTY_FIELD_INSTRUCTIONS), ==, "Be.");
    }
  {
    g_autoptr (ChattyCharacterRecord) record = make_record (long_name, "Be.", NULL);

    store_record (vault, NULL, record, NULL, &last);
    g_assert_cmpuint (strlen (chatty_character_record_get_callsign (last)), <, 60);
    g_assert_cmpstr (text_of (last, CHATTY_FIELD_NAME), ==, long_name);
  }
  records = chatty_vault_list_records (vault, NULL, NULL, NULL);
  g_assert_cmpuint (records->len, ==, G_N_ELEMENTS (names) + 1);
  history = list_history (vault, "nova-001");
  g_assert_cmpuint (history->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/vault/characters/readings", test_readings);
  g_test_add_func ("/vault/characters/edits", test_edits);
  g_test_add_func ("/vault/characters/broken", test_broken);
  g_test_add_func ("/vault/characters/callsigns", test_callsigns);
  return g_test_run ();
}
