/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-speaker.h"

G_BEGIN_DECLS

/**
 * ChattyVoiceBar: (object) what is heard: play and pause, where in it, how fast
 * and how loud, as a file; and its words as they are spoken.
 *
 * Hidden while nothing plays or can be heard. It tells screen readers what
 * changes, politely.
 */
#define CHATTY_TYPE_VOICE_BAR (chatty_voice_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyVoiceBar, chatty_voice_bar, CHATTY, VOICE_BAR, GtkWidget)

GtkWidget *chatty_voice_bar_new         (void);
void       chatty_voice_bar_set_speaker (ChattyVoiceBar *self,
                                         ChattySpeaker  *speaker); /* nullable */
/* Space: plays or pauses. FALSE where there is nothing to be heard. */
gboolean   chatty_voice_bar_toggle      (ChattyVoiceBar *self);

G_END_DECLS
