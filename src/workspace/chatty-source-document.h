/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-source.h"

G_BEGIN_DECLS

/* Which knowledge document of a character a source of an answer is, so that it
 * can be opened: by the platform's id of it, else by its name. (transfer full)
 * (nullable): the document's name in the character's knowledge folder, as
 * ChattyRecordDocument has it. Pure; any thread. */
char *chatty_workspace_find_document (const ChattyCharacterRecord *record,
                                      const char                  *platform,
                                      const ChattySource          *source);

G_END_DECLS
