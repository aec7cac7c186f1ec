/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-folder.h"
#include "chatty-error.h"
#include "chatty-json-edit.h"
#include "chatty-text.h"
#include "chatty-vault-files-private.h"

#define BOM "\xef\xbb\xbf"

const char *const chatty_character_file_names[CHATTY_N_CHARACTER_FILES] = {
  [CHATTY_FILE_TEXT] = "identity/prompt.txt",
  [CHATTY_FILE_PROMPT] = "identity/prompt.json",
  [CHATTY_FILE_METADATA] = "config/metadata.json",
  [CHATTY_FILE_CONNECTORS] = "config/connectors.json",
};

/**
 * chatty_callsign_is_safe:
 * @callsign: (nullable): from anywhere
 *
 * Returns: whether it can be the name of one folder in instances/, be it
 *   one that this program would give or not
 */
gboolean
chatty_callsign_is_safe (const char *callsign)
{
  return callsign != NULL && *callsign != '\0' && *callsign != '.' &&
         strlen (callsign) <= 200 && strchr (callsign, '/') == NULL &&
         g_utf8_validate (callsign, -1, NULL);
}

/**
 * chatty_character_folder_exists:
 *
 * Returns: whether @callsign has a folder of a character, and not only one
 *   with transcripts, or none; an unreadable one exists
 */
gboolean
chatty_character_folder_exists (ChattyVaultFiles *files,
                                const char       *callsign)
{
  static const char *const parts[] = { "identity", "config" };
  g_autofree char *folder = g_strconcat ("instances/", callsign, NULL);
  int fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), folder,
                                            O_PATH | O_DIRECTORY, 0);
  gboolean there = FALSE;

  if (fd < 0)
    return errno != ENOENT && errno != ENOTDIR;
  for (guint i = 0; i < G_N_ELEMENTS (parts) && !there; i++)
    there = faccessat (fd, parts[i], F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  close (fd);
  return there;
}

/**
 * chatty_character_folder_new:
 *
 * Returns: (transfer full): a character without any file
 */
ChattyCharacterFolder *
chatty_character_folder_new (const char *callsign)
{
  ChattyCharacterFolder *self = g_new0 (ChattyCharacterFolder, 1);

  self->callsign = g_strdup (callsign);
  self->path = g_strconcat ("instances/", callsign, NULL);
  return self;
}

/**
 * chatty_character_folder_free:
 *
 * Frees @self.
 */
void
chatty_character_folder_free (ChattyCharacterFolder *self)
{
  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    {
      g_free (self->files[i].original);
      g_free (self->files[i].text);
      g_clear_pointer (&self->files[i].root, json_node_unref);
    }
  g_free (self->callsign);
  g_free (self->path);
  g_free (self);
}

/**
 * chatty_character_folder_get_path:
 * @name: relative to the character's folder
 *
 * Returns: (transfer full): relative to the vault
 */
char *
chatty_character_folder_get_path (ChattyCharacterFolder *self,
                                  const char            *name)
{
  return g_strconcat (self->path, "/", name, NULL);
}

static gboolean
set_broken (ChattyCharacterFolder    *self,
            ChattyCharacterFileKind   kind,
            const char               *why,
            GError                  **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               /* Translators: a file, a character's callsign, what is wrong */
               _("“%s” of the character “%s” cannot be read: %s Nothing was changed. "
                 "Repair the file, or move it away."),
               chatty_character_file_names[kind], self->callsign, why);
  return FALSE;
}

static gboolean
parse (ChattyCharacterFolder    *self,
       ChattyCharacterFileKind   kind,
       GError                  **error)
{
  ChattyCharacterFile *file = &self->files[kind];
  const char *body = file->text;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *why = NULL;

  g_clear_pointer (&file->root, json_node_unref);
  if (file->text == NULL || kind == CHATTY_FILE_TEXT)
    return TRUE;
  if (g_str_has_prefix (body, BOM))
    body += strlen (BOM);
  file->root = chatty_json_parse (body, -1, &local_error);
  if (chatty_json_node_object (file->root) != NULL)
    return TRUE;
  g_clear_pointer (&file->root, json_node_unref);
  why = local_error != NULL ? g_strconcat (local_error->message, ".", NULL)
                            : g_strdup (_("A JSON object was expected."));
  return set_broken (self, kind, why, error);
}

