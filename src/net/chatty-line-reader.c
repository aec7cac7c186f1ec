/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-line-reader.h"

#define DEFAULT_MAX_LINE (8 * 1024 * 1024)

struct _ChattyLineReader {
  ChattyLineFlags  flags;
  ChattyLineFunc   func;
  gpointer         user_data;
  gsize            max_line;
  guint            max_lines;

  GString         *line;
  guint            n_lines;
  guint            n_mark;      /* bytes of a byte order mark seen, 3: past it */
  gboolean         after_cr;    /* an LF belongs to the CR before it */
  gboolean         stopped;
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

/**
 * chatty_line_reader_new:
 * @flags: what ends a line, and which lines are told
 * @func: called for each line
 * @user_data: for @func
 *
 * Returns: (transfer full): a reader at the start of a stream, with a bound
 *   of 8 MiB for a line and none for their number
 */
ChattyLineReader *
chatty_line_reader_new (ChattyLineFlags flags,
                        ChattyLineFunc  func,
                        gpointer        user_data)
{
  ChattyLineReader *self = g_new0 (ChattyLineReader, 1);

  self->flags = flags;
  self->func = func;
  self->user_data = user_data;
  self->max_line = DEFAULT_MAX_LINE;
  self->max_lines = G_MAXUINT;
  self->line = g_string_new (NULL);
  return self;
}

void
chatty_line_reader_free (ChattyLineReader *self)
{
  g_string_free (self->line, TRUE);
  g_free (self);
}

/**
 * chatty_line_reader_set_limits:
 * @self: a reader
 * @max_line: bytes that a line may have
 * @max_lines: lines that a stream may have, empty ones included
 */
void
chatty_line_reader_set_limits (ChattyLineReader *self,
                               gsize             max_line,
                               guint             max_lines)
{
  self->max_line = max_line;
  self->max_lines = max_lines;
}

static gboolean
set_too_long (ChattyLineReader  *self,
              GError           **error)
{
  g_autofree char *limit = g_format_size_full (self->max_line, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
               /* Translators: %s is a size such as 8.0 MiB. */
               _("The server sent a line longer than %s"), limit);
  return FALSE;
}

static gboolean
add (ChattyLineReader  *self,
     const char        *bytes,
     gsize              length,
     GError           **error)
{
  /* The CR of a CR LF is there for a moment, and does not count. */
  gsize room = self->max_line + ((self->flags & CHATTY_LINE_CR) ? 0 : 1);

  if (length > room || self->line->len > room - length)
    return set_too_long (self, error);
  g_string_append_len (self->line, bytes, length);
  return TRUE;
}

static gboolean
end_line (ChattyLineReader  *self,
          GError           **error)
{
  gboolean carry_on = TRUE;

  if (!(self->flags & CHATTY_LINE_CR) && self->line->len > 0 &&
      self->line->str[self->line->len - 1] == '\r')
    g_string_truncate (self->line, self->line->len - 1);

  if (self->line->len > self->max_line)
    return set_too_long (self, error);

  if (++self->n_lines > self->max_lines)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   ngettext ("The server sent more than %u line",
                             "The server sent more than %u lines",
                             self->max_lines),
                   self->max_lines);
      return FALSE;
    }

  if (self->line->len > 0 || (self->flags & CHATTY_LINE_KEEP_EMPTY))
    carry_on = self->func (self->line->str, self->line->len, self->user_data, error);
  g_string_truncate (self->line, 0);
  return carry_on;
}

/* Takes the byte order mark off, a byte at a time; what only looked like one
 * goes into the first line. */
static gboolean
skip_mark (ChattyLineReader  *self,
           const char       **bytes,
           gsize             *length,
           GError           **error)
{
  while (self->n_mark < 3 && *length > 0)
    {
      if (**bytes != byte_order_mark[self->n_mark])
        {
          guint seen = self->n_mark;

          self->n_mark = 3;
          return add (self, byte_order_mark, seen, error);
        }
      self->n_mark++;
      (*bytes)++;
      (*length)--;
    }
  return TRUE;
}

static gboolean
feed (ChattyLineReader  *self,
      const char        *bytes,
      gsize              length,
      GError           **error)
{
  if (!skip_mark (self, &bytes, &length, error))
    return FALSE;

  while (length > 0)
    {
      gsize n = 0;

      if (self->after_cr && *bytes == '\n')
        {
          self->after_cr = FALSE;
          bytes++;
          length--;
          continue;
        }
      self->after_cr = FALSE;

      while (n < length && bytes[n] != '\n' &&
             !(bytes[n] == '\r' && (self->flags & CHATTY_LINE_CR)))
        n++;
      if (!add (self, bytes, n, error))
        return FALSE;
      if (n < length)
        {
          self->after_cr = bytes[n] == '\r';
          n++;
          if (!end_line (self, error))
            return FALSE;
        }
      bytes += n;
      length -= n;
    }
  return TRUE;
}

/**
 * chatty_line_reader_feed:
 * @self: a reader
 * @bytes: the next piece of the stream
 * @length: bytes
 * @error: %CHATTY_ERROR_TOO_LARGE when a bound is passed, or what the function set
 *
 * Calls the function for each line that ends in @bytes. After a failure
 * nothing more is told.
 *
 * Returns: %FALSE if a bound was passed or the function said stop
 */
gboolean
chatty_line_reader_feed (ChattyLineReader  *self,
                         const char        *bytes,
                         gsize              length,
                         GError           **error)
{
  if (!self->stopped && !feed (self, bytes, length, error))
    {
      self->stopped = TRUE;
      return FALSE;
    }
  return TRUE;
}

/**
 * chatty_line_reader_finish:
 * @self: a reader
 * @error: as for chatty_line_reader_feed()
 *
 * Tells the end of the stream, and the last line if it had no end.
 *
 * Returns: as chatty_line_reader_feed()
 */
gboolean
chatty_line_reader_finish (ChattyLineReader  *self,
                           GError           **error)
{
  gboolean ok = TRUE;

  if (self->stopped)
    return TRUE;
  if (self->n_mark < 3)
    ok = add (self, byte_order_mark, self->n_mark, error);
  if (ok && self->line->len > 0)
    ok = end_line (self, error);
  self->stopped = TRUE;
  return ok;
}
