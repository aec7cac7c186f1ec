/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-character-json.h"
#include "chatty-sync-merge.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-rules.h"

/**
 * chatty_sync_is_synced:
 *
 * Returns: whether @field is one that both sides keep the same: not the name
 *   of a folder here, not the address of a picture there, and not the ids of
 *   documents, which follow by their content
 */
gboolean
chatty_sync_is_synced (ChattyCharacterField field)
{
  return field != CHATTY_FIELD_CALLSIGN && field != CHATTY_FIELD_AVATAR &&
         field != CHATTY_FIELD_KNOWLEDGE;
}

/**
 * chatty_sync_mapped:
 * @map: the platform's fields
 * @only_writable: leave out those that can only be read
 *
 * Returns: flags of the fields that take part
 */
guint
chatty_sync_mapped (const ChattyFieldMap *map,
                    guint                 n_map,
                    gboolean              only_writable)
{
  guint flags = 0;

  for (guint i = 0; i < n_map; i++)
    if (chatty_sync_is_synced (map[i].field) && (map[i].writable || !only_writable))
      flags |= CHATTY_FIELD_FLAG (map[i].field);
  return flags;
}

/**
 * chatty_sync_find_link:
 * @record: a character here
 * @look: says of which account
 *
 * Returns: (transfer none) (nullable): its link there; one that takes part in
 *   sync before others
 */
ChattyCharacterLink *
chatty_sync_find_link (ChattyCharacterRecord *record,
                       ChattySyncLook        *look)
{
  static const int worth[] = {
    [CHATTY_LINK_ACTIVE] = 2,
    [CHATTY_LINK_PAUSED] = 1,
    [CHATTY_LINK_GONE] = 0,
  };
  ChattyCharacterLink *best = NULL;

  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);
      gboolean same_account = g_strcmp0 (link->account, look->account) == 0;
      gboolean same_owner = look->owner != NULL && g_strcmp0 (link->owner, look->owner) == 0;

      if (g_strcmp0 (link->platform, look->platform) == 0 && (same_account || same_owner) &&
          (best == NULL || worth[link->state] > worth[best->state]))
        best = link;
    }
  return best;
}

/**
 * chatty_sync_fresh_link:
 * @remote_id: of a character there
 *
 * Returns: (transfer full): a link on which nothing is agreed yet
 */
ChattyCharacterLink *
chatty_sync_fresh_link (ChattySyncLook *look,
                        const char     *remote_id)
{
  ChattyCharacterLink fields = {
    .platform = look->platform,
    .account = look->account,
    .owner = look->owner,
    .remote_id = remote_id,
    .agreed = CHATTY_TIME_NONE,
  };

  return chatty_character_link_new (&fields);
}

/**
 * chatty_sync_adopt_link:
 * @record: a character that was being made there
 * @id: the id that it has
 * @there: what was made of it
 *
 * Returns: (transfer full): a link that agrees on what has arrived. What has
 *   not counts as changed here, and is sent; what is only there counts as
 *   changed there, and is taken
 */
ChattyCharacterLink *
chatty_sync_adopt_link (ChattySyncLook        *look,
                        ChattyCharacterRecord *record,
                        const char            *id,
                        ChattyCharacter       *there)
{
  g_autoptr (ChattyCharacter) here = chatty_character_record_for_platform (record, look->platform);
  g_autoptr (ChattyCharacter) base_local = NULL;
  g_autoptr (ChattyCharacter) base_remote = NULL;
  g_autoptr (ChattyCharacterLink) fresh = NULL;
  ChattyCharacterLink fields;
  guint arrived = 0, only_there = 0;

  for (guint i = 0; i < look->n_map; i++)
    {
      const ChattyFieldMap *map = &look->map[i];

      if (!chatty_sync_is_synced (map->field))
        continue;
      if (!map->writable || chatty_sync_same (here, there, map->field))
        arrived |= CHATTY_FIELD_FLAG (map->field);
      else if (chatty_sync_is_blank (here, map->field))
        only_there |= CHATTY_FIELD_FLAG (map->field);
    }
  base_local = chatty_sync_mask (here, arrived);
  base_remote = chatty_sync_overlay (there, NULL, only_there);
  fresh = chatty_sync_fresh_link (look, id);
  fields = *fresh;
  fields.base_local = base_local;
  fields.base_remote = base_remote;
  return chatty_character_link_new (&fields);
}

/**
 * chatty_sync_are_equal:
 * @record: a character here
 * @there: one on the platform
 *
 * Returns: whether they are the same one without doubt: the same name and
 *   instructions, and nothing that one of them has otherwise
 */
