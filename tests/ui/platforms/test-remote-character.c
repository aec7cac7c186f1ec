/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "chatty-chunk-rows.h"
#include "chatty-drop-area.h"
#include "chatty-error.h"
#include "chatty-remote-documents.h"
#include "chatty-remote-row.h"
#include "chatty-remote-work.h"
#include "chatty-setting-rows.h"

#include "platforms-fixture.h"

#define HOSTILE "<i>Mallory</i> & &amp;"

static void
open_character (PlatformsFixture *self,
                const char       *tab)
{
  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "Keeper 1");
  platforms_fixture_open (self, 0);
  platforms_fixture_wait_text (self, "“backstory” at Convai");
  if (tab != NULL)
    platforms_fixture_tab (self, tab);
}

static void
drop (PlatformsFixture *self,
      GFile            *file)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_FILE);
  g_value_set_object (&value, file);
  g_assert_true (chatty_drop_area_drop (CHATTY_DROP_AREA (self->area), &value));
}

static GtkWidget *
find_visible (GtkWidget *widget,
              GType      type)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_visible (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
set_number (GtkWidget  *rows,
            const char *path,
            const char *text)
{
  ChattySettingRow *row =
    chatty_setting_rows_find (CHATTY_SETTING_ROWS (ui_fixture_find (rows, CHATTY_TYPE_SETTING_ROWS,
                                                                    NULL)), path);

  gtk_editable_set_text (GTK_EDITABLE (chatty_setting_row_get_control (row)), text);
}

static void
test_fields (PlatformsFixture *self,
             gconstpointer     data)
{
  fake_remote_set_name (0, HOSTILE);
  fake_remote_set_fault (FAKE_GET, CHATTY_ERROR_OFFLINE, 0);
  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, HOSTILE);
  platforms_fixture_open (self, 0);
  platforms_fixture_wait_text (self, "No Connection");
  fake_remote_set_fault (FAKE_GET, -1, 0);
  platforms_fixture_press (self, "Try Again");

  platforms_fixture_wait_text (self, "“backstory” at Convai · 6 of 1000 words");
  g_assert_true (platforms_fixture_sees (self, "“charName” at Convai"));
  g_assert_true (platforms_fixture_sees (self, "<b>Keeps</b> the light & the log."));
  g_assert_true (platforms_fixture_sees (self, HOSTILE));
  g_assert_nonnull (platforms_fixture_button (self, "Copy: Instructions"));
  platforms_fixture_press (self, "Copy: Instructions");
  /* Only what was looked at was asked for. */
  g_assert_cmpuint (fake_remote_count (FAKE_DOCUMENTS), ==, 0);
  g_assert_cmpuint (fake_remote_count (FAKE_SESSIONS), ==, 0);
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 1);
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  shell_fixture_assert_fits (self->page, 360);
}

static void
test_draft (PlatformsFixture *self,
            gconstpointer     data)
{
  GtkWidget *idea;

  open_character (self, NULL);
  g_assert_false (gtk_widget_is_sensitive (platforms_fixture_button (self, "Generate Backstory")));
  idea = ui_fixture_find (self->page, ADW_TYPE_ENTRY_ROW, "idea");
  gtk_editable_set_text (GTK_EDITABLE (idea), "a <keeper>");

  /* It is there as it comes. */
  fake_remote_hold (FAKE_DRAFT, TRUE);
  platforms_fixture_press (self, "Generate Backstory");
  platforms_fixture_wait_text (self, "Once there was ");
  platforms_fixture_press (self, "Stop");
  platforms_fixture_wait_text (self, "Stopped. What had come stays.");
  g_assert_true (platforms_fixture_sees (self, "Once there was "));

  fake_remote_hold (FAKE_DRAFT, FALSE);
  platforms_fixture_press (self, "Generate Backstory");
  platforms_fixture_wait_text (self, "Once there was a <keeper>");
  g_assert_nonnull (platforms_fixture_button (self, "Copy: Backstory"));

  fake_remote_set_fault (FAKE_DRAFT, CHATTY_ERROR_SERVER, 0);
  platforms_fixture_press (self, "Generate Backstory");
  platforms_fixture_wait_text (self, "The Server Has Trouble");

  platforms_fixture_press (self, "Suggest");
  platforms_fixture_wait_text (self, "How is the <sea>?");
  g_assert_true (platforms_fixture_sees (self, "Any ships?"));
  shell_fixture_assert_names (GTK_WIDGET (self->window));
}

