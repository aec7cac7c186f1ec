/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-drop-place.h"
#include "chatty-dropped.h"

G_BEGIN_DECLS

/**
 * ChattyDropArea: (object) takes what is dropped anywhere on its child.
 *
 * While something hovers, an overlay says what a drop would do.
 * Property: "child".
 * Signal: "dropped" (ChattyDropped as a pointer, the area's): something was
 * dropped; it may hold refused things only.
 */
#define CHATTY_TYPE_DROP_AREA (chatty_drop_area_get_type ())
G_DECLARE_FINAL_TYPE (ChattyDropArea, chatty_drop_area, CHATTY, DROP_AREA, GtkWidget)

GtkWidget *chatty_drop_area_new       (void);
GtkWidget *chatty_drop_area_get_child (ChattyDropArea *self);
void       chatty_drop_area_set_child (ChattyDropArea *self,
                                       GtkWidget      *child);
gboolean   chatty_drop_area_drop      (ChattyDropArea *self,
                                       const GValue   *value);
ChattyDropPlace *
           chatty_drop_area_get_place (ChattyDropArea *self);
void       chatty_drop_area_set_place (ChattyDropArea *self,
                                       ChattyDropPlace *place);

G_END_DECLS
