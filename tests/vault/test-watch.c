/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What other programs do in the vault is noticed; so is what this one does. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "vault-fixture.h"

typedef struct {
  ChattyVault *vault;
  guint        n_changed;
} Watch;

static void
changed_cb (ChattyVault *vault,
            gpointer     user_data)
{
  Watch *watch = user_data;

  watch->n_changed++;
}

static gboolean
timeout_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

typedef gboolean (*Condition) (ChattyVault *vault,
                               gconstpointer data);

/* Runs the main loop until @condition holds, for ten seconds at most. */
static void
wait_for (ChattyVault   *vault,
          Condition      condition,
          gconstpointer  data)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (10, timeout_cb, &late);
  gboolean tick;
  guint ticker = g_timeout_add (20, timeout_cb, &tick);

  while (!condition (vault, data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_source_remove (ticker);
  g_assert_true (condition (vault, data));
}

static gboolean
has_title (ChattyVault   *vault,
           gconstpointer  title)
{
  ChattyTranscriptQuery query = { NULL };
  g_autoptr (GPtrArray) list = chatty_vault_list (vault, &query, NULL, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      ChattyTranscriptSummary *summary = g_ptr_array_index (list, i);

      if (g_str_equal (summary->title, title))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_count (ChattyVault   *vault,
           gconstpointer  count)
{
  return count_listed (vault) == GPOINTER_TO_UINT (count);
}

static gboolean
has_signal (ChattyVault   *vault,
            gconstpointer  data)
{
  return ((const Watch *) data)->n_changed > 0;
}

static void
test_outside_edits (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) one = make_transcript ("chatgpt:1", "Tea",
                                                      "Two minutes.");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *away = g_build_filename (place->root, "away", NULL);
  Watch watch = { vault, 0 };

  store_one (vault, one, &path);
  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), &watch);
  chatty_vault_start_watching (vault);
  /* The store's own news. */
  wait_for (vault, has_signal, &watch);

  /* A file is edited. */
  watch.n_changed = 0;
  text = place_read (place, path);
  {
    g_autoptr (GString) edited = g_string_new (text);

    g_assert_cmpuint (g_string_replace (edited, "title: \"Tea\"",
                                        "title: \"Coffee\"", 1), ==, 1);
    place_write (place, path, edited->str);
  }
  wait_for (vault, has_title, "Coffee");
  wait_for (vault, has_signal, &watch);

  /* A folder appears, with folders and a file in it. */
  place_write (place, "instances/zen-001/chatgpt/2025/March/New.md",
               "**You**: Hello\n\n**Zen**: Hello!\n");
  wait_for (vault, has_count, GUINT_TO_POINTER (2));

  /* A file in a folder that was there before. */
  place_write (place, "transcripts/chatgpt/2025/January/More.md", "# More\n");
  wait_for (vault, has_count, GUINT_TO_POINTER (3));

  /* A folder goes away with what is in it, and another file is deleted. */
  folder = place_path (place, "instances/zen-001");
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  wait_for (vault, has_count, GUINT_TO_POINTER (2));
  g_free (folder);
  folder = place_path (place, path);
  g_assert_cmpint (g_unlink (folder), ==, 0);
  wait_for (vault, has_count, GUINT_TO_POINTER (1));
}

/* Another program changes a character: its files, its documents, all of it. */
static void
test_characters (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autofree char *folder = place_path (place, "instances/zen-001");
  g_autofree char *away = g_build_filename (place->root, "away", NULL);
  Watch watch = { NULL, 0 };

  place_write (place, "instances/zen-001/identity/prompt.json", "{\"name\":\"Zen\"}");
  vault = place_open (place);
  watch.vault = vault;
  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), &watch);
  chatty_vault_start_watching (vault);

  /* Once it is watched, each change is told. */
  place_write (place, "instances/zen-001/chatgpt/New.md", "**You**: Hello\n");
  wait_for (vault, has_count, GUINT_TO_POINTER (1));
  for (guint i = 0; i < 4; i++)
    {
      static const char *const files[] = {
        "instances/zen-001/identity/prompt.json", "instances/zen-001/config/metadata.json",
        "instances/zen-001/documents/a.txt", "instances/lin-001/identity/prompt.txt",
      };
      g_autofree char *text = g_strdup_printf ("{\"name\":\"Zen %u\"}", i);

      watch.n_changed = 0;
      place_write (place, files[i], text);
      wait_for (vault, has_signal, &watch);
    }
  watch.n_changed = 0;
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  wait_for (vault, has_signal, &watch);

  /* Without watching, when the window gets the focus. */
  g_clear_object (&vault);
  vault = place_open (place);
  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), &watch);
  watch.n_changed = 0;
  place_write (place, "instances/lin-001/identity/prompt.txt", "**You Are Another**");
  chatty_vault_look_again (vault);
  wait_for (vault, has_signal, &watch);
}

/* Without watching, when the window gets the focus. */
static void
test_look_again (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);

  place_write (place, "transcripts/chatgpt/2025/January/More.md", "# More\n");
  chatty_vault_look_again (vault);
  wait_for (vault, has_count, GUINT_TO_POINTER (1));
}

/* A vault that goes away while things are under way. */
/* Another process stores something and tells the index, which both share. */
static void
test_other_process (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVault) other = place_open (place);
  g_autoptr (ChattyTranscript) one = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  Watch watch = { vault, 0 };

  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), &watch);
  chatty_vault_start_watching (vault);
  chatty_vault_wait_index (vault, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  watch.n_changed = 0;
  store_one (other, one, NULL);
  wait_for (vault, has_signal, &watch);
  g_assert_cmpuint (count_listed (vault), ==, 1);
}

static void
test_close_at_once (void)
{
  g_autoptr (Place) place = place_new ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (ChattyTranscript) one = make_numbered (i);

      chatty_vault_start_watching (vault);
      store_one (vault, one, NULL);
      chatty_vault_look_again (vault);
      for (guint j = 0; j < i; j++)
        g_main_context_iteration (NULL, FALSE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
store_thread (gpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);

      store_one (data, transcript, NULL);
    }
  return NULL;
}

/* News from a worker arrives on the main loop, in one go. */
static void
test_news_from_worker (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  Watch watch = { vault, 0 };
  GThread *thread;
  ChattyVaultIndexState state;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), &watch);
  thread = g_thread_new ("store", store_thread, vault);
  g_thread_join (thread);
  g_assert_cmpuint (watch.n_changed, ==, 0);
  wait_for (vault, has_signal, &watch);
  g_assert_cmpuint (watch.n_changed, ==, 1);
  g_object_get (vault, "index-state", &state, NULL);
  g_assert_cmpint (state, ==, CHATTY_VAULT_INDEX_READY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/watch/outside-edits", test_outside_edits);
  g_test_add_func ("/vault/watch/characters", test_characters);
  g_test_add_func ("/vault/watch/look-again", test_look_again);
  g_test_add_func ("/vault/watch/other-process", test_other_process);
  g_test_add_func ("/vault/watch/close-at-once", test_close_at_once);
  g_test_add_func ("/vault/watch/news-from-worker", test_news_from_worker);
  return g_test_run ();
}
