/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-error.h"
#include "chatty-memory-store.h"

static ChattySecretId *
example_id (void)
{
  return chatty_secret_id_new ("convai", "account-1", CHATTY_SECRET_KIND_API_KEY);
}

static void
assert_holds (ChattySecretStore    *store,
              const ChattySecretId *id,
              const char           *text)
{
  g_autoptr (ChattySecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  ChattySecretState state;

  state = chatty_secret_store_lookup (store, id, CHATTY_SECRET_QUIET, &secret, NULL, &error);
  g_assert_no_error (error);
  if (text == NULL)
    {
      g_assert_cmpint (state, ==, CHATTY_SECRET_NOT_FOUND);
      g_assert_null (secret);
    }
  else
    {
      g_assert_cmpint (state, ==, CHATTY_SECRET_FOUND);
      g_assert_cmpstr (chatty_secret_peek (secret), ==, text);
    }
}

static ChattySecretState
keep (ChattySecretStore    *store,
      const ChattySecretId *id,
      const char           *text,
      gssize                length,
      GError              **error)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (text, length);

  return chatty_secret_store_store (store, id, "A label", secret, CHATTY_SECRET_QUIET,
                                    NULL, error);
}

static void
test_memory (void)
{
  g_autoptr (ChattySecretStore) store = chatty_memory_store_new ();
  g_autoptr (ChattySecretStore) other_store = chatty_memory_store_new ();
  g_autoptr (ChattySecretId) id = example_id ();
  g_autoptr (ChattySecretId) token = chatty_secret_id_new ("convai", "account-1",
                                                           CHATTY_SECRET_KIND_REFRESH_TOKEN);
  g_autoptr (ChattySecretId) other = chatty_secret_id_new ("inworld", "account-1",
                                                           CHATTY_SECRET_KIND_API_KEY);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (chatty_secret_store_check (store, CHATTY_SECRET_QUIET, NULL, &error),
                   ==, CHATTY_SECRET_FOUND);
  assert_holds (store, id, NULL);

  g_assert_cmpint (keep (store, id, "first", -1, &error), ==, CHATTY_SECRET_FOUND);
  g_assert_cmpint (keep (store, token, "token", -1, &error), ==, CHATTY_SECRET_FOUND);
  g_assert_cmpint (keep (store, other, "other", -1, &error), ==, CHATTY_SECRET_FOUND);
  g_assert_cmpint (keep (store, id, "second", -1, &error), ==, CHATTY_SECRET_FOUND);
  assert_holds (store, id, "second");
  assert_holds (store, token, "token");
  assert_holds (store, other, "other");
  assert_holds (other_store, id, NULL);

  g_assert_cmpint (chatty_secret_store_delete (store, id, CHATTY_SECRET_QUIET, NULL, &error),
                   ==, CHATTY_SECRET_FOUND);
  g_assert_cmpint (chatty_secret_store_delete (store, id, CHATTY_SECRET_QUIET, NULL, &error),
                   ==, CHATTY_SECRET_NOT_FOUND);
  g_assert_no_error (error);
  assert_holds (store, id, NULL);
  assert_holds (store, token, "token");
}

