/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The rate of what is made, before it is brought to the one that is asked. */
#define SIM_SOUND_RATE 22050

typedef struct {
  char   *word;
  double  start;      /* seconds */
  double  end;
} SimWord;

/**
 * SimSound: something said: 16 bits, one channel
 */
typedef struct {
  GBytes *samples;
  GArray *words;      /* of SimWord */
} SimSound;

/* What an encoding looks like on the way. */
typedef enum {
  SIM_LINEAR16,   /* every chunk a WAV file */
  SIM_WAV,        /* a header at the beginning */
  SIM_PCM,        /* no header */
  SIM_MP3,
  SIM_OGG_OPUS,
  SIM_FLAC,
  SIM_ALAW,
  SIM_MULAW,
} SimEncoding;

SimSound *sim_sound_make     (const char   *text,
                              const char   *voice,
                              double        speed,
                              gboolean      espeak,
                              GCancellable *cancellable);
void      sim_sound_free     (SimSound     *sound);
GBytes   *sim_sound_resample (GBytes       *samples,
                              guint         rate);
GBytes   *sim_sound_encode   (GBytes       *samples,
                              guint         rate,
                              SimEncoding   encoding,
                              guint         bit_rate,
                              GCancellable *cancellable);
void      sim_sound_header   (GByteArray   *wav,
                              guint         rate,
                              guint32       riff_length,
                              guint32       data_length,
                              gboolean      extra);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimSound, sim_sound_free)

G_END_DECLS
