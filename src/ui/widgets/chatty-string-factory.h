/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkListItemFactory *chatty_string_factory_new (void);
GtkListItemFactory *chatty_choice_factory_new (void);

G_END_DECLS