static void
test_upload (PlatformsFixture *self,
             gconstpointer     data)
{
  g_autoptr (GFile) good = shell_fixture_add_file (&self->shell, "ships <b>.txt", "The Maria\n");
  g_autoptr (GFile) other = shell_fixture_add_file (&self->shell, "ships.odt", "No\n");
  g_autoptr (GFile) empty = shell_fixture_add_file (&self->shell, "empty.txt", "");

  open_character (self, "knowledge");
  platforms_fixture_wait_text (self, "No Documents");

  /* What cannot be taken is told before anything is sent. */
  drop (self, other);
  platforms_fixture_wait_text (self, "Nothing was sent: the platform takes .txt, .csv");
  platforms_fixture_press (self, "Dismiss");
  drop (self, empty);
  platforms_fixture_wait_text (self, "is empty");
  platforms_fixture_press (self, "Dismiss");
  g_assert_cmpuint (fake_remote_count (FAKE_UPLOAD), ==, 0);

  /* Without dots, where no line would begin. */
  g_assert_true (platforms_fixture_sees (self, "Drop files here: txt, csv"));
  g_assert_true (platforms_fixture_sees (self, "up to 1 MB each"));

  /* All of it is there, and not read yet. */
  fake_remote_hold (FAKE_UPLOAD, TRUE);
  fake_remote_set_sent (TRUE);
  drop (self, good);
  platforms_fixture_wait_text (self, "Sent; the platform is reading it…");
  platforms_fixture_press (self, "Stop");
  platforms_fixture_wait_text (self, "may have arrived all the same");
  platforms_fixture_press (self, "Dismiss");
  fake_remote_set_sent (FALSE);

  /* On its way, and stopped. */
  drop (self, good);
  platforms_fixture_wait_text (self, "Sending… 500");
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  shell_fixture_assert_fits (self->page, 360);
  platforms_fixture_press (self, "Stop");
  platforms_fixture_wait_text (self, "may have arrived all the same");

  /* All the way: sent, read by the platform, known to the character. */
  fake_remote_hold (FAKE_UPLOAD, FALSE);
  fake_remote_set_ready (FALSE);
  platforms_fixture_press (self, "Try Again");
  platforms_fixture_wait_text (self, "The platform has it, and is reading it…");
  platforms_fixture_wait_text (self, "the platform is still reading it");
  g_assert_cmpuint (fake_remote_count (FAKE_ATTACH), ==, 0);
  fake_remote_set_ready (TRUE);
  platforms_fixture_wait_gone (self, "The platform has it");
  platforms_fixture_wait_call (FAKE_ATTACH, 1);
  platforms_fixture_wait_gone (self, "still reading it");
  g_assert_true (platforms_fixture_sees (self, "ships <b>.txt"));
  g_assert_true (gtk_switch_get_state (GTK_SWITCH (find_visible (self->page, GTK_TYPE_SWITCH))));
}

static void
test_lost (PlatformsFixture *self,
           gconstpointer     data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->shell, "ships.txt", "The Maria\n");
  guint n_lists;

  open_character (self, "knowledge");
  platforms_fixture_wait_text (self, "No Documents");
  n_lists = fake_remote_count (FAKE_DOCUMENTS);
  fake_remote_hold (FAKE_UPLOAD, TRUE);
  drop (self, file);
  platforms_fixture_wait_text (self, "Sending… 500");
  fake_remote_set_fault (FAKE_UPLOAD, CHATTY_ERROR_TIMED_OUT, 0);
  fake_remote_hold (FAKE_UPLOAD, FALSE);
  platforms_fixture_wait_text (self, "may have arrived all the same: look at the list");
  platforms_fixture_wait_call (FAKE_DOCUMENTS, n_lists + 1);
}

static void
test_asked (PlatformsFixture *self,
            gconstpointer     data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->shell, "diary.txt", "Dear diary\n");

  g_assert_cmpint (g_chmod (g_file_peek_path (file), 0600), ==, 0);
  open_character (self, "knowledge");
  drop (self, file);
  platforms_fixture_wait_text (self, "Only you may read “diary.txt” on this computer.");
  g_assert_cmpuint (fake_remote_count (FAKE_UPLOAD), ==, 0);
  shell_fixture_assert_fits (self->page, 360);
  platforms_fixture_press (self, "Do Not Send");
  platforms_fixture_wait_text (self, "Stopped; nothing was sent");
  g_assert_cmpuint (fake_remote_count (FAKE_UPLOAD), ==, 0);

  platforms_fixture_press (self, "Try Again");
  platforms_fixture_wait_text (self, "Only you may read");
  platforms_fixture_press (self, "Send Anyway");
  platforms_fixture_wait_gone (self, "Only you may read");
  platforms_fixture_wait_call (FAKE_ATTACH, 1);
}