static gboolean
load_file (ChattyCharacterFolder    *self,
           ChattyVaultFiles         *files,
           ChattyCharacterFileKind   kind,
           GError                  **error)
{
  ChattyCharacterFile *file = &self->files[kind];
  g_autofree char *path = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;

  path = chatty_character_folder_get_path (self, chatty_character_file_names[kind]);
  file->original = chatty_vault_files_read_up_to (files, path, CHATTY_MAX_CHARACTER_FILE,
                                                  &length, &file->stamp, &file->mode,
                                                  &local_error);
  if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  if (file->original == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!g_utf8_validate_len (file->original, length, NULL))
    return set_broken (self, kind, _("It is not UTF-8 text."), error);
  file->text = g_strdup (file->original);
  return parse (self, kind, error);
}

/**
 * chatty_character_folder_load:
 * @callsign: of a character
 *
 * Reads the files. One that cannot be read makes it fail: to go on without it
 * would look as if its fields had been removed.
 *
 * Returns: (transfer full): the files, or %NULL with %CHATTY_ERROR_NOT_FOUND
 *   if there is no such character, _INVALID_DATA, _TOO_LARGE, _FORBIDDEN
 */
ChattyCharacterFolder *
chatty_character_folder_load (ChattyVaultFiles  *files,
                              const char        *callsign,
                              GError           **error)
{
  g_autoptr (ChattyCharacterFolder) self = NULL;
  int fd;

  if (!chatty_callsign_is_safe (callsign) ||
      !chatty_character_folder_exists (files, callsign))
    {
      g_autofree char *name = chatty_text_display_name (callsign != NULL ? callsign : "");

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   _("The vault has no character “%s”."), name);
      return NULL;
    }

  self = chatty_character_folder_new (callsign);
  /* Says why if the folder itself cannot be read. */
  fd = chatty_vault_files_open_folder (files, self->path, FALSE, error);
  if (fd < 0)
    return NULL;
  close (fd);
  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    if (!load_file (self, files, i, error))
      return NULL;
  return g_steal_pointer (&self);
}

/**
 * chatty_character_folder_set_text:
 * @text: (transfer full): what the file is to be
 *
 * Returns: whether it is what such a file has to be
 */
gboolean
chatty_character_folder_set_text (ChattyCharacterFolder    *self,
                                  ChattyCharacterFileKind   kind,
                                  char                     *text,
                                  GError                  **error)
{
  g_free (self->files[kind].text);
  self->files[kind].text = text;
  return parse (self, kind, error);
}

/**
 * chatty_character_folder_edit:
 * @kind: a file that is JSON
 * @path: of a member
 * @value: (nullable): the new value; %NULL removes the member
 *
 * Returns: whether it could be done; a file that does not exist is made
 */
gboolean
chatty_character_folder_edit (ChattyCharacterFolder    *self,
                              ChattyCharacterFileKind   kind,
                              const char *const        *path,
                              JsonNode                 *value,
                              GError                  **error)
{
  ChattyCharacterFile *file = &self->files[kind];
  g_autoptr (GError) local_error = NULL;
  char *text;

  if (file->text == NULL && value == NULL)
    return TRUE;
  text = chatty_json_edit (file->text != NULL ? file->text : "{}\n", path, value,
                           &local_error);
  if (text == NULL)
    {
      g_autofree char *why = g_strconcat (local_error->message, ".", NULL);

      return set_broken (self, kind, why, error);
    }
  return chatty_character_folder_set_text (self, kind, text, error);
}

/**
 * chatty_character_folder_find:
 * @path: of a member; only objects on the way
 *
 * Returns: (transfer none) (nullable): its value
 */
JsonNode *
chatty_character_folder_find (ChattyCharacterFolder    *self,
                              ChattyCharacterFileKind   kind,
                              const char *const        *path)
{
  JsonNode *node = self->files[kind].root;

  for (; node != NULL && *path != NULL; path++)
    {
      JsonObject *object = chatty_json_node_object (node);

      node = object != NULL ? json_object_get_member (object, *path) : NULL;
    }
  return node;
}
