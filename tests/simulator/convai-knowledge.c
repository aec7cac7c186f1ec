/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Knowledge bank: reference, section 2.7. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

/* Office files are refused; text, tables, pictures, PDF and sound are taken. */
static const char *const TYPES[] = {
  ".txt", ".csv", ".md", ".pdf", ".png", ".jpg", ".jpeg", ".webp", ".wav", ".mp3", ".mp4", NULL
};

static JsonObject *
describe (ConvaiDocument *document,
          gboolean        active)
{
  JsonObject *object = json_object_new ();
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, document->size);

  json_object_set_string_member (object, "id", document->id);
  json_object_set_string_member (object, "file_name", document->file_name);
  json_object_set_boolean_member (object, "is_available", document->lists_left == 0);
  json_object_set_string_member (object, "status", active ? "active" : "inactive");
  json_object_set_string_member (object, "timestamp", document->timestamp);
  /* A number of bytes, in a string. */
  json_object_set_string_member (object, "file_size", size);
  return object;
}

static gboolean
good_type (const char *file_name)
{
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (guint i = 0; TYPES[i] != NULL; i++)
    if (g_str_has_suffix (lower, TYPES[i]))
      return TRUE;
  return FALSE;
}

static SimReply *
refuse_file (SimRequest *request,
             const char *file_name,
             SimPart    *file)
{
  if (file == NULL || file->file_name == NULL)
    return sim_reply_new_error (request, 400, "file is missing.");
  if (file->length == 0)
    return sim_reply_new_error (request, 400, "The file is empty.");
  if (!good_type (file_name))
    return sim_reply_new_error (request, 400, "File type not supported: %s", file_name);
  return NULL;
}

static ConvaiDocument *
asked_document (SimRequest *request,
                ConvaiUser *user)
{
  ConvaiDocument *document =
    convai_state_find_document (sim_get_convai (request->sim),
                                sim_request_get_field (request, "document_id"));

  return document != NULL && document->user == user ? document : NULL;
}

SimReply *
convai_knowledge_upload (SimRequest *request,
                         ConvaiUser *user)
{
  const char *file_name = sim_request_get_field (request, "file_name");
  SimPart *file = sim_request_get_part (request, "file");
  SimReply *refusal;
  ConvaiDocument *document;

  if (file_name == NULL || *file_name == '\0')
    return sim_reply_new_error (request, 400, "file_name is missing.");
  refusal = refuse_file (request, file_name, file);
  if (refusal != NULL)
    return refusal;
  document = convai_state_add_document (sim_get_convai (request->sim), user, file_name,
                                        file->length);
  return sim_reply_new_object (200, describe (document, FALSE));
}

SimReply *
convai_knowledge_update (SimRequest *request,
                         ConvaiUser *user)
{
  SimPart *file = sim_request_get_part (request, "file");
  ConvaiDocument *document = asked_document (request, user);
  SimReply *refusal;

  if (document == NULL)
    return sim_reply_new_error (request, 400, "Document not found.");
  refusal = refuse_file (request, document->file_name, file);
  if (refusal != NULL)
    return refusal;
  document->size = file->length;
  document->lists_left = sim_get_ready_after (request->sim);
  return sim_reply_new_object (200, describe (document, FALSE));
}

SimReply *
convai_knowledge_list (SimRequest *request,
                       ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiCharacter *character = convai_asked_character (request, user, "character_id");
  JsonObject *answer;
  JsonArray *docs;

  if (sim_request_get_field (request, "character_id") == NULL)
    return sim_reply_new_error (request, 400, "character_id is missing.");
  if (character == NULL)
    return convai_no_such_character (request);
  answer = json_object_new ();
  docs = json_array_new ();
  for (guint i = 0; i < state->documents->len; i++)
    {
      ConvaiDocument *document = g_ptr_array_index (state->documents, i);
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *text = NULL;
      gboolean active;

      if (document->user != user)
        continue;
      active = g_hash_table_contains (character->active_docs, document->id);
      json_node_take_object (node, describe (document, active));
      /* Every element is a string that holds JSON. */
      text = sim_json_to_text (node);
      json_array_add_string_element (docs, text);
      if (document->lists_left > 0)
        document->lists_left--;
    }
  json_object_set_array_member (answer, "docs", docs);
  return sim_reply_new_object (200, answer);
}

SimReply *
convai_knowledge_delete (SimRequest *request,
                         ConvaiUser *user)
{
  ConvaiDocument *document = asked_document (request, user);

  if (document == NULL)
    return sim_reply_new_error (request, 400, "Document not found.");
  convai_state_remove_document (sim_get_convai (request->sim), document);
  /* As documented, and not JSON. */
  return sim_reply_new_text (200, "application/json", "{\"Successfully deleted document\"}");
}
