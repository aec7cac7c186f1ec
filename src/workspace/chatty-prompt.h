/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-memory-note.h"

G_BEGIN_DECLS

/* How many characters of memory go into a prompt where nobody says. */
#define CHATTY_PROMPT_MEMORY_BUDGET 4000

/**
 * ChattyPromptParts:
 * @record: (nullable): who is played
 * @memory: (nullable) (element-type ChattyMemoryNote): what it remembers, in
 *   any order
 * @ask_feeling: whether the answer is to begin with a mark of its emotion,
 *   which #ChattyFeelingMark takes off again
 * @budget: how many characters of memory there may be; 0 for
 *   %CHATTY_PROMPT_MEMORY_BUDGET
 * @person: (nullable): what the person is called
 * @instructions: (nullable): what goes before all else, as it is
 * @searches: whether the model can search the documents of the character
 *
 * What a system instruction is made of.
 */
typedef struct {
  ChattyCharacterRecord *record;
  GPtrArray             *memory;
  gboolean               ask_feeling;
  guint                  budget;
  const char            *person;
  const char            *instructions;
  gboolean               searches;
} ChattyPromptParts;

/* The system instruction for a model that plays the character, in English, the
 * same for the same parts. Pure; any thread. @platform: (nullable): whose
 * overrides of the character hold. @used: (out) (optional) (element-type
 * ChattyMemoryNote): the notes that went in, in their order there. Returns ""
 * when there is nothing to say. */
char *chatty_prompt_build (const ChattyPromptParts  *parts,
                           const char               *platform,
                           GPtrArray               **used);

G_END_DECLS
