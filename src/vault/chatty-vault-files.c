/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-files.h"

/* Deeper folders are not looked into: nobody sorts by hand that deep. */
#define MAX_DEPTH 16

/* A file that another program is writing is read again this often. */
#define MAX_READS 3

struct _ChattyVaultFiles {
  gatomicrefcount  ref_count;
  int              fd;
  char            *folder;
};

typedef struct {
  ChattyVaultFiles     *files;
  ChattyVaultFilesFunc  func;
  gpointer              user_data;
  GCancellable         *cancellable;
  GPtrArray            *folders;  /* of paths, instead of calling @func */
} Walk;

static ChattyFileStamp
stamp_of (const struct stat *status)
{
  return (ChattyFileStamp) {
    .inode = status->st_ino,
    .size = status->st_size,
    .modified = status->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
                status->st_mtim.tv_nsec,
  };
}

/* A link where a folder is wanted is only "not a folder" to the system. */
static gboolean
is_link (int         folder,
         const char *path)
{
  struct open_how how = {
    .flags = O_PATH | O_CLOEXEC | O_NOFOLLOW,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  };
  struct stat status;
  int saved_errno = errno;
  int fd = (int) syscall (SYS_openat2, folder, path, &how, sizeof how);
  gboolean is = fd >= 0 && fstat (fd, &status) == 0 && S_ISLNK (status.st_mode);

  if (fd >= 0)
    close (fd);
  errno = saved_errno;
  return is;
}

/* openat() that follows no symbolic link anywhere in @path and cannot leave
 * the folder. Kernels and sandboxes without openat2() walk the path. */
static int
open_beneath (int         folder,
              const char *path,
              int         flags,
              mode_t      mode)
{
  struct open_how how = {
    .flags = (guint64) (guint) (flags | O_CLOEXEC | O_NOFOLLOW),
    .mode = mode,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  };
  g_auto (GStrv) parts = NULL;
  int fd, next;

  fd = (int) syscall (SYS_openat2, folder, path, &how, sizeof how);
  if (fd < 0 && errno == ENOTDIR && (flags & O_DIRECTORY) != 0 &&
      is_link (folder, path))
    errno = ELOOP;
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
    return fd;

  parts = g_strsplit (path, "/", -1);
  fd = fcntl (folder, F_DUPFD_CLOEXEC, 3);
  for (guint i = 0; fd >= 0 && parts[i] != NULL; i++)
    {
      gboolean last = parts[i + 1] == NULL;

      if (parts[i][0] == '\0' || strcmp (parts[i], "..") == 0)
        {
          close (fd);
          errno = EXDEV;
          return -1;
        }
      next = openat (fd, parts[i],
                     (last ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW |
                     O_CLOEXEC,
                     last ? mode : 0);
      /* A link in the middle is "not a folder"; say what it is. */
      if (next < 0 && errno == ENOTDIR)
        {
          struct stat status;

          if (fstatat (fd, parts[i], &status, AT_SYMLINK_NOFOLLOW) == 0 &&
              S_ISLNK (status.st_mode))
            errno = ELOOP;
          else
            errno = ENOTDIR;
        }
      {
        int saved_errno = errno;

        close (fd);
        errno = saved_errno;
      }
      fd = next;
    }

  return fd;
}

/* Opens the folder that @path lies in and points @name at its last part. */
static int
open_parent (ChattyVaultFiles  *self,
             const char        *path,
             const char       **name)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *parent = NULL;

  if (slash == NULL)
    {
      *name = path;
      return fcntl (self->fd, F_DUPFD_CLOEXEC, 3);
    }

  *name = slash + 1;
  parent = g_strndup (path, slash - path);
  return open_beneath (self->fd, parent, O_PATH | O_DIRECTORY, 0);
}

static gboolean
is_markdown (const char *name)
{
  gsize length = strlen (name);

  return length > 3 && name[0] != '.' &&
         g_ascii_strcasecmp (name + length - 3, ".md") == 0;
}

