/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The sign-in of the program, without its windows: what it is told on its
 * standard input, a line for each step, and the answer in a line. The first
 * half is what the pages do; the second asks the server of an account for what
 * the pages never do. Nothing that it says is secret but an address or a code
 * that a browser sees as well. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-pkce.h"
#include "chatty-redirect-listener.h"
#include "chatty-sign-in.h"
#include "fake-secret-store.h"

#define PLATFORM "gemini"
#define PATIENCE_SECONDS 30

typedef struct {
  ChattyAccountStore   *accounts;
  ChattySecretStore    *keyring;
  ChattyAccountService *service;
  GStrv                 addresses;
  ChattyOAuthClient    *client;
  ChattySignIn         *begun;

  /* What was in the keyring at some time. */
  ChattySecret         *kept;

  /* A sign-in by hand. */
  ChattyRedirectListener *listener;
  ChattySecret           *verifier;
  ChattyRedirect         *redirect;
  ChattyOAuthTokens      *tokens;
} World;

static void
answer (const char *word,
        const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text != NULL ? text : ""), "\n", ' ');

  printf ("%s %s\n", word, line);
  fflush (stdout);
}

static void
answer_error (const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%d %s", error->domain == CHATTY_ERROR ? error->code : -1,
                                           error->message);

  answer ("error", text);
}

/* As if the program was started again. */
static void
start (World *self)
{
  g_clear_object (&self->service);
  self->service = chatty_account_service_new (chatty_connector_table_get_default (),
                                              self->accounts, self->keyring);
}

/* begin ACCOUNT|- SCOPE... */
static void
begin (World *self,
       GStrv  words)
{
  gboolean is_new = g_str_equal (words[1], "-");
  ChattyConnectRequest request = {
    .account = is_new ? NULL : words[1],
    .platform = is_new ? PLATFORM : NULL,
    .flags = CHATTY_CONNECT_CONSENTED,
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; is_new && i < g_strv_length (self->addresses); i++)
    request.addresses[i] = self->addresses[i];
  g_clear_object (&self->begun);
  self->begun = chatty_account_service_begin_sign_in (self->service, &request,
                                                      is_new ? self->client : NULL,
                                                      (const char *const *) words + 2, NULL,
                                                      &error);
  if (self->begun == NULL)
    answer_error (error);
  else
    answer ("address", chatty_sign_in_get_address (self->begun));
}

/* finish: waits for the browser; also "accept", once it is said that somebody
 * else signed in */
static void
finish (World              *self,
        ChattyConnectFlags  flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyConnectResult) result =
    chatty_account_service_sign_in (self->service, self->begun, CHATTY_CONNECT_CONSENTED | flags,
                                    NULL, &error);
  g_autofree char *text = NULL;

  if (result == NULL)
    {
      answer_error (error);
      return;
    }
  if (!chatty_connect_result_is_saved (result))
    {
      answer (result->outcome == CHATTY_CONNECT_OTHER_ACCOUNT ? "other" : "refused",
              result->message);
      return;
    }
  text = g_strdup_printf ("%s %s %s", result->account->id, result->account->owner,
                          result->account->scopes);
  answer ("saved", text);
}

static void
test (World      *self,
      const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVerdict) verdict =
    chatty_account_service_test (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);

  if (verdict == NULL)
    answer_error (error);
  else
    answer (chatty_verdict_kind_to_string (verdict->kind), verdict->detail);
}

static void
disconnect (World      *self,
            const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_disconnect (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
  g_autofree char *count = g_strdup_printf ("%u", fake_secret_store_count (self->keyring));

  if (account == NULL)
    answer_error (error);
  else
    answer ("disconnected", count);
}

/* What a thief would take from the keyring. */
static void
keep (World      *self,
      const char *id)
{
  g_autoptr (ChattySecretId) place =
    chatty_secret_id_new (PLATFORM, id, CHATTY_SECRET_KIND_REFRESH_TOKEN);

  g_clear_pointer (&self->kept, chatty_secret_unref);
  if (chatty_secret_store_lookup (self->keyring, place, CHATTY_SECRET_QUIET, &self->kept, NULL,
                                  NULL) == CHATTY_SECRET_FOUND)
    answer ("kept", NULL);
  else
    answer ("nothing", NULL);
}

static ChattyOAuthServer *
open_server (World   *self,
             GError **error)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (PLATFORM);
  const char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };

  for (guint i = 0; i < g_strv_length (self->addresses); i++)
    addresses[i] = self->addresses[i];
  return chatty_connector_info_create_server (info, addresses, self->client, error);
}

/* Takes the tokens. */
static void
answer_tokens (World             *self,
               ChattyOAuthTokens *tokens,
               const GError      *error)
{
  if (tokens == NULL)
    {
      answer_error (error);
      return;
    }
  g_clear_pointer (&self->tokens, chatty_oauth_tokens_unref);
  self->tokens = tokens;
  answer ("tokens", NULL);
}

/* Renews with what was kept, whatever became of the account. */
static void
renew_kept (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthServer) server = open_server (self, &error);
  g_autoptr (ChattyCredential) credential = chatty_credential_unseal (self->kept, NULL);
  ChattyOAuthTokens *tokens = chatty_oauth_server_refresh (server, credential->tokens, NULL, &error);

  answer_tokens (self, tokens, error);
}

