/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyTurnEditor: (object) says something else in the place of a turn.
 *
 * Its buttons activate "turn.edit-send" and "turn.edit-cancel", as Ctrl+Enter
 * and Escape do.
 */
#define CHATTY_TYPE_TURN_EDITOR (chatty_turn_editor_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnEditor, chatty_turn_editor, CHATTY, TURN_EDITOR, GtkWidget)

GtkWidget *chatty_turn_editor_new (GtkTextBuffer *buffer);

G_END_DECLS
