/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli-private.h"

#include <glib/gi18n-lib.h>

#include "chatty-account-service.h"
#include "chatty-cli-interrupt.h"
#include "chatty-cli-output.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"

static void
append_member (GString    *string,
               const char *member,
               const char *value)
{
  g_autofree char *valid = value != NULL ? chatty_text_make_valid (value, -1) : NULL;

  if (string->str[string->len - 1] != '{')
    g_string_append_c (string, ',');
  g_string_append_printf (string, "\"%s\":", member);
  if (valid != NULL)
    chatty_json_append_quoted (string, valid);
  else
    g_string_append (string, "null");
}

static void
append_flag (GString    *string,
             const char *member,
             gboolean    value)
{
  g_string_append_printf (string, ",\"%s\":%s", member, value ? "true" : "false");
}

/* How much of its platform an account can have; stable names. */
static const char *
get_tier (const ChattyAccount *account)
{
  static const char *const names[] = {
    [CHATTY_TIER_FULL] = "full",
    [CHATTY_TIER_BROWSER] = "browser",
    [CHATTY_TIER_CHAT] = "chat",
    [CHATTY_TIER_IMPORT] = "import",
  };
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (account->platform);

  return info != NULL ? names[info->tier] : NULL;
}

/* A key that was kept for one run of the window is not here. */
static gboolean
needs_key (const ChattyAccount *account)
{
  return chatty_account_needs_key (account) || !account->remembered;
}

static void
append_account (GString             *string,
                const ChattyAccount *account)
{
  g_autofree char *checked = account->checked != CHATTY_TIME_NONE
                             ? chatty_time_format_iso (account->checked) : NULL;

  g_string_append_c (string, '{');
  append_member (string, "id", account->id);
  append_member (string, "platform", account->platform);
  append_member (string, "tier", get_tier (account));
  append_member (string, "name", account->name);
  append_member (string, "state", chatty_account_state_to_string (account->state));
  append_flag (string, "paused", account->paused);
  append_flag (string, "remembered", account->remembered);
  append_flag (string, "needs_key", needs_key (account));
  append_member (string, "plan", account->plan);
  append_member (string, "verdict", account->verdict);
  append_member (string, "checked", checked);
  g_string_append_c (string, '}');
}

/* The state as a person reads it. */
static const char *
state_words (const ChattyAccount *account)
{
  if (account->state == CHATTY_ACCOUNT_DISCONNECTED)
    return C_("state of an account", "not connected");
  if (needs_key (account))
    return C_("state of an account", "needs its key");
  if (account->paused)
    return C_("state of an account", "paused");
  if (account->state == CHATTY_ACCOUNT_VERIFIED)
    return C_("state of an account", "connected");
  return C_("state of an account", "not verified");
}

/**
 * chatty_cli_list_accounts:
 * @json: whether to print JSON
 *
 * Neither the keyring nor the network is asked.
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_list_accounts (gboolean json)
{
  g_autoptr (ChattyAccountService) service = chatty_account_service_new_default ();
  g_autoptr (GString) string = g_string_new ("{\"accounts\":[");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = chatty_account_service_list (service, &error);

  if (accounts == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }

  for (guint i = 0; i < accounts->len; i++)
    {
      const ChattyAccount *account = accounts->pdata[i];
      g_autofree char *name = chatty_text_display_name (account->name);

      if (!json)
        {
          chatty_cli_print ("%s  %-12s  %-14s  %s\n", account->id,
                            chatty_platform_get_title (account->platform),
                            state_words (account), name);
          continue;
        }
      g_string_append (string, i > 0 ? ",\n" : "\n");
      append_account (string, account);
    }
  g_string_append (string, "]}");
  if (json)
    chatty_cli_print_json (string->str);
  return CHATTY_CLI_DONE;
}

/**
 * chatty_cli_test:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Asks the platform whether an account's key is good. Nobody is asked for
 * anything: a locked keyring is an error.
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_test (char **argv)
{
  g_auto (GStrv) words = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  g_autoptr (ChattyAccountService) service = NULL;
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  gboolean good;

  if (!chatty_cli_parse ("test", "ACCOUNT", _("Asks the platform whether an account’s key is good."),
                         entries, argv))
    return CHATTY_CLI_USAGE;
  if (words == NULL || words[0] == NULL || words[1] != NULL)
    return chatty_cli_usage ("test", _("Say which account: its name or its id."));

  service = chatty_account_service_new_default ();
  account = chatty_account_service_find (service, words[0], &error);
  if (account != NULL)
    verdict = chatty_account_service_test (service, account->id, CHATTY_SECRET_QUIET,
                                           chatty_cli_interrupt_get (), &error);
  if (verdict == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }

  good = verdict->kind == CHATTY_VERDICT_WORKS || verdict->kind == CHATTY_VERDICT_LIMITED;
  said = chatty_verdict_describe (verdict, chatty_platform_get_title (account->platform));
  if (json)
    {
      g_autoptr (GString) string = g_string_new ("{");

      append_member (string, "account", account->id);
      append_member (string, "verdict", chatty_verdict_kind_to_string (verdict->kind));
      append_flag (string, "good", good);
      append_member (string, "plan", verdict->plan);
      append_member (string, "message", said);
      append_member (string, "detail", verdict->detail);
      g_string_append_c (string, '}');
      chatty_cli_print_json (string->str);
    }
  else if (good)
    chatty_cli_print ("%s\n", said);

  if (!good)
    chatty_cli_print_error ("%s%s%s", said, verdict->detail != NULL ? ": " : "",
                            verdict->detail != NULL ? verdict->detail : "");
  return good ? CHATTY_CLI_DONE : CHATTY_CLI_FAILED;
}
