/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-index-db.h"
#include "chatty-index-schema.h"
#include "chatty-tokenizer.h"

#define BUSY_MILLISECONDS 15000
#define MAX_IDLE_READERS  4
#define READER_CACHE_KIB  8192
#define WRITER_CACHE_KIB  32768
#define CANCEL_STEPS      4000   /* of SQLite's machine, between two looks at the cancellable */

/* The database file is not mapped into memory: should somebody truncate it,
 * a read then gives an error, which is dealt with, and not a SIGBUS. */

struct _ChattyIndexDb {
  char                  *file_name;
  char                  *lock_name;

  GMutex                 lock;         /* for what follows */
  GPtrArray             *idle;         /* of ChattyIndexConnection */
  guint                  generation;
  dev_t                  device;
  ino_t                  inode;

  GMutex                 writer_lock;
  ChattyIndexConnection *writer;
};

/**
 * chatty_index_fail:
 *
 * Turns the last error of @connection into a #GError and remembers whether
 * it means damage. The statements of the index never change and its queries
 * cannot be malformed, so that an "SQL error" is a schema that was tampered
 * with.
 *
 * Returns: %FALSE
 */
gboolean
chatty_index_fail (ChattyIndexConnection  *connection,
                   GError                **error)
{
  int extended = sqlite3_extended_errcode (connection->db);
  int code = extended & 0xff;
  const char *message = sqlite3_errmsg (connection->db);

  switch (code)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      connection->damaged = TRUE;
      break;
    case SQLITE_IOERR:
      if (extended == SQLITE_IOERR_SHORT_READ)
        connection->damaged = TRUE;
      break;
    default:
      break;
    }

  if (code == SQLITE_INTERRUPT)
    chatty_set_cancelled (connection->cancellable, error);
  else if (code == SQLITE_FULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE,
                         _("The disk that holds the search index is full. "
                           "Make room on it and try again."));
  else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                         _("The search index is in use by another program. "
                           "Try again in a moment."));
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                 /* Translators: the %s is a message of SQLite, in English. */
                 _("The search index cannot be used: %s. "
                   "It can be rebuilt in the settings."), message);
  return FALSE;
}

sqlite3_stmt *
chatty_index_prepare (ChattyIndexConnection  *connection,
                      const char             *sql,
                      GError                **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (connection->db, sql, -1, &statement, NULL) != SQLITE_OK)
    chatty_index_fail (connection, error);
  return statement;
}

