/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-folder.h"
#include "chatty-character-history.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/* Makes records of the folders in instances/. */

GPtrArray             *chatty_characters_list_callsigns (ChattyVaultFiles      *files,
                                                         GError               **error);
guint64                chatty_characters_fingerprint    (ChattyVaultFiles      *files);
ChattyCharacterRecord *chatty_character_reader_load     (ChattyVault           *vault,
                                                         const char            *callsign,
                                                         gboolean               with_hashes,
                                                         GCancellable          *cancellable,
                                                         GError               **error);
ChattyCharacterRecord *chatty_character_reader_make     (ChattyVaultFiles      *files,
                                                         ChattyCharacterFolder *folder,
                                                         gboolean               with_hashes,
                                                         GCancellable          *cancellable,
                                                         GError               **error);
GPtrArray             *chatty_character_reader_compare_copies
                                                        (ChattyVaultFiles      *files,
                                                         ChattyCharacterFolder *folder,
                                                         ChattyCharacterRecord *record);

G_END_DECLS
