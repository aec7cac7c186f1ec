/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-run.h"

G_BEGIN_DECLS

/* What the window says of a sync. @title is the platform's name. The texts hold
 * names from outside: they are plain, not markup. Those that write times, as the
 * settings say, are for the main loop only. */

const char *chatty_sync_words_icon      (ChattySyncStepKind     kind);
const char *chatty_sync_words_outcome   (ChattySyncOutcome      outcome);
/* What a step is to do; with @done, what it did. */
char       *chatty_sync_words_step      (const ChattySyncStep  *step,
                                         const char            *title,
                                         gboolean               done);
/* Where a field goes and why, in one line; the second with the times of a
 * conflict. */
char       *chatty_sync_words_way       (const ChattySyncField *field,
                                         const char            *title,
                                         gboolean               done);
char       *chatty_sync_words_field     (const ChattySyncField *field,
                                         const char            *title,
                                         gboolean               done);
char       *chatty_sync_words_side      (const char            *title,   /* nullable: here */
                                         gint64                 time);
char       *chatty_sync_words_choice    (const ChattySyncStep  *step,
                                         const char            *choice,
                                         const char            *title);
/* (nullable): what is to be known beside: the loss, a message. */
char       *chatty_sync_words_notes     (const ChattySyncStep  *step,
                                         const char            *title,
                                         guint                  dropped,
                                         const char            *message);
/* (nullable): why a step that was done has no Undo. */
const char *chatty_sync_words_no_undo   (ChattySyncStepKind     kind);
char       *chatty_sync_words_policy    (ChattySyncPolicy       policy,
                                         const char            *title);  /* nullable */

G_END_DECLS
