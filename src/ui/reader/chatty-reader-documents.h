/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-list.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

void chatty_reader_documents_set (ChattyTurnList  *list,
                                  ChattyWorkspace *workspace,
                                  const char      *callsign);

G_END_DECLS
