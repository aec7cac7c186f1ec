/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn-host.h"
#include "chatty-turn.h"

G_BEGIN_DECLS

/**
 * ChattySourceDetails: (object) what a popover tells of a source: its name, the
 * passages that rest on it, its words, and the way to the document.
 */
#define CHATTY_TYPE_SOURCE_DETAILS (chatty_source_details_get_type ())
G_DECLARE_FINAL_TYPE (ChattySourceDetails, chatty_source_details, CHATTY, SOURCE_DETAILS, GtkWidget)

GtkWidget *chatty_source_details_new_popover (ChattyTurnHost *host,
                                              ChattyTurn     *turn,
                                              guint           number,
                                              guint           nth);

G_END_DECLS
