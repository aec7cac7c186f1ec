/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "account-fixture.h"
#include "chatty-error.h"
#include "fake-connector.h"
#include "fake-secret-store.h"

static ChattyKeyState
look (AccountFixture *self,
      const char     *id)
{
  g_autoptr (ChattyAccount) account = account_fixture_load (self, id);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  g_autoptr (GArray) states = NULL;

  g_ptr_array_add (accounts, account);
  states = chatty_account_service_look_for_keys (self->service, accounts, NULL);
  g_assert_cmpuint (states->len, ==, 1);
  return g_array_index (states, ChattyKeyState, 0);
}

static void
test_remembered (AccountFixture *self,
                 gconstpointer   data)
{
  g_autofree char *id = account_fixture_connect (self, "mine", 0);
  g_autofree char *other = account_fixture_connect (self, "other", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattySecretId) key_id = chatty_secret_id_new ("convai", id,
                                                            CHATTY_SECRET_KIND_API_KEY);

  account_fixture_start_service (self);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_KEPT);

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_LOCKED);
  /* It stayed locked, although somebody would have unlocked it. */
  g_assert_cmpint (chatty_secret_store_check (self->keyring, CHATTY_SECRET_QUIET, NULL, NULL),
                   ==, CHATTY_SECRET_LOCKED);

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_UNAVAILABLE, FALSE);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_UNKNOWN);

  /* Somebody removed it with a program for keyrings. */
  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_FOUND, FALSE);
  g_assert_cmpint (chatty_secret_store_delete (self->keyring, key_id, CHATTY_SECRET_QUIET,
                                               NULL, &error), ==, CHATTY_SECRET_FOUND);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_NEEDED);
  g_assert_cmpint (look (self, other), ==, CHATTY_KEY_KEPT);
}

/* A key that was never in a keyring is no reason to ask one. */
static void
test_this_run (AccountFixture *self,
               gconstpointer   data)
{
  g_autofree char *id = NULL;
  guint n_asked;

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);
  id = account_fixture_connect (self, "mine", CHATTY_CONNECT_THIS_RUN_ONLY);
  n_asked = fake_secret_store_get_n_asked (self->keyring);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_KEPT);

  account_fixture_start_service (self);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_NEEDED);
  g_assert_cmpuint (fake_secret_store_get_n_asked (self->keyring), ==, n_asked);
}

static void
test_disconnected (AccountFixture *self,
                   gconstpointer   data)
{
  g_autofree char *id = account_fixture_connect (self, "mine", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) gone = NULL;
  guint n_asked;

  gone = chatty_account_service_disconnect (self->service, id, CHATTY_SECRET_QUIET, NULL, &error);
  g_assert_no_error (error);
  n_asked = fake_secret_store_get_n_asked (self->keyring);
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_NEEDED);
  g_assert_cmpuint (fake_secret_store_get_n_asked (self->keyring), ==, n_asked);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* With other addresses the key has to be entered again, with the old ones it
 * is good again. */
static void
test_addresses (AccountFixture *self,
                gconstpointer   data)
{
  const char *moved[CHATTY_MAX_ENDPOINTS] = { "https://elsewhere.example.com" };
  const char *back[CHATTY_MAX_ENDPOINTS] = { NULL };
  g_autofree char *id = account_fixture_connect (self, "mine", 0);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyAccount) again = NULL;
  g_autoptr (GArray) states = NULL;
  g_autoptr (GError) error = NULL;

  chatty_account_service_set_addresses_async (self->service, id, moved, NULL, keep_result_cb,
                                              &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  account = chatty_account_service_change_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_account_needs_key (account));
  g_assert_cmpint (look (self, id), ==, CHATTY_KEY_NEEDED);
  g_clear_object (&result);

  chatty_account_service_set_addresses_async (self->service, id, back, NULL, keep_result_cb,
                                              &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  again = chatty_account_service_change_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_assert_false (chatty_account_needs_key (again));
  g_clear_object (&result);

  accounts = chatty_account_service_list (self->service, &error);
  g_assert_no_error (error);
  chatty_account_service_look_for_keys_async (self->service, accounts, NULL, keep_result_cb,
                                              &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  states = chatty_account_service_look_for_keys_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (states->len, ==, 1);
  g_assert_cmpint (g_array_index (states, ChattyKeyState, 0), ==, CHATTY_KEY_KEPT);
}

/* A key that cannot be reached is not left behind without its record. */
static void
test_remove (AccountFixture *self,
             gconstpointer   data)
{
  g_autofree char *id = account_fixture_connect (self, "mine", 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, FALSE);
  chatty_account_service_remove_async (self->service, id, CHATTY_SECRET_INTERACTIVE, NULL,
                                       keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (chatty_account_service_remove_finish (self->service, result, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_cmpuint (account_fixture_count (self), ==, 1);
  g_clear_error (&error);
  g_clear_object (&result);

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_FOUND, FALSE);
  chatty_account_service_remove_async (self->service, id, CHATTY_SECRET_INTERACTIVE, NULL,
                                       keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (chatty_account_service_remove_finish (self->service, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (account_fixture_count (self), ==, 0);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func) \
  g_test_add ("/workspace/account-keys/" name, AccountFixture, NULL, account_fixture_set_up, \
              func, account_fixture_tear_down)

  ADD ("remembered", test_remembered);
  ADD ("this-run", test_this_run);
  ADD ("disconnected", test_disconnected);
  ADD ("addresses", test_addresses);
  ADD ("remove", test_remove);

  return g_test_run ();
}
