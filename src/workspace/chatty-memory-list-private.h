/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-memory-list.h"

G_BEGIN_DECLS

struct _ChattyMemoryList {
  GObject               parent_instance;

  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;    /* nullable */
  ChattyVault          *vault;       /* whose changes are followed */
  char                 *callsign;
  char                 *problem;
  GPtrArray            *items;
  GCancellable         *loading;     /* of the look on its way */
  gboolean              syncing;
};

void chatty_memory_list_reload      (ChattyMemoryList *self);
void chatty_memory_list_set_syncing (ChattyMemoryList *self,
                                     gboolean          syncing);

G_END_DECLS
