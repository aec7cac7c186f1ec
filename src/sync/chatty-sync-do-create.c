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

/* The fields by which a platform's answer to a create is known again: those
 * that it asks for, so that it has them from the first moment. */
static guint
required_fields (ChattySyncLook *look)
{
  guint flags = 0;

  for (guint i = 0; i < look->n_map; i++)
    if (look->map[i].required && look->map[i].writable)
      flags |= CHATTY_FIELD_FLAG (look->map[i].field);
  return flags != 0 ? flags : CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME);
}

static char **
ids_of_name (ChattySyncLook *look,
             const char     *name)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autofree char *wanted = chatty_sync_normal_name (name);
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, look->remotes);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const ChattySyncRemote *remote = value;
      g_autofree char *there =
        chatty_sync_normal_name (chatty_character_get_name (remote->character));

      if (g_str_equal (there, wanted))
        g_strv_builder_add (ids, id);
    }
  return g_strv_builder_end (ids);
}

static gboolean
is_linked (ChattySyncRunner *self,
           const char       *id)
{
  return g_hash_table_contains (self->state->known, id) ||
         g_hash_table_contains (self->look->listed, id);
}

/* Looks for what a create made whose answer is lost. Returns how many of that
 * name are new; @id is set if just one of them has the content. */
static int
look_for (ChattySyncRunner        *self,
          const ChattySyncIntent  *intent,
          char                   **id,
          GError                 **error)
{
  g_autoptr (GPtrArray) list = chatty_sync_runner_list (self, error);
  g_autofree char *wanted = chatty_sync_normal_name (intent->name);
  int n_found = 0, n_exact = 0;

  if (list == NULL)
    return -1;
  for (guint i = 0; i < list->len; i++)
    {
      ChattyCharacter *listed = g_ptr_array_index (list, i);
      const char *there_id = chatty_character_get_id (listed);
      g_autofree char *name = chatty_sync_normal_name (chatty_character_get_name (listed));
      g_autoptr (ChattyCharacter) there = NULL;
      g_autofree char *hash = NULL;

      if (!g_str_equal (name, wanted) || is_linked (self, there_id) ||
          g_strv_contains ((const char *const *) intent->before, there_id))
        continue;
      n_found++;
      there = chatty_sync_runner_get (self, there_id, error);
      if (there == NULL)
        return -1;
      hash = chatty_sync_content_hash (there, intent->fields);
      if (!g_str_equal (hash, intent->hash))
        continue;
      n_exact++;
      g_free (*id);
      *id = g_strdup (there_id);
    }
  if (n_found != 1 || n_exact != 1)
    g_clear_pointer (id, g_free);
  return n_found;
}

/* Both sides as they are now that the character is there. */
static ChattySyncOutcome
settle_created (ChattySyncRunner       *self,
                ChattySyncResult       *result,
                ChattyCharacterRecord  *record,
                const char             *id,
                gboolean                whole,
                GError                **error)
{
  const ChattySyncStep *step = result->step;
  const char *platform = self->look->platform;
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);
  g_autoptr (ChattyCharacter) here = chatty_character_record_for_platform (record, platform);
  g_autoptr (ChattyCharacter) base_local = chatty_sync_mask (here, mapped);
  g_autoptr (ChattyCharacter) back = NULL;
  g_autoptr (ChattyCharacterLink) link = NULL;
  g_autoptr (ChattyCharacterRecord) carried = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterLink) begun = NULL;
  g_autofree char *extra = NULL;
  ChattyCharacterLink fields;

  back = CHATTY_SYNC_HOLDS (CHATTY_RULE_READ_BACK)
         ? chatty_sync_runner_get (self, id, error) : chatty_character_ref (step->send);
  if (back == NULL)
    return CHATTY_SYNC_UNSURE;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if ((step->to_there & CHATTY_FIELD_FLAG (i)) != 0)
      *(chatty_sync_same (back, step->send, i) ? &result->kept : &result->dropped) |=
        CHATTY_FIELD_FLAG (i);

  /* What did not arrive counts as changed here, and is sent next time. */
  begun = whole ? chatty_sync_fresh_link (self->look, id)
                : chatty_sync_adopt_link (self->look, record, id, back);
  fields = *begun;
  if (whole)
    {
      fields.base_local = base_local;
      fields.base_remote = back;
    }
  fields.agreed = chatty_time_now ();
  link = chatty_character_link_new (&fields);
  extra = chatty_sync_merge_extra (NULL, chatty_character_get_extra (here, platform),
                                   chatty_character_get_extra (back, platform));
  carried = chatty_sync_record_take (record, platform, NULL, 0, extra);
  after = chatty_sync_record_link (carried, link);
  stored = chatty_sync_runner_put (self, record, after, error);
  if (stored == NULL)
    return CHATTY_SYNC_UNSURE;
  result->remote_id = g_strdup (id);
  chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_CREATE, step->callsign, NULL);
  chatty_sync_runner_know (self, step->callsign, link);
  return CHATTY_SYNC_DONE;
}

