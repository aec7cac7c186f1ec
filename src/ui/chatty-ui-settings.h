/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-time.h"

G_BEGIN_DECLS

#define CHATTY_SETTING_VAULT_FOLDER      "vault-folder"
#define CHATTY_SETTING_DEFAULT_PLATFORM  "default-platform"
#define CHATTY_SETTING_DEFAULT_CHARACTER "default-character"
#define CHATTY_SETTING_DATE_STYLE        "date-style"
#define CHATTY_SETTING_CLOCK_STYLE       "clock-style"
#define CHATTY_SETTING_WINDOW_WIDTH      "window-width"
#define CHATTY_SETTING_WINDOW_HEIGHT     "window-height"
#define CHATTY_SETTING_WINDOW_MAXIMIZED  "window-maximized"
#define CHATTY_SETTING_SORT_ORDER        "sort-order"
#define CHATTY_SETTING_SYNC_INTERVAL     "sync-interval"
#define CHATTY_SETTING_SYNC_POLICY       "sync-policy"
#define CHATTY_SETTING_SYNC_METERED      "sync-metered"
#define CHATTY_SETTING_COMPOSER_ENTER_SENDS "composer-enter-sends"
#define CHATTY_SETTING_VOICE_SPEAKS      "voice-speaks"
#define CHATTY_SETTING_VOICE_VOLUME      "voice-volume"
#define CHATTY_SETTING_VOICE_SPEED       "voice-speed"
#define CHATTY_SETTING_VOICE_FORMAT      "voice-format"
#define CHATTY_SETTING_VOICE_CACHE_SIZE  "voice-cache-size"

GSettings *chatty_ui_settings_get         (void);
void       chatty_ui_settings_bind_choice (const char        *key,
                                           gpointer           object,
                                           const char *const *names);

/* How times are shown, after the settings; times are those of chatty-time.h,
 * shown in local time. All give a new string, "" for CHATTY_TIME_NONE.
 * Views that stay open connect to "changed::date-style" and
 * "changed::clock-style" of the settings. */
char      *chatty_ui_format_time_short    (gint64 time);  /* for a list: "10:30", "Yesterday", "12 Mar 2024" */
char      *chatty_ui_format_time_exact    (gint64 time);  /* date and time to the second */
char      *chatty_ui_format_date          (gint64 time);  /* day only */
char      *chatty_ui_format_clock         (gint64 time);  /* time of day, minutes */

G_END_DECLS
