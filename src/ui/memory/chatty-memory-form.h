/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-memory-edit.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryForm: (object) where a note is written: its text, what it is
 * about, and two buttons.
 *
 * Ctrl+Enter keeps it, Escape leaves it. Signals: "saved" and "cancelled".
 */
#define CHATTY_TYPE_MEMORY_FORM (chatty_memory_form_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryForm, chatty_memory_form, CHATTY, MEMORY_FORM, GtkWidget)

void chatty_memory_form_set_edit (ChattyMemoryForm *self,
                                  ChattyMemoryEdit *edit);

G_END_DECLS
