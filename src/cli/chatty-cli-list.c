/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-cli-interrupt.h"
#include "chatty-cli-output.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"

#define DEFAULT_LIMIT 50

static void
append_time (GString *string,
             gint64   time)
{
  g_autofree char *iso = time != CHATTY_TIME_NONE ? chatty_time_format_iso (time) : NULL;

  if (iso != NULL)
    chatty_json_append_quoted (string, iso);
  else
    g_string_append (string, "null");
}

static void
append_text (GString    *string,
             const char *text)
{
  g_autofree char *valid = text != NULL ? chatty_text_make_valid (text, -1) : NULL;

  if (valid != NULL)
    chatty_json_append_quoted (string, valid);
  else
    g_string_append (string, "null");
}

static void
append_transcript (GString                       *string,
                   const ChattyTranscriptSummary *summary)
{
  g_string_append (string, "{\"id\":");
  append_text (string, summary->id);
  g_string_append (string, ",\"title\":");
  append_text (string, summary->title);
  g_string_append (string, ",\"platform\":");
  append_text (string, summary->platform);
  g_string_append (string, ",\"character\":");
  append_text (string, summary->character);
  g_string_append (string, ",\"started\":");
  append_time (string, summary->started);
  g_string_append_printf (string, ",\"turns\":%u,\"path\":", summary->n_turns);
  append_text (string, summary->path);
  g_string_append_c (string, '}');
}

static void
print_transcript (const ChattyTranscriptSummary *summary)
{
  g_autofree char *title = chatty_text_display_name (summary->title);
  g_autofree char *id = chatty_text_display_name (summary->id);
  g_autofree char *iso = summary->started != CHATTY_TIME_NONE ? chatty_time_format_iso (summary->started) : NULL;

  chatty_cli_print ("%-10.10s  %-12s  %6u  %s  (%s)\n", iso != NULL ? iso : "-",
                    chatty_platform_get_title (summary->platform), summary->n_turns, title, id);
}

static gboolean
list_transcripts (ChattyVault   *vault,
                  gboolean       json,
                  GCancellable  *cancellable,
                  GError       **error)
{
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (GPtrArray) all = chatty_vault_list (vault, &query, cancellable, error);
  g_autoptr (GString) string = g_string_new ("{\"transcripts\":[");

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const ChattyTranscriptSummary *summary = g_ptr_array_index (all, i);

      if (!json)
        {
          print_transcript (summary);
          continue;
        }
      g_string_append (string, i > 0 ? ",\n" : "\n");
      append_transcript (string, summary);
    }
  g_string_append (string, "]}");
  if (json)
    chatty_cli_print_json (string->str);
  return TRUE;
}

/**
 * chatty_cli_list:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_list (char **argv)
{
  g_autofree char *vault = NULL;
  g_auto (GStrv) words = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault, N_("The vault's folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable;
  gboolean characters;

  if (!chatty_cli_parse ("list", "transcripts|characters|accounts",
                         _("Lists what is in the vault, or the accounts of this computer.\n\n"
                           "--json prints for characters {\"characters\": [{\"callsign\", "
                           "\"name\", \"description\", \"modified\", \"platforms\": "
                           "[{\"platform\", \"account\", \"remote\", \"state\", "
                           "\"changed_here\", \"changed_there\", \"agreed\"}], "
                           "\"transcripts\"}]}."),
                         entries, argv))
    return CHATTY_CLI_USAGE;
  if (words == NULL || words[0] == NULL || words[1] != NULL)
    return chatty_cli_usage ("list", _("Say what to list: transcripts, characters or accounts."));
  if (strcmp (words[0], "accounts") == 0)
    return chatty_cli_list_accounts (json);
  characters = strcmp (words[0], "characters") == 0;
  if (!characters && strcmp (words[0], "transcripts") != 0)
    return chatty_cli_usage ("list",
                             _("“%s” cannot be listed. Say transcripts, characters or accounts."),
                             words[0]);

  cancellable = chatty_cli_interrupt_get ();
  workspace = chatty_cli_open (vault, CHATTY_CLI_TO_READ, cancellable);
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;
  if (characters)
    return chatty_cli_list_characters (chatty_workspace_get_vault (workspace), json, cancellable);
  if (list_transcripts (chatty_workspace_get_vault (workspace), json, cancellable, &error))
    return CHATTY_CLI_DONE;
  chatty_cli_print_error ("%s", error->message);
  return CHATTY_CLI_FAILED;
}

static void
print_line (const char *label,
            const char *value)
{
  g_autofree char *safe = NULL;

  if (value == NULL || *value == '\0')
    return;
  safe = chatty_text_display_name (value);
  chatty_cli_print ("%s: %s\n", label, safe);
}

/* By name, and by what the other commands take. */
static void
print_character (ChattyVault            *vault,
                 const ChattyTranscript *transcript)
{
  const char *callsign = chatty_transcript_get_character (transcript);
  g_autofree char *name = callsign != NULL ? chatty_vault_dup_character_name (vault, callsign)
                                           : NULL;
  /* Translators: a character's name and callsign */
  g_autofree char *both = name != NULL ? g_strdup_printf (C_("character", "%s (%s)"), name, callsign)
                                       : NULL;

  print_line (_("Character"), both != NULL ? both : callsign);
}

