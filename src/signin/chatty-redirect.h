/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-secret-text.h"

G_BEGIN_DECLS

/**
 * ChattyRedirectVerdict: what a request to the listener is
 * @CHATTY_REDIRECT_ACCEPTED: what was waited for
 * @CHATTY_REDIRECT_OTHER: something else that a browser asks for by itself
 * @CHATTY_REDIRECT_REFUSED: not of this sign-in, or not well formed
 * @CHATTY_REDIRECT_METHOD: not a GET
 */
typedef enum {
  CHATTY_REDIRECT_ACCEPTED,
  CHATTY_REDIRECT_OTHER,
  CHATTY_REDIRECT_REFUSED,
  CHATTY_REDIRECT_METHOD,
} ChattyRedirectVerdict;

/**
 * ChattyRedirectExpected:
 * @host: the only value of "Host" that is right, such as "127.0.0.1:4321"
 * @path: the only path that is right, such as "/google"
 * @state: what the sign-in was begun with
 * @issuer: (nullable): what "iss" has to be where it is given (RFC 9207)
 */
typedef struct {
  const char   *host;
  const char   *path;
  ChattySecret *state;
  const char   *issuer;
} ChattyRedirectExpected;

/**
 * ChattyRedirect:
 * @code: (nullable): the authorization code; exactly one of it and @error
 * @error: (nullable): the error code of RFC 6749, section 4.1.2.1
 * @scope: (nullable): what was granted, where the server says so here
 *
 * What the browser brought back.
 */
typedef struct {
  ChattySecret *code;
  char         *error;
  char         *scope;
} ChattyRedirect;

ChattyRedirectVerdict chatty_redirect_read (const char                    *head,
                                            gsize                          length,
                                            const ChattyRedirectExpected  *expected,
                                            ChattyRedirect               **redirect);
void                  chatty_redirect_free (ChattyRedirect                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRedirect, chatty_redirect_free)

G_END_DECLS
