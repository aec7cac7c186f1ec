/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chatty-character-calls.h"
#include "chatty-cli-interrupt.h"
#include "chatty-cli-output.h"
#include "chatty-text.h"

#define MAX_NAME_BYTES 96

/* A file in @folder that is not there yet, named after what is in it. */
static GFile *
free_name (GFile      *folder,
           const char *title,
           const char *ending)
{
  g_autofree char *stem = chatty_text_safe_name (title, MAX_NAME_BYTES);

  for (guint i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s.%s", stem, ending)
                                     : g_strdup_printf ("%s (%u).%s", stem, i, ending);
      g_autoptr (GFile) file = g_file_get_child (folder, name);

      if (!g_file_query_exists (file, NULL))
        return g_steal_pointer (&file);
    }
}

static int
write_file (const char   *output,
            const char   *title,
            const char   *ending,
            const char   *text,
            gsize         length,
            GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (output);
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = chatty_text_display_name (output);

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    {
      g_autoptr (GFile) folder = g_steal_pointer (&file);

      file = free_name (folder, title, ending);
    }
  if (g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               cancellable, &error))
    return CHATTY_CLI_DONE;
  chatty_cli_print_error (_("%s: It cannot be written: %s"), shown, error->message);
  return CHATTY_CLI_FAILED;
}

static int
write_standard_output (const char *text,
                       gsize       length)
{
  /* A program gets every byte; a terminal gets what is safe on it. */
  if (isatty (STDOUT_FILENO))
    {
      g_autofree char *safe = chatty_cli_safe_text (text);

      chatty_cli_print ("%s", safe);
    }
  else
    fwrite (text, 1, length, stdout);
  return chatty_cli_flush () ? CHATTY_CLI_DONE : CHATTY_CLI_FAILED;
}

static int
write_out (const char   *output,
           const char   *title,
           const char   *ending,
           const char   *text,
           gsize         length,
           GCancellable *cancellable)
{
  if (output != NULL && strcmp (output, "-") != 0)
    return write_file (output, title, ending, text, length, cancellable);
  return write_standard_output (text, length);
}

static int
export_character (ChattyCharacterRecord *record,
                  const char            *format,
                  const char            *output,
                  GCancellable          *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (strcmp (format, "card") == 0)
    {
      chatty_cli_print_error (_("This version writes no cards. --format json keeps everything of a "
                                "character."));
      return CHATTY_CLI_FAILED;
    }
  text = chatty_workspace_format_character (record,
                                            strcmp (format, "json") == 0
                                              ? CHATTY_CHARACTER_FILE_JSON
                                              : CHATTY_CHARACTER_FILE_MARKDOWN,
                                            &length, &error);
  if (text == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  return write_out (output,
                    chatty_character_get_name (chatty_character_record_get_character (record)),
                    format, text, length, cancellable);
}

/**
 * chatty_cli_export:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_export (char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *output = NULL;
  g_autofree char *vault = NULL;
  g_auto (GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &format,
      N_("The form: md, json, or card for a character"), "md|json|card" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output,
      N_("Where to write it; standard output otherwise"), N_("FILE") },
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault, N_("The vault's folder"), N_("DIR") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (ChattyCharacterRecord) character = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  GCancellable *cancellable;
  gsize length;

  if (!chatty_cli_parse ("export", "ID",
                         _("Writes one transcript, of whose id the beginning is enough, or the "
                           "character of a callsign to a file."),
                         entries, argv))
    return CHATTY_CLI_USAGE;
  if (format == NULL ||
      (strcmp (format, "md") != 0 && strcmp (format, "json") != 0 && strcmp (format, "card") != 0))
    return chatty_cli_usage ("export",
                             _("Say in which form: --format md, --format json or --format card."));
  if (words == NULL || words[0] == NULL || words[1] != NULL)
    return chatty_cli_usage ("export", _("Say what to export: one id or callsign."));

  cancellable = chatty_cli_interrupt_get ();
  workspace = chatty_cli_open (vault, CHATTY_CLI_TO_READ, cancellable);
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;
  character = chatty_cli_find_character (chatty_workspace_get_vault (workspace), words[0],
                                         cancellable, &error);
  if (character != NULL)
    return export_character (character, format, output, cancellable);
  if (error == NULL)
    id = chatty_cli_resolve (chatty_workspace_get_vault (workspace), words[0], cancellable,
                             &error);
  if (id != NULL)
    transcript = chatty_vault_load (chatty_workspace_get_vault (workspace), id, cancellable,
                                    &error);
  if (transcript == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  if (strcmp (format, "card") == 0)
    {
      chatty_cli_print_error (_("“%s” is a transcript, and cards are for characters. Use --format "
                                "md or --format json."), id);
      return CHATTY_CLI_FAILED;
    }

  text = chatty_workspace_format_transcript (transcript,
                                             strcmp (format, "json") == 0 ? CHATTY_EXPORT_JSON : CHATTY_EXPORT_MARKDOWN,
                                             &length);
  return write_out (output, chatty_transcript_get_title (transcript), format, text, length,
                    cancellable);
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  gint64 *last = user_data;
  gint64 now = g_get_monotonic_time ();

  if (now - *last < G_USEC_PER_SEC / 10 || total <= 0)
    return;
  *last = now;
  fprintf (stderr, _("\rReading the vault: %u %%"),
           (guint) (CLAMP ((double) current / (double) total, 0, 1) * 100));
  fflush (stderr);
}

/**
 * chatty_cli_reindex:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_reindex (char **argv)
{
  g_autofree char *vault_folder = NULL;
  g_auto (GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault_folder, N_("The vault's folder"), N_("DIR") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable;
  ChattyVault *vault;
  gint64 last = 0;

  if (!chatty_cli_parse ("reindex", "", _("Builds the search index anew from the vault's files."),
                         entries, argv))
    return CHATTY_CLI_USAGE;
  if (words != NULL && words[0] != NULL)
    return chatty_cli_usage ("reindex", _("“%s” is not understood here."), words[0]);

  cancellable = chatty_cli_interrupt_get ();
  workspace = chatty_cli_open (vault_folder, CHATTY_CLI_TO_REINDEX, cancellable);
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;
  vault = chatty_workspace_get_vault (workspace);
  if (chatty_vault_reindex (vault, TRUE, isatty (STDERR_FILENO) ? progress_cb : NULL, &last,
                            cancellable, &error))
    all = chatty_vault_list (vault, &query, cancellable, &error);
  if (last > 0)
    fputs ("\r\033[K", stderr);
  if (all == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  chatty_cli_print (ngettext ("%u transcript is in the index.\n",
                              "%u transcripts are in the index.\n", all->len),
                    all->len);
  return CHATTY_CLI_DONE;
}
