/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* What the characters of a vault are called now. */
typedef struct _ChattyCharacterNames ChattyCharacterNames;

ChattyCharacterNames *chatty_character_names_new  (ChattyVaultFiles     *files);
void                  chatty_character_names_free (ChattyCharacterNames *self);
char                 *chatty_character_names_dup  (ChattyCharacterNames *self,
                                                   const char           *callsign);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterNames, chatty_character_names_free)

G_END_DECLS
