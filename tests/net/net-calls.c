/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "net-calls.h"

ChattyHttpSettings
net_settings (void)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;

  settings.connect_seconds = 3;
  settings.idle_seconds = 3;
  settings.total_seconds = 5;
  settings.max_bytes = 1024 * 1024;
  settings.retry.base_delay = 1000;
  settings.retry.max_delay = 5000;
  settings.retry.max_wait = 3 * G_USEC_PER_SEC;
  return settings;
}

ChattyHttp *
net_http (const char            *address,
          ChattyExchangeJournal *journal)
{
  ChattyHttpSettings settings = net_settings ();
  g_autoptr (GError) error = NULL;
  ChattyHttp *http;

  settings.journal = journal;
  http = chatty_http_new (address, &settings, &error);
  g_assert_no_error (error);
  return http;
}

ChattyHttpResponse *
net_get (ChattyHttp      *http,
         const char      *method,
         const char      *path,
         ChattyHttpAuth  *auth,
         GError         **error)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new (method, path);

  return chatty_http_send (http, request, auth, NULL, error);
}

/* An error for people: in our domain, without the key, with a full sentence. */
void
net_assert_fault (GError      **error,
                  ChattyError   code,
                  const char   *words)
{
  g_assert_error (*error, CHATTY_ERROR, (int) code);
  g_test_message ("%s", (*error)->message);
  g_assert_null (strstr ((*error)->message, NET_KEY));
  g_assert_nonnull (strstr ((*error)->message, words));
  g_clear_error (error);
}

/* {status, headers, body} */
gboolean
net_reply_cb (NetRequest *request,
              gpointer    user_data)
{
  const char *const *reply = user_data;

  return net_reply (request, reply[0], reply[1], reply[2]);
}

gboolean
net_raw_cb (NetRequest *request,
            gpointer    user_data)
{
  net_write (request, user_data, -1);
  return FALSE;
}

gboolean
net_echo_cb (NetRequest *request,
             gpointer    user_data)
{
  g_autofree char *text = g_strdup_printf ("%s %s\n%s\n", request->method, request->path,
                                           request->head);
  g_autofree char *body = g_strndup ((char *) request->body->data, request->body->len);
  g_autofree char *all = g_strconcat (text, body, NULL);

  return net_reply (request, "200 OK", "Content-Type: text/plain\r\n"
                    "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", all);
}
