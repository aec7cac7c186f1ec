/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "chatty-index-db.h"

G_BEGIN_DECLS

/**
 * ChattyIndexWriter:
 *
 * Puts changes into the tables. Used by one thread at a time, inside the
 * transaction of a connection.
 */
typedef struct _ChattyIndexWriter ChattyIndexWriter;

ChattyIndexWriter *chatty_index_writer_new   (void);
void               chatty_index_writer_free  (ChattyIndexWriter       *self);
gboolean           chatty_index_writer_apply (ChattyIndexWriter       *self,
                                              ChattyIndexConnection   *connection,
                                              const ChattyIndexChange *changes,
                                              guint                    n_changes,
                                              GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyIndexWriter, chatty_index_writer_free)

G_END_DECLS
