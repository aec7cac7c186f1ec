/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-step.h"

G_BEGIN_DECLS

/* New values of a character of the vault. */

ChattyCharacterRecord *chatty_sync_record_take (ChattyCharacterRecord *record,
                                                const char            *platform,
                                                ChattyCharacter       *values,
                                                guint                  fields,
                                                const char            *extra);
ChattyCharacterRecord *chatty_sync_record_link (ChattyCharacterRecord *record,
                                                ChattyCharacterLink   *link);
ChattyCharacterLink   *chatty_sync_current_link (ChattyCharacterRecord *record,
                                                const ChattySyncStep  *step);
ChattyCharacter       *chatty_sync_with_extra  (ChattyCharacter       *character,
                                                ChattyCharacter       *from,
                                                const char            *platform);

G_END_DECLS
