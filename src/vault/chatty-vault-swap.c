/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-vault-swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-private.h"

static gboolean
put_ready (ChattyVaultFiles  *files,
           const char        *temporary,
           const char        *text,
           mode_t             mode,
           GError           **error)
{
  gboolean done = TRUE;
  int fd;

  if (!chatty_vault_files_write (files, temporary, text, strlen (text), mode, NULL, error))
    return FALSE;
  fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), temporary, O_RDONLY, 0);
  if (fd < 0 || fdatasync (fd) < 0)
    done = chatty_vault_files_set_error (files, errno, temporary, error);
  if (fd >= 0)
    close (fd);
  return done;
}

static gboolean
is_as_read (ChattyVaultFiles      *files,
            const char            *path,
            const ChattyFileStamp *read)
{
  ChattyFileStamp now;

  return chatty_vault_files_stat (files, path, &now) && chatty_file_stamp_equal (&now, read);
}

static gboolean
exchange (ChattyVaultFiles       *files,
          const char             *path,
          const char             *temporary,
          const ChattyFileStamp  *read,
          GError                **error)
{
  g_autoptr (GError) local_error = NULL;

  if (read == NULL)
    return chatty_vault_files_rename (files, temporary, path, RENAME_NOREPLACE, error);
  if (chatty_vault_files_rename (files, temporary, path, RENAME_EXCHANGE, &local_error))
    {
      CHATTY_VAULT_STEP ("file exchanged");
      if (is_as_read (files, temporary, read))
        return TRUE;
      if (!chatty_vault_files_rename (files, temporary, path, RENAME_EXCHANGE, error))
        return FALSE;
    }
  else if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED))
    {
      if (is_as_read (files, path, read))
        return chatty_vault_files_rename (files, temporary, path, 0, error);
    }
  else if (!g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return chatty_vault_files_set_error (files, EEXIST, path, error);
}

/*
 * chatty_vault_swap:
 * @path: of a small file that other programs may write too
 * @text: all that it is to hold
 * @mode: of the file
 * @read: (nullable): of the file when it was read; %NULL where there was none
 *
 * Puts a new file in the place of the one that was read, whole or not at all.
 * The caller holds the vault's lock.
 *
 * Returns: whether it is on the disk; %CHATTY_ERROR_CONFLICT, and nothing is
 *   done, where another program wrote it since
 */
gboolean
chatty_vault_swap (ChattyVaultFiles       *files,
                   const char             *path,
                   const char             *text,
                   mode_t                  mode,
                   const ChattyFileStamp  *read,
                   GError                **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_strdup_printf ("%s/.%08x", folder, g_random_int ());
  gboolean done;
  int fd;

  fd = chatty_vault_files_open_folder (files, folder, TRUE, error);
  if (fd < 0)
    return FALSE;
  done = put_ready (files, temporary, text, mode, error);
  CHATTY_VAULT_STEP ("file written");
  done = done && exchange (files, path, temporary, read, error);
  chatty_vault_files_unlink (files, temporary);
  CHATTY_VAULT_STEP ("file in place");
  if (done && fsync (fd) < 0)
    g_debug ("“%s” could not be flushed: %s", folder, g_strerror (errno));
  close (fd);
  return done;
}
