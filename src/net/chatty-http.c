/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-private.h"
#include "chatty-http-request-private.h"
#include "chatty-time.h"

#define MAX_REDIRECTS 5

/**
 * ChattyHttp:
 *
 * Calls to one server, with good manners: bounded in size, time and number,
 * paced, repeated where that is safe and of use, and with a credential that
 * goes nowhere else. The blocking calls may be made on any number of threads
 * at once. It keeps no cookies, follows no redirect to another origin, takes
 * no certificate that the system does not, and reaches this computer without
 * a proxy.
 */
G_DEFINE_FINAL_TYPE (ChattyHttp, chatty_http, G_TYPE_OBJECT)

/* HTTP/2 of libsoup 3.2 does not finish a large upload that is made with the
 * blocking calls. The only way to HTTP/1.1 that it has is the environment,
 * which can be changed safely only before there are threads. */
static void __attribute__ ((constructor))
choose_http1 (void)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", FALSE);
}

static void
chatty_http_finalize (GObject *object)
{
  ChattyHttp *self = CHATTY_HTTP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->pacer);
  g_clear_object (&self->settings.journal);
  g_clear_object (&self->settings.tls_database);
  g_free (self->address);
  g_free (self->origin);
  g_free (self->host);

  G_OBJECT_CLASS (chatty_http_parent_class)->finalize (object);
}

static void
chatty_http_class_init (ChattyHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_http_finalize;
}

static void
chatty_http_init (ChattyHttp *self)
{
}

static SoupSession *
make_session (ChattyHttp *self,
              const char *user_agent,
              gboolean    loopback)
{
  /* The pacer bounds the calls; this is room for connections that wait to be
   * used again. */
  int connections = (int) MIN (chatty_pacer_get_parallel (self->pacer), 100) * 2;
  SoupSession *session =
    soup_session_new_with_options ("max-conns", connections,
                                   "max-conns-per-host", connections,
                                   "timeout", self->settings.idle_seconds,
                                   "user-agent", user_agent,
                                   NULL);

  /* It would answer a server that asks for a password. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (self->settings.tls_database != NULL)
    soup_session_set_tls_database (session, self->settings.tls_database);
  if (loopback)
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

/**
 * chatty_http_new:
 * @address: the server's address, see chatty_http_check_address()
 * @settings: (nullable): how to behave; %NULL for %CHATTY_HTTP_SETTINGS_INIT
 * @error: %CHATTY_ERROR_INVALID_DATA if the address is not good
 *
 * Returns: (transfer full): calls to this server and no other
 */
ChattyHttp *
chatty_http_new (const char                *address,
                 const ChattyHttpSettings  *settings,
                 GError                   **error)
{
  const ChattyHttpSettings defaults = CHATTY_HTTP_SETTINGS_INIT;
  g_autofree char *good = chatty_http_check_address (address, error);
  g_autoptr (GUri) uri = NULL;
  ChattyHttp *self;

  if (good == NULL)
    return NULL;
  if (settings == NULL)
    settings = &defaults;

  uri = g_uri_parse (good, G_URI_FLAGS_ENCODED, NULL);
  self = g_object_new (CHATTY_TYPE_HTTP, NULL);
  self->address = g_steal_pointer (&good);
  self->origin = chatty_http_uri_origin (uri);
  self->host = g_strdup (g_uri_get_host (uri));
  self->settings = *settings;
  self->settings.user_agent = NULL;
  self->settings.pacer = NULL;
  if (settings->journal != NULL)
    g_object_ref (settings->journal);
  if (settings->tls_database != NULL)
    g_object_ref (settings->tls_database);
  self->pacer = settings->pacer != NULL
                  ? g_object_ref (settings->pacer)
                  : chatty_pacer_new (settings->max_parallel, settings->min_interval);
  self->session = make_session (self, settings->user_agent != NULL
                                        ? settings->user_agent
                                        : PACKAGE_NAME "/" PACKAGE_VERSION,
                                chatty_http_is_loopback (self->host));
  return self;
}

/**
 * chatty_http_get_address:
 * @self: calls to a server
 *
 * Returns: the address in its normal form
 */
const char *
chatty_http_get_address (ChattyHttp *self)
{
  return self->address;
}

/**
 * chatty_http_get_origin:
 * @self: calls to a server
 *
 * Returns: scheme, host and port of the address
 */
const char *
chatty_http_get_origin (ChattyHttp *self)
{
  return self->origin;
}

static gboolean
is_redirect (ChattyHttpResponse *response)
{
  guint status = chatty_http_response_get_status (response);

  return (status >= 301 && status <= 303) || status == 307 || status == 308;
}

/* Sets where the call goes on, if that is at the same origin and means the
 * same call. */
static gboolean
follow (ChattyHttpCall      *call,
        ChattyHttpResponse  *response,
        GError             **error)
{
  const char *location = chatty_http_response_get_header (response, "Location");
  guint status = chatty_http_response_get_status (response);
  gboolean plain = g_str_equal (call->method, "GET") || g_str_equal (call->method, "HEAD");
  g_autoptr (GUri) uri = NULL;
  g_autofree char *origin = NULL;

  if (location != NULL)
    uri = g_uri_parse_relative (call->uri, location,
                                G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL)
    origin = chatty_http_uri_origin (uri);

  if (origin == NULL || g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   _("%s sent us on to nowhere. Check the server address"), call->http->host);
      return FALSE;
    }
  if (!g_str_equal (origin, call->http->origin))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   /* Translators: a server, then another server's address. */
                   _("%s wanted to send us on to %s. That was not followed, and no key was "
                     "sent there. Check the server address"), call->http->host, origin);
      return FALSE;
    }
  if (!plain && status != 307 && status != 308)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   _("%s moved what was called. Check the server address"), call->http->host);
      return FALSE;
    }

  g_uri_unref (call->uri);
  call->uri = g_steal_pointer (&uri);
  return TRUE;
}

