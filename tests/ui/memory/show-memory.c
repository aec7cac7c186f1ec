/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Shows what was sent, or what might be remembered, to look at it:
 *   show-memory [--sent] [--size WIDTHxHEIGHT] [--rtl] [--dark] [--large] */

#include "config.h"

#include <adwaita.h>
#include <stdio.h>

#include "chatty-memory-proposals.h"
#include "chatty-sent-page.h"
#include "chatty-vault-talk.h"

#include "characters-fixture.h"

static char    *size = NULL;
static gboolean from_right, dark, large, sent;

static const GOptionEntry entries[] = {
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "of the window", "WxH" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &from_right, "from right to left", NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "dark", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "large text", NULL },
  { "sent", 0, 0, G_OPTION_ARG_NONE, &sent, "what was sent", NULL },
  { NULL }
};

static const char *const json =
  "{\"format\":\"chatty-sent-1\",\"time\":\"2026-01-14T10:30:45Z\",\"platform\":\"inworld\","
  "\"account-name\":\"Mine\",\"model\":\"openai/gpt-4o-mini\",\"text\":\"Is it far to the sea?\","
  "\"instructions\":\"You are Katana, a guide who has walked the coast for thirty years.\\n\\n"
  "- Answer in short sentences.\\n- Never promise good weather.\",\"turns\":12,\"left-out\":4,"
  "\"settings\":{\"temperature\":\"0.7\"},"
  "\"memory\":[{\"id\":\"a\",\"text\":\"Rows a boat on Sundays, when there is wind\"},"
  "{\"text\":\"Has two dogs\"}],\"files\":[{\"name\":\"boat.png\",\"size\":204800}]}";

static gboolean
is_ready (gpointer user_data)
{
  return chatty_conversation_get_account (user_data) != NULL &&
         chatty_conversation_get_state (user_data) == CHATTY_TALK_STATE_READY;
}

static gboolean
is_answered (gpointer user_data)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (user_data);

  return is_ready (user_data) && transcript != NULL &&
         chatty_transcript_get_n_turns (transcript) == 2;
}

static GtkWidget *
make_proposals (CharactersFixture  *fixture,
                const char         *callsign,
                ChattyConversation *conversation)
{
  g_autoptr (GError) error = NULL;

  chatty_simulator_set_inworld (fixture->simulator, "facts",
    "[{\"text\":\"Rows a boat on Sundays, when there is wind\",\"kind\":\"fact\"},"
    "{\"text\":\"We call the old dike “the dragon”\",\"kind\":\"relationship\"},"
    "{\"text\":\"Talked about the flood of 1854\",\"kind\":\"summary\"}]");
  chatty_conversation_open_async (conversation, NULL, callsign, fixture->inworld, NULL, NULL, NULL);
  g_assert_true (ui_fixture_wait (is_ready, conversation));
  chatty_conversation_send (conversation, "I row a boat on Sundays", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ui_fixture_wait (is_answered, conversation));
  return chatty_memory_proposals_new (conversation);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  CharactersFixture fixture = { { 0, } };
  g_autoptr (ChattyCharacter) character = characters_fixture_make ("Katana", "A guide");
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyConversation) conversation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *callsign;
  GtkWidget *child;
  GtkWindow *window;
  int width = 700, height = 500;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, NULL) ||
      (size != NULL && sscanf (size, "%dx%d", &width, &height) != 2))
    return 2;
  shell_fixture_init (&argc, &argv);
  if (from_right)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);

  characters_fixture_set_up (&fixture, NULL);
  characters_fixture_add_inworld (&fixture);
  record = characters_fixture_add (&fixture, character);
  callsign = chatty_character_record_get_callsign (record);
  conversation = chatty_conversation_new (fixture.shell.workspace, fixture.service, NULL);
  child = sent ? gtk_box_new (GTK_ORIENTATION_VERTICAL, 0)
               : make_proposals (&fixture, callsign, conversation);
  window = shell_fixture_show (child, sent ? 300 : width, sent ? 200 : height);
  if (sent)
    {
      ChattyVault *vault = chatty_workspace_get_vault (fixture.shell.workspace);

      id = chatty_vault_start_conversation (vault, "inworld", callsign, "A talk", NULL, &error);
      g_assert_no_error (error);
      chatty_vault_keep_sent (vault, id, "turn-1", json, &error);
      g_assert_no_error (error);
      chatty_sent_page_present (GTK_WIDGET (window), fixture.shell.workspace, id, "turn-1");
    }
  ui_fixture_settle (GTK_WIDGET (window), 60);
  g_print ("shown\n");
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  characters_fixture_tear_down (&fixture, NULL);

  return 0;
}
