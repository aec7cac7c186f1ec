/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-runner.h"

#define IFACE(store) CHATTY_SYNC_STORE_GET_IFACE (store)

/* How a run goes on after a step. */
typedef struct {
  ChattySyncEnd  end;
  gboolean       over;
  char          *message;
  guint          wait;
} Ending;

static gboolean
is_document (const ChattySyncStep *step)
{
  return step != NULL && step->kind >= CHATTY_SYNC_DOCUMENT_UPLOAD &&
         step->kind <= CHATTY_SYNC_DOCUMENT_MISSING;
}

static ChattySyncOutcome
do_step (ChattySyncRunner  *self,
         ChattySyncResult  *result,
         GError           **error)
{
  const ChattySyncStep *step = result->step;

  if (step->question != NULL && step->choice == NULL)
    return CHATTY_SYNC_OPEN;
  switch (step->kind)
    {
    case CHATTY_SYNC_CREATE_THERE:
      return chatty_sync_do_create_there (self, result, error);
    case CHATTY_SYNC_CREATE_HERE:
      return chatty_sync_do_create_here (self, result, error);
    case CHATTY_SYNC_UPDATE:
    case CHATTY_SYNC_LINK:
    case CHATTY_SYNC_AGREE:
      return chatty_sync_do_pair (self, result, error);
    case CHATTY_SYNC_GONE_THERE:
      return chatty_sync_do_gone (self, result, error);
    case CHATTY_SYNC_DELETE_THERE:
      return chatty_sync_do_delete (self, result, error);
    case CHATTY_SYNC_LEAVE:
      return chatty_sync_do_leave (self, result, error);
    case CHATTY_SYNC_TRASH_HERE:
      return chatty_sync_do_trash (self, result, error);
    case CHATTY_SYNC_DOCUMENT_UPLOAD:
    case CHATTY_SYNC_DOCUMENT_CONNECT:
    case CHATTY_SYNC_DOCUMENT_REMOVE:
    case CHATTY_SYNC_DOCUMENT_MISSING:
      return self->no_documents ? CHATTY_SYNC_NOT_REACHED
                                : chatty_sync_do_document (self, result, error);
    case CHATTY_SYNC_GONE_HERE:
    case CHATTY_SYNC_ADOPT:
    case CHATTY_SYNC_SAME_NAME:
    case CHATTY_SYNC_FAILED:
    default:
      result->message = g_strdup (step->message);
      return CHATTY_SYNC_NOT_DONE;
    }
}

static void
end_run (Ending        *ending,
         ChattySyncEnd  end,
         const GError  *failure)
{
  ending->over = TRUE;
  ending->end = end;
  ending->message = failure != NULL ? g_strdup (failure->message) : NULL;
  ending->wait = failure != NULL ? chatty_error_get_wait (failure) : 0;
}

/* Whether what a step failed with holds for all that come after it. */
static void
judge (ChattySyncRunner     *self,
       const ChattySyncStep *step,
       const GError         *failure,
       Ending               *ending)
{
  if (chatty_error_is_cancelled (failure))
    end_run (ending, CHATTY_SYNC_END_CANCELLED, failure);
  else if (self->vault_failed)
    end_run (ending, CHATTY_SYNC_END_VAULT, failure);
  else if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_OFFLINE))
    end_run (ending, CHATTY_SYNC_END_OFFLINE, failure);
  else if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED))
    end_run (ending, CHATTY_SYNC_END_LIMITED, failure);
  else if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) && is_document (step))
    /* The plan may include characters and no documents. */
    self->no_documents = TRUE;
  else if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED) ||
           g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) ||
           g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_QUOTA))
    end_run (ending, CHATTY_SYNC_END_REFUSED, failure);
}

static void
tell (ChattySyncRunner        *self,
      guint                    n_done,
      const ChattySyncResult  *result,
      ChattySyncProgressFunc   progress,
      gpointer                 user_data)
{
  ChattySyncProgress state = { .n_done = n_done, .n_steps = self->results->len,
                               .result = result };

  if (progress == NULL)
    return;
  if (n_done < self->results->len)
    state.step = ((ChattySyncResult *) g_ptr_array_index (self->results, n_done))->step;
  progress (&state, user_data);
}

