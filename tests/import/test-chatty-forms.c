/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-transcript-file.h"
#include "import-fixtures.h"

/* The forms in which Chatty keeps transcripts, in texts of our own. */
typedef struct {
  const char *name;
  const char *file;
  const char *text;
  const char *outline;
  const char *times[4];
  const char *title;
} Form;

static const Form forms[] = {
  { "header-and-days", "chat_with_zen-001.md",
    "# Chatty Transcript -- Zen\n\n-=-=-=-=-\n\n"
    "<!-- IMPORT_METADATA\nsource: chatgpt\nimportedAt: 2025-11-21T00:00:00Z\n"
    "constructId: zen-001\nconversationId: 0123abcd-4567\n-->\n\n"
    "## November 20, 2025\n\n"
    "**10:30:45 AM EST - Devon**: Do bees sleep?\n\n"
    "**10:30:50 AM EST - Zen**: They do.\n\n*Generated in 1.2s*\n\n---\n\n"
    "## November 21, 2025\n\n"
    "**9:00:00 PM EST - Devon**: How long?\n\nAt night.\n\n"
    "**9:00:10 PM EST - Zen**: Five hours.\n",
    "P Do bees sleep? | A They do. | P How long?¶¶At night. | A Five hours.",
    { "2025-11-20T15:30:45Z", "2025-11-20T15:30:50Z", "2025-11-22T02:00:00Z",
      "2025-11-22T02:00:10Z" },
    "Chatty Transcript -- Zen" },
  { "bold-with-iso", "x.md",
    "CONVERSATION_CREATED: 2025-01-14\n\n"
    "**10:30:45 AM EST - You** [2025-01-14T15:30:45.000Z]: Do bees sleep?\n"
    "**10:30:50 AM EST - Zen** [2025-01-14T15:30:50.000Z]: They do.\n",
    "P Do bees sleep? | A They do.",
    { "2025-01-14T15:30:45Z", "2025-01-14T15:30:50Z" }, "Do bees sleep?" },
  { "plain-time", "x.txt",
    "10:30:45 AM EST - You: Do bees sleep?\n10:30:50 AM EST - Zen: They do.\n",
    "P Do bees sleep? | A They do.", { NULL }, "Do bees sleep?" },
  { "bold-names", "x.md",
    "**User**: Do bees sleep?\n\n**Assistant**: They do.\n\n**User**: How long?\n\n"
    "**Assistant**: Five hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", { NULL }, "Do bees sleep?" },
  { "iso-before", "x.md",
    "[2025-01-14T15:30:45Z] **User**: Do bees sleep?\n\n"
    "[2025-01-14T15:30:50Z] **Assistant**: They do.\n",
    "P Do bees sleep? | A They do.",
    { "2025-01-14T15:30:45Z", "2025-01-14T15:30:50Z" }, "Do bees sleep?" },
  { "time-behind", "x.md",
    "# Preview Conversation with Zen\n\n"
    "**User (2025-01-14 15:30:45 UTC):** Do bees sleep?\n\n"
    "**Zen (2025-01-14 15:30:50 UTC):** They do.\n\n"
    "**User (2025-01-14 15:31:45 UTC):** How long?\n\n"
    "**Zen (2025-01-14 15:31:50 UTC):** Five hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.",
    { "2025-01-14T15:30:45Z", "2025-01-14T15:30:50Z", "2025-01-14T15:31:45Z",
      "2025-01-14T15:31:50Z" }, "Preview Conversation with Zen" },
  { "said", "x.md",
    "You said:\nDo bees sleep?\n\nZen said:\nThey do.\n",
    "P Do bees sleep? | A They do.", { NULL }, "Do bees sleep?" },
  { "names", "chat_with_zen-001.txt",
    "Devon: Do bees sleep?\n\nZen: They do.\n\nDevon: How long?\n\nZen: Five hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", { NULL }, "Do bees sleep?" },
};

