/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Longer than most files: the scanner, the writer and the edits all share what
 * they know of the text's layout. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json-edit.h"

#define BOM "\xef\xbb\xbf"

/* Where a member is in the text. */
typedef struct {
  const char *lead;       /* after the brace or comma before it */
  const char *key;        /* its opening quotation mark */
  const char *key_end;
  const char *value;
  const char *value_end;
} Member;

/* What is known of an object after one look at it. */
typedef struct {
  const char *open;
  const char *close;
  guint       n_members;
  Member      last;
  guint       n_found;         /* how often the name occurs; the last one counts */
  Member      found;
  gboolean    found_is_first;
  const char *next_key;        /* of the member after @found, or NULL */
  const char *before_end;      /* where the member before @found ends */
} Object;

/* How the text is laid out. */
typedef struct {
  const char *newline;
  char        unit[9];         /* one step of indentation */
  const char *colon;
  const char *comma;           /* on one line */
  gboolean    canonical;       /* members by name, numbers as short as they can be */
} Style;

/* Between tokens; json-glib takes comments too. */
static const char *
skip_space (const char *p)
{
  for (;;)
    {
      p += strspn (p, " \t\r\n");
      if (p[0] == '/' && p[1] == '/')
        p += strcspn (p, "\n");
      else if (p[0] == '/' && p[1] == '*')
        {
          const char *end = strstr (p + 2, "*/");

          if (end == NULL)
            return p;
          p = end + 2;
        }
      else
        return p;
    }
}

static const char *
skip_string (const char *p)
{
  for (p++; *p != '\0'; p++)
    {
      if (*p == '"')
        return p + 1;
      if (*p == '\\' && p[1] != '\0')
        p++;
    }
  return NULL;
}

/* The end of the value at @p; NULL for anything that is not plain JSON. The
 * depth is bounded, as the text was parsed before. */
static const char *
skip_value (const char *p)
{
  const char *end;
  char close = *p == '{' ? '}' : ']';

  if (*p == '"')
    return skip_string (p);
  if (*p != '{' && *p != '[')
    {
      end = p;
      while (g_ascii_isalnum (*end) || *end == '+' || *end == '-' || *end == '.')
        end++;
      return end > p ? end : NULL;
    }

  p = skip_space (p + 1);
  if (*p == close)
    return p + 1;
  for (;;)
    {
      if (close == '}')
        {
          end = *p == '"' ? skip_string (p) : NULL;
          if (end == NULL)
            return NULL;
          p = skip_space (end);
          if (*p != ':')
            return NULL;
          p = skip_space (p + 1);
        }
      end = skip_value (p);
      if (end == NULL)
        return NULL;
      p = skip_space (end);
      if (*p == close)
        return p + 1;
      if (*p != ',')
        return NULL;
      p = skip_space (p + 1);
    }
}

