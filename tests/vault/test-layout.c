/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Where transcripts go and what their files are called. */

#include "config.h"

#include <string.h>

#include "chatty-text.h"
#include "chatty-vault-layout.h"
#include "vault-fixture.h"

static ChattyTranscript *
make (const char *title,
      const char *platform,
      const char *character,
      gint64      started)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();

  chatty_transcript_builder_set_id (builder, title);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_character (builder, character);
  if (started != CHATTY_TIME_NONE)
    chatty_transcript_builder_set_started (builder, started,
                                           CHATTY_CERTAINTY_EXACT);
  return chatty_transcript_builder_end (builder);
}

static void
test_folders (void)
{
  static const struct {
    const char *platform;
    const char *character;
    gint64      started;
    const char *folder;
  } cases[] = {
    { "chatgpt", NULL, 1736850645000000, "transcripts/chatgpt/2025/January" },
    { "character.ai", "lin-001", 1736850645000000,
      "instances/lin-001/character.ai/2025/January" },
    { "other", NULL, CHATTY_TIME_NONE, "transcripts/other/undated" },
    { "other", "", CHATTY_TIME_NONE, "transcripts/other/undated" },
    /* The last and the first microsecond of a year, in UTC. */
    { "claude", NULL, 1735689599999999, "transcripts/claude/2024/December" },
    { "claude", NULL, 1735689600000000, "transcripts/claude/2025/January" },
    /* Before 1970. */
    { "claude", NULL, -1, "transcripts/claude/1969/December" },
    /* A year that no calendar has. */
    { "claude", NULL, G_MAXINT64, "transcripts/claude/undated" },
    /* Names that want to get out. */
    { "../..", "../../../etc", CHATTY_TIME_NONE, NULL },
    { "/", "a/b", CHATTY_TIME_NONE, NULL },
    { "", "..", CHATTY_TIME_NONE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyTranscript) transcript = NULL;
      g_autofree char *folder = NULL;
      g_auto (GStrv) parts = NULL;

      transcript = make ("Title", cases[i].platform, cases[i].character,
                         cases[i].started);
      folder = chatty_vault_layout_folder (transcript);
      if (cases[i].folder != NULL)
        g_assert_cmpstr (folder, ==, cases[i].folder);
      parts = g_strsplit (folder, "/", -1);
      g_assert_true (g_str_equal (parts[0], "transcripts") ||
                     g_str_equal (parts[0], "instances"));
      for (guint j = 0; parts[j] != NULL; j++)
        {
          g_assert_cmpstr (parts[j], !=, "");
          g_assert_cmpint (parts[j][0], !=, '.');
        }
    }
}

static void
check_name (const char *name)
{
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpuint (strlen (name), <=, CHATTY_VAULT_MAX_NAME);
  g_assert_cmpuint (strlen (name), >, 3);
  g_assert_true (g_str_has_suffix (name, ".md"));
  g_assert_cmpint (name[0], !=, '.');
  g_assert_cmpint (name[0], !=, ' ');
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_false (g_unichar_iscntrl (c));
      g_assert_true (c >= 0x80 || strchr ("/\\:*?\"<>|", (int) c) == NULL);
      /* Direction marks would show another name than there is. */
      g_assert_false ((c >= 0x202a && c <= 0x202e) ||
                      (c >= 0x2066 && c <= 0x2069) ||
                      c == 0x200e || c == 0x200f);
    }
}

static void
test_names (void)
{
  static const struct {
    const char *title;
    const char *name;   /* NULL: any that is safe */
  } cases[] = {
    { "Tea", "Tea.md" },
    { "How to: make tea?", "How to make tea.md" },
    { "../../etc/passwd", NULL },
    { "..", NULL },
    { "/", NULL },
    { "", "Untitled.md" },
    { "   ", "Untitled.md" },
    { ".hidden", "hidden.md" },
    { "CON", "_CON.md" },
    { "con.txt", NULL },
    { "Nul", "_Nul.md" },
    { "com1", NULL },
    { "LPT9.md", NULL },
    { "ends with dot.", "ends with dot.md" },
    { "ends with space ", "ends with space.md" },
    { "two\nlines\tand\rmore", "two lines and more.md" },
    { "invoice\342\200\256gpj.exe", "invoicegpj.exe.md" },
    { "\342\201\247left\342\201\251", "left.md" },
    { "\357\273\277marked", "marked.md" },
    { "日本語のタイトル", "日本語のタイトル.md" },
    { "שלום עולם", "שלום עולם.md" },
    { "e\314\201tude", "\303\251tude.md" },
  };
  g_autofree char *long_ascii = g_strnfill (300, 'a');
  g_autoptr (GString) long_wide = g_string_new (NULL);
  g_autoptr (GString) long_marks = g_string_new ("z");
  const char *long_ones[3];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = chatty_vault_layout_name (cases[i].title, 1);
      g_autofree char *last = chatty_vault_layout_name (cases[i].title,
                                                        G_MAXUINT);

      check_name (name);
      check_name (last);
      if (cases[i].name != NULL)
        g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (chatty_vault_layout_is_named_for (name, cases[i].title));
      g_assert_true (chatty_vault_layout_is_named_for (last, cases[i].title));
    }
  g_assert_false (chatty_vault_layout_is_named_for ("Tea.md", "Te"));
  g_assert_false (chatty_vault_layout_is_named_for ("Tea x.md", "Tea"));
  g_assert_false (chatty_vault_layout_is_named_for ("Tea .md", "Tea"));

  for (guint i = 0; i < 100; i++)
    {
      g_string_append (long_wide, "\360\237\221\251");
      g_string_append (long_marks, "\314\201");
    }
  long_ones[0] = long_ascii;
  long_ones[1] = long_wide->str;
  long_ones[2] = long_marks->str;
  for (guint i = 0; i < G_N_ELEMENTS (long_ones); i++)
    for (guint nth = 1; nth < 100000; nth *= 9)
      {
        g_autofree char *name = chatty_vault_layout_name (long_ones[i], nth);

        check_name (name);
      }
}

