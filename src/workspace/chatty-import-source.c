/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chatty-text.h"

/* One call of chatty_import_expand(). */
typedef struct {
  ChattyImportSourceFunc  func;
  gpointer                user_data;
  GCancellable           *cancellable;
  char                   *root;        /* resolved path of what was given */
  guint                  *n_files;     /* counted over the whole import */
  dev_t                   vault_device;
  ino_t                   vault_inode;
  gboolean                has_vault;
  gboolean                full;
} Expansion;

static void expand_entry (Expansion         *self,
                          int                parent,
                          const char        *entry,
                          const char        *path,
                          const char        *name,
                          guint              depth,
                          const struct stat *info);

static void
give (Expansion          *self,
      ChattyImportSource *source)
{
  self->func (source, self->user_data);
  chatty_import_source_unref (source);
}

static void
refuse (Expansion  *self,
        const char *name,
        const char *problem)
{
  give (self, chatty_import_source_new_problem (name, problem));
}

/* True when @path is @folder or lies in it; both resolved. */
static gboolean
path_is_within (const char *path,
                const char *folder)
{
  gsize length = strlen (folder);

  while (length > 1 && folder[length - 1] == '/')
    length--;
  if (strncmp (path, folder, length) != 0)
    return FALSE;
  return path[length] == '\0' || path[length] == '/' || length == 1;
}

static gboolean
is_vault (Expansion         *self,
          const struct stat *info)
{
  return self->has_vault &&
         info->st_dev == self->vault_device &&
         info->st_ino == self->vault_inode;
}

static char *
describe_errno (int      code,
                gboolean folder)
{
  switch (code)
    {
    case EACCES:
    case EPERM:
      return g_strdup (folder
                       ? _("You are not allowed to open this folder. Change its permissions and "
                           "import it again.")
                       : _("You are not allowed to read this file. Change its permissions and "
                           "import it again."));
    case ENOENT:
      return g_strdup (_("It does not exist. Check the name, or whether it was moved."));
    default:
      return g_strdup_printf (_("It cannot be opened: %s."), g_strerror (code));
    }
}

/* A link inside of what was dropped is never followed: what it points to is
 * either read at its own place, or none of our business. */
static void
refuse_link (Expansion  *self,
             const char *path,
             const char *name)
{
  g_autofree char *problem = NULL;
  g_autofree char *shown = NULL;
  char *target = realpath (path, NULL);

  if (target == NULL)
    problem = g_strdup (_("This is a symbolic link to something that does not exist."));
  else if (path_is_within (target, self->root))
    problem = g_strdup (_("This is a symbolic link to another place in the same folder. What it "
                          "points to is imported there."));
  else
    {
      shown = chatty_text_display_name (target);
      problem = g_strdup_printf (_("This is a symbolic link that leads out of the folder, to "
                                   "“%s”. It was not followed; import that place itself if you "
                                   "want what is there."),
                                 shown);
    }
  refuse (self, name, problem);
  free (target);
}

/* The ending makes a person take it for a document, so an empty folder of
 * that name deserves a word. */