static void
test_form (gconstpointer data)
{
  const Form *form = data;
  g_autoptr (ChattyReading) reading = import_read_text (form->text, form->file);
  g_autofree char *outline = NULL;
  ChattyTranscript *transcript;

  g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 1);
  transcript = chatty_reading_get_transcript (reading, 0);
  outline = import_outline (transcript);
  g_assert_cmpstr (outline, ==, form->outline);
  g_assert_cmpstr (chatty_transcript_get_title (transcript), ==, form->title);
  for (guint i = 0; i < G_N_ELEMENTS (form->times) && form->times[i] != NULL; i++)
    {
      g_autofree char *time = chatty_time_format_iso (
        chatty_turn_get_time (chatty_transcript_get_turn (transcript, i)));

      g_assert_cmpstr (time, ==, form->times[i]);
    }
}

static void
test_metadata (void)
{
  g_autoptr (ChattyReading) reading = import_read_text (forms[0].text, forms[0].file);
  ChattyTranscript *transcript = chatty_reading_get_transcript (reading, 0);
  gboolean found = FALSE;

  g_assert_cmpstr (chatty_transcript_get_id (transcript), ==, "chatgpt:0123abcd-4567");
  g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, "chatgpt");
  g_assert_cmpint (chatty_reading_get_platform_certainty (reading), ==, CHATTY_CERTAINTY_EXACT);
  for (guint i = 0; i < chatty_transcript_get_n_extras (transcript); i++)
    {
      const char *value;

      if (g_strcmp0 (chatty_transcript_get_extra (transcript, i, &value), "constructId") == 0)
        found = g_str_equal (value, "zen-001");
    }
  g_assert_true (found);
  g_assert_cmpstr (chatty_transcript_get_character (transcript), ==, "zen-001");
}

/* What is no callsign names no folder. */
static void
test_bad_construct (void)
{
  static const char *const bad[] = { "../../x-001", "Zen-001", "zen", "zen-0001", "-001" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strdup_printf ("<!-- IMPORT_METADATA\nconstructId: %s\n-->\n"
                                               "**User**: a\n\n**Zen**: b\n", bad[i]);
      g_autoptr (ChattyReading) reading = import_read_text (text, "x.md");

      g_assert_null (chatty_transcript_get_character (chatty_reading_get_transcript (reading, 0)));
    }
}

static void
test_json_metadata (void)
{
  g_autoptr (ChattyReading) reading =
    import_read_text ("<!-- IMPORT_METADATA {\"source\": \"claude\", \"isPrimary\": true,\n"
                      "\"conversationTitle\": \"Bees\"} -->\n"
                      "**User**: Do bees sleep?\n\n**Zen**: They do.\n\n**User**: Thanks\n\n"
                      "**Zen**: Sure.\n", "x.md");
  ChattyTranscript *transcript = chatty_reading_get_transcript (reading, 0);
  g_autofree char *outline = import_outline (transcript);

  g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, "claude");
  g_assert_cmpstr (chatty_transcript_get_title (transcript), ==, "Bees");
  g_assert_cmpstr (outline, ==, "P Do bees sleep? | A They do. | P Thanks | A Sure.");
}

/* What the vault wrote comes back as it was, line ends included. */
static void
test_own_file (void)
{
  g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTurnBuilder) turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyReading) reading = NULL;
  g_autofree char *text = NULL;
  gsize length;

  chatty_turn_builder_set_text (turn, "One\r\nChatGPT said:\n\n**10:30:45 AM UTC - You**: no\n");
  chatty_turn_builder_set_time (turn, G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  chatty_transcript_builder_set_id (builder, "grok:12345678");
  chatty_transcript_builder_set_platform (builder, "grok");
  chatty_transcript_builder_set_title (builder, "Marks");
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (g_steal_pointer (&turn)));
  transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
  text = chatty_transcript_file_write (transcript, &length);

  reading = import_read_data (text, length, "anything.txt");
  g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 1);
  g_assert_true (chatty_transcript_equal (chatty_reading_get_transcript (reading, 0), transcript));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strconcat ("/import/chatty-forms/", forms[i].name, NULL);

      g_test_add_data_func (path, &forms[i], test_form);
    }
  g_test_add_func ("/import/chatty-forms/metadata", test_metadata);
  g_test_add_func ("/import/chatty-forms/json-metadata", test_json_metadata);
  g_test_add_func ("/import/chatty-forms/bad-construct", test_bad_construct);
  g_test_add_func ("/import/chatty-forms/own-file", test_own_file);
  return g_test_run ();
}
