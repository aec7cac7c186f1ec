/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_SPEECH_CACHE (chatty_speech_cache_get_type ())
G_DECLARE_FINAL_TYPE (ChattySpeechCache, chatty_speech_cache, CHATTY, SPEECH_CACHE, GObject)

/* Blocking, on any thread. */
ChattySpeechCache *chatty_speech_cache_new      (GFile               *folder,
                                                 guint64              max_bytes);
char              *chatty_speech_cache_key      (const char          *platform,
                                                 const char *const   *parts);
ChattyAudioStream *chatty_speech_cache_load     (ChattySpeechCache   *self,
                                                 const char          *key,
                                                 GError             **error);
gboolean           chatty_speech_cache_store    (ChattySpeechCache   *self,
                                                 const char          *key,
                                                 ChattyAudioStream   *stream,
                                                 GError             **error);
guint64            chatty_speech_cache_get_size (ChattySpeechCache   *self);
gboolean           chatty_speech_cache_clear    (ChattySpeechCache   *self,
                                                 GError             **error);

G_END_DECLS
