/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a person finds on the pages of accounts, by what is written on it. */
GtkWidget *find_row    (GtkWidget       *widget,
                        const char      *title);
GtkWidget *find_button (GtkWidget       *widget,
                        const char      *label);
void       press       (GtkWidget       *inside,
                        const char      *label);
void       press_key   (GtkWidget       *widget,
                        guint            keyval,
                        GdkModifierType  modifiers);

G_END_DECLS
