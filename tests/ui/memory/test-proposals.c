/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-memory-proposals.h"
#include "chatty-proposal-row.h"
#include "chatty-vault-memory.h"

#include "characters-fixture.h"

typedef struct {
  CharactersFixture      base;
  ChattyCharacterRecord *record;
  ChattyConversation    *conversation;
  GtkWidget             *bar;
  GtkWindow             *window;
  gboolean               opened;
  guint                  n_closed;
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
  g_autoptr (ChattyCharacter) character = characters_fixture_make ("Katana", "A guide");

  characters_fixture_set_up (&self->base, NULL);
  characters_fixture_add_inworld (&self->base);
  self->record = characters_fixture_add (&self->base, character);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  shell_fixture_close (self->window);
  g_clear_object (&self->conversation);
  chatty_character_record_unref (self->record);
  characters_fixture_tear_down (&self->base, NULL);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  chatty_conversation_open_finish (CHATTY_CONVERSATION (source), result, &error);
  g_assert_no_error (error);
  self->opened = TRUE;
}

static gboolean
is_open (gpointer user_data)
{
  Fixture *self = user_data;

  return self->opened && chatty_conversation_get_account (self->conversation) != NULL &&
         chatty_conversation_get_state (self->conversation) == CHATTY_TALK_STATE_READY;
}

static gboolean
is_answered (gpointer user_data)
{
  Fixture *self = user_data;
  ChattyTranscript *transcript = chatty_conversation_get_transcript (self->conversation);

  return is_open (user_data) && transcript != NULL &&
         chatty_transcript_get_n_turns (transcript) == 2;
}

static void
closed_cb (Fixture *self)
{
  self->n_closed++;
}

static void
show (Fixture *self)
{
  self->bar = chatty_memory_proposals_new (self->conversation);
  g_signal_connect_swapped (self->bar, "closed", G_CALLBACK (closed_cb), self);
  self->window = shell_fixture_show (self->bar, 500, 500);
}

/* Says something to the character. */
static void
talk (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->conversation = chatty_conversation_new (self->base.shell.workspace, self->base.service,
                                                NULL);
  chatty_conversation_open_async (self->conversation, NULL,
                                  chatty_character_record_get_callsign (self->record),
                                  self->base.inworld, NULL, opened_cb, self);
  g_assert_true (ui_fixture_wait (is_open, self));
  chatty_conversation_send (self->conversation, "I row a boat on Sundays", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ui_fixture_wait (is_answered, self));
}

static gboolean
has_rows (gpointer user_data)
{
  Wanted *wanted = user_data;

  return ui_fixture_count (wanted->fixture->bar, CHATTY_TYPE_PROPOSAL_ROW) == wanted->n;
}

static void
wait_rows (Fixture *self,
           guint    n)
{
  Wanted wanted = { self, NULL, n };

  g_assert_true (ui_fixture_wait (has_rows, &wanted));
}

static gboolean
has_text (gpointer user_data)
{
  Wanted *wanted = user_data;

  return shell_fixture_has_text (wanted->fixture->bar, wanted->text);
}

static void
wait_text (Fixture    *self,
           const char *text)
{
  Wanted wanted = { self, text };

  g_assert_true (ui_fixture_wait (has_text, &wanted));
}

static GtkWidget *
button (Fixture    *self,
        const char *id)
{
  return ui_fixture_find (self->bar, GTK_TYPE_BUTTON, id);
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *notes = chatty_vault_list_memory (
    chatty_workspace_get_vault (self->base.shell.workspace),
    chatty_character_record_get_callsign (self->record), &error);

  g_assert_no_error (error);
  return notes;
}

static gboolean
is_remembered (gpointer user_data)
{
  g_autoptr (GPtrArray) notes = list (user_data);

  return notes->len == 1;
}

static void
test_accept (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) notes = NULL;
  const ChattyMemoryNote *note;
  GtkWidget *first, *second;

  g_assert_true (chatty_simulator_set_inworld (self->base.simulator, "facts",
    "[{\"text\":\"Rows a boat\",\"kind\":\"fact\"},"
    "{\"text\":\"<b>Talked</b> of boats\",\"kind\":\"summary\"}]"));
  talk (self);
  show (self);
  wait_rows (self, 2);
  shell_fixture_assert_names (self->bar);
  shell_fixture_assert_fits (self->bar, 360);
  wait_text (self, "Remember 2");
  first = ui_fixture_find (self->bar, CHATTY_TYPE_PROPOSAL_ROW, NULL);
  /* Its text can be seen. */
  ui_fixture_settle (self->bar, 5);
  g_assert_cmpint (gtk_widget_get_height (ui_fixture_find (first, GTK_TYPE_TEXT_VIEW, NULL)), >, 30);
  second = gtk_widget_get_next_sibling (first);

  /* One is changed, the other is not wanted. */
  gtk_text_buffer_set_text (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_fixture_find (first, GTK_TYPE_TEXT_VIEW, NULL))),
    "Rows a boat on Sundays", -1);
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (ui_fixture_find (second, GTK_TYPE_CHECK_BUTTON, NULL)), FALSE);
  wait_text (self, "Remember 1");
  g_signal_emit_by_name (button (self, "accept"), "clicked");
  g_assert_cmpuint (self->n_closed, ==, 1);
  g_assert_true (ui_fixture_wait (is_remembered, self));
  notes = list (self);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpstr (note->text, ==, "Rows a boat on Sundays");
  g_assert_cmpstr (note->transcript, ==,
                   chatty_conversation_get_transcript_id (self->conversation));
}

static void
test_none (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) notes = NULL;

  g_assert_true (chatty_simulator_set_inworld (self->base.simulator, "facts",
                                               "[{\"text\":\"Rows a boat\"}]"));
  talk (self);
  show (self);
  wait_rows (self, 1);
  g_signal_emit_by_name (button (self, "close"), "clicked");
  g_assert_cmpuint (self->n_closed, ==, 1);
  ui_fixture_settle (self->bar, 5);
  notes = list (self);
  g_assert_cmpuint (notes->len, ==, 0);
}

static void
test_nothing_new (Fixture       *self,
                  gconstpointer  data)
{
  g_assert_true (chatty_simulator_set_inworld (self->base.simulator, "facts", "[]"));
  talk (self);
  show (self);
  wait_text (self, "There is nothing new to remember.");
  g_assert_false (gtk_widget_get_visible (button (self, "accept")));
  g_assert_false (gtk_widget_get_visible (button (self, "again")));
}

static gboolean
can_try_again (gpointer user_data)
{
  return gtk_widget_get_visible (button (user_data, "again"));
}

static void
test_failure (Fixture       *self,
              gconstpointer  data)
{
  talk (self);
  g_assert_true (chatty_simulator_set_inworld (self->base.simulator, "chat-fault", "empty"));
  show (self);
  g_assert_true (ui_fixture_wait (can_try_again, self));
  g_assert_false (gtk_widget_get_visible (button (self, "accept")));
  g_assert_true (chatty_simulator_set_inworld (self->base.simulator, "chat-fault", "none"));
  g_assert_true (chatty_simulator_set_inworld (self->base.simulator, "facts",
                                               "[{\"text\":\"Rows a boat\"}]"));
  g_signal_emit_by_name (button (self, "again"), "clicked");
  wait_rows (self, 1);
  g_assert_false (gtk_widget_get_visible (button (self, "again")));
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, test) g_test_add ("/proposals/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("accept", test_accept);
  ADD ("none", test_none);
  ADD ("nothing-new", test_nothing_new);
  ADD ("failure", test_failure);

  return g_test_run ();
}
