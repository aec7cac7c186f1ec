/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-reply.h"

G_BEGIN_DECLS

gulong   chatty_reply_watch (ChattyReply   *self,
                             GCancellable  *cancellable);
gboolean chatty_reply_end   (ChattyReply   *self,
                             GCancellable  *cancellable,
                             gulong         watch,
                             GError        *failure,
                             GError       **error);

G_END_DECLS
