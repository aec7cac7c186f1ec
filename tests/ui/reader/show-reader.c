/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Shows the reader, or the list and the reader, with made-up transcripts, to
 * look at them:
 *   show-reader [--turns N] [--vault N] [--size WIDTHxHEIGHT] [--find WORDS]
 *               [--turn N] [--rtl] [--large] */

#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>

#include "chatty-conversations-page.h"
#include "chatty-reader-page.h"
#include "ui-fixture.h"

static int   n_turns = 0;
static char *size = NULL;
static char *words = NULL;
static int   turn = -1;
static int   n_stored = -1;
static gboolean from_right = FALSE;
static gboolean large = FALSE;

static const GOptionEntry entries[] = {
  { "turns", 0, 0, G_OPTION_ARG_INT, &n_turns, "a long transcript", "N" },
  { "vault", 0, 0, G_OPTION_ARG_INT, &n_stored, "a vault of so many", "N" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &from_right, "from right to left", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "large text", NULL },
  { "turn", 0, 0, G_OPTION_ARG_INT, &turn, "scroll there", "N" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "of the window", "WxH" },
  { "find", 0, 0, G_OPTION_ARG_STRING, &words, "look for them", "WORDS" },
  { NULL }
};

static gboolean
has_transcript (gpointer user_data)
{
  GtkStack *stack = GTK_STACK (ui_fixture_find (user_data, GTK_TYPE_STACK, "stack"));

  return g_strcmp0 (gtk_stack_get_visible_child_name (stack), "turns") == 0;
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

  if (n_stored >= 0)
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
  else if (n_stored < 0)
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

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
