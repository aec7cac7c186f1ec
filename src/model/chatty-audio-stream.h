/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Half an hour of uncompressed speech is a third of this. */
#define CHATTY_AUDIO_MAX_BYTES (64 * 1024 * 1024)

/**
 * ChattyAudioFormat:
 * @media_type: "audio/x-raw" for bare samples, "audio/wav", "audio/mpeg",
 *   "audio/ogg", "audio/flac", "audio/x-alaw" or "audio/x-mulaw"
 * @rate: samples a second, 0 where only the data tells
 * @channels: 0 where only the data tells
 * @bits: bits of a sample, little-endian signed; 0 where only the data tells
 * @segment: the number of the independent stream, or file, within the whole:
 *   a sentence that was fetched by itself begins a new one; 0 comes first
 */
typedef struct {
  const char *media_type;
  guint       rate;
  guint       channels;
  guint       bits;
  guint       segment;
} ChattyAudioFormat;

/**
 * ChattyWordTime:
 * @word: the word as it was spoken
 * @start: seconds from the start of the whole stream
 * @end: the same, for its end
 */
typedef struct {
  char   *word;
  double  start;
  double  end;
} ChattyWordTime;

#define CHATTY_TYPE_AUDIO_STREAM (chatty_audio_stream_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAudioStream, chatty_audio_stream, CHATTY, AUDIO_STREAM, GObject)

ChattyAudioStream *chatty_audio_stream_new          (void);

/* For whoever feeds it, on any thread. */
void               chatty_audio_stream_append       (ChattyAudioStream       *self,
                                                     const ChattyAudioFormat *format,
                                                     GBytes                  *bytes);
void               chatty_audio_stream_append_words (ChattyAudioStream       *self,
                                                     const ChattyWordTime    *words,
                                                     guint                    n);
void               chatty_audio_stream_end          (ChattyAudioStream       *self,
                                                     const GError            *error);

/* For whoever hears it, on any thread. */
guint              chatty_audio_stream_get_n_chunks (ChattyAudioStream       *self);
GBytes            *chatty_audio_stream_dup_chunk    (ChattyAudioStream       *self,
                                                     guint                    nth,
                                                     ChattyAudioFormat       *format);
gsize              chatty_audio_stream_get_size     (ChattyAudioStream       *self);
gboolean           chatty_audio_stream_is_ended     (ChattyAudioStream       *self);
GError            *chatty_audio_stream_dup_error    (ChattyAudioStream       *self);
GArray            *chatty_audio_stream_dup_words    (ChattyAudioStream       *self);

G_END_DECLS
