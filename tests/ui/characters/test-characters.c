/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "chatty-character-cell.h"
#include "chatty-character-sidebar.h"
#include "chatty-character-view.h"
#include "chatty-characters-page.h"
#include "chatty-place-badge.h"

#include "characters-fixture.h"

/* Of this thread, in microseconds: other programs do not count. */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

typedef struct {
  CharactersFixture  base;
  GtkWidget         *page;
  GtkWindow         *window;
  const char        *wanted;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  characters_fixture_set_up (&self->base, data);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->window != NULL)
    shell_fixture_close (self->window);
  characters_fixture_tear_down (&self->base, data);
}

static void
show (Fixture *self,
      int      width)
{
  self->page = chatty_characters_page_new (self->base.shell.workspace, self->base.service, NULL);
  self->window = shell_fixture_show (self->page, width, 700);
}

static gboolean
has_text (gpointer user_data)
{
  Fixture *self = user_data;

  return shell_fixture_has_text (self->page, self->wanted);
}

static void
wait_text (Fixture    *self,
           const char *text)
{
  self->wanted = text;
  if (!ui_fixture_wait (has_text, self))
    g_error ("“%s” does not come", text);
}

static GtkWidget *
get_sidebar (Fixture *self)
{
  return ui_fixture_find (self->page, CHATTY_TYPE_CHARACTER_SIDEBAR, NULL);
}

static const char *
get_state (Fixture *self)
{
  return gtk_stack_get_visible_child_name (
    GTK_STACK (ui_fixture_find (get_sidebar (self), GTK_TYPE_STACK, "stack")));
}

static gboolean
is_empty (gpointer user_data)
{
  Fixture *self = user_data;

  return g_str_equal (gtk_stack_get_visible_child_name (
                        GTK_STACK (ui_fixture_find (self->page, GTK_TYPE_STACK, "stack"))),
                      "empty");
}

static void
add (Fixture    *self,
     const char *name,
     const char *description)
{
  g_autoptr (ChattyCharacter) character = characters_fixture_make (name, description);
  g_autoptr (ChattyCharacterRecord) record = characters_fixture_add (&self->base, character);
}

static gboolean
is_filled (gpointer user_data)
{
  Fixture *self = user_data;

  return !is_empty (self) && shell_fixture_has_text (self->page, "Katana");
}

static void
test_empty (Fixture       *self,
            gconstpointer  data)
{
  show (self, 900);
  g_assert_true (ui_fixture_wait (is_empty, self));
  g_assert_true (shell_fixture_has_text (self->page, "Make Your First Character"));
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  /* One comes from elsewhere. */
  add (self, "Katana", NULL);
  g_assert_true (ui_fixture_wait (is_filled, self));
}

static void
link_one (Fixture         *self,
          const char      *name,
          ChattyLinkState  state,
          const char      *there)
{
  g_autoptr (ChattyCharacter) character = characters_fixture_make (name, NULL);
  g_autoptr (ChattyCharacterRecord) record = characters_fixture_add (&self->base, character);
  g_autoptr (ChattyCharacterRecord) linked =
    characters_fixture_link (&self->base, record, state, there);
}

