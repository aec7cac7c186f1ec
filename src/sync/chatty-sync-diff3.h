/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *chatty_sync_diff3 (const char *base,
                         const char *here,
                         const char *there);

G_END_DECLS
