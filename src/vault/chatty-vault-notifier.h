/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattyVaultNotifier:
 *
 * Carries news of a vault from any thread to the main context of the thread
 * that opened it, at most ten times a second. Atomically counted.
 */
typedef struct _ChattyVaultNotifier ChattyVaultNotifier;

typedef enum {
  CHATTY_VAULT_NEWS_CONTENT = 1 << 0,
  CHATTY_VAULT_NEWS_INDEX   = 1 << 1,
} ChattyVaultNews;

typedef void (*ChattyVaultNewsFunc) (GObject         *vault,
                                     ChattyVaultNews  news);

ChattyVaultNotifier *chatty_vault_notifier_new   (GObject             *vault,
                                                  ChattyVaultNewsFunc  func);
ChattyVaultNotifier *chatty_vault_notifier_ref   (ChattyVaultNotifier *self);
void                 chatty_vault_notifier_unref (ChattyVaultNotifier *self);
void                 chatty_vault_notifier_tell  (ChattyVaultNotifier *self,
                                                  ChattyVaultNews      news);
void                 chatty_vault_notifier_stop  (ChattyVaultNotifier *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyVaultNotifier, chatty_vault_notifier_unref)

G_END_DECLS