static void
test_documents (PlatformsFixture *self,
                gconstpointer     data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->shell, "ships.txt", "The Maria\n");
  GtkSwitch *toggle;
  gboolean handled;

  open_character (self, "knowledge");
  drop (self, file);
  platforms_fixture_wait_call (FAKE_ATTACH, 1);
  platforms_fixture_wait_text (self, "ships.txt");
  platforms_fixture_wait_gone (self, "Telling the character…");
  ui_fixture_settle (self->page, 3);

  /* A switch that the platform did not agree to goes back. */
  toggle = GTK_SWITCH (find_visible (self->page, GTK_TYPE_SWITCH));
  g_assert_true (gtk_switch_get_state (toggle));
  fake_remote_set_fault (FAKE_ATTACH, CHATTY_ERROR_FORBIDDEN, 0);
  g_signal_emit_by_name (toggle, "state-set", FALSE, &handled);
  g_assert_true (handled);
  platforms_fixture_wait_text (self, "The fake says <no> &");
  g_assert_true (gtk_switch_get_state (toggle));
  g_assert_true (gtk_switch_get_active (toggle));
  fake_remote_set_fault (FAKE_ATTACH, -1, 0);
  g_signal_emit_by_name (toggle, "state-set", FALSE, &handled);
  platforms_fixture_wait_gone (self, "The fake says");
  platforms_fixture_wait_call (FAKE_ATTACH, 3);

  /* To delete is asked for in place. */
  platforms_fixture_press (self, "Delete");
  platforms_fixture_wait_text (self, "taken away from every character");
  shell_fixture_assert_fits (self->page, 360);
  platforms_fixture_press (self, "Keep");
  platforms_fixture_wait_gone (self, "taken away from every character");
  g_assert_cmpuint (fake_remote_count (FAKE_DELETE), ==, 0);
  platforms_fixture_press (self, "Delete");
  platforms_fixture_press (self, "Delete for Good");
  platforms_fixture_wait_text (self, "No Documents");
  g_assert_cmpuint (fake_remote_count (FAKE_DELETE), ==, 1);
}

/* Where a document belongs to one character there is nothing to switch, others'
 * are not there to choose from, and the account lists all of them. */