gboolean
chatty_sync_are_equal (ChattySyncLook        *look,
                       ChattyCharacterRecord *record,
                       ChattyCharacter       *there)
{
  g_autoptr (ChattyCharacter) here = chatty_character_record_for_platform (record, look->platform);

  if (chatty_sync_is_blank (here, CHATTY_FIELD_NAME) ||
      chatty_sync_is_blank (here, CHATTY_FIELD_INSTRUCTIONS) ||
      !chatty_sync_same (here, there, CHATTY_FIELD_NAME) ||
      !chatty_sync_same (here, there, CHATTY_FIELD_INSTRUCTIONS))
    return FALSE;
  for (guint i = 0; i < look->n_map; i++)
    {
      ChattyCharacterField field = look->map[i].field;

      if (chatty_sync_is_synced (field) && !chatty_sync_same (here, there, field) &&
          !chatty_sync_is_blank (here, field) && !chatty_sync_is_blank (there, field))
        return FALSE;
    }
  return TRUE;
}

/**
 * chatty_sync_loss:
 * @here: a character of the vault
 *
 * Returns: flags of the fields that are set and that the platform cannot be
 *   told
 */
guint
chatty_sync_loss (ChattySyncLook  *look,
                  ChattyCharacter *here)
{
  guint writable = chatty_sync_mapped (look->map, look->n_map, TRUE);
  guint loss = 0;

  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_LOSS))
    return 0;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (i != CHATTY_FIELD_CALLSIGN && i != CHATTY_FIELD_KNOWLEDGE &&
        (writable & CHATTY_FIELD_FLAG (i)) == 0 && !chatty_sync_is_blank (here, i))
      loss |= CHATTY_FIELD_FLAG (i);
  return loss;
}

static JsonObject *
object_of (JsonNode *node)
{
  return node != NULL ? chatty_json_node_object (node) : NULL;
}

static JsonNode *
member_of (JsonObject *object,
           const char *name)
{
  return object != NULL && json_object_has_member (object, name)
         ? json_object_get_member (object, name) : NULL;
}