static GtkWidget *
find_badge (GtkWidget  *widget,
            const char *word)
{
  if (CHATTY_IS_PLACE_BADGE (widget) && gtk_widget_get_mapped (widget) &&
      shell_fixture_has_text (widget, word))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_badge (child, word);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Every state has a word, an icon and a name that says both. */
static void
test_badges (Fixture       *self,
             gconstpointer  data)
{
  static const struct {
    const char      *name;
    ChattyLinkState  state;
    const char      *there;
    ChattyPlaceState place;
  } cases[] = {
    { "Same", CHATTY_LINK_ACTIVE, NULL, CHATTY_PLACE_IN_SYNC },
    { "Other", CHATTY_LINK_ACTIVE, "Another", CHATTY_PLACE_CHANGED_THERE },
    { "Gone", CHATTY_LINK_GONE, NULL, CHATTY_PLACE_GONE_THERE },
    { "Paused", CHATTY_LINK_PAUSED, NULL, CHATTY_PLACE_PAUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    link_one (self, cases[i].name, cases[i].state, cases[i].there);
  show (self, 900);
  wait_text (self, "Paused");
  ui_fixture_settle (self->page, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *word = chatty_place_state_to_words (cases[i].place);
      GtkWidget *badge = find_badge (self->page, word);
      g_autofree char *name = g_strdup_printf ("Convai: %s", word);

      g_assert_nonnull (badge);
      gtk_test_accessible_assert_property (badge, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      g_assert_cmpstr (gtk_image_get_icon_name (
                         GTK_IMAGE (ui_fixture_find (badge, GTK_TYPE_IMAGE, "icon"))),
                       ==, chatty_place_badge_get_icon_name (cases[i].place));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (chatty_place_badge_get_icon_name (cases[j].place), !=,
                         chatty_place_badge_get_icon_name (cases[i].place));
    }
  shell_fixture_assert_names (self->page);
}

static void
search (Fixture    *self,
        const char *words)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (get_sidebar (self), GTK_TYPE_SEARCH_ENTRY,
                                                        NULL)), words);
}

static gboolean
found_nothing (gpointer user_data)
{
  return g_str_equal (get_state (user_data), "nothing");
}

static gboolean
found_something (gpointer user_data)
{
  return g_str_equal (get_state (user_data), "list");
}

static guint
count_cells (Fixture *self)
{
  guint n = 0;
  GtkWidget *view = ui_fixture_find (get_sidebar (self), GTK_TYPE_LIST_VIEW, "view");

  for (GtkWidget *child = gtk_widget_get_first_child (view);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_get_mapped (child) ? 1 : 0;
  return n;
}

static gboolean
is_alone (gpointer user_data)
{
  return found_something (user_data) && count_cells (user_data) == 1;
}

static void
test_search (Fixture       *self,
             gconstpointer  data)
{
  add (self, "Katana", "Walks to the sea");
  add (self, "Bruno", NULL);
  show (self, 900);
  wait_text (self, "Bruno");
  search (self, "kata");
  g_assert_true (ui_fixture_wait (is_alone, self));
  search (self, "nobody at all");
  g_assert_true (ui_fixture_wait (found_nothing, self));
  g_assert_true (shell_fixture_has_text (get_sidebar (self), "Nothing Found"));
  search (self, "");
  g_assert_true (ui_fixture_wait (found_something, self));
  chatty_characters_page_start_search (CHATTY_CHARACTERS_PAGE (self->page));
  g_assert_true (GTK_IS_TEXT (gtk_window_get_focus (self->window)));
}

/* Names are outside text. */
static void
test_hostile (Fixture       *self,
              gconstpointer  data)
{
  for (guint i = 0; ui_fixture_hostile[i] != NULL && i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u %s", i, ui_fixture_hostile[i]);

      if (g_utf8_validate (name, -1, NULL))
        add (self, name, ui_fixture_hostile[i]);
    }
  add (self, "<b>Bold</b> & <span foreground='red'>red</span>", "<i>&amp;</i>");
  show (self, 360);
  wait_text (self, "<b>Bold</b>");
  g_assert_true (shell_fixture_has_text (self->page, "<i>&amp;</i>"));
  ui_fixture_settle (self->page, 5);
  shell_fixture_assert_fits (self->page, 360);
}

/* One that cannot be read is told, and hides no other. */
static void
test_problems (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  GFile *folder = chatty_vault_get_folder (chatty_workspace_get_vault (self->base.shell.workspace));
  g_autoptr (ChattyCharacter) character = characters_fixture_make ("Broken", NULL);
  g_autoptr (ChattyCharacterRecord) record = characters_fixture_add (&self->base, character);

  add (self, "Katana", NULL);
  path = g_build_filename (g_file_peek_path (folder), "instances",
                           chatty_character_record_get_callsign (record), "identity", NULL);
  file = g_build_filename (path, "prompt.json", NULL);
  g_assert_true (g_file_set_contents (file, "{ \"name\": ", -1, NULL));
  show (self, 900);
  wait_text (self, "1 character cannot be read");
  g_assert_true (shell_fixture_has_text (self->page, "Katana"));
}

static void
test_many (Fixture       *self,
           gconstpointer  data)
{
  gint64 longest = 0;
  GtkAdjustment *adjustment;
  GtkWidget *view;

  characters_fixture_add_many (&self->base, 1000);
  show (self, 900);
  g_assert_true (ui_fixture_wait (found_something, self));
  ui_fixture_settle (self->page, 10);
  /* The rows are those that are seen, and some around them. */
  g_test_message ("%u rows", ui_fixture_count (self->page, CHATTY_TYPE_CHARACTER_CELL));
  g_assert_cmpuint (ui_fixture_count (self->page, CHATTY_TYPE_CHARACTER_CELL), <, 300);

  view = ui_fixture_find (get_sidebar (self), GTK_TYPE_LIST_VIEW, "view");
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  for (guint i = 1; i <= 40; i++)
    {
      gint64 begun = get_cpu_time ();

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * i / 41);
      gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 320, NULL, NULL, NULL, NULL);
      longest = MAX (longest, get_cpu_time () - begun);
      ui_fixture_settle (self->page, 1);
    }
  g_test_message ("a step of scrolling took %" G_GINT64_FORMAT " µs at most", longest);
  /* A page at once: what a flick moves in a frame is a part of it. */
  g_assert_cmpint (longest, <, 3 * 16667);
}

