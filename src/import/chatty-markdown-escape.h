/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean chatty_markdown_looks_like_source (const char  *text,
                                            gsize        length);
void     chatty_markdown_append_escaped    (GString     *out,
                                            const char  *text,
                                            gsize        length,
                                            gunichar     before,
                                            gunichar     after,
                                            gboolean     in_cell);
void     chatty_markdown_append_line_start (GString     *out,
                                            const char  *line,
                                            gsize        length);
void     chatty_markdown_append_code_span  (GString     *out,
                                            const char  *text,
                                            gsize        length);
void     chatty_markdown_append_fence      (GString     *out,
                                            const char  *text,
                                            gsize        length,
                                            const char  *language);
void     chatty_markdown_append_address    (GString     *out,
                                            const char  *address);

G_END_DECLS