static void
test_by_character (PlatformsFixture *self,
                   gconstpointer     data)
{
  g_autoptr (GFile) mine = shell_fixture_add_file (&self->shell, "ships.txt", "The Maria\n");
  g_autoptr (GFile) other = shell_fixture_add_file (&self->shell, "lamps.txt", "Oil\n");
  GtkWidget *rows, *tabs, *entry;
  guint words, overlap, n_lists;
  int height;

  fake_remote_set_by_character (TRUE);
  open_character (self, "knowledge");
  drop (self, mine);
  platforms_fixture_wait_call (FAKE_ATTACH, 1);
  platforms_fixture_wait_text (self, "ships.txt");
  platforms_fixture_wait_gone (self, "Telling the character…");
  fake_remote_get_chunks (&words, &overlap);
  g_assert_cmpuint (words, ==, 0);
  platforms_fixture_press (self, "Back");
  platforms_fixture_wait_text (self, "Keeper 1");

  platforms_fixture_open (self, 1);
  platforms_fixture_wait_text (self, "“backstory” at Convai");
  platforms_fixture_tab (self, "knowledge");
  platforms_fixture_wait_text (self, "No Documents");
  g_assert_false (platforms_fixture_sees (self, "ships.txt"));
  rows = find_visible (self->page, CHATTY_TYPE_CHUNK_ROWS);
  g_assert_nonnull (rows);
  gtk_expander_set_expanded (GTK_EXPANDER (gtk_widget_get_first_child (rows)), TRUE);
  set_number (rows, "words", "100");
  set_number (rows, "overlap", "200");
  ui_fixture_settle (self->page, 3);
  /* A low window is not made higher. */
  gtk_widget_measure (self->page, GTK_ORIENTATION_VERTICAL, 360, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, <=, 560);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);
  drop (self, other);
  platforms_fixture_wait_call (FAKE_ATTACH, 2);
  platforms_fixture_wait_text (self, "lamps.txt");
  platforms_fixture_wait_gone (self, "Telling the character…");
  fake_remote_get_chunks (&words, &overlap);
  g_assert_cmpuint (words, ==, 100);
  g_assert_cmpuint (overlap, ==, 99);
  ui_fixture_settle (self->page, 3);
  g_assert_null (find_visible (self->page, GTK_TYPE_SWITCH));
  platforms_fixture_press (self, "Back");
  platforms_fixture_wait_text (self, "Keeper 1");

  tabs = find_visible (self->page, ADW_TYPE_VIEW_STACK);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (tabs), "documents");
  platforms_fixture_wait_text (self, "ships.txt");
  g_assert_true (platforms_fixture_sees (self, "Known to Keeper 0"));
  g_assert_true (platforms_fixture_sees (self, "Known to Keeper 1"));
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);
  platforms_fixture_press (self, "Delete");
  platforms_fixture_wait_text (self, "does not know it any more");
  fake_remote_set_fault (FAKE_DELETE, CHATTY_ERROR_FORBIDDEN, 0);
  platforms_fixture_press (self, "Delete for Good");
  platforms_fixture_wait_text (self, "The fake says <no> &");
  fake_remote_set_fault (FAKE_DELETE, -1, 0);
  platforms_fixture_press (self, "Delete");
  platforms_fixture_press (self, "Delete for Good");
  platforms_fixture_wait_gone (self, "ships.txt");
  g_assert_true (platforms_fixture_sees (self, "lamps.txt"));

  /* It can be searched, and is asked for anew: on demand, and when it is shown
   * again. */
  entry = ui_fixture_find (find_visible (self->page, CHATTY_TYPE_REMOTE_DOCUMENTS),
                           GTK_TYPE_SEARCH_ENTRY, "entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), "ships");
  platforms_fixture_wait_text (self, "Nothing Found");
  gtk_editable_set_text (GTK_EDITABLE (entry), "LAMP");
  platforms_fixture_wait_text (self, "lamps.txt");
  n_lists = fake_remote_count (FAKE_DOCUMENTS);
  platforms_fixture_press (self, "Refresh");
  platforms_fixture_wait_call (FAKE_DOCUMENTS, n_lists + 1);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (tabs), "about");
  ui_fixture_settle (self->page, 3);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (tabs), "documents");
  platforms_fixture_wait_call (FAKE_DOCUMENTS, n_lists + 2);
}

/* A file that lies there is offered to the character, and to nobody else is said
 * to belong. */
static void
test_files (PlatformsFixture *self,
            gconstpointer     data)
{
  fake_remote_set_by_character (TRUE);
  fake_remote_add_file (HOSTILE);
  open_character (self, "knowledge");
  platforms_fixture_wait_text (self, HOSTILE);
  g_assert_true (platforms_fixture_sees (self, "at the platform until"));
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  /* It did not work: it is offered still. */
  fake_remote_set_fault (FAKE_ATTACH, CHATTY_ERROR_SERVER, 0);
  platforms_fixture_press (self, "Add to Character");
  platforms_fixture_wait_text (self, "The fake says <no> &");
  fake_remote_set_fault (FAKE_ATTACH, -1, 0);
  platforms_fixture_press (self, "Add to Character");
  platforms_fixture_wait_call (FAKE_ATTACH, 2);
  platforms_fixture_wait_gone (self, "Add to Character");
  /* The document that came of it; the file is not the character's. */
  platforms_fixture_wait_text (self, HOSTILE);
  g_assert_false (platforms_fixture_sees (self, "at the platform until"));
  platforms_fixture_press (self, "Delete");
  platforms_fixture_wait_text (self, "does not know it any more");
}

static void
show_documents (PlatformsFixture *self)
{
  GtkWidget *tabs;

  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_call (FAKE_LIST, 1);
  ui_fixture_settle (self->page, 3);
  tabs = find_visible (self->page, ADW_TYPE_VIEW_STACK);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (tabs), "documents");
}