static gboolean
key_is (const Member *member,
        const char   *name)
{
  gsize length = member->key_end - member->key - 2;
  g_autofree char *list = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *text;

  if (memchr (member->key, '\\', length + 2) == NULL)
    return strlen (name) == length && memcmp (member->key + 1, name, length) == 0;

  list = g_strdup_printf ("[%.*s]", (int) (length + 2), member->key);
  node = chatty_json_parse (list, -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  text = json_array_get_string_element (json_node_get_array (node), 0);
  return g_strcmp0 (text, name) == 0;
}

/* Looks for @name in the object at @open. */
static gboolean
scan_object (const char *open,
             const char *name,
             Object     *object)
{
  const char *p = skip_space (open + 1);
  const char *lead = open + 1;
  gboolean follows_found = FALSE;

  memset (object, 0, sizeof *object);
  object->open = open;
  while (*p != '}' || object->n_members > 0)
    {
      Member member = { .lead = lead, .key = p };
      const char *before = object->n_members > 0 ? object->last.value_end : NULL;

      member.key_end = *p == '"' ? skip_string (p) : NULL;
      if (member.key_end == NULL)
        return FALSE;
      p = skip_space (member.key_end);
      if (*p != ':')
        return FALSE;
      member.value = skip_space (p + 1);
      member.value_end = skip_value (member.value);
      if (member.value_end == NULL)
        return FALSE;

      if (follows_found)
        object->next_key = member.key;
      follows_found = key_is (&member, name);
      if (follows_found)
        {
          object->found = member;
          object->found_is_first = object->n_members == 0;
          object->before_end = before;
          object->next_key = NULL;
          object->n_found++;
        }
      object->last = member;
      object->n_members++;

      p = skip_space (member.value_end);
      if (*p == '}')
        break;
      if (*p != ',')
        return FALSE;
      lead = p + 1;
      p = skip_space (lead);
    }
  object->close = p;
  return TRUE;
}

/* The element of the array at @open that @index names. */
static gboolean
scan_array (const char  *open,
            const char  *index,
            const char **value,
            const char **value_end)
{
  const char *p = skip_space (open + 1);
  guint64 wanted;

  if (!g_ascii_string_to_unsigned (index, 10, 0, G_MAXUINT, &wanted, NULL))
    return FALSE;
  for (guint64 i = 0; *p != ']'; i++)
    {
      const char *end = skip_value (p);

      if (end == NULL)
        return FALSE;
      if (i == wanted)
        {
          *value = p;
          *value_end = end;
          return TRUE;
        }
      p = skip_space (end);
      if (*p != ',')
        return FALSE;
      p = skip_space (p + 1);
    }
  return FALSE;
}

/* Blanks at the start of the line that @at is on. */
static char *
line_indent (const char *text,
             const char *at)
{
  const char *start = at;

  while (start > text && start[-1] != '\n')
    start--;
  return g_strndup (start, MIN (strspn (start, " \t"), (gsize) (at - start)));
}

static Style
find_style (const char *text)
{
  Style style = { .newline = "\n", .unit = "  ", .colon = ": ", .comma = ", " };

  if (strstr (text, "\r\n") != NULL)
    style.newline = "\r\n";
  for (const char *p = strchr (text, '\n'); p != NULL; p = strchr (p + 1, '\n'))
    {
      gsize n = strspn (p + 1, " \t");

      if (n == 0 || p[1 + n] != '"')
        continue;
      if (p[1] == '\t')
        g_strlcpy (style.unit, "\t", sizeof style.unit);
      else if (n < sizeof style.unit)
        {
          memset (style.unit, ' ', n);
          style.unit[n] = '\0';
        }
      break;
    }
  return style;
}

static void
append_double (GString *out,
               double   number,
               gboolean shortest)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    number = 0;
  /* As short as it can be and still the same number. */
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_dtostr (buffer, sizeof buffer, number);
  g_string_append (out, buffer);
  if (!shortest && strpbrk (buffer, ".e") == NULL)
    g_string_append (out, ".0");
}

static void
append_scalar (GString  *out,
               JsonNode *node,
               gboolean  shortest)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  if (type == G_TYPE_STRING)
    chatty_json_append_quoted (out, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE)
    append_double (out, json_node_get_double (node), shortest);
  else
    g_string_append (out, "null");
}

/* @indent: of the line that the value begins on; NULL for all on one line. */
static void
append_separator (GString     *out,
                  const Style *style,
                  const char  *indent,
                  gboolean     comma)
{
  if (comma)
    g_string_append (out, indent != NULL ? "," : style->comma);
  if (indent != NULL)
    {
      g_string_append (out, style->newline);
      g_string_append (out, indent);
    }
}

/* (transfer container): in the order in which they are written. */
static GList *
list_members (JsonObject  *object,
              const Style *style)
{
  GList *names = json_object_get_members (object);

  return style->canonical ? g_list_sort (names, (GCompareFunc) strcmp) : names;
}

static void
append_value (GString     *out,
              JsonNode    *node,
              const Style *style,
              const char  *indent)
{
  g_autofree char *inner = NULL;
  guint n = 0;

  if (indent != NULL)
    inner = g_strconcat (indent, style->unit, NULL);
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = list_members (object, style);

      g_string_append_c (out, '{');
      for (GList *l = names; l != NULL; l = l->next)
        {
          append_separator (out, style, inner, n++ > 0);
          chatty_json_append_quoted (out, l->data);
          g_string_append (out, style->colon);
          append_value (out, json_object_get_member (object, l->data), style, inner);
        }
      if (n > 0)
        append_separator (out, style, indent, FALSE);
      g_string_append_c (out, '}');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (out, '[');
      for (; n < json_array_get_length (array); n++)
        {
          append_separator (out, style, inner, n > 0);
          append_value (out, json_array_get_element (array, n), style, inner);
        }
      if (n > 0)
        append_separator (out, style, indent, FALSE);
      g_string_append_c (out, ']');
    }
  else
    append_scalar (out, node, style->canonical);
}

/* @value inside of an object for each name of @path. */
static JsonNode *
wrap_value (const char *const *path,
            JsonNode          *value)
{
  JsonNode *node;
  JsonObject *object;

  if (path[0] == NULL)
    return json_node_copy (value);
  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_object_set_member (object, path[0], wrap_value (path + 1, value));
  json_node_take_object (node, object);
  return node;
}

