/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-oauth-client.h"

G_BEGIN_DECLS

/**
 * ChattySignIn: (object) a sign-in with the browser, from the address that is
 * opened to the account that is saved.
 *
 * Made by chatty_account_service_begin_sign_in_async(), which opens the port
 * that the browser comes back to; dropping the object closes it.
 */
#define CHATTY_TYPE_SIGN_IN (chatty_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (ChattySignIn, chatty_sign_in, CHATTY, SIGN_IN, GObject)

/* The page to open. */
const char          *chatty_sign_in_get_address (ChattySignIn *self);

/* @client: NULL for that of the account, or of this build. @scopes: which of
 * the platform's scopes the person wants; NULL-terminated. */
ChattySignIn        *chatty_account_service_begin_sign_in        (ChattyAccountService        *self,
                                                                  const ChattyConnectRequest  *request,
                                                                  ChattyOAuthClient           *client,
                                                                  const char *const           *scopes,
                                                                  GCancellable                *cancellable,
                                                                  GError                     **error);
void                 chatty_account_service_begin_sign_in_async  (ChattyAccountService        *self,
                                                                  const ChattyConnectRequest  *request,
                                                                  ChattyOAuthClient           *client,
                                                                  const char *const           *scopes,
                                                                  GCancellable                *cancellable,
                                                                  GAsyncReadyCallback          callback,
                                                                  gpointer                     user_data);
ChattySignIn        *chatty_account_service_begin_sign_in_finish (ChattyAccountService        *self,
                                                                  GAsyncResult                *result,
                                                                  GError                     **error);

/* Waits for the browser, tests what it brought and saves the account. Called
 * again with other flags, it goes on with what the browser brought before. */
ChattyConnectResult *chatty_account_service_sign_in              (ChattyAccountService        *self,
                                                                  ChattySignIn                *sign_in,
                                                                  ChattyConnectFlags           flags,
                                                                  GCancellable                *cancellable,
                                                                  GError                     **error);
void                 chatty_account_service_sign_in_async        (ChattyAccountService        *self,
                                                                  ChattySignIn                *sign_in,
                                                                  ChattyConnectFlags           flags,
                                                                  GCancellable                *cancellable,
                                                                  GAsyncReadyCallback          callback,
                                                                  gpointer                     user_data);
ChattyConnectResult *chatty_account_service_sign_in_finish       (ChattyAccountService        *self,
                                                                  GAsyncResult                *result,
                                                                  GError                     **error);

G_END_DECLS
