/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* A number that has more digits is none, nor is one beyond these bounds. */
#define MAX_NUMBER     64
#define LARGEST_NUMBER 1e15

/* Walks the bytes once, outside of strings, before json-glib recurses. */
static gboolean
check_depth (const char  *text,
             gsize        length,
             GError     **error)
{
  gsize depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > CHATTY_JSON_MAX_DEPTH)
            {
              g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The JSON is nested more than %d levels deep at byte %lu"),
                           CHATTY_JSON_MAX_DEPTH, (gulong) i);
              return FALSE;
            }
        }
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
    }

  return TRUE;
}

/**
 * chatty_json_parse:
 * @text: UTF-8
 * @length: bytes of @text, or -1 if it ends with a NUL
 * @error: %CHATTY_ERROR_INVALID_DATA
 *
 * Parses JSON from outside: bounded in depth, never empty. The caller bounds
 * the size. Any thread.
 *
 * Returns: (transfer full): the root
 */
JsonNode *
chatty_json_parse (const char  *text,
                   gssize       length,
                   GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;

  if (!check_depth (text, n_bytes, error))
    return NULL;

  if (!g_utf8_validate_len (text, n_bytes, NULL))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The JSON is not valid UTF-8"));
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) n_bytes, error))
    {
      if (error != NULL && *error != NULL)
        {
          g_autofree char *detail = g_strdup ((*error)->message);

          g_clear_error (error);
          g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("This is not JSON: %s"), detail);
        }
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The JSON is empty"));
      return NULL;
    }

  return g_steal_pointer (&root);
}

/**
 * chatty_json_to_string:
 * @node: what to write
 * @pretty: whether for people (indented) or for machines (one line)
 *
 * Returns: (transfer full): JSON text without a final newline
 */
char *
chatty_json_to_string (JsonNode *node,
                       gboolean  pretty)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, pretty);
  json_generator_set_indent (generator, 2);
  return json_generator_to_data (generator, NULL);
}

/**
 * chatty_json_append_quoted:
 * @string: where to
 * @text: valid UTF-8
 *
 * Appends @text as a JSON string, in quotation marks. Everything that is not
 * printable in YAML 1.1 is escaped too, so the result is also a YAML scalar
 * for libyaml, and always stays on one line.
 */
void
chatty_json_append_quoted (GString    *string,
                           const char *text)
{
  const char *run = text;

  g_string_append_c (string, '"');
  for (const char *p = text; *p != '\0'; )
    {
      const char *next = g_utf8_next_char (p);
      gunichar c = g_utf8_get_char (p);
      gboolean plain = (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') ||
                       (c >= 0xa0 && c < 0xe000 && c != 0x2028 && c != 0x2029) ||
                       (c >= 0xe000 && c < 0xfffe && c != 0xfeff) ||
                       c >= 0x10000;

      if (!plain)
        {
          g_string_append_len (string, run, p - run);
          run = next;
          switch (c)
            {
            case '"':
              g_string_append (string, "\\\"");
              break;
            case '\\':
              g_string_append (string, "\\\\");
              break;
            case '\n':
              g_string_append (string, "\\n");
              break;
            case '\r':
              g_string_append (string, "\\r");
              break;
            case '\t':
              g_string_append (string, "\\t");
              break;
            default:
              g_string_append_printf (string, "\\u%04x", c);
              break;
            }
        }
      p = next;
    }
  g_string_append (string, run);
  g_string_append_c (string, '"');
}

/**
 * chatty_json_append_member:
 * @string: an object's members so far; not its first
 * @name: the member's name, without anything to escape
 * @text: (nullable): its value; %NULL leaves the member out
 *
 * Appends a comma and a member that is a text, as chatty_json_append_quoted()
 * writes it.
 */
void
chatty_json_append_member (GString    *string,
                           const char *name,
                           const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (string, ",\"%s\":", name);
  chatty_json_append_quoted (string, text);
}

/**
 * chatty_json_node_object:
 * @node: (nullable): any node
 *
 * Returns: (transfer none) (nullable): the object, or %NULL if it is none
 */
JsonObject *
chatty_json_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
         ? json_node_get_object (node) : NULL;
}

static JsonNode *
get_value (JsonObject *object,
           const char *member)
{
  JsonNode *node;

  if (object == NULL)
    return NULL;
  node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * chatty_json_get_string:
 * @object: (nullable): where to look
 * @member: name
 *
 * Returns: (transfer none) (nullable): the string, or %NULL if there is none
 *   of that name or it is something else
 */
const char *
chatty_json_get_string (JsonObject *object,
                        const char *member)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * chatty_json_get_int:
 *
 * Returns: the number, rounded towards zero, or @fallback
 */
gint64
chatty_json_get_int (JsonObject *object,
                     const char *member,
                     gint64      fallback)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL)
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      double number = json_node_get_double (node);

      if (number > -9.2e18 && number < 9.2e18)
        return (gint64) number;
    }
  return fallback;
}

/**
 * chatty_json_get_bool:
 *
 * Returns: the truth value, or @fallback if it is something else
 */
gboolean
chatty_json_get_bool (JsonObject *object,
                      const char *member,
                      gboolean    fallback)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

/**
 * chatty_json_get_array:
 *
 * Returns: (transfer none) (nullable): the array, or %NULL
 */
JsonArray *
chatty_json_get_array (JsonObject *object,
                       const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member)
                                  : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node)
         ? json_node_get_array (node) : NULL;
}

/**
 * chatty_json_get_object:
 *
 * Returns: (transfer none) (nullable): the object, or %NULL
 */
JsonObject *
chatty_json_get_object (JsonObject *object,
                        const char *member)
{
  return object != NULL
         ? chatty_json_node_object (json_object_get_member (object, member))
         : NULL;
}

/**
 * chatty_json_node_text:
 * @node: (nullable): a value
 *
 * Returns: (transfer full) (nullable): a text, or what a number would be as
 *   text, valid UTF-8; %NULL for anything else
 */
char *
chatty_json_node_text (JsonNode *node)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_INVALID;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (type == G_TYPE_STRING)
    return chatty_text_make_valid (json_node_get_string (node), -1);
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_formatd (number, sizeof number, "%.6g", json_node_get_double (node)));
  return NULL;
}

/**
 * chatty_json_node_number:
 * @node: (nullable): a value
 *
 * Returns: a number, also one in a text, as some servers and protobuf write
 *   them; @fallback for anything else, and for what is infinite or no number
 */
double
chatty_json_node_number (JsonNode *node,
                         double    fallback)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_INVALID;
  double number = fallback;

  if (type == G_TYPE_INT64)
    number = (double) json_node_get_int (node);
  else if (type == G_TYPE_DOUBLE)
    number = json_node_get_double (node);
  else if (type == G_TYPE_STRING && strlen (json_node_get_string (node)) <= MAX_NUMBER)
    {
      const char *text = json_node_get_string (node);
      char *end;
      double read = g_ascii_strtod (text, &end);

      if (end != text && *end == '\0')
        number = read;
    }
  return number > -LARGEST_NUMBER && number < LARGEST_NUMBER ? number : fallback;
}
