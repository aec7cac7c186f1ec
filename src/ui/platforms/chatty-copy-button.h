/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyCopyButton: (object) a button that copies a text and says so.
 */
#define CHATTY_TYPE_COPY_BUTTON (chatty_copy_button_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCopyButton, chatty_copy_button, CHATTY, COPY_BUTTON, GtkWidget)

GtkWidget *chatty_copy_button_new      (void);
void       chatty_copy_button_set_text (ChattyCopyButton *self,
                                        const char       *what,
                                        const char       *text);

G_END_DECLS
