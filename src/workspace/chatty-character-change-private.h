/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-calls.h"

G_BEGIN_DECLS

gboolean               chatty_character_change_commit (ChattyCharacterChange  *self,
                                                       ChattyVault            *vault,
                                                       ChattyVaultBatch       *batch,
                                                       const char             *callsign,
                                                       const char             *title,
                                                       GError                **error);
ChattyCharacterChange *chatty_character_change_store  (ChattyVault            *vault,
                                                       ChattyCharacterRecord  *before,
                                                       ChattyCharacterRecord  *after,
                                                       const char             *who,
                                                       GCancellable           *cancellable,
                                                       GError                **error);

G_END_DECLS
