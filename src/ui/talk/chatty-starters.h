/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyStarters: (object) what a person may say first, a button each. Hidden
 * where there is nothing.
 *
 * Signal: "said" (const char *text).
 */
#define CHATTY_TYPE_STARTERS (chatty_starters_get_type ())
G_DECLARE_FINAL_TYPE (ChattyStarters, chatty_starters, CHATTY, STARTERS, GtkWidget)

void chatty_starters_set (ChattyStarters    *self,
                          const char *const *texts);   /* nullable */

G_END_DECLS
