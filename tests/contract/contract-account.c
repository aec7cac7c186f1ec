/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* What a person is told, what a credential is worth, and where it goes. */

static void
test_consent (const ContractPlatform *platform)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);

  g_assert_nonnull (info);
  g_assert_cmpuint (strlen (chatty_connector_info_get_summary (info)), >, 10);
  g_assert_cmpuint (chatty_connector_info_get_n_endpoints (info), >=, 1);
  for (guint i = 0; i < CHATTY_N_CONSENTS; i++)
    {
      const char *text = chatty_connector_info_get_consent (info, i);

      g_assert_nonnull (text);
      g_assert_cmpuint (strlen (text), >, 40);
      g_assert_true (g_str_has_suffix (text, "."));
    }
  g_assert_true (g_str_has_prefix (info->key_page, "https://"));
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    {
      g_assert_true (g_str_has_prefix (info->endpoints[i].address, "https://"));
      g_assert_true ((info->endpoints[i].header != NULL) ==
                     (info->endpoints[i].role == CHATTY_ENDPOINT_CALLS));
    }
  g_assert_false (info->endpoints[0].optional);
}

static ChattyVerdictKind
verdict_of (Contract *contract)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVerdict) verdict = chatty_connector_test (contract->connector, NULL, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  words = chatty_verdict_describe (verdict, chatty_connector_get_title (contract->connector));
  g_assert_cmpuint (strlen (words), >, 10);
  if (verdict->detail != NULL)
    g_assert_null (strstr (verdict->detail, CONTRACT_KEY));
  return verdict->kind;
}

static void
test_works (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVerdict) verdict = chatty_connector_test (contract->connector, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (verdict->kind, ==, CHATTY_VERDICT_WORKS);
  /* Whoever tells the usage tells whose it is. */
  if (chatty_connector_has_usage (contract->connector))
    {
      g_assert_nonnull (verdict->plan);
      g_assert_nonnull (verdict->account);
    }
  g_assert_cmpuint (verdict->wait_seconds, ==, 0);
}

static void
test_limited (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new_plan (platform, CHATTY_SIMULATOR_PLAN_INDIE);

  g_assert_cmpint (verdict_of (contract), ==, CHATTY_VERDICT_LIMITED);
}

static void
test_refused (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  chatty_simulator_remove_key (contract->simulator, CONTRACT_KEY);
  g_assert_cmpint (verdict_of (contract), ==, CHATTY_VERDICT_REFUSED);
}

static void
test_no_credit (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  chatty_simulator_set_usage (contract->simulator, CONTRACT_KEY, 3000, 3000);
  if (!chatty_connector_has_usage (contract->connector))
    chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_NO_CREDIT, 1, 0);
  g_assert_cmpint (verdict_of (contract), ==, CHATTY_VERDICT_NO_CREDIT);
}

/* Both forms of a key are the same account, and the header has one of them. */
static void
test_pair (const ContractPlatform *platform)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) CONTRACT_PAIR,
                                              strlen (CONTRACT_PAIR));
  const char *const forms[] = { CONTRACT_PAIR, encoded };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autofree char *line = g_strconcat ("Authorization: Basic ", encoded, "\n", NULL);

      chatty_simulator_add_key (contract->simulator, CONTRACT_PAIR,
                                CHATTY_SIMULATOR_PLAN_SELECTED);
      contract_disconnect (contract);
      contract->connector = contract_connect (contract, platform->hosts[0], forms[i]);
      g_assert_cmpint (verdict_of (contract), ==, CHATTY_VERDICT_WORKS);
      g_assert_true (chatty_simulator_received (contract->simulator, platform->hosts[0], line));
      /* Neither half is in the journal, whatever way it is written. */
      {
        g_autofree char *journal = chatty_exchange_journal_to_text (contract->journal);

        g_assert_null (strstr (journal, encoded));
        g_assert_null (strstr (journal, CONTRACT_PAIR));
      }
    }
}

static void
test_rate_limited (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_RATE_LIMITED, CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyVerdict) verdict = NULL;

      chatty_simulator_set_fault (contract->simulator, "*", faults[i], 1, 0);
      verdict = chatty_connector_test (contract->connector, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (verdict->kind, ==, CHATTY_VERDICT_RATE_LIMITED);
      g_assert_cmpuint (verdict->wait_seconds, >=, 25);
      g_assert_cmpuint (verdict->wait_seconds, <=, 31);
    }
}

