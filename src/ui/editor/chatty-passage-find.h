/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean chatty_passage_find (const char *text,
                              const char *excerpt,
                              gsize      *start,
                              gsize      *end);

G_END_DECLS
