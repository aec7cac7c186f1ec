/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* .chatty/history/characters/<callsign>/changes.jsonl: every value that was
 * replaced, one JSON object on a line, appended and never rewritten. A line that was
 * torn by a crash is passed over. Copies that a sync program made of the file
 * because two computers appended at once are read as well. */

#define CHATTY_HISTORY_FOLDER ".chatty/history/characters"

char      *chatty_character_history_path   (const char              *callsign);
GPtrArray *chatty_character_history_read   (ChattyVaultFiles        *files,
                                            const char              *callsign,
                                            GError                 **error);
void       chatty_character_history_add    (GString                 *lines,
                                            const ChattyFieldChange *change);
gboolean   chatty_character_history_append (ChattyVaultFiles        *files,
                                            const char              *path,
                                            const char              *lines,
                                            gsize                    length,
                                            gboolean                 now,
                                            GError                 **error);
char      *chatty_character_history_make_id (gint64                  time);

gboolean   chatty_is_conflict_copy          (const char             *name,
                                             const char             *of);

G_END_DECLS
