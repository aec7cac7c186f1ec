/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <libsoup/soup.h>

#include "chatty-simulator.h"
#include "sim-multipart.h"

G_BEGIN_DECLS

/* JSON from clients: no more than this, and no deeper. */
#define SIM_MAX_JSON       (8 * 1024 * 1024)
#define SIM_MAX_JSON_DEPTH 64
/* What the log keeps of a body. */
#define SIM_KEPT_BODY      (1024 * 1024)
/* And of one piece of an upload that has many. */
#define SIM_KEPT_PIECE     (64 * 1024)

/* How the body of a request may be encoded. */
typedef enum {
  SIM_BODY_NONE      = 1 << 0,
  SIM_BODY_JSON      = 1 << 1,
  SIM_BODY_FORM      = 1 << 2,    /* application/x-www-form-urlencoded */
  SIM_BODY_MULTIPART = 1 << 3,
} SimBodyKind;

typedef struct _SimPlatform SimPlatform;

/**
 * SimRequest: one request while it is answered; lives as long as its message.
 */
typedef struct {
  ChattySimulator        *sim;
  SoupServerMessage      *message;    /* not owned: owns this */
  ChattySimulatorHost     host;
  ChattySimulatorFault    fault;
  const SimPlatform      *platform;   /* NULL for a host that is none */
  const char             *error_key;  /* where this endpoint puts its errors */
  gconstpointer           route;
  guint                   number;
  const char             *method;
  char                   *path;
  SimBodyKind             kind;
  GByteArray             *body;       /* the first SIM_MAX_JSON bytes */
  guint64                 length;
  GChecksum              *sum;
  SimMultipart           *multipart;
  GPtrArray              *parts;
  JsonNode               *json;
  const char             *body_fault;
  guint                  *under_way;  /* counted down when this is over; not owned */
  gboolean                streamed;   /* the platform takes the body as it comes */
  gboolean                gone;       /* the client has left */
} SimRequest;

SimRequest *sim_request_new         (ChattySimulator     *sim,
                                     ChattySimulatorHost  host,
                                     SoupServerMessage   *message,
                                     const char          *path);
void        sim_request_free        (SimRequest          *self);
void        sim_request_feed        (SimRequest          *self,
                                     GBytes              *chunk);
void        sim_request_body_done   (SimRequest          *self);
const char *sim_request_get_header  (SimRequest          *self,
                                     const char          *name);
SimPart    *sim_request_get_part    (SimRequest          *self,
                                     const char          *name);
const char *sim_request_get_field   (SimRequest          *self,
                                     const char          *name);
JsonObject *sim_request_get_object  (SimRequest          *self);
const char *sim_request_get_string  (SimRequest          *self,
                                     const char          *member);
JsonNode   *sim_request_get_member  (SimRequest          *self,
                                     const char          *member);
void        sim_request_note        (SimRequest          *self,
                                     const char          *format,
                                     ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
