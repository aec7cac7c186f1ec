/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "fake-secret-store.h"

#include "chatty-error.h"
#include "chatty-memory-store.h"

struct _FakeSecretStore {
  GObject            parent_instance;

  ChattySecretStore *inside;
  GMutex             lock;
  ChattySecretState  state;
  gboolean           person_unlocks;
  guint              n_asked;
  char              *label;
};

static void secret_store_iface_init (ChattySecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeSecretStore, fake_secret_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SECRET_STORE,
                                                      secret_store_iface_init))

static ChattySecretState
fake_check (ChattySecretStore  *store,
            ChattySecretFlags   flags,
            GCancellable       *cancellable,
            GError            **error)
{
  FakeSecretStore *self = FAKE_SECRET_STORE (store);
  ChattySecretState state;

  g_mutex_lock (&self->lock);
  self->n_asked++;
  if (self->state == CHATTY_SECRET_LOCKED && self->person_unlocks &&
      (flags & CHATTY_SECRET_INTERACTIVE))
    self->state = CHATTY_SECRET_FOUND;
  state = self->state;
  g_mutex_unlock (&self->lock);

  if (state == CHATTY_SECRET_LOCKED)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN, "locked");
  else if (state == CHATTY_SECRET_UNAVAILABLE)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, "no keyring");
  else if (state == CHATTY_SECRET_FAILED)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FAILED, "failed");
  return state;
}

static ChattySecretState
fake_lookup (ChattySecretStore     *store,
             const ChattySecretId  *id,
             ChattySecretFlags      flags,
             ChattySecret         **secret,
             GCancellable          *cancellable,
             GError               **error)
{
  ChattySecretState state = fake_check (store, flags, cancellable, error);

  return state == CHATTY_SECRET_FOUND
         ? chatty_secret_store_lookup (FAKE_SECRET_STORE (store)->inside, id, flags, secret,
                                       cancellable, error)
         : state;
}

static ChattySecretState
fake_store (ChattySecretStore     *store,
            const ChattySecretId  *id,
            const char            *label,
            ChattySecret          *secret,
            ChattySecretFlags      flags,
            GCancellable          *cancellable,
            GError               **error)
{
  FakeSecretStore *self = FAKE_SECRET_STORE (store);
  ChattySecretState state = fake_check (store, flags, cancellable, error);

  if (state != CHATTY_SECRET_FOUND)
    return state;
  g_mutex_lock (&self->lock);
  g_free (self->label);
  self->label = g_strdup (label);
  g_mutex_unlock (&self->lock);
  return chatty_secret_store_store (self->inside, id, label, secret, flags, cancellable, error);
}

static ChattySecretState
fake_delete (ChattySecretStore     *store,
             const ChattySecretId  *id,
             ChattySecretFlags      flags,
             GCancellable          *cancellable,
             GError               **error)
{
  ChattySecretState state = fake_check (store, flags, cancellable, error);

  return state == CHATTY_SECRET_FOUND
         ? chatty_secret_store_delete (FAKE_SECRET_STORE (store)->inside, id, flags,
                                       cancellable, error)
         : state;
}

static ChattySecretState
fake_search (ChattySecretStore     *store,
             const ChattySecretId  *pattern,
             GPtrArray            **ids,
             GCancellable          *cancellable,
             GError               **error)
{
  ChattySecretState state = fake_check (store, CHATTY_SECRET_QUIET, cancellable, error);

  if (state != CHATTY_SECRET_FOUND)
    return state;
  g_clear_pointer (ids, g_ptr_array_unref);
  return chatty_secret_store_search (FAKE_SECRET_STORE (store)->inside, pattern, ids,
                                     cancellable, error);
}

static void
secret_store_iface_init (ChattySecretStoreInterface *iface)
{
  iface->check = fake_check;
  iface->lookup = fake_lookup;
  iface->store = fake_store;
  iface->delete = fake_delete;
  iface->search = fake_search;
}

static void
fake_secret_store_finalize (GObject *object)
{
  FakeSecretStore *self = FAKE_SECRET_STORE (object);

  g_object_unref (self->inside);
  g_mutex_clear (&self->lock);
  g_free (self->label);

  G_OBJECT_CLASS (fake_secret_store_parent_class)->finalize (object);
}

static void
fake_secret_store_class_init (FakeSecretStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_secret_store_finalize;
}

static void
fake_secret_store_init (FakeSecretStore *self)
{
  g_mutex_init (&self->lock);
  self->inside = chatty_memory_store_new ();
}

ChattySecretStore *
fake_secret_store_new (void)
{
  return g_object_new (FAKE_TYPE_SECRET_STORE, NULL);
}

void
fake_secret_store_set_state (ChattySecretStore *store,
                             ChattySecretState  state,
                             gboolean           person_unlocks)
{
  FakeSecretStore *self = FAKE_SECRET_STORE (store);

  g_mutex_lock (&self->lock);
  self->state = state;
  self->person_unlocks = person_unlocks;
  g_mutex_unlock (&self->lock);
}

guint
fake_secret_store_count (ChattySecretStore *store)
{
  g_autoptr (ChattySecretId) all = chatty_secret_id_new (NULL, NULL, NULL);
  g_autoptr (GPtrArray) ids = NULL;

  chatty_secret_store_search (FAKE_SECRET_STORE (store)->inside, all, &ids, NULL, NULL);
  return ids->len;
}

guint
fake_secret_store_get_n_asked (ChattySecretStore *store)
{
  FakeSecretStore *self = FAKE_SECRET_STORE (store);
  guint n_asked;

  g_mutex_lock (&self->lock);
  n_asked = self->n_asked;
  g_mutex_unlock (&self->lock);
  return n_asked;
}

char *
fake_secret_store_dup_label (ChattySecretStore *store)
{
  FakeSecretStore *self = FAKE_SECRET_STORE (store);
  char *label;

  g_mutex_lock (&self->lock);
  label = g_strdup (self->label);
  g_mutex_unlock (&self->lock);
  return label;
}
