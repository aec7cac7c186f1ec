/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-verdict.h"

static const char *const kind_names[] = {
  [CHATTY_VERDICT_WORKS] = "works",
  [CHATTY_VERDICT_LIMITED] = "limited",
  [CHATTY_VERDICT_REFUSED] = "refused",
  [CHATTY_VERDICT_NO_CREDIT] = "no-credit",
  [CHATTY_VERDICT_RATE_LIMITED] = "rate-limited",
  [CHATTY_VERDICT_UNREACHABLE] = "unreachable",
  [CHATTY_VERDICT_SERVER_TROUBLE] = "server-trouble",
};

static void
chatty_verdict_clear (gpointer data)
{
  ChattyVerdict *self = data;

  g_free ((char *) self->plan);
  g_free ((char *) self->account);
  g_free ((char *) self->detail);
}

G_DEFINE_BOXED_TYPE (ChattyVerdict, chatty_verdict, chatty_verdict_ref,
                     chatty_verdict_unref)

/**
 * chatty_verdict_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyVerdict *
chatty_verdict_new (const ChattyVerdict *fields)
{
  ChattyVerdict *self = g_atomic_rc_box_new0 (ChattyVerdict);

  self->kind = fields->kind;
  self->wait_seconds = fields->wait_seconds;
  self->plan = g_strdup (fields->plan);
  self->account = g_strdup (fields->account);
  self->detail = g_strdup (fields->detail);
  return self;
}

/**
 * chatty_verdict_new_for_error:
 * @error: of #CHATTY_ERROR
 * @wait_seconds: how long the platform asked to wait, 0 if it did not
 *
 * Returns: (transfer full): what @error says of the credential. Trouble of
 *   the network or of the server says nothing of it
 */
ChattyVerdict *
chatty_verdict_new_for_error (const GError *error,
                              guint         wait_seconds)
{
  ChattyVerdict fields = {
    .kind = CHATTY_VERDICT_SERVER_TROUBLE,
    .detail = error->message,
  };

  if (error->domain == CHATTY_ERROR)
    switch (error->code)
      {
      case CHATTY_ERROR_OFFLINE:
      case CHATTY_ERROR_TIMED_OUT:
        fields.kind = CHATTY_VERDICT_UNREACHABLE;
        break;
      case CHATTY_ERROR_SIGN_IN_NEEDED:
      case CHATTY_ERROR_FORBIDDEN:
        fields.kind = CHATTY_VERDICT_REFUSED;
        break;
      case CHATTY_ERROR_RATE_LIMITED:
        fields.kind = CHATTY_VERDICT_RATE_LIMITED;
        fields.wait_seconds = wait_seconds;
        break;
      case CHATTY_ERROR_QUOTA:
        fields.kind = CHATTY_VERDICT_NO_CREDIT;
        break;
      default:
        break;
      }
  return chatty_verdict_new (&fields);
}

ChattyVerdict *
chatty_verdict_ref (ChattyVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_verdict_unref (ChattyVerdict *self)
{
  g_atomic_rc_box_release_full (self, chatty_verdict_clear);
}

/**
 * chatty_verdict_kind_to_string:
 *
 * Returns: (transfer none): the kind's stable name, as in files and in the
 *   output of commands
 */
const char *
chatty_verdict_kind_to_string (ChattyVerdictKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

/**
 * chatty_verdict_describe:
 * @platform_title: who was asked
 *
 * Returns: (transfer full): what the verdict means, for people, one sentence;
 *   without @detail
 */
char *
chatty_verdict_describe (const ChattyVerdict *self,
                         const char          *platform_title)
{
  switch (self->kind)
    {
    case CHATTY_VERDICT_WORKS:
      return g_strdup_printf (_("%s accepts the key"), platform_title);
    case CHATTY_VERDICT_LIMITED:
      /* What else it is than a matter of the plan, the detail says. */
      if (self->detail != NULL)
        return g_strdup_printf (_("%s accepts the key, but not for everything"), platform_title);
      return g_strdup_printf (_("%s accepts the key, but your plan does not include "
                                "everything"), platform_title);
    case CHATTY_VERDICT_REFUSED:
      return g_strdup_printf (_("%s does not accept this key. Copy it again from the "
                                "page that shows it"), platform_title);
    case CHATTY_VERDICT_NO_CREDIT:
      return g_strdup_printf (_("%s accepts the key, but nothing is left of your quota"),
                              platform_title);
    case CHATTY_VERDICT_RATE_LIMITED:
      if (self->wait_seconds > 0)
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                             "%s had too many requests. Try again in %u second",
                                             "%s had too many requests. Try again in %u seconds",
                                             self->wait_seconds),
                                platform_title, self->wait_seconds);
      return g_strdup_printf (_("%s had too many requests. Try again later"),
                              platform_title);
    case CHATTY_VERDICT_UNREACHABLE:
      return g_strdup_printf (_("%s cannot be reached, so the key was not tested. Check "
                                "the network and try again"), platform_title);
    case CHATTY_VERDICT_SERVER_TROUBLE:
    default:
      return g_strdup_printf (_("%s has trouble at the moment, so the key was not "
                                "tested. Try again later"), platform_title);
    }
}

