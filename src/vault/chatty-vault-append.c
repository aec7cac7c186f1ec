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
#include "chatty-json.h"
#include "chatty-lock.h"
#include "chatty-transcript-file.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"

/* How often a turn is appended anew because another file came to stand there. */
#define MAX_ATTEMPTS 8

/* Before a turn is appended, .chatty/appending says to which file, how long
 * that was, and what is to come. If it is still there afterwards, the file
 * ends with a part of the turn: that part is taken off again. */

static gboolean
write_intent (ChattyVaultFiles  *files,
              const char        *path,
              gint64             length,
              const GString     *text,
              GError           **error)
{
  g_autoptr (GString) line = g_string_new ("{\"path\":");
  g_autofree char *escaped = g_uri_escape_string (path, "/ ", TRUE);
  int fd, saved_errno = 0;

  chatty_json_append_quoted (line, escaped);
  g_string_append_printf (line, ",\"length\":%" G_GINT64_FORMAT ",\"text\":",
                          length);
  chatty_json_append_quoted (line, text->str);
  g_string_append (line, "}\n");

  fd = openat (chatty_vault_files_get_fd (files), CHATTY_VAULT_APPENDING,
               O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (fd < 0 || !chatty_vault_files_write_all (fd, line->str, line->len) || fdatasync (fd) < 0)
    saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (saved_errno != 0)
    {
      chatty_vault_files_unlink (files, CHATTY_VAULT_APPENDING);
      return chatty_vault_files_set_error (files, saved_errno,
                                           CHATTY_VAULT_APPENDING, error);
    }
  return TRUE;
}

/* A file with the mode that Chatty gives its transcripts is made writable
 * for the moment. */
static int
open_for_append (ChattyVaultFiles *files,
                 const char       *path,
                 struct stat      *status,
                 gboolean         *made_writable)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *folder = NULL;
  const char *name = slash != NULL ? slash + 1 : path;
  int folder_fd, fd;

  folder = slash != NULL ? g_strndup (path, slash - path) : g_strdup (".");
  folder_fd = chatty_vault_files_open_folder (files, folder, FALSE, NULL);
  if (folder_fd < 0)
    {
      errno = ENOENT;
      return -1;
    }
  fd = openat (folder_fd, name, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW |
               O_NONBLOCK);
  if (fd < 0 && errno == EACCES &&
      fstatat (folder_fd, name, status, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISREG (status->st_mode) && status->st_uid == geteuid () &&
      fchmodat (folder_fd, name, (status->st_mode & 07777) | S_IWUSR, 0) == 0)
    {
      *made_writable = TRUE;
      fd = openat (folder_fd, name, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    }
  else if (fd >= 0 && fstat (fd, status) < 0)
    {
      close (fd);
      fd = -1;
    }
  if (fd >= 0 && !S_ISREG (status->st_mode))
    {
      close (fd);
      fd = -1;
      errno = EINVAL;
    }
  g_close (folder_fd, NULL);
  return fd;
}

/* Whether another file came to stand at @path, as sync programs replace files:
 * what was written since is not seen there. */
static gboolean
was_replaced (ChattyVaultFiles  *files,
              const char        *path,
              const struct stat *status)
{
  ChattyFileStamp now;

  return chatty_vault_files_stat (files, path, &now) && now.inode != status->st_ino;
}

static gboolean
append_once (ChattyVaultFiles  *files,
             const char        *path,
             const GString     *text,
             gboolean          *replaced,
             GError           **error)
{
  g_autoptr (GString) bytes = g_string_new_len (text->str, text->len);
  struct stat status;
  gboolean made_writable = FALSE;
  int saved_errno = 0;
  char last = '\n';
  int fd;

  fd = open_for_append (files, path, &status, &made_writable);
  if (fd < 0)
    return chatty_vault_files_set_error (files, errno, path, error);
  if (status.st_size > 0 && pread (fd, &last, 1, status.st_size - 1) == 1 &&
      last != '\n')
    g_string_prepend_c (bytes, '\n');

  if (!write_intent (files, path, status.st_size, bytes, error))
    {
      close (fd);
      return FALSE;
    }
  CHATTY_VAULT_STEP ("intent");
  if (!chatty_vault_files_write_all (fd, bytes->str, bytes->len) || fdatasync (fd) < 0)
    saved_errno = errno;
  CHATTY_VAULT_STEP ("written");
  *replaced = was_replaced (files, path, &status);
  if (saved_errno != 0 && ftruncate (fd, status.st_size) < 0)
    g_warning ("“%s” keeps a part of a turn until the vault is opened again: "
               "%s", path, g_strerror (errno));
  else
    chatty_vault_files_unlink (files, CHATTY_VAULT_APPENDING);
  if (made_writable)
    fchmod (fd, status.st_mode & 07777);
  close (fd);
  if (saved_errno != 0)
    return chatty_vault_files_set_error (files, saved_errno, path, error);
  return TRUE;
}

/* With the lock. All of @text is on the disk afterwards, or nothing of it, also
 * after a crash; then when the vault is opened again. */
gboolean
chatty_vault_append_text (ChattyVaultFiles  *files,
                          const char        *path,
                          const GString     *text,
                          GError           **error)
{
  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    {
      gboolean replaced = FALSE;

      if (!append_once (files, path, text, &replaced, error))
        return FALSE;
      if (!replaced)
        return TRUE;
    }
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
               _("Another program changes “%s” all the time. Wait until it is done, and try again."),
               path);
  return FALSE;
}

/* With the lock: takes off the part of a turn that a crash left behind. A
 * tail that somebody else wrote stays. */
void
chatty_vault_append_repair (ChattyVaultFiles *files)
{
  g_autofree char *line = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *escaped, *text;
  gsize length, size;
  gint64 before;

  line = chatty_vault_files_read (files, CHATTY_VAULT_APPENDING, &length, NULL,
                                  NULL, NULL);
  if (line == NULL)
    return;
  node = chatty_json_parse (line, length, NULL);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  if (object == NULL)
    return;
  escaped = chatty_json_get_string (object, "path");
  text = chatty_json_get_string (object, "text");
  before = chatty_json_get_int (object, "length", -1);
  path = escaped != NULL ? g_uri_unescape_string (escaped, NULL) : NULL;
  if (path == NULL || text == NULL || before < 0)
    return;

  bytes = chatty_vault_files_read (files, path, &size, NULL, NULL, NULL);
  if (bytes == NULL || size <= (gsize) before ||
      size - before >= strlen (text) ||
      memcmp (bytes + before, text, size - before) != 0)
    return;
  {
    struct stat status;
    gboolean made_writable = FALSE;
    int fd = open_for_append (files, path, &status, &made_writable);

    if (fd < 0)
      return;
    if (ftruncate (fd, before) < 0 || fdatasync (fd) < 0)
      g_warning ("“%s” keeps a part of a turn: %s", path, g_strerror (errno));
    if (made_writable)
      fchmod (fd, status.st_mode & 07777);
    close (fd);
  }
}

/* Ends an append that a crash cut off. */
gboolean
chatty_vault_finish_append (ChattyVaultFiles  *files,
                            GError           **error)
{
  g_autoptr (ChattyLock) lock = NULL;

  if (!chatty_vault_files_stat (files, CHATTY_VAULT_APPENDING, NULL))
    return TRUE;
  lock = chatty_lock_take (files, NULL, error);
  if (lock == NULL)
    return FALSE;
  chatty_vault_append_repair (files);
  chatty_vault_files_unlink (files, CHATTY_VAULT_APPENDING);
  return TRUE;
}

/* The file of the transcript, if the index knows it as it is now: that it is
 * the right one needs no reading then, however long it is. */
static char *
find_known (ChattyVault *self,
            const char  *id)
{
  g_autoptr (GPtrArray) rows = chatty_index_get_rows_by_id (chatty_vault_get_index (self), id,
                                                            NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const ChattyIndexRow *row = g_ptr_array_index (rows, i);
      ChattyFileStamp stamp;

      if (row->problem == NULL &&
          chatty_vault_files_stat (chatty_vault_get_files (self), row->path, &stamp) &&
          chatty_file_stamp_equal (&row->stamp, &stamp))
        return g_strdup (row->path);
    }
  return NULL;
}

/**
 * chatty_vault_append_begin:
 * @path: (out): where the transcript is
 *
 * Returns: (transfer full): the vault's lock, or %NULL with
 *   %CHATTY_ERROR_NOT_FOUND, _FORBIDDEN, _NO_SPACE, _TIMED_OUT
 */
ChattyLock *
chatty_vault_append_begin (ChattyVault  *self,
                           const char   *id,
                           char        **path,
                           GError      **error)
{
  g_autoptr (ChattyLock) lock = NULL;

  if (!chatty_vault_check_writable (self, error))
    return NULL;
  lock = chatty_lock_take (chatty_vault_get_files (self), NULL, error);
  if (lock == NULL)
    return NULL;
  *path = find_known (self, id);
  if (*path == NULL)
    {
      g_autoptr (ChattyStoredFile) stored = NULL;

      /* It is looked for without the lock, as that may take a while. */
      g_clear_pointer (&lock, chatty_lock_release);
      stored = chatty_vault_load_stored (self, id, path, NULL, error);
      if (stored == NULL)
        return NULL;
      lock = chatty_lock_take (chatty_vault_get_files (self), NULL, error);
      if (lock == NULL)
        {
          g_clear_pointer (path, g_free);
          return NULL;
        }
    }
  chatty_vault_append_repair (chatty_vault_get_files (self));
  return g_steal_pointer (&lock);
}

/**
 * chatty_vault_append_end:
 * @lock: (transfer full): the vault's lock
 *
 * Tells the index, other writers and whoever listens.
 */
void
chatty_vault_append_end (ChattyVault *self,
                         const char  *path,
                         ChattyLock  *lock)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;

  chatty_lock_count_up (lock);
  chatty_lock_release (lock);
  if (!chatty_index_refresh (chatty_vault_get_index (self), paths, NULL, NULL, NULL, &error))
    {
      g_warning ("The index could not take a turn in: %s", error->message);
      chatty_vault_refresh_later (self, NULL);
    }
  chatty_vault_tell_changed (self);
}

/**
 * chatty_vault_append_turn:
 * @id: of a transcript in the vault
 * @turn: what was said
 *
 * Adds a turn at the end of a running conversation's file, whose other bytes
 * stay as they are. It is on the disk when this returns; after a crash the
 * whole turn is there, or nothing of it.
 *
 * Returns: whether it worked; %CHATTY_ERROR_NOT_FOUND, _NO_SPACE, _FORBIDDEN
 */
gboolean
chatty_vault_append_turn (ChattyVault  *self,
                          const char   *id,
                          ChattyTurn   *turn,
                          GError      **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (id != NULL && turn != NULL, FALSE);

  chatty_transcript_file_append_turn (text, turn);
  lock = chatty_vault_append_begin (self, id, &path, error);
  if (lock == NULL ||
      !chatty_vault_append_text (chatty_vault_get_files (self), path, text, error))
    return FALSE;
  chatty_vault_append_end (self, path, g_steal_pointer (&lock));
  return TRUE;
}
