/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-secret-text.h"

G_BEGIN_DECLS

/**
 * ChattyHttpCredential:
 *
 * Where a #ChattyHttpAuth puts the headers of one call.
 */
typedef struct _ChattyHttpCredential ChattyHttpCredential;

void chatty_http_credential_add (ChattyHttpCredential *self,
                                 const char           *header,
                                 const char           *prefix,
                                 ChattySecret         *secret);

#define CHATTY_TYPE_HTTP_AUTH (chatty_http_auth_get_type ())
G_DECLARE_INTERFACE (ChattyHttpAuth, chatty_http_auth, CHATTY, HTTP_AUTH, GObject)

/**
 * ChattyHttpAuthInterface:
 * @dup_origin: the origin that the credential is bound to, as
 *   chatty_http_dup_origin() writes it. #ChattyHttp asks for the credential
 *   only for a call to exactly this origin, and fails any other
 * @apply: adds the credential's headers; may block and fail
 * @refresh: (nullable): gets a new credential after the server refused the
 *   old one; %FALSE without an error when there is no way to do so. May block
 *
 * The source of a credential. Every function may be called on any thread,
 * from several at once.
 */
struct _ChattyHttpAuthInterface {
  GTypeInterface parent_iface;

  char     *(*dup_origin) (ChattyHttpAuth        *self);
  gboolean  (*apply)      (ChattyHttpAuth        *self,
                           ChattyHttpCredential  *credential,
                           GCancellable          *cancellable,
                           GError               **error);
  gboolean  (*refresh)    (ChattyHttpAuth        *self,
                           GCancellable          *cancellable,
                           GError               **error);
};

char     *chatty_http_auth_dup_origin (ChattyHttpAuth        *self);
gboolean  chatty_http_auth_apply      (ChattyHttpAuth        *self,
                                       ChattyHttpCredential  *credential,
                                       GCancellable          *cancellable,
                                       GError               **error);
gboolean  chatty_http_auth_refresh    (ChattyHttpAuth        *self,
                                       GCancellable          *cancellable,
                                       GError               **error);

G_END_DECLS
