/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-document.h"

G_BEGIN_DECLS

/* What a list says of a document of a platform. */

char *chatty_document_describe     (const ChattyDocument *document,
                                    const char           *owner);
char *chatty_document_dup_question (const ChattyDocument *document,
                                    gboolean              known);

G_END_DECLS
