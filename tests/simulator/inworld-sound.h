/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The rate of what is made, before it is brought to the one that is asked. */
#define INWORLD_SOUND_RATE 22050

typedef struct {
  char   *word;
  double  start;      /* seconds */
  double  end;
} InworldWord;

/**
 * InworldSound: something said: 16 bits, one channel
 */
typedef struct {
  GBytes *samples;
  GArray *words;      /* of InworldWord */
} InworldSound;

/* What an encoding looks like on the way. */
typedef enum {
  INWORLD_LINEAR16,   /* every chunk a WAV file */
  INWORLD_WAV,        /* a header at the beginning */
  INWORLD_PCM,        /* no header */
  INWORLD_MP3,
  INWORLD_OGG_OPUS,
  INWORLD_FLAC,
  INWORLD_ALAW,
  INWORLD_MULAW,
} InworldEncoding;

InworldSound *inworld_sound_make     (const char      *text,
                                      const char      *voice,
                                      double           speed,
                                      gboolean         espeak,
                                      GCancellable    *cancellable);
void          inworld_sound_free     (InworldSound    *sound);
GBytes       *inworld_sound_resample (GBytes          *samples,
                                      guint            rate);
GBytes       *inworld_sound_encode   (GBytes          *samples,
                                      guint            rate,
                                      InworldEncoding  encoding,
                                      guint            bit_rate,
                                      GCancellable    *cancellable);
void          inworld_sound_header   (GByteArray      *wav,
                                      guint            rate,
                                      guint32          riff_length,
                                      guint32          data_length,
                                      gboolean         extra);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InworldSound, inworld_sound_free)

G_END_DECLS
