/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "inworld.h"
#include "sim-sound.h"

G_BEGIN_DECLS

/**
 * InworldSpeechJob: a request for speech that was let in
 * @times: 1 for words, 2 for characters
 */
typedef struct {
  char               *text;
  char               *voice;
  char               *model;
  SimEncoding         encoding;
  guint               rate;
  guint               bit_rate;
  double              speed;
  int                 times;
  gboolean            asynchronous;
  gboolean            espeak;
  guint               chunk_ms;
  double              pace;
  InworldSpeechFault  fault;
  guint               fault_after;
} InworldSpeechJob;

void inworld_speech_job_free     (gpointer      data);

/* These run on another thread. */
void inworld_speech_write_whole  (SimReply     *reply,
                                  gpointer      job,
                                  GCancellable *cancellable);
void inworld_speech_write_stream (SimReply     *reply,
                                  gpointer      job,
                                  GCancellable *cancellable);

G_END_DECLS
