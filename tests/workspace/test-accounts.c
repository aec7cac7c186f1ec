/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "account-fixture.h"
#include "chatty-account-service-private.h"
#include "chatty-error.h"
#include "fake-connector.h"
#include "fake-secret-store.h"

static void
assert_opens (AccountFixture *self,
              const char     *id,
              int             code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyConnector) connector =
    chatty_account_service_open (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (connector);
      return;
    }
  g_assert_error (error, CHATTY_ERROR, code);
  g_assert_null (connector);
}

/* Connected, found again by another run, disconnected with its data kept. */
static void
test_life (AccountFixture *self,
           gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyAccount) gone = NULL;
  g_autoptr (GError) error = NULL;

  fake_platform.account = "person@example.com";
  id = account_fixture_connect (self, NULL, 0);
  account = account_fixture_load (self, id);
  g_assert_cmpstr (account->platform, ==, "convai");
  g_assert_cmpstr (account->name, ==, "person@example.com");
  g_assert_cmpstr (account->plan, ==, "Professional");
  g_assert_cmpstr (account->verdict, ==, "works");
  g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_VERIFIED);
  g_assert_true (account->remembered);
  g_assert_cmpint (account->checked, !=, CHATTY_TIME_NONE);
  g_assert_true (chatty_account_is_bound (account));
  g_assert_true (g_strv_contains (account->bound, "https://api.convai.com"));
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
  label = fake_secret_store_dup_label (self->keyring);
  g_assert_nonnull (strstr (label, "person@example.com"));

  account_fixture_start_service (self);
  assert_opens (self, id, -1);

  gone = chatty_account_service_disconnect (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gone->state, ==, CHATTY_ACCOUNT_DISCONNECTED);
  g_assert_true (chatty_account_needs_key (gone));
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
  g_assert_cmpuint (account_fixture_count (self), ==, 1);
  assert_opens (self, id, CHATTY_ERROR_SIGN_IN_NEEDED);

  {
    ChattyConnectRequest request = { .account = id, .flags = CHATTY_CONNECT_CONSENTED };
    g_autoptr (ChattyConnectResult) again = account_fixture_try_connect (self, &request, NEW_KEY);

    g_assert_cmpint (again->outcome, ==, CHATTY_CONNECT_SAVED);
    g_assert_cmpstr (again->account->id, ==, id);
  }
  assert_opens (self, id, -1);

  g_assert_true (chatty_account_service_remove (self->service, id, CHATTY_SECRET_QUIET,
                                                NULL, &error));
  g_assert_cmpuint (account_fixture_count (self), ==, 0);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
}

/* What is kept is what is sent, however it was given. */
static void
test_prepared_key (AccountFixture *self,
                   gconstpointer   data)
{
  static const struct {
    const char *given;
    const char *kept;
  } keys[] = {
    { "some:secret", "c29tZTpzZWNyZXQ=" },
    { " Basic c29tZTpzZWNyZXQ=\n", "c29tZTpzZWNyZXQ=" },
  };
  ChattyConnectRequest half = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
  g_autoptr (ChattySecret) secret = chatty_secret_new ("only:", -1);
  g_autoptr (GError) error = NULL;

  fake_platform_prepare_keys_as ("inworld");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      ChattyConnectRequest request = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
      g_autoptr (ChattyConnectResult) result =
        account_fixture_try_connect (self, &request, keys[i].given);
      g_autoptr (ChattySecretId) id = chatty_account_service_key_id (result->account);
      g_autoptr (ChattySecret) kept = NULL;

      g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
      g_assert_cmpint (chatty_secret_store_lookup (self->keyring, id, CHATTY_SECRET_QUIET, &kept,
                                                   NULL, NULL), ==, CHATTY_SECRET_FOUND);
      g_assert_cmpstr (chatty_secret_peek (kept), ==, keys[i].kept);
      assert_opens (self, result->account->id, -1);
    }

  g_assert_null (chatty_account_service_connect (self->service, &half, secret, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, G_N_ELEMENTS (keys));
}

