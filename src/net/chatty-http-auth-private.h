/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-auth.h"

G_BEGIN_DECLS

typedef void (*ChattyHttpCredentialFunc) (const char *header,
                                          const char *value,
                                          gpointer    user_data);

ChattyHttpCredential *chatty_http_credential_new      (void);
void                  chatty_http_credential_free     (ChattyHttpCredential     *self);
void                  chatty_http_credential_foreach  (ChattyHttpCredential     *self,
                                                       ChattyHttpCredentialFunc  func,
                                                       gpointer                  user_data);
gboolean              chatty_http_credential_is_good  (ChattyHttpCredential     *self,
                                                       GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyHttpCredential, chatty_http_credential_free)

G_END_DECLS
