/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-planner.h"
#include "chatty-sync-rules.h"

static const char *
resumed_create (ChattySyncPlanner *self,
                const char        *callsign)
{
  for (guint i = 0; i < self->look->state->intents->len; i++)
    {
      const ChattySyncIntent *intent = g_ptr_array_index (self->look->state->intents, i);

      if (intent->kind == CHATTY_SYNC_INTENT_CREATE && g_str_equal (intent->callsign, callsign))
        return intent->uuid;
    }
  return NULL;
}

/* What the platform asks for and the character has not. */
static char *
what_is_missing (ChattySyncLook  *look,
                 ChattyCharacter *here)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < look->n_map; i++)
    if (look->map[i].required && look->map[i].writable &&
        chatty_sync_is_blank (here, look->map[i].field))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                              look->map[i].remote);
  if (missing->len == 0)
    return NULL;
  /* Translators: a platform's name, then what it calls the fields that are empty. */
  return g_strdup_printf (_("%s needs these fields, which are empty: %s"), look->title,
                          missing->str);
}

static void
add_create_there (ChattySyncPlanner     *self,
                  ChattyCharacterRecord *record)
{
  ChattySyncLook *look = self->look;
  g_autoptr (ChattyCharacter) here = chatty_character_record_for_platform (record, look->platform);
  guint writable = chatty_sync_mapped (look->map, look->n_map, TRUE);
  g_autoptr (ChattyCharacter) send = NULL;
  g_autofree char *missing = what_is_missing (look, here);
  ChattySyncStep step = {
    .kind = missing != NULL ? CHATTY_SYNC_FAILED : CHATTY_SYNC_CREATE_THERE,
    .callsign = chatty_character_record_get_callsign (record),
    .name = chatty_character_get_name (here),
    .record = record,
    .stays = chatty_sync_loss (look, here),
    .message = missing,
  };

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if ((writable & CHATTY_FIELD_FLAG (i)) != 0 && !chatty_sync_is_blank (here, i))
      step.to_there |= CHATTY_FIELD_FLAG (i);
  send = chatty_sync_mask (here, step.to_there);
  step.send = send;
  step.resumes = resumed_create (self, step.callsign);
  g_hash_table_add (self->taken, (gpointer) step.callsign);
  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

/* The first character there that is nobody's, and is called the same. */
static const char *
find_same_name (ChattySyncPlanner *self,
                const char        *name,
                gboolean           known_too)
{
  g_autoptr (GPtrArray) ids = chatty_sync_sorted_ids (self->look->remotes);
  g_autofree char *wanted = chatty_sync_normal_name (name);

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      const ChattySyncRemote *remote = g_hash_table_lookup (self->look->remotes, id);
      g_autofree char *there =
        chatty_sync_normal_name (chatty_character_get_name (remote->character));

      if (!g_hash_table_contains (self->claimed, id) && g_str_equal (there, wanted) &&
          (known_too || !g_hash_table_contains (self->look->state->known, id)))
        return id;
    }
  return NULL;
}

static void
add_fresh_pair (ChattySyncPlanner     *self,
                ChattyCharacterRecord *record,
                const char            *id)
{
  g_autoptr (ChattyCharacterLink) link = chatty_sync_fresh_link (self->look, id);

  g_hash_table_add (self->claimed, (gpointer) id);
  g_hash_table_add (self->taken, (gpointer) chatty_character_record_get_callsign (record));
  chatty_sync_planner_pair (self, record, link,
                            g_hash_table_lookup (self->look->remotes, id), NULL);
}

/* Two of the same name that nobody linked. Returns whether the person said that
 * they are two. */
