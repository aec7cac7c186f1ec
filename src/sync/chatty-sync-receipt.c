/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-json.h"
#include "chatty-sync-runner.h"

struct _ChattySyncReceipt {
  gatomicrefcount  ref_count;
  ChattySyncPlan  *plan;
  char            *run;
  ChattySyncEnd    end;
  char            *message;
  guint            wait;
  GPtrArray       *results;
};

G_DEFINE_BOXED_TYPE (ChattySyncReceipt, chatty_sync_receipt, chatty_sync_receipt_ref,
                     chatty_sync_receipt_unref)

/*
 * chatty_sync_result_new:
 *
 * Returns: (transfer full): the result of a step that was not reached yet
 */
ChattySyncResult *
chatty_sync_result_new (ChattySyncStep *step)
{
  ChattySyncResult *self = g_new0 (ChattySyncResult, 1);

  self->step = chatty_sync_step_ref (step);
  self->outcome = CHATTY_SYNC_NOT_REACHED;
  return self;
}

void
chatty_sync_result_free (gpointer data)
{
  ChattySyncResult *self = data;

  chatty_sync_step_unref (self->step);
  g_free ((char *) self->remote_id);
  g_free ((char *) self->callsign);
  g_free ((char *) self->message);
  g_free (self);
}

/*
 * chatty_sync_receipt_new:
 * @run: (nullable): the run's id
 * @message: (nullable): why it ended early
 * @results: (element-type ChattySyncResult): what came of the steps; shared
 *
 * Returns: (transfer full): what a run did
 */
ChattySyncReceipt *
chatty_sync_receipt_new (ChattySyncPlan *plan,
                         const char     *run,
                         ChattySyncEnd   end,
                         const char     *message,
                         guint           wait,
                         GPtrArray      *results)
{
  ChattySyncReceipt *self = g_new (ChattySyncReceipt, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->plan = chatty_sync_plan_ref (plan);
  self->run = g_strdup (run);
  self->end = end;
  self->message = g_strdup (message);
  self->wait = wait;
  self->results = g_ptr_array_ref (results);
  return self;
}

ChattySyncReceipt *
chatty_sync_receipt_ref (ChattySyncReceipt *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_sync_receipt_unref (ChattySyncReceipt *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  chatty_sync_plan_unref (self->plan);
  g_ptr_array_unref (self->results);
  g_free (self->run);
  g_free (self->message);
  g_free (self);
}

const char *
chatty_sync_receipt_get_run (ChattySyncReceipt *self)
{
  return self->run;
}

ChattySyncEnd
chatty_sync_receipt_get_end (ChattySyncReceipt *self)
{
  return self->end;
}

const char *
chatty_sync_receipt_get_message (ChattySyncReceipt *self)
{
  return self->message;
}

guint
chatty_sync_receipt_get_wait (ChattySyncReceipt *self)
{
  return self->wait;
}

guint
chatty_sync_receipt_get_n_results (ChattySyncReceipt *self)
{
  return self->results->len;
}

/**
 * chatty_sync_receipt_get_result:
 *
 * Returns: (transfer none): what came of a step
 */
const ChattySyncResult *
chatty_sync_receipt_get_result (ChattySyncReceipt *self,
                                guint              nth)
{
  g_return_val_if_fail (nth < self->results->len, NULL);

  return g_ptr_array_index (self->results, nth);
}

/**
 * chatty_sync_receipt_count:
 *
 * Returns: of how many steps @outcome came
 */
guint
chatty_sync_receipt_count (ChattySyncReceipt *self,
                           ChattySyncOutcome  outcome)
{
  guint n = 0;

  for (guint i = 0; i < self->results->len; i++)
    n += ((ChattySyncResult *) g_ptr_array_index (self->results, i))->outcome == outcome;
  return n;
}

static JsonNode *
result_to_json (const ChattySyncResult *result)
{
  JsonNode *node = chatty_sync_step_to_json (result->step);
  JsonObject *object = json_node_get_object (node);

  json_object_set_string_member (object, "outcome",
                                 chatty_sync_outcome_to_string (result->outcome));
  chatty_sync_json_set_text (object, "message", result->message);
  chatty_sync_json_set_text (object, "remote", result->remote_id);
  chatty_sync_json_set_text (object, "character", result->callsign);
  chatty_sync_json_set_flags (object, "kept", result->kept);
  chatty_sync_json_set_flags (object, "dropped", result->dropped);
  return node;
}

static JsonObject *
count_outcomes (ChattySyncReceipt *self)
{
  JsonObject *counts = json_object_new ();

  for (guint i = 0; i <= CHATTY_SYNC_NOT_REACHED; i++)
    json_object_set_int_member (counts, chatty_sync_outcome_to_string (i),
                                chatty_sync_receipt_count (self, i));
  return counts;
}

/**
 * chatty_sync_receipt_to_json:
 *
 * Returns: (transfer full): all of it, for the activity page and Undo
 */
JsonNode *
chatty_sync_receipt_to_json (ChattySyncReceipt *self)
{
  ChattySyncLook *look = chatty_sync_plan_get_look (self->plan);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *steps = json_array_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "kind", "sync");
  json_object_set_string_member (object, "platform", look->platform);
  json_object_set_string_member (object, "account", look->account);
  chatty_sync_json_set_text (object, "run", self->run);
  json_object_set_string_member (object, "plan", chatty_sync_plan_get_hash (self->plan));
  json_object_set_string_member (object, "end", chatty_sync_end_to_string (self->end));
  chatty_sync_json_set_text (object, "message", self->message);
  json_object_set_object_member (object, "counts", count_outcomes (self));
  for (guint i = 0; i < self->results->len; i++)
    json_array_add_element (steps, result_to_json (g_ptr_array_index (self->results, i)));
  json_object_set_array_member (object, "steps", steps);
  return node;
}
