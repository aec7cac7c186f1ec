/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-sent-page.h"
#include "chatty-vault-memory.h"
#include "chatty-vault-talk.h"

#include "characters-fixture.h"

typedef struct {
  CharactersFixture      base;
  ChattyCharacterRecord *record;
  char                  *id;      /* of the conversation */
  char                  *note;
  GtkWindow             *window;
  GtkWidget             *page;
} Fixture;

typedef struct {
  Fixture    *fixture;
  const char *text;
} Wanted;

static ChattyVault *
get_vault (Fixture *self)
{
  return chatty_workspace_get_vault (self->base.shell.workspace);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) character = characters_fixture_make ("Katana", NULL);
  g_autoptr (ChattyMemoryNote) note = NULL;
  g_autoptr (GError) error = NULL;
  ChattyMemoryNote fields = { .text = "Rows a boat", .created = CHATTY_TIME_NONE,
                              .updated = CHATTY_TIME_NONE };

  characters_fixture_set_up (&self->base, NULL);
  self->record = characters_fixture_add (&self->base, character);
  note = chatty_memory_note_new (&fields);
  self->note = chatty_vault_add_memory (get_vault (self),
                                        chatty_character_record_get_callsign (self->record), note,
                                        &error);
  g_assert_no_error (error);
  self->id = chatty_vault_start_conversation (get_vault (self), "inworld",
                                              chatty_character_record_get_callsign (self->record),
                                              "A talk", NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->page != NULL)
    gtk_window_destroy (GTK_WINDOW (self->page));
  if (self->window != NULL)
    shell_fixture_close (self->window);
  g_free (self->id);
  g_free (self->note);
  chatty_character_record_unref (self->record);
  characters_fixture_tear_down (&self->base, NULL);
}

static gboolean
has_text (gpointer user_data)
{
  Wanted *wanted = user_data;

  return shell_fixture_has_text (wanted->fixture->page, wanted->text);
}

static void
wait_text (Fixture    *self,
           const char *text)
{
  Wanted wanted = { self, text };

  if (!ui_fixture_wait (has_text, &wanted))
    {
      g_autofree char *seen = ui_fixture_dup_texts (self->page);

      g_error ("“%s” is not in: %s", text, seen);
    }
}

static void
present (Fixture    *self,
         const char *turn)
{
  GListModel *windows;

  self->window = shell_fixture_show (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), 400, 300);
  chatty_sent_page_present (GTK_WIDGET (self->window), self->base.shell.workspace, self->id, turn);
  windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (CHATTY_IS_SENT_PAGE (window))
        self->page = window;
    }
  g_assert_nonnull (self->page);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      shell_fixture_has_text (widget, label))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_sensitive (gpointer user_data)
{
  Wanted *wanted = user_data;
  GtkWidget *button = find_button (wanted->fixture->page, wanted->text);

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
press (Fixture    *self,
       const char *label)
{
  Wanted wanted = { self, label };

  g_assert_true (ui_fixture_wait (is_sensitive, &wanted));
  g_signal_emit_by_name (find_button (self->page, label), "clicked");
}

static void
keep (Fixture *self)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  json = g_strdup_printf (
    "{\"format\":\"chatty-sent-1\",\"time\":\"2026-01-14T10:30:45Z\",\"platform\":\"inworld\","
    "\"account-name\":\"Mine <b>\",\"model\":\"openai/gpt-4o-mini\",\"text\":\"Good morning\","
    "\"instructions\":\"You are Katana.\\nBe kind.\",\"turns\":12,\"left-out\":4,"
    "\"settings\":{\"temperature\":\"0.7\",\"shoe_size\":\"41\"},"
    "\"memory\":[{\"id\":\"%s\",\"text\":\"Rows a boat\"},{\"id\":\"gone\",\"text\":\"Was deleted\"},"
    "{\"text\":\"Without an id &amp <i>\"}],\"files\":[{\"name\":\"boat.png\",\"size\":2048}]}",
    self->note);
  chatty_vault_keep_sent (get_vault (self), self->id, "turn-1", json, &error);
  g_assert_no_error (error);
}

static guint
count_notes (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  notes = chatty_vault_list_memory (get_vault (self),
                                    chatty_character_record_get_callsign (self->record), &error);
  g_assert_no_error (error);
  return notes->len;
}

static void
test_all (Fixture       *self,
          gconstpointer  data)
{
  static const char *const texts[] = {
    "Inworld (Mine <b>)", "openai/gpt-4o-mini", "Temperature", "0.7", "shoe_size",
    "12 went along · 4 older ones had no room", "boat.png", "Rows a boat", "Without an id",
  };

  keep (self);
  present (self, "turn-1");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    wait_text (self, texts[i]);
  g_assert_true (shell_fixture_has_text (self->page, "It is not in the memory any more."));
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (gtk_widget_get_first_child (self->page), 360);
}

/* A model that answers from documents alone is given passages. */
static void
test_passages (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  chatty_vault_keep_sent (get_vault (self), self->id, "turn-1",
                          "{\"format\":\"chatty-sent-1\",\"platform\":\"gemini\",\"text\":\"Hi\","
                          "\"passages\":[{\"title\":\"Description\",\"text\":\"A bird <b>\"},"
                          "{\"title\":\"Searched there\",\"text\":\"corpora/wren\"}],"
                          "\"memory\":[{\"text\":\"Rows a boat\"}]}", &error);
  g_assert_no_error (error);
  present (self, "turn-1");
  wait_text (self, "A bird <b>");
  wait_text (self, "corpora/wren");
  g_assert_true (shell_fixture_has_text (self->page, "These notes stood in the passages."));
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (gtk_widget_get_first_child (self->page), 360);
}

static void
test_forget (Fixture       *self,
             gconstpointer  data)
{
  keep (self);
  present (self, "turn-1");
  wait_text (self, "Rows a boat");
  press (self, "Forget This");
  wait_text (self, "Forgotten. It is not sent any more.");
  g_assert_cmpuint (count_notes (self), ==, 0);
  press (self, "Undo");
  ui_fixture_settle (self->page, 3);
  press (self, "Forget This");
  wait_text (self, "Forgotten. It is not sent any more.");
  g_assert_cmpuint (count_notes (self), ==, 0);
  /* The next one that can be forgotten was deleted long ago. */
  press (self, "Forget This");
  g_assert_cmpuint (count_notes (self), ==, 0);
}

static void
test_unknown (Fixture       *self,
              gconstpointer  data)
{
  present (self, "turn-7");
  wait_text (self, "Not Known");
  g_assert_null (find_button (self->page, "Forget This"));
}

static void
test_broken (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  chatty_vault_keep_sent (get_vault (self), self->id, "turn-1", "{\"format\":\"other\"}", &error);
  g_assert_no_error (error);
  present (self, "turn-1");
  wait_text (self, "It Cannot Be Read");
  press (self, "Try Again");
  wait_text (self, "It Cannot Be Read");
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, test) g_test_add ("/sent/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("all", test_all);
  ADD ("passages", test_passages);
  ADD ("forget", test_forget);
  ADD ("unknown", test_unknown);
  ADD ("broken", test_broken);

  return g_test_run ();
}
