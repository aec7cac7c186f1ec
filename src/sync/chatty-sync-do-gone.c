/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-record.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-runner.h"

static ChattyCharacterLink *
find_remote (ChattySyncRunner      *self,
             ChattyCharacterRecord *record,
             const char            *remote_id)
{
  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);

      if (g_str_equal (link->platform, self->look->platform) &&
          g_str_equal (link->remote_id, remote_id))
        return link;
    }
  return NULL;
}

static ChattySyncOutcome
put (ChattySyncRunner       *self,
     ChattyCharacterRecord  *before,
     ChattyCharacterRecord  *after,
     GError                **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (ChattyCharacterRecord) stored = chatty_sync_runner_put (self, before, after,
                                                                     &failure);

  if (stored != NULL)
    return CHATTY_SYNC_DONE;
  if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
    return CHATTY_SYNC_MOVED;
  g_propagate_error (error, g_steal_pointer (&failure));
  return CHATTY_SYNC_NOT_DONE;
}

/*
 * chatty_sync_do_gone:
 *
 * It vanished there: it stays here, and its link says so.
 */
ChattySyncOutcome
chatty_sync_do_gone (ChattySyncRunner  *self,
                     ChattySyncResult  *result,
                     GError           **error)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterLink) gone = NULL;
  ChattyCharacterLink *link;
  ChattyCharacterLink fields;
  ChattySyncOutcome outcome;

  record = chatty_sync_runner_load (self, step->callsign, error);
  if (record == NULL)
    return *error != NULL ? CHATTY_SYNC_NOT_DONE : CHATTY_SYNC_MOVED;
  link = find_remote (self, record, step->remote_id);
  if (link == NULL)
    return CHATTY_SYNC_MOVED;
  fields = *link;
  fields.state = CHATTY_LINK_GONE;
  gone = chatty_character_link_new (&fields);
  after = chatty_sync_record_link (record, gone);
  outcome = put (self, record, after, error);
  if (outcome == CHATTY_SYNC_DONE)
    {
      g_hash_table_remove (self->state->known, step->remote_id);
      chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_UPDATE, step->callsign, NULL);
    }
  return outcome;
}

/* Takes the link off a character that is here still. */
static ChattySyncOutcome
unlink_here (ChattySyncRunner  *self,
             const char        *callsign,
             const char        *remote_id,
             GError           **error)
{
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;

  if (callsign == NULL)
    return CHATTY_SYNC_DONE;
  record = chatty_sync_runner_load (self, callsign, error);
  if (record == NULL)
    return *error != NULL ? CHATTY_SYNC_NOT_DONE : CHATTY_SYNC_DONE;
  if (find_remote (self, record, remote_id) == NULL)
    return CHATTY_SYNC_DONE;
  builder = chatty_character_record_builder_new (record);
  chatty_character_record_builder_drop_link (builder, self->look->platform, remote_id);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  return put (self, record, after, error);
}

/*
 * chatty_sync_do_delete:
 *
 * Deletes it there, as the person chose, unless it was edited since; what it
 * had goes to the history.
 */
ChattySyncOutcome
chatty_sync_do_delete (ChattySyncRunner  *self,
                       ChattySyncResult  *result,
                       GError           **error)
{
  const ChattySyncStep *step = result->step;
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);
  g_autoptr (ChattyCharacter) now = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *then_hash = NULL;
  g_autofree char *now_hash = NULL;

  now = chatty_sync_runner_get (self, step->remote_id, &failure);
  if (now == NULL && !g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return CHATTY_SYNC_NOT_DONE;
    }
  if (now != NULL)
    {
      then_hash = chatty_sync_content_hash (step->there, mapped);
      now_hash = chatty_sync_content_hash (now, mapped);
      if (!g_str_equal (then_hash, now_hash) && CHATTY_SYNC_HOLDS (CHATTY_RULE_SHOWN))
        return CHATTY_SYNC_MOVED;
      if (step->callsign != NULL &&
          !chatty_sync_runner_note (self, step->callsign, now, NULL, mapped, error))
        return CHATTY_SYNC_NOT_DONE;
      if (!chatty_sync_runner_delete (self, step->remote_id, error))
        return CHATTY_SYNC_NOT_DONE;
    }
  g_hash_table_remove (self->state->known, step->remote_id);
  return unlink_here (self, step->callsign, step->remote_id, error);
}

/*
 * chatty_sync_do_leave:
 *
 * From now on it is left alone there.
 */
ChattySyncOutcome
chatty_sync_do_leave (ChattySyncRunner  *self,
                      ChattySyncResult  *result,
                      GError           **error)
{
  const ChattySyncStep *step = result->step;

  chatty_sync_state_know (self->state, step->remote_id, step->callsign, step->name, NULL, TRUE);
  if (!chatty_sync_runner_save (self, error))
    return CHATTY_SYNC_NOT_DONE;
  return unlink_here (self, step->callsign, step->remote_id, error);
}

/*
 * chatty_sync_do_trash:
 *
 * Puts a character that a run brought here into the trash, unless it was
 * edited since.
 */
ChattySyncOutcome
chatty_sync_do_trash (ChattySyncRunner  *self,
                      ChattySyncResult  *result,
                      GError           **error)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (ChattyCharacterRecord) record = chatty_sync_runner_load (self, step->callsign, error);

  if (record == NULL)
    return *error != NULL ? CHATTY_SYNC_NOT_DONE : CHATTY_SYNC_DONE;
  if (!chatty_character_equal (chatty_character_record_get_character (record),
                               chatty_character_record_get_character (step->record)))
    return CHATTY_SYNC_MOVED;
  chatty_sync_state_know (self->state, step->remote_id, step->callsign, step->name, NULL, TRUE);
  if (!chatty_sync_runner_save (self, error))
    return CHATTY_SYNC_NOT_DONE;
  return chatty_sync_runner_trash (self, step->callsign, error) ? CHATTY_SYNC_DONE
                                                                : CHATTY_SYNC_NOT_DONE;
}
