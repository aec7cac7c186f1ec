/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-account.h"
#include "chatty-connect-result.h"
#include "chatty-connector-info.h"
#include "chatty-verdict.h"

G_BEGIN_DECLS

/* What the pages say of platforms, accounts and verdicts. */

const char *chatty_words_tier           (ChattyTier                 tier);
char       *chatty_words_platform       (const ChattyConnectorInfo *info,
                                         gboolean                   is_built,
                                         guint                      n_accounts);
const char *chatty_words_consent        (ChattyConsent              consent);
char       *chatty_words_account        (const ChattyAccount       *account);
char       *chatty_words_account_and_key (const ChattyAccount      *account,
                                         ChattyKeyState             key);
const char *chatty_words_key_problem    (const ChattyAccount       *account,
                                         ChattyKeyState             key,
                                         const char               **title);
char       *chatty_words_tested         (const ChattyAccount       *account,
                                         const ChattyVerdict       *verdict,
                                         const char                *platform_title);
const char *chatty_words_replace        (const ChattyAccount       *account,
                                         ChattyKeyState             key);
const char *chatty_words_outcome        (ChattyConnectOutcome       outcome,
                                         ChattyVerdictKind          verdict);
const char *chatty_words_sign_in_verdict (ChattyVerdictKind         verdict);
const char *chatty_words_sign_in_outcome (ChattyConnectOutcome      outcome,
                                          ChattyVerdictKind         verdict);
const char *chatty_words_problem        (const GError              *error);
const char *chatty_words_problem_icon   (const GError              *error);
const char *chatty_words_verdict        (ChattyVerdictKind          verdict);
const char *chatty_words_verdict_icon   (ChattyVerdictKind          verdict);
char       *chatty_words_usage          (const ChattyUsageMetric   *metric);
char       *chatty_words_usage_title    (const char                *id);

G_END_DECLS