/* @text with what is between @from and @to replaced. */
static char *
splice (const char *text,
        const char *from,
        const char *to,
        const char *middle)
{
  GString *out = g_string_sized_new (strlen (text) + strlen (middle));

  g_string_append_len (out, text, from - text);
  g_string_append (out, middle);
  g_string_append (out, to);
  return g_string_free (out, FALSE);
}

static gboolean
has_newline (const char *from,
             const char *to)
{
  return memchr (from, '\n', to - from) != NULL;
}

/* The text between two tokens, without comments. */
static char *
dup_blank (const char *from,
           const char *to)
{
  const char *line = to;

  if (memchr (from, '/', to - from) == NULL)
    return g_strndup (from, to - from);
  while (line > from && line[-1] != '\n')
    line--;
  if (line > from && (gsize) (to - line) == strspn (line, " \t"))
    return g_strdup_printf ("\n%.*s", (int) (to - line), line);
  return g_strdup (" ");
}

static char *
insert_member (const char   *text,
               const Object *object,
               const char   *name,
               JsonNode     *value,
               Style        *style)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *lead = NULL;
  g_autofree char *indent = NULL;
  g_autofree char *colon = NULL;

  if (object->n_members == 0)
    {
      gboolean only = skip_space (text) == object->open;
      gboolean plain = object->open + 1 + strspn (object->open + 1, " \t\r\n") == object->close;
      gboolean lines = only || has_newline (text, object->open);
      g_autofree char *outer = line_indent (text, object->open);

      indent = g_strconcat (outer, style->unit, NULL);
      append_separator (out, style, lines ? indent : NULL, FALSE);
      chatty_json_append_quoted (out, name);
      g_string_append (out, style->colon);
      append_value (out, value, style, lines ? indent : NULL);
      append_separator (out, style, lines ? outer : NULL, FALSE);
      return splice (text, plain ? object->open + 1 : object->close, object->close, out->str);
    }

  lead = dup_blank (object->last.lead, object->last.key);
  if (object->last.value - object->last.key_end < 8 &&
      !has_newline (object->last.key_end, object->last.value) &&
      memchr (object->last.key_end, '/', object->last.value - object->last.key_end) == NULL)
    {
      style->colon = colon = g_strndup (object->last.key_end,
                                        object->last.value - object->last.key_end);
      style->comma = g_str_has_suffix (colon, " ") ? ", " : ",";
    }
  if (strchr (lead, '\n') != NULL)
    indent = g_strdup (strrchr (lead, '\n') + 1);
  else if (object->n_members == 1)
    {
      g_free (lead);
      lead = g_strdup (g_str_has_suffix (style->colon, " ") ? " " : "");
    }
  g_string_append_c (out, ',');
  g_string_append (out, lead);
  chatty_json_append_quoted (out, name);
  g_string_append (out, style->colon);
  append_value (out, value, style, indent);
  return splice (text, object->last.value_end, object->last.value_end, out->str);
}

/* A value that was on one line stays on one. */
static char *
replace_value (const char *text,
               const char *from,
               const char *to,
               JsonNode   *value,
               Style      *style)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *indent = line_indent (text, from);
  gboolean full = (*from == '[' || *from == '{') &&
                  skip_space (from + 1) != to - 1;
  gboolean lines = full ? has_newline (from, to) : has_newline (text, from);

  if (strstr (text, "\": ") == NULL)
    {
      style->colon = ":";
      style->comma = ",";
    }
  if (full && *from == '[')
    {
      const char *comma = skip_space (skip_value (skip_space (from + 1)));

      if (*comma == ',')
        style->comma = comma[1] == ' ' ? ", " : ",";
    }
  append_value (out, value, style, lines ? indent : NULL);
  return splice (text, from, to, out->str);
}

static char *
remove_member (const char   *text,
               const Object *object)
{
  if (!object->found_is_first)
    return splice (text, object->before_end, object->found.value_end, "");
  if (object->next_key != NULL)
    return splice (text, object->found.key, object->next_key, "");
  return splice (text, object->open + 1, object->close, "");
}

static gboolean
set_odd (const char  *name,
         GError     **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               _("“%s” cannot be changed in this JSON: it is written in an unusual way."),
               name);
  return FALSE;
}

