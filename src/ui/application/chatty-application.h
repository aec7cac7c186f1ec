/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"

G_BEGIN_DECLS

/**
 * ChattyApplication: (object) the program with a window.
 *
 * On the session bus it offers "quit", "about", "preferences" and
 * "shortcuts", and to open files, which only proposes to import them: nothing
 * that another program asks for changes the vault.
 */
#define CHATTY_TYPE_APPLICATION (chatty_application_get_type ())
G_DECLARE_FINAL_TYPE (ChattyApplication, chatty_application, CHATTY, APPLICATION, AdwApplication)

ChattyApplication    *chatty_application_new          (void);
ChattyAccountService *chatty_application_get_accounts (ChattyApplication *self);

G_END_DECLS
