/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-error.h"
#include "chatty-http.h"
#include "net-auth.h"
#include "net-server.h"

G_BEGIN_DECLS

/* What the tests of calls share: a client that is soon tired of waiting, and
 * answers of the server. */

/* Planted as a key: it must come out nowhere. */
#define NET_KEY "q7Canary" "Key4711zz"

ChattyHttpSettings  net_settings     (void);
ChattyHttp         *net_http         (const char             *address,
                                      ChattyExchangeJournal  *journal);
ChattyHttpResponse *net_get          (ChattyHttp             *http,
                                      const char             *method,
                                      const char             *path,
                                      ChattyHttpAuth         *auth,
                                      GError                **error);
void                net_assert_fault (GError                **error,
                                      ChattyError             code,
                                      const char             *words);

gboolean            net_reply_cb     (NetRequest             *request,
                                      gpointer                user_data);
gboolean            net_raw_cb       (NetRequest             *request,
                                      gpointer                user_data);
gboolean            net_echo_cb      (NetRequest             *request,
                                      gpointer                user_data);

G_END_DECLS
