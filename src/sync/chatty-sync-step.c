/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-sync-json.h"
#include "chatty-sync-step.h"

static const char *const kind_names[] = {
  [CHATTY_SYNC_CREATE_THERE] = "create-there",
  [CHATTY_SYNC_CREATE_HERE] = "create-here",
  [CHATTY_SYNC_UPDATE] = "update",
  [CHATTY_SYNC_LINK] = "link",
  [CHATTY_SYNC_AGREE] = "agree",
  [CHATTY_SYNC_GONE_THERE] = "gone-there",
  [CHATTY_SYNC_GONE_HERE] = "gone-here",
  [CHATTY_SYNC_ADOPT] = "adopt",
  [CHATTY_SYNC_SAME_NAME] = "same-name",
  [CHATTY_SYNC_DELETE_THERE] = "delete-there",
  [CHATTY_SYNC_LEAVE] = "leave",
  [CHATTY_SYNC_TRASH_HERE] = "trash-here",
  [CHATTY_SYNC_DOCUMENT_UPLOAD] = "document-upload",
  [CHATTY_SYNC_DOCUMENT_CONNECT] = "document-connect",
  [CHATTY_SYNC_DOCUMENT_REMOVE] = "document-remove",
  [CHATTY_SYNC_DOCUMENT_MISSING] = "document-missing",
  [CHATTY_SYNC_FAILED] = "failed",
};

const char *
chatty_sync_step_kind_to_string (ChattySyncStepKind kind)
{
  return kind_names[kind];
}

/**
 * chatty_sync_field_clear:
 * @data: a #ChattySyncField whose texts are its own
 *
 * Frees them; a #GDestroyNotify for an array of fields.
 */
void
chatty_sync_field_clear (gpointer data)
{
  ChattySyncField *field = data;

  g_free ((char *) field->base);
  g_free ((char *) field->here);
  g_free ((char *) field->there);
  g_free ((char *) field->result);
  g_free ((char *) field->loser);
  g_free ((char *) field->question);
}

static void
chatty_sync_step_clear (gpointer data)
{
  ChattySyncStep *self = data;

  for (guint i = 0; i < self->n_fields; i++)
    chatty_sync_field_clear ((gpointer) &self->fields[i]);
  g_free ((gpointer) self->fields);
  g_free ((char *) self->id);
  g_free ((char *) self->callsign);
  g_free ((char *) self->remote_id);
  g_free ((char *) self->name);
  g_free ((char *) self->document);
  g_free ((char *) self->document_id);
  g_free ((char *) self->question);
  g_free ((char *) self->choice);
  g_free ((char *) self->resumes);
  g_free ((char *) self->message);
  g_strfreev ((char **) self->choices);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_pointer (&self->there, chatty_character_unref);
  g_clear_pointer (&self->link, chatty_character_link_unref);
  g_clear_pointer (&self->here, chatty_character_unref);
  g_clear_pointer (&self->send, chatty_character_unref);
}

G_DEFINE_BOXED_TYPE (ChattySyncStep, chatty_sync_step, chatty_sync_step_ref,
                     chatty_sync_step_unref)

static ChattyCharacter *
ref_character (ChattyCharacter *character)
{
  return character != NULL ? chatty_character_ref (character) : NULL;
}

/**
 * chatty_sync_step_new:
 * @fields: what it holds; copied. Without an id it gets one of its kind and of
 *   what it is about
 *
 * Returns: (transfer full): a counted step that nobody changes
 */
ChattySyncStep *
chatty_sync_step_new (const ChattySyncStep *fields)
{
  ChattySyncStep *self = g_atomic_rc_box_new0 (ChattySyncStep);
  ChattySyncField *copies = g_new (ChattySyncField, fields->n_fields + 1);

  *self = *fields;
  for (guint i = 0; i < fields->n_fields; i++)
    {
      copies[i] = fields->fields[i];
      copies[i].base = g_strdup (copies[i].base);
      copies[i].here = g_strdup (copies[i].here);
      copies[i].there = g_strdup (copies[i].there);
      copies[i].result = g_strdup (copies[i].result);
      copies[i].loser = g_strdup (copies[i].loser);
      copies[i].question = g_strdup (copies[i].question);
    }
  self->fields = copies;
  self->id = fields->id != NULL
    ? g_strdup (fields->id)
    : g_strjoin ("/", fields->callsign != NULL ? fields->callsign : "-",
                 fields->remote_id != NULL ? fields->remote_id : "-",
                 fields->document, NULL);
  self->callsign = g_strdup (fields->callsign);
  self->remote_id = g_strdup (fields->remote_id);
  self->name = g_strdup (fields->name);
  self->document = g_strdup (fields->document);
  self->document_id = g_strdup (fields->document_id);
  self->question = g_strdup (fields->question);
  self->choice = g_strdup (fields->choice);
  self->resumes = g_strdup (fields->resumes);
  self->message = g_strdup (fields->message);
  self->choices = (const char *const *) g_strdupv ((char **) fields->choices);
  self->record = fields->record != NULL ? chatty_character_record_ref (fields->record) : NULL;
  self->there = ref_character (fields->there);
  self->link = fields->link != NULL ? chatty_character_link_ref (fields->link) : NULL;
  self->here = ref_character (fields->here);
  self->send = ref_character (fields->send);
  return self;
}

