/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GListModel *chatty_slow_start_new (GtkWidget  *view,
                                   GListModel *model);

G_END_DECLS
