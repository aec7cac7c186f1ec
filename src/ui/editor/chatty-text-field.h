/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-field.h"

G_BEGIN_DECLS

/**
 * ChattyTextField: (object) one line of text.
 *
 * An empty entry is a field that is not set.
 */
#define CHATTY_TYPE_TEXT_FIELD (chatty_text_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTextField, chatty_text_field, CHATTY, TEXT_FIELD, ChattyField)

GtkWidget *chatty_text_field_new         (GtkInputPurpose  purpose);

G_END_DECLS
