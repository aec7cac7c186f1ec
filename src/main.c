/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sys/resource.h>

#include "chatty-cli.h"
#include "chatty-redact.h"
#include "chatty-ui.h"

/* What a crash leaves behind would hold keys. Our own copies lie in memory that
 * is not dumped, but not those in the buffers of HTTP, TLS and D-Bus. One byte
 * rather than none: Linux heeds that also where dumps go to a program, as with
 * systemd-coredump. PR_SET_DUMPABLE is no way to it, since it makes /proc/PID
 * belong to root, and the portals look there to see who asks. It is so in
 * every profile, because those who develop have keys too; a debugger needs no
 * dump, and prlimit raises the limit again. */
static void
leave_no_core (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, 1);
  setrlimit (RLIMIT_CORE, &limit);
}

int
main (int    argc,
      char **argv)
{
  leave_no_core ();
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
