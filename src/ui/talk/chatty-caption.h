/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <pango/pango.h>

#include "chatty-audio-stream.h"

G_BEGIN_DECLS

char *chatty_caption_dup_line (GArray         *words,
                               guint           word,
                               PangoAttrList **attributes);

G_END_DECLS
