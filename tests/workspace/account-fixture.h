/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"

G_BEGIN_DECLS

/* The keys that are entered; in no file when a test is over. */
#define KEY     "aCcOuNt-KeY-00112233445566"
#define NEW_KEY "aCcOuNt-KeY-99887766554433"

/* Accounts in a folder of their own, with a keyring and a platform that do
 * what the test wants. */
typedef struct {
  char                 *folder;
  ChattyAccountStore   *accounts;
  ChattySecretStore    *keyring;
  ChattyAccountService *service;
} AccountFixture;

void                 account_fixture_set_up        (AccountFixture             *self,
                                                    gconstpointer               data);
void                 account_fixture_tear_down     (AccountFixture             *self,
                                                    gconstpointer               data);
/* As if the program was started again. */
void                 account_fixture_start_service (AccountFixture             *self);
ChattyConnectResult *account_fixture_try_connect   (AccountFixture             *self,
                                                    const ChattyConnectRequest *request,
                                                    const char                 *text);
char                *account_fixture_connect       (AccountFixture             *self,
                                                    const char                 *name,
                                                    ChattyConnectFlags          flags);
ChattyAccount       *account_fixture_load          (AccountFixture             *self,
                                                    const char                 *id);
guint                account_fixture_count         (AccountFixture             *self);

G_END_DECLS