static void
do_steps (ChattySyncRunner       *self,
          Ending                 *ending,
          ChattySyncProgressFunc  progress,
          gpointer                user_data)
{
  const ChattySyncResult *last = NULL;

  for (guint i = 0; i < self->results->len && !ending->over; i++)
    {
      ChattySyncResult *result = g_ptr_array_index (self->results, i);
      g_autoptr (GError) failure = NULL;

      tell (self, i, last, progress, user_data);
      if (chatty_set_cancelled (self->cancellable, &failure))
        {
          end_run (ending, CHATTY_SYNC_END_CANCELLED, failure);
          return;
        }
      self->vault_failed = FALSE;
      result->outcome = do_step (self, result, &failure);
      if (failure != NULL)
        {
          result->message = g_strdup (failure->message);
          judge (self, result->step, failure, ending);
        }
      last = result;
    }
  if (!ending->over)
    chatty_sync_wait_documents (self);
  tell (self, self->results->len, last, progress, user_data);
}

/* Asks for everything that the plan is about to change. Returns whether all of
 * it is as the plan has it. */
static gboolean
is_as_shown (ChattySyncRunner  *self,
             GError           **error)
{
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);

  for (guint i = 0; i < self->results->len; i++)
    {
      const ChattySyncStep *step =
        ((ChattySyncResult *) g_ptr_array_index (self->results, i))->step;
      g_autoptr (ChattyCharacter) now = NULL;
      g_autoptr (GError) failure = NULL;
      g_autofree char *then_hash = NULL;
      g_autofree char *now_hash = NULL;

      if (step->there == NULL || step->remote_id == NULL || !chatty_sync_step_writes (step) ||
          is_document (step))
        continue;
      now = chatty_sync_runner_get (self, step->remote_id, &failure);
      if (now == NULL)
        {
          if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
            return FALSE;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      then_hash = chatty_sync_content_hash (step->there, mapped);
      now_hash = chatty_sync_content_hash (now, mapped);
      if (!g_str_equal (then_hash, now_hash))
        return FALSE;
    }
  return TRUE;
}

/* The links that hold now are what the account is known to have. */
static void
know_links (ChattySyncRunner *self)
{
  if (self->look->owner != NULL)
    {
      g_free (self->state->owner);
      self->state->owner = g_strdup (self->look->owner);
    }
  for (guint i = 0; i < self->look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (self->look->records, i);
      ChattyCharacterLink *link = chatty_sync_find_link (record, self->look);

      if (link == NULL)
        continue;
      if (link->state == CHATTY_LINK_ACTIVE)
        chatty_sync_runner_know (self, chatty_character_record_get_callsign (record), link);
      if (link->state != CHATTY_LINK_GONE)
        chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_CREATE,
                                   chatty_character_record_get_callsign (record), NULL);
    }
}

