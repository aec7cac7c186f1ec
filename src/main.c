/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "chatty-cli.h"
#include "chatty-redact.h"
#include "chatty-ui.h"

int
main (int    argc,
      char **argv)
{
  /* Libraries log too, and do not know what is secret. */
  g_log_set_writer_func (chatty_redact_log_writer, NULL, NULL);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc > 1 && chatty_cli_is_command (argv[1]))
    return chatty_cli_run (argc - 1, argv + 1);

  return chatty_ui_run (argc, argv);
}
