/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chatty-character-json.h"
#include "chatty-character-reader.h"
#include "chatty-error.h"
#include "chatty-lock.h"
#include "chatty-sha256.h"
#include "chatty-text.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-private.h"

#define AVATAR "identity/avatar.png"

static gint64
to_micros (gint64 nanoseconds)
{
  return nanoseconds / 1000;
}

/**
 * chatty_characters_list_callsigns:
 *
 * Returns: (transfer container) (element-type utf8): the folders of
 *   characters, also of those that cannot be read
 */
GPtrArray *
chatty_characters_list_callsigns (ChattyVaultFiles  *files,
                                  GError           **error)
{
  g_autoptr (GPtrArray) callsigns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) local_error = NULL;
  int fd;

  fd = chatty_vault_files_open_folder (files, "instances", FALSE, &local_error);
  if (fd < 0 && !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (chatty_callsign_is_safe (name) && chatty_character_folder_exists (files, name))
        g_ptr_array_add (callsigns, g_strdup (name));
    }
  g_ptr_array_sort (callsigns, chatty_text_compare);
  return g_steal_pointer (&callsigns);
}

static guint64
mix (guint64 hash,
     guint64 value)
{
  return (hash ^ value) * G_GUINT64_CONSTANT (1099511628211);
}

/**
 * chatty_characters_fingerprint:
 *
 * Returns: a number that is another one when a file of a character was
 *   changed, added or removed; nothing is read
 */
guint64
chatty_characters_fingerprint (ChattyVaultFiles *files)
{
  static const char *const others[] = { "identity", "config", "documents", AVATAR };
  g_autoptr (GPtrArray) callsigns = chatty_characters_list_callsigns (files, NULL);
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint i = 0; callsigns != NULL && i < callsigns->len; i++)
    {
      const char *callsign = g_ptr_array_index (callsigns, i);
      g_autofree char *folder = g_strconcat ("instances/", callsign, NULL);
      int fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), folder,
                                                O_PATH | O_DIRECTORY, 0);

      hash = mix (hash, g_str_hash (callsign));
      for (guint j = 0; fd >= 0 && j < CHATTY_N_CHARACTER_FILES + G_N_ELEMENTS (others); j++)
        {
          const char *name = j < CHATTY_N_CHARACTER_FILES
                             ? chatty_character_file_names[j]
                             : others[j - CHATTY_N_CHARACTER_FILES];
          ChattyFileStamp stamp;
          struct stat status;

          if (fstatat (fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
          stamp = chatty_file_stamp_make (&status);
          hash = mix (mix (mix (mix (hash, j), stamp.inode), stamp.size), stamp.modified);
        }
      if (fd >= 0)
        close (fd);
    }
  return hash;
}

static char *
hash_fd (int           fd,
         GCancellable *cancellable)
{
  g_autoptr (ChattySha256) sha = chatty_sha256_new ();
  g_autofree char *buffer = g_malloc (65536);
  gssize n;

  while ((n = read (fd, buffer, 65536)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || g_cancellable_is_cancelled (cancellable))
        return NULL;
      chatty_sha256_update (sha, buffer, n);
    }
  return chatty_sha256_end (sha);
}

static void
read_documents (ChattyVaultFiles             *files,
                ChattyCharacterFolder        *folder,
                ChattyCharacterRecordBuilder *builder,
                GString                      *state,
                gboolean                      with_hashes,
                GCancellable                 *cancellable)
{
  g_autofree char *path = chatty_character_folder_get_path (folder, "documents");
  int fd = chatty_vault_files_open_folder (files, path, FALSE, NULL);
  int again = fd >= 0 ? fcntl (fd, F_DUPFD_CLOEXEC, 3) : -1;
  g_autoptr (GPtrArray) names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      ChattyRecordDocument document = { .name = g_ptr_array_index (names, i) };
      ChattyFileStamp stamp;
      struct stat status;
      int file;

      if (!g_utf8_validate (document.name, -1, NULL) ||
          fstatat (again, document.name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
          !S_ISREG (status.st_mode))
        continue;
      stamp = chatty_file_stamp_make (&status);
      document.size = stamp.size;
      document.modified = to_micros (stamp.modified);
      if (with_hashes)
        {
          file = chatty_vault_files_open_beneath (again, document.name, O_RDONLY | O_NONBLOCK, 0);
          document.sha256 = file >= 0 ? hash_fd (file, cancellable) : NULL;
          if (file >= 0)
            close (file);
        }
      chatty_character_record_builder_add_document (builder, &document);
      g_string_append_printf (state, "%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "\n",
                              document.name, stamp.size, stamp.modified);
      g_free (document.sha256);
    }
  if (again >= 0)
    close (again);
}

