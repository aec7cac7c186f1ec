/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-json.h"
#include "import-fixtures.h"

/* Compares what the readers find in real files with what those files are
 * known to hold. The folder is named by the variable CHATTY_SAMPLES. */

typedef struct {
  ChattyRole  role;
  char       *text;
} Said;

static void
said_free (gpointer data)
{
  Said *said = data;

  g_free (said->text);
  g_free (said);
}

static void
add_said (GPtrArray  *turns,
          ChattyRole  role,
          const char *text)
{
  Said *said = g_new0 (Said, 1);

  said->role = role;
  said->text = import_fold (text);
  g_ptr_array_add (turns, said);
}

static const char *
samples (void)
{
  return g_getenv ("CHATTY_SAMPLES");
}

static char *
load (const char *folder,
      const char *name)
{
  g_autofree char *path = g_build_filename (samples (), folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static JsonNode *
load_json (const char *folder,
           const char *name)
{
  g_autofree char *text = load (folder, name);
  g_autoptr (GError) error = NULL;
  JsonNode *node = chatty_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static char *
join_parts (JsonObject *message)
{
  JsonArray *parts = chatty_json_get_array (chatty_json_get_object (message, "content"), "parts");
  GString *string = g_string_new (NULL);

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    if (JSON_NODE_HOLDS_VALUE (json_array_get_element (parts, i)))
      g_string_append (string, json_array_get_string_element (parts, i));
  return g_string_free (string, FALSE);
}

/* The current node, or the newest leaf where none is named. */
static const char *
find_current (JsonObject *conversation,
              JsonObject *mapping)
{
  const char *id = chatty_json_get_string (conversation, "current_node");
  g_autoptr (GList) members = json_object_get_members (mapping);
  double newest = -1;

  for (GList *l = members; l != NULL && id == NULL; l = l->next)
    {
      JsonObject *node = chatty_json_get_object (mapping, l->data);
      JsonArray *children = chatty_json_get_array (node, "children");
      JsonObject *message = chatty_json_get_object (node, "message");

      if (message != NULL && (children == NULL || json_array_get_length (children) == 0) &&
          json_object_get_double_member_with_default (message, "create_time", 0) > newest)
        {
          newest = json_object_get_double_member_with_default (message, "create_time", 0);
          conversation = node;
        }
    }
  return id != NULL ? id : chatty_json_get_string (conversation, "id");
}

/* The live path of a ChatGPT conversation: from the current node to the root. */
static GPtrArray *
read_live_path (JsonObject *conversation)
{
  JsonObject *mapping = chatty_json_get_object (conversation, "mapping");
  const char *id = find_current (conversation, mapping);
  g_autoptr (GPtrArray) backwards = g_ptr_array_new ();
  GPtrArray *turns = g_ptr_array_new_with_free_func (said_free);

  while (id != NULL)
    {
      JsonObject *node = chatty_json_get_object (mapping, id);

      g_ptr_array_add (backwards, node);
      id = chatty_json_get_string (node, "parent");
    }
  for (guint i = backwards->len; i-- > 0;)
    {
      JsonObject *message = chatty_json_get_object (g_ptr_array_index (backwards, i), "message");
      const char *role = message != NULL
        ? chatty_json_get_string (chatty_json_get_object (message, "author"), "role") : NULL;
      const char *recipient = message != NULL ? chatty_json_get_string (message, "recipient") : NULL;
      g_autofree char *text = NULL;

      if (g_strcmp0 (role, "user") != 0 &&
          (g_strcmp0 (role, "assistant") != 0 ||
           (recipient != NULL && !g_str_equal (recipient, "all"))))
        continue;
      text = join_parts (message);
      add_said (turns, g_str_equal (role, "user") ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT,
                text);
    }
  return turns;
}

static GPtrArray *
read_claude (JsonObject *conversation)
{
  JsonArray *messages = chatty_json_get_array (conversation, "chat_messages");
  GPtrArray *turns = g_ptr_array_new_with_free_func (said_free);

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *message = json_array_get_object_element (messages, i);

      add_said (turns, g_str_equal (chatty_json_get_string (message, "sender"), "human")
                         ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT,
                chatty_json_get_string (message, "text"));
    }
  return turns;
}

static void
assert_said (ChattyTranscript *transcript,
             GPtrArray        *expected)
{
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);
      Said *said = g_ptr_array_index (expected, i);
      g_autofree char *text = import_fold (chatty_turn_get_text (turn));

      g_assert_cmpint (chatty_turn_get_role (turn), ==, said->role);
      g_assert_cmpstr (text, ==, said->text);
    }
}

static ChattyReading *
read_sample (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (samples (), folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ChattyReader) reader = chatty_reader_new (NULL);
  g_autoptr (GError) error = NULL;
  ChattyReading *reading = chatty_reader_read_file (reader, file, NULL, &error);

  g_assert_no_error (error);
  return reading;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static GPtrArray *
list (const char *folder,
      const char *prefix)
{
  g_autofree char *path = g_build_filename (samples (), folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* The same conversations as Markdown and as JSON. */
static void
test_twins (void)
{
  g_autoptr (GPtrArray) names = list ("markdown", "extratone__");

  g_assert_cmpuint (names->len, >=, 1);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".md"));
      g_autofree char *twin = g_strconcat (stem, ".json", NULL);
      g_autoptr (ChattyReading) reading = read_sample ("markdown", name);
      g_autoptr (JsonNode) json = load_json ("chatgpt_exporter_json", twin);
      JsonObject *conversation = chatty_json_node_object (json);
      g_autoptr (GPtrArray) expected = read_live_path (conversation);
      g_autofree char *id = g_strconcat ("chatgpt:", chatty_json_get_string (conversation, "id"), NULL);
      ChattyTranscript *transcript;

      g_test_message ("%s: %u turns", name, expected->len);
      g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 1);
      transcript = chatty_reading_get_transcript (reading, 0);
      assert_said (transcript, expected);
      g_assert_cmpstr (chatty_transcript_get_id (transcript), ==, id);
      g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, "chatgpt");
      g_assert_cmpstr (chatty_transcript_get_title (transcript), ==,
                       chatty_json_get_string (conversation, "title"));
    }
}

