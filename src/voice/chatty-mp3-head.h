/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyMp3Head:
 * @sound: where the sound begins
 * @begin: samples that the encoder and the decoder add at the start
 * @end: samples that the encoder adds at the end
 */
typedef struct {
  gsize sound;
  guint begin;
  guint end;
} ChattyMp3Head;

gboolean chatty_mp3_head_read (const guint8  *data,
                               gsize          length,
                               gboolean       whole,
                               ChattyMp3Head *head);

G_END_DECLS
