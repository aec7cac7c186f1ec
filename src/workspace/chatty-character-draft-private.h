/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-draft.h"

G_BEGIN_DECLS

ChattyCharacter *chatty_character_draft_get_side  (ChattyCharacterDraft *self,
                                                   const char           *platform,
                                                   gboolean              stored);
void             chatty_character_draft_take_side (ChattyCharacterDraft *self,
                                                   const char           *platform,
                                                   ChattyCharacter      *character,
                                                   guint                 fields,
                                                   const char           *of);

G_END_DECLS
