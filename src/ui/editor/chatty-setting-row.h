/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

#include "chatty-setting.h"

G_BEGIN_DECLS

/**
 * ChattySettingRow: (object) something that can be set about the answers of a
 * platform's model; left alone, it is the platform's own.
 *
 * A value that does not fit is shown and kept until the person changes it.
 * Signal "changed": the person changed it; never emitted for set_value(), and
 * not for what is typed and cannot be taken.
 */
#define CHATTY_TYPE_SETTING_ROW (chatty_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattySettingRow, chatty_setting_row, CHATTY, SETTING_ROW,
                      AdwPreferencesRow)

GtkWidget           *chatty_setting_row_new         (const ChattySetting *setting);
const ChattySetting *chatty_setting_row_get_setting (ChattySettingRow    *self);
JsonNode            *chatty_setting_row_get_value   (ChattySettingRow    *self);
void                 chatty_setting_row_set_value   (ChattySettingRow    *self,
                                                     JsonNode            *value);
void                 chatty_setting_row_set_editable (ChattySettingRow   *self,
                                                     gboolean             editable);
/* What it is edited with: a #GtkEntry or a #GtkDropDown. */
GtkWidget           *chatty_setting_row_get_control (ChattySettingRow    *self);

G_END_DECLS
