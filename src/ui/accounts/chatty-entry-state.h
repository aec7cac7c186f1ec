/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void chatty_entry_set_invalid (AdwEntryRow *row,
                               gboolean     invalid);

G_END_DECLS
