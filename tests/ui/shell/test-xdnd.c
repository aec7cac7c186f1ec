/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-drop-area.h"

#include "shell-fixture.h"
#include "xdnd-source.h"

typedef struct {
  GtkWidget *area;
  GtkWindow *window;
  guint      n_files;
  char      *text;
  char      *reason;
  guint      n_drops;
} Fixture;

static void
dropped_cb (ChattyDropArea *area,
            ChattyDropped  *dropped,
            Fixture        *fixture)
{
  fixture->n_drops++;
  fixture->n_files = chatty_dropped_get_n_files (dropped);
  g_free (fixture->text);
  g_free (fixture->reason);
  fixture->text = g_strdup (dropped->text);
  fixture->reason = g_strdup (dropped->reason);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->area = chatty_drop_area_new ();
  chatty_drop_area_set_child (CHATTY_DROP_AREA (fixture->area), gtk_label_new ("Anywhere"));
  g_signal_connect (fixture->area, "dropped", G_CALLBACK (dropped_cb), fixture);
  fixture->window = shell_fixture_show (fixture->area, 400, 300);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  shell_fixture_close (fixture->window);
  g_free (fixture->text);
  g_free (fixture->reason);
}

static gboolean
veil_says_files (gpointer area)
{
  return shell_fixture_has_text (area, "Import 3 files");
}

static gboolean
veil_is_gone (gpointer area)
{
  return !gtk_widget_get_visible (ui_fixture_find (area, GTK_TYPE_REVEALER, "revealer"));
}

/* Three files from a program that knows nothing but text/uri-list. */
static void
test_files (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (XdndSource) source = xdnd_source_new (fixture->window);

  xdnd_source_offer (
    source, "text/uri-list",
    "file:///tmp/a.md\r\nfile:///tmp/b%20c.txt\r\n# a comment\r\nfile:///tmp/d.pdf\r\n");
  g_assert_true (xdnd_source_hover (source));
  /* What it will do is said before it is let go; that needs the answer of the
   * source, which is asked while it hovers. */
  g_assert_true (
    gtk_widget_get_visible (ui_fixture_find (fixture->area, GTK_TYPE_REVEALER, "revealer")));
  g_assert_true (xdnd_source_drop (source));
  g_assert_cmpuint (fixture->n_drops, ==, 1);
  g_assert_cmpuint (fixture->n_files, ==, 3);
  g_assert_null (fixture->reason);
  g_assert_true (veil_says_files (fixture->area));
  g_assert_true (ui_fixture_wait (veil_is_gone, fixture->area));
}

/* Files come before the text that the same program offers. */
static void
test_files_before_text (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr (XdndSource) source = xdnd_source_new (fixture->window);

  xdnd_source_offer (source, "text/plain", "/tmp/a.md");
  xdnd_source_offer (source, "UTF8_STRING", "/tmp/a.md");
  xdnd_source_offer (source, "x-special/gnome-icon-list", "x");
  xdnd_source_offer (source, "text/uri-list", "file:///tmp/a.md\r\n");
  g_assert_true (xdnd_source_hover (source));
  g_assert_true (xdnd_source_drop (source));
  g_assert_cmpuint (fixture->n_files, ==, 1);
  g_assert_null (fixture->text);
}

/* A selected text, under each of the names that programs give it. */
static void
test_text (Fixture       *fixture,
           gconstpointer  user_data)
{
  const char *type = user_data;
  g_autoptr (XdndSource) source = xdnd_source_new (fixture->window);
  const char *text = g_str_equal (type, "STRING") ? "You said: Grüße" :
                     g_str_equal (type, "text/plain") ? "You said: hello" : "You said: Grüße 海";

  xdnd_source_offer (source, type,
                     g_str_equal (type, "STRING") ? "You said: Gr\xfc\xdf"
                                                    "e"
                                                  : text);
  g_assert_true (xdnd_source_hover (source));
  g_assert_true (
    gtk_widget_get_visible (ui_fixture_find (fixture->area, GTK_TYPE_REVEALER, "revealer")));
  g_assert_true (xdnd_source_drop (source));
  g_assert_cmpuint (fixture->n_drops, ==, 1);
  g_assert_cmpstr (fixture->text, ==, text);
  g_assert_true (ui_fixture_wait (veil_is_gone, fixture->area));
}

/* Threats, row 16. */
static void
test_remote (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (XdndSource) source = xdnd_source_new (fixture->window);

  xdnd_source_offer (source, "text/uri-list", "sftp://server/a.md\r\nhttp://127.0.0.1:1/b.md\r\n");
  g_assert_true (xdnd_source_hover (source));
  xdnd_source_drop (source);
  g_assert_cmpuint (fixture->n_drops, ==, 1);
  g_assert_cmpuint (fixture->n_files, ==, 0);
  g_assert_nonnull (fixture->reason);
}

static void
test_foreign (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (XdndSource) source = xdnd_source_new (fixture->window);

  xdnd_source_offer (source, "x-special/gnome-copied-files", "copy\nfile:///tmp/a.md");
  xdnd_source_offer (source, "application/x-moz-nativeimage", "x");
  g_assert_false (xdnd_source_hover (source));
  xdnd_source_leave (source);
  ui_fixture_settle (GTK_WIDGET (fixture->window), 3);
  g_assert_cmpuint (fixture->n_drops, ==, 0);
}

static void
test_leave (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (XdndSource) source = xdnd_source_new (fixture->window);

  xdnd_source_offer (source, "text/uri-list", "file:///tmp/a.md\r\n");
  g_assert_true (xdnd_source_hover (source));
  xdnd_source_leave (source);
  g_assert_true (ui_fixture_wait (veil_is_gone, fixture->area));
  g_assert_cmpuint (fixture->n_drops, ==, 0);
}

#define ADD(name, data, func) \
  g_test_add ("/ui/xdnd/" name, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  ADD ("files", NULL, test_files);
  ADD ("files-before-text", NULL, test_files_before_text);
  ADD ("text/utf8-string", "UTF8_STRING", test_text);
  ADD ("text/plain-utf8", "text/plain;charset=utf-8", test_text);
  ADD ("text/plain", "text/plain", test_text);
  ADD ("text/string", "STRING", test_text);
  ADD ("remote", NULL, test_remote);
  ADD ("foreign", NULL, test_foreign);
  ADD ("leave", NULL, test_leave);

  return g_test_run ();
}
