/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-vault-layout.h"

/* Names of folders on the disk, never translated. */
static const char *const months[] = {
  "January", "February", "March", "April", "May", "June", "July",
  "August", "September", "October", "November", "December",
};

#define ENDING  ".md"
#define UNDATED "undated"

/* " 4294967295" */
#define MAX_SUFFIX 11

struct _ChattyFolderNames {
  ChattyVaultFiles *files;
  GHashTable       *folders;  /* path -> set of folded names */
  GHashTable       *next;     /* folder and folded title -> suffix to try */
};

/* A part of a path that comes from data: whatever it says, it is one name. */
static char *
safe_part (const char *text)
{
  return chatty_text_safe_name (text, CHATTY_VAULT_MAX_NAME - 1);
}

/**
 * chatty_vault_layout_folder:
 * @transcript: what is to be stored
 *
 * Returns: (transfer full): the folder that it belongs in, by character,
 *   platform and the month (UTC) in which it started
 */
char *
chatty_vault_layout_folder (const ChattyTranscript *transcript)
{
  const char *character = chatty_transcript_get_character (transcript);
  gint64 started = chatty_transcript_get_started (transcript);
  g_autofree char *platform = NULL;
  g_autofree char *callsign = NULL;
  g_autofree char *when = NULL;

  platform = safe_part (chatty_transcript_get_platform (transcript));
  if (character != NULL && *character != '\0')
    callsign = safe_part (character);

  if (started != CHATTY_TIME_NONE)
    {
      gint64 seconds = started / G_USEC_PER_SEC -
                       (started % G_USEC_PER_SEC < 0 ? 1 : 0);
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

      if (date != NULL)
        when = g_strdup_printf ("%04d/%s", g_date_time_get_year (date),
                                months[g_date_time_get_month (date) - 1]);
    }
  if (when == NULL)
    when = g_strdup (UNDATED);

  if (callsign != NULL)
    return g_strconcat ("instances/", callsign, "/", platform, "/", when, NULL);
  return g_strconcat ("transcripts/", platform, "/", when, NULL);
}

/**
 * chatty_vault_layout_name:
 * @title: of the transcript
 * @nth: 1 for the first of this title in its folder
 *
 * Returns: (transfer full): a file name of at most %CHATTY_VAULT_MAX_NAME bytes
 */
char *
chatty_vault_layout_name (const char *title,
                          guint       nth)
{
  g_autofree char *stem = NULL;

  /* Room for the largest suffix, so that all of one title share a stem; one
   * byte is for the mark that device names get. */
  stem = chatty_text_safe_name (title, CHATTY_VAULT_MAX_NAME - MAX_SUFFIX -
                                       strlen (ENDING) - 1);
  if (nth > 1)
    return g_strdup_printf ("%s %u" ENDING, stem, nth);
  return g_strconcat (stem, ENDING, NULL);
}

/**
 * chatty_vault_layout_is_named_for:
 * @name: a file name
 * @title: of a transcript
 *
 * Returns: whether @name is one that chatty_vault_layout_name() gives for
 *   @title, with any number
 */
gboolean
chatty_vault_layout_is_named_for (const char *name,
                                  const char *title)
{
  g_autofree char *first = chatty_vault_layout_name (title, 1);
  gsize stem = strlen (first) - strlen (ENDING);
  const char *rest;

  if (strncmp (name, first, stem) != 0)
    return FALSE;
  rest = name + stem;
  if (*rest == ' ' && g_ascii_isdigit (rest[1]))
    for (rest++; g_ascii_isdigit (*rest); rest++)
      ;
  return strcmp (rest, ENDING) == 0;
}

/* The parts of @path after the character's folder, or after transcripts/. */
static GStrv
split_path (const char  *path,
            char       **callsign)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint n_parts = g_strv_length (parts);
  guint skip = n_parts;

  if (n_parts > 2 && strcmp (parts[0], "transcripts") == 0)
    skip = 1;
  else if (n_parts > 3 && strcmp (parts[0], "instances") == 0)
    {
      skip = 2;
      if (callsign != NULL)
        *callsign = g_strdup (parts[1]);
    }

  return g_strdupv (parts + skip);
}

/**
 * chatty_vault_layout_guess_platform:
 * @path: of a transcript that does not say where it comes from
 *
 * Returns: (transfer full) (nullable): the platform that the path names
 */
char *
chatty_vault_layout_guess_platform (const char *path)
{
  g_auto (GStrv) parts = split_path (path, NULL);

  if (parts[0] == NULL || parts[1] == NULL ||
      chatty_platform_lookup (parts[0]) == NULL)
    return NULL;
  return g_strdup (parts[0]);
}

/**
 * chatty_vault_layout_guess_character:
 *
 * Returns: (transfer full) (nullable): the callsign that the path names
 */
char *
chatty_vault_layout_guess_character (const char *path)
{
  g_autofree char *callsign = NULL;
  g_auto (GStrv) parts = split_path (path, &callsign);

  if (callsign == NULL || !g_utf8_validate (callsign, -1, NULL))
    return NULL;
  return g_steal_pointer (&callsign);
}

