/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-keyring-private.h"
#include "chatty-keyring.h"
#include "chatty-redact.h"

/**
 * ChattyKeyring:
 *
 * Keeps secrets in the keyring of the person's desktop by means of libsecret:
 * the Secret Service on the session bus, and in a Flatpak a file of the
 * sandbox that is encrypted with a key of the secret portal (libsecret chooses
 * by itself). Nothing is ever written elsewhere.
 *
 * The connection is our own and not the one that libsecret shares: that one
 * outlives the keyring it was made for, and then fails for good.
 */
struct _ChattyKeyring {
  GObject        parent_instance;

  GMutex         lock;
  SecretService *service;  /* (nullable) the last that worked */
};

#define SERVICE_NAME "org.freedesktop.secrets"

typedef ChattySecretState (*ServiceFunc) (SecretService            *service,
                                          const ChattyKeyringCall  *call,
                                          GError                  **error);
typedef ChattySecretState (*FileFunc)    (const ChattyKeyringCall  *call,
                                          GError                  **error);

static void secret_store_iface_init (ChattySecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyKeyring, chatty_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SECRET_STORE,
                                                      secret_store_iface_init))

const SecretSchema chatty_keyring_schema = {
  "com.chatty.Connectors",
  SECRET_SCHEMA_NONE,
  {
    { "platform", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
add_attribute (GHashTable *attributes,
               const char *name,
               const char *value)
{
  if (value != NULL)
    g_hash_table_insert (attributes, g_strdup (name), g_strdup (value));
}

/*
 * chatty_keyring_attributes:
 * @id: which secret, parts of it may be %NULL
 *
 * Returns: (transfer full): the attributes that an item is found by
 */
GHashTable *
chatty_keyring_attributes (const ChattySecretId *id)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  add_attribute (attributes, "platform", id->platform);
  add_attribute (attributes, "account", id->account);
  add_attribute (attributes, "kind", id->kind);
  return attributes;
}

/*
 * chatty_keyring_id_of:
 * @attributes: an item's
 *
 * Returns: (transfer full) (nullable): its id, %NULL while a lock hides it
 */
ChattySecretId *
chatty_keyring_id_of (GHashTable *attributes)
{
  const char *platform = g_hash_table_lookup (attributes, "platform");
  const char *account = g_hash_table_lookup (attributes, "account");
  const char *kind = g_hash_table_lookup (attributes, "kind");

  if (platform == NULL || account == NULL || kind == NULL)
    return NULL;
  return chatty_secret_id_new (platform, account, kind);
}

ChattySecretState
chatty_keyring_set_locked (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                       _("The keyring is locked. Unlock it and try again"));
  return CHATTY_SECRET_LOCKED;
}

/*
 * chatty_keyring_take_error:
 * @original: (transfer full): what libsecret said
 * @error: what to tell the person
 *
 * Returns: the state that @original stands for
 */
ChattySecretState
chatty_keyring_take_error (GError  *original,
                           GError **error)
{
  g_autoptr (GError) owned = original;

  if (chatty_error_is_cancelled (owned))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED, _("Stopped"));
      return CHATTY_SECRET_FAILED;
    }
  if (g_error_matches (owned, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return chatty_keyring_set_locked (error);

  g_dbus_error_strip_remote_error (owned);
  chatty_redact_error (owned);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               /* Translators: %s is what the system says about it. */
               _("There is no keyring to keep keys in, or it does not answer: %s"),
               owned->message);
  return CHATTY_SECRET_UNAVAILABLE;
}

/*
 * chatty_keyring_take_value:
 * @value: what an item holds
 * @secret: (out) (transfer full): the same as a secret
 * @error: set if it is none that this program wrote
 *
 * Returns: %CHATTY_SECRET_FOUND if @secret is set
 */
ChattySecretState
chatty_keyring_take_value (SecretValue   *value,
                           ChattySecret **secret,
                           GError       **error)
{
  gsize length;
  const char *text = secret_value_get (value, &length);
  g_autoptr (ChattySecret) found = chatty_secret_new (text, length);

  if (!chatty_secret_is_usable (found, NULL))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The keyring holds something else than a key here. "
                             "Enter the key again"));
      return CHATTY_SECRET_FAILED;
    }

  *secret = g_steal_pointer (&found);
  return CHATTY_SECRET_FOUND;
}

/* Whether libsecret keeps secrets in a file. It decides in this way, and asks
 * in a sandbox the portal too; if there is none it goes to the Secret Service
 * all the same, which works, only that a locked keyring then asks by itself. */
static gboolean
is_file (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ||
         g_getenv ("SNAP_NAME") != NULL ||
         (backend != NULL && *backend != '\0' && !g_str_equal (backend, "service"));
}

/* Whether a Secret Service runs; one that does not is not started by asking. */
static gboolean
is_running (GCancellable *cancellable)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean running = FALSE;

  if (bus != NULL)
    answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                          "org.freedesktop.DBus", "NameHasOwner",
                                          g_variant_new ("(s)", SERVICE_NAME),
                                          G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1,
                                          cancellable, NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &running);
  return running;
}

static SecretService *
dup_service (ChattyKeyring  *self,
             gboolean       *fresh,
             GCancellable   *cancellable,
             GError        **error)
{
  SecretService *service;

  g_mutex_lock (&self->lock);
  service = self->service != NULL ? g_object_ref (self->service) : NULL;
  g_mutex_unlock (&self->lock);

  *fresh = service == NULL;
  if (service == NULL)
    service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                                        cancellable, error);
  return service;
}

