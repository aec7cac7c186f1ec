/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GstElement *chatty_sound_sink_new   (const char  *description,
                                     GError     **error);
GstElement *chatty_sound_source_new (const char  *description,
                                     GError     **error);

G_END_DECLS
