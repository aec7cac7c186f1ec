/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyImportLimits:
 * @max_text_bytes: largest text, Markdown or RTF file
 * @max_pdf_bytes: largest PDF file
 * @max_pages: pages of a PDF
 * @max_depth: nesting of groups or values
 * @max_seconds: time for one file
 * @max_memory_bytes: address space of the helper process
 *
 * What a file from outside may cost.
 */
typedef struct {
  gsize max_text_bytes;
  gsize max_pdf_bytes;
  guint max_pages;
  guint max_depth;
  guint max_seconds;
  gsize max_memory_bytes;
} ChattyImportLimits;

void chatty_import_limits_init (ChattyImportLimits *limits);

G_END_DECLS
