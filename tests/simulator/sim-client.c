/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-client.h"

#include <stdlib.h>
#include <string.h>
#include <libsoup/soup.h>

#define MAX_READ (4 * 1024 * 1024)
#define BOUNDARY "----boundary7MA4YWxk"

Client *
client_new (void)
{
  Client *self = g_new0 (Client, 1);
  g_autoptr (GError) error = NULL;

  self->sim = chatty_simulator_start (&error);
  g_assert_no_error (error);
  chatty_simulator_add_key (self->sim, GOOD_KEY, CHATTY_SIMULATOR_PLAN_ENTERPRISE);
  chatty_simulator_add_key (self->sim, POOR_KEY, CHATTY_SIMULATOR_PLAN_PROFESSIONAL);
  chatty_simulator_add_key (self->sim, ALL_KEY, CHATTY_SIMULATOR_PLAN_SELECTED);
  self->character = chatty_simulator_add_character (self->sim, GOOD_KEY, "Lina", "Keeps a light.");
  self->session = soup_session_new_with_options ("timeout", 2, "max-conns-per-host", 20,
                                                 "proxy-resolver", NULL, NULL);
  return self;
}

void
client_free (Client *self)
{
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  chatty_simulator_stop (self->sim);
  g_free (self->character);
  g_free (self);
}

void
answer_free (Answer *answer)
{
  g_free (answer->text);
  g_free (answer->retry_after);
  g_free (answer->location);
  g_free (answer->content_type);
  g_free (answer->upload_url);
  g_free (answer->upload_status);
  g_free (answer->upload_received);
  g_free (answer);
}

static void
read_body (Answer       *answer,
           GInputStream *stream)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  char buffer[16384];
  gssize count = 0;

  while (bytes->len < MAX_READ
         && (count = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (bytes, (const guint8 *) buffer, count);
  answer->whole = count == 0;
  answer->length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  answer->text = g_memdup2 (bytes->data, bytes->len);
}

static void
read_upload (Answer             *answer,
             SoupMessageHeaders *headers)
{
  const char *url = soup_message_headers_get_one (headers, "X-Goog-Upload-URL");

  /* "http://HOST:PORT" ends at the first slash that follows. */
  if (url != NULL)
    answer->upload_url = g_strdup (strchr (url + strlen ("http://"), '/'));
  answer->upload_status = g_strdup (soup_message_headers_get_one (headers, "X-Goog-Upload-Status"));
  answer->upload_received =
    g_strdup (soup_message_headers_get_one (headers, "X-Goog-Upload-Size-Received"));
}

/* @headers: lines "Name: value\n", or NULL. */
Answer *
client_send (Client              *self,
             ChattySimulatorHost  host,
             const char          *method,
             const char          *path,
             const char          *headers,
             const char          *content_type,
             const char          *body,
             gssize               length)
{
  g_autofree char *address =
    g_strconcat (chatty_simulator_get_address (self->sim, host), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, address);
  g_autoptr (GInputStream) stream = NULL;
  g_auto (GStrv) lines = g_strsplit (headers != NULL ? headers : "", "\n", -1);
  SoupMessageHeaders *response = soup_message_get_response_headers (message);
  Answer *answer = g_new0 (Answer, 1);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      if (colon == NULL)
        continue;
      *colon = '\0';
      soup_message_headers_append (soup_message_get_request_headers (message), lines[i], colon + 2);
    }
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, length >= 0 ? (gsize) length : strlen (body));

      soup_message_set_request_body_from_bytes (message, content_type, bytes);
    }
  stream = soup_session_send (self->session, message, NULL, NULL);
  if (stream == NULL)
    return answer;
  answer->status = soup_message_get_status (message);
  answer->retry_after = g_strdup (soup_message_headers_get_one (response, "Retry-After"));
  answer->location = g_strdup (soup_message_headers_get_one (response, "Location"));
  answer->content_type = g_strdup (soup_message_headers_get_content_type (response, NULL));
  read_upload (answer, response);
  read_body (answer, stream);
  return answer;
}

static char *
key_header (ChattySimulatorHost  host,
            const char          *key)
{
  const char *name = host == CHATTY_SIMULATOR_CONVAI_LIVE ? "X-API-Key" : "CONVAI-API-KEY";

  return key != NULL ? g_strconcat (name, ": ", key, "\nAccept: text/event-stream\n", NULL) : NULL;
}

/* To Inworld, with @key as it is. @body NULL: nothing is sent. */
Answer *
client_inworld (Client     *self,
                const char *key,
                const char *method,
                const char *path,
                const char *body)
{
  g_autofree char *headers = key != NULL ? g_strconcat ("Authorization: Basic ", key, "\n", NULL)
                                         : NULL;

  return client_send (self, CHATTY_SIMULATOR_INWORLD_API, method, path, headers,
                      "application/json", body, -1);
}

/* @body NULL: nothing is sent at all. */
Answer *
client_json (Client     *self,
             const char *key,
             const char *path,
             const char *body)
{
  g_autofree char *headers = key_header (CHATTY_SIMULATOR_CONVAI_API, key);

  return client_send (self, CHATTY_SIMULATOR_CONVAI_API, "POST", path, headers,
                      "application/json", body, -1);
}

Answer *
client_form (Client     *self,
             const char *key,
             const char *path,
             const char *body)
{
  g_autofree char *headers = key_header (CHATTY_SIMULATOR_CONVAI_API, key);

  return client_send (self, CHATTY_SIMULATOR_CONVAI_API, "POST", path, headers,
                      "application/x-www-form-urlencoded", body, -1);
}

/* Fields as name, value, …, NULL; a name that begins with "@" is a file. */
Answer *
client_multipart (Client              *self,
                  ChattySimulatorHost  host,
                  const char          *key,
                  const char          *path,
                  const char          *first_field,
                  ...)
{
  g_autofree char *headers = key_header (host, key);
  g_autoptr (GString) body = g_string_new (NULL);
  va_list args;

  va_start (args, first_field);
  for (const char *name = first_field; name != NULL; name = va_arg (args, const char *))
    {
      g_string_append_printf (body, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"",
                              *name == '@' ? name + 1 : name);
      if (*name == '@')
        g_string_append (body, "; filename=\"f\"\r\nContent-Type: application/octet-stream");
      g_string_append_printf (body, "\r\n\r\n%s\r\n", va_arg (args, const char *));
    }
  va_end (args);
  g_string_append (body, "--" BOUNDARY "--\r\n");
  return client_send (self, host, "POST", path, headers,
                      "multipart/form-data; boundary=" BOUNDARY, body->str, body->len);
}

char *
answer_at (Answer     *answer,
           const char *path)
{
  g_autoptr (JsonNode) root = answer->text != NULL ? json_from_string (answer->text, NULL) : NULL;
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  JsonNode *node = root;

  for (guint i = 0; node != NULL && steps[i] != NULL; i++)
    {
      if (JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);
          guint index = atoi (steps[i]);

          node = index < json_array_get_length (array) ? json_array_get_element (array, index)
                                                       : NULL;
        }
      else if (JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), steps[i]);
      else
        node = NULL;
    }
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}
