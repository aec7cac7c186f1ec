/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-sha256.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"

#define FILES_ENDING ".files"
#define SENT_ENDING ".jsonl"
#define TALK_ENDING ".json"

/* @path with another ending. */
static char *
with_ending (const char *path,
             const char *ending)
{
  gsize length = strlen (path);

  if (length > 3 && g_ascii_strcasecmp (path + length - 3, ".md") == 0)
    length -= 3;
  return g_strdup_printf ("%.*s%s", (int) length, path, ending);
}

/**
 * chatty_vault_companion_folder:
 * @path: of a transcript, in its place or in the trash
 *
 * Returns: (transfer full): the folder for the files of its turns
 */
char *
chatty_vault_companion_folder (const char *path)
{
  return with_ending (path, FILES_ENDING);
}

/**
 * chatty_vault_companion_state:
 * @folder: %CHATTY_VAULT_SENT or %CHATTY_VAULT_TALK
 * @id: of a transcript, any text
 * @ending: of the file
 *
 * Returns: (transfer full): the file for what is known about the transcript
 */
char *
chatty_vault_companion_state (const char *folder,
                              const char *id,
                              const char *ending)
{
  g_autofree char *name = chatty_sha256_hex (id, strlen (id));

  return g_strconcat (folder, "/", name, ending, NULL);
}

/* Moves what there is; nothing is replaced. */
static gboolean
move (ChattyVaultFiles *files,
      const char       *from,
      const char       *to)
{
  g_autofree char *folder = g_path_get_dirname (to);
  g_autoptr (GError) error = NULL;
  int fd;

  if (faccessat (chatty_vault_files_get_fd (files), from, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
    return TRUE;
  fd = chatty_vault_files_open_folder (files, folder, TRUE, &error);
  if (fd >= 0)
    g_close (fd, NULL);
  if (fd >= 0 && chatty_vault_files_rename (files, from, to, RENAME_NOREPLACE, &error))
    return TRUE;
  if (!g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
    g_warning ("“%s” could not be moved with its conversation: %s", from, error->message);
  return FALSE;
}

/* A folder of that name may be there already, as one that a sync program made
 * before. The files in it are named for their content. */
static void
move_folder (ChattyVaultFiles *files,
             const char       *from,
             const char       *to)
{
  g_autoptr (GPtrArray) names = NULL;
  int fd;

  if (move (files, from, to))
    return;
  fd = chatty_vault_files_open_folder (files, from, FALSE, NULL);
  names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *one = g_strconcat (from, "/", (char *) g_ptr_array_index (names, i), NULL);
      g_autofree char *other = g_strconcat (to, "/", (char *) g_ptr_array_index (names, i), NULL);

      move (files, one, other);
      chatty_vault_files_prune (files, one);
    }
}

static gboolean
is_in_trash (const char *path)
{
  return g_str_has_prefix (path, CHATTY_VAULT_STATE "/");
}

/**
 * chatty_vault_companions_follow:
 * @id: (nullable): of the transcript
 * @from: where it was
 * @to: where it is now
 *
 * With the lock: moves what hangs on a transcript after it. Twice does no
 * harm. Where something else came to stand at @from, it stays there.
 */
void
chatty_vault_companions_follow (ChattyVaultFiles *files,
                                const char       *id,
                                const char       *from,
                                const char       *to)
{
  static const struct { const char *folder, *ending, *kept; } states[] = {
    { CHATTY_VAULT_SENT, SENT_ENDING, ".sent" },
    { CHATTY_VAULT_TALK, TALK_ENDING, ".talk" },
  };
  g_autofree char *old_folder = chatty_vault_companion_folder (from);
  g_autofree char *new_folder = chatty_vault_companion_folder (to);

  if (is_in_trash (from) || !chatty_vault_files_stat (files, from, NULL))
    move_folder (files, old_folder, new_folder);
  CHATTY_VAULT_STEP ("files followed");

  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *state = chatty_vault_companion_state (states[i].folder, id,
                                                             states[i].ending);
      g_autofree char *kept = NULL;

      if (is_in_trash (to))
        {
          kept = with_ending (to, states[i].kept);
          move (files, state, kept);
        }
      else if (is_in_trash (from))
        {
          kept = with_ending (from, states[i].kept);
          move (files, kept, state);
        }
      CHATTY_VAULT_STEP ("state followed");
    }
}
