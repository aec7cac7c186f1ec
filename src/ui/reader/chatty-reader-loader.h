/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-segments.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/* Reads a transcript and cuts it into rows, away from the main loop. */

void                chatty_reader_loader_load_async  (ChattyVault          *vault,
                                                      const char           *id,
                                                      ChattyTranscript     *known,
                                                      const char           *known_etag,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
void                chatty_reader_loader_cut_async   (ChattyTranscript     *transcript,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean            chatty_reader_loader_finish      (GAsyncResult         *result,
                                                      ChattyTurnSegments  **segments,
                                                      char                **etag,
                                                      char                **who,
                                                      GError              **error);

G_END_DECLS
