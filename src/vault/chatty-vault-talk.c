/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-transcript-file.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"
#include "chatty-vault-talk.h"

/* Of one conversation: some thousand turns, each with all that a prompt may
 * hold. */
#define MAX_SENT (256 * 1024 * 1024)

/* Writes a new file and puts it into @folder, under a name that is free. */
static char *
write_new (ChattyVaultFiles  *files,
           const char        *folder,
           const char        *title,
           const ChattyDraft *draft,
           GError           **error)
{
  g_autoptr (ChattyFolderNames) names = chatty_folder_names_new (files);
  int fd = chatty_vault_files_open_folder (files, folder, TRUE, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);

  /* What a crash left there was never a conversation. */
  chatty_vault_files_unlink (files, CHATTY_VAULT_STARTING);
  if (!chatty_vault_files_write (files, CHATTY_VAULT_STARTING, draft->bytes, draft->length, 0666,
                                 NULL, error))
    return NULL;
  CHATTY_VAULT_STEP ("started");
  for (;;)
    {
      g_autofree char *path = chatty_folder_names_claim (names, folder, title);
      g_autoptr (GError) local_error = NULL;

      if (chatty_vault_files_rename (files, CHATTY_VAULT_STARTING, path, RENAME_NOREPLACE,
                                     &local_error))
        return g_steal_pointer (&path);
      /* A program without our lock took the name: the next one is tried. */
      if (!g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
        {
          chatty_vault_files_unlink (files, CHATTY_VAULT_STARTING);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
}

/**
 * chatty_vault_start_conversation:
 * @platform: the platform that answers first
 * @character: (nullable): the callsign of who answers
 * @title: what it is called, for people
 * @model: (nullable): the model that answers first
 *
 * Makes a transcript without turns, and its file. No batch, no undo: it is
 * deleted like any other. Its id is "chatty:" and a UUID, so that no platform's
 * export will ever have the same.
 *
 * Returns: (transfer full): the transcript's id; it is on the disk. %NULL with
 *   %CHATTY_ERROR_NO_SPACE, _FORBIDDEN, _TIMED_OUT
 */
char *
chatty_vault_start_conversation (ChattyVault  *self,
                                 const char   *platform,
                                 const char   *character,
                                 const char   *title,
                                 const char   *model,
                                 GError      **error)
{
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyDraft) draft = NULL;
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *id = g_strconcat ("chatty:", uuid, NULL);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  ChattyTranscriptBuilder *builder;
  ChattyVaultFiles *files;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (platform != NULL && title != NULL, NULL);

  if (!chatty_vault_check_writable (self, error))
    return NULL;
  builder = chatty_transcript_builder_new ();
  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_character (builder, character);
  chatty_transcript_builder_set_model (builder, model);
  chatty_transcript_builder_set_started (builder, chatty_time_now (), CHATTY_CERTAINTY_EXACT);
  transcript = chatty_transcript_builder_end (builder);
  draft = chatty_draft_new (transcript, "", 0);

  files = chatty_vault_get_files (self);
  folder = chatty_vault_layout_folder (transcript);
  lock = chatty_lock_take (files, NULL, error);
  if (lock == NULL)
    return NULL;
  path = write_new (files, folder, title, draft, error);
  if (path == NULL || !chatty_vault_files_sync (files, error))
    return NULL;
  chatty_vault_append_end (self, path, g_steal_pointer (&lock));
  return g_steal_pointer (&id);
}

static gboolean
append (ChattyVault  *self,
        const char   *id,
        GString      *text,
        GError      **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *path = NULL;

  lock = chatty_vault_append_begin (self, id, &path, error);
  if (lock == NULL ||
      !chatty_vault_append_text (chatty_vault_get_files (self), path, text, error))
    return FALSE;
  chatty_vault_append_end (self, path, g_steal_pointer (&lock));
  return TRUE;
}

/**
 * chatty_vault_append_branch:
 * @id: of a transcript in the vault
 * @turn: what was said; it has an id
 * @replaces: the id of a turn of that transcript
 *
 * As chatty_vault_append_turn(), but @turn takes the place of that turn, which
 * becomes an alternate of it with all that followed. Where another program took
 * that turn away meanwhile, @turn comes at the end.
 *
 * Returns: whether it worked; %CHATTY_ERROR_NOT_FOUND, _NO_SPACE, _FORBIDDEN
 */
gboolean
chatty_vault_append_branch (ChattyVault  *self,
                            const char   *id,
                            ChattyTurn   *turn,
                            const char   *replaces,
                            GError      **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (id != NULL && turn != NULL && replaces != NULL, FALSE);
  g_return_val_if_fail (chatty_turn_get_id (turn) != NULL, FALSE);

  chatty_transcript_file_append_branch (text, turn, replaces);
  return append (self, id, text, error);
}

/**
 * chatty_vault_append_choice:
 * @id: of a transcript in the vault
 * @turn_id: of one of its turns, an alternate until now
 *
 * Makes that turn the chosen one again: what followed it comes back.
 *
 * Returns: whether it worked; %CHATTY_ERROR_NOT_FOUND also where there is no
 *   such turn, _NO_SPACE, _FORBIDDEN
 */
gboolean
chatty_vault_append_choice (ChattyVault  *self,
                            const char   *id,
                            const char   *turn_id,
                            GError      **error)
{
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (id != NULL && turn_id != NULL, FALSE);

  /* In a file that has no such turn the line would be read as text. */
  transcript = chatty_vault_load (self, id, NULL, error);
  if (transcript == NULL)
    return FALSE;
  if (!chatty_transcript_has_turn (transcript, turn_id))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   _("“%s” has no such answer any more. Another program may have changed it; "
                     "open the conversation again."), chatty_transcript_get_title (transcript));
      return FALSE;
    }
  chatty_transcript_file_append_choice (text, turn_id);
  return append (self, id, text, error);
}

