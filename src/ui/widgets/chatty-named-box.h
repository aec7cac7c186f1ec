/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyNamedBox: (object) a row of a list that is described in XML. Its
 * property "spoken" names it, and the list's own widget around it.
 */
#define CHATTY_TYPE_NAMED_BOX (chatty_named_box_get_type ())
G_DECLARE_FINAL_TYPE (ChattyNamedBox, chatty_named_box, CHATTY, NAMED_BOX, GtkBox)

G_END_DECLS
