/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-request.h"

#include <string.h>

#include "sim-log.h"
#include "sim-private.h"

static void
read_content_type (SimRequest *self)
{
  g_autoptr (GHashTable) params = NULL;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, &params);

  self->kind = SIM_BODY_NONE;
  if (type == NULL)
    return;
  if (g_ascii_strcasecmp (type, "application/json") == 0)
    self->kind = SIM_BODY_JSON;
  else if (g_ascii_strcasecmp (type, "application/x-www-form-urlencoded") == 0)
    self->kind = SIM_BODY_FORM;
  else if (g_ascii_strcasecmp (type, "multipart/form-data") == 0)
    {
      const char *boundary = g_hash_table_lookup (params, "boundary");

      self->kind = SIM_BODY_MULTIPART;
      if (boundary == NULL || *boundary == '\0' || strlen (boundary) > 70)
        self->body_fault = "the content type names no boundary";
      else
        self->multipart = sim_multipart_new (boundary);
    }
}

SimRequest *
sim_request_new (ChattySimulator     *sim,
                 ChattySimulatorHost  host,
                 SoupServerMessage   *message,
                 const char          *path)
{
  SimRequest *self = g_new0 (SimRequest, 1);

  self->sim = sim;
  self->message = message;
  self->host = host;
  self->method = soup_server_message_get_method (message);
  self->path = g_strdup (path);
  self->body = g_byte_array_new ();
  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
  read_content_type (self);
  sim_log_add (self);
  return self;
}

void
sim_request_free (SimRequest *self)
{
  sim_log_done (self);
  if (self->under_way != NULL)
    (*self->under_way)--;
  g_free (self->path);
  g_byte_array_unref (self->body);
  g_checksum_free (self->sum);
  g_clear_pointer (&self->multipart, sim_multipart_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

void
sim_request_feed (SimRequest *self,
                  GBytes     *chunk)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);
  /* An upload goes through the multipart reader: only the log needs it. */
  gsize limit = self->streamed ? SIM_KEPT_PIECE
                : self->multipart != NULL ? SIM_KEPT_BODY : SIM_MAX_JSON;
  gsize room = self->body->len < limit ? limit - self->body->len : 0;

  g_byte_array_append (self->body, data, MIN (room, length));
  g_checksum_update (self->sum, data, length);
  self->length += length;
  if (self->multipart != NULL)
    sim_multipart_feed (self->multipart, data, length);
  if (self->streamed)
    self->platform->receive (self, data, length);
}

/* json-glib recurses, so the depth is looked at before. */
static gboolean
too_deep (const char *text,
          gsize       length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (quoted && c == '\\')
        i++;
      else if (c == '"')
        quoted = !quoted;
      else if (!quoted && (c == '[' || c == '{') && ++depth > SIM_MAX_JSON_DEPTH)
        return TRUE;
      else if (!quoted && (c == ']' || c == '}') && depth > 0)
        depth--;
    }
  return FALSE;
}

static void
read_json (SimRequest *self)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  const char *text = (const char *) self->body->data;

  if (self->length > SIM_MAX_JSON)
    self->body_fault = "the body is too large";
  else if (self->length > 0 && too_deep (text, self->body->len))
    self->body_fault = "the body is nested too deeply";
  else if (self->length > 0 && !g_utf8_validate (text, self->body->len, NULL))
    self->body_fault = "the body is not UTF-8";
  else if (self->length == 0 || !json_parser_load_from_data (parser, text, self->body->len, NULL))
    self->body_fault = "the body is not JSON";
  else
    {
      self->json = json_parser_steal_root (parser);
      if (self->json == NULL || !JSON_NODE_HOLDS_OBJECT (self->json))
        self->body_fault = "the body is not a JSON object";
    }
}

static void
read_form (SimRequest *self)
{
  g_autofree char *text = g_strndup ((const char *) self->body->data, self->body->len);
  g_auto (GStrv) pairs = g_strsplit (text != NULL ? text : "", "&", 200);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_part_free);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (equals == NULL)
        continue;
      *equals = '\0';
      g_strdelimit (pairs[i], "+", ' ');
      g_strdelimit (equals + 1, "+", ' ');
      name = g_uri_unescape_string (pairs[i], NULL);
      value = g_uri_unescape_string (equals + 1, NULL);
      if (name == NULL || value == NULL || !g_utf8_validate (value, -1, NULL))
        self->body_fault = "the form is not percent-encoded UTF-8";
      else
        g_ptr_array_add (self->parts, sim_part_new (name, value));
    }
}

/* The whole body is there: reads it as its content type says, and puts it
 * into the log. */
void
sim_request_body_done (SimRequest *self)
{
  if (self->streamed)
    ;
  else if (self->kind == SIM_BODY_JSON)
    read_json (self);
  else if (self->kind == SIM_BODY_FORM)
    read_form (self);
  else if (self->multipart != NULL)
    {
      const char *fault;

      self->parts = sim_multipart_finish (self->multipart, &fault);
      if (fault != NULL)
        self->body_fault = fault;
    }
  sim_log_body (self);
}

const char *
sim_request_get_header (SimRequest *self,
                        const char *name)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);

  return soup_message_headers_get_one (headers, name);
}

SimPart *
sim_request_get_part (SimRequest *self,
                      const char *name)
{
  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    {
      SimPart *part = g_ptr_array_index (self->parts, i);

      if (g_strcmp0 (part->name, name) == 0)
        return part;
    }
  return NULL;
}

/* The text of a field of a form, or NULL: a file is no field. JSON in the
 * place of a form gets here in lenient mode only. */
const char *
sim_request_get_field (SimRequest *self,
                       const char *name)
{
  SimPart *part = sim_request_get_part (self, name);

  if (self->kind == SIM_BODY_JSON)
    return sim_request_get_string (self, name);
  return part != NULL && part->file_name == NULL ? sim_part_get_text (part) : NULL;
}

JsonObject *
sim_request_get_object (SimRequest *self)
{
  return self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json)
           ? json_node_get_object (self->json) : NULL;
}

JsonNode *
sim_request_get_member (SimRequest *self,
                        const char *member)
{
  JsonObject *object = sim_request_get_object (self);

  return object != NULL ? json_object_get_member (object, member) : NULL;
}

/* The string, or NULL when it is absent or something else. */
const char *
sim_request_get_string (SimRequest *self,
                        const char *member)
{
  JsonNode *node = sim_request_get_member (self, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

void
sim_request_note (SimRequest *self,
                  const char *format,
                  ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  sim_log_note (self, line);
}
