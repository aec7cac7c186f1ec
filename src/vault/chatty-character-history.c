/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chatty-character-history.h"
#include "chatty-error.h"
#include "chatty-journal.h"
#include "chatty-json.h"
#include "chatty-time.h"
#include "chatty-vault-files-private.h"

#define NAME "changes.jsonl"

/* More than this is not read: the newest are at the end, but a history of this
 * size was not written by people. */
#define MAX_HISTORY (64 * 1024 * 1024)

/**
 * chatty_is_conflict_copy:
 * @name: of a file
 * @of: of the file beside it
 *
 * Returns: whether @name is what Syncthing ("prompt.sync-conflict-….json"),
 *   Nextcloud, ownCloud or Dropbox ("prompt (conflicted copy ….).json",
 *   "prompt (conflict ….).json") or Seafile ("prompt (SFConflict ….).json") call
 *   a second version of @of
 */
gboolean
chatty_is_conflict_copy (const char *name,
                         const char *of)
{
  const char *ending = strrchr (of, '.');
  gsize stem = ending != NULL ? (gsize) (ending - of) : strlen (of);
  g_autofree char *lower = NULL;

  if (strncmp (name, of, stem) != 0 || strlen (name) <= strlen (of) ||
      (ending != NULL && !g_str_has_suffix (name, ending)))
    return FALSE;
  lower = g_ascii_strdown (name + stem, -1);
  return g_str_has_prefix (lower, ".sync-conflict-") ||
         ((lower[0] == ' ' || lower[0] == '_') &&
          (strstr (lower, "conflicted copy") != NULL || strstr (lower, "_conflict-") != NULL ||
           strstr (lower, "(conflict") != NULL || strstr (lower, "(sfconflict") != NULL));
}

/**
 * chatty_character_history_path:
 * @callsign: a safe one
 *
 * Returns: (transfer full): where its history is
 */
char *
chatty_character_history_path (const char *callsign)
{
  return g_strconcat (CHATTY_HISTORY_FOLDER "/", callsign, "/" NAME, NULL);
}

/**
 * chatty_character_history_make_id:
 *
 * Returns: (transfer full): an id for an entry; later ones sort behind
 */
char *
chatty_character_history_make_id (gint64 time)
{
  return chatty_journal_make_id (time);
}

static void
append_json (GString    *line,
             const char *member,
             const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;
  g_autofree char *text = NULL;

  if (node == NULL)
    return;
  text = chatty_json_to_string (node, FALSE);
  g_string_append_printf (line, ",\"%s\":%s", member, text);
}

/**
 * chatty_character_history_add:
 * @lines: where to
 *
 * Appends a line for @change.
 */
void
chatty_character_history_add (GString                 *lines,
                              const ChattyFieldChange *change)
{
  g_autofree char *when = chatty_time_format_iso (change->time);

  g_string_append (lines, "{\"id\":");
  chatty_json_append_quoted (lines, change->id);
  chatty_json_append_member (lines, "time", when);
  chatty_json_append_member (lines, "field", chatty_character_field_to_string (change->field));
  chatty_json_append_member (lines, "override_of", change->override_of);
  chatty_json_append_member (lines, "side", change->side);
  chatty_json_append_member (lines, "account", change->account);
  chatty_json_append_member (lines, "who", change->who);
  chatty_json_append_member (lines, "run", change->run);
  append_json (lines, "old", change->old_value);
  append_json (lines, "new", change->new_value);
  g_string_append (lines, "}\n");
}

static char *
dup_json (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL ? chatty_json_to_string (node, FALSE) : NULL;
}

/* NULL: the line is torn, or of a later version. */
static ChattyFieldChange *
read_line (const char *line,
           gsize       length)
{
  g_autoptr (JsonNode) node = chatty_json_parse (line, length, NULL);
  JsonObject *object = chatty_json_node_object (node);
  const char *id = chatty_json_get_string (object, "id");
  const char *side = chatty_json_get_string (object, "side");
  const char *who = chatty_json_get_string (object, "who");
  const char *when = chatty_json_get_string (object, "time");
  ChattyFieldChange *change;
  ChattyCharacterField field;

  if (id == NULL || side == NULL ||
      !chatty_character_field_from_string (chatty_json_get_string (object, "field"), &field))
    return NULL;
  change = g_new0 (ChattyFieldChange, 1);
  change->id = g_strdup (id);
  change->time = when != NULL ? chatty_time_parse_iso (when) : CHATTY_TIME_NONE;
  change->field = field;
  change->override_of = g_strdup (chatty_json_get_string (object, "override_of"));
  change->side = g_strdup (side);
  change->account = g_strdup (chatty_json_get_string (object, "account"));
  change->who = g_strdup (who != NULL ? who : "other-program");
  change->run = g_strdup (chatty_json_get_string (object, "run"));
  change->old_value = dup_json (object, "old");
  change->new_value = dup_json (object, "new");
  return change;
}

