/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

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
#include "chatty-vault-files-private.h"

/* A file that another program is writing is read again this often. */
#define MAX_READS 3

struct _ChattyVaultFiles {
  gatomicrefcount  ref_count;
  int              fd;
  char            *folder;
};

/**
 * chatty_file_stamp_make:
 *
 * Returns: the stamp of a file with @status
 */
ChattyFileStamp
chatty_file_stamp_make (const struct stat *status)
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

/* The same without openat2(). */
static int
open_step_by_step (int         folder,
                   const char *path,
                   int         flags,
                   mode_t      mode)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  int fd = fcntl (folder, F_DUPFD_CLOEXEC, 3);

  for (guint i = 0; fd >= 0 && parts[i] != NULL; i++)
    {
      gboolean last = parts[i + 1] == NULL;
      int saved_errno = EXDEV;
      struct stat status;
      int next = -1;

      if (parts[i][0] != '\0' && strcmp (parts[i], "..") != 0)
        {
          next = openat (fd, parts[i],
                         (last ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW |
                         O_CLOEXEC,
                         last ? mode : 0);
          saved_errno = errno;
          if (next < 0 && errno == ENOTDIR &&
              fstatat (fd, parts[i], &status, AT_SYMLINK_NOFOLLOW) == 0 &&
              S_ISLNK (status.st_mode))
            saved_errno = ELOOP;
        }
      close (fd);
      fd = next;
      errno = saved_errno;
    }
  return fd;
}

/* Whether openat2() is missing in the kernel or the sandbox. */
gboolean chatty_vault_files_without_openat2;

/**
 * chatty_vault_files_open_beneath:
 * @folder: a descriptor
 * @flags: as for open()
 *
 * openat() that follows no symbolic link anywhere in @path and cannot leave
 * @folder.
 *
 * Returns: a descriptor, or -1 with errno: ELOOP for a link
 */
int
chatty_vault_files_open_beneath (int         folder,
                                 const char *path,
                                 int         flags,
                                 mode_t      mode)
{
  struct open_how how = {
    .flags = (guint64) (guint) (flags | O_CLOEXEC | O_NOFOLLOW),
    .mode = mode,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  };
  int fd;

  if (chatty_vault_files_without_openat2)
    return open_step_by_step (folder, path, flags, mode);

  fd = (int) syscall (SYS_openat2, folder, path, &how, sizeof how);
  if (fd >= 0)
    return fd;
  if (errno == ENOSYS || errno == EPERM)
    return open_step_by_step (folder, path, flags, mode);
  if (errno == ENOTDIR && (flags & O_DIRECTORY) != 0 && is_link (folder, path))
    errno = ELOOP;
  return -1;
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
  int fd = chatty_vault_files_open_beneath (self->fd, path, O_PATH, 0);
  gboolean there;

  if (fd < 0)
    return FALSE;
  there = fstat (fd, &status) == 0 && S_ISREG (status.st_mode);
  close (fd);
  if (there && stamp != NULL)
    *stamp = chatty_file_stamp_make (&status);
  return there;
}

/* Reads what @fd holds now. NULL: errno says why. */
static char *
read_all (int          fd,
          gint64       limit,
          struct stat *status,
          gsize       *length)
{
  g_autofree char *bytes = NULL;
  gsize capacity, used = 0;

  if (fstat (fd, status) < 0 || lseek (fd, 0, SEEK_SET) < 0)
    return NULL;
  if (status->st_size > limit)
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
  return chatty_vault_files_read_up_to (self, path, CHATTY_VAULT_MAX_FILE_SIZE, length,
                                        stamp, mode, error);
}

/**
 * chatty_vault_files_read_up_to:
 * @limit: the most bytes that the file may have, else %CHATTY_ERROR_TOO_LARGE
 *
 * The same as chatty_vault_files_read(), for files that are small by nature.
 *
 * Returns: (transfer full): the bytes, or %NULL with @error
 */
char *
chatty_vault_files_read_up_to (ChattyVaultFiles  *self,
                               const char        *path,
                               gint64             limit,
                               gsize             *length,
                               ChattyFileStamp   *stamp,
                               mode_t            *mode,
                               GError           **error)
{
  g_autofree char *bytes = NULL;
  struct stat before, after;
  int fd, saved_errno;

  /* Not to wait for the other end of a pipe that has a transcript's name. */
  fd = chatty_vault_files_open_beneath (self->fd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
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
      bytes = read_all (fd, limit, &before, length);
      if (bytes == NULL)
        break;
      if (fstat (fd, &after) < 0)
        after = before;
      first = chatty_file_stamp_make (&before);
      second = chatty_file_stamp_make (&after);
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
    *stamp = chatty_file_stamp_make (&before);
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
