/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-files-private.h"

/* Deeper folders are not looked into: nobody sorts by hand that deep. */
#define MAX_DEPTH 16

typedef struct {
  ChattyVaultFiles     *files;
  ChattyVaultFilesFunc  func;
  gpointer              user_data;
  GCancellable         *cancellable;
  GPtrArray            *folders;  /* of paths, instead of calling @func */
} Walk;

static gboolean
is_markdown (const char *name)
{
  gsize length = strlen (name);

  return length > 3 && name[0] != '.' &&
         g_ascii_strcasecmp (name + length - 3, ".md") == 0;
}

/* Folders of a character that hold other things than conversations. */
static gboolean
is_other_folder (const char *name,
                 gsize       length)
{
  static const char *const others[] = {
    "assets", "config", "identity", "documents", "data", "logs", "memup",
    "simDrive", "frame", "vxrunner",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (strlen (others[i]) == length &&
        g_ascii_strncasecmp (others[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/**
 * chatty_vault_files_is_other_folder:
 * @name: of a folder of a character
 *
 * Returns: whether it holds other things than conversations
 */
gboolean
chatty_vault_files_is_other_folder (const char *name)
{
  return is_other_folder (name, strlen (name));
}

/**
 * chatty_vault_files_is_character_folder:
 * @path: relative to the vault
 *
 * Returns: whether it is a folder of which a character is made
 */
gboolean
chatty_vault_files_is_character_folder (const char *path)
{
  static const char *const parts[] = { "/identity", "/config", "/documents" };
  const char *rest;

  if (!g_str_has_prefix (path, "instances/"))
    return FALSE;
  rest = strchr (path + strlen ("instances/"), '/');
  for (guint i = 0; rest != NULL && i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (rest, parts[i]))
      return TRUE;
  return FALSE;
}

/* Whether the folder @path can hold transcripts or folders with them. */
static gboolean
is_transcript_folder (const char *path)
{
  const char *rest = path;

  if (strcmp (path, "transcripts") == 0 || strcmp (path, "instances") == 0 ||
      g_str_has_prefix (path, "transcripts/"))
    return TRUE;
  if (!g_str_has_prefix (path, "instances/"))
    return FALSE;

  rest = strchr (path + strlen ("instances/"), '/');
  return rest == NULL || !is_other_folder (rest + 1, strcspn (rest + 1, "/"));
}

/* Whether a file right in the folder @path is a transcript. */
static gboolean
holds_transcripts (const char *path)
{
  if (g_str_has_prefix (path, "instances/"))
    return strchr (path + strlen ("instances/"), '/') != NULL;
  return strcmp (path, "instances") != 0 && path[0] != '\0';
}

/**
 * chatty_vault_files_list_names:
 * @fd: a folder; it is closed
 *
 * Returns: (transfer container) (nullable): the names in it that do not begin
 *   with a dot, in byte order
 */
GPtrArray *
chatty_vault_files_list_names (int fd)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;
  DIR *folder = fdopendir (fd);

  if (folder == NULL)
    {
      close (fd);
      return NULL;
    }
  while ((entry = readdir (folder)) != NULL)
    if (entry->d_name[0] != '.')
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (folder);

  /* The order decides which of two files with one id comes first. */
  g_ptr_array_sort (names, chatty_text_compare);
  return g_steal_pointer (&names);
}

/* FALSE: stop. */
static gboolean
walk_folder (Walk       *walk,
             const char *path,
             guint       depth)
{
  int folder = chatty_vault_files_get_fd (walk->files);
  g_autoptr (GPtrArray) names = NULL;
  int fd;

  if (depth > MAX_DEPTH)
    return TRUE;
  fd = chatty_vault_files_open_beneath (folder, path,
                                        O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0)
    return TRUE;
  if (walk->folders != NULL)
    g_ptr_array_add (walk->folders, g_strdup (path));
  names = chatty_vault_files_list_names (fd);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *inner = g_strconcat (path, "/", name, NULL);
      struct stat status;

      if (g_cancellable_is_cancelled (walk->cancellable))
        return FALSE;
      if (fstatat (folder, inner, &status, AT_SYMLINK_NOFOLLOW) < 0)
        continue;
      if (S_ISDIR (status.st_mode))
        {
          if (walk->folders != NULL && chatty_vault_files_is_character_folder (inner))
            g_ptr_array_add (walk->folders, g_strdup (inner));
          else if (is_transcript_folder (inner) &&
                   !walk_folder (walk, inner, depth + 1))
            return FALSE;
        }
      else if (walk->func != NULL && S_ISREG (status.st_mode) &&
               is_markdown (name) && holds_transcripts (path))
        {
          ChattyFileStamp stamp = chatty_file_stamp_make (&status);

          if (!walk->func (inner, &stamp, walk->user_data))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
walk_from (Walk       *walk,
           const char *below)
{
  if (below != NULL)
    return !is_transcript_folder (below) || walk_folder (walk, below, 0);

  return walk_folder (walk, "transcripts", 0) &&
         walk_folder (walk, "instances", 0);
}

/**
 * chatty_vault_files_walk:
 * @below: (nullable): only this folder
 * @func: called with the path and stamp of each file
 * @cancellable: (nullable): looked at for every entry
 *
 * Calls @func for every file that may be a transcript, folders and names in
 * byte order. Nothing is opened but folders.
 *
 * Returns: whether all were walked; %FALSE without @error if @func stopped it
 */
gboolean
chatty_vault_files_walk (ChattyVaultFiles      *self,
                         const char            *below,
                         ChattyVaultFilesFunc   func,
                         gpointer               user_data,
                         GCancellable          *cancellable,
                         GError               **error)
{
  Walk walk = {
    .files = self,
    .func = func,
    .user_data = user_data,
    .cancellable = cancellable,
  };
  gboolean complete = walk_from (&walk, below);

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  return complete;
}

/**
 * chatty_vault_files_list_folders:
 * @below: (nullable): only this folder and those in it
 *
 * Returns: (transfer container) (element-type filename): the folders in which
 *   transcripts and files of characters can appear, to watch them
 */
GPtrArray *
chatty_vault_files_list_folders (ChattyVaultFiles *self,
                                 const char       *below)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .files = self, .folders = folders };

  walk_from (&walk, below);
  return g_steal_pointer (&folders);
}

/**
 * chatty_vault_files_is_candidate:
 * @path: relative to the vault
 *
 * Returns: whether a file at @path would be taken for a transcript
 */
gboolean
chatty_vault_files_is_candidate (const char *path)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *parent = NULL;

  if (slash == NULL || !is_markdown (slash + 1) || path[0] == '.' ||
      strstr (path, "/.") != NULL || strstr (path, "//") != NULL)
    return FALSE;

  parent = g_strndup (path, slash - path);
  return is_transcript_folder (parent) && holds_transcripts (parent);
}
