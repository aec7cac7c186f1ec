/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattySseReader:
 *
 * Reads Server-Sent Events (WHATWG HTML, section 9.2.6) out of a stream of
 * bytes: the same events however the stream is cut. It differs from the
 * standard in one point: an event that the end of the stream leaves without
 * its empty line is told all the same, since platforms do not send one.
 */
typedef struct _ChattySseReader ChattySseReader;

/**
 * ChattySseEvent:
 * @type: the event's name, "message" when it has none; valid UTF-8
 * @data: the data lines joined by newlines; valid UTF-8, NUL-terminated
 * @length: bytes in @data
 * @id: the last event id so far, "" when there is none; valid UTF-8
 */
typedef struct {
  const char *type;
  const char *data;
  gsize       length;
  const char *id;
} ChattySseEvent;

typedef gboolean (*ChattySseFunc) (const ChattySseEvent  *event,
                                   gpointer               user_data,
                                   GError               **error);

ChattySseReader *chatty_sse_reader_new        (ChattySseFunc      func,
                                               gpointer           user_data);
void             chatty_sse_reader_free       (ChattySseReader   *self);
void             chatty_sse_reader_set_limits (ChattySseReader   *self,
                                               gsize              max_line,
                                               gsize              max_event,
                                               guint              max_events);
gboolean         chatty_sse_reader_feed       (ChattySseReader   *self,
                                               const char        *bytes,
                                               gsize              length,
                                               GError           **error);
gboolean         chatty_sse_reader_finish     (ChattySseReader   *self,
                                               GError           **error);
gint64           chatty_sse_reader_get_retry  (ChattySseReader   *self);
const char      *chatty_sse_reader_get_last_id (ChattySseReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySseReader, chatty_sse_reader_free)

G_END_DECLS
