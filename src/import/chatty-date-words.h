/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int      chatty_date_month_of_word   (const char *word);
gboolean chatty_date_is_weekday      (const char *word);
gboolean chatty_date_zone_of_name    (const char *name,
                                      gsize       length,
                                      int        *seconds);

G_END_DECLS
