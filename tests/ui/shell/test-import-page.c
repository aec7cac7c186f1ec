/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-character-drop-down.h"
#include "chatty-import-page.h"
#include "chatty-import-row.h"
#include "chatty-platform-drop-down.h"
#include "chatty-receipt-view.h"

#include "shell-fixture.h"

static gboolean
is_waiting (gpointer session)
{
  return chatty_import_session_get_state (session) == CHATTY_IMPORT_WAITING;
}

static gboolean
is_over (gpointer session)
{
  return chatty_import_session_get_state (session) > CHATTY_IMPORT_RUNNING;
}

static gboolean
vault_is_empty (gpointer fixture)
{
  return shell_fixture_count_stored (fixture) == 0;
}

static const char *
get_visible_page (ChattyImportPage *page)
{
  return gtk_stack_get_visible_child_name (
    GTK_STACK (ui_fixture_find (GTK_WIDGET (page), GTK_TYPE_STACK, "stack")));
}

static ChattyImportPage *
page_new (ShellFixture         *fixture,
          ChattyImportSession **session)
{
  *session = chatty_workspace_new_import (fixture->workspace);
  return CHATTY_IMPORT_PAGE (chatty_import_page_new (fixture->workspace, *session));
}

static void
add (ShellFixture        *fixture,
     ChattyImportSession *session,
     const char          *name,
     const char          *text)
{
  g_autoptr (GFile) file = shell_fixture_add_file (fixture, name, text);

  chatty_import_session_add_file (session, file);
}

static ChattyImportRow *
find_row (GtkWidget  *widget,
          const char *name)
{
  if (CHATTY_IS_IMPORT_ROW (widget))
    {
      ChattyImportItem *item = chatty_import_row_get_item (CHATTY_IMPORT_ROW (widget));

      return item != NULL && g_str_equal (chatty_import_item_get_name (item), name)
             ? CHATTY_IMPORT_ROW (widget) : NULL;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ChattyImportRow *found = find_row (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
click (GtkWidget  *page,
       const char *id)
{
  GtkWidget *button = ui_fixture_find (page, GTK_TYPE_BUTTON, id);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* From the files to the receipt, and back. */
static void
test_whole_path (ShellFixture  *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  GtkWindow *window;
  ChattyImportRow *row;

  add (fixture, session, "katana.md", shell_fixture_conversation);
  add (fixture, session, "empty.md", "");
  window = shell_fixture_show (GTK_WIDGET (page), 800, 700);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);

  g_assert_cmpstr (get_visible_page (page), ==, "prepare");
  row = find_row (GTK_WIDGET (page), "katana.md");
  g_assert_nonnull (row);
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (row), "4 turns"));
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (row), "transcripts/chatgpt/"));
  g_assert_nonnull (find_row (GTK_WIDGET (page), "empty.md"));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "import.start", NULL));
  g_assert_true (ui_fixture_wait (is_over, session));
  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_FINISHED);
  ui_fixture_settle (GTK_WIDGET (window), 10);
  g_assert_cmpstr (get_visible_page (page), ==, "receipt");
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (page), "1 conversation came into the vault"));
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (page), "empty.md"));
  g_assert_cmpuint (shell_fixture_count_stored (fixture), ==, 1);

  click (GTK_WIDGET (page), "undo");
  g_assert_true (ui_fixture_wait (vault_is_empty, fixture));
  shell_fixture_close (window);
}

