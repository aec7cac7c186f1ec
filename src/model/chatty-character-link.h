/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"
#include "chatty-json.h"

G_BEGIN_DECLS

/**
 * ChattyLinkState:
 * @CHATTY_LINK_ACTIVE: takes part in sync
 * @CHATTY_LINK_GONE: it vanished there; kept here, and not made again unasked
 * @CHATTY_LINK_PAUSED: the person took it out of sync
 */
typedef enum {
  CHATTY_LINK_ACTIVE,
  CHATTY_LINK_GONE,
  CHATTY_LINK_PAUSED,
} ChattyLinkState;

/**
 * ChattyCharacterLink:
 * @platform: the platform's id
 * @account: the id of the account on the computer that made the link
 * @owner: (nullable): who the platform says the account belongs to. An account
 *   of the same owner on another computer is the same account
 * @remote_id: the platform's id of the character
 * @state: whether it takes part in sync
 * @base_local: (nullable): what the vault had when both sides agreed last, with
 *   the platform's overrides applied: only mapped fields
 * @base_remote: (nullable): what the platform returned then. Where it differs
 *   from @base_local the platform did not keep what it was given; that is not a
 *   change, and is not sent again
 * @agreed: when, or %CHATTY_TIME_NONE
 * @seen: (nullable): what the platform returned last, where that differs from
 *   @base_remote: a change there that is not taken over yet
 * @seen_times: for each field of @seen that differs, when that was first seen
 *   (or the platform's own time of change), else %CHATTY_TIME_NONE
 * @documents: (nullable): JSON object, name of a knowledge document in the
 *   vault to {"id", "sha256"} of what the platform has of it
 *
 * A character of the vault and what it is on one platform. Immutable and
 * atomically counted.
 */
typedef struct {
  const char      *platform;
  const char      *account;
  const char      *owner;
  const char      *remote_id;
  ChattyLinkState  state;
  ChattyCharacter *base_local;
  ChattyCharacter *base_remote;
  gint64           agreed;
  ChattyCharacter *seen;
  gint64           seen_times[CHATTY_N_FIELDS];
  const char      *documents;
} ChattyCharacterLink;

#define CHATTY_TYPE_CHARACTER_LINK (chatty_character_link_get_type ())
GType                chatty_character_link_get_type  (void);
ChattyCharacterLink *chatty_character_link_new       (const ChattyCharacterLink *fields);
ChattyCharacterLink *chatty_character_link_ref       (ChattyCharacterLink       *self);
void                 chatty_character_link_unref     (ChattyCharacterLink       *self);
gboolean             chatty_character_link_equal     (const ChattyCharacterLink *a,
                                                      const ChattyCharacterLink *b);
JsonNode            *chatty_character_link_to_json   (const ChattyCharacterLink *self);
ChattyCharacterLink *chatty_character_link_from_json (JsonNode                  *node,
                                                      GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterLink, chatty_character_link_unref)

G_END_DECLS
