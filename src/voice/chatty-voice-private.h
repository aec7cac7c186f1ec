/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gst/gst.h>

#include "chatty-voice-check.h"

G_BEGIN_DECLS

gboolean    chatty_voice_start_gstreamer (GError     **error);
GstElement *chatty_voice_make            (const char  *media_type,
                                          guint        nth);

G_END_DECLS
