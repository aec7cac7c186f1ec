/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"
#include "convai-state.h"
#include "gemini-state.h"
#include "google-state.h"
#include "inworld-state.h"
#include "sim-fault.h"
#include "sim-log.h"
#include "sim-reply.h"
#include "sim-request.h"

G_BEGIN_DECLS

/**
 * SimPlatform: who answers at a host
 * @prepare: the headers are there, the body is not
 * @answer: the body is there too
 * @new_error: a refusal in the shape of the endpoint
 * @failure_inside: the failure that the endpoint hides in a success
 * @endless_event: what is sent again and again where there is no end
 * @receive: (nullable): some of a body that is taken as it comes; also of one
 *   that never ends
 */
struct _SimPlatform {
  void        (*prepare)        (SimRequest *request);
  SimReply   *(*answer)         (SimRequest *request);
  SimReply   *(*new_error)      (SimRequest *request,
                                 guint       status,
                                 const char *message);
  SimReply   *(*failure_inside) (SimRequest *request);
  const char *(*endless_event)  (SimRequest *request);
  void        (*receive)        (SimRequest   *request,
                                 const guint8 *data,
                                 gsize         length);
};

/* The servers run on a thread of their own; whatever is below may be used
 * there and, with the lock held, anywhere else. */
void          sim_lock            (ChattySimulator *self);
void          sim_unlock          (ChattySimulator *self);
GMainContext *sim_get_context     (ChattySimulator *self);
GCancellable *sim_get_stopping    (ChattySimulator *self);
SimLog       *sim_get_log         (ChattySimulator *self);
SimFaults    *sim_get_faults      (ChattySimulator *self);
ConvaiState  *sim_get_convai      (ChattySimulator *self);
InworldState *sim_get_inworld     (ChattySimulator *self);
GoogleState  *sim_get_google      (ChattySimulator *self);
GeminiState  *sim_get_gemini      (ChattySimulator *self);
guint         sim_get_latency     (ChattySimulator *self);
guint         sim_get_drip        (ChattySimulator *self);
guint         sim_get_retry_after (ChattySimulator *self);
gboolean      sim_is_lenient      (ChattySimulator *self);
guint         sim_get_ready_after (ChattySimulator *self);
gboolean      sim_take_turn       (ChattySimulator *self);

/* Things that would be random elsewhere: the same after every start. */
char         *sim_new_uuid        (ChattySimulator *self);
char         *sim_new_hex         (ChattySimulator *self);
GDateTime    *sim_tick            (ChattySimulator *self);

/* The servers. */
SoupServer   *sim_host_open       (ChattySimulator     *self,
                                   ChattySimulatorHost  host,
                                   guint16              port,
                                   char               **address,
                                   GError             **error);
void          sim_elsewhere       (ChattySimulator     *self,
                                   gpointer             work);
void          sim_run_work        (gpointer             work,
                                   gpointer             simulator);
void          sim_at_once         (ChattySimulator     *self,
                                   guint                milliseconds,
                                   GSourceFunc          function,
                                   gpointer             user_data,
                                   GDestroyNotify       destroy);
GTlsCertificate *
              sim_bad_certificate (GError             **error);

G_END_DECLS
