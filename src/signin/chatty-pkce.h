/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-secret-text.h"

G_BEGIN_DECLS

ChattySecret *chatty_pkce_new_verifier  (void);
char         *chatty_pkce_challenge     (ChattySecret *verifier);
ChattySecret *chatty_pkce_new_state     (void);

G_END_DECLS
