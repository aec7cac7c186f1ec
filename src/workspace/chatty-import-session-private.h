/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-rules.h"
#include "chatty-import-session.h"
#include "chatty-reader.h"

G_BEGIN_DECLS

ChattyImportSession *chatty_import_session_new (ChattyVault              *vault,
                                                ChattyReader             *reader,
                                                const ChattyImportChoice *defaults);

G_END_DECLS