static gboolean
ask_same_name (ChattySyncPlanner     *self,
               ChattyCharacterRecord *record,
               const char            *id)
{
  const char *callsign = chatty_character_record_get_callsign (record);
  const ChattySyncRemote *remote = g_hash_table_lookup (self->look->remotes, id);
  static const char *const choices[] = { "link", "apart", NULL };
  g_autofree char *question = g_strjoin ("/", "same-name", callsign, id, NULL);
  const char *choice = chatty_sync_planner_answer (self, question);
  ChattySyncStep step = {
    .kind = CHATTY_SYNC_SAME_NAME,
    .id = question,
    .callsign = callsign,
    .remote_id = id,
    .name = chatty_character_get_name (remote->character),
    .record = record,
    .there = remote->character,
    .question = question,
    .choices = choices,
  };

  if (g_strcmp0 (choice, "apart") == 0)
    return TRUE;
  if (g_strcmp0 (choice, "link") == 0)
    {
      add_fresh_pair (self, record, id);
      return FALSE;
    }
  g_hash_table_add (self->claimed, (gpointer) id);
  g_hash_table_add (self->taken, (gpointer) callsign);
  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
  return FALSE;
}

static gboolean
is_put (ChattySyncPlanner *self,
        const char        *callsign)
{
  return (self->settings->put != NULL && g_strv_contains (self->settings->put, callsign)) ||
         (self->settings->put_new && chatty_sync_planner_wants (self, callsign)) ||
         resumed_create (self, callsign) != NULL;
}

static void
plan_unlinked (ChattySyncPlanner     *self,
               ChattyCharacterRecord *record)
{
  const char *callsign = chatty_character_record_get_callsign (record);
  const char *name = chatty_character_get_name (chatty_character_record_get_character (record));
  const char *id = find_same_name (self, name, TRUE);
  const ChattySyncRemote *remote = id != NULL ? g_hash_table_lookup (self->look->remotes, id)
                                              : NULL;

  if (g_strcmp0 (self->settings->pair_callsign, callsign) == 0 &&
      self->settings->pair_remote != NULL &&
      g_hash_table_contains (self->look->remotes, self->settings->pair_remote))
    add_fresh_pair (self, record, self->settings->pair_remote);
  else if (remote != NULL && (is_put (self, callsign) || self->settings->bring_new) &&
           chatty_sync_planner_wants (self, callsign) &&
           chatty_sync_are_equal (self->look, record, remote->character))
    add_fresh_pair (self, record, id);
  else if (!is_put (self, callsign))
    self->counts.only_here++;
  else if (id == NULL || ask_same_name (self, record, id))
    add_create_there (self, record);
}

/*
 * chatty_sync_plan_only_here:
 *
 * The characters here that are not linked there.
 */
void
chatty_sync_plan_only_here (ChattySyncPlanner *self)
{
  if (self->look->listed == NULL)
    return;
  for (guint i = 0; i < self->look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (self->look->records, i);

      if (!g_hash_table_contains (self->taken, chatty_character_record_get_callsign (record)))
        plan_unlinked (self, record);
    }
}

