/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-api-key-authorizer.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-oauth-server.h"
#include "chatty-pkce.h"

/* No answer of these servers is longer. */
#define MAX_ANSWER (256 * 1024)

/* One of the server's addresses. */
typedef struct {
  ChattyHttp *http;
  char       *address;
  char       *path;
} Endpoint;

/**
 * ChattyOAuthServer:
 *
 * An authorization server, as a native program talks to it (RFC 6749, 7009,
 * 7636, 8252; platform reference, section 1). Immutable. The functions that
 * ask it something block and may be called on any thread.
 */
struct _ChattyOAuthServer {
  GObject            parent_instance;

  char              *authorize;
  char              *issuer;
  Endpoint           token;
  Endpoint           revoke;
  Endpoint           person;
  ChattyOAuthClient *client;
};

G_DEFINE_FINAL_TYPE (ChattyOAuthServer, chatty_oauth_server, G_TYPE_OBJECT)

void
chatty_oauth_person_free (ChattyOAuthPerson *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->email);
  g_free (self);
}

static void
endpoint_clear (Endpoint *self)
{
  g_clear_object (&self->http);
  g_free (self->address);
  g_free (self->path);
}

static void
chatty_oauth_server_finalize (GObject *object)
{
  ChattyOAuthServer *self = CHATTY_OAUTH_SERVER (object);

  g_free (self->authorize);
  g_free (self->issuer);
  endpoint_clear (&self->token);
  endpoint_clear (&self->revoke);
  endpoint_clear (&self->person);
  g_clear_pointer (&self->client, chatty_oauth_client_unref);

  G_OBJECT_CLASS (chatty_oauth_server_parent_class)->finalize (object);
}

static void
chatty_oauth_server_class_init (ChattyOAuthServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_oauth_server_finalize;
}

static void
chatty_oauth_server_init (ChattyOAuthServer *self)
{
}

static gboolean
endpoint_init (Endpoint                  *self,
               const char                *address,
               const ChattyHttpSettings  *http,
               GError                   **error)
{
  g_autofree char *origin = NULL;

  if (address == NULL)
    return TRUE;
  self->address = chatty_http_check_address (address, error);
  if (self->address == NULL)
    return FALSE;
  origin = chatty_http_dup_origin (self->address);
  self->path = g_strdup (self->address + strlen (origin));
  self->http = chatty_http_new (origin, http, error);
  return self->http != NULL;
}

/**
 * chatty_oauth_server_new:
 * @addresses: where it is; https, or http on this computer
 * @client: what the program is for it
 * @http: (nullable): how HTTP behaves
 * @error: %CHATTY_ERROR_INVALID_DATA for an address that is none
 *
 * Returns: (transfer full) (nullable): the server
 */
ChattyOAuthServer *
chatty_oauth_server_new (const ChattyOAuthAddresses  *addresses,
                         ChattyOAuthClient           *client,
                         const ChattyHttpSettings    *http,
                         GError                     **error)
{
  g_autoptr (ChattyOAuthServer) self = g_object_new (CHATTY_TYPE_OAUTH_SERVER, NULL);
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;

  if (http != NULL)
    settings = *http;
  settings.max_bytes = MAX_ANSWER;

  self->authorize = chatty_http_check_address (addresses->authorize, error);
  if (self->authorize == NULL ||
      !endpoint_init (&self->token, addresses->token, &settings, error) ||
      !endpoint_init (&self->revoke, addresses->revoke, &settings, error) ||
      !endpoint_init (&self->person, addresses->person, &settings, error))
    return NULL;
  self->issuer = g_strdup (addresses->issuer);
  self->client = chatty_oauth_client_ref (client);
  return g_steal_pointer (&self);
}

ChattyOAuthClient *
chatty_oauth_server_get_client (ChattyOAuthServer *self)
{
  return self->client;
}

const char *
chatty_oauth_server_get_issuer (ChattyOAuthServer *self)
{
  return self->issuer;
}

static void
append_field (GString    *form,
              const char *name,
              const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append_printf (form, "%s=%s", name, escaped);
  chatty_secret_wipe (escaped, strlen (escaped));
}

/**
 * chatty_oauth_server_make_address:
 * @redirect: where the browser comes back to
 * @scopes: what is asked for, with blanks between
 * @state: what it has to bring back
 * @challenge: by chatty_pkce_challenge()
 * @hint: (nullable): the address or id of the person who signs in again
 *
 * Returns: (transfer full): the page for the browser (platform reference,
 *   section 1.2)
 */
char *
chatty_oauth_server_make_address (ChattyOAuthServer *self,
                                  const char        *redirect,
                                  const char        *scopes,
                                  ChattySecret      *state,
                                  const char        *challenge,
                                  const char        *hint)
{
  g_autoptr (GString) query = g_string_new (NULL);

  append_field (query, "client_id", chatty_oauth_client_get_id (self->client));
  append_field (query, "redirect_uri", redirect);
  append_field (query, "response_type", "code");
  append_field (query, "scope", scopes);
  append_field (query, "state", chatty_secret_peek (state));
  append_field (query, "code_challenge", challenge);
  append_field (query, "code_challenge_method", "S256");
  append_field (query, "access_type", "offline");
  /* Without it a person who allowed it before gets no new refresh token. */
  append_field (query, "prompt", "consent");
  append_field (query, "include_granted_scopes", "true");
  if (hint != NULL)
    append_field (query, "login_hint", hint);
  return g_strconcat (self->authorize, "?", query->str, NULL);
}