static ChattySyncOutcome
create (ChattySyncRunner        *self,
        ChattySyncResult        *result,
        ChattyCharacterRecord   *record,
        const ChattySyncIntent  *intent,
        GError                 **error)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (GError) failure = NULL;
  g_autofree char *id = NULL;
  gboolean whole;

  whole = chatty_sync_runner_create (self, step->send, &id, &failure);
  if (id == NULL && failure != NULL && chatty_sync_is_final (failure))
    {
      chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_CREATE, step->callsign, NULL);
      g_propagate_error (error, g_steal_pointer (&failure));
      return CHATTY_SYNC_NOT_DONE;
    }
  /* Nobody knows whether it was made: it is looked for, and not made again. */
  if (id == NULL && !chatty_error_is_cancelled (failure) &&
      CHATTY_SYNC_HOLDS (CHATTY_RULE_INTENTS))
    look_for (self, intent, &id, NULL);
  if (id == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return CHATTY_SYNC_UNSURE;
    }
  return settle_created (self, result, record, id, whole, error);
}

/*
 * chatty_sync_do_create_there:
 *
 * Makes a character there, once: what is intended is on the disk before.
 */
ChattySyncOutcome
chatty_sync_do_create_there (ChattySyncRunner  *self,
                             ChattySyncResult  *result,
                             GError           **error)
{
  const ChattySyncStep *step = result->step;
  guint fields = required_fields (self->look);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacter) then = NULL;
  g_autoptr (ChattyCharacter) now = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *hash = chatty_sync_content_hash (step->send, fields);
  g_auto (GStrv) before = NULL;
  ChattySyncIntent *begun;
  ChattyCharacterLink *link;
  ChattySyncIntent intent;

  record = chatty_sync_runner_load (self, step->callsign, error);
  if (record == NULL)
    return *error != NULL ? CHATTY_SYNC_NOT_DONE : CHATTY_SYNC_MOVED;
  link = chatty_sync_find_link (record, self->look);
  if (link != NULL && link->state != CHATTY_LINK_GONE)
    return CHATTY_SYNC_MOVED;
  then = chatty_character_record_for_platform (step->record, self->look->platform);
  now = chatty_character_record_for_platform (record, self->look->platform);
  for (guint i = 0; i < self->look->n_map; i++)
    if (CHATTY_SYNC_HOLDS (CHATTY_RULE_SHOWN) &&
        !chatty_sync_same (then, now, self->look->map[i].field))
      return CHATTY_SYNC_MOVED;

  /* It was begun before, and not found: one more look before it is made again. */
  begun = chatty_sync_runner_begun (self, CHATTY_SYNC_INTENT_CREATE, step->callsign, NULL);
  if (begun != NULL)
    {
      g_autofree char *found = NULL;
      int n_found = look_for (self, begun, &found, error);

      if (n_found != 0)
        return n_found > 0 ? CHATTY_SYNC_MOVED : CHATTY_SYNC_NOT_DONE;
    }
  before = ids_of_name (self->look, step->name);
  intent = (ChattySyncIntent) {
    .kind = CHATTY_SYNC_INTENT_CREATE,
    .uuid = uuid,
    .time = chatty_time_now (),
    .callsign = (char *) step->callsign,
    .name = (char *) step->name,
    .hash = hash,
    .fields = fields,
    .agreed = CHATTY_TIME_NONE,
    .before = before,
  };
  if (!chatty_sync_runner_intend (self, &intent, error))
    return CHATTY_SYNC_NOT_DONE;
  return create (self, result, record, &intent, error);
}

/*
 * chatty_sync_do_create_here:
 *
 * Takes a character of the platform into the vault, linked from the first
 * moment: a run that is cut off leaves it either not here or whole.
 */
ChattySyncOutcome
chatty_sync_do_create_here (ChattySyncRunner  *self,
                            ChattySyncResult  *result,
                            GError           **error)
{
  const ChattySyncStep *step = result->step;
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);
  g_autoptr (ChattyCharacter) base_local = chatty_sync_mask (step->here, mapped);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  g_autoptr (ChattyCharacterRecord) empty = NULL;
  g_autoptr (ChattyCharacterRecord) filled = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterLink) fresh = chatty_sync_fresh_link (self->look, step->remote_id);
  g_autoptr (ChattyCharacterLink) link = NULL;
  ChattyCharacterLink fields = *fresh;

  fields.base_local = base_local;
  fields.base_remote = step->there;
  fields.agreed = chatty_time_now ();
  link = chatty_character_link_new (&fields);
  empty = chatty_character_record_builder_end (g_steal_pointer (&builder));
  filled = chatty_sync_record_take (empty, self->look->platform, step->here, step->to_here,
                                    CHATTY_SYNC_HOLDS (CHATTY_RULE_LOSS)
                                    ? chatty_character_get_extra (step->there,
                                                                  self->look->platform)
                                    : NULL);
  after = chatty_sync_record_link (filled, link);
  stored = chatty_sync_runner_put (self, NULL, after, error);
  if (stored == NULL)
    return CHATTY_SYNC_NOT_DONE;
  result->callsign = g_strdup (chatty_character_record_get_callsign (stored));
  chatty_sync_runner_know (self, result->callsign, link);
  return CHATTY_SYNC_DONE;
}
