/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-planner.h"
#include "chatty-sync-rules.h"

/* Convai writes times without a zone (platform reference, section 2.5): one that
 * was made after the intent may look a day older. Those of the same name that
 * were there before are known by their ids. */
#define ZONES (G_GINT64_CONSTANT (26) * 3600 * G_USEC_PER_SEC)

static gboolean
has_words_of (ChattySyncPlanner      *self,
              const ChattySyncIntent *intent,
              ChattyCharacter        *there)
{
  ChattyCharacterRecord *record = chatty_sync_planner_find (self->look, intent->callsign);
  g_autoptr (ChattyCharacter) here = NULL;

  if (record == NULL)
    return FALSE;
  here = chatty_character_record_for_platform (record, self->look->platform);
  return !chatty_sync_is_blank (here, CHATTY_FIELD_INSTRUCTIONS) &&
         chatty_sync_same (here, there, CHATTY_FIELD_INSTRUCTIONS);
}

static gboolean
may_come_from (ChattySyncPlanner      *self,
               const ChattySyncIntent *intent,
               const char             *id,
               ChattyCharacter        *there)
{
  g_autofree char *name = chatty_sync_normal_name (chatty_character_get_name (there));
  g_autofree char *wanted = chatty_sync_normal_name (intent->name);
  gint64 created = chatty_character_get_created (there);
  gint64 skew = self->look->skew != CHATTY_TIME_NONE ? self->look->skew : 0;

  if (g_hash_table_contains (self->claimed, id) ||
      g_strv_contains ((const char *const *) intent->before, id))
    return FALSE;
  /* Somebody may have given it another name there in the meantime. */
  if (!g_str_equal (name, wanted) &&
      (created == CHATTY_TIME_NONE || !has_words_of (self, intent, there)))
    return FALSE;
  return created == CHATTY_TIME_NONE || intent->time == CHATTY_TIME_NONE ||
         created - skew >= intent->time - ZONES;
}

/* What may have come of a create whose answer is not known. @exact: how many
 * of them, at the beginning, have just the content that was sent. */
static GPtrArray *
find_candidates (ChattySyncPlanner      *self,
                 const ChattySyncIntent *intent,
                 guint                  *exact)
{
  g_autoptr (GPtrArray) ids = chatty_sync_sorted_ids (self->look->remotes);
  GPtrArray *candidates = g_ptr_array_new ();

  *exact = 0;
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      const ChattySyncRemote *remote = g_hash_table_lookup (self->look->remotes, id);
      g_autofree char *hash = NULL;

      if (!may_come_from (self, intent, id, remote->character))
        continue;
      hash = chatty_sync_content_hash (remote->character, intent->fields);
      if (g_strcmp0 (hash, intent->hash) == 0)
        g_ptr_array_insert (candidates, (int) (*exact)++, (gpointer) id);
      else
        g_ptr_array_add (candidates, (gpointer) id);
    }
  return candidates;
}

static void
adopt (ChattySyncPlanner      *self,
       const ChattySyncIntent *intent,
       ChattyCharacterRecord  *record,
       const char             *id)
{
  const ChattySyncRemote *remote = g_hash_table_lookup (self->look->remotes, id);
  g_autoptr (ChattyCharacterLink) link = chatty_sync_adopt_link (self->look, record, id,
                                                                 remote->character);

  g_hash_table_add (self->claimed, (gpointer) id);
  self->n_linked++;
  chatty_sync_planner_pair (self, record, link, remote, intent->uuid);
}

static void
ask_which (ChattySyncPlanner      *self,
           const ChattySyncIntent *intent,
           ChattyCharacterRecord  *record,
           GPtrArray              *candidates)
{
  g_autofree char *question = g_strconcat ("adopt/", intent->callsign, NULL);
  const char *choice = chatty_sync_planner_answer (self, question);
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();
  ChattySyncStep step = {
    .kind = CHATTY_SYNC_ADOPT,
    .id = question,
    .callsign = intent->callsign,
    .name = intent->name,
    .record = record,
    .question = question,
    .resumes = intent->uuid,
  };

  for (guint i = 0; i < candidates->len; i++)
    {
      const char *id = g_ptr_array_index (candidates, i);

      if (g_strcmp0 (choice, id) == 0)
        {
          adopt (self, intent, record, id);
          return;
        }
      g_ptr_array_add (choices, (gpointer) id);
      /* None of them comes here as a new one before that is known. */
      g_hash_table_add (self->claimed, (gpointer) id);
    }
  if (g_strcmp0 (choice, "new") == 0)
    {
      for (guint i = 0; i < candidates->len; i++)
        g_hash_table_remove (self->claimed, g_ptr_array_index (candidates, i));
      g_hash_table_remove (self->taken, intent->callsign);
      return;
    }
  g_ptr_array_add (choices, (gpointer) "new");
  g_ptr_array_add (choices, NULL);
  step.choices = (const char *const *) choices->pdata;
  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

/*
 * chatty_sync_plan_begun:
 *
 * The creates that a run began and whose answers it did not see: what they made
 * is looked for, before anything is made again.
 */
void
chatty_sync_plan_begun (ChattySyncPlanner *self)
{
  if (self->look->listed == NULL || !CHATTY_SYNC_HOLDS (CHATTY_RULE_INTENTS))
    return;
  for (guint i = 0; i < self->look->state->intents->len; i++)
    {
      const ChattySyncIntent *intent = g_ptr_array_index (self->look->state->intents, i);
      ChattyCharacterRecord *record = chatty_sync_planner_find (self->look, intent->callsign);
      g_autoptr (GPtrArray) candidates = NULL;
      guint exact;

      if (intent->kind != CHATTY_SYNC_INTENT_CREATE || record == NULL ||
          g_hash_table_contains (self->taken, intent->callsign))
        continue;
      candidates = find_candidates (self, intent, &exact);
      if (candidates->len == 0)
        continue;
      g_hash_table_add (self->taken, intent->callsign);
      if (exact == 1)
        adopt (self, intent, record, g_ptr_array_index (candidates, 0));
      else
        ask_which (self, intent, record, candidates);
    }
}
