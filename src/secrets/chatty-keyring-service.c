/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-keyring-private.h"

/* A list of SecretItem* that frees itself. */
typedef GList ItemList;

static void
item_list_free (ItemList *items)
{
  g_list_free_full (items, g_object_unref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ItemList, item_list_free)

/* Whether the person lets us at @object, an item or a collection that is
 * locked. */
static ChattySecretState
unlock (SecretService            *service,
        gpointer                  object,
        const ChattyKeyringCall  *call,
        GError                  **error)
{
  GList objects = { object, NULL, NULL };
  GError *original = NULL;
  int n_unlocked;

  if (!(call->flags & CHATTY_SECRET_INTERACTIVE))
    return chatty_keyring_set_locked (error);

  n_unlocked = secret_service_unlock_sync (service, &objects, call->cancellable,
                                           NULL, &original);
  if (original != NULL)
    return chatty_keyring_take_error (original, error);
  /* Fewer without an error: the person closed the question. */
  return n_unlocked > 0 ? CHATTY_SECRET_FOUND : chatty_keyring_set_locked (error);
}

/* Looks whether new secrets can be kept. A keyring that does not exist yet
 * counts as locked: only the person can choose the password for it, which the
 * keyring asks for when the first secret is stored. */
static ChattySecretState
open_default (SecretService            *service,
              const ChattyKeyringCall  *call,
              GError                  **error)
{
  GError *original = NULL;
  g_autoptr (SecretCollection) collection =
    secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                      SECRET_COLLECTION_NONE, call->cancellable, &original);

  if (original != NULL)
    return chatty_keyring_take_error (original, error);
  if (collection == NULL)
    return (call->flags & CHATTY_SECRET_INTERACTIVE) ? CHATTY_SECRET_FOUND
                                                     : chatty_keyring_set_locked (error);
  if (secret_collection_get_locked (collection))
    return unlock (service, collection, call, error);
  return CHATTY_SECRET_FOUND;
}

static ChattySecretState
search_items (SecretService            *service,
              const ChattyKeyringCall  *call,
              ItemList                **items,
              GError                  **error)
{
  g_autoptr (GHashTable) attributes = chatty_keyring_attributes (call->id);
  GError *original = NULL;

  *items = secret_service_search_sync (service, &chatty_keyring_schema, attributes,
                                       SECRET_SEARCH_ALL, call->cancellable, &original);
  if (original != NULL)
    return chatty_keyring_take_error (original, error);
  return *items != NULL ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND;
}

/* The items with the call's id, all unlocked. Some keyrings hide what is in
 * them while they are locked, so that finding nothing means something only
 * once the default one is open. */
static ChattySecretState
open_items (SecretService            *service,
            const ChattyKeyringCall  *call,
            ItemList                **items,
            GError                  **error)
{
  ChattySecretState state = search_items (service, call, items, error);

  if (state == CHATTY_SECRET_NOT_FOUND)
    {
      g_autoptr (SecretCollection) collection = NULL;
      GError *original = NULL;

      collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                     SECRET_COLLECTION_NONE,
                                                     call->cancellable, &original);
      if (original != NULL)
        return chatty_keyring_take_error (original, error);
      if (collection == NULL || !secret_collection_get_locked (collection))
        return CHATTY_SECRET_NOT_FOUND;

      state = unlock (service, collection, call, error);
      if (state == CHATTY_SECRET_FOUND)
        state = search_items (service, call, items, error);
    }

  for (GList *l = *items; state == CHATTY_SECRET_FOUND && l != NULL; l = l->next)
    if (secret_item_get_locked (l->data))
      state = unlock (service, l->data, call, error);

  return state;
}

static SecretItem *
find_newest (GList *items)
{
  SecretItem *newest = items->data;

  for (GList *l = items->next; l != NULL; l = l->next)
    if (secret_item_get_modified (l->data) > secret_item_get_modified (newest))
      newest = l->data;
  return newest;
}

static ChattySecretState
load_secret (SecretItem               *item,
             const ChattyKeyringCall  *call,
             ChattySecret            **secret,
             GError                  **error)
{
  GError *original = NULL;
  g_autoptr (SecretValue) value = NULL;

  if (!secret_item_load_secret_sync (item, call->cancellable, &original))
    return chatty_keyring_take_error (original, error);

  value = secret_item_get_secret (item);
  if (value == NULL)
    /* It was locked again in between. */
    return chatty_keyring_set_locked (error);
  return chatty_keyring_take_value (value, secret, error);
}

