/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-api-key-authorizer.h"
#include "chatty-oauth-server.h"

G_BEGIN_DECLS

/**
 * ChattyTier:
 * @CHATTY_TIER_FULL: characters, talk, knowledge
 * @CHATTY_TIER_BROWSER: signed in to through the browser
 * @CHATTY_TIER_CHAT: talk only
 * @CHATTY_TIER_IMPORT: nothing but importing what was exported
 */
typedef enum {
  CHATTY_TIER_FULL,
  CHATTY_TIER_BROWSER,
  CHATTY_TIER_CHAT,
  CHATTY_TIER_IMPORT,
} ChattyTier;

/**
 * ChattyConsent:
 * @CHATTY_CONSENT_READS: what will be read
 * @CHATTY_CONSENT_WRITES: what will be written
 * @CHATTY_CONSENT_SENDS: what is sent where
 * @CHATTY_CONSENT_KEY_PLACE: where the key is kept
 * @CHATTY_CONSENT_COSTS: what it may cost
 *
 * What a person is told before anything happens.
 */
typedef enum {
  CHATTY_CONSENT_READS,
  CHATTY_CONSENT_WRITES,
  CHATTY_CONSENT_SENDS,
  CHATTY_CONSENT_KEY_PLACE,
  CHATTY_CONSENT_COSTS,
} ChattyConsent;

#define CHATTY_N_CONSENTS (CHATTY_CONSENT_COSTS + 1)
#define CHATTY_MAX_ENDPOINTS 6

/**
 * ChattyEndpointRole:
 * @CHATTY_ENDPOINT_CALLS: what the connector calls
 * @CHATTY_ENDPOINT_AUTHORIZE: the page that the browser signs in at
 * @CHATTY_ENDPOINT_TOKEN: where codes are changed for tokens
 * @CHATTY_ENDPOINT_REVOKE: where tokens are given back
 * @CHATTY_ENDPOINT_PERSON: where it is told who signed in
 */
typedef enum {
  CHATTY_ENDPOINT_CALLS,
  CHATTY_ENDPOINT_AUTHORIZE,
  CHATTY_ENDPOINT_TOKEN,
  CHATTY_ENDPOINT_REVOKE,
  CHATTY_ENDPOINT_PERSON,
} ChattyEndpointRole;

/**
 * ChattyEndpoint:
 * @name: stable name, as in the account's record ("api", "live")
 * @address: the platform's own address
 * @header: the header that carries a key there; %NULL where none is sent
 * @prefix: what stands before the key ("" or "Bearer ")
 * @optional: whether the connector works without it
 * @role: what it is for
 * @prefers_key: whether an account that was signed in to with the browser and
 *   has a key as well uses the key here
 *
 * One of the servers of a platform. The first is the main one: its address is
 * what a person may change. A credential is bound to the origin of each.
 */
typedef struct {
  const char *name;
  const char *address;
  const char *header;
  const char *prefix;
  gboolean    optional;

  ChattyEndpointRole role;
  gboolean           prefers_key;
} ChattyEndpoint;

/**
 * ChattyScope:
 * @scope: what the server is asked for
 * @words: what that lets the program do, in a person's words, untranslated
 * @optional: whether the person may leave it out
 * @off: whether it is left out unless the person wants it
 */
typedef struct {
  const char *scope;
  const char *words;
  gboolean    optional;
  gboolean    off;
} ChattyScope;

/**
 * ChattyClientStep:
 * @title: what is to be done, untranslated
 * @text: how, and why, untranslated
 * @link: (nullable): the page where it is done
 *
 * A step on the way to an OAuth client of one's own.
 */
typedef struct {
  const char *title;
  const char *text;
  const char *link;
} ChattyClientStep;

/**
 * ChattyOAuthInfo:
 * @provider: (nullable): who signs people in, a brand; %NULL for the platform
 * @path: where the browser comes back to on this computer, "/google"
 * @issuer: what the platform's own server calls itself
 * @scopes: what may be asked for; the first without a scope ends the list
 * @client_page: the page on which a person makes a client of their own
 * @client_steps: (nullable): how that is done; the first without a title ends
 *   them
 * @client_id: (nullable): the client that this build of the program brings
 * @client_secret: (nullable): what belongs to it; no secret to anybody
 * @testing_days: how long a sign-in lasts through a client that is not
 *   published; 0 where that does not matter
 * @publish_page: (nullable): the page on which a person publishes theirs
 *
 * How one signs in with the browser. Static.
 */
typedef struct {
  const char             *provider;
  const char             *path;
  const char             *issuer;
  const ChattyScope      *scopes;
  const char             *client_page;
  const ChattyClientStep *client_steps;
  const char             *client_id;
  const char             *client_secret;
  guint                   testing_days;
  const char             *publish_page;
} ChattyOAuthInfo;

/**
 * ChattyConnectorInfo:
 * @id: the platform's id, as in chatty-platform.h
 * @title: a brand, never translated
 * @tier: how much of it can be had
 * @sign_in: how one signs in
 * @summary: what it can do here, one line, untranslated
 * @consent: by #ChattyConsent, untranslated; %NULL where there is no connector
 * @key_page: (nullable): the page of the platform that shows the key
 * @key_hint: (nullable): what the key looks like, where that is not plain,
 *   untranslated
 * @oauth: (nullable): how one signs in with the browser
 * @endpoints: its servers; the first without a name ends the list
 * @prepare_key: (nullable): makes what a person gave into what is sent; gives
 *   back what it gave before as it is
 *
 * What is known of a platform before any account is opened. Static.
 */
typedef struct {
  const char       *id;
  const char       *title;
  ChattyTier        tier;
  ChattySignInKind  sign_in;
  const char       *summary;
  const char       *consent[CHATTY_N_CONSENTS];
  const char       *key_page;
  const ChattyOAuthInfo *oauth;
  const char       *key_hint;
  ChattyEndpoint    endpoints[CHATTY_MAX_ENDPOINTS];
  ChattySecret     *(*prepare_key) (ChattySecret  *key,
                                    GError       **error);
} ChattyConnectorInfo;

const ChattyConnectorInfo *const *
            chatty_connector_info_list            (guint                     *n_infos);
const ChattyConnectorInfo *
            chatty_connector_info_lookup          (const char                *id);
const char *chatty_connector_info_get_summary     (const ChattyConnectorInfo *self);
const char *chatty_connector_info_get_consent     (const ChattyConnectorInfo *self,
                                                   ChattyConsent              consent);
const char *chatty_connector_info_get_key_hint    (const ChattyConnectorInfo *self);
guint       chatty_connector_info_get_n_endpoints (const ChattyConnectorInfo *self);
const char *chatty_connector_info_get_address     (const ChattyConnectorInfo *self,
                                                   const char *const         *addresses,
                                                   guint                      endpoint);
const char *chatty_connector_info_get_role_address
                                                  (const ChattyConnectorInfo *self,
                                                   const char *const         *addresses,
                                                   ChattyEndpointRole         role);
ChattyOAuthServer *
            chatty_connector_info_create_server   (const ChattyConnectorInfo *self,
                                                   const char *const         *addresses,
                                                   ChattyOAuthClient         *client,
                                                   GError                   **error);
ChattySecret *
            chatty_connector_info_prepare_key     (const ChattyConnectorInfo *self,
                                                   ChattySecret              *key,
                                                   GError                   **error);
ChattyAuthorizer *
            chatty_connector_info_create_key_authorizer
                                                  (const ChattyConnectorInfo *self,
                                                   const char *const         *addresses,
                                                   ChattySecret              *key,
                                                   GError                   **error);

G_END_DECLS
