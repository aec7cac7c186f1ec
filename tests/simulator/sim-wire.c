/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-wire.h"

#include <string.h>

#include "sim-private.h"

struct _SimWire {
  ChattySimulator   *sim;
  SoupServerMessage *message;     /* held: the request counts as under way */
  GIOStream         *stream;
  GQueue             pieces;      /* of GBytes */
  GQueue             dues;        /* of Due, in the order of the pieces */
  gint64             started;
  GBytes            *current;
  GBytes            *repeated;
  guint64            repeats;
  guint              interval;
  gboolean           hold;
  char               scrap[4096];
};

/* When one of the pieces is to be written. */
typedef struct {
  GBytes *piece;        /* not owned */
  gint64  after;        /* microseconds after the start */
} Due;

static void write_next (SimWire *self);

SimWire *
sim_wire_new (SimRequest *request)
{
  SimWire *self = g_new0 (SimWire, 1);

  self->sim = request->sim;
  self->message = g_object_ref (request->message);
  g_queue_init (&self->pieces);
  g_queue_init (&self->dues);
  return self;
}

static void
wire_free (SimWire *self)
{
  g_queue_clear_full (&self->pieces, (GDestroyNotify) g_bytes_unref);
  g_queue_clear_full (&self->dues, g_free);
  g_clear_pointer (&self->current, g_bytes_unref);
  g_clear_pointer (&self->repeated, g_bytes_unref);
  if (self->stream != NULL)
    g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_free (self);
}

void
sim_wire_add (SimWire *self,
              GBytes  *bytes)
{
  g_queue_push_tail (&self->pieces, g_bytes_ref (bytes));
}

void
sim_wire_add_text (SimWire    *self,
                   const char *text)
{
  g_queue_push_tail (&self->pieces, g_bytes_new (text, strlen (text)));
}

/* One piece for each byte. */
void
sim_wire_add_drip (SimWire *self,
                   GBytes  *bytes)
{
  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    g_queue_push_tail (&self->pieces, g_bytes_new_from_bytes (bytes, i, 1));
}

void
sim_wire_add_chunk (SimWire *self,
                    GBytes  *bytes)
{
  GByteArray *chunk = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  g_byte_array_append (chunk, (const guint8 *) size, strlen (size));
  g_byte_array_append (chunk, data, length);
  g_byte_array_append (chunk, (const guint8 *) "\r\n", 2);
  g_queue_push_tail (&self->pieces, g_byte_array_free_to_bytes (chunk));
}

/* The piece that was added last is written @milliseconds after the start, or
 * as soon as those before it are. */
void
sim_wire_set_due (SimWire *self,
                  double   milliseconds)
{
  Due due = { g_queue_peek_tail (&self->pieces), milliseconds * 1000 };

  g_queue_push_tail (&self->dues, g_memdup2 (&due, sizeof due));
}

/* The status line and the headers of @reply; with @length -1 for a body in
 * chunks. */
void
sim_wire_add_head (SimWire  *self,
                   SimReply *reply,
                   gssize    length)
{
  g_autoptr (GString) head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", reply->status,
                          soup_status_get_phrase (reply->status));
  if (reply->content_type != NULL)
    g_string_append_printf (head, "Content-Type: %s\r\n", reply->content_type);
  g_string_append (head, reply->headers->str);
  if (length >= 0)
    g_string_append_printf (head, "Content-Length: %" G_GSSIZE_FORMAT "\r\n", length);
  else
    g_string_append (head, "Transfer-Encoding: chunked\r\n");
  g_string_append (head, "Connection: close\r\n\r\n");
  sim_wire_add_text (self, head->str);
}

/* The wait between two pieces. */
void
sim_wire_set_interval (SimWire *self,
                       guint    milliseconds)
{
  self->interval = milliseconds;
}

/* After the pieces: the same bytes again and again. */
void
sim_wire_set_repeat (SimWire *self,
                     GBytes  *bytes,
                     guint64  times)
{
  self->repeated = g_bytes_ref (bytes);
  self->repeats = times;
}

/* At the end: keep the connection open until the client closes it. */
void
sim_wire_set_hold (SimWire *self)
{
  self->hold = TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  SimWire *self = user_data;
  gssize count = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (count <= 0)
    wire_free (self);
  else
    g_input_stream_read_async (G_INPUT_STREAM (source), self->scrap, sizeof self->scrap,
                               G_PRIORITY_DEFAULT, sim_get_stopping (self->sim), read_cb, self);
}

static gboolean
write_next_cb (gpointer user_data)
{
  SimWire **wait = user_data;

  write_next (g_steal_pointer (wait));
  return G_SOURCE_REMOVE;
}

/* The simulator may stop while a wire waits. */
static void
wait_free (gpointer data)
{
  SimWire **wait = data;

  if (*wait != NULL)
    wire_free (*wait);
  g_free (wait);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SimWire *self = user_data;

  g_clear_pointer (&self->current, g_bytes_unref);
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL)
      || g_cancellable_is_cancelled (sim_get_stopping (self->sim)))
    wire_free (self);
  else if (self->interval > 0)
    sim_at_once (self->sim, self->interval, write_next_cb,
                 g_memdup2 (&self, sizeof self), wait_free);
  else
    write_next (self);
}

/* How many milliseconds the next piece has to wait. */
static guint
next_wait (SimWire *self)
{
  Due *due = g_queue_peek_head (&self->dues);
  gint64 left;

  if (due == NULL || due->piece != g_queue_peek_head (&self->pieces))
    return 0;
  left = self->started + due->after - g_get_monotonic_time ();
  if (left >= 1000)
    return left / 1000;
  g_free (g_queue_pop_head (&self->dues));
  return 0;
}

static void
write_next (SimWire *self)
{
  gsize length;
  const void *data;
  guint wait = next_wait (self);

  if (wait > 0)
    {
      sim_at_once (self->sim, wait, write_next_cb, g_memdup2 (&self, sizeof self), wait_free);
      return;
    }
  self->current = g_queue_pop_head (&self->pieces);
  if (self->current == NULL && self->repeats > 0)
    {
      self->repeats--;
      self->current = g_bytes_ref (self->repeated);
    }
  if (self->current == NULL)
    {
      if (self->hold)
        g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->scrap,
                                   sizeof self->scrap, G_PRIORITY_DEFAULT,
                                   sim_get_stopping (self->sim), read_cb, self);
      else
        wire_free (self);
      return;
    }
  data = g_bytes_get_data (self->current, &length);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), data, length,
                                   G_PRIORITY_DEFAULT, sim_get_stopping (self->sim),
                                   written_cb, self);
}

/* Takes the connection from the server and begins to write. */
void
sim_wire_start (SimWire *self)
{
  self->started = g_get_monotonic_time ();
  self->stream = soup_server_message_steal_connection (self->message);
  if (self->stream == NULL)
    wire_free (self);
  else
    write_next (self);
}
