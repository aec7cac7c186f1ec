/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "net-server.h"

G_BEGIN_DECLS

/* The browser of a person, and the servers that it signs in at: one thread
 * goes where the program sends it and comes back with what the test says. */
typedef struct {
  NetServer  *server;
  const char *scopes;      /* what is allowed; NULL for what is asked for */
  const char *email;       /* who signs in */
  gboolean    declines;
  gboolean    refuses_client;
  int         n_revoked;   /* atomic */

  char       *address;     /* that was opened last */
  char       *asked;       /* its scopes */
  char       *client;      /* its client */
  char       *token_form;  /* that the token endpoint got last */
  GMutex      mutex;       /* of what the server's threads touch */
  GThread    *thread;
} FakeBrowser;

void     fake_browser_init    (FakeBrowser *self);
void     fake_browser_clear   (FakeBrowser *self);
/* A ChattyLinkOpener. */
void     fake_browser_open_cb (const char  *uri,
                               gpointer     user_data);
gboolean fake_browser_got     (FakeBrowser *self,
                               const char  *text);

G_END_DECLS