static const char *
role_title (const ChattyTurn *turn)
{
  switch (chatty_turn_get_role (turn))
    {
    case CHATTY_ROLE_PERSON:
      return C_("role of a turn", "Person");
    case CHATTY_ROLE_ASSISTANT:
      return C_("role of a turn", "Assistant");
    case CHATTY_ROLE_SYSTEM:
      return C_("role of a turn", "System");
    case CHATTY_ROLE_TOOL:
      return C_("role of a turn", "Tool");
    case CHATTY_ROLE_NOTE:
      return C_("role of a turn", "Note");
    default:
      g_return_val_if_reached ("");
    }
}

static void
print_turn (const ChattyTurn *turn)
{
  g_autofree char *text = chatty_cli_safe_text (chatty_turn_get_text (turn));
  g_autofree char *author = NULL;
  g_autofree char *iso = NULL;
  gboolean bold = chatty_cli_can_style ();

  if (chatty_turn_get_author (turn) != NULL)
    author = chatty_text_display_name (chatty_turn_get_author (turn));
  if (chatty_turn_get_time (turn) != CHATTY_TIME_NONE)
    iso = chatty_time_format_iso (chatty_turn_get_time (turn));
  chatty_cli_print ("\n%s%s%s%s%s%s%s%s\n%s\n", bold ? "\033[1m" : "", role_title (turn),
                    author != NULL ? " (" : "", author != NULL ? author : "", author != NULL ? ")" : "",
                    iso != NULL ? ", " : "", iso != NULL ? iso : "", bold ? "\033[0m" : "", text);
}

