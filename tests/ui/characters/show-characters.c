/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Shows the page of characters with made-up ones and a made-up platform, to
 * look at it:
 *   show-characters [--many N] [--tab NAME] [--size WIDTHxHEIGHT] [--rtl]
 *                   [--dark] [--large] [--edit] [--scroll PIXELS] [--put] [--inworld]
 *                   [--gemini] [--answers] */

#include "config.h"

#include <adwaita.h>
#include <stdio.h>

#include "chatty-answers-page.h"
#include "chatty-character-view.h"
#include "chatty-characters-page.h"
#include "chatty-drop-area.h"
#include "chatty-vault-memory.h"

#include "characters-fixture.h"

static int      many = 5;
static int      scroll = 0;
static char    *tab = NULL;
static char    *words = NULL;
static char    *size = NULL;
static gboolean from_right, dark, large, edit, put, inworld, gemini, answers;

static const GOptionEntry entries[] = {
  { "many", 0, 0, G_OPTION_ARG_INT, &many, "so many more", "N" },
  { "tab", 0, 0, G_OPTION_ARG_STRING, &tab, "which one", "NAME" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "of the window", "WxH" },
  { "scroll", 0, 0, G_OPTION_ARG_INT, &scroll, "so far down", "PIXELS" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &from_right, "from right to left", NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "dark", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "large text", NULL },
  { "edit", 0, 0, G_OPTION_ARG_NONE, &edit, "with an edit", NULL },
  { "inworld", 0, 0, G_OPTION_ARG_NONE, &inworld, "with an account there", NULL },
  { "gemini", 0, 0, G_OPTION_ARG_NONE, &gemini, "with an account there", NULL },
  { "answers", 0, 0, G_OPTION_ARG_NONE, &answers, "what is preferred of that account", NULL },
  { "document", 0, 0, G_OPTION_ARG_STRING, &words, "a document, with these words marked", "WORDS" },
  { "put", 0, 0, G_OPTION_ARG_NONE, &put, "put it on a platform", NULL },
  { NULL }
};

static void
add_notes (CharactersFixture *fixture,
           const char        *callsign)
{
  g_autofree char *remote = g_strdup_printf ("%s:there-7", fixture->account);
  const char *remotes[] = { remote, NULL };
  const gint64 day = G_TIME_SPAN_DAY, start = G_GINT64_CONSTANT (1768386645000000);
  const ChattyMemoryNote notes[] = {
    { .text = "Prefers to walk early, before the tide turns", .created = start,
      .updated = start + day, .remotes = remotes },
    { .text = "Has two dogs, Bo and Ida, and never goes anywhere without them. Bo is afraid of "
              "thunder, so that a walk ends when the sky turns grey; Ida is not afraid of "
              "anything, which is worse.", .created = start + 2 * day },
    { .text = "We say “by and by” when something takes long", .created = start + 3 * day,
      .kind = CHATTY_MEMORY_RELATIONSHIP, .transcript = "chatgpt:1", .turn = "t" },
    { .text = "Talked about the flood of 1854, and where the old dike was",
      .created = start + 5 * day, .kind = CHATTY_MEMORY_SUMMARY, .transcript = "chatgpt:1",
      .remotes = remotes },
  };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      ChattyMemoryNote fields = notes[i];
      g_autoptr (ChattyMemoryNote) note = NULL;
      g_autoptr (GError) error = NULL;

      if (fields.updated == 0)
        fields.updated = CHATTY_TIME_NONE;
      note = chatty_memory_note_new (&fields);
      g_free (chatty_vault_add_memory (chatty_workspace_get_vault (fixture->shell.workspace),
                                       callsign, note, &error));
      g_assert_no_error (error);
    }
}

static gboolean
is_shown (gpointer user_data)
{
  ChattyCharacterDraft *draft = chatty_character_view_get_draft (user_data);

  return draft != NULL && chatty_character_draft_get_state (draft) == CHATTY_DRAFT_READY;
}

static void
scroll_all (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget) && gtk_widget_get_mapped (widget) &&
      GTK_IS_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget))))
    gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget)), scroll);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    scroll_all (child);
}

