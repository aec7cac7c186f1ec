/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-platform-map.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#define ALL_FIELDS ((1u << CHATTY_N_FIELDS) - 1)
/* Not a key of anybody, but as long as keys are: the connector is asked what it
 * can hold, nothing else. */
#define NO_KEY "no-key-of-anybody-only-to-ask-what-there-is"

/**
 * chatty_platform_map_probe:
 * @table: the connectors
 * @platform: a platform's id
 * @addresses: (nullable): by endpoint, %NULL for the platform's own
 * @error: %CHATTY_ERROR_UNSUPPORTED if there is no connector for the platform
 *
 * Makes a connector without a key, to ask what it can do: that is known before
 * anybody has signed in there. It must not be called for anything else.
 *
 * Returns: (transfer full) (nullable): the connector
 */
ChattyConnector *
chatty_platform_map_probe (ChattyConnectorTable  *table,
                           const char            *platform,
                           const char *const     *addresses,
                           GError               **error)
{
  const ChattyConnectorEntry *entry = chatty_connector_table_lookup (table, platform);
  g_autoptr (ChattySecret) key = NULL;
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  ChattyConnectorAccess access = { { NULL } };

  if (entry == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” cannot be reached from here"), platform);
      return NULL;
    }
  for (guint i = 0; addresses != NULL && i < CHATTY_MAX_ENDPOINTS; i++)
    access.addresses[i] = addresses[i];
  key = chatty_secret_new (NO_KEY, -1);
  authorizer = chatty_connector_info_create_key_authorizer (entry->info, access.addresses, key,
                                                            error);
  if (authorizer == NULL)
    return NULL;
  access.authorizer = authorizer;
  return chatty_connector_table_create (table, platform, &access, error);
}

/**
 * chatty_platform_map_open:
 * @table: the connectors
 * @platform: a platform's id
 * @error: %CHATTY_ERROR_UNSUPPORTED if the platform does not keep characters
 *
 * Makes a connector without an account, for chatty_character_store_map() alone.
 *
 * Returns: (transfer full) (nullable): the connector
 */
ChattyCharacterStore *
chatty_platform_map_open (ChattyConnectorTable  *table,
                          const char            *platform,
                          GError               **error)
{
  g_autoptr (ChattyConnector) connector = NULL;

  if (chatty_connector_table_lookup (table, platform) != NULL)
    {
      connector = chatty_platform_map_probe (table, platform, NULL, error);
      if (connector == NULL)
        return NULL;
    }
  if (connector == NULL || !CHATTY_IS_CHARACTER_STORE (connector))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("Characters cannot be kept on “%s” from here"), platform);
      return NULL;
    }
  return CHATTY_CHARACTER_STORE (g_steal_pointer (&connector));
}

/**
 * chatty_platform_map_exists:
 * @table: the connectors
 * @platform: a platform's id
 *
 * Returns: whether characters can be kept there
 */
gboolean
chatty_platform_map_exists (ChattyConnectorTable *table,
                            const char           *platform)
{
  g_autoptr (ChattyCharacterStore) store = chatty_platform_map_open (table, platform, NULL);

  return store != NULL;
}

/**
 * chatty_platform_map_get_writable:
 * @platform: a platform's id
 *
 * Returns: the flags of the fields that can be written there; all of them for
 *   a platform that has no connector here
 */
guint
chatty_platform_map_get_writable (const char *platform)
{
  static GMutex lock;
  static GHashTable *known;
  gpointer fields;

  g_mutex_lock (&lock);
  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_lookup_extended (known, platform, NULL, &fields))
    {
      g_autoptr (ChattyCharacterStore) store =
        chatty_platform_map_open (chatty_connector_table_get_default (), platform, NULL);
      guint flags = store != NULL ? 0 : ALL_FIELDS;
      guint n_maps = 0;
      const ChattyFieldMap *maps = store != NULL ? chatty_character_store_map (store, &n_maps)
                                                 : NULL;

      for (guint i = 0; i < n_maps; i++)
        if (maps[i].writable)
          flags |= CHATTY_FIELD_FLAG (maps[i].field);
      fields = GUINT_TO_POINTER (flags);
      g_hash_table_insert (known, g_strdup (platform), fields);
    }
  g_mutex_unlock (&lock);
  return GPOINTER_TO_UINT (fields);
}
