/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattySpan:
 * @start: bytes of the text before it
 * @end: bytes of the text before what comes behind it
 *
 * A passage of a turn's text, whole characters.
 */
typedef struct {
  gsize start;
  gsize end;
} ChattySpan;

/**
 * ChattySource:
 * @title: what the document or page is called, "" where nobody knows
 * @uri: (nullable): its address; never loaded by itself
 * @document: (nullable): the platform's id of the document, where it is one
 * @excerpt: (nullable): the words of it that were used
 * @page: on which page they stand, from 1; 0 where that is not known
 * @spans: (array length=n_spans): the passages that rest on it, in the order
 *   of the text
 * @n_spans: how many
 *
 * What a turn rests on. Immutable and atomically counted. Texts are valid
 * UTF-8.
 */
typedef struct {
  const char       *title;
  const char       *uri;
  const char       *document;
  const char       *excerpt;
  guint             page;
  const ChattySpan *spans;
  guint             n_spans;
} ChattySource;

#define CHATTY_TYPE_SOURCE (chatty_source_get_type ())
GType         chatty_source_get_type (void);
ChattySource *chatty_source_new      (const ChattySource *fields);
ChattySource *chatty_source_new_moved (const ChattySource *source,
                                       gsize               before,
                                       const char         *text,
                                       gsize               length);
ChattySource *chatty_source_ref      (ChattySource       *self);
void          chatty_source_unref    (ChattySource       *self);
gboolean      chatty_source_equal    (const ChattySource *a,
                                      const ChattySource *b);
gboolean      chatty_span_fit        (ChattySpan         *span,
                                      const char         *text,
                                      gsize               length);
int           chatty_span_compare    (gconstpointer       a,
                                      gconstpointer       b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySource, chatty_source_unref)

G_END_DECLS