/**
 * chatty_verdict_describe_sign_in:
 * @platform_title: who was asked
 *
 * chatty_verdict_describe() where the person signed in with the browser.
 *
 * Returns: (transfer full): one sentence
 */
char *
chatty_verdict_describe_sign_in (const ChattyVerdict *self,
                                 const char          *platform_title)
{
  switch (self->kind)
    {
    case CHATTY_VERDICT_WORKS:
      return g_strdup_printf (_("%s accepts the sign-in"), platform_title);
    case CHATTY_VERDICT_LIMITED:
      if (self->detail != NULL)
        return g_strdup_printf (_("%s accepts the sign-in, but not for everything"),
                                platform_title);
      return g_strdup_printf (_("%s accepts the sign-in, but your plan does not include "
                                "everything"), platform_title);
    case CHATTY_VERDICT_REFUSED:
      return g_strdup_printf (_("%s does not accept the sign-in. Sign in again, and allow what "
                                "is asked for"), platform_title);
    case CHATTY_VERDICT_NO_CREDIT:
      return g_strdup_printf (_("%s accepts the sign-in, but nothing is left of your quota"),
                              platform_title);
    case CHATTY_VERDICT_UNREACHABLE:
      return g_strdup_printf (_("%s cannot be reached, so the sign-in was not tested. Check "
                                "the network and try again"), platform_title);
    case CHATTY_VERDICT_SERVER_TROUBLE:
      return g_strdup_printf (_("%s has trouble at the moment, so the sign-in was not "
                                "tested. Try again later"), platform_title);
    case CHATTY_VERDICT_RATE_LIMITED:
    default:
      return chatty_verdict_describe (self, platform_title);
    }
}

static void
chatty_usage_clear (gpointer data)
{
  ChattyUsage *self = data;

  for (guint i = 0; i < self->n_metrics; i++)
    g_free ((char *) self->metrics[i].id);
  g_free ((ChattyUsageMetric *) self->metrics);
  g_free ((char *) self->plan);
  g_free ((char *) self->account);
}

G_DEFINE_BOXED_TYPE (ChattyUsage, chatty_usage, chatty_usage_ref, chatty_usage_unref)

/**
 * chatty_usage_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyUsage *
chatty_usage_new (const ChattyUsage *fields)
{
  ChattyUsage *self = g_atomic_rc_box_new0 (ChattyUsage);
  ChattyUsageMetric *metrics = g_new0 (ChattyUsageMetric, fields->n_metrics);

  for (guint i = 0; i < fields->n_metrics; i++)
    {
      metrics[i] = fields->metrics[i];
      metrics[i].id = g_strdup (fields->metrics[i].id);
    }
  self->plan = g_strdup (fields->plan);
  self->account = g_strdup (fields->account);
  self->expires = fields->expires;
  self->metrics = metrics;
  self->n_metrics = fields->n_metrics;
  return self;
}

ChattyUsage *
chatty_usage_ref (ChattyUsage *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_usage_unref (ChattyUsage *self)
{
  g_atomic_rc_box_release_full (self, chatty_usage_clear);
}
