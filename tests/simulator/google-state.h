/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"

G_BEGIN_DECLS

#define GOOGLE_N_PEOPLE 2

/* What the answer to a refresh brings besides an access token. */
typedef enum {
  GOOGLE_ROTATION_NONE,
  GOOGLE_ROTATION_REPLACE,    /* a new refresh token; the old one is dead */
  GOOGLE_ROTATION_KEEP_OLD,   /* a new refresh token; the old one works too */
} GoogleRotation;

/* What comes back with the redirect. */
typedef enum {
  GOOGLE_GOOD,
  GOOGLE_WRONG,
  GOOGLE_ABSENT,
} GoogleReturned;

/* Who the redirect says it comes from. */
typedef enum {
  GOOGLE_ISS_OWN,       /* the origin of this server, which stands for the other */
  GOOGLE_ISS_GOOGLE,
  GOOGLE_ISS_WRONG,
  GOOGLE_ISS_ABSENT,
} GoogleIss;

/**
 * GoogleSettings: what chatty_simulator_set_google() sets.
 */
typedef struct {
  char     *client_id;
  char     *client_secret;    /* "" for a client that has none */
  char     *redirect_path;    /* "" for any */
  gboolean  auto_consent;     /* the page answers by itself */
  gboolean  decline;          /* and says no */
  guint     person;
  char     *grant;            /* what is granted at most; "" for everything */
  char     *page_error;       /* shown and never told to the client; "" for none */
  guint     state;
  guint     iss;
  char     *token_error;      /* what both grants are refused with; "" for none */
  char     *refresh_error;    /* what a refresh is refused with */
  guint     rotation;
  gboolean  refresh_token;    /* whether a code brings one */
  guint     expires_in;       /* seconds */
  gboolean  testing;          /* refresh tokens die after seven days */
} GoogleSettings;

typedef struct {
  const char *id;
  const char *email;
  const char *name;
} GooglePerson;

extern const GooglePerson GOOGLE_PEOPLE[GOOGLE_N_PEOPLE];

/**
 * GoogleGrant: what one person allowed once
 */
typedef struct {
  guint       number;
  guint       person;
  char       *client_id;
  char       *scopes;
  GPtrArray  *refresh;      /* of char: tokens that are good */
  gint64      made;         /* on the clock of the state */
  gboolean    revoked;
} GoogleGrant;

typedef struct {
  char        *code;
  GoogleGrant *grant;
  char        *redirect;
  char        *challenge;
  gint64       made;
  gboolean     used;
} GoogleCode;

typedef struct {
  char        *token;
  GoogleGrant *grant;
  gint64       ends;
} GoogleAccess;

/**
 * GoogleState: everything that the authorization server remembers.
 */
struct _GoogleState {
  ChattySimulator *sim;
  GoogleSettings   settings;
  gint64           ahead;     /* seconds that its clock is ahead */
  GPtrArray       *grants;
  GPtrArray       *codes;
  GPtrArray       *accesses;
};

typedef struct _GoogleState GoogleState;

GoogleState  *google_state_new          (ChattySimulator *sim);
void          google_state_free         (GoogleState     *state);
gint64        google_state_now          (GoogleState     *state);
GoogleGrant  *google_state_add_grant    (GoogleState     *state,
                                         guint            person,
                                         const char      *client_id,
                                         const char      *scopes);
const char   *google_state_add_refresh  (GoogleState     *state,
                                         GoogleGrant     *grant);
const char   *google_state_add_access   (GoogleState     *state,
                                         GoogleGrant     *grant);
GoogleGrant  *google_state_find_refresh (GoogleState     *state,
                                         const char      *token);
GoogleAccess *google_state_find_access  (GoogleState     *state,
                                         const char      *token);
GoogleCode   *google_state_find_code    (GoogleState     *state,
                                         const char      *code);
void          google_state_revoke       (GoogleGrant     *grant);
gboolean      google_scopes_have        (const char      *scopes,
                                         const char      *scope);
gboolean      google_settings_set       (GoogleSettings  *settings,
                                         const char      *name,
                                         const char      *value);

G_END_DECLS
