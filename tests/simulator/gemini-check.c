/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Whether a request is one: every member is in the reference, and of its type.
 * The platform also takes names in snake_case, and leaves out what it only
 * writes itself; here nothing passes that is not documented for requests. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini-check.h"

#include <string.h>

static void check_value (JsonNode   *node,
                         const char *type,
                         const char *path,
                         GPtrArray  *violations);

static void
violation_free (gpointer data)
{
  GeminiViolation *violation = data;

  g_free (violation->field);
  g_free (violation->description);
  g_free (violation);
}

/* Takes @description. */
static void
add (GPtrArray  *violations,
     const char *path,
     char       *description)
{
  GeminiViolation *violation = g_new0 (GeminiViolation, 1);

  violation->field = g_strdup (path);
  violation->description = description;
  g_ptr_array_add (violations, violation);
}

static const char *
find_members (const char *schema)
{
  for (guint i = 0; GEMINI_SCHEMAS[i].name != NULL; i++)
    if (g_str_equal (GEMINI_SCHEMAS[i].name, schema))
      return GEMINI_SCHEMAS[i].members;
  g_assert_not_reached ();
}

/* Returns: (transfer full) (nullable): the type of @member */
static char *
find_type (const char *members,
           const char *member)
{
  g_auto (GStrv) words = g_strsplit (members, " ", -1);
  g_autofree char *start = g_strconcat (member, ":", NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], start))
      return g_strdup (words[i] + strlen (start));
  return NULL;
}

static void
check_object (JsonObject *object,
              const char *schema,
              const char *path,
              GPtrArray  *violations)
{
  const char *known = find_members (schema);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *name = l->data;
      g_autofree char *type = find_type (known, name);
      g_autofree char *inner = g_strconcat (path, *path != '\0' ? "." : "", name, NULL);

      if (type == NULL)
        add (violations, path,
             g_strdup_printf ("Invalid JSON payload received. Unknown name \"%s\"%s%s%s: Cannot "
                              "find field.", name, *path != '\0' ? " at '" : "", path,
                              *path != '\0' ? "'" : ""));
      else
        check_value (json_object_get_member (object, name), type, inner, violations);
    }
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text);
  gsize plain = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

  return length - plain <= 2 && strspn (text + plain, "=") == length - plain && plain % 4 != 1;
}

static gboolean
is_word_of (const char *text,
            const char *choices)
{
  g_autofree char *inside = g_strndup (choices + 1, strlen (choices) - 2);
  g_auto (GStrv) words = g_strsplit (inside, "|", -1);

  return g_strv_contains ((const char *const *) words, text);
}

static gboolean
is_whole (JsonNode *node)
{
  const char *text;

  if (holds (node, G_TYPE_INT64))
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return FALSE;
  text = json_node_get_string (node);
  text += *text == '-';
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* Whether @node is a value of the simple @type. */
static gboolean
fits (JsonNode   *node,
      const char *type)
{
  switch (*type)
    {
    case '*':
      return TRUE;
    case '$':
      return holds (node, G_TYPE_STRING);
    case '%':
      return holds (node, G_TYPE_STRING) && is_base64 (json_node_get_string (node));
    case '#':
      return is_whole (node);
    case '.':
      return holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE);
    case '?':
      return holds (node, G_TYPE_BOOLEAN);
    case '(':
      return holds (node, G_TYPE_STRING) && is_word_of (json_node_get_string (node), type);
    default:
      return JSON_NODE_HOLDS_OBJECT (node);
    }
}

static void
check_list (JsonArray  *array,
            const char *type,
            const char *path,
            GPtrArray  *violations)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s[%u]", path, i);

      check_value (json_array_get_element (array, i), type, inner, violations);
    }
}

static void
check_map (JsonObject *object,
           const char *type,
           const char *path,
           GPtrArray  *violations)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *inner = g_strdup_printf ("%s.%s", path, (const char *) l->data);

      check_value (json_object_get_member (object, l->data), type, inner, violations);
    }
}

static void
check_value (JsonNode   *node,
             const char *type,
             const char *path,
             GPtrArray  *violations)
{
  if (*type == '[' && JSON_NODE_HOLDS_ARRAY (node))
    check_list (json_node_get_array (node), type + 1, path, violations);
  else if (*type == '{' && JSON_NODE_HOLDS_OBJECT (node))
    check_map (json_node_get_object (node), type + 1, path, violations);
  else if (*type == '[' || *type == '{' || !fits (node, type))
    add (violations, path, g_strdup_printf ("Invalid value at '%s'", path));
  else if (g_ascii_isalpha (*type))
    check_object (json_node_get_object (node), type, path, violations);
}

/* Returns: (transfer full): of #GeminiViolation; empty when all is well */
GPtrArray *
gemini_check (JsonObject *object,
              const char *schema)
{
  GPtrArray *violations = g_ptr_array_new_with_free_func (violation_free);

  check_object (object, schema, "", violations);
  return violations;
}
