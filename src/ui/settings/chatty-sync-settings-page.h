/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-sync-service.h"

G_BEGIN_DECLS

/**
 * ChattySyncSettingsPage: (object) the page of the settings that says when
 * characters are synced, and who wins.
 */
#define CHATTY_TYPE_SYNC_SETTINGS_PAGE (chatty_sync_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncSettingsPage, chatty_sync_settings_page,
                      CHATTY, SYNC_SETTINGS_PAGE, AdwPreferencesPage)

void chatty_sync_settings_page_set_service (ChattySyncSettingsPage *self,
                                            ChattySyncService      *service); /* nullable */

G_END_DECLS
