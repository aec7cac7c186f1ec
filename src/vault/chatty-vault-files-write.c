/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chatty-vault-files-private.h"

static int
open_in (ChattyVaultFiles *self,
         const char       *path,
         int               flags,
         mode_t            mode)
{
  return chatty_vault_files_open_beneath (chatty_vault_files_get_fd (self),
                                          path, flags, mode);
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
      return fcntl (chatty_vault_files_get_fd (self), F_DUPFD_CLOEXEC, 3);
    }

  *name = slash + 1;
  parent = g_strndup (path, slash - path);
  return open_in (self, parent, O_PATH | O_DIRECTORY, 0);
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
  int fd = open_in (self, path, O_RDONLY | O_DIRECTORY, 0);

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
      fd = open_in (self, path, O_RDONLY | O_DIRECTORY, 0);
    }
  if (fd < 0)
    chatty_vault_files_set_error (self, errno, path, error);
  return fd;
}

/**
 * chatty_vault_files_write_all:
 * @fd: where to
 *
 * Returns: whether all of @bytes was written; errno says why not
 */
gboolean
chatty_vault_files_write_all (int         fd,
                              const char *bytes,
                              gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      bytes += n;
      length -= n;
    }
  return TRUE;
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

  fd = open_in (self, path, O_WRONLY | O_CREAT | O_EXCL, mode);
  if (fd < 0)
    return chatty_vault_files_set_error (self, errno, path, error);

  if (!chatty_vault_files_write_all (fd, bytes, length))
    saved_errno = errno;
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
    *stamp = chatty_file_stamp_make (&status);
  return TRUE;
}

/* Whether renameat2() takes no flags here, and link() makes no links. */
gboolean chatty_vault_files_without_flags;
gboolean chatty_vault_files_without_links;

static int
rename_with_flags (int         from_fd,
                   const char *from_name,
                   int         to_fd,
                   const char *to_name,
                   guint       flags)
{
  if (chatty_vault_files_without_flags && flags != 0)
    {
      errno = EINVAL;
      return -1;
    }
  return renameat2 (from_fd, from_name, to_fd, to_name, flags);
}

/* RENAME_NOREPLACE where the system has nothing of the kind. A link does not
 * replace anything either. Of folders there are no links, and exFAT has none at
 * all: then a look comes before, and what another program puts there between
 * the two would be lost, but that a rename never puts one folder in the place
 * of another that holds something. */
static int
rename_no_replace (int         from_fd,
                   const char *from_name,
                   int         to_fd,
                   const char *to_name)
{
  struct stat status;
  int result = -1;

  errno = EPERM;
  if (!chatty_vault_files_without_links)
    result = linkat (from_fd, from_name, to_fd, to_name, 0);
  if (result == 0)
    {
      unlinkat (from_fd, from_name, 0);
      return 0;
    }
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
    return -1;

  if (fstatat (to_fd, to_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
    errno = EEXIST;
  else if (errno == ENOENT)
    return renameat (from_fd, from_name, to_fd, to_name);
  return -1;
}

/**
 * chatty_vault_files_rename:
 * @flags: RENAME_NOREPLACE, RENAME_EXCHANGE or 0
 *
 * Renames a file or folder within the vault. A file system that does not know
 * @flags gives %CHATTY_ERROR_UNSUPPORTED for RENAME_EXCHANGE; RENAME_NOREPLACE
 * is then done in another way.
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
      result = rename_with_flags (from_fd, from_name, to_fd, to_name, flags);
      if (result < 0 && flags == RENAME_NOREPLACE &&
          (errno == EINVAL || errno == ENOSYS))
        result = rename_no_replace (from_fd, from_name, to_fd, to_name);
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
  int fd = open_in (self, path, O_RDONLY | O_DIRECTORY, 0);
  g_autoptr (GPtrArray) names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
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
  if (syncfs (chatty_vault_files_get_fd (self)) < 0)
    return chatty_vault_files_set_error (self, errno, NULL, error);
  return TRUE;
}