static gboolean
read_file (ChattyVaultFiles  *files,
           const char        *path,
           GPtrArray         *changes,
           GHashTable        *ids,
           GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  const char *line;
  gsize length;

  text = chatty_vault_files_read_up_to (files, path, MAX_HISTORY, &length, NULL, NULL,
                                        &local_error);
  if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  if (text == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  line = text;
  while (length > 0)
    {
      const char *end = memchr (line, '\n', length);
      gsize n = end != NULL ? (gsize) (end - line) : length;
      ChattyFieldChange *change = n > 0 ? read_line (line, n) : NULL;

      if (change != NULL && g_hash_table_add (ids, change->id))
        g_ptr_array_add (changes, change);
      else if (change != NULL)
        chatty_field_change_free (change);
      if (end == NULL)
        break;
      line += n + 1;
      length -= n + 1;
    }
  return TRUE;
}

typedef struct {
  ChattyFieldChange *change;
  guint              order;
} Ordered;

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const Ordered *left = a, *right = b;

  if (left->change->time != right->change->time)
    return left->change->time < right->change->time ? 1 : -1;
  return left->order < right->order ? 1 : -1;
}

/* What was written later is newer, also within one microsecond. */
static GPtrArray *
sort_changes (GPtrArray *changes)
{
  GPtrArray *sorted;
  g_autofree Ordered *order = g_new (Ordered, changes->len);
  guint n = changes->len;
  g_autofree gpointer *data = NULL;

  for (guint i = 0; i < n; i++)
    order[i] = (Ordered) { g_ptr_array_index (changes, i), i };
  if (n > 0)
    qsort (order, n, sizeof *order, compare_newest_first);
  data = g_ptr_array_steal (changes, NULL);
  sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_field_change_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sorted, order[i].change);
  return sorted;
}

/**
 * chatty_character_history_read:
 * @callsign: a safe one
 *
 * Returns: (transfer full) (element-type ChattyFieldChange): the history,
 *   newest first; empty if there is none
 */
GPtrArray *
chatty_character_history_read (ChattyVaultFiles  *files,
                               const char        *callsign,
                               GError           **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *path = chatty_character_history_path (callsign);
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_field_change_free);
  if (!read_file (files, path, changes, ids, error))
    return NULL;

  fd = chatty_vault_files_open_folder (files, folder, FALSE, NULL);
  names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *copy = g_strconcat (folder, "/", name, NULL);

      if (chatty_is_conflict_copy (name, NAME) && !read_file (files, copy, changes, ids, NULL))
        g_debug ("“%s” cannot be read", copy);
    }
  return sort_changes (changes);
}

/**
 * chatty_character_history_append:
 * @path: relative to the vault; made if it does not exist
 * @lines: whole lines; nothing is done if the file ends with them already
 * @now: wait until they are on the disk
 *
 * Appends to a history. With the vault's lock.
 *
 * Returns: whether it worked; no half line stays otherwise
 */
gboolean
chatty_character_history_append (ChattyVaultFiles  *files,
                                 const char        *path,
                                 const char        *lines,
                                 gsize              length,
                                 gboolean           now,
                                 GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *end = NULL;
  int saved_errno = 0;
  off_t size;
  int fd;

  fd = chatty_vault_files_open_folder (files, folder, TRUE, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), path,
                                        O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK, 0666);
  size = fd >= 0 ? lseek (fd, 0, SEEK_END) : -1;
  if (size < 0)
    saved_errno = errno;
  else if (size > 0)
    {
      gsize tail = MIN ((gsize) size, MAX (length, 1));

      end = g_malloc (tail);
      if (pread (fd, end, tail, size - (off_t) tail) != (gssize) tail)
        saved_errno = EIO;
      else if (tail == length && memcmp (end, lines, length) == 0)
        length = 0;
      /* A line that was torn stays a line of its own. */
      else if (end[tail - 1] != '\n' && !chatty_vault_files_write_all (fd, "\n", 1))
        saved_errno = errno;
    }
  if (saved_errno == 0 && !chatty_vault_files_write_all (fd, lines, length))
    {
      saved_errno = errno;
      if (ftruncate (fd, size) < 0)
        g_debug ("A torn line stays: %s", g_strerror (errno));
    }
  if (saved_errno == 0 && now && fdatasync (fd) < 0)
    saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (saved_errno != 0)
    return chatty_vault_files_set_error (files, saved_errno, path, error);
  return TRUE;
}