/* What a token endpoint refuses with (platform reference, section 1.4). */
static void
set_refusal (ChattyHttpResponse  *response,
             gboolean             signing_in,
             GError             **error)
{
  JsonNode *node = chatty_http_response_peek_object (response);
  JsonObject *object = node != NULL ? chatty_json_node_object (node) : NULL;
  const char *code = object != NULL ? chatty_json_get_string (object, "error") : NULL;
  const char *subtype = object != NULL ? chatty_json_get_string (object, "error_subtype") : NULL;
  const char *words = object != NULL ? chatty_json_get_string (object, "error_description") : NULL;
  gboolean reauth = g_strcmp0 (subtype, "invalid_rapt") == 0 ||
                    (words != NULL && strstr (words, "eauth") != NULL);

  if (g_strcmp0 (code, "invalid_grant") == 0)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                         signing_in ? _("The sign-in took too long or was used already. Sign in again")
                         : reauth ? _("Your organisation asks you to sign in again from time to time. "
                                      "Sign in again")
                         : _("The sign-in has ended: it was taken back, or ran out, as it does "
                             "after seven days for a client that is in testing. Sign in again"));
  else if (g_strcmp0 (code, "invalid_client") == 0 || g_strcmp0 (code, "deleted_client") == 0 ||
           g_strcmp0 (code, "unauthorized_client") == 0)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                         signing_in ? _("The OAuth client is not known there, or its secret is "
                                        "wrong. Go back, and hand over its file again")
                         : _("The OAuth client is not known there, or its secret is wrong. Look at "
                             "it in the settings of the account"));
  else if (g_strcmp0 (code, "invalid_scope") == 0)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                         _("What was asked for was not allowed. Sign in again and allow it"));
  else if (g_strcmp0 (code, "invalid_request") == 0 && words != NULL &&
           strstr (words, "client_secret") != NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                         _("This OAuth client needs its secret. Enter it in the settings of the "
                           "account"));
  else
    chatty_http_response_set_error (response, words != NULL ? words : code, error);
}

/* Sends a form whose text is wiped afterwards. */
static ChattyHttpResponse *
post (ChattyOAuthServer  *self,
      Endpoint           *endpoint,
      GString            *form,
      GCancellable       *cancellable,
      GError            **error)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", endpoint->path);
  ChattySecret *secret = chatty_oauth_client_get_secret (self->client);
  g_autoptr (GBytes) body = NULL;
  ChattyHttpResponse *response;

  append_field (form, "client_id", chatty_oauth_client_get_id (self->client));
  if (secret != NULL)
    append_field (form, "client_secret", chatty_secret_peek (secret));
  body = g_bytes_new_static (form->str, form->len);
  chatty_http_request_set_header (request, "Accept", "application/json");
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_body (request, "application/x-www-form-urlencoded", body);
  response = chatty_http_send (endpoint->http, request, NULL, cancellable, error);
  return response;
}

static ChattyOAuthTokens *
post_for_tokens (ChattyOAuthServer  *self,
                 GString            *form,
                 ChattyOAuthTokens  *before,
                 const char         *scopes,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_autoptr (ChattyHttpResponse) response = post (self, &self->token, form, cancellable, error);
  g_autoptr (JsonNode) node = NULL;

  if (response == NULL)
    return NULL;
  if (!chatty_http_response_is_success (response))
    {
      set_refusal (response, before == NULL, error);
      return NULL;
    }
  node = chatty_http_response_parse_json (response, error);
  if (node == NULL)
    return NULL;
  return chatty_oauth_tokens_read (node, before, scopes, chatty_time_now (), error);
}

static void
wipe_form (GString *form)
{
  chatty_secret_wipe (form->str, form->allocated_len);
  g_string_free (form, TRUE);
}

/**
 * chatty_oauth_server_exchange:
 * @code: what the browser brought
 * @redirect: the very address that it came back to
 * @verifier: what the challenge was made of
 * @scopes: what was asked for
 * @cancellable: (nullable): stops it
 * @error: what went wrong, with what to do
 *
 * Changes a code for tokens. A code can be used once.
 *
 * Returns: (transfer full) (nullable): the tokens; what they may be used for
 *   can be less than was asked
 */
ChattyOAuthTokens *
chatty_oauth_server_exchange (ChattyOAuthServer  *self,
                              ChattySecret       *code,
                              const char         *redirect,
                              ChattySecret       *verifier,
                              const char         *scopes,
                              GCancellable       *cancellable,
                              GError            **error)
{
  GString *form = g_string_new (NULL);
  ChattyOAuthTokens *tokens;

  append_field (form, "grant_type", "authorization_code");
  append_field (form, "code", chatty_secret_peek (code));
  append_field (form, "redirect_uri", redirect);
  append_field (form, "code_verifier", chatty_secret_peek (verifier));
  tokens = post_for_tokens (self, form, NULL, scopes, cancellable, error);
  wipe_form (form);
  return tokens;
}

