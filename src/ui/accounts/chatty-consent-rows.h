/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-connector-info.h"

G_BEGIN_DECLS

GtkWidget *chatty_consent_rows_new_row (const char                *title,
                                        const char                *subtitle);
void       chatty_consent_rows_add     (AdwPreferencesGroup       *group,
                                        const ChattyConnectorInfo *info,
                                        gboolean                   signs_in);

G_END_DECLS
