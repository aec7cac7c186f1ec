/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-index-private.h"
#include "chatty-index-schema.h"

/* The database may be dropped while it is being filled; more often than this
 * is a broken disk. */
#define MAX_REFRESHES 3

struct _ChattyIndex {
  GObject             parent_instance;

  ChattyVaultFiles   *files;
  char               *file_name;
  ChattyIndexDb      *db;
  ChattyIndexWriter  *writer;      /* used in write jobs only */
  ChattySearchReader *reader;
  ChattyIndexFunc     func;
  gpointer            user_data;

  GMutex              lock;        /* for what follows */
  GCond               cond;
  ChattyIndexState    state;
  double              progress;
  guint               generation;  /* of the database that the state is about */
  gboolean            refreshing;
  gboolean            needs_refresh;
};

G_DEFINE_FINAL_TYPE (ChattyIndex, chatty_index, G_TYPE_OBJECT)

ChattyVaultFiles *
chatty_index_get_files (ChattyIndex *self)
{
  return self->files;
}

ChattySearchReader *
chatty_index_get_reader (ChattyIndex *self)
{
  return self->reader;
}

ChattyIndexDb *
chatty_index_get_db (ChattyIndex *self)
{
  return self->db;
}

static void
tell (ChattyIndex *self,
      gboolean     changed)
{
  if (self->func != NULL)
    self->func (self, changed, self->user_data);
}

void
chatty_index_set_progress (ChattyIndex      *self,
                           ChattyIndexState  state,
                           double            progress)
{
  gboolean differs;

  g_mutex_lock (&self->lock);
  differs = self->state != state || self->progress != progress;
  self->state = state;
  self->progress = progress;
  g_mutex_unlock (&self->lock);
  if (differs)
    tell (self, FALSE);
}

typedef struct {
  gint64 complete;
  gint64 version;
} Meta;

static gboolean
read_meta_job (ChattyIndexConnection  *connection,
               gpointer                user_data,
               GError                **error)
{
  Meta *meta = user_data;

  meta->complete = chatty_index_get_meta (connection, "complete");
  meta->version = chatty_index_get_meta (connection, "version");
  return !connection->damaged;
}

/* Another file than before is a new one, in which everything is missing, or
 * one that another process made. */
static gboolean
notice_replaced (ChattyIndex *self)
{
  guint generation = chatty_index_db_get_generation (self->db);
  Meta meta = { 0 };
  gboolean replaced;

  g_mutex_lock (&self->lock);
  replaced = self->generation != generation;
  self->generation = generation;
  g_mutex_unlock (&self->lock);
  if (!replaced)
    return FALSE;

  chatty_index_db_run (self->db, CHATTY_INDEX_JOB_READ, read_meta_job, &meta, NULL, NULL);
  g_mutex_lock (&self->lock);
  self->state = meta.complete == 1 ? CHATTY_INDEX_READY : CHATTY_INDEX_BUILDING;
  self->progress = meta.complete == 1 ? 1.0 : 0.0;
  self->needs_refresh = meta.complete != 1 && !self->refreshing;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
chatty_index_run (ChattyIndex         *self,
                  ChattyIndexJobKind   kind,
                  ChattyIndexJob       job,
                  gpointer             user_data,
                  GCancellable        *cancellable,
                  GError             **error)
{
  gboolean done = chatty_index_db_run (self->db, kind, job, user_data, cancellable, error);

  if (notice_replaced (self))
    tell (self, TRUE);
  return done;
}

static void
chatty_index_finalize (GObject *object)
{
  ChattyIndex *self = CHATTY_INDEX (object);

  chatty_index_close (self);
  g_clear_pointer (&self->reader, chatty_search_reader_free);
  g_clear_pointer (&self->writer, chatty_index_writer_free);
  g_clear_pointer (&self->files, chatty_vault_files_unref);
  g_free (self->file_name);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (chatty_index_parent_class)->finalize (object);
}

static void
chatty_index_class_init (ChattyIndexClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_index_finalize;
}

static void
chatty_index_init (ChattyIndex *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
}

/* A vault has one cache, whatever the way to its folder is called. */
static char *
make_file_name (ChattyVaultFiles *files,
                const char       *cache_folder)
{
  const char *folder = chatty_vault_files_get_folder (files);
  char *real = realpath (folder, NULL);
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;

  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, real != NULL ? real : folder, -1);
  free (real);
  name = g_strdup_printf ("%.32s.sqlite", digest);
  return g_build_filename (cache_folder, name, NULL);
}

