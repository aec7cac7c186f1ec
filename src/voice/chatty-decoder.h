/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"
#include "chatty-tape.h"

G_BEGIN_DECLS

typedef struct _ChattyDecoder ChattyDecoder;

ChattyDecoder *chatty_decoder_new       (const ChattyAudioFormat  *format,
                                         ChattyTape               *tape,
                                         GMainContext             *context,
                                         GSourceFunc               func,
                                         gpointer                  user_data);
void           chatty_decoder_free      (ChattyDecoder            *self);
void           chatty_decoder_push      (ChattyDecoder            *self,
                                         GBytes                   *bytes);
void           chatty_decoder_end       (ChattyDecoder            *self);
gboolean       chatty_decoder_is_done   (ChattyDecoder            *self);
GError        *chatty_decoder_dup_error (ChattyDecoder            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDecoder, chatty_decoder_free)

G_END_DECLS