/* Two items with the same attributes come about when the person makes
 * another keyring the default one: the new secret goes there, and the old one
 * stays behind. Whatever does not hold the new secret is deleted. */
static ChattySecretState
delete_stale (SecretService            *service,
              const ChattyKeyringCall  *call,
              GError                  **error)
{
  g_autoptr (ItemList) items = NULL;
  gboolean kept = FALSE;
  ChattySecretState state = search_items (service, call, &items, error);

  if (state == CHATTY_SECRET_NOT_FOUND)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                           _("The keyring did not keep the key. Try again"));
      return CHATTY_SECRET_UNAVAILABLE;
    }
  if (state != CHATTY_SECRET_FOUND || items->next == NULL)
    return state;

  for (GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr (ChattySecret) secret = NULL;
      GError *original = NULL;

      if (!kept && load_secret (l->data, call, &secret, NULL) == CHATTY_SECRET_FOUND &&
          chatty_secret_equal (secret, call->secret))
        kept = TRUE;
      else if (!secret_item_delete_sync (l->data, call->cancellable, &original))
        return chatty_keyring_take_error (original, error);
    }

  return CHATTY_SECRET_FOUND;
}

ChattySecretState
chatty_keyring_service_check (SecretService            *service,
                              const ChattyKeyringCall  *call,
                              GError                  **error)
{
  return open_default (service, call, error);
}

ChattySecretState
chatty_keyring_service_lookup (SecretService            *service,
                               const ChattyKeyringCall  *call,
                               GError                  **error)
{
  g_autoptr (ItemList) items = NULL;
  ChattySecretState state = open_items (service, call, &items, error);

  if (state != CHATTY_SECRET_FOUND)
    return state;
  return load_secret (find_newest (items), call, call->found, error);
}

ChattySecretState
chatty_keyring_service_store (SecretService            *service,
                              const ChattyKeyringCall  *call,
                              GError                  **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (ItemList) items = NULL;
  GError *original = NULL;
  ChattySecretState state;

  state = open_default (service, call, error);
  if (state != CHATTY_SECRET_FOUND)
    return state;

  /* An old one in another keyring has to be within reach, to be replaced. */
  state = open_items (service, call, &items, error);
  if (state != CHATTY_SECRET_FOUND && state != CHATTY_SECRET_NOT_FOUND)
    return state;

  attributes = chatty_keyring_attributes (call->id);
  value = secret_value_new (chatty_secret_peek (call->secret),
                            chatty_secret_get_length (call->secret), "text/plain");
  if (!secret_service_store_sync (service, &chatty_keyring_schema, attributes,
                                  SECRET_COLLECTION_DEFAULT, call->label, value,
                                  call->cancellable, &original))
    return chatty_keyring_take_error (original, error);

  return delete_stale (service, call, error);
}

ChattySecretState
chatty_keyring_service_delete (SecretService            *service,
                               const ChattyKeyringCall  *call,
                               GError                  **error)
{
  g_autoptr (ItemList) items = NULL;
  ChattySecretState state = open_items (service, call, &items, error);

  for (GList *l = items; state == CHATTY_SECRET_FOUND && l != NULL; l = l->next)
    {
      GError *original = NULL;

      if (!secret_item_delete_sync (l->data, call->cancellable, &original))
        state = chatty_keyring_take_error (original, error);
    }

  return state;
}

ChattySecretState
chatty_keyring_service_search (SecretService            *service,
                               const ChattyKeyringCall  *call,
                               GError                  **error)
{
  g_autoptr (ItemList) items = NULL;
  ChattySecretState state = search_items (service, call, &items, error);
  gboolean locked = FALSE;

  if (state == CHATTY_SECRET_NOT_FOUND)
    return open_default (service, call, error) == CHATTY_SECRET_FOUND ? CHATTY_SECRET_NOT_FOUND
                                                                      : CHATTY_SECRET_LOCKED;

  for (GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr (GHashTable) attributes = secret_item_get_attributes (l->data);
      ChattySecretId *id = chatty_keyring_id_of (attributes);

      if (id != NULL)
        g_ptr_array_add (call->ids, id);
      locked |= secret_item_get_locked (l->data);
    }

  return state == CHATTY_SECRET_FOUND && locked ? chatty_keyring_set_locked (error) : state;
}
