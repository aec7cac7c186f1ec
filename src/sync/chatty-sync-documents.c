/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-json.h"
#include "chatty-sync-documents.h"

void
chatty_sync_document_free (ChattySyncDocument *self)
{
  g_free (self->id);
  g_free (self->sha256);
  g_free (self);
}

/**
 * chatty_sync_documents_read:
 * @link: (nullable): a link
 *
 * Returns: (transfer full): name to #ChattySyncDocument
 */
GHashTable *
chatty_sync_documents_read (const ChattyCharacterLink *link)
{
  GHashTable *documents =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                           (GDestroyNotify) chatty_sync_document_free);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (link == NULL || link->documents == NULL)
    return documents;
  node = chatty_json_parse (link->documents, -1, NULL);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  if (object == NULL)
    return documents;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    {
      JsonObject *entry = chatty_json_node_object (value);
      ChattySyncDocument *document;

      if (entry == NULL)
        continue;
      document = g_new (ChattySyncDocument, 1);
      document->id = g_strdup (chatty_json_get_string (entry, "id"));
      document->sha256 = g_strdup (chatty_json_get_string (entry, "sha256"));
      document->waiting = chatty_json_get_bool (entry, "waiting", FALSE);
      document->left = chatty_json_get_bool (entry, "left", FALSE);
      g_hash_table_replace (documents, g_strdup (name), document);
    }
  return documents;
}

/**
 * chatty_sync_documents_write:
 * @documents: name to #ChattySyncDocument
 *
 * Returns: (transfer full) (nullable): JSON for the link; %NULL without any
 */
char *
chatty_sync_documents_write (GHashTable *documents)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (documents),
                                         (GCompareFunc) g_strcmp0);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  if (names == NULL)
    return NULL;
  for (GList *l = names; l != NULL; l = l->next)
    {
      const ChattySyncDocument *document = g_hash_table_lookup (documents, l->data);
      JsonObject *entry = json_object_new ();

      if (document->id != NULL)
        json_object_set_string_member (entry, "id", document->id);
      if (document->sha256 != NULL)
        json_object_set_string_member (entry, "sha256", document->sha256);
      if (document->waiting)
        json_object_set_boolean_member (entry, "waiting", TRUE);
      if (document->left)
        json_object_set_boolean_member (entry, "left", TRUE);
      json_object_set_object_member (object, l->data, entry);
    }
  return chatty_json_to_string (node, FALSE);
}

/**
 * chatty_sync_document_fits:
 * @name: of a file
 * @size: bytes
 *
 * Returns: whether the platform takes such a file
 */
gboolean
chatty_sync_document_fits (const ChattyKnowledgeLimits *limits,
                           const char                  *name,
                           gint64                       size)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (limits->max_bytes > 0 && size >= 0 && (guint64) size > limits->max_bytes)
    return FALSE;
  if (limits->suffixes == NULL)
    return TRUE;
  for (guint i = 0; limits->suffixes[i] != NULL; i++)
    if (g_str_has_suffix (lower, limits->suffixes[i]))
      return TRUE;
  return FALSE;
}

/**
 * chatty_sync_document_find:
 * @there: (element-type ChattyDocument): what the platform has
 * @id: (nullable): the platform's
 *
 * Returns: (transfer none) (nullable): the document
 */
ChattyDocument *
chatty_sync_document_find (GPtrArray  *there,
                           const char *id)
{
  for (guint i = 0; id != NULL && i < there->len; i++)
    {
      ChattyDocument *document = g_ptr_array_index (there, i);

      if (g_strcmp0 (document->id, id) == 0)
        return document;
    }
  return NULL;
}
