/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "chatty-journal.h"
#include "chatty-json.h"
#include "chatty-time.h"

/* To tell how a batch went, only this much of both ends is read. */
#define PEEK 4096

static char *
dup_path (JsonObject *object,
          const char *member)
{
  const char *escaped = chatty_json_get_string (object, member);

  return escaped != NULL ? g_uri_unescape_string (escaped, NULL) : NULL;
}

static gboolean
find_kind (const char       *name,
           ChattyChangeKind *kind)
{
  for (guint i = 0; i < CHATTY_N_CHANGE_KINDS; i++)
    if (g_strcmp0 (chatty_change_kind_names[i], name) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static void
forget_change (ChattyJournalRecord *record,
               guint                number)
{
  /* They come with rising numbers: most are new, and need no search among all
   * that came before. */
  if (number >= record->n_numbers)
    return;
  for (guint i = record->changes->len; i > 0; i--)
    {
      ChattyChange *change = g_ptr_array_index (record->changes, i - 1);

      if (change->number == number)
        {
          g_ptr_array_remove_index (record->changes, i - 1);
          return;
        }
    }
}

static void
read_change (ChattyJournalRecord *record,
             JsonObject          *object,
             const char          *name)
{
  g_autoptr (ChattyChange) change = g_new0 (ChattyChange, 1);

  if (!find_kind (name, &change->kind))
    return;
  change->number = chatty_json_get_int (object, "number", 0);
  change->together = chatty_json_get_int (object, "together", 0);
  change->id = g_strdup (chatty_json_get_string (object, "id"));
  change->path = dup_path (object, "path");
  change->old_path = dup_path (object, "old_path");
  change->kept = dup_path (object, "kept");
  change->hash = g_strdup (chatty_json_get_string (object, "hash"));
  change->old_hash = g_strdup (chatty_json_get_string (object, "old_hash"));
  if (change->path == NULL ||
      (change->kind != CHATTY_CHANGE_ADD && change->kind != CHATTY_CHANGE_APPEND &&
       change->kept == NULL))
    return;
  forget_change (record, change->number);
  record->n_numbers = MAX (record->n_numbers, change->number + 1);
  g_ptr_array_add (record->changes, g_steal_pointer (&change));
}

static void
read_line (ChattyJournalRecord *record,
           const char          *line,
           gsize                length)
{
  g_autoptr (JsonNode) node = chatty_json_parse (line, length, NULL);
  JsonObject *object = node != NULL ? chatty_json_node_object (node) : NULL;
  const char *text;
  gint64 number;

  if (object == NULL)
    return;
  if (chatty_json_get_string (object, "batch") != NULL)
    {
      text = chatty_json_get_string (object, "kind");
      g_free (record->kind);
      record->kind = g_strdup (text != NULL ? text : "");
      text = chatty_json_get_string (object, "time");
      record->time = text != NULL ? chatty_time_parse_iso (text)
                                  : CHATTY_TIME_NONE;
    }
  text = chatty_json_get_string (object, "change");
  if (text != NULL)
    read_change (record, object, text);
  number = chatty_json_get_int (object, "give_up", -1);
  if (number >= 0)
    forget_change (record, number);
  text = chatty_json_get_string (object, "end");
  if (text != NULL)
    {
      record->ended = TRUE;
      record->finished = g_str_equal (text, "done");
    }
  if (chatty_json_get_string (object, "undone") != NULL)
    record->undone = TRUE;
}

static void
read_lines (ChattyJournalRecord *record,
            const char          *text,
            gsize                length)
{
  while (length > 0)
    {
      const char *end = memchr (text, '\n', length);
      gsize line = end != NULL ? (gsize) (end - text) : length;

      read_line (record, text, line);
      if (end == NULL)
        break;
      text += line + 1;
      length -= line + 1;
    }
}

/* Both ends of a journal that can be long. */
static gboolean
peek (ChattyVaultFiles     *files,
      const char           *path,
      ChattyJournalRecord  *record,
      GError              **error)
{
  char text[PEEK];
  gssize n;
  off_t size;
  int fd;

  fd = openat (chatty_vault_files_get_fd (files), path,
               O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0)
    return chatty_vault_files_set_error (files, errno, path, error);
  n = pread (fd, text, sizeof text, 0);
  if (n > 0)
    read_lines (record, text, n);
  size = lseek (fd, 0, SEEK_END);
  if (size > PEEK)
    {
      n = pread (fd, text, sizeof text, size - PEEK);
      if (n > 0)
        read_lines (record, text, n);
    }
  close (fd);
  return TRUE;
}

/**
 * chatty_journal_read:
 * @with_changes: not only the head and the end
 *
 * Returns: (transfer full): what the journal says, or %NULL with @error
 */
ChattyJournalRecord *
chatty_journal_read (ChattyVaultFiles  *files,
                     const char        *batch_id,
                     gboolean           with_changes,
                     GError           **error)
{
  g_autoptr (ChattyJournalRecord) record = g_new0 (ChattyJournalRecord, 1);
  g_autofree char *path = chatty_journal_path (batch_id);

  record->batch_id = g_strdup (batch_id);
  record->time = CHATTY_TIME_NONE;
  record->changes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_change_free);
  if (with_changes)
    {
      g_autofree char *text = NULL;
      gsize length;

      text = chatty_vault_files_read (files, path, &length, NULL, NULL, error);
      if (text == NULL)
        return NULL;
      read_lines (record, text, length);
    }
  else if (!peek (files, path, record, error))
    return NULL;

  if (record->kind == NULL)
    record->kind = g_strdup ("");
  return g_steal_pointer (&record);
}

/**
 * chatty_journal_record_free:
 *
 * Frees @self.
 */
void
chatty_journal_record_free (ChattyJournalRecord *self)
{
  g_free (self->batch_id);
  g_free (self->kind);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self);
}
