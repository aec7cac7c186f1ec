/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <gtk/gtk.h>

#include "chatty-drop-area.h"
#include "chatty-dropped.h"

#include "shell-fixture.h"

typedef struct {
  guint  n_files;
  char  *text;
  char  *reason;
  guint  n_drops;
} Seen;

static void
dropped_cb (ChattyDropArea *area,
            ChattyDropped  *dropped,
            Seen           *seen)
{
  g_clear_pointer (&seen->text, g_free);
  g_clear_pointer (&seen->reason, g_free);
  seen->n_drops++;
  seen->n_files = chatty_dropped_get_n_files (dropped);
  seen->text = g_strdup (dropped->text);
  seen->reason = g_strdup (dropped->reason);
}

static gboolean
drop_uris (ChattyDropArea *area,
           ...)
{
  GSList *files = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  const char *uri;
  va_list args;

  va_start (args, area);
  while ((uri = va_arg (args, const char *)) != NULL)
    files = g_slist_append (files, g_file_new_for_uri (uri));
  va_end (args);

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_slist_free_full (files, g_object_unref);
  return chatty_drop_area_drop (area, &value);
}

static gboolean
drop_text (ChattyDropArea *area,
           const char     *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  return chatty_drop_area_drop (area, &value);
}

static ChattyDropArea *
area_new (Seen *seen)
{
  GtkWidget *area = g_object_ref_sink (chatty_drop_area_new ());

  memset (seen, 0, sizeof *seen);
  g_signal_connect (area, "dropped", G_CALLBACK (dropped_cb), seen);
  return CHATTY_DROP_AREA (area);
}

static void
seen_clear (Seen *seen)
{
  g_free (seen->text);
  g_free (seen->reason);
}

static void
test_files (void)
{
  Seen seen;
  g_autoptr (ChattyDropArea) area = area_new (&seen);
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_true (
    drop_uris (area, "file:///tmp/a.md", "file:///tmp/b%20c.txt", "file:///tmp/folder", NULL));
  g_assert_cmpuint (seen.n_drops, ==, 1);
  g_assert_cmpuint (seen.n_files, ==, 3);
  g_assert_null (seen.text);
  g_assert_null (seen.reason);

  g_value_init (&value, G_TYPE_FILE);
  g_value_take_object (&value, g_file_new_for_path ("/tmp/one.md"));
  g_assert_true (chatty_drop_area_drop (area, &value));
  g_assert_cmpuint (seen.n_files, ==, 1);
  seen_clear (&seen);
}

static void
test_text (void)
{
  Seen seen;
  g_autoptr (ChattyDropArea) area = area_new (&seen);

  g_assert_true (drop_text (area, "You said:\nhello"));
  g_assert_cmpstr (seen.text, ==, "You said:\nhello");
  g_assert_cmpuint (seen.n_files, ==, 0);

  /* Bytes that are no text come out as valid text. */
  g_assert_true (drop_text (area, "caf\xe9"));
  g_assert_true (g_utf8_validate (seen.text, -1, NULL));

  g_assert_false (drop_text (area, " \n\t"));
  g_assert_null (seen.text);
  g_assert_nonnull (seen.reason);
  seen_clear (&seen);
}

/* Threats, row 16: what is not on this computer is refused with a word. */
static void
test_remote (void)
{
  static const char *const uris[] = {
    "sftp://server/home/me/chat.md",
    "smb://server/share/chat.md",
    "http://127.0.0.1:1/chat.md",
    "https://example.org/share/1",
    "x-special/gnome-copied-files:copy",
    "x-special:///thing",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "trash:///chat.md",
    "recent:///chat.md",
    "",
    NULL
  };
  Seen seen;
  g_autoptr (ChattyDropArea) area = area_new (&seen);
  g_autofree char *mount = NULL;
  g_autofree char *mount_uri = NULL;

  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_test_message ("%s", uris[i]);
      g_assert_false (drop_uris (area, uris[i], NULL));
      g_assert_cmpuint (seen.n_files, ==, 0);
      g_assert_nonnull (seen.reason);
      g_assert_true (g_utf8_validate (seen.reason, -1, NULL));
    }

  mount = g_build_filename (g_get_user_runtime_dir (), "gvfs", "sftp:host=a", "chat.md", NULL);
  mount_uri = g_filename_to_uri (mount, NULL, NULL);
  g_assert_false (drop_uris (area, mount_uri, NULL));
  g_assert_nonnull (seen.reason);

  /* The rest of the drop is taken. */
  g_assert_true (drop_uris (area, "file:///tmp/a.md", "sftp://server/b.md", NULL));
  g_assert_cmpuint (seen.n_files, ==, 1);
  g_assert_nonnull (seen.reason);
  g_assert_nonnull (strstr (seen.reason, "sftp://server/b.md"));
  seen_clear (&seen);
}

static void
test_other_types (void)
{
  Seen seen;
  g_autoptr (ChattyDropArea) area = area_new (&seen);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_assert_false (chatty_drop_area_drop (area, &value));
  g_assert_nonnull (seen.reason);

  g_assert_false (drop_uris (area, NULL));
  g_assert_nonnull (seen.reason);
  seen_clear (&seen);
}

static void
test_describe (void)
{
  GFile *files[] = {
    g_file_new_for_path ("/tmp/a <b>name\n\xe2\x80\xae" "dm.md"),
    g_file_new_for_path ("/tmp/b.md"),
    g_file_new_for_path ("/tmp/c.md"),
  };
  ChattyDropped *one = chatty_dropped_new_for_files (files, 1);
  ChattyDropped *three = chatty_dropped_new_for_files (files, 3);
  ChattyDropped *none = chatty_dropped_new_for_files (files, 0);
  g_autofree char *one_text = chatty_dropped_describe (one);
  g_autofree char *three_text = chatty_dropped_describe (three);
  g_autofree char *none_text = chatty_dropped_describe (none);

  g_assert_nonnull (strstr (one_text, "<b>name"));
  g_assert_null (strchr (one_text, '\n'));
  g_assert_null (strstr (one_text, "\xe2\x80\xae"));
  g_assert_cmpstr (three_text, ==, "Import 3 files");
  g_assert_null (none_text);

  chatty_dropped_free (one);
  chatty_dropped_free (three);
  chatty_dropped_free (none);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_object_unref (files[i]);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/drop/files", test_files);
  g_test_add_func ("/ui/drop/text", test_text);
  g_test_add_func ("/ui/drop/remote", test_remote);
  g_test_add_func ("/ui/drop/other-types", test_other_types);
  g_test_add_func ("/ui/drop/describe", test_describe);

  return g_test_run ();
}
