/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-connect-result.h"

G_BEGIN_DECLS

/**
 * ChattyConnectResultView: (object) what connecting an account came to, and
 * what can be done now.
 *
 * Emits "again" with the #ChattyConnectFlags that the person agreed to beside
 * those before, "edit" for another key, and "done".
 */
#define CHATTY_TYPE_CONNECT_RESULT_VIEW (chatty_connect_result_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConnectResultView, chatty_connect_result_view, CHATTY, CONNECT_RESULT_VIEW, AdwBin)

void chatty_connect_result_view_set_result     (ChattyConnectResultView *self,
                                                ChattyConnectResult     *result);
void chatty_connect_result_view_set_by_browser (ChattyConnectResultView *self,
                                                gboolean                 by_browser);
void chatty_connect_result_view_set_missing    (ChattyConnectResultView *self,
                                                const char              *missing);
void chatty_connect_result_view_set_problem    (ChattyConnectResultView *self,
                                                const GError            *error);

G_END_DECLS
