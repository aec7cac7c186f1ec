/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-reply.h"

#include <string.h>

#include "sim-private.h"
#include "sim-wire.h"

/* What is sent at once: so many bytes in small pieces, the rest in large ones. */
#define SMALL_PIECE  7
#define SMALL_PIECES 4096
#define LARGE_PIECE  4099

static SimReply *
reply_new (guint       status,
           const char *content_type)
{
  SimReply *self = g_new0 (SimReply, 1);

  self->status = status;
  self->content_type = g_strdup (content_type);
  self->headers = g_string_new (NULL);
  return self;
}

void
sim_reply_free (SimReply *self)
{
  g_free (self->content_type);
  g_string_free (self->headers, TRUE);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_clear_pointer (&self->dues, g_array_unref);
  if (self->work_free != NULL)
    self->work_free (self->work_data);
  g_free (self);
}

/* Takes @body. */
SimReply *
sim_reply_new_bytes (guint       status,
                     const char *content_type,
                     GBytes     *body)
{
  SimReply *self = reply_new (status, content_type);

  self->body = body;
  return self;
}

SimReply *
sim_reply_new_text (guint       status,
                    const char *content_type,
                    const char *text)
{
  return sim_reply_new_bytes (status, content_type, g_bytes_new (text, strlen (text)));
}

char *
sim_json_to_text (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  return json_generator_to_data (generator, NULL);
}

static SimReply *
reply_new_node (guint     status,
                JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;
  char *text = sim_json_to_text (owned);

  return sim_reply_new_bytes (status, "application/json", g_bytes_new_take (text, strlen (text)));
}

/* Takes @object. */
SimReply *
sim_reply_new_object (guint       status,
                      JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return reply_new_node (status, node);
}

/* Takes @array. */
SimReply *
sim_reply_new_array (guint      status,
                     JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return reply_new_node (status, node);
}

/* An object of strings: member, value, member, value, NULL. */
SimReply *
sim_reply_new_strings (guint       status,
                       const char *first_member,
                       ...)
{
  JsonObject *object = json_object_new ();
  va_list args;

  va_start (args, first_member);
  for (const char *member = first_member; member != NULL; member = va_arg (args, const char *))
    json_object_set_string_member (object, member, va_arg (args, const char *));
  va_end (args);
  return sim_reply_new_object (status, object);
}

/* An error in the shape of the endpoint. */
SimReply *
sim_reply_new_error (SimRequest *request,
                     guint       status,
                     const char *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  return request->platform->new_error (request, status, text);
}

SimReply *
sim_reply_new_stream (const char *content_type,
                      guint       piece_ms)
{
  SimReply *self = reply_new (200, content_type);

  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->piece_ms = piece_ms;
  return self;
}

/* Cuts @text into pieces of @piece bytes each, wherever that falls. */
void
sim_reply_add_pieces (SimReply   *self,
                      const char *text,
                      gsize       length,
                      gsize       piece)
{
  for (gsize at = 0; at < length; at += piece)
    g_ptr_array_add (self->pieces, g_bytes_new (text + at, MIN (piece, length - at)));
}

/* One piece that is sent @due_ms after the headers, and not before. All pieces
 * of a reply are added this way, or none. */
void
sim_reply_add_piece_at (SimReply   *self,
                        const char *text,
                        gsize       length,
                        double      due_ms)
{
  if (self->dues == NULL)
    self->dues = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_add (self->pieces, g_bytes_new (text, length));
  g_array_append_val (self->dues, due_ms);
}

/* A stream of events, whose starts in @text are @starts (of gsize), @rate of
 * them each second or, with 0, at once. The bytes are cut anywhere. */
SimReply *
sim_reply_new_events (GString *text,
                      GArray  *starts,
                      double   rate)
{
  SimReply *reply = sim_reply_new_stream ("text/event-stream", 0);
  gsize length = text->len;

  if (rate <= 0)
    {
      sim_reply_add_pieces (reply, text->str, MIN (length, SMALL_PIECES), SMALL_PIECE);
      if (length > SMALL_PIECES)
        sim_reply_add_pieces (reply, text->str + SMALL_PIECES, length - SMALL_PIECES, LARGE_PIECE);
      return reply;
    }
  /* Each event at its time, in two halves that are cut anywhere. */
  for (guint i = 0; i < starts->len; i++)
    {
      gsize start = i == 0 ? 0 : g_array_index (starts, gsize, i);
      gsize end = i + 1 < starts->len ? g_array_index (starts, gsize, i + 1) : length;
      gsize cut = start + 1 + i * 7 % (end - start - 1);
      double due = i * 1000.0 / rate;

      sim_reply_add_piece_at (reply, text->str + start, cut - start, due);
      sim_reply_add_piece_at (reply, text->str + cut, end - cut, due);
    }
  return reply;
}

void
sim_reply_add_header (SimReply   *self,
                      const char *name,
                      const char *value)
{
  g_string_append_printf (self->headers, "%s: %s\r\n", name, value);
}

static void
shorten_array (JsonArray *array,
               gboolean   to_nothing)
{
  guint keep = to_nothing ? 0 : json_array_get_length (array) / 2;

  while (json_array_get_length (array) > keep)
    json_array_remove_element (array, json_array_get_length (array) - 1);
}

/* Every list of the answer, at its top or in its members, loses its second
 * half or everything. */
void
sim_reply_shorten (SimReply *self,
                   gboolean  to_nothing)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  gsize length;
  const char *data;
  char *text;

  if (self->body == NULL)
    return;
  data = g_bytes_get_data (self->body, &length);
  if (length == 0 || !json_parser_load_from_data (parser, data, length, NULL))
    return;
  root = json_parser_get_root (parser);
  if (JSON_NODE_HOLDS_ARRAY (root))
    shorten_array (json_node_get_array (root), to_nothing);
  else if (JSON_NODE_HOLDS_OBJECT (root))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (root));

      for (GList *l = values; l != NULL; l = l->next)
        if (JSON_NODE_HOLDS_ARRAY (l->data))
          shorten_array (json_node_get_array (l->data), to_nothing);
    }
  text = sim_json_to_text (root);
  g_bytes_unref (self->body);
  self->body = g_bytes_new_take (text, strlen (text));
}

/* Sends the reply by the server's own means, or in pieces. The message is
 * paused, and this is not called from one of its signals. */
void
sim_reply_send (SimReply   *self,
                SimRequest *request)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_auto (GStrv) lines = NULL;

  sim_log_answer (request, self->status);
  if (self->pieces != NULL)
    {
      SimWire *wire = sim_wire_new (request);

      sim_wire_add_head (wire, self, -1);
      sim_wire_set_interval (wire, self->piece_ms);
      for (guint i = 0; i < self->pieces->len; i++)
        {
          sim_wire_add_chunk (wire, g_ptr_array_index (self->pieces, i));
          if (self->dues != NULL)
            sim_wire_set_due (wire, g_array_index (self->dues, double, i));
        }
      sim_wire_add_text (wire, "0\r\n\r\n");
      sim_wire_start (wire);
      return;
    }
  soup_server_message_set_status (message, self->status, NULL);
  lines = g_strsplit (self->headers->str, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      if (colon == NULL)
        continue;
      *colon = '\0';
      soup_message_headers_append (headers, lines[i], colon + 2);
    }
  if (self->content_type != NULL)
    soup_message_headers_set_content_type (headers, self->content_type, NULL);
  if (self->body != NULL && g_bytes_get_size (self->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), self->body);
  soup_server_message_unpause (message);
}
