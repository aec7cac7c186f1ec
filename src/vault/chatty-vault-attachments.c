/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-sha256.h"
#include "chatty-text.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"
#include "chatty-vault-talk.h"

/* More than any platform takes. */
#define MAX_ATTACHMENT (64 * 1024 * 1024)

#define SCHEME "vault:"
#define HASH_LENGTH 64
#define MAX_ENDING 8

/* What a file may be called behind the dot. "md" is what transcripts are
 * called, and these lie where transcripts are looked for. */
static gboolean
is_ending (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_ENDING &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789") == length &&
         !g_str_equal (text, "md");
}

static char *
make_ending (const char *name,
             const char *media_type)
{
  static const struct { const char *type, *ending; } known[] = {
    { "image/png", "png" }, { "image/jpeg", "jpg" }, { "image/webp", "webp" },
    { "image/gif", "gif" }, { "audio/wav", "wav" }, { "audio/mpeg", "mp3" },
    { "audio/ogg", "ogg" }, { "audio/flac", "flac" }, { "text/plain", "txt" },
    { "text/markdown", "markdown" }, { "application/pdf", "pdf" },
  };
  const char *dot = strrchr (name, '.');
  g_autofree char *ending = NULL;

  for (guint i = 0; media_type != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].type, media_type))
      return g_strdup (known[i].ending);
  if (dot != NULL)
    ending = g_ascii_strdown (dot + 1, -1);
  if (ending != NULL && g_str_equal (ending, "md"))
    return g_strdup ("markdown");
  return ending != NULL && is_ending (ending) ? g_steal_pointer (&ending) : g_strdup ("bin");
}

/* Writes it beside its place first: what has the name has all of the content. */
static gboolean
write_file (ChattyVaultFiles  *files,
            const char        *path,
            GBytes            *bytes,
            GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_strdup_printf ("%s/.%08x", folder, g_random_int ());
  int folder_fd = chatty_vault_files_open_folder (files, folder, TRUE, error);
  gboolean done;
  int fd;

  if (folder_fd < 0)
    return FALSE;
  done = chatty_vault_files_write (files, temporary, g_bytes_get_data (bytes, NULL),
                                   g_bytes_get_size (bytes), 0666, NULL, error);
  CHATTY_VAULT_STEP ("attachment written");
  fd = done ? chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), temporary,
                                               O_RDONLY, 0) : -1;
  if (done && (fd < 0 || fdatasync (fd) < 0))
    done = chatty_vault_files_set_error (files, errno, path, error);
  if (fd >= 0)
    close (fd);
  done = done && chatty_vault_files_rename (files, temporary, path, 0, error);
  if (!done)
    chatty_vault_files_unlink (files, temporary);
  else if (fsync (folder_fd) < 0)
    g_debug ("“%s” could not be flushed: %s", folder, g_strerror (errno));
  close (folder_fd);
  return done;
}

/**
 * chatty_vault_store_attachment:
 * @id: of a transcript in the vault
 * @name: the file's name as it was given; only its ending matters
 * @media_type: (nullable): its media type
 * @bytes: its content, at most 64 MiB
 *
 * Stores a file of a turn beside the transcript: in "<name>.files", named for
 * its content, so that the same content is stored once. It moves with the
 * transcript, and goes to the trash and comes back with it.
 *
 * Returns: (transfer full): the uri for #ChattyAttachment: "vault:", and what
 *   chatty_vault_load_attachment() finds it by; it stays the same wherever the
 *   transcript goes. %NULL with %CHATTY_ERROR_TOO_LARGE, _NOT_FOUND, _NO_SPACE,
 *   _FORBIDDEN
 */
char *
chatty_vault_store_attachment (ChattyVault  *self,
                               const char   *id,
                               const char   *name,
                               const char   *media_type,
                               GBytes       *bytes,
                               GError      **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *ending = NULL;
  g_autofree char *transcript = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  ChattyVaultFiles *files;
  ChattyFileStamp stamp;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL && name != NULL && bytes != NULL, NULL);

  if (g_bytes_get_size (bytes) > MAX_ATTACHMENT)
    {
      g_autofree char *shown = chatty_text_display_name (name);
      g_autofree char *size = g_format_size (g_bytes_get_size (bytes));
      g_autofree char *limit = g_format_size (MAX_ATTACHMENT);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("“%s” has %s; a file in a conversation may have %s at most."), shown, size,
                   limit);
      return NULL;
    }
  files = chatty_vault_get_files (self);
  hash = chatty_sha256_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  ending = make_ending (name, media_type);
  lock = chatty_vault_append_begin (self, id, &transcript, error);
  if (lock == NULL)
    return NULL;
  folder = chatty_vault_companion_folder (transcript);
  path = g_strconcat (folder, "/", hash, ".", ending, NULL);
  /* One of another size was cut off by somebody else: it is written again. */
  if ((!chatty_vault_files_stat (files, path, &stamp) ||
       stamp.size != (gint64) g_bytes_get_size (bytes)) &&
      !write_file (files, path, bytes, error))
    return NULL;
  return g_strconcat (SCHEME, hash, ".", ending, NULL);
}

/* The file's name in @uri, or NULL: then it is none of ours, whatever it says. */
static const char *
parse_uri (const char *uri)
{
  const char *name = uri + strlen (SCHEME);

  if (!g_str_has_prefix (uri, SCHEME) || strspn (name, "0123456789abcdef") != HASH_LENGTH ||
      name[HASH_LENGTH] != '.' || !is_ending (name + HASH_LENGTH + 1))
    return NULL;
  return name;
}

/**
 * chatty_vault_load_attachment:
 * @id: of a transcript in the vault
 * @uri: of one of its attachments
 *
 * Reads a file that chatty_vault_store_attachment() stored for that
 * transcript, and no other file, whatever @uri says.
 *
 * Returns: (transfer full): its content, or %NULL with
 *   %CHATTY_ERROR_UNSUPPORTED: @uri leads elsewhere; _NOT_FOUND, _FORBIDDEN,
 *   _INVALID_DATA: another program changed it; _TOO_LARGE
 */
GBytes *
chatty_vault_load_attachment (ChattyVault  *self,
                              const char   *id,
                              const char   *uri,
                              GError      **error)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *transcript = NULL;
  g_autofree char *hash = NULL;
  char *bytes;
  const char *name;
  gsize length;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL && uri != NULL, NULL);

  name = parse_uri (uri);
  if (name == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("This file is not in the vault, and files elsewhere are not opened."));
      return NULL;
    }
  transcript = chatty_vault_find_path (self, id, error);
  if (transcript == NULL)
    return NULL;
  folder = chatty_vault_companion_folder (transcript);
  path = g_strconcat (folder, "/", name, NULL);
  bytes = chatty_vault_files_read_up_to (chatty_vault_get_files (self), path, MAX_ATTACHMENT,
                                         &length, NULL, NULL, error);
  if (bytes == NULL)
    return NULL;
  hash = chatty_sha256_hex (bytes, length);
  if (strncmp (hash, name, HASH_LENGTH) != 0)
    {
      g_free (bytes);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("“%s” in the vault was changed by another program. Add the file again."),
                   path);
      return NULL;
    }
  return g_bytes_new_take (bytes, length);
}
