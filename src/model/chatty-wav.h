/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"

G_BEGIN_DECLS

typedef struct _ChattyWavStream ChattyWavStream;

ChattyWavStream *chatty_wav_stream_new        (void);
void             chatty_wav_stream_free       (ChattyWavStream         *self);
void             chatty_wav_stream_set_format (ChattyWavStream         *self,
                                               const ChattyAudioFormat *format);
GBytes          *chatty_wav_stream_push       (ChattyWavStream         *self,
                                               GBytes                  *chunk,
                                               GError                 **error);
GBytes          *chatty_wav_stream_end        (ChattyWavStream         *self);
gboolean         chatty_wav_stream_get_format (ChattyWavStream         *self,
                                               ChattyAudioFormat       *format);
gboolean         chatty_wav_read_format       (GBytes                  *bytes,
                                               ChattyAudioFormat       *format);
GBytes          *chatty_wav_make              (const ChattyAudioFormat *format,
                                               GBytes                  *samples);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyWavStream, chatty_wav_stream_free)

G_END_DECLS
