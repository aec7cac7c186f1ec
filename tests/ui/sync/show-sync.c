/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Shows what a sync would do, with made-up characters and a made-up platform,
 * to look at it:
 *   show-sync [--scene NAME] [--many N] [--size WIDTHxHEIGHT] [--rtl] [--dark]
 *             [--large] [--next] */

#include "config.h"

#include <adwaita.h>
#include <stdio.h>

#include "sync-fixture.h"

static char    *scene = NULL;
static char    *size = NULL;
static int      many = 0;
static gboolean from_right, dark, large, next;

static const GOptionEntry entries[] = {
  { "scene", 0, 0, G_OPTION_ARG_STRING, &scene,
    "plan (at first), same, blocked, failed, receipt or undo", "NAME" },
  { "many", 0, 0, G_OPTION_ARG_INT, &many, "so many more characters", "N" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "of the window", "WxH" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &from_right, "from right to left", NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "dark", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "large text", NULL },
  { "next", 0, 0, G_OPTION_ARG_NONE, &next, "go to the next question", NULL },
  { NULL }
};

static void
make_changes (SyncFixture *fixture)
{
  g_autofree char *lantern = sync_fixture_add (fixture, "Lantern", "Keeps the light on.");
  g_autofree char *lantern_id = sync_fixture_put (fixture, lantern);
  g_autofree char *gone = sync_fixture_add (fixture, "Ilse", "Was here for a while.");
  g_autofree char *gone_id = sync_fixture_put (fixture, gone);
  g_autofree char *wren = chatty_simulator_add_character (
    fixture->characters.simulator, CHARACTERS_FIXTURE_KEY, "Wren", "Keeps bees.");

  sync_fixture_edit_here (
    fixture, fixture->callsign, CHATTY_FIELD_INSTRUCTIONS,
    "Mara kept the lighthouse for forty years.\nShe knows every rock by its name.\n"
    "She speaks in short sentences.\nShe never promises good weather.");
  sync_fixture_edit_there (
    fixture, fixture->remote_id, "backstory",
    "Mara kept the lighthouse for thirty-one years.\nShe knows every rock by its name.\n"
    "She speaks in short sentences.\nShe never promises good weather.\nShe has a dog.");
  sync_fixture_edit_here (fixture, fixture->callsign, CHATTY_FIELD_NAME, "Mara Voss");
  sync_fixture_edit_here (fixture, lantern, CHATTY_FIELD_NAME, "The Lantern");
  sync_fixture_edit_there (fixture, lantern_id, "backstory", "Keeps the light on at night.");
  sync_fixture_trash (fixture, gone);
}

static void
make_many (SyncFixture *fixture)
{
  for (int i = 0; i < many; i++)
    {
      g_autofree char *name = g_strdup_printf ("Somebody %d", i);
      g_autofree char *id = chatty_simulator_add_character (
        fixture->characters.simulator, CHARACTERS_FIXTURE_KEY, name, "Likes the sea.");
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  SyncFixture fixture = { { { 0, }, }, };
  int width = 1000, height = 800;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, NULL) ||
      (size != NULL && sscanf (size, "%dx%d", &width, &height) != 2))
    return 2;
  if (scene == NULL)
    scene = g_strdup ("plan");
  shell_fixture_init (&argc, &argv);
  if (from_right)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);

  sync_fixture_set_up (&fixture, NULL);
  make_many (&fixture);
  if (g_str_equal (scene, "blocked"))
    sync_fixture_lose (&fixture, 3);
  else if (!g_str_equal (scene, "same"))
    make_changes (&fixture);
  if (g_str_equal (scene, "failed"))
    chatty_simulator_set_fault (fixture.characters.simulator, "/character/list",
                                CHATTY_SIMULATOR_FAULT_WEB_PAGE, 1, 1000);
  sync_fixture_show (&fixture, chatty_sync_request_new (fixture.characters.account), width);
  gtk_window_set_default_size (fixture.window, width, height);
  if (!g_str_equal (scene, "failed"))
    sync_fixture_wait_state (&fixture, CHATTY_SYNC_JOB_READY);
  if (g_str_equal (scene, "receipt") || g_str_equal (scene, "undo"))
    {
      ui_fixture_settle (fixture.page, 5);
      sync_fixture_press (&fixture, "sync.start");
      sync_fixture_wait_state (&fixture, CHATTY_SYNC_JOB_FINISHED);
    }
  ui_fixture_settle (fixture.page, 60);
  if (next)
    sync_fixture_press (&fixture, "sync.next");
  ui_fixture_settle (fixture.page, 30);
  g_print ("shown\n");
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  fixture.window = NULL;
  fixture.page = NULL;
  sync_fixture_tear_down (&fixture, NULL);

  return 0;
}
