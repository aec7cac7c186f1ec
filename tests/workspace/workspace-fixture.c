/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "workspace-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

/* When the first of the generated conversations was saved: 1 March 2026. */
#define FIRST_CHAT 1772323200

/* The longest that a test waits for anything. */
#define PATIENCE_S 60

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (file, "standard::name", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL,
                               NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) &&
         info != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

void
fixture_result_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static gboolean
timed_out_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the main loop run until @condition holds, but not for ever. */
void
fixture_wait (FixtureCondition  condition,
              gpointer          data,
              const char       *what)
{
  gboolean timed_out = FALSE;
  guint id = g_timeout_add_seconds (PATIENCE_S, timed_out_cb, &timed_out);

  while (!condition (data))
    {
      if (timed_out)
        g_error ("waited %d s in vain: %s", PATIENCE_S, what);
      g_main_context_iteration (NULL, TRUE);
    }
  if (!timed_out)
    g_source_remove (id);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* Returns what fixture_result_cb() was given. */
GAsyncResult *
fixture_wait_result (GAsyncResult **result)
{
  fixture_wait (has_result, result, "an answer");
  return *result;
}

typedef struct {
  ChattyImportSession *session;
  ChattyImportState    state;
} StateWait;

static gboolean
has_state (gpointer data)
{
  StateWait *wait = data;
  ChattyImportState state = chatty_import_session_get_state (wait->session);

  /* Waiting for the wrong end would take for ever. */
  return state == wait->state || state >= CHATTY_IMPORT_FINISHED;
}

void
fixture_wait_state (ChattyImportSession *session,
                    ChattyImportState    state)
{
  StateWait wait = { session, state };

  fixture_wait (has_state, &wait, "a state of an import");
  g_assert_cmpint (chatty_import_session_get_state (session), ==, state);
}

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) vault = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("chatty-workspace-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->files = g_build_filename (fixture->folder, "files", NULL);
  g_assert_cmpint (g_mkdir (fixture->files, 0700), ==, 0);
  vault = g_file_new_build_filename (fixture->folder, "vault", NULL);
  chatty_workspace_open_async (vault, NULL, fixture_result_cb, &result);
  fixture->workspace = chatty_workspace_open_finish (fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  fixture->vault = chatty_workspace_get_vault (fixture->workspace);
}

void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);

  g_clear_object (&fixture->workspace);
  remove_tree (folder);
  g_free (fixture->folder);
  g_free (fixture->files);
}

/* Returns the path of the file, in the folder of files. */
char *
fixture_write (Fixture    *fixture,
               const char *name,
               const char *text)
{
  g_autofree char *path = g_build_filename (fixture->files, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

/* Conversations of four turns, all different. */
void
fixture_write_chats (Fixture *fixture,
                     guint    n_files,
                     guint    n_words)
{
  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("chat-%05u.md", i);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *path = NULL;

      g_string_append_printf (text, "# Conversation %u\n\n", i);
      for (guint turn = 0; turn < 4; turn++)
        {
          g_string_append (text, turn % 2 == 0 ? "#### You:\n\n" : "#### ChatGPT:\n\n");
          for (guint word = 0; word < n_words; word++)
            g_string_append_printf (text, "word%u ", (i * 31 + turn * 7 + word) % 997);
          g_string_append_printf (text, "in turn %u of %u\n\n", turn, i);
        }
      path = fixture_write (fixture, name, text->str);
      {
        /* A minute apart, so that their order never depends on chance. */
        struct utimbuf times = { FIRST_CHAT + 60 * (time_t) i, FIRST_CHAT + 60 * (time_t) i };

        g_assert_cmpint (g_utime (path, &times), ==, 0);
      }
    }
}

/* Imports all of @path and waits for the end. */
ChattyImportSession *
fixture_import (Fixture    *fixture,
                const char *path)
{
  ChattyImportSession *session = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  chatty_import_session_add_file (session, file);
  chatty_import_session_start (session);
  fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  return session;
}

guint
fixture_count_vault (Fixture *fixture)
{
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = chatty_vault_list (fixture->vault, &query, NULL, &error);

  g_assert_no_error (error);
  return all->len;
}
