/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-account-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyRemoteAccount: (object) what a connected account has, made of what its
 * connector can do.
 *
 * Signal: "changed", when its title or how deep one is in it changed.
 */
#define CHATTY_TYPE_REMOTE_ACCOUNT (chatty_remote_account_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteAccount, chatty_remote_account, CHATTY, REMOTE_ACCOUNT, GtkWidget)

GtkWidget  *chatty_remote_account_new          (ChattyWorkspace           *workspace,
                                                ChattyAccountService      *service,
                                                const ChattyConnectorInfo *info,
                                                ChattyAccount             *account);
void        chatty_remote_account_set_account  (ChattyRemoteAccount       *self,
                                                ChattyAccount             *account);
const char *chatty_remote_account_get_id       (ChattyRemoteAccount       *self);
const char *chatty_remote_account_get_title    (ChattyRemoteAccount       *self);
const char *chatty_remote_account_get_subtitle (ChattyRemoteAccount       *self);
gboolean    chatty_remote_account_is_deep      (ChattyRemoteAccount       *self);
gboolean    chatty_remote_account_go_back      (ChattyRemoteAccount       *self);

G_END_DECLS
