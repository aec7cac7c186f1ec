/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-secret-store.h"

G_BEGIN_DECLS

/* A keyring that can be locked, or taken away, by a test; any thread. */
#define FAKE_TYPE_SECRET_STORE (fake_secret_store_get_type ())
G_DECLARE_FINAL_TYPE (FakeSecretStore, fake_secret_store, FAKE, SECRET_STORE, GObject)

ChattySecretStore *fake_secret_store_new         (void);
/* %CHATTY_SECRET_FOUND works, %CHATTY_SECRET_LOCKED is locked until somebody
 * asks interactively if @person_unlocks, %CHATTY_SECRET_UNAVAILABLE is gone,
 * %CHATTY_SECRET_FAILED keeps nothing. */
void               fake_secret_store_set_state   (ChattySecretStore *store,
                                                  ChattySecretState  state,
                                                  gboolean           person_unlocks);
/* What is inside, whatever the state. */
guint              fake_secret_store_count       (ChattySecretStore *store);
/* How often it was asked for anything. */
guint              fake_secret_store_get_n_asked (ChattySecretStore *store);
/* (transfer full) the label of the only item. */
char              *fake_secret_store_dup_label   (ChattySecretStore *store);

G_END_DECLS
