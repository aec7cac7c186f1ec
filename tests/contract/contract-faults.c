/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* What goes wrong at the platform, for each verb. */

/* No fault may hold a verb up for longer than its limits and attempts. */
#define BOUND (30 * G_USEC_PER_SEC)

static gboolean
run (Contract            *contract,
     const ContractVerb  *verb,
     GError             **error)
{
  gint64 started = g_get_monotonic_time ();
  gboolean ok = verb->run (contract, NULL, error);

  g_assert_cmpint (g_get_monotonic_time () - started, <, BOUND);
  g_assert_true (ok == (*error == NULL));
  if (!ok)
    contract_check_error (*error);
  return ok;
}

/* These say what they are, whatever is asked. */
static void
test_mapping (const ContractPlatform *platform)
{
  static const struct {
    ChattySimulatorFault fault;
    ChattyError          code;
  } cases[] = {
    { CHATTY_SIMULATOR_FAULT_KEY_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED },
    { CHATTY_SIMULATOR_FAULT_PLAN_REFUSED, CHATTY_ERROR_FORBIDDEN },
    { CHATTY_SIMULATOR_FAULT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED },
    { CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE, CHATTY_ERROR_RATE_LIMITED },
    { CHATTY_SIMULATOR_FAULT_SERVER_ERROR, CHATTY_ERROR_SERVER },
    { CHATTY_SIMULATOR_FAULT_BAD_GATEWAY, CHATTY_ERROR_SERVER },
    { CHATTY_SIMULATOR_FAULT_UNAVAILABLE, CHATTY_ERROR_SERVER },
    { CHATTY_SIMULATOR_FAULT_WEB_PAGE, CHATTY_ERROR_SERVER },
    { CHATTY_SIMULATOR_FAULT_HUGE_BODY, CHATTY_ERROR_TOO_LARGE },
    { CHATTY_SIMULATOR_FAULT_GZIP_BOMB, CHATTY_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < contract_n_verbs (); i++)
    for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
      {
        g_autoptr (Contract) contract = contract_new (platform);
        const ContractVerb *verb = &contract_verbs ()[i];
        g_autoptr (GError) error = NULL;

        if (!verb->can (contract))
          break;
        /* Events are read as they come, and end for another reason. */
        if (verb->streams && cases[k].code == CHATTY_ERROR_TOO_LARGE)
          continue;
        g_test_message ("%s, %s", verb->name, chatty_simulator_fault_name (cases[k].fault));
        chatty_simulator_set_fault (contract->simulator, "*", cases[k].fault, 1, 0);
        g_assert_false (run (contract, verb, &error));
        g_test_message ("%s", error->message);
        g_assert_cmpint (error->code, ==, cases[k].code);
      }
}

/* These take their time, and have a test of their own. */
static const ChattySimulatorFault slow[] = {
  CHATTY_SIMULATOR_FAULT_SILENCE, CHATTY_SIMULATOR_FAULT_STALL, CHATTY_SIMULATOR_FAULT_SLOW_DRIP,
  CHATTY_SIMULATOR_FAULT_ENDLESS_STREAM, CHATTY_SIMULATOR_FAULT_SLOW_READ,
};

static gboolean
is_slow (ChattySimulatorFault fault)
{
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    if (slow[i] == fault)
      return TRUE;
  return FALSE;
}

/* Everything else ends too, with an error that does not blame the key. */
static void
test_all (const ContractPlatform *platform)
{
  contract_seconds = 1;
  for (guint i = 0; i < contract_n_verbs (); i++)
    for (guint fault = 1; fault < CHATTY_SIMULATOR_N_FAULTS; fault++)
      {
        g_autoptr (Contract) contract = contract_new (platform);
        const ContractVerb *verb = &contract_verbs ()[i];
        g_autoptr (GError) error = NULL;

        if (!verb->can (contract))
          break;
        if (is_slow (fault))
          continue;
        g_test_message ("%s, %s", verb->name, chatty_simulator_fault_name (fault));
        chatty_simulator_set_fault (contract->simulator, "*", fault, 1, 0);
        if (!run (contract, verb, &error) && fault != CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
          g_assert_cmpint (error->code, !=, CHATTY_ERROR_SIGN_IN_NEEDED);
      }
  contract_seconds = CONTRACT_SECONDS;
}

/* One verb at a platform that does not come to an end. */
typedef struct {
  Contract             *contract;
  const ContractVerb   *verb;
  ChattySimulatorFault  fault;
} SlowCase;

/* Made ready without haste; only then comes the call that has little time. */
static Contract *
new_hurried (const ContractPlatform *platform)
{
  Contract *contract;

  contract_seconds = CONTRACT_SECONDS;
  contract = contract_new (platform);
  contract_disconnect (contract);
  contract_seconds = 1;
  contract->connector = contract_connect (contract, platform->hosts[0], CONTRACT_KEY);
  contract_seconds = CONTRACT_SECONDS;
  return contract;
}

static gpointer
slow_thread (gpointer data)
{
  SlowCase *self = data;
  g_autoptr (Contract) contract = self->contract;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!self->verb->can (contract))
    return NULL;
  /* An event or a byte now and then: neither silence nor an end. The shortest
   * answers have two bytes. */
  if (self->fault == CHATTY_SIMULATOR_FAULT_SLOW_DRIP)
    chatty_simulator_set_drip (contract->simulator, 600);
  chatty_simulator_set_fault (contract->simulator, "*", self->fault, 1, 0);
  ok = run (contract, self->verb, &error);
  g_test_message ("%s, %s: %s", self->verb->name, chatty_simulator_fault_name (self->fault),
                  ok ? "done" : error->message);
  /* A request that is read slowly is answered in the end. */
  if (self->fault == CHATTY_SIMULATOR_FAULT_SLOW_READ)
    return NULL;
  g_assert_false (ok);
  g_assert_true (error->code == CHATTY_ERROR_TIMED_OUT ||
                 (self->fault == CHATTY_SIMULATOR_FAULT_ENDLESS_STREAM &&
                  error->code == CHATTY_ERROR_TOO_LARGE));
  return NULL;
}

/* All verbs at once, since they do nothing but wait. */
static void
test_slow (const ContractPlatform *platform)
{
  g_autofree SlowCase *cases = g_new (SlowCase, contract_n_verbs ());
  g_autofree GThread **threads = g_new (GThread *, contract_n_verbs ());

  for (guint k = 0; k < G_N_ELEMENTS (slow); k++)
    {
      for (guint i = 0; i < contract_n_verbs (); i++)
        cases[i] = (SlowCase) { new_hurried (platform), &contract_verbs ()[i], slow[k] };
      for (guint i = 0; i < contract_n_verbs (); i++)
        threads[i] = g_thread_new ("slow", slow_thread, &cases[i]);
      for (guint i = 0; i < contract_n_verbs (); i++)
        g_thread_join (threads[i]);
    }
}

/* Where a change takes several requests, some of them may be made again: what
 * counts is what comes of them. */
static void
lose_answer (const ContractPlatform *platform,
             const ContractVerb     *verb,
             guint                   nth)
{
  g_autoptr (Contract) contract = contract_new (platform);
  int characters = (int) contract_characters (contract);
  int documents = (int) contract_documents (contract);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s, answer %u", verb->name, nth);
  chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_LOST_ANSWER, nth, 1);
  if (!verb->run (contract, NULL, &error))
    contract_check_error (error);
  g_assert_cmpint (ABS ((int) contract_characters (contract) - characters), <=, 1);
  if ((int) contract_characters (contract) == characters)
    g_assert_cmpint (ABS ((int) contract_documents (contract) - documents), <=, 1);
}