static void
test_consent (AccountFixture *self,
              gconstpointer   data)
{
  ChattyConnectRequest request = { .platform = "convai" };
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (chatty_account_service_connect (self->service, &request, key, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_platform.n_created, ==, 0);
  g_assert_cmpuint (account_fixture_count (self), ==, 0);
}

/* What the platform says decides what is saved; trouble on its side never
 * says that the key is bad. */
static void
test_verdicts (AccountFixture *self,
               gconstpointer   data)
{
  static const struct {
    ChattyVerdictKind    kind;
    ChattyConnectOutcome outcome;
    ChattyConnectOutcome accepted;
    ChattyAccountState   state;
  } cases[] = {
    { CHATTY_VERDICT_WORKS, CHATTY_CONNECT_SAVED, CHATTY_CONNECT_SAVED,
      CHATTY_ACCOUNT_VERIFIED },
    { CHATTY_VERDICT_LIMITED, CHATTY_CONNECT_SAVED, CHATTY_CONNECT_SAVED,
      CHATTY_ACCOUNT_VERIFIED },
    { CHATTY_VERDICT_NO_CREDIT, CHATTY_CONNECT_SAVED, CHATTY_CONNECT_SAVED,
      CHATTY_ACCOUNT_VERIFIED },
    { CHATTY_VERDICT_REFUSED, CHATTY_CONNECT_REFUSED, CHATTY_CONNECT_REFUSED,
      CHATTY_ACCOUNT_UNVERIFIED },
    { CHATTY_VERDICT_RATE_LIMITED, CHATTY_CONNECT_NOT_TESTED, CHATTY_CONNECT_SAVED_UNVERIFIED,
      CHATTY_ACCOUNT_UNVERIFIED },
    { CHATTY_VERDICT_UNREACHABLE, CHATTY_CONNECT_NOT_TESTED, CHATTY_CONNECT_SAVED_UNVERIFIED,
      CHATTY_ACCOUNT_UNVERIFIED },
    { CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_CONNECT_NOT_TESTED, CHATTY_CONNECT_SAVED_UNVERIFIED,
      CHATTY_ACCOUNT_UNVERIFIED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChattyConnectRequest request = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
      g_autoptr (ChattyConnectResult) first = NULL;
      g_autoptr (ChattyConnectResult) second = NULL;
      gboolean saved = cases[i].outcome == CHATTY_CONNECT_SAVED;
      guint before = account_fixture_count (self);

      g_test_message ("%s", chatty_verdict_kind_to_string (cases[i].kind));
      fake_platform.kind = cases[i].kind;
      first = account_fixture_try_connect (self, &request, KEY);
      g_assert_cmpint (first->outcome, ==, cases[i].outcome);
      g_assert_cmpint (first->verdict->kind, ==, cases[i].kind);
      g_assert_cmpint (chatty_connect_result_is_saved (first), ==, saved);
      g_assert_cmpuint (account_fixture_count (self), ==, before + saved);
      g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, account_fixture_count (self));

      request.flags |= CHATTY_CONNECT_ACCEPT_UNVERIFIED;
      second = account_fixture_try_connect (self, &request, KEY);
      g_assert_cmpint (second->outcome, ==, cases[i].accepted);
      if (second->account != NULL)
        g_assert_cmpint (second->account->state, ==, cases[i].state);
      g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, account_fixture_count (self));
    }
}

/* Testing again: only an answer about the key changes what is known of it. */
static void
test_again (AccountFixture *self,
            gconstpointer   data)
{
  static const struct {
    ChattyVerdictKind  kind;
    ChattyAccountState state;
  } steps[] = {
    { CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ACCOUNT_VERIFIED },
    { CHATTY_VERDICT_UNREACHABLE, CHATTY_ACCOUNT_VERIFIED },
    { CHATTY_VERDICT_RATE_LIMITED, CHATTY_ACCOUNT_VERIFIED },
    { CHATTY_VERDICT_REFUSED, CHATTY_ACCOUNT_UNVERIFIED },
    { CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ACCOUNT_UNVERIFIED },
    { CHATTY_VERDICT_WORKS, CHATTY_ACCOUNT_VERIFIED },
  };
  g_autofree char *id = account_fixture_connect (self, "Mine", 0);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyVerdict) verdict = NULL;
      g_autoptr (ChattyAccount) account = NULL;

      fake_platform.kind = steps[i].kind;
      verdict = chatty_account_service_test (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
      g_assert_no_error (error);
      account = account_fixture_load (self, id);
      g_assert_cmpint (account->state, ==, steps[i].state);
      g_assert_cmpstr (account->verdict, ==, chatty_verdict_kind_to_string (steps[i].kind));
      g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
    }
}

