/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-error.h"

ChattySecretId *
chatty_account_service_key_id (const ChattyAccount *account)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (account->platform);

  return chatty_secret_id_new (account->platform, account->id,
                               info != NULL && info->sign_in == CHATTY_SIGN_IN_BROWSER
                               ? CHATTY_SECRET_KIND_REFRESH_TOKEN : CHATTY_SECRET_KIND_API_KEY);
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

static void
set_sign_in_needed (const char  *message,
                    GError     **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED, message);
}

/*
 * chatty_account_service_find_key:
 * @account: the account
 * @flags: whether a locked keyring may ask to be unlocked
 * @error: what chatty_account_service_open() says
 *
 * Returns: (transfer full): the key of an account that may be used
 */
ChattySecret *
chatty_account_service_find_key (ChattyAccountService  *self,
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

/* What is known of an account's key without asking the keyring;
 * %CHATTY_KEY_UNKNOWN if only that can tell. */
static ChattyKeyState
look_here (ChattyAccountService *self,
           const ChattyAccount  *account)
{
  g_autoptr (ChattySecretId) id = chatty_account_service_key_id (account);
  g_autoptr (ChattySecret) key = NULL;

  if (chatty_account_needs_key (account))
    return CHATTY_KEY_NEEDED;
  if (chatty_secret_store_lookup (self->memory, id, CHATTY_SECRET_QUIET, &key,
                                  NULL, NULL) == CHATTY_SECRET_FOUND)
    return CHATTY_KEY_KEPT;
  return account->remembered ? CHATTY_KEY_UNKNOWN : CHATTY_KEY_NEEDED;
}

static gboolean
has_id (GPtrArray  *ids,
        const char *account)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      const ChattySecretId *id = g_ptr_array_index (ids, i);

      if (g_str_equal (id->account, account))
        return TRUE;
    }
  return FALSE;
}

/**
 * chatty_account_service_look_for_keys:
 * @accounts: (element-type ChattyAccount): which accounts
 * @cancellable: (nullable): ends it early
 *
 * Looks whether the accounts' keys are where they were kept, without asking
 * anybody for anything: a keyring that is locked stays so, one that does not
 * run is not started, and none is asked about keys that are not in it. Any
 * thread; blocks.
 *
 * Returns: (transfer full) (element-type ChattyKeyState): one for each account
 */
GArray *
chatty_account_service_look_for_keys (ChattyAccountService *self,
                                      GPtrArray            *accounts,
                                      GCancellable         *cancellable)
{
  g_autoptr (ChattySecretId) pattern = chatty_secret_id_new (NULL, NULL, NULL);
  g_autoptr (GPtrArray) ids = NULL;
  GArray *states = g_array_new (FALSE, FALSE, sizeof (ChattyKeyState));
  ChattySecretState keyring = CHATTY_SECRET_UNAVAILABLE;
  gboolean ask = FALSE;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), states);

  for (guint i = 0; i < accounts->len; i++)
    {
      ChattyKeyState state = look_here (self, g_ptr_array_index (accounts, i));

      ask |= state == CHATTY_KEY_UNKNOWN;
      g_array_append_val (states, state);
    }
  if (ask)
    keyring = chatty_secret_store_search (self->keyring, pattern, &ids, cancellable, NULL);

  for (guint i = 0; i < accounts->len; i++)
    {
      const ChattyAccount *account = g_ptr_array_index (accounts, i);
      ChattyKeyState *state = &g_array_index (states, ChattyKeyState, i);

      if (*state != CHATTY_KEY_UNKNOWN)
        continue;
      /* One that is locked may hide what it holds, or some of it. */
      if (keyring == CHATTY_SECRET_LOCKED)
        *state = CHATTY_KEY_LOCKED;
      else if (keyring == CHATTY_SECRET_FOUND || keyring == CHATTY_SECRET_NOT_FOUND)
        *state = has_id (ids, account->id) ? CHATTY_KEY_KEPT : CHATTY_KEY_NEEDED;
    }
  return states;
}
