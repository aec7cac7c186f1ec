/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyRedirectPage: what the browser is shown
 * @CHATTY_REDIRECT_PAGE_DONE: the sign-in goes on in the program
 * @CHATTY_REDIRECT_PAGE_DECLINED: nothing was allowed
 * @CHATTY_REDIRECT_PAGE_REFUSED: this was not what is waited for
 * @CHATTY_REDIRECT_PAGE_NOT_FOUND: there is nothing here
 * @CHATTY_REDIRECT_PAGE_METHOD: only GET
 * @CHATTY_REDIRECT_PAGE_TOO_LARGE: more than is read
 */
typedef enum {
  CHATTY_REDIRECT_PAGE_DONE,
  CHATTY_REDIRECT_PAGE_DECLINED,
  CHATTY_REDIRECT_PAGE_REFUSED,
  CHATTY_REDIRECT_PAGE_NOT_FOUND,
  CHATTY_REDIRECT_PAGE_METHOD,
  CHATTY_REDIRECT_PAGE_TOO_LARGE,
} ChattyRedirectPage;

GString *chatty_redirect_page_format (ChattyRedirectPage page);

G_END_DECLS
