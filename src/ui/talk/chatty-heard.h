/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"

G_BEGIN_DECLS

/* What is heard comes in one stream or several, one a sentence. */
GArray            *chatty_heard_dup_words (GPtrArray *streams);
ChattyAudioStream *chatty_heard_join      (GPtrArray *streams);

G_END_DECLS
