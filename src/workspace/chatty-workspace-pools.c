/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-workspace-pools.h"

static const struct {
  const char *name;
  guint       width;   /* 0: one per core */
} kinds[] = {
  [CHATTY_POOL_OPEN]     = { "open", 1 },
  [CHATTY_POOL_QUERY]    = { "query", 2 },
  [CHATTY_POOL_LOAD]     = { "load", 2 },
  [CHATTY_POOL_WRITE]    = { "vault", 1 },
  [CHATTY_POOL_INDEX]    = { "index", 1 },
  [CHATTY_POOL_READ]     = { "import", 0 },
  [CHATTY_POOL_PREPARE]  = { "prepare", 2 },
  [CHATTY_POOL_IMPORT]   = { "store", 1 },
  [CHATTY_POOL_SESSIONS] = { "sessions", 4 },
  [CHATTY_POOL_SYNC]     = { "sync", 4 },
  [CHATTY_POOL_TALK]     = { "talk", 16 },
  [CHATTY_POOL_SPEECH]   = { "speech", 4 },
};

/**
 * chatty_workspace_get_pool:
 * @kind: which kind of work
 *
 * The pools are the process's, not one workspace's: the cores that they share
 * out are, too. Any thread may call this.
 *
 * Returns: (transfer none): the pool, which lives as long as the process
 */
ChattyPool *
chatty_workspace_get_pool (ChattyPoolKind kind)
{
  static ChattyPool *pools[G_N_ELEMENTS (kinds)];
  static GMutex lock;
  ChattyPool *pool;

  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  g_mutex_lock (&lock);
  if (pools[kind] == NULL)
    pools[kind] = chatty_pool_new (kinds[kind].name, kinds[kind].width);
  pool = pools[kind];
  g_mutex_unlock (&lock);
  return pool;
}
