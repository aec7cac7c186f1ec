/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-character-json.h"
#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-plan-private.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-runner.h"

/* The taking back of a run while it is planned. */
typedef struct {
  ChattySyncLook *look;
  GHashTable     *answers;
  GPtrArray      *steps;
} Undoing;

static ChattyCharacterRecord *
find_record (Undoing    *undoing,
             const char *callsign)
{
  for (guint i = 0; callsign != NULL && i < undoing->look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (undoing->look->records, i);

      if (g_strcmp0 (chatty_character_record_get_callsign (record), callsign) == 0)
        return record;
    }
  return NULL;
}

/* A value of the receipt; %NULL where it was not known then. */
static ChattyCharacter *
value_of (JsonObject           *object,
          const char           *member,
          ChattyCharacterField  field)
{
  JsonNode *node = json_object_has_member (object, member)
    ? json_object_get_member (object, member) : NULL;
  g_autoptr (ChattyCharacterBuilder) builder = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  builder = chatty_character_builder_new ();
  if (!chatty_character_builder_set_json (builder, field, node))
    return NULL;
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/* An update that is taken back. */
typedef struct {
  Undoing                *undoing;
  ChattyCharacterRecord  *record;
  ChattyCharacterLink    *link;
  ChattyCharacter        *here;
  ChattyCharacter        *there;
  ChattyCharacterBuilder *to_here;
  ChattyCharacterBuilder *to_there;
  GArray                 *fields;
  ChattySyncStep          step;
} Back;

static void
put_back (Back                 *back,
          JsonObject           *object,
          ChattyCharacterField  field,
          gboolean              here)
{
  ChattyCharacter *now = here ? back->here : back->there;
  ChattyCharacter *agreed = here ? back->link->base_local : back->link->base_remote;
  g_autoptr (ChattyCharacter) old = value_of (object, here ? "here" : "there", field);
  g_autoptr (ChattyCharacter) empty = NULL;
  guint flag = CHATTY_FIELD_FLAG (field);

  /* What was changed since the run is somebody's newer word. */
  if (!chatty_sync_same (now, agreed, field))
    return;
  if (old == NULL && !here)
    return;
  if (old == NULL)
    {
      g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

      empty = chatty_character_builder_end (g_steal_pointer (&builder));
      old = chatty_character_ref (empty);
    }
  if (chatty_sync_same (now, old, field))
    return;
  chatty_character_builder_take_field (here ? back->to_here : back->to_there, old, field);
  *(here ? &back->step.to_here : &back->step.to_there) |= flag;
}

static void
take_field_back (Back       *back,
                 JsonObject *object)
{
  const char *direction = chatty_json_get_string (object, "direction");
  guint before_here = back->step.to_here, before_there = back->step.to_there;
  ChattyCharacterField field;
  ChattySyncField entry = { .why = CHATTY_SYNC_WHY_UNDO };
  gboolean here, there;

  if (!chatty_character_field_from_string (chatty_json_get_string (object, "field"), &field) ||
      direction == NULL)
    return;
  here = g_str_equal (direction, "here") || g_str_equal (direction, "both");
  there = g_str_equal (direction, "there") || g_str_equal (direction, "both");
  if (here)
    put_back (back, object, field, TRUE);
  if (there && CHATTY_SYNC_HOLDS (CHATTY_RULE_UNDO))
    put_back (back, object, field, FALSE);

  here = back->step.to_here != before_here;
  there = back->step.to_there != before_there;
  if (!here && !there)
    return;
  entry.field = field;
  entry.direction = here && there ? CHATTY_SYNC_TO_BOTH
                    : here ? CHATTY_SYNC_TO_HERE : CHATTY_SYNC_TO_THERE;
  entry.time_here = entry.time_there = CHATTY_TIME_NONE;
  g_array_append_val (back->fields, entry);
}

/* The values of the fields for the plan that is shown. */
static void
fill_fields (Back            *back,
             ChattyCharacter *here,
             ChattyCharacter *there)
{
  for (guint i = 0; i < back->fields->len; i++)
    {
      ChattySyncField *entry = &g_array_index (back->fields, ChattySyncField, i);

      entry->base = chatty_sync_value_json (back->link->base_local, entry->field);
      entry->here = chatty_sync_value_json (back->here, entry->field);
      entry->there = chatty_sync_value_json (back->there, entry->field);
      entry->result = chatty_sync_value_json (entry->direction == CHATTY_SYNC_TO_THERE ? there
                                                                                       : here,
                                              entry->field);
    }
}

static void
undo_update (Undoing    *undoing,
             JsonObject *object)
{
  ChattyCharacterRecord *record = find_record (undoing,
                                               chatty_json_get_string (object, "character"));
  ChattyCharacterLink *link = record != NULL ? chatty_sync_find_link (record, undoing->look)
                                             : NULL;
  const ChattySyncRemote *remote = link != NULL
    ? g_hash_table_lookup (undoing->look->remotes, link->remote_id) : NULL;
  JsonArray *fields = chatty_json_get_array (object, "fields");
  g_autoptr (ChattyCharacter) current = NULL;
  g_autoptr (ChattyCharacter) here = NULL;
  g_autoptr (ChattyCharacter) there = NULL;
  Back back = { .undoing = undoing, .record = record, .link = link };

  if (remote == NULL || fields == NULL || link->base_local == NULL || link->base_remote == NULL)
    return;
  current = chatty_character_record_for_platform (record, undoing->look->platform);
  back.here = current;
  back.there = remote->character;
  back.to_here = chatty_character_builder_new ();
  back.to_there = chatty_character_builder_new ();
  back.fields = g_array_new (FALSE, FALSE, sizeof (ChattySyncField));
  g_array_set_clear_func (back.fields, chatty_sync_field_clear);
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonObject *field = chatty_json_node_object (json_array_get_element (fields, i));

      if (field != NULL)
        take_field_back (&back, field);
    }
  here = chatty_character_builder_end (g_steal_pointer (&back.to_here));
  there = chatty_character_builder_end (g_steal_pointer (&back.to_there));
  if (back.fields->len > 0)
    {
      fill_fields (&back, here, there);
      back.step.kind = CHATTY_SYNC_UPDATE;
      back.step.callsign = chatty_character_record_get_callsign (record);
      back.step.remote_id = link->remote_id;
      back.step.name = chatty_character_get_name (current);
      back.step.record = record;
      back.step.there = remote->character;
      back.step.link = link;
      back.step.here = here;
      back.step.send = there;
      back.step.fields = (const ChattySyncField *) (gpointer) back.fields->data;
      back.step.n_fields = back.fields->len;
      g_ptr_array_add (undoing->steps, chatty_sync_step_new (&back.step));
    }
  g_array_unref (back.fields);
}

