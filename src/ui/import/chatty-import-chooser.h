/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*ChattyImportChosenFunc) (GListModel *files,   /* of GFile */
                                        gpointer    user_data);

void chatty_import_choose (GtkWindow              *parent,
                           gboolean                folders,
                           ChattyImportChosenFunc  func,
                           gpointer                user_data,
                           GDestroyNotify          destroy);

G_END_DECLS
