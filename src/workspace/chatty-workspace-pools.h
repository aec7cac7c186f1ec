/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-pool.h"

G_BEGIN_DECLS

/**
 * ChattyPoolKind:
 * @CHATTY_POOL_OPEN: opens vaults
 * @CHATTY_POOL_QUERY: answers lists and searches
 * @CHATTY_POOL_LOAD: reads single transcripts, runs and facets, and exports
 * @CHATTY_POOL_WRITE: the one writer of edits, deletions, undo and moves
 * @CHATTY_POOL_INDEX: rebuilds indices
 * @CHATTY_POOL_READ: reads files from outside, one per core
 * @CHATTY_POOL_PREPARE: looks at what was dropped; waits for %CHATTY_POOL_READ
 * @CHATTY_POOL_IMPORT: stores, one import at a time; waits for %CHATTY_POOL_READ
 * @CHATTY_POOL_SESSIONS: takes conversations over from platforms; waits for the network
 * @CHATTY_POOL_SYNC: compares and carries out, one job at a time for each account;
 *   waits for the network
 * @CHATTY_POOL_TALK: sends what is said, one job at a time for each conversation;
 *   waits for the network, as long as an answer takes
 * @CHATTY_POOL_SPEECH: makes speech; waits for the network
 *
 * The kinds of work that never wait for each other's threads.
 */
typedef enum {
  CHATTY_POOL_OPEN,
  CHATTY_POOL_QUERY,
  CHATTY_POOL_LOAD,
  CHATTY_POOL_WRITE,
  CHATTY_POOL_INDEX,
  CHATTY_POOL_READ,
  CHATTY_POOL_PREPARE,
  CHATTY_POOL_IMPORT,
  CHATTY_POOL_SESSIONS,
  CHATTY_POOL_SYNC,
  CHATTY_POOL_TALK,
  CHATTY_POOL_SPEECH,
} ChattyPoolKind;

ChattyPool *chatty_workspace_get_pool (ChattyPoolKind kind);

G_END_DECLS
