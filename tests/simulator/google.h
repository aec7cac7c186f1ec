/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "google-state.h"
#include "sim-private.h"
#include "sim-read.h"

G_BEGIN_DECLS

#define GOOGLE_ISSUER "https://accounts.google.com"

/* Scopes that only say who somebody is. */
#define GOOGLE_PERSON_SCOPES \
  "openid email profile https://www.googleapis.com/auth/userinfo.email " \
  "https://www.googleapis.com/auth/userinfo.profile"

extern const SimPlatform GOOGLE_PLATFORM;

/**
 * GoogleAsked: what the browser was sent with
 * @fault: (nullable): what is wrong, in the words of section 1.3
 */
typedef struct {
  char       *client_id;
  char       *redirect;
  char       *state;
  char       *challenge;
  char       *login_hint;
  GPtrArray  *scopes;     /* of char */
  const char *fault;
} GoogleAsked;

GoogleAsked *google_asked_new   (SimRequest  *request);
void         google_asked_free  (GoogleAsked *asked);

/* The pages. */
SimReply    *google_page_consent (SimRequest  *request,
                                  GoogleAsked *asked);
SimReply    *google_page_error   (const char  *error);

/* The endpoints. */
SimReply    *google_authorize    (SimRequest  *request);
SimReply    *google_consented    (SimRequest  *request);
SimReply    *google_token        (SimRequest  *request);
SimReply    *google_revoke       (SimRequest  *request);
SimReply    *google_userinfo     (SimRequest  *request);

SimReply    *google_refuse       (guint        status,
                                  const char  *error,
                                  const char  *description,
                                  const char  *subtype);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoogleAsked, google_asked_free)

G_END_DECLS
