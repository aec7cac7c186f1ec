/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XdndSource:
 *
 * A drag from another X11 client: a connection of its own that speaks the
 * protocol (freedesktop.org, "Drag-and-Drop Protocol for the X Window
 * System", version 5) without any toolkit, and offers exactly what it is told.
 */
typedef struct _XdndSource XdndSource;

XdndSource *xdnd_source_new      (GtkWindow  *target);
void        xdnd_source_free     (XdndSource *self);
void        xdnd_source_offer    (XdndSource *self,
                                  const char *type,
                                  const char *data);
gboolean    xdnd_source_hover    (XdndSource *self);
gboolean    xdnd_source_drop     (XdndSource *self);
void        xdnd_source_leave    (XdndSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XdndSource, xdnd_source_free)

G_END_DECLS
