/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-runner.h"

/* A platform that asks for a longer pause than this ends the run: it goes on
 * later where it stopped. */
#define MAX_WAIT_SECONDS 60
#define MAX_ATTEMPTS     4
#define FIRST_PAUSE_MS   100

#define IFACE(self) CHATTY_SYNC_STORE_GET_IFACE ((self)->store)

/*
 * chatty_sync_is_final:
 *
 * Returns: whether a call that failed so was surely not carried out
 */
gboolean
chatty_sync_is_final (const GError *error)
{
  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/*
 * chatty_sync_runner_pause:
 * @attempt: (inout): how often the call was made
 * @error: (inout): what it failed with; cleared if it is to be made again
 *
 * Gives a platform that asks for it a pause, with jitter where it does not say
 * how long.
 *
 * Returns: whether the call is to be made again
 */
gboolean
chatty_sync_runner_pause (ChattySyncRunner  *self,
                          guint             *attempt,
                          GError           **error)
{
  guint wait, milliseconds;

  if (!g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED) ||
      ++*attempt >= MAX_ATTEMPTS || !CHATTY_SYNC_HOLDS (CHATTY_RULE_PAUSE))
    return FALSE;
  wait = chatty_error_get_wait (*error);
  if (wait > MAX_WAIT_SECONDS)
    return FALSE;
  milliseconds = wait > 0 ? wait * 1000
                          : (guint) g_random_int_range (1, FIRST_PAUSE_MS << *attempt);
  if (!chatty_call_pause (milliseconds, self->cancellable, NULL))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

/* Whoever looks again for what was lost does not ask why it was not seen: the
 * error may be %NULL. */
GPtrArray *
chatty_sync_runner_list (ChattySyncRunner  *self,
                         GError           **error)
{
  g_autoptr (GError) failure = NULL;
  GPtrArray *list;
  guint attempt = 0;

  self->vault_failed = FALSE;
  do
    list = chatty_character_store_list (self->platform, self->cancellable, &failure);
  while (list == NULL && chatty_sync_runner_pause (self, &attempt, &failure));
  if (list == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return list;
}

ChattyCharacter *
chatty_sync_runner_get (ChattySyncRunner  *self,
                        const char        *id,
                        GError           **error)
{
  g_autoptr (GError) failure = NULL;
  ChattyCharacter *character;
  guint attempt = 0;

  self->vault_failed = FALSE;
  do
    character = chatty_character_store_get (self->platform, id, self->cancellable, &failure);
  while (character == NULL && chatty_sync_runner_pause (self, &attempt, &failure));
  if (character == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return character;
}

gboolean
chatty_sync_runner_create (ChattySyncRunner  *self,
                           ChattyCharacter   *character,
                           char             **id,
                           GError           **error)
{
  guint attempt = 0;
  gboolean made;

  self->vault_failed = FALSE;
  do
    made = chatty_character_store_create (self->platform, character, id, self->cancellable, error);
  while (!made && *id == NULL && chatty_sync_runner_pause (self, &attempt, error));
  return made;
}

gboolean
chatty_sync_runner_update (ChattySyncRunner  *self,
                           const char        *id,
                           ChattyCharacter   *character,
                           guint              fields,
                           GError           **error)
{
  guint attempt = 0;
  gboolean sent;

  self->vault_failed = FALSE;
  do
    sent = chatty_character_store_update (self->platform, id, character, fields,
                                          self->cancellable, error);
  while (!sent && chatty_sync_runner_pause (self, &attempt, error));
  return sent;
}

gboolean
chatty_sync_runner_delete (ChattySyncRunner  *self,
                           const char        *id,
                           GError           **error)
{
  guint attempt = 0;
  gboolean gone;

  self->vault_failed = FALSE;
  do
    gone = chatty_character_store_delete (self->platform, id, self->cancellable, error);
  while (!gone && chatty_sync_runner_pause (self, &attempt, error));
  return gone;
}

/* The run's id is made with the first thing that is written. */
static gboolean
begin (ChattySyncRunner  *self,
       GError           **error)
{
  self->vault_failed = TRUE;
  if (self->run == NULL)
    self->run = IFACE (self)->begin (self->store, "sync", error);
  return self->run != NULL;
}

/*
 * chatty_sync_runner_load:
 *
 * Returns: (transfer full) (nullable): the character as it is now; %NULL
 *   without an error if it is gone
 */
ChattyCharacterRecord *
chatty_sync_runner_load (ChattySyncRunner  *self,
                         const char        *callsign,
                         GError           **error)
{
  g_autoptr (GError) failure = NULL;
  ChattyCharacterRecord *record;

  self->vault_failed = TRUE;
  record = IFACE (self)->load (self->store, callsign, FALSE, self->cancellable, &failure);
  if (record == NULL && !g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));
  return record;
}

ChattyCharacterRecord *
chatty_sync_runner_put (ChattySyncRunner       *self,
                        ChattyCharacterRecord  *before,
                        ChattyCharacterRecord  *after,
                        GError                **error)
{
  ChattyCharacterRecord *stored;

  if (!begin (self, error))
    return NULL;
  stored = IFACE (self)->put (self->store, before, after, self->cancellable, error);
  self->unflushed |= stored != NULL;
  return stored;
}

gboolean
chatty_sync_runner_trash (ChattySyncRunner  *self,
                          const char        *callsign,
                          GError           **error)
{
  if (!begin (self, error))
    return FALSE;
  self->unflushed = TRUE;
  return IFACE (self)->trash (self->store, callsign, error);
}

/*
 * chatty_sync_runner_note:
 * @callsign: of the character here
 * @before: what the platform has
 * @after: (nullable): what it is to have; %NULL for nothing any more
 * @fields: flags of those that are replaced
 *
 * Keeps what is about to be replaced there.
 */
gboolean
chatty_sync_runner_note (ChattySyncRunner  *self,
                         const char        *callsign,
                         ChattyCharacter   *before,
                         ChattyCharacter   *after,
                         guint              fields,
                         GError           **error)
{
  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_KEEP))
    return TRUE;
  if (!begin (self, error))
    return FALSE;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *old_value = NULL;
      g_autofree char *new_value = NULL;
      ChattyFieldChange change;

      if ((fields & CHATTY_FIELD_FLAG (i)) == 0 || chatty_sync_is_blank (before, i))
        continue;
      old_value = chatty_sync_value_json (before, i);
      new_value = chatty_sync_value_json (after, i);
      change = (ChattyFieldChange) {
        .id = id,
        .time = chatty_time_now (),
        .field = i,
        .side = self->look->platform,
        .account = self->look->account,
        .who = (char *) "sync",
        .run = self->run,
        .old_value = old_value,
        .new_value = new_value,
      };
      if (!IFACE (self)->note (self->store, callsign, &change, error))
        return FALSE;
    }
  return TRUE;
}

