/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "contract.h"

/* Stopping: before, and at each request that a verb makes. */

/* A stop may take this long, on a machine that is busy. */
#define SOON (G_USEC_PER_SEC)

static void
test_before (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChattyVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  verdict = chatty_connector_test (contract->connector, cancellable, &error);
  g_assert_null (verdict);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (GError) verb_error = NULL;

      if (!verb->can (contract))
        continue;
      g_test_message ("%s", verb->name);
      g_assert_false (verb->run (contract, cancellable, &verb_error));
      g_assert_error (verb_error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
    }
  g_assert_cmpuint (contract_count (contract), ==, 0);
}

/* Cancels when the simulator has got the request that is never answered. */
typedef struct {
  Contract     *contract;
  GCancellable *cancellable;
  guint         nth;
  gint64        when;
} Stopper;

static gpointer
stop_thread (gpointer data)
{
  Stopper *self = data;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (contract_count (self->contract) < self->nth && g_get_monotonic_time () < end)
    g_thread_yield ();
  self->when = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

/* Whether an update is there already, and was only tidied up after. */
static gboolean
is_updated (Contract           *contract,
            const ContractVerb *verb)
{
  g_autoptr (ChattyCharacter) there = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (verb->name, "update"))
    return FALSE;
  there = chatty_character_store_get (CHATTY_CHARACTER_STORE (contract->connector),
                                      contract->character, NULL, &error);
  g_assert_no_error (error);
  return g_strcmp0 (chatty_character_get_text (there, CHATTY_FIELD_INSTRUCTIONS),
                    "Wren rests.") == 0;
}

static void
stop_at (const ContractPlatform *platform,
         const ContractVerb     *verb,
         ChattySimulatorFault    fault,
         guint                   nth)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Stopper stopper = { contract, cancellable, nth, 0 };
  GThread *thread;
  gboolean done;
  gint64 now;

  g_test_message ("%s, request %u, %s", verb->name, nth, chatty_simulator_fault_name (fault));
  chatty_simulator_set_fault (contract->simulator, "*", fault, nth, 0);
  thread = g_thread_new ("stopper", stop_thread, &stopper);
  done = verb->run (contract, cancellable, &error);
  now = g_get_monotonic_time ();
  g_thread_join (thread);
  g_assert_cmpint (now - stopper.when, <, SOON);
  if (!done)
    {
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
      return;
    }
  chatty_simulator_clear_faults (contract->simulator);
  g_assert_true (is_updated (contract, verb));
}

static void
test_during (const ContractPlatform *platform)
{
  for (guint i = 0; i < contract_n_verbs (); i++)
    {
      const ContractVerb *verb = &contract_verbs ()[i];
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (GError) error = NULL;
      guint n_requests;

      if (!verb->can (contract))
        continue;
      g_test_message ("%s", verb->name);
      g_assert_true (verb->run (contract, NULL, &error));
      g_assert_no_error (error);
      n_requests = contract_count (contract);
      g_assert_cmpuint (n_requests, >=, 1);
      for (guint nth = 1; nth <= n_requests; nth++)
        {
          stop_at (platform, verb, CHATTY_SIMULATOR_FAULT_SILENCE, nth);
          stop_at (platform, verb, CHATTY_SIMULATOR_FAULT_STALL, nth);
        }
    }
}

typedef struct {
  GMainLoop *loop;
  GError    *error;
} Waiting;

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Waiting *waiting = user_data;

  g_assert_false (chatty_chat_send_finish (CHATTY_CHAT (source), result, &waiting->error));
  g_main_loop_quit (waiting->loop);
}

/* A reply that is stopped before its turn came is ended all the same. */
static void
test_reply (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (GError) error = NULL;
  ChattyChatMessage message = { .text = "Hello" };
  Waiting waiting = { loop, NULL };

  if (!CHATTY_IS_CHAT (contract->connector))
    {
      g_test_skip ("the platform does not talk");
      return;
    }
  session = chatty_chat_open (CHATTY_CHAT (contract->connector), contract->character, NULL, NULL,
                              &error);
  g_assert_no_error (error);
  contract_address (contract, &message);
  chatty_reply_cancel (reply);
  chatty_chat_send_async (CHATTY_CHAT (contract->connector), session, &message, reply, sent_cb,
                          &waiting);
  g_main_loop_run (loop);
  g_assert_error (waiting.error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&waiting.error);
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_CANCELLED);
  g_assert_cmpuint (contract_count (contract), ==, 0);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Waiting *waiting = user_data;

  g_assert_null (chatty_connector_test_finish (CHATTY_CONNECTOR (source), result,
                                               &waiting->error));
  g_main_loop_quit (waiting->loop);
}

static void
test_async (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting waiting = { loop, NULL };

  g_cancellable_cancel (cancellable);
  chatty_connector_test_async (contract->connector, cancellable, tested_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_error (waiting.error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&waiting.error);
}

void
contract_add_cancelling (const ContractPlatform *platform)
{
  contract_add ("/cancelling/before", platform, test_before);
  contract_add ("/cancelling/during", platform, test_during);
  contract_add ("/cancelling/reply", platform, test_reply);
  contract_add ("/cancelling/async", platform, test_async);
}
