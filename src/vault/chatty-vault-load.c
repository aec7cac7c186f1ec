/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-vault-private.h"

static char *
find_path (ChattyVault  *self,
           const char   *id,
           GError      **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  rows = chatty_index_get_rows_by_id (chatty_vault_get_index (self), id, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const ChattyIndexRow *row = g_ptr_array_index (rows, i);

      if (chatty_vault_files_stat (chatty_vault_get_files (self), row->path, NULL))
        return g_strdup (row->path);
    }
  return NULL;
}

/* The file with @id and what is in it now. If the index is behind, it is
 * brought up to date: once, when @path moved or says something else now. */
ChattyStoredFile *
chatty_vault_load_stored (ChattyVault   *self,
                          const char    *id,
                          char         **path,
                          GCancellable  *cancellable,
                          GError       **error)
{
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      g_autoptr (GPtrArray) rows = NULL;

      rows = chatty_index_get_rows_by_id (chatty_vault_get_index (self), id, error);
      if (rows == NULL)
        return NULL;
      if (rows->len == 0)
        break;

      for (guint i = 0; i < rows->len; i++)
        {
          const ChattyIndexRow *row = g_ptr_array_index (rows, i);
          g_autoptr (ChattyStoredFile) stored = NULL;
          g_autoptr (GError) local_error = NULL;

          stored = chatty_stored_file_load (chatty_vault_get_files (self), row->path,
                                            &local_error);
          if (stored != NULL &&
              g_str_equal (chatty_transcript_get_id (stored->transcript), id))
            {
              *path = g_strdup (row->path);
              return g_steal_pointer (&stored);
            }
          /* What became a link or a pipe is no transcript any more. */
          if (local_error != NULL &&
              chatty_vault_files_stat (chatty_vault_get_files (self), row->path, NULL))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return NULL;
            }
        }
      if (!chatty_index_refresh (chatty_vault_get_index (self), NULL, NULL, NULL, cancellable,
                                 error))
        return NULL;
    }

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
               _("There is no conversation “%s” in the vault."), id);
  return NULL;
}

/**
 * chatty_vault_load:
 *
 * Reads a whole transcript from its file.
 *
 * Returns: (transfer full): the transcript, or %NULL with
 *   %CHATTY_ERROR_NOT_FOUND, _FORBIDDEN, _TOO_LARGE, _CANCELLED
 */
ChattyTranscript *
chatty_vault_load (ChattyVault   *self,
                   const char    *id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (ChattyStoredFile) stored = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (chatty_set_cancelled (cancellable, error))
    return NULL;

  /* The straight way, without the hashes that only writing needs. */
  path = find_path (self, id, error);
  if (path != NULL)
    transcript = chatty_vault_files_load (chatty_vault_get_files (self), path, NULL, NULL);
  if (transcript != NULL &&
      g_str_equal (chatty_transcript_get_id (transcript), id))
    return g_steal_pointer (&transcript);

  g_clear_pointer (&path, g_free);
  if (error != NULL && *error != NULL)
    return NULL;
  stored = chatty_vault_load_stored (self, id, &path, cancellable, error);
  return stored != NULL ? chatty_transcript_ref (stored->transcript) : NULL;
}

/* Where the transcript is, relative to the vault. */
char *
chatty_vault_find_path (ChattyVault  *self,
                        const char   *id,
                        GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  char *path = find_path (self, id, &local_error);

  if (path == NULL && local_error == NULL)
    g_set_error (&local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 _("There is no conversation “%s” in the vault."), id);
  if (path == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return path;
}

/**
 * chatty_vault_get_file:
 *
 * Returns: (transfer full): the transcript's file, or %NULL with
 *   %CHATTY_ERROR_NOT_FOUND
 */
GFile *
chatty_vault_get_file (ChattyVault  *self,
                       const char   *id,
                       GError      **error)
{
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  path = chatty_vault_find_path (self, id, error);
  if (path == NULL)
    return NULL;
  name = g_build_filename (chatty_vault_files_get_folder (chatty_vault_get_files (self)), path,
                           NULL);
  return g_file_new_for_path (name);
}