/* What may not be done twice is not sent twice after it was carried out; what
 * may be is tried again, and then succeeds. */
static void
test_repeats (const ContractPlatform *platform)
{
  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (GPtrArray) requests = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) again = NULL;
      g_autofree char *path = NULL;
      guint n_same = 0;
      gboolean done;

      if (!verb->can (contract))
        continue;
      g_test_message ("%s", verb->name);
      g_assert_true (verb->run (contract, NULL, &error));
      g_assert_no_error (error);
      requests = chatty_simulator_dup_requests (contract->simulator);
      /* The request that carries a change out: the last that does not just
       * look. A piece of an upload may be sent again. */
      for (guint k = 0; k < requests->len; k++)
        {
          ChattySimulatorRequest *request = g_ptr_array_index (requests, k);

          if (requests->len > 1 && (g_str_equal (request->method, "GET") ||
                                    g_str_has_prefix (request->path, "/upload/") ||
                                    g_str_has_suffix (request->path, "/list")))
            continue;
          g_free (path);
          path = g_strdup_printf ("%s %s", request->method, request->path);
        }

      for (guint nth = 1; verb->changes && requests->len > 1 && nth <= requests->len; nth++)
        lose_answer (platform, verb, nth);
      if (!verb->changes)
        {
          chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_UNAVAILABLE,
                                      1, 1);
          g_assert_true (verb->run (contract, NULL, &again));
          g_assert_no_error (again);
          continue;
        }
      if (path == NULL)
        continue;
      contract_free (g_steal_pointer (&contract));
      contract = contract_new (platform);
      chatty_simulator_set_fault (contract->simulator, path, CHATTY_SIMULATOR_FAULT_LOST_ANSWER,
                                  1, 1);
      done = verb->run (contract, NULL, &again);
      n_same = chatty_simulator_count_requests (contract->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                                path);
      /* What is deleted twice is deleted (RFC 9110, section 9.2.2). */
      if (g_str_has_prefix (path, "DELETE "))
        g_assert_true (done);
      else
        g_assert_cmpuint (n_same, ==, 1);
    }
}

/* The platform might let pass what its documentation does not have: we do not
 * ask it to. */
static void
test_strict (const ContractPlatform *platform)
{
  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (GPtrArray) requests = NULL;
      g_autoptr (GError) error = NULL;

      if (!verb->can (contract))
        continue;
      g_assert_true (verb->run (contract, NULL, &error));
      g_assert_no_error (error);
      requests = chatty_simulator_dup_requests (contract->simulator);
      for (guint k = 0; k < requests->len; k++)
        {
          ChattySimulatorRequest *request = g_ptr_array_index (requests, k);

          g_test_message ("%s %s", request->path, request->notes);
          g_assert_true (request->notes == NULL || *request->notes == '\0');
        }
    }
}

void
contract_add_faults (const ContractPlatform *platform)
{
  contract_add ("/faults/mapping", platform, test_mapping);
  contract_add ("/faults/all", platform, test_all);
  contract_add ("/faults/slow", platform, test_slow);
  contract_add ("/faults/repeats", platform, test_repeats);
  contract_add ("/faults/strict", platform, test_strict);
}
