/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-line-reader.h"
#include "chatty-sse-reader.h"
#include "chatty-text.h"

#define DEFAULT_MAX_LINE (4 * 1024 * 1024)
#define DEFAULT_MAX_EVENT (8 * 1024 * 1024)
#define DEFAULT_MAX_EVENTS 1000000

struct _ChattySseReader {
  ChattyLineReader *lines;
  ChattySseFunc     func;
  gpointer          user_data;
  gsize             max_event;
  guint             max_events;

  GString          *data;
  gboolean          has_data;
  char             *type;
  char             *id;
  gint64            retry;
  guint             n_events;
};

static gboolean
dispatch (ChattySseReader  *self,
          GError          **error)
{
  g_autofree char *data = NULL;
  g_autofree char *type = g_steal_pointer (&self->type);
  ChattySseEvent event;

  if (!self->has_data)
    return TRUE;
  self->has_data = FALSE;

  if (++self->n_events > self->max_events)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   ngettext ("The server sent more than %u event",
                             "The server sent more than %u events",
                             self->max_events),
                   self->max_events);
      return FALSE;
    }

  data = chatty_text_make_valid (self->data->str, self->data->len);
  g_string_truncate (self->data, 0);
  event.type = type != NULL && *type != '\0' ? type : "message";
  event.data = data;
  event.length = strlen (data);
  event.id = self->id != NULL ? self->id : "";
  return self->func (&event, self->user_data, error);
}

static gboolean
add_data (ChattySseReader  *self,
          const char       *value,
          gsize             length,
          GError          **error)
{
  /* The newline between two lines counts, so that empty ones are bounded. */
  if (self->data->len + (self->has_data ? 1 : 0) + length > self->max_event)
    {
      g_autofree char *limit = g_format_size_full (self->max_event, G_FORMAT_SIZE_IEC_UNITS);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   /* Translators: %s is a size such as 8.0 MiB. */
                   _("The server sent an event larger than %s"), limit);
      return FALSE;
    }
  if (self->has_data)
    g_string_append_c (self->data, '\n');
  self->has_data = TRUE;
  g_string_append_len (self->data, value, length);
  return TRUE;
}

/* Digits alone, else the field is ignored. */
static void
set_retry (ChattySseReader *self,
           const char      *value,
           gsize            length)
{
  gint64 retry = 0;

  if (length == 0 || length > 9)
    return;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      retry = retry * 10 + (value[i] - '0');
    }
  self->retry = retry;
}

static gboolean
line_cb (const char  *line,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  ChattySseReader *self = user_data;
  const char *value = line + length;
  gsize n_name = length, n_value = 0;
  const char *colon;

  if (length == 0)
    return dispatch (self, error);

  colon = memchr (line, ':', length);
  if (colon == line)
    return TRUE;
  if (colon != NULL)
    {
      n_name = colon - line;
      value = colon + 1;
      n_value = length - n_name - 1;
      /* One blank, not more: words would run together. */
      if (n_value > 0 && *value == ' ')
        {
          value++;
          n_value--;
        }
    }

  if (n_name == 4 && memcmp (line, "data", 4) == 0)
    return add_data (self, value, n_value, error);
  if (n_name == 5 && memcmp (line, "event", 5) == 0)
    {
      g_free (self->type);
      self->type = chatty_text_make_valid (value, n_value);
    }
  else if (n_name == 2 && memcmp (line, "id", 2) == 0 && memchr (value, '\0', n_value) == NULL)
    {
      g_free (self->id);
      self->id = chatty_text_make_valid (value, n_value);
    }
  else if (n_name == 5 && memcmp (line, "retry", 5) == 0)
    set_retry (self, value, n_value);
  return TRUE;
}

/**
 * chatty_sse_reader_new:
 * @func: called for each event; %FALSE stops
 * @user_data: for @func
 *
 * Returns: (transfer full): a reader at the start of a stream, bounded to
 *   lines of 4 MiB, events of 8 MiB and a million events
 */
ChattySseReader *
chatty_sse_reader_new (ChattySseFunc func,
                       gpointer      user_data)
{
  ChattySseReader *self = g_new0 (ChattySseReader, 1);

  self->func = func;
  self->user_data = user_data;
  self->data = g_string_new (NULL);
  self->retry = -1;
  self->lines = chatty_line_reader_new (CHATTY_LINE_CR | CHATTY_LINE_KEEP_EMPTY,
                                        line_cb, self);
  chatty_sse_reader_set_limits (self, DEFAULT_MAX_LINE, DEFAULT_MAX_EVENT,
                                DEFAULT_MAX_EVENTS);
  return self;
}

void
chatty_sse_reader_free (ChattySseReader *self)
{
  chatty_line_reader_free (self->lines);
  g_string_free (self->data, TRUE);
  g_free (self->type);
  g_free (self->id);
  g_free (self);
}

/**
 * chatty_sse_reader_set_limits:
 * @self: a reader
 * @max_line: bytes that a line may have
 * @max_event: bytes that the data of an event may have
 * @max_events: events that a stream may have
 */
void
chatty_sse_reader_set_limits (ChattySseReader *self,
                              gsize            max_line,
                              gsize            max_event,
                              guint            max_events)
{
  self->max_event = max_event;
  self->max_events = max_events;
  chatty_line_reader_set_limits (self->lines, max_line, G_MAXUINT);
}

/**
 * chatty_sse_reader_feed:
 * @self: a reader
 * @bytes: the next piece of the stream
 * @length: bytes
 * @error: %CHATTY_ERROR_TOO_LARGE when a bound is passed, or what the function set
 *
 * Calls the function for each event that ends in @bytes. After a failure
 * nothing more is told.
 *
 * Returns: %FALSE if a bound was passed or the function said stop
 */
gboolean
chatty_sse_reader_feed (ChattySseReader  *self,
                        const char       *bytes,
                        gsize             length,
                        GError          **error)
{
  return chatty_line_reader_feed (self->lines, bytes, length, error);
}

/**
 * chatty_sse_reader_finish:
 * @self: a reader
 * @error: as for chatty_sse_reader_feed()
 *
 * Tells the end of the stream, and the event that it leaves open.
 *
 * Returns: as chatty_sse_reader_feed()
 */
gboolean
chatty_sse_reader_finish (ChattySseReader  *self,
                          GError          **error)
{
  /* The empty line that tells an event must not be told after a failure, so
   * that it comes from the line reader, which knows. */
  return chatty_line_reader_feed (self->lines, "\n\n", 2, error) &&
         chatty_line_reader_finish (self->lines, error);
}

/**
 * chatty_sse_reader_get_retry:
 * @self: a reader
 *
 * Returns: milliseconds to wait before connecting again, -1 if not told
 */
gint64
chatty_sse_reader_get_retry (ChattySseReader *self)
{
  return self->retry;
}

/**
 * chatty_sse_reader_get_last_id:
 * @self: a reader
 *
 * Returns: the last event id, "" if there was none
 */
const char *
chatty_sse_reader_get_last_id (ChattySseReader *self)
{
  return self->id != NULL ? self->id : "";
}
