/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"

G_BEGIN_DECLS

/* On which platforms the documents of a character are, as far as the last sync
 * knows. */
typedef struct _ChattyDocumentPlaces ChattyDocumentPlaces;

ChattyDocumentPlaces *chatty_document_places_new       (ChattyCharacterRecord *record);
void                  chatty_document_places_free      (ChattyDocumentPlaces  *self);
/* (nullable): for people, one line. */
char                 *chatty_document_places_dup_words (ChattyDocumentPlaces  *self,
                                                        const char            *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDocumentPlaces, chatty_document_places_free)

G_END_DECLS
