/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account.h"
#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformItem: (object) a platform in a list, or an account on it.
 */
#define CHATTY_TYPE_PLATFORM_ITEM (chatty_platform_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformItem, chatty_platform_item, CHATTY, PLATFORM_ITEM, GObject)

ChattyPlatformItem        *chatty_platform_item_new         (const ChattyConnectorInfo *info,
                                                             gboolean                   is_built,
                                                             guint                      n_accounts);
ChattyPlatformItem        *chatty_platform_item_new_account (const ChattyConnectorInfo *info,
                                                             ChattyAccount             *account);
const ChattyConnectorInfo *chatty_platform_item_get_info    (ChattyPlatformItem        *self);
ChattyAccount             *chatty_platform_item_get_account (ChattyPlatformItem        *self);
gboolean                   chatty_platform_item_is_built    (ChattyPlatformItem        *self);
const char                *chatty_platform_item_get_key     (ChattyPlatformItem        *self);
const char                *chatty_platform_item_get_title   (ChattyPlatformItem        *self);
const char                *chatty_platform_item_get_state   (ChattyPlatformItem        *self);

G_END_DECLS
