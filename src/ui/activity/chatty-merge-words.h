/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the report of a run of the kind "merge" tells people. */
char *chatty_merge_words_dup_title       (const char *report);
char *chatty_merge_words_dup_description (const char *report);

G_END_DECLS
