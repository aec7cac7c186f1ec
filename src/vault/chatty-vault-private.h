/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "chatty-journal.h"
#include "chatty-lock.h"
#include "chatty-stored-file.h"
#include "chatty-vault.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* What the parts of the store see of each other. */

ChattyVaultFiles *chatty_vault_get_files      (ChattyVault       *self);
ChattyIndex      *chatty_vault_get_index      (ChattyVault       *self);
gboolean          chatty_vault_check_writable (ChattyVault       *self,
                                               GError           **error);
void              chatty_vault_tell_changed   (ChattyVault       *self);
void              chatty_vault_refresh_later  (ChattyVault       *self,
                                               GPtrArray         *paths);
ChattyStoredFile *chatty_vault_load_stored    (ChattyVault       *self,
                                               const char        *id,
                                               char             **path,
                                               GCancellable      *cancellable,
                                               GError           **error);

char             *chatty_vault_find_path      (ChattyVault       *self,
                                               const char        *id,
                                               GError           **error);

/* Small files of the vault's own, written whole. NULL as text removes it; NULL
 * without an error when reading: it is not there. */
gboolean          chatty_vault_save_file      (ChattyVault       *self,
                                               const char        *path,
                                               const char        *text,
                                               GError           **error);
char             *chatty_vault_load_file      (ChattyVault       *self,
                                               const char        *path,
                                               GError           **error);

/* Appending to a transcript. Between lock and release the file keeps its
 * place. */
ChattyLock       *chatty_vault_append_begin   (ChattyVault       *self,
                                               const char        *id,
                                               char             **path,
                                               GError           **error);
gboolean          chatty_vault_append_text    (ChattyVaultFiles  *files,
                                               const char        *path,
                                               const GString     *text,
                                               GError           **error);
void              chatty_vault_append_end     (ChattyVault       *self,
                                               const char        *path,
                                               ChattyLock        *lock);
void              chatty_vault_append_repair  (ChattyVaultFiles  *files);

/* What hangs on a transcript and goes where it goes: the files of its turns,
 * beside it, and in .chatty what was sent and what it needs to go on. */
char             *chatty_vault_companion_folder (const char      *path);
char             *chatty_vault_companion_state  (const char      *folder,
                                               const char        *id,
                                               const char        *ending);
void              chatty_vault_companions_follow (ChattyVaultFiles *files,
                                               const char        *id,
                                               const char        *from,
                                               const char        *to);

/* Where a new file goes: to @path, or else into @folder, named for @title.
 * What hangs on it comes from @kept, in the trash. */
typedef struct {
  const char *folder;
  const char *title;
  const char *path;
  const char *kept;
} ChattyPlace;

/* One change each, to be done with the group that it falls in. */
gboolean          chatty_vault_batch_add      (ChattyVaultBatch  *self,
                                               ChattyTranscript  *transcript,
                                               ChattyTranscript  *incoming,
                                               ChattyDraft       *draft,
                                               mode_t             mode,
                                               const ChattyPlace *place,
                                               char             **path,
                                               GError           **error);
gboolean          chatty_vault_batch_replace  (ChattyVaultBatch  *self,
                                               const char        *old_path,
                                               ChattyStoredFile  *old,
                                               ChattyTranscript  *transcript,
                                               ChattyTranscript  *incoming,
                                               ChattyDraft       *draft,
                                               const ChattyPlace *place,
                                               char             **path,
                                               GError           **error);
gboolean          chatty_vault_batch_remove   (ChattyVaultBatch  *self,
                                               const char        *path,
                                               ChattyStoredFile  *old,
                                               GError           **error);
gboolean          chatty_vault_batch_settle   (ChattyVaultBatch  *self,
                                               const char        *key,
                                               GError           **error);

int               chatty_vault_setup_check    (ChattyVaultFiles  *files,
                                               GError           **error);
gboolean          chatty_vault_setup_folder   (ChattyVaultFiles  *files,
                                               int                version,
                                               GError           **error);
gboolean          chatty_vault_finish_append (ChattyVaultFiles    *files,
                                               GError           **error);
gboolean          chatty_vault_recover        (ChattyVaultFiles  *files,
                                               GError           **error);

/* Called between any two steps that leave a trace on the disk. Tests end the
 * process there. */
typedef void (*ChattyVaultStepFunc) (const char *step);
extern ChattyVaultStepFunc chatty_vault_step_func;
#define CHATTY_VAULT_STEP(name) \
  G_STMT_START { \
    if (chatty_vault_step_func != NULL) \
      chatty_vault_step_func (name); \
  } G_STMT_END

G_END_DECLS
