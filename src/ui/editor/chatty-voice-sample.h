/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-player.h"
#include "chatty-speech.h"

G_BEGIN_DECLS

/**
 * ChattyVoiceSample: (object) the button that lets a voice be heard.
 *
 * Asks for a short sample when it is pressed, and never before: platforms
 * charge for what is spoken. Pressed again, it stops.
 */
#define CHATTY_TYPE_VOICE_SAMPLE (chatty_voice_sample_get_type ())
G_DECLARE_FINAL_TYPE (ChattyVoiceSample, chatty_voice_sample, CHATTY, VOICE_SAMPLE, GtkWidget)

GtkWidget *chatty_voice_sample_new        (void);
void       chatty_voice_sample_set_speech (ChattyVoiceSample *self,
                                           ChattySpeech      *speech);
void       chatty_voice_sample_set_player (ChattyVoiceSample *self,
                                           ChattyPlayer      *player);
void       chatty_voice_sample_set_voice  (ChattyVoiceSample *self,
                                           const char        *voice,
                                           const char        *language);
void       chatty_voice_sample_set_text   (ChattyVoiceSample *self,
                                           const char        *text);

G_END_DECLS