/* Second versions of our files that a sync program made. */
static void
find_copies (ChattyVaultFiles             *files,
             ChattyCharacterFolder        *folder,
             ChattyCharacterRecordBuilder *builder,
             GString                      *state)
{
  static const char *const places[] = { "identity", "config" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = chatty_character_folder_get_path (folder, places[i]);
      int fd = chatty_vault_files_open_folder (files, path, FALSE, NULL);
      g_autoptr (GPtrArray) names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;

      for (guint j = 0; names != NULL && j < names->len; j++)
        for (guint kind = 0; kind < CHATTY_N_CHARACTER_FILES; kind++)
          {
            const char *name = g_ptr_array_index (names, j);
            g_autofree char *relative = g_strconcat (places[i], "/", name, NULL);

            if (!g_utf8_validate (relative, -1, NULL) ||
                !chatty_is_conflict_copy (relative, chatty_character_file_names[kind]))
              continue;
            chatty_character_record_builder_add_conflict_copy (builder, relative);
            g_string_append_printf (state, "%s\n", relative);
          }
    }
}

/* prompt.txt cannot tell an empty text from none. */
static gboolean
same_value (const char *a,
            const char *b)
{
  gboolean empty_a = a == NULL || g_str_equal (a, "null") || g_str_equal (a, "\"\"");
  gboolean empty_b = b == NULL || g_str_equal (b, "null") || g_str_equal (b, "\"\"");

  return empty_a || empty_b ? empty_a == empty_b : g_str_equal (a, b);
}

/* Whether the newest entry about a value is about the one that there is now. */
static gboolean
is_about_now (const ChattyFieldChange *change,
              const ChattyCharacter   *character)
{
  g_autoptr (JsonNode) now = NULL;
  g_autofree char *text = NULL;

  if (character == NULL)
    return same_value (NULL, change->new_value);
  now = chatty_character_field_to_json (character, change->field);
  text = chatty_json_to_string (now, FALSE);
  return same_value (text, change->new_value);
}

/* When each field was changed: the newest entry about the value that it has
 * now, else the time of the file that has it. Overrides are in a file that
 * every sync writes, and have the entry's time alone. */
static void
set_field_times (ChattyCharacterFolder         *folder,
                 ChattyCharacterRecordBuilder  *builder,
                 const ChattyCharacter         *character,
                 const ChattyCharacterFileKind *homes,
                 GPtrArray                     *history)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      const ChattyCharacterFile *file = &folder->files[homes[i]];

      chatty_character_record_builder_set_field_time (builder, i,
        file->original != NULL ? to_micros (file->stamp.modified) : CHATTY_TIME_NONE);
    }
  for (guint i = 0; history != NULL && i < history->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (history, i);
      const char *platform = change->override_of;

      if (!g_str_equal (change->side, "here") || g_str_has_prefix (change->id, "copy-") ||
          !g_hash_table_add (told, g_strdup_printf ("%u %s", change->field,
                                                    platform != NULL ? platform : "")))
        continue;
      if (platform != NULL &&
          is_about_now (change, chatty_character_record_builder_get_override (builder, platform)))
        chatty_character_record_builder_set_special_time (builder, platform, change->field,
                                                          change->time);
      else if (platform == NULL && is_about_now (change, character))
        chatty_character_record_builder_set_field_time (builder, change->field, change->time);
    }
}

/**
 * chatty_character_reader_make:
 * @folder: as it is on the disk
 *
 * Returns: (transfer full): the record, or %NULL with @error if it was
 *   cancelled
 */
