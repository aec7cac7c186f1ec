/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-account.h"

G_BEGIN_DECLS

/**
 * ChattyAccountStore:
 *
 * The accounts of this computer, in the file `accounts.json` of the user data
 * folder. Not in the vault: that may be shared between computers, and keys
 * are not. Several processes may use it at once; each change is whole, also
 * after a crash. The functions block and may be called on any thread.
 */
#define CHATTY_TYPE_ACCOUNT_STORE (chatty_account_store_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountStore, chatty_account_store, CHATTY, ACCOUNT_STORE, GObject)

/**
 * ChattyAccountChange:
 * @account: (nullable): what is stored, %NULL if there is no such account
 * @user_data: what was given to chatty_account_store_change()
 * @error: set when %NULL is returned
 *
 * Called while no other process changes anything.
 *
 * Returns: (transfer full): what to store instead
 */
typedef ChattyAccount *(*ChattyAccountChange) (ChattyAccount  *account,
                                               gpointer        user_data,
                                               GError        **error);

ChattyAccountStore *chatty_account_store_new    (GFile                *folder);  /* NULL: the default */
GFile              *chatty_account_store_get_file (ChattyAccountStore *self);
GPtrArray          *chatty_account_store_list   (ChattyAccountStore   *self,
                                                 GError              **error);
ChattyAccount      *chatty_account_store_lookup (ChattyAccountStore   *self,
                                                 const char           *id,
                                                 GError              **error);
ChattyAccount      *chatty_account_store_change (ChattyAccountStore   *self,
                                                 const char           *id,
                                                 ChattyAccountChange   func,
                                                 gpointer              user_data,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
gboolean            chatty_account_store_remove (ChattyAccountStore   *self,
                                                 const char           *id,
                                                 GCancellable         *cancellable,
                                                 GError              **error);

G_END_DECLS
