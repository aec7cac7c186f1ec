/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "chatty-index-db.h"
#include "chatty-index-writer.h"
#include "chatty-search-reader.h"

G_BEGIN_DECLS

/* What the parts of the index see of each other. */

ChattyVaultFiles *chatty_index_get_files    (ChattyIndex              *self);
ChattyIndexDb    *chatty_index_get_db       (ChattyIndex              *self);
ChattySearchReader *
                  chatty_index_get_reader   (ChattyIndex              *self);
gboolean          chatty_index_run          (ChattyIndex              *self,
                                             ChattyIndexJobKind        kind,
                                             ChattyIndexJob            job,
                                             gpointer                  user_data,
                                             GCancellable             *cancellable,
                                             GError                  **error);
void              chatty_index_set_progress (ChattyIndex              *self,
                                             ChattyIndexState          state,
                                             double                    progress);
gboolean          chatty_index_refresh_once (ChattyIndex              *self,
                                             const char * const       *paths,
                                             GFileProgressCallback     progress,
                                             gpointer                  user_data,
                                             gboolean                 *rebuild,
                                             GCancellable             *cancellable,
                                             GError                  **error);

G_END_DECLS
