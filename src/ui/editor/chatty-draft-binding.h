/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-draft.h"

#include "chatty-field.h"

G_BEGIN_DECLS

void      chatty_draft_bind       (ChattyField          *widget,
                                   ChattyCharacterDraft *draft,
                                   const char           *platform,
                                   ChattyCharacterField  field);
void      chatty_draft_unbind     (ChattyField          *widget);

JsonNode *chatty_draft_get_value  (ChattyCharacterDraft *draft,
                                   const char           *platform,
                                   ChattyCharacterField  field);
void      chatty_draft_set_value  (ChattyCharacterDraft *draft,
                                   const char           *platform,
                                   ChattyCharacterField  field,
                                   JsonNode             *value);

G_END_DECLS
