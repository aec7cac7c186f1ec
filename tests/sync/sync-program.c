/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>

#include "chatty-connector-table.h"
#include "sync-program.h"

const ChattySyncAccount sync_account = {
  .platform = "convai",
  .title = "Convai",
  .id = "account-1",
};

ChattyCharacterStore *
sync_connect (const char *address)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup ("convai");
  ChattyConnectorAccess access = { .addresses = { address, address } };
  g_autoptr (ChattySecret) secret = chatty_secret_new (SYNC_KEY, -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;
  ChattyConnector *connector;

  authorizer = chatty_connector_info_create_key_authorizer (info, access.addresses, secret,
                                                            &error);
  g_assert_no_error (error);
  access.authorizer = authorizer;
  connector = chatty_connector_table_create (chatty_connector_table_get_default (), "convai",
                                             &access, &error);
  g_assert_no_error (error);
  return CHATTY_CHARACTER_STORE (connector);
}

ChattyVault *
sync_open (const char *folder)
{
  g_autofree char *vault_path = g_build_filename (folder, "vault", NULL);
  g_autofree char *cache_path = g_build_filename (folder, "cache", NULL);
  g_autoptr (GFile) vault_folder = g_file_new_for_path (vault_path);
  g_autoptr (GFile) cache_folder = g_file_new_for_path (cache_path);
  g_autoptr (GError) error = NULL;
  ChattyVault *vault = chatty_vault_open (vault_folder, cache_folder, NULL, &error);

  g_assert_no_error (error);
  return vault;
}

void
sync_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        sync_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}
