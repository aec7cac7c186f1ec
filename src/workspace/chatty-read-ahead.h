/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-source.h"
#include "chatty-pool.h"
#include "chatty-reader.h"

G_BEGIN_DECLS

/**
 * ChattyReadAhead:
 *
 * Reads many sources on a pool and hands them out in their order. What waits
 * to be handed out is bounded in number and in bytes, so that memory does not
 * grow with the number of files. Belongs to one (worker) thread.
 */
typedef struct _ChattyReadAhead ChattyReadAhead;

ChattyReadAhead *chatty_read_ahead_new  (ChattyReader     *reader,
                                         ChattyPool       *pool,
                                         GPtrArray        *sources,   /* of ChattyImportSource */
                                         GCancellable     *cancellable);
gboolean         chatty_read_ahead_next (ChattyReadAhead  *self,
                                         guint            *index,
                                         ChattyReading   **reading,
                                         GError          **problem);
void             chatty_read_ahead_free (ChattyReadAhead  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyReadAhead, chatty_read_ahead_free)

G_END_DECLS
