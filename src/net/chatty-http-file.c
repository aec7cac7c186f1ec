/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <linux/magic.h>

#include "chatty-error.h"
#include "chatty-http-file.h"
#include "chatty-text.h"

struct _ChattyHttpFile {
  gatomicrefcount ref_count;
  int             fd;
  char           *name;
  struct stat     seen;
};

ChattyHttpFile *
chatty_http_file_ref (ChattyHttpFile *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_http_file_unref (ChattyHttpFile *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->name);
  g_free (self);
}

/* Where files are windows into the system. */
static gboolean
is_system_file (int fd)
{
  struct statfs fs;

  if (fstatfs (fd, &fs) != 0)
    return FALSE;
  return fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC ||
         fs.f_type == DEBUGFS_MAGIC || fs.f_type == CGROUP2_SUPER_MAGIC;
}

/* A file that only its owner may read and that begins as key files do. */
static gboolean
is_key_file (int fd)
{
  char start[4096];
  gssize n = pread (fd, start, sizeof start, 0);

  return n > 0 && memmem (start, n, "-----BEGIN ", 11) != NULL &&
         memmem (start, n, "PRIVATE KEY-----", 16) != NULL;
}

static gboolean
set_open_error (const char  *name,
                int          code,
                GError     **error)
{
  if (code == ENOENT || code == ENOTDIR)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 _("“%s” is not there any more. Choose it again"), name);
  else if (code == ELOOP)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("“%s” is a link to another file. Choose that file itself"), name);
  else if (code == EACCES || code == EPERM)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                 _("“%s” may not be read. Change its permissions or choose another file"), name);
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                 _("“%s” could not be opened: %s"), name, g_strerror (code));
  return FALSE;
}

static gboolean
check (ChattyHttpFile  *self,
       guint64          max_size,
       GError         **error)
{
  if (S_ISDIR (self->seen.st_mode))
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("“%s” is a folder. Choose the files in it"), self->name);
  else if (!S_ISREG (self->seen.st_mode) || is_system_file (self->fd))
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("“%s” is not an ordinary file, and was not sent"), self->name);
  else if (self->seen.st_size == 0)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                 _("“%s” is empty"), self->name);
  else if (max_size > 0 && (guint64) self->seen.st_size > max_size)
    {
      g_autofree char *size = g_format_size (self->seen.st_size);
      g_autofree char *limit = chatty_text_limit (max_size);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   /* Translators: a file name and two sizes. */
                   _("“%s” has %s; at most %s can be sent"), self->name, size, limit);
    }
  else if (is_key_file (self->fd))
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                 _("“%s” holds a private key, and was not sent"), self->name);
  else
    return TRUE;
  return FALSE;
}

/**
 * chatty_http_file_open:
 * @path: where the file is
 * @max_size: bytes that it may have, 0 for no limit
 * @error: %CHATTY_ERROR, with what is wrong with the file
 *
 * Opens a file to be uploaded, never through a link, and checks what was
 * opened: an ordinary file, not empty, not too large, not a private key. It
 * does not wait for the other end of a pipe. Any thread.
 *
 * Returns: (transfer full): the opened file
 */
ChattyHttpFile *
chatty_http_file_open (const char  *path,
                       guint64      max_size,
                       GError     **error)
{
  g_autoptr (ChattyHttpFile) self = g_new0 (ChattyHttpFile, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_filename_display_basename (path);
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0 || fstat (self->fd, &self->seen) != 0)
    {
      set_open_error (self->name, errno, error);
      return NULL;
    }
  if (!check (self, max_size, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * chatty_http_file_get_name:
 * @self: a file
 *
 * Returns: its name without folders, valid UTF-8
 */
const char *
chatty_http_file_get_name (ChattyHttpFile *self)
{
  return self->name;
}

/**
 * chatty_http_file_get_size:
 * @self: a file
 *
 * Returns: bytes, as they were when it was opened
 */
guint64
chatty_http_file_get_size (ChattyHttpFile *self)
{
  return self->seen.st_size;
}

/**
 * chatty_http_file_dup_identity:
 * @self: a file
 *
 * Returns: (transfer full): which file it is, and in which version: another
 *   text as soon as anything in it was changed, also where somebody set its
 *   time back, which the kernel's own time tells
 */
char *
chatty_http_file_dup_identity (ChattyHttpFile *self)
{
  const struct stat *seen = &self->seen;

  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                          " %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT ".%09ld",
                          (guint64) seen->st_dev, (guint64) seen->st_ino, (guint64) seen->st_size,
                          (gint64) seen->st_mtim.tv_sec, seen->st_mtim.tv_nsec,
                          (gint64) seen->st_ctim.tv_sec, seen->st_ctim.tv_nsec);
}

/**
 * chatty_http_file_is_private:
 * @self: a file
 *
 * Returns: whether nobody but its owner may do anything with it, as with keys
 */
gboolean
chatty_http_file_is_private (ChattyHttpFile *self)
{
  return (self->seen.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/**
 * chatty_http_file_read:
 * @self: a file
 * @offset: where to read
 * @buffer: where to put it
 * @count: bytes to read at most
 * @error: %CHATTY_ERROR_CONFLICT if the file is not as it was when it was opened
 *
 * Does not move anything in @self: several may read at once.
 *
 * Returns: bytes, at least 1; -1 on failure
 */
gssize
chatty_http_file_read (ChattyHttpFile  *self,
                       guint64          offset,
                       void            *buffer,
                       gsize            count,
                       GError         **error)
{
  struct stat now;
  gssize n;

  do
    n = pread (self->fd, buffer, count, offset);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("“%s” could not be read: %s"), self->name, g_strerror (errno));
      return -1;
    }
  if (n == 0 || fstat (self->fd, &now) != 0 || now.st_size != self->seen.st_size ||
      now.st_mtim.tv_sec != self->seen.st_mtim.tv_sec ||
      now.st_mtim.tv_nsec != self->seen.st_mtim.tv_nsec)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                   _("“%s” was changed while it was sent. Send it again"), self->name);
      return -1;
    }
  return n;
}
