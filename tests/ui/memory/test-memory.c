/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "chatty-character-view.h"
#include "chatty-characters-page.h"
#include "chatty-memory-form.h"
#include "chatty-memory-page.h"
#include "chatty-memory-row.h"
#include "chatty-vault-memory.h"

#include "characters-fixture.h"

#define HOSTILE "<b>Bold</b> & \xe2\x80\xae" "drawkcab"

typedef struct {
  CharactersFixture      base;
  ChattyCharacterRecord *record;
  GtkWidget             *page;
  GtkWidget             *overlay;
  GtkWindow             *window;
} Fixture;

typedef struct {
  Fixture    *fixture;
  const char *text;
  guint       n;
} Wanted;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) character = NULL;

  characters_fixture_set_up (&self->base, NULL);
  character = data != NULL ? characters_fixture_make_full ()
                           : characters_fixture_make ("Katana", NULL);
  self->record = characters_fixture_add (&self->base, character);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->window != NULL)
    shell_fixture_close (self->window);
  chatty_character_record_unref (self->record);
  characters_fixture_tear_down (&self->base, NULL);
}

static const char *
get_callsign (Fixture *self)
{
  return chatty_character_record_get_callsign (self->record);
}

static void
show (Fixture *self,
      int      width)
{
  self->page = chatty_memory_page_new (self->base.shell.workspace, self->base.service);
  self->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->overlay), self->page);
  self->window = shell_fixture_show (self->overlay, width, 700);
  chatty_memory_page_set_record (CHATTY_MEMORY_PAGE (self->page), self->record);
}

static char *
add (Fixture          *self,
     const char       *text,
     ChattyMemoryKind  kind,
     gint64            created)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyMemoryNote) note = NULL;
  ChattyMemoryNote fields = {
    .text = text, .kind = kind, .created = created * G_USEC_PER_SEC,
    .updated = CHATTY_TIME_NONE,
  };
  char *id;

  note = chatty_memory_note_new (&fields);
  id = chatty_vault_add_memory (chatty_workspace_get_vault (self->base.shell.workspace),
                                get_callsign (self), note, &error);
  g_assert_no_error (error);
  return id;
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *notes;

  notes = chatty_vault_list_memory (chatty_workspace_get_vault (self->base.shell.workspace),
                                    get_callsign (self), &error);
  g_assert_no_error (error);
  return notes;
}

static gboolean
has_n_notes (gpointer user_data)
{
  Wanted *wanted = user_data;
  g_autoptr (GPtrArray) notes = list (wanted->fixture);

  return notes->len == wanted->n;
}

static void
wait_stored (Fixture *self,
             guint    n)
{
  Wanted wanted = { self, NULL, n };

  g_assert_true (ui_fixture_wait (has_n_notes, &wanted));
}

static gboolean
has_text (gpointer user_data)
{
  Wanted *wanted = user_data;

  return shell_fixture_has_text (wanted->fixture->overlay, wanted->text);
}

static gboolean
has_no_text (gpointer user_data)
{
  return !has_text (user_data);
}

static void
wait_text (Fixture    *self,
           const char *text)
{
  Wanted wanted = { self, text };

  if (!ui_fixture_wait (has_text, &wanted))
    {
      g_autofree char *seen = ui_fixture_dup_texts (self->overlay);

      g_error ("“%s” is not in: %s", text, seen);
    }
}

static void
wait_gone (Fixture    *self,
           const char *text)
{
  Wanted wanted = { self, text };

  g_assert_true (ui_fixture_wait (has_no_text, &wanted));
}

/* A button that can be seen: by its label, or by its accessible name. */
static GtkWidget *
find_button (GtkWidget  *widget,
             const char *name)
{
  if (!gtk_widget_get_mapped (widget) && !GTK_IS_WINDOW (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget))
    {
      g_autofree char *wrong = NULL;

      if (shell_fixture_has_text (widget, name))
        return widget;
      if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                            GTK_ACCESSIBLE_PROPERTY_LABEL))
        wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      else
        wrong = g_strdup ("no name");
      if (wrong == NULL)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press (Fixture    *self,
       const char *name)
{
  GtkWidget *button;

  ui_fixture_settle (self->overlay, 3);
  button = find_button (self->overlay, name);
  if (button == NULL)
    g_error ("There is no button “%s”", name);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
find_form (Fixture *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->window));

  g_assert_nonnull (focus);
  return gtk_widget_get_ancestor (focus, CHATTY_TYPE_MEMORY_FORM);
}

