/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyClientView: (object) takes the person's own OAuth client.
 *
 * Shows how one is made, and takes its file by drop, paste or choice, or its
 * ID and secret by hand. Emits "taken" when the person is done with it.
 */
#define CHATTY_TYPE_CLIENT_VIEW (chatty_client_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyClientView, chatty_client_view, CHATTY, CLIENT_VIEW, AdwBin)

void               chatty_client_view_set_info       (ChattyClientView           *self,
                                                      const ChattyConnectorInfo  *info,
                                                      gboolean                    has_servers);
ChattyOAuthClient *chatty_client_view_read           (ChattyClientView           *self);
gboolean           chatty_client_view_read_addresses (ChattyClientView           *self,
                                                      char                      **addresses);
void               chatty_client_view_tell_problem   (ChattyClientView           *self,
                                                      const char                 *problem);
void               chatty_client_view_begin          (ChattyClientView           *self);
void               chatty_client_view_clear          (ChattyClientView           *self);

G_END_DECLS