static void
keep_service (ChattyKeyring *self,
              SecretService *service,
              gboolean       works)
{
  g_autoptr (SecretService) old = NULL;

  g_mutex_lock (&self->lock);
  if (works && self->service == NULL)
    self->service = g_object_ref (service);
  else if (!works && self->service == service)
    old = g_steal_pointer (&self->service);
  g_mutex_unlock (&self->lock);
}

static ChattySecretState
run_on_service (ChattyKeyring            *self,
                ServiceFunc               func,
                const ChattyKeyringCall  *call,
                GError                  **error)
{
  for (;;)
    {
      g_autoptr (SecretService) service = NULL;
      g_autoptr (GError) local_error = NULL;
      GError *original = NULL;
      ChattySecretState state;
      gboolean fresh;

      service = dup_service (self, &fresh, call->cancellable, &original);
      if (service == NULL)
        return chatty_keyring_take_error (original, error);

      state = func (service, call, &local_error);
      keep_service (self, service, state != CHATTY_SECRET_UNAVAILABLE);

      /* A connection from before may be one to a keyring that has been
       * started again since: it is told to a new one. Every call may be made
       * twice. */
      if (state == CHATTY_SECRET_UNAVAILABLE && !fresh)
        {
          if (call->ids != NULL)
            g_ptr_array_set_size (call->ids, 0);
          continue;
        }

      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return state;
    }
}

static ChattySecretState
run (ChattySecretStore        *store,
     ServiceFunc               service_func,
     FileFunc                  file_func,
     const ChattyKeyringCall  *call,
     GError                  **error)
{
  if (!is_file ())
    return run_on_service (CHATTY_KEYRING (store), service_func, call, error);
  return file_func != NULL ? file_func (call, error) : CHATTY_SECRET_FOUND;
}

static ChattySecretState
chatty_keyring_check (ChattySecretStore  *store,
                      ChattySecretFlags   flags,
                      GCancellable       *cancellable,
                      GError            **error)
{
  ChattyKeyringCall call = { .flags = flags, .cancellable = cancellable };

  return run (store, chatty_keyring_service_check, NULL, &call, error);
}

static ChattySecretState
chatty_keyring_lookup (ChattySecretStore     *store,
                       const ChattySecretId  *id,
                       ChattySecretFlags      flags,
                       ChattySecret         **secret,
                       GCancellable          *cancellable,
                       GError               **error)
{
  ChattyKeyringCall call = {
    .id = id, .flags = flags, .found = secret, .cancellable = cancellable,
  };

  return run (store, chatty_keyring_service_lookup, chatty_keyring_file_lookup, &call, error);
}

static ChattySecretState
chatty_keyring_store (ChattySecretStore     *store,
                      const ChattySecretId  *id,
                      const char            *label,
                      ChattySecret          *secret,
                      ChattySecretFlags      flags,
                      GCancellable          *cancellable,
                      GError               **error)
{
  ChattyKeyringCall call = {
    .id = id, .label = label, .secret = secret, .flags = flags, .cancellable = cancellable,
  };

  return run (store, chatty_keyring_service_store, chatty_keyring_file_store, &call, error);
}

static ChattySecretState
chatty_keyring_delete (ChattySecretStore     *store,
                       const ChattySecretId  *id,
                       ChattySecretFlags      flags,
                       GCancellable          *cancellable,
                       GError               **error)
{
  ChattyKeyringCall call = { .id = id, .flags = flags, .cancellable = cancellable };

  return run (store, chatty_keyring_service_delete, chatty_keyring_file_delete, &call, error);
}

static ChattySecretState
chatty_keyring_search (ChattySecretStore     *store,
                       const ChattySecretId  *pattern,
                       GPtrArray            **ids,
                       GCancellable          *cancellable,
                       GError               **error)
{
  ChattyKeyringCall call = { .id = pattern, .ids = *ids, .cancellable = cancellable };

  /* Looking around is no reason to start a keyring. */
  if (!is_file () && !is_running (cancellable))
    return chatty_keyring_take_error (
      g_error_new_literal (G_IO_ERROR,
                           g_cancellable_is_cancelled (cancellable) ? G_IO_ERROR_CANCELLED
                                                                    : G_IO_ERROR_NOT_FOUND,
                           _("it does not run")), error);
  return run (store, chatty_keyring_service_search, chatty_keyring_file_search, &call, error);
}

static void
secret_store_iface_init (ChattySecretStoreInterface *iface)
{
  iface->check = chatty_keyring_check;
  iface->lookup = chatty_keyring_lookup;
  iface->store = chatty_keyring_store;
  iface->delete = chatty_keyring_delete;
  iface->search = chatty_keyring_search;
}

static void
chatty_keyring_finalize (GObject *object)
{
  ChattyKeyring *self = CHATTY_KEYRING (object);

  g_clear_object (&self->service);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_keyring_parent_class)->finalize (object);
}

static void
chatty_keyring_class_init (ChattyKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_keyring_finalize;
}

static void
chatty_keyring_init (ChattyKeyring *self)
{
  g_mutex_init (&self->lock);
}

/**
 * chatty_keyring_new:
 *
 * Nothing is connected to before the first call.
 *
 * Returns: (transfer full): the keyring of the desktop
 */
ChattySecretStore *
chatty_keyring_new (void)
{
  return g_object_new (CHATTY_TYPE_KEYRING, NULL);
}
