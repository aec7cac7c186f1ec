/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyDate:
 * @year: 0 if only a time of day was given
 * @month: 1 to 12
 * @day: 1 to 31
 * @has_time: whether @seconds was given
 * @has_zone: whether @offset was given
 * @seconds: of the day
 * @microseconds: of the second
 * @offset: seconds east of Greenwich
 *
 * A date, a time of day, or both, as somebody wrote it.
 */
typedef struct {
  int      year;
  int      month;
  int      day;
  gboolean has_time;
  gboolean has_zone;
  int      seconds;
  int      microseconds;
  int      offset;
} ChattyDate;

gsize    chatty_date_parse      (const char       *text,
                                 gsize             length,
                                 ChattyDate       *date);
gboolean chatty_date_parse_line (const char       *text,
                                 gsize             length,
                                 ChattyDate       *date);
gint64   chatty_date_to_time    (const ChattyDate *date);

G_END_DECLS
