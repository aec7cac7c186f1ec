/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <string.h>

#include <yaml.h>

#include "chatty-front-matter.h"
#include "chatty-json.h"

/* Front matter is a few lines; whatever is much longer is something else. */
#define MAX_BYTES (1024 * 1024)
#define MAX_ENTRIES 1024
#define MAX_DEPTH 32

typedef struct {
  char *key;
  char *value;
} Entry;

struct _ChattyFrontMatter {
  GPtrArray *entries;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry->value);
  g_free (entry);
}

/**
 * chatty_front_matter_new:
 *
 * Returns: (transfer full): an empty one
 */
ChattyFrontMatter *
chatty_front_matter_new (void)
{
  ChattyFrontMatter *self = g_new0 (ChattyFrontMatter, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/**
 * chatty_front_matter_free:
 * @self: (transfer full): what to free
 */
void
chatty_front_matter_free (ChattyFrontMatter *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static Entry *
find (ChattyFrontMatter *self,
      const char        *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->key, key))
        return entry;
    }
  return NULL;
}

/* Of equal keys the first one counts. */
static void
add (ChattyFrontMatter *self,
     char              *key,
     char              *value)
{
  g_autofree char *owned_key = key;
  g_autofree char *owned_value = value;
  Entry *entry;

  if (find (self, key) != NULL || self->entries->len >= MAX_ENTRIES)
    return;
  entry = g_new0 (Entry, 1);
  entry->key = g_steal_pointer (&owned_key);
  entry->value = g_steal_pointer (&owned_value);
  g_ptr_array_add (self->entries, entry);
}

static gboolean
is_fence (const char *line,
          gsize       length)
{
  while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == ' ' ||
                        line[length - 1] == '\t'))
    length--;
  return length == 3 && (memcmp (line, "---", 3) == 0 ||
                         memcmp (line, "...", 3) == 0);
}

/* Finds the block's inside; an offset of 0 means that there is none. */
static gsize
find_block (const char *text,
            gsize       length,
            gsize      *start,
            gsize      *end)
{
  gsize bound = MIN (length, MAX_BYTES);
  const char *line = text, *newline;

  if (bound >= 3 && memcmp (line, "\357\273\277", 3) == 0)
    line += 3;
  newline = memchr (line, '\n', text + bound - line);
  if (newline == NULL || *line != '-' || !is_fence (line, newline - line))
    return 0;

  *start = newline + 1 - text;
  for (line = newline + 1; line < text + bound; line = newline + 1)
    {
      newline = memchr (line, '\n', text + bound - line);
      if (newline == NULL)
        {
          if (bound < length || !is_fence (line, text + bound - line))
            return 0;
          *end = line - text;
          return length;
        }
      if (is_fence (line, newline - line))
        {
          *end = line - text;
          return newline + 1 - text;
        }
    }
  return 0;
}

/* The text of a value that is no scalar, as it was written. libyaml counts
 * characters, not bytes. */
static char *
raw_value (const char *block,
           gsize       length,
           gsize       from,
           gsize       to)
{
  gsize n_chars = (gsize) g_utf8_strlen (block, (gssize) length);
  const char *start = g_utf8_offset_to_pointer (block, MIN (from, n_chars));
  const char *end = g_utf8_offset_to_pointer (block, MIN (to, n_chars));

  return g_strchomp (g_strndup (start, end - start));
}

static gboolean
parse_yaml (ChattyFrontMatter *self,
            const char        *block,
            gsize              length)
{
  yaml_parser_t parser;
  yaml_event_t event;
  g_autofree char *key = NULL;
  gsize value_start = 0;
  int depth = 0;
  gboolean good = TRUE, done = FALSE;

  yaml_parser_initialize (&parser);
  yaml_parser_set_encoding (&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&parser, (const guchar *) block, length);

  while (good && !done)
    {
      if (!yaml_parser_parse (&parser, &event))
        {
          good = FALSE;
          break;
        }

      switch (event.type)
        {
        case YAML_SCALAR_EVENT:
          if (depth == 0)
            good = FALSE;
          else if (depth == 1 && key == NULL)
            key = g_strndup ((const char *) event.data.scalar.value,
                             event.data.scalar.length);
          else if (depth == 1)
            add (self, g_steal_pointer (&key),
                 g_strndup ((const char *) event.data.scalar.value,
                            event.data.scalar.length));
          break;

        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
          if (depth == 0)
            good = event.type == YAML_MAPPING_START_EVENT;
          else if (depth == 1)
            {
              good = key != NULL;
              value_start = event.start_mark.index;
            }
          if (++depth > MAX_DEPTH)
            good = FALSE;
          break;

        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
          depth--;
          if (depth == 1)
            add (self, g_steal_pointer (&key),
                 raw_value (block, length, value_start, event.end_mark.index));
          break;

        case YAML_ALIAS_EVENT:
          if (depth == 1 && key != NULL)
            add (self, g_steal_pointer (&key),
                 g_strdup ((const char *) event.data.alias.anchor));
          else if (depth <= 1)
            good = FALSE;
          break;

        case YAML_STREAM_END_EVENT:
          done = TRUE;
          break;

        case YAML_NO_EVENT:
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
        default:
          break;
        }
      yaml_event_delete (&event);
    }

  yaml_parser_delete (&parser);
  return good;
}

