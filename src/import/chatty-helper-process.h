/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-document-text.h"
#include "chatty-helper-protocol.h"

G_BEGIN_DECLS

/**
 * ChattyHelperProcess:
 *
 * One running helper. It serves one thread at a time.
 */
typedef struct _ChattyHelperProcess ChattyHelperProcess;

typedef enum {
  CHATTY_HELPER_READY,  /* may be asked again */
  CHATTY_HELPER_SPENT,  /* has failed, or is still at work */
  CHATTY_HELPER_GONE,   /* had ended before it was asked */
} ChattyHelperState;

ChattyHelperProcess *chatty_helper_process_start (GError                    **error);
void                 chatty_helper_process_free  (ChattyHelperProcess        *self);
ChattyDocumentText  *chatty_helper_process_ask   (ChattyHelperProcess        *self,
                                                  const ChattyHelperRequest  *request,
                                                  int                         file,
                                                  const char                 *name,
                                                  ChattyHelperState          *state,
                                                  GCancellable               *cancellable,
                                                  GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyHelperProcess, chatty_helper_process_free)

G_END_DECLS
