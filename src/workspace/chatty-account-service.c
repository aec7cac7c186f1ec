/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-service.h"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-error.h"
#include "chatty-keyring.h"
#include "chatty-memory-store.h"

/* Accounts that are tested or opened at once. */
#define POOL_WIDTH 4

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyAccountService, chatty_account_service, G_TYPE_OBJECT)

static gboolean
emit_changed_cb (gpointer user_data)
{
  ChattyAccountService *self = user_data;

  g_atomic_int_set (&self->notifying, FALSE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/*
 * chatty_account_service_notify:
 * @self: the service
 *
 * Emits "changed" soon, once for any number of calls. Any thread.
 */
void
chatty_account_service_notify (ChattyAccountService *self)
{
  g_autoptr (GSource) source = NULL;

  if (g_atomic_int_exchange (&self->notifying, TRUE))
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_changed_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

static void
file_changed_cb (ChattyAccountService *self)
{
  chatty_account_service_notify (self);
}

/*
 * chatty_account_service_change:
 * @func: makes the new record of the old one
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_change (ChattyAccountService  *self,
                               const char            *id,
                               ChattyAccountChange    func,
                               gpointer               user_data,
                               GError               **error)
{
  ChattyAccount *account = chatty_account_store_change (self->accounts, id, func, user_data,
                                                        NULL, error);

  if (account != NULL)
    chatty_account_service_notify (self);
  return account;
}

static ChattyAccount *
note_verdict (ChattyAccount  *account,
              gpointer        user_data,
              GError        **error)
{
  ChattyAccount fields;

  if (account == NULL)
    return chatty_account_no_account (error);
  fields = *account;
  chatty_account_apply_verdict (&fields, user_data);
  return chatty_account_new (&fields);
}

static void
chatty_account_service_finalize (GObject *object)
{
  ChattyAccountService *self = CHATTY_ACCOUNT_SERVICE (object);

  g_clear_object (&self->monitor);
  g_object_unref (self->accounts);
  g_object_unref (self->keyring);
  g_object_unref (self->memory);
  g_object_unref (self->journal);
  g_object_unref (self->pool);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->browsers);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_account_service_parent_class)->finalize (object);
}

static void
chatty_account_service_class_init (ChattyAccountServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_account_service_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_account_service_init (ChattyAccountService *self)
{
  self->memory = chatty_memory_store_new ();
  self->journal = chatty_exchange_journal_new (CHATTY_EXCHANGE_JOURNAL_SIZE);
  self->pool = chatty_pool_new ("accounts", POOL_WIDTH);
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  self->browsers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          chatty_account_browser_free);
}

/**
 * chatty_account_service_new:
 * @table: the connectors
 * @accounts: where the records are kept
 * @keyring: where the keys are kept
 *
 * Returns: (transfer full): the service
 */
ChattyAccountService *
chatty_account_service_new (ChattyConnectorTable *table,
                            ChattyAccountStore   *accounts,
                            ChattySecretStore    *keyring)
{
  ChattyAccountService *self = g_object_new (CHATTY_TYPE_ACCOUNT_SERVICE, NULL);

  self->table = table;
  self->accounts = g_object_ref (accounts);
  self->keyring = g_object_ref (keyring);
  /* Without it changes of other processes are seen later, and nothing else. */
  self->monitor = g_file_monitor_file (chatty_account_store_get_file (accounts),
                                       G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self,
                             G_CONNECT_SWAPPED);
  return self;
}

/**
 * chatty_account_service_new_default:
 *
 * Returns: (transfer full): the service as the program has it. Nothing is
 *   read or asked before the first call
 */
ChattyAccountService *
chatty_account_service_new_default (void)
{
  g_autoptr (ChattyAccountStore) accounts = chatty_account_store_new (NULL);
  g_autoptr (ChattySecretStore) keyring = chatty_keyring_new ();

  return chatty_account_service_new (chatty_connector_table_get_default (), accounts, keyring);
}

/**
 * chatty_account_service_get_table:
 *
 * Returns: (transfer none): the connectors
 */
ChattyConnectorTable *
chatty_account_service_get_table (ChattyAccountService *self)
{
  return self->table;
}

/**
 * chatty_account_service_get_journal:
 *
 * Returns: (transfer none): the last calls of all accounts, for bug reports
 */
ChattyExchangeJournal *
chatty_account_service_get_journal (ChattyAccountService *self)
{
  return self->journal;
}

/**
 * chatty_account_service_list:
 * @error: what chatty_account_store_list() says
 *
 * Returns: (transfer full) (element-type ChattyAccount): all accounts, oldest
 *   first
 */
GPtrArray *
chatty_account_service_list (ChattyAccountService  *self,
                             GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  return chatty_account_store_list (self->accounts, error);
}

/**
 * chatty_account_service_find:
 * @id_or_name: an account's UUID, or the name of exactly one
 * @error: %CHATTY_ERROR_NOT_FOUND if there is none; %CHATTY_ERROR_CONFLICT if
 *   several have the name
 *
 * Returns: (transfer full): the account
 */
ChattyAccount *
chatty_account_service_find (ChattyAccountService  *self,
                             const char            *id_or_name,
                             GError               **error)
{
  g_autoptr (GPtrArray) accounts = chatty_account_service_list (self, error);
  ChattyAccount *found = NULL;
  guint n_found = 0;

  if (accounts == NULL)
    return NULL;

  for (guint i = 0; i < accounts->len; i++)
    {
      ChattyAccount *account = accounts->pdata[i];

      if (g_str_equal (account->id, id_or_name))
        return chatty_account_ref (account);
      if (g_str_equal (account->name, id_or_name))
        {
          found = account;
          n_found++;
        }
    }

  if (n_found == 1)
    return chatty_account_ref (found);
  if (n_found == 0)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 _("There is no account “%s”. “chatty-connectors list accounts” shows those "
                   "there are"), id_or_name);
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                 _("Several accounts are called “%s”. Give the account’s id"), id_or_name);
  return NULL;
}

/**
 * chatty_account_service_open:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @error: %CHATTY_ERROR_SIGN_IN_NEEDED if the key has to be entered again;
 *   %CHATTY_ERROR_FORBIDDEN if the account is paused or the keyring is locked;
 *   %CHATTY_ERROR_UNSUPPORTED if there is no keyring. The account stays in any
 *   case
 *
 * Returns: (transfer full): the account's connector
 */
ChattyConnector *
chatty_account_service_open (ChattyAccountService  *self,
                             const char            *id,
                             ChattySecretFlags      flags,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattySecret) key = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  account = chatty_account_store_lookup (self->accounts, id, error);
  if (account == NULL)
    return NULL;
  if (account->paused)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("“%s” is paused. Resume it in the settings"), account->name);
      return NULL;
    }
  key = chatty_account_service_find_key (self, account, flags, cancellable, error);
  return key != NULL ? chatty_account_service_create (self, account, key, NULL, NULL, error)
                     : NULL;
}

/**
 * chatty_account_service_test:
 * @id: an account's UUID; it may be paused
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @error: what chatty_account_service_open() says
 *
 * Tests the key again, and notes in the record what came of it.
 *
 * Returns: (transfer full): the verdict
 */
ChattyVerdict *
chatty_account_service_test (ChattyAccountService  *self,
                             const char            *id,
                             ChattySecretFlags      flags,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyAccount) noted = NULL;
  g_autoptr (ChattySecret) key = NULL;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (ChattyVerdict) verdict = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  account = chatty_account_store_lookup (self->accounts, id, error);
  if (account == NULL)
    return NULL;
  key = chatty_account_service_find_key (self, account, flags, cancellable, error);
  if (key == NULL)
    return NULL;
  /* Whoever asks again wants to know how it is now. */
  chatty_account_service_drop_browser (self, id, TRUE);
  connector = chatty_account_service_create (self, account, key, NULL, NULL, error);
  if (connector == NULL)
    return NULL;
  verdict = chatty_connector_test (connector, cancellable, error);
  if (verdict == NULL)
    return NULL;

  noted = chatty_account_service_change (self, id, note_verdict, verdict, error);
  return noted != NULL ? g_steal_pointer (&verdict) : NULL;
}
