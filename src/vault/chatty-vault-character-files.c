/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a character has besides its fields: documents, a picture, and its whole
 * folder, which can go to the trash. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-folder.h"
#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-batch-private.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-files-private.h"

#define MAX_DOCUMENT (G_GINT64_CONSTANT (256) * 1024 * 1024)
#define MAX_AVATAR   (G_GINT64_CONSTANT (32) * 1024 * 1024)
#define MAX_NAME     200

static const guint8 png_signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

/* The lock, if there is such a character. */
static ChattyLock *
begin (ChattyVaultBatch  *batch,
       const char        *callsign,
       GCancellable      *cancellable,
       GError           **error)
{
  g_autofree char *name = NULL;

  if (chatty_callsign_is_safe (callsign) &&
      chatty_character_folder_exists (batch->files, callsign))
    return chatty_vault_batch_flush (batch, cancellable, error)
           ? chatty_lock_take (batch->files, cancellable, error) : NULL;
  name = chatty_text_display_name (callsign != NULL ? callsign : "");
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
               _("The vault has no character “%s”."), name);
  return NULL;
}

static gboolean
finish (ChattyVaultBatch  *batch,
        GPtrArray         *set,
        ChattyLock        *lock,
        const char        *name,
        GError           **error)
{
  g_autofree char *shown = NULL;

  switch (chatty_vault_set_apply (batch, set, lock, error))
    {
    case CHATTY_APPLIED:
      chatty_vault_tell_changed (batch->vault);
      return TRUE;

    case CHATTY_OUTDATED:
      shown = chatty_text_display_name (name);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                   _("Another program changed “%s” at the same moment. Try again."), shown);
      return FALSE;

    case CHATTY_FAILED:
    default:
      return FALSE;
    }
}

/* Writes @bytes to @path, whatever is there. With the lock. */
static gboolean
put_file (ChattyVaultBatch  *batch,
          const char        *callsign,
          const char        *path,
          const char        *bytes,
          gsize              length,
          ChattyLock        *lock,
          GError           **error)
{
  g_autofree char *id = g_strconcat (CHATTY_ID_CHARACTER, callsign, NULL);
  g_autoptr (GPtrArray) set = chatty_vault_set_new ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *old = NULL;
  g_autofree char *old_hash = NULL;
  ChattyFileStamp stamp;
  gsize old_length;
  mode_t mode = 0666;

  old = chatty_vault_files_read (batch->files, path, &old_length, &stamp, &mode, &local_error);
  if (old == NULL && !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (old != NULL && old_length == length && memcmp (old, bytes, length) == 0)
    return TRUE;
  if (old != NULL)
    old_hash = chatty_stored_file_hash (old, old_length);
  return chatty_vault_set_write (batch, set, id, path, bytes, length, mode,
                                 old != NULL ? &stamp : NULL, old_hash, error) &&
         finish (batch, set, lock, path, error);
}

/* A name that every file system takes, with its ending. */
static char *
safe_document_name (const char *name)
{
  g_autofree char *valid = chatty_text_make_valid (name, -1);
  const char *ending = strrchr (valid, '.');
  g_autofree char *safe_ending = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *safe_stem = NULL;

  if (ending == NULL || ending == valid || strlen (ending) < 2 || strlen (ending) > 12)
    return chatty_text_safe_name (valid, MAX_NAME);
  stem = g_strndup (valid, ending - valid);
  safe_stem = chatty_text_safe_name (stem, MAX_NAME);
  safe_ending = chatty_text_safe_name (ending + 1, 16);
  return g_strconcat (safe_stem, ".", safe_ending, NULL);
}

/* The name of the file there that some file system takes for @name. */
static char *
find_document (ChattyVaultBatch *batch,
               const char       *folder,
               const char       *name)
{
  int fd = chatty_vault_files_open_folder (batch->files, folder, FALSE, NULL);
  g_autoptr (GPtrArray) names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  g_autofree char *key = chatty_text_fold_key (name);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *there = g_ptr_array_index (names, i);
      g_autofree char *other = NULL;

      if (!g_utf8_validate (there, -1, NULL))
        continue;
      other = chatty_text_fold_key (there);
      if (g_str_equal (other, key))
        return g_strdup (there);
    }
  return g_strdup (name);
}

