/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-prompt.h"

G_BEGIN_DECLS

/* What a character knows, text by text, for a model that answers from texts
 * alone: what each is called, in the person's language, and the text, in turn.
 * @platform: (nullable): whose overrides hold; @memory: (element-type
 * ChattyMemoryNote): the notes that go along. Pure; any thread. */
char **chatty_talk_passages_build (const ChattyPromptParts *parts,
                                   const char              *platform,
                                   GPtrArray               *memory);

G_END_DECLS
