/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A process is killed between any two steps of a change, and at random
 * moments of an import. Whatever happened, the vault opens, every transcript
 * in it is whole, nothing that was there before is lost, and doing the same
 * again ends in the same files as doing it once. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "character-fixture.h"
#include "chatty-stored-file.h"
#include "chatty-vault-files.h"

static char *
get_crasher (void)
{
  return g_test_build_filename (G_TEST_BUILT, "vault", "vault-crasher", NULL);
}

/* Runs the program. Returns whether it came to its end; @n_steps: how many
 * there were. */
static gboolean
run_crasher (Place      *place,
             guint64     step,
             const char *work,
             const char *number,
             guint64    *n_steps)
{
  g_autofree char *crasher = get_crasher ();
  g_autofree char *cache = g_file_get_path (place->cache_folder);
  g_autofree char *at = g_strdup_printf ("%" G_GUINT64_FORMAT, step);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { crasher, place->vault_path, cache, at, work, number,
                         NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                &output, &errors, &status, &error);
  g_assert_no_error (error);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return FALSE;
    }
  if (WEXITSTATUS (status) != 0)
    g_error ("%s at step %s: %s", work, at, errors);
  if (n_steps != NULL)
    *n_steps = g_ascii_strtoull (output, NULL, 10);
  return TRUE;
}

static gboolean
check_file_cb (const char            *path,
               const ChattyFileStamp *stamp,
               gpointer               user_data)
{
  Place *place = user_data;
  g_autoptr (ChattyVaultFiles) files = NULL;
  g_autoptr (ChattyStoredFile) stored = NULL;
  g_autoptr (GError) error = NULL;

  files = chatty_vault_files_open (place->vault_path, FALSE, &error);
  g_assert_no_error (error);
  stored = chatty_stored_file_load (files, path, &error);
  g_assert_no_error (error);
  /* Its digest says that it is as it was written. */
  if (stored->touched)
    g_error ("“%s” is not whole", path);
  return TRUE;
}

/* Opens it as the next start of the program would, and looks at it. */
static void
check_vault (Place *place)
{
  g_autoptr (ChattyVaultFiles) files = NULL;
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  ChattyTranscriptQuery query = { NULL };

  files = chatty_vault_files_open (place->vault_path, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_vault_files_walk (files, NULL, check_file_cb, place,
                                          NULL, &error));
  g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);

  list = chatty_vault_list (vault, &query, NULL, &error);
  g_assert_no_error (error);
  ids = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < list->len; i++)
    {
      ChattyTranscriptSummary *summary = g_ptr_array_index (list, i);
      g_autoptr (ChattyTranscript) transcript = NULL;

      g_assert_true (g_hash_table_add (ids, summary->id));
      transcript = chatty_vault_load (vault, summary->id, NULL, &error);
      g_assert_no_error (error);
    }

  runs = chatty_vault_list_runs (vault, &error);
  g_assert_no_error (error);
  g_assert_true (runs->len == 0 ||
                 *((ChattyVaultRun *) g_ptr_array_index (runs, 0))->kind != '\0');
}

typedef struct {
  const char *work;
  const char *number;
  const char *before[3][2];  /* what is done first */
} Case;

static const Case cases[] = {
  { "import", "5", { { NULL } } },
  { "newer", "6", { { "import", "6" } } },
  { "edit", NULL, { { "import", "2" } } },
  { "trash", NULL, { { "import", "2" } } },
  { "undo", NULL, { { "import", "4" } } },
  { "undo", NULL, { { "import", "6" }, { "newer", "6" } } },
  { "undo", NULL, { { "import", "2" }, { "trash", NULL } } },
  { "undo", NULL, { { "import", "2" }, { "edit", NULL } } },
};

static void
prepare (Place      *place,
         const Case *one)
{
  for (guint i = 0; i < G_N_ELEMENTS (one->before); i++)
    if (one->before[i][0] != NULL)
      g_assert_true (run_crasher (place, 0, one->before[i][0],
                                  one->before[i][1], NULL));
}

static gboolean
same_trees (GHashTable *a,
            GHashTable *b)
{
  GHashTableIter iter;
  gpointer path, bytes;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    {
      GBytes *other = g_hash_table_lookup (b, path);

      if (other == NULL || !g_bytes_equal (bytes, other))
        return FALSE;
    }
  return TRUE;
}