static void
test_same_again (ShellFixture  *fixture,
                 gconstpointer  user_data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChattyImportSession) session = NULL;
      ChattyImportPage *page = page_new (fixture, &session);
      GtkWindow *window = shell_fixture_show (GTK_WIDGET (page), 800, 700);

      add (fixture, session, "katana.md", shell_fixture_conversation);
      g_assert_true (ui_fixture_wait (is_waiting, session));
      gtk_widget_activate_action (GTK_WIDGET (page), "import.start", NULL);
      g_assert_true (ui_fixture_wait (is_over, session));
      ui_fixture_settle (GTK_WIDGET (window), 10);
      g_assert_true (shell_fixture_has_text (GTK_WIDGET (page),
                                             i == 0 ? "1 conversation came into the vault"
                                                    : "Everything was in the vault already"));
      g_assert_cmpint (
        gtk_widget_is_sensitive (ui_fixture_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "undo")), ==,
        i == 0);
      g_assert_cmpuint (shell_fixture_count_stored (fixture), ==, 1);
      shell_fixture_close (window);
    }
}

/* Platform and character, for one file and for all. */
static void
test_choices (ShellFixture  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  g_autoptr (ChattyImportItem) first = NULL;
  g_autoptr (ChattyImportItem) second = NULL;
  GtkWidget *for_all, *character;
  GtkWindow *window;
  ChattyImportRow *row;

  add (fixture, session, "a.md", shell_fixture_conversation);
  add (fixture, session, "b.txt",
       "You said:\nHi\n\nGrok said:\nHo\n\nYou said:\nHi\n\nGrok said:\nHo\n");
  window = shell_fixture_show (GTK_WIDGET (page), 800, 900);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  first = g_list_model_get_item (G_LIST_MODEL (session), 0);
  second = g_list_model_get_item (G_LIST_MODEL (session), 1);

  row = find_row (GTK_WIDGET (page), "a.md");
  g_assert_nonnull (row);
  chatty_platform_drop_down_set_platform (CHATTY_PLATFORM_DROP_DOWN (
    ui_fixture_find (GTK_WIDGET (row), CHATTY_TYPE_PLATFORM_DROP_DOWN, NULL)), "claude");
  g_assert_cmpstr (chatty_import_item_get_platform (first), ==, "claude");
  g_assert_cmpstr (chatty_import_item_get_platform (second), ==, "grok");

  character = ui_fixture_find (GTK_WIDGET (row), CHATTY_TYPE_CHARACTER_DROP_DOWN, NULL);
  chatty_character_drop_down_set_character (CHATTY_CHARACTER_DROP_DOWN (character), "Katana");
  g_assert_nonnull (chatty_import_item_get_character (first));
  g_assert_true (g_str_has_prefix (chatty_import_item_get_character (first), "katana-"));
  g_assert_null (chatty_import_item_get_character (second));

  for_all = ui_fixture_find (ui_fixture_find (GTK_WIDGET (page), GTK_TYPE_FLOW_BOX, "for_all"),
                             CHATTY_TYPE_PLATFORM_DROP_DOWN, NULL);
  chatty_platform_drop_down_set_platform (CHATTY_PLATFORM_DROP_DOWN (for_all), "gemini");
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 20);
  g_assert_cmpstr (chatty_import_item_get_platform (first), ==, "gemini");
  g_assert_cmpstr (chatty_import_item_get_platform (second), ==, "gemini");

  /* A file that is not wanted does not come. */
  chatty_import_item_set_included (second, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (page), "import.start", NULL);
  g_assert_true (ui_fixture_wait (is_over, session));
  g_assert_cmpuint (shell_fixture_count_stored (fixture), ==, 1);
  shell_fixture_close (window);
}

/* Typing the name of a new character: what comes back is a callsign, and must
 * not get under the cursor. */
