/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-memory-note.h"

G_BEGIN_DECLS

/* How many notes are proposed at most, and how long one may be, in bytes. */
#define CHATTY_MEMORY_MAX_PROPOSALS 8
#define CHATTY_MEMORY_MAX_PROPOSAL 600

/* What a model is told, and what it is asked last, so that it says what is
 * worth to be remembered. @known: (nullable) (element-type ChattyMemoryNote):
 * what is remembered already. Pure. */
char       *chatty_memory_question_build    (GPtrArray  *known);
const char *chatty_memory_question_get_last (void);
/* (element-type ChattyMemoryNote): what can be read of its answer, without what
 * is known; possibly nothing. Whatever the answer is: pure, and bounded. */
GPtrArray  *chatty_memory_question_read     (const char *answer,
                                             GPtrArray  *known,
                                             const char *transcript);  /* nullable: its id */

G_END_DECLS
