/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-convai-private.h"
#include "chatty-error.h"

#define PAGE_SIZE 50
#define MAX_PAGES 200

static gboolean
check_person (const char  *person_id,
              GError     **error)
{
  if (person_id != NULL && *person_id != '\0')
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("Convai keeps memories for each person who talks to a character: "
                         "say whose are meant"));
  return FALSE;
}

static ChattyHttpRequest *
page_request (const char *character_id,
              const char *person_id,
              guint       page)
{
  JsonNode *body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "character_id", character_id);
  json_object_set_string_member (object, "end_user_id", person_id);
  json_object_set_int_member (object, "page", page);
  json_object_set_int_member (object, "page_size", PAGE_SIZE);
  json_node_take_object (body, object);
  return chatty_convai_request_json ("/memory/list", TRUE, body);
}

static gboolean
contains (GPtrArray              *notes,
          const ChattyMemoryNote *note)
{
  for (guint i = 0; i < notes->len; i++)
    if (g_str_equal (((ChattyMemoryNote *) g_ptr_array_index (notes, i))->id, note->id))
      return TRUE;
  return FALSE;
}

static GPtrArray *
convai_list (ChattyMemory  *memory,
             const char    *character_id,
             const char    *person_id,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GPtrArray) notes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);

  if (!check_person (person_id, error))
    return NULL;
  for (guint page = 1; page <= MAX_PAGES; page++)
    {
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GPtrArray) more = NULL;
      guint before = notes->len;

      node = chatty_convai_call (memory, page_request (character_id, person_id, page),
                                 cancellable, error);
      more = node != NULL ? chatty_convai_read_memory (node, error) : NULL;
      if (more == NULL)
        return NULL;
      for (guint i = 0; i < more->len; i++)
        if (!contains (notes, g_ptr_array_index (more, i)))
          g_ptr_array_add (notes, chatty_memory_note_ref (g_ptr_array_index (more, i)));
      /* A server that does not turn the page would never end. */
      if (more->len < PAGE_SIZE || notes->len == before)
        break;
    }
  return g_steal_pointer (&notes);
}

static char *
convai_add (ChattyMemory  *memory,
            const char    *character_id,
            const char    *person_id,
            const char    *text,
            GCancellable  *cancellable,
            GError       **error)
{
  JsonNode *body;
  JsonObject *object;
  JsonArray *memories;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *added;
  char *id;

  if (!check_person (person_id, error))
    return NULL;
  body = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  memories = json_array_new ();
  json_array_add_string_element (memories, text);
  json_object_set_string_member (object, "character_id", character_id);
  json_object_set_string_member (object, "end_user_id", person_id);
  json_object_set_array_member (object, "memories", memories);
  json_node_take_object (body, object);

  node = chatty_convai_call (memory, chatty_convai_request_json ("/memory/add", FALSE, body),
                             cancellable, error);
  if (node == NULL)
    return NULL;
  added = chatty_convai_find_array (node, "memories");
  if (added == NULL)
    added = chatty_convai_find_array (node, "results");
  if (added == NULL || json_array_get_length (added) == 0 ||
      !JSON_NODE_HOLDS_OBJECT (json_array_get_element (added, 0)))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("Convai did not confirm that it remembers this"));
      return NULL;
    }
  id = chatty_convai_dup_text (json_array_get_object_element (added, 0), "id");
  return id != NULL ? id : g_strdup ("");
}

static gboolean
convai_delete (ChattyMemory  *memory,
               const char    *character_id,
               const char    *person_id,
               const char    *note_id,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (!check_person (person_id, error))
    return FALSE;
  /* What a success looks like is not documented: an answer without an error
   * counts as one. */
  node = chatty_convai_call (memory,
                             chatty_convai_request (note_id != NULL ? "/memory/delete"
                                                                    : "/memory/delete-all",
                                                    FALSE, "character_id", character_id,
                                                    "end_user_id", person_id,
                                                    "memory_id", note_id, NULL),
                             cancellable, error);
  return node != NULL;
}

void
chatty_convai_memory_init (ChattyMemoryInterface *iface)
{
  iface->list = convai_list;
  iface->add = convai_add;
  iface->delete = convai_delete;
}
