/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* Where a credential is, and where it is not. */

/* Everything with debugging on: the key is in no line. */
static void
test_output_subprocess (const ContractPlatform *platform)
{
  for (guint fault = 0; fault < CHATTY_SIMULATOR_N_FAULTS; fault++)
    {
      static const ChattySimulatorFault chosen[] = {
        CHATTY_SIMULATOR_FAULT_NONE, CHATTY_SIMULATOR_FAULT_KEY_REFUSED,
        CHATTY_SIMULATOR_FAULT_SERVER_ERROR, CHATTY_SIMULATOR_FAULT_DROP,
        CHATTY_SIMULATOR_FAULT_REDIRECT,
      };
      gboolean is_chosen = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (chosen); k++)
        is_chosen = is_chosen || chosen[k] == fault;
      for (guint i = 0; is_chosen && i < contract_n_verbs (); i++)
        {
          g_autoptr (Contract) contract = contract_new (platform);
          const ContractVerb *verb = &contract_verbs ()[i];
          g_autoptr (GError) error = NULL;
          g_autofree char *journal = NULL;

          if (!verb->can (contract))
            continue;
          if (fault != CHATTY_SIMULATOR_FAULT_NONE)
            chatty_simulator_set_fault (contract->simulator, "*", fault, 1, 0);
          if (!verb->run (contract, NULL, &error))
            g_print ("%s\n", error->message);
          journal = chatty_exchange_journal_to_text (contract->journal);
          g_print ("%s\n", journal);
        }
    }
  g_debug ("everything was run");
}

static void
test_planted_subprocess (const ContractPlatform *platform)
{
  g_printerr ("a line with %s in it\n", CONTRACT_KEY);
}

static void
test_output (const ContractPlatform *platform)
{
  g_autofree char *output = g_strconcat ("/contract/", platform->id, "/secrets/output/subprocess",
                                         NULL);
  g_autofree char *planted = g_strconcat ("/contract/", platform->id,
                                          "/secrets/planted/subprocess", NULL);

  g_test_trap_subprocess (planted, 0, 0);
  g_test_trap_assert_passed ();
  /* The search finds one that was planted. */
  g_test_trap_assert_stderr ("*" CONTRACT_KEY "*");

  g_test_trap_subprocess (output, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*everything was run*");
  g_test_trap_assert_stdout_unmatched ("*" CONTRACT_KEY "*");
  g_test_trap_assert_stderr_unmatched ("*" CONTRACT_KEY "*");
}

/* How often @what stands in @text. */
static guint
count (const char *text,
       gsize       length,
       const char *what)
{
  const char *end = text + length;
  guint n = 0;

  for (const char *at = text; at != NULL && (at = memmem (at, end - at, what, strlen (what))) != NULL;
       at += strlen (what))
    n++;
  return n;
}

/* One of the credentials that an account may have.
 * @header: the line that carries it, up to @start
 * @start: how it begins, or all of it */
typedef struct {
  const char *header;
  const char *start;
} Credential;

/* Each request has exactly one of @credentials, once, in its header.
 *
 * Returns: how many had the first */
static guint
check_requests (Contract         *contract,
                const Credential *credentials,
                guint             n_credentials)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (contract->simulator);
  guint n_first = 0;

  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);
      gsize length;
      const char *body = g_bytes_get_data (request->body, &length);
      const char *found = NULL;

      /* A sign-in is renewed with what belongs there. */
      if (request->host == CHATTY_SIMULATOR_GOOGLE_AUTH)
        continue;
      g_test_message ("%s %s", request->method, request->path);
      for (guint k = 0; k < n_credentials; k++)
        {
          g_autofree char *line = g_strconcat (credentials[k].header, credentials[k].start, NULL);
          const char *start = credentials[k].start;
          guint n = count (request->headers, strlen (request->headers), line);

          g_assert_cmpuint (n, <=, found == NULL);
          if (n > 0)
            found = start;
          n_first += k == 0 && n > 0;
          g_assert_cmpuint (count (request->path, strlen (request->path), start), ==, 0);
          if (request->query != NULL)
            g_assert_cmpuint (count (request->query, strlen (request->query), start), ==, 0);
          g_assert_cmpuint (count (body, length, start), ==, 0);
        }
      g_assert_nonnull (found);
      for (guint k = 0; k < n_credentials; k++)
        g_assert_cmpuint (count (request->headers, strlen (request->headers), credentials[k].start),
                          ==, g_str_equal (credentials[k].start, found));
    }
  return n_first;
}

/* The line that carries a key there, once. */
static void
add_header (GPtrArray            *headers,
            const ChattyEndpoint *endpoint)
{
  g_autofree char *header = g_strdup_printf ("%s: %s", endpoint->header, endpoint->prefix);

  if (!g_ptr_array_find_with_equal_func (headers, header, g_str_equal, NULL))
    g_ptr_array_add (headers, g_steal_pointer (&header));
}