static gboolean
same_node (JsonNode *a,
           JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

/**
 * chatty_sync_merge_extra:
 * @base: (nullable): JSON of what both had when they agreed last
 * @here: (nullable): what the vault carries
 * @there: (nullable): what the platform has
 *
 * The members that only the platform understands follow it, but for those that
 * were edited here.
 *
 * Returns: (transfer full) (nullable): what the vault is to carry
 */
char *
chatty_sync_merge_extra (const char *base,
                         const char *here,
                         const char *there)
{
  g_autoptr (JsonNode) base_node = base != NULL ? chatty_json_parse (base, -1, NULL) : NULL;
  g_autoptr (JsonNode) here_node = here != NULL ? chatty_json_parse (here, -1, NULL) : NULL;
  g_autoptr (JsonNode) there_node = there != NULL ? chatty_json_parse (there, -1, NULL) : NULL;
  JsonObject *result = object_of (there_node);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (result == NULL || !CHATTY_SYNC_HOLDS (CHATTY_RULE_LOSS))
    return g_strdup (here);
  if (object_of (here_node) == NULL || base == NULL || g_strcmp0 (base, here) == 0)
    return g_strdup (there);
  json_object_iter_init (&iter, object_of (here_node));
  while (json_object_iter_next (&iter, &name, &value))
    if (!same_node (value, member_of (object_of (base_node), name)))
      json_object_set_member (result, name, json_node_copy (value));
  return chatty_json_to_string (there_node, FALSE);
}

static gboolean
is_resumed (ChattySyncLook        *look,
            ChattyCharacterRecord *record,
            ChattyCharacterLink   *link,
            ChattyCharacterField   field)
{
  for (guint i = 0; i < look->state->intents->len; i++)
    {
      const ChattySyncIntent *intent = g_ptr_array_index (look->state->intents, i);

      if (intent->kind == CHATTY_SYNC_INTENT_UPDATE &&
          (intent->fields & CHATTY_FIELD_FLAG (field)) != 0 &&
          intent->agreed == link->agreed &&
          g_strcmp0 (intent->remote_id, link->remote_id) == 0 &&
          g_strcmp0 (intent->callsign, chatty_character_record_get_callsign (record)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* When a change there was seen first, for a platform that does not say when it
 * was made. One that is seen for the first time is seen now. */
static gint64
time_there (ChattySyncLook         *look,
            ChattyCharacterLink    *link,
            const ChattySyncRemote *remote,
            ChattyCharacterField    field)
{
  if (remote->times[field] != CHATTY_TIME_NONE)
    return remote->times[field];
  if (link->base_remote == NULL)
    return CHATTY_TIME_NONE;
  if (link->seen != NULL && link->seen_times[field] != CHATTY_TIME_NONE &&
      chatty_sync_same (link->seen, remote->character, field))
    return link->seen_times[field];
  return look->time;
}

/* What a pair's step is made of. */
typedef struct {
  ChattySyncLook           *look;
  const ChattySyncSettings *settings;
  ChattyCharacterRecord    *record;
  ChattyCharacterLink      *link;
  const ChattySyncRemote   *remote;
  ChattyCharacter          *here;
  char                     *id;
  GArray                   *fields;
  ChattyCharacterBuilder   *to_here;
  ChattyCharacterBuilder   *to_there;
  ChattySyncStep            step;
  gboolean                  base_moves;
} Pair;

static void
add_field (Pair                         *pair,
           const ChattySyncFieldInput   *input,
           const ChattySyncFieldOutcome *outcome,
           const char                   *question)
{
  ChattyCharacterField field = input->map->field;
  ChattySyncField entry = {
    .field = field,
    .base = chatty_sync_value_json (input->base_here, field),
    .here = chatty_sync_value_json (input->here, field),
    .there = chatty_sync_value_json (input->there, field),
    .result = chatty_sync_value_json (outcome->result, field),
    .direction = outcome->direction,
    .conflict = outcome->conflict,
    .why = outcome->why,
    .time_here = input->time_here,
    .time_there = outcome->time_there,
    .question = g_strdup (question),
  };

  if (outcome->conflict && outcome->direction == CHATTY_SYNC_TO_THERE)
    entry.loser = g_strdup (entry.there);
  else if (outcome->conflict && outcome->direction == CHATTY_SYNC_TO_HERE)
    entry.loser = g_strdup (entry.here);
  else if (outcome->direction == CHATTY_SYNC_TO_BOTH)
    entry.loser = g_strdup (outcome->here_won ? entry.there : entry.here);
  g_array_append_val (pair->fields, entry);
}

static void
write_outcome (Pair                         *pair,
               ChattyCharacterField          field,
               const ChattySyncFieldOutcome *outcome)
{
  guint flag = CHATTY_FIELD_FLAG (field);

  if (outcome->direction == CHATTY_SYNC_TO_HERE || outcome->direction == CHATTY_SYNC_TO_BOTH)
    {
      pair->step.to_here |= flag;
      chatty_character_builder_take_field (pair->to_here, outcome->result, field);
    }
  if (outcome->direction == CHATTY_SYNC_TO_THERE || outcome->direction == CHATTY_SYNC_TO_BOTH)
    {
      pair->step.to_there |= flag;
      chatty_character_builder_take_field (pair->to_there, outcome->result, field);
    }
  if (outcome->direction == CHATTY_SYNC_STAY && outcome->agree)
    {
      pair->step.agreed |= flag;
      pair->base_moves |=
        !chatty_sync_same (pair->link->base_local, pair->here, field) ||
        !chatty_sync_same (pair->link->base_remote, pair->remote->character, field);
    }
}

static void
merge_one (Pair                 *pair,
           const ChattyFieldMap *map)
{
  g_autofree char *question = g_strconcat (pair->id, ":",
                                           chatty_character_field_to_string (map->field), NULL);
  ChattySyncFieldInput input = {
    .map = map,
    .base_here = pair->link->base_local,
    .base_there = pair->link->base_remote,
    .here = pair->here,
    .there = pair->remote->character,
    .time_here = chatty_character_record_get_time_for (pair->record, pair->look->platform,
                                                       map->field),
    .time_there = time_there (pair->look, pair->link, pair->remote, map->field),
    .platform_time = pair->remote->times[map->field] != CHATTY_TIME_NONE,
    .skew = pair->look->skew,
    .skew_limit = pair->settings->skew_limit,
    .policy = pair->settings->policy,
    .answer = pair->settings->answers != NULL
              ? g_hash_table_lookup (pair->settings->answers, question) : NULL,
    .resumed = is_resumed (pair->look, pair->record, pair->link, map->field),
  };
  ChattySyncFieldOutcome outcome;

  chatty_sync_merge_field (&input, &outcome);
  write_outcome (pair, map->field, &outcome);
  if (outcome.why != CHATTY_SYNC_WHY_SAME)
    add_field (pair, &input, &outcome, outcome.conflict ? question : NULL);
  g_clear_pointer (&outcome.result, chatty_character_unref);
}

/* Whether there is anything to tell or to do about it. */
static gboolean
is_of_note (Pair *pair)
{
  for (guint i = 0; i < pair->fields->len; i++)
    {
      const ChattySyncField *field = &g_array_index (pair->fields, ChattySyncField, i);

      if (field->direction != CHATTY_SYNC_STAY || chatty_sync_why_is_open (field->why) ||
          field->why == CHATTY_SYNC_WHY_REQUIRED || field->why == CHATTY_SYNC_WHY_TOO_LONG)
        return TRUE;
    }
  return FALSE;
}

static gboolean
extra_moves (Pair *pair)
{
  const char *there = chatty_character_get_extra (pair->remote->character, pair->look->platform);
  const char *base = pair->link->base_remote != NULL
    ? chatty_character_get_extra (pair->link->base_remote, pair->look->platform) : NULL;
  g_autoptr (JsonNode) there_node = NULL;
  g_autoptr (JsonNode) base_node = NULL;

  if (g_strcmp0 (there, base) == 0)
    return FALSE;
  there_node = there != NULL ? chatty_json_parse (there, -1, NULL) : NULL;
  base_node = base != NULL ? chatty_json_parse (base, -1, NULL) : NULL;
  return there_node != NULL && !same_node (there_node, base_node);
}

/* Without the rule, one side wins the whole character. */
static void
let_one_side_win (Pair *pair)
{
  if (CHATTY_SYNC_HOLDS (CHATTY_RULE_FIELDS) || pair->step.to_here == 0 ||
      pair->step.to_there == 0)
    return;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if ((pair->step.to_here & CHATTY_FIELD_FLAG (i)) != 0)
      chatty_character_builder_take_field (pair->to_there, pair->here, i);
  pair->step.to_there |= pair->step.to_here;
  pair->step.to_here = 0;
}

static ChattySyncStep *
end_step (Pair *pair)
{
  g_autoptr (ChattyCharacter) here = NULL;
  g_autoptr (ChattyCharacter) send = NULL;
  gboolean linked = pair->link->agreed != CHATTY_TIME_NONE &&
                    pair->link->state == CHATTY_LINK_ACTIVE;
  gboolean base_moves = pair->base_moves || extra_moves (pair) ||
                        !CHATTY_SYNC_HOLDS (CHATTY_RULE_QUIET);

  if (is_of_note (pair))
    pair->step.kind = CHATTY_SYNC_UPDATE;
  else if (!linked)
    pair->step.kind = CHATTY_SYNC_LINK;
  else if (base_moves)
    pair->step.kind = CHATTY_SYNC_AGREE;
  else
    return NULL;

  let_one_side_win (pair);
  here = chatty_character_builder_end (g_steal_pointer (&pair->to_here));
  send = chatty_character_builder_end (g_steal_pointer (&pair->to_there));
  pair->step.here = here;
  pair->step.send = send;
  pair->step.fields = (const ChattySyncField *) (gpointer) pair->fields->data;
  pair->step.n_fields = pair->fields->len;
  return chatty_sync_step_new (&pair->step);
}

/**
 * chatty_sync_pair_step:
 * @record: the character here
 * @link: what both agreed on; without bases for a pair that is new
 * @remote: the character there
 * @resumes: (nullable): the create that it comes from
 *
 * Returns: (transfer full) (nullable): what is to be done for both to be the
 *   same; %NULL where they are
 */
ChattySyncStep *
chatty_sync_pair_step (ChattySyncLook           *look,
                       const ChattySyncSettings *settings,
                       ChattyCharacterRecord    *record,
                       ChattyCharacterLink      *link,
                       const ChattySyncRemote   *remote,
                       const char               *resumes)
{
  g_autoptr (ChattyCharacter) here = chatty_character_record_for_platform (record, look->platform);
  g_autofree char *id = g_strjoin ("/", chatty_character_record_get_callsign (record),
                                   link->remote_id, NULL);
  Pair pair = {
    .look = look,
    .settings = settings,
    .record = record,
    .link = link,
    .remote = remote,
    .here = here,
    .id = id,
  };
  ChattySyncStep *step;

  pair.fields = g_array_new (FALSE, FALSE, sizeof (ChattySyncField));
  g_array_set_clear_func (pair.fields, chatty_sync_field_clear);
  pair.to_here = chatty_character_builder_new ();
  pair.to_there = chatty_character_builder_new ();
  pair.step.id = id;
  pair.step.callsign = chatty_character_record_get_callsign (record);
  pair.step.remote_id = link->remote_id;
  pair.step.name = chatty_character_get_name (here);
  pair.step.record = record;
  pair.step.there = remote->character;
  pair.step.link = link;
  pair.step.stays = chatty_sync_loss (look, here);
  pair.step.resumes = resumes;
  for (guint i = 0; i < look->n_map; i++)
    if (chatty_sync_is_synced (look->map[i].field))
      merge_one (&pair, &look->map[i]);

  step = end_step (&pair);
  g_clear_pointer (&pair.to_here, chatty_character_builder_free);
  g_clear_pointer (&pair.to_there, chatty_character_builder_free);
  g_array_unref (pair.fields);
  return step;
}
