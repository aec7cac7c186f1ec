/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-document-text.h"
#include "chatty-reading.h"

G_BEGIN_DECLS

/**
 * ChattyTextSource:
 * @text: valid UTF-8 whose lines end in LF
 * @length: its bytes
 * @name: (nullable): the file's name to show, valid UTF-8
 * @sha256: of the file's bytes, in hexadecimal
 * @modified: when the file was changed, or %CHATTY_TIME_NONE
 * @document: (nullable): what an RTF or PDF file said about itself
 * @deadline: monotonic time at which to give up, or 0
 *
 * A text to read and where it comes from.
 */
typedef struct {
  const char         *text;
  gsize               length;
  const char         *name;
  const char         *sha256;
  gint64              modified;
  ChattyDocumentText *document;
  gint64              deadline;
} ChattyTextSource;

gboolean chatty_text_reader_read (const ChattyTextSource *source,
                                  ChattyReading          *reading,
                                  GCancellable           *cancellable,
                                  GError                **error);

G_END_DECLS
