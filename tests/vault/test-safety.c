/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Disks that are full or read only, other programs, links that lead out,
 * vaults of another version. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-vault-files-private.h"
#include "vault-fixture.h"

#define NOBODY 65534

/* Whether all was flushed while the version of a new vault was written, but had
 * not its name yet. Takes the place of the system's for the whole program. */
static gboolean version_flushed;

int
syncfs (int fd)
{
  int folder = openat (fd, ".chatty", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GPtrArray) names = folder >= 0 ? chatty_vault_files_list_names (folder) : NULL;
  gboolean is_ready = FALSE, has_name = FALSE;

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      has_name |= g_str_equal (names->pdata[i], "version");
      is_ready |= g_str_has_prefix (names->pdata[i], "version.");
    }
  version_flushed |= is_ready && !has_name;
  return (int) syscall (SYS_syncfs, fd);
}

static void
add_numbered (ChattyVault *vault,
              guint        number)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < number; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);
      ChattyStored outcome;

      chatty_vault_batch_store (batch, transcript, &outcome, NULL, NULL,
                                &error);
      g_assert_no_error (error);
    }
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

static void
test_newer_version (void)
{
  static const char *const versions[] = { "2\n", "99\n", "1.5\n", "x", "" };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (GError) error = NULL;

      place_write (place, ".chatty/version", versions[i]);
      vault = chatty_vault_open (place->vault_folder, place->cache_folder,
                                 NULL, &error);
      g_assert_null (vault);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, place->vault_path));
      g_assert_cmpuint (place_count (place, ".chatty"), ==, 1);
    }
}

