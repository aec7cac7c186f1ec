/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyScopeRows:
 *
 * What a platform is asked to allow, each in plain words, with a switch where
 * the person may leave it out.
 */
#define CHATTY_TYPE_SCOPE_ROWS (chatty_scope_rows_get_type ())
G_DECLARE_FINAL_TYPE (ChattyScopeRows, chatty_scope_rows, CHATTY, SCOPE_ROWS, AdwPreferencesGroup)

void  chatty_scope_rows_set_info   (ChattyScopeRows           *self,
                                    const ChattyConnectorInfo *info,
                                    const char                *granted);
GStrv chatty_scope_rows_dup_scopes (ChattyScopeRows           *self);

/* In plain words, a line each; NULL if there are none. */
char *chatty_scope_rows_describe   (const ChattyConnectorInfo *info,
                                    const char                *granted);
char *chatty_scope_rows_describe_missing
                                   (const ChattyConnectorInfo *info,
                                    const char *const         *asked,
                                    const char                *granted);

G_END_DECLS
