/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-rich-document.h"

G_BEGIN_DECLS

ChattyRichDocument *chatty_rtf_parse (const char  *data,
                                     gsize        length,
                                     guint        max_depth,
                                     GError     **error);

G_END_DECLS