static void
undo_create_here (Undoing    *undoing,
                  JsonObject *object)
{
  ChattyCharacterRecord *record = find_record (undoing,
                                               chatty_json_get_string (object, "character"));
  ChattyCharacterLink *link = record != NULL ? chatty_sync_find_link (record, undoing->look)
                                             : NULL;
  g_autoptr (ChattyCharacter) here = NULL;
  ChattySyncStep step = { .kind = CHATTY_SYNC_TRASH_HERE };

  if (link == NULL || link->base_local == NULL)
    return;
  here = chatty_character_record_for_platform (record, undoing->look->platform);
  for (guint i = 0; i < undoing->look->n_map; i++)
    if (chatty_sync_is_synced (undoing->look->map[i].field) &&
        !chatty_sync_same (here, link->base_local, undoing->look->map[i].field))
      return;
  step.callsign = chatty_character_record_get_callsign (record);
  step.remote_id = link->remote_id;
  step.name = chatty_character_get_name (here);
  step.record = record;
  step.link = link;
  g_ptr_array_add (undoing->steps, chatty_sync_step_new (&step));
}

/* What was made there cannot be brought back once it is deleted: the person is
 * asked. */
static void
undo_create_there (Undoing    *undoing,
                   JsonObject *object)
{
  static const char *const choices[] = { "delete", "leave", NULL };
  const char *id = chatty_json_get_string (object, "remote");
  const ChattySyncRemote *remote = id != NULL
    ? g_hash_table_lookup (undoing->look->remotes, id) : NULL;
  ChattyCharacterRecord *record = find_record (undoing,
                                               chatty_json_get_string (object, "character"));
  g_autofree char *question = NULL;
  ChattySyncStep step = { .kind = CHATTY_SYNC_DELETE_THERE };

  if (remote == NULL || record == NULL || !CHATTY_SYNC_HOLDS (CHATTY_RULE_UNDO))
    return;
  question = g_strjoin ("/", "undo", id, NULL);
  step.id = question;
  step.callsign = chatty_character_record_get_callsign (record);
  step.remote_id = id;
  step.name = chatty_character_get_name (remote->character);
  step.record = record;
  step.there = remote->character;
  step.link = chatty_sync_find_link (record, undoing->look);
  step.question = question;
  step.choices = choices;
  step.choice = undoing->answers != NULL ? g_hash_table_lookup (undoing->answers, question)
                                         : NULL;
  if (g_strcmp0 (step.choice, "leave") == 0)
    return;
  if (g_strcmp0 (step.choice, "delete") != 0)
    step.choice = NULL;
  g_ptr_array_add (undoing->steps, chatty_sync_step_new (&step));
}

