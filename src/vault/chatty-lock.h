/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/**
 * ChattyLock:
 *
 * The vault's advisory lock, held for one operation. It carries a number that
 * goes up with every operation, so that a writer sees whether another one
 * wrote since it looked last.
 */
typedef struct _ChattyLock ChattyLock;

ChattyLock *chatty_lock_take      (ChattyVaultFiles  *files,
                                   GCancellable      *cancellable,
                                   GError           **error);
guint64     chatty_lock_peek      (ChattyVaultFiles  *files);
guint64     chatty_lock_get_count (ChattyLock        *self);
guint64     chatty_lock_count_up  (ChattyLock        *self);
void        chatty_lock_release   (ChattyLock        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyLock, chatty_lock_release)

G_END_DECLS