static char *
sent_path (const char *id)
{
  return chatty_vault_companion_state (CHATTY_VAULT_SENT, id, ".jsonl");
}

static GString *
begin_line (const char *turn_id)
{
  GString *line = g_string_new ("{\"turn\":");

  chatty_json_append_quoted (line, turn_id);
  return g_string_append (line, ",\"sent\":");
}

static gboolean
append_line (ChattyVaultFiles  *files,
             const char        *path,
             const GString     *line,
             GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat status;
  int saved_errno = 0;
  char last = '\n';
  int fd = chatty_vault_files_open_folder (files, folder, TRUE, error);

  if (fd < 0)
    return FALSE;
  g_close (fd, NULL);
  fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), path,
                                        O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK, 0600);
  if (fd < 0)
    return chatty_vault_files_set_error (files, errno, path, error);
  if (fstat (fd, &status) < 0 || !S_ISREG (status.st_mode))
    saved_errno = EINVAL;
  /* A line that a crash cut off is ended, and then it is none. */
  else if (status.st_size > 0 && pread (fd, &last, 1, status.st_size - 1) == 1 && last != '\n' &&
           !chatty_vault_files_write_all (fd, "\n", 1))
    saved_errno = errno;
  if (saved_errno == 0 &&
      (!chatty_vault_files_write_all (fd, line->str, line->len) || fdatasync (fd) < 0))
    {
      saved_errno = errno;
      if (ftruncate (fd, status.st_size) < 0)
        g_debug ("“%s” keeps a part of a line: %s", path, g_strerror (errno));
    }
  close (fd);
  return saved_errno == 0 || chatty_vault_files_set_error (files, saved_errno, path, error);
}

/**
 * chatty_vault_keep_sent:
 * @id: of a transcript in the vault
 * @turn_id: of the turn that was sent
 * @json: what went to the platform with it: an object
 *
 * Keeps what was sent. It goes to the trash with the transcript, and comes
 * back with it. What was kept before for the same turn counts no more.
 *
 * Returns: whether it is on the disk; %CHATTY_ERROR_INVALID_DATA, _NO_SPACE,
 *   _FORBIDDEN
 */
