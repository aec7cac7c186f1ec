/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyEndKeeper: (object) keeps a list view at its end while it grows.
 *
 * Only while the person is there: it lets go when they scroll away, and takes
 * hold again when they come back. What has come in the meantime is "news".
 */
#define CHATTY_TYPE_END_KEEPER (chatty_end_keeper_get_type ())
G_DECLARE_FINAL_TYPE (ChattyEndKeeper, chatty_end_keeper, CHATTY, END_KEEPER, GObject)

ChattyEndKeeper *chatty_end_keeper_new       (GtkScrolledWindow *scrolled,
                                              GtkListView       *view);
void             chatty_end_keeper_reset     (ChattyEndKeeper   *self);
void             chatty_end_keeper_grow      (ChattyEndKeeper   *self);
void             chatty_end_keeper_go        (ChattyEndKeeper   *self);
void             chatty_end_keeper_leave     (ChattyEndKeeper   *self);
gboolean         chatty_end_keeper_is_at_end (ChattyEndKeeper   *self);
gboolean         chatty_end_keeper_has_news  (ChattyEndKeeper   *self);

G_END_DECLS
