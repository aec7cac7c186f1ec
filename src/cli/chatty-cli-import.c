/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chatty-cli-interrupt.h"
#include "chatty-cli-output.h"
#include "chatty-import-engine.h"
#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-workspace-pools.h"

static void
source_cb (ChattyImportSource *source,
           gpointer            user_data)
{
  const gpointer *data = user_data;

  g_ptr_array_add (data[0], chatty_import_order_new (source, data[1], FALSE));
}

static void
progress_cb (const ChattyImportProgress *progress,
             gpointer                    user_data)
{
  gint64 *last = user_data;
  gint64 now = g_get_monotonic_time ();

  if (now - *last < G_USEC_PER_SEC / 10 && progress->n_done < progress->n_files)
    return;
  *last = now;
  /* Translators: progress on one line of a terminal. */
  fprintf (stderr, _("\rImporting %u of %u …"), progress->n_done, progress->n_files);
  if (progress->n_done == progress->n_files)
    fputs ("\r\033[K", stderr);
  fflush (stderr);
}

static void
print_file (const ChattyReceiptFile *file)
{
  g_autofree char *name = chatty_text_display_name (file->name);
  guint stored = file->added + file->updated + file->unchanged + file->kept_both;

  if (stored == 0)
    return;
  chatty_cli_print ("%s: %s, ", name, chatty_platform_get_title (file->platform));
  chatty_cli_print (ngettext ("%u conversation, ", "%u conversations, ", stored), stored);
  chatty_cli_print (ngettext ("%lu turn", "%lu turns", (gulong) file->turns), (gulong) file->turns);
  if (file->added > 0)
    chatty_cli_print (_(", %u added"), file->added);
  if (file->updated > 0)
    chatty_cli_print (_(", %u updated"), file->updated);
  if (file->unchanged > 0)
    chatty_cli_print (_(", %u unchanged"), file->unchanged);
  if (file->kept_both > 0)
    chatty_cli_print (_(", %u edited here since and kept in both versions"), file->kept_both);
  chatty_cli_print ("\n");
  for (guint i = 0; i < file->notices->len; i++)
    {
      g_autofree char *notice = chatty_cli_safe_text (g_ptr_array_index (file->notices, i));

      chatty_cli_print ("  %s\n", notice);
    }
}

static void
print_receipt (ChattyReceipt *receipt)
{
  ChattyImportTotals totals;

  chatty_receipt_get_totals (receipt, &totals);
  for (guint i = 0; i < chatty_receipt_get_n_files (receipt); i++)
    print_file (chatty_receipt_get_file (receipt, i));
  chatty_cli_print (ngettext ("%u file: ", "%u files: ", totals.files), totals.files);
  chatty_cli_print (_("%u added, %u updated, %u unchanged, %u skipped\n"),
                    totals.added + totals.kept_both, totals.updated, totals.unchanged, totals.skipped);
}

/* The reader knows a file by its last name only. */
static gboolean
is_file_itself (const char *what,
                const char *name)
{
  g_autofree char *basename = g_path_get_basename (name);

  return strcmp (what, name) == 0 || strcmp (what, basename) == 0;
}

static void
print_problems (ChattyReceipt *receipt,
                const GError  *error)
{
  for (guint i = 0; i < chatty_receipt_get_n_files (receipt); i++)
    {
      const ChattyReceiptFile *file = chatty_receipt_get_file (receipt, i);
      g_autofree char *name = chatty_text_display_name (file->name);

      for (guint j = 0; j < file->skipped->len; j++)
        {
          const ChattyReceiptSkip *skip = g_ptr_array_index (file->skipped, j);

          if (is_file_itself (skip->what, file->name))
            chatty_cli_print_error ("%s: %s", name, skip->reason);
          else
            chatty_cli_print_error ("%s: %s: %s", name, skip->what, skip->reason);
        }
    }
  if (error != NULL)
    chatty_cli_print_error ("%s", error->message);
  if (chatty_receipt_get_n_not_reached (receipt) > 0)
    chatty_cli_print_error (ngettext ("%u file was not imported. Run the same import again to go "
                                      "on.",
                                      "%u files were not imported. Run the same import again to "
                                      "go on.",
                                      chatty_receipt_get_n_not_reached (receipt)),
                            chatty_receipt_get_n_not_reached (receipt));
}