/* Whoever is refused the characters may have documents, and send some. */
static void
test_of_nobody (PlatformsFixture *self,
                gconstpointer     data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->shell, "ships.txt", "The Maria\n");

  fake_remote_set_by_character (TRUE);
  fake_remote_set_fault (FAKE_LIST, CHATTY_ERROR_FORBIDDEN, 0);
  show_documents (self);
  platforms_fixture_wait_text (self, "No Documents");
  drop (self, file);
  platforms_fixture_wait_text (self, "Of no character");
  platforms_fixture_wait_gone (self, "The platform has it");
  g_assert_true (platforms_fixture_sees (self, "ships.txt"));
  /* Nobody is told of it. */
  g_assert_cmpuint (fake_remote_count (FAKE_ATTACH), ==, 0);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  fake_remote_set_fault (FAKE_DOCUMENTS, CHATTY_ERROR_FORBIDDEN, 0);
  platforms_fixture_press (self, "Refresh");
  platforms_fixture_wait_text (self, "The fake says <no> &");
}

/* What the window asks about before it closes. */
static guint
count_remote_work (void)
{
  return g_list_model_get_n_items (chatty_remote_work_get ());
}

static gboolean
no_remote_work (gpointer data)
{
  return count_remote_work () == 0;
}

/* An upload goes on while the person looks at something else. */
static void
test_upload_stays (PlatformsFixture *self,
                   gconstpointer     data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->shell, "ships.txt", "The Maria\n");

  open_character (self, "knowledge");
  g_assert_cmpuint (count_remote_work (), ==, 0);
  fake_remote_hold (FAKE_UPLOAD, TRUE);
  drop (self, file);
  platforms_fixture_wait_text (self, "Sending… 500");
  g_assert_cmpuint (count_remote_work (), ==, 1);
  platforms_fixture_press (self, "Back");
  platforms_fixture_wait_text (self, "Keeper 1");

  platforms_fixture_open (self, 0);
  platforms_fixture_wait_text (self, "“backstory” at Convai");
  platforms_fixture_tab (self, "knowledge");
  platforms_fixture_wait_text (self, "Sending… 500");
  fake_remote_hold (FAKE_UPLOAD, FALSE);
  platforms_fixture_wait_call (FAKE_ATTACH, 1);
  platforms_fixture_wait_gone (self, "Telling the character…");
  g_assert_cmpuint (fake_remote_count (FAKE_UPLOAD), ==, 1);
  g_assert_true (ui_fixture_wait (no_remote_work, NULL));
}

/* What a person has confirmed happens, also when they leave the page at once. */
static void
test_deleted_on_leaving (PlatformsFixture *self,
                         gconstpointer     data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->shell, "ships.txt", "The Maria\n");

  open_character (self, "knowledge");
  drop (self, file);
  platforms_fixture_wait_call (FAKE_ATTACH, 1);
  platforms_fixture_wait_text (self, "ships.txt");
  platforms_fixture_wait_gone (self, "Telling the character…");

  fake_remote_hold (FAKE_DELETE, TRUE);
  platforms_fixture_press (self, "Delete");
  platforms_fixture_press (self, "Delete for Good");
  platforms_fixture_wait_call (FAKE_DELETE, 1);
  platforms_fixture_press (self, "Back");
  platforms_fixture_wait_text (self, "Keeper 1");
  fake_remote_hold (FAKE_DELETE, FALSE);
  for (guint i = 0; fake_remote_is_waiting (FAKE_DELETE) && i < 100; i++)
    ui_fixture_settle (self->page, 3);

  platforms_fixture_open (self, 0);
  platforms_fixture_wait_text (self, "“backstory” at Convai");
  platforms_fixture_tab (self, "knowledge");
  platforms_fixture_wait_text (self, "No Documents");
}

