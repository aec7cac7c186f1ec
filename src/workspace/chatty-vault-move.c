/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-vault-move.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-sha256.h"
#include "chatty-text.h"

/* Another program may write while we copy: what changed is copied again, but
 * not for ever. */
#define MAX_ROUNDS 4
#define ATTRIBUTES "standard::name,standard::type,standard::size,time::modified,time::modified-usec"

typedef struct {
  GFileType type;
  goffset   size;
  gint64    modified;   /* µs */
} Entry;

typedef struct {
  GFile                 *from;
  GFile                 *to;
  GFileProgressCallback  progress;
  gpointer               user_data;
  goffset                done;
  goffset                total;
} Copy;

static char *
display_path (GFile *file)
{
  const char *path = g_file_peek_path (file);

  return chatty_text_display_name (path != NULL ? path : "?");
}

static gboolean
list_folder (GFile         *root,
             GFile         *folder,
             GHashTable    *entries,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                               cancellable, error);

  if (children == NULL)
    return FALSE;
  for (;;)
    {
      GFileInfo *info;
      GFile *child;
      Entry *entry;

      if (!g_file_enumerator_iterate (children, &info, &child, cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      entry = g_new0 (Entry, 1);
      entry->type = g_file_info_get_file_type (info);
      if (entry->type == G_FILE_TYPE_REGULAR)
        {
          entry->size = g_file_info_get_size (info);
          entry->modified =
            (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) *
            G_USEC_PER_SEC +
            g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC);
        }
      g_hash_table_insert (entries, g_file_get_relative_path (root, child), entry);
      if (entry->type == G_FILE_TYPE_DIRECTORY &&
          !list_folder (root, child, entries, cancellable, error))
        return FALSE;
    }
}

/* Everything below @root by its path, without following links. */
static GHashTable *
list_tree (GFile         *root,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GHashTable) entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!list_folder (root, root, entries, cancellable, error))
    return NULL;
  return g_steal_pointer (&entries);
}

static gboolean
entry_is_same (const Entry *a,
               const Entry *b)
{
  return a != NULL && b != NULL && a->type == b->type && a->size == b->size && a->modified == b->modified;
}

static void
copy_progress_cb (goffset  current,
                  goffset  total,
                  gpointer user_data)
{
  Copy *self = user_data;

  if (self->progress != NULL)
    self->progress (MIN (self->done + current, self->total), self->total, self->user_data);
}

