/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-lock.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"

G_BEGIN_DECLS

/**
 * ChattyPending: a change that waits for its group.
 */
typedef struct {
  ChattyChange     *change;
  ChattyTranscript *transcript;  /* (nullable) what the file will hold */
  ChattyTranscript *incoming;    /* (nullable) to store again if things changed */
  char             *staged;      /* (nullable) where the new content is now */
  gboolean          restored;    /* the index has to read the file itself */
  gboolean          placed;      /* a new name is taken for it: */
  char             *folder;
  char             *title;
  char             *wish;        /* (nullable) the path to take if it is free */
  gboolean          plain;       /* no transcript, the index is not told */
  ChattyFileStamp   stamp;       /* of the new content */
  ChattyFileStamp   old_stamp;   /* of the file that goes */
} ChattyPending;

void chatty_pending_free (ChattyPending *pending);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPending, chatty_pending_free)

struct _ChattyVaultBatch {
  GObject            parent_instance;

  ChattyVault       *vault;
  ChattyVaultFiles  *files;
  char              *id;
  char              *kind;
  gint64             time;
  ChattyJournal     *journal;        /* NULL until something is to be done */
  ChattyFolderNames *names;
  GPtrArray         *pending;        /* of ChattyPending */
  GHashTable        *pending_keys;   /* set of ids and paths in them */
  gsize              pending_bytes;
  guint              group_files;    /* flush at so many files */
  gsize              group_bytes;    /* or bytes */
  guint64            seen;           /* the lock's count that @names know */
  guint              n_changes;      /* so far; the number of the next */
  guint              n_given_up;
  gboolean           ready;          /* the index was waited for */
  gboolean           committed;
};

/* How a change of a group ended. */
typedef enum {
  CHATTY_APPLIED,
  CHATTY_OUTDATED,  /* the vault is not as it was when it was decided */
  CHATTY_FAILED,
} ChattyApplied;

ChattyPending *chatty_pending_new   (ChattyVaultBatch  *self,
                                     ChattyChangeKind   kind,
                                     const char        *id);
gboolean chatty_vault_batch_make_folder (ChattyVaultBatch *self,
                                     const char        *folder,
                                     GError           **error);
gboolean chatty_vault_batch_make_keep_folder (ChattyVaultBatch *self,
                                     const char        *place,
                                     GError           **error);
char    *chatty_vault_batch_keep_path (ChattyVaultBatch *self,
                                     const char        *place,
                                     ChattyPending     *pending,
                                     const char        *path);
gboolean chatty_vault_batch_stage   (ChattyVaultBatch  *self,
                                     ChattyPending     *pending,
                                     ChattyDraft       *draft,
                                     mode_t             mode,
                                     GError           **error);
gboolean chatty_vault_batch_rename_into (ChattyVaultBatch *self,
                                     const char        *from,
                                     const char        *to,
                                     GError           **error);
ChattyApplied chatty_vault_batch_swap (ChattyVaultBatch *self,
                                     ChattyPending     *pending,
                                     GError           **error);
void     chatty_vault_batch_give_up (ChattyVaultBatch  *self,
                                     ChattyPending     *pending);

/* In a journal, what a change of a character is about: a callsign follows. */
#define CHATTY_ID_CHARACTER     "character:"
#define CHATTY_ID_NEW_CHARACTER "new-character:"

/* Changes that are made together, or not at all: in chatty-vault-set.c. */
GPtrArray *chatty_vault_set_new     (void);
void     chatty_vault_set_drop      (ChattyVaultBatch  *self,
                                     GPtrArray         *set);
gboolean chatty_vault_set_write     (ChattyVaultBatch  *self,
                                     GPtrArray         *set,
                                     const char        *id,
                                     const char        *path,
                                     const char        *bytes,
                                     gsize              length,
                                     mode_t             mode,
                                     const ChattyFileStamp *old,      /* nullable: a new file */
                                     const char        *old_hash,
                                     GError           **error);
gboolean chatty_vault_set_append    (ChattyVaultBatch  *self,
                                     GPtrArray         *set,
                                     const char        *id,
                                     const char        *path,
                                     const GString     *lines,
                                     GError           **error);
gboolean chatty_vault_set_trash     (ChattyVaultBatch  *self,
                                     GPtrArray         *set,
                                     const char        *id,
                                     const char        *path,
                                     const char        *hash,
                                     GError           **error);
gboolean chatty_vault_set_restore   (ChattyVaultBatch  *self,
                                     GPtrArray         *set,
                                     const char        *id,
                                     const char        *kept,
                                     const char        *path,
                                     GError           **error);
ChattyApplied chatty_vault_set_apply (ChattyVaultBatch *self,
                                     GPtrArray         *set,
                                     ChattyLock        *lock,
                                     GError           **error);

char    *chatty_pending_claim       (ChattyPending     *pending,
                                     ChattyFolderNames *names);
gboolean chatty_vault_batch_prepare (ChattyVaultBatch  *self,
                                     GCancellable      *cancellable,
                                     GError           **error);
gboolean chatty_vault_batch_open    (ChattyVaultBatch  *self,
                                     GError           **error);
gboolean chatty_vault_batch_flush   (ChattyVaultBatch  *self,
                                     GCancellable      *cancellable,
                                     GError           **error);
gboolean chatty_vault_batch_decide  (ChattyVaultBatch  *self,
                                     ChattyTranscript  *incoming,
                                     ChattyStored      *outcome,
                                     char             **path,
                                     GCancellable      *cancellable,
                                     GError           **error);

G_END_DECLS
