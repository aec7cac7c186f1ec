/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "sim-reply.h"

G_BEGIN_DECLS

/**
 * SimWire: writes to a connection byte by byte what no server would write.
 *
 * It is filled, then started, and frees itself when the connection is over.
 */
typedef struct _SimWire SimWire;

SimWire *sim_wire_new          (SimRequest *request);
void     sim_wire_add          (SimWire    *self,
                                GBytes     *bytes);
void     sim_wire_add_text     (SimWire    *self,
                                const char *text);
void     sim_wire_add_drip     (SimWire    *self,
                                GBytes     *bytes);
void     sim_wire_add_chunk    (SimWire    *self,
                                GBytes     *bytes);
void     sim_wire_set_due      (SimWire    *self,
                                double      milliseconds);
void     sim_wire_add_head     (SimWire    *self,
                                SimReply   *reply,
                                gssize      length);
void     sim_wire_set_interval (SimWire    *self,
                                guint       milliseconds);
void     sim_wire_set_repeat   (SimWire    *self,
                                GBytes     *bytes,
                                guint64     times);
void     sim_wire_set_hold     (SimWire    *self);
void     sim_wire_start        (SimWire    *self);

G_END_DECLS
