/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"

G_BEGIN_DECLS

/* What counts as the same value: platforms change line ends, outer blanks, the
 * form of Unicode, the order of lists, and leave out defaults. */

char            *chatty_sync_normal_text  (const char             *text);
char            *chatty_sync_normal_name  (const char             *name);
char            *chatty_sync_normal_value (const ChattyCharacter  *character,
                                           ChattyCharacterField    field);
gboolean         chatty_sync_same         (const ChattyCharacter  *a,
                                           const ChattyCharacter  *b,
                                           ChattyCharacterField    field);
gboolean         chatty_sync_is_blank     (const ChattyCharacter  *character,
                                           ChattyCharacterField    field);
char            *chatty_sync_content_hash (const ChattyCharacter  *character,
                                           guint                   fields);
char            *chatty_sync_value_json   (const ChattyCharacter  *character,
                                           ChattyCharacterField    field);
ChattyCharacter *chatty_sync_mask         (ChattyCharacter        *character,
                                           guint                   fields);
ChattyCharacter *chatty_sync_overlay      (ChattyCharacter        *base,
                                           ChattyCharacter        *over,
                                           guint                   fields);

G_END_DECLS
