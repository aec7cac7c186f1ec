/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-character-file.h"
#include "chatty-character-place.h"
#include "chatty-error.h"
#include "chatty-platform-view.h"

static ChattyCharacter *
make_character (const char *name,
                const char *backstory)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  if (backstory != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, backstory);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static ChattyCharacterRecord *
make_record (ChattyCharacter     *character,
             ChattyCharacter     *override,
             ChattyCharacterLink *link)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);

  chatty_character_record_builder_set_character (builder, character);
  if (override != NULL)
    chatty_character_record_builder_set_override (builder, "convai", override);
  if (link != NULL)
    chatty_character_record_builder_set_link (builder, link);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

static const ChattyPlatformRow *
find_row (ChattyPlatformView   *view,
          ChattyCharacterField  field)
{
  for (guint i = 0; i < chatty_platform_view_get_n_rows (view); i++)
    if (chatty_platform_view_get_row (view, i)->field == field)
      return chatty_platform_view_get_row (view, i);
  g_error ("there is no row of “%s”", chatty_character_field_to_string (field));
}

/* The page of a platform comes out of its map; no account is needed. */
static void
test_view (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyPlatformView) view =
    chatty_platform_view_new (chatty_connector_table_get_default (), "convai", &error);
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacter) override = make_character ("Mara there", NULL);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autofree char *loss = NULL;
  g_autofree char *member = NULL;
  const ChattyPlatformRow *row;

  g_assert_no_error (error);
  g_assert_false (chatty_platform_view_can_put (view));
  g_assert_cmpstr (chatty_platform_view_get_info (view)->id, ==, "convai");

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Mara");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, "Flies");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING, "Hello");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_EXAMPLES, "You: hi");
  chatty_character_builder_set_extra (builder, "convai", "{\"b\":1,\"a\":{\"c\":2}}");
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  record = make_record (character, override, NULL);
  chatty_platform_view_set_record (view, record);

  row = find_row (view, CHATTY_FIELD_NAME);
  g_assert_nonnull (row->map);
  g_assert_true (row->overridden);
  g_assert_false (row->stays_here);
  g_assert_cmpstr (chatty_character_get_name (row->character), ==, "Mara there");
  row = find_row (view, CHATTY_FIELD_INSTRUCTIONS);
  g_assert_false (row->overridden);
  g_assert_cmpstr (row->map->remote, ==, "backstory");
  g_assert_null (row->problem);
  /* Convai asks for a voice. */
  row = find_row (view, CHATTY_FIELD_VOICE);
  g_assert_nonnull (row->problem);
  g_assert_false (chatty_platform_view_can_put (view));

  /* It shows examples and lets nobody write them; it knows no greeting. */
  row = find_row (view, CHATTY_FIELD_EXAMPLES);
  g_assert_nonnull (row->map);
  g_assert_true (row->stays_here);
  g_assert_nonnull (row->note);
  row = find_row (view, CHATTY_FIELD_GREETING);
  g_assert_null (row->map);
  g_assert_true (row->stays_here);
  g_assert_cmpuint (chatty_platform_view_get_loss (view), ==,
                    CHATTY_FIELD_FLAG (CHATTY_FIELD_EXAMPLES) |
                      CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING));
  loss = chatty_platform_view_dup_loss_text (view);
  g_assert_nonnull (strstr (loss, "Convai"));
  g_assert_nonnull (strstr (loss, "Example dialogue"));

  g_assert_cmpuint (g_strv_length ((char **) chatty_platform_view_get_extra (view)), ==, 2);
  g_assert_cmpstr (chatty_platform_view_get_extra (view)[0], ==, "a");
  member = chatty_platform_view_dup_extra (view, "a");
  g_assert_cmpstr (member, ==, "{\"c\":2}");
}

