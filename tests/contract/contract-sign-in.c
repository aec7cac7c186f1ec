/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-oauth-authorizer.h"
#include "chatty-oauth-flow.h"
#include "contract.h"

/* An account that is signed in to with the browser: the whole flow, against
 * the platform's authorization server as the simulator plays it. */

/* More than any of this takes. */
#define PATIENCE_SECONDS 20

/* The browser, and a person who allows everything: goes where the address
 * leads. */
static gpointer
browse (gpointer address)
{
  g_autofree char *owned = address;

  return GUINT_TO_POINTER (chatty_simulator_browse (owned));
}

/* Where the platform has it, at the simulator. */
static void
find_addresses (Contract *self,
                char     *addresses[CHATTY_MAX_ENDPOINTS])
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (self->platform->id);

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    {
      g_autoptr (GUri) own = g_uri_parse (info->endpoints[i].address, G_URI_FLAGS_NONE, NULL);

      addresses[i] = g_strconcat (chatty_simulator_get_address (self->simulator,
                                                                self->platform->hosts[i]),
                                  g_uri_get_path (own), NULL);
    }
}

static char *
all_scopes (const ChattyOAuthInfo *oauth)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) scopes = NULL;

  for (guint i = 0; oauth->scopes[i].scope != NULL; i++)
    g_strv_builder_add (builder, oauth->scopes[i].scope);
  scopes = g_strv_builder_end (builder);
  return g_strjoinv (" ", scopes);
}

static gboolean
save_cb (ChattyOAuthTokens  *tokens,
         gpointer            user_data,
         GError            **error)
{
  return TRUE;
}

/**
 * contract_sign_in:
 *
 * Returns: (transfer full): what the sign-in gave, for the account's calls
 */
ChattyAuthorizer *
contract_sign_in (Contract *self)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (self->platform->id);
  g_autoptr (ChattySecret) secret = chatty_secret_new (CHATTY_SIMULATOR_CLIENT_SECRET, -1);
  g_autoptr (ChattyOAuthClient) client = NULL;
  g_autoptr (ChattyOAuthServer) server = NULL;
  g_autoptr (ChattyOAuthFlow) flow = NULL;
  g_autoptr (ChattyOAuthTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *scopes = all_scopes (info->oauth);
  char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };
  const char *calls[] = { chatty_simulator_get_address (self->simulator, self->platform->hosts[0]),
                          NULL };
  ChattyAuthorizer *authorizer;
  GThread *browser;

  g_assert_true (chatty_simulator_set_google (self->simulator, "auto-consent", "yes"));
  find_addresses (self, addresses);
  client = chatty_oauth_client_new (CHATTY_SIMULATOR_CLIENT, secret, NULL, &error);
  g_assert_no_error (error);
  server = chatty_connector_info_create_server (info, (const char *const *) addresses, client,
                                                &error);
  g_assert_no_error (error);
  flow = chatty_oauth_flow_new (server, info->oauth->path, scopes, NULL, &error);
  g_assert_no_error (error);
  browser = g_thread_new ("browser", browse, g_strdup (chatty_oauth_flow_get_address (flow)));
  tokens = chatty_oauth_flow_run (flow, PATIENCE_SECONDS, NULL, NULL, &error);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (browser)), ==, 200);
  g_assert_no_error (error);
  authorizer = chatty_oauth_authorizer_new (server, tokens, calls, save_cb, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free (addresses[i]);
  return authorizer;
}
