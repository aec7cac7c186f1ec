/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Running conversations, and folders that Chatty itself wrote. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-transcript-file.h"
#include "vault-fixture.h"

#define RUNNING "instances/zen-001/chatty/chat_with_zen-001.md"

static const char chatty_text[] =
  "# Chatty Transcript -- Zen\n"
  "-=-=-=-\n"
  "\n"
  "## November 20, 2025\n"
  "\n"
  "**10:30:45 AM EST - Devon**: Are you there?\n"
  "\n"
  "**10:31:02 AM EST - Zen**: I am.\n";

static ChattyTurn *
make_turn (ChattyRole  role,
           const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (builder, text);
  chatty_turn_builder_set_time (builder, 1736850645000000);
  return chatty_turn_builder_end (builder);
}

static ChattyTranscript *
load (ChattyVault *vault,
      const char  *id)
{
  g_autoptr (GError) error = NULL;
  ChattyTranscript *transcript = chatty_vault_load (vault, id, NULL, &error);

  g_assert_no_error (error);
  return transcript;
}

static void
test_append (void)
{
  static const char *const texts[] = {
    "Hello", "", "**10:30:45 AM UTC - You**: a marker in the text",
    "---\ntitle: x\n---\n", "<!-- turn {} -->", "two\n\nparagraphs\n",
    "```\ncode\n```", "שלום", "line\r\nends\rof\nall kinds",
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *full = NULL;
  struct stat first, second;

  source = make_transcript ("chatty:1", "Tea", "Two minutes.");
  store_one (vault, source, &path);
  before = place_read (place, path);
  full = place_path (place, path);
  g_assert_cmpint (g_stat (full, &first), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ChattyTurn) turn = make_turn (CHATTY_ROLE_PERSON, texts[i]);

      g_assert_true (chatty_vault_append_turn (vault, "chatty:1", turn,
                                               &error));
      g_assert_no_error (error);
    }

  /* Appended to, not rewritten. */
  after = place_read (place, path);
  g_assert_true (g_str_has_prefix (after, before));
  g_assert_cmpint (g_stat (full, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);

  loaded = load (vault, "chatty:1");
  g_assert_cmpuint (chatty_transcript_get_n_turns (loaded), ==,
                    2 + G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (loaded,
                                                                       2 + i)),
                     ==, texts[i]);
  summary = chatty_vault_lookup (vault, "chatty:1", &error);
  g_assert_cmpuint (summary->n_turns, ==, 2 + G_N_ELEMENTS (texts));
  g_assert_cmpuint (place_count (place, ".chatty/history"), ==, 0);

  g_assert_false (chatty_vault_append_turn (vault, "chatty:2",
                                            chatty_transcript_get_turn (loaded, 0),
                                            &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* A crash, or a power cut, in the middle of the write. */
static void
test_torn (void)
{
  g_autoptr (ChattyTurn) turn = make_turn (CHATTY_ROLE_PERSON,
                                           "A whole sentence, or nothing.");
  g_autoptr (GString) added = g_string_new (NULL);

  chatty_transcript_file_append_turn (added, turn);
  for (gsize torn_at = 0; torn_at <= added->len; torn_at += 7)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (ChattyTranscript) source = NULL;
      g_autoptr (ChattyTranscript) loaded = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) intent = g_string_new (NULL);
      g_autofree char *path = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autofree char *torn = NULL;
      g_autofree char *part = g_strndup (added->str, torn_at);
      g_autofree char *quoted = NULL;

      source = make_transcript ("chatty:1", "Tea", "Two minutes.");
      store_one (vault, source, &path);
      g_clear_object (&vault);
      before = place_read (place, path);
      torn = g_strconcat (before, part, NULL);
      place_write (place, path, torn);
      quoted = g_strescape (added->str, "\303\251");
      g_string_append_printf (intent,
                              "{\"path\":\"%s\",\"length\":%zu,\"text\":\"%s\"}\n",
                              path, strlen (before), quoted);
      place_write (place, ".chatty/appending", intent->str);

      vault = place_open (place);
      after = place_read (place, path);
      g_assert_cmpstr (after, ==, torn_at == added->len ? torn : before);
      loaded = load (vault, "chatty:1");
      g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);
      g_assert_true (chatty_vault_append_turn (vault, "chatty:1", turn,
                                               &error));
      g_assert_no_error (error);
    }
}

/* What somebody else wrote behind it is not taken off. */
static void
test_foreign_tail (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTurn) turn = make_turn (CHATTY_ROLE_PERSON, "Hello");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *intent = NULL;

  source = make_transcript ("chatty:1", "Tea", "Two minutes.");
  store_one (vault, source, &path);
  g_clear_object (&vault);
  before = place_read (place, path);
  edited = g_strconcat (before, "My remark without a line end", NULL);
  place_write (place, path, edited);
  intent = g_strdup_printf ("{\"path\":\"%s\",\"length\":%zu,\"text\":\"%s\"}\n",
                            path, strlen (before),
                            "\\n<!-- a turn that never came, and is long -->");
  place_write (place, ".chatty/appending", intent);
  vault = place_open (place);
  g_assert_true (chatty_vault_append_turn (vault, "chatty:1", turn, &error));
  g_assert_no_error (error);
  after = place_read (place, path);
  g_assert_true (g_str_has_prefix (after, edited));
  g_assert_cmpint (after[strlen (edited)], ==, '\n');
}

