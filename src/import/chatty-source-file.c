/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-sha256.h"
#include "chatty-source-file.h"
#include "chatty-text.h"

#define CHUNK_BYTES (256 * 1024)

static char *
dup_display_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *uri = NULL;

  if (name != NULL && name[0] != '\0')
    return chatty_text_display_name (name);
  uri = g_file_get_uri (file);
  return chatty_text_display_name (uri);
}

static void
set_error_from_errno (GError     **error,
                      int          number,
                      const char  *name)
{
  switch (number)
    {
    case ENOENT:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   _("%s is not there any more. It may have been moved or deleted"), name);
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("%s may not be read. Change its permissions, or copy it to a folder "
                     "of your own"), name);
      break;
    case ENXIO:
    case ENODEV:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s is not a file but a device, which is not read"), name);
      break;
    default:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("%s could not be read: %s"), name, g_strerror (number));
      break;
    }
}

/* A remote place: reading it may take for ever, and would tell its server. */
static gboolean
is_remote (GFile      *file,
           const char *path)
{
  return path == NULL || !g_file_is_native (file) ||
         (g_str_has_prefix (path, "/run/user/") && strstr (path, "/gvfs/") != NULL);
}

static gboolean
is_regular (int          fd,
            const char  *name,
            struct stat *info,
            GError     **error)
{
  struct statfs system;

  if (fstat (fd, info) != 0)
    {
      set_error_from_errno (error, errno, name);
      return FALSE;
    }
  if (S_ISDIR (info->st_mode))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s is a folder and not a file"), name);
      return FALSE;
    }
  if (!S_ISREG (info->st_mode))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s is not a file but a device or pipe, which is not read"), name);
      return FALSE;
    }
  if (fstatfs (fd, &system) == 0 &&
      (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC ||
       system.f_type == DEBUGFS_MAGIC || system.f_type == CGROUP2_SUPER_MAGIC))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s belongs to the system and holds no conversation"), name);
      return FALSE;
    }
  return TRUE;
}

/**
 * chatty_source_file_open:
 * @file: what a person gave
 * @error: where to put an error
 *
 * Opens a file without waiting for anything, and only if it is an ordinary
 * file on this computer. May be called on any thread.
 *
 * Returns: (transfer full): the open file, or %NULL with an error of
 *   %CHATTY_ERROR that names the file
 */
ChattySourceFile *
chatty_source_file_open (GFile   *file,
                         GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = dup_display_name (file);
  ChattySourceFile *self;
  struct stat info;
  int fd;

  if (is_remote (file, path))
    {
      g_autofree char *scheme = g_file_get_uri_scheme (file);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a file's name, and a kind of address such as smb */
                   _("%s is not on this computer (%s). Copy it to a folder here first"),
                   name, scheme != NULL ? scheme : "?");
      return NULL;
    }
  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    {
      set_error_from_errno (error, errno, name);
      return NULL;
    }
  if (!is_regular (fd, name, &info, error))
    {
      close (fd);
      return NULL;
    }
  self = g_new0 (ChattySourceFile, 1);
  self->fd = fd;
  self->size = info.st_size;
  self->modified = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  self->name = g_steal_pointer (&name);
  return self;
}

void
chatty_source_file_close (ChattySourceFile *self)
{
  close (self->fd);
  g_free (self->name);
  g_free (self);
}

static gssize
read_at (ChattySourceFile  *self,
         char              *buffer,
         gsize              size,
         goffset            offset,
         GError           **error)
{
  gssize n;

  do
    n = pread (self->fd, buffer, size, offset);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    set_error_from_errno (error, errno, self->name);
  return n;
}

/**
 * chatty_source_file_peek:
 * @self: an open file
 * @buffer: where to put its start
 * @size: bytes of @buffer
 * @error: where to put an error
 *
 * Returns: how many bytes there were, or -1 with an error
 */
gssize
chatty_source_file_peek (ChattySourceFile  *self,
                         char              *buffer,
                         gsize              size,
                         GError           **error)
{
  gsize n_read = 0;

  while (n_read < size)
    {
      gssize n = read_at (self, buffer + n_read, size - n_read, n_read, error);

      if (n < 0)
        return -1;
      if (n == 0)
        break;
      n_read += n;
    }
  return n_read;
}

/**
 * chatty_source_file_load:
 * @self: an open file
 * @cancellable: (nullable): for giving up
 * @error: where to put an error
 *
 * Reads the file. No more is read than it held when it was opened, also if it
 * grows in the meantime.
 *
 * Returns: (transfer full): its bytes, or %NULL with an error
 */
GBytes *
chatty_source_file_load (ChattySourceFile  *self,
                         GCancellable      *cancellable,
                         GError           **error)
{
  g_autofree char *buffer = g_try_malloc (self->size + 1);
  goffset at = 0;

  if (buffer == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("%s does not fit into the memory that is left"), self->name);
      return NULL;
    }
  while (at < self->size)
    {
      gssize n;

      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      n = read_at (self, buffer + at, MIN (self->size - at, 4 * CHUNK_BYTES), at, error);
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      at += n;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), at);
}

/**
 * chatty_source_file_hash:
 * @self: an open file
 * @cancellable: (nullable): for giving up
 * @error: where to put an error
 *
 * Returns: (transfer full): the SHA-256 of its bytes in hexadecimal, or %NULL
 *   with an error
 */
char *
chatty_source_file_hash (ChattySourceFile  *self,
                         GCancellable      *cancellable,
                         GError           **error)
{
  g_autoptr (ChattySha256) hash = chatty_sha256_new ();
  g_autofree char *buffer = g_malloc (CHUNK_BYTES);

  for (goffset at = 0; at < self->size;)
    {
      gssize n;

      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      n = read_at (self, buffer, MIN (self->size - at, CHUNK_BYTES), at, error);
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      chatty_sha256_update (hash, buffer, n);
      at += n;
    }
  return chatty_sha256_end (hash);
}
