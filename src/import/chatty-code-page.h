/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *chatty_code_page_decode (const char  *bytes,
                               gsize        length,
                               const char  *guess,
                               const char **name,
                               gsize       *text_length);

G_END_DECLS
