/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-connector-info.h"
#include "chatty-error.h"
#include "chatty-convai.h"
#include "chatty-gemini.h"
#include "chatty-http.h"
#include "chatty-inworld.h"

static const ChattyConnectorInfo openai_info = {
  .id = "chatgpt",
  .title = "OpenAI",
  .tier = CHATTY_TIER_CHAT,
  .sign_in = CHATTY_SIGN_IN_API_KEY,
  .summary = N_("Chat; conversations of ChatGPT by import"),
};

static const ChattyConnectorInfo claude_info = {
  .id = "claude",
  .title = "Claude",
  .tier = CHATTY_TIER_CHAT,
  .sign_in = CHATTY_SIGN_IN_API_KEY,
  .summary = N_("Chat; earlier conversations by import"),
};

static const ChattyConnectorInfo grok_info = {
  .id = "grok",
  .title = "Grok",
  .tier = CHATTY_TIER_CHAT,
  .sign_in = CHATTY_SIGN_IN_API_KEY,
  .summary = N_("Chat; earlier conversations by import"),
};

static const ChattyConnectorInfo character_ai_info = {
  .id = "character.ai",
  .title = "Character.AI",
  .tier = CHATTY_TIER_IMPORT,
  .summary = N_("Import of exported characters and conversations"),
};

static const ChattyConnectorInfo chai_info = {
  .id = "chai",
  .title = "Chai",
  .tier = CHATTY_TIER_IMPORT,
  .summary = N_("Import of exported conversations"),
};

static const ChattyConnectorInfo copilot_info = {
  .id = "copilot",
  .title = "Copilot",
  .tier = CHATTY_TIER_IMPORT,
  .summary = N_("Import of exported conversations"),
};

static const ChattyConnectorInfo *const infos[] = {
  &chatty_convai_info,
  &chatty_inworld_info,
  &chatty_gemini_info,
  &openai_info,
  &claude_info,
  &grok_info,
  &character_ai_info,
  &chai_info,
  &copilot_info,
};

/**
 * chatty_connector_info_list:
 * @n_infos: (out): how many there are
 *
 * Returns: (transfer none): the platforms of the product in the order of
 *   their tiers, also those for which no connector is built; which are, the
 *   #ChattyConnectorTable knows
 */
const ChattyConnectorInfo *const *
chatty_connector_info_list (guint *n_infos)
{
  *n_infos = G_N_ELEMENTS (infos);
  return infos;
}

/**
 * chatty_connector_info_lookup:
 * @id: (nullable): a platform's id
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
const ChattyConnectorInfo *
chatty_connector_info_lookup (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_strcmp0 (infos[i]->id, id) == 0)
      return infos[i];
  return NULL;
}

/**
 * chatty_connector_info_get_summary:
 *
 * Returns: (transfer none): what the platform can do here, translated
 */
const char *
chatty_connector_info_get_summary (const ChattyConnectorInfo *self)
{
  return _(self->summary);
}

/**
 * chatty_connector_info_get_consent:
 *
 * Returns: (transfer none) (nullable): what a person is told before anything
 *   happens, translated; %NULL where there is no connector
 */
const char *
chatty_connector_info_get_consent (const ChattyConnectorInfo *self,
                                   ChattyConsent              consent)
{
  g_return_val_if_fail (consent < CHATTY_N_CONSENTS, NULL);

  return self->consent[consent] != NULL ? _(self->consent[consent]) : NULL;
}

/**
 * chatty_connector_info_get_key_hint:
 *
 * Returns: (transfer none) (nullable): what the key looks like, translated
 */
const char *
chatty_connector_info_get_key_hint (const ChattyConnectorInfo *self)
{
  return self->key_hint != NULL ? _(self->key_hint) : NULL;
}

guint
chatty_connector_info_get_n_endpoints (const ChattyConnectorInfo *self)
{
  guint n = 0;

  while (n < CHATTY_MAX_ENDPOINTS && self->endpoints[n].name != NULL)
    n++;
  return n;
}

static gboolean
is_main_origin (const ChattyConnectorInfo *self,
                const char                *address)
{
  g_autofree char *own = chatty_http_dup_origin (self->endpoints[0].address);
  g_autofree char *other = chatty_http_dup_origin (address);

  return g_strcmp0 (own, other) == 0;
}

/**
 * chatty_connector_info_get_address:
 * @addresses: (nullable): by endpoint, what the person said; %NULL for nothing
 * @endpoint: which one
 *
 * A person who moves the main endpoint to another server without saying where
 * the others are gets none of the others: a key is never sent to a place that
 * nobody named for it. Those of the same server move along.
 *
 * Returns: (transfer none) (nullable): where the endpoint is, or %NULL when it
 *   is not used
 */
