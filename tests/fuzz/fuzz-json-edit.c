/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Whatever text is edited, reading it back gives what the same change gives on
 * the parsed tree; what was put in can be taken out again, and then every byte
 * is as before. The first line is the path, the second the value. */

#include "config.h"

#include <string.h>

#include "chatty-json-edit.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "a\n1\n{\"a\": 2, \"b\": [1, {\"c\": \"x\"}]}",
  "a/b\n\"x\"\n{\n  \"a\": {\n    \"b\": null\n  },\n  \"c\": 1.50\n}\n",
  "c\n{\"d\":[1,2]}\n{\r\n\t\"a\": {},\r\n\t\"b\": \"\\u0041\\\"\"\r\n}",
  "b/0/id\n[]\n{\"b\": [{\"id\": 1}], \"b\": [{\"id\": 2}]}",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\": ", "null", "1.0", "\\u0061", "\\", "/*",
  "*/", "//", "\n", "\r\n", "  ", "\t", "'", "\xef\xbb\xbf", "/", "{}", "[]", "{\"a\": 1}",
  NULL,
};

/* The change on the tree. NULL: refused. */
static JsonNode *
model_edit (JsonNode    *node,
            char       **path,
            JsonNode    *value)
{
  JsonNode *result, *inner = NULL;

  if (path[0] == NULL)
    return json_node_copy (value);
  result = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (result, json_object_new ());
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          if (strcmp (name, path[0]) == 0)
            inner = member;
          json_object_set_member (json_node_get_object (result), name, json_node_copy (member));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);
      g_autoptr (JsonArray) array = json_array_new ();
      guint64 nth;

      json_node_unref (result);
      if (!g_ascii_string_to_unsigned (path[0], 10, 0, G_MAXUINT, &nth, NULL) ||
          nth >= json_array_get_length (from))
        return NULL;
      for (guint i = 0; i < json_array_get_length (from); i++)
        {
          JsonNode *element = json_array_get_element (from, i);

          element = i == nth ? model_edit (element, path + 1, value) : json_node_copy (element);
          if (element == NULL)
            return NULL;
          json_array_add_element (array, element);
        }
      result = json_node_new (JSON_NODE_ARRAY);
      json_node_set_array (result, array);
      return result;
    }
  else if (!JSON_NODE_HOLDS_NULL (node))
    {
      json_node_unref (result);
      return NULL;
    }

  if (inner == NULL)
    {
      g_autoptr (JsonNode) empty = json_node_new (JSON_NODE_NULL);

      inner = model_edit (empty, path + 1, value);
    }
  else
    inner = model_edit (inner, path + 1, value);
  if (inner == NULL)
    {
      json_node_unref (result);
      return NULL;
    }
  json_object_set_member (json_node_get_object (result), path[0], inner);
  return result;
}

/* The object that holds the member @path names, if it has others too and not
 * this one. */
static gboolean
is_new_in_filled (JsonNode  *node,
                  char     **path)
{
  for (; node != NULL && JSON_NODE_HOLDS_OBJECT (node); path++)
    {
      JsonObject *object = json_node_get_object (node);

      if (path[1] == NULL)
        return json_object_get_size (object) > 0 && !json_object_has_member (object, path[0]);
      node = json_object_get_member (object, path[0]);
    }
  return FALSE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *input = g_strndup ((const char *) data, size);
  g_auto (GStrv) parts = g_strsplit (input, "\n", 3);
  g_auto (GStrv) path = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (JsonNode) expected = NULL;
  g_autofree char *edited = NULL;
  const char *text;

  if (g_strv_length (parts) != 3 || *parts[0] == '\0')
    return 0;
  text = parts[2];
  path = g_strsplit (parts[0], "/", 4);
  value = chatty_json_parse (parts[1], -1, NULL);
  before = chatty_json_parse (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, -1, NULL);
  edited = value != NULL ? chatty_json_edit (text, (const char *const *) path, value, NULL) : NULL;
  if (edited == NULL)
    return 0;

  g_assert_nonnull (before);
  after = chatty_json_parse (g_str_has_prefix (edited, "\xef\xbb\xbf") ? edited + 3 : edited,
                             -1, NULL);
  g_assert_nonnull (after);
  expected = model_edit (before, path, value);
  g_assert_nonnull (expected);
  g_assert_true (json_node_equal (after, expected));

  if (is_new_in_filled (before, path))
    {
      g_autofree char *removed = NULL;

      removed = chatty_json_edit (edited, (const char *const *) path, NULL, NULL);
      g_assert_cmpstr (removed, ==, text);
    }
  if (JSON_NODE_HOLDS_VALUE (value))
    {
      g_autoptr (JsonNode) other = chatty_json_parse ("\"other\"", -1, NULL);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      first = chatty_json_edit (text, (const char *const *) path, other, NULL);
      second = chatty_json_edit (first, (const char *const *) path, value, NULL);
      g_assert_cmpstr (second, ==, edited);
    }
  return 0;
}
