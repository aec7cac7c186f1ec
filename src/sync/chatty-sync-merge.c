/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-json-settings.h"
#include "chatty-sync-diff3.h"
#include "chatty-sync-merge.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-set.h"

static void
stay (ChattySyncFieldOutcome *outcome,
      ChattySyncWhy           why)
{
  outcome->direction = CHATTY_SYNC_STAY;
  outcome->why = why;
}

/* Why @value cannot be sent there; %CHATTY_SYNC_WHY_SAME if it can. */
static ChattySyncWhy
why_not_sent (const ChattyFieldMap  *map,
              const ChattyCharacter *value)
{
  if (!map->writable)
    return CHATTY_SYNC_WHY_READ_ONLY;
  if (map->required && chatty_sync_is_blank (value, map->field))
    return CHATTY_SYNC_WHY_REQUIRED;
  if (map->hard && map->limit > 0 && chatty_character_store_measure (map, value) > map->limit)
    return CHATTY_SYNC_WHY_TOO_LONG;
  return CHATTY_SYNC_WHY_SAME;
}

static void
send_there (const ChattySyncFieldInput *input,
            ChattySyncFieldOutcome     *outcome,
            ChattySyncWhy               why)
{
  ChattySyncWhy obstacle = why_not_sent (input->map, input->here);

  if (obstacle != CHATTY_SYNC_WHY_SAME)
    {
      /* Between two changes the person's choice is made all the same. */
      outcome->agree = outcome->conflict && obstacle == CHATTY_SYNC_WHY_READ_ONLY;
      stay (outcome, obstacle);
      return;
    }
  outcome->direction = CHATTY_SYNC_TO_THERE;
  outcome->why = why;
  outcome->agree = TRUE;
  outcome->result = chatty_sync_mask (input->here, CHATTY_FIELD_FLAG (input->map->field));
}

static void
take_here (const ChattySyncFieldInput *input,
           ChattySyncFieldOutcome     *outcome,
           ChattySyncWhy               why)
{
  outcome->direction = CHATTY_SYNC_TO_HERE;
  outcome->why = why;
  outcome->agree = TRUE;
  outcome->result = chatty_sync_mask (input->there, CHATTY_FIELD_FLAG (input->map->field));
}

static gboolean
is_prose (ChattyCharacterField field)
{
  return field == CHATTY_FIELD_INSTRUCTIONS || field == CHATTY_FIELD_EXAMPLES ||
         field == CHATTY_FIELD_DESCRIPTION || field == CHATTY_FIELD_GREETING ||
         field == CHATTY_FIELD_STYLE;
}

static const char *const *
list_of (const ChattyCharacter *character,
         ChattyCharacterField   field)
{
  return character != NULL ? chatty_character_get_list (character, field) : NULL;
}

static const char *
text_of (const ChattyCharacter *character,
         ChattyCharacterField   field)
{
  return character != NULL ? chatty_character_get_text (character, field) : NULL;
}

/* What both began from must be the same text, or the parts mean nothing. */
static gboolean
has_one_base (const ChattySyncFieldInput *input)
{
  return input->base_here == NULL ||
         chatty_sync_same (input->base_here, input->base_there, input->map->field);
}