static void
undo_link (Undoing    *undoing,
           JsonObject *object)
{
  ChattyCharacterRecord *record = find_record (undoing,
                                               chatty_json_get_string (object, "character"));
  ChattyCharacterLink *link = record != NULL ? chatty_sync_find_link (record, undoing->look)
                                             : NULL;
  ChattySyncStep step = { .kind = CHATTY_SYNC_LEAVE };

  if (link == NULL)
    return;
  step.callsign = chatty_character_record_get_callsign (record);
  step.remote_id = link->remote_id;
  step.name = chatty_character_get_name (chatty_character_record_get_character (record));
  step.record = record;
  step.link = link;
  g_ptr_array_add (undoing->steps, chatty_sync_step_new (&step));
}

static void
undo_step (Undoing    *undoing,
           JsonObject *object)
{
  const char *kind = chatty_json_get_string (object, "kind");
  const char *outcome = chatty_json_get_string (object, "outcome");

  if (g_strcmp0 (outcome, "done") != 0 && g_strcmp0 (outcome, "open") != 0)
    return;
  if (g_strcmp0 (kind, chatty_sync_step_kind_to_string (CHATTY_SYNC_UPDATE)) == 0)
    undo_update (undoing, object);
  else if (g_strcmp0 (kind, chatty_sync_step_kind_to_string (CHATTY_SYNC_CREATE_HERE)) == 0)
    undo_create_here (undoing, object);
  else if (g_strcmp0 (kind, chatty_sync_step_kind_to_string (CHATTY_SYNC_CREATE_THERE)) == 0)
    undo_create_there (undoing, object);
  else if (g_strcmp0 (kind, chatty_sync_step_kind_to_string (CHATTY_SYNC_LINK)) == 0)
    undo_link (undoing, object);
}

static JsonArray *
steps_of (JsonNode  *report,
          GError   **error)
{
  JsonObject *object = report != NULL ? chatty_json_node_object (report) : NULL;
  JsonArray *steps = object != NULL ? chatty_json_get_array (object, "steps") : NULL;

  if (steps == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("Nothing is known any more of what this sync did"));
  return steps;
}

/* The characters that the run was about. */
static char **
callsigns_of (JsonArray  *steps,
              const char *only_step)
{
  g_autoptr (GStrvBuilder) callsigns = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = chatty_json_node_object (json_array_get_element (steps, i));
      const char *callsign = step != NULL ? chatty_json_get_string (step, "character") : NULL;

      if (callsign != NULL && (only_step == NULL ||
                               g_strcmp0 (chatty_json_get_string (step, "id"), only_step) == 0))
        g_strv_builder_add (callsigns, callsign);
    }
  return g_strv_builder_end (callsigns);
}

/**
 * chatty_sync_plan_undo:
 * @run: the run's id
 * @step: (nullable): one step of it
 * @answers: (nullable): question to choice
 *
 * Plans to take a run back. Both sides keep then what they have, until one of
 * them is edited.
 *
 * Returns: (transfer full) (nullable): the plan
 */
ChattySyncPlan *
chatty_sync_plan_undo (ChattySyncStore          *store,
                       ChattyCharacterStore     *platform,
                       const ChattySyncAccount  *account,
                       const char               *run,
                       const char               *step,
                       GHashTable               *answers,
                       GCancellable             *cancellable,
                       GError                  **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) report = NULL;
  g_autoptr (ChattySyncLook) look = NULL;
  g_auto (GStrv) callsigns = NULL;
  JsonArray *steps;
  Undoing undoing = { .answers = answers };

  text = CHATTY_SYNC_STORE_GET_IFACE (store)->load_report (store, run, error);
  if (text == NULL)
    return NULL;
  report = chatty_json_parse (text, -1, error);
  if (report == NULL)
    return NULL;
  steps = steps_of (report, error);
  if (steps == NULL)
    return NULL;
  callsigns = callsigns_of (steps, step);
  look = chatty_sync_look (store, platform, account, (const char *const *) callsigns, NULL,
                           FALSE, NULL, NULL, cancellable, error);
  if (look == NULL)
    return NULL;
  if (look->listed == NULL)
    {
      g_propagate_error (error, g_error_copy (look->error));
      return NULL;
    }

  undoing.look = look;
  undoing.steps = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_sync_step_unref);
  /* The last that was done is taken back first. */
  for (guint i = json_array_get_length (steps); i-- > 0;)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (steps, i));

      if (object != NULL && (step == NULL ||
                             g_strcmp0 (chatty_json_get_string (object, "id"), step) == 0))
        undo_step (&undoing, object);
    }
  return chatty_sync_plan_new_of (look, undoing.steps);
}
