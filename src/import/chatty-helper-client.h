/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-document-text.h"
#include "chatty-import-limits.h"
#include "chatty-reading.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_HELPER_CLIENT (chatty_helper_client_get_type ())
G_DECLARE_FINAL_TYPE (ChattyHelperClient, chatty_helper_client, CHATTY, HELPER_CLIENT, GObject)

/* Has RTF and PDF files taken apart in helper processes. Thread-safe; as many
 * files at once as there are processes, the others wait their turn. */

ChattyHelperClient *chatty_helper_client_new        (guint                     n_processes); /* 0: one per core */
ChattyDocumentText *chatty_helper_client_read       (ChattyHelperClient       *self,
                                                     ChattyForm                form,   /* CHATTY_FORM_RTF or CHATTY_FORM_PDF */
                                                     int                       fd,     /* readable, seekable; stays the caller's, its offset is left alone */
                                                     goffset                   size,   /* bytes of it to read */
                                                     const char               *name,   /* (nullable): file name, for messages */
                                                     const ChattyImportLimits *limits,
                                                     GCancellable             *cancellable,
                                                     GError                  **error);
ChattyDocumentText *chatty_helper_client_read_bytes (ChattyHelperClient       *self,
                                                     ChattyForm                form,
                                                     GBytes                   *bytes,
                                                     const char               *name,
                                                     const ChattyImportLimits *limits,
                                                     GCancellable             *cancellable,
                                                     GError                  **error);

G_END_DECLS