static void
type (GtkWidget  *form,
      const char *text)
{
  GtkWidget *view = ui_fixture_find (form, GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* In the stack of tabs of the character, which are put in another order when
 * the platforms are known. */
static void
test_tab (Fixture       *self,
          gconstpointer  data)
{
  GtkWidget *view, *button;

  g_free (add (self, "Likes tea", CHATTY_MEMORY_FACT, 1700000000));
  self->overlay = chatty_characters_page_new (self->base.shell.workspace, self->base.service, NULL);
  self->window = shell_fixture_show (self->overlay, 1000, 700);
  view = ui_fixture_find (self->overlay, CHATTY_TYPE_CHARACTER_VIEW, NULL);
  chatty_characters_page_open (CHATTY_CHARACTERS_PAGE (self->overlay), get_callsign (self));
  wait_text (self, "Convai");
  chatty_character_view_show_tab (CHATTY_CHARACTER_VIEW (view), "memory");
  wait_text (self, "Likes tea");
  ui_fixture_settle (self->overlay, 5);
  button = find_button (self->overlay, "Add Note");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
}

static void
test_nobody (Fixture       *self,
             gconstpointer  data)
{
  show (self, 700);
  chatty_memory_page_set_record (CHATTY_MEMORY_PAGE (self->page), NULL);
  wait_text (self, "No Memory Yet");
}

static void
test_write (Fixture       *self,
            gconstpointer  data)
{
  GtkWidget *form;
  g_autoptr (GPtrArray) notes = NULL;
  const ChattyMemoryNote *note;

  show (self, 700);
  wait_text (self, "Nothing Remembered Yet");
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  press (self, "Write a Note");
  /* What is written is where the keyboard is. */
  form = find_form (self);
  g_assert_nonnull (form);
  g_assert_false (gtk_widget_is_sensitive (find_button (form, "Save")));
  type (form, "  Rows a boat on Sundays\n");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_fixture_find (form, GTK_TYPE_DROP_DOWN, NULL)),
                              CHATTY_MEMORY_RELATIONSHIP);
  press (self, "Save");
  wait_stored (self, 1);
  wait_text (self, "Rows a boat on Sundays");
  wait_text (self, "About You Both");

  notes = list (self);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpstr (note->text, ==, "Rows a boat on Sundays");
  g_assert_cmpint (note->kind, ==, CHATTY_MEMORY_RELATIONSHIP);
  g_assert_cmpint (note->created, !=, CHATTY_TIME_NONE);

  /* Left again, nothing is kept. */
  press (self, "Add Note");
  type (find_form (self), "Something else");
  press (self, "Cancel");
  ui_fixture_settle (self->overlay, 3);
  g_assert_false (shell_fixture_has_text (self->overlay, "Something else"));
  wait_stored (self, 1);
}

static void
test_groups (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *seen = NULL;
  const char *you, *both, *summaries, *older, *newer;

  g_free (add (self, "Older fact", CHATTY_MEMORY_FACT, 1700000000));
  g_free (add (self, "Walked along the shore", CHATTY_MEMORY_SUMMARY, 1710000000));
  g_free (add (self, HOSTILE, CHATTY_MEMORY_RELATIONSHIP, 1705000000));
  g_free (add (self, "Newer fact", CHATTY_MEMORY_FACT, 1720000000));
  show (self, 700);
  wait_text (self, "Walked along the shore");
  ui_fixture_settle (self->overlay, 5);
  shell_fixture_assert_names (GTK_WIDGET (self->window));

  seen = ui_fixture_dup_texts (self->page);
  you = strstr (seen, "About You\n");
  both = strstr (seen, "About You Both");
  summaries = strstr (seen, "Summaries of Conversations");
  newer = strstr (seen, "Newer fact");
  older = strstr (seen, "Older fact");
  g_assert_true (you != NULL && you < newer && newer < older && older < both && both < summaries);
  /* Text is text. */
  g_assert_nonnull (strstr (seen, "<b>Bold</b>"));

  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (self->page, GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "SHORE");
  wait_gone (self, "Newer fact");
  g_assert_true (shell_fixture_has_text (self->page, "Walked along the shore"));
  g_assert_false (shell_fixture_has_text (self->page, "About You Both"));
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (self->page, GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "nobody said this");
  wait_text (self, "Nothing Found");
}

