/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

typedef struct {
  GPtrArray *records;
  guint      total;
  guint      active;
  guint      most_parallel;
} SimLog;

void sim_log_init    (SimLog     *log);
void sim_log_clear   (SimLog     *log);

/* These expect that the simulator is locked. */
void sim_log_add     (SimRequest *request);
void sim_log_body    (SimRequest *request);
void sim_log_note    (SimRequest *request,
                      const char *line);
void sim_log_answer  (SimRequest *request,
                      guint       status);
void sim_log_done    (SimRequest *request);

G_END_DECLS
