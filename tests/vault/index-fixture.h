/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "vault-fixture.h"

G_BEGIN_DECLS

/**
 * Shelf: an index over the files of a place, without the store.
 */
typedef struct {
  Place            *place;
  ChattyVaultFiles *files;
  ChattyIndex      *index;
} Shelf;

Shelf       *shelf_new          (void);
void         shelf_free         (Shelf             *self);
void         shelf_reopen       (Shelf             *self);
void         shelf_put          (Shelf             *self,
                                 const char        *name,
                                 const char        *platform,
                                 const char        *date,      /* (nullable) such as "2024-05-06" */
                                 const char * const *turns);
void         shelf_refresh      (Shelf             *self);
char        *shelf_list         (Shelf             *self,
                                 const ChattyTranscriptQuery *query);
char        *shelf_find         (Shelf             *self,
                                 const char        *text);
char        *shelf_hits         (Shelf             *self,
                                 const char        *text);
char        *show_marks         (const char        *snippet);

#define TURNS(...) ((const char * const []) { __VA_ARGS__, NULL })

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shelf, shelf_free)

G_END_DECLS
