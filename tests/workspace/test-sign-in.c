/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Signing in with the browser, from the address to the account: Gemini, its
 * authorization server and a browser that is played. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "chatty-account-service-private.h"
#include "chatty-chat.h"
#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-gemini.h"
#include "chatty-sign-in.h"
#include "chatty-simulator.h"
#include "fake-secret-store.h"

#define AUTH  CHATTY_SIMULATOR_GOOGLE_AUTH
#define KEY   "AIzaSyAddedBesideASignInWithTheBrowser00"
#define SCOPE "https://www.googleapis.com/auth/"
#define NEEDED "openid email " SCOPE "generative-language.retriever"
#define MORE   NEEDED " " SCOPE "cloud-platform"

static const ChattyConnectorEntry table[] = {
  { &chatty_gemini_info, chatty_gemini_new },
  { NULL, NULL },
};

typedef struct {
  char                 *folder;
  ChattySimulator      *simulator;
  ChattyAccountStore   *accounts;
  ChattySecretStore    *keyring;
  ChattyAccountService *service;
  char                 *addresses[CHATTY_MAX_ENDPOINTS];
} Fixture;

/* As if the program was started again. */
static void
start_service (Fixture *self)
{
  g_clear_object (&self->service);
  self->service = chatty_account_service_new (table, self->accounts, self->keyring);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  static const char *const paths[] = {
    NULL, NULL, "/o/oauth2/v2/auth", "/token", "/revoke", "/v1/userinfo",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;

  self->simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  chatty_simulator_set_google (self->simulator, "auto-consent", "yes");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    self->addresses[i] =
      g_strconcat (chatty_simulator_get_address (self->simulator,
                                                 paths[i] != NULL ? AUTH
                                                                  : CHATTY_SIMULATOR_GEMINI_API),
                   paths[i], NULL);
  self->folder = g_dir_make_tmp ("chatty-sign-in-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (self->folder);
  self->accounts = chatty_account_store_new (folder);
  self->keyring = fake_secret_store_new ();
  start_service (self);
}

/* No token is in a file, nor in what is shown of the calls. */
static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  static const char *const secrets[] = {
    "ya29.", "1//0", "4/0", CHATTY_SIMULATOR_CLIENT_SECRET,
  };
  g_autofree char *journal =
    chatty_exchange_journal_to_text (chatty_account_service_get_journal (self->service));
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
          g_assert_null (strstr (text, secrets[i]));
      g_unlink (path);
    }
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (journal, secrets[i]));
  g_rmdir (self->folder);
  g_free (self->folder);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free (self->addresses[i]);
  g_object_unref (self->service);
  g_object_unref (self->accounts);
  g_object_unref (self->keyring);
  chatty_simulator_stop (self->simulator);
}

/* The browser: goes where the address leads. */
static gpointer
browse (gpointer address)
{
  g_autofree char *owned = address;

  return GUINT_TO_POINTER (chatty_simulator_browse (owned));
}

static ChattySignIn *
begin (Fixture    *self,
       const char *account,
       const char *scopes)
{
  ChattyConnectRequest request = {
    .account = account, .platform = account == NULL ? "gemini" : NULL,
    .flags = CHATTY_CONNECT_CONSENTED,
  };
  g_autoptr (ChattySecret) secret = chatty_secret_new (CHATTY_SIMULATOR_CLIENT_SECRET, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthClient) client =
    chatty_oauth_client_new (CHATTY_SIMULATOR_CLIENT, secret, NULL, &error);
  g_auto (GStrv) wanted = g_strsplit (scopes, " ", -1);
  ChattySignIn *sign_in;

  g_assert_no_error (error);
  for (guint i = 0; account == NULL && i < CHATTY_MAX_ENDPOINTS; i++)
    request.addresses[i] = self->addresses[i];
  /* Of an account that is there its own client is taken. */
  sign_in = chatty_account_service_begin_sign_in (self->service, &request,
                                                  account == NULL ? client : NULL,
                                                  (const char *const *) wanted, NULL, &error);
  g_assert_no_error (error);
  return sign_in;
}

