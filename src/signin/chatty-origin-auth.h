/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-authorizer.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_ORIGIN_AUTH (chatty_origin_auth_get_type ())
G_DECLARE_FINAL_TYPE (ChattyOriginAuth, chatty_origin_auth, CHATTY, ORIGIN_AUTH, GObject)

ChattyHttpAuth *chatty_origin_auth_new (ChattyAuthorizer *authorizer,
                                        const char       *origin);

G_END_DECLS