/* Trouble of the server never says that the key is bad. */
static void
test_server_trouble (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_SERVER_ERROR, CHATTY_SIMULATOR_FAULT_BAD_GATEWAY,
    CHATTY_SIMULATOR_FAULT_UNAVAILABLE, CHATTY_SIMULATOR_FAULT_WEB_PAGE,
    CHATTY_SIMULATOR_FAULT_REDIRECT, CHATTY_SIMULATOR_FAULT_DEEP_JSON,
    CHATTY_SIMULATOR_FAULT_EMPTY_BODY, CHATTY_SIMULATOR_FAULT_DROP,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      ChattyVerdictKind kind;

      g_test_message ("%s", chatty_simulator_fault_name (faults[i]));
      chatty_simulator_set_fault (contract->simulator, "*", faults[i], 1, 0);
      kind = verdict_of (contract);
      /* A page that is none of the platform's may come from the network. */
      g_assert_true (kind == CHATTY_VERDICT_SERVER_TROUBLE || kind == CHATTY_VERDICT_UNREACHABLE);
    }
}

static void
test_unreachable (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  contract_disconnect (contract);
  contract->connector = contract_connect (contract, CHATTY_SIMULATOR_CLOSED, CONTRACT_KEY);
  g_assert_cmpint (verdict_of (contract), ==, CHATTY_VERDICT_UNREACHABLE);
}

static void
test_bad_certificate (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  ChattyVerdictKind kind;

  contract_disconnect (contract);
  contract->connector = contract_connect (contract, CHATTY_SIMULATOR_BAD_TLS, CONTRACT_KEY);
  kind = verdict_of (contract);
  g_assert_true (kind == CHATTY_VERDICT_SERVER_TROUBLE || kind == CHATTY_VERDICT_UNREACHABLE);
  g_assert_false (chatty_simulator_received (contract->simulator, CHATTY_SIMULATOR_BAD_TLS,
                                             CONTRACT_KEY));
}

static void
test_usage (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyUsage) usage = NULL;
  g_autoptr (GError) error = NULL;

  if (!chatty_connector_has_usage (contract->connector))
    {
      g_test_skip ("the platform does not tell the usage");
      return;
    }
  chatty_simulator_set_usage (contract->simulator, CONTRACT_KEY, 12, 3000);
  usage = chatty_connector_usage (contract->connector, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (usage->plan);
  g_assert_cmpuint (usage->n_metrics, >, 0);
  g_assert_cmpfloat (usage->metrics[0].used, ==, 12);
  g_assert_cmpfloat (usage->metrics[0].limit, ==, 3000);
}

/* What the plan does not include is said to be a matter of the plan, and not
 * of the key, and nothing is done. A higher plan takes nothing away. */
static void
test_plans (const ContractPlatform *platform)
{
  guint n_before = 0;

  for (guint plan = CHATTY_SIMULATOR_PLAN_INDIE; plan <= CHATTY_SIMULATOR_PLAN_SELECTED; plan++)
    {
      guint n_done = 0;

      for (guint i = 0; i < contract_n_verbs (); i++)
        {
          g_autoptr (Contract) contract = contract_new_plan (platform, plan);
          const ContractVerb *verb = &contract_verbs ()[i];
          guint n_characters = contract_characters (contract);
          guint n_documents = contract_documents (contract);
          g_autoptr (GError) error = NULL;

          if (!verb->can (contract))
            continue;
          if (verb->run (contract, NULL, &error))
            {
              n_done++;
              continue;
            }
          g_test_message ("plan %u, %s: %s", plan, verb->name, error->message);
          /* There is nothing to forget on the plans that remember nothing. */
          if (contract->note == NULL && g_str_equal (verb->name, "forget-note") &&
              plan > CHATTY_SIMULATOR_PLAN_INDIE)
            continue;
          contract_check_error (error);
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
          g_assert_cmpuint (contract_characters (contract), ==, n_characters);
          g_assert_cmpuint (contract_documents (contract), ==,
                            n_documents);
        }
      g_assert_cmpuint (n_done, >=, n_before);
      g_assert_true (plan == CHATTY_SIMULATOR_PLAN_INDIE || n_done > 0);
      n_before = n_done;
    }
}

