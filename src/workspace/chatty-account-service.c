/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-service.h"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-error.h"
#include "chatty-http.h"
#include "chatty-keyring.h"
#include "chatty-memory-store.h"
#include "chatty-redact.h"

/* Accounts that are tested or opened at once. */
#define POOL_WIDTH 4

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyAccountService, chatty_account_service, G_TYPE_OBJECT)

/* What a change of a record needs to know. */
typedef struct {
  const char          *name;
  gboolean             paused;
  const char *const   *addresses;
  const ChattyVerdict *verdict;
} Change;

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

static ChattyAccount *
no_account (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("There is no such account. It may have been removed meanwhile"));
  return NULL;
}

ChattySecretId *
chatty_account_service_key_id (const ChattyAccount *account)
{
  return chatty_secret_id_new (account->platform, account->id, CHATTY_SECRET_KIND_API_KEY);
}

/* What a keyring manager shows. */
char *
chatty_account_service_key_label (const ChattyAccount *account)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (account->platform);

  /* Translators: a platform, the person's name for an account there. */
  return g_strdup_printf (_("%s: %s (Chatty Connectors)"),
                          info != NULL ? info->title : account->platform, account->name);
}

/*
 * chatty_account_fill_addresses:
 * @addresses: by endpoint; %NULL for the platform's own
 * @fields: (inout): gets copies of them in their normal form, and the origins
 *   that a key would go to; free them with chatty_account_clear_addresses()
 * @error: %CHATTY_ERROR_INVALID_DATA, with what is wrong with an address
 */
gboolean
chatty_account_fill_addresses (const ChattyConnectorInfo  *info,
                               const char *const          *addresses,
                               ChattyAccount              *fields,
                               GError                    **error)
{
  g_autoptr (GPtrArray) bound = g_ptr_array_new_with_free_func (g_free);
  guint n_endpoints = chatty_connector_info_get_n_endpoints (info);

  fields->bound = NULL;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    fields->addresses[i] = NULL;

  for (guint i = 0; i < n_endpoints; i++)
    {
      g_autofree char *own = chatty_http_check_address (info->endpoints[i].address, NULL);

      if (addresses[i] == NULL || *addresses[i] == '\0')
        continue;
      fields->addresses[i] = chatty_http_check_address (addresses[i], error);
      if (fields->addresses[i] == NULL)
        {
          chatty_account_clear_addresses (fields);
          return FALSE;
        }
      if (g_strcmp0 (fields->addresses[i], own) == 0)
        g_clear_pointer ((char **) &fields->addresses[i], g_free);
    }

  for (guint i = 0; i < n_endpoints; i++)
    {
      const char *address = chatty_connector_info_get_address (info, fields->addresses, i);

      if (address != NULL)
        g_ptr_array_add (bound, chatty_http_dup_origin (address));
    }
  g_ptr_array_add (bound, NULL);
  fields->bound = (const char *const *) g_ptr_array_free (g_steal_pointer (&bound), FALSE);
  return TRUE;
}

void
chatty_account_clear_addresses (ChattyAccount *fields)
{
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_clear_pointer ((char **) &fields->addresses[i], g_free);
  g_clear_pointer ((char ***) &fields->bound, g_strfreev);
}

/*
 * chatty_account_service_create:
 * @account: where the calls go
 * @key: what they are signed in with
 *
 * Returns: (transfer full): the connector of @account
 */
ChattyConnector *
chatty_account_service_create (ChattyAccountService  *self,
                               const ChattyAccount   *account,
                               ChattySecret          *key,
                               GError               **error)
{
  const ChattyConnectorEntry *entry = chatty_connector_table_lookup (self->table,
                                                                     account->platform);
  ChattyConnectorAccess access = { .journal = self->journal };
  g_autoptr (ChattyAuthorizer) authorizer = NULL;

  if (entry != NULL)
    {
      authorizer = chatty_connector_info_create_key_authorizer (entry->info, account->addresses,
                                                                key, error);
      if (authorizer == NULL)
        return NULL;
    }
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    access.addresses[i] = account->addresses[i];
  access.authorizer = authorizer;
  return chatty_connector_table_create (self->table, account->platform, &access, error);
}

/*
 * chatty_verdict_accepts:
 *
 * Returns: whether the platform took the key for a good one
 */
gboolean
chatty_verdict_accepts (const ChattyVerdict *verdict)
{
  return verdict->kind == CHATTY_VERDICT_WORKS ||
         verdict->kind == CHATTY_VERDICT_LIMITED ||
         verdict->kind == CHATTY_VERDICT_NO_CREDIT;
}

/*
 * chatty_verdict_is_answer:
 *
 * Returns: whether anything was learnt of the key
 */
gboolean
chatty_verdict_is_answer (const ChattyVerdict *verdict)
{
  return chatty_verdict_accepts (verdict) || verdict->kind == CHATTY_VERDICT_REFUSED;
}

