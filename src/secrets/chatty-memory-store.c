/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include "chatty-memory-store.h"

/**
 * ChattyMemoryStore:
 *
 * Keeps secrets for this run of the program alone: for a person who has no
 * keyring or does not want the key remembered, and for tests.
 */
struct _ChattyMemoryStore {
  GObject     parent_instance;

  GMutex      lock;
  GHashTable *secrets;  /* ChattySecretId* -> ChattySecret* */
};

static void secret_store_iface_init (ChattySecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyMemoryStore, chatty_memory_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SECRET_STORE,
                                                      secret_store_iface_init))

static guint
id_hash (gconstpointer key)
{
  const ChattySecretId *id = key;

  return g_str_hash (id->platform) ^ g_str_hash (id->account) * 31 ^ g_str_hash (id->kind) * 37;
}

static gboolean
id_equal (gconstpointer a,
          gconstpointer b)
{
  const ChattySecretId *left = a;
  const ChattySecretId *right = b;

  return g_str_equal (left->platform, right->platform) &&
         g_str_equal (left->account, right->account) &&
         g_str_equal (left->kind, right->kind);
}

static gboolean
part_matches (const char *pattern,
              const char *value)
{
  return pattern == NULL || g_str_equal (pattern, value);
}

static ChattySecretState
chatty_memory_store_check (ChattySecretStore  *store,
                           ChattySecretFlags   flags,
                           GCancellable       *cancellable,
                           GError            **error)
{
  return CHATTY_SECRET_FOUND;
}

static ChattySecretState
chatty_memory_store_lookup (ChattySecretStore     *store,
                            const ChattySecretId  *id,
                            ChattySecretFlags      flags,
                            ChattySecret         **secret,
                            GCancellable          *cancellable,
                            GError               **error)
{
  ChattyMemoryStore *self = CHATTY_MEMORY_STORE (store);
  ChattySecret *found;

  g_mutex_lock (&self->lock);
  found = g_hash_table_lookup (self->secrets, id);
  if (found != NULL)
    *secret = chatty_secret_ref (found);
  g_mutex_unlock (&self->lock);

  return found != NULL ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND;
}

static ChattySecretState
chatty_memory_store_store (ChattySecretStore     *store,
                           const ChattySecretId  *id,
                           const char            *label,
                           ChattySecret          *secret,
                           ChattySecretFlags      flags,
                           GCancellable          *cancellable,
                           GError               **error)
{
  ChattyMemoryStore *self = CHATTY_MEMORY_STORE (store);

  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->secrets, chatty_secret_id_copy (id), chatty_secret_ref (secret));
  g_mutex_unlock (&self->lock);

  return CHATTY_SECRET_FOUND;
}

static ChattySecretState
chatty_memory_store_delete (ChattySecretStore     *store,
                            const ChattySecretId  *id,
                            ChattySecretFlags      flags,
                            GCancellable          *cancellable,
                            GError               **error)
{
  ChattyMemoryStore *self = CHATTY_MEMORY_STORE (store);
  gboolean deleted;

  g_mutex_lock (&self->lock);
  deleted = g_hash_table_remove (self->secrets, id);
  g_mutex_unlock (&self->lock);

  return deleted ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND;
}

static ChattySecretState
chatty_memory_store_search (ChattySecretStore     *store,
                            const ChattySecretId  *pattern,
                            GPtrArray            **ids,
                            GCancellable          *cancellable,
                            GError               **error)
{
  ChattyMemoryStore *self = CHATTY_MEMORY_STORE (store);
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const ChattySecretId *id = key;

      if (part_matches (pattern->platform, id->platform) &&
          part_matches (pattern->account, id->account) &&
          part_matches (pattern->kind, id->kind))
        g_ptr_array_add (*ids, chatty_secret_id_copy (id));
    }
  g_mutex_unlock (&self->lock);

  return (*ids)->len > 0 ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND;
}

static void
secret_store_iface_init (ChattySecretStoreInterface *iface)
{
  iface->check = chatty_memory_store_check;
  iface->lookup = chatty_memory_store_lookup;
  iface->store = chatty_memory_store_store;
  iface->delete = chatty_memory_store_delete;
  iface->search = chatty_memory_store_search;
}

static void
chatty_memory_store_finalize (GObject *object)
{
  ChattyMemoryStore *self = CHATTY_MEMORY_STORE (object);

  g_hash_table_unref (self->secrets);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_memory_store_parent_class)->finalize (object);
}

static void
chatty_memory_store_class_init (ChattyMemoryStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_memory_store_finalize;
}

static void
chatty_memory_store_init (ChattyMemoryStore *self)
{
  g_mutex_init (&self->lock);
  self->secrets = g_hash_table_new_full (id_hash, id_equal,
                                         (GDestroyNotify) chatty_secret_id_free,
                                         (GDestroyNotify) chatty_secret_unref);
}

/**
 * chatty_memory_store_new:
 *
 * Returns: (transfer full): a store that forgets everything when it goes
 */
ChattySecretStore *
chatty_memory_store_new (void)
{
  return g_object_new (CHATTY_TYPE_MEMORY_STORE, NULL);
}
