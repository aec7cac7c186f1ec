/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Conversations that run: branches, replies on their way, what was sent, files
 * of turns, and that all of it goes where the transcript goes. One file, as all
 * of them are about one conversation and share its helpers. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-transcript-file.h"
#include "chatty-vault-private.h"
#include "chatty-vault-talk.h"
#include "vault-fixture.h"

static ChattyTurn *
make_turn (const char *id,
           const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_author (builder, "Nova");
  chatty_turn_builder_set_text (builder, text);
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

static char *
start (ChattyVault *vault,
       const char  *title)
{
  g_autoptr (GError) error = NULL;
  char *id = chatty_vault_start_conversation (vault, "convai", NULL, title, "m-1", &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (id, "chatty:"));
  return id;
}

static void
say (ChattyVault *vault,
     const char  *id,
     const char  *turn_id)
{
  g_autoptr (ChattyTurn) turn = make_turn (turn_id, turn_id);
  g_autoptr (GError) error = NULL;

  chatty_vault_append_turn (vault, id, turn, &error);
  g_assert_no_error (error);
}

/* The ids of the turns as they are chosen now. */
static void
assert_path (ChattyVault *vault,
             const char  *id,
             const char  *expected)
{
  g_autoptr (ChattyTranscript) transcript = load (vault, id);
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    g_string_append_printf (path, "%s ", chatty_turn_get_id (chatty_transcript_get_turn (transcript, i)));
  g_assert_cmpstr (path->str, ==, expected);
}

static char *
relative_path (Place       *place,
               ChattyVault *vault,
               const char  *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = chatty_vault_get_file (vault, id, &error);

  g_assert_no_error (error);
  return g_file_get_relative_path (place->vault_folder, file);
}

static void
test_start (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) import = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = start (vault, "Tea");
  g_autofree char *second = start (vault, "Tea");
  g_autofree char *path = relative_path (place, vault, second);

  g_assert_cmpstr (first, !=, second);
  transcript = load (vault, first);
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 0);
  g_assert_cmpstr (chatty_transcript_get_title (transcript), ==, "Tea");
  g_assert_cmpstr (chatty_transcript_get_platform (transcript), ==, "convai");
  g_assert_cmpstr (chatty_transcript_get_model (transcript), ==, "m-1");
  g_assert_cmpint (ABS (chatty_transcript_get_started (transcript) - chatty_time_now ()), <,
                   60 * G_USEC_PER_SEC);
  g_assert_true (g_str_has_prefix (path, "transcripts/convai/"));
  g_assert_true (g_str_has_suffix (path, "/Tea 2.md"));
  g_assert_cmpuint (count_listed (vault), ==, 2);

  /* An import of the same name is another conversation. */
  say (vault, first, "a");
  import = make_transcript ("convai:1", "Tea", "Two minutes.");
  g_assert_cmpint (store_one (vault, import, NULL), ==, CHATTY_STORED_ADDED);
  g_assert_cmpuint (count_listed (vault), ==, 3);
  assert_path (vault, first, "a ");
  runs = chatty_vault_list_runs (vault, &error);
  g_assert_cmpuint (runs->len, ==, 1);
}

