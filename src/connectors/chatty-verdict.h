/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyVerdictKind:
 * @CHATTY_VERDICT_WORKS: the credential is good
 * @CHATTY_VERDICT_LIMITED: it is good, but the plan refuses some of it
 * @CHATTY_VERDICT_REFUSED: the platform does not accept the credential
 * @CHATTY_VERDICT_NO_CREDIT: it is good, but nothing is left to spend
 * @CHATTY_VERDICT_RATE_LIMITED: too many calls; ask again after the wait
 * @CHATTY_VERDICT_UNREACHABLE: no answer; nothing is known of the credential
 * @CHATTY_VERDICT_SERVER_TROUBLE: the platform failed; nothing is known of
 *   the credential
 */
typedef enum {
  CHATTY_VERDICT_WORKS,
  CHATTY_VERDICT_LIMITED,
  CHATTY_VERDICT_REFUSED,
  CHATTY_VERDICT_NO_CREDIT,
  CHATTY_VERDICT_RATE_LIMITED,
  CHATTY_VERDICT_UNREACHABLE,
  CHATTY_VERDICT_SERVER_TROUBLE,
} ChattyVerdictKind;

/**
 * ChattyVerdict:
 * @kind: is the credential good?
 * @wait_seconds: how long to wait, for %CHATTY_VERDICT_RATE_LIMITED; else 0
 * @plan: (nullable): the plan's name, as the platform says it
 * @account: (nullable): whose account it is, as the platform says it
 * @detail: (nullable): more, for people; the platform's words after redaction
 *
 * What testing a credential came to. Immutable and atomically counted.
 */
typedef struct {
  ChattyVerdictKind  kind;
  guint              wait_seconds;
  const char        *plan;
  const char        *account;
  const char        *detail;
} ChattyVerdict;

/**
 * ChattyUsageMetric:
 * @id: the platform's name for it
 * @used: how much of it is used up
 * @limit: how much there is, or -1 where it is not known
 */
typedef struct {
  const char *id;
  double      used;
  double      limit;
} ChattyUsageMetric;

/**
 * ChattyUsage:
 * @plan: (nullable): the plan's name
 * @account: (nullable): whose account it is
 * @expires: when the plan ends, or %CHATTY_TIME_NONE
 * @metrics: what is counted
 * @n_metrics: how many there are
 *
 * What an account has used. Immutable and atomically counted.
 */
typedef struct {
  const char              *plan;
  const char              *account;
  gint64                   expires;
  const ChattyUsageMetric *metrics;
  guint                    n_metrics;
} ChattyUsage;

#define CHATTY_TYPE_VERDICT (chatty_verdict_get_type ())
GType          chatty_verdict_get_type       (void);
ChattyVerdict *chatty_verdict_new            (const ChattyVerdict *fields);
ChattyVerdict *chatty_verdict_new_for_error  (const GError        *error,
                                              guint                wait_seconds);
ChattyVerdict *chatty_verdict_ref            (ChattyVerdict       *self);
void           chatty_verdict_unref          (ChattyVerdict       *self);
const char    *chatty_verdict_kind_to_string (ChattyVerdictKind    kind);
char          *chatty_verdict_describe       (const ChattyVerdict *self,
                                              const char          *platform_title);
char          *chatty_verdict_describe_sign_in
                                             (const ChattyVerdict *self,
                                              const char          *platform_title);

#define CHATTY_TYPE_USAGE (chatty_usage_get_type ())
GType          chatty_usage_get_type         (void);
ChattyUsage   *chatty_usage_new              (const ChattyUsage   *fields);
ChattyUsage   *chatty_usage_ref              (ChattyUsage         *self);
void           chatty_usage_unref            (ChattyUsage         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyVerdict, chatty_verdict_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyUsage, chatty_usage_unref)

G_END_DECLS
