/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "chatty-vault.h"

#include "shell-fixture.h"

const char *const shell_fixture_conversation =
  "**You said:**\nWhat is a katana?\n\n"
  "**ChatGPT said:**\nA Japanese sword with a curved blade.\n\n"
  "**You said:**\nThank you.\n\n"
  "**ChatGPT said:**\nYou are welcome.\n";

/* The folders are those of run-with-display.sh. G_TEST_OPTION_ISOLATE_DIRS
 * would also hide the types of files that GTK tells icons by. */
void
shell_fixture_init (int    *argc,
                    char ***argv)
{
  g_assert_nonnull (strstr (g_get_user_data_dir (), "/chatty-ui-"));
  g_test_init (argc, argv, NULL);
  gtk_init ();
  adw_init ();
  ui_fixture_load_styles ();
}

void
shell_fixture_set_up (ShellFixture  *fixture,
                      gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) vault = NULL;

  fixture->folder = g_dir_make_tmp ("chatty-shell-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "vault", NULL);
  vault = g_file_new_for_path (path);
  fixture->workspace = chatty_workspace_open (vault, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fixture->workspace);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = NULL;

  children = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  while (children != NULL)
    {
      GFile *child;

      if (!g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) || child == NULL)
        break;
      remove_tree (child);
    }
  g_file_delete (file, NULL, NULL);
}

void
shell_fixture_tear_down (ShellFixture  *fixture,
                         gconstpointer  user_data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);

  g_clear_object (&fixture->workspace);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_tree (folder);
  g_free (fixture->folder);
}

/* A file beside the vault. */
GFile *
shell_fixture_add_file (ShellFixture *fixture,
                        const char   *name,
                        const char   *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

/* How many transcripts are in the vault. */
guint
shell_fixture_count_stored (ShellFixture *fixture)
{
  ChattyTranscriptQuery query = { 0, };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  found = chatty_vault_list (chatty_workspace_get_vault (fixture->workspace), &query, NULL, &error);
  g_assert_no_error (error);
  return found->len;
}

/* A window with @child, on the screen. */
GtkWindow *
shell_fixture_show (GtkWidget *child,
                    int        width,
                    int        height)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_settle (window, 3);
  return GTK_WINDOW (window);
}

void
shell_fixture_close (GtkWindow *window)
{
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* @widget needs no more than @width pixels, neither with large text nor in German. */
void
shell_fixture_assert_fits (GtkWidget *widget,
                           int        width)
{
  ui_fixture_assert_fits (widget, width);
}

static gboolean
is_without_text (GtkWidget *widget)
{
  g_autofree char *texts = ui_fixture_dup_texts (widget);

  return *g_strstrip (texts) == '\0';
}

/* What a list view puts around a row, and focuses: GTK keeps its class to itself. */
static gboolean
is_list_item (GtkWidget *widget)
{
  return GTK_IS_LIST_VIEW (gtk_widget_get_parent (widget)) &&
         g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListItemWidget") &&
         gtk_widget_get_mapped (widget);
}

/* Every button, entry, list and row below @widget that shows no text has a name
 * for those who do not see it, and buttons a tooltip for those who do. */
void
shell_fixture_assert_names (GtkWidget *widget)
{
  gboolean is_button = GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) ||
                       GTK_IS_CHECK_BUTTON (widget);

  /* Not filled yet, and thus not shown. */
  if (GTK_IS_BUTTON (widget) && gtk_button_get_child (GTK_BUTTON (widget)) == NULL)
    return;

  /* What GTK and libadwaita put together themselves is theirs to name. */
  if (GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_POPOVER (widget) ||
      g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget") ||
      (GTK_IS_BUTTON (widget) && GTK_IS_CENTER_BOX (gtk_widget_get_parent (widget)) &&
       gtk_widget_get_ancestor (widget, GTK_TYPE_SEARCH_BAR) != NULL))
    return;

  if ((is_button && is_without_text (widget)) || GTK_IS_LIST_VIEW (widget) ||
      is_list_item (widget) ||
      GTK_IS_ENTRY (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_PROGRESS_BAR (widget))
    {
      GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
      gboolean named =
        gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
        gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);

      if (!named || (is_button && gtk_widget_get_tooltip_text (widget) == NULL))
        g_error ("%s “%s” in %s has no name or no tooltip", G_OBJECT_TYPE_NAME (widget),
                 gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
                 G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
    }

  if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_ENTRY (widget) ||
      GTK_IS_SPIN_BUTTON (widget) ||
      ADW_IS_COMBO_ROW (widget) || ADW_IS_ENTRY_ROW (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    shell_fixture_assert_names (child);
}

/* Whether a label below @widget says @text somewhere. */
gboolean
shell_fixture_has_text (GtkWidget  *widget,
                        const char *text)
{
  g_autofree char *texts = ui_fixture_dup_texts (widget);

  return strstr (texts, text) != NULL;
}