static void
test_branches (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTurn) other = make_turn ("c", "Another answer.");
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *path = relative_path (place, vault, id);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  say (vault, id, "a");
  say (vault, id, "bergamot");
  say (vault, id, "follower");
  before = place_read (place, path);
  chatty_vault_append_branch (vault, id, other, "bergamot", &error);
  g_assert_no_error (error);
  assert_path (vault, id, "a c ");
  summary = chatty_vault_lookup (vault, id, &error);
  g_assert_cmpuint (summary->n_turns, ==, 2);

  /* What is not chosen now is still found. */
  hits = chatty_vault_search_turns (vault, "follower", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_true (strstr (((ChattySearchHit *) g_ptr_array_index (hits, 0))->snippet, "follower") != NULL);

  chatty_vault_append_choice (vault, id, "bergamot", &error);
  g_assert_no_error (error);
  assert_path (vault, id, "a bergamot follower ");
  after = place_read (place, path);
  g_assert_true (g_str_has_prefix (after, before));

  g_assert_false (chatty_vault_append_choice (vault, id, "nobody", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (chatty_vault_append_branch (vault, "chatty:none", other, "a", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* A conversation file that another program, such as one that syncs, put in the
 * place of ours, and one whose index is behind. */
static void
test_foreign_change (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *path = relative_path (place, vault, id);
  g_autofree char *text = NULL;
  g_autoptr (GString) longer = NULL;
  g_autoptr (ChattyTurn) turn = make_turn ("theirs", "From another machine.");

  say (vault, id, "a");
  text = place_read (place, path);
  longer = g_string_new (text);
  chatty_transcript_file_append_turn (longer, turn);
  place_write (place, path, longer->str);
  say (vault, id, "b");
  assert_path (vault, id, "a theirs b ");
}

static struct {
  Place      *place;
  const char *path;
  const char *text;
} contest;

static void
contest_cb (const char *step)
{
  if (contest.text != NULL && g_str_equal (step, "intent"))
    place_write (contest.place, contest.path, g_steal_pointer (&contest.text));
}

/* The file is replaced between opening it and writing to it. */
static void
test_replaced (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *path = relative_path (place, vault, id);
  g_autofree char *text = NULL;
  g_autoptr (GString) longer = NULL;
  g_autoptr (ChattyTurn) turn = make_turn ("theirs", "From another machine.");

  say (vault, id, "a");
  text = place_read (place, path);
  longer = g_string_new (text);
  chatty_transcript_file_append_turn (longer, turn);
  contest.place = place;
  contest.path = path;
  contest.text = longer->str;
  chatty_vault_step_func = contest_cb;
  say (vault, id, "b");
  chatty_vault_step_func = NULL;
  assert_path (vault, id, "a theirs b ");
}

static void
keep (ChattyVaultReply *reply,
      const char       *text)
{
  g_autoptr (GError) error = NULL;

  chatty_vault_reply_keep (reply, text, strlen (text), &error);
  g_assert_no_error (error);
}

static void
test_reply (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVault) second = NULL;
  g_autoptr (ChattyTurn) begun = make_turn ("b", "");
  g_autoptr (ChattyTurn) ended = make_turn ("b", "Two minutes.");
  g_autoptr (ChattyVaultReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");

  say (vault, id, "a");
  reply = chatty_vault_reply_begin (vault, id, begun, NULL, &error);
  g_assert_no_error (error);
  keep (reply, "Two ");
  g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 1);

  /* Nobody takes it for dead while it is written. */
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 0);
  g_assert_no_error (error);
  second = place_open (place);
  assert_path (second, id, "a ");

  keep (reply, "minutes.");
  chatty_vault_reply_end (reply, ended, &error);
  g_assert_no_error (error);
  assert_path (vault, id, "a b ");
  g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 0);
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 0);
  assert_path (vault, id, "a b ");

  g_assert_null (chatty_vault_reply_begin (vault, "chatty:none", begun, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

static void
leave (ChattyVault       *vault,
       const char        *id,
       const char        *turn_id,
       const char        *replaces,
       const char *const *pieces)
{
  g_autoptr (ChattyTurn) begun = make_turn (turn_id, "");
  g_autoptr (ChattyVaultReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  reply = chatty_vault_reply_begin (vault, id, begun, replaces, &error);
  g_assert_no_error (error);
  for (guint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] == '=')
      {
        chatty_vault_reply_replace (reply, pieces[i] + 1, strlen (pieces[i]) - 1, &error);
        g_assert_no_error (error);
      }
    else
      keep (reply, pieces[i]);
}

static void
assert_recovered (ChattyVault *vault,
                  const char  *id,
                  guint        nth,
                  const char  *text)
{
  g_autoptr (ChattyTranscript) transcript = load (vault, id);
  ChattyTurn *turn = chatty_transcript_get_turn (transcript, nth);

  g_assert_cmpstr (chatty_turn_get_text (turn), ==, text);
  g_assert_cmpint (chatty_turn_get_state (turn), ==, CHATTY_TURN_CUT_OFF);
  g_assert_nonnull (chatty_turn_get_problem (turn));
  g_assert_cmpstr (chatty_turn_get_author (turn), ==, "Nova");
}

static void
test_recovery (void)
{
  static const char *const words[] = { "+5\n", "=", "one\n", "t\xc3", "\xbc", "wo", "\xe8\x8c", NULL };
  static const char *const taken_back[] = { "wrong", "=", "=right", " way", NULL };
  static const char *const nothing[] = { NULL };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVault) second = NULL;
  g_autoptr (ChattyTurn) again = make_turn ("a", "again");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *trash = NULL;

  /* A character that was cut in half is left out, but only at the end. */
  say (vault, id, "a");
  leave (vault, id, "b", NULL, words + 2);
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 1);
  g_assert_no_error (error);
  assert_recovered (vault, id, 1, "one\ntüwo");
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 0);

  /* In place of the one that was tried again; opening does it. */
  leave (vault, id, "c", "b", taken_back);
  second = place_open (place);
  assert_path (second, id, "a c ");
  assert_recovered (second, id, 1, "right way");

  /* A retry of which nothing came hides nothing; an answer is missed. */
  leave (vault, id, "d", "c", nothing);
  leave (vault, id, "e", NULL, nothing);
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 1);
  assert_path (vault, id, "a c e ");
  g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 0);

  /* What stands in the transcript already is not put there twice. */
  leave (vault, id, "a", NULL, words + 2);
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 0);
  assert_path (vault, id, "a c e ");
  g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 0);

  /* Of a conversation that is gone: put aside, with all text. */
  leave (vault, id, "f", NULL, words + 2);
  trash = chatty_vault_trash (vault, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 0);
}

