/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "chatty-simulator.h"

#include "convai-state.h"
#include "gemini-state.h"
#include "google-state.h"
#include "inworld-state.h"
#include "sim-private.h"

/* What takes long is done by so many threads. */
#define MAX_WORKERS 4

typedef struct {
  SoupServer *server;
  char       *address;
} Host;

struct _ChattySimulator {
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  GCancellable *stopping;
  GThreadPool  *workers;
  GRecMutex     lock;
  GCond         started_cond;
  GMutex        started_lock;
  gboolean      started;
  GError       *start_error;
  guint16       port;
  Host          hosts[CHATTY_SIMULATOR_N_HOSTS];
  GSocket      *closed;

  /* Below: guarded by lock. */
  SimLog        log;
  SimFaults     faults;
  ConvaiState  *convai;
  InworldState *inworld;
  GoogleState  *google;
  GeminiState  *gemini;
  guint         latency;
  guint         rate;
  GQueue        turns;          /* of gint64 *: when requests were let in */
  guint         retry_after;
  guint         drip;
  gboolean      lenient;
  guint         ready_after;
  guint64       ids;
  guint64       ticks;
};

static const char *const HOST_NAMES[CHATTY_SIMULATOR_N_HOSTS] = {
  "convai-api", "convai-live", "inworld-api", "google-auth", "gemini-api",
  "elsewhere", "bad-tls", "closed",
};

static const char *const PLAN_NAMES[] = {
  "indie", "professional", "scale", "enterprise", "selected",
};

void
sim_lock (ChattySimulator *self)
{
  g_rec_mutex_lock (&self->lock);
}

void
sim_unlock (ChattySimulator *self)
{
  g_rec_mutex_unlock (&self->lock);
}

GMainContext *
sim_get_context (ChattySimulator *self)
{
  return self->context;
}

GCancellable *
sim_get_stopping (ChattySimulator *self)
{
  return self->stopping;
}

SimLog *
sim_get_log (ChattySimulator *self)
{
  return &self->log;
}

SimFaults *
sim_get_faults (ChattySimulator *self)
{
  return &self->faults;
}

ConvaiState *
sim_get_convai (ChattySimulator *self)
{
  return self->convai;
}

InworldState *
sim_get_inworld (ChattySimulator *self)
{
  return self->inworld;
}

GoogleState *
sim_get_google (ChattySimulator *self)
{
  return self->google;
}

GeminiState *
sim_get_gemini (ChattySimulator *self)
{
  return self->gemini;
}

/* Has sim_run_work() called with @work on another thread. */
void
sim_elsewhere (ChattySimulator *self,
               gpointer         work)
{
  g_thread_pool_push (self->workers, work, NULL);
}

guint
sim_get_latency (ChattySimulator *self)
{
  return self->latency;
}

guint
sim_get_drip (ChattySimulator *self)
{
  return self->drip;
}

guint
sim_get_retry_after (ChattySimulator *self)
{
  return self->retry_after;
}

gboolean
sim_is_lenient (ChattySimulator *self)
{
  return self->lenient;
}

guint
sim_get_ready_after (ChattySimulator *self)
{
  return self->ready_after;
}

/* Whether one more request fits into this second. */
gboolean
sim_take_turn (ChattySimulator *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 *oldest;

  if (self->rate == 0)
    return TRUE;
  while ((oldest = g_queue_peek_head (&self->turns)) != NULL && *oldest <= now - G_USEC_PER_SEC)
    g_free (g_queue_pop_head (&self->turns));
  if (g_queue_get_length (&self->turns) >= self->rate)
    return FALSE;
  g_queue_push_tail (&self->turns, g_memdup2 (&now, sizeof now));
  return TRUE;
}

static char *
new_digest (ChattySimulator *self)
{
  g_autofree char *seed = g_strdup_printf ("chatty-simulator %" G_GUINT64_FORMAT, ++self->ids);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);
}

/* Dashed lower-case form, version 4. */
char *
sim_new_uuid (ChattySimulator *self)
{
  g_autofree char *hex = new_digest (self);

  return g_strdup_printf ("%.8s-%.4s-4%.3s-a%.3s-%.12s",
                          hex, hex + 8, hex + 12, hex + 15, hex + 18);
}

