/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-error.h"
#include "chatty-redact.h"

/* What a change of a record needs to know. */
typedef struct {
  const char        *name;
  gboolean           paused;
  const char *const *addresses;
} Change;

static ChattyAccount *
change_name (ChattyAccount  *account,
             gpointer        user_data,
             GError        **error)
{
  const Change *wanted = user_data;
  ChattyAccount fields;

  if (account == NULL)
    return chatty_account_no_account (error);
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
    return chatty_account_no_account (error);
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
    return chatty_account_no_account (error);
  info = chatty_connector_info_lookup (account->platform);
  if (info == NULL)
    return chatty_account_no_account (error);
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
change_disconnected (ChattyAccount  *account,
                     gpointer        user_data,
                     GError        **error)
{
  ChattyAccount fields;

  if (account == NULL)
    return chatty_account_no_account (error);
  fields = *account;
  fields.state = CHATTY_ACCOUNT_DISCONNECTED;
  fields.bound = NULL;
  fields.remembered = FALSE;
  fields.has_key = FALSE;
  fields.own_client = FALSE;
  fields.project = NULL;
  fields.paused = FALSE;
  fields.verdict = NULL;
  return chatty_account_new (&fields);
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
  account = chatty_account_service_change (self, id, change_name, &wanted, error);
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

  return chatty_account_service_change (self, id, change_paused, &wanted, error);
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

  return chatty_account_service_change (self, id, change_addresses, &wanted, error);
}

/**
 * chatty_account_service_disconnect:
 * @id: an account's UUID
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @error: %CHATTY_ERROR_FORBIDDEN if the keyring is locked,
 *   %CHATTY_ERROR_UNSUPPORTED if there is none
 *
 * Forgets the key, and gives a sign-in with the browser back. The record, the
 * characters and the transcripts stay.
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

  chatty_account_service_revoke (self, account, cancellable);
  key_id = chatty_account_service_key_id (account);
  state = chatty_secret_store_delete (self->keyring, key_id, flags, cancellable, &local_error);
  if (state != CHATTY_SECRET_FOUND && state != CHATTY_SECRET_NOT_FOUND &&
      (account->remembered || state == CHATTY_SECRET_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  chatty_secret_store_delete (self->memory, key_id, CHATTY_SECRET_QUIET, NULL, NULL);
  chatty_account_service_drop_browser (self, id, FALSE);
  return chatty_account_service_change (self, id, change_disconnected, NULL, error);
}

static ChattyAccount *
change_has_no_key (ChattyAccount  *account,
                   gpointer        user_data,
                   GError        **error)
{
  ChattyAccount fields;

  if (account == NULL)
    return chatty_account_no_account (error);
  fields = *account;
  fields.has_key = FALSE;
  return chatty_account_new (&fields);
}

/**
 * chatty_account_service_drop_key:
 * @id: the UUID of an account that was signed in to with the browser
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it before anything is changed
 * @error: what chatty_account_service_disconnect() says;
 *   %CHATTY_ERROR_INVALID_DATA if the key is all that the account has
 *
 * Forgets the key that was added to the sign-in, which stays.
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_drop_key (ChattyAccountService  *self,
                                 const char            *id,
                                 ChattySecretFlags      flags,
                                 GCancellable          *cancellable,
                                 GError               **error)
{
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattySecretId) key_id = NULL;
  g_autoptr (ChattySecret) both = NULL;
  g_autoptr (ChattySecret) rest = NULL;
  g_autoptr (ChattyCredential) credential = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  account = chatty_account_store_lookup (self->accounts, id, error);
  both = account != NULL
           ? chatty_account_service_find_key (self, account, flags, cancellable, error) : NULL;
  credential = both != NULL ? chatty_credential_unseal (both, error) : NULL;
  if (credential == NULL)
    return NULL;
  if (credential->tokens == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The account has nothing but its key. Disconnect it instead"));
      return NULL;
    }
  g_clear_pointer (&credential->key, chatty_secret_unref);
  rest = chatty_credential_seal (credential);
  key_id = chatty_account_service_key_id (account);
  label = chatty_account_service_key_label (account);
  if (chatty_secret_store_store (account->remembered ? self->keyring : self->memory, key_id, label,
                                 rest, flags, cancellable, error) != CHATTY_SECRET_FOUND)
    return NULL;
  return chatty_account_service_change (self, id, change_has_no_key, NULL, error);
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

static ChattyAccount *
put_back (ChattyAccount  *account,
          gpointer        user_data,
          GError        **error)
{
  ChattyAccount *removed = user_data;
  ChattyAccount fields = *removed;

  if (account != NULL)
    return chatty_account_ref (account);
  fields.state = CHATTY_ACCOUNT_DISCONNECTED;
  fields.bound = NULL;
  fields.remembered = FALSE;
  fields.has_key = FALSE;
  fields.own_client = FALSE;
  fields.project = NULL;
  return chatty_account_new (&fields);
}

/**
 * chatty_account_service_restore:
 * @account: what was removed
 * @error: what could not be written
 *
 * Takes a removal back. The key is forgotten all the same: the account is
 * disconnected.
 *
 * Returns: (transfer full): the account as it is now
 */
ChattyAccount *
chatty_account_service_restore (ChattyAccountService  *self,
                                ChattyAccount         *account,
                                GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  return chatty_account_service_change (self, account->id, put_back, account, error);
}