static void
test_each_step (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (Place) model = place_new ();
  g_autoptr (GHashTable) start = NULL;
  g_autoptr (GHashTable) goal = NULL;
  guint64 n_steps = 0;
  guint n_killed = 0;

  /* What it should come to. */
  prepare (model, one);
  start = place_snapshot (model);
  g_assert_true (run_crasher (model, 0, one->work, one->number, &n_steps));
  goal = place_snapshot (model);
  g_assert_cmpuint (n_steps, >, 4);

  for (guint64 step = 1; step <= n_steps; step++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (GHashTable) end = NULL;
      g_autoptr (GHashTable) middle = NULL;

      prepare (place, one);
      if (run_crasher (place, step, one->work, one->number, NULL))
        break;
      n_killed++;
      check_vault (place);
      middle = place_snapshot (place);

      /* A trash that happened cannot happen again; nor an edit, but that
       * would be no change. */
      if (!g_str_equal (one->work, "trash") || same_trees (middle, start))
        g_assert_true (run_crasher (place, 0, one->work, one->number, NULL));
      end = place_snapshot (place);
      assert_same_tree (goal, end);
    }
  g_assert_cmpuint (n_killed, >=, n_steps - 1);
  g_test_message ("killed at each of %u steps", n_killed);
}

static guint
count_history (Place *place)
{
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GPtrArray) history = list_history (vault, "nova-001");

  return history->len;
}

typedef struct {
  const char *work;
  gboolean    with_transcript;
  const char *before[3];
} CharacterCase;

static const CharacterCase character_cases[] = {
  { "character", FALSE, { NULL } },
  { "character-edit", FALSE, { "character", NULL } },
  { "character-trash", FALSE, { "character", NULL } },
  { "character-trash", TRUE, { "character", NULL } },
  { "undo", FALSE, { "character", NULL } },
  { "undo", FALSE, { "character", "character-edit", NULL } },
  { "undo", TRUE, { "character", "character-trash", NULL } },
};

/* One that the program wrote itself. */
static void
add_transcript (Place *place)
{
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) plain = make_transcript ("chatgpt:a", "Tea", "Two minutes.");
  g_autoptr (ChattyTranscript) transcript = NULL;
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new_from (plain);

  chatty_transcript_builder_set_character (builder, "nova-001");
  transcript = chatty_transcript_builder_end (builder);
  store_one (vault, transcript, NULL);
}

static void
prepare_character (Place               *place,
                   const CharacterCase *one)
{
  for (guint i = 0; one->before[i] != NULL; i++)
    {
      g_assert_true (run_crasher (place, 0, one->before[i], NULL, NULL));
      if (one->with_transcript && i == 0)
        add_transcript (place);
    }
}

/* Of the four files and the history, all are changed or none; the same where
 * the recovery is killed as well. */
static void
test_character_steps (gconstpointer data)
{
  const CharacterCase *one = data;
  g_autoptr (Place) model = place_new ();
  g_autoptr (GHashTable) start = NULL;
  g_autoptr (GHashTable) goal = NULL;
  guint64 n_steps = 0;
  guint n_start, n_goal, n_before = 0, n_after = 0;

  prepare_character (model, one);
  start = place_snapshot (model);
  n_start = count_history (model);
  g_assert_true (run_crasher (model, 0, one->work, NULL, &n_steps));
  goal = place_snapshot (model);
  n_goal = count_history (model);
  g_assert_false (same_trees (start, goal));
  g_assert_cmpuint (n_steps, >, 4);

  for (guint64 step = 1; step <= n_steps; step++)
    /* Recovery has something to do once the journal is written, and it does
     * the same at each of the later steps. */
    for (guint64 recovery = 0; recovery < (step % 3 == 0 ? 8 : 1); recovery++)
      {
        g_autoptr (Place) place = place_new ();
        g_autoptr (GHashTable) end = NULL;
        gboolean done;
        guint n_history;

        prepare_character (place, one);
        g_assert_false (run_crasher (place, step, one->work, NULL, NULL));
        /* The last one comes to its end. */
        if (recovery > 0 && run_crasher (place, recovery, "open", NULL, NULL))
          break;
        check_vault (place);
        n_history = count_history (place);
        end = place_snapshot (place);
        done = same_trees (end, goal);
        if (done)
          n_after++;
        else
          {
            n_before++;
            assert_same_tree (start, end);
          }
        g_assert_cmpuint (n_history, ==, done ? n_goal : n_start);
        if (done)
          continue;
        g_assert_true (run_crasher (place, 0, one->work, NULL, NULL));
        g_clear_pointer (&end, g_hash_table_unref);
        end = place_snapshot (place);
        assert_same_tree (goal, end);
        g_assert_cmpuint (count_history (place), ==, n_goal);
      }
  g_test_message ("%u times as before, %u times done", n_before, n_after);
  g_assert_cmpuint (n_before, >, 0);
  g_assert_cmpuint (n_after, >, 0);
}