ChattyCharacterRecord *
chatty_character_reader_make (ChattyVaultFiles       *files,
                              ChattyCharacterFolder  *folder,
                              gboolean                with_hashes,
                              GCancellable           *cancellable,
                              GError                **error)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  ChattyCharacterFileKind homes[CHATTY_N_FIELDS];
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (GString) state = g_string_new (NULL);
  g_autoptr (GPtrArray) history = NULL;
  g_autofree char *version = NULL;
  g_autofree char *avatar = NULL;
  ChattyFileStamp stamp;
  gint64 modified = CHATTY_TIME_NONE;

  character = chatty_character_folder_read (folder, homes);
  chatty_character_record_builder_set_character (builder, character);
  chatty_character_folder_read_ours (folder, builder);

  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    {
      const ChattyCharacterFile *file = &folder->files[i];

      g_string_append_printf (state, "%u:%s\n", i, file->text != NULL ? file->text : "-");
      /* Where the links are, a sync leaves its own traces. */
      if (file->original != NULL && i != CHATTY_FILE_CONNECTORS)
        modified = MAX (modified, to_micros (file->stamp.modified));
    }
  avatar = chatty_character_folder_get_path (folder, AVATAR);
  if (chatty_vault_files_stat (files, avatar, &stamp))
    {
      g_autofree char *path = g_build_filename (chatty_vault_files_get_folder (files), avatar,
                                                NULL);

      chatty_character_record_builder_set_avatar (builder, path);
      modified = MAX (modified, to_micros (stamp.modified));
      g_string_append_printf (state, "avatar/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "\n",
                              stamp.size, stamp.modified);
    }
  read_documents (files, folder, builder, state, with_hashes, cancellable);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  find_copies (files, folder, builder, state);

  history = chatty_character_history_read (files, folder->callsign, NULL);
  set_field_times (folder, builder, character, homes, history);
  version = chatty_sha256_hex (state->str, state->len);
  chatty_character_record_builder_set_stored (builder, folder->callsign, version, modified);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

/* Reads another version of one of the files in the place of the folder's own.
 * NULL: that is not one. */
static ChattyCharacterFolder *
load_with_copy (ChattyVaultFiles      *files,
                ChattyCharacterFolder *folder,
                const char            *copy,
                ChattyFileStamp       *stamp,
                char                 **hash)
{
  g_autoptr (ChattyCharacterFolder) other = chatty_character_folder_new (folder->callsign);
  g_autofree char *path = chatty_character_folder_get_path (folder, copy);
  g_autofree char *text = NULL;
  gsize length;

  text = chatty_vault_files_read_up_to (files, path, CHATTY_MAX_CHARACTER_FILE, &length, stamp,
                                        NULL, NULL);
  if (text == NULL || !g_utf8_validate_len (text, length, NULL))
    return NULL;
  *hash = chatty_sha256_hex (text, length);
  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    {
      gboolean replaced = chatty_is_conflict_copy (copy, chatty_character_file_names[i]);
      char *own = replaced ? g_steal_pointer (&text) : g_strdup (folder->files[i].text);

      other->files[i].stamp = replaced ? *stamp : folder->files[i].stamp;
      /* Of the two prompts only the copied one speaks. */
      if (!replaced && ((i == CHATTY_FILE_TEXT && strstr (copy, ".json") != NULL) ||
                        (i == CHATTY_FILE_PROMPT && g_str_has_suffix (copy, ".txt"))))
        g_clear_pointer (&own, g_free);
      if (!chatty_character_folder_set_text (other, i, own, NULL))
        return NULL;
    }
  return g_steal_pointer (&other);
}

/* What a conflict copy has another value of. @theirs: what it says; @ours:
 * (nullable): what is said now; @platform: (nullable): whose override it is */
static void
compare_with_copy (GPtrArray       *changes,
                   ChattyCharacter *theirs,
                   ChattyCharacter *ours,
                   const char      *platform,
                   const char      *hash,
                   gint64           time)
{
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    {
      ChattyFieldChange *change;
      g_autoptr (JsonNode) old = NULL;
      g_autoptr (JsonNode) new = NULL;

      /* What it does not have at all is no version of the field. */
      if (!chatty_character_has_field (theirs, field) ||
          (ours != NULL && chatty_character_field_equal (theirs, ours, field)))
        continue;
      old = chatty_character_field_to_json (theirs, field);
      if (ours != NULL && (platform == NULL || chatty_character_has_field (ours, field)))
        new = chatty_character_field_to_json (ours, field);
      change = g_new0 (ChattyFieldChange, 1);
      change->id = g_strdup_printf ("copy-%.16s-%s%s%s", hash, platform != NULL ? platform : "",
                                    platform != NULL ? "-" : "",
                                    chatty_character_field_to_string (field));
      change->time = time;
      change->field = field;
      change->override_of = g_strdup (platform);
      change->side = g_strdup ("here");
      change->who = g_strdup ("other-program");
      change->old_value = chatty_json_to_string (old, FALSE);
      change->new_value = new != NULL ? chatty_json_to_string (new, FALSE) : NULL;
      g_ptr_array_add (changes, change);
    }
}

