/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-error.h"
#include "chatty-index-loader.h"
#include "chatty-index-private.h"
#include "chatty-index-schema.h"

/* Changes go in by groups. The first is small, so that something can be seen
 * at once; later ones are large, since each makes a segment that FTS5 has to
 * merge, but end after a while, so that other writers get their turn and
 * the list fills up. */
#define FIRST_GROUP_FILES  32
#define GROUP_FILES        2000
#define GROUP_BYTES        (8 * 1024 * 1024)
#define GROUP_MICROSECONDS (700 * 1000)
#define REMOVE_GROUP       2000
#define POLL_MICROSECONDS  (50 * 1000)    /* until a cancellation is noticed */

/* With more to read than this the index calls itself incomplete. */
#define FEW_FILES 64

/* After a load of more than this, segments are merged. */
#define MANY_FILES  1000
#define MERGE_PAGES 2000   /* in one transaction */

/* Documents that belong to nothing are tolerated up to this number, or up to
 * the number of those that do. */
#define MIN_DEAD 50000

typedef struct {
  ChattyIndex           *index;
  GCancellable          *cancellable;
  GHashTable            *rows;        /* path to KnownFile: what the index has */
  GPtrArray             *to_read;     /* of ChattyIndexFile */
  gint64                 bytes_total;
  gint64                 bytes_done;
  GFileProgressCallback  progress;
  gpointer               user_data;
  ChattyIndexState       state;       /* to be shown while it works */
} Refresh;

typedef struct {
  ChattyFileStamp stamp;
  gboolean        problem;
} KnownFile;

/* The rows of these paths, or of files below them. */
typedef struct {
  const char * const *paths;
  GHashTable         *rows;
} ReadRows;

#define COLUMNS "SELECT path, inode, size, modified, problem IS NOT NULL FROM transcripts"

static gboolean
read_rows_of (ChattyIndexConnection  *connection,
              GHashTable             *rows,
              const char             *path,
              GError                **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code;

  /* '0' follows '/'. */
  statement = chatty_index_prepare (connection,
                                    path == NULL
                                      ? COLUMNS
                                      : COLUMNS
                                        " WHERE path = ?1"
                                        " OR (path > ?1 || '/' AND path < ?1 || '0')",
                                    error);
  if (statement == NULL)
    return FALSE;
  if (path != NULL)
    sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  while ((code = chatty_index_step (connection, statement, error)) == SQLITE_ROW)
    {
      const char *row_path = (const char *) sqlite3_column_text (statement, 0);
      KnownFile *known = g_new0 (KnownFile, 1);

      known->stamp.inode = (guint64) sqlite3_column_int64 (statement, 1);
      known->stamp.size = sqlite3_column_int64 (statement, 2);
      known->stamp.modified = sqlite3_column_int64 (statement, 3);
      known->problem = sqlite3_column_int (statement, 4);
      g_hash_table_replace (rows, g_strdup (row_path != NULL ? row_path : ""), known);
    }
  return code == SQLITE_DONE;
}

