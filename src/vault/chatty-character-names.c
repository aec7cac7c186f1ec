/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-character-names.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chatty-character-folder.h"
#include "chatty-vault-files-private.h"

/* A list of conversations asks for the same few names again with every change
 * of the vault. A look at the files' stamps is all that costs then. */

struct _ChattyCharacterNames {
  ChattyVaultFiles *files;
  GMutex            lock;    /* for what follows */
  GHashTable       *known;   /* callsign to Entry */
};

typedef struct {
  ChattyFileStamp  stamps[CHATTY_N_CHARACTER_FILES];   /* all zero: no such file */
  char            *name;                               /* nullable */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

/* FALSE: there is no such folder. */
static gboolean
take_stamps (ChattyVaultFiles *files,
             const char       *callsign,
             ChattyFileStamp  *stamps)
{
  g_autofree char *folder = g_strconcat ("instances/", callsign, NULL);
  int fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), folder,
                                            O_PATH | O_DIRECTORY, 0);
  struct stat status;

  if (fd < 0)
    return FALSE;
  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    if (fstatat (fd, chatty_character_file_names[i], &status, AT_SYMLINK_NOFOLLOW) == 0)
      stamps[i] = chatty_file_stamp_make (&status);
  close (fd);
  return TRUE;
}

static gboolean
stamps_equal (const ChattyFileStamp *a,
              const ChattyFileStamp *b)
{
  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    if (!chatty_file_stamp_equal (&a[i], &b[i]))
      return FALSE;
  return TRUE;
}

static char *
read_name (ChattyVaultFiles *files,
           const char       *callsign)
{
  g_autoptr (ChattyCharacterFolder) folder = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  g_autofree char *name = NULL;

  folder = chatty_character_folder_load (files, callsign, NULL);
  if (folder == NULL)
    return NULL;
  character = chatty_character_folder_read (folder, NULL);
  name = g_strstrip (g_strdup (chatty_character_get_name (character)));
  /* One without a name is called by its callsign. */
  return *name != '\0' && !g_str_equal (name, callsign) ? g_steal_pointer (&name) : NULL;
}

/**
 * chatty_character_names_new:
 *
 * Returns: (transfer full): the names of the characters in @files
 */
ChattyCharacterNames *
chatty_character_names_new (ChattyVaultFiles *files)
{
  ChattyCharacterNames *self = g_new0 (ChattyCharacterNames, 1);

  self->files = chatty_vault_files_ref (files);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  g_mutex_init (&self->lock);
  return self;
}

void
chatty_character_names_free (ChattyCharacterNames *self)
{
  g_hash_table_unref (self->known);
  chatty_vault_files_unref (self->files);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * chatty_character_names_dup:
 * @callsign: from anywhere
 *
 * Blocking; any thread. Files that have not changed are not read again.
 *
 * Returns: (transfer full) (nullable): the name that the character has now;
 *   %NULL if there is no such character, it has none or cannot be read
 */
char *
chatty_character_names_dup (ChattyCharacterNames *self,
                            const char           *callsign)
{
  g_autofree Entry *fresh = NULL;
  Entry *entry;
  char *name;

  if (!chatty_callsign_is_safe (callsign))
    return NULL;

  fresh = g_new0 (Entry, 1);
  if (!take_stamps (self->files, callsign, fresh->stamps))
    {
      g_mutex_lock (&self->lock);
      g_hash_table_remove (self->known, callsign);
      g_mutex_unlock (&self->lock);
      return NULL;
    }

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->known, callsign);
  if (entry != NULL && stamps_equal (entry->stamps, fresh->stamps))
    {
      name = g_strdup (entry->name);
      g_mutex_unlock (&self->lock);
      return name;
    }
  g_mutex_unlock (&self->lock);

  /* The stamps are older than what is read: a change in between shows later. */
  name = read_name (self->files, callsign);
  fresh->name = g_strdup (name);
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->known, g_strdup (callsign), g_steal_pointer (&fresh));
  g_mutex_unlock (&self->lock);
  return name;
}
