/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What a request asks for: its path, its query, and members of its JSON. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-read.h"

#include <string.h>

#include "sim-reply.h"

/* The API's own names are in camelCase; snake_case is taken as well. */
char *
sim_to_snake (const char *name)
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
sim_query_all (SimRequest *request,
                   const char *name)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_auto (GStrv) pairs = g_strsplit (query != NULL ? query : "", "&", 100);
  g_autofree char *wanted = sim_to_snake (name);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *found = NULL;

      if (equals == NULL)
        continue;
      *equals = '\0';
      found = sim_to_snake (pairs[i]);
      if (g_str_equal (found, wanted))
        g_ptr_array_add (values, g_uri_unescape_string (equals + 1, NULL));
    }
  return values;
}

/* Returns: (transfer full) (nullable): the first value */
char *
sim_query (SimRequest *request,
               const char *name)
{
  g_autoptr (GPtrArray) values = sim_query_all (request, name);

  return values->len > 0 ? g_strdup (g_ptr_array_index (values, 0)) : NULL;
}

/* Reads "pageSize" and "pageToken". @next is NULL on the last page. FALSE for a
 * token that was not given out, and for a size that is no number. */
gboolean
sim_read_page (SimRequest  *request,
                   guint        default_size,
                   guint        n_items,
                   guint       *first,
                   guint       *last,
                   char       **next)
{
  g_autofree char *size_text = sim_query (request, "pageSize");
  g_autofree char *token = sim_query (request, "pageToken");
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

/* How many items are asked for; @default_size where nothing readable is. */
guint
sim_asked_page_size (SimRequest *request,
                     guint       default_size)
{
  g_autofree char *text = sim_query (request, "pageSize");
  guint64 size = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &size, NULL))
    return default_size;
  return size > 0 ? size : default_size;
}

char *
sim_object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return sim_json_to_text (node);
}

/* Returns: (nullable): the string, NULL when it is absent or something else */
const char *
sim_get_string (JsonObject *object,
                    const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* @object: (nullable). Returns: (nullable): the object in it, NULL when it is
 * absent or something else */
JsonObject *
sim_get_object (JsonObject *object,
                const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
sim_get_array (JsonObject *object,
               const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* @array: (nullable). */
guint
sim_array_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/* Whether there is a number, whole or not. */
gboolean
sim_get_number (JsonObject *object,
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

/* The segments that @path has in the places of the "*" of @pattern, decoded: a
 * "*" stands for a segment or, before a ":", for what it begins with. NULL when
 * it does not match. */
GPtrArray *
sim_match_path (const char *pattern,
                const char *path)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (; *pattern != '\0'; pattern++)
    if (*pattern != '*')
      {
        if (*path++ != *pattern)
          return NULL;
      }
    else
      {
        gsize length = strcspn (path, pattern[1] == ':' ? "/:" : "/");
        g_autofree char *raw = g_strndup (path, length);
        char *decoded = g_uri_unescape_string (raw, NULL);

        path += length;
        if (length == 0 || decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
          {
            g_free (decoded);
            return NULL;
          }
        g_ptr_array_add (found, decoded);
      }
  return *path == '\0' ? g_steal_pointer (&found) : NULL;
}
