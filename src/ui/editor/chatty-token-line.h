/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-character-record.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyTokenLine: (object) how much a model reads of a character before
 * anything is said. Asked of the platform a moment after a change, while the
 * line's page is to be seen; shown once there is an answer.
 */
#define CHATTY_TYPE_TOKEN_LINE (chatty_token_line_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTokenLine, chatty_token_line, CHATTY, TOKEN_LINE, AdwActionRow)

void chatty_token_line_set_account (ChattyTokenLine       *self,
                                    ChattyWorkspace       *workspace,
                                    ChattyAccountService  *service,
                                    const char            *account);
void chatty_token_line_set_record  (ChattyTokenLine       *self,
                                    ChattyCharacterRecord *record);
void chatty_token_line_set_active  (ChattyTokenLine       *self,
                                    gboolean               active);

G_END_DECLS
