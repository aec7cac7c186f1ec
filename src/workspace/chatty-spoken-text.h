/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person would read out of a line of Markdown: links by their text,
 * addresses by their host, without marks of emphasis, tags and emoji. Pure. */
char *chatty_spoken_text_from_line (const char *line,
                                    gssize      length);

G_END_DECLS
