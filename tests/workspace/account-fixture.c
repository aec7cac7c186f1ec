/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "account-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fake-connector.h"
#include "fake-secret-store.h"

void
account_fixture_start_service (AccountFixture *self)
{
  g_clear_object (&self->service);
  self->service = chatty_account_service_new (fake_platform_get_table (), self->accounts,
                                              self->keyring);
}

void
account_fixture_set_up (AccountFixture *self,
                        gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;

  fake_platform_reset ();
  self->folder = g_dir_make_tmp ("chatty-accounts-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (self->folder);
  self->accounts = chatty_account_store_new (folder);
  self->keyring = fake_secret_store_new ();
  account_fixture_start_service (self);
}

/* Neither key may be in any file, whatever the test did. */
void
account_fixture_tear_down (AccountFixture *self,
                           gconstpointer   data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        {
          g_assert_null (strstr (text, KEY));
          g_assert_null (strstr (text, NEW_KEY));
        }
      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_object_unref (self->service);
  g_object_unref (self->accounts);
  g_object_unref (self->keyring);
}

ChattyConnectResult *
account_fixture_try_connect (AccountFixture             *self,
                             const ChattyConnectRequest *request,
                             const char                 *text)
{
  g_autoptr (ChattySecret) key = chatty_secret_new (text, -1);
  g_autoptr (GError) error = NULL;
  ChattyConnectResult *result = chatty_account_service_connect (self->service, request, key,
                                                                NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result->message);
  g_assert_null (strstr (result->message, text));
  g_assert_true (g_str_has_suffix (result->message, "."));
  return result;
}

char *
account_fixture_connect (AccountFixture     *self,
                         const char         *name,
                         ChattyConnectFlags  flags)
{
  ChattyConnectRequest request = {
    .platform = "convai", .name = name, .flags = CHATTY_CONNECT_CONSENTED | flags,
  };
  g_autoptr (ChattyConnectResult) result = account_fixture_try_connect (self, &request, KEY);

  g_assert_true (chatty_connect_result_is_saved (result));
  return g_strdup (result->account->id);
}

ChattyAccount *
account_fixture_load (AccountFixture *self,
                      const char     *id)
{
  g_autoptr (GError) error = NULL;
  ChattyAccount *account = chatty_account_store_lookup (self->accounts, id, &error);

  g_assert_no_error (error);
  return account;
}

guint
account_fixture_count (AccountFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = chatty_account_service_list (self->service, &error);

  g_assert_no_error (error);
  return accounts->len;
}