static void
test_new_character (ShellFixture  *fixture,
                    gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  g_autoptr (ChattyImportItem) item = NULL;
  GtkWidget *drop_down, *character, *entry;
  GtkWindow *window;
  ChattyImportRow *row;

  add (fixture, session, "a.md", shell_fixture_conversation);
  window = shell_fixture_show (GTK_WIDGET (page), 800, 900);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  item = g_list_model_get_item (G_LIST_MODEL (session), 0);
  row = find_row (GTK_WIDGET (page), "a.md");
  character = ui_fixture_find (GTK_WIDGET (row), CHATTY_TYPE_CHARACTER_DROP_DOWN, NULL);
  drop_down = ui_fixture_find (character, GTK_TYPE_DROP_DOWN, NULL);
  entry = ui_fixture_find (character, GTK_TYPE_ENTRY, NULL);

  g_assert_false (gtk_widget_get_visible (entry));
  gtk_drop_down_set_selected (
    GTK_DROP_DOWN (drop_down),
    g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down))) - 1);
  g_assert_true (gtk_widget_get_visible (entry));
  ui_fixture_settle (GTK_WIDGET (window), 3);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Zoë K");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Zoë K");
  g_assert_nonnull (chatty_import_item_get_character (item));
  g_assert_cmpstr (chatty_import_item_get_character (item), !=, "Zoë K");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 0);
  g_assert_null (chatty_import_item_get_character (item));
  g_assert_false (gtk_widget_get_visible (entry));
  shell_fixture_close (window);
}

/* Threats, rows 3 and 17: names are shown as text, whatever they hold. */
static void
test_hostile_names (ShellFixture  *fixture,
                    gconstpointer  user_data)
{
  static const char *const names[] = {
    "<b>bold", "&amp;.md", "line\nbreak.md", "\xe2\x80\xae" "dm.exe", "_under_score", "%s%n.txt",
    "<span foreground='red'>.md", "caf\xe9.txt", "CON", "..md",
  };
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  GtkWindow *window;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s\nNumber %u\n", shell_fixture_conversation, i);

      add (fixture, session, names[i], i % 3 == 0 ? "" : text);
    }

  window = shell_fixture_show (GTK_WIDGET (page), 800, 900);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (page), "<b>bold"));
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (page), "&amp;.md"));
  g_assert_false (shell_fixture_has_text (GTK_WIDGET (page), "\xe2\x80\xae"));
  g_assert_false (shell_fixture_has_text (GTK_WIDGET (page), "line\nbreak"));

  gtk_widget_activate_action (GTK_WIDGET (page), "import.start", NULL);
  g_assert_true (ui_fixture_wait (is_over, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  g_assert_false (shell_fixture_has_text (GTK_WIDGET (page), "\xe2\x80\xae"));
  shell_fixture_close (window);
}

/* 360 pixels are enough in every state; every control has a name. */
static void
test_narrow_and_named (ShellFixture  *fixture,
                       gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  GtkWidget *expand;
  GtkWindow *window;

  add (fixture, session,
       "a-name-that-is-longer-than-any-screen-of-a-telephone-could-be-wide-and-then-some.md",
       shell_fixture_conversation);
  add (fixture, session, "notes.txt", "no turns here");
  add (fixture, session, "empty.md", "");
  window = shell_fixture_show (GTK_WIDGET (page), 360, 640);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  expand = ui_fixture_find (GTK_WIDGET (page), GTK_TYPE_TOGGLE_BUTTON, "expand");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (expand), TRUE);
  ui_fixture_settle (GTK_WIDGET (window), 3);
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (page), "What is a katana?"));
  shell_fixture_assert_fits (GTK_WIDGET (page), 360);
  shell_fixture_assert_names (GTK_WIDGET (page));

  gtk_widget_activate_action (GTK_WIDGET (page), "import.start", NULL);
  g_assert_true (ui_fixture_wait (is_over, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  shell_fixture_assert_fits (GTK_WIDGET (page), 360);
  shell_fixture_assert_names (GTK_WIDGET (page));
  shell_fixture_close (window);
}

/* Nothing but the keys: Tab reaches the choices of a row, Space and the
 * arrows work them, Ctrl+Enter starts. */
static void
test_focus_chain (ShellFixture  *fixture,
                  gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  gboolean in_row = FALSE, on_start = FALSE, on_platform = FALSE;
  GtkWindow *window;

  add (fixture, session, "a.md", shell_fixture_conversation);
  add (fixture, session, "b.md", shell_fixture_conversation);
  window = shell_fixture_show (GTK_WIDGET (page), 800, 700);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);

  gtk_widget_grab_focus (ui_fixture_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "back"));
  for (guint i = 0; i < 30; i++)
    {
      GtkWidget *focus = gtk_window_get_focus (window);

      g_assert_nonnull (focus);
      in_row = in_row || gtk_widget_get_ancestor (focus, CHATTY_TYPE_IMPORT_ROW) != NULL;
      on_platform = on_platform ||
                    (gtk_widget_get_ancestor (focus, CHATTY_TYPE_IMPORT_ROW) != NULL &&
                     gtk_widget_get_ancestor (focus, CHATTY_TYPE_PLATFORM_DROP_DOWN) != NULL);
      on_start = on_start || focus == ui_fixture_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "start");
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
    }
  g_assert_true (on_start);
  g_assert_true (in_row);
  g_assert_true (on_platform);
  shell_fixture_close (window);
}

