/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/* The characters of a vault: instances/<callsign>/. Blocking, any thread. The
 * vault emits "changed" for them too, also when another program wrote. */

/* (element-type ChattyCharacterRecord): all that can be read; what cannot be
 * is told by @problems: (out) (optional) (element-type GError), by name and
 * place. A character with a problem is there, with its links, and cannot be
 * read: whoever compares lists must not take it for deleted or not linked. */
GPtrArray             *chatty_vault_list_records   (ChattyVault            *self,
                                                    GPtrArray             **problems,
                                                    GCancellable           *cancellable,
                                                    GError                **error);
ChattyCharacterRecord *chatty_vault_load_record    (ChattyVault            *self,
                                                    const char             *callsign,
                                                    gboolean                with_hashes,
                                                    GCancellable           *cancellable,
                                                    GError                **error);

/**
 * chatty_vault_batch_store_record:
 * @before: (nullable): what the change began from; %NULL for a new character
 * @after: what it is to become
 * @who: as in #ChattyFieldChange
 *
 * Writes what differs between @before and @after, field by field, over what
 * the files say now. A field that was changed in the meantime by somebody else
 * and is changed here too takes the value of @after, its other value goes to
 * the history, and @outcome is %CHATTY_STORED_KEPT_BOTH with @both the flags of
 * those fields. Every value that is replaced goes to the history in the same
 * batch. Bytes of the files that do not belong to a changed field stay as they
 * are. @stored is the record as it is then.
 *
 * It is made at once, all of its files and history lines or none, and on the
 * disk when this returns; the batch is what Undo takes back. A character that
 * was deleted since @before was read comes back with its callsign, as
 * %CHATTY_STORED_ADDED. A new one gets the callsign of @after if it has
 * Chatty's form and is free, else one made from its name.
 */
gboolean               chatty_vault_batch_store_record  (ChattyVaultBatch       *batch,
                                                         ChattyCharacterRecord  *before,
                                                         ChattyCharacterRecord  *after,
                                                         const char             *who,
                                                         ChattyStored           *outcome,
                                                         guint                  *both,
                                                         ChattyCharacterRecord **stored,
                                                         GCancellable           *cancellable,
                                                         GError                **error);
/* Conversations in its folder stay, and keep its callsign; so does its history. */
gboolean               chatty_vault_batch_trash_record  (ChattyVaultBatch       *batch,
                                                         const char             *callsign,
                                                         GError                **error);
/* Puts a file beside the character as a knowledge document: a new one, or a
 * new content for the one of that name. @name: (nullable): the file's own. */
gboolean               chatty_vault_batch_add_document  (ChattyVaultBatch       *batch,
                                                         const char             *callsign,
                                                         GFile                  *file,
                                                         const char             *name,
                                                         char                  **stored_name,
                                                         GCancellable           *cancellable,
                                                         GError                **error);
gboolean               chatty_vault_batch_trash_document (ChattyVaultBatch      *batch,
                                                         const char             *callsign,
                                                         const char             *name,
                                                         GError                **error);
/* @png: (nullable): a PNG picture; %NULL takes the picture away. */
gboolean               chatty_vault_batch_set_avatar    (ChattyVaultBatch       *batch,
                                                         const char             *callsign,
                                                         GBytes                 *png,
                                                         GError                **error);
GFile                 *chatty_vault_get_document_file   (ChattyVault            *self,
                                                         const char             *callsign,
                                                         const char             *name,
                                                         GError                **error);

/* The history of a character, newest first: GPtrArray of ChattyFieldChange. */
GPtrArray             *chatty_vault_list_history        (ChattyVault            *self,
                                                         const char             *callsign,
                                                         GCancellable           *cancellable,
                                                         GError                **error);
/* A value that was replaced on a platform: part of the batch, on the disk
 * before the call to the platform is made if @now. */
gboolean               chatty_vault_batch_add_history   (ChattyVaultBatch       *batch,
                                                         const char             *callsign,
                                                         const ChattyFieldChange *change,
                                                         gboolean                now,
                                                         GError                **error);

/* Unsaved edits, kept over a crash: one JSON text for a character, "" for a new
 * one. Not part of a batch. */
gboolean               chatty_vault_save_draft          (ChattyVault            *self,
                                                         const char             *callsign,
                                                         const char             *json,   /* nullable: drop it */
                                                         GError                **error);
char                  *chatty_vault_load_draft          (ChattyVault            *self,
                                                         const char             *callsign,
                                                         GError                **error); /* NULL without error: none */

/* Small files of state, such as the intents of a sync run: .chatty/state/NAME.
 * Written whole, on the disk when it returns. */
gboolean               chatty_vault_save_state          (ChattyVault            *self,
                                                         const char             *name,
                                                         const char             *text,   /* nullable: remove it */
                                                         GError                **error);
char                  *chatty_vault_load_state          (ChattyVault            *self,
                                                         const char             *name,
                                                         GError                **error); /* NULL without error: none */

G_END_DECLS
