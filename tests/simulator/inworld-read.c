/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What a request asks for: its query, and JSON in both spellings of names. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

/* The API's own names are in camelCase; snake_case is taken as well. */
static char *
to_snake (const char *name)
{
  GString *text = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c) && text->len > 0)
        g_string_append_c (text, '_');
      g_string_append_c (text, g_ascii_tolower (*c));
    }
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full): every value that the query has for @name, in
 *   either spelling */
GPtrArray *
inworld_query_all (SimRequest *request,
                   const char *name)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_auto (GStrv) pairs = g_strsplit (query != NULL ? query : "", "&", 100);
  g_autofree char *wanted = to_snake (name);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *found = NULL;

      if (equals == NULL)
        continue;
      *equals = '\0';
      found = to_snake (pairs[i]);
      if (g_str_equal (found, wanted))
        g_ptr_array_add (values, g_uri_unescape_string (equals + 1, NULL));
    }
  return values;
}

/* Returns: (transfer full) (nullable): the first value */
char *
inworld_query (SimRequest *request,
               const char *name)
{
  g_autoptr (GPtrArray) values = inworld_query_all (request, name);

  return values->len > 0 ? g_strdup (g_ptr_array_index (values, 0)) : NULL;
}

/* Reads "pageSize" and "pageToken". @next is NULL on the last page. FALSE for a
 * token that was not given out, and for a size that is no number. */
gboolean
inworld_read_page (SimRequest  *request,
                   guint        default_size,
                   guint        n_items,
                   guint       *first,
                   guint       *last,
                   char       **next)
{
  g_autofree char *size_text = inworld_query (request, "pageSize");
  g_autofree char *token = inworld_query (request, "pageToken");
  guint64 size = default_size;
  guint64 from = 0;

  if (size_text != NULL && !g_ascii_string_to_unsigned (size_text, 10, 0, G_MAXINT, &size, NULL))
    return FALSE;
  if (size == 0)
    size = default_size;
  /* Opaque to clients; what was deleted in between makes it point too far. */
  if (token != NULL && *token != '\0'
      && (!g_str_has_prefix (token, "page=")
          || !g_ascii_string_to_unsigned (token + strlen ("page="), 10, 0, G_MAXINT, &from, NULL)))
    return FALSE;
  *first = MIN (from, n_items);
  *last = MIN (from + size, n_items);
  *next = *last < n_items ? g_strdup_printf ("page=%u", *last) : NULL;
  return TRUE;
}

/* Whether @name is one of the words of @known. */
static gboolean
is_known (const char *name,
          const char *known)
{
  g_auto (GStrv) words = g_strsplit (known, " ", -1);

  return g_strv_contains ((const char *const *) words, name);
}

/* Notes each member that is not documented. */
void
inworld_note_unknown (SimRequest *request,
                      JsonObject *object,
                      const char *known)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!is_known (l->data, known))
      sim_request_note (request, "member %s", (const char *) l->data);
}

/* Returns: (transfer full): a copy whose members are in snake_case. The depth
 *   is bounded where the request was read. */
JsonNode *
inworld_to_snake (JsonNode *node)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      JsonObject *renamed = json_object_new ();
      g_autoptr (GList) members = json_object_get_members (object);

      for (GList *l = members; l != NULL; l = l->next)
        {
          g_autofree char *name = to_snake (l->data);

          json_object_set_member (renamed, name,
                                  inworld_to_snake (json_object_get_member (object, l->data)));
        }
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, renamed);
      return copy;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      JsonArray *renamed = json_array_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (renamed, inworld_to_snake (json_array_get_element (array, i)));
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, renamed);
      return copy;
    }
  return json_node_copy (node);
}

char *
inworld_object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return sim_json_to_text (node);
}

/* Returns: (nullable): the string, NULL when it is absent or something else */
const char *
inworld_get_string (JsonObject *object,
                    const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* Whether there is a number, whole or not. */
gboolean
inworld_get_number (JsonObject *object,
                    const char *member,
                    double     *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64
          && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}