/*
 * chatty_account_apply_verdict:
 * @fields: (inout): an account that was tested; borrows from @verdict
 * @verdict: what came of it
 *
 * Trouble of the network or of the server does not change what is known of
 * the key.
 */
void
chatty_account_apply_verdict (ChattyAccount       *fields,
                              const ChattyVerdict *verdict)
{
  fields->verdict = chatty_verdict_kind_to_string (verdict->kind);
  fields->checked = chatty_time_now ();
  if (chatty_verdict_accepts (verdict))
    fields->state = CHATTY_ACCOUNT_VERIFIED;
  else if (verdict->kind == CHATTY_VERDICT_REFUSED)
    fields->state = CHATTY_ACCOUNT_UNVERIFIED;
  if (verdict->plan != NULL)
    fields->plan = verdict->plan;
  if (verdict->account != NULL)
    fields->owner = verdict->account;
}

static ChattyAccount *
change (ChattyAccountService  *self,
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
change_name (ChattyAccount  *account,
             gpointer        user_data,
             GError        **error)
{
  const Change *wanted = user_data;
  ChattyAccount fields;

  if (account == NULL)
    return no_account (error);
  fields = *account;
  fields.name = wanted->name;
  return chatty_account_new (&fields);
}

static ChattyAccount *
change_paused (ChattyAccount  *account,
               gpointer        user_data,
               GError        **error)
{
  const Change *wanted = user_data;
  ChattyAccount fields;

  if (account == NULL)
    return no_account (error);
  fields = *account;
  fields.paused = wanted->paused;
  return chatty_account_new (&fields);
}

static ChattyAccount *
change_addresses (ChattyAccount  *account,
                  gpointer        user_data,
                  GError        **error)
{
  const Change *wanted = user_data;
  const ChattyConnectorInfo *info;
  g_autoptr (ChattyAccount) changed = NULL;
  ChattyAccount fields = { NULL };
  ChattyAccount merged;

  if (account == NULL)
    return no_account (error);
  info = chatty_connector_info_lookup (account->platform);
  if (info == NULL)
    return no_account (error);
  if (!chatty_account_fill_addresses (info, wanted->addresses, &fields, error))
    return NULL;

  /* What the key is bound to stays as it was. */
  merged = *account;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    merged.addresses[i] = fields.addresses[i];
  changed = chatty_account_new (&merged);
  chatty_account_clear_addresses (&fields);
  if (chatty_account_is_bound (changed) || merged.state == CHATTY_ACCOUNT_DISCONNECTED)
    return g_steal_pointer (&changed);

  merged = *changed;
  merged.state = CHATTY_ACCOUNT_UNVERIFIED;
  return chatty_account_new (&merged);
}

static ChattyAccount *
change_verdict (ChattyAccount  *account,
                gpointer        user_data,
                GError        **error)
{
  const Change *wanted = user_data;
  ChattyAccount fields;

  if (account == NULL)
    return no_account (error);
  fields = *account;
  chatty_account_apply_verdict (&fields, wanted->verdict);
  return chatty_account_new (&fields);
}

static ChattyAccount *
change_disconnected (ChattyAccount  *account,
                     gpointer        user_data,
                     GError        **error)
{
  ChattyAccount fields;

  if (account == NULL)
    return no_account (error);
  fields = *account;
  fields.state = CHATTY_ACCOUNT_DISCONNECTED;
  fields.bound = NULL;
  fields.remembered = FALSE;
  fields.paused = FALSE;
  fields.verdict = NULL;
  return chatty_account_new (&fields);
}

static void
set_sign_in_needed (const char  *message,
                    GError     **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED, message);
}

/* The key of an account that may be used. */
static ChattySecret *
find_key (ChattyAccountService  *self,
          const ChattyAccount   *account,
          ChattySecretFlags      flags,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autoptr (ChattySecretId) id = chatty_account_service_key_id (account);
  ChattySecret *key = NULL;

  if (account->state == CHATTY_ACCOUNT_DISCONNECTED)
    {
      set_sign_in_needed (_("This account is not connected. Enter its key to connect it again"),
                          error);
      return NULL;
    }
  if (!chatty_account_is_bound (account))
    {
      set_sign_in_needed (_("The server address of this account was changed, so its key was not "
                            "sent. Enter the key again if you trust the new address"), error);
      return NULL;
    }

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (chatty_secret_store_lookup (self->memory, id, CHATTY_SECRET_QUIET, &key,
                                  NULL, NULL) == CHATTY_SECRET_FOUND)
    return key;
  if (!account->remembered)
    {
      set_sign_in_needed (_("The key of this account was kept for one run only. Enter it again"),
                          error);
      return NULL;
    }

  /* Only a keyring that answered says that the key is gone. */
  if (chatty_secret_store_lookup (self->keyring, id, flags, &key,
                                  cancellable, error) == CHATTY_SECRET_NOT_FOUND)
    set_sign_in_needed (_("The key of this account is no longer in the keyring. "
                          "Enter it again"), error);
  return key;
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
  key = find_key (self, account, flags, cancellable, error);
  return key != NULL ? chatty_account_service_create (self, account, key, error) : NULL;
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
  Change wanted = { NULL };

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  account = chatty_account_store_lookup (self->accounts, id, error);
  if (account == NULL)
    return NULL;
  key = find_key (self, account, flags, cancellable, error);
  if (key == NULL)
    return NULL;
  connector = chatty_account_service_create (self, account, key, error);
  if (connector == NULL)
    return NULL;
  verdict = chatty_connector_test (connector, cancellable, error);
  if (verdict == NULL)
    return NULL;

  wanted.verdict = verdict;
  noted = change (self, id, change_verdict, &wanted, error);
  return noted != NULL ? g_steal_pointer (&verdict) : NULL;
}

