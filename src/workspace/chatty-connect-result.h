/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account.h"
#include "chatty-verdict.h"

G_BEGIN_DECLS

/**
 * ChattyConnectOutcome:
 * @CHATTY_CONNECT_SAVED: the platform accepted the key; it was saved
 * @CHATTY_CONNECT_SAVED_UNVERIFIED: the key could not be tested, and was saved
 *   because the person agreed to that
 * @CHATTY_CONNECT_REFUSED: the platform does not accept the key; not saved
 * @CHATTY_CONNECT_NOT_TESTED: the key could not be tested; not saved. It can
 *   be saved as unverified if the person agrees
 * @CHATTY_CONNECT_OTHER_ACCOUNT: the key is good, but belongs to somebody else
 *   than the one before; not saved. It can be if the person agrees
 * @CHATTY_CONNECT_KEYRING_LOCKED: the keyring is locked; not saved. The person
 *   can unlock it, or have the key kept for this run only
 * @CHATTY_CONNECT_KEYRING_MISSING: there is no keyring; not saved. The key can
 *   be kept for this run only if the person agrees
 */
typedef enum {
  CHATTY_CONNECT_SAVED,
  CHATTY_CONNECT_SAVED_UNVERIFIED,
  CHATTY_CONNECT_REFUSED,
  CHATTY_CONNECT_NOT_TESTED,
  CHATTY_CONNECT_OTHER_ACCOUNT,
  CHATTY_CONNECT_KEYRING_LOCKED,
  CHATTY_CONNECT_KEYRING_MISSING,
} ChattyConnectOutcome;

/**
 * ChattyConnectResult:
 * @outcome: what became of it
 * @verdict: what the platform said
 * @account: (nullable): the account, if it was saved
 * @message: what happened and what can be done, for people
 *
 * What connecting an account came to. Immutable and atomically counted.
 */
typedef struct {
  ChattyConnectOutcome  outcome;
  ChattyVerdict        *verdict;
  ChattyAccount        *account;
  const char           *message;
} ChattyConnectResult;

#define CHATTY_TYPE_CONNECT_RESULT (chatty_connect_result_get_type ())

GType                chatty_connect_result_get_type (void) G_GNUC_CONST;
ChattyConnectResult *chatty_connect_result_new      (ChattyConnectOutcome  outcome,
                                                     ChattyVerdict        *verdict,
                                                     ChattyAccount        *account,
                                                     const char           *message);
ChattyConnectResult *chatty_connect_result_ref      (ChattyConnectResult  *self);
void                 chatty_connect_result_unref    (ChattyConnectResult  *self);
gboolean             chatty_connect_result_is_saved (ChattyConnectResult  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyConnectResult, chatty_connect_result_unref)

G_END_DECLS
