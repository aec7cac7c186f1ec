/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyAnswersPage: (object) what the person prefers of an account's answers:
 * model, voice, instructions and all that can be set. Kept a moment after each
 * change, and when the page is left.
 *
 * Emits "closed" when the person turns back.
 */
#define CHATTY_TYPE_ANSWERS_PAGE (chatty_answers_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAnswersPage, chatty_answers_page, CHATTY, ANSWERS_PAGE, AdwBin)

gboolean   chatty_answers_page_exists  (ChattyAccountService *service,
                                        const char           *platform);
GtkWidget *chatty_answers_page_new     (ChattyWorkspace      *workspace,
                                        ChattyAccountService *service,
                                        ChattyAccount        *account);
void       chatty_answers_page_go_back (ChattyAnswersPage    *self);

G_END_DECLS