/* 32 hex digits. */
char *
sim_new_hex (ChattySimulator *self)
{
  g_autofree char *hex = new_digest (self);

  return g_strndup (hex, 32);
}

/* The simulator's clock: a second later at each look. */
GDateTime *
sim_tick (ChattySimulator *self)
{
  g_autoptr (GDateTime) start = g_date_time_new_utc (2026, 1, 14, 10, 30, 45.123456);

  return g_date_time_add_seconds (start, self->ticks++);
}

static gboolean
open_closed (ChattySimulator  *self,
             GError          **error)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;

  /* Bound and never listening: the port stays ours and refuses. */
  self->closed = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_TCP, error);
  if (self->closed == NULL || !g_socket_bind (self->closed, any, FALSE, error))
    return FALSE;
  bound = g_socket_get_local_address (self->closed, error);
  if (bound == NULL)
    return FALSE;
  self->hosts[CHATTY_SIMULATOR_CLOSED].address =
    g_strdup_printf ("http://127.0.0.1:%d",
                     g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return TRUE;
}

static gboolean
open_hosts (ChattySimulator  *self,
            GError          **error)
{
  for (guint i = 0; i < CHATTY_SIMULATOR_CLOSED; i++)
    {
      /* The hosts that a person may want to type follow each other. */
      guint16 port = self->port != 0 ? self->port + i : 0;

      self->hosts[i].server = sim_host_open (self, i, port, &self->hosts[i].address, error);
      if (self->hosts[i].server == NULL)
        return FALSE;
    }
  return open_closed (self, error);
}

static gpointer
run (gpointer data)
{
  ChattySimulator *self = data;
  gboolean good;

  g_main_context_push_thread_default (self->context);
  good = open_hosts (self, &self->start_error);
  g_mutex_lock (&self->started_lock);
  self->started = TRUE;
  g_cond_signal (&self->started_cond);
  g_mutex_unlock (&self->started_lock);
  if (good)
    g_main_loop_run (self->loop);

  for (guint i = 0; i < CHATTY_SIMULATOR_N_HOSTS; i++)
    if (self->hosts[i].server != NULL)
      {
        soup_server_disconnect (self->hosts[i].server);
        g_clear_object (&self->hosts[i].server);
      }
  /* What was being worked on comes back, to nobody. */
  g_thread_pool_free (self->workers, FALSE, TRUE);
  /* Wires that were cancelled still have to hear of it. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/**
 * chatty_simulator_start:
 *
 * Starts the simulator on a thread of its own, on free ports of 127.0.0.1. It
 * has no keys and no state yet.
 *
 * Returns: (transfer full): the simulator, to be ended with
 *   chatty_simulator_stop(), or %NULL
 */
ChattySimulator *
chatty_simulator_start (GError **error)
{
  return chatty_simulator_start_at (0, error);
}

/**
 * chatty_simulator_start_at:
 * @port: the port of the first host; those of the others follow. 0 for free
 *   ones
 */
ChattySimulator *
chatty_simulator_start_at (guint16   port,
                           GError  **error)
{
  ChattySimulator *self = g_new0 (ChattySimulator, 1);

  g_rec_mutex_init (&self->lock);
  g_mutex_init (&self->started_lock);
  g_cond_init (&self->started_cond);
  g_queue_init (&self->turns);
  self->port = port;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->stopping = g_cancellable_new ();
  self->retry_after = 1;
  self->drip = 20;
  self->ready_after = 2;
  sim_log_init (&self->log);
  sim_faults_init (&self->faults);
  self->convai = convai_state_new (self);
  self->inworld = inworld_state_new (self);
  self->google = google_state_new (self);
  self->gemini = gemini_state_new (self);
  self->workers = g_thread_pool_new (sim_run_work, self, MAX_WORKERS, FALSE, NULL);
  self->thread = g_thread_new ("simulator", run, self);

  g_mutex_lock (&self->started_lock);
  while (!self->started)
    g_cond_wait (&self->started_cond, &self->started_lock);
  g_mutex_unlock (&self->started_lock);
  if (self->start_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->start_error));
      chatty_simulator_stop (self);
      return NULL;
    }
  return self;
}