/* THREATS rows 9 and "must show" 0: the key stays with the servers that it
 * was entered for. */
static void
test_bound (AccountFixture *self,
            gconstpointer   data)
{
  static const char *const bad[] = {
    "http://api.example.com", "ftp://x", "nonsense", "https://user:pw@example.com",
  };
  const char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };
  g_autofree char *id = account_fixture_connect (self, "Mine", 0);
  guint n_created = fake_platform.n_created;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      addresses[0] = bad[i];
      g_assert_null (chatty_account_service_set_addresses (self->service, id, addresses, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }
  assert_opens (self, id, -1);
  n_created++;

  addresses[0] = "https://evil.example.org";
  {
    g_autoptr (ChattyAccount) moved =
      chatty_account_service_set_addresses (self->service, id, addresses, &error);

    g_assert_no_error (error);
    g_assert_true (chatty_account_needs_key (moved));
    g_assert_cmpint (moved->state, ==, CHATTY_ACCOUNT_UNVERIFIED);
  }
  assert_opens (self, id, CHATTY_ERROR_SIGN_IN_NEEDED);
  g_assert_null (chatty_account_service_test (self->service, id, CHATTY_SECRET_INTERACTIVE,
                                              NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED);
  g_clear_error (&error);
  g_assert_cmpuint (fake_platform.n_created, ==, n_created);

  /* Another port is another server. */
  addresses[0] = "https://api.convai.com:8443";
  {
    g_autoptr (ChattyAccount) moved =
      chatty_account_service_set_addresses (self->service, id, addresses, &error);

    g_assert_true (chatty_account_needs_key (moved));
  }
  assert_opens (self, id, CHATTY_ERROR_SIGN_IN_NEEDED);

  /* Back where it was entered for, it is good again. */
  addresses[0] = "https://API.convai.com/";
  {
    g_autoptr (ChattyAccount) back =
      chatty_account_service_set_addresses (self->service, id, addresses, &error);

    g_assert_false (chatty_account_needs_key (back));
    g_assert_null (back->addresses[0]);
  }
  assert_opens (self, id, -1);

  /* Entering the key for the new server binds it there, and nowhere else. */
  addresses[0] = "https://own.example.org/convai";
  {
    g_autoptr (ChattyAccount) moved =
      chatty_account_service_set_addresses (self->service, id, addresses, &error);
    ChattyConnectRequest request = { .account = id, .flags = CHATTY_CONNECT_CONSENTED };
    g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, NEW_KEY);

    g_assert_true (chatty_account_needs_key (moved));
    g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
    g_assert_cmpstr (fake_platform.address, ==, "https://own.example.org/convai");
    g_assert_true (g_strv_contains (result->account->bound, "https://own.example.org"));
    g_assert_false (g_strv_contains (result->account->bound, "https://api.convai.com"));
  }
  assert_opens (self, id, -1);
  addresses[0] = NULL;
  {
    g_autoptr (ChattyAccount) back =
      chatty_account_service_set_addresses (self->service, id, addresses, &error);

    g_assert_true (chatty_account_needs_key (back));
  }
  assert_opens (self, id, CHATTY_ERROR_SIGN_IN_NEEDED);
}

/* THREATS row 11. */
static void
test_locked (AccountFixture *self,
             gconstpointer   data)
{
  ChattyConnectRequest request = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
  g_autofree char *id = account_fixture_connect (self, "Mine", 0);
  g_autoptr (GError) error = NULL;

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);
  assert_opens (self, id, CHATTY_ERROR_FORBIDDEN);
  g_assert_null (chatty_account_service_disconnect (self->service, id, CHATTY_SECRET_QUIET,
                                                    NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_clear_error (&error);
  {
    g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, KEY);
    g_autoptr (ChattyAccount) account = account_fixture_load (self, id);

    g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_KEYRING_LOCKED);
    g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_VERIFIED);
  }
  g_assert_cmpuint (account_fixture_count (self), ==, 1);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);

  request.flags |= CHATTY_CONNECT_UNLOCK;
  {
    g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, KEY);

    g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
  }
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 2);
  assert_opens (self, id, -1);
}