static gboolean
same_file (GHashTable *a,
           GHashTable *b,
           const char *name)
{
  g_autofree char *path = g_strconcat ("instances/nova-001/", name, NULL);

  return g_bytes_equal (g_hash_table_lookup (a, path), g_hash_table_lookup (b, path));
}

/* One of the files was written by another program at the last moment, so that
 * what was begun is taken back and done anew. That file is theirs or ours; of
 * the others all are changed at any step, or none. */
static void
test_contested_steps (void)
{
  static const CharacterCase one = { "character-contested", FALSE, { "character", NULL } };
  static const char *const others[] = {
    "identity/prompt.txt", "identity/prompt.json", "config/connectors.json",
  };
  g_autoptr (Place) model = place_new ();
  g_autoptr (GHashTable) start = NULL;
  g_autoptr (GHashTable) goal = NULL;
  guint64 n_steps = 0;
  guint n_before = 0, n_after = 0;

  prepare_character (model, &one);
  start = place_snapshot (model);
  g_assert_true (run_crasher (model, 0, one.work, NULL, &n_steps));
  goal = place_snapshot (model);
  g_assert_cmpuint (n_steps, >, 20);

  for (guint64 step = 1; step <= n_steps; step++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (GHashTable) end = NULL;
      g_autofree char *metadata = NULL;
      gboolean done;

      prepare_character (place, &one);
      g_assert_false (run_crasher (place, step, one.work, NULL, NULL));
      check_vault (place);
      end = place_snapshot (place);
      done = same_file (end, goal, others[0]);
      n_after += done;
      n_before += !done;
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        if (!same_file (end, done ? goal : start, others[i]))
          g_error ("Killed at step %u: only a part is changed", (guint) step);
      metadata = place_read (place, "instances/nova-001/config/metadata.json");
      g_assert_nonnull (strstr (metadata, "instance_name"));
    }
  g_assert_cmpuint (n_before, >, 0);
  g_assert_cmpuint (n_after, >, 0);
}

/* Recovery itself can be cut off: after the exchange of the first file, and
 * while the second is at both of its places. */
static void
test_recovery_steps (void)
{
  static const guint64 moments[] = { 7, 9 };
  guint n_killed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      gboolean more = TRUE;

      for (guint64 step = 1; more; step++)
        {
          g_autoptr (Place) place = place_new ();

          g_assert_true (run_crasher (place, 0, "import", "4", NULL));
          g_assert_false (run_crasher (place, moments[i], "newer", "4", NULL));
          more = !run_crasher (place, step, "open", NULL, NULL);
          n_killed += more ? 1 : 0;
          check_vault (place);
          g_assert_cmpuint (place_count (place, "transcripts"), ==, 4);
          g_assert_cmpuint (place_count (place, ".chatty/history"), >=, 1);
        }
    }
  g_assert_cmpuint (n_killed, >=, 4);
}

/* A turn is there whole, or not at all; the rest of the file never changes. */
static void
test_append_steps (void)
{
  g_autoptr (Place) model = place_new ();
  guint64 n_steps = 0;

  g_assert_true (run_crasher (model, 0, "import", "1", NULL));
  g_assert_true (run_crasher (model, 0, "append", NULL, &n_steps));
  g_assert_cmpuint (n_steps, >=, 2);
  for (guint64 step = 1; step <= n_steps; step++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (ChattyTranscript) transcript = NULL;
      g_autoptr (GError) error = NULL;
      guint n_turns;

      g_assert_true (run_crasher (place, 0, "import", "1", NULL));
      g_assert_false (run_crasher (place, step, "append", NULL, NULL));
      vault = place_open (place);
      transcript = chatty_vault_load (vault, "chatgpt:0", NULL, &error);
      g_assert_no_error (error);
      n_turns = chatty_transcript_get_n_turns (transcript);
      g_assert_true (n_turns == 10 || n_turns == 11);
      if (n_turns == 11)
        g_assert_cmpuint (chatty_turn_get_length (chatty_transcript_get_turn (transcript, 10)),
                          ==, 100000);
      g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);
    }
}

