/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <string.h>

#include "chatty-redact.h"
#include "chatty-redact-private.h"

/* A stream is worked on line by line. A line longer than this is worked on
 * in pieces, each of which leaves MAX_TAIL bytes for the next. */
#define MAX_PIECE (256 * 1024)
#define MAX_TAIL (64 * 1024)

struct _ChattyRedactor {
  GString  *piece;
  gboolean  swallowing;
};

/**
 * chatty_redactor_new:
 *
 * Returns: (transfer full): a redactor at the start of a stream
 */
ChattyRedactor *
chatty_redactor_new (void)
{
  ChattyRedactor *self = g_new0 (ChattyRedactor, 1);

  self->piece = g_string_new (NULL);
  return self;
}

void
chatty_redactor_free (ChattyRedactor *self)
{
  explicit_bzero (self->piece->str, self->piece->len);
  g_string_free (self->piece, TRUE);
  g_free (self);
}

/* The piece holds a line, or the end of the stream. */
static void
flush (ChattyRedactor *self,
       GString        *output)
{
  g_autoptr (GArray) spans = chatty_redact_find (self->piece->str, self->piece->len);

  chatty_redact_append (output, self->piece->str, self->piece->len, spans);
  g_string_truncate (self->piece, 0);
}

/* The piece is full, and the line goes on: tells what cannot be the start of
 * a secret that ends further on. */
static void
flush_start (ChattyRedactor *self,
             GString        *output)
{
  g_autoptr (GArray) spans = chatty_redact_find (self->piece->str, self->piece->len);
  gsize cut = self->piece->len - MAX_TAIL;

  for (gsize i = cut; i > cut / 2; i--)
    if (self->piece->str[i - 1] == ' ' || self->piece->str[i - 1] == ',')
      {
        cut = i;
        break;
      }
  for (guint i = 0; i < spans->len; i++)
    {
      ChattySpan *span = &g_array_index (spans, ChattySpan, i);

      if (span->context < cut && cut < span->end)
        cut = span->context;
    }

  if (cut > 0)
    {
      chatty_redact_append (output, self->piece->str, cut, spans);
      g_string_erase (self->piece, 0, cut);
      return;
    }

  /* One secret fills it all: nothing more is told of this line. */
  chatty_redact_append (output, self->piece->str,
                        g_array_index (spans, ChattySpan, 0).end, spans);
  g_string_truncate (self->piece, 0);
  self->swallowing = TRUE;
}

/**
 * chatty_redactor_feed:
 * @self: a redactor
 * @bytes: the next piece of the stream
 * @length: bytes
 * @output: what can be told by now is appended here
 */
void
chatty_redactor_feed (ChattyRedactor *self,
                      const char     *bytes,
                      gsize           length,
                      GString        *output)
{
  while (length > 0)
    {
      const char *newline = memchr (bytes, '\n', length);
      gsize n = newline != NULL ? (gsize) (newline + 1 - bytes) : length;

      if (self->swallowing)
        {
          if (newline != NULL)
            g_string_append_c (output, '\n');
          self->swallowing = newline == NULL;
        }
      else
        {
          n = MIN (n, MAX_PIECE - self->piece->len);
          g_string_append_len (self->piece, bytes, n);
          if (self->piece->str[self->piece->len - 1] == '\n')
            flush (self, output);
          else if (self->piece->len == MAX_PIECE)
            flush_start (self, output);
        }
      bytes += n;
      length -= n;
    }
}

/**
 * chatty_redactor_finish:
 * @self: a redactor
 * @output: the rest is appended here
 *
 * Tells the end of the stream.
 */
void
chatty_redactor_finish (ChattyRedactor *self,
                        GString        *output)
{
  flush (self, output);
  self->swallowing = FALSE;
}
