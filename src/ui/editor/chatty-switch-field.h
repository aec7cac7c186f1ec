/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-field.h"

G_BEGIN_DECLS

/**
 * ChattySwitchField: (object) yes or no, as the text "true" or "false".
 *
 * It stays unset until the person switches it.
 */
#define CHATTY_TYPE_SWITCH_FIELD (chatty_switch_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattySwitchField, chatty_switch_field, CHATTY, SWITCH_FIELD, ChattyField)

GtkWidget *chatty_switch_field_new (void);

G_END_DECLS
