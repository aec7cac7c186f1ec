/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyDocument:
 * @id: the platform's id
 * @name: the file's name
 * @size: bytes, or -1
 * @added: when it was uploaded, or %CHATTY_TIME_NONE
 * @ready: whether the platform has finished reading it
 * @attached: whether the character that was asked about knows it
 * @importable: whether it is a file that lies at the platform and may be taken
 *   into what a character knows; it is listed beside what comes of it
 * @expires: when the platform deletes it by itself; 0 where it does not
 * @note: (nullable): what else a person should know of it, such as where it
 *   lies where that is not the usual place; where it is not ready, why
 *
 * A knowledge document of a platform. Immutable and atomically counted.
 */
typedef struct {
  const char *id;
  const char *name;
  gint64      size;
  gint64      added;
  gboolean    ready;
  gboolean    attached;
  gboolean    importable;
  gint64      expires;
  const char *note;
} ChattyDocument;

#define CHATTY_TYPE_DOCUMENT (chatty_document_get_type ())
GType           chatty_document_get_type (void);
ChattyDocument *chatty_document_new      (const ChattyDocument *fields);
ChattyDocument *chatty_document_ref      (ChattyDocument       *self);
void            chatty_document_unref    (ChattyDocument       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDocument, chatty_document_unref)

G_END_DECLS