gboolean
chatty_index_execute (ChattyIndexConnection  *connection,
                      const char             *sql,
                      GError                **error)
{
  return sqlite3_exec (connection->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
         chatty_index_fail (connection, error);
}

/**
 * chatty_index_step:
 *
 * Returns: SQLITE_ROW, SQLITE_DONE, or SQLITE_ERROR with @error set
 */
int
chatty_index_step (ChattyIndexConnection  *connection,
                   sqlite3_stmt           *statement,
                   GError                **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return code;
  chatty_index_fail (connection, error);
  return SQLITE_ERROR;
}

/**
 * chatty_index_run_once:
 *
 * Runs a statement that gives no rows, and makes it ready to run again.
 */
gboolean
chatty_index_run_once (ChattyIndexConnection  *connection,
                       sqlite3_stmt           *statement,
                       GError                **error)
{
  int code = chatty_index_step (connection, statement, error);

  sqlite3_reset (statement);
  return code != SQLITE_ERROR;
}

static int
progress_cb (void *user_data)
{
  ChattyIndexConnection *connection = user_data;

  return g_cancellable_is_cancelled (connection->cancellable);
}

static void
connection_free (ChattyIndexConnection *connection)
{
  sqlite3_close_v2 (connection->db);
  g_free (connection);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyIndexConnection, connection_free)

static ChattyIndexConnection *
connection_new (ChattyIndexDb  *self,
                int             cache_kib,
                GError        **error)
{
  g_autoptr (ChattyIndexConnection) connection = g_new0 (ChattyIndexConnection, 1);
  g_autofree char *pragmas = NULL;
  int code;

  code = sqlite3_open_v2 (self->file_name, &connection->db,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);
  if (connection->db == NULL)
    g_error ("Out of memory");
  if (code != SQLITE_OK)
    {
      chatty_index_fail (connection, error);
      return NULL;
    }
  sqlite3_extended_result_codes (connection->db, 1);
  sqlite3_busy_timeout (connection->db, BUSY_MILLISECONDS);
  sqlite3_db_config (connection->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_progress_handler (connection->db, CANCEL_STEPS, progress_cb, connection);
  if (!chatty_tokenizer_register (connection->db, error))
    return NULL;
  pragmas = g_strdup_printf ("PRAGMA trusted_schema = OFF;"
                             "PRAGMA cell_size_check = ON;"
                             "PRAGMA temp_store = MEMORY;"
                             "PRAGMA cache_size = -%d;"
                             "PRAGMA synchronous = NORMAL;"
                             "PRAGMA wal_autocheckpoint = 4000;"
                             "PRAGMA journal_size_limit = 33554432;", cache_kib);
  if (!chatty_index_execute (connection, pragmas, NULL))
    connection->damaged = TRUE;
  return g_steal_pointer (&connection);
}

static void
remove_files (ChattyIndexDb *self)
{
  static const char *endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (self->file_name, endings[i], NULL);

      (void) g_unlink (name);
    }
}

static int
take_file_lock (ChattyIndexDb  *self,
                GError        **error)
{
  int fd = open (self->lock_name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0)
    while (flock (fd, LOCK_EX) != 0)
      if (errno != EINTR)
        {
          close (fd);
          fd = -1;
          break;
        }
  if (fd < 0)
    {
      int saved_errno = errno;
      g_autofree char *name = g_filename_display_name (self->lock_name);

      g_set_error (error, CHATTY_ERROR,
                   saved_errno == ENOSPC ? CHATTY_ERROR_NO_SPACE : CHATTY_ERROR_FORBIDDEN,
                   _("The search index cannot be opened, because %s cannot be written: %s"),
                   name, g_strerror (saved_errno));
    }
  return fd;
}

/* Opens the file under the lock, and makes it anew where it is missing or
 * cannot be used. @damaged: drop it even if it looks good. */
static gboolean
open_file (ChattyIndexDb  *self,
           gboolean        damaged,
           GError        **error)
{
  int lock_fd = take_file_lock (self, error);
  gboolean ready = FALSE;
  struct stat status;

  if (lock_fd < 0)
    return FALSE;

  /* Another process may have replaced it in the meantime. */
  if (damaged &&
      stat (self->file_name, &status) == 0 &&
      status.st_dev == self->device && status.st_ino == self->inode)
    remove_files (self);

  for (int attempt = 0; attempt < 2 && !ready; attempt++)
    {
      g_autoptr (ChattyIndexConnection) connection = NULL;
      int fd = open (self->file_name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (fd >= 0)
        {
          if (fstat (fd, &status) == 0)
            {
              self->device = status.st_dev;
              self->inode = status.st_ino;
            }
          close (fd);
        }
      g_clear_error (error);
      connection = connection_new (self, READER_CACHE_KIB, error);
      if (connection == NULL)
        {
          if (attempt == 0)
            remove_files (self);
          continue;
        }
      switch (connection->damaged ? CHATTY_INDEX_SCHEMA_FOREIGN
                                  : chatty_index_schema_check (connection))
        {
        case CHATTY_INDEX_SCHEMA_GOOD:
          ready = TRUE;
          break;
        case CHATTY_INDEX_SCHEMA_EMPTY:
          ready = chatty_index_execute (connection, "PRAGMA journal_mode = WAL", error) &&
                  chatty_index_schema_create (connection, error);
          break;
        case CHATTY_INDEX_SCHEMA_FOREIGN:
        default:
          g_debug ("The index is of another version or damaged, and is made anew");
          g_clear_pointer (&connection, connection_free);
          remove_files (self);
          break;
        }
    }
  self->generation++;
  close (lock_fd);

  if (!ready && error != NULL && *error == NULL)
    {
      g_autofree char *name = g_filename_display_name (self->file_name);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("The search index %s cannot be made. Remove it and try again."), name);
    }
  return ready;
}

/* With the lock held: whether the file that is open is still the one that
 * the name stands for, which it is not after another process (or a person
 * who empties the cache) replaced it. */
static gboolean
ensure_file (ChattyIndexDb  *self,
             GError        **error)
{
  struct stat status;

  if (stat (self->file_name, &status) == 0 &&
      status.st_dev == self->device && status.st_ino == self->inode)
    return TRUE;
  g_ptr_array_set_size (self->idle, 0);
  return open_file (self, FALSE, error);
}

static ChattyIndexConnection *
take_connection (ChattyIndexDb       *self,
                 ChattyIndexJobKind   kind,
                 GError             **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  ChattyIndexConnection *connection = NULL;

  if (!ensure_file (self, error))
    return NULL;
  if (kind == CHATTY_INDEX_JOB_WRITE)
    {
      connection = g_steal_pointer (&self->writer);
      if (connection != NULL && connection->generation != self->generation)
        g_clear_pointer (&connection, connection_free);
    }
  else if (self->idle->len > 0)
    {
      connection = g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1);
    }
  if (connection == NULL)
    {
      connection = connection_new (self, kind == CHATTY_INDEX_JOB_WRITE ? WRITER_CACHE_KIB
                                                                       : READER_CACHE_KIB, error);
      if (connection != NULL)
        connection->generation = self->generation;
    }
  return connection;
}

