/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* JSON in both spellings of names. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

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
          g_autofree char *name = sim_to_snake (l->data);

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
