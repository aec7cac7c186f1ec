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
#include "chatty-index-query.h"
#include "chatty-index-schema.h"
#include "chatty-search.h"
#include "chatty-search-reader.h"

/* Rows of a list that get a snippet. Each is cut from a file that has to be
 * read, and nobody looks at more in one go. */
#define MAX_SNIPPETS 200

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

static gboolean
run (ChattyIndex         *self,
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

  run (self, CHATTY_INDEX_JOB_READ, read_meta_job, &meta, NULL, NULL);
  return meta.version;
}

/* Jobs that answer with an array. */
typedef struct {
  const ChattyTranscriptQuery *query;
  const ChattySearchQuery     *words;
  const char                  *path;
  const char                  *id;
  guint                        limit;
  ChattyIndexFacetKind         kind;
  GPtrArray                   *result;
} Lookup;

static gboolean
take_result (Lookup    *lookup,
             GPtrArray *result)
{
  g_clear_pointer (&lookup->result, g_ptr_array_unref);
  lookup->result = result;
  return result != NULL;
}

static gboolean
list_job (ChattyIndexConnection  *connection,
          gpointer                user_data,
          GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_list (connection, lookup->query, error));
}

static gboolean
search_job (ChattyIndexConnection  *connection,
            gpointer                user_data,
            GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_search_transcripts (connection, lookup->words,
                                                         lookup->query, error));
}

static gboolean
search_turns_job (ChattyIndexConnection  *connection,
                  gpointer                user_data,
                  GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_search_turns (connection, lookup->words,
                                                   lookup->limit, error));
}

static gboolean
facets_job (ChattyIndexConnection  *connection,
            gpointer                user_data,
            GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_facets (connection, lookup->kind, error));
}

static gboolean
rows_job (ChattyIndexConnection  *connection,
          gpointer                user_data,
          GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_rows (connection, lookup->path,
                                                       lookup->id, error));
}

static gboolean
summary_job (ChattyIndexConnection  *connection,
             gpointer                user_data,
             GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_summary (connection, lookup->id, error));
}

static GPtrArray *
look_up (ChattyIndex     *self,
         ChattyIndexJob   job,
         Lookup          *lookup,
         GCancellable    *cancellable,
         GError         **error)
{
  if (run (self, CHATTY_INDEX_JOB_READ, job, lookup, cancellable, error))
    return g_steal_pointer (&lookup->result);
  g_clear_pointer (&lookup->result, g_ptr_array_unref);
  return NULL;
}

/**
 * chatty_index_list:
 * @self: an index
 * @query: which transcripts, in which order
 * @cancellable: (nullable): to stop
 * @error: return location for an error
 *
 * Lists transcripts. A @query with a text finds those in which one turn or
 * the title has all its words, the last of which may be unfinished; a text
 * without any word is no text. The first rows then have snippets.
 *
 * Returns: (transfer full) (element-type ChattyTranscriptSummary): the list
 */
GPtrArray *
chatty_index_list (ChattyIndex                  *self,
                   const ChattyTranscriptQuery  *query,
                   GCancellable                 *cancellable,
                   GError                      **error)
{
  g_autoptr (ChattySearchQuery) words = chatty_search_query_new (query->text, TRUE);
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (GPtrArray) list = NULL;
  Lookup lookup = { .query = query, .words = words };

  if (chatty_search_query_is_empty (words))
    return look_up (self, list_job, &lookup, cancellable, error);

  matches = look_up (self, search_job, &lookup, cancellable, error);
  if (matches == NULL)
    return NULL;
  list = g_ptr_array_new_full (matches->len, (GDestroyNotify) chatty_transcript_summary_unref);
  for (guint i = 0; i < matches->len; i++)
    {
      ChattySearchMatch *match = matches->pdata[i];
      ChattyTranscriptSummary *summary = g_steal_pointer (&match->summary);

      g_ptr_array_add (list, summary);
      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      summary->snippet_turn = match->turn;
      if (i < MAX_SNIPPETS)
        summary->snippet = chatty_search_reader_get_snippet (self->reader, words,
                                                             summary, match->turn);
    }
  return g_steal_pointer (&list);
}

