/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "contract.h"

/* Many calls at once, as a first look at a large account makes them. */

/* So many requests in all; a call may need more than one. */
#define N_REQUESTS 60
#define RATE 5

/* Calls that were on their way together are turned away together. */
#define VOLLEY (G_USEC_PER_SEC / 2)

typedef struct {
  GMainLoop *loop;
  guint      left;
} Calls;

static void
end_call (Calls  *calls,
          GError *error)
{
  g_assert_no_error (error);
  if (--calls->left == 0)
    g_main_loop_quit (calls->loop);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) characters = NULL;

  characters = chatty_character_store_list_finish (CHATTY_CHARACTER_STORE (source), result,
                                                   &error);
  end_call (user_data, error);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacter) character = NULL;

  character = chatty_character_store_get_finish (CHATTY_CHARACTER_STORE (source), result, &error);
  end_call (user_data, error);
}

/* How many requests a list and a look at one character take. */
static guint
count_requests (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  ChattyCharacterStore *store = CHATTY_CHARACTER_STORE (contract->connector);
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (GError) error = NULL;

  characters = chatty_character_store_list (store, NULL, &error);
  g_assert_no_error (error);
  character = chatty_character_store_get (store, contract->character, NULL, &error);
  g_assert_no_error (error);
  return contract_count (contract);
}

/* All are asked for at once; the connector's own threads make them.
 *
 * Returns: how many requests that takes */
static guint
list_and_get (Contract *contract)
{
  ChattyCharacterStore *store = CHATTY_CHARACTER_STORE (contract->connector);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint n_requests = count_requests (contract->platform);
  guint n_pairs = N_REQUESTS / n_requests;
  Calls calls = { loop, 2 * n_pairs };

  for (guint i = 0; i < 2 * n_pairs; i++)
    if (i % 2 == 0)
      chatty_character_store_list_async (store, NULL, listed_cb, &calls);
    else
      chatty_character_store_get_async (store, contract->character, NULL, got_cb, &calls);
  g_main_loop_run (loop);
  return n_pairs * n_requests;
}

/* The bound on calls at once is kept, and used. */
static void
test_parallel (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  const ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  guint n_requests;

  chatty_simulator_set_latency (contract->simulator, 20);
  n_requests = list_and_get (contract);
  g_assert_cmpuint (chatty_simulator_most_parallel (contract->simulator), >, 1);
  g_assert_cmpuint (chatty_simulator_most_parallel (contract->simulator), <=,
                    settings.max_parallel);
  g_assert_cmpuint (contract_count (contract), ==, n_requests);
}

/* A limit that nobody told of: whoever was turned away waits as long as the
 * platform asks, slows down, and is let in by the next call. Everything gets
 * its answer. */
static void
test_limit (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  gint64 turned_away = 0;
  gboolean let_in = TRUE;
  guint n_answered = 0;
  guint n_volleys = 0;
  guint n_together = 0;
  guint n_requests;

  contract_patient = TRUE;
  contract = contract_new (platform);
  contract_patient = FALSE;
  chatty_simulator_set_retry_after (contract->simulator, 1);
  chatty_simulator_set_rate (contract->simulator, RATE);
  n_requests = list_and_get (contract);

  requests = chatty_simulator_dup_requests (contract->simulator);
  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);

      if (request->status != 429)
        {
          let_in = TRUE;
          n_answered++;
          continue;
        }
      if (turned_away != 0 && request->arrived - turned_away < VOLLEY)
        {
          n_together += n_volleys == 1;
          continue;
        }
      g_assert_true (let_in);
      n_volleys++;
      turned_away = request->arrived;
      let_in = FALSE;
    }
  g_test_message ("%u requests, %u turned away in %u volleys", requests->len,
                  requests->len - n_answered, n_volleys);
  g_assert_cmpuint (n_answered, ==, n_requests);
  /* Once to find the limit; once more if the machine was slow to. */
  g_assert_cmpuint (n_volleys, >=, 1);
  g_assert_cmpuint (n_volleys, <=, 3);
  /* The limit was found by one call alone. */
  g_assert_cmpuint (n_together, ==, 0);
}

void
contract_add_pace (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_CHARACTER_STORE (contract->connector))
    return;
  contract_add ("/pace/parallel", platform, test_parallel);
  contract_add ("/pace/limit", platform, test_limit);
}
