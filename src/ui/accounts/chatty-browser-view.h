/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ChattyBrowserView: (object) sends the person to the browser, and shows how
 * long the program waits for it.
 *
 * Emits "opened" when the person has the address, in a browser or in the
 * clipboard, and "cancelled".
 */
#define CHATTY_TYPE_BROWSER_VIEW (chatty_browser_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyBrowserView, chatty_browser_view, CHATTY, BROWSER_VIEW, AdwBin)

void chatty_browser_view_begin       (ChattyBrowserView *self,
                                      const char        *provider);
void chatty_browser_view_set_address (ChattyBrowserView *self,
                                      const char        *address);
void chatty_browser_view_count_down  (ChattyBrowserView *self,
                                      guint              seconds);
void chatty_browser_view_stop        (ChattyBrowserView *self);

G_END_DECLS