static void
add_create_here (ChattySyncPlanner *self,
                 const char        *id,
                 const char        *message)
{
  ChattySyncLook *look = self->look;
  const ChattySyncRemote *remote = g_hash_table_lookup (look->remotes, id);
  guint mapped = chatty_sync_mapped (look->map, look->n_map, FALSE);
  g_autoptr (ChattyCharacter) here = chatty_sync_mask (remote->character, mapped);
  ChattySyncStep step = {
    .kind = CHATTY_SYNC_CREATE_HERE,
    .remote_id = id,
    .name = chatty_character_get_name (remote->character),
    .there = remote->character,
    .here = here,
    .message = message,
  };

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (chatty_character_has_field (here, i))
      step.to_here |= CHATTY_FIELD_FLAG (i);
  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

/* It was linked, and its character here is gone. What was edited there since is
 * never deleted: it comes back. */
static void
plan_deleted_here (ChattySyncPlanner     *self,
                   const char            *id,
                   const ChattySyncKnown *known)
{
  static const char *const choices[] = { "delete", "bring", "leave", NULL };
  const ChattySyncRemote *remote = g_hash_table_lookup (self->look->remotes, id);
  guint mapped = chatty_sync_mapped (self->look->map, self->look->n_map, FALSE);
  g_autofree char *hash = chatty_sync_content_hash (remote->character, mapped);
  g_autofree char *question = g_strjoin ("/", "gone-here", id, NULL);
  const char *choice = chatty_sync_planner_answer (self, question);
  ChattySyncStep step = {
    .kind = CHATTY_SYNC_GONE_HERE,
    .id = question,
    .callsign = known->callsign,
    .remote_id = id,
    .name = chatty_character_get_name (remote->character),
    .there = remote->character,
    .question = question,
    .choices = choices,
    .choice = choice,
  };

  self->n_gone_here++;
  if (known->hash == NULL || (!g_str_equal (known->hash, hash) &&
                              CHATTY_SYNC_HOLDS (CHATTY_RULE_KEEP)))
    {
      add_create_here (self, id, _("It was deleted here and edited on the platform since"));
      return;
    }
  if (g_strcmp0 (choice, "bring") == 0)
    {
      add_create_here (self, id, NULL);
      return;
    }
  if (g_strcmp0 (choice, "delete") == 0)
    step.kind = CHATTY_SYNC_DELETE_THERE;
  else if (g_strcmp0 (choice, "leave") == 0)
    step.kind = CHATTY_SYNC_LEAVE;
  else
    step.choice = NULL;
  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

static ChattyCharacterRecord *
find_namesake (ChattySyncPlanner *self,
               const char        *name)
{
  g_autofree char *wanted = chatty_sync_normal_name (name);

  for (guint i = 0; i < self->look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (self->look->records, i);
      const char *callsign = chatty_character_record_get_callsign (record);
      g_autofree char *here = chatty_sync_normal_name (
        chatty_character_get_name (chatty_character_record_get_character (record)));

      if (!g_hash_table_contains (self->taken, callsign) && g_str_equal (here, wanted))
        return record;
    }
  return NULL;
}

static void
plan_remote (ChattySyncPlanner *self,
             const char        *id)
{
  const ChattySyncRemote *remote = g_hash_table_lookup (self->look->remotes, id);
  const ChattySyncKnown *known = g_hash_table_lookup (self->look->state->known, id);
  gboolean asked_for = self->settings->bring != NULL &&
                       g_strv_contains (self->settings->bring, id);
  ChattyCharacterRecord *namesake;

  if (remote == NULL || (!asked_for && self->settings->only != NULL))
    {
      self->counts.only_there++;
      return;
    }
  if (known != NULL && !asked_for)
    {
      /* Left alone there; or unlinked here by the person; or not to be read. */
      if (known->left || chatty_sync_planner_find (self->look, known->callsign) != NULL ||
          self->look->unreadable > 0)
        self->counts.only_there++;
      else
        plan_deleted_here (self, id, known);
      return;
    }
  if (!asked_for && !self->settings->bring_new)
    {
      self->counts.only_there++;
      return;
    }
  namesake = find_namesake (self, chatty_character_get_name (remote->character));
  if (namesake == NULL || ask_same_name (self, namesake, id))
    add_create_here (self, id, NULL);
}

/*
 * chatty_sync_plan_only_there:
 *
 * The characters there that are not linked here.
 */
void
chatty_sync_plan_only_there (ChattySyncPlanner *self)
{
  g_autoptr (GPtrArray) ids = NULL;
  GHashTableIter iter;
  gpointer known;

  if (self->look->listed == NULL)
    return;
  g_hash_table_iter_init (&iter, self->look->state->known);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    self->n_known += !((ChattySyncKnown *) known)->left;
  ids = chatty_sync_sorted_ids (self->look->listed);
  for (guint i = 0; i < ids->len; i++)
    if (!g_hash_table_contains (self->claimed, g_ptr_array_index (ids, i)))
      plan_remote (self, g_ptr_array_index (ids, i));
}
