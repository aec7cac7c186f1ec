/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Codes and refresh tokens for access tokens, and back; and who signed in:
 * reference, sections 1.4 to 1.6. A code that comes a second time takes what
 * the first brought with it, as RFC 6749 (4.1.2) asks. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "google.h"

#define CODE_SECONDS 600

static const char EXPIRED_OR_REVOKED[] = "Token has been expired or revoked.";

/* What may be asked for by name, to look at how a client takes it. */
static const struct {
  const char *name;
  guint       status;
  const char *error;
  const char *description;
  const char *subtype;
} ERRORS[] = {
  { "invalid_grant", 400, "invalid_grant", EXPIRED_OR_REVOKED, NULL },
  { "invalid_rapt", 400, "invalid_grant", "reauth related error (invalid_rapt)", "invalid_rapt" },
  { "invalid_client", 401, "invalid_client", "The OAuth client was not found.", NULL },
  { "deleted_client", 401, "deleted_client", "The OAuth client was deleted.", NULL },
  { "unauthorized_client", 401, "unauthorized_client", "Unauthorized", NULL },
  { "secret_missing", 400, "invalid_request", "client_secret is missing.", NULL },
  { "redirect_uri_mismatch", 400, "redirect_uri_mismatch", "Bad Request", NULL },
  { "unsupported_grant_type", 400, "unsupported_grant_type", "Invalid grant_type", NULL },
  { "invalid_scope", 400, "invalid_scope", "Some requested scopes were invalid.", NULL },
  { "admin_policy_enforced", 400, "admin_policy_enforced", "Bad Request", NULL },
  { "internal_failure", 500, "internal_failure", "Backend Error", NULL },
};

static SimReply *
refuse_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (ERRORS); i++)
    if (g_str_equal (ERRORS[i].name, name))
      return google_refuse (ERRORS[i].status, ERRORS[i].error, ERRORS[i].description,
                            ERRORS[i].subtype);
  return google_refuse (400, name, NULL, NULL);
}

static SimReply *
refuse_client (SimRequest *request)
{
  GoogleSettings *settings = &sim_get_google (request->sim)->settings;
  const char *id = sim_request_get_field (request, "client_id");
  const char *secret = sim_request_get_field (request, "client_secret");

  if (id == NULL)
    return google_refuse (400, "invalid_request", "Could not determine client ID from request.",
                          NULL);
  if (!g_str_equal (id, settings->client_id) || request->fault == CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
    return refuse_by_name ("invalid_client");
  if (*settings->client_secret == '\0')
    return NULL;
  if (secret == NULL || *secret == '\0')
    return refuse_by_name ("secret_missing");
  if (!g_str_equal (secret, settings->client_secret))
    return google_refuse (401, "invalid_client", "The provided client secret is invalid.", NULL);
  return NULL;
}

/* The answer, without a signature that anybody could check: the program asks
 * the userinfo endpoint. */
static char *
make_id_token (GoogleState *state,
               GoogleGrant *grant)
{
  g_autofree char *claims =
    g_strdup_printf ("{\"iss\":\"" GOOGLE_ISSUER "\",\"aud\":\"%s\",\"sub\":\"%s\",\"iat\":%"
                     G_GINT64_FORMAT "}", grant->client_id, GOOGLE_PEOPLE[grant->person].id,
                     google_state_now (state));
  g_autofree char *body = g_base64_encode ((const guchar *) claims, strlen (claims));

  g_strdelimit (body, "+", '-');
  g_strdelimit (body, "/", '_');
  body[strcspn (body, "=")] = '\0';
  return g_strconcat ("eyJhbGciOiJub25lIn0.", body, ".", NULL);
}

/* @refresh: (nullable). What is granted under a short name is told under its
 * long one, as the platform does. */
static SimReply *
bring_tokens (SimRequest  *request,
              GoogleGrant *grant,
              const char  *refresh)
{
  GoogleState *state = sim_get_google (request->sim);
  JsonObject *object = json_object_new ();
  g_auto (GStrv) scopes = g_strsplit (grant->scopes, " ", -1);
  g_autofree char *told = NULL;

  for (guint i = 0; scopes[i] != NULL; i++)
    if (g_str_equal (scopes[i], "email") || g_str_equal (scopes[i], "profile"))
      {
        char *name = g_strconcat ("https://www.googleapis.com/auth/userinfo.", scopes[i], NULL);

        g_free (scopes[i]);
        scopes[i] = name;
      }
  told = g_strjoinv (" ", scopes);
  json_object_set_string_member (object, "access_token", google_state_add_access (state, grant));
  json_object_set_int_member (object, "expires_in", state->settings.expires_in);
  if (refresh != NULL)
    json_object_set_string_member (object, "refresh_token", refresh);
  json_object_set_string_member (object, "scope", told);
  json_object_set_string_member (object, "token_type", "Bearer");
  if (google_scopes_have (grant->scopes, "openid"))
    {
      g_autofree char *id_token = make_id_token (state, grant);

      json_object_set_string_member (object, "id_token", id_token);
    }
  return sim_reply_new_object (200, object);
}

/* base64url (SHA-256 (@verifier)), without padding: RFC 7636, 4.6. */
static gboolean
proves (const char *verifier,
        const char *challenge)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  if (verifier == NULL || strlen (verifier) < 43 || strlen (verifier) > 128)
    return FALSE;
  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_str_equal (text, challenge);
}

