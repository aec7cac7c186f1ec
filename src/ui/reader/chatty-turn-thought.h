/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyTurnThought: (object) what was thought before an answer, folded. It can
 * be opened while it grows.
 */
#define CHATTY_TYPE_TURN_THOUGHT (chatty_turn_thought_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnThought, chatty_turn_thought, CHATTY, TURN_THOUGHT, GtkWidget)

GtkWidget *chatty_turn_thought_new      (void);
void       chatty_turn_thought_set_text (ChattyTurnThought *self,
                                         const char        *text);
void       chatty_turn_thought_set_time (ChattyTurnThought *self,
                                         gboolean           is_thinking,
                                         int                seconds);
void       chatty_turn_thought_fold     (ChattyTurnThought *self);

G_END_DECLS
