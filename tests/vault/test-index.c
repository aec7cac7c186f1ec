/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "index-fixture.h"

#define N_MANY 20000

static Shelf *
make_shelf (void)
{
  Shelf *shelf = shelf_new ();

  shelf_put (shelf, "One", "chatgpt", "2024-05-06", TURNS ("the first apple", "an answer"));
  shelf_put (shelf, "Two", "claude", "2023-05-06", TURNS ("the second apple", "a pear"));
  shelf_put (shelf, "Three", "claude", "2022-05-06", TURNS ("a plum"));
  shelf_refresh (shelf);
  return shelf;
}

static void
assert_found (Shelf      *shelf,
              const char *text,
              const char *wanted)
{
  g_autofree char *found = shelf_find (shelf, text);

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_rows (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (ChattyIndexRow) row = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  ChattyFileStamp stamp;

  g_assert_cmpint (chatty_index_get_state (shelf->index), ==, CHATTY_INDEX_READY);
  assert_found (shelf, NULL, "One,Two,Three");
  summary = chatty_index_lookup (shelf->index, "test:Two", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (summary->path, ==, "transcripts/claude/2024/May/Two.md");
  g_assert_cmpint (summary->certainty, ==, CHATTY_CERTAINTY_EXACT);
  g_assert_null (chatty_index_lookup (shelf->index, "test:Four", &error));
  g_assert_no_error (error);

  row = chatty_index_get_row (shelf->index, summary->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (row->id, ==, "test:Two");
  g_assert_null (row->problem);
  g_assert_true (chatty_vault_files_stat (shelf->files, summary->path, &stamp));
  g_assert_true (chatty_file_stamp_equal (&row->stamp, &stamp));
  g_assert_null (chatty_index_get_row (shelf->index, "transcripts/no.md", &error));
  g_assert_no_error (error);

  rows = chatty_index_get_rows_by_id (shelf->index, "test:One", &error);
  g_assert_cmpuint (rows->len, ==, 1);
}

static void
assert_facets (GPtrArray  *facets,
               const char *wanted)
{
  g_autoptr (GString) string = g_string_new (NULL);

  for (guint i = 0; i < facets->len; i++)
    {
      const ChattyFacet *facet = facets->pdata[i];

      g_string_append_printf (string, "%s%s=%u", i > 0 ? "," : "", facet->value, facet->count);
    }
  g_assert_cmpstr (string->str, ==, wanted);
  g_ptr_array_unref (facets);
}

static void
test_facets (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();

  assert_facets (chatty_index_list_platforms (shelf->index, NULL), "claude=2,chatgpt=1");
  assert_facets (chatty_index_list_characters (shelf->index, NULL), "=3");
  assert_facets (chatty_index_list_years (shelf->index, NULL), "2024=1,2023=1,2022=1");
}

/* Files that come, change, move and go. */
static void
test_refresh (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autofree char *from = place_path (shelf->place, "transcripts/claude/2024/May/Two.md");
  g_autofree char *to = place_path (shelf->place, "transcripts/claude/2024/May/Moved.md");
  gint64 version = chatty_index_get_version (shelf->index);

  shelf_refresh (shelf);
  g_assert_cmpint (chatty_index_get_version (shelf->index), ==, version);

  shelf_put (shelf, "Four", "grok", "2025-05-06", TURNS ("the fourth apple"));
  shelf_refresh (shelf);
  g_assert_cmpint (chatty_index_get_version (shelf->index), !=, version);
  assert_found (shelf, "apple", "Four,One,Two");

  shelf_put (shelf, "One", "chatgpt", "2024-05-06", TURNS ("the first cherry", "an answer"));
  shelf_refresh (shelf);
  assert_found (shelf, "apple", "Four,Two");
  assert_found (shelf, "cherry", "One");
  assert_found (shelf, "answer", "One");

  g_assert_cmpint (g_rename (from, to), ==, 0);
  shelf_refresh (shelf);
  assert_found (shelf, "apple", "Four,Two");
  g_assert_cmpint (g_remove (to), ==, 0);
  shelf_refresh (shelf);
  assert_found (shelf, "apple", "Four");
  assert_found (shelf, "pear", "");
  assert_found (shelf, NULL, "Four,One,Three");
}

static void
test_refresh_paths (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autofree char *one = place_path (shelf->place, "transcripts/chatgpt/2024/May/One.md");
  const char *file[] = { "transcripts/grok/2024/May/Four.md", NULL };
  const char *folder[] = { "transcripts/claude", NULL };
  const char *gone[] = { "transcripts/chatgpt/2024/May/One.md", NULL };
  g_autoptr (GError) error = NULL;

  shelf_put (shelf, "Four", "grok", "2025-05-06", TURNS ("the fourth apple"));
  shelf_put (shelf, "Five", "claude", "2021-05-06", TURNS ("the fifth apple"));
  g_assert_cmpint (g_remove (one), ==, 0);

  chatty_index_refresh (shelf->index, file, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_found (shelf, "apple", "Four,One,Two");
  chatty_index_refresh (shelf->index, folder, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_found (shelf, "apple", "Four,One,Two,Five");
  chatty_index_refresh (shelf->index, gone, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_found (shelf, "apple", "Four,Two,Five");
}

/* What cannot be read is listed with its problem; what is no transcript is
 * one note. */
static void
test_problems (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autofree char *path = place_path (shelf->place, "transcripts/claude/2020/March/Too large.md");
  g_autoptr (ChattyIndexRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version;
  int fd;

  place_write (shelf->place, "transcripts/claude/2020/March/Plain.md", "only apple words\n");
  place_write (shelf->place, "transcripts/claude/2020/March/Too large.md", "");
  fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  g_assert_cmpint (ftruncate (fd, CHATTY_VAULT_MAX_FILE_SIZE + 1), ==, 0);
  close (fd);
  shelf_refresh (shelf);

  assert_found (shelf, "apple", "One,Two,Plain");
  assert_found (shelf, "too large", "Too large");
  row = chatty_index_get_row (shelf->index, "transcripts/claude/2020/March/Too large.md", &error);
  g_assert_no_error (error);
  g_assert_nonnull (row->problem);
  g_assert_nonnull (strstr (row->problem, "Too large.md"));

  /* Nothing new about it: nothing is written. */
  version = chatty_index_get_version (shelf->index);
  shelf_refresh (shelf);
  g_assert_cmpint (chatty_index_get_version (shelf->index), ==, version);

  /* It was mended. */
  place_write (shelf->place, "transcripts/claude/2020/March/Too large.md", "now a small apple\n");
  shelf_refresh (shelf);
  g_clear_pointer (&row, chatty_index_row_free);
  row = chatty_index_get_row (shelf->index, "transcripts/claude/2020/March/Too large.md", &error);
  g_assert_null (row->problem);
}

static ChattyTranscript *
make (const char         *id,
      const char         *title,
      int                 year,
      const char * const *turns)
{
  g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new ();
  g_autofree char *time = g_strdup_printf ("%d-05-06T12:00:00Z", year);

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, "claude");
  chatty_transcript_builder_set_started (builder, chatty_time_parse_iso (time),
                                         CHATTY_CERTAINTY_EXACT);
  for (guint i = 0; turns[i] != NULL; i++)
    {
      ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);

      chatty_turn_builder_set_text (turn, turns[i]);
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
    }
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

static void
apply_one (Shelf            *shelf,
           const char       *path,
           ChattyTranscript *transcript)
{
  ChattyIndexChange change = { .path = path, .transcript = transcript, .hash = "h" };
  g_autoptr (GError) error = NULL;

  chatty_index_apply (shelf->index, &change, 1, NULL, &error);
  g_assert_no_error (error);
  chatty_transcript_unref (transcript);
}

static void
assert_hits (Shelf      *shelf,
             const char *text,
             const char *wanted)
{
  g_autofree char *hits = shelf_hits (shelf, text);

  g_assert_cmpstr (hits, ==, wanted);
}

/* Each way in which a transcript that is known can change. */
static void
test_apply (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();
  const char *a = "transcripts/claude/2024/May/a.md";
  const char *b = "transcripts/claude/2024/May/b.md";
  const char * const *grown = TURNS ("apple", "pear", "plum", "kiwi", "pear");

  apply_one (shelf, b, make ("b", "Other", 2023, TURNS ("kiwi")));
  apply_one (shelf, a, make ("a", "Old name", 2024, TURNS ("apple", "pear")));
  assert_hits (shelf, "pear", "Old name/1");

  /* It grew, twice. */
  apply_one (shelf, a, make ("a", "Old name", 2024, TURNS ("apple", "pear", "plum")));
  apply_one (shelf, a, make ("a", "Old name", 2024, grown));
  assert_hits (shelf, "apple", "Old name/0");
  assert_hits (shelf, "pear", "Old name/1,Old name/4");
  assert_hits (shelf, "plum", "Old name/2");
  assert_hits (shelf, "kiwi", "Old name/3,Other/0");

  /* Another title. */
  apply_one (shelf, a, make ("a", "New label", 2024, grown));
  assert_hits (shelf, "name", "");
  assert_hits (shelf, "label", "New label/0");
  assert_hits (shelf, "pear", "New label/1,New label/4");
  apply_one (shelf, a, make ("a", "Newest label", 2024, grown));
  assert_hits (shelf, "new", "");
  assert_hits (shelf, "label", "Newest label/0");

  /* Another date: the order changes. */
  apply_one (shelf, a, make ("a", "Newest label", 2022, grown));
  assert_hits (shelf, "kiwi", "Other/0,Newest label/3");

  /* Other turns. */
  apply_one (shelf, a, make ("a", "Newest label", 2022, TURNS ("apple", "fig")));
  assert_hits (shelf, "pear", "");
  assert_hits (shelf, "kiwi", "Other/0");
  assert_hits (shelf, "fig", "Newest label/1");

  /* It moved to another path, with a new title. */
  {
    g_autoptr (ChattyTranscript) moved = make ("a", "Moved label", 2022, TURNS ("apple", "fig"));
    const char *c = "transcripts/grok/2022/May/c.md";
    ChattyIndexChange changes[] = {
      { .path = a },
      { .path = c, .transcript = moved },
    };
    g_autoptr (GPtrArray) rows = NULL;

    g_assert_true (chatty_index_apply (shelf->index, changes, 2, NULL, NULL));
    assert_hits (shelf, "fig", "Moved label/1");
    assert_hits (shelf, "label", "Moved label/0");
    rows = chatty_index_get_rows_by_id (shelf->index, "a", NULL);
    g_assert_cmpuint (rows->len, ==, 1);
    g_assert_cmpstr (((ChattyIndexRow *) rows->pdata[0])->path, ==, c);
  }

  /* Gone; and the last of two changes of one path counts. */
  {
    g_autoptr (ChattyTranscript) again = make ("b", "Again", 2023, TURNS ("melon"));
    ChattyIndexChange changes[] = {
      { .path = "transcripts/grok/2022/May/c.md" },
      { .path = b },
      { .path = b, .transcript = again },
    };

    g_assert_true (chatty_index_apply (shelf->index, changes, 3, NULL, NULL));
    assert_hits (shelf, "fig", "");
    assert_hits (shelf, "kiwi", "");
    assert_hits (shelf, "melon", "Again/0");
  }
}

/* Transcripts with one date share it, in whatever order they come. */
static void
test_same_date (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *path = g_strdup_printf ("transcripts/claude/2024/May/%d.md", i);
      g_autofree char *name = g_strdup_printf ("n%d", i);
      g_autofree char *word = g_strdup_printf ("word%d", i);

      apply_one (shelf, path, make (name, name, 2024, TURNS ("shared", word, "shared", word)));
    }
  for (int i = 0; i < 300; i += 37)
    {
      g_autofree char *word = g_strdup_printf ("word%d", i);
      g_autofree char *wanted = g_strdup_printf ("n%d/1,n%d/3", i, i);

      assert_hits (shelf, word, wanted);
    }
}

static void
overwrite (Shelf  *shelf,
           goffset offset,
           gsize   length,
           int     byte)
{
  int fd = g_open (chatty_index_get_file_name (shelf->index), O_WRONLY | O_CLOEXEC, 0);
  g_autofree char *bytes = g_strnfill (length, byte);

  g_assert_cmpint (pwrite (fd, bytes, length, offset), ==, length);
  close (fd);
}

typedef void (*Damage) (Shelf *shelf);

static void
damage_nothing (Shelf *shelf)
{
}

static void
damage_remove (Shelf *shelf)
{
  g_assert_cmpint (g_remove (chatty_index_get_file_name (shelf->index)), ==, 0);
}

static void
damage_header (Shelf *shelf)
{
  overwrite (shelf, 0, 100, 'x');
}

static void
damage_empty (Shelf *shelf)
{
  g_assert_cmpint (truncate (chatty_index_get_file_name (shelf->index), 0), ==, 0);
}

static void
damage_cut (Shelf *shelf)
{
  g_assert_cmpint (truncate (chatty_index_get_file_name (shelf->index), 20000), ==, 0);
}

static void
damage_all_but_header (Shelf *shelf)
{
  overwrite (shelf, 4096, 60000, '\xa5');
}

static void
damage_version (Shelf *shelf)
{
  overwrite (shelf, 60, 4, 0);   /* PRAGMA user_version */
}

static void
damage_program (Shelf *shelf)
{
  overwrite (shelf, 68, 4, 'z'); /* PRAGMA application_id */
}

static void
damage_rubbish (Shelf *shelf)
{
  g_assert_true (g_file_set_contents (chatty_index_get_file_name (shelf->index),
                                      "This is no database at all.\n", -1, NULL));
}

static const struct {
  const char *name;
  Damage      damage;
} damages[] = {
  { "nothing", damage_nothing },
  { "remove", damage_remove },
  { "header", damage_header },
  { "empty", damage_empty },
  { "cut", damage_cut },
  { "all-but-header", damage_all_but_header },
  { "version", damage_version },
  { "program", damage_program },
  { "rubbish", damage_rubbish },
};

/* While the program was not running. */
static void
test_damaged_before (gconstpointer data)
{
  Damage damage = damages[GPOINTER_TO_UINT (data)].damage;
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autofree char *file_name = g_strdup (chatty_index_get_file_name (shelf->index));

  chatty_index_close (shelf->index);
  damage (shelf);
  shelf_reopen (shelf);
  g_assert_cmpstr (chatty_index_get_file_name (shelf->index), ==, file_name);
  shelf_refresh (shelf);
  g_assert_cmpint (chatty_index_get_state (shelf->index), ==, CHATTY_INDEX_READY);
  assert_found (shelf, "apple", "One,Two");
  assert_hits (shelf, "plum", "Three/0");
}

static void
note_change_cb (ChattyIndex *index,
                gboolean     changed,
                gpointer     user_data)
{
  int *n = user_data;

  if (chatty_index_needs_refresh (index))
    (*n)++;
}

/* In the middle of its use: no call gives an error or nonsense, and somebody
 * is told to fill it again. */
static void
test_damaged_in_use (gconstpointer data)
{
  Damage damage = damages[GPOINTER_TO_UINT (data)].damage;
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autofree char *before = NULL;
  g_autofree char *list = NULL;
  g_autofree char *apple = NULL;
  int n_told = 0;

  /* Everything is in the file itself, not in the log beside it. */
  shelf_reopen (shelf);
  before = shelf_find (shelf, "apple");
  chatty_index_set_func (shelf->index, note_change_cb, &n_told);
  damage (shelf);
  list = shelf_find (shelf, NULL);
  apple = shelf_find (shelf, "apple");
  g_assert_true (g_str_equal (apple, "One,Two") || g_str_equal (apple, ""));
  g_assert_true (g_str_equal (list, "One,Two,Three") || g_str_equal (list, ""));
  if (*list == '\0')
    g_assert_cmpint (n_told, >, 0);

  shelf_put (shelf, "Four", "grok", "2025-05-06", TURNS ("the fourth apple"));
  shelf_refresh (shelf);
  assert_found (shelf, "apple", "Four,One,Two");
  assert_found (shelf, NULL, "Four,One,Two,Three");
  g_assert_false (chatty_index_needs_refresh (shelf->index));
}

/* The vault fills it by itself. */
static void
test_damaged_in_vault (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *cache = g_file_get_path (place->cache_folder);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);

      store_one (vault, transcript, NULL);
    }
  g_assert_cmpuint (count_listed (vault), ==, 5);

  dir = g_dir_open (cache, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (cache, name, NULL);

      if (g_str_has_suffix (name, ".sqlite"))
        g_assert_cmpint (g_remove (path), ==, 0);
    }
  count_listed (vault);
  wait_index (vault);
  g_assert_cmpuint (count_listed (vault), ==, 5);
}

static void
test_rebuild (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autoptr (GError) error = NULL;

  /* A row that no file stands for. */
  apply_one (shelf, "transcripts/claude/2024/May/ghost.md",
             make ("g", "Ghost", 2025, TURNS ("apple")));
  assert_found (shelf, "apple", "Ghost,One,Two");
  chatty_index_rebuild (shelf->index, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_found (shelf, "apple", "One,Two");
}

static void
cancel_cb (goffset  done,
           goffset  total,
           gpointer user_data)
{
  g_assert_cmpint (done, <=, total);
  if (done > 0)
    g_cancellable_cancel (user_data);
}

static void
put_many (Shelf *shelf,
          guint  n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("t%03u", i);

      shelf_put (shelf, name, "claude", "2024-05-06", TURNS ("an apple", name));
    }
}

static void
test_cancel (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyTranscriptQuery query = { .text = NULL };

  g_assert_cmpint (chatty_index_get_state (shelf->index), ==, CHATTY_INDEX_BUILDING);
  put_many (shelf, 200);
  g_assert_false (chatty_index_refresh (shelf->index, NULL, cancel_cb, cancellable,
                                        cancellable, &error));
  g_assert_true (chatty_error_is_cancelled (error));
  g_clear_error (&error);
  g_assert_cmpint (chatty_index_get_state (shelf->index), ==, CHATTY_INDEX_BUILDING);

  /* What was read can be used, and the rest follows. */
  some = chatty_index_list (shelf->index, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->len, >, 0);
  g_assert_cmpuint (some->len, <, 200);
  shelf_refresh (shelf);
  all = chatty_index_list (shelf->index, &query, NULL, &error);
  g_assert_cmpuint (all->len, ==, 200);
  g_assert_cmpint (chatty_index_get_state (shelf->index), ==, CHATTY_INDEX_READY);
}

typedef struct {
  Shelf *shelf;
  int    stop;
} Reading;

static gpointer
read_thread (gpointer data)
{
  Reading *reading = data;
  guint last = 0;

  while (!g_atomic_int_get (&reading->stop))
    {
      g_autoptr (GPtrArray) list = NULL;
      g_autoptr (GError) error = NULL;
      const ChattyTranscriptQuery query = { .text = "apple" };

      list = chatty_index_list (reading->shelf->index, &query, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (list->len, >=, last);
      last = list->len;
    }
  return NULL;
}

/* Readers on other threads see only whole groups, and never wait for long. */
static void
test_threads (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();
  Reading reading = { shelf, 0 };
  GThread *threads[3];
  g_autoptr (GPtrArray) list = NULL;
  const ChattyTranscriptQuery query = { .text = "apple" };

  put_many (shelf, 300);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_thread, &reading);
  shelf_refresh (shelf);
  g_atomic_int_set (&reading.stop, 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  list = chatty_index_list (shelf->index, &query, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 300);
}

static const char *program;

/* The other process of the test below: fills or damages the same cache. */
static int
run_other_process (const char *vault,
                   const char *cache,
                   const char *verb)
{
  g_autoptr (ChattyVaultFiles) files = chatty_vault_files_open (vault, FALSE, NULL);
  g_autoptr (ChattyIndex) index = chatty_index_open (files, cache, NULL, NULL);
  g_autoptr (GError) error = NULL;
  gboolean done;

  done = g_str_equal (verb, "rebuild")
           ? chatty_index_rebuild (index, NULL, NULL, NULL, &error)
           : chatty_index_refresh (index, NULL, NULL, NULL, NULL, &error);
  if (!done)
    g_printerr ("%s\n", error->message);
  return done ? 0 : 1;
}

static GSubprocess *
start_other_process (Shelf      *shelf,
                     const char *verb)
{
  g_autofree char *cache = g_file_get_path (shelf->place->cache_folder);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--other",
                              shelf->place->vault_path, cache, verb, NULL);
  g_assert_no_error (error);
  return process;
}

static void
test_two_processes (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();
  g_autoptr (GSubprocess) first = NULL;
  g_autoptr (GSubprocess) second = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyTranscriptQuery query = { .text = "apple" };
  gint64 version;

  /* Both fill it at once. */
  put_many (shelf, 300);
  first = start_other_process (shelf, "refresh");
  shelf_refresh (shelf);
  g_assert_true (g_subprocess_wait_check (first, NULL, &error));
  g_assert_no_error (error);
  list = chatty_index_list (shelf->index, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 300);
  assert_hits (shelf, "t007", "t007/1");

  /* What one adds the other sees. */
  version = chatty_index_get_version (shelf->index);
  shelf_put (shelf, "New", "claude", "2025-01-01", TURNS ("a banana"));
  second = start_other_process (shelf, "refresh");
  g_assert_true (g_subprocess_wait_check (second, NULL, &error));
  g_assert_no_error (error);
  assert_found (shelf, "banana", "New");
  g_assert_cmpint (chatty_index_get_version (shelf->index), !=, version);
  g_clear_object (&second);

  /* One replaces the file while the other has it open. */
  second = start_other_process (shelf, "rebuild");
  for (int i = 0; i < 50; i++)
    {
      g_autofree char *found = shelf_find (shelf, "banana");

      g_assert_true (g_str_equal (found, "New") || g_str_equal (found, ""));
    }
  g_assert_true (g_subprocess_wait_check (second, NULL, &error));
  g_assert_no_error (error);
  assert_found (shelf, "banana", "New");
  /* Seen before it was complete, it is to be looked at again. */
  g_assert_true (chatty_index_get_state (shelf->index) == CHATTY_INDEX_READY ||
                 chatty_index_needs_refresh (shelf->index));
  shelf_refresh (shelf);
  g_assert_cmpint (chatty_index_get_state (shelf->index), ==, CHATTY_INDEX_READY);
  g_assert_false (chatty_index_needs_refresh (shelf->index));
}

/* 20,000 transcripts: lists and facets at once, and groups that fit in. */
static void
test_many (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();
  g_autoptr (GPtrArray) transcripts = NULL;
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (ChattyIndexChange));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gint64 began;

  transcripts = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_unref);
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("m:%u", i);
      g_autofree char *title = g_strdup_printf ("Title %u", (i * 7919) % N_MANY);
      ChattyIndexChange change = { 0 };

      g_ptr_array_add (transcripts, make (id, title, 1990 + i % 30, TURNS ("one word", title)));
      g_ptr_array_add (paths, g_strdup_printf ("transcripts/claude/2024/May/%u.md", i));
      change.transcript = transcripts->pdata[i];
      change.path = paths->pdata[i];
      g_array_append_val (changes, change);
    }
  for (guint i = 0; i < N_MANY; i += 1000)
    g_assert_true (chatty_index_apply (shelf->index, &g_array_index (changes, ChattyIndexChange, i),
                                       1000, NULL, &error));

  for (ChattySort sort = CHATTY_SORT_NEWEST; sort <= CHATTY_SORT_LONGEST; sort++)
    {
      const ChattyTranscriptQuery query = { .sort = sort };
      g_autoptr (GPtrArray) list = NULL;
      double ms;

      began = g_get_monotonic_time ();
      list = chatty_index_list (shelf->index, &query, NULL, &error);
      ms = (g_get_monotonic_time () - began) / 1000.0;
      g_assert_no_error (error);
      g_assert_cmpuint (list->len, ==, N_MANY);
      g_test_message ("%u rows in order %d: %.1f ms", N_MANY, sort, ms);
      g_assert_cmpfloat (ms, <, 1500);
      for (guint i = 1; i < list->len; i++)
        {
          const ChattyTranscriptSummary *a = list->pdata[i - 1];
          const ChattyTranscriptSummary *b = list->pdata[i];

          if (sort == CHATTY_SORT_NEWEST)
            g_assert_cmpint (a->started, >=, b->started);
          else if (sort == CHATTY_SORT_OLDEST)
            g_assert_cmpint (a->started, <=, b->started);
          else if (sort == CHATTY_SORT_TITLE)
            g_assert_cmpstr (a->title, <=, b->title);
        }
    }

  began = g_get_monotonic_time ();
  {
    g_autoptr (GPtrArray) years = chatty_index_list_years (shelf->index, &error);
    g_autoptr (GPtrArray) page = NULL;
    const ChattyTranscriptQuery query = { .text = "word", .limit = 50 };

    g_assert_cmpuint (years->len, ==, 30);
    g_test_message ("facets: %.1f ms", (g_get_monotonic_time () - began) / 1000.0);
    began = g_get_monotonic_time ();
    page = chatty_index_list (shelf->index, &query, NULL, &error);
    g_assert_cmpuint (page->len, ==, 50);
    g_assert_cmpint (((ChattyTranscriptSummary *) page->pdata[0])->started, ==,
                     ((ChattyTranscriptSummary *) page->pdata[49])->started);
    g_test_message ("first page of the commonest word: %.1f ms",
                    (g_get_monotonic_time () - began) / 1000.0);
  }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && strcmp (argv[1], "--other") == 0)
    return run_other_process (argv[2], argv[3], argv[4]);
  program = argv[0];

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/index/rows", test_rows);
  g_test_add_func ("/index/facets", test_facets);
  g_test_add_func ("/index/refresh", test_refresh);
  g_test_add_func ("/index/refresh-paths", test_refresh_paths);
  g_test_add_func ("/index/problems", test_problems);
  g_test_add_func ("/index/apply", test_apply);
  g_test_add_func ("/index/same-date", test_same_date);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *before = g_strdup_printf ("/index/damaged-before/%s", damages[i].name);
      g_autofree char *in_use = g_strdup_printf ("/index/damaged-in-use/%s", damages[i].name);

      g_test_add_data_func (before, GUINT_TO_POINTER (i), test_damaged_before);
      g_test_add_data_func (in_use, GUINT_TO_POINTER (i), test_damaged_in_use);
    }
  g_test_add_func ("/index/damaged-in-vault", test_damaged_in_vault);
  g_test_add_func ("/index/rebuild", test_rebuild);
  g_test_add_func ("/index/cancel", test_cancel);
  g_test_add_func ("/index/threads", test_threads);
  g_test_add_func ("/index/two-processes", test_two_processes);
  g_test_add_func ("/index/many", test_many);
  return g_test_run ();
}