static void
test_missing (AccountFixture *self,
              gconstpointer   data)
{
  ChattyConnectRequest request = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
  g_autoptr (ChattyConnectResult) result = NULL;
  g_autoptr (ChattyConnectResult) kept = NULL;
  g_autoptr (ChattyAccount) gone = NULL;
  g_autofree char *old = account_fixture_connect (self, "Old", 0);
  g_autoptr (GError) error = NULL;

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_UNAVAILABLE, FALSE);
  assert_opens (self, old, CHATTY_ERROR_UNSUPPORTED);
  result = account_fixture_try_connect (self, &request, KEY);
  g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_KEYRING_MISSING);
  g_assert_cmpuint (account_fixture_count (self), ==, 1);

  /* For this run only, and only because the person said so. */
  request.flags |= CHATTY_CONNECT_THIS_RUN_ONLY;
  kept = account_fixture_try_connect (self, &request, KEY);
  g_assert_cmpint (kept->outcome, ==, CHATTY_CONNECT_SAVED);
  g_assert_false (kept->account->remembered);
  assert_opens (self, kept->account->id, -1);

  account_fixture_start_service (self);
  g_assert_cmpuint (account_fixture_count (self), ==, 2);
  assert_opens (self, kept->account->id, CHATTY_ERROR_SIGN_IN_NEEDED);
  gone = chatty_account_service_disconnect (self->service, kept->account->id,
                                            CHATTY_SECRET_QUIET, NULL, &error);
  g_assert_no_error (error);

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_FOUND, FALSE);
  assert_opens (self, old, -1);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
}

/* A keyring that takes the record's word and then fails leaves nothing. */
static void
test_failing (AccountFixture *self,
              gconstpointer   data)
{
  ChattyConnectRequest request = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (GError) error = NULL;

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_FAILED, FALSE);
  g_assert_null (chatty_account_service_connect (self->service, &request, key, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED);
  g_assert_cmpuint (account_fixture_count (self), ==, 0);
}

static void
test_replace (AccountFixture *self,
              gconstpointer   data)
{
  g_autofree char *id = NULL;
  ChattyConnectRequest request = { .flags = CHATTY_CONNECT_CONSENTED };
  g_autoptr (ChattySecretId) key_id = NULL;
  g_autoptr (ChattySecret) stored = NULL;
  g_autoptr (GError) error = NULL;

  fake_platform.account = "me@example.com";
  id = account_fixture_connect (self, "Mine", 0);
  request.account = id;

  fake_platform.kind = CHATTY_VERDICT_REFUSED;
  {
    g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, NEW_KEY);

    g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_REFUSED);
  }
  assert_opens (self, id, -1);

  fake_platform.kind = CHATTY_VERDICT_WORKS;
  fake_platform.account = "somebody@else.example";
  {
    g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, NEW_KEY);

    g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_OTHER_ACCOUNT);
  }

  fake_platform.account = "me@example.com";
  {
    g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, NEW_KEY);

    g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
    g_assert_cmpstr (result->account->name, ==, "Mine");
  }
  key_id = chatty_secret_id_new ("convai", id, CHATTY_SECRET_KIND_API_KEY);
  chatty_secret_store_lookup (self->keyring, key_id, CHATTY_SECRET_QUIET, &stored, NULL, &error);
  g_assert_cmpstr (chatty_secret_peek (stored), ==, NEW_KEY);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
  g_assert_cmpuint (account_fixture_count (self), ==, 1);
}