/* A folder that Chatty keeps: understood, and left as it is. */
static void
test_chatty_folder (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (ChattyTranscript) running = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autoptr (ChattyTranscript) note = NULL;
  g_autoptr (ChattyTurn) turn = make_turn (CHATTY_ROLE_PERSON, "And now?");
  g_autoptr (GError) error = NULL;
  g_autofree char *full = NULL;
  g_autofree char *text = NULL;
  g_autofree char *batch = NULL;
  ChattyTranscriptQuery query = { NULL };
  struct stat status;
  guint n_turns;

  place_write (place, RUNNING, chatty_text);
  place_write (place, "instances/zen-001/chatgpt/A note.md",
               "# Things to remember\n\nMilk.\n");
  place_write (place, "instances/zen-001/config/metadata.json", "{}");
  place_write (place, "instances/zen-001/identity/prompt.txt", "**You Are Z**");
  place_write (place, "instances/zen-001/documents/book.md", "# A book\n");
  place_write (place, "instances/lin-001/config/metadata.json", "{}");
  full = place_path (place, RUNNING);
  g_assert_cmpint (chmod (full, 0444), ==, 0);
  before = place_snapshot (place);

  vault = place_open (place);
  list = chatty_vault_list (vault, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpstr (((ChattyTranscriptSummary *) g_ptr_array_index (list, i))->character,
                     ==, "zen-001");
  running = load (vault, "vault:" RUNNING);
  n_turns = chatty_transcript_get_n_turns (running);
  g_assert_cmpuint (n_turns, >=, 2);
  g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (running,
                                                                     n_turns - 1)),
                   ==, "I am.");
  note = load (vault, "vault:instances/zen-001/chatgpt/A note.md");
  g_assert_cmpuint (chatty_transcript_get_n_turns (note), ==, 1);
  g_assert_cmpint (chatty_turn_get_role (chatty_transcript_get_turn (note, 0)),
                   ==, CHATTY_ROLE_NOTE);
  g_assert_cmpstr (chatty_transcript_get_platform (note), ==, "chatgpt");

  characters = chatty_vault_list_characters (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (characters->len, ==, 2);

  /* Looking changes nothing. */
  after = place_snapshot (place);
  assert_same_tree (before, after);

  /* A turn goes behind it, though the file is marked read only. */
  g_assert_true (chatty_vault_append_turn (vault, "vault:" RUNNING, turn,
                                           &error));
  g_assert_no_error (error);
  text = place_read (place, RUNNING);
  g_assert_true (g_str_has_prefix (text, chatty_text));
  g_assert_cmpint (g_stat (full, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0444);

  /* An edit keeps what was there in the history, to the byte. */
  wanted = retitle (note, "Shopping");
  batch = chatty_vault_edit (vault, wanted, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (place_count (place, ".chatty/history"), ==, 1);
  {
    guint undone, kept;
    g_autofree char *restored = NULL;
    g_autoptr (ChattyTranscriptSummary) summary = NULL;

    g_assert_true (chatty_vault_undo_run (vault, batch, &undone, &kept, NULL,
                                          &error));
    g_assert_cmpuint (undone, ==, 1);
    restored = place_read (place, "instances/zen-001/chatgpt/A note.md");
    g_assert_cmpstr (restored, ==, "# Things to remember\n\nMilk.\n");
    summary = chatty_vault_lookup (vault,
                                   "vault:instances/zen-001/chatgpt/A note.md",
                                   &error);
    g_assert_nonnull (summary);
    g_assert_cmpstr (summary->character, ==, "zen-001");
    g_assert_cmpstr (summary->platform, ==, "chatgpt");
  }
}

/* Bytes that are no text at all. */
static void
test_not_text (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;

  place_write (place, "transcripts/other/Latin.md", "caf\351\n\377\376");
  place_write (place, "transcripts/other/Empty.md", "");
  place_write (place, "transcripts/other/Front.md", "---\nnever: closed\n");
  vault = place_open (place);
  g_assert_cmpuint (count_listed (vault), ==, 3);
  loaded = load (vault, "vault:transcripts/other/Latin.md");
  g_assert_cmpstr (chatty_transcript_get_title (loaded), ==, "Latin");
  g_assert_cmpuint (chatty_transcript_get_n_turns (loaded), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/append/append", test_append);
  g_test_add_func ("/vault/append/torn", test_torn);
  g_test_add_func ("/vault/append/foreign-tail", test_foreign_tail);
  g_test_add_func ("/vault/append/chatty-folder", test_chatty_folder);
  g_test_add_func ("/vault/append/not-text", test_not_text);
  return g_test_run ();
}