/**
 * chatty_oauth_server_refresh:
 * @tokens: those that are to be renewed
 * @cancellable: (nullable): stops it
 * @error: %CHATTY_ERROR_SIGN_IN_NEEDED when the person has to sign in again;
 *   anything else may pass by itself
 *
 * Gets a new token for calls. The new tokens replace the old ones at once: the
 * server may not know those any more.
 *
 * Returns: (transfer full) (nullable): the new tokens
 */
ChattyOAuthTokens *
chatty_oauth_server_refresh (ChattyOAuthServer  *self,
                             ChattyOAuthTokens  *tokens,
                             GCancellable       *cancellable,
                             GError            **error)
{
  ChattySecret *refresh = chatty_oauth_tokens_get_refresh (tokens);
  ChattyOAuthTokens *renewed;
  GString *form;

  if (refresh == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                           _("This sign-in cannot be renewed. Sign in again"));
      return NULL;
    }
  form = g_string_new (NULL);
  append_field (form, "grant_type", "refresh_token");
  append_field (form, "refresh_token", chatty_secret_peek (refresh));
  renewed = post_for_tokens (self, form, tokens, NULL, cancellable, error);
  wipe_form (form);
  return renewed;
}

/**
 * chatty_oauth_server_revoke:
 * @tokens: what is given back
 * @cancellable: (nullable): stops it
 * @error: what went wrong; the tokens may still be good then
 *
 * Tells the server to forget the sign-in. Tokens that it does not know (any
 * more) are as good as revoked (platform reference, section 1.5).
 *
 * Returns: whether they are of no use now
 */
gboolean
chatty_oauth_server_revoke (ChattyOAuthServer  *self,
                            ChattyOAuthTokens  *tokens,
                            GCancellable       *cancellable,
                            GError            **error)
{
  ChattySecret *token = chatty_oauth_tokens_get_refresh (tokens);
  g_autoptr (ChattyHttpResponse) response = NULL;
  GString *form;

  if (token == NULL)
    token = chatty_oauth_tokens_get_access (tokens);
  if (token == NULL || self->revoke.http == NULL)
    return TRUE;
  form = g_string_new (NULL);
  append_field (form, "token", chatty_secret_peek (token));
  response = post (self, &self->revoke, form, cancellable, error);
  wipe_form (form);
  if (response == NULL)
    return FALSE;
  return chatty_http_response_get_status (response) == 400 ||
         chatty_http_response_check (response, error);
}

/**
 * chatty_oauth_server_get_person:
 * @tokens: with a token for calls
 * @cancellable: (nullable): stops it
 * @error: what went wrong
 *
 * Asks who signed in.
 *
 * Returns: (transfer full) (nullable): the person; %NULL without @error when
 *   the server has no way to tell
 */
ChattyOAuthPerson *
chatty_oauth_server_get_person (ChattyOAuthServer  *self,
                                ChattyOAuthTokens  *tokens,
                                GCancellable       *cancellable,
                                GError            **error)
{
  ChattySecret *access = chatty_oauth_tokens_get_access (tokens);
  g_autoptr (ChattyHttpRequest) request = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (ChattyAuthorizer) bearer = NULL;
  g_autoptr (ChattyHttpAuth) auth = NULL;
  g_autoptr (JsonNode) node = NULL;
  ChattyApiKeyHeader header = { self->person.address, "Authorization", "Bearer " };
  ChattyOAuthPerson *person;
  JsonObject *object;
  const char *id;

  if (self->person.http == NULL || access == NULL)
    return NULL;
  bearer = chatty_api_key_authorizer_new (access, &header, 1, error);
  auth = bearer != NULL
         ? chatty_authorizer_create_http_auth (bearer, self->person.address, error) : NULL;
  if (auth == NULL)
    return NULL;
  request = chatty_http_request_new ("GET", self->person.path);
  response = chatty_http_send (self->person.http, request, auth, cancellable, error);
  if (response == NULL || !chatty_http_response_check (response, error))
    return NULL;
  node = chatty_http_response_parse_json (response, error);
  if (node == NULL)
    return NULL;
  object = chatty_json_node_object (node);
  id = object != NULL ? chatty_json_get_string (object, "sub") : NULL;
  /* The older form of Google's calls it otherwise (section 1.1). */
  if (id == NULL && object != NULL)
    id = chatty_json_get_string (object, "id");
  if (id == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The server did not say who signed in"));
      return NULL;
    }
  person = g_new0 (ChattyOAuthPerson, 1);
  person->id = g_strdup (id);
  person->name = g_strdup (chatty_json_get_string (object, "name"));
  person->email = g_strdup (chatty_json_get_string (object, "email"));
  return person;
}
