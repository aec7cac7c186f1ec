/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "chatty-cli-output.h"
#include "chatty-cli-private.h"
#include "chatty-error.h"
#include "chatty-text.h"

/* How many candidates are named when an id is ambiguous. */
#define MAX_CANDIDATES 5

static int print_help    (char **argv);
static int print_version (char **argv);

static const struct {
  const char  *name;
  int        (*run) (char **argv);
  const char  *help;   /* NULL: not listed */
} commands[] = {
  { "import", chatty_cli_import, N_("take conversations from files and folders into the vault") },
  { "list", chatty_cli_list, N_("list transcripts, characters or accounts") },
  { "show", chatty_cli_show, N_("show one transcript or character") },
  { "search", chatty_cli_search, N_("find words in all transcripts") },
  { "export", chatty_cli_export, N_("write one transcript or character to a file") },
  { "reindex", chatty_cli_reindex, N_("build the search index anew") },
  { "test", chatty_cli_test, N_("ask whether the key of an account is good") },
  { "sync", chatty_cli_sync, N_("make characters here and on a platform the same") },
  { "help", print_help, NULL },
  { "--help", print_help, NULL },
  { "-h", print_help, NULL },
  { "--version", print_version, NULL },
};

static int
print_help (char **argv)
{
  chatty_cli_print (_("Usage:\n  %s [FILE…]\n  %s COMMAND [OPTION…] …\n\n"
                      "Without a command the window opens; files are offered for "
                      "import.\n\nCommands:\n"),
                    PACKAGE_NAME, PACKAGE_NAME);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].help != NULL)
      chatty_cli_print ("  %-10s %s\n", commands[i].name, _(commands[i].help));
  chatty_cli_print (_("\n“%s COMMAND --help” says more about each.\n"), PACKAGE_NAME);
  return CHATTY_CLI_DONE;
}

static int
print_version (char **argv)
{
  chatty_cli_print ("%s %s\n", PACKAGE_NAME, PACKAGE_VERSION);
  return CHATTY_CLI_DONE;
}

/**
 * chatty_cli_usage:
 * @command: the command that was called
 * @format: what is wrong with the command line, translated
 * @...: arguments for @format
 *
 * Returns: what the program answers then
 */
int
chatty_cli_usage (const char *command,
                  const char *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  chatty_cli_print_error ("%s: %s", command, message);
  return CHATTY_CLI_USAGE;
}

/**
 * chatty_cli_parse:
 * @command: its name
 * @arguments: what follows the options, for the help
 * @summary: what it does, translated
 * @entries: its options; texts are file names, because those are never
 *   converted from the locale
 * @argv: (array zero-terminated=1): what was given, the command first
 *
 * Returns: whether the options were understood; otherwise the reason was told
 */
gboolean
chatty_cli_parse (const char          *command,
                  const char          *arguments,
                  const char          *summary,
                  const GOptionEntry  *entries,
                  char               **argv)
{
  g_autofree char *parameters = g_strdup_printf ("%s", arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autofree char *name = g_strdup_printf ("%s %s", PACKAGE_NAME, command);
  g_auto (GStrv) copy = g_strdupv (argv);
  g_autoptr (GError) error = NULL;

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse_strv (context, &copy, &error))
    return TRUE;
  chatty_cli_usage (command, _("%s. “%s --help” shows what can be given."), error->message, name);
  return FALSE;
}

/* The folder that the person chose in the settings; without the schema (a
 * build that is not installed) there are no settings. */
static GFile *
dup_settings_folder (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *folder = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "com.chatty.Connectors", TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, "vault-folder"))
    return NULL;
  settings = g_settings_new_full (schema, NULL, SETTINGS_PATH);
  folder = g_settings_get_string (settings, "vault-folder");
  return *folder != '\0' ? g_file_new_for_commandline_arg (folder) : NULL;
}

/**
 * chatty_cli_open:
 * @folder: (nullable): what --vault said
 * @purpose: what for
 * @cancellable: (nullable): stops it
 *
 * Returns: (transfer full) (nullable): the open vault; when %NULL, the reason
 *   was told
 */
ChattyWorkspace *
chatty_cli_open (const char       *folder,
                 ChattyCliPurpose  purpose,
                 GCancellable     *cancellable)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_new;

  file = folder != NULL ? g_file_new_for_path (folder) : dup_settings_folder ();
  if (file == NULL)
    file = chatty_workspace_dup_default_folder ();
  is_new = folder != NULL && purpose != CHATTY_CLI_TO_WRITE && !g_file_query_exists (file, NULL);
  workspace = chatty_workspace_open (file, cancellable, &error);
  if (workspace != NULL && is_new)
    {
      g_autofree char *name = chatty_text_display_name (folder);

      chatty_cli_print_error (_("There was no vault in “%s”; an empty one was made."), name);
    }
  if (workspace != NULL &&
      (purpose != CHATTY_CLI_TO_READ ||
       chatty_vault_wait_index (chatty_workspace_get_vault (workspace), cancellable, &error)))
    return g_steal_pointer (&workspace);
  chatty_cli_print_error ("%s", error->message);
  return NULL;
}

/**
 * chatty_cli_resolve:
 * @vault: an open vault
 * @id: an id, or the beginning of one
 * @cancellable: (nullable): stops it
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: (transfer full) (nullable): the id of the one transcript that is
 *   meant
 */
char *
chatty_cli_resolve (ChattyVault   *vault,
                    const char    *id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (ChattyTranscriptSummary) exact = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  exact = chatty_vault_lookup (vault, id, &local_error);
  if (exact != NULL)
    return g_strdup (exact->id);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  all = chatty_vault_list (vault, &query, cancellable, error);
  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len && *id != '\0'; i++)
    {
      ChattyTranscriptSummary *summary = g_ptr_array_index (all, i);

      if (g_str_has_prefix (summary->id, id))
        g_ptr_array_add (found, summary->id);
    }
  if (found->len == 1)
    return g_strdup (g_ptr_array_index (found, 0));

  for (guint i = 0; i < MIN (found->len, MAX_CANDIDATES); i++)
    g_string_append_printf (names, "\n  %s", (char *) g_ptr_array_index (found, i));
  if (found->len > MAX_CANDIDATES)
    g_string_append (names, "\n  …");
  if (found->len > 1)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                 _("The ids of several transcripts begin with “%s”. Give more of the one that you "
                   "mean:%s"),
                 id, names->str);
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 _("No transcript has the id “%s”. “%s list transcripts” shows them all."),
                 id, PACKAGE_NAME);
  return NULL;
}

/**
 * chatty_cli_is_command:
 * @word: the first argument of the program
 *
 * Returns: whether it is a command, and not a file to open
 */
gboolean
chatty_cli_is_command (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (word, commands[i].name) == 0)
      return TRUE;
  return FALSE;
}

/**
 * chatty_cli_run:
 * @argc: how many words
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Runs a command without a display.
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_run (int    argc,
                char **argv)
{
  /* A reader that goes away is told by write(), so that an import is not
   * ended in the middle by it. */
  signal (SIGPIPE, SIG_IGN);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[0], commands[i].name) == 0)
      {
        int result;

        result = commands[i].run (argv);
        if (!chatty_cli_flush () && result == CHATTY_CLI_DONE)
          result = CHATTY_CLI_FAILED;
        return result;
      }
  g_return_val_if_reached (CHATTY_CLI_USAGE);
}
