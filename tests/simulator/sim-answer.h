/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SimAnswer: what a model says
 * @reply: "" for an echo
 * @reply_kb: Markdown of this size instead
 * @mark: emotion, where one is asked for
 * @facts: where a JSON array is asked for; "" for two
 */
typedef struct {
  char  *reply;
  guint  reply_kb;
  char  *mark;
  char  *facts;
} SimAnswer;

void  sim_answer_init  (SimAnswer       *self);
void  sim_answer_clear (SimAnswer       *self);
char *sim_answer_text  (const SimAnswer *settings,
                        GPtrArray       *system,
                        const char      *asked,
                        const char      *before,
                        guint            n_messages);
char *sim_markdown     (guint            kilobytes);

/* Whether a list of facts is asked for, to which nothing is to be added. */
gboolean sim_answer_is_facts (GPtrArray  *system,
                              const char *asked);

G_END_DECLS
