/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-link.h"
#include "chatty-knowledge.h"

G_BEGIN_DECLS

/**
 * ChattySyncDocument:
 * @id: (nullable): the platform's
 * @sha256: (nullable): of the content that it has
 * @waiting: whether it is still to be connected
 * @left: whether the person said to leave it as it is
 *
 * What a link remembers of a knowledge document.
 */
typedef struct {
  char     *id;
  char     *sha256;
  gboolean  waiting;
  gboolean  left;
} ChattySyncDocument;

void                chatty_sync_document_free   (ChattySyncDocument        *self);
GHashTable         *chatty_sync_documents_read  (const ChattyCharacterLink *link);
char               *chatty_sync_documents_write (GHashTable                *documents);
gboolean            chatty_sync_document_fits   (const ChattyKnowledgeLimits *limits,
                                                 const char                *name,
                                                 gint64                     size);
ChattyDocument     *chatty_sync_document_find   (GPtrArray                 *there,
                                                 const char                *id);

G_END_DECLS
