/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-reader.h"
#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-private.h"

/**
 * chatty_vault_list_records:
 * @problems: (out) (optional) (element-type GError): characters that are there
 *   and cannot be read, each with the place and the reason. They are not gone:
 *   whoever compares this list with another must not take them for deleted
 *
 * Reads all characters. Documents are listed without their hashes.
 *
 * Returns: (transfer container) (element-type ChattyCharacterRecord): by
 *   callsign, or %NULL with @error if the folder itself cannot be read
 */
GPtrArray *
chatty_vault_list_records (ChattyVault   *self,
                           GPtrArray    **problems,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) broken = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) local_error = NULL;
  ChattyVaultFiles *files;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  files = chatty_vault_get_files (self);
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_record_unref);
  broken = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  names = chatty_characters_list_callsigns (files, &local_error);
  if (names == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  for (guint i = 0; i < names->len; i++)
    {
      const char *callsign = g_ptr_array_index (names, i);
      ChattyCharacterRecord *record;

      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      g_clear_error (&local_error);
      record = chatty_character_reader_load (self, callsign, FALSE, cancellable, &local_error);
      if (record != NULL)
        g_ptr_array_add (records, record);
      else if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      /* One that was deleted just now is no problem. */
      else if (!g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        g_ptr_array_add (broken, g_steal_pointer (&local_error));
    }
  if (problems != NULL)
    *problems = g_steal_pointer (&broken);
  return g_steal_pointer (&records);
}

/**
 * chatty_vault_load_record:
 * @callsign: of a character, from anywhere
 * @with_hashes: read the documents too, for their hashes
 *
 * Returns: (transfer full): the character, or %NULL with
 *   %CHATTY_ERROR_NOT_FOUND, _INVALID_DATA (a file of it is broken), _TOO_LARGE,
 *   _FORBIDDEN, _CANCELLED
 */
ChattyCharacterRecord *
chatty_vault_load_record (ChattyVault   *self,
                          const char    *callsign,
                          gboolean       with_hashes,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  return chatty_character_reader_load (self, callsign, with_hashes, cancellable, error);
}

/* A name for a document or a file of state: one part of a path. */
static gboolean
check_name (const char  *name,
            GError     **error)
{
  g_autofree char *shown = NULL;

  if (name != NULL && *name != '\0' && *name != '.' && strchr (name, '/') == NULL &&
      strlen (name) < 250)
    return TRUE;
  shown = chatty_text_display_name (name != NULL ? name : "");
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
               _("“%s” cannot be the name of a file in the vault."), shown);
  return FALSE;
}

/**
 * chatty_vault_get_document_file:
 * @name: of a knowledge document
 *
 * Returns: (transfer full): where it is, whether it exists or not, or %NULL
 *   with %CHATTY_ERROR_NOT_FOUND if that can be no document
 */
GFile *
chatty_vault_get_document_file (ChattyVault  *self,
                                const char   *callsign,
                                const char   *name,
                                GError      **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  if (!check_name (callsign, error) || !check_name (name, error))
    return NULL;
  return g_file_new_build_filename (chatty_vault_files_get_folder (chatty_vault_get_files (self)),
                                    "instances", callsign, "documents", name, NULL);
}

/**
 * chatty_vault_list_history:
 *
 * Returns: (transfer container) (element-type ChattyFieldChange): what was
 *   replaced, newest first; also of a character that is in the trash
 */
GPtrArray *
chatty_vault_list_history (ChattyVault   *self,
                           const char    *callsign,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  if (!check_name (callsign, error) || chatty_set_cancelled (cancellable, error))
    return NULL;
  return chatty_character_history_read (chatty_vault_get_files (self), callsign, error);
}

