/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-choice-filters.h"
#include "chatty-choice-popover.h"
#include "chatty-choice.h"
#include "chatty-character-view.h"
#include "chatty-characters-page.h"
#include "chatty-choice-field.h"
#include "chatty-platform-page.h"
#include "chatty-platform-voice.h"
#include "chatty-voice-sample.h"

#include "characters-fixture.h"

static void
add (GListStore *store,
     const char *id,
     const char *gender,
     const char *first,
     const char *second)
{
  const char *languages[] = { first, second, NULL };
  g_autoptr (ChattyChoice) choice = chatty_choice_new (id, NULL, NULL);

  chatty_choice_set_facets (choice, gender, languages);
  g_list_store_append (store, choice);
}

static GListModel *
make_voices (void)
{
  GListStore *store = g_list_store_new (CHATTY_TYPE_CHOICE);

  add (store, "Ada", "female", "en-US", NULL);
  add (store, "Bob", "male", "en-US", "de-DE");
  add (store, "Cem", "male", "de-DE", NULL);
  add (store, "Dot", NULL, NULL, NULL);
  return G_LIST_MODEL (store);
}

static char *
list (GListModel *model)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ChattyChoice) choice = g_list_model_get_item (model, i);

      g_string_append_printf (ids, "%s ", chatty_choice_get_id (choice));
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_shown (GListModel *model,
              const char *wanted)
{
  g_autofree char *shown = list (model);

  g_assert_cmpstr (shown, ==, wanted);
}

static void
test_filters (void)
{
  GtkWidget *filters = g_object_ref_sink (g_object_new (CHATTY_TYPE_CHOICE_FILTERS, NULL));
  g_autoptr (GListModel) voices = make_voices ();
  g_autoptr (GtkFilterListModel) shown = NULL;
  g_autoptr (GListStore) one = g_list_store_new (CHATTY_TYPE_CHOICE);
  GtkDropDown *language, *gender;

  chatty_choice_filters_set_choices (CHATTY_CHOICE_FILTERS (filters), voices);
  g_assert_true (gtk_widget_get_visible (filters));
  language = GTK_DROP_DOWN (gtk_widget_get_first_child (filters));
  gender = GTK_DROP_DOWN (gtk_widget_get_next_sibling (GTK_WIDGET (language)));
  shown = gtk_filter_list_model_new (
    g_object_ref (voices),
    g_object_ref (chatty_choice_filters_get_filter (CHATTY_CHOICE_FILTERS (filters))));
  assert_shown (G_LIST_MODEL (shown), "Ada Bob Cem Dot ");
  /* After all of them: de-DE, en-US. */
  gtk_drop_down_set_selected (language, 1);
  assert_shown (G_LIST_MODEL (shown), "Bob Cem ");
  gtk_drop_down_set_selected (gender, 1);
  assert_shown (G_LIST_MODEL (shown), "");
  gtk_drop_down_set_selected (language, 0);
  assert_shown (G_LIST_MODEL (shown), "Ada ");

  /* Where there is nothing to tell apart, there is nothing to choose. */
  add (one, "Ada", "female", "en-US", NULL);
  chatty_choice_filters_set_choices (CHATTY_CHOICE_FILTERS (filters), G_LIST_MODEL (one));
  g_assert_false (gtk_widget_get_visible (filters));
  assert_shown (G_LIST_MODEL (shown), "Ada Bob Cem Dot ");
  g_object_unref (filters);
}

static void
test_popover (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = chatty_choice_popover_new ();
  g_autoptr (GListModel) voices = make_voices ();
  GtkWidget *filters;
  GtkWindow *window;

  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  chatty_choice_popover_set_choices (CHATTY_CHOICE_POPOVER (popover), voices);
  window = shell_fixture_show (button, 400, 600);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_fixture_settle (button, 10);
  g_assert_true (shell_fixture_has_text (popover, "Ada"));
  filters = ui_fixture_find (popover, CHATTY_TYPE_CHOICE_FILTERS, NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (gtk_widget_get_first_child (filters)), 1);
  ui_fixture_settle (button, 10);
  g_assert_false (shell_fixture_has_text (popover, "Ada"));
  g_assert_true (shell_fixture_has_text (popover, "Cem"));
  /* Opened again, everything is there. */
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  ui_fixture_settle (button, 3);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_fixture_settle (button, 10);
  g_assert_true (shell_fixture_has_text (popover, "Ada"));
  shell_fixture_close (window);
}

/* The page of Inworld: it speaks, but keeps no voice for a character. */
typedef struct {
  CharactersFixture      base;
  ChattyCharacterRecord *record;
  ChattyPlayer          *player;
  GtkWidget             *page;
  GtkWidget             *view;
  GtkWidget             *tab;
  GtkWindow             *window;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) character = characters_fixture_make ("Katana", "A guide");

  characters_fixture_set_up (&self->base, NULL);
  characters_fixture_add_inworld (&self->base);
  chatty_simulator_set_inworld (self->base.simulator, "espeak", "no");
  self->record = characters_fixture_add (&self->base, character);
  self->player = chatty_player_new ();
  chatty_player_set_sink_for_tests (self->player, "fakesink sync=true");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  shell_fixture_close (self->window);
  chatty_player_stop (self->player);
  g_object_unref (self->player);
  chatty_character_record_unref (self->record);
  characters_fixture_tear_down (&self->base, NULL);
}

