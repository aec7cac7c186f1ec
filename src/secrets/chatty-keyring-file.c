/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include "chatty-keyring-private.h"

/* In a Flatpak libsecret keeps secrets in an encrypted file of the sandbox,
 * with a key that the secret portal gives out (xdg-desktop-portal,
 * org.freedesktop.portal.Secret). All that there is to know here: only the
 * simple functions of libsecret work with it. */

ChattySecretState
chatty_keyring_file_lookup (const ChattyKeyringCall  *call,
                            GError                  **error)
{
  g_autoptr (GHashTable) attributes = chatty_keyring_attributes (call->id);
  g_autoptr (SecretValue) value = NULL;
  GError *original = NULL;

  value = secret_password_lookupv_binary_sync (&chatty_keyring_schema, attributes,
                                               call->cancellable, &original);
  if (original != NULL)
    return chatty_keyring_take_error (original, error);
  if (value == NULL)
    return CHATTY_SECRET_NOT_FOUND;
  return chatty_keyring_take_value (value, call->found, error);
}

ChattySecretState
chatty_keyring_file_store (const ChattyKeyringCall  *call,
                           GError                  **error)
{
  g_autoptr (GHashTable) attributes = chatty_keyring_attributes (call->id);
  g_autoptr (SecretValue) value = NULL;
  GError *original = NULL;

  value = secret_value_new (chatty_secret_peek (call->secret),
                            chatty_secret_get_length (call->secret), "text/plain");
  if (!secret_password_storev_binary_sync (&chatty_keyring_schema, attributes,
                                           SECRET_COLLECTION_DEFAULT, call->label, value,
                                           call->cancellable, &original))
    return chatty_keyring_take_error (original, error);
  return CHATTY_SECRET_FOUND;
}

ChattySecretState
chatty_keyring_file_delete (const ChattyKeyringCall  *call,
                            GError                  **error)
{
  g_autoptr (GHashTable) attributes = chatty_keyring_attributes (call->id);
  GError *original = NULL;
  gboolean deleted;

  deleted = secret_password_clearv_sync (&chatty_keyring_schema, attributes,
                                         call->cancellable, &original);
  if (original != NULL)
    return chatty_keyring_take_error (original, error);
  return deleted ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND;
}

ChattySecretState
chatty_keyring_file_search (const ChattyKeyringCall  *call,
                            GError                  **error)
{
  g_autoptr (GHashTable) attributes = chatty_keyring_attributes (call->id);
  GError *original = NULL;
  GList *items;

  items = secret_password_searchv_sync (&chatty_keyring_schema, attributes,
                                        SECRET_SEARCH_ALL, call->cancellable, &original);
  if (original != NULL)
    return chatty_keyring_take_error (original, error);

  for (GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr (GHashTable) found = secret_retrievable_get_attributes (l->data);
      ChattySecretId *id = chatty_keyring_id_of (found);

      if (id != NULL)
        g_ptr_array_add (call->ids, id);
    }
  g_list_free_full (items, g_object_unref);

  return call->ids->len > 0 ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND;
}
