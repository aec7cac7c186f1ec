/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-import-limits.h"
#include "chatty-reading.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_READER (chatty_reader_get_type ())
G_DECLARE_FINAL_TYPE (ChattyReader, chatty_reader, CHATTY, READER, GObject)

/* Reads files of any of the forms. Owns the helper process in which RTF and
 * PDF are taken apart; it may be used from several threads at once. */

ChattyReader  *chatty_reader_new        (const ChattyImportLimits *limits); /* NULL: defaults */
ChattyReading *chatty_reader_read_file  (ChattyReader  *self,
                                         GFile         *file,
                                         GCancellable  *cancellable,
                                         GError       **error);
ChattyReading *chatty_reader_read_bytes (ChattyReader  *self,
                                         GBytes        *bytes,
                                         const char    *name,   /* (nullable): a file name, for guesses and messages */
                                         gint64         modified, /* or CHATTY_TIME_NONE */
                                         GCancellable  *cancellable,
                                         GError       **error);

G_END_DECLS
