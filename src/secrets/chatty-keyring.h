/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-secret-store.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_KEYRING (chatty_keyring_get_type ())
G_DECLARE_FINAL_TYPE (ChattyKeyring, chatty_keyring, CHATTY, KEYRING, GObject)

ChattySecretStore *chatty_keyring_new (void);

G_END_DECLS
