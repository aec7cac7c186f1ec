/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gdk/gdk.h>

#include "chatty-chat.h"
#include "chatty-conversation.h"

G_BEGIN_DECLS

/* What goes along with one message. */
#define CHATTY_ATTACH_MAX_FILES 8
#define CHATTY_ATTACH_MAX_BYTES (20 * 1024 * 1024)

/* What a file is for a partner is told by its first bytes: a picture (PNG, JPEG,
 * GIF, WebP), or speech (a WAV file, mono, 16 bits). */
ChattyTalkFile *chatty_attach_take_bytes          (const char           *name,
                                                   GBytes               *bytes,
                                                   ChattyChatInputs      inputs,
                                                   GError              **error);
void            chatty_attach_read_file_async     (GFile                *file,
                                                   ChattyChatInputs      inputs,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void            chatty_attach_read_texture_async  (GdkTexture           *texture,
                                                   ChattyChatInputs      inputs,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
ChattyTalkFile *chatty_attach_read_finish         (GAsyncResult         *result,
                                                   GError              **error);
gboolean        chatty_attach_may_take            (GFile                *file,
                                                   ChattyChatInputs      inputs);
gboolean        chatty_attach_is_audio            (const ChattyTalkFile *file);
/* A sentence about what can be attached. (nullable): nothing can. */
char           *chatty_attach_dup_offer           (ChattyChatInputs      inputs);

G_END_DECLS
