/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *chatty_callouts_unfold (const char *text,
                              gsize       length,
                              gsize      *out_length);

G_END_DECLS
