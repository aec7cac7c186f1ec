/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-emotion.h"

/* What connectors whose platforms speak have in common; pure functions. */

G_BEGIN_DECLS

const char *chatty_speech_get_direction (ChattyEmotion  emotion);
char      **chatty_speech_split_text    (const char    *text,
                                         const char    *direction,
                                         guint          least,
                                         guint          most);
gboolean    chatty_speech_ends_sentence (gunichar     c);
GBytes     *chatty_speech_decode_base64 (const char    *text);

G_END_DECLS
