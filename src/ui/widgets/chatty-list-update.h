/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattyStayFunc:
 * @shown: an item of a list
 * @item: what is to be there now
 *
 * Decides whether @shown can stay in place of @item; takes over what has
 * changed if it does.
 */
typedef gboolean (*ChattyStayFunc) (gpointer shown,
                                    gpointer item);

void chatty_list_update (GListStore     *store,
                         GPtrArray      *items,
                         ChattyStayFunc  stays);

G_END_DECLS
