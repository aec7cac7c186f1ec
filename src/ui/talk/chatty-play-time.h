/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): a duration in microseconds as "3:05". */
char *chatty_play_time_format (gint64 microseconds);

G_END_DECLS
