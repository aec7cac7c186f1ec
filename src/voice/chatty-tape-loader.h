/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"
#include "chatty-tape.h"

G_BEGIN_DECLS

typedef struct _ChattyTapeLoader ChattyTapeLoader;

ChattyTapeLoader *chatty_tape_loader_new         (ChattyTape         *tape,
                                                  GMainContext       *context,
                                                  GFunc               changed,
                                                  gpointer            user_data);
void              chatty_tape_loader_close       (ChattyTapeLoader   *self);
void              chatty_tape_loader_add         (ChattyTapeLoader   *self,
                                                  ChattyAudioStream  *stream);
gboolean          chatty_tape_loader_is_done     (ChattyTapeLoader   *self);
const GError     *chatty_tape_loader_get_error   (ChattyTapeLoader   *self);
gint64            chatty_tape_loader_get_arrival (ChattyTapeLoader   *self);
GArray           *chatty_tape_loader_dup_words   (ChattyTapeLoader   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTapeLoader, chatty_tape_loader_close)

G_END_DECLS
