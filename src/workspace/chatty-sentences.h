/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest piece that is spoken at once, in characters. */
#define CHATTY_SENTENCES_MAX 500

/**
 * ChattySentences:
 *
 * Cuts Markdown that comes in pieces into what is spoken, one sentence at a
 * time. The sentences are the same whatever way the text was cut, so that what
 * was spoken as it came is found in the cache when it is spoken again.
 * Pure; one thread at a time.
 */
typedef struct _ChattySentences ChattySentences;

/* @language: (nullable): such as "de-DE", for the rules of its sentences. */
ChattySentences *chatty_sentences_new    (const char      *language);
void             chatty_sentences_free   (ChattySentences *self);
void             chatty_sentences_feed   (ChattySentences *self,
                                          const char      *text,
                                          gsize            length);
/* Nothing more will come: what is left is a sentence. */
void             chatty_sentences_finish (ChattySentences *self);
/* (transfer full) (nullable): the next that is certain, never "". */
char            *chatty_sentences_pop    (ChattySentences *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySentences, chatty_sentences_free)

G_END_DECLS
