/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include "chatty-api-key-authorizer.h"
#include "chatty-http.h"

/**
 * ChattyApiKeyAuthorizer:
 *
 * Adds a key to calls, for each server in the header that it wants. A server
 * may want several headers. Immutable: a key that is replaced, or a server
 * whose address changes, needs a new authorizer.
 */
struct _ChattyApiKeyAuthorizer {
  GObject       parent_instance;

  ChattySecret *key;
  GArray       *headers;  /* of Header */
};

typedef struct {
  char *origin;
  char *name;
  char *prefix;
} Header;

static void authorizer_iface_init (ChattyAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyApiKeyAuthorizer, chatty_api_key_authorizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_AUTHORIZER,
                                                      authorizer_iface_init))

static void
header_clear (gpointer data)
{
  Header *header = data;

  g_free (header->origin);
  g_free (header->name);
  g_free (header->prefix);
}

static ChattySignInKind
chatty_api_key_authorizer_get_kind (ChattyAuthorizer *authorizer)
{
  return CHATTY_SIGN_IN_API_KEY;
}

static gboolean
chatty_api_key_authorizer_covers (ChattyAuthorizer *authorizer,
                                  const char       *origin)
{
  ChattyApiKeyAuthorizer *self = CHATTY_API_KEY_AUTHORIZER (authorizer);

  for (guint i = 0; i < self->headers->len; i++)
    if (g_str_equal (g_array_index (self->headers, Header, i).origin, origin))
      return TRUE;
  return FALSE;
}

static gboolean
chatty_api_key_authorizer_authorize (ChattyAuthorizer      *authorizer,
                                     const char            *origin,
                                     ChattyHttpCredential  *credential,
                                     GCancellable          *cancellable,
                                     GError               **error)
{
  ChattyApiKeyAuthorizer *self = CHATTY_API_KEY_AUTHORIZER (authorizer);

  for (guint i = 0; i < self->headers->len; i++)
    {
      const Header *header = &g_array_index (self->headers, Header, i);

      if (g_str_equal (header->origin, origin))
        chatty_http_credential_add (credential, header->name, header->prefix, self->key);
    }
  return TRUE;
}

static void
authorizer_iface_init (ChattyAuthorizerInterface *iface)
{
  /* Nothing to refresh: a key that is refused has to be replaced. */
  iface->get_kind = chatty_api_key_authorizer_get_kind;
  iface->covers = chatty_api_key_authorizer_covers;
  iface->authorize = chatty_api_key_authorizer_authorize;
}

static void
chatty_api_key_authorizer_finalize (GObject *object)
{
  ChattyApiKeyAuthorizer *self = CHATTY_API_KEY_AUTHORIZER (object);

  g_clear_pointer (&self->key, chatty_secret_unref);
  g_array_unref (self->headers);

  G_OBJECT_CLASS (chatty_api_key_authorizer_parent_class)->finalize (object);
}

static void
chatty_api_key_authorizer_class_init (ChattyApiKeyAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_api_key_authorizer_finalize;
}

static void
chatty_api_key_authorizer_init (ChattyApiKeyAuthorizer *self)
{
  self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (self->headers, header_clear);
}

/**
 * chatty_api_key_authorizer_new:
 * @key: the account's key
 * @headers: (array length=n_headers): which server wants it in which header;
 *   the key goes to these servers and to no others
 * @n_headers: how many
 * @error: %CHATTY_ERROR_INVALID_DATA if the key or an address is not good
 *
 * Any thread.
 *
 * Returns: (transfer full): the authorizer
 */
ChattyAuthorizer *
chatty_api_key_authorizer_new (ChattySecret              *key,
                               const ChattyApiKeyHeader  *headers,
                               guint                      n_headers,
                               GError                   **error)
{
  g_autoptr (ChattyApiKeyAuthorizer) self = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  if (!chatty_secret_is_usable (key, error))
    return NULL;

  self = g_object_new (CHATTY_TYPE_API_KEY_AUTHORIZER, NULL);
  self->key = chatty_secret_ref (key);
  for (guint i = 0; i < n_headers; i++)
    {
      g_autofree char *address = chatty_http_check_address (headers[i].address, error);
      Header header = { NULL };

      if (address == NULL)
        return NULL;

      header.origin = chatty_http_dup_origin (address);
      header.name = g_strdup (headers[i].header);
      header.prefix = g_strdup (headers[i].prefix);
      g_array_append_val (self->headers, header);
    }

  return CHATTY_AUTHORIZER (g_steal_pointer (&self));
}
