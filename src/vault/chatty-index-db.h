/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The database of the index: its connections, and what to do when it is
 * damaged. Only for the index's own files. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/**
 * ChattyIndexConnection: for one thread at a time.
 */
typedef struct {
  sqlite3      *db;
  GCancellable *cancellable;  /* of the job that runs now, nullable */
  guint         generation;   /* of the file that it has open */
  gboolean      damaged;      /* an answer said so */
} ChattyIndexConnection;

typedef struct _ChattyIndexDb ChattyIndexDb;

typedef enum {
  CHATTY_INDEX_JOB_READ,
  CHATTY_INDEX_JOB_WRITE,   /* in a transaction, one at a time */
} ChattyIndexJobKind;

/* Runs again from the start when the database was damaged and replaced. */
typedef gboolean (*ChattyIndexJob)      (ChattyIndexConnection *connection,
                                         gpointer               user_data,
                                         GError               **error);

ChattyIndexDb *chatty_index_db_open     (const char            *file_name,
                                         GError               **error);
void           chatty_index_db_free     (ChattyIndexDb         *self);
/* Another number than before: the file was replaced. */
guint          chatty_index_db_get_generation (ChattyIndexDb   *self);
gboolean       chatty_index_db_run      (ChattyIndexDb         *self,
                                         ChattyIndexJobKind     kind,
                                         ChattyIndexJob         job,
                                         gpointer               user_data,
                                         GCancellable          *cancellable,
                                         GError               **error);
gboolean       chatty_index_db_replace  (ChattyIndexDb         *self,
                                         guint                  generation,
                                         GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyIndexDb, chatty_index_db_free)

/* Statements. */

gboolean       chatty_index_fail        (ChattyIndexConnection *connection,
                                         GError               **error);
sqlite3_stmt  *chatty_index_prepare     (ChattyIndexConnection *connection,
                                         const char            *sql,
                                         GError               **error);
gboolean       chatty_index_execute     (ChattyIndexConnection *connection,
                                         const char            *sql,
                                         GError               **error);
int            chatty_index_step        (ChattyIndexConnection *connection,
                                         sqlite3_stmt          *statement,
                                         GError               **error);
gboolean       chatty_index_run_once    (ChattyIndexConnection *connection,
                                         sqlite3_stmt          *statement,
                                         GError               **error);

G_END_DECLS