static GtkWidget *
find_tab (GtkWidget *widget)
{
  if (CHATTY_IS_PLATFORM_PAGE (widget) &&
      g_str_equal (chatty_platform_page_get_platform (CHATTY_PLATFORM_PAGE (widget)), "inworld"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tab (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_tab (gpointer user_data)
{
  Fixture *self = user_data;

  self->tab = find_tab (self->page);
  return self->tab != NULL;
}

static gboolean
offers_voices (gpointer user_data)
{
  Fixture *self = user_data;
  GtkWidget *voice = ui_fixture_find (self->tab, CHATTY_TYPE_PLATFORM_VOICE, NULL);
  GtkWidget *field = ui_fixture_find (voice, CHATTY_TYPE_CHOICE_FIELD, NULL);

  return gtk_widget_get_mapped (voice) && field != NULL &&
         ui_fixture_find (field, GTK_TYPE_MENU_BUTTON, NULL) != NULL &&
         gtk_widget_get_visible (ui_fixture_find (field, GTK_TYPE_MENU_BUTTON, NULL));
}

static void
show (Fixture *self)
{
  self->page = chatty_characters_page_new (self->base.shell.workspace, self->base.service, NULL);
  chatty_characters_page_set_player (CHATTY_CHARACTERS_PAGE (self->page), self->player);
  self->window = shell_fixture_show (self->page, 1000, 800);
  self->view = ui_fixture_find (self->page, CHATTY_TYPE_CHARACTER_VIEW, NULL);
  chatty_characters_page_open (CHATTY_CHARACTERS_PAGE (self->page),
                               chatty_character_record_get_callsign (self->record));
  g_assert_true (ui_fixture_wait (has_tab, self));
  chatty_character_view_show_tab (CHATTY_CHARACTER_VIEW (self->view), "platform-inworld");
  g_assert_true (ui_fixture_wait (offers_voices, self));
}

static gboolean
is_played (gpointer user_data)
{
  Fixture *self = user_data;
  ChattyPlayerState state = chatty_player_get_state (self->player);

  return state == CHATTY_PLAYER_PLAYING || state == CHATTY_PLAYER_ENDED;
}

static gboolean
is_silent (gpointer user_data)
{
  return !is_played (user_data);
}

static void
test_page (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *voice, *field, *sample, *button;
  ChattyCharacterDraft *draft;

  show (self);
  g_assert_true (shell_fixture_has_text (self->tab, "A character lives there as a router"));
  voice = ui_fixture_find (self->tab, CHATTY_TYPE_PLATFORM_VOICE, NULL);
  field = ui_fixture_find (voice, CHATTY_TYPE_CHOICE_FIELD, NULL);
  sample = ui_fixture_find (voice, CHATTY_TYPE_VOICE_SAMPLE, NULL);
  button = ui_fixture_find (sample, GTK_TYPE_BUTTON, NULL);
  g_assert_true (gtk_widget_get_visible (sample));
  /* There is no voice to listen to yet. */
  g_assert_false (gtk_widget_is_sensitive (button));
  shell_fixture_assert_names (self->tab);
  shell_fixture_assert_fits (self->tab, 360);

  draft = chatty_character_view_get_draft (CHATTY_CHARACTER_VIEW (self->view));
  chatty_choice_field_choose (CHATTY_CHOICE_FIELD (field), "Ashley");
  g_assert_cmpstr (chatty_character_draft_get_text (draft, "inworld", CHATTY_FIELD_VOICE), ==,
                   "Ashley");
  g_assert_null (chatty_character_draft_get_text (draft, NULL, CHATTY_FIELD_VOICE));
  g_assert_true (gtk_widget_is_sensitive (button));

  /* Nothing was spoken, or paid for, before it is asked for. */
  g_assert_cmpint (chatty_player_get_state (self->player), ==, CHATTY_PLAYER_IDLE);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (ui_fixture_wait (is_played, self));
  g_assert_cmpstr (chatty_player_get_key (self->player), ==, "sample:inworld:Ashley");
  /* Another voice is not what is heard. */
  chatty_choice_field_choose (CHATTY_CHOICE_FIELD (field), "Dennis");
  g_assert_true (ui_fixture_wait (is_silent, self));

  /* Nothing chosen means what it has everywhere. */
  chatty_choice_field_choose (CHATTY_CHOICE_FIELD (field), "");
  g_assert_false (chatty_character_draft_has_field (draft, "inworld", CHATTY_FIELD_VOICE));
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add_func ("/voices/filters", test_filters);
  g_test_add_func ("/voices/popover", test_popover);
  g_test_add ("/voices/page", Fixture, NULL, set_up, test_page, tear_down);

  return g_test_run ();
}
