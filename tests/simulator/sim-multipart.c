/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* A multipart reader for bodies of any size: an upload of 100 MB must not
 * stay in the memory of the process whose memory the test measures. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-multipart.h"

#include <string.h>
#include <libsoup/soup.h>

#define MAX_HEADERS (64 * 1024)
#define MAX_PARTS   100

typedef enum {
  AT_START,     /* before the first boundary */
  IN_HEADERS,
  IN_DATA,
  AT_END,
} State;

struct _SimMultipart {
  State       state;
  char       *delimiter;      /* CR LF "--" boundary */
  gsize       delimiter_length;
  GByteArray *buffer;
  GPtrArray  *parts;
  SimPart    *part;
  const char *fault;
};

SimPart *
sim_part_new (const char *name,
              const char *value)
{
  SimPart *self = g_new0 (SimPart, 1);

  self->name = g_strdup (name);
  self->kept = g_byte_array_new ();
  if (value != NULL)
    g_byte_array_append (self->kept, (const guint8 *) value, strlen (value));
  self->length = self->kept->len;
  return self;
}

void
sim_part_free (SimPart *self)
{
  g_free (self->name);
  g_free (self->file_name);
  g_free (self->content_type);
  g_byte_array_unref (self->kept);
  g_free (self);
}

/* The kept text of the part; owned by the part. */
const char *
sim_part_get_text (SimPart *self)
{
  g_byte_array_append (self->kept, (const guint8 *) "", 1);
  g_byte_array_set_size (self->kept, self->kept->len - 1);
  return (const char *) self->kept->data;
}

SimMultipart *
sim_multipart_new (const char *boundary)
{
  SimMultipart *self = g_new0 (SimMultipart, 1);

  self->delimiter = g_strconcat ("\r\n--", boundary, NULL);
  self->delimiter_length = strlen (self->delimiter);
  /* The first boundary needs no line end before it. */
  self->buffer = g_byte_array_new ();
  g_byte_array_append (self->buffer, (const guint8 *) "\r\n", 2);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_part_free);
  return self;
}

void
sim_multipart_free (SimMultipart *self)
{
  g_free (self->delimiter);
  g_byte_array_unref (self->buffer);
  g_ptr_array_unref (self->parts);
  g_clear_pointer (&self->part, sim_part_free);
  g_free (self);
}

static const guint8 *
find (SimMultipart *self,
      const char   *needle,
      gsize         length)
{
  return memmem (self->buffer->data, self->buffer->len, needle, length);
}

static void
keep (SimMultipart *self,
      gsize         length)
{
  SimPart *part = self->part;
  gsize room = part->kept->len < SIM_PART_KEPT ? SIM_PART_KEPT - part->kept->len : 0;

  g_byte_array_append (part->kept, self->buffer->data, MIN (length, room));
  part->length += length;
  g_byte_array_remove_range (self->buffer, 0, length);
}

static void
begin_part (SimMultipart *self,
            gsize         length)
{
  g_autofree char *text = g_strndup ((const char *) self->buffer->data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  self->part = sim_part_new (NULL, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], "Content-Disposition:", 20) == 0)
        {
          const char *value = g_strstrip (lines[i] + 20);
          const char *rest = strchr (value, ';');
          g_autoptr (GHashTable) params = NULL;

          if (!g_str_has_prefix (value, "form-data") || rest == NULL)
            {
              self->fault = "a part is not form-data";
              continue;
            }
          params = soup_header_parse_semi_param_list (rest + 1);
          self->part->name = g_strdup (g_hash_table_lookup (params, "name"));
          self->part->file_name = g_strdup (g_hash_table_lookup (params, "filename"));
        }
      else if (g_ascii_strncasecmp (lines[i], "Content-Type:", 13) == 0)
        self->part->content_type = g_strdup (g_strstrip (lines[i] + 13));
    }
  if (self->part->name == NULL)
    self->fault = "a part has no name";
}

/* Does one step; FALSE when it needs more bytes. */
static gboolean
step (SimMultipart *self)
{
  const guint8 *found;
  gsize offset;

  switch (self->state)
    {
    case AT_START:
    case IN_DATA:
      found = find (self, self->delimiter, self->delimiter_length);
      if (found == NULL)
        {
          /* All but a possible beginning of the delimiter is data. */
          gsize sure = self->buffer->len >= self->delimiter_length
                         ? self->buffer->len - self->delimiter_length + 1 : 0;

          if (self->state == IN_DATA)
            keep (self, sure);
          else if (sure > 0)
            g_byte_array_remove_range (self->buffer, 0, sure);
          return FALSE;
        }
      offset = found - self->buffer->data;
      if (self->buffer->len < offset + self->delimiter_length + 2)
        return FALSE;
      if (self->state == IN_DATA)
        {
          keep (self, offset);
          g_ptr_array_add (self->parts, g_steal_pointer (&self->part));
          offset = 0;
        }
      offset += self->delimiter_length;
      if (memcmp (self->buffer->data + offset, "--", 2) == 0)
        self->state = AT_END;
      else if (memcmp (self->buffer->data + offset, "\r\n", 2) == 0)
        self->state = IN_HEADERS;
      else
        {
          self->fault = "a boundary line goes on after the boundary";
          self->state = AT_END;
        }
      g_byte_array_remove_range (self->buffer, 0, offset + 2);
      return TRUE;

    case IN_HEADERS:
      found = find (self, "\r\n\r\n", 4);
      if (found == NULL)
        {
          if (self->buffer->len > MAX_HEADERS)
            self->fault = "the headers of a part are too long";
          return FALSE;
        }
      offset = found - self->buffer->data;
      if (self->parts->len >= MAX_PARTS)
        self->fault = "too many parts";
      begin_part (self, offset);
      g_byte_array_remove_range (self->buffer, 0, offset + 4);
      self->state = IN_DATA;
      return TRUE;

    case AT_END:
    default:
      g_byte_array_set_size (self->buffer, 0);
      return FALSE;
    }
}

void
sim_multipart_feed (SimMultipart *self,
                    const guint8 *data,
                    gsize         length)
{
  if (self->fault != NULL)
    return;
  g_byte_array_append (self->buffer, data, length);
  while (self->fault == NULL && step (self))
    ;
}

/* The parts, for the caller. @fault is set to what is wrong with the body, or
 * to NULL. */
GPtrArray *
sim_multipart_finish (SimMultipart  *self,
                      const char   **fault)
{
  if (self->fault == NULL && self->state != AT_END)
    self->fault = "the closing boundary is missing";
  *fault = self->fault;
  return g_ptr_array_ref (self->parts);
}