static SimReply *
exchange (SimRequest *request)
{
  GoogleState *state = sim_get_google (request->sim);
  const char *text = sim_request_get_field (request, "code");
  const char *redirect = sim_request_get_field (request, "redirect_uri");
  GoogleCode *code = text != NULL ? google_state_find_code (state, text) : NULL;

  if (text == NULL)
    return google_refuse (400, "invalid_request", "Missing required parameter: code", NULL);
  if (code == NULL || google_state_now (state) - code->made > CODE_SECONDS)
    return google_refuse (400, "invalid_grant", "Malformed auth code.", NULL);
  if (code->used)
    {
      sim_request_note (request, "code used twice");
      google_state_revoke (code->grant);
      return google_refuse (400, "invalid_grant", "Bad Request", NULL);
    }
  if (g_strcmp0 (redirect, code->redirect) != 0)
    return refuse_by_name ("redirect_uri_mismatch");
  code->used = TRUE;
  if (!proves (sim_request_get_field (request, "code_verifier"), code->challenge))
    return google_refuse (400, "invalid_grant", "Invalid code verifier.", NULL);
  return bring_tokens (request, code->grant,
                       state->settings.refresh_token
                         ? google_state_add_refresh (state, code->grant) : NULL);
}

/* Whether everything that is asked for again was granted. */
static gboolean
covers (GoogleGrant *grant,
        const char  *scopes)
{
  g_auto (GStrv) words = g_strsplit (scopes != NULL ? scopes : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !google_scopes_have (grant->scopes, words[i]))
      return FALSE;
  return TRUE;
}

static SimReply *
refresh (SimRequest *request)
{
  GoogleState *state = sim_get_google (request->sim);
  const char *token = sim_request_get_field (request, "refresh_token");
  GoogleGrant *grant = token != NULL ? google_state_find_refresh (state, token) : NULL;
  const char *fresh = NULL;
  guint at;

  if (token == NULL)
    return google_refuse (400, "invalid_request", "Missing required parameter: refresh_token",
                          NULL);
  if (*state->settings.refresh_error != '\0')
    return refuse_by_name (state->settings.refresh_error);
  if (grant == NULL || request->fault == CHATTY_SIMULATOR_FAULT_SESSION_EXPIRED)
    return refuse_by_name ("invalid_grant");
  if (!covers (grant, sim_request_get_field (request, "scope")))
    return refuse_by_name ("invalid_scope");
  if (state->settings.rotation != GOOGLE_ROTATION_NONE)
    {
      g_ptr_array_find_with_equal_func (grant->refresh, token, g_str_equal, &at);
      fresh = google_state_add_refresh (state, grant);
      if (state->settings.rotation == GOOGLE_ROTATION_REPLACE)
        g_ptr_array_remove_index (grant->refresh, at);
    }
  return bring_tokens (request, grant, fresh);
}

SimReply *
google_token (SimRequest *request)
{
  GoogleSettings *settings = &sim_get_google (request->sim)->settings;
  const char *grant = sim_request_get_field (request, "grant_type");
  SimReply *refusal = refuse_client (request);

  if (refusal != NULL)
    return refusal;
  if (*settings->token_error != '\0')
    return refuse_by_name (settings->token_error);
  if (g_strcmp0 (grant, "authorization_code") == 0)
    return exchange (request);
  if (g_strcmp0 (grant, "refresh_token") == 0)
    return refresh (request);
  return refuse_by_name ("unsupported_grant_type");
}

/* In the form or in the address; an access token takes its refresh token with
 * it. */
SimReply *
google_revoke (SimRequest *request)
{
  GoogleState *state = sim_get_google (request->sim);
  g_autofree char *in_query = sim_query (request, "token");
  const char *token = sim_request_get_field (request, "token");
  GoogleAccess *access;
  GoogleGrant *grant;

  if (in_query != NULL)
    sim_request_note (request, "token in the address");
  if (token == NULL)
    token = in_query;
  if (token == NULL)
    return google_refuse (400, "invalid_request", "Missing required parameter: token", NULL);
  access = google_state_find_access (state, token);
  grant = access != NULL ? access->grant : google_state_find_refresh (state, token);
  if (grant == NULL || grant->revoked)
    return google_refuse (400, "invalid_token", "Token expired or revoked", NULL);
  google_state_revoke (grant);
  return sim_reply_new_object (200, json_object_new ());
}

SimReply *
google_userinfo (SimRequest *request)
{
  GoogleState *state = sim_get_google (request->sim);
  const char *header = sim_request_get_header (request, "Authorization");
  GoogleAccess *access = header != NULL && g_str_has_prefix (header, "Bearer ")
                           ? google_state_find_access (state, header + strlen ("Bearer ")) : NULL;
  const GooglePerson *person;
  JsonObject *object;

  if (access == NULL || access->grant->revoked || access->ends <= google_state_now (state)
      || request->fault == CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
    return google_refuse (401, "invalid_request", "Invalid Credentials", NULL);
  if (!google_scopes_have (access->grant->scopes, "openid"))
    return google_refuse (403, "insufficient_scope", "Request had insufficient authentication "
                          "scopes.", NULL);
  person = &GOOGLE_PEOPLE[access->grant->person];
  object = json_object_new ();
  json_object_set_string_member (object, "sub", person->id);
  if (google_scopes_have (access->grant->scopes, "profile"))
    json_object_set_string_member (object, "name", person->name);
  if (google_scopes_have (access->grant->scopes, "email"))
    {
      json_object_set_string_member (object, "email", person->email);
      json_object_set_boolean_member (object, "email_verified", TRUE);
    }
  return sim_reply_new_object (200, object);
}
