/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-memory-note.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/* What a character remembers: instances/<callsign>/config/memory.json. All of
 * this is plain and blocking, for worker threads. */

GPtrArray *chatty_vault_list_memory   (ChattyVault             *self,
                                       const char              *callsign,
                                       GError                 **error); /* of ChattyMemoryNote, oldest first */
char      *chatty_vault_add_memory    (ChattyVault             *self,
                                       const char              *callsign,
                                       const ChattyMemoryNote  *note,
                                       GError                 **error); /* its id */
gboolean   chatty_vault_change_memory (ChattyVault             *self,
                                       const char              *callsign,
                                       const ChattyMemoryNote  *note,
                                       GError                 **error);
gboolean   chatty_vault_delete_memory (ChattyVault             *self,
                                       const char              *callsign,
                                       const char              *note_id,  /* (nullable): all of them */
                                       ChattyMemoryNote       **deleted,  /* (out) (optional) */
                                       GError                 **error);

G_END_DECLS
