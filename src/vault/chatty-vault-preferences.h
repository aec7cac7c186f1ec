/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-preferences.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/* preferences.json, in the vault's own folder, so that what a person prefers of
 * an account goes where the vault goes:
 *
 *   {"version": 1, "accounts": [{"platform", "owner", "account", "model",
 *    "voice", "temperature", "effort", "instructions", "settings": {…},
 *    "changed": {"model": "2026-11-23T18:00:00Z", "settings.a.b": …}}]}
 *
 * What programs for synchronising make of a file that was changed on two
 * computers ("preferences.sync-conflict-….json") becomes a part of it, setting
 * by setting, before it is read; both versions are kept, and a run of the kind
 * "merge" tells it.
 *
 * An account is known by its owner, who is the same on every computer, else by
 * its id on this one. Members and entries that nobody here knows stay. All of
 * this is blocking and may be called from any thread. */

ChattyPreferences *chatty_vault_load_preferences (ChattyVault              *self,
                                                  const char               *platform,
                                                  const char               *owner,
                                                  const char               *account,
                                                  GError                  **error);
ChattyPreferences *chatty_vault_save_preferences (ChattyVault              *self,
                                                  const char               *platform,
                                                  const char               *owner,
                                                  const char               *account,
                                                  const ChattyPreferences  *before,
                                                  const ChattyPreferences  *after,
                                                  GError                  **error);

G_END_DECLS