/* Returns: (transfer full) (nullable): what came of it */
static ChattyConnectResult *
finish (Fixture             *self,
        ChattySignIn        *sign_in,
        ChattyConnectFlags   flags,
        GError             **error)
{
  g_autoptr (GThread) browser =
    g_thread_new ("browser", browse, g_strdup (chatty_sign_in_get_address (sign_in)));
  ChattyConnectResult *result =
    chatty_account_service_sign_in (self->service, sign_in, CHATTY_CONNECT_CONSENTED | flags, NULL,
                                    error);

  g_thread_join (g_steal_pointer (&browser));
  if (result != NULL)
    g_test_message ("%s", result->message);
  return result;
}

static ChattyConnectResult *
sign_in (Fixture            *self,
         const char         *account,
         const char         *scopes,
         ChattyConnectFlags  flags)
{
  g_autoptr (ChattySignIn) begun = begin (self, account, scopes);
  g_autoptr (GError) error = NULL;
  ChattyConnectResult *result = finish (self, begun, flags, &error);

  g_assert_no_error (error);
  return result;
}

/* Returns: (transfer full): the id of an account that was signed in to */
static char *
connect_one (Fixture *self)
{
  g_autoptr (ChattyConnectResult) result = sign_in (self, NULL, NEEDED, 0);

  g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
  chatty_simulator_forget_requests (self->simulator);
  return g_strdup (result->account->id);
}

static ChattyVerdictKind
test_account (Fixture    *self,
              const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVerdict) verdict =
    chatty_account_service_test (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);

  g_assert_no_error (error);
  return verdict->kind;
}

static guint
count (Fixture    *self,
       const char *path)
{
  return chatty_simulator_count_requests (self->simulator, AUTH, path);
}

static void
test_connected (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (ChattyConnectResult) result = sign_in (self, NULL, NEEDED, 0);

  g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_cmpstr (result->account->owner, ==, "mira@example.org");
  g_assert_cmpstr (result->account->scopes, ==,
                   "email " SCOPE "generative-language.retriever openid");
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
  g_assert_cmpuint (chatty_simulator_count_grants (self->simulator), ==, 1);
  g_assert_false (result->account->has_key);
  g_assert_true (chatty_simulator_received (self->simulator, CHATTY_SIMULATOR_GEMINI_API,
                                            "Bearer ya29."));
  g_assert_cmpint (test_account (self, result->account->id), ==, CHATTY_VERDICT_WORKS);
  /* The code alone: what it brought is used for the test, and after it. */
  g_assert_cmpuint (count (self, "/token"), ==, 1);
}