/* Writes a file whole, or removes it. On the disk when it returns. */
gboolean
chatty_vault_save_file (ChattyVault  *self,
                        const char   *path,
                        const char   *text,
                        GError      **error)
{
  ChattyVaultFiles *files = chatty_vault_get_files (self);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = NULL;
  gboolean done;
  int fd;

  if (!chatty_vault_check_writable (self, error))
    return FALSE;
  fd = chatty_vault_files_open_folder (files, folder, TRUE, error);
  if (fd < 0)
    return FALSE;

  if (text == NULL)
    {
      chatty_vault_files_unlink (files, path);
      done = TRUE;
    }
  else
    {
      int written;

      temporary = g_strdup_printf ("%s/.%08x", folder, g_random_int ());
      done = chatty_vault_files_write (files, temporary, text, strlen (text), 0600, NULL, error);
      written = done ? chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files),
                                                        temporary, O_RDONLY, 0) : -1;
      if (done && (written < 0 || fdatasync (written) < 0))
        done = chatty_vault_files_set_error (files, errno, path, error);
      if (written >= 0)
        close (written);
      CHATTY_VAULT_STEP ("state written");
      done = done && chatty_vault_files_rename (files, temporary, path, 0, error);
      if (!done)
        chatty_vault_files_unlink (files, temporary);
    }
  if (done && fsync (fd) < 0)
    g_debug ("“%s” could not be flushed: %s", folder, g_strerror (errno));
  close (fd);
  return done;
}

char *
chatty_vault_load_file (ChattyVault  *self,
                        const char   *path,
                        GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  text = chatty_vault_files_read (chatty_vault_get_files (self), path, &length, NULL, NULL,
                                  &local_error);
  if (text != NULL && !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (&local_error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("“%s” in the vault is damaged. Move it away and try again."), path);
      g_clear_pointer (&text, g_free);
    }
  if (local_error != NULL &&
      !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&text);
}

/* The draft of a new character has a name that no callsign has. */
static char *
make_draft_path (const char  *callsign,
                 GError     **error)
{
  if (callsign == NULL || *callsign == '\0')
    return g_strdup (".chatty/drafts/.new.json");
  if (!check_name (callsign, error))
    return NULL;
  return g_strconcat (".chatty/drafts/", callsign, ".json", NULL);
}

/**
 * chatty_vault_save_draft:
 * @callsign: whose edits these are; "" for a new character
 * @json: (nullable): the edits; %NULL drops them
 *
 * Keeps edits that are not saved yet, over a crash.
 *
 * Returns: whether it worked
 */
gboolean
chatty_vault_save_draft (ChattyVault  *self,
                         const char   *callsign,
                         const char   *json,
                         GError      **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);

  path = make_draft_path (callsign, error);
  return path != NULL && chatty_vault_save_file (self, path, json, error);
}

/**
 * chatty_vault_load_draft:
 *
 * Returns: (transfer full) (nullable): the edits that were kept; %NULL without
 *   @error if there are none
 */
char *
chatty_vault_load_draft (ChattyVault  *self,
                         const char   *callsign,
                         GError      **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  path = make_draft_path (callsign, error);
  return path != NULL ? chatty_vault_load_file (self, path, error) : NULL;
}

/**
 * chatty_vault_save_state:
 * @name: of the file, one part of a path
 * @text: (nullable): UTF-8; %NULL removes it
 *
 * Writes a small file of state, whole or not at all.
 *
 * Returns: whether it is on the disk
 */
gboolean
chatty_vault_save_state (ChattyVault  *self,
                         const char   *name,
                         const char   *text,
                         GError      **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);

  if (!check_name (name, error))
    return FALSE;
  path = g_strconcat (".chatty/state/", name, NULL);
  return chatty_vault_save_file (self, path, text, error);
}

/**
 * chatty_vault_load_state:
 *
 * Returns: (transfer full) (nullable): what was saved; %NULL without @error if
 *   nothing was
 */
char *
chatty_vault_load_state (ChattyVault  *self,
                         const char   *name,
                         GError      **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  if (!check_name (name, error))
    return NULL;
  path = g_strconcat (".chatty/state/", name, NULL);
  return chatty_vault_load_file (self, path, error);
}