/* Folders of a character that hold other things than conversations. */
static gboolean
is_other_folder (const char *name,
                 gsize       length)
{
  static const char *const others[] = {
    "assets", "config", "identity", "documents", "data", "logs", "memup",
    "simDrive", "frame", "vxrunner",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (strlen (others[i]) == length &&
        g_ascii_strncasecmp (others[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the folder @path can hold transcripts or folders with them. */
static gboolean
is_transcript_folder (const char *path)
{
  const char *rest = path;

  if (strcmp (path, "transcripts") == 0 || strcmp (path, "instances") == 0 ||
      g_str_has_prefix (path, "transcripts/"))
    return TRUE;
  if (!g_str_has_prefix (path, "instances/"))
    return FALSE;

  rest = strchr (path + strlen ("instances/"), '/');
  return rest == NULL || !is_other_folder (rest + 1, strcspn (rest + 1, "/"));
}

/* Whether a file right in the folder @path is a transcript. */
static gboolean
holds_transcripts (const char *path)
{
  if (g_str_has_prefix (path, "instances/"))
    return strchr (path + strlen ("instances/"), '/') != NULL;
  return strcmp (path, "instances") != 0 && path[0] != '\0';
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (int fd)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;
  DIR *folder = fdopendir (fd);

  if (folder == NULL)
    {
      close (fd);
      return NULL;
    }
  while ((entry = readdir (folder)) != NULL)
    if (entry->d_name[0] != '.')
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (folder);

  /* The order decides which of two files with one id comes first. */
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/* FALSE: stop. */
static gboolean
walk_folder (Walk       *walk,
             const char *path,
             guint       depth)
{
  g_autoptr (GPtrArray) names = NULL;
  int fd;

  if (depth > MAX_DEPTH)
    return TRUE;
  fd = open_beneath (walk->files->fd, path, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0)
    return TRUE;
  if (walk->folders != NULL)
    g_ptr_array_add (walk->folders, g_strdup (path));
  names = list_names (fd);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *inner = g_strconcat (path, "/", name, NULL);
      struct stat status;

      if (g_cancellable_is_cancelled (walk->cancellable))
        return FALSE;
      if (fstatat (walk->files->fd, inner, &status, AT_SYMLINK_NOFOLLOW) < 0)
        continue;
      if (S_ISDIR (status.st_mode))
        {
          if (is_transcript_folder (inner) &&
              !walk_folder (walk, inner, depth + 1))
            return FALSE;
        }
      else if (walk->func != NULL && S_ISREG (status.st_mode) &&
               is_markdown (name) && holds_transcripts (path))
        {
          ChattyFileStamp stamp = stamp_of (&status);

          if (!walk->func (inner, &stamp, walk->user_data))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
walk_from (Walk       *walk,
           const char *below)
{
  if (below != NULL)
    return !is_transcript_folder (below) || walk_folder (walk, below, 0);

  return walk_folder (walk, "transcripts", 0) &&
         walk_folder (walk, "instances", 0);
}

/**
 * chatty_vault_files_open:
 * @folder: absolute path, in the file system's encoding
 * @create: make it, private to the person, if it does not exist
 *
 * Returns: (transfer full): the open folder, or %NULL with @error
 */
ChattyVaultFiles *
chatty_vault_files_open (const char  *folder,
                         gboolean     create,
                         GError     **error)
{
  g_autoptr (ChattyVaultFiles) self = g_new0 (ChattyVaultFiles, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->folder = g_strdup (folder);
  self->fd = -1;

  if (create && g_mkdir_with_parents (folder, 0700) < 0 && errno != EEXIST)
    {
      chatty_vault_files_set_error (self, errno, NULL, error);
      return NULL;
    }
  self->fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->fd < 0)
    {
      chatty_vault_files_set_error (self, errno, NULL, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * chatty_vault_files_ref:
 *
 * Returns: (transfer full): @self. Any thread.
 */
ChattyVaultFiles *
chatty_vault_files_ref (ChattyVaultFiles *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * chatty_vault_files_unref:
 *
 * Gives up a reference; the last one closes the folder. Any thread.
 */
void
chatty_vault_files_unref (ChattyVaultFiles *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->folder);
  g_free (self);
}

/**
 * chatty_vault_files_get_fd:
 *
 * Returns: the folder's descriptor; it stays @self's
 */
int
chatty_vault_files_get_fd (ChattyVaultFiles *self)
{
  return self->fd;
}

/**
 * chatty_vault_files_get_folder:
 *
 * Returns: the path that @self was opened with, in the file system's encoding
 */
const char *
chatty_vault_files_get_folder (ChattyVaultFiles *self)
{
  return self->folder;
}

/**
 * chatty_vault_files_walk:
 * @below: (nullable): only this folder
 * @func: called with the path and stamp of each file
 * @cancellable: (nullable): looked at for every entry
 *
 * Calls @func for every file that may be a transcript, folders and names in
 * byte order. Nothing is opened but folders.
 *
 * Returns: whether all were walked; %FALSE without @error if @func stopped it
 */
gboolean
chatty_vault_files_walk (ChattyVaultFiles      *self,
                         const char            *below,
                         ChattyVaultFilesFunc   func,
                         gpointer               user_data,
                         GCancellable          *cancellable,
                         GError               **error)
{
  Walk walk = {
    .files = self,
    .func = func,
    .user_data = user_data,
    .cancellable = cancellable,
  };
  gboolean complete = walk_from (&walk, below);

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  return complete;
}

/**
 * chatty_vault_files_list_folders:
 * @below: (nullable): only this folder and those in it
 *
 * Returns: (transfer container) (element-type filename): the folders in which
 *   transcripts can appear, to watch them
 */
GPtrArray *
chatty_vault_files_list_folders (ChattyVaultFiles *self,
                                 const char       *below)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .files = self, .folders = folders };

  walk_from (&walk, below);
  return g_steal_pointer (&folders);
}

/**
 * chatty_vault_files_is_candidate:
 * @path: relative to the vault
 *
 * Returns: whether a file at @path would be taken for a transcript
 */
gboolean
chatty_vault_files_is_candidate (const char *path)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *parent = NULL;

  if (slash == NULL || !is_markdown (slash + 1) || path[0] == '.' ||
      strstr (path, "/.") != NULL || strstr (path, "//") != NULL)
    return FALSE;

  parent = g_strndup (path, slash - path);
  return is_transcript_folder (parent) && holds_transcripts (parent);
}

/**
 * chatty_vault_files_stat:
 * @stamp: (out) (optional): where to put the stamp
 *
 * Returns: whether a regular file is at @path, no link followed
 */
gboolean
chatty_vault_files_stat (ChattyVaultFiles *self,
                         const char       *path,
                         ChattyFileStamp  *stamp)
{
  struct stat status;
  int fd = open_beneath (self->fd, path, O_PATH, 0);
  gboolean there;

  if (fd < 0)
    return FALSE;
  there = fstat (fd, &status) == 0 && S_ISREG (status.st_mode);
  close (fd);
  if (there && stamp != NULL)
    *stamp = stamp_of (&status);
  return there;
}

/* Reads what @fd holds now. NULL: errno says why. */
static char *
read_all (int          fd,
          struct stat *status,
          gsize       *length)
{
  g_autofree char *bytes = NULL;
  gsize capacity, used = 0;

  if (fstat (fd, status) < 0 || lseek (fd, 0, SEEK_SET) < 0)
    return NULL;
  if (status->st_size > CHATTY_VAULT_MAX_FILE_SIZE)
    {
      errno = EFBIG;
      return NULL;
    }
  capacity = (gsize) status->st_size + 1;
  bytes = g_try_malloc (capacity + 1);
  if (bytes == NULL)
    {
      errno = ENOMEM;
      return NULL;
    }
  /* No more than the size it had: a file that grows while it is read is
   * seen by its stamp afterwards. */
  while (used < capacity)
    {
      gssize n = read (fd, bytes + used, capacity - used);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      used += n;
    }
  bytes[used] = '\0';
  *length = used;
  return g_steal_pointer (&bytes);
}

/**
 * chatty_vault_files_read:
 * @length: (out): bytes
 * @stamp: (out) (optional): of the bytes returned
 * @mode: (out) (optional): permissions of the file
 *
 * Reads a whole file, followed by a NUL that @length does not count.
 *
 * Returns: (transfer full): the bytes, or %NULL with %CHATTY_ERROR_NOT_FOUND,
 *   _FORBIDDEN (also for links and what is not a regular file), _TOO_LARGE or
 *   _FAILED
 */
char *
chatty_vault_files_read (ChattyVaultFiles  *self,
                         const char        *path,
                         gsize             *length,
                         ChattyFileStamp   *stamp,
                         mode_t            *mode,
                         GError           **error)
{
  g_autofree char *bytes = NULL;
  struct stat before, after;
  int fd, saved_errno;

  /* Not to wait for the other end of a pipe that has a transcript's name. */
  fd = open_beneath (self->fd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
  if (fd < 0)
    {
      chatty_vault_files_set_error (self, errno, path, error);
      return NULL;
    }
  if (fstat (fd, &before) < 0 || !S_ISREG (before.st_mode))
    {
      close (fd);
      chatty_vault_files_set_error (self, EINVAL, path, error);
      return NULL;
    }

  for (guint i = 0; i < MAX_READS; i++)
    {
      ChattyFileStamp first, second;

      g_clear_pointer (&bytes, g_free);
      bytes = read_all (fd, &before, length);
      if (bytes == NULL)
        break;
      if (fstat (fd, &after) < 0)
        after = before;
      first = stamp_of (&before);
      second = stamp_of (&after);
      if (chatty_file_stamp_equal (&first, &second) &&
          *length == (gsize) before.st_size)
        break;
    }
  saved_errno = errno;
  close (fd);
  if (bytes == NULL)
    {
      chatty_vault_files_set_error (self, saved_errno, path, error);
      return NULL;
    }

  if (stamp != NULL)
    *stamp = stamp_of (&before);
  if (mode != NULL)
    *mode = before.st_mode & 07777;
  return g_steal_pointer (&bytes);
}

/**
 * chatty_file_stamp_equal:
 *
 * Returns: whether both stamps are of the same content
 */
gboolean
chatty_file_stamp_equal (const ChattyFileStamp *a,
                         const ChattyFileStamp *b)
{
  return a->inode == b->inode && a->size == b->size &&
         a->modified == b->modified;
}

/**
 * chatty_vault_files_open_folder:
 * @path: relative to the vault
 * @create: make what is missing on the way
 *
 * Returns: a descriptor of the folder that the caller closes, or -1 with @error
 */
int
chatty_vault_files_open_folder (ChattyVaultFiles  *self,
                                const char        *path,
                                gboolean           create,
                                GError           **error)
{
  int fd = open_beneath (self->fd, path, O_RDONLY | O_DIRECTORY, 0);

  if (fd < 0 && errno == ENOENT && create)
    {
      const char *name;
      const char *slash = strrchr (path, '/');
      int parent;

      if (slash != NULL)
        {
          g_autofree char *above = g_strndup (path, slash - path);

          fd = chatty_vault_files_open_folder (self, above, TRUE, error);
          if (fd < 0)
            return -1;
          close (fd);
        }
      parent = open_parent (self, path, &name);
      if (parent < 0 || (mkdirat (parent, name, 0777) < 0 && errno != EEXIST))
        {
          int saved_errno = errno;

          if (parent >= 0)
            close (parent);
          chatty_vault_files_set_error (self, saved_errno, path, error);
          return -1;
        }
      close (parent);
      fd = open_beneath (self->fd, path, O_RDONLY | O_DIRECTORY, 0);
    }
  if (fd < 0)
    chatty_vault_files_set_error (self, errno, path, error);
  return fd;
}

/**
 * chatty_vault_files_write:
 * @path: of a file that does not exist, in a folder that does
 * @bytes: what to write
 * @length: bytes
 * @mode: permissions, less the person's mask
 * @stamp: (out) (optional): of the new file; it stays when it is renamed
 *
 * Writes a new file, without waiting for the disk. Nothing is left behind
 * after an error.
 *
 * Returns: whether it worked
 */
gboolean
chatty_vault_files_write (ChattyVaultFiles  *self,
                          const char        *path,
                          const char        *bytes,
                          gsize              length,
                          mode_t             mode,
                          ChattyFileStamp   *stamp,
                          GError           **error)
{
  struct stat status = { 0 };
  int fd, saved_errno = 0;

  fd = open_beneath (self->fd, path, O_WRONLY | O_CREAT | O_EXCL, mode);
  if (fd < 0)
    return chatty_vault_files_set_error (self, errno, path, error);

  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          saved_errno = errno;
          break;
        }
      bytes += n;
      length -= n;
    }
  if (saved_errno == 0 && fstat (fd, &status) < 0)
    saved_errno = errno;
  if (close (fd) < 0 && saved_errno == 0 && errno != EINTR)
    saved_errno = errno;
  if (saved_errno != 0)
    {
      chatty_vault_files_unlink (self, path);
      return chatty_vault_files_set_error (self, saved_errno, path, error);
    }

  if (stamp != NULL)
    *stamp = stamp_of (&status);
  return TRUE;
}

/**
 * chatty_vault_files_rename:
 * @flags: RENAME_NOREPLACE, RENAME_EXCHANGE or 0
 *
 * Renames within the vault. A file system that does not know @flags gives
 * %CHATTY_ERROR_UNSUPPORTED for RENAME_EXCHANGE; RENAME_NOREPLACE is then
 * done with a link, which does not replace either.
 *
 * Returns: whether it worked; %CHATTY_ERROR_CONFLICT if @to exists
 */
gboolean
chatty_vault_files_rename (ChattyVaultFiles  *self,
                           const char        *from,
                           const char        *to,
                           guint              flags,
                           GError           **error)
{
  const char *from_name, *to_name;
  int from_fd = open_parent (self, from, &from_name);
  int to_fd = -1;
  int result = -1;
  int saved_errno;

  if (from_fd >= 0)
    to_fd = open_parent (self, to, &to_name);
  if (to_fd >= 0)
    {
      result = renameat2 (from_fd, from_name, to_fd, to_name, flags);
      if (result < 0 && flags == RENAME_NOREPLACE &&
          (errno == EINVAL || errno == ENOSYS))
        {
          result = linkat (from_fd, from_name, to_fd, to_name, 0);
          if (result == 0)
            unlinkat (from_fd, from_name, 0);
        }
    }
  saved_errno = errno;
  if (from_fd >= 0)
    close (from_fd);
  if (to_fd >= 0)
    close (to_fd);
  if (result < 0)
    return chatty_vault_files_set_error (self, saved_errno, to, error);
  return TRUE;
}

/**
 * chatty_vault_files_unlink:
 *
 * Returns: whether there was a file at @path, which is gone now
 */
gboolean
chatty_vault_files_unlink (ChattyVaultFiles *self,
                           const char       *path)
{
  const char *name;
  int fd = open_parent (self, path, &name);
  gboolean gone;

  if (fd < 0)
    return FALSE;
  gone = unlinkat (fd, name, 0) == 0;
  close (fd);
  return gone;
}

/**
 * chatty_vault_files_prune:
 * @path: of a file that was moved away
 *
 * Removes the folders that it leaves empty, except the topmost one.
 */
void
chatty_vault_files_prune (ChattyVaultFiles *self,
                          const char       *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  while (strchr (folder, '/') != NULL)
    {
      const char *name;
      int fd = open_parent (self, folder, &name);
      gboolean gone;

      if (fd < 0)
        return;
      gone = unlinkat (fd, name, AT_REMOVEDIR) == 0;
      close (fd);
      if (!gone)
        return;
      *strrchr (folder, '/') = '\0';
    }
}

/**
 * chatty_vault_files_remove_folder:
 * @path: a folder that holds only files
 *
 * Removes it with all of them.
 */
void
chatty_vault_files_remove_folder (ChattyVaultFiles *self,
                                  const char       *path)
{
  int fd = open_beneath (self->fd, path, O_RDONLY | O_DIRECTORY, 0);
  g_autoptr (GPtrArray) names = fd >= 0 ? list_names (fd) : NULL;
  const char *name;

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *inner = g_strconcat (path, "/",
                                            (char *) g_ptr_array_index (names, i),
                                            NULL);

      chatty_vault_files_unlink (self, inner);
    }
  fd = open_parent (self, path, &name);
  if (fd < 0)
    return;
  unlinkat (fd, name, AT_REMOVEDIR);
  close (fd);
}

/**
 * chatty_vault_files_sync:
 *
 * Waits until everything written in the vault is on the disk.
 *
 * Returns: whether it is
 */
gboolean
chatty_vault_files_sync (ChattyVaultFiles  *self,
                         GError           **error)
{
  if (syncfs (self->fd) < 0)
    return chatty_vault_files_set_error (self, errno, NULL, error);
  return TRUE;
}

/**
 * chatty_vault_files_set_error:
 * @saved_errno: what the system said
 * @path: (nullable): the file or folder in the vault that it is about
 *
 * Says in a person's words what went wrong, where, and what helps.
 *
 * Returns: %FALSE
 */
gboolean
chatty_vault_files_set_error (ChattyVaultFiles  *self,
                              int                saved_errno,
                              const char        *path,
                              GError           **error)
{
  g_autofree char *folder = chatty_text_display_name (self->folder);
  g_autofree char *name = chatty_text_display_name (path != NULL ? path
                                                                 : self->folder);

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE,
                   _("There is no space left for the vault “%s”. Free some "
                     "space, or move the vault to a larger disk, and try "
                     "again."), folder);
      break;
    case EROFS:
    case EACCES:
    case EPERM:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("“%s” in the vault “%s” cannot be opened or changed: %s. "
                     "Check who may write there."),
                   name, folder, g_strerror (saved_errno));
      break;
    case ELOOP:
    case EXDEV:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("“%s” in the vault “%s” leads out of the folder or "
                     "through a symbolic link, which is not followed."),
                   name, folder);
      break;
    case EINVAL:
    case ENXIO:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” in the vault “%s” is not a plain file, or its file "
                     "system cannot do this."), name, folder);
      break;
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   _("“%s” is not in the vault “%s” any more."), name, folder);
      break;
    case EEXIST:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                   _("“%s” exists in the vault “%s” already."), name, folder);
      break;
    case EFBIG:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("“%s” in the vault “%s” is larger than the limit."),
                   name, folder);
      break;
    default:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("“%s” in the vault “%s”: %s"), name, folder,
                   g_strerror (saved_errno));
      break;
    }

  return FALSE;
}