/**
 * chatty_character_reader_compare_copies:
 *
 * Returns: (transfer container) (element-type ChattyFieldChange): a history
 *   entry for every field that a conflict copy has another value of, also of
 *   what is to be different on a platform. The same copy always gives the same
 *   ids
 */
GPtrArray *
chatty_character_reader_compare_copies (ChattyVaultFiles      *files,
                                        ChattyCharacterFolder *folder,
                                        ChattyCharacterRecord *record)
{
  const char *const *copies = chatty_character_record_get_conflict_copies (record);
  GPtrArray *changes;

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_field_change_free);
  for (guint i = 0; copies[i] != NULL; i++)
    {
      g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
      g_autoptr (ChattyCharacterFolder) other = NULL;
      g_autoptr (ChattyCharacterRecord) theirs = NULL;
      g_autoptr (ChattyCharacter) character = NULL;
      g_autofree char *hash = NULL;
      const char *const *platforms;
      ChattyFileStamp stamp;

      other = load_with_copy (files, folder, copies[i], &stamp, &hash);
      if (other == NULL)
        continue;
      character = chatty_character_folder_read (other, NULL);
      compare_with_copy (changes, character, chatty_character_record_get_character (record), NULL,
                         hash, to_micros (stamp.modified));

      builder = chatty_character_record_builder_new (NULL);
      chatty_character_record_builder_set_character (builder, character);
      chatty_character_folder_read_ours (other, builder);
      theirs = chatty_character_record_builder_end (g_steal_pointer (&builder));
      platforms = chatty_character_record_get_overridden (theirs);
      for (guint j = 0; platforms[j] != NULL; j++)
        compare_with_copy (changes, chatty_character_record_get_override (theirs, platforms[j]),
                           chatty_character_record_get_override (record, platforms[j]),
                           platforms[j], hash, to_micros (stamp.modified));
    }
  return changes;
}

/* Puts the values of conflict copies into the history, once. */
static void
take_copies_in (ChattyVault           *vault,
                ChattyCharacterFolder *folder,
                ChattyCharacterRecord *record)
{
  ChattyVaultFiles *files = chatty_vault_get_files (vault);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (ChattyLock) lock = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (*chatty_character_record_get_conflict_copies (record) == NULL ||
      !chatty_vault_check_writable (vault, NULL))
    return;
  changes = chatty_character_reader_compare_copies (files, folder, record);
  if (changes->len == 0)
    return;

  lock = chatty_lock_take (files, NULL, NULL);
  history = lock != NULL ? chatty_character_history_read (files, folder->callsign, NULL) : NULL;
  if (history == NULL)
    return;
  known = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < history->len; i++)
    g_hash_table_add (known, ((ChattyFieldChange *) g_ptr_array_index (history, i))->id);
  for (guint i = 0; i < changes->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (changes, i);

      if (!g_hash_table_contains (known, change->id))
        chatty_character_history_add (lines, change);
    }
  path = chatty_character_history_path (folder->callsign);
  if (lines->len > 0 &&
      !chatty_character_history_append (files, path, lines->str, lines->len, TRUE, &error))
    g_warning ("What another computer changed is not in the history: %s", error->message);
}

/**
 * chatty_character_reader_load:
 *
 * See chatty_vault_load_record().
 */
ChattyCharacterRecord *
chatty_character_reader_load (ChattyVault   *vault,
                              const char    *callsign,
                              gboolean       with_hashes,
                              GCancellable  *cancellable,
                              GError       **error)
{
  ChattyVaultFiles *files = chatty_vault_get_files (vault);
  g_autoptr (ChattyCharacterFolder) folder = NULL;
  ChattyCharacterRecord *record;

  folder = chatty_character_folder_load (files, callsign, error);
  if (folder == NULL)
    return NULL;
  record = chatty_character_reader_make (files, folder, with_hashes, cancellable, error);
  if (record != NULL)
    take_copies_in (vault, folder, record);
  return record;
}