static JsonObject *
find_by_title (JsonArray  *conversations,
               const char *title)
{
  for (guint i = 0; i < json_array_get_length (conversations); i++)
    {
      JsonObject *conversation = json_array_get_object_element (conversations, i);
      const char *name = chatty_json_get_string (conversation, "title");

      if (name == NULL)
        name = chatty_json_get_string (conversation, "name");
      if (g_strcmp0 (name, title) == 0)
        return conversation;
    }
  return NULL;
}

/* What one exporter wrote, against the exports that it was made from. */
static void
test_exporter (void)
{
  g_autoptr (JsonNode) chatgpt = load_json ("chatgpt_export", "ai-chat-md-export__chatgpt_conversations.json");
  g_autoptr (JsonNode) claude = load_json ("claude_export", "ai-chat-md-export__claude_conversations.json");
  g_autoptr (GPtrArray) names = list ("markdown", "");
  guint n_compared = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (ChattyReading) reading = NULL;

      if (strstr (name, "ai-chat-md-export") == NULL)
        continue;
      reading = read_sample ("markdown", name);
      g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==,
                        strstr (name, "all-conversations") != NULL ? 2 : 1);
      for (guint j = 0; j < chatty_reading_get_n_transcripts (reading); j++)
        {
          ChattyTranscript *transcript = chatty_reading_get_transcript (reading, j);
          const char *title = chatty_transcript_get_title (transcript);
          JsonObject *of_chatgpt = find_by_title (json_node_get_array (chatgpt), title);
          JsonObject *of_claude = find_by_title (json_node_get_array (claude), title);
          g_autoptr (GPtrArray) expected = NULL;

          g_test_message ("%s: %s", name, title);
          g_assert_true (of_chatgpt != NULL || of_claude != NULL);
          expected = of_chatgpt != NULL ? read_live_path (of_chatgpt) : read_claude (of_claude);
          assert_said (transcript, expected);
          g_assert_cmpint (chatty_transcript_get_started_certainty (transcript), ==,
                           CHATTY_CERTAINTY_EXACT);
          for (guint k = 0; k < chatty_transcript_get_n_turns (transcript); k++)
            g_assert_cmpint (chatty_turn_get_time (chatty_transcript_get_turn (transcript, k)), !=,
                             CHATTY_TIME_NONE);
          n_compared++;
        }
    }
  g_assert_cmpuint (n_compared, >=, 1);
}

static void
test_note (void)
{
  g_autoptr (ChattyReading) reading =
    read_sample ("markdown", "gpt__How_can_I_train_my_cavapoo_to_bark_less.md");
  ChattyTranscript *transcript = chatty_reading_get_transcript (reading, 0);
  g_autofree char *started = chatty_time_format_iso (chatty_transcript_get_started (transcript));

  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 1);
  g_assert_cmpint (chatty_turn_get_role (chatty_transcript_get_turn (transcript, 0)), ==,
                   CHATTY_ROLE_NOTE);
  g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, "copilot");
  g_assert_true (g_str_has_prefix (started, "2023-03-09"));
  g_assert_cmpint (chatty_transcript_get_started_certainty (transcript), ==,
                   CHATTY_CERTAINTY_CONTENT);
  g_assert_cmpuint (chatty_reading_get_n_notices (reading), ==, 1);
}

static guint
read_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (ChattyReader) reader = chatty_reader_new (NULL);
  const char *name;
  guint n_files = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file_path = g_build_filename (path, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (file_path);
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyReading) reading = NULL;

      if (g_file_test (file_path, G_FILE_TEST_IS_DIR))
        {
          n_files += read_folder (file_path);
          continue;
        }
      n_files++;
      reading = chatty_reader_read_file (reader, file, NULL, &error);
      g_test_message ("%s: %s", name,
                      reading != NULL ? chatty_form_to_string (chatty_reading_get_form (reading))
                                      : error->message);
      if (reading == NULL)
        {
          g_assert_nonnull (strstr (error->message, name));
          continue;
        }
      /* Something came of it, or it is said why not. */
      g_assert_true (chatty_reading_get_n_transcripts (reading) > 0 ||
                     chatty_reading_get_n_skipped (reading) > 0);
      for (guint i = 0; i < chatty_reading_get_n_transcripts (reading); i++)
        g_assert_cmpuint (chatty_transcript_get_n_turns (chatty_reading_get_transcript (reading, i)),
                          >, 0);
    }
  return n_files;
}

/* No file of any folder crashes, hangs or is silently dropped. */
static void
test_every_file (void)
{
  g_assert_cmpuint (read_folder (samples ()), >=, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (samples () == NULL)
    {
      g_print ("1..0 # SKIP CHATTY_SAMPLES names no folder\n");
      return 0;
    }
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/import/samples/twins", test_twins);
  g_test_add_func ("/import/samples/exporter", test_exporter);
  g_test_add_func ("/import/samples/note", test_note);
  g_test_add_func ("/import/samples/every-file", test_every_file);
  return g_test_run ();
}
