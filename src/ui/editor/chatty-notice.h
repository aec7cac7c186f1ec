/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyNotice: (object) a sentence across a page, with what can be done.
 *
 * Hidden until it has a text. Signals: "acted": the button was clicked;
 * "dismissed": the person has read it.
 */
#define CHATTY_TYPE_NOTICE (chatty_notice_get_type ())
G_DECLARE_FINAL_TYPE (ChattyNotice, chatty_notice, CHATTY, NOTICE, GtkWidget)

GtkWidget  *chatty_notice_new           (const char   *icon_name);
void        chatty_notice_set_icon_name (ChattyNotice *self,
                                         const char   *icon_name);
const char *chatty_notice_get_text      (ChattyNotice *self);
void        chatty_notice_set           (ChattyNotice *self,
                                         const char   *text,
                                         const char   *action);

G_END_DECLS