static gboolean
is_here (ChattySyncLook *look,
         const char     *callsign)
{
  for (guint i = 0; i < look->records->len; i++)
    if (g_strcmp0 (chatty_character_record_get_callsign (g_ptr_array_index (look->records, i)),
                   callsign) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the plan goes on with it. */
static gboolean
is_gone_on_with (ChattySyncRunner       *self,
                 const ChattySyncIntent *intent)
{
  if (!g_hash_table_contains (self->look->remotes, intent->remote_id))
    return TRUE;
  for (guint i = 0; i < self->results->len; i++)
    {
      const ChattySyncStep *step =
        ((ChattySyncResult *) g_ptr_array_index (self->results, i))->step;

      if (g_strcmp0 (step->callsign, intent->callsign) == 0 &&
          (step->to_there & intent->fields) != 0)
        return TRUE;
    }
  return FALSE;
}

/* What was begun for a character that is here no more, or that both sides
 * agree on, is over; and those that nobody lists any more are not known. */
static void
forget_old (ChattySyncRunner *self)
{
  GHashTableIter iter;
  gpointer id;

  for (guint i = self->state->intents->len; i-- > 0;)
    {
      const ChattySyncIntent *intent = g_ptr_array_index (self->state->intents, i);

      if ((!is_here (self->look, intent->callsign) && self->look->unreadable == 0) ||
          (intent->kind == CHATTY_SYNC_INTENT_UPDATE && !is_gone_on_with (self, intent)))
        g_ptr_array_remove_index (self->state->intents, i);
    }
  if (self->look->listed == NULL || chatty_sync_plan_get_n_brakes (self->plan) > 0)
    return;
  g_hash_table_iter_init (&iter, self->state->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->look->listed, id) &&
        !g_hash_table_contains (self->look->hidden, id) &&
        !g_hash_table_contains (self->look->failed, id))
      g_hash_table_iter_remove (&iter);
}

static ChattySyncReceipt *
close_run (ChattySyncRunner *self,
           Ending           *ending)
{
  ChattySyncReceipt *receipt;
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *report = NULL;

  if (!chatty_sync_runner_save (self, &failure) && !ending->over)
    end_run (ending, CHATTY_SYNC_END_VAULT, failure);
  g_clear_error (&failure);
  receipt = chatty_sync_receipt_new (self->plan, self->run, ending->end, ending->message,
                                     ending->wait, self->results);
  if (self->run == NULL)
    return receipt;
  node = chatty_sync_receipt_to_json (receipt);
  report = chatty_json_to_string (node, FALSE);
  if (!IFACE (self->store)->end (self->store, report, &failure) && !ending->over)
    {
      end_run (ending, CHATTY_SYNC_END_VAULT, failure);
      chatty_sync_receipt_unref (receipt);
      receipt = chatty_sync_receipt_new (self->plan, self->run, ending->end, ending->message,
                                         0, self->results);
    }
  return receipt;
}

static gboolean
load_state (ChattySyncRunner  *self,
            GError           **error)
{
  g_autofree char *name = chatty_sync_state_name (self->look->account);
  g_autoptr (GError) failure = NULL;

  self->saved = IFACE (self->store)->load_state (self->store, name, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->state = chatty_sync_state_from_text (self->saved, error);
  return self->state != NULL;
}

static void
run_plan (ChattySyncRunner       *self,
          ChattySyncRunFlags      flags,
          Ending                 *ending,
          ChattySyncProgressFunc  progress,
          gpointer                user_data)
{
  g_autoptr (GError) failure = NULL;

  if (chatty_sync_plan_is_blocked (self->plan))
    {
      const ChattySyncBrake *brake = chatty_sync_plan_get_brake (self->plan, 0);

      /* Why the list did not come says what to do about it. */
      if (self->look->error != NULL)
        judge (self, NULL, self->look->error, ending);
      if (!ending->over)
        end_run (ending, CHATTY_SYNC_END_BLOCKED, NULL);
      g_free (ending->message);
      /* The platform's own words may end with a stop already. */
      ending->message = g_strconcat (brake->message,
                                     g_str_has_suffix (brake->message, ".") ? " " : ". ",
                                     brake->remedy, NULL);
      return;
    }
  know_links (self);
  forget_old (self);
  if ((flags & CHATTY_SYNC_RUN_CHECK_FIRST) != 0 && !is_as_shown (self, &failure))
    {
      if (failure != NULL)
        judge (self, NULL, failure, ending);
      if (!ending->over)
        {
          end_run (ending, CHATTY_SYNC_END_MOVED, NULL);
          ending->message = g_strdup (_("The platform was changed since the plan was shown. "
                                        "Nothing was done"));
        }
      return;
    }
  do_steps (self, ending, progress, user_data);
}

/**
 * chatty_sync_run:
 * @plan: what is to be done
 * @hash: of the plan that was shown
 *
 * Carries out a plan.
 *
 * Returns: (transfer full) (nullable): what was done
 */
ChattySyncReceipt *
chatty_sync_run (ChattySyncStore         *store,
                 ChattyCharacterStore    *platform,
                 ChattySyncPlan          *plan,
                 const char              *hash,
                 ChattySyncRunFlags       flags,
                 ChattySyncProgressFunc   progress,
                 gpointer                 user_data,
                 GCancellable            *cancellable,
                 GError                 **error)
{
  ChattySyncLook *look = chatty_sync_plan_get_look (plan);
  ChattySyncReceipt *receipt = NULL;
  ChattySyncRunner runner = {
    .store = store,
    .platform = platform,
    .plan = plan,
    .look = look,
    .cancellable = cancellable,
  };
  Ending ending = { CHATTY_SYNC_END_COMPLETE, FALSE, NULL, 0 };

  if (!g_str_equal (hash, chatty_sync_plan_get_hash (plan)))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                           _("This is not the plan that was shown"));
      return NULL;
    }
  if (IFACE (store)->lock != NULL && !IFACE (store)->lock (store, look->account, error))
    return NULL;
  if (load_state (&runner, error))
    {
      runner.results = g_ptr_array_new_with_free_func (chatty_sync_result_free);
      runner.waiting = g_ptr_array_new ();
      for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
        g_ptr_array_add (runner.results,
                         chatty_sync_result_new (chatty_sync_plan_get_step (plan, i)));
      run_plan (&runner, flags, &ending, progress, user_data);
      receipt = close_run (&runner, &ending);
    }
  if (IFACE (store)->unlock != NULL)
    IFACE (store)->unlock (store, look->account);
  g_clear_pointer (&runner.results, g_ptr_array_unref);
  g_clear_pointer (&runner.waiting, g_ptr_array_unref);
  g_clear_pointer (&runner.state, chatty_sync_state_free);
  g_free (runner.saved);
  g_free (runner.run);
  g_free (ending.message);
  return receipt;
}
