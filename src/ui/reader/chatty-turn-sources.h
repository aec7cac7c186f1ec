/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn.h"

G_BEGIN_DECLS

/* What an answer rests on, as numbered chips under it, and what was thought
 * before it, folded above it. */

GtkWidget *chatty_turn_sources_new (ChattyTurn *turn);
GtkWidget *chatty_turn_thought_new (ChattyTurn *turn);

G_END_DECLS
