/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-pair.h"
#include "chatty-sync-planner.h"

/*
 * chatty_sync_planner_find:
 *
 * Returns: (transfer none) (nullable): a character of the vault
 */
ChattyCharacterRecord *
chatty_sync_planner_find (ChattySyncLook *look,
                          const char     *callsign)
{
  for (guint i = 0; i < look->records->len; i++)
    if (g_strcmp0 (chatty_character_record_get_callsign (g_ptr_array_index (look->records, i)),
                   callsign) == 0)
      return g_ptr_array_index (look->records, i);
  return NULL;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/*
 * chatty_sync_sorted_ids:
 *
 * Returns: (transfer full): the keys, in an order that is the same each time
 */
GPtrArray *
chatty_sync_sorted_ids (GHashTable *table)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, id);
  g_ptr_array_sort (ids, compare_ids);
  return ids;
}

void
chatty_sync_planner_init (ChattySyncPlanner        *self,
                          ChattySyncLook           *look,
                          const ChattySyncSettings *settings)
{
  *self = (ChattySyncPlanner) { .look = look, .settings = settings };
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_sync_step_unref);
  self->brakes = g_ptr_array_new_with_free_func (chatty_sync_brake_free);
  self->claimed = g_hash_table_new (g_str_hash, g_str_equal);
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);
}

void
chatty_sync_planner_clear (ChattySyncPlanner *self)
{
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->brakes, g_ptr_array_unref);
  g_clear_pointer (&self->claimed, g_hash_table_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
}

/*
 * chatty_sync_planner_take:
 * @step: (transfer full) (nullable): one more
 */
void
chatty_sync_planner_take (ChattySyncPlanner *self,
                          ChattySyncStep    *step)
{
  if (step != NULL)
    g_ptr_array_add (self->steps, step);
}

/*
 * chatty_sync_planner_wants:
 *
 * Returns: whether something may be planned for this character
 */
gboolean
chatty_sync_planner_wants (ChattySyncPlanner *self,
                           const char        *callsign)
{
  return self->settings->only == NULL || g_strv_contains (self->settings->only, callsign);
}

/*
 * chatty_sync_planner_answer:
 *
 * Returns: (nullable): what the person chose
 */
const char *
chatty_sync_planner_answer (ChattySyncPlanner *self,
                            const char        *question)
{
  return self->settings->answers != NULL
         ? g_hash_table_lookup (self->settings->answers, question) : NULL;
}

static gboolean
replaces (const ChattySyncStep *step,
          gboolean              here)
{
  for (guint i = 0; i < step->n_fields; i++)
    {
      const ChattySyncField *field = &step->fields[i];
      ChattySyncDirection direction = here ? CHATTY_SYNC_TO_HERE : CHATTY_SYNC_TO_THERE;

      if ((field->direction == direction || field->direction == CHATTY_SYNC_TO_BOTH) &&
          (here ? field->here : field->there) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
add_failed (ChattySyncPlanner     *self,
            ChattyCharacterRecord *record,
            const char            *remote_id,
            const char            *message)
{
  ChattySyncStep step = {
    .kind = CHATTY_SYNC_FAILED,
    .callsign = chatty_character_record_get_callsign (record),
    .remote_id = remote_id,
    .name = chatty_character_get_name (chatty_character_record_get_character (record)),
    .record = record,
    .message = message,
  };

  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

static void
add_gone (ChattySyncPlanner     *self,
          ChattyCharacterRecord *record,
          ChattyCharacterLink   *link)
{
  ChattySyncStep step = {
    .kind = CHATTY_SYNC_GONE_THERE,
    .callsign = chatty_character_record_get_callsign (record),
    .remote_id = link->remote_id,
    .name = chatty_character_get_name (chatty_character_record_get_character (record)),
    .record = record,
    .link = link,
  };

  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

/*
 * chatty_sync_planner_pair:
 * @resumes: (nullable): the create that it comes from
 *
 * Plans what one character here and one there need to be the same.
 */
void
chatty_sync_planner_pair (ChattySyncPlanner      *self,
                          ChattyCharacterRecord  *record,
                          ChattyCharacterLink    *link,
                          const ChattySyncRemote *remote,
                          const char             *resumes)
{
  ChattySyncStep *step = chatty_sync_pair_step (self->look, self->settings, record, link,
                                                remote, resumes);
  guint n_steps = self->steps->len;

  if (step != NULL)
    {
      self->n_over_here += replaces (step, TRUE);
      self->n_over_there += replaces (step, FALSE);
    }
  chatty_sync_planner_take (self, step);
  chatty_sync_plan_documents (self, record, link, remote);
  self->counts.same += self->steps->len == n_steps;
}

static void
plan_link (ChattySyncPlanner     *self,
           ChattyCharacterRecord *record,
           ChattyCharacterLink   *link)
{
  ChattySyncLook *look = self->look;
  const char *callsign = chatty_character_record_get_callsign (record);
  const ChattySyncRemote *remote = g_hash_table_lookup (look->remotes, link->remote_id);
  const GError *failure = g_hash_table_lookup (look->failed, link->remote_id);
  gboolean listed = look->listed != NULL &&
                    g_hash_table_contains (look->listed, link->remote_id);
  gboolean active = link->state == CHATTY_LINK_ACTIVE;

  g_hash_table_add (self->claimed, (gpointer) link->remote_id);
  /* One that was gone and is listed again takes part again. */
  if (link->state == CHATTY_LINK_PAUSED || (!active && (!listed || remote == NULL)))
    return;

  self->n_linked += active;
  self->n_other_owner += look->owner != NULL && link->owner != NULL &&
                         !g_str_equal (look->owner, link->owner);
  if (look->listed == NULL)
    return;
  if (failure != NULL)
    {
      if (chatty_sync_planner_wants (self, callsign))
        add_failed (self, record, link->remote_id, failure->message);
    }
  else if (remote == NULL && !listed)
    {
      self->n_gone_there++;
      if (chatty_sync_planner_wants (self, callsign))
        add_gone (self, record, link);
    }
  else if (remote != NULL && chatty_sync_planner_wants (self, callsign))
    chatty_sync_planner_pair (self, record, link, remote, NULL);
}

/*
 * chatty_sync_plan_linked:
 *
 * The characters that both sides know of.
 */
void
chatty_sync_plan_linked (ChattySyncPlanner *self)
{
  for (guint i = 0; i < self->look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (self->look->records, i);
      ChattyCharacterLink *link = chatty_sync_find_link (record, self->look);
      const char *callsign = chatty_character_record_get_callsign (record);

      if (link == NULL)
        continue;
      /* One that vanished there is put there again if the person says so. */
      if (link->state == CHATTY_LINK_GONE && self->settings->put != NULL &&
          g_strv_contains (self->settings->put, callsign))
        continue;
      g_hash_table_add (self->taken, (gpointer) callsign);
      plan_link (self, record, link);
    }
}