static void
test_version_file (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autofree char *text = NULL;
  struct stat status;

  version_flushed = FALSE;
  vault = place_open (place);
  text = place_read (place, ".chatty/version");
  g_assert_cmpstr (text, ==, "1\n");
  /* One that a loss of power left empty would keep everybody out. */
  g_assert_true (version_flushed);
  /* Conversations are nobody else's business. */
  g_assert_cmpint (g_stat (place->vault_path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_not_local (void)
{
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/vault");
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  vault = chatty_vault_open (remote, NULL, NULL, &error);
  g_assert_null (vault);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/* Reading works, writing says why it does not. */
static void
test_read_only (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (ChattyTurn) turn = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *cache = g_file_get_path (place->cache_folder);
  g_autofree char *wanted = NULL;
  g_autofree char *batch = NULL;
  gboolean was_root = geteuid () == 0;

  add_numbered (vault, 3);
  g_clear_object (&vault);
  if (was_root)
    {
      g_autofree char *command = NULL;

      g_assert_cmpint (chmod (place->root, 0755), ==, 0);
      g_assert_cmpint (chmod (place->vault_path, 0555), ==, 0);
      command = g_strdup_printf ("chown -R %d '%s'", NOBODY, cache);
      g_assert_cmpint (system (command), ==, 0);
      g_assert_cmpint (seteuid (NOBODY), ==, 0);
    }
  else
    {
      g_autofree char *command = NULL;

      command = g_strdup_printf ("chmod -R a-w '%s'", place->vault_path);
      g_assert_cmpint (system (command), ==, 0);
    }

  vault = place_open (place);
  g_assert_cmpuint (count_listed (vault), ==, 3);
  loaded = chatty_vault_load (vault, "chatgpt:0", NULL, &error);
  g_assert_no_error (error);

  g_assert_null (chatty_vault_begin (vault, "import", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, place->vault_path));
  g_clear_error (&error);
  g_assert_null (chatty_vault_trash (vault, "chatgpt:0", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_clear_error (&error);
  turn = chatty_turn_ref (chatty_transcript_get_turn (loaded, 0));
  g_assert_false (chatty_vault_append_turn (vault, "chatgpt:0", turn, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);

  g_clear_object (&vault);
  if (was_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static guint
count_whole (ChattyVault *vault)
{
  ChattyTranscriptQuery query = { NULL };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  list = chatty_vault_list (vault, &query, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      ChattyTranscriptSummary *summary = g_ptr_array_index (list, i);
      g_autoptr (ChattyTranscript) loaded = NULL;
      g_autoptr (ChattyTranscript) original = NULL;

      loaded = chatty_vault_load (vault, summary->id, NULL, &error);
      g_assert_no_error (error);
      original = make_numbered (atoi (strchr (summary->id, ':') + 1));
      g_assert_true (chatty_transcript_equal (loaded, original));
    }
  return list->len;
}

static void
test_full_disk (void)
{
  static const char *const sizes[] = { "1m", "1100k", "1300k" };

  for (guint n = 0; n < G_N_ELEMENTS (sizes); n++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (ChattyVaultBatch) batch = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *options = g_strdup_printf ("size=%s", sizes[n]);
      ChattyStored outcome;
      guint n_stored = 0;

      g_assert_cmpint (g_mkdir (place->vault_path, 0700), ==, 0);
      if (mount ("tmpfs", place->vault_path, "tmpfs", 0, options) < 0)
        {
          g_test_skip ("a small file system cannot be mounted here");
          return;
        }

      vault = place_open (place);
      batch = chatty_vault_begin (vault, "import", &error);
      g_assert_no_error (error);
      for (guint i = 0; error == NULL; i++)
        {
          g_autoptr (ChattyTranscript) transcript = make_numbered (i);

          g_assert_cmpuint (i, <, 1000);
          if (chatty_vault_batch_store (batch, transcript, &outcome, NULL,
                                        NULL, &error))
            n_stored++;
        }
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE);
      g_assert_nonnull (strstr (error->message, place->vault_path));
      g_clear_error (&error);
      g_assert_cmpuint (n_stored, >, 20);

      /* It ends with what was stored before, all of it. */
      chatty_vault_batch_commit (batch, NULL, NULL);
      g_assert_cmpuint (chatty_vault_batch_get_n_given_up (batch), ==, 0);
      g_assert_cmpuint (place_count (place, "transcripts"), ==, n_stored);
      g_assert_cmpuint (count_whole (vault), ==, n_stored);
      g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);

      /* The vault opens, and with more space it goes on. */
      g_clear_object (&batch);
      g_clear_object (&vault);
      vault = place_open (place);
      g_assert_cmpuint (count_whole (vault), ==, n_stored);
      g_assert_cmpint (mount ("tmpfs", place->vault_path, "tmpfs", MS_REMOUNT,
                              "size=64m"), ==, 0);
      add_numbered (vault, 200);
      g_assert_cmpuint (count_whole (vault), ==, 200);
      g_clear_object (&vault);
      g_assert_cmpint (umount2 (place->vault_path, MNT_DETACH), ==, 0);
    }
}

/* The cache is on the same disk: the index cannot take anything in either, and
 * is none the worse when there is space again. */
static void
test_full_disk_with_cache (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;
  guint n_stored = 0;
  GLogLevelFlags fatal;

  if (mount ("tmpfs", place->root, "tmpfs", 0, "size=3m") < 0)
    {
      g_test_skip ("a small file system cannot be mounted here");
      return;
    }
  /* That the index fell behind is worth a warning. */
  fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  vault = place_open (place);
  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_no_error (error);
  for (guint i = 0; error == NULL; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);

      g_assert_cmpuint (i, <, 2000);
      if (chatty_vault_batch_store (batch, transcript, &outcome, NULL, NULL,
                                    &error))
        n_stored++;
    }
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE);
  g_clear_error (&error);
  chatty_vault_batch_commit (batch, NULL, NULL);
  g_assert_cmpuint (place_count (place, "transcripts"), ==,
                    n_stored - chatty_vault_batch_get_n_given_up (batch));
  n_stored = place_count (place, "transcripts");
  g_clear_object (&batch);
  g_clear_object (&vault);

  /* Still full: it opens all the same. */
  vault = chatty_vault_open (place->vault_folder, place->cache_folder, NULL,
                             &error);
  g_assert_no_error (error);
  chatty_vault_wait_index (vault, NULL, NULL);
  loaded = chatty_vault_load (vault, "chatgpt:0", NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&vault);

  g_assert_cmpint (mount ("tmpfs", place->root, "tmpfs", MS_REMOUNT,
                          "size=64m"), ==, 0);
  vault = place_open (place);
  g_assert_cmpuint (count_whole (vault), ==, n_stored);
  add_numbered (vault, 400);
  g_assert_cmpuint (count_whole (vault), ==, 400);
  g_clear_object (&vault);
  g_log_set_always_fatal (fatal);
  g_assert_cmpint (umount2 (place->root, MNT_DETACH), ==, 0);
}

/* Whatever is tried on a disk with no space at all, nothing is lost. */
static void
test_no_space_for_edits (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (ChattyTurn) turn = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = NULL;
  g_autofree char *filler_path = NULL;
  ChattyTurnBuilder *builder;

  g_assert_cmpint (g_mkdir (place->vault_path, 0700), ==, 0);
  if (mount ("tmpfs", place->vault_path, "tmpfs", 0, "size=2m") < 0)
    {
      g_test_skip ("a small file system cannot be mounted here");
      return;
    }
  vault = place_open (place);
  add_numbered (vault, 20);
  before = place_snapshot (place);
  loaded = chatty_vault_load (vault, "chatgpt:0", NULL, &error);
  g_assert_no_error (error);

  filler_path = place_path (place, "filler");
  {
    FILE *file = fopen (filler_path, "w");
    char block[4096] = { 0 };

    g_assert_nonnull (file);
    setvbuf (file, NULL, _IONBF, 0);
    while (fwrite (block, sizeof block, 1, file) == 1)
      ;
    fclose (file);
  }

  wanted = retitle (loaded, "Another title");
  g_assert_null (chatty_vault_edit (vault, wanted, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE);
  g_clear_error (&error);
  filler = g_strnfill (200000, 'y');
  builder = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  chatty_turn_builder_set_text (builder, filler);
  turn = chatty_turn_builder_end (builder);
  g_assert_false (chatty_vault_append_turn (vault, "chatgpt:0", turn, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE);
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (filler_path), ==, 0);
  after = place_snapshot (place);
  assert_same_tree (before, after);
  g_clear_object (&vault);
  vault = place_open (place);
  g_assert_cmpuint (count_whole (vault), ==, 20);
  g_clear_object (&vault);
  umount2 (place->vault_path, MNT_DETACH);
}

static void
link_to (Place      *place,
         const char *relative,
         const char *target)
{
  g_autofree char *path = place_path (place, relative);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
check_links (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *outside = g_build_filename (place->root, "outside", NULL);
  g_autofree char *secret = g_build_filename (outside, "secret.md", NULL);
  g_autofree char *planted = g_build_filename (outside, "Tea.md", NULL);
  g_autofree char *fifo = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  ChattyStored outcome;

  g_assert_cmpint (g_mkdir (outside, 0700), ==, 0);
  g_assert_true (g_file_set_contents (secret, "**You**: secret\n", -1, NULL));

  /* A file, a folder, one in the middle of the way, a pipe, a folder with
   * the name of a file, a name with a newline. */
  link_to (place, "transcripts/claude/2025/May/secret.md", secret);
  link_to (place, "transcripts/claude/2025/June", outside);
  link_to (place, "transcripts/chatgpt/2025/January", outside);
  link_to (place, "transcripts/grok/2025/July/loop.md", "loop.md");
  fifo = place_path (place, "transcripts/claude/2025/May/pipe.md");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  place_write (place, "transcripts/claude/2025/folder.md/inner.txt", "x");
  place_write (place, "transcripts/claude/2025/May/two\nlines \342\200\256.md",
               "# A note\n\nText.\n");

  vault = place_open (place);
  g_assert_cmpuint (count_listed (vault), ==, 1);

  /* Nothing is written through them. */
  transcript = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_false (chatty_vault_batch_store (batch, transcript, &outcome, NULL,
                                            NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_false (g_file_test (planted, G_FILE_TEST_EXISTS));

  /* The batch goes on with the next one. */
  other = make_numbered (3);
  g_assert_true (chatty_vault_batch_store (batch, other, &outcome, &path, NULL,
                                           &error));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  g_assert_no_error (error);

  /* A transcript that became a link is not read. */
  {
    g_autofree char *full = place_path (place, path);
    g_autoptr (ChattyTranscript) loaded = NULL;

    g_assert_cmpint (g_unlink (full), ==, 0);
    g_assert_cmpint (symlink (secret, full), ==, 0);
    loaded = chatty_vault_load (vault, "chatgpt:3", NULL, &error);
    g_assert_null (loaded);
    g_assert_nonnull (error);
    g_clear_error (&error);
    g_assert_cmpint (store_one (vault, other, NULL), ==, CHATTY_STORED_ADDED);
  }
  g_assert_true (g_file_get_contents (secret, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "**You**: secret\n");
}

/* With and without the help of a new kernel. */
static void
test_links (void)
{
  check_links ();
  chatty_vault_files_without_openat2 = TRUE;
  check_links ();
  chatty_vault_files_without_openat2 = FALSE;
}

/* The vault's own folder leads somewhere else. */
static void
check_linked_state (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *outside = g_build_filename (place->root, "outside", NULL);
  g_autofree char *journal = g_build_filename (outside, "journal", NULL);

  g_assert_cmpint (g_mkdir (outside, 0700), ==, 0);
  link_to (place, ".chatty", outside);
  vault = chatty_vault_open (place->vault_folder, place->cache_folder, NULL,
                             &error);
  if (vault != NULL)
    {
      batch = chatty_vault_begin (vault, "import", &error);
      g_assert_null (batch);
    }
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
}

static void
test_linked_state (void)
{
  check_linked_state ();
  chatty_vault_files_without_openat2 = TRUE;
  check_linked_state ();
  chatty_vault_files_without_openat2 = FALSE;
}

/* Paths that are no good, with and without the help of a new kernel. */
static void
test_paths (void)
{
  static const char *const paths[] = {
    "../outside.md", "transcripts/../../outside.md", "/etc/hostname", "",
  };

  for (guint portable = 0; portable < 2; portable++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVaultFiles) files = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *outside = g_build_filename (place->root, "outside.md",
                                                   NULL);

      g_assert_true (g_file_set_contents (outside, "secret", -1, NULL));
      place_write (place, "transcripts/a/b.txt", "x");
      files = chatty_vault_files_open (place->vault_path, FALSE, &error);
      g_assert_no_error (error);
      chatty_vault_files_without_openat2 = portable == 1;
      for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
        {
          g_autofree char *text = NULL;
          gsize length;

          text = chatty_vault_files_read (files, paths[i], &length, NULL, NULL,
                                          &error);
          g_assert_null (text);
          g_assert_nonnull (error);
          g_clear_error (&error);
          g_assert_false (chatty_vault_files_write (files, paths[i], "x", 1,
                                                    0600, NULL, &error));
          g_assert_nonnull (error);
          g_clear_error (&error);
        }
      chatty_vault_files_without_openat2 = FALSE;
    }
}

/* Two programs import the same into one vault at the same time. */
static void
test_two_processes (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (Place) model = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyVault) model_vault = place_open (model);
  g_autoptr (GHashTable) goal = NULL;
  g_autoptr (GHashTable) end = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *crasher = NULL;
  g_autofree char *cache = g_file_get_path (place->cache_folder);
  const char *argv[] = { NULL, place->vault_path, cache, "0", "import", "400",
                         NULL };
  GPid pids[3];

  crasher = g_test_build_filename (G_TEST_BUILT, "vault", "vault-crasher",
                                   NULL);
  argv[0] = crasher;
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      g_spawn_async (NULL, (char **) argv, NULL,
                     G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                     NULL, NULL, &pids[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }

  add_numbered (model_vault, 400);
  goal = place_snapshot (model);
  end = place_snapshot (place);
  assert_same_tree (goal, end);
  vault = place_open (place);
  g_assert_cmpuint (count_whole (vault), ==, 400);
  g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);
}

/* Another process opens the vault while a batch is under way: it must not
 * take it for one that crashed. */
static void
test_open_meanwhile (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVault) second = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (ChattyTranscript) one = make_numbered (1);
  g_autoptr (ChattyTranscript) two = make_numbered (2);
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;

  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_true (chatty_vault_batch_store (batch, one, &outcome, NULL, NULL,
                                           &error));
  second = place_open (place);
  g_assert_cmpuint (count_listed (second), ==, 0);
  /* It may store something itself, in the name that the first one chose. */
  {
    g_autoptr (ChattyTranscript) rival = NULL;
    ChattyTranscriptBuilder *builder;

    builder = chatty_transcript_builder_new_from (one);
    chatty_transcript_builder_set_id (builder, "other:1");
    rival = chatty_transcript_builder_end (builder);
    g_assert_cmpint (store_one (second, rival, NULL), ==, CHATTY_STORED_ADDED);
  }
  g_assert_true (chatty_vault_batch_store (batch, two, &outcome, NULL, NULL,
                                           &error));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 3);
  g_assert_cmpuint (count_listed (second), ==, 3);
  runs = chatty_vault_list_runs (second, &error);
  g_assert_cmpuint (runs->len, ==, 2);
  for (guint i = 0; i < runs->len; i++)
    g_assert_true (((ChattyVaultRun *) g_ptr_array_index (runs, i))->finished);
}

/* Renamed, deleted and moved by hand while no program looked. */
static void
test_moved_by_hand (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) one = make_numbered (1);
  g_autoptr (ChattyTranscript) two = make_numbered (2);
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *path_two = NULL;
  g_autofree char *full = NULL;
  g_autofree char *full_two = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *elsewhere_text = NULL;

  store_one (vault, one, &path);
  store_one (vault, two, &path_two);
  full = place_path (place, path);
  full_two = place_path (place, path_two);
  place_write (place, "transcripts/My own folder/keep.txt", "x");
  elsewhere = place_path (place, "transcripts/My own folder/Mine.md");
  g_assert_cmpint (g_rename (full, elsewhere), ==, 0);
  g_assert_cmpint (g_unlink (full_two), ==, 0);

  loaded = chatty_vault_load (vault, "chatgpt:1", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_transcript_equal (loaded, one));
  g_assert_cmpint (store_one (vault, one, NULL), ==, CHATTY_STORED_UNCHANGED);
  g_assert_cmpint (store_one (vault, two, NULL), ==, CHATTY_STORED_ADDED);

  /* A newer version goes where the person put it. */
  {
    g_autoptr (ChattyTranscript) newer = retitle (one, "Other title");
    g_autofree char *stored_at = NULL;

    g_assert_cmpint (store_one (vault, newer, &stored_at), ==,
                     CHATTY_STORED_UPDATED);
    g_assert_cmpstr (stored_at, ==, "transcripts/My own folder/Mine.md");
  }
  elsewhere_text = place_read (place, "transcripts/My own folder/Mine.md");
  g_assert_nonnull (strstr (elsewhere_text, "Other title"));
}

/* What a program for synchronising leaves when a file was changed on two
 * machines: both are there. */
static void
test_conflict_copies (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) one = make_transcript ("chatgpt:1", "Tea",
                                                      "Two minutes.");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  store_one (vault, one, &path);
  text = place_read (place, path);
  place_write (place, "transcripts/chatgpt/2025/January/"
                      "Tea.sync-conflict-20250115-101010-ABCDEFG.md", text);
  place_write (place, "transcripts/chatgpt/2025/January/"
                      "Tea (conflicted copy 2025-01-15 101010).md", text);
  g_assert_true (chatty_vault_reindex (vault, FALSE, NULL, NULL, NULL,
                                       &error));
  g_assert_cmpuint (count_listed (vault), ==, 3);
  g_assert_cmpint (store_one (vault, one, NULL), ==, CHATTY_STORED_UNCHANGED);

  /* Each is one to edit and to delete. */
  {
    ChattyTranscriptQuery query = { NULL };
    g_autoptr (GPtrArray) list = chatty_vault_list (vault, &query, NULL,
                                                    &error);

    for (guint i = 0; i < list->len; i++)
      {
        ChattyTranscriptSummary *summary = g_ptr_array_index (list, i);
        g_autofree char *title = g_strdup_printf ("Tea, version %u", i);
        g_autoptr (ChattyTranscript) loaded = NULL;
        g_autoptr (ChattyTranscript) wanted = NULL;
        g_autoptr (ChattyTranscript) again = NULL;
        g_autofree char *batch = NULL;

        loaded = chatty_vault_load (vault, summary->id, NULL, &error);
        g_assert_no_error (error);
        wanted = retitle (loaded, title);
        batch = chatty_vault_edit (vault, wanted, &error);
        g_assert_no_error (error);
        again = chatty_vault_load (vault, summary->id, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (chatty_transcript_get_title (again), ==, title);
      }
  }
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/safety/newer-version", test_newer_version);
  g_test_add_func ("/vault/safety/version-file", test_version_file);
  g_test_add_func ("/vault/safety/not-local", test_not_local);
  g_test_add_func ("/vault/safety/read-only", test_read_only);
  g_test_add_func ("/vault/safety/full-disk", test_full_disk);
  g_test_add_func ("/vault/safety/full-disk-with-cache",
                   test_full_disk_with_cache);
  g_test_add_func ("/vault/safety/no-space-for-edits",
                   test_no_space_for_edits);
  g_test_add_func ("/vault/safety/links", test_links);
  g_test_add_func ("/vault/safety/linked-state", test_linked_state);
  g_test_add_func ("/vault/safety/paths", test_paths);
  g_test_add_func ("/vault/safety/two-processes", test_two_processes);
  g_test_add_func ("/vault/safety/open-meanwhile", test_open_meanwhile);
  g_test_add_func ("/vault/safety/moved-by-hand", test_moved_by_hand);
  g_test_add_func ("/vault/safety/conflict-copies", test_conflict_copies);
  return g_test_run ();
}
