/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyDocumentView: (object) a knowledge document to read, with a passage of
 * it. What is no text is opened with the person's program for it.
 *
 * Signals: "shown": there is something to read; "back": somebody wants to go
 * back from it.
 */
#define CHATTY_TYPE_DOCUMENT_VIEW (chatty_document_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyDocumentView, chatty_document_view, CHATTY, DOCUMENT_VIEW, GtkWidget)

void        chatty_document_view_open     (ChattyDocumentView *self,
                                           ChattyWorkspace    *workspace,
                                           const char         *callsign,
                                           const char         *name,
                                           const char         *excerpt,
                                           guint               page);
void        chatty_document_view_close    (ChattyDocumentView *self);
const char *chatty_document_view_get_name (ChattyDocumentView *self);

G_END_DECLS
