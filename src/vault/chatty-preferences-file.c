/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-preferences-file.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json-edit.h"

#define EMPTY "{\n  \"version\": 1,\n  \"" CHATTY_PREFERENCES_ACCOUNTS "\": []\n}\n"

/* What a person prefers of thousands of accounts is far below. */
#define MAX_BYTES (4 * 1024 * 1024)

/**
 * chatty_preferences_file_clear:
 *
 * Frees what @file holds.
 */
void
chatty_preferences_file_clear (ChattyPreferencesFile *file)
{
  g_clear_pointer (&file->text, g_free);
  g_clear_pointer (&file->root, json_node_unref);
  file->accounts = NULL;
}

/**
 * chatty_preferences_file_parse:
 * @file: with a text
 *
 * Reads the text anew.
 *
 * Returns: whether it is one of preferences
 */
gboolean
chatty_preferences_file_parse (ChattyPreferencesFile *file)
{
  JsonNode *accounts;

  g_clear_pointer (&file->root, json_node_unref);
  file->accounts = NULL;
  file->root = chatty_json_parse (file->text, -1, NULL);
  if (chatty_json_node_object (file->root) == NULL)
    return FALSE;
  accounts = json_object_get_member (json_node_get_object (file->root),
                                     CHATTY_PREFERENCES_ACCOUNTS);
  if (accounts != NULL && !JSON_NODE_HOLDS_ARRAY (accounts))
    return FALSE;
  file->accounts = accounts != NULL ? json_node_get_array (accounts) : NULL;
  return TRUE;
}

/**
 * chatty_preferences_file_read:
 * @name: of the file in the vault's own folder
 * @file: (out caller-allocates): cleared
 *
 * Returns: whether it could be read, or there is none; otherwise
 *   %CHATTY_ERROR_INVALID_DATA, _FORBIDDEN, _TOO_LARGE
 */
gboolean
chatty_preferences_file_read (ChattyVaultFiles       *files,
                              const char             *name,
                              ChattyPreferencesFile  *file,
                              GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize length;

  file->text = chatty_vault_files_read_up_to (files, name, MAX_BYTES, &length, &file->stamp,
                                              &file->mode, &local_error);
  if (file->text == NULL && g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  if (file->text == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (strlen (file->text) == length && chatty_preferences_file_parse (file))
    return TRUE;
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               _("“%s” in the vault is damaged. Move it away and try again."), name);
  return FALSE;
}

/**
 * chatty_preferences_file_find:
 * @platform: the platform's id
 * @owner: (nullable): who the platform says the account belongs to
 * @account: (nullable): the account's id on this computer
 * @nth: (out) (optional): which entry it is
 *
 * Returns: (transfer none) (nullable): what is said of an account; its owner's
 *   before its own
 */
JsonObject *
chatty_preferences_file_find (const ChattyPreferencesFile *file,
                              const char                  *platform,
                              const char                  *owner,
                              const char                  *account,
                              guint                       *nth)
{
  JsonObject *found = NULL;

  for (guint i = 0; file->accounts != NULL && i < json_array_get_length (file->accounts); i++)
    {
      JsonObject *entry = chatty_json_node_object (json_array_get_element (file->accounts, i));
      const char *whose = chatty_json_get_string (entry, "owner");
      gboolean is_owners = owner != NULL && g_strcmp0 (whose, owner) == 0;
      gboolean is_its = account != NULL &&
                        g_strcmp0 (chatty_json_get_string (entry, "account"), account) == 0 &&
                        (whose == NULL || owner == NULL);

      if (g_strcmp0 (chatty_json_get_string (entry, "platform"), platform) != 0 ||
          (!is_owners && (!is_its || found != NULL)))
        continue;
      found = entry;
      if (nth != NULL)
        *nth = i;
      if (is_owners)
        break;
    }
  return found;
}

/**
 * chatty_preferences_file_set_accounts:
 * @accounts: all entries
 *
 * Returns: (transfer full) (nullable): the text of @file with other entries,
 *   all else as it is
 */
char *
chatty_preferences_file_set_accounts (const ChattyPreferencesFile  *file,
                                      JsonNode                     *accounts,
                                      GError                      **error)
{
  static const char *const path[] = { CHATTY_PREFERENCES_ACCOUNTS, NULL };

  return chatty_json_edit (file->text != NULL ? file->text : EMPTY, path, accounts, error);
}
