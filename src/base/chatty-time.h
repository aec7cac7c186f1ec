/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An instant is a gint64: microseconds since 1970-01-01T00:00:00Z. */
#define CHATTY_TIME_NONE G_MININT64

typedef gint64 (*ChattyClockFunc) (gpointer user_data);

gint64 chatty_time_now          (void);
void   chatty_time_set_clock    (ChattyClockFunc clock,
                                 gpointer        user_data);
char  *chatty_time_format_iso   (gint64          time);
gint64 chatty_time_parse_iso    (const char     *text);

G_END_DECLS