static gboolean
read_rows_job (ChattyIndexConnection  *connection,
               gpointer                user_data,
               GError                **error)
{
  ReadRows *job = user_data;

  g_hash_table_remove_all (job->rows);
  if (job->paths == NULL)
    return read_rows_of (connection, job->rows, NULL, error);
  for (guint i = 0; job->paths[i] != NULL; i++)
    if (!read_rows_of (connection, job->rows, job->paths[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
found_file_cb (const char            *path,
               const ChattyFileStamp *stamp,
               gpointer               user_data)
{
  Refresh *refresh = user_data;
  const KnownFile *known = g_hash_table_lookup (refresh->rows, path);
  gboolean again = FALSE;
  ChattyIndexFile *file;

  if (known != NULL)
    {
      gboolean same = chatty_file_stamp_equal (&known->stamp, stamp);

      /* Permissions can have changed, which the stamp does not tell. */
      again = same && known->problem;
      g_hash_table_remove (refresh->rows, path);
      if (same && !again)
        return TRUE;
    }
  file = g_new0 (ChattyIndexFile, 1);
  file->path = g_strdup (path);
  file->stamp = *stamp;
  file->again = again;
  refresh->bytes_total += stamp->size;
  g_ptr_array_add (refresh->to_read, file);
  return TRUE;
}

/* Leaves in refresh->rows those that have no file any more. */
static gboolean
look_at_files (Refresh             *refresh,
               const char * const  *paths,
               GError             **error)
{
  ChattyVaultFiles *files = chatty_index_get_files (refresh->index);

  if (paths == NULL)
    return chatty_vault_files_walk (files, NULL, found_file_cb, refresh,
                                    refresh->cancellable, error);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      ChattyFileStamp stamp;

      if (chatty_vault_files_is_candidate (paths[i]) &&
          chatty_vault_files_stat (files, paths[i], &stamp))
        found_file_cb (paths[i], &stamp, refresh);
      else if (!chatty_vault_files_walk (files, paths[i], found_file_cb, refresh,
                                         refresh->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_rows (Refresh  *refresh,
             GError  **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (ChattyIndexChange));
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, refresh->rows);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      ChattyIndexChange change = { .path = path };

      g_array_append_val (changes, change);
    }
  for (guint i = 0; i < changes->len; i += REMOVE_GROUP)
    if (!chatty_index_apply (refresh->index, &g_array_index (changes, ChattyIndexChange, i),
                             MIN (REMOVE_GROUP, changes->len - i), refresh->cancellable, error))
      return FALSE;
  return TRUE;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 first = (*(ChattyIndexFile **) a)->stamp.modified;
  gint64 second = (*(ChattyIndexFile **) b)->stamp.modified;

  return first > second ? -1 : first < second;
}

static void
show_progress (Refresh *refresh)
{
  double progress = refresh->bytes_total > 0
                      ? MIN ((double) refresh->bytes_done / refresh->bytes_total, 1.0) : 1.0;

  chatty_index_set_progress (refresh->index, refresh->state, progress);
  if (refresh->progress != NULL)
    refresh->progress (refresh->bytes_done, refresh->bytes_total, refresh->user_data);
}

static gboolean
store_group (Refresh            *refresh,
             ChattyIndexLoader  *loader,
             GPtrArray          *group,
             GError            **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (ChattyIndexChange));
  gint64 bytes = 0;

  for (guint i = 0; i < group->len; i++)
    {
      const ChattyIndexFile *file = group->pdata[i];
      ChattyIndexChange change = { .path = file->path, .stamp = file->stamp };

      bytes += file->stamp.size;
      /* A file that vanished in the meantime loses its row. */
      if (file->transcript != NULL)
        change.transcript = file->transcript;
      else if (file->again)
        continue;
      else if (!g_error_matches (file->error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        change.problem = file->error != NULL ? file->error->message : "";
      g_array_append_val (changes, change);
    }
  if (changes->len > 0 &&
      !chatty_index_apply (refresh->index, (ChattyIndexChange *) changes->data, changes->len,
                           refresh->cancellable, error))
    return FALSE;
  g_ptr_array_set_size (group, 0);
  chatty_index_loader_done (loader, bytes);
  refresh->bytes_done += bytes;
  show_progress (refresh);
  return TRUE;
}

static gboolean
read_files (Refresh  *refresh,
            GError  **error)
{
  guint n_files = refresh->to_read->len;
  g_autoptr (GPtrArray) group = NULL;
  g_autoptr (ChattyIndexLoader) loader = NULL;
  gint64 group_bytes = 0;
  gint64 group_began = g_get_monotonic_time ();
  guint group_limit = FIRST_GROUP_FILES;
  guint n_taken = 0;

  group = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_index_file_free);
  g_ptr_array_sort (refresh->to_read, compare_newest_first);
  loader = chatty_index_loader_new (chatty_index_get_files (refresh->index), refresh->to_read);
  while (n_taken < n_files)
    {
      ChattyIndexFile *file;

      file = chatty_index_loader_next (loader, g_get_monotonic_time () + POLL_MICROSECONDS);
      if (chatty_set_cancelled (refresh->cancellable, error))
        {
          g_clear_pointer (&file, chatty_index_file_free);
          return FALSE;
        }
      if (file != NULL)
        {
          n_taken++;
          group_bytes += file->stamp.size;
          g_ptr_array_add (group, file);
        }
      if (n_taken == n_files || group->len >= group_limit || group_bytes >= GROUP_BYTES ||
          (group->len > 0 && g_get_monotonic_time () - group_began > GROUP_MICROSECONDS))
        {
          if (!store_group (refresh, loader, group, error))
            return FALSE;
          group_bytes = 0;
          group_began = g_get_monotonic_time ();
          group_limit = GROUP_FILES;
        }
    }
  return TRUE;
}

static gboolean
mark_complete_job (ChattyIndexConnection  *connection,
                   gpointer                user_data,
                   GError                **error)
{
  return chatty_index_get_meta (connection, "complete") == 1 ||
         chatty_index_set_meta (connection, "complete", 1, error);
}

static gboolean
count_dead_job (ChattyIndexConnection  *connection,
                gpointer                user_data,
                GError                **error)
{
  gboolean *too_many = user_data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 live, dead;

  statement = chatty_index_prepare (connection,
                                    "SELECT ifnull (sum (n_documents), 0), "
                                    "ifnull (sum (n_documents) "
                                    "FILTER (WHERE transcript IS NULL), 0) "
                                    "FROM ranges", error);
  if (statement == NULL || chatty_index_step (connection, statement, error) != SQLITE_ROW)
    return FALSE;
  dead = sqlite3_column_int64 (statement, 1);
  live = sqlite3_column_int64 (statement, 0) - dead;
  *too_many = dead > MIN_DEAD && dead > live;
  return TRUE;
}

/* A bit of merging, as FTS5's manual describes it: nothing was left to do
 * when next to no row changed. */
static gboolean
merge_job (ChattyIndexConnection  *connection,
           gpointer                user_data,
           GError                **error)
{
  gboolean *more = user_data;
  int before = sqlite3_total_changes (connection->db);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO documents (documents, rank) "
                                          "VALUES ('merge', %d)", MERGE_PAGES);

  if (!chatty_index_execute (connection, sql, error))
    return FALSE;
  *more = sqlite3_total_changes (connection->db) - before >= 2;
  return TRUE;
}

static gboolean
merge_segments (Refresh  *refresh,
                GError  **error)
{
  gboolean more = TRUE;

  while (more)
    if (!chatty_index_db_run (chatty_index_get_db (refresh->index), CHATTY_INDEX_JOB_WRITE,
                              merge_job, &more, refresh->cancellable, error))
      return FALSE;
  return TRUE;
}

/**
 * chatty_index_refresh_once:
 * @self: an index
 * @paths: (nullable): which files or folders
 * @progress: (nullable): told how many bytes were read
 * @user_data: for @progress
 * @rebuild: (out): whether so much of the index is dead that it should be
 *   built anew
 * @cancellable: (nullable): to stop; what was read until then stays
 * @error: return location for an error
 *
 * Compares the files with the rows, and reads what differs.
 *
 * Returns: %TRUE on success
 */
gboolean
chatty_index_refresh_once (ChattyIndex            *self,
                           const char * const     *paths,
                           GFileProgressCallback   progress,
                           gpointer                user_data,
                           gboolean               *rebuild,
                           GCancellable           *cancellable,
                           GError                **error)
{
  ChattyIndexDb *db = chatty_index_get_db (self);
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) to_read = g_ptr_array_new ();
  Refresh refresh = {
    .index = self,
    .cancellable = cancellable,
    .rows = rows,
    .to_read = to_read,
    .progress = progress,
    .user_data = user_data,
  };
  ReadRows read_rows = { paths, rows };
  guint n_files;
  gboolean done;

  *rebuild = FALSE;
  if (!chatty_index_db_run (db, CHATTY_INDEX_JOB_READ, read_rows_job, &read_rows,
                            cancellable, error))
    return FALSE;

  done = look_at_files (&refresh, paths, error);
  n_files = to_read->len;
  refresh.state = n_files > FEW_FILES ? CHATTY_INDEX_BUILDING : chatty_index_get_state (self);
  if (done)
    {
      show_progress (&refresh);
      done = remove_rows (&refresh, error) && (n_files == 0 || read_files (&refresh, error));
    }
  /* Whatever the threads did not take. */
  for (guint i = 0; i < to_read->len; i++)
    if (to_read->pdata[i] != NULL)
      chatty_index_file_free (to_read->pdata[i]);
  if (!done)
    return FALSE;

  if (paths == NULL)
    {
      if (!chatty_index_db_run (db, CHATTY_INDEX_JOB_WRITE, mark_complete_job, NULL,
                                cancellable, error) ||
          !chatty_index_db_run (db, CHATTY_INDEX_JOB_READ, count_dead_job, rebuild,
                                cancellable, error))
        return FALSE;
      chatty_index_set_progress (self, CHATTY_INDEX_READY, 1.0);
    }
  return n_files < MANY_FILES || merge_segments (&refresh, error);
}