static gboolean
is_open (gpointer user_data)
{
  Fixture *self = user_data;
  GtkWidget *view = ui_fixture_find (self->page, CHATTY_TYPE_CHARACTER_VIEW, NULL);
  ChattyCharacterDraft *draft = chatty_character_view_get_draft (CHATTY_CHARACTER_VIEW (view));

  return draft != NULL && chatty_character_draft_get_state (draft) == CHATTY_DRAFT_READY;
}

typedef struct {
  GtkWidget *view;
  GtkWidget *tab;
} Row;

/* Whether the tab that is chosen lies in the view, as a whole. */
static gboolean
is_in_view (gpointer user_data)
{
  Row *row = user_data;
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row->tab, row->view, &bounds));
  return bounds.origin.x >= 0 &&
         bounds.origin.x + bounds.size.width <= (float) gtk_widget_get_width (row->view);
}

static void
assert_tabs_follow (GtkWidget *view)
{
  static const char *const names[] = { "history", "knowledge", "chatty", "conversations" };
  GtkStackSwitcher *switcher =
    GTK_STACK_SWITCHER (ui_fixture_find (view, GTK_TYPE_STACK_SWITCHER, NULL));
  GtkStack *stack = gtk_stack_switcher_get_stack (switcher);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Row row = { view, NULL };

      gtk_stack_set_visible_child_name (stack, names[i]);
      for (GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (switcher)); tab != NULL;
           tab = gtk_widget_get_next_sibling (tab))
        if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tab)))
          row.tab = tab;
      g_assert_nonnull (row.tab);
      g_assert_true (ui_fixture_wait (is_in_view, &row));
    }
}

/* In a narrow window the list and the character are two steps. */
static void
test_narrow (Fixture       *self,
             gconstpointer  data)
{
  ChattyCharactersPage *page;

  add (self, "Katana", NULL);
  show (self, 360);
  page = CHATTY_CHARACTERS_PAGE (self->page);
  wait_text (self, "Katana");
  g_assert_false (chatty_characters_page_go_back (page));
  chatty_characters_page_open (page, "katana-001");
  g_assert_true (ui_fixture_wait (is_open, self));
  ui_fixture_settle (self->page, 30);
  shell_fixture_assert_fits (self->page, 360);
  shell_fixture_assert_names (self->page);
  assert_tabs_follow (ui_fixture_find (self->page, CHATTY_TYPE_CHARACTER_VIEW, NULL));
  g_assert_true (chatty_characters_page_go_back (page));
  g_assert_false (chatty_characters_page_go_back (page));
}

static gboolean
is_nobody (gpointer user_data)
{
  Fixture *self = user_data;

  return !is_open (self);
}

static void
test_copy_and_delete (Fixture       *self,
                      gconstpointer  data)
{
  GtkWidget *view;

  add (self, "Katana", NULL);
  show (self, 900);
  chatty_characters_page_open (CHATTY_CHARACTERS_PAGE (self->page), "katana-001");
  g_assert_true (ui_fixture_wait (is_open, self));
  view = ui_fixture_find (self->page, CHATTY_TYPE_CHARACTER_VIEW, NULL);
  gtk_widget_activate_action (view, "character.duplicate", NULL);
  wait_text (self, "(copy)");
  g_assert_true (ui_fixture_wait (is_open, self));
  gtk_widget_activate_action (view, "character.delete", NULL);
  g_assert_true (ui_fixture_wait (is_nobody, self));
  gtk_widget_activate_action (view, "character.delete", NULL);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/characters/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("badges", test_badges);
  ADD ("search", test_search);
  ADD ("hostile", test_hostile);
  ADD ("problems", test_problems);
  ADD ("many", test_many);
  ADD ("narrow", test_narrow);
  ADD ("copy-and-delete", test_copy_and_delete);
#undef ADD

  return g_test_run ();
}
