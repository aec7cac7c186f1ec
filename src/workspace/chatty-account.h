/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyAccountState:
 * @CHATTY_ACCOUNT_UNVERIFIED: saved, but the platform has not accepted the key
 * @CHATTY_ACCOUNT_VERIFIED: the platform accepted the key
 * @CHATTY_ACCOUNT_DISCONNECTED: the key was forgotten; what was made with it
 *   stays, and a new key connects the account again
 */
typedef enum {
  CHATTY_ACCOUNT_UNVERIFIED,
  CHATTY_ACCOUNT_VERIFIED,
  CHATTY_ACCOUNT_DISCONNECTED,
} ChattyAccountState;

/**
 * ChattyAccount:
 * @id: a UUID that never changes
 * @platform: the platform's id
 * @name: what the person calls it; not empty
 * @addresses: by endpoint, what the person chose; %NULL for the platform's own
 * @bound: the origins that the key was entered for; %NULL-terminated. It is
 *   sent to no others
 * @state: whether the key is known to be good
 * @paused: whether the person does not want it used for now
 * @remembered: whether the key is in the keyring, and not for one run only
 * @verdict: (nullable): what the last test came to, as
 *   chatty_verdict_kind_to_string() has it
 * @plan: (nullable): the plan's name, as the platform says it
 * @owner: (nullable): whose account it is, as the platform says it
 * @scopes: (nullable): what the person allowed in the browser, with blanks
 *   between
 * @has_key: whether a key is kept beside the sign-in with the browser
 * @own_client: whether the sign-in is through a client of the person's own
 * @project: (nullable): the project that calls of the sign-in count for
 * @created: when it was connected first
 * @checked: when it was tested last, or %CHATTY_TIME_NONE
 *
 * What is kept of an account outside the keyring: nothing secret. Immutable
 * and atomically counted. To change one, copy the struct, set fields of the
 * copy and give it to chatty_account_new().
 */
typedef struct {
  const char          *id;
  const char          *platform;
  const char          *name;
  const char          *addresses[CHATTY_MAX_ENDPOINTS];
  const char *const   *bound;
  ChattyAccountState   state;
  gboolean             paused;
  gboolean             remembered;
  const char          *verdict;
  const char          *plan;
  const char          *owner;
  const char          *scopes;
  gboolean             has_key;
  gboolean             own_client;
  const char          *project;
  gint64               created;
  gint64               checked;
} ChattyAccount;

#define CHATTY_TYPE_ACCOUNT (chatty_account_get_type ())

GType          chatty_account_get_type        (void) G_GNUC_CONST;
ChattyAccount *chatty_account_new             (const ChattyAccount  *fields);
ChattyAccount *chatty_account_ref             (ChattyAccount        *self);
void           chatty_account_unref           (ChattyAccount        *self);
gboolean       chatty_account_is_bound        (const ChattyAccount  *self);
gboolean       chatty_account_needs_key       (const ChattyAccount  *self);
const char    *chatty_account_state_to_string (ChattyAccountState    state);
JsonNode      *chatty_account_to_json         (const ChattyAccount  *self);
ChattyAccount *chatty_account_from_json       (JsonNode             *node,
                                               GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyAccount, chatty_account_unref)

G_END_DECLS
