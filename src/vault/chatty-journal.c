/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-journal.h"
#include "chatty-json.h"
#include "chatty-time.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-layout.h"

#define ENDING ".jsonl"

/* What is kept free at the end of a journal, so that a batch can still write
 * how it ended when the disk is full. */
#define RESERVE (256 * 1024)

struct _ChattyJournal {
  ChattyVaultFiles *files;
  char             *path;
  int               fd;
};

const char *const chatty_change_kind_names[] = { "add", "replace", "trash", "append" };

/**
 * chatty_journal_path:
 *
 * Returns: (transfer full): where the journal of a batch is
 */
char *
chatty_journal_path (const char *batch_id)
{
  return g_strconcat (CHATTY_VAULT_JOURNAL "/", batch_id, ENDING, NULL);
}

/* Paths can have any bytes; JSON cannot. */
static void
append_path (GString    *line,
             const char *member,
             const char *path)
{
  g_autofree char *escaped = NULL;

  if (path == NULL)
    return;
  escaped = g_uri_escape_string (path, "/ !$&'()+,;=@", TRUE);
  g_string_append_printf (line, ",\"%s\":", member);
  chatty_json_append_quoted (line, escaped);
}

static gboolean
write_text (ChattyJournal  *self,
            const GString  *text,
            GError        **error)
{
  off_t before = lseek (self->fd, 0, SEEK_END);
  int saved_errno;

  if (chatty_vault_files_write_all (self->fd, text->str, text->len))
    return TRUE;
  saved_errno = errno;
  /* No half line: what comes later could not be read. */
  if (before < 0 || ftruncate (self->fd, before) < 0)
    g_debug ("A journal line stays torn: %s", g_strerror (errno));
  return chatty_vault_files_set_error (self->files, saved_errno, self->path, error);
}