ChattySyncStep *
chatty_sync_step_ref (ChattySyncStep *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_sync_step_unref (ChattySyncStep *self)
{
  g_atomic_rc_box_release_full (self, chatty_sync_step_clear);
}

gboolean
chatty_sync_step_is_open (const ChattySyncStep *self)
{
  if (self->question != NULL && self->choice == NULL)
    return TRUE;
  for (guint i = 0; i < self->n_fields; i++)
    if (chatty_sync_why_is_open (self->fields[i].why))
      return TRUE;
  return FALSE;
}

gboolean
chatty_sync_step_writes (const ChattySyncStep *self)
{
  switch (self->kind)
    {
    case CHATTY_SYNC_UPDATE:
      return self->to_here != 0 || self->to_there != 0;
    case CHATTY_SYNC_FAILED:
      return FALSE;
    case CHATTY_SYNC_GONE_HERE:
    case CHATTY_SYNC_ADOPT:
    case CHATTY_SYNC_SAME_NAME:
      return FALSE;
    default:
      return self->question == NULL || self->choice != NULL;
    }
}

static void
set_value (JsonObject *object,
           const char *member,
           const char *json)
{
  JsonNode *node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;

  json_object_set_member (object, member,
                          node != NULL ? node : json_node_new (JSON_NODE_NULL));
}

static void
set_time (JsonObject *object,
          const char *member,
          gint64      time)
{
  g_autofree char *text = chatty_time_format_iso (time);

  chatty_sync_json_set_text (object, member, text);
}

static JsonObject *
field_to_object (const ChattySyncField *field)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "field",
                                 chatty_character_field_to_string (field->field));
  json_object_set_string_member (object, "direction",
                                 chatty_sync_direction_to_string (field->direction));
  json_object_set_string_member (object, "why", chatty_sync_why_to_string (field->why));
  json_object_set_boolean_member (object, "conflict", field->conflict);
  set_value (object, "base", field->base);
  set_value (object, "here", field->here);
  set_value (object, "there", field->there);
  set_value (object, "result", field->result);
  if (field->loser != NULL)
    set_value (object, "loser", field->loser);
  set_time (object, "time_here", field->time_here);
  set_time (object, "time_there", field->time_there);
  chatty_sync_json_set_text (object, "question", field->question);
  return object;
}

/**
 * chatty_sync_step_to_json:
 *
 * Returns: (transfer full): an object with everything that the step does
 */
JsonNode *
chatty_sync_step_to_json (const ChattySyncStep *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *fields = json_array_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "kind", chatty_sync_step_kind_to_string (self->kind));
  chatty_sync_json_set_text (object, "character", self->callsign);
  chatty_sync_json_set_text (object, "remote", self->remote_id);
  chatty_sync_json_set_text (object, "name", self->name);
  chatty_sync_json_set_text (object, "document", self->document);
  chatty_sync_json_set_text (object, "message", self->message);
  chatty_sync_json_set_text (object, "question", self->question);
  chatty_sync_json_set_text (object, "choice", self->choice);
  if (self->choices != NULL)
    {
      JsonArray *choices = json_array_new ();

      for (guint i = 0; self->choices[i] != NULL; i++)
        json_array_add_string_element (choices, self->choices[i]);
      json_object_set_array_member (object, "choices", choices);
    }
  if (self->stays != 0)
    chatty_sync_json_set_flags (object, "stays_here", self->stays);
  for (guint i = 0; i < self->n_fields; i++)
    json_array_add_object_element (fields, field_to_object (&self->fields[i]));
  json_object_set_array_member (object, "fields", fields);
  return node;
}
