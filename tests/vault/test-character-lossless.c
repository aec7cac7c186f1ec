/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Folders that Chatty and others wrote: an edit changes its field and nothing
 * else. It is proved by editing back, after which every byte is as before, and
 * by reading: only the field that was edited is another one. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "character-fixture.h"

static void
copy_tree (const char *from,
           const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0777), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_tree (source, target);
      else
        g_assert_true (g_file_get_contents (source, &bytes, &length, NULL) &&
                       g_file_set_contents (target, bytes, length, NULL));
    }
}

static const char *const texts[] = {
  "x", "A longer one.", "Two\nlines", "\"quoted\" \\ {}[]", "日本語 😀", "  blanks  ", "*stars*",
  "**You Are You**", "# Title\n\n- one\n- two\n\nEnd", "1.0", "null",
};

static ChattyCharacterRecord *
change_field (ChattyCharacterRecord *record,
              ChattyCharacterField   field)
{
  const char *one = texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];
  const char *two = texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];
  g_autoptr (GString) json = g_string_new (NULL);

  if (field == CHATTY_FIELD_TRAITS)
    g_string_printf (json, "{\"calm\":%d,\"warm\":%d.5}", g_test_rand_int_range (-99, 99),
                     g_test_rand_int_range (0, 99));
  else if (chatty_character_field_is_list (field))
    {
      g_string_append_c (json, '[');
      chatty_json_append_quoted (json, one);
      g_string_append_c (json, ',');
      chatty_json_append_quoted (json, two);
      g_string_append_c (json, ']');
    }
  else
    chatty_json_append_quoted (json, one);
  return with_json (record, field, json->str);
}

/* What was there before is as before; what is new says nothing. */
static void
assert_restored (GHashTable *before,
                 GHashTable *after,
                 const char *what)
{
  GHashTableIter iter;
  gpointer path, bytes;

  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    {
      GBytes *old = g_hash_table_lookup (before, path);

      if (old != NULL ? !g_bytes_equal (old, bytes)
                      : memcmp (g_bytes_get_data (bytes, NULL), "{}\n", 3) != 0)
        g_error ("%s: “%s” is now: %.*s\nwas: %.*s", what, (char *) path,
                 (int) g_bytes_get_size (bytes), (char *) g_bytes_get_data (bytes, NULL),
                 old != NULL ? (int) g_bytes_get_size (old) : 0,
                 old != NULL ? (char *) g_bytes_get_data (old, NULL) : "");
    }
  g_assert_cmpuint (g_hash_table_size (after), >=, g_hash_table_size (before));
}

static void
check_edit (Place                *place,
            ChattyVault          *vault,
            const char           *callsign,
            ChattyCharacterField  field)
{
  g_autofree char *what = g_strdup_printf ("%s of %s", chatty_character_field_to_string (field),
                                           callsign);
  g_autoptr (GHashTable) before = place_snapshot (place);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (ChattyCharacterRecord) record = load_record (vault, callsign);
  g_autoptr (ChattyCharacterRecord) wanted = change_field (record, field);
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterRecord) back = NULL;
  g_autoptr (ChattyCharacterRecord) last = NULL;
  ChattyCharacter *was = chatty_character_record_get_character (record);
  ChattyCharacter *is;
  ChattyStored outcome;

  if (chatty_character_field_equal (was, chatty_character_record_get_character (wanted), field))
    return;
  outcome = store_record (vault, record, wanted, NULL, &stored);
  g_assert_cmpint (outcome, ==, CHATTY_STORED_UPDATED);
  is = chatty_character_record_get_character (stored);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (i != field && !chatty_character_field_equal (was, is, i))
      g_error ("%s changed %s", what, chatty_character_field_to_string (i));
  g_assert_false (chatty_character_field_equal (was, is, field));

  {
    ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (stored);

    chatty_character_record_builder_set_character (builder, was);
    back = chatty_character_record_builder_end (builder);
  }
  store_record (vault, stored, back, NULL, &last);
  after = place_snapshot (place);
  assert_restored (before, after, what);
}

static gboolean
is_edited_alone (ChattyCharacterField field)
{
  /* The folder's name; and what Chatty keeps in an object of its own order. */
  return field != CHATTY_FIELD_CALLSIGN && field != CHATTY_FIELD_CAPABILITIES;
}

