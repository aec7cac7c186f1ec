/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "sim-reply.h"

G_BEGIN_DECLS

typedef struct {
  GPtrArray *rules;
} SimFaults;

void                 sim_faults_init      (SimFaults  *faults);
void                 sim_faults_clear     (SimFaults  *faults);
void                 sim_faults_add       (SimFaults  *faults,
                                           const char *pattern,
                                           ChattySimulatorFault fault,
                                           guint       nth,
                                           guint       count);
ChattySimulatorFault sim_faults_choose    (SimFaults  *faults,
                                           const char *method,
                                           const char *path);

/* "METHOD PATH" is compared with both, a pattern without a blank with the path. */
gboolean             sim_pattern_matches   (const char *pattern,
                                            const char *method,
                                            const char *path);

/* Whether the request is carried out although it has this fault. */
gboolean             sim_fault_carries_out (ChattySimulatorFault fault);
void                 sim_fault_send        (SimRequest *request,
                                            SimReply   *reply);

G_END_DECLS