/* Files that nobody's reply is. */
static void
test_hostile_replies (void)
{
  static const char *const files[] = {
    "", "\n", "{}\n", "{\"format\":\"chatty-reply-1\"}\n+5\nhello", "no end",
    "{\"format\":\"chatty-reply-1\",\"transcript\":\"x\",\"turn\":\"\"}\n",
    "{\"format\":\"chatty-reply-1\",\"transcript\":\"../../x\",\"turn\":\"<!-- turn {} -->\\n**You**:\"}\n",
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *outside = g_build_filename (place->root, "outside", NULL);
  g_autofree char *link = NULL;
  g_autofree char *pipe_path = NULL;
  g_autofree char *odd = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  static const char *const pieces[] = { "kept", NULL };

  leave (vault, id, "b", NULL, pieces);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strdup_printf (".chatty/replies/%u", i);

      place_write (place, name, files[i]);
    }
  /* A length that lies is bounded by what is there; a link leads nowhere. */
  odd = g_strdup_printf ("{\"format\":\"chatty-reply-1\",\"transcript\":\"%s\",\"turn\":"
                         "\"<!-- turn {\\\"role\\\":\\\"assistant\\\",\\\"id\\\":\\\"z\\\"} -->\\n**Nova**:\"}\n"
                         "+3\nabc+999\ndef", id);
  place_write (place, ".chatty/replies/odd", odd);
  g_assert_true (g_file_set_contents (outside, odd, -1, NULL));
  link = place_path (place, ".chatty/replies/link");
  g_assert_cmpint (symlink (outside, link), ==, 0);
  pipe_path = place_path (place, ".chatty/replies/pipe");
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);

  g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 2);
  g_assert_no_error (error);
  {
    g_autoptr (ChattyTranscript) transcript = load (vault, id);

    g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 2);
    g_assert_true (chatty_transcript_has_turn (transcript, "b"));
    g_assert_true (chatty_transcript_has_turn (transcript, "z"));
    for (guint i = 0; i < 2; i++)
      g_string_append (text, chatty_turn_get_text (chatty_transcript_get_turn (transcript, i)));
    g_assert_true (strstr (text->str, "abcdef") != NULL);
    g_assert_true (strstr (text->str, "kept") != NULL);
  }
  g_assert_true (g_file_test (outside, G_FILE_TEST_EXISTS));
}