const char *
chatty_connector_info_get_address (const ChattyConnectorInfo *self,
                                   const char *const         *addresses,
                                   guint                      endpoint)
{
  g_return_val_if_fail (endpoint < chatty_connector_info_get_n_endpoints (self), NULL);

  if (addresses != NULL && addresses[endpoint] != NULL)
    return addresses[endpoint];
  if (endpoint > 0 && addresses != NULL && addresses[0] != NULL &&
      !is_main_origin (self, addresses[0]))
    return is_main_origin (self, self->endpoints[endpoint].address) ? addresses[0] : NULL;
  return self->endpoints[endpoint].address;
}

/**
 * chatty_connector_info_get_role_address:
 * @addresses: (nullable): by endpoint, what the person said
 * @role: what the endpoint is for
 *
 * Returns: (transfer none) (nullable): where the first of that role is
 */
const char *
chatty_connector_info_get_role_address (const ChattyConnectorInfo *self,
                                        const char *const         *addresses,
                                        ChattyEndpointRole         role)
{
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (self); i++)
    if (self->endpoints[i].role == role)
      return chatty_connector_info_get_address (self, addresses, i);
  return NULL;
}

/**
 * chatty_connector_info_create_server:
 * @addresses: (nullable): by endpoint, what the person said
 * @client: what the program is for the server
 * @error: %CHATTY_ERROR_UNSUPPORTED where nobody signs in with the browser, or
 *   nobody said where
 *
 * A server that a person named is taken to call itself as its address does.
 *
 * Returns: (transfer full) (nullable): where the browser signs in
 */
ChattyOAuthServer *
chatty_connector_info_create_server (const ChattyConnectorInfo  *self,
                                     const char *const          *addresses,
                                     ChattyOAuthClient          *client,
                                     GError                    **error)
{
  const ChattyOAuthAddresses own = {
    .authorize = chatty_connector_info_get_role_address (self, NULL, CHATTY_ENDPOINT_AUTHORIZE),
  };
  ChattyOAuthAddresses found = {
    .authorize = chatty_connector_info_get_role_address (self, addresses,
                                                         CHATTY_ENDPOINT_AUTHORIZE),
    .token = chatty_connector_info_get_role_address (self, addresses, CHATTY_ENDPOINT_TOKEN),
    .revoke = chatty_connector_info_get_role_address (self, addresses, CHATTY_ENDPOINT_REVOKE),
    .person = chatty_connector_info_get_role_address (self, addresses, CHATTY_ENDPOINT_PERSON),
  };
  g_autofree char *issuer = NULL;

  if (self->oauth == NULL || found.authorize == NULL || found.token == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("It is not known where to sign in to %s. Enter the server addresses"),
                   self->title);
      return NULL;
    }
  if (g_strcmp0 (found.authorize, own.authorize) == 0)
    issuer = g_strdup (self->oauth->issuer);
  else
    issuer = chatty_http_dup_origin (found.authorize);
  found.issuer = issuer;
  return chatty_oauth_server_new (&found, client, NULL, error);
}

/**
 * chatty_connector_info_prepare_key:
 * @key: what a person gave, or what this returned before
 * @error: %CHATTY_ERROR_INVALID_DATA for what cannot be a key of the platform
 *
 * Returns: (transfer full) (nullable): the key as it is kept and sent
 */
ChattySecret *
chatty_connector_info_prepare_key (const ChattyConnectorInfo  *self,
                                   ChattySecret               *key,
                                   GError                    **error)
{
  return self->prepare_key != NULL ? self->prepare_key (key, error) : chatty_secret_ref (key);
}

/**
 * chatty_connector_info_create_key_authorizer:
 * @addresses: (nullable): by endpoint, what the person said
 * @key: the key, in any form that a person may give it
 * @error: what chatty_api_key_authorizer_new() says
 *
 * Returns: (transfer full) (nullable): what sends @key to the platform's
 *   endpoints, each in the header that it wants, and nowhere else
 */
ChattyAuthorizer *
chatty_connector_info_create_key_authorizer (const ChattyConnectorInfo  *self,
                                             const char *const          *addresses,
                                             ChattySecret               *key,
                                             GError                    **error)
{
  ChattyApiKeyHeader headers[CHATTY_MAX_ENDPOINTS];
  g_autoptr (ChattySecret) prepared = chatty_connector_info_prepare_key (self, key, error);
  guint n_headers = 0;

  if (prepared == NULL)
    return NULL;
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (self); i++)
    {
      const char *address = chatty_connector_info_get_address (self, addresses, i);

      if (address != NULL && self->endpoints[i].header != NULL)
        headers[n_headers++] = (ChattyApiKeyHeader) {
          .address = address,
          .header = self->endpoints[i].header,
          .prefix = self->endpoints[i].prefix,
        };
    }
  return chatty_api_key_authorizer_new (prepared, headers, n_headers, error);
}