/* One change; NULL with @error, or without: there is nothing to remove. */
static char *
edit_once (const char         *text,
           const char *const  *path,
           JsonNode           *value,
           GError            **error)
{
  Style style = find_style (text);
  const char *at = skip_space (text);
  const char *end = NULL;

  for (guint i = 0; path[i] != NULL; i++)
    {
      gboolean last = path[i + 1] == NULL;
      g_autoptr (JsonNode) wrapped = NULL;
      Object object;

      if (*at == '[')
        {
          if (!scan_array (at, path[i], &at, &end) || (last && value == NULL))
            {
              set_odd (path[i], error);
              return NULL;
            }
          if (last)
            return replace_value (text, at, end, value, &style);
          continue;
        }
      if (*at != '{')
        {
          gboolean is_null = end != NULL && end - at == 4 && strncmp (at, "null", 4) == 0;

          if (is_null && value == NULL)
            return NULL;
          if (!is_null)
            {
              set_odd (path[i > 0 ? i - 1 : 0], error);
              return NULL;
            }
          wrapped = wrap_value (path + i, value);
          return replace_value (text, at, end, wrapped, &style);
        }

      if (!scan_object (at, path[i], &object))
        {
          set_odd (path[i], error);
          return NULL;
        }
      if (object.n_found == 0)
        {
          if (value == NULL)
            return NULL;
          wrapped = wrap_value (path + i + 1, value);
          return insert_member (text, &object, path[i], wrapped, &style);
        }
      at = object.found.value;
      end = object.found.value_end;
      if (last)
        return value != NULL ? replace_value (text, at, end, value, &style)
                             : remove_member (text, &object);
    }
  return NULL;
}

static JsonNode *
find_node (JsonNode          *node,
           const char *const *path)
{
  for (; node != NULL && *path != NULL; path++)
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), *path);
      else if (JSON_NODE_HOLDS_ARRAY (node))
        {
          guint64 nth = g_ascii_strtoull (*path, NULL, 10);
          JsonArray *array = json_node_get_array (node);

          node = nth < json_array_get_length (array) ? json_array_get_element (array, nth)
                                                     : NULL;
        }
      else
        node = NULL;
    }
  return node;
}

/**
 * chatty_json_edit:
 * @text: JSON in UTF-8, with or without a byte order mark; the caller bounds
 *   the size
 * @path: (array zero-terminated=1): names of members, from the outermost
 *   object inwards; a number names an element of an array that is there. At
 *   least one
 * @value: (nullable): what the member is to be, or %NULL to remove it
 *
 * Sets or removes one member; where a name occurs twice in an object the last
 * one counts, as for the parser. Objects on the way that are missing, or null,
 * are made. New text is laid out as its neighbours are; all other bytes stay.
 * Any thread.
 *
 * Returns: (transfer full): the new text, or %NULL with
 *   %CHATTY_ERROR_INVALID_DATA: @text is no JSON, or there is something else
 *   than an object where @path leads through
 */
char *
chatty_json_edit (const char         *text,
                  const char *const  *path,
                  JsonNode           *value,
                  GError            **error)
{
  gboolean marked = g_str_has_prefix (text, BOM);
  const char *body = marked ? text + strlen (BOM) : text;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *result = NULL;
  JsonNode *now;

  g_return_val_if_fail (path != NULL && path[0] != NULL, NULL);

  before = chatty_json_parse (body, -1, error);
  if (before == NULL)
    return NULL;

  edited = g_strdup (body);
  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      char *next = edit_once (edited, path, value, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (next == NULL)
        break;
      g_free (edited);
      edited = next;
      /* A member that is to go may be there several times. */
      if (value != NULL)
        break;
    }

  /* What is not read back as it was meant is not written. */
  after = chatty_json_parse (edited, -1, NULL);
  now = find_node (after, path);
  if (after == NULL ||
      (value == NULL ? now != NULL : now == NULL || !json_node_equal (now, value)))
    {
      set_odd (path[0], error);
      return NULL;
    }
  result = marked ? g_strconcat (BOM, edited, NULL) : g_steal_pointer (&edited);
  return g_steal_pointer (&result);
}

/**
 * chatty_json_to_canonical:
 * @node: what to write
 *
 * Writes JSON so that the same values give the same text on every computer:
 * members in the order of the bytes of their names, indented by two, numbers
 * as short as they can be. Any thread.
 *
 * Returns: (transfer full): JSON text without a final newline
 */
char *
chatty_json_to_canonical (JsonNode *node)
{
  const Style style = {
    .newline = "\n", .unit = "  ", .colon = ": ", .comma = ", ", .canonical = TRUE,
  };
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (node != NULL, NULL);

  append_value (out, node, &style, "");
  return g_string_free (g_steal_pointer (&out), FALSE);
}
