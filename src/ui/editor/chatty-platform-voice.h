/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-draft.h"
#include "chatty-field.h"
#include "chatty-platform-offers.h"
#include "chatty-player.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformVoice: (object) the voice that a character has on a platform:
 * to be heard, and to be chosen where the platform speaks but keeps no voice for
 * a character. Shown only there.
 */
#define CHATTY_TYPE_PLATFORM_VOICE (chatty_platform_voice_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformVoice, chatty_platform_voice,
                      CHATTY, PLATFORM_VOICE, GtkWidget)

void chatty_platform_voice_set        (ChattyPlatformVoice  *self,
                                       ChattyCharacterDraft *draft,
                                       ChattyPlatformOffers *offers,
                                       gboolean              is_kept,
                                       ChattyField          *field);
void chatty_platform_voice_set_platform (ChattyPlatformVoice *self,
                                       const char           *platform);
void chatty_platform_voice_set_player (ChattyPlatformVoice  *self,
                                       ChattyPlayer         *player);

G_END_DECLS
