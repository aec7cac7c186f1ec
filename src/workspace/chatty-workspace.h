/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-import-session.h"
#include "chatty-reader.h"
#include "chatty-transcript.h"
#include "chatty-transcript-list.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyWorkspace:
 *
 * An open vault and everything that works on it: the reader, the worker
 * pools and the jobs that run. Lives on the main loop; every _async call
 * works on a pool and answers on the caller's main context.
 */
#define CHATTY_TYPE_WORKSPACE (chatty_workspace_get_type ())
G_DECLARE_FINAL_TYPE (ChattyWorkspace, chatty_workspace, CHATTY, WORKSPACE, GObject)

void             chatty_workspace_open_async  (GFile               *folder,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
ChattyWorkspace *chatty_workspace_open_finish (GAsyncResult        *result,
                                               GError             **error);
ChattyWorkspace *chatty_workspace_open        (GFile               *folder,     /* blocking, for the commands */
                                               GCancellable        *cancellable,
                                               GError             **error);
ChattyReader    *chatty_workspace_get_reader  (ChattyWorkspace     *self);
GFile           *chatty_workspace_dup_cache_folder (void);
GFile           *chatty_workspace_dup_default_folder (void);  /* follows the build profile */
ChattyVault     *chatty_workspace_get_vault   (ChattyWorkspace     *self);

/* What the settings say for files that say nothing themselves; for imports that
 * begin after this. NULL: "other", and no character. */
void             chatty_workspace_set_import_defaults (ChattyWorkspace *self,
                                               const char          *platform,
                                               const char          *character);

/* The jobs: a GListModel of ChattyImportSession that are running, oldest first. */
GListModel      *chatty_workspace_get_jobs    (ChattyWorkspace     *self);

/* A new import. The session is the caller's until it is started. */
ChattyImportSession *
                 chatty_workspace_new_import  (ChattyWorkspace     *self);

/* One transcript, whole. */
void             chatty_workspace_load_async  (ChattyWorkspace     *self,
                                               const char          *id,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
ChattyTranscript *
                 chatty_workspace_load_finish (ChattyWorkspace     *self,
                                               GAsyncResult        *result,
                                               GError             **error);

/* Changes; each finish returns the id of the batch, for Undo. */
void             chatty_workspace_edit_async  (ChattyWorkspace     *self,
                                               ChattyTranscript    *transcript,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
char            *chatty_workspace_edit_finish (ChattyWorkspace     *self,
                                               GAsyncResult        *result,
                                               GError             **error);
void             chatty_workspace_trash_async (ChattyWorkspace     *self,
                                               const char          *id,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
char            *chatty_workspace_trash_finish (ChattyWorkspace    *self,
                                               GAsyncResult        *result,
                                               GError             **error);
void             chatty_workspace_undo_async  (ChattyWorkspace     *self,
                                               const char          *batch_id,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean         chatty_workspace_undo_finish (ChattyWorkspace     *self,
                                               GAsyncResult        *result,
                                               guint               *n_undone,
                                               guint               *n_kept,
                                               GError             **error);
void             chatty_workspace_list_runs_async (ChattyWorkspace *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
GPtrArray       *chatty_workspace_list_runs_finish (ChattyWorkspace *self,
                                               GAsyncResult        *result,
                                               GError             **error); /* of ChattyVaultRun */

typedef enum {
  CHATTY_EXPORT_MARKDOWN,
  CHATTY_EXPORT_JSON,
  CHATTY_EXPORT_TEXT,
} ChattyExportFormat;

void             chatty_workspace_export_async (ChattyWorkspace    *self,
                                               const char          *id,
                                               ChattyExportFormat   format,
                                               GFile               *file,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean         chatty_workspace_export_finish (ChattyWorkspace   *self,
                                               GAsyncResult        *result,
                                               GError             **error);
void             chatty_workspace_reindex_async (ChattyWorkspace   *self,
                                               GFileProgressCallback progress,  /* on the main context */
                                               gpointer             progress_data,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean         chatty_workspace_reindex_finish (ChattyWorkspace  *self,
                                               GAsyncResult        *result,
                                               GError             **error);

/* Facets to fill the filters: GPtrArray of ChattyFacet each. */
void             chatty_workspace_facets_async (ChattyWorkspace    *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean         chatty_workspace_facets_finish (ChattyWorkspace   *self,
                                               GAsyncResult        *result,
                                               GPtrArray          **platforms,
                                               GPtrArray          **characters,
                                               GPtrArray          **years,
                                               GError             **error);

/* Move the vault to another (empty or new) folder: copy, verify, switch, and
 * only then remove the old one's files to the desktop's trash. Notifies "vault":
 * lists that were made for the old one must be made anew. */
void             chatty_workspace_move_async  (ChattyWorkspace     *self,
                                               GFile               *folder,
                                               GFileProgressCallback progress,
                                               gpointer             progress_data,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean         chatty_workspace_move_finish (ChattyWorkspace     *self,
                                               GAsyncResult        *result,
                                               GError             **error);
/* The old folder, when the desktop has no trash to put it in and it stayed
 * where it was; NULL otherwise. */
GFile           *chatty_workspace_dup_left_behind (ChattyWorkspace *self);

/* What an export writes, in each of its forms; any thread. */
char            *chatty_workspace_format_transcript (const ChattyTranscript *transcript,
                                               ChattyExportFormat   format,
                                               gsize               *length);

G_END_DECLS
