/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "chatty-account-service.h"
#include "chatty-cli-interrupt.h"
#include "chatty-cli-output.h"
#include "chatty-cli-private.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-sync-work.h"

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  gboolean *shown = user_data;

  if (total <= 0)
    return;
  *shown = TRUE;
  fprintf (stderr, _("\rSyncing: %u of %u"), (guint) current, (guint) total);
  fflush (stderr);
}

static void
print_step (const ChattySyncStep *step,
            const char           *title,
            const char           *ending)
{
  g_autofree char *words = chatty_sync_step_dup_words (step, title);
  g_autofree char *safe = chatty_cli_safe_text (words);

  chatty_cli_print ("  %s%s\n", safe, ending);
}

static void
print_plan (ChattySyncPlan *plan,
            const char     *title)
{
  g_autofree char *summary = chatty_sync_plan_dup_summary (plan);

  chatty_cli_print ("%s: %s\n", title, summary);
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    print_step (chatty_sync_plan_get_step (plan, i), title, "");
}

static void
print_receipt (ChattySyncReceipt *receipt,
               const char        *title)
{
  for (guint i = 0; i < chatty_sync_receipt_get_n_results (receipt); i++)
    {
      const ChattySyncResult *result = chatty_sync_receipt_get_result (receipt, i);

      switch (result->outcome)
        {
        case CHATTY_SYNC_DONE:
          print_step (result->step, title, "");
          break;
        case CHATTY_SYNC_OPEN:
          /* Translators: after what would be done: a question of the sync that nobody answered */
          print_step (result->step, title, _(" (a question: answer it in the window)"));
          break;
        case CHATTY_SYNC_WAITING:
          /* Translators: after what is being done */
          print_step (result->step, title, _(" (not through yet: the next sync goes on)"));
          break;
        case CHATTY_SYNC_MOVED:
        case CHATTY_SYNC_UNSURE:
        case CHATTY_SYNC_NOT_DONE:
        case CHATTY_SYNC_NOT_REACHED:
        default:
          /* Translators: after what was not done */
          print_step (result->step, title, _(" (not done)"));
          break;
        }
    }
}

/* What went wrong, on standard error. */
static gboolean
tell_faults (ChattySyncPlan    *plan,
             ChattySyncReceipt *receipt,
             const char        *title)
{
  gboolean failed = FALSE;

  for (guint i = 0; i < chatty_sync_plan_get_n_brakes (plan); i++)
    {
      const ChattySyncBrake *brake = chatty_sync_plan_get_brake (plan, i);

      chatty_cli_print_error ("%s. %s.", brake->message, brake->remedy);
    }
  failed = chatty_sync_plan_is_blocked (plan);
  for (guint i = 0; i < chatty_sync_receipt_get_n_results (receipt); i++)
    {
      const ChattySyncResult *result = chatty_sync_receipt_get_result (receipt, i);

      if (result->outcome != CHATTY_SYNC_NOT_DONE && result->outcome != CHATTY_SYNC_MOVED &&
          result->outcome != CHATTY_SYNC_UNSURE && result->outcome != CHATTY_SYNC_NOT_REACHED)
        continue;
      failed = TRUE;
      if (result->message != NULL)
        chatty_cli_print_error ("%s: %s", result->step->name != NULL ? result->step->name : title,
                                result->message);
    }
  if (chatty_sync_receipt_get_end (receipt) != CHATTY_SYNC_END_COMPLETE && !failed)
    failed = TRUE;
  /* Of one that is held, the brakes said it. */
  if (failed && !chatty_sync_plan_is_blocked (plan) &&
      chatty_sync_receipt_get_message (receipt) != NULL)
    chatty_cli_print_error ("%s", chatty_sync_receipt_get_message (receipt));
  return failed;
}

static void
print_json (ChattyAccount     *account,
            gboolean           dry_run,
            ChattySyncPlan    *plan,
            ChattySyncReceipt *receipt)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "account", account->id);
  json_object_set_string_member (object, "platform", account->platform);
  json_object_set_boolean_member (object, "dry_run", dry_run);
  json_object_set_member (object, "plan", chatty_sync_plan_to_json (plan));
  if (dry_run)
    json_object_set_null_member (object, "receipt");
  else
    json_object_set_member (object, "receipt", chatty_sync_receipt_to_json (receipt));
  json_node_take_object (node, object);
  text = chatty_json_to_string (node, FALSE);
  chatty_cli_print_json (text);
}

/* Nobody is there to answer: questions stay open, brakes hold, and a locked
 * keyring is an error. */
static int
sync_account (ChattyWorkspace      *workspace,
              ChattyAccountService *service,
              ChattyAccount        *account,
              ChattySyncPolicy      policy,
              gboolean              dry_run,
              gboolean              json)
{
  g_autoptr (ChattySyncWork) work = chatty_sync_work_new (CHATTY_SYNC_JOB_AUTOMATIC, service,
                                                          account);
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  const char *title = chatty_platform_get_title (account->platform);
  gboolean shown = FALSE;

  work->policy = policy;
  work->new_too = TRUE;
  receipt = chatty_sync_work_now (work, chatty_workspace_get_vault (workspace), dry_run, &plan,
                                  isatty (STDERR_FILENO) ? progress_cb : NULL, &shown,
                                  chatty_cli_interrupt_get (), &error);
  if (shown)
    fputs ("\r\033[K", stderr);
  if (receipt == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  if (json)
    print_json (account, dry_run, plan, receipt);
  else if (dry_run)
    print_plan (plan, title);
  else
    print_receipt (receipt, title);
  return tell_faults (plan, receipt, title) ? CHATTY_CLI_FAILED : CHATTY_CLI_DONE;
}

/**
 * chatty_cli_sync:
 * @argv: (array zero-terminated=1): the command and what follows it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_sync (char **argv)
{
  g_autofree char *vault = NULL;
  g_autofree char *policy_name = NULL;
  g_auto (GStrv) words = NULL;
  gboolean dry_run = FALSE;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Say what would be done, and do nothing"),
      NULL },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &policy_name,
      N_("Who wins where both sides changed a field (newest)"), "newest|ask|mine|theirs" },
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &vault, N_("The vault's folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the plan and the receipt as JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  g_autoptr (ChattyAccountService) service = NULL;
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;
  ChattySyncPolicy policy = CHATTY_SYNC_NEWEST;

  if (!chatty_cli_parse ("sync", "ACCOUNT",
                         _("Makes the characters of the vault and of an account the same. Questions "
                           "are left open; values that are replaced stay in the history.\n\n"
                           "--json prints {\"account\", \"platform\", \"dry_run\", \"plan\", "
                           "\"receipt\"}."),
                         entries, argv))
    return CHATTY_CLI_USAGE;
  if (words == NULL || words[0] == NULL || words[1] != NULL)
    return chatty_cli_usage ("sync", _("Say which account: its name or its id."));
  if (policy_name != NULL && !chatty_sync_policy_from_string (policy_name, &policy))
    return chatty_cli_usage ("sync", _("“%s” is no policy. Say newest, ask, mine or theirs."),
                             policy_name);

  service = chatty_account_service_new_default ();
  account = chatty_account_service_find (service, words[0], &error);
  if (account == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  workspace = chatty_cli_open (vault, CHATTY_CLI_TO_WRITE, chatty_cli_interrupt_get ());
  if (workspace == NULL)
    return CHATTY_CLI_FAILED;
  return sync_account (workspace, service, account, policy, dry_run, json);
}
