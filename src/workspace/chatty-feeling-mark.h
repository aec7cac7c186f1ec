/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-emotion.h"

G_BEGIN_DECLS

/**
 * ChattyFeelingMark:
 *
 * Takes the mark of an emotion, such as "[[joy:strong]]", off the beginning of
 * an answer that comes in pieces, whatever way they are cut. Case, blanks and
 * a single pair of brackets are forgiven; what only looks like a mark stays.
 * Pure; one thread at a time.
 */
typedef struct _ChattyFeelingMark ChattyFeelingMark;

ChattyFeelingMark *chatty_feeling_mark_new    (void);
void               chatty_feeling_mark_free   (ChattyFeelingMark *self);
/* Appends to @into what of the answer is certain to be text by now. */
void               chatty_feeling_mark_feed   (ChattyFeelingMark *self,
                                               const char        *piece,
                                               gsize              length,
                                               GString           *into);
/* The answer is over: what was held back is text. */
void               chatty_feeling_mark_finish (ChattyFeelingMark *self,
                                               GString           *into);
/* FALSE: there was no mark, or it is not decided yet. */
gboolean           chatty_feeling_mark_get    (ChattyFeelingMark *self,
                                               ChattyFeeling     *feeling);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyFeelingMark, chatty_feeling_mark_free)

G_END_DECLS