static guint
count (ChattySecretStore *store,
       const char        *platform,
       const char        *account,
       const char        *kind)
{
  g_autoptr (ChattySecretId) pattern = chatty_secret_id_new (platform, account, kind);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  ChattySecretState state = chatty_secret_store_search (store, pattern, &ids, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (state, ==, ids->len > 0 ? CHATTY_SECRET_FOUND : CHATTY_SECRET_NOT_FOUND);
  return ids->len;
}

static void
test_search (void)
{
  g_autoptr (ChattySecretStore) store = chatty_memory_store_new ();
  g_autoptr (ChattySecretId) one = chatty_secret_id_new ("convai", "1", "api-key");
  g_autoptr (ChattySecretId) two = chatty_secret_id_new ("convai", "2", "api-key");
  g_autoptr (ChattySecretId) three = chatty_secret_id_new ("gemini", "3", "refresh-token");

  g_assert_cmpuint (count (store, NULL, NULL, NULL), ==, 0);
  keep (store, one, "a", -1, NULL);
  keep (store, two, "b", -1, NULL);
  keep (store, three, "c", -1, NULL);
  g_assert_cmpuint (count (store, NULL, NULL, NULL), ==, 3);
  g_assert_cmpuint (count (store, "convai", NULL, NULL), ==, 2);
  g_assert_cmpuint (count (store, NULL, "2", NULL), ==, 1);
  g_assert_cmpuint (count (store, NULL, NULL, "refresh-token"), ==, 1);
  g_assert_cmpuint (count (store, "gemini", "1", NULL), ==, 0);
}

/* A secret that would need more than one line is refused, and the one that
 * was there stays. */
static void
test_refused (void)
{
  static const struct {
    const char *text;
    gssize      length;
  } cases[] = {
    { "", 0 },
    { "two\nlines", -1 },
    { "ends with one\n", -1 },
    { "carriage\rreturn", -1 },
    { "a\0b", 3 },
    { "esc\033ape", -1 },
    { "del\177ete", -1 },
    { " leading", -1 },
    { "tab\t", -1 },
    { "na\xc3\xafve", -1 },
  };
  g_autoptr (ChattySecretStore) store = chatty_memory_store_new ();
  g_autoptr (ChattySecretId) id = example_id ();

  keep (store, id, "good", -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (keep (store, id, cases[i].text, cases[i].length, &error),
                       ==, CHATTY_SECRET_FAILED);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      if (strlen (cases[i].text) > 3)
        g_assert_null (strstr (error->message, cases[i].text));
      assert_holds (store, id, "good");
    }
}

static void
test_clean (void)
{
  static const struct {
    const char *text;
    gssize      length;
    const char *expected;
    gboolean    trimmed;
  } cases[] = {
    { "key", -1, "key", FALSE },
    { "  key\n", -1, "key", TRUE },
    { "\r\n\tkey \r\n", -1, "key", TRUE },
    { "\xc2\xa0key\xe2\x80\x8b", -1, "key", TRUE },
    { "\xef\xbb\xbfkey", -1, "key", TRUE },
    { "keyrest", 3, "key", FALSE },
    { "one\ntwo", -1, NULL, FALSE },
    { "one two", -1, NULL, FALSE },
    { " \n ", -1, NULL, TRUE },
    { "", -1, NULL, FALSE },
    { "a\0b", 3, NULL, FALSE },
    { "key\0", 4, NULL, FALSE },
    { "\xff\xfe", -1, NULL, FALSE },
    { "key\xc2", -1, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattySecret) secret = NULL;
      gboolean trimmed;

      g_test_message ("case %u", i);
      secret = chatty_secret_store_clean (cases[i].text, cases[i].length, &trimmed, &error);
      g_assert_cmpint (trimmed, ==, cases[i].trimmed);
      if (cases[i].expected == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
          g_assert_null (secret);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (chatty_secret_peek (secret), ==, cases[i].expected);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (ChattySecretStore) store = chatty_memory_store_new ();
  g_autoptr (ChattySecretId) id = example_id ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChattySecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  keep (store, id, "stays", -1, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (chatty_secret_store_lookup (store, id, CHATTY_SECRET_QUIET, &secret,
                                               cancellable, &error), ==, CHATTY_SECRET_FAILED);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (chatty_secret_store_delete (store, id, CHATTY_SECRET_QUIET,
                                               cancellable, &error), ==, CHATTY_SECRET_FAILED);
  assert_holds (store, id, "stays");
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_async (void)
{
  g_autoptr (ChattySecretStore) store = chatty_memory_store_new ();
  g_autoptr (ChattySecretId) id = example_id ();
  g_autoptr (ChattySecret) secret = chatty_secret_new ("async", -1);
  g_autoptr (ChattySecret) found = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  chatty_secret_store_store_async (store, id, "Label", secret, CHATTY_SECRET_QUIET, NULL,
                                   keep_result_cb, &result);
  g_assert_cmpint (chatty_secret_store_store_finish (store, wait_for (&result), &error),
                   ==, CHATTY_SECRET_FOUND);
  g_clear_object (&result);

  chatty_secret_store_lookup_async (store, id, CHATTY_SECRET_QUIET, NULL,
                                    keep_result_cb, &result);
  g_assert_cmpint (chatty_secret_store_lookup_finish (store, wait_for (&result), &found, &error),
                   ==, CHATTY_SECRET_FOUND);
  g_assert_true (chatty_secret_equal (found, secret));
  g_clear_object (&result);

  chatty_secret_store_search_async (store, id, NULL, keep_result_cb, &result);
  g_assert_cmpint (chatty_secret_store_search_finish (store, wait_for (&result), &ids, &error),
                   ==, CHATTY_SECRET_FOUND);
  g_assert_cmpuint (ids->len, ==, 1);
  g_clear_object (&result);

  g_cancellable_cancel (cancellable);
  chatty_secret_store_delete_async (store, id, CHATTY_SECRET_QUIET, cancellable,
                                    keep_result_cb, &result);
  g_assert_cmpint (chatty_secret_store_delete_finish (store, wait_for (&result), &error),
                   ==, CHATTY_SECRET_FAILED);
  g_assert_true (chatty_error_is_cancelled (error));
  g_clear_error (&error);
  g_clear_object (&result);

  chatty_secret_store_delete_async (store, id, CHATTY_SECRET_QUIET, NULL,
                                    keep_result_cb, &result);
  g_assert_cmpint (chatty_secret_store_delete_finish (store, wait_for (&result), &error),
                   ==, CHATTY_SECRET_FOUND);
  g_clear_object (&result);

  chatty_secret_store_check_async (store, CHATTY_SECRET_QUIET, NULL, keep_result_cb, &result);
  g_assert_cmpint (chatty_secret_store_check_finish (store, wait_for (&result), &error),
                   ==, CHATTY_SECRET_FOUND);
  g_clear_object (&result);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/secrets/memory", test_memory);
  g_test_add_func ("/secrets/search", test_search);
  g_test_add_func ("/secrets/refused", test_refused);
  g_test_add_func ("/secrets/clean", test_clean);
  g_test_add_func ("/secrets/cancelled", test_cancelled);
  g_test_add_func ("/secrets/async", test_async);

  return g_test_run ();
}
