/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-inworld-private.h"
#include "chatty-line-reader.h"

G_BEGIN_DECLS

/* The largest answer to a request for speech: the platform gives 16 MB, which
 * base64 makes a third larger. */
#define INWORLD_MAX_SPEECH (32 * 1024 * 1024)

typedef gboolean (*InworldSoundFunc) (ChattyInworldSound  *sound,
                                      gpointer             user_data,
                                      GError             **error);

gboolean chatty_inworld_fetch (ChattyInworld              *self,
                               const ChattySpeechRequest  *wanted,
                               const char                 *text,
                               InworldSoundFunc            func,
                               gpointer                    user_data,
                               GCancellable               *cancellable,
                               GError                    **error);
gboolean chatty_inworld_join  (ChattyInworld              *self,
                               const ChattySpeechRequest  *wanted,
                               const char *const          *parts,
                               ChattyReply                *reply,
                               GCancellable               *cancellable,
                               GError                    **error);

G_END_DECLS
