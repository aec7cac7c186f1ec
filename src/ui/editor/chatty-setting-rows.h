/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-setting.h"
#include "chatty-setting-row.h"

G_BEGIN_DECLS

/**
 * ChattySettingRows: (object) what can be set about the answers of a
 * platform's model, in groups, and the JSON text of it.
 *
 * Members that have no row are kept. A text that cannot be read is kept too,
 * and nothing can be set before the person says to begin anew.
 *
 * Properties: "text" (never %NULL, "" for nothing set; after a change of the
 * person's in the form of chatty_json_settings_normal()), "editable".
 * Signal: "changed": the person changed it; never emitted for set_text().
 */
#define CHATTY_TYPE_SETTING_ROWS (chatty_setting_rows_get_type ())
G_DECLARE_FINAL_TYPE (ChattySettingRows, chatty_setting_rows, CHATTY, SETTING_ROWS, GtkWidget)

GtkWidget        *chatty_setting_rows_new          (const ChattySetting *settings,
                                                    guint                n_settings);
const char       *chatty_setting_rows_get_text     (ChattySettingRows   *self);
void              chatty_setting_rows_set_text     (ChattySettingRows   *self,
                                                    const char          *text);
void              chatty_setting_rows_set_editable (ChattySettingRows   *self,
                                                    gboolean             editable);
ChattySettingRow *chatty_setting_rows_find         (ChattySettingRows   *self,
                                                    const char          *path);

G_END_DECLS
