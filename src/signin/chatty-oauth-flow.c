/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-oauth-flow.h"
#include "chatty-pkce.h"
#include "chatty-redirect-listener.h"

/**
 * ChattyOAuthFlow:
 *
 * One sign-in with the browser (RFC 8252): made, shown to the person as an
 * address, then run once. Nothing of it is used a second time.
 */
struct _ChattyOAuthFlow {
  GObject                 parent_instance;

  ChattyOAuthServer      *server;
  ChattyRedirectListener *listener;
  ChattySecret           *verifier;
  char                   *scopes;
  char                   *address;
};

G_DEFINE_FINAL_TYPE (ChattyOAuthFlow, chatty_oauth_flow, G_TYPE_OBJECT)

static void
chatty_oauth_flow_finalize (GObject *object)
{
  ChattyOAuthFlow *self = CHATTY_OAUTH_FLOW (object);

  g_clear_object (&self->server);
  g_clear_object (&self->listener);
  g_clear_pointer (&self->verifier, chatty_secret_unref);
  g_free (self->scopes);
  g_free (self->address);

  G_OBJECT_CLASS (chatty_oauth_flow_parent_class)->finalize (object);
}

static void
chatty_oauth_flow_class_init (ChattyOAuthFlowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_oauth_flow_finalize;
}

static void
chatty_oauth_flow_init (ChattyOAuthFlow *self)
{
}

/**
 * chatty_oauth_flow_new:
 * @server: where to sign in
 * @path: the listener's path for this server, such as "/google"
 * @scopes: what is asked for, with blanks between
 * @hint: (nullable): who signs in again
 * @error: %CHATTY_ERROR_FAILED when there is no way back for the browser
 *
 * Begins a sign-in: from now on the browser can come back.
 *
 * Returns: (transfer full) (nullable): the sign-in
 */
ChattyOAuthFlow *
chatty_oauth_flow_new (ChattyOAuthServer  *server,
                       const char         *path,
                       const char         *scopes,
                       const char         *hint,
                       GError            **error)
{
  g_autoptr (ChattyOAuthFlow) self = g_object_new (CHATTY_TYPE_OAUTH_FLOW, NULL);
  g_autoptr (ChattySecret) state = chatty_pkce_new_state ();
  g_autofree char *challenge = NULL;

  self->listener = chatty_redirect_listener_new (path, state,
                                                 chatty_oauth_server_get_issuer (server), error);
  if (self->listener == NULL)
    return NULL;
  self->server = g_object_ref (server);
  self->scopes = g_strdup (scopes);
  self->verifier = chatty_pkce_new_verifier ();
  challenge = chatty_pkce_challenge (self->verifier);
  self->address =
    chatty_oauth_server_make_address (server,
                                      chatty_redirect_listener_get_address (self->listener),
                                      scopes, state, challenge, hint);
  return g_steal_pointer (&self);
}

/**
 * chatty_oauth_flow_get_address:
 *
 * Returns: (transfer none): the page to open in the browser. Whoever has it
 *   can only sign in for this program on this computer
 */
const char *
chatty_oauth_flow_get_address (ChattyOAuthFlow *self)
{
  return self->address;
}

/* What the server's page sent back in place of a code. */
static void
set_declined (const char  *code,
              GError     **error)
{
  if (g_str_equal (code, "access_denied"))
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                         _("You did not allow it in the browser, so nothing was connected"));
  else if (g_str_equal (code, "server_error") || g_str_equal (code, "temporarily_unavailable"))
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                         _("The server could not sign you in just now. Try again later"));
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                 /* Translators: %.40s is an error code in English. */
                 _("The server did not sign you in (%.40s)"), code);
}

/**
 * chatty_oauth_flow_run:
 * @seconds: how long the person may take, %CHATTY_OAUTH_FLOW_SECONDS
 * @person: (out) (optional) (nullable): who signed in
 * @cancellable: (nullable): ends it
 * @error: %CHATTY_ERROR_TIMED_OUT, %CHATTY_ERROR_CANCELLED,
 *   %CHATTY_ERROR_FORBIDDEN when the person declined, and what servers say
 *
 * Waits for the browser and changes what it brings for tokens. Blocks: for a
 * worker's thread. Once for each flow.
 *
 * Returns: (transfer full) (nullable): the tokens
 */
ChattyOAuthTokens *
chatty_oauth_flow_run (ChattyOAuthFlow    *self,
                       guint               seconds,
                       ChattyOAuthPerson **person,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr (ChattyRedirect) redirect = NULL;
  g_autoptr (ChattyOAuthTokens) tokens = NULL;
  g_autoptr (GError) unknown = NULL;
  ChattyOAuthPerson *who;

  redirect = chatty_redirect_listener_wait (self->listener, seconds, cancellable, error);
  if (redirect == NULL)
    return NULL;
  if (redirect->code == NULL)
    {
      set_declined (redirect->error, error);
      return NULL;
    }
  tokens = chatty_oauth_server_exchange (self->server, redirect->code,
                                         chatty_redirect_listener_get_address (self->listener),
                                         self->verifier,
                                         redirect->scope != NULL ? redirect->scope : self->scopes,
                                         cancellable, error);
  if (tokens == NULL || person == NULL)
    return g_steal_pointer (&tokens);

  /* A server that does not tell who it is has signed the person in all the same. */
  who = chatty_oauth_server_get_person (self->server, tokens, cancellable, &unknown);
  if (unknown != NULL)
    g_debug ("Who signed in is not known: %s", unknown->message);
  *person = who;
  return g_steal_pointer (&tokens);
}
