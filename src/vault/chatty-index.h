/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-transcript.h"
#include "chatty-transcript-summary.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/**
 * ChattyIndex:
 *
 * What lists, finds and counts the transcripts of a vault: a cache in SQLite
 * that can be deleted at any time. The files are the truth. Everything here
 * blocks, is made for worker threads and may be called from several at once,
 * and several processes may have the same cache open. A cache that turns out
 * to be damaged is dropped, and an empty one takes its place: the state goes
 * to building, and the next chatty_index_refresh() fills it.
 */
#define CHATTY_TYPE_INDEX (chatty_index_get_type ())
G_DECLARE_FINAL_TYPE (ChattyIndex, chatty_index, CHATTY, INDEX, GObject)

/**
 * ChattyIndexState:
 * @CHATTY_INDEX_READY: every file was in the index at the last refresh
 * @CHATTY_INDEX_BUILDING: files are missing in it; what is there can be used
 */
typedef enum {
  CHATTY_INDEX_READY,
  CHATTY_INDEX_BUILDING,
} ChattyIndexState;

/* Called on whichever thread made the change. @changed: the rows changed;
 * otherwise only the state or the progress did. */
typedef void (*ChattyIndexFunc) (ChattyIndex *index,
                                 gboolean     changed,
                                 gpointer     user_data);

ChattyIndex     *chatty_index_open          (ChattyVaultFiles  *files,
                                             const char        *cache_folder,
                                             GCancellable      *cancellable,
                                             GError           **error);
void             chatty_index_close         (ChattyIndex       *self);
void             chatty_index_set_func      (ChattyIndex       *self,
                                             ChattyIndexFunc    func,
                                             gpointer           user_data);
ChattyIndexState chatty_index_get_state     (ChattyIndex       *self);
double           chatty_index_get_progress  (ChattyIndex       *self);    /* 0 to 1 */
gboolean         chatty_index_needs_refresh (ChattyIndex       *self);
const char      *chatty_index_get_file_name (ChattyIndex       *self);
gint64           chatty_index_get_version   (ChattyIndex       *self);

/* Lists: of ChattyTranscriptSummary, of ChattySearchHit, and of ChattyFacet. */
GPtrArray       *chatty_index_list          (ChattyIndex       *self,
                                             const ChattyTranscriptQuery *query,
                                             GCancellable      *cancellable,
                                             GError           **error);
GPtrArray       *chatty_index_search_turns  (ChattyIndex       *self,
                                             const char        *text,
                                             guint              limit,
                                             GCancellable      *cancellable,
                                             GError           **error);
GPtrArray       *chatty_index_list_platforms  (ChattyIndex     *self,
                                             GError           **error);
GPtrArray       *chatty_index_list_characters (ChattyIndex     *self,
                                             GError           **error);
GPtrArray       *chatty_index_list_years    (ChattyIndex       *self,
                                             GError           **error);

/* One row. */
typedef struct {
  char            *path;
  char            *id;
  char            *hash;      /* (nullable) as it was given to chatty_index_apply() */
  char            *problem;   /* (nullable) why the file could not be read */
  ChattyFileStamp  stamp;
} ChattyIndexRow;

void             chatty_index_row_free      (ChattyIndexRow    *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyIndexRow, chatty_index_row_free)

ChattyIndexRow  *chatty_index_get_row       (ChattyIndex       *self,
                                             const char        *path,
                                             GError           **error);
GPtrArray       *chatty_index_get_rows_by_id (ChattyIndex      *self,
                                             const char        *id,
                                             GError           **error);
ChattyTranscriptSummary *
                 chatty_index_lookup        (ChattyIndex       *self,
                                             const char        *id,
                                             GError           **error);

/**
 * ChattyIndexChange:
 * @path: which file
 * @transcript: (nullable): what it holds now; %NULL and no @problem: the
 *   file is gone
 * @problem: (nullable): why it cannot be read; it is listed all the same
 * @hash: (nullable): of its content, for the caller's own use
 * @stamp: of the file as it is now
 *
 * All of it is borrowed.
 */
typedef struct {
  const char       *path;
  ChattyTranscript *transcript;
  const char       *problem;
  const char       *hash;
  ChattyFileStamp   stamp;
} ChattyIndexChange;

/* All changes in one transaction; best in groups of 64 and more. */
gboolean         chatty_index_apply         (ChattyIndex       *self,
                                             const ChattyIndexChange *changes,
                                             guint              n_changes,
                                             GCancellable      *cancellable,
                                             GError           **error);

/* Make the rows agree with the files. @paths: only these, or %NULL for all. */
gboolean         chatty_index_refresh       (ChattyIndex       *self,
                                             const char * const *paths,
                                             GFileProgressCallback progress,
                                             gpointer           user_data,
                                             GCancellable      *cancellable,
                                             GError           **error);
gboolean         chatty_index_rebuild       (ChattyIndex       *self,
                                             GFileProgressCallback progress,
                                             gpointer           user_data,
                                             GCancellable      *cancellable,
                                             GError           **error);

G_END_DECLS