/**
 * chatty_index_open:
 * @files: the vault
 * @cache_folder: where the caches of vaults are; made if it is missing
 * @cancellable: (nullable): to stop
 * @error: return location for an error
 *
 * Opens the cache of a vault, or makes an empty one. The files are not
 * looked at: that is for chatty_index_refresh() to do.
 *
 * Returns: (transfer full): the index
 */
ChattyIndex *
chatty_index_open (ChattyVaultFiles  *files,
                   const char        *cache_folder,
                   GCancellable      *cancellable,
                   GError           **error)
{
  g_autoptr (ChattyIndex) self = g_object_new (CHATTY_TYPE_INDEX, NULL);

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (g_mkdir_with_parents (cache_folder, 0700) != 0)
    {
      int saved_errno = errno;
      g_autofree char *name = g_filename_display_name (cache_folder);

      g_set_error (error, CHATTY_ERROR,
                   saved_errno == ENOSPC ? CHATTY_ERROR_NO_SPACE : CHATTY_ERROR_FORBIDDEN,
                   _("The folder %s for the search index cannot be made: %s"),
                   name, g_strerror (saved_errno));
      return NULL;
    }
  self->files = chatty_vault_files_ref (files);
  self->file_name = make_file_name (files, cache_folder);
  self->writer = chatty_index_writer_new ();
  self->reader = chatty_search_reader_new (files);
  self->db = chatty_index_db_open (self->file_name, error);
  if (self->db == NULL)
    return NULL;
  notice_replaced (self);
  return g_steal_pointer (&self);
}

/**
 * chatty_index_close:
 *
 * Closes the cache. No other call may be running or follow.
 */
void
chatty_index_close (ChattyIndex *self)
{
  g_clear_pointer (&self->db, chatty_index_db_free);
}

/**
 * chatty_index_set_func:
 * @func: (nullable): called after changes
 * @user_data: for @func
 */
void
chatty_index_set_func (ChattyIndex     *self,
                       ChattyIndexFunc  func,
                       gpointer         user_data)
{
  self->func = func;
  self->user_data = user_data;
}

ChattyIndexState
chatty_index_get_state (ChattyIndex *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->state;
}

double
chatty_index_get_progress (ChattyIndex *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->progress;
}

/**
 * chatty_index_needs_refresh:
 *
 * Returns: whether the cache is a new one, because it was missing or had to
 *   be dropped, and nobody has begun to fill it
 */
gboolean
chatty_index_needs_refresh (ChattyIndex *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->needs_refresh;
}

const char *
chatty_index_get_file_name (ChattyIndex *self)
{
  return self->file_name;
}

/**
 * chatty_index_get_version:
 *
 * Returns: a number that is another one after every change, whichever
 *   process made it; 0 if the index cannot be read
 */
gint64
chatty_index_get_version (ChattyIndex *self)
{
  Meta meta = { 0 };

  chatty_index_run (self, CHATTY_INDEX_JOB_READ, read_meta_job, &meta, NULL, NULL);
  return meta.version;
}

typedef struct {
  ChattyIndex             *self;
  const ChattyIndexChange *changes;
  guint                    n_changes;
} Apply;

static gboolean
apply_job (ChattyIndexConnection  *connection,
           gpointer                user_data,
           GError                **error)
{
  Apply *apply = user_data;

  return chatty_index_writer_apply (apply->self->writer, connection,
                                    apply->changes, apply->n_changes, error);
}

