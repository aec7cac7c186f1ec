/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-application.h"
#include "chatty-ui.h"

/**
 * chatty_ui_run:
 * @argc: number of arguments
 * @argv: the command line: the program, options and files to import
 *
 * Opens the window, or hands the files to the window that is open already,
 * and runs until it is closed. The locale has been set up before.
 *
 * Returns: the status to exit with
 */
int
chatty_ui_run (int    argc,
               char **argv)
{
  g_autoptr (ChattyApplication) application = chatty_application_new ();

  g_set_application_name (_("Chatty Connectors"));
  return g_application_run (G_APPLICATION (application), argc, argv);
}
