/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-play-time.h"

/**
 * chatty_play_time_format:
 * @microseconds: how long; less than nothing is nothing
 *
 * Returns: (transfer full): minutes and seconds, as players show them
 */
char *
chatty_play_time_format (gint64 microseconds)
{
  gint64 seconds = MAX (microseconds, 0) / G_USEC_PER_SEC;

  /* Translators: minutes and seconds of a recording */
  return g_strdup_printf (C_("duration", "%d:%02d"), (int) MIN (seconds / 60, G_MAXINT),
                          (int) (seconds % 60));
}