static gint64
decide (ChattyHttpCall     *call,
        ChattyHttpResponse *response,
        const GError       *error,
        gint64              waited)
{
  ChattyRetryCase a_case = {
    .attempt = call->attempt,
    .waited = waited,
    .repeat_safe = call->request->repeat_safe,
    .error = error,
    .now = chatty_time_now (),
  };

  if (call->lasting && error != NULL)
    return CHATTY_RETRY_GIVE_UP;
  if (response != NULL)
    {
      a_case.status = chatty_http_response_get_status (response);
      a_case.retry_after = chatty_http_response_get_header (response, "Retry-After");
      a_case.body = chatty_http_response_get_bytes (response);
    }
  return chatty_retry_decide (&call->http->settings.retry, &a_case, g_random_double ());
}

static ChattyHttpResponse *
run_call (ChattyHttpCall  *call,
          GError         **error)
{
  gboolean refreshed = FALSE;
  guint n_redirects = 0;
  gint64 waited = 0;

  call->attempt = 1;
  while (TRUE)
    {
      g_autoptr (GError) fault = NULL;
      g_autoptr (ChattyHttpResponse) response = chatty_http_call_attempt (call, &fault);
      gint64 wait;

      if (response != NULL && is_redirect (response))
        {
          if (++n_redirects > MAX_REDIRECTS)
            {
              g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("%s sends us round in circles. Check the server address"),
                           call->http->host);
              return NULL;
            }
          if (!follow (call, response, error))
            return NULL;
          continue;
        }

      if (response != NULL && call->auth != NULL && !refreshed &&
          chatty_http_response_get_status (response) == 401)
        {
          refreshed = TRUE;
          if (chatty_http_auth_refresh (call->auth, call->cancellable, &fault))
            continue;
          if (fault != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&fault));
              return NULL;
            }
        }

      wait = decide (call, response, fault, waited);
      if (wait < 0)
        {
          if (fault != NULL)
            g_propagate_error (error, g_steal_pointer (&fault));
          return g_steal_pointer (&response);
        }
      if (!chatty_pacer_wait (call->http->pacer, wait, call->cancellable, error))
        return NULL;
      waited += wait;
      call->attempt++;
    }
}

/**
 * chatty_http_stream:
 * @self: calls to a server
 * @request: what to ask
 * @auth: (nullable): the credential; asked only if it is bound to this origin
 * @func: told the body of an answer of success, piece by piece
 * @user_data: for @func
 * @cancellable: (nullable): stops it at once
 * @error: %CHATTY_ERROR, in words that a person can act on
 *
 * Like chatty_http_send(), but the body of an answer of success goes to
 * @func as it comes. Once @func was told something the call is not repeated.
 * Blocks; any thread.
 *
 * Returns: (transfer full): the answer, which holds a body only if it is not
 *   one of success
 */
ChattyHttpResponse *
chatty_http_stream (ChattyHttp           *self,
                    ChattyHttpRequest    *request,
                    ChattyHttpAuth       *auth,
                    ChattyHttpChunkFunc   func,
                    gpointer              user_data,
                    GCancellable         *cancellable,
                    GError              **error)
{
  g_autoptr (GError) own_error = NULL;
  ChattyHttpResponse *response;
  ChattyHttpCall call = {
    .http = self,
    .request = request,
    .auth = auth,
    .func = func,
    .user_data = user_data,
    .cancellable = cancellable,
    .method = chatty_http_request_get_method (request),
  };

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  call.uri = chatty_http_request_make_uri (request, self->address, error);
  if (call.uri == NULL)
    return NULL;

  response = run_call (&call, &own_error);
  g_uri_unref (call.uri);
  if (own_error != NULL)
    g_propagate_error (error, g_steal_pointer (&own_error));
  return response;
}

/**
 * chatty_http_send:
 * @self: calls to a server
 * @request: what to ask
 * @auth: (nullable): the credential; asked only if it is bound to this origin
 * @cancellable: (nullable): stops it at once
 * @error: %CHATTY_ERROR, in words that a person can act on
 *
 * Asks the server and reads its answer. A call that is safe to repeat is
 * repeated, within bounds, when that may help. An answer that is not one of
 * success is returned as well: chatty_http_response_check() makes an error
 * out of it. A web page in place of an answer, a redirect to another origin,
 * an answer that is too large, too slow or cut off are errors. Blocks; any
 * thread.
 *
 * Returns: (transfer full): the answer
 */
ChattyHttpResponse *
chatty_http_send (ChattyHttp         *self,
                  ChattyHttpRequest  *request,
                  ChattyHttpAuth     *auth,
                  GCancellable       *cancellable,
                  GError            **error)
{
  return chatty_http_stream (self, request, auth, NULL, NULL, cancellable, error);
}