static GBytes *
read_document (GFile         *file,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = chatty_text_display_name (name != NULL ? name : "");
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize n = -1;

  stream = g_file_read (file, cancellable, error);
  while (stream != NULL && bytes->len <= MAX_DOCUMENT &&
         (n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 65536, cancellable,
                                   error)) > 0)
    g_byte_array_append (bytes, buffer, n);
  if (n < 0)
    {
      chatty_error_adopt (error, _("“%s” cannot be read"), shown);
      return NULL;
    }
  if (bytes->len > MAX_DOCUMENT)
    {
      g_autofree char *limit = g_format_size (MAX_DOCUMENT);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The document “%s” is too large; the limit is %s."), shown, limit);
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * chatty_vault_batch_add_document:
 * @file: any file that can be read
 * @name: (nullable): what it is to be called; %NULL for its own name
 * @stored_name: (out) (optional): what it is called now
 *
 * Puts a copy of @file beside the character. It takes the place of the
 * document of that name, whose content goes to the history.
 *
 * Returns: whether it worked; %CHATTY_ERROR_TOO_LARGE, _NOT_FOUND, …
 */
gboolean
chatty_vault_batch_add_document (ChattyVaultBatch  *batch,
                                 const char        *callsign,
                                 GFile             *file,
                                 const char        *name,
                                 char             **stored_name,
                                 GCancellable      *cancellable,
                                 GError           **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *own = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *found = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (batch), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  bytes = read_document (file, cancellable, error);
  if (bytes == NULL)
    return FALSE;
  own = g_file_get_basename (file);
  safe = safe_document_name (name != NULL ? name : own != NULL ? own : "");
  lock = begin (batch, callsign, cancellable, error);
  if (lock == NULL)
    return FALSE;

  folder = g_strconcat ("instances/", callsign, "/documents", NULL);
  found = find_document (batch, folder, safe);
  path = g_strconcat (folder, "/", found, NULL);
  if (!put_file (batch, callsign, path, g_bytes_get_data (bytes, NULL) != NULL
                                        ? g_bytes_get_data (bytes, NULL) : "",
                 g_bytes_get_size (bytes), lock, error))
    return FALSE;
  if (stored_name != NULL)
    *stored_name = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
trash_file (ChattyVaultBatch  *batch,
            const char        *callsign,
            const char        *path,
            GError           **error)
{
  g_autoptr (ChattyLock) lock = begin (batch, callsign, NULL, error);
  g_autofree char *id = g_strconcat (CHATTY_ID_CHARACTER, callsign, NULL);
  g_autoptr (GPtrArray) set = chatty_vault_set_new ();

  if (lock == NULL)
    return FALSE;
  if (!chatty_vault_files_stat (batch->files, path, NULL))
    return chatty_vault_files_set_error (batch->files, ENOENT, path, error);
  return chatty_vault_set_trash (batch, set, id, path, NULL, error) &&
         finish (batch, set, lock, path, error);
}

/**
 * chatty_vault_batch_trash_document:
 * @name: of a document
 *
 * Moves a document to the trash.
 *
 * Returns: whether it worked; %CHATTY_ERROR_NOT_FOUND
 */
gboolean
chatty_vault_batch_trash_document (ChattyVaultBatch  *batch,
                                   const char        *callsign,
                                   const char        *name,
                                   GError           **error)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (batch), FALSE);

  file = chatty_vault_get_document_file (batch->vault, callsign, name, error);
  if (file == NULL)
    return FALSE;
  path = g_strconcat ("instances/", callsign, "/documents/", name, NULL);
  return trash_file (batch, callsign, path, error);
}

/**
 * chatty_vault_batch_set_avatar:
 * @png: (nullable): a PNG picture; %NULL takes the picture away
 *
 * Returns: whether it worked; %CHATTY_ERROR_INVALID_DATA if that is no PNG,
 *   _TOO_LARGE
 */
gboolean
chatty_vault_batch_set_avatar (ChattyVaultBatch  *batch,
                               const char        *callsign,
                               GBytes            *png,
                               GError           **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *path = NULL;
  const char *bytes;
  gsize length;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (batch), FALSE);

  path = g_strconcat ("instances/", callsign, "/identity/avatar.png", NULL);
  if (png == NULL)
    {
      if (!chatty_callsign_is_safe (callsign) ||
          !chatty_vault_files_stat (batch->files, path, NULL))
        return TRUE;
      return trash_file (batch, callsign, path, error);
    }

  bytes = g_bytes_get_data (png, &length);
  if (length < sizeof png_signature ||
      memcmp (bytes, png_signature, sizeof png_signature) != 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The picture is not a PNG file. Save it as PNG and try again."));
      return FALSE;
    }
  if (length > MAX_AVATAR)
    {
      g_autofree char *limit = g_format_size (MAX_AVATAR);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The picture is too large; the limit is %s."), limit);
      return FALSE;
    }
  lock = begin (batch, callsign, NULL, error);
  return lock != NULL && put_file (batch, callsign, path, bytes, length, lock, error);
}

static gboolean
found_cb (const char            *path,
          const ChattyFileStamp *stamp,
          gpointer               user_data)
{
  *(gboolean *) user_data = TRUE;
  return FALSE;
}

/* Conversations with a character stay when it goes. */
static gboolean
plan_trash (ChattyVaultBatch  *batch,
            GPtrArray         *set,
            const char        *callsign,
            GError           **error)
{
  g_autofree char *id = g_strconcat (CHATTY_ID_CHARACTER, callsign, NULL);
  g_autofree char *folder = g_strconcat ("instances/", callsign, NULL);
  g_autoptr (GPtrArray) names = NULL;
  gboolean has_transcripts = FALSE;
  int fd;

  chatty_vault_files_walk (batch->files, folder, found_cb, &has_transcripts, NULL, NULL);
  if (!has_transcripts)
    return chatty_vault_set_trash (batch, set, id, folder, NULL, error);

  fd = chatty_vault_files_open_folder (batch->files, folder, FALSE, error);
  if (fd < 0)
    return FALSE;
  names = chatty_vault_files_list_names (fd);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_strconcat (folder, "/", name, NULL);

      if ((chatty_vault_files_is_other_folder (name) ||
           chatty_vault_files_stat (batch->files, path, NULL)) &&
          !chatty_vault_set_trash (batch, set, id, path, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * chatty_vault_batch_trash_record:
 *
 * Moves a character to the trash, with all that is in its folder but the
 * conversations: those stay where they are, and keep its callsign. Its history
 * stays too.
 *
 * Returns: whether it worked; %CHATTY_ERROR_NOT_FOUND
 */
gboolean
chatty_vault_batch_trash_record (ChattyVaultBatch  *batch,
                                 const char        *callsign,
                                 GError           **error)
{
  g_autoptr (GPtrArray) set = chatty_vault_set_new ();
  g_autoptr (ChattyLock) lock = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (batch), FALSE);

  lock = begin (batch, callsign, NULL, error);
  return lock != NULL && plan_trash (batch, set, callsign, error) &&
         finish (batch, set, lock, callsign, error);
}