static gboolean
copy_entry (Copy          *self,
            const char    *path,
            const Entry   *entry,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFile) from = g_file_resolve_relative_path (self->from, path);
  g_autoptr (GFile) to = g_file_resolve_relative_path (self->to, path);
  g_autoptr (GError) local_error = NULL;

  if (entry->type == G_FILE_TYPE_DIRECTORY)
    {
      if (!g_file_make_directory (to, cancellable, &local_error) &&
          !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      return TRUE;
    }
  if (entry->type != G_FILE_TYPE_REGULAR && entry->type != G_FILE_TYPE_SYMBOLIC_LINK)
    return TRUE; /* a pipe or a socket holds nothing to keep */
  if (!g_file_copy (from, to,
                    G_FILE_COPY_OVERWRITE | G_FILE_COPY_ALL_METADATA | G_FILE_COPY_NOFOLLOW_SYMLINKS,
                    cancellable, copy_progress_cb, self, &local_error))
    {
      /* It went away while we came to it: the next round sees that. */
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
          !g_file_query_exists (from, NULL))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->done += entry->size;
  return TRUE;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Parents sort before what is in them. */
static GPtrArray *
sorted_paths (GHashTable *entries)
{
  GPtrArray *paths = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_ptr_array_add (paths, path);
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

/* Copies what differs between @now and @before, and takes away what is gone. */
static gboolean
copy_round (Copy          *self,
            GHashTable    *before,
            GHashTable    *now,
            gboolean      *changed,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GPtrArray) paths = sorted_paths (now);
  g_autoptr (GPtrArray) old_paths = sorted_paths (before);

  *changed = FALSE;
  for (guint i = old_paths->len; i > 0; i--)
    {
      const char *path = g_ptr_array_index (old_paths, i - 1);
      const Entry *old = g_hash_table_lookup (before, path);
      const Entry *new = g_hash_table_lookup (now, path);

      if (new == NULL || new->type != old->type)
        {
          g_autoptr (GFile) gone = g_file_resolve_relative_path (self->to, path);

          g_file_delete (gone, NULL, NULL);
          *changed = TRUE;
        }
    }
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      const Entry *entry = g_hash_table_lookup (now, path);

      if (chatty_set_cancelled (cancellable, error))
        return FALSE;
      if (entry_is_same (g_hash_table_lookup (before, path), entry))
        continue;
      *changed = TRUE;
      if (!copy_entry (self, path, entry, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static goffset
sum_sizes (GHashTable *entries)
{
  goffset sum = 0;
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    sum += ((Entry *) entry)->size;
  return sum;
}

static gboolean
check_space (GFile         *to,
             goffset        needed,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (to, G_FILE_ATTRIBUTE_FILESYSTEM_FREE,
                                                             cancellable, NULL);
  g_autofree char *have_text = NULL;
  g_autofree char *need_text = NULL;
  guint64 free_bytes;

  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return TRUE; /* the copy will tell */
  free_bytes = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  if (free_bytes >= (guint64) needed)
    return TRUE;
  have_text = g_format_size (free_bytes);
  need_text = g_format_size ((guint64) needed);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE,
               _("The vault needs %s and there are only %s free. Make room there or choose "
                 "another folder."),
               need_text, have_text);
  return FALSE;
}

/* The folder must be new or empty, and neither folder in the other. */
static gboolean
check_target (GFile         *from,
              GFile         *to,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GFileInfo) child = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = display_path (to);
  g_autofree char *real_from = g_file_get_path (from);
  g_autofree char *real_to = g_file_get_path (to);

  if (real_from == NULL || real_to == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” is not on this computer. Choose a folder here."), name);
      return FALSE;
    }
  if (g_file_equal (from, to) || g_file_has_prefix (to, from) || g_file_has_prefix (from, to))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                   _("“%s” and the vault lie in each other. Choose a folder apart from it."), name);
      return FALSE;
    }
  if (!g_file_make_directory_with_parents (to, cancellable, &local_error) &&
      !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      chatty_error_adopt (error, _("The folder “%s” could not be made"), name);
      return FALSE;
    }
  children = g_file_enumerate_children (to, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
  if (children == NULL)
    {
      chatty_error_adopt (error, _("The folder “%s” could not be opened"), name);
      return FALSE;
    }
  child = g_file_enumerator_next_file (children, cancellable, error);
  if (child != NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                   _("The folder “%s” is not empty. Choose a new or an empty folder; a vault that "
                     "is there already can be opened instead."),
                   name);
      return FALSE;
    }
  return error == NULL || *error == NULL;
}

static char *
hash_file (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (ChattySha256) hash = chatty_sha256_new ();
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guchar *buffer = g_malloc (65536);
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 65536, cancellable, error)) > 0)
    chatty_sha256_update (hash, buffer, n);
  return n == 0 ? chatty_sha256_end (hash) : NULL;
}

static gboolean
verify (GFile         *from,
        GFile         *to,
        GHashTable    *entries,
        GCancellable  *cancellable,
        GError       **error)
{
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      g_autoptr (GFile) original = g_file_resolve_relative_path (from, path);
      g_autoptr (GFile) copy = g_file_resolve_relative_path (to, path);
      g_autofree char *wanted = NULL;
      g_autofree char *found = NULL;

      if (((Entry *) value)->type != G_FILE_TYPE_REGULAR)
        continue;
      wanted = hash_file (original, cancellable, error);
      found = wanted != NULL ? hash_file (copy, cancellable, error) : NULL;
      if (found == NULL)
        return FALSE;
      if (strcmp (wanted, found) != 0)
        {
          g_autofree char *name = display_path (copy);

          g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                       _("“%s” is not the same as what was copied. The disk may be faulty; choose "
                         "another one."), name);
          return FALSE;
        }
    }
  return TRUE;
}