/*
 * chatty_sync_runner_save:
 *
 * What is remembered is on the disk when it returns, and before it everything
 * that was put: an intent must not vanish before what came of it.
 */
gboolean
chatty_sync_runner_save (ChattySyncRunner  *self,
                         GError           **error)
{
  g_autofree char *text = chatty_sync_state_to_text (self->state);
  g_autofree char *name = NULL;

  if (g_strcmp0 (text, self->saved) == 0)
    return TRUE;
  self->vault_failed = TRUE;
  if (self->unflushed && !IFACE (self)->flush (self->store, error))
    return FALSE;
  self->unflushed = FALSE;
  name = chatty_sync_state_name (self->look->account);
  if (!IFACE (self)->save_state (self->store, name, text, error))
    return FALSE;
  g_free (self->saved);
  self->saved = g_steal_pointer (&text);
  return TRUE;
}

/*
 * chatty_sync_runner_know:
 *
 * From now on the character there is known to belong to one here.
 */
void
chatty_sync_runner_know (ChattySyncRunner          *self,
                         const char                *callsign,
                         const ChattyCharacterLink *link)
{
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);
  g_autofree char *hash = NULL;

  if (link->base_remote != NULL)
    hash = chatty_sync_content_hash (link->base_remote, mapped);
  chatty_sync_state_know (self->state, link->remote_id, callsign,
                          link->base_remote != NULL
                          ? chatty_character_get_name (link->base_remote) : NULL, hash, FALSE);
}

/*
 * chatty_sync_runner_begun:
 *
 * Returns: (transfer none) (nullable): what was begun
 */
ChattySyncIntent *
chatty_sync_runner_begun (ChattySyncRunner     *self,
                          ChattySyncIntentKind  kind,
                          const char           *callsign,
                          const char           *name)
{
  for (guint i = 0; i < self->state->intents->len; i++)
    {
      ChattySyncIntent *intent = g_ptr_array_index (self->state->intents, i);

      if (intent->kind == kind && g_strcmp0 (intent->callsign, callsign) == 0 &&
          (name == NULL || g_strcmp0 (intent->name, name) == 0))
        return intent;
    }
  return NULL;
}

/*
 * chatty_sync_runner_settle:
 *
 * It is over; the notes on the disk follow with the next.
 */
void
chatty_sync_runner_settle (ChattySyncRunner     *self,
                           ChattySyncIntentKind  kind,
                           const char           *callsign,
                           const char           *name)
{
  ChattySyncIntent *intent;

  while ((intent = chatty_sync_runner_begun (self, kind, callsign, name)) != NULL)
    g_ptr_array_remove (self->state->intents, intent);
}

/*
 * chatty_sync_runner_intend:
 * @intent: what is about to be done, in the place of one that was begun
 *
 * It is on the disk when this returns.
 */
gboolean
chatty_sync_runner_intend (ChattySyncRunner        *self,
                           const ChattySyncIntent  *intent,
                           GError                 **error)
{
  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_INTENTS))
    return TRUE;
  if (!begin (self, error))
    return FALSE;
  chatty_sync_runner_settle (self, intent->kind, intent->callsign,
                             intent->kind == CHATTY_SYNC_INTENT_UPLOAD ? intent->name : NULL);
  g_ptr_array_add (self->state->intents, chatty_sync_intent_copy (intent));
  return chatty_sync_runner_save (self, error);
}
