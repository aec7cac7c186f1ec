/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * Place: an empty folder for a vault and its cache, removed afterwards.
 */
typedef struct {
  char  *root;
  char  *vault_path;
  GFile *vault_folder;
  GFile *cache_folder;
} Place;

Place            *place_new          (void);
void              place_free         (Place             *self);
ChattyVault      *place_open         (Place             *self);
char             *place_path         (Place             *self,
                                      const char        *relative);
char             *place_read         (Place             *self,
                                      const char        *relative);
void              place_write        (Place             *self,
                                      const char        *relative,
                                      const char        *text);
GHashTable       *place_snapshot     (Place             *self);
guint             place_count        (Place             *self,
                                      const char        *below);
void              assert_same_tree   (GHashTable        *a,
                                      GHashTable        *b);

ChattyTranscript *make_transcript    (const char        *id,
                                      const char        *title,
                                      const char        *text);
ChattyTranscript *make_numbered      (guint              number);
ChattyTranscript *retitle            (ChattyTranscript  *transcript,
                                      const char        *title);
ChattyStored      store_one          (ChattyVault       *vault,
                                      ChattyTranscript  *transcript,
                                      char             **path);
void              wait_index         (ChattyVault       *vault);
guint             count_listed       (ChattyVault       *vault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

G_END_DECLS
