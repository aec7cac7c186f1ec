/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-markdown-document.h"

G_BEGIN_DECLS

/* Only for the document and what makes it: arrays of #ChattyMarkdownRun. */

GArray   *chatty_markdown_runs_new     (void);
void      chatty_markdown_runs_add     (GArray *runs,
                                        guint   start,
                                        guint   length,
                                        gsize   source,
                                        gsize   source_length);
GArray   *chatty_markdown_runs_split   (GArray *runs,
                                        guint   start);
gboolean  chatty_markdown_runs_find    (GArray *runs,
                                        gsize   start,
                                        gsize   end,
                                        guint  *first,
                                        guint  *last);

G_END_DECLS