static void
test_sessions (PlatformsFixture *self,
               gconstpointer     data)
{
  GtkWidget *view, *all;

  open_character (self, "sessions");
  platforms_fixture_wait_text (self, "2023");
  g_assert_false (gtk_widget_is_sensitive (platforms_fixture_button (self, "Import")));
  view = find_visible (self->page, GTK_TYPE_LIST_VIEW);
  g_signal_emit_by_name (view, "activate", 1);
  g_signal_emit_by_name (view, "activate", 3);
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  shell_fixture_assert_fits (self->page, 360);

  fake_remote_hold (FAKE_READ, TRUE);
  platforms_fixture_press (self, "Import 2 Sessions");
  g_assert_cmpuint (count_remote_work (), ==, 1);
  fake_remote_hold (FAKE_READ, FALSE);
  g_assert_true (ui_fixture_wait (no_remote_work, NULL));
  platforms_fixture_wait_text (self, "Imported 2 sessions.");
  g_assert_cmpuint (shell_fixture_count_stored (&self->shell), ==, 2);
  g_assert_cmpuint (fake_remote_count (FAKE_READ), ==, 2);
  platforms_fixture_wait_text (self, "In your vault already");
  g_assert_nonnull (platforms_fixture_button (self, "Undo"));
  g_assert_nonnull (platforms_fixture_button (self, "Details"));

  /* All of them; two are there already. */
  all = ui_fixture_find (self->page, GTK_TYPE_CHECK_BUTTON, "all");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (all), TRUE);
  platforms_fixture_press (self, "Import 5 Sessions");
  platforms_fixture_wait_text (self, "Imported 3 sessions. 2 were there already.");
  g_assert_cmpuint (shell_fixture_count_stored (&self->shell), ==, 5);
}

static void
test_sessions_stopped (PlatformsFixture *self,
                       gconstpointer     data)
{
  GtkWidget *all;

  open_character (self, "sessions");
  platforms_fixture_wait_text (self, "2023");
  all = ui_fixture_find (self->page, GTK_TYPE_CHECK_BUTTON, "all");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (all), TRUE);
  fake_remote_hold (FAKE_READ, TRUE);
  platforms_fixture_press (self, "Import 5 Sessions");
  platforms_fixture_wait_call (FAKE_READ, 1);
  platforms_fixture_press (self, "Stop");
  platforms_fixture_wait_gone (self, "0 of 5");
  g_assert_cmpuint (shell_fixture_count_stored (&self->shell), ==, 0);
  g_assert_true (gtk_widget_is_sensitive (platforms_fixture_button (self, "Import 5 Sessions")));
}

static void
test_memory (PlatformsFixture *self,
             gconstpointer     data)
{
  GtkWidget *person, *note;

  open_character (self, "memory");
  platforms_fixture_wait_text (self, "Whose Memory?");
  person = ui_fixture_find (self->page, ADW_TYPE_ENTRY_ROW, "person");
  gtk_editable_set_text (GTK_EDITABLE (person), "ada");
  g_signal_emit_by_name (person, "apply");
  platforms_fixture_wait_text (self, "Nothing Remembered");

  note = ui_fixture_find (self->page, ADW_TYPE_ENTRY_ROW, "note");
  gtk_editable_set_text (GTK_EDITABLE (note), "Likes <tea>");
  platforms_fixture_press (self, "Add");
  platforms_fixture_wait_call (FAKE_ADD_NOTE, 1);
  platforms_fixture_wait_text (self, "Likes <tea>");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (note)), ==, "");
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  shell_fixture_assert_fits (self->page, 360);

  fake_remote_set_fault (FAKE_ADD_NOTE, CHATTY_ERROR_FORBIDDEN, 0);
  gtk_editable_set_text (GTK_EDITABLE (note), "Hates rain");
  platforms_fixture_press (self, "Add");
  platforms_fixture_wait_text (self, "Not Allowed");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (note)), ==, "Hates rain");

  platforms_fixture_press (self, "Delete");
  platforms_fixture_press (self, "Delete for Good");
  platforms_fixture_wait_text (self, "Nothing Remembered");
  g_assert_cmpuint (fake_remote_count (FAKE_DELETE_NOTE), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(path, func)                                                             \
  g_test_add ("/ui/remote-character/" path, PlatformsFixture, GUINT_TO_POINTER (2), \
              platforms_fixture_set_up, func, platforms_fixture_tear_down)
  ADD ("fields", test_fields);
  ADD ("draft", test_draft);
  ADD ("upload", test_upload);
  ADD ("upload/lost", test_lost);
  ADD ("upload/asked", test_asked);
  ADD ("upload/stays", test_upload_stays);
  ADD ("documents/leaving", test_deleted_on_leaving);
  ADD ("documents", test_documents);
  ADD ("documents/files", test_files);
  ADD ("documents/of-nobody", test_of_nobody);
  ADD ("by-character", test_by_character);
  ADD ("sessions", test_sessions);
  ADD ("sessions/stopped", test_sessions_stopped);
  ADD ("memory", test_memory);
#undef ADD

  return g_test_run ();
}
