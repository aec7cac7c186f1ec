/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* How answers of Gemini end, as a person sees it: with the simulated platform. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-composer.h"
#include "chatty-conversations-page.h"
#include "chatty-reader-page.h"
#include "chatty-talk-panel.h"
#include "chatty-talk-problem-bar.h"
#include "chatty-turn-footer.h"

#include "characters-fixture.h"

typedef struct {
  CharactersFixture        base;
  ChattyCharacterRecord   *katana;
  ChattyTalkService       *talk;
  ChattyConversationsPage *page;
  ChattyReaderPage        *reader;
  ChattyTalkPanel         *panel;
  ChattyComposer          *composer;
  GtkWindow               *window;
  const char              *wanted;
} Fixture;

static gboolean
can_send (gpointer user_data)
{
  gboolean value;

  g_object_get (((Fixture *) user_data)->composer, "can-send", &value, NULL);
  return value;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) full = characters_fixture_make_full ();
  GtkWidget *page;

  characters_fixture_set_up (&self->base, data);
  characters_fixture_add_gemini (&self->base);
  g_assert_true (chatty_simulator_set_gemini (self->base.simulator, "reply", "All is well."));
  self->katana = characters_fixture_add (&self->base, full);
  self->talk = chatty_talk_service_new (self->base.shell.workspace, self->base.service);
  page = chatty_conversations_page_new (self->base.shell.workspace, self->talk);
  self->page = CHATTY_CONVERSATIONS_PAGE (page);
  self->reader = CHATTY_READER_PAGE (ui_fixture_find (page, CHATTY_TYPE_READER_PAGE, NULL));
  self->panel = CHATTY_TALK_PANEL (ui_fixture_find (page, CHATTY_TYPE_TALK_PANEL, NULL));
  self->composer = CHATTY_COMPOSER (ui_fixture_find (page, CHATTY_TYPE_COMPOSER, NULL));
  self->window = shell_fixture_show (page, 1000, 700);
  chatty_conversations_page_begin (self->page, "katana-001");
  chatty_conversation_set_partner (chatty_talk_panel_get_conversation (self->panel),
                                   self->base.gemini);
  g_assert_true (ui_fixture_wait (can_send, self));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  shell_fixture_close (self->window);
  g_clear_object (&self->talk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  chatty_character_record_unref (self->katana);
  characters_fixture_tear_down (&self->base, data);
}

static gboolean
is_told (gpointer user_data)
{
  Fixture *self = user_data;

  return can_send (self) && shell_fixture_has_text (GTK_WIDGET (self->reader), self->wanted);
}

static void
say_and_wait (Fixture    *self,
              const char *wanted)
{
  self->wanted = wanted;
  chatty_composer_set_text (self->composer, "Hello");
  chatty_composer_send (self->composer);
  if (!ui_fixture_wait (is_told, self))
    {
      g_autofree char *texts = ui_fixture_dup_texts (GTK_WIDGET (self->reader));

      g_error ("“%s” is not among: %s", wanted, texts);
    }
}

/* Whether a text stands under an answer. */
static gboolean
is_under_answer (GtkWidget  *widget,
                 const char *text)
{
  if (CHATTY_IS_TURN_FOOTER (widget))
    return shell_fixture_has_text (widget, text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_under_answer (child, text))
      return TRUE;
  return FALSE;
}

/* An answer that ended early says so itself, for good. */
static void
test_early (Fixture       *self,
            gconstpointer  data)
{
  static const struct {
    const char *finish;
    const char *words;
  } rows[] = {
    { "MAX_TOKENS", "cut off at the longest" },
    { "SAFETY", "safety filter ended the answer" },
    { "RECITATION", "too close to a published text" },
    { "PROHIBITED_CONTENT", "Google does not allow" },
    { "SOMETHING_NEW", "SOMETHING_NEW" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (chatty_simulator_set_gemini (self->base.simulator, "finish", rows[i].finish));
      say_and_wait (self, rows[i].words);
      g_assert_true (is_under_answer (GTK_WIDGET (self->reader), rows[i].words));
    }
}

/* Where there is no answer, it is said why, and what helps. */
static void
test_none (Fixture       *self,
           gconstpointer  data)
{
  static const struct {
    const char *fault;
    const char *words;
  } rows[] = {
    { "blocked", "safety filter did not let the message through" },
    { "empty", "Gemini gave an empty answer" },
    { "no-content", "Gemini" },
    { "premature", "broke off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *bar = ui_fixture_find (GTK_WIDGET (self->page), CHATTY_TYPE_TALK_PROBLEM_BAR,
                                        NULL);

      g_assert_true (chatty_simulator_set_gemini (self->base.simulator, "chat-fault",
                                                  rows[i].fault));
      say_and_wait (self, rows[i].words);
      g_assert_true (gtk_widget_get_visible (bar));
      g_assert_true (shell_fixture_has_text (bar, rows[i].words));
    }
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/endings/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("early", test_early);
  ADD ("none", test_none);
#undef ADD

  return g_test_run ();
}