/**
 * chatty_index_apply:
 * @self: an index
 * @changes: (array length=n_changes): what happened to the files; where two
 *   are about one path the later counts
 * @cancellable: (nullable): to stop, in which case nothing is changed
 * @error: return location for an error
 *
 * Takes changes into the index, all or none of them.
 *
 * Returns: %TRUE on success
 */
gboolean
chatty_index_apply (ChattyIndex              *self,
                    const ChattyIndexChange  *changes,
                    guint                     n_changes,
                    GCancellable             *cancellable,
                    GError                  **error)
{
  Apply apply = { self, changes, n_changes };

  if (n_changes == 0)
    return TRUE;
  if (!chatty_index_run (self, CHATTY_INDEX_JOB_WRITE, apply_job, &apply, cancellable, error))
    return FALSE;
  tell (self, TRUE);
  return TRUE;
}

static gboolean
begin_refresh (ChattyIndex   *self,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->refreshing)
    {
      g_cond_wait_until (&self->cond, &self->lock, g_get_monotonic_time () + 50 * 1000);
      if (chatty_set_cancelled (cancellable, error))
        return FALSE;
    }
  self->refreshing = TRUE;
  self->needs_refresh = FALSE;
  return TRUE;
}

static void
end_refresh (ChattyIndex *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->refreshing = FALSE;
  g_cond_broadcast (&self->cond);
}

static gboolean
refresh (ChattyIndex            *self,
         const char * const     *paths,
         gboolean                from_scratch,
         GFileProgressCallback   progress,
         gpointer                user_data,
         GCancellable           *cancellable,
         GError                **error)
{
  gboolean done = FALSE;
  gboolean again = TRUE;

  if (!begin_refresh (self, cancellable, error))
    return FALSE;
  for (int i = 0; again && i < MAX_REFRESHES; i++)
    {
      guint generation;
      gboolean too_many_dead = FALSE;

      if (from_scratch &&
          !chatty_index_db_replace (self->db, chatty_index_db_get_generation (self->db), error))
        break;
      from_scratch = FALSE;
      if (notice_replaced (self))
        tell (self, TRUE);

      generation = chatty_index_db_get_generation (self->db);
      done = chatty_index_refresh_once (self, paths, progress, user_data, &too_many_dead,
                                        cancellable, error);
      if (!done)
        break;
      /* Dropped under our hands: what was compared is not there any more. */
      again = generation != chatty_index_db_get_generation (self->db);
      if (again)
        paths = NULL;
      else if (too_many_dead)
        again = from_scratch = TRUE;
    }
  end_refresh (self);
  return done;
}

/**
 * chatty_index_refresh:
 * @self: an index
 * @paths: (nullable) (array zero-terminated=1): which files or folders to
 *   look at; %NULL for all
 * @progress: (nullable): called on this thread with the bytes that were read
 *   and that are to be read
 * @user_data: for @progress
 * @cancellable: (nullable): to stop; what was read until then stays
 * @error: return location for an error
 *
 * Makes the rows agree with the files: reads those that are new or have
 * changed, the newest first, and drops those that are gone. A file that
 * cannot be read is listed with its problem.
 *
 * Returns: %TRUE on success
 */
gboolean
chatty_index_refresh (ChattyIndex            *self,
                      const char * const     *paths,
                      GFileProgressCallback   progress,
                      gpointer                user_data,
                      GCancellable           *cancellable,
                      GError                **error)
{
  return refresh (self, paths, FALSE, progress, user_data, cancellable, error);
}

/**
 * chatty_index_rebuild:
 *
 * As chatty_index_refresh() of all files, into a new cache.
 */
gboolean
chatty_index_rebuild (ChattyIndex            *self,
                      GFileProgressCallback   progress,
                      gpointer                user_data,
                      GCancellable           *cancellable,
                      GError                **error)
{
  return refresh (self, NULL, TRUE, progress, user_data, cancellable, error);
}
