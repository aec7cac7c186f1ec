/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* As much of a text as is searched for a date. */
#define CHATTY_DATE_GUESS_BYTES 5000

gint64 chatty_date_guess (const char      *text,
                          gsize            length,
                          const char      *name,
                          gint64           modified,
                          ChattyCertainty *certainty);

G_END_DECLS
