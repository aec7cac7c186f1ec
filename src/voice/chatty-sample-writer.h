/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gst/audio/audio.h>

#include "chatty-tape.h"

G_BEGIN_DECLS

typedef struct _ChattySampleWriter ChattySampleWriter;

ChattySampleWriter *chatty_sample_writer_new      (ChattyTape          *tape);
void                chatty_sample_writer_free     (ChattySampleWriter  *self);
void                chatty_sample_writer_set_trim (ChattySampleWriter  *self,
                                                   guint                begin,
                                                   guint                end);
gboolean            chatty_sample_writer_write    (ChattySampleWriter  *self,
                                                   const GstAudioInfo  *info,
                                                   const guint8        *data,
                                                   gsize                length,
                                                   GError             **error);
gboolean            chatty_sample_writer_end      (ChattySampleWriter  *self,
                                                   GError             **error);
guint64             chatty_sample_writer_get_sum  (ChattySampleWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySampleWriter, chatty_sample_writer_free)

G_END_DECLS
