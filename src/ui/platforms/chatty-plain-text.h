/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyPlainText: (object) a text from outside, to be read and copied from:
 * as it is, whatever markup it looks like. A long one scrolls.
 */
#define CHATTY_TYPE_PLAIN_TEXT (chatty_plain_text_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlainText, chatty_plain_text, CHATTY, PLAIN_TEXT, GtkWidget)

GtkWidget *chatty_plain_text_new      (const char      *name);
void       chatty_plain_text_set_text (ChattyPlainText *self,
                                       const char      *text);

G_END_DECLS