static void
test_declined (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (ChattySignIn) begun = begin (self, NULL, NEEDED);
  g_autoptr (GError) error = NULL;

  chatty_simulator_set_google (self->simulator, "decline", "yes");
  g_assert_null (finish (self, begun, 0, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_cmpuint (count (self, "/token"), ==, 0);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
}

/* What was left out is known, and what was allowed works. */
static void
test_partial (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (ChattyConnectResult) result = NULL;
  g_autoptr (ChattyConnectResult) again = NULL;
  g_autoptr (ChattyConnectResult) nothing = NULL;

  chatty_simulator_set_google (self->simulator, "grant", NEEDED);
  result = sign_in (self, NULL, MORE, 0);
  g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_cmpstr (result->account->scopes, ==,
                   "email " SCOPE "generative-language.retriever openid");
  g_assert_cmpint (test_account (self, result->account->id), ==, CHATTY_VERDICT_WORKS);

  /* Asked again, the person allows it. */
  chatty_simulator_set_google (self->simulator, "grant", "");
  again = sign_in (self, result->account->id, MORE, 0);
  g_assert_cmpint (again->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_cmpstr (again->account->id, ==, result->account->id);
  g_assert_nonnull (strstr (again->account->scopes, "cloud-platform"));
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);

  /* Without the one that matters it is a sign-in that can do nothing, and no
   * failure of the program's. */
  chatty_simulator_set_google (self->simulator, "grant", "openid email");
  nothing = sign_in (self, NULL, NEEDED, 0);
  g_assert_nonnull (nothing->verdict);
  g_assert_cmpint (nothing->verdict->kind, ==, CHATTY_VERDICT_LIMITED);
}

static void
test_other_person (Fixture       *self,
                   gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr (ChattySignIn) begun = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyConnectResult) noticed = NULL;
  g_autoptr (ChattyConnectResult) accepted = NULL;

  /* What was tested and not saved has been renewed for the test. */
  chatty_simulator_set_google (self->simulator, "rotation", "replace");
  id = connect_one (self);
  begun = begin (self, id, NEEDED);
  g_assert_nonnull (strstr (chatty_sign_in_get_address (begun), "login_hint=mira%40example.org"));
  chatty_simulator_set_google (self->simulator, "person", "1");
  noticed = finish (self, begun, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (noticed->outcome, ==, CHATTY_CONNECT_OTHER_ACCOUNT);
  g_assert_cmpint (test_account (self, id), ==, CHATTY_VERDICT_WORKS);
  /* The browser is not needed again. */
  accepted = chatty_account_service_sign_in (self->service, begun,
                                             CHATTY_CONNECT_CONSENTED | CHATTY_CONNECT_ACCEPT_OTHER,
                                             NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (accepted->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_cmpstr (accepted->account->owner, ==, "tomasz@example.net");
  g_assert_cmpstr (accepted->account->name, ==, "tomasz@example.net");
}

/* A token that has run out is renewed, also after a start. */
static void
test_renewed (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *id = connect_one (self);

  chatty_simulator_expire_google (self->simulator);
  start_service (self);
  g_assert_cmpint (test_account (self, id), ==, CHATTY_VERDICT_WORKS);
  g_assert_cmpuint (count (self, "/token"), ==, 1);
}

/* What a renewal brings takes the place of what was kept. */
static void
test_rotated (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *id = NULL;

  chatty_simulator_set_google (self->simulator, "rotation", "replace");
  id = connect_one (self);
  for (guint i = 0; i < 3; i++)
    {
      chatty_simulator_expire_google (self->simulator);
      start_service (self);
      g_assert_cmpint (test_account (self, id), ==, CHATTY_VERDICT_WORKS);
    }
  g_assert_cmpuint (count (self, "/token"), ==, 3);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
}

typedef struct {
  Fixture    *fixture;
  const char *account;
  GError     *error;
} Caller;

static gpointer
call (gpointer data)
{
  Caller *self = data;
  g_autoptr (ChattyConnector) connector =
    chatty_account_service_open (self->fixture->service, self->account, CHATTY_SECRET_QUIET, NULL,
                                 &self->error);
  g_autoptr (GPtrArray) models =
    connector != NULL ? chatty_chat_list_models (CHATTY_CHAT (connector), NULL, &self->error)
                      : NULL;

  return models;
}

/* However many connectors an account has, and whoever made them: one renewal. */
static void
test_callers (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *id = connect_one (self);
  Caller callers[50];
  GThread *threads[50];

  chatty_simulator_set_google (self->simulator, "rotation", "replace");
  for (guint round = 0; round < 2; round++)
    {
      chatty_simulator_expire_google (self->simulator);
      chatty_simulator_forget_requests (self->simulator);
      /* With what the program knows, and with what the keyring has. */
      if (round == 1)
        start_service (self);
      for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
        {
          callers[i] = (Caller) { self, id, NULL };
          threads[i] = g_thread_new ("caller", call, &callers[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
        {
          g_thread_join (threads[i]);
          g_assert_no_error (callers[i].error);
        }
      g_assert_cmpuint (count (self, "/token"), ==, 1);
    }
}

/* The program ends between the renewal and the keyring: where the server still
 * takes the old token nothing is lost, and where it does not the person signs
 * in again. */
static void
test_crash (Fixture       *self,
            gconstpointer  data)
{
  static const struct { const char *rotation; ChattyVerdictKind verdict; } cases[] = {
    { "keep-old", CHATTY_VERDICT_WORKS }, { "replace", CHATTY_VERDICT_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = connect_one (self);
      g_autoptr (ChattyConnectResult) again = NULL;
      g_autoptr (ChattyConnector) connector = NULL;
      g_autoptr (GPtrArray) models = NULL;
      g_autoptr (GError) error = NULL;

      chatty_simulator_set_google (self->simulator, "rotation", cases[i].rotation);
      chatty_simulator_expire_google (self->simulator);
      connector = chatty_account_service_open (self->service, id, CHATTY_SECRET_QUIET, NULL,
                                               &error);
      g_assert_no_error (error);
      g_test_expect_message ("chatty-signin", G_LOG_LEVEL_WARNING, "*could not be kept*");
      fake_secret_store_set_state (self->keyring, CHATTY_SECRET_FAILED, FALSE);
      models = chatty_chat_list_models (CHATTY_CHAT (connector), NULL, &error);
      g_assert_no_error (error);
      g_test_assert_expected_messages ();
      g_assert_cmpuint (count (self, "/token"), ==, 1);
      g_clear_object (&connector);
      fake_secret_store_set_state (self->keyring, CHATTY_SECRET_FOUND, FALSE);

      start_service (self);
      g_assert_cmpint (test_account (self, id), ==, cases[i].verdict);
      g_assert_cmpuint (count (self, "/token"), <=, 3);
      again = sign_in (self, id, NEEDED, 0);
      g_assert_cmpint (again->outcome, ==, CHATTY_CONNECT_SAVED);
      start_service (self);
      g_assert_cmpint (test_account (self, id), ==, CHATTY_VERDICT_WORKS);
      g_assert_true (chatty_account_service_remove (self->service, id, CHATTY_SECRET_QUIET, NULL,
                                                    &error));
      g_assert_no_error (error);
    }
}

/* What is renewed after the account was disconnected is not kept, and a key that
 * was added is not lost by a renewal. */
static void
test_keeping (Fixture       *self,
              gconstpointer  data)
{
  ChattyConnectRequest request = {
    .flags = CHATTY_CONNECT_CONSENTED | CHATTY_CONNECT_ADD_KEY,
  };
  g_autofree char *id = connect_one (self);
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (ChattyConnectResult) locked = NULL;
  g_autoptr (ChattyConnectResult) added = NULL;
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  chatty_simulator_add_key (self->simulator, KEY, CHATTY_SIMULATOR_PLAN_SCALE);
  chatty_simulator_set_google (self->simulator, "rotation", "keep-old");
  connector = chatty_account_service_open (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
  g_assert_no_error (error);

  /* A locked keyring is told, and unlocked when the person says so. */
  request.account = id;
  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);
  locked = chatty_account_service_connect (self->service, &request, key, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (locked->outcome, ==, CHATTY_CONNECT_KEYRING_LOCKED);
  request.flags |= CHATTY_CONNECT_UNLOCK;
  added = chatty_account_service_connect (self->service, &request, key, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (added->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_true (added->account->has_key);
  g_assert_cmpstr (added->account->owner, ==, "mira@example.org");
  g_assert_cmpuint (count (self, "/token"), ==, 0);

  chatty_simulator_expire_google (self->simulator);
  models = chatty_chat_list_models (CHATTY_CHAT (connector), NULL, &error);
  g_assert_no_error (error);
  start_service (self);
  account = chatty_account_service_find (self->service, id, &error);
  g_assert_no_error (error);
  g_assert_true (account->has_key);
  {
    g_autoptr (ChattySecret) sealed =
      chatty_account_service_find_key (self->service, account, CHATTY_SECRET_QUIET, NULL, &error);
    g_autoptr (ChattyCredential) credential = chatty_credential_unseal (sealed, &error);

    g_assert_no_error (error);
    g_assert_true (chatty_secret_equal (credential->key, key));
  }
  g_assert_true (account->own_client);

  /* The key goes and the sign-in stays. */
  g_clear_pointer (&account, chatty_account_unref);
  account = chatty_account_service_drop_key (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (account->has_key);
  {
    g_autoptr (ChattySecret) sealed =
      chatty_account_service_find_key (self->service, account, CHATTY_SECRET_QUIET, NULL, &error);
    g_autoptr (ChattyCredential) credential = chatty_credential_unseal (sealed, &error);

    g_assert_no_error (error);
    g_assert_null (credential->key);
    g_assert_nonnull (credential->tokens);
  }

  g_clear_object (&connector);
  connector = chatty_account_service_open (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
  g_assert_no_error (error);
  chatty_account_unref (chatty_account_service_disconnect (self->service, id, CHATTY_SECRET_QUIET,
                                                           NULL, &error));
  g_assert_no_error (error);
  chatty_simulator_expire_google (self->simulator);
  g_clear_pointer (&models, g_ptr_array_unref);
  models = chatty_chat_list_models (CHATTY_CHAT (connector), NULL, NULL);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
}

static void
test_disconnected (Fixture       *self,
                   gconstpointer  data)
{
  g_autofree char *id = connect_one (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_disconnect (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_DISCONNECTED);
  g_assert_cmpuint (count (self, "/revoke"), ==, 1);
  g_assert_cmpuint (chatty_simulator_count_grants (self->simulator), ==, 0);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
}

/* Taken back, or run out: it is said, and not tried again and again. */
static void
test_ended (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *id = connect_one (self);
  g_autoptr (ChattyConnectResult) again = NULL;
  guint n_asked;

  chatty_simulator_set_google (self->simulator, "testing", "yes");
  chatty_simulator_pass_google (self->simulator, 8 * 24 * 60 * 60);
  start_service (self);
  g_assert_cmpint (test_account (self, id), ==, CHATTY_VERDICT_REFUSED);
  n_asked = count (self, "/token");
  g_assert_cmpuint (n_asked, >=, 1);
  g_assert_cmpuint (n_asked, <=, 2);

  /* Signing in again is all that is needed. */
  again = sign_in (self, id, NEEDED, 0);
  g_assert_cmpint (again->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_cmpint (test_account (self, id), ==, CHATTY_VERDICT_WORKS);
}

typedef struct {
  Fixture    *fixture;
  const char *setting;
  const char *good;
  const char *address;
} Stranger;

/* Goes there twice, the first time with something that is wrong. */
static gpointer
browse_twice (gpointer data)
{
  Stranger *self = data;
  guint n_before = count (self->fixture, "/token");

  chatty_simulator_set_google (self->fixture->simulator, self->setting, "wrong");
  g_assert_cmpuint (GPOINTER_TO_UINT (browse (g_strdup (self->address))), ==, 400);
  g_assert_cmpuint (count (self->fixture, "/token"), ==, n_before);
  chatty_simulator_set_google (self->fixture->simulator, self->setting, self->good);
  return browse (g_strdup (self->address));
}

/* Codes that are not meant for this sign-in do not end it, nor are they used. */
static void
test_strangers (Fixture       *self,
                gconstpointer  data)
{
  Stranger cases[] = {
    { self, "state", "good" }, { self, "iss", "own" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattySignIn) begun = begin (self, NULL, NEEDED);
      g_autoptr (ChattyConnectResult) result = NULL;
      g_autoptr (GThread) browser = NULL;
      g_autoptr (GError) error = NULL;

      cases[i].address = chatty_sign_in_get_address (begun);
      browser = g_thread_new ("browser", browse_twice, &cases[i]);
      result = chatty_account_service_sign_in (self->service, begun, CHATTY_CONNECT_CONSENTED,
                                               NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (g_steal_pointer (&browser))), ==, 200);
      g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
    }
}

/* A server that refuses the code says it, and nothing is kept. */
static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  static const struct {
    const char  *name;
    ChattyError  code;
  } cases[] = {
    { "invalid_client", CHATTY_ERROR_SIGN_IN_NEEDED },
    { "secret_missing", CHATTY_ERROR_SIGN_IN_NEEDED },
    { "invalid_grant", CHATTY_ERROR_SIGN_IN_NEEDED }, { "internal_failure", CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattySignIn) begun = begin (self, NULL, NEEDED);
      g_autoptr (GError) error = NULL;

      chatty_simulator_set_google (self->simulator, "token-error", cases[i].name);
      g_assert_null (finish (self, begun, 0, &error));
      g_test_message ("%s: %s", cases[i].name, error->message);
      g_assert_error (error, CHATTY_ERROR, (int) cases[i].code);
      g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sign-in/connected", test_connected);
  ADD ("/sign-in/declined", test_declined);
  ADD ("/sign-in/partial", test_partial);
  ADD ("/sign-in/other-person", test_other_person);
  ADD ("/sign-in/renewed", test_renewed);
  ADD ("/sign-in/rotated", test_rotated);
  ADD ("/sign-in/callers", test_callers);
  ADD ("/sign-in/crash", test_crash);
  ADD ("/sign-in/keeping", test_keeping);
  ADD ("/sign-in/disconnected", test_disconnected);
  ADD ("/sign-in/ended", test_ended);
  ADD ("/sign-in/strangers", test_strangers);
  ADD ("/sign-in/refused", test_refused);
#undef ADD

  return g_test_run ();
}