static void
test_rename_pause (AccountFixture *self,
                   gconstpointer   data)
{
  g_autofree char *id = account_fixture_connect (self, "Mine", 0);
  g_autofree char *other = account_fixture_connect (self, "Twin", 0);
  g_autofree char *label = NULL;
  g_autoptr (ChattyAccount) renamed = NULL;
  g_autoptr (ChattyAccount) paused = NULL;
  g_autoptr (ChattyAccount) resumed = NULL;
  g_autoptr (ChattyAccount) found = NULL;
  g_autoptr (GError) error = NULL;

  renamed = chatty_account_service_rename (self->service, id, "  Work  ", &error);
  g_assert_cmpstr (renamed->name, ==, "Work");
  label = fake_secret_store_dup_label (self->keyring);
  g_assert_nonnull (strstr (label, "Work"));
  g_assert_null (chatty_account_service_rename (self->service, id, " ", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);

  found = chatty_account_service_find (self->service, "Work", &error);
  g_assert_cmpstr (found->id, ==, id);
  g_assert_null (chatty_account_service_find (self->service, "Nobody", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_pointer (&renamed, chatty_account_unref);
  renamed = chatty_account_service_rename (self->service, other, "Work", &error);
  g_assert_null (chatty_account_service_find (self->service, "Work", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  g_clear_error (&error);

  paused = chatty_account_service_set_paused (self->service, id, TRUE, &error);
  assert_opens (self, id, CHATTY_ERROR_FORBIDDEN);
  resumed = chatty_account_service_set_paused (self->service, id, FALSE, &error);
  g_assert_cmpint (resumed->state, ==, CHATTY_ACCOUNT_VERIFIED);
  assert_opens (self, id, -1);
}

/* A key pasted into the name is not written down. */
static void
test_key_as_name (AccountFixture *self,
                  gconstpointer   data)
{
  g_autofree char *id = account_fixture_connect (self, "my " KEY, 0);
  g_autoptr (ChattyAccount) account = account_fixture_load (self, id);

  g_assert_null (strstr (account->name, KEY));
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
count_cb (ChattyAccountService *service,
          guint                *n_changes)
{
  (*n_changes)++;
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_async (AccountFixture *self,
            gconstpointer   data)
{
  ChattyConnectRequest request = { .platform = "convai", .flags = CHATTY_CONNECT_CONSENTED };
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChattyConnectResult) connected = NULL;
  g_autoptr (ChattyVerdict) verdict = NULL;
  g_autoptr (ChattyAccount) renamed = NULL;
  g_autoptr (ChattyAccount) gone = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  guint n_changes = 0;

  g_signal_connect (self->service, "changed", G_CALLBACK (count_cb), &n_changes);

  /* Cancelled while the platform is asked: nothing is saved. */
  fake_platform.hang = TRUE;
  chatty_account_service_connect_async (self->service, &request, key, cancellable,
                                        keep_result_cb, &result);
  g_timeout_add (20, cancel_cb, cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (chatty_account_service_connect_finish (self->service, result, &error));
  g_assert_true (chatty_error_is_cancelled (error));
  g_clear_error (&error);
  g_clear_object (&result);
  g_assert_cmpuint (account_fixture_count (self), ==, 0);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
  fake_platform.hang = FALSE;

  chatty_account_service_connect_async (self->service, &request, key, NULL,
                                        keep_result_cb, &result);
  while (result == NULL || n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  connected = chatty_account_service_connect_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  chatty_account_service_test_async (self->service, connected->account->id, CHATTY_SECRET_QUIET,
                                     NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  verdict = chatty_account_service_test_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  chatty_account_service_rename_async (self->service, connected->account->id, "New name", NULL,
                                       keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  renamed = chatty_account_service_change_finish (self->service, result, &error);
  g_assert_cmpstr (renamed->name, ==, "New name");
  g_clear_object (&result);

  chatty_account_service_disconnect_async (self->service, connected->account->id,
                                           CHATTY_SECRET_QUIET, NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  gone = chatty_account_service_change_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  chatty_account_service_list_async (self->service, NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  accounts = chatty_account_service_list_finish (self->service, result, &error);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_clear_object (&result);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func) \
  g_test_add ("/workspace/accounts/" name, AccountFixture, NULL, account_fixture_set_up, func, \
              account_fixture_tear_down)

  ADD ("life", test_life);
  ADD ("consent", test_consent);
  ADD ("verdicts", test_verdicts);
  ADD ("again", test_again);
  ADD ("bound", test_bound);
  ADD ("locked", test_locked);
  ADD ("missing", test_missing);
  ADD ("failing", test_failing);
  ADD ("replace", test_replace);
  ADD ("rename-pause", test_rename_pause);
  ADD ("key-as-name", test_key_as_name);
  ADD ("async", test_async);
  ADD ("prepared-key", test_prepared_key);

  return g_test_run ();
}