/* Tools write "title: Re: what now?" without quotation marks, which is no
 * YAML. Then every line "key: value" is taken as it stands. */
static void
parse_lines (ChattyFrontMatter *self,
             const char        *block,
             gsize              length)
{
  g_autofree char *copy = g_strndup (block, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = lines[i], *colon = strchr (line, ':'), *value;
      gsize n_value;

      if (colon == NULL || colon == line || g_ascii_isspace (line[0]) ||
          line[0] == '#' || line[0] == '-' ||
          strcspn (line, " \t\"'{}[]") < (gsize) (colon - line) ||
          (colon[1] != '\0' && !g_ascii_isspace (colon[1])))
        continue;
      *colon = '\0';
      value = g_strstrip (colon + 1);
      n_value = strlen (value);
      if (n_value >= 2 && (value[0] == '"' || value[0] == '\'') &&
          value[n_value - 1] == value[0])
        {
          value[n_value - 1] = '\0';
          value++;
        }
      add (self, g_strdup (line), g_strdup (value));
    }
}

/**
 * chatty_front_matter_parse:
 * @text: the start of a Markdown file, valid UTF-8
 * @length: bytes of @text
 * @body_offset: (out) (optional): where the text after the block starts
 *
 * Reads the block at the start of a file, also when it is not quite YAML.
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the block, or %NULL if @text does not
 *   start with one
 */
ChattyFrontMatter *
chatty_front_matter_parse (const char *text,
                           gsize       length,
                           gsize      *body_offset)
{
  g_autoptr (ChattyFrontMatter) self = NULL;
  gsize start, end, offset;

  offset = find_block (text, length, &start, &end);
  if (offset == 0)
    return NULL;

  self = chatty_front_matter_new ();
  if (!parse_yaml (self, text + start, end - start))
    {
      g_ptr_array_set_size (self->entries, 0);
      parse_lines (self, text + start, end - start);
    }
  if (self->entries->len == 0)
    return NULL;

  if (body_offset != NULL)
    *body_offset = offset;
  return g_steal_pointer (&self);
}

/**
 * chatty_front_matter_get:
 *
 * Returns: (transfer none) (nullable): the value of @key
 */
const char *
chatty_front_matter_get (ChattyFrontMatter *self,
                         const char        *key)
{
  Entry *entry = find (self, key);

  return entry != NULL ? entry->value : NULL;
}

/**
 * chatty_front_matter_set:
 * @self: a block
 * @key: name, valid UTF-8
 * @value: (nullable): its value; %NULL changes nothing
 *
 * Sets a value, at the end if the key is new.
 */
void
chatty_front_matter_set (ChattyFrontMatter *self,
                         const char        *key,
                         const char        *value)
{
  Entry *entry = find (self, key);

  if (value == NULL)
    return;
  if (entry != NULL)
    {
      g_free (entry->value);
      entry->value = g_strdup (value);
      return;
    }
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->value = g_strdup (value);
  g_ptr_array_add (self->entries, entry);
}

/**
 * chatty_front_matter_get_size:
 *
 * Returns: how many keys there are
 */
guint
chatty_front_matter_get_size (ChattyFrontMatter *self)
{
  return self->entries->len;
}

/**
 * chatty_front_matter_get_nth:
 * @value: (out) (optional) (transfer none): the value
 *
 * Returns: (transfer none): the key at @nth, in the order of the file
 */
const char *
chatty_front_matter_get_nth (ChattyFrontMatter  *self,
                             guint               nth,
                             const char        **value)
{
  Entry *entry = g_ptr_array_index (self->entries, nth);

  if (value != NULL)
    *value = entry->value;
  return entry->key;
}

static gboolean
is_plain_key (const char *key)
{
  if (!g_ascii_isalpha (*key))
    return FALSE;
  for (; *key != '\0'; key++)
    if (!g_ascii_isalnum (*key) && *key != '_' && *key != '-')
      return FALSE;
  return TRUE;
}

/**
 * chatty_front_matter_append:
 * @self: a block
 * @string: where to
 *
 * Appends the block, with its fences. Values are quoted, so that what is
 * read back is what was set, whatever it is.
 */
void
chatty_front_matter_append (ChattyFrontMatter *self,
                            GString           *string)
{
  g_string_append (string, "---\n");
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (is_plain_key (entry->key))
        g_string_append (string, entry->key);
      else
        chatty_json_append_quoted (string, entry->key);
      g_string_append (string, ": ");
      chatty_json_append_quoted (string, entry->value);
      g_string_append_c (string, '\n');
    }
  g_string_append (string, "---\n");
}