static void
put_connection (ChattyIndexDb         *self,
                ChattyIndexJobKind     kind,
                ChattyIndexConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  connection->cancellable = NULL;
  if (connection->damaged || connection->generation != self->generation)
    connection_free (connection);
  else if (kind == CHATTY_INDEX_JOB_WRITE)
    self->writer = connection;
  else if (self->idle->len < MAX_IDLE_READERS)
    g_ptr_array_add (self->idle, connection);
  else
    connection_free (connection);
}

/* Readers see one state of the database from begin to end. */
static gboolean
run_job (ChattyIndexConnection *connection,
         ChattyIndexJobKind     kind,
         ChattyIndexJob         job,
         gpointer               user_data,
         GError               **error)
{
  if (!chatty_index_execute (connection,
                             kind == CHATTY_INDEX_JOB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", error))
    return FALSE;
  if (job (connection, user_data, error) &&
      chatty_index_execute (connection, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (connection->db))
    sqlite3_exec (connection->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/**
 * chatty_index_db_run:
 * @self: a database
 * @kind: whether it writes
 * @job: what to do; it is called a second time if the first met damage
 * @user_data: for @job
 * @cancellable: (nullable): ends long statements
 * @error: return location for an error
 *
 * Runs @job in a transaction on a connection of its own. When the database
 * turns out to be damaged it is replaced by an empty one, and the job runs
 * again on that.
 *
 * Returns: what @job returned
 */
gboolean
chatty_index_db_run (ChattyIndexDb       *self,
                     ChattyIndexJobKind   kind,
                     ChattyIndexJob       job,
                     gpointer             user_data,
                     GCancellable        *cancellable,
                     GError             **error)
{
  gboolean done = FALSE;

  if (kind == CHATTY_INDEX_JOB_WRITE)
    g_mutex_lock (&self->writer_lock);
  for (int attempt = 0; ; attempt++)
    {
      g_autoptr (GError) local_error = NULL;
      ChattyIndexConnection *connection;
      gboolean damaged;
      guint generation;

      if (chatty_set_cancelled (cancellable, error))
        break;
      connection = take_connection (self, kind, error);
      if (connection == NULL)
        break;
      connection->cancellable = cancellable;
      done = !connection->damaged && run_job (connection, kind, job, user_data, &local_error);
      damaged = connection->damaged;
      generation = connection->generation;
      put_connection (self, kind, connection);

      if (done)
        break;
      if (!damaged || attempt > 0)
        {
          if (local_error == NULL)
            g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                                 _("The search index is damaged. "
                                   "It can be rebuilt in the settings."));
          else
            g_propagate_error (error, g_steal_pointer (&local_error));
          break;
        }
      g_message ("The search index is damaged and is made anew: %s",
                 local_error != NULL ? local_error->message : "it cannot be opened");
      if (!chatty_index_db_replace (self, generation, error))
        break;
    }
  if (kind == CHATTY_INDEX_JOB_WRITE)
    g_mutex_unlock (&self->writer_lock);
  return done;
}

/**
 * chatty_index_db_replace:
 * @self: a database
 * @generation: which file is meant
 * @error: return location for an error
 *
 * Drops the database and makes an empty one, unless somebody else did so
 * after @generation. Connections that are in use go on with the dropped file
 * and are closed when they are given back.
 */
gboolean
chatty_index_db_replace (ChattyIndexDb  *self,
                         guint           generation,
                         GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->generation != generation)
    return TRUE;
  g_ptr_array_set_size (self->idle, 0);
  return open_file (self, TRUE, error);
}

guint
chatty_index_db_get_generation (ChattyIndexDb *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->generation;
}

/**
 * chatty_index_db_open:
 * @file_name: of the database; its folder exists
 * @error: return location for an error
 *
 * Opens the database, or makes an empty one where there is none that this
 * program can use.
 *
 * Returns: (transfer full): the database
 */
ChattyIndexDb *
chatty_index_db_open (const char  *file_name,
                      GError     **error)
{
  g_autoptr (ChattyIndexDb) self = g_new0 (ChattyIndexDb, 1);

  g_mutex_init (&self->lock);
  g_mutex_init (&self->writer_lock);
  self->file_name = g_strdup (file_name);
  self->lock_name = g_strconcat (file_name, ".lock", NULL);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify) connection_free);
  if (!open_file (self, FALSE, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * chatty_index_db_free:
 *
 * Closes the database. No job may be running.
 */
void
chatty_index_db_free (ChattyIndexDb *self)
{
  g_clear_pointer (&self->writer, connection_free);
  g_ptr_array_unref (self->idle);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->writer_lock);
  g_free (self->lock_name);
  g_free (self->file_name);
  g_free (self);
}