/* A key of each form: in its header, and nowhere else. */
static void
test_place (const ContractPlatform *platform)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);
  static const char *const usual[] = { CONTRACT_KEY, NULL };
  const char *const *keys = platform->keys != NULL ? platform->keys : usual;
  guint n_endpoints = chatty_connector_info_get_n_endpoints (info);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k < n_endpoints; k++)
    if (info->endpoints[k].header != NULL)
      add_header (headers, &info->endpoints[k]);
  for (guint k = 0; keys[k] != NULL; k++)
    for (guint i = 0; i < contract_n_verbs (); i++)
      {
        g_autoptr (Contract) contract = contract_new_key (platform, keys[k],
                                                          CHATTY_SIMULATOR_PLAN_SELECTED);
        const ContractVerb *verb = &contract_verbs ()[i];
        Credential credentials[CHATTY_MAX_ENDPOINTS];
        g_autoptr (GError) error = NULL;

        if (!verb->can (contract))
          continue;
        g_test_message ("%s, %.4s…", verb->name, keys[k]);
        g_assert_true (verb->run (contract, NULL, &error));
        g_assert_no_error (error);
        g_assert_cmpuint (contract_count (contract), >, 0);
        for (guint h = 0; h < headers->len; h++)
          credentials[h] = (Credential) { g_ptr_array_index (headers, h), keys[k] };
        check_requests (contract, credentials, headers->len);
      }
}

/* Whoever signed in has a token with each call, and it goes nowhere else. */
static void
test_signed_in (const ContractPlatform *platform)
{
  static const Credential credential = { "Authorization: Bearer ", "ya29." };

  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      g_autoptr (Contract) contract = contract_new_signed_in (platform, FALSE);
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) moved = NULL;

      if (!verb->can (contract))
        continue;
      g_test_message ("%s", verb->name);
      g_assert_true (verb->run (contract, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (contract_count (contract), >, 0);
      check_requests (contract, &credential, 1);

      /* contract_free() looks at what came there. */
      chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_REDIRECT, 1, 0);
      g_assert_false (verb->run (contract, NULL, &moved));
      contract_check_error (moved);
    }
}

/* Whoever has a key beside it: what needs the key gets it, the rest has the
 * token, and nothing has both. */
static void
test_both (const ContractPlatform *platform)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);
  g_autofree char *header = g_strdup_printf ("%s: %s", info->endpoints[0].header,
                                             info->endpoints[0].prefix);
  const Credential credentials[] = {
    { header, CONTRACT_KEY }, { "Authorization: Bearer ", "ya29." },
  };
  guint n_keys = 0, n_tokens = 0;

  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      g_autoptr (Contract) contract = contract_new_signed_in (platform, TRUE);
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (GError) error = NULL;
      guint n;

      if (!verb->can (contract))
        continue;
      g_assert_true (contract_set (contract, "store-needs-key", "yes"));
      g_test_message ("%s", verb->name);
      g_assert_true (verb->run (contract, NULL, &error));
      g_assert_no_error (error);
      n = check_requests (contract, credentials, G_N_ELEMENTS (credentials));
      n_keys += n;
      n_tokens += contract_count (contract) - n;
    }
  g_assert_cmpuint (n_keys, >, 0);
  g_assert_cmpuint (n_tokens, >, 0);
}

/* A chat that searches what the key keeps has the key; others have not. */
static void
test_stores (const ContractPlatform *platform)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);
  g_autofree char *header = g_strdup_printf ("%s: %s", info->endpoints[0].header,
                                             info->endpoints[0].prefix);
  const Credential credentials[] = {
    { header, CONTRACT_KEY }, { "Authorization: Bearer ", "ya29." },
  };

  for (guint with_stores = 0; with_stores < 2; with_stores++)
    {
      g_autoptr (Contract) contract = contract_new_signed_in (platform, TRUE);
      g_autoptr (GPtrArray) stores = g_ptr_array_new ();
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (ChattyChatSession) session = NULL;
      ChattyChatMessage message = { .text = "When does the tide come in?",
                                    .context = &contract->context };
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (stores, contract->character);
      contract->context.stores = with_stores ? stores : NULL;
      g_assert_true (contract_set (contract, "store-needs-key", "yes"));
      session = chatty_chat_open (CHATTY_CHAT (contract->connector), contract->character, NULL,
                                  NULL, &error);
      g_assert_true (chatty_chat_send (CHATTY_CHAT (contract->connector), session, &message, reply,
                                       NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (check_requests (contract, credentials, G_N_ELEMENTS (credentials)) > 0, ==,
                        with_stores);
    }
}

/* Where the sign-in alone does not do, that is said, and talk goes on. */
static void
test_needs_key (const ContractPlatform *platform)
{
  static const char *const ways[] = { "yes", "unauthenticated" };

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    for (guint i = 0; i < contract_n_verbs (); i++)
      {
        g_autoptr (Contract) contract = contract_new_signed_in (platform, FALSE);
        const ContractVerb *verb = &contract_verbs ()[i];
        g_autoptr (GError) error = NULL;

        if (!verb->can (contract))
          continue;
        g_assert_true (contract_set (contract, "store-needs-key", ways[way]));
        if (verb->run (contract, NULL, &error))
          continue;
        g_test_message ("%s: %s", verb->name, error->message);
        contract_check_error (error);
        g_assert_false (g_str_equal (verb->name, "text"));
        g_assert_false (g_str_equal (verb->name, "speak"));
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
        g_assert_nonnull (strstr (error->message, "key"));
      }
}

void
contract_add_secrets (const ContractPlatform *platform)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform->id);

  contract_add ("/secrets/output", platform, test_output);
  contract_add ("/secrets/output/subprocess", platform, test_output_subprocess);
  contract_add ("/secrets/planted/subprocess", platform, test_planted_subprocess);
  contract_add ("/secrets/place", platform, test_place);
  if (info->oauth == NULL)
    return;
  contract_add ("/secrets/signed-in", platform, test_signed_in);
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    if (info->endpoints[i].prefers_key)
      {
        contract_add ("/secrets/both", platform, test_both);
        contract_add ("/secrets/stores", platform, test_stores);
        contract_add ("/secrets/needs-key", platform, test_needs_key);
      }
}
