/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sent.h"

G_BEGIN_DECLS

char *chatty_sent_words_account  (const ChattySent *sent);
char *chatty_sent_words_model    (const ChattySent *sent);
char *chatty_sent_words_turns    (const ChattySent *sent);
char *chatty_sent_words_file     (const ChattySent *sent,
                                  guint             nth);
const char *chatty_sent_words_setting (const char *name);
char *chatty_sent_words_all      (const ChattySent *sent);

G_END_DECLS