/* Every field of every character in a vault of Chatty's. */
static void
test_fixture (void)
{
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "fixtures", "vvault", NULL);
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  copy_tree (fixture, place->vault_path);
  vault = place_open (place);
  records = chatty_vault_list_records (vault, &problems, NULL, NULL);
  g_assert_cmpuint (records->len, ==, 4);
  g_assert_cmpuint (problems->len, ==, 0);
  for (guint i = 0; i < records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (records, i);
      const char *callsign = chatty_character_record_get_callsign (record);

      for (guint field = 0; field < CHATTY_N_FIELDS; field++)
        /* An empty list of models goes with its only member, and the old one
         * has no file for starters yet. */
        if (is_edited_alone (field) &&
            (field != CHATTY_FIELD_MODEL || !g_str_equal (callsign, "lin-001")) &&
            (field != CHATTY_FIELD_STARTERS || !g_str_equal (callsign, "old-001")))
          check_edit (place, vault, callsign, field);
    }
}

static void
append_space (GString *out,
              int      style)
{
  static const char *const spaces[] = { "", " ", "\n  ", "\r\n\t", "\n", "  " };

  g_string_append (out, spaces[style % G_N_ELEMENTS (spaces)]);
}

static void
append_member (GString    *out,
               int         style,
               gboolean   *first,
               const char *name,
               const char *value)
{
  if (!*first)
    g_string_append_c (out, ',');
  *first = FALSE;
  append_space (out, style);
  g_string_append_printf (out, "\"%s\"%s:%s%s", name, style % 4 == 1 ? " " : "",
                          style % 3 == 0 ? "" : " ", value);
}

/* An object of members that are known and not, in any layout. */
static char *
make_file (const char *const *known,
           const char *const *values)
{
  static const char *const unknown[] = {
    "1.0", "1e5", "-0", "\"\\u0041\\/\"", "{}", "[ ]", "[1,{\"name\":\"x\"},\"instructions\"]", "null", "true",
    "{\"name\": {\"name\": []}}", "\"},{\"",
  };
  g_autoptr (GString) out = g_string_new (g_test_rand_int_range (0, 4) == 0 ? "\xef\xbb\xbf{" : "{");
  int style = g_test_rand_int_range (0, 24);
  gboolean first = TRUE;

  for (guint i = 0; known[i] != NULL; i++)
    {
      if (g_test_rand_int_range (0, 2) == 0)
        {
          g_autofree char *name = g_strdup_printf ("unknown%u", i);

          append_member (out, style, &first, name,
                         unknown[g_test_rand_int_range (0, G_N_ELEMENTS (unknown))]);
        }
      if (g_test_rand_int_range (0, 3) > 0)
        append_member (out, style, &first, known[i], values[i]);
    }
  if (first)
    append_member (out, style, &first, "status", "\"active\"");
  if (style % 6 >= 2 && style % 6 <= 4)
    g_string_append (out, style % 6 == 3 ? "\r\n" : "\n");
  g_string_append_c (out, '}');
  if (style % 2 == 0)
    g_string_append (out, "\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_generated (void)
{
  static const char *const prompt[] = {
    "name", "callsign", "description", "instructions", "conversation_starters", NULL
  };
  static const char *const prompt_values[] = {
    "\"Nova\"", "\"x-001\"", "\"Says\"", "\"Be kind.\\nBe.\"", "[\"a\", \"b\"]",
  };
  static const char *const metadata[] = {
    "construct_id", "instance_name", "models", "chatty_connectors", NULL
  };
  static const char *const metadata_values[] = {
    "\"x-001\"", "\"Nova\"", "[{\"id\":\"m\",\"isDefault\":true}, {\"id\":\"n\"}]",
    "{\"greeting\":\"Hi\",\"later\":[1.50]}",
  };

  static const char *const plain[] = {
    NULL, "**You Are Nova**\n*Says*\n\nBe kind.\nBe.\n", "**You Are Nova**\r\n*Says*\r\nBe kind.\r\nBe.",
  };
  guint n = g_test_slow () ? 400 : 30;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autofree char *one = make_file (prompt, prompt_values);
      g_autofree char *two = make_file (metadata, metadata_values);
      g_autoptr (JsonNode) root = NULL;
      JsonObject *members;
      const char *text = plain[g_test_rand_int_range (0, G_N_ELEMENTS (plain))];

      write_character (place, "x-001", one, text, two, NULL);
      root = chatty_json_parse (g_str_has_prefix (one, "\xef\xbb\xbf") ? one + 3 : one, -1, NULL);
      members = json_node_get_object (root);
      vault = place_open (place);
      for (guint j = 0; j < 4; j++)
        {
          ChattyCharacterField field = g_test_rand_int_range (0, CHATTY_N_FIELDS);

          /* What prompt.json leaves to another file, an edit says in both from
           * then on. */
          if (!is_edited_alone (field) ||
              (field <= CHATTY_FIELD_INSTRUCTIONS &&
               !json_object_has_member (members, chatty_character_field_to_string (field))))
            continue;
          check_edit (place, vault, "x-001", field);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/vault/character-lossless/fixture", test_fixture);
  g_test_add_func ("/vault/character-lossless/generated", test_generated);
  return g_test_run ();
}
