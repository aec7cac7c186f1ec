/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include "chatty-import-limits.h"

/**
 * chatty_import_limits_init:
 * @limits: (out caller-allocates): what to fill
 *
 * Sets the limits that hold when nobody asks for others. The largest text
 * costs about three times its size while it is read, so two at once stay
 * within the memory that an import may take.
 */
void
chatty_import_limits_init (ChattyImportLimits *limits)
{
  limits->max_text_bytes = 64 * 1024 * 1024;
  limits->max_pdf_bytes = 256 * 1024 * 1024;
  limits->max_pages = 5000;
  limits->max_depth = 512;
  limits->max_seconds = 60;
  limits->max_memory_bytes = 256 * 1024 * 1024;
}