static void
test_edit (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) notes = NULL;
  const ChattyMemoryNote *note;

  g_free (add (self, "Likes tea", CHATTY_MEMORY_FACT, 1700000000));
  show (self, 700);
  wait_text (self, "Likes tea");
  press (self, "Edit “Likes tea”");
  ui_fixture_settle (self->overlay, 3);
  type (find_form (self), "Likes coffee");
  press (self, "Save");
  wait_text (self, "Likes coffee");
  wait_gone (self, "Likes tea");

  notes = list (self);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpstr (note->text, ==, "Likes coffee");
  g_assert_cmpint (note->created, ==, G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  g_assert_cmpint (note->updated, >, note->created);
}

/* Enter edits, Escape leaves it as it was. */
static void
test_keyboard (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *view, *row = NULL;

  g_free (add (self, "Likes tea", CHATTY_MEMORY_FACT, 1700000000));
  show (self, 700);
  wait_text (self, "Likes tea");
  ui_fixture_settle (self->overlay, 5);
  view = gtk_widget_get_ancestor (ui_fixture_find (self->page, CHATTY_TYPE_MEMORY_ROW, NULL),
                                  GTK_TYPE_LIST_VIEW);
  for (GtkWidget *item = gtk_widget_get_first_child (view);
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *here = ui_fixture_find (item, CHATTY_TYPE_MEMORY_ROW, NULL);

      if (here != NULL && CHATTY_IS_MEMORY_ITEM (
            chatty_memory_row_get_item (CHATTY_MEMORY_ROW (here))))
        row = here;
    }
  g_assert_nonnull (row);
  gtk_widget_grab_focus (gtk_widget_get_parent (row));
  g_signal_emit_by_name (view, "activate", 1);
  ui_fixture_settle (self->overlay, 3);
  g_assert_nonnull (find_form (self));
  type (find_form (self), "Likes coffee");
  g_signal_emit_by_name (find_form (self), "cancelled");
  ui_fixture_settle (self->overlay, 3);
  g_assert_true (shell_fixture_has_text (self->page, "Likes tea"));
  g_assert_false (shell_fixture_has_text (self->page, "Likes coffee"));
}

static void
test_delete (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *id = add (self, "Likes tea", CHATTY_MEMORY_FACT, 1700000000);
  g_autoptr (GPtrArray) notes = NULL;

  show (self, 700);
  wait_text (self, "Likes tea");
  press (self, "Delete “Likes tea”");
  wait_text (self, "Nothing Remembered Yet");
  wait_stored (self, 0);
  wait_text (self, "1 note deleted");
  press (self, "Undo");
  wait_text (self, "Likes tea");
  notes = list (self);
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_cmpstr (((ChattyMemoryNote *) notes->pdata[0])->id, ==, id);
}

static void
test_delete_all (Fixture       *self,
                 gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("Note %u", i);

      g_free (add (self, text, (ChattyMemoryKind) i, 1700000000 + i));
    }
  show (self, 700);
  wait_text (self, "Note 2");
  press (self, "Delete everything…");
  wait_text (self, "Delete all 3 notes, which is everything that Katana remembers of you?");
  /* The harmless answer has the keyboard. */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->window)) ==
                 find_button (self->overlay, "Keep"));
  press (self, "Keep");
  g_assert_null (find_button (self->overlay, "Keep"));
  wait_stored (self, 3);

  press (self, "Delete everything…");
  press (self, "Delete Everything");
  wait_text (self, "Nothing Remembered Yet");
  wait_stored (self, 0);
  press (self, "Undo");
  wait_text (self, "Note 2");
  wait_stored (self, 3);
}

