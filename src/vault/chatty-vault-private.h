/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "chatty-journal.h"
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

/* Where a new file goes: to @path, or else into @folder, named for @title. */
typedef struct {
  const char *folder;
  const char *title;
  const char *path;
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