/**
 * chatty_cli_show:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_show (char **argv)
{
  g_autofree char *vault_folder = NULL;
  g_auto (GStrv) words = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault_folder, N_("The vault's folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (ChattyCharacterRecord) character = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  GCancellable *cancellable;

  if (!chatty_cli_parse ("show", "ID",
                         _("Shows one transcript, of whose id the beginning is enough, or the "
                           "character of a callsign.\n\n"
                           "--json prints for a character {\"callsign\", \"modified\", "
                           "\"avatar\", \"character\", \"overrides\", \"documents\", "
                           "\"platforms\"}."), entries, argv))
    return CHATTY_CLI_USAGE;
  if (words == NULL || words[0] == NULL || words[1] != NULL)
    return chatty_cli_usage ("show", _("Say what to show: one id or callsign."));

  cancellable = chatty_cli_interrupt_get ();
  workspace = chatty_cli_open (vault_folder, CHATTY_CLI_TO_READ, cancellable);
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;
  character = chatty_cli_find_character (chatty_workspace_get_vault (workspace), words[0],
                                         cancellable, &error);
  if (character != NULL)
    return chatty_cli_show_character (character, json);
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

  if (json)
    {
      g_autoptr (JsonNode) node = chatty_transcript_to_json (transcript);
      g_autofree char *text = chatty_json_to_string (node, FALSE);

      chatty_cli_print_json (text);
      return CHATTY_CLI_DONE;
    }
  print_line (_("Title"), chatty_transcript_get_title (transcript));
  print_line (_("Id"), chatty_transcript_get_id (transcript));
  print_line (_("Platform"),
              chatty_platform_get_title (chatty_transcript_get_platform (transcript)));
  print_character (chatty_workspace_get_vault (workspace), transcript);
  print_line (_("Model"), chatty_transcript_get_model (transcript));
  if (chatty_transcript_get_started (transcript) != CHATTY_TIME_NONE)
    {
      g_autofree char *iso = chatty_time_format_iso (chatty_transcript_get_started (transcript));

      print_line (_("Started"), iso);
    }
  print_line (_("Source"), chatty_transcript_get_source_name (transcript));
  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    print_turn (chatty_transcript_get_turn (transcript, i));
  return CHATTY_CLI_DONE;
}

static void
append_hit (GString               *string,
            const ChattySearchHit *hit)
{
  g_autofree char *snippet = chatty_cli_snippet (hit->snippet != NULL ? hit->snippet : "", FALSE);

  g_string_append (string, "{\"id\":");
  append_text (string, hit->id);
  g_string_append (string, ",\"title\":");
  append_text (string, hit->title);
  g_string_append_printf (string, ",\"turn\":%u,\"snippet\":", hit->turn);
  append_text (string, snippet);
  g_string_append_c (string, '}');
}

static void
print_hit (const ChattySearchHit *hit)
{
  g_autofree char *title = chatty_text_display_name (hit->title);
  g_autofree char *id = chatty_text_display_name (hit->id);
  g_autofree char *snippet = chatty_cli_snippet (hit->snippet != NULL ? hit->snippet : "",
                                                 chatty_cli_can_style ());

  /* Translators: title, number of the turn, id. */
  chatty_cli_print (_("%s, turn %u (%s)\n  %s\n"), title, hit->turn + 1, id, snippet);
}

/**
 * chatty_cli_search:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_search (char **argv)
{
  g_autofree char *vault = NULL;
  g_auto (GStrv) words = NULL;
  gboolean json = FALSE;
  int limit = DEFAULT_LIMIT;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("How many hits at most (50)"), N_("N") },
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault, N_("The vault's folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GString) string = g_string_new ("{\"hits\":[");
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *query = NULL;
  GCancellable *cancellable;

  if (!chatty_cli_parse ("search", "QUERY",
                         _("Finds words, \"phrases in quotes\" and beginnings* in all "
                           "transcripts."), entries, argv))
    return CHATTY_CLI_USAGE;
  if (limit < 1)
    return chatty_cli_usage ("search", _("The limit must be a number from 1 on."));
  joined = words != NULL ? g_strjoinv (" ", words) : g_strdup ("");
  query = chatty_text_make_valid (joined, -1);
  g_strstrip (query);
  if (*query == '\0')
    return chatty_cli_usage ("search", _("Say what to look for."));

  cancellable = chatty_cli_interrupt_get ();
  workspace = chatty_cli_open (vault, CHATTY_CLI_TO_READ, cancellable);
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;
  hits = chatty_vault_search_turns (chatty_workspace_get_vault (workspace), query, (guint) limit,
                                    cancellable, &error);
  if (hits == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  for (guint i = 0; i < hits->len; i++)
    {
      const ChattySearchHit *hit = g_ptr_array_index (hits, i);

      if (!json)
        {
          print_hit (hit);
          continue;
        }
      g_string_append (string, i > 0 ? ",\n" : "\n");
      append_hit (string, hit);
    }
  g_string_append (string, "]}");
  if (json)
    chatty_cli_print_json (string->str);
  return CHATTY_CLI_DONE;
}
