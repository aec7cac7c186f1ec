/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyTrouble: (object) what a platform refused, in a sentence, and the one
 * button that helps.
 *
 * The button opens the account's settings where signing in again helps; else
 * it emits "retry", as soon as the platform wants to be asked again.
 * Property: "compact": a bar and not a page.
 */
#define CHATTY_TYPE_TROUBLE (chatty_trouble_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTrouble, chatty_trouble, CHATTY, TROUBLE, GtkWidget)

GtkWidget *chatty_trouble_new         (gboolean       compact);
void       chatty_trouble_set_account (ChattyTrouble *self,
                                       const char    *account_id);
void       chatty_trouble_set_error   (ChattyTrouble *self,
                                       const GError  *error);

G_END_DECLS
