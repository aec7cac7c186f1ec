/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Imports many files with the window in sight and watches the main loop. */

#include "config.h"

#include <adwaita.h>
#include <adwaita.h>
#include <glib/gstdio.h>
#include <time.h>

#include "chatty-import-page.h"

#include "shell-fixture.h"

#define N_FILES 2000
#define MAX_STALL_MS 50
#define MAX_WAIT_SECONDS 100

typedef gboolean (*Condition) (gpointer user_data);

static double worst_wall_ms;
static double worst_cpu_ms;

static double
thread_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static gboolean
beat_cb (gpointer user_data)
{
  gint64 *last = user_data;
  gint64 now = g_get_monotonic_time ();

  worst_wall_ms = MAX (worst_wall_ms, (now - *last) / 1e3);
  *last = now;
  return G_SOURCE_CONTINUE;
}

/* What the loop itself does in one turn is measured in time of the processor:
 * another program that takes the core is not a stall of ours. */
static gboolean
watch_until (Condition condition,
             gpointer  user_data)
{
  gint64 end = g_get_monotonic_time () + MAX_WAIT_SECONDS * G_USEC_PER_SEC;
  gint64 last = g_get_monotonic_time ();
  guint beat = g_timeout_add_full (G_PRIORITY_HIGH, 5, beat_cb, &last, NULL);

  while (!condition (user_data) && g_get_monotonic_time () < end)
    {
      double before = thread_cpu_ms ();

      g_main_context_iteration (NULL, TRUE);
      worst_cpu_ms = MAX (worst_cpu_ms, thread_cpu_ms () - before);
    }

  g_source_remove (beat);
  return condition (user_data);
}

static gboolean
is_waiting (gpointer session)
{
  return chatty_import_session_get_state (session) == CHATTY_IMPORT_WAITING;
}

static gboolean
is_half_done (gpointer session)
{
  return chatty_import_session_get_fraction (session) > 0.3 ||
         chatty_import_session_get_state (session) > CHATTY_IMPORT_RUNNING;
}

static gboolean
has_shown (gpointer user_data)
{
  guint *n_frames = user_data;

  return *n_frames >= 20;
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
  return G_SOURCE_CONTINUE;
}

static gboolean
is_over (gpointer session)
{
  return chatty_import_session_get_state (session) > CHATTY_IMPORT_RUNNING;
}

static void
make_files (ShellFixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "files", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%04u.md", folder, i);
      g_autoptr (GString) text = g_string_new (NULL);

      /* Every third is refused: the receipt has to tell of it. */
      for (guint j = 0; i % 3 > 0 && j < 4 + i % 10; j++)
        {
          g_string_append_printf (text, "**You said:**\nQuestion %u of %u?\n\n**ChatGPT said:**\n",
                                  j, i);
          for (guint k = 0; k < 20 + (i * 7 + j) % 60; k++)
            g_string_append (text, "An answer that goes on. ");
          g_string_append (text, "\n\n");
        }
      g_assert_true (g_file_set_contents_full (path, text->str, (gssize) text->len,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

static void
tell (const char *phase)
{
  g_test_message ("%s: the loop was busy for %.1f ms at most, and away for %.1f ms at most",
                  phase, worst_cpu_ms, worst_wall_ms);
  g_assert_cmpfloat (worst_cpu_ms, <, MAX_STALL_MS);
  worst_cpu_ms = worst_wall_ms = 0;
}

static void
test_stall (ShellFixture  *fixture,
            gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (fixture->workspace);
  GtkWidget *page = chatty_import_page_new (fixture->workspace, session);
  g_autofree char *folder = g_build_filename (fixture->folder, "files", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  GtkWindow *window;
  guint n_frames = 0;
  guint tick;
  gint64 cancelled;
  double answered_ms;

  make_files (fixture);
  window = shell_fixture_show (page, 1000, 700);

  chatty_import_session_add_file (session, file);
  g_assert_true (watch_until (is_waiting, session));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (session)), ==, N_FILES);
  tell ("looking");

  gtk_widget_activate_action (page, "import.start", NULL);
  g_assert_true (watch_until (is_half_done, session));
  tell ("importing");

  cancelled = g_get_monotonic_time ();
  g_signal_emit_by_name (ui_fixture_find (page, GTK_TYPE_BUTTON, "cancel"), "clicked");
  g_assert_true (watch_until (is_over, session));
  answered_ms = (g_get_monotonic_time () - cancelled) / 1e3;
  g_test_message ("cancelled after %.1f ms", answered_ms);
  tell ("cancelling");
  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_CANCELLED);

  /* And once more, to the end and its receipt of 667 refused files. */
  g_clear_object (&session);
  session = chatty_workspace_new_import (fixture->workspace);
  page = chatty_import_page_new (fixture->workspace, session);
  adw_window_set_content (ADW_WINDOW (window), page);
  chatty_import_session_add_file (session, file);
  g_assert_true (watch_until (is_waiting, session));
  gtk_widget_activate_action (page, "import.start", NULL);
  g_assert_true (watch_until (is_over, session));
  tick = gtk_widget_add_tick_callback (page, frame_cb, &n_frames, NULL);
  g_assert_true (watch_until (has_shown, &n_frames));
  gtk_widget_remove_tick_callback (page, tick);
  tell ("to the receipt");
  g_assert_true (shell_fixture_has_text (page, "0000.md"));
  shell_fixture_close (window);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add ("/ui/stall/import", ShellFixture, NULL,
              shell_fixture_set_up, test_stall, shell_fixture_tear_down);

  return g_test_run ();
}