/* One write for a piece. */
static void
test_cost (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTurn) begun = make_turn ("b", "");
  g_autoptr (ChattyVaultReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 started, n_before = 0, n_after = 0;
  enum { N = 20000 };

  reply = chatty_vault_reply_begin (vault, id, begun, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents ("/proc/self/io", &before, NULL, NULL);
  started = g_get_monotonic_time ();
  for (guint i = 0; i < N; i++)
    keep (reply, "word ");
  g_test_message ("%d pieces: %.1f µs each", N, (g_get_monotonic_time () - started) / (double) N);
  g_file_get_contents ("/proc/self/io", &after, NULL, NULL);
  if (before != NULL && after != NULL)
    {
      n_before = g_ascii_strtoll (strstr (before, "syscw: ") + 7, NULL, 10);
      n_after = g_ascii_strtoll (strstr (after, "syscw: ") + 7, NULL, 10);
      /* Other threads of this process write a little too. */
      g_assert_cmpint (n_after - n_before, <=, N + 200);
      g_assert_cmpint (n_after - n_before, >=, N);
    }
}

static void
test_sent (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *none = NULL;
  g_autofree char *talk = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *folder = place_path (place, ".chatty/sent");
  g_autofree char *relative = NULL;
  g_autofree char *content = NULL;
  g_autofree char *torn = NULL;

  g_assert_null (chatty_vault_load_sent (vault, id, "a", &error));
  g_assert_no_error (error);
  g_assert_true (chatty_vault_keep_sent (vault, id, "a", "{\n \"model\": \"old\"\n}", &error));
  g_assert_true (chatty_vault_keep_sent (vault, id, "a\"\n", "{\"model\":\"m\\n\"}", &error));
  g_assert_true (chatty_vault_keep_sent (vault, id, "a", "{\"model\":\"new\"}", &error));
  g_assert_false (chatty_vault_keep_sent (vault, id, "a", "{", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  /* A crash in the middle of a line. */
  dir = g_dir_open (folder, 0, NULL);
  relative = g_strconcat (".chatty/sent/", g_dir_read_name (dir), NULL);
  content = place_read (place, relative);
  torn = g_strconcat (content, "{\"turn\":\"a\",\"sent\":{\"mo", NULL);
  place_write (place, relative, torn);
  g_assert_true (chatty_vault_keep_sent (vault, id, "b", "{}", &error));
  g_assert_no_error (error);

  first = chatty_vault_load_sent (vault, id, "a", &error);
  g_assert_cmpstr (first, ==, "{\"model\":\"new\"}");
  second = chatty_vault_load_sent (vault, id, "a\"\n", &error);
  g_assert_cmpstr (second, ==, "{\"model\":\"m\\n\"}");
  none = chatty_vault_load_sent (vault, "chatty:other", "a", &error);
  g_assert_null (none);

  g_assert_true (chatty_vault_keep_talk (vault, id, "{\"account\":\"x\"}", &error));
  g_assert_true (chatty_vault_keep_talk (vault, id, "{\"account\":\"y\"}", &error));
  talk = chatty_vault_load_talk (vault, id, &error);
  g_assert_cmpstr (talk, ==, "{\"account\":\"y\"}");
  g_assert_true (chatty_vault_keep_talk (vault, id, NULL, &error));
  gone = chatty_vault_load_talk (vault, id, &error);
  g_assert_null (gone);
  g_assert_no_error (error);
}

static char *
attach (ChattyVault *vault,
        const char  *id,
        const char  *name,
        const char  *type,
        const char  *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GError) error = NULL;
  char *uri = chatty_vault_store_attachment (vault, id, name, type, bytes, &error);

  g_assert_no_error (error);
  return uri;
}

static void
assert_attached (ChattyVault *vault,
                 const char  *id,
                 const char  *uri,
                 const char  *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = chatty_vault_load_attachment (vault, id, uri, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content,
                   strlen (content));
}

static void
test_attachments (void)
{
  static const char *const hostile[] = {
    "", "vault:", "vault:../../outside", "file:///etc/passwd", "vault:/etc/passwd", "http://h/x.png",
    "vault:0123456789012345678901234567890123456789012345678901234567890123.png/../../x",
    "vault:0123456789012345678901234567890123456789012345678901234567890123",
    "vault:0123456789012345678901234567890123456789012345678901234567890123.md",
    "VAULT:0123456789012345678901234567890123456789012345678901234567890123.png",
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *picture = NULL;
  g_autofree char *same = NULL;
  g_autofree char *named = NULL;
  g_autofree char *transcript = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *outside = g_build_filename (place->root, "outside", NULL);
  g_autoptr (GBytes) large = NULL;

  picture = attach (vault, id, "../../x.exe", "image/png", "picture");
  same = attach (vault, id, "y.png", NULL, "picture");
  named = attach (vault, id, "/etc/../Notes.MD", NULL, "# Not a transcript\n");
  g_assert_cmpstr (picture, ==, same);
  g_assert_true (g_str_has_suffix (named, ".markdown"));
  assert_attached (vault, id, picture, "picture");
  assert_attached (vault, id, named, "# Not a transcript\n");
  transcript = relative_path (place, vault, id);
  folder = g_strndup (transcript, strlen (transcript) - 3);
  path = g_strconcat (folder, ".files", NULL);
  g_assert_cmpuint (place_count (place, path), ==, 2);
  g_assert_true (chatty_vault_reindex (vault, TRUE, NULL, NULL, NULL, &error));
  g_assert_cmpuint (count_listed (vault), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_assert_null (chatty_vault_load_attachment (vault, id, hostile[i], &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
      g_clear_error (&error);
    }

  /* Somebody put a link to a secret in the place of the file, or other bytes. */
  g_assert_true (g_file_set_contents (outside, "secret", -1, NULL));
  {
    g_autofree char *file = g_strconcat (path, "/", picture + strlen ("vault:"), NULL);
    g_autofree char *full = place_path (place, file);
    g_autofree char *full_folder = place_path (place, path);

    place_write (place, file, "changed");
    g_assert_null (chatty_vault_load_attachment (vault, id, picture, &error));
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    g_clear_error (&error);

    g_assert_cmpint (g_unlink (full), ==, 0);
    g_assert_cmpint (symlink (outside, full), ==, 0);
    g_assert_null (chatty_vault_load_attachment (vault, id, picture, &error));
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
    g_clear_error (&error);

    /* A folder that leads out is not written into. */
    g_assert_cmpint (g_unlink (full), ==, 0);
    {
      g_autofree char *moved = g_strconcat (full_folder, ".moved", NULL);
      g_autoptr (GBytes) bytes = g_bytes_new_static ("new", 3);

      g_assert_cmpint (g_rename (full_folder, moved), ==, 0);
      g_assert_cmpint (symlink (place->root, full_folder), ==, 0);
      g_assert_null (chatty_vault_store_attachment (vault, id, "n.png", "image/png", bytes, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
      g_clear_error (&error);
    }
  }

  large = g_bytes_new_take (g_malloc0 (64 * 1024 * 1024 + 1), 64 * 1024 * 1024 + 1);
  g_assert_null (chatty_vault_store_attachment (vault, id, "n.png", "image/png", large, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
}

/* All of it goes where the transcript goes. */
static void
test_companions (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) retitled = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (vault, "Tea");
  g_autofree char *uri = attach (vault, id, "x.png", "image/png", "picture");
  g_autofree char *old_path = relative_path (place, vault, id);
  g_autofree char *new_path = NULL;
  g_autofree char *edit = NULL;
  g_autofree char *trash = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *talk = NULL;
  guint undone = 0, kept = 0;

  say (vault, id, "a");
  g_assert_true (chatty_vault_keep_sent (vault, id, "a", "{\"model\":\"m\"}", &error));
  g_assert_true (chatty_vault_keep_talk (vault, id, "{}", &error));
  transcript = load (vault, id);
  retitled = retitle (transcript, "Coffee");
  edit = chatty_vault_edit (vault, retitled, &error);
  g_assert_no_error (error);
  new_path = relative_path (place, vault, id);
  g_assert_cmpstr (new_path, !=, old_path);
  assert_attached (vault, id, uri, "picture");

  g_assert_true (chatty_vault_undo_run (vault, edit, &undone, &kept, NULL, &error));
  g_assert_cmpuint (undone, ==, 1);
  assert_attached (vault, id, uri, "picture");

  trash = chatty_vault_trash (vault, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (place_count (place, ".chatty/sent"), ==, 0);
  g_assert_cmpuint (place_count (place, ".chatty/talk"), ==, 0);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 0);

  g_assert_true (chatty_vault_undo_run (vault, trash, &undone, &kept, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (undone, ==, 1);
  assert_attached (vault, id, uri, "picture");
  sent = chatty_vault_load_sent (vault, id, "a", &error);
  g_assert_cmpstr (sent, ==, "{\"model\":\"m\"}");
  talk = chatty_vault_load_talk (vault, id, &error);
  g_assert_cmpstr (talk, ==, "{}");
  assert_path (vault, id, "a ");
}

/* Printed, for a person to compare: what a turn costs as a conversation grows. */
static void
test_long (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autofree char *text = g_strnfill (400, 'x');
  gint64 started, worst = 0;
  enum { N = 10000, M = 20 };

  chatty_transcript_builder_set_id (builder, "chatty:long");
  chatty_transcript_builder_set_title (builder, "Long");
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      chatty_transcript_builder_take_turn (builder, make_turn (id, text));
    }
  transcript = chatty_transcript_builder_end (builder);
  store_one (vault, transcript, NULL);
  for (guint i = 0; i < M; i++)
    {
      g_autofree char *id = g_strdup_printf ("new-%u", i);

      started = g_get_monotonic_time ();
      say (vault, "chatty:long", id);
      worst = MAX (worst, g_get_monotonic_time () - started);
    }
  {
    g_autofree char *answer = g_strnfill (1024 * 1024, 'y');
    const char *pieces[] = { answer, NULL };
    g_autoptr (GError) error = NULL;

    leave (vault, "chatty:long", "left", NULL, pieces);
    started = g_get_monotonic_time ();
    g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 1);
    g_assert_no_error (error);
    g_test_message ("an answer of 1 MiB is recovered in %.1f ms",
                    (g_get_monotonic_time () - started) / 1e3);
  }
  loaded = load (vault, "chatty:long");
  g_assert_cmpuint (chatty_transcript_get_n_turns (loaded), ==, N + M + 1);
  g_test_message ("a turn to a conversation of %d: %.1f ms at most", N, worst / 1e3);
  g_assert_cmpint (worst, <, 20 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/talk/start", test_start);
  g_test_add_func ("/vault/talk/branches", test_branches);
  g_test_add_func ("/vault/talk/foreign-change", test_foreign_change);
  g_test_add_func ("/vault/talk/replaced", test_replaced);
  g_test_add_func ("/vault/talk/reply", test_reply);
  g_test_add_func ("/vault/talk/recovery", test_recovery);
  g_test_add_func ("/vault/talk/hostile-replies", test_hostile_replies);
  g_test_add_func ("/vault/talk/cost", test_cost);
  g_test_add_func ("/vault/talk/sent", test_sent);
  g_test_add_func ("/vault/talk/attachments", test_attachments);
  g_test_add_func ("/vault/talk/companions", test_companions);
  g_test_add_func ("/vault/talk/long", test_long);

  return g_test_run ();
}