/* by-hand SCOPE...: a sign-in of which the parts are at hand */
static void
begin_by_hand (World *self,
               GStrv  words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthServer) server = open_server (self, &error);
  g_autoptr (ChattySecret) state = chatty_pkce_new_state ();
  g_autofree char *scopes = g_strjoinv (" ", words + 1);
  g_autofree char *challenge = NULL;
  g_autofree char *address = NULL;

  g_assert_no_error (error);
  g_clear_object (&self->listener);
  self->listener = chatty_redirect_listener_new (chatty_connector_info_lookup (PLATFORM)->oauth->path,
                                                 state, chatty_oauth_server_get_issuer (server),
                                                 &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->verifier, chatty_secret_unref);
  self->verifier = chatty_pkce_new_verifier ();
  challenge = chatty_pkce_challenge (self->verifier);
  address = chatty_oauth_server_make_address (server,
                                              chatty_redirect_listener_get_address (self->listener),
                                              scopes, state, challenge, NULL);
  answer ("address", address);
}

static void
wait_by_hand (World *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->redirect, chatty_redirect_free);
  self->redirect = chatty_redirect_listener_wait (self->listener, PATIENCE_SECONDS, NULL, &error);
  if (self->redirect == NULL)
    answer_error (error);
  else
    answer (self->redirect->code != NULL ? "code" : "declined", NULL);
}

/* exchange right|wrong: the code, with the verifier or with another one */
static void
exchange_by_hand (World    *self,
                  gboolean  right)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthServer) server = open_server (self, &error);
  g_autoptr (ChattySecret) other = chatty_pkce_new_verifier ();
  ChattyOAuthTokens *tokens =
    chatty_oauth_server_exchange (server, self->redirect->code,
                                  chatty_redirect_listener_get_address (self->listener),
                                  right ? self->verifier : other, "", NULL, &error);

  answer_tokens (self, tokens, error);
}

static void
renew_by_hand (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthServer) server = open_server (self, &error);
  ChattyOAuthTokens *tokens = chatty_oauth_server_refresh (server, self->tokens, NULL, &error);

  answer_tokens (self, tokens, error);
}

static gboolean
carry_out (World *self,
           GStrv  words)
{
  const char *verb = words[0];
  guint n_words = g_strv_length (words);

  if (g_str_equal (verb, "servers") && n_words <= CHATTY_MAX_ENDPOINTS + 1)
    {
      g_strfreev (self->addresses);
      self->addresses = g_strdupv (words + 1);
      answer ("ok", NULL);
    }
  else if (g_str_equal (verb, "client") && n_words == 3)
    {
      g_autoptr (ChattySecret) secret = chatty_secret_new (words[2], -1);

      g_clear_pointer (&self->client, chatty_oauth_client_unref);
      self->client = chatty_oauth_client_new (words[1], secret, NULL, NULL);
      answer (self->client != NULL ? "ok" : "none", NULL);
    }
  else if (g_str_equal (verb, "restart"))
    {
      start (self);
      answer ("ok", NULL);
    }
  else if (g_str_equal (verb, "begin") && n_words > 2)
    begin (self, words);
  else if (g_str_equal (verb, "finish"))
    finish (self, 0);
  else if (g_str_equal (verb, "accept"))
    finish (self, CHATTY_CONNECT_ACCEPT_OTHER);
  else if (g_str_equal (verb, "test") && n_words == 2)
    test (self, words[1]);
  else if (g_str_equal (verb, "disconnect") && n_words == 2)
    disconnect (self, words[1]);
  else if (g_str_equal (verb, "keep") && n_words == 2)
    keep (self, words[1]);
  else if (g_str_equal (verb, "renew-kept") && self->kept != NULL)
    renew_kept (self);
  else if (g_str_equal (verb, "by-hand") && n_words > 1)
    begin_by_hand (self, words);
  else if (g_str_equal (verb, "wait"))
    wait_by_hand (self);
  else if (g_str_equal (verb, "exchange") && n_words == 2)
    exchange_by_hand (self, g_str_equal (words[1], "right"));
  else if (g_str_equal (verb, "renew") && self->tokens != NULL)
    renew_by_hand (self);
  else
    return FALSE;
  return TRUE;
}

/* sign-in-client FOLDER: where the records of the accounts are kept. */
int
main (int   argc,
      char *argv[])
{
  World world = { 0 };
  char line[4096];

  if (argc == 2)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (argv[1]);

      world.accounts = chatty_account_store_new (folder);
      world.keyring = fake_secret_store_new ();
      start (&world);
      while (fgets (line, sizeof line, stdin) != NULL)
        {
          g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);

          if (!carry_out (&world, words))
            answer ("what", words[0]);
        }
    }
  g_strfreev (world.addresses);
  g_clear_pointer (&world.client, chatty_oauth_client_unref);
  g_clear_object (&world.begun);
  g_clear_pointer (&world.kept, chatty_secret_unref);
  g_clear_object (&world.listener);
  g_clear_pointer (&world.verifier, chatty_secret_unref);
  g_clear_pointer (&world.redirect, chatty_redirect_free);
  g_clear_pointer (&world.tokens, chatty_oauth_tokens_unref);
  g_clear_object (&world.service);
  g_clear_object (&world.accounts);
  g_clear_object (&world.keyring);
  return argc == 2 ? 0 : 2;
}
