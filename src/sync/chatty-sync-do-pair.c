/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-character-json.h"
#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-record.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-runner.h"

static gboolean
differ (const ChattyCharacter *a,
        const ChattyCharacter *b,
        guint                  fields)
{
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if ((fields & CHATTY_FIELD_FLAG (i)) != 0 && !chatty_sync_same (a, b, i))
      return TRUE;
  return FALSE;
}

static gboolean
moved_here (ChattySyncRunner      *self,
            const ChattySyncStep  *step,
            ChattyCharacterRecord *record)
{
  g_autoptr (ChattyCharacter) then = NULL;
  g_autoptr (ChattyCharacter) now = NULL;

  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_SHOWN))
    return FALSE;
  then = chatty_character_record_for_platform (step->record, self->look->platform);
  now = chatty_character_record_for_platform (record, self->look->platform);
  return differ (then, now, step->to_here | step->to_there | step->agreed);
}

/* Sends, and reads back what the platform made of it. */
static ChattyCharacter *
send_and_read_back (ChattySyncRunner     *self,
                    const ChattySyncStep *step,
                    GError              **error)
{
  g_autoptr (GError) failure = NULL;
  ChattyCharacter *back;

  if (chatty_sync_runner_update (self, step->remote_id, step->send, step->to_there, &failure))
    return CHATTY_SYNC_HOLDS (CHATTY_RULE_READ_BACK)
           ? chatty_sync_runner_get (self, step->remote_id, error)
           : chatty_sync_overlay (step->there, step->send, step->to_there);

  /* The answer may be lost and the values there all the same. */
  back = !chatty_sync_is_final (failure) && !chatty_error_is_cancelled (failure)
         ? chatty_sync_runner_get (self, step->remote_id, NULL) : NULL;
  if (back != NULL && !differ (back, step->send, step->to_there))
    return back;
  g_clear_pointer (&back, chatty_character_unref);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static ChattyCharacter *
send_there (ChattySyncRunner    *self,
            ChattySyncResult    *result,
            ChattyCharacterLink *link,
            gboolean            *moved,
            GError             **error)
{
  const ChattySyncStep *step = result->step;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (ChattyCharacter) now = NULL;
  ChattyCharacter *back;
  ChattySyncIntent intent = {
    .kind = CHATTY_SYNC_INTENT_UPDATE,
    .uuid = uuid,
    .time = chatty_time_now (),
    .callsign = (char *) step->callsign,
    .remote_id = (char *) step->remote_id,
    .fields = step->to_there,
    .agreed = link->agreed,
  };

  now = chatty_sync_runner_get (self, step->remote_id, error);
  if (now == NULL)
    return NULL;
  if (CHATTY_SYNC_HOLDS (CHATTY_RULE_SHOWN) &&
      differ (now, step->there, step->to_here | step->to_there | step->agreed))
    {
      *moved = TRUE;
      return NULL;
    }
  if (!chatty_sync_runner_note (self, step->callsign, now, step->send, step->to_there, error) ||
      !chatty_sync_runner_intend (self, &intent, error))
    return NULL;
  back = send_and_read_back (self, step, error);
  for (guint i = 0; back != NULL && i < CHATTY_N_FIELDS; i++)
    if ((step->to_there & CHATTY_FIELD_FLAG (i)) != 0)
      *(chatty_sync_same (back, step->send, i) ? &result->kept : &result->dropped) |=
        CHATTY_FIELD_FLAG (i);
  return back;
}

/* What was seen and waits for the person keeps the time at which it was seen. */
static void
keep_seen (ChattyCharacterLink  *fields,
           const ChattySyncStep *step)
{
  gboolean open = FALSE;

  fields->seen = NULL;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    fields->seen_times[i] = CHATTY_TIME_NONE;
  for (guint i = 0; i < step->n_fields; i++)
    if (chatty_sync_why_is_open (step->fields[i].why))
      {
        fields->seen_times[step->fields[i].field] = step->fields[i].time_there;
        open = TRUE;
      }
  if (open)
    fields->seen = step->there;
}

static ChattyCharacterLink *
agree (ChattySyncRunner      *self,
       const ChattySyncStep  *step,
       ChattyCharacterLink   *link,
       ChattyCharacterRecord *after,
       ChattyCharacter       *back)
{
  g_autoptr (ChattyCharacter) here =
    chatty_character_record_for_platform (after, self->look->platform);
  guint settled = step->agreed | step->to_here | step->to_there;
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);
  g_autoptr (ChattyCharacter) settled_local = chatty_sync_overlay (link->base_local, here,
                                                                   settled & mapped);
  g_autoptr (ChattyCharacter) base_local = chatty_sync_mask (settled_local, mapped);
  g_autoptr (ChattyCharacter) settled_remote = chatty_sync_overlay (link->base_remote, back,
                                                                    settled & mapped);
  g_autoptr (ChattyCharacter) base_remote =
    chatty_sync_with_extra (settled_remote, back, self->look->platform);
  ChattyCharacterLink fields = *link;

  fields.account = self->look->account;
  if (self->look->owner != NULL)
    fields.owner = self->look->owner;
  fields.state = CHATTY_LINK_ACTIVE;
  fields.base_local = base_local;
  fields.base_remote = base_remote;
  keep_seen (&fields, step);
  /* Nothing that is new is nothing to write. */
  if (step->to_here == 0 && step->to_there == 0 && CHATTY_SYNC_HOLDS (CHATTY_RULE_QUIET))
    {
      ChattyCharacterLink *same = chatty_character_link_new (&fields);

      if (chatty_character_link_equal (same, link))
        return same;
      chatty_character_link_unref (same);
    }
  fields.agreed = chatty_time_now ();
  return chatty_character_link_new (&fields);
}

