/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Shows the reader, or the list and the reader, with made-up transcripts, to
 * look at them:
 *   show-reader [--turns N] [--vault N] [--size WIDTHxHEIGHT] [--find WORDS]
 *               [--turn N] [--rtl] [--large] [--live] [--source N] */

#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>

#include "chatty-conversations-page.h"
#include "chatty-reader-page.h"
#include "chatty-turn-list.h"
#include "chatty-turn-sources.h"
#include "ui-fixture.h"

static int   n_turns = 0;
static char *size = NULL;
static char *words = NULL;
static int   turn = -1;
static int   n_stored = -1;
static gboolean from_right = FALSE;
static gboolean large = FALSE;
static gboolean live = FALSE;
static int   source = 0;

static const GOptionEntry entries[] = {
  { "turns", 0, 0, G_OPTION_ARG_INT, &n_turns, "a long transcript", "N" },
  { "vault", 0, 0, G_OPTION_ARG_INT, &n_stored, "a vault of so many", "N" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &from_right, "from right to left", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "large text", NULL },
  { "turn", 0, 0, G_OPTION_ARG_INT, &turn, "scroll there", "N" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "of the window", "WxH" },
  { "live", 0, 0, G_OPTION_ARG_NONE, &live, "a conversation that goes on", NULL },
  { "source", 0, 0, G_OPTION_ARG_INT, &source, "open what is known of a source, from 1", "N" },
  { "find", 0, 0, G_OPTION_ARG_STRING, &words, "look for them", "WORDS" },
  { NULL }
};

static ChattyTurn *
new_turn (ChattyRole       role,
          const char      *text,
          ChattyTurnState  state,
          const char      *emotion,
          ChattyTurn      *alternate)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (builder, text);
  chatty_turn_builder_set_state (builder, state);
  chatty_turn_builder_set_emotion (builder, emotion);
  if (state != CHATTY_TURN_COMPLETE)
    chatty_turn_builder_set_problem (builder, "The platform closed the line after 40 seconds.");
  if (role == CHATTY_ROLE_ASSISTANT)
    chatty_turn_builder_set_model (builder, "llama-3.3-70b");
  if (alternate != NULL)
    chatty_turn_builder_add_alternate (builder, alternate);

  return chatty_turn_builder_end (builder);
}

/* Turns in every state, and one that is still being written. */
static GtkWidget *
new_conversation (void)
{
  GtkWidget *list = chatty_turn_list_new ();
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurnSegments) segments = NULL;
  g_autoptr (ChattyTurn) other = NULL;
  g_autoptr (ChattyTurn) begun = NULL;

  other = new_turn (CHATTY_ROLE_ASSISTANT, "Another answer.", CHATTY_TURN_COMPLETE, NULL, NULL);
  chatty_transcript_builder_set_platform (builder, "convai");
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_PERSON, "Shall we walk to the sea?",
                                                          CHATTY_TURN_COMPLETE, NULL, NULL));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_ASSISTANT, "Gladly! The dunes are **lovely** now.",
                                                          CHATTY_TURN_COMPLETE, "joy:strong", other));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_ASSISTANT, "It takes about",
                                                          CHATTY_TURN_STOPPED, "tense-humor", NULL));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_ASSISTANT, "An hour or",
                                                          CHATTY_TURN_CUT_OFF, NULL, NULL));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_ASSISTANT, "",
                                                          CHATTY_TURN_FAILED, NULL, NULL));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_PERSON, "Tell me what to take along, and do not forget the wind.",
                                                          CHATTY_TURN_COMPLETE, NULL, NULL));
  transcript = chatty_transcript_builder_end (builder);
  segments = chatty_turn_segments_new (transcript);
  chatty_turn_list_set_offers (CHATTY_TURN_LIST (list), 0x3f);
  chatty_turn_list_set_segments (CHATTY_TURN_LIST (list), segments);
  begun = new_turn (CHATTY_ROLE_ASSISTANT, "", CHATTY_TURN_COMPLETE, NULL, NULL);
  chatty_turn_segments_begin_live (segments, begun);
  if (source == 0)
    {
      chatty_turn_segments_replace_live (segments, "Take these:\n\n- a coat\n- bread\n\n```sh\nwalk --to sea\n");
    }
  else
    {
      ChattyTurnBuilder *thinking = chatty_turn_builder_new_from (begun);
      g_autoptr (ChattyTurn) thought = NULL;

      chatty_turn_builder_set_thought (thinking, "**Looking at the wind**\n\nIt comes from the west. "
                                                 "A coat is needed, and *bread*.");
      chatty_turn_builder_add_source (thinking, &(ChattySource) {
        .title = "the guide to the sea.pdf", .page = 14, .excerpt = "Take a coat.",
      });
      thought = chatty_turn_builder_end (thinking);
      chatty_turn_segments_set_live_turn (segments, thought);
    }
  chatty_turn_list_scroll_to_end (CHATTY_TURN_LIST (list));

  return list;
}

static gboolean
has_transcript (gpointer user_data)
{
  GtkStack *stack = GTK_STACK (ui_fixture_find (user_data, GTK_TYPE_STACK, "stack"));

  return g_strcmp0 (gtk_stack_get_visible_child_name (stack), "turns") == 0;
}

static gboolean
has_chips (gpointer user_data)
{
  return ui_fixture_find (user_data, CHATTY_TYPE_TURN_SOURCES, NULL) != NULL;
}

static void
show_source (GtkWidget *page)
{
  GtkWidget *flow, *chip;

  if (!ui_fixture_wait (has_chips, page))
    return;
  flow = ui_fixture_find (ui_fixture_find (page, CHATTY_TYPE_TURN_SOURCES, NULL),
                          GTK_TYPE_FLOW_BOX, NULL);
  chip = gtk_flow_box_child_get_child (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (flow),
                                                                        source - 1));
  ui_fixture_settle (page, 20);
  gtk_menu_button_popup (GTK_MENU_BUTTON (chip));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyWorkspace) workspace = NULL;
  GtkWidget *window, *box, *page;
  int width = 1000, height = 800;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, NULL))
    return 2;
  if (size != NULL && sscanf (size, "%dx%d", &width, &height) != 2)
    return 2;

  gtk_init ();
  adw_init ();
  ui_fixture_load_styles ();

  if (from_right)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);

  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 144 * 1024, NULL);

  window = adw_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);

  if (live)
    {
      page = new_conversation ();
    }
  else if (n_stored >= 0)
    {
      workspace = ui_fixture_open_workspace (n_stored);
      page = chatty_conversations_page_new (workspace, NULL);
    }
  else
    {
      page = chatty_reader_page_new ();
    }
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  gtk_window_present (GTK_WINDOW (window));

  if (n_stored > 0)
    {
      chatty_conversations_page_open (CHATTY_CONVERSATIONS_PAGE (page), "test:showcase", turn);
    }
  else if (n_stored < 0 && !live)
    {
      transcript = n_turns > 0
        ? ui_fixture_new_transcript ("test:long", "A very long conversation", "claude", n_turns)
        : ui_fixture_new_showcase ();
      chatty_reader_page_set_transcript (CHATTY_READER_PAGE (page), transcript);
      ui_fixture_wait (has_transcript, page);
      if (turn >= 0)
        chatty_reader_page_scroll_to_turn (CHATTY_READER_PAGE (page), turn);
      if (words != NULL)
        chatty_reader_page_start_find (CHATTY_READER_PAGE (page), words);
    }

  if (source > 0)
    show_source (page);

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