static ChattyJournal *
open_journal (ChattyVaultFiles  *files,
              const char        *batch_id,
              int                flags,
              GError           **error)
{
  g_autoptr (ChattyJournal) self = g_new0 (ChattyJournal, 1);

  self->files = chatty_vault_files_ref (files);
  self->path = chatty_journal_path (batch_id);
  self->fd = openat (chatty_vault_files_get_fd (files), self->path,
                     flags | O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (self->fd < 0)
    {
      chatty_vault_files_set_error (files, errno, self->path, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * chatty_journal_make_id:
 * @time: when the batch begins
 *
 * Returns: (transfer full): a name for a batch; later ones sort behind
 */
char *
chatty_journal_make_id (gint64 time)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *second = NULL;

  date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  second = date != NULL ? g_date_time_format (date, "%Y%m%dT%H%M%S")
                        : g_strdup ("00000000T000000");
  return g_strdup_printf ("%s.%06d-%08x", second, (int) (time % G_USEC_PER_SEC),
                          g_random_int ());
}

/**
 * chatty_journal_id_is_valid:
 *
 * Returns: whether @batch_id can be the name of a batch; it may come from a
 *   command line
 */
gboolean
chatty_journal_id_is_valid (const char *batch_id)
{
  return *batch_id != '\0' && strlen (batch_id) < 64 &&
         strspn (batch_id, "0123456789abcdefT.-") == strlen (batch_id) &&
         batch_id[0] != '.';
}

/**
 * chatty_journal_create:
 * @kind: "import", "edit", "delete", "undo"
 *
 * Begins the journal of a batch. While it is open no other process takes the
 * batch for one that was cut off.
 *
 * Returns: (transfer full): the journal, or %NULL with @error
 */
ChattyJournal *
chatty_journal_create (ChattyVaultFiles  *files,
                       const char        *batch_id,
                       const char        *kind,
                       gint64             time,
                       GError           **error)
{
  g_autoptr (ChattyJournal) self = NULL;
  g_autoptr (GString) line = g_string_new ("{\"batch\":");
  g_autofree char *when = chatty_time_format_iso (time);

  self = open_journal (files, batch_id, O_CREAT | O_EXCL, error);
  if (self == NULL)
    return NULL;
  if (flock (self->fd, LOCK_EX | LOCK_NB) < 0)
    g_debug ("The journal cannot be locked: %s", g_strerror (errno));
  if (fallocate (self->fd, FALLOC_FL_KEEP_SIZE, 0, RESERVE) < 0 &&
      (errno == ENOSPC || errno == EDQUOT))
    {
      chatty_vault_files_set_error (files, errno, NULL, error);
      chatty_vault_files_unlink (files, self->path);
      return NULL;
    }

  chatty_json_append_quoted (line, batch_id);
  chatty_json_append_member (line, "kind", kind);
  chatty_json_append_member (line, "time", when);
  g_string_append_printf (line, ",\"layout\":%d}\n", CHATTY_VAULT_LAYOUT);
  if (!write_text (self, line, error))
    {
      chatty_vault_files_unlink (files, self->path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * chatty_journal_adopt:
 *
 * Takes over the journal of a batch that nobody works on any more.
 *
 * Returns: (transfer full): the journal; %NULL without @error if its batch is
 *   still running somewhere
 */
ChattyJournal *
chatty_journal_adopt (ChattyVaultFiles  *files,
                      const char        *batch_id,
                      GError           **error)
{
  g_autoptr (ChattyJournal) self = open_journal (files, batch_id, 0, error);

  if (self == NULL)
    return NULL;
  if (flock (self->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * chatty_journal_free:
 *
 * Closes the journal.
 */
void
chatty_journal_free (ChattyJournal *self)
{
  if (self->fd >= 0)
    {
      off_t size = lseek (self->fd, 0, SEEK_END);

      /* Gives back what was reserved. */
      if (size >= 0 && ftruncate (self->fd, size) < 0)
        g_debug ("The journal's reserve stays: %s", g_strerror (errno));
      close (self->fd);
    }
  chatty_vault_files_unref (self->files);
  g_free (self->path);
  g_free (self);
}

/**
 * chatty_journal_add:
 * @changes: (array length=n_changes): what is going to be done. One with the
 *   number of an earlier one takes its place.
 *
 * Writes changes down, without waiting for the disk.
 *
 * Returns: whether it worked; nothing is written otherwise
 */
gboolean
chatty_journal_add (ChattyJournal  *self,
                    ChattyChange  **changes,
                    guint           n_changes,
                    GError        **error)
{
  g_autoptr (GString) lines = g_string_sized_new (512 * n_changes);
  off_t size = lseek (self->fd, 0, SEEK_END);

  for (guint i = 0; i < n_changes; i++)
    {
      const ChattyChange *change = changes[i];

      g_string_append_printf (lines, "{\"change\":\"%s\",\"number\":%u",
                              chatty_change_kind_names[change->kind], change->number);
      if (change->together != 0)
        g_string_append_printf (lines, ",\"together\":%u", change->together);
      chatty_json_append_member (lines, "id", change->id);
      append_path (lines, "path", change->path);
      append_path (lines, "old_path", change->old_path);
      append_path (lines, "kept", change->kept);
      chatty_json_append_member (lines, "hash", change->hash);
      chatty_json_append_member (lines, "old_hash", change->old_hash);
      g_string_append (lines, "}\n");
    }
  if (!write_text (self, lines, error))
    return FALSE;
  if (size >= 0 &&
      fallocate (self->fd, FALLOC_FL_KEEP_SIZE, size + lines->len, RESERVE) < 0)
    g_debug ("No reserve for the journal: %s", g_strerror (errno));
  return TRUE;
}

/**
 * chatty_journal_give_up:
 * @number: of a change that was written down but will not be done
 *
 * Returns: whether it worked
 */
gboolean
chatty_journal_give_up (ChattyJournal  *self,
                        guint           number,
                        GError        **error)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "{\"give_up\":%u}\n", number);
  return write_text (self, line, error);
}

/**
 * chatty_journal_end:
 * @how: "done", "failed" or "interrupted"
 *
 * Writes how it ended, and waits until that is on the disk.
 *
 * Returns: whether it worked
 */
gboolean
chatty_journal_end (ChattyJournal  *self,
                    const char     *how,
                    GError        **error)
{
  g_autoptr (GString) line = g_string_new ("{\"end\":");

  chatty_json_append_quoted (line, how);
  g_string_append (line, "}\n");
  if (!write_text (self, line, error))
    return FALSE;
  if (fdatasync (self->fd) < 0)
    return chatty_vault_files_set_error (self->files, errno, self->path, error);
  return TRUE;
}

/**
 * chatty_journal_mark_undone:
 * @batch_id: of a batch that ended
 * @undone_by: the batch that undid it
 *
 * Returns: whether it worked
 */
gboolean
chatty_journal_mark_undone (ChattyVaultFiles  *files,
                            const char        *batch_id,
                            const char        *undone_by,
                            GError           **error)
{
  g_autoptr (ChattyJournal) self = open_journal (files, batch_id, 0, error);
  g_autoptr (GString) line = g_string_new ("{\"undone\":");

  if (self == NULL)
    return FALSE;
  chatty_json_append_quoted (line, undone_by);
  g_string_append (line, "}\n");
  return write_text (self, line, error);
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

/**
 * chatty_journal_list:
 *
 * Returns: (transfer container) (element-type utf8): the batches of the past
 *   and those that run, newest first
 */
GPtrArray *
chatty_journal_list (ChattyVaultFiles *files)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  int fd = chatty_vault_files_open_folder (files, CHATTY_VAULT_JOURNAL, FALSE,
                                           NULL);
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  while (folder != NULL && (entry = readdir (folder)) != NULL)
    if (g_str_has_suffix (entry->d_name, ENDING))
      {
        g_autofree char *id = g_strndup (entry->d_name,
                                         strlen (entry->d_name) -
                                         strlen (ENDING));

        if (chatty_journal_id_is_valid (id))
          g_ptr_array_add (ids, g_steal_pointer (&id));
      }
  if (folder != NULL)
    closedir (folder);
  g_ptr_array_sort (ids, compare_newest_first);
  return ids;
}

/**
 * chatty_journal_report_path:
 *
 * Returns: (transfer full): where the receipt of a batch is
 */
char *
chatty_journal_report_path (const char *batch_id)
{
  return g_strconcat (CHATTY_VAULT_JOURNAL "/", batch_id, ".report.json", NULL);
}

/**
 * chatty_change_free:
 *
 * Frees @self.
 */
void
chatty_change_free (ChattyChange *self)
{
  g_free (self->id);
  g_free (self->path);
  g_free (self->old_path);
  g_free (self->kept);
  g_free (self->hash);
  g_free (self->old_hash);
  g_free (self);
}