static gboolean
wait_ms (GPid pid,
         int  milliseconds,
         int *status)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  /* Only the clock decides here: the kill is to come at any moment. */
  while (g_get_monotonic_time () < end)
    {
      if (waitpid (pid, status, WNOHANG) == pid)
        return TRUE;
      g_thread_yield ();
    }
  return FALSE;
}

/* kill -9 at random moments of an import of 2,000 files. */
static void
test_random_moments (void)
{
  const guint n_files = 2000;
  const guint n_kills = g_test_slow () ? 50 : 12;
  g_autofree char *number = g_strdup_printf ("%u", n_files);
  g_autofree char *crasher = get_crasher ();
  g_autoptr (Place) model = place_new ();
  g_autoptr (Place) place = place_new ();
  g_autoptr (GHashTable) goal = NULL;
  g_autoptr (GHashTable) end = NULL;
  g_autofree char *cache = g_file_get_path (place->cache_folder);
  double seconds;
  guint killed = 0;

  g_test_timer_start ();
  g_assert_true (run_crasher (model, 0, "import", number, NULL));
  seconds = g_test_timer_elapsed ();
  goal = place_snapshot (model);
  g_assert_cmpuint (g_hash_table_size (goal), ==, n_files);

  for (guint i = 0; i < n_kills; i++)
    {
      const char *argv[] = { crasher, place->vault_path, cache, "0", "import",
                             number, NULL };
      g_autoptr (GError) error = NULL;
      GPid pid;
      int status = 0;

      g_spawn_async (NULL, (char **) argv, NULL,
                     G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                     G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &pid, &error);
      g_assert_no_error (error);
      if (!wait_ms (pid, g_test_rand_int_range (1, (int) (seconds * 1000)),
                    &status))
        {
          kill (pid, SIGKILL);
          waitpid (pid, &status, 0);
          killed++;
        }
      g_spawn_close_pid (pid);
      check_vault (place);
      /* An import that got through starts over in an empty vault. */
      if (place_count (place, "transcripts") == n_files && i + 1 < n_kills)
        {
          g_clear_pointer (&place, place_free);
          g_free (cache);
          place = place_new ();
          cache = g_file_get_path (place->cache_folder);
        }
    }
  g_assert_true (run_crasher (place, 0, "import", number, NULL));
  end = place_snapshot (place);
  assert_same_tree (goal, end);
  g_test_message ("killed %u times in imports of %.2f s", killed, seconds);
  g_assert_cmpuint (killed, >, 0);
}

/* What a killed process wrote is in the system's memory, wherever its files are:
 * flushing thousands of times to a disk would show nothing that this does not,
 * and takes minutes. */
static void
stay_off_the_disk (void)
{
  const char *memory = "/dev/shm";
  const guint64 wanted = G_GUINT64_CONSTANT (512) * 1024 * 1024;
  struct statvfs status;

  if (access (memory, W_OK | X_OK) == 0 && statvfs (memory, &status) == 0 &&
      (guint64) status.f_bavail * status.f_frsize >= wanted)
    g_setenv ("TMPDIR", memory, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  stay_off_the_disk ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = NULL;

      name = g_strdup_printf ("/vault/crash/each-step/%u-%s", i,
                              cases[i].work);
      g_test_add_data_func (name, &cases[i], test_each_step);
    }
  for (guint i = 0; i < G_N_ELEMENTS (character_cases); i++)
    {
      g_autofree char *name = NULL;

      name = g_strdup_printf ("/vault/crash/character-steps/%u-%s", i, character_cases[i].work);
      g_test_add_data_func (name, &character_cases[i], test_character_steps);
    }
  g_test_add_func ("/vault/crash/contested-steps", test_contested_steps);
  g_test_add_func ("/vault/crash/recovery-steps", test_recovery_steps);
  g_test_add_func ("/vault/crash/append-steps", test_append_steps);
  g_test_add_func ("/vault/crash/random-moments", test_random_moments);
  return g_test_run ();
}
