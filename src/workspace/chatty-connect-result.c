/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-connect-result.h"

G_DEFINE_BOXED_TYPE (ChattyConnectResult, chatty_connect_result,
                     chatty_connect_result_ref, chatty_connect_result_unref)

static void
chatty_connect_result_clear (gpointer data)
{
  ChattyConnectResult *self = data;

  g_clear_pointer (&self->verdict, chatty_verdict_unref);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_free ((char *) self->message);
}

/**
 * chatty_connect_result_new:
 * @outcome: what became of it
 * @verdict: what the platform said
 * @account: (nullable): the account, if it was saved
 * @message: for people
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyConnectResult *
chatty_connect_result_new (ChattyConnectOutcome  outcome,
                           ChattyVerdict        *verdict,
                           ChattyAccount        *account,
                           const char           *message)
{
  ChattyConnectResult *self = g_atomic_rc_box_new0 (ChattyConnectResult);

  self->outcome = outcome;
  self->verdict = chatty_verdict_ref (verdict);
  self->account = account != NULL ? chatty_account_ref (account) : NULL;
  self->message = g_strdup (message);
  return self;
}

ChattyConnectResult *
chatty_connect_result_ref (ChattyConnectResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_connect_result_unref (ChattyConnectResult *self)
{
  g_atomic_rc_box_release_full (self, chatty_connect_result_clear);
}

/**
 * chatty_connect_result_is_saved:
 *
 * Returns: whether there is an account now
 */
gboolean
chatty_connect_result_is_saved (ChattyConnectResult *self)
{
  return self->account != NULL;
}
