/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-reader.h"

G_BEGIN_DECLS

/* Reads a text as if it were a file; fails the test if that gives an error. */
ChattyReading *import_read_text      (const char       *text,
                                      const char       *name);
ChattyReading *import_read_data      (const char       *data,
                                      gsize             length,
                                      const char       *name);

/* The turns as text: "P words", "A words", "S", "T" and "N", with " | "
 * between them and line feeds shown as a pilcrow. */
char          *import_outline        (ChattyTranscript *transcript);

/* Compares the only transcript of a text with an outline. */
void           import_assert_outline (const char       *text,
                                      const char       *name,
                                      const char       *outline);

/* White space folded to single blanks, Markdown escapes taken off. */
char          *import_fold           (const char       *text);

char          *import_encode         (const char       *text,
                                      const char       *encoding,
                                      gsize            *length);

G_END_DECLS