static gboolean
quit_cb (gpointer user_data)
{
  ChattySimulator *self = user_data;

  g_cancellable_cancel (self->stopping);
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/**
 * chatty_simulator_stop:
 *
 * Closes all connections, waits for the thread and frees @self.
 */
void
chatty_simulator_stop (ChattySimulator *self)
{
  if (self->thread != NULL)
    {
      sim_at_once (self, 0, quit_cb, self, NULL);
      g_thread_join (self->thread);
    }
  /* With them goes what waited for its time, as a request that counts on a
   * key; so they go before the states. */
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  sim_log_clear (&self->log);
  sim_faults_clear (&self->faults);
  convai_state_free (self->convai);
  inworld_state_free (self->inworld);
  google_state_free (self->google);
  gemini_state_free (self->gemini);
  g_queue_clear_full (&self->turns, g_free);
  for (guint i = 0; i < CHATTY_SIMULATOR_N_HOSTS; i++)
    g_free (self->hosts[i].address);
  if (self->closed != NULL)
    g_socket_close (self->closed, NULL);
  g_clear_object (&self->closed);
  g_clear_object (&self->stopping);
  g_cond_clear (&self->started_cond);
  g_mutex_clear (&self->started_lock);
  g_rec_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * chatty_simulator_get_address:
 *
 * Returns: (transfer none): "http://127.0.0.1:PORT", without a path
 */
const char *
chatty_simulator_get_address (ChattySimulator     *self,
                              ChattySimulatorHost  host)
{
  g_return_val_if_fail (host < CHATTY_SIMULATOR_N_HOSTS, NULL);

  return self->hosts[host].address;
}

const char *
chatty_simulator_host_name (ChattySimulatorHost host)
{
  g_return_val_if_fail (host < CHATTY_SIMULATOR_N_HOSTS, NULL);

  return HOST_NAMES[host];
}

gboolean
chatty_simulator_parse_plan (const char          *name,
                             ChattySimulatorPlan *plan)
{
  for (guint i = 0; i < G_N_ELEMENTS (PLAN_NAMES); i++)
    if (g_strcmp0 (PLAN_NAMES[i], name) == 0)
      {
        *plan = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * chatty_simulator_set_latency:
 * @milliseconds: what every answer waits before it is sent
 */
void
chatty_simulator_set_latency (ChattySimulator *self,
                              guint            milliseconds)
{
  sim_lock (self);
  self->latency = milliseconds;
  sim_unlock (self);
}

/**
 * chatty_simulator_set_rate:
 * @requests_per_second: how many requests are let in within any second, over
 *   all hosts; the others get 429. 0 for no limit
 */
void
chatty_simulator_set_rate (ChattySimulator *self,
                           guint            requests_per_second)
{
  sim_lock (self);
  self->rate = requests_per_second;
  sim_unlock (self);
}

/**
 * chatty_simulator_set_retry_after:
 * @seconds: what a 429 asks to wait; 1 at first
 */
void
chatty_simulator_set_retry_after (ChattySimulator *self,
                                  guint            seconds)
{
  sim_lock (self);
  self->retry_after = seconds;
  sim_unlock (self);
}

/**
 * chatty_simulator_set_drip:
 * @milliseconds: from byte to byte with %CHATTY_SIMULATOR_FAULT_SLOW_DRIP; 20
 *   at first
 */
void
chatty_simulator_set_drip (ChattySimulator *self,
                           guint            milliseconds)
{
  sim_lock (self);
  self->drip = milliseconds;
  sim_unlock (self);
}

/**
 * chatty_simulator_set_lenient:
 * @lenient: whether to let pass, with a note in the log, what third parties
 *   are known to send although the documentation has it differently
 */
void
chatty_simulator_set_lenient (ChattySimulator *self,
                              gboolean         lenient)
{
  sim_lock (self);
  self->lenient = lenient;
  sim_unlock (self);
}

/**
 * chatty_simulator_set_ready_after:
 * @lists: how many lists say that a new knowledge file is not available yet;
 *   2 at first
 */
void
chatty_simulator_set_ready_after (ChattySimulator *self,
                                  guint            lists)
{
  sim_lock (self);
  self->ready_after = lists;
  sim_unlock (self);
}
