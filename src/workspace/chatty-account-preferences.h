/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account.h"
#include "chatty-preferences.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/* What the person prefers of an account: the model, the voice, the settings of
 * its answers. Kept in the vault, so that it is the same on every computer; see
 * chatty-vault-preferences.h. A conversation uses what was chosen for it, then
 * what the character says, then this, then what the platform does by itself;
 * settings one by one. The instructions hold where there is no character, or
 * one without instructions of its own.
 *
 * Nothing tells of a change by another program: a page loads them when it is
 * shown, and a conversation with every message. */

/* Preferences that may all be empty; never NULL without an error. */
void               chatty_workspace_load_preferences_async  (ChattyWorkspace          *self,
                                                             const ChattyAccount      *account,
                                                             GCancellable             *cancellable,
                                                             GAsyncReadyCallback       callback,
                                                             gpointer                  user_data);
ChattyPreferences *chatty_workspace_load_preferences_finish (ChattyWorkspace          *self,
                                                             GAsyncResult             *result,
                                                             GError                  **error);
/* Writes what differs between @before, which was loaded, and @after; what
 * somebody else changed meanwhile stays. Gives what there is now, on the disk. */
void               chatty_workspace_save_preferences_async  (ChattyWorkspace          *self,
                                                             const ChattyAccount      *account,
                                                             const ChattyPreferences  *before,
                                                             const ChattyPreferences  *after,
                                                             GCancellable             *cancellable,
                                                             GAsyncReadyCallback       callback,
                                                             gpointer                  user_data);
ChattyPreferences *chatty_workspace_save_preferences_finish (ChattyWorkspace          *self,
                                                             GAsyncResult             *result,
                                                             GError                  **error);

G_END_DECLS
