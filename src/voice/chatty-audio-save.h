/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"

G_BEGIN_DECLS

/**
 * ChattyAudioFileForm:
 * @CHATTY_AUDIO_FILE_FLAC: small, without loss
 * @CHATTY_AUDIO_FILE_OGG: Opus in Ogg: smallest
 * @CHATTY_AUDIO_FILE_WAV: large, understood everywhere
 */
typedef enum {
  CHATTY_AUDIO_FILE_FLAC,
  CHATTY_AUDIO_FILE_OGG,
  CHATTY_AUDIO_FILE_WAV,
} ChattyAudioFileForm;

const char *chatty_audio_file_form_get_suffix (ChattyAudioFileForm   form);

void        chatty_audio_save_async           (ChattyAudioStream    *stream,
                                               GFile                *file,
                                               ChattyAudioFileForm   form,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean    chatty_audio_save_finish          (ChattyAudioStream    *stream,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