static void
document_added_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ChattyCharacterChange) change = NULL;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
show_document (CharactersFixture *fixture,
               GtkWidget         *page,
               const char        *callsign)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = NULL;
  gboolean is_added = FALSE;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "%u. The river is wide here, and whoever walks along it to the "
                                  "sea should take water, bread and somebody to talk to.\n\n%s",
                            i + 1, i == 40 ? "The old bridge was lost in the flood of 1854; the "
                                             "mill stands to this day.\n\n" : "");
  file = shell_fixture_add_file (&fixture->shell, "the way to the sea.txt", text->str);
  chatty_workspace_add_document_async (fixture->shell.workspace, callsign, file, NULL,
                                       document_added_cb, &is_added);
  ui_fixture_wait (is_true, &is_added);
  chatty_characters_page_open_document (CHATTY_CHARACTERS_PAGE (page), callsign,
                                        "the way to the sea.txt", words, 0);
}

/* Until it is closed. */
static void
run (GtkWidget *window,
     GtkWidget *page)
{
  ui_fixture_settle (window, 60);
  if (scroll > 0)
    scroll_all (page);
  g_print ("shown\n");
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  CharactersFixture fixture = { { 0, } };
  g_autoptr (ChattyCharacter) full = characters_fixture_make_full ();
  g_autoptr (ChattyCharacter) other = characters_fixture_make ("Lantern", "Keeps the light on");
  g_autoptr (ChattyCharacterRecord) katana = NULL;
  g_autoptr (ChattyCharacterRecord) linked = NULL;
  g_autoptr (ChattyCharacterRecord) lantern = NULL;
  g_autoptr (ChattyCharacterRecord) lantern_linked = NULL;
  g_autoptr (ChattySyncService) sync = NULL;
  g_autoptr (ChattyPlayer) player = NULL;
  int width = 1100, height = 800;
  GtkWidget *window, *page, *view;

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
  if (inworld)
    characters_fixture_add_inworld (&fixture);
  if (gemini || answers)
    characters_fixture_add_gemini (&fixture);
  katana = characters_fixture_add (&fixture, full);
  if (!put)
    linked = characters_fixture_link (&fixture, katana, CHATTY_LINK_ACTIVE, NULL);
  add_notes (&fixture, chatty_character_record_get_callsign (katana));
  lantern = characters_fixture_add (&fixture, other);
  lantern_linked = characters_fixture_link (&fixture, lantern, CHATTY_LINK_ACTIVE, "Laterne");
  characters_fixture_add_many (&fixture, many);

  sync = chatty_sync_service_new (fixture.shell.workspace, fixture.service);
  if (answers)
    {
      g_autoptr (ChattyAccount) account = chatty_account_service_find (fixture.service,
                                                                       fixture.gemini, NULL);

      page = chatty_answers_page_new (fixture.shell.workspace, fixture.service, account);
      window = GTK_WIDGET (shell_fixture_show (page, width, height));
      run (window, page);
      return 0;
    }
  page = chatty_characters_page_new (fixture.shell.workspace, fixture.service, sync);
  player = chatty_player_new ();
  chatty_characters_page_set_player (CHATTY_CHARACTERS_PAGE (page), player);
  window = GTK_WIDGET (shell_fixture_show (page, width, height));
  view = ui_fixture_find (page, CHATTY_TYPE_CHARACTER_VIEW, NULL);
  if (tab == NULL || !g_str_equal (tab, "list"))
    {
      chatty_characters_page_open (CHATTY_CHARACTERS_PAGE (page),
                                   chatty_character_record_get_callsign (katana));
      ui_fixture_wait (is_shown, view);
      ui_fixture_settle (window, 30);
    }
  if (edit)
    chatty_character_draft_set_text (
      chatty_character_view_get_draft (CHATTY_CHARACTER_VIEW (view)), NULL,
      CHATTY_FIELD_NAME, "");
  if (tab != NULL)
    chatty_character_view_show_tab (CHATTY_CHARACTER_VIEW (view), tab);
  if (words != NULL)
    show_document (&fixture, page, chatty_character_record_get_callsign (katana));
  if (put)
    gtk_widget_activate_action (view, "character.put", NULL);
  run (window, page);
  characters_fixture_tear_down (&fixture, NULL);

  return 0;
}
