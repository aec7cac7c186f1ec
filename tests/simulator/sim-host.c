/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The servers: from a request that begins to arrive to the reply that is
 * sent. All of it on the simulator's thread. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"
#include "gemini.h"
#include "google.h"
#include "inworld.h"
#include "sim-private.h"

/* How long a chunk of a body takes to be read with FAULT_SLOW_READ. */
#define SLOW_READ_MS 20

static const char REQUEST_KEY[] = "sim-request";

typedef struct {
  ChattySimulator     *sim;
  ChattySimulatorHost  host;
} Host;

typedef struct {
  SoupServerMessage *message;
  SimRequest        *request;
  SimReply          *reply;
} Delivery;

/* Calls @function on the simulator's thread after @milliseconds, and never
 * from where it is called. */
void
sim_at_once (ChattySimulator *self,
             guint            milliseconds,
             GSourceFunc      function,
             gpointer         user_data,
             GDestroyNotify   destroy)
{
  g_autoptr (GSource) source =
    milliseconds > 0 ? g_timeout_source_new (milliseconds) : g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, user_data, destroy);
  g_source_attach (source, sim_get_context (self));
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->reply, sim_reply_free);
  g_object_unref (delivery->message);
  g_free (delivery);
}

static gboolean
deliver_cb (gpointer user_data)
{
  Delivery *delivery = user_data;
  ChattySimulator *sim = delivery->request->sim;

  /* There is nobody to answer; what was carried out stays. */
  if (delivery->request->gone)
    return G_SOURCE_REMOVE;
  sim_lock (sim);
  sim_fault_send (delivery->request, g_steal_pointer (&delivery->reply));
  sim_unlock (sim);
  return G_SOURCE_REMOVE;
}

static SimReply *
answer (SimRequest *request)
{
  if (request->host == CHATTY_SIMULATOR_ELSEWHERE)
    return sim_reply_new_strings (200, "elsewhere", "not the host that was meant", NULL);
  if (request->fault == CHATTY_SIMULATOR_FAULT_NONE && !sim_take_turn (request->sim))
    request->fault = CHATTY_SIMULATOR_FAULT_RATE_LIMITED;
  if (!sim_fault_carries_out (request->fault))
    return NULL;
  return request->platform->answer (request);
}

/* What takes long is done: @user_data goes to whoever asked. */
typedef struct {
  ChattySimulator *sim;
  Delivery        *delivery;
} Work;

/* On a thread of the pool; chatty_simulator_stop() waits for it. */
void
sim_run_work (gpointer work,
              gpointer simulator)
{
  Work *self = work;
  SimReply *reply = self->delivery->reply;

  reply->work (reply, reply->work_data, sim_get_stopping (self->sim));
  sim_at_once (self->sim, sim_get_latency (self->sim), deliver_cb, self->delivery, delivery_free);
  g_free (self);
}

static void
request_free (gpointer data)
{
  SimRequest *request = data;
  ChattySimulator *sim = request->sim;

  sim_lock (sim);
  sim_request_free (request);
  sim_unlock (sim);
}

static gboolean
unpause_cb (gpointer user_data)
{
  SimRequest *request = g_object_get_data (user_data, REQUEST_KEY);

  if (!request->gone)
    soup_server_message_unpause (user_data);
  return G_SOURCE_REMOVE;
}

static void
gone_cb (SoupServerMessage *message,
         SimRequest        *request)
{
  request->gone = TRUE;
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              SimRequest        *request)
{
  sim_lock (request->sim);
  sim_request_feed (request, chunk);
  sim_unlock (request->sim);
  if (request->fault == CHATTY_SIMULATOR_FAULT_SLOW_READ)
    {
      soup_server_message_pause (message);
      sim_at_once (request->sim, SLOW_READ_MS, unpause_cb, g_object_ref (message), g_object_unref);
    }
}

static const SimPlatform *
platform_of (ChattySimulatorHost host)
{
  switch ((int) host)
    {
    case CHATTY_SIMULATOR_INWORLD_API:
      return &INWORLD_PLATFORM;
    case CHATTY_SIMULATOR_GOOGLE_AUTH:
      return &GOOGLE_PLATFORM;
    case CHATTY_SIMULATOR_GEMINI_API:
      return &GEMINI_PLATFORM;
    default:
      return &CONVAI_PLATFORM;
    }
}

/* The headers are there, the body is not. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Host *host = user_data;
  SimRequest *request;

  sim_lock (host->sim);
  request = sim_request_new (host->sim, host->host, message, path);
  g_object_set_data_full (G_OBJECT (message), REQUEST_KEY, request, request_free);
  if (host->host != CHATTY_SIMULATOR_ELSEWHERE)
    {
      request->platform = platform_of (host->host);
      request->platform->prepare (request);
      request->fault = sim_faults_choose (sim_get_faults (host->sim), request->method, path);
    }
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), request);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), request);
  g_signal_connect (message, "disconnected", G_CALLBACK (gone_cb), request);
  sim_unlock (host->sim);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Host *host = user_data;
  SimRequest *request = g_object_get_data (G_OBJECT (message), REQUEST_KEY);
  Delivery *delivery = g_new0 (Delivery, 1);

  sim_lock (host->sim);
  sim_request_body_done (request);
  delivery->message = g_object_ref (message);
  delivery->request = request;
  delivery->reply = answer (request);
  soup_server_message_pause (message);
  if (delivery->reply != NULL && delivery->reply->work != NULL)
    {
      Work work = { host->sim, delivery };

      sim_elsewhere (host->sim, g_memdup2 (&work, sizeof work));
    }
  else
    sim_at_once (host->sim, sim_get_latency (host->sim), deliver_cb, delivery, delivery_free);
  sim_unlock (host->sim);
}

/* Opens a server on 127.0.0.1; port 0 for any that is free. Runs on the
 * simulator's thread. */
SoupServer *
sim_host_open (ChattySimulator      *self,
               ChattySimulatorHost   which,
               guint16               port,
               char                **address,
               GError              **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "gunicorn", NULL);
  gboolean tls = which == CHATTY_SIMULATOR_BAD_TLS;
  Host *host = g_new0 (Host, 1);
  g_autoptr (GSocketAddress) loopback = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoslist (GUri) uris = NULL;

  host->sim = self;
  host->host = which;
  g_object_set_data_full (G_OBJECT (server), "sim-host", host, g_free);
  soup_server_add_early_handler (server, NULL, early_cb, host, NULL);
  soup_server_add_handler (server, NULL, handle_cb, host, NULL);
  if (tls)
    {
      g_autoptr (GTlsCertificate) certificate = sim_bad_certificate (error);

      if (certificate == NULL)
        return NULL;
      soup_server_set_tls_certificate (server, certificate);
    }
  if (!soup_server_listen (server, loopback, tls ? SOUP_SERVER_LISTEN_HTTPS : 0, error))
    return NULL;
  uris = soup_server_get_uris (server);
  *address = g_strdup_printf ("%s://127.0.0.1:%d", tls ? "https" : "http",
                              g_uri_get_port (uris->data));
  return g_steal_pointer (&server);
}