/* What was in the list of the editor is shown here. */
static void
test_old_list (Fixture       *self,
               gconstpointer  data)
{
  show (self, 700);
  wait_text (self, "Prefers to walk early");
  wait_text (self, "No date");
}

static void
test_many (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GString) json = g_string_new ("{\"format\":\"chatty-memory-1\",\"notes\":[");
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  GFile *vault;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (json, "%s{\"id\":\"n%u\",\"text\":\"Memory number %u\","
                                  "\"kind\":\"%s\",\"created\":\"2025-01-14T10:%02u:%02uZ\"}",
                            i > 0 ? "," : "", i, i, i % 2 == 0 ? "fact" : "summary",
                            (i / 60) % 60, i % 60);
  g_string_append (json, "]}");
  vault = chatty_vault_get_folder (chatty_workspace_get_vault (self->base.shell.workspace));
  folder = g_build_filename (g_file_peek_path (vault), "instances", get_callsign (self), "config",
                             NULL);
  path = g_build_filename (folder, "memory.json", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, json->str, -1, &error);
  g_assert_no_error (error);

  show (self, 700);
  wait_text (self, "Memory number");
  ui_fixture_settle (self->page, 40);
  g_assert_cmpuint (ui_fixture_count (self->page, CHATTY_TYPE_MEMORY_ROW), <, 300);
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (self->page, GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "number 4321");
  wait_text (self, "Memory number 4321");
  wait_gone (self, "Memory number 4320");
}

static void
test_narrow (Fixture       *self,
             gconstpointer  data)
{
  g_free (add (self, "A note that is long enough to be wrapped in a narrow window, twice at least",
               CHATTY_MEMORY_FACT, 1700000000));
  show (self, 360);
  wait_text (self, "A note that is long");
  shell_fixture_assert_fits (self->page, 360);
  press (self, "Add Note");
  shell_fixture_assert_fits (self->page, 360);
}

static void
test_sync (Fixture       *self,
           gconstpointer  data)
{
  ChattyCharacterRecord *linked;

  show (self, 700);
  wait_text (self, "Nothing Remembered Yet");
  /* It lives nowhere else. */
  g_assert_null (find_button (self->overlay, "Sync"));
  linked = characters_fixture_link (&self->base, self->record, CHATTY_LINK_ACTIVE, NULL);
  chatty_character_record_unref (self->record);
  self->record = linked;
  chatty_memory_page_set_record (CHATTY_MEMORY_PAGE (self->page), linked);
  wait_text (self, "Memory on Convai");
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  shell_fixture_assert_fits (self->page, 360);
  press (self, "Sync");
  /* The character that the link names is not on the platform: said in place,
   * and the button is there for another try. */
  wait_gone (self, "Comparing both sides…");
  g_assert_false (shell_fixture_has_text (self->page, "Both sides are the same"));
  g_assert_nonnull (find_button (self->overlay, "Sync"));
  g_assert_true (gtk_widget_is_sensitive (find_button (self->overlay, "Sync")));
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, data, test) g_test_add ("/memory/" name, Fixture, data, set_up, test, tear_down)
  ADD ("nobody", NULL, test_nobody);
  ADD ("tab", NULL, test_tab);
  ADD ("write", NULL, test_write);
  ADD ("groups", NULL, test_groups);
  ADD ("edit", NULL, test_edit);
  ADD ("keyboard", NULL, test_keyboard);
  ADD ("delete", NULL, test_delete);
  ADD ("delete-all", NULL, test_delete_all);
  ADD ("old-list", "full", test_old_list);
  ADD ("many", NULL, test_many);
  ADD ("narrow", NULL, test_narrow);
  ADD ("sync", NULL, test_sync);

  return g_test_run ();
}
