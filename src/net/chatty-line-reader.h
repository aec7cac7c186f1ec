/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattyLineReader:
 *
 * Cuts a stream of bytes into lines, as NDJSON needs it: the same lines
 * however the stream is cut. A byte order mark at the start is dropped, the
 * last line needs no end.
 */
typedef struct _ChattyLineReader ChattyLineReader;

/**
 * ChattyLineFlags:
 * @CHATTY_LINE_DEFAULT: a line ends with LF or CR LF; CR alone is content
 * @CHATTY_LINE_CR: CR alone ends a line as well
 * @CHATTY_LINE_KEEP_EMPTY: empty lines are told too
 */
typedef enum {
  CHATTY_LINE_DEFAULT = 0,
  CHATTY_LINE_CR = 1 << 0,
  CHATTY_LINE_KEEP_EMPTY = 1 << 1,
} ChattyLineFlags;

/**
 * ChattyLineFunc:
 * @line: the line without its end, followed by NUL (it may hold NUL as well);
 *   not checked to be UTF-8
 * @length: bytes in @line
 * @user_data: what was given to chatty_line_reader_new()
 * @error: set when the function returns %FALSE
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*ChattyLineFunc) (const char  *line,
                                    gsize        length,
                                    gpointer     user_data,
                                    GError     **error);

ChattyLineReader *chatty_line_reader_new    (ChattyLineFlags    flags,
                                             ChattyLineFunc     func,
                                             gpointer           user_data);
void              chatty_line_reader_free   (ChattyLineReader  *self);
void              chatty_line_reader_set_limits (ChattyLineReader *self,
                                             gsize              max_line,
                                             guint              max_lines);
gboolean          chatty_line_reader_feed   (ChattyLineReader  *self,
                                             const char        *bytes,
                                             gsize              length,
                                             GError           **error);
gboolean          chatty_line_reader_finish (ChattyLineReader  *self,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyLineReader, chatty_line_reader_free)

G_END_DECLS
