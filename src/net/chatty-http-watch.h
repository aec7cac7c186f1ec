/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A cancellable that follows another, and is cancelled as well when the time
 * is up: the brake for a call that blocks. */
typedef struct _ChattyHttpWatch ChattyHttpWatch;

ChattyHttpWatch *chatty_http_watch_new             (GCancellable    *cancellable);
void             chatty_http_watch_free            (ChattyHttpWatch *self);
void             chatty_http_watch_set             (ChattyHttpWatch *self,
                                                    guint            seconds);
GCancellable    *chatty_http_watch_get_cancellable (ChattyHttpWatch *self);
guint            chatty_http_watch_get_expired     (ChattyHttpWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyHttpWatch, chatty_http_watch_free)

G_END_DECLS
