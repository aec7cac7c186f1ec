/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks before a link of a text is opened, and shows where it really leads; and
 * opens an address of the program's own. */

typedef void (*ChattyLinkOpener) (const char *uri,
                                  gpointer    user_data);

GtkWidget *chatty_link_dialog_ask        (GtkWidget        *parent,
                                          const char       *target,
                                          const char       *text);
void       chatty_link_open              (GtkWidget        *widget,
                                          const char       *uri);
void       chatty_link_dialog_set_opener (ChattyLinkOpener  opener,
                                          gpointer          user_data);

G_END_DECLS
