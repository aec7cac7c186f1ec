/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ChattyVoiceSettingsPage: (object) the page of the settings about what is heard,
 * and how messages are sent.
 */
#define CHATTY_TYPE_VOICE_SETTINGS_PAGE (chatty_voice_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyVoiceSettingsPage, chatty_voice_settings_page,
                      CHATTY, VOICE_SETTINGS_PAGE, AdwPreferencesPage)

G_END_DECLS