/* Names that some file system takes for one are told apart, always the same
 * way. */
static void
test_folding (void)
{
  static const char *const titles[] = {
    "Straße", "STRASSE", "strasse", "caf\303\251", "cafe\314\201", "CAF\303\211",
    "\357\254\201sh", "fish", "Tea", "TEA", "tea", "tea", "con", "CON",
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GHashTable) folded = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Place) other_place = place_new ();
  g_autoptr (ChattyVault) other = place_open (other_place);

  folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *id = g_strdup_printf ("chatgpt:%u", i);
      g_autoptr (ChattyTranscript) transcript = NULL;
      char *path = NULL;

      transcript = make_transcript (id, titles[i], "Text.");
      g_assert_cmpint (store_one (vault, transcript, &path), ==,
                       CHATTY_STORED_ADDED);
      g_assert_true (g_hash_table_add (folded, chatty_text_fold_key (path)));
      g_ptr_array_add (paths, path);
    }
  g_assert_cmpuint (place_count (place, "transcripts"), ==,
                    G_N_ELEMENTS (titles));

  /* In one batch, in the same order: the same names. */
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (other, "import",
                                                             &error);

    for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
      {
        g_autofree char *id = g_strdup_printf ("chatgpt:%u", i);
        g_autoptr (ChattyTranscript) transcript = NULL;
        g_autofree char *path = NULL;
        ChattyStored outcome;

        transcript = make_transcript (id, titles[i], "Text.");
        g_assert_true (chatty_vault_batch_store (batch, transcript, &outcome,
                                                 &path, NULL, &error));
        g_assert_cmpstr (path, ==, g_ptr_array_index (paths, i));
      }
    g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  }
}

static void
test_guesses (void)
{
  g_autofree char *platform = NULL;
  g_autofree char *character = NULL;
  g_autofree char *nothing = NULL;

  platform = chatty_vault_layout_guess_platform ("instances/zen-001/chatgpt/2025/March/x.md");
  g_assert_cmpstr (platform, ==, "chatgpt");
  character = chatty_vault_layout_guess_character ("instances/zen-001/chatgpt/2025/March/x.md");
  g_assert_cmpstr (character, ==, "zen-001");
  g_assert_cmpint (chatty_vault_layout_guess_month ("instances/zen-001/chatgpt/2025/March/x.md"),
                   ==, 1740787200000000);
  g_assert_cmpint (chatty_vault_layout_guess_month ("transcripts/claude/2025/x.md"),
                   ==, 1735689600000000);
  g_assert_cmpint (chatty_vault_layout_guess_month ("transcripts/claude/undated/x.md"),
                   ==, CHATTY_TIME_NONE);
  nothing = chatty_vault_layout_guess_platform ("instances/zen-001/chatty/x.md");
  g_assert_null (nothing);
}

static void
test_candidates (void)
{
  static const struct {
    const char *path;
    gboolean    is;
  } cases[] = {
    { "transcripts/chatgpt/2025/May/x.md", TRUE },
    { "transcripts/x.MD", TRUE },
    { "transcripts/chatgpt/x.txt", FALSE },
    { "transcripts/chatgpt/.x.md", FALSE },
    { "transcripts/.stversions/x.md", FALSE },
    { ".chatty/history/x.md", FALSE },
    { "notes/x.md", FALSE },
    { "x.md", FALSE },
    { "instances/README.md", FALSE },
    { "instances/zen-001/README.md", FALSE },
    { "instances/zen-001/chatty/chat_with_zen-001.md", TRUE },
    { "instances/zen-001/github_copilot/x.md", TRUE },
    { "instances/zen-001/documents/x.md", FALSE },
    { "instances/zen-001/documents/deep/x.md", FALSE },
    { "instances/zen-001/identity/prompt.md", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (chatty_vault_files_is_candidate (cases[i].path) != cases[i].is)
      g_error ("%s", cases[i].path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/layout/folders", test_folders);
  g_test_add_func ("/vault/layout/names", test_names);
  g_test_add_func ("/vault/layout/folding", test_folding);
  g_test_add_func ("/vault/layout/guesses", test_guesses);
  g_test_add_func ("/vault/layout/candidates", test_candidates);
  return g_test_run ();
}
