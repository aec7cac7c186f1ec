/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

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
