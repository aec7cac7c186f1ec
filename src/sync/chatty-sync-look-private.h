/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-look.h"

G_BEGIN_DECLS

gboolean chatty_sync_look_documents (ChattySyncLook        *look,
                                     ChattySyncStore       *store,
                                     ChattyCharacterStore  *platform,
                                     const char *const     *callsigns,
                                     GCancellable          *cancellable,
                                     GError               **error);

G_END_DECLS