/* A platform without characters has no page. */
static void
test_view_unsupported (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (chatty_platform_view_new (chatty_connector_table_get_default (), "nowhere",
                                           &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/* How a link stands, for every combination of the two sides. */
static void
test_places (void)
{
  static const struct {
    const char      *here;
    const char      *seen;       /* NULL: as agreed */
    const char      *other_here; /* of another field */
    ChattyLinkState  link;
    gboolean         agreed;
    ChattyPlaceState state;
  } cases[] = {
    { "base", NULL, NULL, CHATTY_LINK_ACTIVE, TRUE, CHATTY_PLACE_IN_SYNC },
    { "mine", NULL, NULL, CHATTY_LINK_ACTIVE, TRUE, CHATTY_PLACE_CHANGED_HERE },
    { "base", "theirs", NULL, CHATTY_LINK_ACTIVE, TRUE, CHATTY_PLACE_CHANGED_THERE },
    { "mine", "theirs", NULL, CHATTY_LINK_ACTIVE, TRUE, CHATTY_PLACE_CONFLICT },
    { "base", "theirs", "other", CHATTY_LINK_ACTIVE, TRUE, CHATTY_PLACE_CHANGED_BOTH },
    { "mine", "theirs", NULL, CHATTY_LINK_GONE, TRUE, CHATTY_PLACE_GONE_THERE },
    { "mine", "theirs", NULL, CHATTY_LINK_PAUSED, TRUE, CHATTY_PLACE_PAUSED },
    { "base", NULL, NULL, CHATTY_LINK_ACTIVE, FALSE, CHATTY_PLACE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyCharacter) base = make_character ("Mara", "base");
      g_autoptr (ChattyCharacter) seen = cases[i].seen != NULL
                                           ? make_character ("Mara", cases[i].seen)
                                           : NULL;
      g_autoptr (ChattyCharacter) here =
        make_character (cases[i].other_here != NULL ? cases[i].other_here : "Mara",
                        cases[i].here);
      ChattyCharacterLink fields = {
        .platform = "convai", .account = "a", .remote_id = "r", .state = cases[i].link,
        .base_local = cases[i].agreed ? base : NULL,
        .base_remote = cases[i].agreed ? base : NULL,
        .seen = seen, .agreed = 1,
      };
      g_autoptr (ChattyCharacterLink) link = chatty_character_link_new (&fields);
      g_autoptr (ChattyCharacterRecord) record = make_record (here, NULL, link);
      ChattyCharacterPlace place;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      chatty_character_place_look (&place, record, link);
      g_assert_cmpint (place.state, ==, cases[i].state);
    }
}

/* A Chatty GPT: what has a field gets there, what does is never carried out. */
static void
test_gpt (void)
{
  static const char text[] =
    "{\"id\":\"g1\",\"name\":\"Nova\",\"description\":\"Helps\",\"instructions\":\"Be brief\","
    "\"conversationStarters\":[\"Hi\"],\"capabilities\":{\"webSearch\":true,\"canvas\":false},"
    "\"modelId\":\"m-1\",\"avatar\":\"https://example.org/a.png\","
    "\"files\":[{\"name\":\"x\",\"original\":\"../notes.txt\",\"content\":\"b25l\"},{}],"
    "\"actions\":[{\"url\":\"https://example.org\"}],\"isPublic\":false}";
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacterFile) file = chatty_character_file_read (text, -1, &error);
  const char *const *list;
  GHashTableIter iter;
  gpointer name, content;

  g_assert_no_error (error);
  g_assert_cmpstr (chatty_character_get_name (file->character), ==, "Nova");
  g_assert_cmpstr (chatty_character_get_text (file->character, CHATTY_FIELD_INSTRUCTIONS), ==,
                   "Be brief");
  g_assert_cmpstr (chatty_character_get_text (file->character, CHATTY_FIELD_MODEL), ==, "m-1");
  list = chatty_character_get_list (file->character, CHATTY_FIELD_CAPABILITIES);
  g_assert_cmpstr (list[0], ==, "webSearch");
  g_assert_null (list[1]);
  g_assert_null (file->avatar);
  g_assert_false (chatty_character_has_field (file->character, CHATTY_FIELD_ACTIONS));
  g_assert_nonnull (strstr (chatty_character_get_extra (file->character, "chatty"), "actions"));
  g_assert_nonnull (strstr (chatty_character_get_extra (file->character, "chatty"), "isPublic"));
  /* The picture, one file of two, the actions. */
  g_assert_cmpuint (file->notices->len, ==, 3);

  g_assert_cmpuint (g_hash_table_size (file->documents), ==, 1);
  g_hash_table_iter_init (&iter, file->documents);
  g_assert_true (g_hash_table_iter_next (&iter, &name, &content));
  g_assert_null (strchr (name, '/'));
  g_assert_cmpuint (g_bytes_get_size (content), ==, 3);
}

#define CLASSIC(name, rest) \
  "{\"name\":\"workspaces/w/characters/" name "\",\"default_character_description\":{" \
  "\"givenName\":\"" name "\",\"description\":\"Keeps the light.\",\"motivation\":" \
  "\"Wants rest.\",\"exampleDialog\":\"Aye.\",\"lifeStage\":\"LIFE_STAGE_YOUNG_ADULT\"," \
  "\"hobbyOrInterests\":[\"chess\",\"tea\"],\"flaws\":\"Proud\",\"pronoun\":\"PRONOUN_HE\"," \
  "\"personalityAdjectives\":[\"calm\"],\"exampleDialogStyle\":\"EXAMPLE_DIALOG_STYLE_BLUNT\"}," \
  "\"personality\":{\"positive\":-20,\"open\":\"70\",\"wild\":900}," \
  "\"personalKnowledge\":{\"facts\":[{\"text\":\"Born at sea\"},{\"text\":[\"Likes tea\"]},7]}," \
  "\"defaultCharacterAssets\":{\"voice\":{\"baseName\":\"Alex\",\"ttsType\":" \
  "\"TTS_TYPE_INWORLD\"},\"avatarImg\":\"https://example.org/a.png\"}," \
  "\"language\":\"EN_US\",\"initialMood\":{\"joy\":10}" rest "}"

/* Characters of Inworld's former studio: several of them, and what they share. */
static void
test_classic (void)
{
  static const char text[] =
    "{\"characters\":[" CLASSIC ("Wren", ",\"commonKnowledge\":[\"k/1\",\"k/gone\"]") ","
    CLASSIC ("Ida", "") ",{\"name\":\"no character\"}],\"commonKnowledge\":[{\"name\":\"k/1\","
    "\"displayName\":\"The / island\",\"description\":\"About it\",\"memoryRecords\":"
    "[\"It is small\"]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = chatty_character_file_read_all (text, -1, &error);
  g_autoptr (GPtrArray) one = chatty_character_file_read_all (CLASSIC ("Wren", ""), -1, &error);
  ChattyCharacterFile *file;
  ChattyCharacter *override;
  const char *instructions, *trait;
  GHashTableIter iter;
  gpointer name, content;
  double value = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 2);
  g_assert_cmpuint (one->len, ==, 1);
  file = g_ptr_array_index (files, 0);
  g_assert_cmpstr (chatty_character_get_name (file->character), ==, "Wren");
  instructions = chatty_character_get_text (file->character, CHATTY_FIELD_INSTRUCTIONS);
  g_assert_true (g_str_has_prefix (instructions, "Keeps the light.\n\nMotivation: Wants rest."));
  g_assert_nonnull (strstr (instructions, "Stage of life: young adult"));
  g_assert_nonnull (strstr (instructions, "Hobbies and interests: chess, tea"));
  g_assert_nonnull (strstr (instructions, "Pronouns: he"));
  g_assert_nonnull (strstr (instructions, "Flaws: Proud"));
  g_assert_cmpstr (chatty_character_get_text (file->character, CHATTY_FIELD_EXAMPLES), ==, "Aye.");
  g_assert_cmpstr (chatty_character_get_text (file->character, CHATTY_FIELD_STYLE), ==, "blunt");
  g_assert_cmpstr (chatty_character_get_list (file->character, CHATTY_FIELD_LANGUAGES)[0], ==,
                   "en-US");
  g_assert_cmpuint (g_strv_length ((char **) chatty_character_get_list (
                                     file->character, CHATTY_FIELD_MEMORY_NOTES)), ==, 2);
  g_assert_cmpuint (chatty_character_get_n_traits (file->character), ==, 2);
  trait = chatty_character_get_trait (file->character, 0, &value);
  g_assert_nonnull (trait);
  g_assert_cmpfloat (value, ==, g_str_equal (trait, "open") ? 70 : -20);
  g_assert_nonnull (strstr (chatty_character_get_extra (file->character, "inworld-classic"),
                            "initialMood"));
  /* Its voice is one of that platform alone. */
  g_assert_false (chatty_character_has_field (file->character, CHATTY_FIELD_VOICE));
  override = g_hash_table_lookup (file->overrides, "inworld");
  g_assert_cmpstr (chatty_character_get_text (override, CHATTY_FIELD_VOICE), ==, "Alex");
  /* The picture, and the knowledge that is not there. */
  g_assert_cmpuint (file->notices->len, ==, 2);
  g_assert_cmpuint (g_hash_table_size (file->documents), ==, 1);
  g_hash_table_iter_init (&iter, file->documents);
  g_assert_true (g_hash_table_iter_next (&iter, &name, &content));
  g_assert_null (strchr (name, '/'));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (content, NULL),
                                  (gssize) g_bytes_get_size (content), "It is small"));
}

