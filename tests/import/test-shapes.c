/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "import-fixtures.h"

/* What the exporters write, in texts of our own. */
typedef struct {
  const char *name;
  const char *file;
  const char *text;
  const char *outline;
  const char *platform;
  const char *title;
} Shape;

static const Shape shapes[] = {
  { "exporter-front-matter", "Bees.md",
    "---\ntitle: Bees in winter\nsource: https://chatgpt.com/c/11111111-2222-3333-4444-555555555555\n"
    "create_time: 2024-02-03T10:00:00Z\n---\n\n# Bees in winter\n\n"
    "#### You:\nDo bees sleep?\n\n#### ChatGPT:\nThey do.\n\n## Assistant\n\nIs a word, too.\n\n"
    "#### You:\nThanks\n\n#### ChatGPT:\nSee <https://example.org/bees>.\n",
    "P Do bees sleep? | A They do.¶¶## Assistant¶¶Is a word, too. | P Thanks | "
    "A See https://example.org/bees.",
    "chatgpt", "Bees in winter" },
  { "exporter-times-and-plugin", "x.md",
    "# Trip\n\n#### You:\n<time datetime=\"2024-05-06T07:08:09.000Z\" title=\"x\">7:08</time>\n\n"
    "Find a train\n\n#### Plugin (trains):\n{\"a\": 1}\n\n#### ChatGPT:\n"
    "<details>\n<summary>Thought</summary>\n\nYou:\n\nUser:\n\n</details>\n\nAt nine.\n",
    "P Find a train | T {\"a\": 1} | "
    "A <details>¶<summary>Thought</summary>¶¶You:¶¶User:¶¶</details>¶¶At nine.",
    "chatgpt", "Trip" },
  { "exporter-text-copy", "copy.txt",
    "You:\nDo bees sleep?\n\nChatGPT:\nThey do.\n\nYou:\nHow long?\n\nChatGPT:\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "chatgpt", "Do bees sleep?" },
  { "prompt-response", "x.md",
    "# Bees\n\n**User:** Ann (ann@example.org)\n**Created:** 8/30/2024 10:30:11\n"
    "**Updated:** 8/30/2024 10:31:00\n**Exported:** 9/1/2024 9:00:00\n"
    "**Link:** [https://chatgpt.com/c/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee]"
    "(https://chatgpt.com/c/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee)\n\n"
    "## Prompt:\n8/30/2024, 10:30:11 AM\n\nDo bees sleep?\n\n"
    "## Response:\n8/30/2024, 10:30:15 AM\n\nThey do.\n\n"
    "## Prompt:\n8/30/2024, 10:30:50 AM\n\nHow long?\n\n"
    "## Response:\n8/30/2024, 10:31:00 AM\n\nFive hours.\n\n---\n"
    "Powered by [ChatGPT Exporter](https://www.chatgptexporter.com)\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "chatgpt", "Bees" },
  { "claude-exporter", "x.md",
    "# Bees\n\n**Human** - 2024-12-08 16:13:52 UTC\n\nDo bees sleep?\n\n---\n\n"
    "**Assistant** - 2024-12-08 16:13:58 UTC\n\n> The person asks about bees.\n\nThey do.\n\n---\n\n"
    "**Human** - 2024-12-08 16:14:10 UTC\n\nHow long?\n\n---\n\n"
    "**Assistant** - 2024-12-08 16:14:15 UTC\n\n**Assistant** is a role, too.\n\nFive hours.\n",
    "P Do bees sleep? | A > The person asks about bees.¶¶They do. | P How long? | "
    "A **Assistant** is a role, too.¶¶Five hours.", "other", "Bees" },
  { "convoviz", "x.md",
    "---\ntitle: \"Bees\"\nchat_link: \"https://chatgpt.com/c/99999999-2222-3333-4444-555555555555\"\n"
    "create_time: \"2024-01-02T03:04:05\"\nmodel: \"gpt-4\"\n---\n"
    "### System\n\nBe short.\n\n# Me\n\nDo bees sleep?\n\n# ChatGPT\n\nThey do.\n\n"
    "### Tool output\n\n42\n\n# ChatGPT\n\nFive hours.\n",
    "S Be short. | P Do bees sleep? | A They do. | T 42 | A Five hours.", "chatgpt", "Bees" },
  { "nexus", "x.md",
    "---\nnexus: nexus-ai-chat-importer\nprovider: claude\nconversation_id: 0f0f0f0f-1111\n"
    "create_time: 2024-03-04T05:06:07Z\naliases: Bees\n---\n# Title: Bees\n\n"
    ">[!nexus_user] **User** - 2024-03-04 05:06\n> Do bees sleep?\n\n"
    ">[!nexus_agent] **Claude** - 2024-03-04 05:07\n> They do.\n>\n> Five hours.\n\n"
    ">[!nexus_user] **User** - 2024-03-04 05:08\n> Thanks\n\n"
    ">[!nexus_agent] **Claude** - 2024-03-04 05:09\n> Sure.\n> >[!nexus_attachment] **a.png**\n",
    "P Do bees sleep? | A They do.¶¶Five hours. | P Thanks | A Sure.¶>[!nexus_attachment] **a.png**",
    "claude", "Title: Bees" },
  { "emoji-headings", "x.md",
    "# Bees\nDate: 2025-01-15 09:00:00 +09:00\n\n---\n\n## 👤 User\nDate: 2025-01-15 09:00:00 +09:00\n\n"
    "Do bees sleep?\n\n---\n\n## 🤖 Assistant\nDate: 2025-01-15 09:00:10 +09:00\n\n"
    "They do.\n\n## Assistant\n\nnot me\n\n## 🤖 Assistant\n\nnor me\n\n---\n\n"
    "## 👤 User\nDate: 2025-01-15 09:01:00 +09:00\n\nThanks\n\n---\n",
    "P Do bees sleep? | A They do.¶¶## Assistant¶¶not me¶¶## 🤖 Assistant¶¶nor me | P Thanks",
    "other", "Bees" },
  { "heading-roles", "x.md",
    "## User\n\nDo bees sleep?\n\n## Assistant\n\nThey do.\n\n## User\n\nHow long?\n\n"
    "## Assistant\n\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "other", "Do bees sleep?" },
  { "heading-with-time", "x.md",
    "## Human — 2024-12-08T16:13:52Z\n\nDo bees sleep?\n\n"
    "## Assistant — 2024-12-08T16:13:58Z\n\nThey do.\n",
    "P Do bees sleep? | A They do.", "other", "Do bees sleep?" },
  { "bold-colon-inside", "x.md",
    "**You:**\nDo bees sleep?\n\n**Claude:**\nThey do.\n\n**You:**\nHow long?\n\n**Claude:**\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "claude", "Do bees sleep?" },
  { "bold-inline", "x.md",
    "**User:** Do bees sleep?\n\n**Assistant:** They do.\n\n**Note:** mostly.\n\n**User:** How long?\n\n"
    "**Assistant:** Five hours.\n",
    "P Do bees sleep? | A They do.¶¶**Note:** mostly. | P How long? | A Five hours.",
    "other", "Do bees sleep?" },
  { "plain-inline", "x.txt",
    "User: Do bees sleep?\nAI: They do.\nAnd dream.\nUser: How long?\nAI: Five hours.\n",
    "P Do bees sleep? | A They do.¶And dream. | P How long? | A Five hours.",
    "other", "Do bees sleep?" },
  { "me-and-ai", "x.txt",
    "Me:\nDo bees sleep?\n\nAI:\nThey do.\n",
    "P Do bees sleep? | A They do.", "other", "Do bees sleep?" },
  { "old-copy", "chat.txt",
    "User\nDo bees sleep?\nChatGPT\nThey do.\nUser\nHow long?\nChatGPT\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "chatgpt", "Do bees sleep?" },
  { "old-copy-account", "chat.txt",
    "Ann Example\nDo bees sleep?\nChatGPT\nThey do.\nAnn Example\nHow long?\nChatGPT\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "chatgpt", "Do bees sleep?" },
  { "sillytavern", "Seraphina - 2024-07-12.txt",
    "Seraphina: Welcome, traveller.\n\nAnna: Where am I?\nTell me.\n\nSeraphina: In the glade.\n\n"
    "Note: it is dark.\n\nAnna: I see.\n\nSeraphina: Rest now.\n",
    "A Welcome, traveller. | P Where am I?¶Tell me. | A In the glade.¶¶Note: it is dark. | "
    "P I see. | A Rest now.", "other", "Where am I?" },
  { "names-by-length", "x.txt",
    "Anna: Where am I?\n\nSeraphina: You are in the glade, where the old trees keep watch over all who "
    "sleep, and nobody will harm you here.\n\nAnna: I see.\n\nSeraphina: Rest now, and tell me in the "
    "morning what you dreamed of, if you like to tell it at all.\n",
    "P Where am I? | A You are in the glade, where the old trees keep watch over all who sleep, and "
    "nobody will harm you here. | P I see. | A Rest now, and tell me in the morning what you dreamed of, "
    "if you like to tell it at all.", "other", "Where am I?" },
  { "two-turns-with-rule", "x.md",
    "**Human** - 2024-12-08 16:13:52 UTC\n\nDo bees sleep?\n\n---\n\n"
    "**Assistant** - 2024-12-08 16:13:58 UTC\n\nThey do.\n\n---\n",
    "P Do bees sleep? | A They do.", "other", "Do bees sleep?" },
  { "sillytavern-you", "x.txt",
    "Seraphina: Welcome.\n\nYou: Where am I?\n\nSeraphina: In the glade.\n\nYou: I see.\n",
    "A Welcome. | P Where am I? | A In the glade. | P I see.", "other", "Where am I?" },
  { "gemini-no-colon", "x.txt",
    "Conversation with Gemini\n\nYou said\n\nDo bees sleep?\n\nGemini said\n\nThey do.\n\n"
    "You said\n\nHow long?\n\nGemini said\n\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "gemini", "Do bees sleep?" },
  { "gemini-portuguese", "x.txt",
    "Conversa com o Gemini\nVocê disse\nAs abelhas dormem?\nO Gemini disse\nDormem.\n",
    "P As abelhas dormem? | A Dormem.", "gemini", "As abelhas dormem?" },
  { "copilot", "x.txt",
    "You said\nDo bees sleep?\n\nCopilot said\nThey do.\n",
    "P Do bees sleep? | A They do.", "copilot", "Do bees sleep?" },
  { "copilot-repeated", "x.txt",
    "You said: Do bees sleep\n\nDo bees sleep at night?\n\nCopilot said: They do\n\n"
    "They do, like us.\n\nYou said: How\n\nHow long?\n\nCopilot said: Five\n\nFive hours.\n",
    "P Do bees sleep at night? | A They do, like us. | P How long? | A Five hours.",
    "copilot", "Do bees sleep at night?" },
  { "claude-repeated", "x.txt",
    "You said: Do bees sleep?.\nDo bees sleep?\n4:50 AM\n\nClaude responded: They do.\nThey do.\n\n"
    "Five hours a night.\n\nYou said: Thanks.\nThanks\n4:52 AM\n\n"
    "Claude responded: You are welcome.\nYou are welcome.\nClaude hat die Antwort abgeschlossen\n",
    "P Do bees sleep? | A They do.¶¶Five hours a night. | P Thanks | A You are welcome.",
    "claude", "Do bees sleep?" },
  { "leo", "x.txt",
    "You:\nDo bees sleep?\n\nLeo AI:\nThey do.\n",
    "P Do bees sleep? | A They do.", "other", "Do bees sleep?" },
  { "headings-of-labels", "x.md",
    "##### You said:\n\nDo bees sleep?\n\n###### ChatGPT said:\n\nThey do.\n\n"
    "##### You said:\n\nHow long?\n\n###### ChatGPT said:\n\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "chatgpt", "Do bees sleep?" },
  { "person-label-missing-first", "x.txt",
    "Do bees sleep?\n\nChatGPT said:\nThey do.\n\nYou said:\nHow long?\n\nChatGPT said:\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "chatgpt", "Do bees sleep?" },
  { "person-label-missing", "x.txt",
    "Do bees sleep?\n\nChatGPT said:\nThey do.\n\nAll night.\n\nHow long?\n\nChatGPT said:\nFive hours.\n",
    "P Do bees sleep? | A They do.¶¶All night. | P How long? | A Five hours.",
    "chatgpt", "Do bees sleep?" },
  { "model-in-label", "x.md",
    "## You\n\nDo bees sleep?\n\n## Claude 3.5 Sonnet\n\nThey do.\n\n## You\n\nHow long?\n\n"
    "## Claude 3 Opus\n\nFive hours.\n",
    "P Do bees sleep? | A They do. | P How long? | A Five hours.", "claude", "Do bees sleep?" },
  { "story-in-answer", "x.txt",
    "You said:\nTell a story\n\nChatGPT said:\nOnce.\n\nAlice said:\n\nHello.\n\nBob said:\n\nBye.\n",
    "P Tell a story | A Once.¶¶Alice said:¶¶Hello.¶¶Bob said:¶¶Bye.", "chatgpt", "Tell a story" },
  { "escaped-by-rich-text", "x.md",
    "\\#### You:\nDo bees sleep?\n\n\\#### ChatGPT:\nThey do.\n",
    "P Do bees sleep? | A They do.", "chatgpt", "Do bees sleep?" },
  { "custom-gpt", "x.txt",
    "You said:\nDo bees sleep?\n\nBee Keeper said:\nThey do.\n",
    "P Do bees sleep? | A They do.", "other", "Do bees sleep?" },
};

static void
test_shape (gconstpointer data)
{
  const Shape *shape = data;
  g_autoptr (ChattyReading) reading = import_read_text (shape->text, shape->file);
  g_autofree char *outline = NULL;
  ChattyTranscript *transcript;

  g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 1);
  transcript = chatty_reading_get_transcript (reading, 0);
  outline = import_outline (transcript);
  g_assert_cmpstr (outline, ==, shape->outline);
  g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, shape->platform);
  g_assert_cmpstr (chatty_transcript_get_title (transcript), ==, shape->title);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strconcat ("/import/shapes/", shapes[i].name, NULL);

      g_test_add_data_func (path, &shapes[i], test_shape);
    }
  return g_test_run ();
}
