/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *chatty_text_decode       (GBytes      *bytes,
                                  const char **encoding);
const char *chatty_text_is_utf16 (const char *bytes,
                                  gsize       length);
gboolean chatty_text_has_bom     (const char  *bytes,
                                  gsize        length,
                                  const char **encoding,
                                  gsize       *bom_length);

G_END_DECLS
