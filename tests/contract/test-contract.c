/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>

#include "contract.h"

/* Subprocesses of the suite are started without arguments. */
#define VARIABLE "CHATTY_CONTRACT_PLATFORM"

int
main (int   argc,
      char *argv[])
{
  const ContractPlatform *platform;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  /* They look for secrets in all that can be printed. */
  if (g_test_subprocess ())
    g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  if (argc > 1)
    g_setenv (VARIABLE, argv[1], TRUE);
  platform = g_getenv (VARIABLE) != NULL ? contract_platform (g_getenv (VARIABLE)) : NULL;
  if (platform == NULL)
    {
      g_printerr ("say which platform\n");
      return 2;
    }

  contract_add_account (platform);
  contract_add_characters (platform);
  contract_add_operations (platform);
  contract_add_talk (platform);
  contract_add_answers (platform);
  contract_add_speech (platform);
  contract_add_knowledge (platform);
  contract_add_uploads (platform);
  contract_add_corpora (platform);
  contract_add_passages (platform);
  contract_add_records (platform);
  contract_add_pace (platform);
  contract_add_cancelling (platform);
  contract_add_faults (platform);
  contract_add_secrets (platform);
  return g_test_run ();
}
