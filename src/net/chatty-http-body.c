/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include "chatty-http-body.h"

/* People see no more than this. */
#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 20)

typedef struct {
  GBytes         *bytes;
  ChattyHttpFile *file;
  guint64         size;
} Piece;

struct _ChattyHttpBody {
  GInputStream            parent_instance;

  GArray                 *pieces;
  guint64                 size;

  guint                   nth;
  guint64                 offset;     /* in that piece */
  guint64                 sent;

  ChattyHttpProgressFunc  progress;
  gpointer                user_data;
  gint64                  told;
};

G_DEFINE_FINAL_TYPE (ChattyHttpBody, chatty_http_body, G_TYPE_INPUT_STREAM)

static void
clear_piece (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->bytes, g_bytes_unref);
  g_clear_pointer (&piece->file, chatty_http_file_unref);
}

static void
tell_progress (ChattyHttpBody *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->progress == NULL ||
      (now - self->told < PROGRESS_INTERVAL && self->sent < self->size))
    return;
  self->told = now;
  self->progress (self->sent, self->size, self->user_data);
}

static gssize
chatty_http_body_read (GInputStream  *stream,
                       void          *buffer,
                       gsize          count,
                       GCancellable  *cancellable,
                       GError       **error)
{
  ChattyHttpBody *self = CHATTY_HTTP_BODY (stream);
  Piece *piece;
  gssize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  while (self->nth < self->pieces->len &&
         self->offset == g_array_index (self->pieces, Piece, self->nth).size)
    {
      self->nth++;
      self->offset = 0;
    }
  if (self->nth == self->pieces->len)
    return 0;

  piece = &g_array_index (self->pieces, Piece, self->nth);
  n = MIN (count, piece->size - self->offset);
  if (piece->file != NULL)
    n = chatty_http_file_read (piece->file, self->offset, buffer, n, error);
  else
    memcpy (buffer, (const char *) g_bytes_get_data (piece->bytes, NULL) + self->offset, n);

  if (n > 0)
    {
      self->offset += n;
      self->sent += n;
      tell_progress (self);
    }
  return n;
}

static void
chatty_http_body_finalize (GObject *object)
{
  ChattyHttpBody *self = CHATTY_HTTP_BODY (object);

  g_array_unref (self->pieces);

  G_OBJECT_CLASS (chatty_http_body_parent_class)->finalize (object);
}

static void
chatty_http_body_class_init (ChattyHttpBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_http_body_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = chatty_http_body_read;
}

static void
chatty_http_body_init (ChattyHttpBody *self)
{
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, clear_piece);
}

/*
 * chatty_http_body_new:
 *
 * Returns: (transfer full): an empty body
 */
ChattyHttpBody *
chatty_http_body_new (void)
{
  return g_object_new (CHATTY_TYPE_HTTP_BODY, NULL);
}

static void
append (ChattyHttpBody *self,
        Piece           piece)
{
  g_array_append_val (self->pieces, piece);
  self->size += piece.size;
}

/*
 * chatty_http_body_append_bytes:
 * @self: a body that was not read from yet
 * @bytes: the next piece
 */
void
chatty_http_body_append_bytes (ChattyHttpBody *self,
                               GBytes         *bytes)
{
  append (self, (Piece) { g_bytes_ref (bytes), NULL, g_bytes_get_size (bytes) });
}

/*
 * chatty_http_body_append_file:
 * @self: a body that was not read from yet
 * @file: the next piece
 */
void
chatty_http_body_append_file (ChattyHttpBody *self,
                              ChattyHttpFile *file)
{
  append (self, (Piece) { NULL, chatty_http_file_ref (file),
                          chatty_http_file_get_size (file) });
}

/*
 * chatty_http_body_set_progress:
 * @self: a body
 * @func: (nullable): called now and then while the body is read, and at its end
 * @user_data: for @func; lives as long as @self
 */
void
chatty_http_body_set_progress (ChattyHttpBody         *self,
                               ChattyHttpProgressFunc  func,
                               gpointer                user_data)
{
  self->progress = func;
  self->user_data = user_data;
}

/*
 * chatty_http_body_get_size:
 * @self: a body
 *
 * Returns: bytes of all pieces
 */
guint64
chatty_http_body_get_size (ChattyHttpBody *self)
{
  return self->size;
}