static void
flush_to_disk (GFile *folder)
{
  int fd = open (g_file_peek_path (folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  syncfs (fd);
  close (fd);
}

static gboolean
copy_and_verify (Copy          *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean changed = TRUE;

  for (guint round = 0; changed; round++)
    {
      g_autoptr (GHashTable) now = list_tree (self->from, cancellable, error);

      if (now == NULL)
        return FALSE;
      if (round == 0)
        {
          self->total = sum_sizes (now);
          if (!check_space (self->to, self->total, cancellable, error))
            return FALSE;
        }
      else if (round >= MAX_ROUNDS)
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                               _("Another program keeps changing the vault. Let it finish and "
                                 "move the vault then."));
          return FALSE;
        }
      if (!copy_round (self, before, now, &changed, cancellable, error))
        return FALSE;
      g_hash_table_unref (before);
      before = g_steal_pointer (&now);
    }
  flush_to_disk (self->to);
  return verify (self->from, self->to, before, cancellable, error);
}

static gboolean
delete_children (GFile *folder)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  if (children == NULL)
    return FALSE;
  while (g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        delete_children (child);
      g_file_delete (child, NULL, NULL);
    }
  return TRUE;
}

/**
 * chatty_vault_move_copy:
 * @from: a vault's folder
 * @to: a new or an empty folder
 * @progress: (nullable): in bytes, on this thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location, of #CHATTY_ERROR
 *
 * Copies a vault, flushes the copy to the disk and compares it with the
 * original byte by byte. If it does not get through, @to is empty again and
 * @from was never touched. Blocks.
 *
 * Returns: whether @to is now the same as @from
 */
gboolean
chatty_vault_move_copy (GFile                  *from,
                        GFile                  *to,
                        GFileProgressCallback   progress,
                        gpointer                user_data,
                        GCancellable           *cancellable,
                        GError                **error)
{
  g_autofree char *name = display_path (to);
  g_autoptr (GError) local_error = NULL;
  Copy copy = { .from = from, .to = to, .progress = progress, .user_data = user_data };

  if (!check_target (from, to, cancellable, error))
    return FALSE;
  if (copy_and_verify (&copy, cancellable, &local_error))
    return TRUE;

  chatty_vault_move_discard (to);
  g_propagate_error (error, g_steal_pointer (&local_error));
  if (error != NULL && (*error)->domain != CHATTY_ERROR)
    chatty_error_adopt (error, _("The vault could not be copied to “%s”"), name);
  return FALSE;
}

/**
 * chatty_vault_move_is_same:
 * @from: a vault's folder
 * @to: its copy
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Returns: whether nothing of @from was changed since it was copied to @to;
 *   what the copy has besides does not count
 */
gboolean
chatty_vault_move_is_same (GFile         *from,
                           GFile         *to,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GHashTable) originals = list_tree (from, cancellable, error);
  g_autoptr (GHashTable) copies = originals != NULL ? list_tree (to, cancellable, error) : NULL;
  GHashTableIter iter;
  gpointer path, value;

  if (copies == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, originals);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      const Entry *original = value;
      const Entry *copy = g_hash_table_lookup (copies, path);

      if (g_str_has_prefix (path, ".chatty/") || original->type != G_FILE_TYPE_REGULAR)
        continue;
      if (!entry_is_same (original, copy))
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                               _("Another program changed the vault while it was moved. Let it "
                                 "finish and move the vault then."));
          return FALSE;
        }
    }
  return TRUE;
}

/* Empties a folder that was empty before the copy. */
void
chatty_vault_move_discard (GFile *to)
{
  delete_children (to);
}