/**
 * chatty_account_service_rename:
 * @id: an account's UUID
 * @name: what the person calls it
 * @error: %CHATTY_ERROR_INVALID_DATA if @name is empty
 *
 * The item in the keyring gets the new name too, if it is within reach.
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_rename (ChattyAccountService  *self,
                               const char            *id,
                               const char            *name,
                               GError               **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *label = NULL;
  g_autoptr (ChattySecretId) key_id = NULL;
  g_autoptr (ChattySecret) key = NULL;
  ChattyAccount *account;
  Change wanted = { NULL };

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  stripped = g_strstrip (g_strdup (name));
  if (*stripped == '\0')
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("An account needs a name"));
      return NULL;
    }

  safe = chatty_redact_text (stripped, -1);
  wanted.name = safe;
  account = change (self, id, change_name, &wanted, error);
  if (account == NULL || !account->remembered)
    return account;

  key_id = chatty_account_service_key_id (account);
  label = chatty_account_service_key_label (account);
  if (chatty_secret_store_lookup (self->keyring, key_id, CHATTY_SECRET_QUIET, &key,
                                  NULL, NULL) == CHATTY_SECRET_FOUND)
    chatty_secret_store_store (self->keyring, key_id, label, key, CHATTY_SECRET_QUIET,
                               NULL, NULL);
  return account;
}

/**
 * chatty_account_service_set_paused:
 * @id: an account's UUID
 * @paused: whether it is not to be used
 * @error: what could not be read or written
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_set_paused (ChattyAccountService  *self,
                                   const char            *id,
                                   gboolean               paused,
                                   GError               **error)
{
  Change wanted = { .paused = paused };

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  return change (self, id, change_paused, &wanted, error);
}

/**
 * chatty_account_service_set_addresses:
 * @id: an account's UUID
 * @addresses: by endpoint, %NULL for the platform's own
 * @error: %CHATTY_ERROR_INVALID_DATA, with what is wrong with an address
 *
 * The key stays bound to the servers that it was entered for: it is not sent
 * to others before chatty_account_service_connect() is given one for them.
 *
 * Returns: (transfer full): the account as it is now;
 *   chatty_account_needs_key() says whether the key has to be entered again
 */
ChattyAccount *
chatty_account_service_set_addresses (ChattyAccountService  *self,
                                      const char            *id,
                                      const char *const     *addresses,
                                      GError               **error)
{
  Change wanted = { .addresses = addresses };

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  return change (self, id, change_addresses, &wanted, error);
}

/**
 * chatty_account_service_disconnect:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @error: %CHATTY_ERROR_FORBIDDEN if the keyring is locked,
 *   %CHATTY_ERROR_UNSUPPORTED if there is none
 *
 * Forgets the key. The record, the characters and the transcripts stay.
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_disconnect (ChattyAccountService  *self,
                                   const char            *id,
                                   ChattySecretFlags      flags,
                                   GCancellable          *cancellable,
                                   GError               **error)
{
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattySecretId) key_id = NULL;
  g_autoptr (GError) local_error = NULL;
  ChattySecretState state;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  account = chatty_account_store_lookup (self->accounts, id, error);
  if (account == NULL)
    return NULL;

  key_id = chatty_account_service_key_id (account);
  state = chatty_secret_store_delete (self->keyring, key_id, flags, cancellable, &local_error);
  if (state != CHATTY_SECRET_FOUND && state != CHATTY_SECRET_NOT_FOUND &&
      (account->remembered || state == CHATTY_SECRET_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  chatty_secret_store_delete (self->memory, key_id, CHATTY_SECRET_QUIET, NULL, NULL);
  return change (self, id, change_disconnected, NULL, error);
}

/**
 * chatty_account_service_remove:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @error: what chatty_account_service_disconnect() says
 *
 * Returns: whether the key and the record are gone
 */
gboolean
chatty_account_service_remove (ChattyAccountService  *self,
                               const char            *id,
                               ChattySecretFlags      flags,
                               GCancellable          *cancellable,
                               GError               **error)
{
  g_autoptr (ChattyAccount) account =
    chatty_account_service_disconnect (self, id, flags, cancellable, error);

  if (account == NULL || !chatty_account_store_remove (self->accounts, id, NULL, error))
    return FALSE;
  chatty_account_service_notify (self);
  return TRUE;
}
