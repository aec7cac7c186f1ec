/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Times here are microseconds. */
#define CHATTY_RETRY_GIVE_UP ((gint64) -1)

/**
 * ChattyRetryPolicy:
 * @max_attempts: how often a call is made at most, the first time included
 * @base_delay: the widest first wait; it doubles with each attempt
 * @max_delay: the widest wait of our own choice
 * @max_wait: how long one call may spend waiting in all; a server that asks
 *   for more is not waited for
 */
typedef struct {
  guint  max_attempts;
  gint64 base_delay;
  gint64 max_delay;
  gint64 max_wait;
} ChattyRetryPolicy;

#define CHATTY_RETRY_POLICY_INIT                         \
  {                                                      \
    .max_attempts = 4,                                   \
    .base_delay = G_USEC_PER_SEC / 2,                    \
    .max_delay = 20 * G_USEC_PER_SEC,                    \
    .max_wait = 60 * G_USEC_PER_SEC,                     \
  }

/**
 * ChattyRetryCase:
 * @attempt: how often the call was made, from 1
 * @waited: how long it waited between attempts so far
 * @repeat_safe: whether making it twice does no more than making it once
 * @status: the HTTP status, or 0 when there was no answer
 * @error: (nullable): what went wrong when there was no answer
 * @retry_after: (nullable): the header `Retry-After`
 * @body: (nullable): the answer's body
 * @now: the wall clock, as chatty_time_now() has it
 */
typedef struct {
  guint         attempt;
  gint64        waited;
  gboolean      repeat_safe;
  guint         status;
  const GError *error;
  const char   *retry_after;
  GBytes       *body;
  gint64        now;
} ChattyRetryCase;

gint64 chatty_retry_decide      (const ChattyRetryPolicy *policy,
                                 const ChattyRetryCase   *a_case,
                                 double                   chance);
gint64 chatty_retry_asked_wait  (const char              *retry_after,
                                 GBytes                  *body,
                                 gint64                   now);
gint64 chatty_retry_parse_date  (const char              *text);
gboolean chatty_retry_says_limit_zero (const char        *text,
                                       gsize              length);

G_END_DECLS
