/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-json.h"
#include "chatty-vault-characters.h"
#include "vault-fixture.h"

G_BEGIN_DECLS

void                   write_character (Place                  *place,
                                        const char             *callsign,
                                        const char             *prompt,
                                        const char             *text,
                                        const char             *metadata,
                                        const char             *connectors);
void                   assert_file     (Place                  *place,
                                        const char             *callsign,
                                        const char             *name,
                                        const char             *expected);
ChattyCharacterRecord *load_record     (ChattyVault            *vault,
                                        const char             *callsign);
const char            *text_of         (ChattyCharacterRecord  *record,
                                        ChattyCharacterField    field);
ChattyCharacterRecord *with_json       (ChattyCharacterRecord  *record,
                                        ChattyCharacterField    field,
                                        const char             *json);
ChattyCharacterRecord *with_text       (ChattyCharacterRecord  *record,
                                        ChattyCharacterField    field,
                                        const char             *text);
ChattyCharacterRecord *make_record     (const char             *name,
                                        const char             *instructions,
                                        const char             *callsign);
ChattyStored           store_record    (ChattyVault            *vault,
                                        ChattyCharacterRecord  *before,
                                        ChattyCharacterRecord  *after,
                                        guint                  *both,
                                        ChattyCharacterRecord **stored);
char                  *store_batch     (ChattyVault            *vault,
                                        ChattyCharacterRecord  *before,
                                        ChattyCharacterRecord  *after,
                                        ChattyStored           *outcome,
                                        guint                  *both,
                                        ChattyCharacterRecord **stored);
GPtrArray             *list_history    (ChattyVault            *vault,
                                        const char             *callsign);

G_END_DECLS