/* A key goes to the hosts that it is bound to, in the header of each. */
static void
test_binding (const ContractPlatform *platform)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);
  g_autoptr (Contract) contract = contract_new (platform);
  const char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };
  const char *moved[CHATTY_MAX_ENDPOINTS] = { "http://127.0.0.1:9" };
  g_autoptr (ChattySecret) secret = chatty_secret_new (CONTRACT_KEY, -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (GError) error = NULL;
  ChattyConnectorAccess access = { .addresses = { NULL } };

  g_assert_cmpstr (chatty_connector_info_get_address (info, addresses, 0), ==,
                   info->endpoints[0].address);
  /* What is elsewhere is not taken along, what is at the same place is. */
  for (guint i = 1; i < chatty_connector_info_get_n_endpoints (info); i++)
    g_assert_cmpstr (chatty_connector_info_get_address (info, moved, i), ==,
                     g_str_equal (info->endpoints[i].address, info->endpoints[0].address)
                     ? moved[0] : NULL);

  /* Made for the platform's own address, and used with another. */
  authorizer = chatty_connector_info_create_key_authorizer (info, addresses, secret, &error);
  g_assert_no_error (error);
  access.addresses[0] = chatty_simulator_get_address (contract->simulator,
                                                      CHATTY_SIMULATOR_ELSEWHERE);
  access.authorizer = authorizer;
  connector = chatty_connector_table_create (chatty_connector_table_get_default (), platform->id,
                                             &access, &error);
  g_assert_null (connector);
  contract_check_error (error);
  g_assert_cmpuint (chatty_simulator_count_requests (contract->simulator,
                                                     CHATTY_SIMULATOR_ELSEWHERE, NULL), ==, 0);
}

static void
test_redirect (const ContractPlatform *platform)
{
  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (GError) error = NULL;

      if (!verb->can (contract))
        continue;
      chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_REDIRECT, 1, 0);
      g_assert_false (verb->run (contract, NULL, &error));
      contract_check_error (error);
      g_assert_false (chatty_simulator_received (contract->simulator, CHATTY_SIMULATOR_ELSEWHERE,
                                                 CONTRACT_KEY));
    }
}

static void
test_address (const ContractPlatform *platform)
{
  static const char *const bad[] = {
    "http://example.org", "ftp://127.0.0.1", "https://", "https://user:pw@example.org", "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);
      const char *addresses[CHATTY_MAX_ENDPOINTS] = { bad[i] };
      g_autoptr (ChattySecret) secret = chatty_secret_new (CONTRACT_KEY, -1);
      g_autoptr (ChattyAuthorizer) authorizer = NULL;
      g_autoptr (GError) error = NULL;

      authorizer = chatty_connector_info_create_key_authorizer (info, addresses, secret, &error);
      if (authorizer != NULL)
        {
          ChattyConnectorAccess access = { .addresses = { bad[i] }, .authorizer = authorizer };
          g_autoptr (ChattyConnector) connector = NULL;

          connector = chatty_connector_table_create (chatty_connector_table_get_default (),
                                                     platform->id, &access, &error);
          g_assert_null (connector);
        }
      contract_check_error (error);
    }
}

typedef struct {
  GMainLoop     *loop;
  ChattyVerdict *verdict;
} Waiting;

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;

  waiting->verdict = chatty_connector_test_finish (CHATTY_CONNECTOR (source), result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (waiting->loop);
}

static void
test_async (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { loop, NULL };

  chatty_connector_test_async (contract->connector, NULL, tested_cb, &waiting);
  g_assert_null (waiting.verdict);
  g_main_loop_run (loop);
  g_assert_cmpint (waiting.verdict->kind, ==, CHATTY_VERDICT_WORKS);
  chatty_verdict_unref (waiting.verdict);
}

void
contract_add_account (const ContractPlatform *platform)
{
  contract_add ("/account/consent", platform, test_consent);
  contract_add ("/account/works", platform, test_works);
  contract_add ("/account/limited", platform, test_limited);
  contract_add ("/account/refused", platform, test_refused);
  contract_add ("/account/no-credit", platform, test_no_credit);
  if (platform->pairs)
    contract_add ("/account/pair", platform, test_pair);
  contract_add ("/account/rate-limited", platform, test_rate_limited);
  contract_add ("/account/server-trouble", platform, test_server_trouble);
  contract_add ("/account/unreachable", platform, test_unreachable);
  contract_add ("/account/bad-certificate", platform, test_bad_certificate);
  contract_add ("/account/usage", platform, test_usage);
  contract_add ("/account/plans", platform, test_plans);
  contract_add ("/account/binding", platform, test_binding);
  contract_add ("/account/redirect", platform, test_redirect);
  contract_add ("/account/address", platform, test_address);
  contract_add ("/account/async", platform, test_async);
}