static void
test_nothing (ShellFixture  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyImportPage *page = page_new (fixture, &session);
  g_autofree char *path = g_build_filename (fixture->folder, "hollow", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  GtkWindow *window;

  g_assert_true (g_file_make_directory (folder, NULL, NULL));
  chatty_import_session_add_file (session, folder);
  window = shell_fixture_show (GTK_WIDGET (page), 800, 700);
  g_assert_true (ui_fixture_wait (is_waiting, session));
  ui_fixture_settle (GTK_WIDGET (window), 10);
  gtk_widget_activate_action (GTK_WIDGET (page), "import.start", NULL);
  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_WAITING);
  shell_fixture_close (window);
}

/* What came from a platform is told without a word of files. */
static void
test_sessions (ShellFixture  *fixture,
               gconstpointer  data)
{
  static const char json[] =
    "{\"files\":[{\"file\":\"Ada <b>\",\"format\":\"" CHATTY_RECEIPT_SESSIONS "\","
    "\"platform\":\"convai\",\"added\":2,\"updated\":1,\"unchanged\":0,"
    "\"skipped\":[{\"what\":\"Tuesday\",\"reason\":\"It is lost.\"}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReceipt) receipt = chatty_receipt_parse (json, &error);
  GtkWidget *view = chatty_receipt_view_new ();
  GtkWindow *window = shell_fixture_show (view, 360, 700);

  g_assert_no_error (error);
  chatty_receipt_view_set_receipt (CHATTY_RECEIPT_VIEW (view), receipt, "Stopped");
  ui_fixture_settle (GTK_WIDGET (window), 10);
  g_assert_true (shell_fixture_has_text (view, "3 conversations came into the vault"));
  g_assert_true (shell_fixture_has_text (view, "The platform held a newer version"));
  g_assert_true (shell_fixture_has_text (view, "Ada <b>: Tuesday"));
  g_assert_true (shell_fixture_has_text (view, "It is lost."));
  g_assert_true (shell_fixture_has_text (view, "Stopped"));
  g_assert_false (shell_fixture_has_text (view, "Files"));
  g_assert_false (shell_fixture_has_text (view, "file"));
  shell_fixture_assert_fits (view, 360);
  shell_fixture_close (window);
}

#define ADD(name, func) \
  g_test_add ("/ui/import-page/" name, ShellFixture, NULL, \
              shell_fixture_set_up, func, shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  ADD ("whole-path", test_whole_path);
  ADD ("same-again", test_same_again);
  ADD ("choices", test_choices);
  ADD ("new-character", test_new_character);
  ADD ("hostile-names", test_hostile_names);
  ADD ("narrow-and-named", test_narrow_and_named);
  ADD ("focus-chain", test_focus_chain);
  ADD ("nothing", test_nothing);
  ADD ("sessions", test_sessions);

  return g_test_run ();
}
