/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"

G_BEGIN_DECLS

/**
 * ChattySyncIntentKind:
 * @CHATTY_SYNC_INTENT_CREATE: a character is being made there
 * @CHATTY_SYNC_INTENT_UPDATE: fields are being sent there
 * @CHATTY_SYNC_INTENT_UPLOAD: a document is being uploaded
 */
typedef enum {
  CHATTY_SYNC_INTENT_CREATE,
  CHATTY_SYNC_INTENT_UPDATE,
  CHATTY_SYNC_INTENT_UPLOAD,
} ChattySyncIntentKind;

/**
 * ChattySyncIntent:
 * @kind: what
 * @uuid: ours; the platform does not know it
 * @time: when, by our clock
 * @callsign: of which character
 * @name: the name that it was given, or the document's
 * @remote_id: (nullable): of which character there; for a create, once known
 * @hash: of what was sent
 * @fields: which fields were sent, as flags
 * @agreed: the link's time of agreement then: an update counts only as long as
 *   that is the same
 * @before: ids of that name that were there before
 * @misses: how many looks did not find it
 *
 * Something that is about to be sent and whose answer may be lost. Written
 * before the call; survives a crash.
 */
typedef struct {
  ChattySyncIntentKind  kind;
  char                 *uuid;
  gint64                time;
  char                 *callsign;
  char                 *name;
  char                 *remote_id;
  char                 *hash;
  guint                 fields;
  gint64                agreed;
  char                **before;
  guint                 misses;
} ChattySyncIntent;

ChattySyncIntent *chatty_sync_intent_copy (const ChattySyncIntent *self);
void              chatty_sync_intent_free (ChattySyncIntent       *self);

/**
 * ChattySyncKnown:
 * @callsign: the character here that it belonged to
 * @name: what it was called
 * @hash: of what both sides agreed on last
 * @left: whether the person said to leave it alone there
 *
 * A character there that was linked once: when its character here is gone, it
 * was deleted here, and is not a new one.
 */
typedef struct {
  char     *callsign;
  char     *name;
  char     *hash;
  gboolean  left;
} ChattySyncKnown;

/**
 * ChattySyncState:
 * @owner: (nullable): whom the account belonged to
 * @known: remote id to #ChattySyncKnown
 * @intents: (element-type ChattySyncIntent): oldest first
 *
 * What the engine remembers of an account beside the links.
 */
typedef struct {
  char       *owner;
  GHashTable *known;
  GPtrArray  *intents;
} ChattySyncState;

char            *chatty_sync_state_name      (const char            *account);
ChattySyncState *chatty_sync_state_new       (void);
void             chatty_sync_state_free      (ChattySyncState       *self);
char            *chatty_sync_state_to_text   (const ChattySyncState *self);
ChattySyncState *chatty_sync_state_from_text (const char            *text,
                                              GError               **error);
void             chatty_sync_state_know      (ChattySyncState       *self,
                                              const char            *remote_id,
                                              const char            *callsign,
                                              const char            *name,
                                              const char            *hash,
                                              gboolean               left);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncIntent, chatty_sync_intent_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncState, chatty_sync_state_free)

G_END_DECLS
