/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-json.h"

/* No key of any platform begins so. */
#define PREFIX "chatty-sign-in-1."

/**
 * chatty_credential_copy:
 *
 * Returns: (transfer full): the same once more
 */
ChattyCredential *
chatty_credential_copy (const ChattyCredential *self)
{
  ChattyCredential *copy = g_new0 (ChattyCredential, 1);

  copy->client = self->client != NULL ? chatty_oauth_client_ref (self->client) : NULL;
  copy->tokens = self->tokens != NULL ? chatty_oauth_tokens_ref (self->tokens) : NULL;
  copy->key = self->key != NULL ? chatty_secret_ref (self->key) : NULL;
  return copy;
}

void
chatty_credential_free (ChattyCredential *self)
{
  g_clear_pointer (&self->client, chatty_oauth_client_unref);
  g_clear_pointer (&self->tokens, chatty_oauth_tokens_unref);
  g_clear_pointer (&self->key, chatty_secret_unref);
  g_free (self);
}

static const char *
peek (ChattySecret *secret)
{
  return secret != NULL ? chatty_secret_peek (secret) : NULL;
}

/**
 * chatty_credential_seal:
 * @self: what an account is signed in to with
 *
 * Returns: (transfer full) (nullable): it as one word without blanks; %NULL
 *   when there is nothing that would be of use the next time
 */
ChattySecret *
chatty_credential_seal (const ChattyCredential *self)
{
  g_autoptr (ChattySecret) tokens = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree char *encoded = NULL;
  char *sealed;

  if (self->tokens == NULL)
    return self->key != NULL ? chatty_secret_ref (self->key) : NULL;
  tokens = chatty_oauth_tokens_seal (self->tokens);
  if (tokens == NULL)
    return NULL;

  text = g_string_new ("{\"format\":1");
  chatty_json_append_member (text, "tokens", chatty_secret_peek (tokens));
  chatty_json_append_member (text, "client", chatty_oauth_client_get_id (self->client));
  chatty_json_append_member (text, "secret",
                             peek (chatty_oauth_client_get_secret (self->client)));
  chatty_json_append_member (text, "project", chatty_oauth_client_get_project (self->client));
  chatty_json_append_member (text, "key", peek (self->key));
  g_string_append_c (text, '}');
  encoded = g_base64_encode ((const guchar *) text->str, text->len);
  sealed = g_strconcat (PREFIX, encoded, NULL);
  chatty_secret_wipe (text->str, text->allocated_len);
  chatty_secret_wipe (encoded, strlen (encoded));
  return chatty_secret_new_wiping (sealed);
}

static ChattySecret *
read_secret (JsonObject *object,
             const char *member)
{
  const char *text = chatty_json_get_string (object, member);

  return text != NULL && *text != '\0' ? chatty_secret_new (text, -1) : NULL;
}

static gboolean
read_members (ChattyCredential  *self,
              JsonObject        *object,
              GError           **error)
{
  g_autoptr (ChattySecret) tokens = read_secret (object, "tokens");
  g_autoptr (ChattySecret) secret = read_secret (object, "secret");
  const char *id = chatty_json_get_string (object, "client");

  self->key = read_secret (object, "key");
  if (tokens != NULL && id != NULL)
    self->client = chatty_oauth_client_new (id, secret, chatty_json_get_string (object, "project"),
                                            NULL);
  if (self->client != NULL)
    self->tokens = chatty_oauth_tokens_unseal (tokens, NULL);
  if (self->tokens != NULL)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                       _("What the keyring has of this account cannot be read. Sign in again"));
  return FALSE;
}

/**
 * chatty_credential_is_sealed:
 *
 * Returns: whether @secret is a sign-in of chatty_credential_seal(), and not
 *   a key
 */
gboolean
chatty_credential_is_sealed (ChattySecret *secret)
{
  return g_str_has_prefix (chatty_secret_peek (secret), PREFIX);
}

/**
 * chatty_credential_unseal:
 * @sealed: what chatty_credential_seal() gave, or a key as a person gave it
 * @error: %CHATTY_ERROR_SIGN_IN_NEEDED when it cannot be read
 *
 * Returns: (transfer full) (nullable): what it is
 */
ChattyCredential *
chatty_credential_unseal (ChattySecret  *sealed,
                          GError       **error)
{
  g_autoptr (ChattyCredential) self = g_new0 (ChattyCredential, 1);
  g_autoptr (JsonNode) node = NULL;
  char *text;
  gsize length;

  if (!chatty_credential_is_sealed (sealed))
    {
      self->key = chatty_secret_ref (sealed);
      return g_steal_pointer (&self);
    }
  text = (char *) g_base64_decode (chatty_secret_peek (sealed) + strlen (PREFIX), &length);
  node = chatty_json_parse (text, length, NULL);
  chatty_secret_wipe (text, length);
  g_free (text);
  if (node == NULL || chatty_json_node_object (node) == NULL)
    {
      g_clear_pointer (&node, json_node_unref);
      node = chatty_json_parse ("{}", -1, NULL);
    }
  return read_members (self, chatty_json_node_object (node), error) ? g_steal_pointer (&self) : NULL;
}
