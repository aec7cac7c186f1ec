/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-player.h"

G_BEGIN_DECLS

/**
 * Sound:
 *
 * 16 bits, little-endian.
 */
typedef struct {
  gint16 *samples;
  gsize   n_frames;
  guint   rate;
  guint   channels;
} Sound;

typedef gboolean (*Condition) (gpointer user_data);

Sound             *sound_new_speech  (guint              rate,
                                      guint              channels,
                                      double             seconds);
Sound             *sound_new_tone    (guint              rate,
                                      double             frequency,
                                      double             seconds);
void               sound_free        (Sound             *self);
GBytes            *sound_get_bytes   (const Sound       *self);
GBytes            *sound_encode      (const Sound       *self,
                                      const char        *elements);
Sound             *sound_load        (const char        *path,
                                      guint              rate,
                                      guint              channels);
double             sound_correlate   (const Sound       *one,
                                      gsize              from,
                                      const Sound       *other,
                                      gsize              other_from,
                                      gsize              n_frames);
void               sound_assert_same (const Sound       *got,
                                      const Sound       *wanted);

char              *capture_path      (void);
char              *capture_sink      (const char        *path,
                                      gboolean           paced);

void               feed              (ChattyAudioStream *stream,
                                      const char        *media_type,
                                      const Sound       *sound,
                                      guint              segment,
                                      GBytes            *bytes,
                                      gsize              piece);
ChattyAudioStream *fed_stream        (const char        *media_type,
                                      const Sound       *sound,
                                      GBytes            *bytes,
                                      gsize              piece);
void               wait_until        (Condition          condition,
                                      gpointer           user_data);
void               wait_state        (ChattyPlayer      *player,
                                      ChattyPlayerState  state);
void               wait_threads      (void);
Sound             *play_out          (ChattyAudioStream *stream,
                                      guint              rate,
                                      guint              channels,
                                      ChattyPlayerState  end,
                                      GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sound, sound_free)

G_END_DECLS