/* Settings are joined one by one. */
static ChattyCharacter *
join_settings (const ChattySyncFieldInput *input,
               ChattyJsonPrefer            prefer)
{
  ChattyCharacterField field = input->map->field;
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autofree char *text =
    chatty_json_settings_merge (text_of (input->base_here, field), text_of (input->here, field),
                                text_of (input->there, field), prefer);

  if (text == NULL)
    return NULL;
  builder = chatty_character_builder_new ();
  chatty_character_builder_set_text (builder, field, text);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/* Both changes in one value, if they are of different parts. */
static ChattyCharacter *
join (const ChattySyncFieldInput *input)
{
  ChattyCharacterField field = input->map->field;
  g_autoptr (ChattyCharacterBuilder) builder = NULL;

  if (!has_one_base (input))
    return NULL;
  if (field == CHATTY_FIELD_SETTINGS)
    return join_settings (input, CHATTY_SYNC_HOLDS (CHATTY_RULE_JOIN) ? CHATTY_JSON_PREFER_NONE
                                                                      : CHATTY_JSON_PREFER_HERE);
  if (field == CHATTY_FIELD_TRAITS)
    return chatty_sync_merge_traits (input->base_here, input->here, input->there);

  builder = chatty_character_builder_new ();
  if (chatty_character_field_is_list (field))
    {
      g_auto (GStrv) list = chatty_sync_merge_list (list_of (input->base_here, field),
                                                    list_of (input->here, field),
                                                    list_of (input->there, field),
                                                    field == CHATTY_FIELD_LANGUAGES);
      if (list == NULL)
        return NULL;
      chatty_character_builder_set_list (builder, field, (const char *const *) list);
    }
  else
    {
      g_autofree char *text = NULL;

      if (is_prose (field) && input->base_here != NULL &&
          chatty_character_has_field (input->base_here, field) &&
          chatty_character_has_field (input->here, field))
        text = chatty_sync_diff3 (chatty_character_get_text (input->base_here, field),
                                  chatty_character_get_text (input->here, field),
                                  chatty_character_get_text (input->there, field));
      if (text == NULL)
        return NULL;
      chatty_character_builder_set_text (builder, field, text);
    }
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gboolean
try_join (const ChattySyncFieldInput *input,
          ChattySyncFieldOutcome     *outcome)
{
  g_autoptr (ChattyCharacter) joined = join (input);
  ChattySyncWhy obstacle;

  if (joined == NULL)
    return FALSE;
  obstacle = why_not_sent (input->map, joined);
  if (obstacle != CHATTY_SYNC_WHY_SAME && obstacle != CHATTY_SYNC_WHY_READ_ONLY)
    return FALSE;

  outcome->why = CHATTY_SYNC_WHY_JOINED;
  outcome->agree = TRUE;
  if (chatty_sync_same (joined, input->here, input->map->field))
    {
      send_there (input, outcome, CHATTY_SYNC_WHY_JOINED);
      return TRUE;
    }
  outcome->direction = obstacle == CHATTY_SYNC_WHY_READ_ONLY ||
                       chatty_sync_same (joined, input->there, input->map->field)
                       ? CHATTY_SYNC_TO_HERE : CHATTY_SYNC_TO_BOTH;
  outcome->result = g_steal_pointer (&joined);
  return TRUE;
}

static void
take_newest (const ChattySyncFieldInput *input,
             ChattySyncFieldOutcome     *outcome)
{
  gint64 there = outcome->time_there;

  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_TIME))
    send_there (input, outcome, CHATTY_SYNC_WHY_NEWER_HERE);
  else if (input->platform_time && input->skew != CHATTY_TIME_NONE &&
           ABS (input->skew) > input->skew_limit)
    stay (outcome, CHATTY_SYNC_WHY_SKEW);
  else if (input->time_here == CHATTY_TIME_NONE || there == CHATTY_TIME_NONE ||
           input->time_here == there)
    stay (outcome, CHATTY_SYNC_WHY_NO_TIME);
  else if (input->time_here > there)
    send_there (input, outcome, CHATTY_SYNC_WHY_NEWER_HERE);
  else
    take_here (input, outcome, CHATTY_SYNC_WHY_NEWER_THERE);
}