/**
 * chatty_index_search_turns:
 * @self: an index
 * @text: words, "phrases", prefix*
 * @limit: how many hits at most; 0 for all
 * @cancellable: (nullable): to stop
 * @error: return location for an error
 *
 * Finds turns that have all the words, newest transcripts first. One of
 * which only the title has them is given with its first turn and the title
 * as snippet.
 *
 * Returns: (transfer full) (element-type ChattySearchHit): the hits
 */
GPtrArray *
chatty_index_search_turns (ChattyIndex   *self,
                           const char    *text,
                           guint          limit,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (ChattySearchQuery) words = chatty_search_query_new (text, FALSE);
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_search_hit_free);
  Lookup lookup = { .words = words, .limit = limit };

  if (chatty_search_query_is_empty (words))
    return g_steal_pointer (&hits);
  matches = look_up (self, search_turns_job, &lookup, cancellable, error);
  if (matches == NULL)
    return NULL;
  for (guint i = 0; i < matches->len; i++)
    {
      const ChattySearchMatch *match = matches->pdata[i];
      ChattySearchHit *hit = g_new0 (ChattySearchHit, 1);

      hit->id = g_strdup (match->summary->id);
      hit->title = g_strdup (match->summary->title);
      hit->turn = MAX (match->turn, 0);
      hit->snippet = chatty_search_reader_get_snippet (self->reader, words,
                                                       match->summary, match->turn);
      if (hit->snippet == NULL)
        hit->snippet = g_strdup ("");
      g_ptr_array_add (hits, hit);
      if (chatty_set_cancelled (cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&hits);
}

GPtrArray *
chatty_index_list_platforms (ChattyIndex  *self,
                             GError      **error)
{
  Lookup lookup = { .kind = CHATTY_INDEX_FACET_PLATFORM };

  return look_up (self, facets_job, &lookup, NULL, error);
}

GPtrArray *
chatty_index_list_characters (ChattyIndex  *self,
                              GError      **error)
{
  Lookup lookup = { .kind = CHATTY_INDEX_FACET_CHARACTER };

  return look_up (self, facets_job, &lookup, NULL, error);
}

GPtrArray *
chatty_index_list_years (ChattyIndex  *self,
                         GError      **error)
{
  Lookup lookup = { .kind = CHATTY_INDEX_FACET_YEAR };

  return look_up (self, facets_job, &lookup, NULL, error);
}

void
chatty_index_row_free (ChattyIndexRow *row)
{
  if (row == NULL)
    return;
  g_free (row->path);
  g_free (row->id);
  g_free (row->hash);
  g_free (row->problem);
  g_free (row);
}

/**
 * chatty_index_get_row:
 * @path: relative to the vault
 *
 * Returns: (transfer full) (nullable): what is known of the file, or %NULL,
 *   without @error if it is not in the index
 */
ChattyIndexRow *
chatty_index_get_row (ChattyIndex  *self,
                      const char   *path,
                      GError      **error)
{
  Lookup lookup = { .path = path };
  g_autoptr (GPtrArray) rows = look_up (self, rows_job, &lookup, NULL, error);

  return rows != NULL && rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/**
 * chatty_index_get_rows_by_id:
 *
 * Returns: (transfer full) (element-type ChattyIndexRow): the files that hold
 *   the transcript @id; more than one if a sync program kept two versions
 */
GPtrArray *
chatty_index_get_rows_by_id (ChattyIndex  *self,
                             const char   *id,
                             GError      **error)
{
  Lookup lookup = { .id = id };

  return look_up (self, rows_job, &lookup, NULL, error);
}

/**
 * chatty_index_lookup:
 *
 * Returns: (transfer full) (nullable): the summary of the transcript @id, or
 *   %NULL, without @error if it is not in the index
 */
ChattyTranscriptSummary *
chatty_index_lookup (ChattyIndex  *self,
                     const char   *id,
                     GError      **error)
{
  Lookup lookup = { .id = id };
  g_autoptr (GPtrArray) list = look_up (self, summary_job, &lookup, NULL, error);

  return list != NULL && list->len > 0 ? g_ptr_array_steal_index (list, 0) : NULL;
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
  if (!run (self, CHATTY_INDEX_JOB_WRITE, apply_job, &apply, cancellable, error))
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
