/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-sync-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySettingsWindow: (object) everything that a person can set.
 */
#define CHATTY_TYPE_SETTINGS_WINDOW (chatty_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (ChattySettingsWindow, chatty_settings_window, CHATTY, SETTINGS_WINDOW, AdwPreferencesWindow)

GtkWidget *chatty_settings_window_new           (void);
void       chatty_settings_window_set_accounts  (ChattySettingsWindow *self,
                                                 ChattyAccountService *accounts);
void       chatty_settings_window_connect       (ChattySettingsWindow *self,
                                                 const char           *platform);
void       chatty_settings_window_open_account  (ChattySettingsWindow *self,
                                                 ChattyAccount        *account);
void       chatty_settings_window_set_workspace (ChattySettingsWindow *self,
                                                 ChattyWorkspace      *workspace,
                                                 ChattySyncService    *sync);

G_END_DECLS
