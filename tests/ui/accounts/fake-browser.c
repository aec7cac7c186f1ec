/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "fake-browser.h"

#include <string.h>

#define JSON "Content-Type: application/json\r\n"

static gboolean
token_cb (NetRequest *request,
          gpointer    user_data)
{
  FakeBrowser *self = user_data;
  g_autofree char *answer = NULL;

  g_mutex_lock (&self->mutex);
  g_free (self->token_form);
  self->token_form = g_strndup ((const char *) request->body->data, request->body->len);
  answer = g_strdup_printf ("{\"access_token\":\"access-1\",\"refresh_token\":\"renew-1\","
                            "\"expires_in\":3599,\"token_type\":\"Bearer\",\"scope\":\"%s\"}",
                            self->scopes != NULL ? self->scopes : self->asked);
  g_mutex_unlock (&self->mutex);
  if (self->refuses_client)
    return net_reply (request, "401 Unauthorized", JSON, "{\"error\":\"invalid_client\"}");
  return net_reply (request, "200 OK", JSON, answer);
}

static gboolean
person_cb (NetRequest *request,
           gpointer    user_data)
{
  FakeBrowser *self = user_data;
  g_autofree char *answer = NULL;

  g_mutex_lock (&self->mutex);
  answer = g_strdup_printf ("{\"sub\":\"%s\",\"email\":\"%s\"}", self->email, self->email);
  g_mutex_unlock (&self->mutex);
  return net_reply (request, "200 OK", JSON, answer);
}

static gboolean
revoke_cb (NetRequest *request,
           gpointer    user_data)
{
  FakeBrowser *self = user_data;

  g_atomic_int_inc (&self->n_revoked);
  return net_reply (request, "200 OK", JSON, "{}");
}

void
fake_browser_init (FakeBrowser *self)
{
  memset (self, 0, sizeof *self);
  g_mutex_init (&self->mutex);
  self->email = "ada@example.com";
  self->server = net_server_new (FALSE);
  net_server_on (self->server, "/token", token_cb, self);
  net_server_on (self->server, "/person", person_cb, self);
  net_server_on (self->server, "/revoke", revoke_cb, self);
}

void
fake_browser_clear (FakeBrowser *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  net_server_free (self->server);
  g_mutex_clear (&self->mutex);
  g_free (self->address);
  g_free (self->asked);
  g_free (self->client);
  g_free (self->token_form);
}

/* Goes back to the program, as the last page of a sign-in makes it. */
static gpointer
visit_thread (gpointer data)
{
  g_autofree char *uri = data;
  g_autoptr (GUri) parts = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  char answer[4096];
  GIOStream *stream;

  connection = g_socket_client_connect_to_host (client, g_uri_get_host (parts),
                                                g_uri_get_port (parts), NULL, NULL);
  if (connection == NULL)
    return NULL;
  stream = G_IO_STREAM (connection);
  request = g_strdup_printf ("GET %s?%s HTTP/1.1\r\nHost: %s:%d\r\n\r\n", g_uri_get_path (parts),
                             g_uri_get_query (parts), g_uri_get_host (parts),
                             g_uri_get_port (parts));
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request),
                             NULL, NULL, NULL);
  while (g_input_stream_read (g_io_stream_get_input_stream (stream), answer, sizeof answer,
                              NULL, NULL) > 0)
    ;
  return NULL;
}

void
fake_browser_open_cb (const char *uri,
                      gpointer    user_data)
{
  FakeBrowser *self = user_data;
  g_autoptr (GUri) parts = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) query =
    g_uri_parse_params (g_uri_get_query (parts), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  const char *back = g_hash_table_lookup (query, "redirect_uri");
  const char *state = g_hash_table_lookup (query, "state");

  g_assert_nonnull (back);
  g_assert_nonnull (state);
  g_clear_pointer (&self->thread, g_thread_join);
  g_mutex_lock (&self->mutex);
  g_free (self->address);
  self->address = g_strdup (uri);
  g_free (self->asked);
  self->asked = g_strdup (g_hash_table_lookup (query, "scope"));
  g_free (self->client);
  self->client = g_strdup (g_hash_table_lookup (query, "client_id"));
  g_mutex_unlock (&self->mutex);
  self->thread = g_thread_new ("browser", visit_thread,
                               g_strdup_printf ("%s?state=%s&%s", back, state,
                                                self->declines ? "error=access_denied"
                                                               : "code=code-1"));
}

/* Whether the form of the last sign-in had @text. */
gboolean
fake_browser_got (FakeBrowser *self,
                  const char  *text)
{
  gboolean found;

  g_mutex_lock (&self->mutex);
  found = self->token_form != NULL && strstr (self->token_form, text) != NULL;
  g_mutex_unlock (&self->mutex);
  return found;
}