static void
decide (const ChattySyncFieldInput *input,
        ChattySyncFieldOutcome     *outcome)
{
  outcome->conflict = TRUE;
  if (g_strcmp0 (input->answer, "here") == 0)
    send_there (input, outcome, CHATTY_SYNC_WHY_CHOSEN);
  else if (g_strcmp0 (input->answer, "there") == 0)
    take_here (input, outcome, CHATTY_SYNC_WHY_CHOSEN);
  else if (g_strcmp0 (input->answer, "later") == 0)
    stay (outcome, CHATTY_SYNC_WHY_ASK);
  else if (input->policy == CHATTY_SYNC_MINE)
    send_there (input, outcome, CHATTY_SYNC_WHY_MINE);
  else if (input->policy == CHATTY_SYNC_THEIRS)
    take_here (input, outcome, CHATTY_SYNC_WHY_THEIRS);
  else if (input->policy == CHATTY_SYNC_NEWEST)
    take_newest (input, outcome);
  else
    stay (outcome, CHATTY_SYNC_WHY_ASK);
}

/* Where both changed the same setting, the loser's other settings are kept. */
static void
keep_other_settings (const ChattySyncFieldInput *input,
                     ChattySyncFieldOutcome     *outcome)
{
  g_autoptr (ChattyCharacter) joined = NULL;

  outcome->here_won = outcome->direction == CHATTY_SYNC_TO_THERE;
  if (input->map->field != CHATTY_FIELD_SETTINGS || outcome->result == NULL ||
      !has_one_base (input))
    return;
  joined = join_settings (input, outcome->here_won ? CHATTY_JSON_PREFER_HERE
                                                   : CHATTY_JSON_PREFER_THERE);
  if (joined == NULL || chatty_sync_same (joined, outcome->result, input->map->field) ||
      why_not_sent (input->map, joined) != CHATTY_SYNC_WHY_SAME)
    return;
  chatty_character_unref (outcome->result);
  outcome->result = g_steal_pointer (&joined);
  outcome->direction = CHATTY_SYNC_TO_BOTH;
}

static gint64
our_time (const ChattySyncFieldInput *input)
{
  if (input->platform_time && input->time_there != CHATTY_TIME_NONE &&
      input->skew != CHATTY_TIME_NONE)
    return input->time_there - input->skew;
  return input->time_there;
}

/**
 * chatty_sync_merge_field:
 * @input: both sides of a field, and what they agreed on
 * @outcome: (out caller-allocates): what becomes of it; the caller's
 *
 * Decides one field. Changed here is what differs from what was here when both
 * agreed, changed there what differs from what was there then: what the
 * platform did not keep is neither.
 */
void
chatty_sync_merge_field (const ChattySyncFieldInput *input,
                         ChattySyncFieldOutcome     *outcome)
{
  const ChattyFieldMap *map = input->map;
  ChattyCharacterField field = map->field;
  gboolean has_base = input->base_here != NULL && input->base_there != NULL;
  /* What the platform does not tell cannot have been changed there, and one
   * that it cannot be without has not been emptied by a person. */
  gboolean told = map->readable && chatty_character_has_field (input->there, field) &&
                  !(map->required && chatty_sync_is_blank (input->there, field));
  gboolean changed_here, changed_there;

  *outcome = (ChattySyncFieldOutcome) { .time_there = our_time (input) };
  if (told && chatty_sync_same (input->here, input->there, field))
    {
      outcome->agree = TRUE;
      return;
    }
  changed_here = has_base ? !chatty_sync_same (input->here, input->base_here, field)
                          : !chatty_sync_is_blank (input->here, field);
  changed_there = told && (has_base ? !chatty_sync_same (input->there, input->base_there, field)
                                    : !chatty_sync_is_blank (input->there, field));

  if (changed_there && input->resumed)
    {
      outcome->conflict = FALSE;
      send_there (input, outcome, CHATTY_SYNC_WHY_RESUMED);
    }
  else if (changed_here && changed_there)
    {
      if (!try_join (input, outcome))
        {
          decide (input, outcome);
          keep_other_settings (input, outcome);
        }
    }
  else if (changed_here)
    send_there (input, outcome, CHATTY_SYNC_WHY_CHANGED_HERE);
  else if (changed_there)
    take_here (input, outcome, CHATTY_SYNC_WHY_CHANGED_THERE);
}
