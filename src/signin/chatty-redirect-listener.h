/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-redirect.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_REDIRECT_LISTENER (chatty_redirect_listener_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRedirectListener, chatty_redirect_listener,
                      CHATTY, REDIRECT_LISTENER, GObject)

ChattyRedirectListener *chatty_redirect_listener_new         (const char              *path,
                                                              ChattySecret            *state,
                                                              const char              *issuer,
                                                              GError                 **error);
const char             *chatty_redirect_listener_get_address (ChattyRedirectListener  *self);
ChattyRedirect         *chatty_redirect_listener_wait        (ChattyRedirectListener  *self,
                                                              guint                    seconds,
                                                              GCancellable            *cancellable,
                                                              GError                 **error);

G_END_DECLS
