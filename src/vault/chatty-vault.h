/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-transcript.h"
#include "chatty-transcript-summary.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_VAULT (chatty_vault_get_type ())
G_DECLARE_FINAL_TYPE (ChattyVault, chatty_vault, CHATTY, VAULT, GObject)

#define CHATTY_TYPE_VAULT_BATCH (chatty_vault_batch_get_type ())
G_DECLARE_FINAL_TYPE (ChattyVaultBatch, chatty_vault_batch, CHATTY, VAULT_BATCH, GObject)

/* Everything here is plain and blocking, made for worker threads, and may be
 * called from several of them at once; the exceptions say so.
 *
 * Signal "changed" (on the thread-default main context of the thread that
 * opened it, coalesced): transcripts or characters were added, changed or
 * removed, by this program or by another.
 * Properties "index-state" (#ChattyVaultIndexState) and "index-progress" (0
 * to 1), read only, notified on the same context. */

typedef enum {
  CHATTY_VAULT_INDEX_READY,
  CHATTY_VAULT_INDEX_BUILDING,  /* what is known already can be listed and searched */
} ChattyVaultIndexState;

#define CHATTY_TYPE_VAULT_INDEX_STATE (chatty_vault_index_state_get_type ())
GType        chatty_vault_index_state_get_type (void);

ChattyVault *chatty_vault_open           (GFile         *folder,
                                          GFile         *cache_folder,
                                          GCancellable  *cancellable,
                                          GError       **error);
GFile       *chatty_vault_get_folder     (ChattyVault   *self);

/* Listing and searching: from the index. */
GPtrArray   *chatty_vault_list           (ChattyVault   *self,
                                          const ChattyTranscriptQuery *query,
                                          GCancellable  *cancellable,
                                          GError       **error); /* of ChattyTranscriptSummary */
GPtrArray   *chatty_vault_search_turns   (ChattyVault   *self,
                                          const char    *text,
                                          guint          limit,
                                          GCancellable  *cancellable,
                                          GError       **error); /* of ChattySearchHit */
GPtrArray   *chatty_vault_list_platforms (ChattyVault   *self,
                                          GError       **error); /* of ChattyFacet */
GPtrArray   *chatty_vault_list_characters (ChattyVault  *self,
                                          GError       **error); /* of ChattyFacet; also characters without transcripts */
char        *chatty_vault_dup_character_name (ChattyVault *self,
                                          const char    *callsign); /* nullable */
GPtrArray   *chatty_vault_list_years     (ChattyVault   *self,
                                          GError       **error); /* of ChattyFacet */
ChattyTranscriptSummary *
             chatty_vault_lookup         (ChattyVault   *self,
                                          const char    *id,
                                          GError       **error); /* NULL without error: not there */
gboolean     chatty_vault_reindex        (ChattyVault   *self,
                                          gboolean       from_scratch,
                                          GFileProgressCallback progress,
                                          gpointer       user_data,
                                          GCancellable  *cancellable,
                                          GError       **error);
gboolean     chatty_vault_wait_index     (ChattyVault   *self,
                                          GCancellable  *cancellable,
                                          GError       **error);

/* One transcript. */
ChattyTranscript *
             chatty_vault_load           (ChattyVault   *self,
                                          const char    *id,
                                          GCancellable  *cancellable,
                                          GError       **error);
GFile       *chatty_vault_get_file       (ChattyVault   *self,
                                          const char    *id,
                                          GError       **error);
char        *chatty_vault_propose_path   (ChattyVault   *self,
                                          const ChattyTranscript *transcript); /* relative */

/* Writing. A batch is a set of changes that is journalled, flushed together
 * and can be undone together. Changes become visible in groups; only commit
 * says that all of it is on the disk. */
typedef enum {
  CHATTY_STORED_ADDED,
  CHATTY_STORED_UPDATED,
  CHATTY_STORED_UNCHANGED,
  CHATTY_STORED_KEPT_BOTH,   /* edited here since the last import: both versions kept */
} ChattyStored;

ChattyVaultBatch *
             chatty_vault_begin          (ChattyVault   *self,
                                          const char    *kind,   /* "import", "edit", "delete" */
                                          GError       **error);
gboolean     chatty_vault_batch_store    (ChattyVaultBatch *self,
                                          ChattyTranscript *transcript,
                                          ChattyStored     *outcome,
                                          char            **path, /* (out) (optional) relative */
                                          GCancellable     *cancellable,
                                          GError          **error);
gboolean     chatty_vault_batch_trash    (ChattyVaultBatch *self,
                                          const char       *id,
                                          GError          **error);
gboolean     chatty_vault_batch_commit   (ChattyVaultBatch *self,
                                          const char       *report,  /* (nullable) JSON: the receipt */
                                          GError          **error);
const char  *chatty_vault_batch_get_id   (ChattyVaultBatch *self);
guint        chatty_vault_batch_get_n_given_up (ChattyVaultBatch *self); /* accepted, then impossible */

/* A batch of the past. */
typedef struct {
  char   *id;
  char   *kind;
  gint64  time;
  char   *report;      /* nullable */
  gboolean finished;
  gboolean undone;
} ChattyVaultRun;

void         chatty_vault_run_free       (ChattyVaultRun *run);
GPtrArray   *chatty_vault_list_runs      (ChattyVault    *self,
                                          GError        **error); /* of ChattyVaultRun, newest first */
gboolean     chatty_vault_undo_run       (ChattyVault    *self,
                                          const char     *batch_id,
                                          guint          *n_undone,
                                          guint          *n_kept,   /* changed since: left alone */
                                          GCancellable   *cancellable,
                                          GError        **error);

/* Conveniences for one change, each a batch of its own. */
char        *chatty_vault_edit           (ChattyVault      *self,
                                          ChattyTranscript *transcript, /* same id, other metadata */
                                          GError          **error);     /* batch id */
char        *chatty_vault_trash          (ChattyVault      *self,
                                          const char       *id,
                                          GError          **error);     /* batch id, for Undo */

/* A running conversation is appended to, never rewritten. On the disk when
 * it returns; no batch, no undo. */
gboolean     chatty_vault_append_turn    (ChattyVault      *self,
                                          const char       *id,
                                          ChattyTurn       *turn,
                                          GError          **error);

/* Main loop only: watch the folder for changes made by other programs. */
void         chatty_vault_start_watching (ChattyVault      *self);

/* Any thread, returns at once: compare all files with the index soon, such as
 * when the window gets the focus again. */
void         chatty_vault_look_again     (ChattyVault      *self);

G_END_DECLS