/* The fields of @step, the platform's extra, and last what both agree on: one
 * change of the vault. */
static ChattySyncOutcome
settle_here (ChattySyncRunner       *self,
             const ChattySyncStep   *step,
             ChattyCharacterRecord  *record,
             ChattyCharacterLink    *link,
             ChattyCharacter        *back,
             GError                **error)
{
  const char *platform = self->look->platform;
  g_autoptr (ChattyCharacterRecord) changed = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterLink) agreed = NULL;
  g_autoptr (GError) failure = NULL;
  const char *base = link->base_remote != NULL
    ? chatty_character_get_extra (link->base_remote, platform) : NULL;
  const char *here = chatty_character_get_extra (chatty_character_record_get_character (record),
                                                 platform);
  g_autofree char *extra = chatty_sync_merge_extra (base, here,
                                                    chatty_character_get_extra (back, platform));

  changed = chatty_sync_record_take (record, platform, step->here, step->to_here, extra);
  agreed = agree (self, step, link, changed, back);
  if (step->to_here == 0 && g_strcmp0 (extra, here) == 0 &&
      agreed->agreed == link->agreed && link->agreed != CHATTY_TIME_NONE)
    return CHATTY_SYNC_DONE;
  after = chatty_sync_record_link (changed, agreed);
  stored = chatty_sync_runner_put (self, record, after, &failure);
  if (stored == NULL)
    {
      if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
        return CHATTY_SYNC_MOVED;
      g_propagate_error (error, g_steal_pointer (&failure));
      return CHATTY_SYNC_NOT_DONE;
    }
  chatty_sync_runner_know (self, step->callsign, agreed);
  return CHATTY_SYNC_DONE;
}

/* What came of a create is known: it is linked before anything else is done, so
 * that what is edited there from now on is seen. */
static gboolean
adopt (ChattySyncRunner       *self,
       const ChattySyncStep   *step,
       ChattyCharacterRecord **record,
       ChattyCharacterLink   **link,
       GError                **error)
{
  ChattyCharacterLink fields = **link;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  ChattyCharacterRecord *stored;
  ChattyCharacterLink *agreed;

  fields.agreed = chatty_time_now ();
  agreed = chatty_character_link_new (&fields);
  chatty_character_link_unref (*link);
  *link = agreed;
  after = chatty_sync_record_link (*record, agreed);
  stored = chatty_sync_runner_put (self, *record, after, error);
  if (stored == NULL)
    return FALSE;
  chatty_character_record_unref (*record);
  *record = stored;
  chatty_sync_runner_know (self, step->callsign, agreed);
  chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_CREATE, step->callsign, NULL);
  return TRUE;
}

/*
 * chatty_sync_do_pair:
 *
 * Brings one character here and there to the same: sends, reads back, takes
 * over, and last of all notes what both agree on.
 */
ChattySyncOutcome
chatty_sync_do_pair (ChattySyncRunner  *self,
                     ChattySyncResult  *result,
                     GError           **error)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterLink) link = NULL;
  g_autoptr (ChattyCharacter) back = NULL;
  ChattySyncOutcome outcome;
  gboolean moved = FALSE;

  record = chatty_sync_runner_load (self, step->callsign, error);
  if (record == NULL)
    return *error != NULL ? CHATTY_SYNC_NOT_DONE : CHATTY_SYNC_MOVED;
  if (moved_here (self, step, record))
    return CHATTY_SYNC_MOVED;
  /* Another run may have agreed on something meanwhile. */
  link = chatty_sync_current_link (record, step);
  if (link == NULL)
    return CHATTY_SYNC_MOVED;
  if (step->resumes != NULL && link->agreed == CHATTY_TIME_NONE &&
      !adopt (self, step, &record, &link, error))
    return CHATTY_SYNC_NOT_DONE;

  if (step->to_there != 0)
    {
      g_autoptr (GError) failure = NULL;

      back = send_there (self, result, link, &moved, &failure);
      if (moved || g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        return CHATTY_SYNC_MOVED;
      if (back == NULL)
        {
          if (chatty_sync_is_final (failure))
            chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_UPDATE, step->callsign, NULL);
          g_propagate_error (error, g_steal_pointer (&failure));
          return CHATTY_SYNC_NOT_DONE;
        }
    }
  else
    back = chatty_character_ref (step->there);

  outcome = settle_here (self, step, record, link, back, error);
  if (outcome != CHATTY_SYNC_DONE)
    return outcome;
  chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_UPDATE, step->callsign, NULL);
  return chatty_sync_step_is_open (step) ? CHATTY_SYNC_OPEN : CHATTY_SYNC_DONE;
}