/**
 * chatty_vault_layout_guess_month:
 *
 * Returns: the start of the year or month that the path names, or
 *   %CHATTY_TIME_NONE
 */
gint64
chatty_vault_layout_guess_month (const char *path)
{
  g_auto (GStrv) parts = split_path (path, NULL);
  g_autoptr (GDateTime) date = NULL;
  int year, month = 1;

  if (g_strv_length (parts) < 3 || strlen (parts[1]) != 4 ||
      strspn (parts[1], "0123456789") != 4)
    return CHATTY_TIME_NONE;
  year = atoi (parts[1]);
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_ascii_strcasecmp (parts[2], months[i]) == 0)
      month = i + 1;

  date = g_date_time_new_utc (year, month, 1, 0, 0, 0);
  return date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC
                      : CHATTY_TIME_NONE;
}

/* Files that were put there by others can have any bytes in their name. */
static char *
fold (const char *name)
{
  g_autofree char *valid = chatty_text_make_valid (name, -1);

  return chatty_text_fold_key (valid);
}

static GHashTable *
list_folder (ChattyFolderNames *self,
             const char        *folder)
{
  GHashTable *names = g_hash_table_lookup (self->folders, folder);
  struct dirent *entry;
  DIR *stream;
  int fd;

  if (names != NULL)
    return names;

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->folders, g_strdup (folder), names);
  fd = chatty_vault_files_open_folder (self->files, folder, FALSE, NULL);
  stream = fd >= 0 ? fdopendir (fd) : NULL;
  while (stream != NULL && (entry = readdir (stream)) != NULL)
    g_hash_table_add (names, fold (entry->d_name));
  if (stream != NULL)
    closedir (stream);
  return names;
}

/**
 * chatty_folder_names_new:
 * @files: the vault
 *
 * Returns: (transfer full): what is taken, read when it is asked for
 */
ChattyFolderNames *
chatty_folder_names_new (ChattyVaultFiles *files)
{
  ChattyFolderNames *self = g_new0 (ChattyFolderNames, 1);

  self->files = chatty_vault_files_ref (files);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  self->next = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * chatty_folder_names_free:
 *
 * Frees @self.
 */
void
chatty_folder_names_free (ChattyFolderNames *self)
{
  chatty_vault_files_unref (self->files);
  g_hash_table_unref (self->folders);
  g_hash_table_unref (self->next);
  g_free (self);
}

/**
 * chatty_folder_names_claim:
 * @folder: where the file is to be
 * @title: what it is to be called
 *
 * Takes the first name for @title that no other file in @folder has, also
 * where case and normalisation make no difference. The same claims in the
 * same order give the same names.
 *
 * Returns: (transfer full): the path
 */
char *
chatty_folder_names_claim (ChattyFolderNames *self,
                           const char        *folder,
                           const char        *title)
{
  GHashTable *names = list_folder (self, folder);
  g_autofree char *first = chatty_vault_layout_name (title, 1);
  g_autofree char *folded = fold (first);
  g_autofree char *key = g_strconcat (folder, "/", folded, NULL);
  guint nth = GPOINTER_TO_UINT (g_hash_table_lookup (self->next, key));

  for (nth = MAX (nth, 1); ; nth++)
    {
      g_autofree char *name = chatty_vault_layout_name (title, nth);
      g_autofree char *taken = fold (name);

      if (g_hash_table_contains (names, taken))
        continue;
      g_hash_table_add (names, g_steal_pointer (&taken));
      g_hash_table_insert (self->next, g_steal_pointer (&key),
                           GUINT_TO_POINTER (nth + 1));
      return g_strconcat (folder, "/", name, NULL);
    }
}

/**
 * chatty_folder_names_claim_path:
 * @path: where a file was before
 *
 * Returns: (transfer full): @path, or another name if that is taken now
 */
char *
chatty_folder_names_claim_path (ChattyFolderNames *self,
                                const char        *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *taken = fold (name);
  g_autofree char *title = NULL;

  if (g_hash_table_add (list_folder (self, folder), g_strdup (taken)))
    return g_strdup (path);

  title = chatty_text_make_valid (name, MAX ((gssize) strlen (name) -
                                             (gssize) strlen (ENDING), 0));
  return chatty_folder_names_claim (self, folder, title);
}

/**
 * chatty_folder_names_release:
 * @path: of a file that is not there any more
 *
 * Lets others have the name.
 */
void
chatty_folder_names_release (ChattyFolderNames *self,
                             const char        *path)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *folder = NULL;
  g_autofree char *folded = NULL;
  GHashTable *names;

  if (slash == NULL)
    return;
  folder = g_strndup (path, slash - path);
  folded = fold (slash + 1);
  names = g_hash_table_lookup (self->folders, folder);
  if (names != NULL)
    g_hash_table_remove (names, folded);
  /* A smaller number is free again: it is the one to give next. */
  g_hash_table_remove_all (self->next);
}

/**
 * chatty_folder_names_forget:
 *
 * Reads every folder again, because another program may have written there.
 */
void
chatty_folder_names_forget (ChattyFolderNames *self)
{
  g_hash_table_remove_all (self->folders);
  g_hash_table_remove_all (self->next);
}
