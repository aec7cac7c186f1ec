/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-lock.h"
#include "chatty-vault-layout.h"

/* An operation takes milliseconds; who holds the lock this long is stuck. */
#define PATIENCE_SECONDS 20

struct _ChattyLock {
  int     fd;
  guint64 count;
};

/**
 * chatty_lock_take:
 * @files: the vault
 * @cancellable: (nullable): to give up waiting
 *
 * Waits until no other process or thread writes to the vault. On file systems
 * that know no locks it goes on without.
 *
 * Returns: (transfer full): the lock, or %NULL with %CHATTY_ERROR_TIMED_OUT,
 *   _CANCELLED, _FORBIDDEN or _NO_SPACE
 */
ChattyLock *
chatty_lock_take (ChattyVaultFiles  *files,
                  GCancellable      *cancellable,
                  GError           **error)
{
  gint64 deadline = g_get_monotonic_time () +
                    PATIENCE_SECONDS * G_USEC_PER_SEC;
  g_autoptr (ChattyLock) self = g_new0 (ChattyLock, 1);
  guint pause = 500;

  self->fd = openat (chatty_vault_files_get_fd (files), CHATTY_VAULT_LOCK,
                     O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (self->fd < 0)
    {
      chatty_vault_files_set_error (files, errno, CHATTY_VAULT_LOCK, error);
      return NULL;
    }

  while (flock (self->fd, LOCK_EX | LOCK_NB) < 0)
    {
      if (errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS)
        break;
      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                       _("Another program has kept the vault “%s” locked for "
                         "%d seconds. Close it and try again."),
                       chatty_vault_files_get_folder (files),
                       PATIENCE_SECONDS);
          return NULL;
        }
      g_usleep (pause);
      pause = MIN (pause * 2, 20000);
    }

  if (pread (self->fd, &self->count, sizeof self->count, 0) !=
      sizeof self->count)
    self->count = 0;
  return g_steal_pointer (&self);
}

/**
 * chatty_lock_peek:
 *
 * Returns: the number of operations on the vault so far, without waiting
 */
guint64
chatty_lock_peek (ChattyVaultFiles *files)
{
  guint64 count = 0;
  int fd = openat (chatty_vault_files_get_fd (files), CHATTY_VAULT_LOCK,
                   O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    return 0;
  if (pread (fd, &count, sizeof count, 0) != sizeof count)
    count = 0;
  close (fd);
  return count;
}

/**
 * chatty_lock_get_count:
 *
 * Returns: the number of operations on the vault so far
 */
guint64
chatty_lock_get_count (ChattyLock *self)
{
  return self->count;
}

/**
 * chatty_lock_count_up:
 *
 * Tells other writers that the vault changed. That they miss it, because the
 * disk is full, costs no data: they check every file that they replace.
 *
 * Returns: the new number
 */
guint64
chatty_lock_count_up (ChattyLock *self)
{
  self->count++;
  if (pwrite (self->fd, &self->count, sizeof self->count, 0) !=
      sizeof self->count)
    g_debug ("The count of changes could not be written: %s",
             g_strerror (errno));
  return self->count;
}

/**
 * chatty_lock_release:
 *
 * Lets others write.
 */
void
chatty_lock_release (ChattyLock *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