static gboolean
looks_like_document (const char *name)
{
  static const char *const endings[] = { ".md", ".txt", ".rtf", ".pdf", ".markdown", ".text" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static void
expand_folder (Expansion  *self,
               int         parent,
               const char *entry,
               const char *path,
               const char *name,
               guint       depth)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  struct dirent *found;
  DIR *folder;
  int fd;

  if (depth > CHATTY_IMPORT_MAX_FOLDER_DEPTH)
    {
      g_autofree char *problem =
        g_strdup_printf (ngettext ("This folder lies more than %d folder deep. Import it by "
                                   "itself.",
                                   "This folder lies more than %d folders deep. Import it by "
                                   "itself.",
                                   CHATTY_IMPORT_MAX_FOLDER_DEPTH),
                         CHATTY_IMPORT_MAX_FOLDER_DEPTH);

      refuse (self, name, problem);
      return;
    }

  fd = openat (parent, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  folder = fd >= 0 ? fdopendir (fd) : NULL;
  if (folder == NULL)
    {
      g_autofree char *problem = describe_errno (errno, TRUE);

      if (fd >= 0)
        close (fd);
      refuse (self, name, problem);
      return;
    }

  while ((found = readdir (folder)) != NULL)
    {
      if (found->d_name[0] != '.')
        g_ptr_array_add (names, g_strdup (found->d_name));
      if (g_cancellable_is_cancelled (self->cancellable))
        break;
    }
  g_ptr_array_sort (names, chatty_text_compare);

  if (names->len == 0 && (depth == 0 || looks_like_document (entry)))
    refuse (self, name, _("This is a folder, and there is nothing in it to import."));

  for (guint i = 0; i < names->len && !self->full; i++)
    {
      const char *child = g_ptr_array_index (names, i);
      g_autofree char *child_path = g_build_filename (path, child, NULL);
      g_autofree char *valid = chatty_text_make_valid (child, -1);
      g_autofree char *child_name = g_build_filename (name, valid, NULL);
      struct stat info;

      if (g_cancellable_is_cancelled (self->cancellable))
        break;
      if (fstatat (fd, child, &info, AT_SYMLINK_NOFOLLOW) != 0)
        {
          g_autofree char *problem = describe_errno (errno, FALSE);

          refuse (self, child_name, problem);
          continue;
        }
      expand_entry (self, fd, child, child_path, child_name, depth + 1, &info);
    }
  closedir (folder);
}

static void
expand_entry (Expansion         *self,
              int                parent,
              const char        *entry,
              const char        *path,
              const char        *name,
              guint              depth,
              const struct stat *info)
{
  if (is_vault (self, info))
    refuse (self, name, _("This is the vault itself, which already holds these conversations."));
  else if (S_ISLNK (info->st_mode))
    refuse_link (self, path, name);
  else if (S_ISDIR (info->st_mode))
    expand_folder (self, parent, entry, path, name, depth);
  else if (!S_ISREG (info->st_mode))
    refuse (self, name, _("This is a device, a pipe or a socket, not a file. Copy what it holds "
                          "into a file and import that."));
  else if (*self->n_files >= CHATTY_IMPORT_MAX_FILES)
    {
      g_autofree char *problem =
        g_strdup_printf (_("One import takes at most %d files. This file and those after it were "
                           "left out; import them in parts."),
                         CHATTY_IMPORT_MAX_FILES);

      self->full = TRUE;
      refuse (self, name, problem);
    }
  else
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      (*self->n_files)++;
      give (self, chatty_import_source_new_file (file, name, (guint64) info->st_size));
    }
}

/**
 * chatty_import_source_new_file:
 * @file: a local file
 * @name: what the person knows it by
 * @size: bytes
 *
 * Returns: (transfer full): a source that is read from @file
 */
ChattyImportSource *
chatty_import_source_new_file (GFile      *file,
                               const char *name,
                               guint64     size)
{
  ChattyImportSource *self = g_atomic_rc_box_new0 (ChattyImportSource);

  self->file = g_object_ref (file);
  self->name = g_strdup (name);
  self->size = size;
  return self;
}

/**
 * chatty_import_source_new_text:
 * @text: UTF-8, such as what was pasted
 * @name: what to call it
 *
 * Returns: (transfer full): a source that holds @text itself
 */
ChattyImportSource *
chatty_import_source_new_text (const char *text,
                               const char *name)
{
  ChattyImportSource *self = g_atomic_rc_box_new0 (ChattyImportSource);

  self->size = strlen (text);
  self->bytes = g_bytes_new (text, self->size);
  self->name = g_strdup (name);
  return self;
}

/**
 * chatty_import_source_new_problem:
 * @name: what the person knows it by
 * @problem: why it cannot be imported and what to do, translated
 *
 * Returns: (transfer full): a source that is only there to be reported
 */
ChattyImportSource *
chatty_import_source_new_problem (const char *name,
                                  const char *problem)
{
  ChattyImportSource *self = g_atomic_rc_box_new0 (ChattyImportSource);

  self->name = g_strdup (name);
  self->problem = g_strdup (problem);
  return self;
}

ChattyImportSource *
chatty_import_source_ref (ChattyImportSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
source_clear (gpointer data)
{
  ChattyImportSource *self = data;

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->problem);
}

void
chatty_import_source_unref (ChattyImportSource *self)
{
  g_atomic_rc_box_release_full (self, source_clear);
}

/**
 * chatty_import_expand:
 * @root: a file or a folder that a person gave
 * @root_name: (nullable): what they called it; its name when %NULL
 * @vault_folder: (nullable): the vault, which is never imported into itself
 * @n_files: (inout): the files that this import has already; at most
 *   %CHATTY_IMPORT_MAX_FILES
 * @func: called once for each file, and for each thing that is refused
 * @user_data: for @func
 * @cancellable: (nullable): stops it; @func is not called any more
 *
 * Finds the files in @root, in the order of their names byte by byte, so that
 * the same folder always gives the same order. Hidden files are passed over;
 * symbolic links are not followed; links out of the folder, special files,
 * places that are not on this computer and the vault itself are given to
 * @func with their problem. Blocks; made for a worker thread.
 */
void
chatty_import_expand (GFile                  *root,
                      const char             *root_name,
                      GFile                  *vault_folder,
                      guint                  *n_files,
                      ChattyImportSourceFunc  func,
                      gpointer                user_data,
                      GCancellable           *cancellable)
{
  Expansion self = { .func = func, .user_data = user_data, .cancellable = cancellable,
                     .n_files = n_files };
  g_autofree char *path = NULL;
  g_autofree char *basename = g_file_get_basename (root);
  g_autofree char *name = NULL;
  g_autofree char *parent = NULL;
  char *resolved = NULL;
  char *resolved_parent = NULL;
  char *vault = NULL;
  struct stat info;

  name = chatty_text_make_valid (root_name != NULL ? root_name : basename != NULL ? basename : "",
                                 -1);
  path = g_file_is_native (root) ? g_file_get_path (root) : NULL;
  if (path == NULL)
    {
      refuse (&self, name, _("It is not on this computer. Copy it to a folder here and import the "
                             "copy."));
      return;
    }

  if (vault_folder != NULL)
    {
      const char *vault_path = g_file_peek_path (vault_folder);

      if (vault_path != NULL && stat (vault_path, &info) == 0)
        {
          self.has_vault = TRUE;
          self.vault_device = info.st_dev;
          self.vault_inode = info.st_ino;
          vault = realpath (vault_path, NULL);
        }
    }

  parent = g_path_get_dirname (path);
  resolved = realpath (path, NULL);
  resolved_parent = realpath (parent, NULL);
  if (lstat (path, &info) != 0 || (resolved == NULL && !S_ISLNK (info.st_mode)))
    {
      g_autofree char *problem = describe_errno (errno, FALSE);

      refuse (&self, name, problem);
    }
  else if (S_ISLNK (info.st_mode) &&
           (resolved == NULL || resolved_parent == NULL ||
            !path_is_within (resolved, resolved_parent)))
    {
      /* Somebody may have been handed a folder with the link in it, and have
       * picked all that is there. */
      self.root = g_strdup (resolved_parent != NULL ? resolved_parent : parent);
      refuse_link (&self, path, name);
    }
  else if (stat (path, &info) != 0)
    {
      g_autofree char *problem = describe_errno (errno, FALSE);

      refuse (&self, name, problem);
    }
  else if (vault != NULL && path_is_within (resolved, vault))
    refuse (&self, name, _("It is in the vault, which already holds these conversations."));
  else
    {
      self.root = g_strdup (resolved);
      expand_entry (&self, AT_FDCWD, resolved, resolved, name, 0, &info);
    }

  free (resolved);
  free (resolved_parent);
  free (vault);
  g_free (self.root);
}
