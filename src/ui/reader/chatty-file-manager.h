/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chatty_file_manager_show (GtkWidget *widget,
                               GFile     *file);
void chatty_file_manager_open (GtkWidget *widget,
                               GFile     *file);

G_END_DECLS