/* What is no character is refused in words. */
static void
test_not_a_character (void)
{
  static const struct {
    const char  *text;
    ChattyError  code;
  } cases[] = {
    { "", CHATTY_ERROR_INVALID_DATA },
    { "[]", CHATTY_ERROR_INVALID_DATA },
    { "{}", CHATTY_ERROR_INVALID_DATA },
    { "{\"name\":\"only\"}", CHATTY_ERROR_INVALID_DATA },
    { "{\"format\":\"chatty-character\",\"version\":1}", CHATTY_ERROR_INVALID_DATA },
    { "{\"format\":\"chatty-character\",\"version\":1,\"character\":[]}",
      CHATTY_ERROR_INVALID_DATA },
    { "{\"format\":\"chatty-character\",\"version\":2,\"character\":{}}",
      CHATTY_ERROR_UNSUPPORTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (chatty_character_file_read (cases[i].text, -1, &error));
      g_assert_error (error, CHATTY_ERROR, (int) cases[i].code);
    }
}

/* Markdown has the texts as they are. */
static void
test_markdown (void)
{
  g_autoptr (ChattyCharacter) character = make_character ("Mara", "Flies *high*");
  g_autoptr (ChattyCharacter) override = make_character ("Mara there", NULL);
  g_autoptr (ChattyCharacterRecord) record = make_record (character, override, NULL);
  g_autofree char *text = chatty_character_file_write_markdown (record);

  g_assert_true (g_str_has_prefix (text, "# Mara\n"));
  g_assert_nonnull (strstr (text, "\n## Instructions\n\nFlies *high*\n"));
  g_assert_nonnull (strstr (text, "\n# On Convai\n\n## Name\n\nMara there\n"));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/character-view/rows", test_view);
  g_test_add_func ("/character-view/unsupported", test_view_unsupported);
  g_test_add_func ("/character-view/places", test_places);
  g_test_add_func ("/character-file/gpt", test_gpt);
  g_test_add_func ("/character-file/classic", test_classic);
  g_test_add_func ("/character-file/refused", test_not_a_character);
  g_test_add_func ("/character-file/markdown", test_markdown);

  return g_test_run ();
}
