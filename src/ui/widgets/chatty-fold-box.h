/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyFoldBox:
 *
 * Puts its children beside each other where there is room for them, and below
 * each other where there is not: in a narrow window, or with large text.
 */
#define CHATTY_TYPE_FOLD_BOX (chatty_fold_box_get_type ())
G_DECLARE_FINAL_TYPE (ChattyFoldBox, chatty_fold_box, CHATTY, FOLD_BOX, GtkWidget)

G_END_DECLS
