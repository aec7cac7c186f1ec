/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHATTY_TYPE_POOL (chatty_pool_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPool, chatty_pool, CHATTY, POOL, GObject)

ChattyPool *chatty_pool_new  (const char      *name,
                              guint            width);
void        chatty_pool_run  (ChattyPool      *self,
                              GTask           *task,
                              GTaskThreadFunc  func);

G_END_DECLS