gboolean
chatty_vault_keep_sent (ChattyVault  *self,
                        const char   *id,
                        const char   *turn_id,
                        const char   *json,
                        GError      **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GString) line = NULL;
  g_autofree char *path = NULL;
  g_autofree char *compact = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (id != NULL && turn_id != NULL && json != NULL, FALSE);

  if (!chatty_vault_check_writable (self, error))
    return FALSE;
  node = chatty_json_parse (json, -1, error);
  if (node == NULL)
    return FALSE;
  compact = chatty_json_to_string (node, FALSE);
  line = begin_line (turn_id);
  g_string_append_printf (line, "%s}\n", compact);
  path = sent_path (id);
  lock = chatty_lock_take (chatty_vault_get_files (self), NULL, error);
  return lock != NULL && append_line (chatty_vault_get_files (self), path, line, error);
}

/**
 * chatty_vault_load_sent:
 *
 * Returns: (transfer full) (nullable): what chatty_vault_keep_sent() kept for
 *   the turn; %NULL without @error: nothing is known. %CHATTY_ERROR_FORBIDDEN,
 *   _TOO_LARGE
 */
char *
chatty_vault_load_sent (ChattyVault  *self,
                        const char   *id,
                        const char   *turn_id,
                        GError      **error)
{
  g_autoptr (GString) start = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *found = NULL;
  gsize length;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL && turn_id != NULL, NULL);

  path = sent_path (id);
  bytes = chatty_vault_files_read_up_to (chatty_vault_get_files (self), path, MAX_SENT, &length,
                                         NULL, NULL, &local_error);
  if (bytes == NULL)
    {
      if (!g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  start = begin_line (turn_id);
  for (const char *line = bytes, *end = bytes + length; line < end;)
    {
      const char *newline = memchr (line, '\n', end - line);
      gsize n = (newline != NULL ? newline : end) - line;

      /* "}" ends it; without, a crash cut it off. */
      if (n > start->len + 1 && line[n - 1] == '}' &&
          memcmp (line, start->str, start->len) == 0)
        {
          g_autoptr (JsonNode) node = chatty_json_parse (line, (gssize) n, NULL);
          JsonObject *object = node != NULL ? chatty_json_node_object (node) : NULL;

          if (object != NULL && json_object_has_member (object, "sent"))
            {
              g_free (found);
              found = chatty_json_to_string (json_object_get_member (object, "sent"), FALSE);
            }
        }
      line += n + 1;
    }
  return g_steal_pointer (&found);
}

static char *
talk_path (const char *id)
{
  return chatty_vault_companion_state (CHATTY_VAULT_TALK, id, ".json");
}

/**
 * chatty_vault_keep_talk:
 * @id: of a transcript in the vault
 * @json: (nullable): what the conversation needs to go on; %NULL drops it
 *
 * Keeps it in the place of what was kept before.
 *
 * Returns: whether it is on the disk; %CHATTY_ERROR_NO_SPACE, _FORBIDDEN
 */
gboolean
chatty_vault_keep_talk (ChattyVault  *self,
                        const char   *id,
                        const char   *json,
                        GError      **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!chatty_vault_check_writable (self, error))
    return FALSE;
  path = talk_path (id);
  lock = chatty_lock_take (chatty_vault_get_files (self), NULL, error);
  return lock != NULL && chatty_vault_save_file (self, path, json, error);
}

/**
 * chatty_vault_load_talk:
 *
 * Returns: (transfer full) (nullable): what chatty_vault_keep_talk() kept;
 *   %NULL without @error: nothing is known
 */
char *
chatty_vault_load_talk (ChattyVault  *self,
                        const char   *id,
                        GError      **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  path = talk_path (id);
  return chatty_vault_load_file (self, path, error);
}
