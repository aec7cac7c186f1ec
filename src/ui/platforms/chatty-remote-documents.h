/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-knowledge.h"

G_BEGIN_DECLS

/**
 * ChattyRemoteDocuments: (object) all documents of an account where each
 * belongs to one character, and to which.
 */
#define CHATTY_TYPE_REMOTE_DOCUMENTS (chatty_remote_documents_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteDocuments, chatty_remote_documents, CHATTY, REMOTE_DOCUMENTS,
                      GtkWidget)

GtkWidget *chatty_remote_documents_new (ChattyKnowledge *knowledge,
                                        const char      *account_id);

G_END_DECLS
