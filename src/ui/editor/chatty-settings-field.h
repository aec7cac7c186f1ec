/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-field.h"
#include "chatty-setting-rows.h"

G_BEGIN_DECLS

/**
 * ChattySettingsField: (object) how a platform's model answers, as rows; its
 * value is the JSON text.
 */
#define CHATTY_TYPE_SETTINGS_FIELD (chatty_settings_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattySettingsField, chatty_settings_field, CHATTY, SETTINGS_FIELD,
                      ChattyField)

GtkWidget         *chatty_settings_field_new      (const ChattySetting *settings,
                                                   guint                n_settings);
ChattySettingRows *chatty_settings_field_get_rows (ChattySettingsField *self);

G_END_DECLS