static gboolean
check_choice (const char         *platform,
              const char         *character,
              ChattyImportChoice *choice)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *callsign = NULL;

  if (platform != NULL && chatty_platform_lookup (platform) == NULL)
    {
      g_autoptr (GString) known = g_string_new (NULL);
      guint n_platforms;
      const ChattyPlatform *platforms = chatty_platform_list (&n_platforms);

      for (guint i = 0; i < n_platforms; i++)
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", platforms[i].id);
      chatty_cli_usage ("import", _("There is no platform “%s”. Use one of %s."), platform,
                        known->str);
      return FALSE;
    }
  if (character != NULL)
    {
      g_autofree char *valid = chatty_text_make_valid (character, -1);

      callsign = chatty_callsign_for_name (valid, &error);
      if (callsign == NULL)
        {
          chatty_cli_usage ("import", "%s", error->message);
          return FALSE;
        }
    }
  chatty_import_choice_set (choice, platform, callsign);
  return TRUE;
}

/**
 * chatty_cli_import:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_import (char **argv)
{
  g_autofree char *platform = NULL;
  g_autofree char *character = NULL;
  g_autofree char *vault = NULL;
  g_auto (GStrv) files = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "platform", 0, 0, G_OPTION_ARG_FILENAME, &platform,
      N_("Where the conversations come from, instead of what is recognised"), N_("ID") },
    { "character", 0, 0, G_OPTION_ARG_FILENAME, &character,
      N_("Whose conversations they are; a new name makes a new callsign"), N_("CALLSIGN") },
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault, N_("The vault's folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the receipt as JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    { NULL },
  };
  g_auto (ChattyImportChoice) choice = { NULL, NULL };
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (ChattyReceipt) receipt = chatty_receipt_new ();
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_import_order_free);
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable;
  ChattyImportTotals totals;
  gint64 last = 0;
  guint n_files = 0;

  if (!chatty_cli_parse ("import", _("FILE…"),
                         _("Takes conversations from files and folders into the vault."),
                         entries, argv))
    return CHATTY_CLI_USAGE;
  if (files == NULL || files[0] == NULL)
    return chatty_cli_usage ("import", _("Say which files or folders to import."));
  if (!check_choice (platform, character, &choice))
    return CHATTY_CLI_USAGE;

  cancellable = chatty_cli_interrupt_get ();
  workspace = chatty_cli_open (vault, CHATTY_CLI_TO_WRITE, cancellable);
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (files[i]);
      gpointer data[] = { orders, &choice };

      chatty_import_expand (file, files[i],
                            chatty_vault_get_folder (chatty_workspace_get_vault (workspace)),
                            &n_files, source_cb, data, cancellable);
    }

  {
    static const ChattyImportChoice no_defaults = { NULL, NULL };
    const ChattyImportEngine engine = {
      .vault = chatty_workspace_get_vault (workspace),
      .reader = chatty_workspace_get_reader (workspace),
      .pool = chatty_workspace_get_pool (CHATTY_POOL_READ),
      .defaults = &no_defaults,
      .progress = isatty (STDERR_FILENO) ? progress_cb : NULL,
      .user_data = &last,
    };

    chatty_import_engine_run (&engine, orders, receipt, cancellable, &error);
  }

  if (json)
    {
      g_autofree char *text = chatty_receipt_to_json (receipt);

      chatty_cli_print_json (text);
    }
  else
    print_receipt (receipt);
  print_problems (receipt, error);
  chatty_receipt_get_totals (receipt, &totals);
  return error == NULL && totals.skipped == 0 ? CHATTY_CLI_DONE : CHATTY_CLI_FAILED;
}
