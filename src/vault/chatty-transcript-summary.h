/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/**
 * ChattyTranscriptSummary:
 *
 * What a list shows of a transcript, from the index. Immutable, atomically
 * counted. @snippet is only set by a search: plain text in which the words
 * that were found stand between U+E000 and U+E001.
 */
typedef struct {
  char            *id;
  char            *title;
  char            *platform;
  char            *character;      /* callsign, nullable */
  char            *name;           /* what people call that character; NULL without one */
  char            *path;           /* in the vault, '/' separated, UTF-8 or raw file name bytes */
  gint64           started;        /* or CHATTY_TIME_NONE */
  ChattyCertainty  certainty;
  guint            n_turns;
  char            *snippet;        /* nullable */
  int              snippet_turn;   /* zero-based turn of the snippet, or -1 */
} ChattyTranscriptSummary;

#define CHATTY_TYPE_TRANSCRIPT_SUMMARY (chatty_transcript_summary_get_type ())
GType                    chatty_transcript_summary_get_type (void);
ChattyTranscriptSummary *chatty_transcript_summary_new      (void);
ChattyTranscriptSummary *chatty_transcript_summary_ref      (ChattyTranscriptSummary *self);
void                     chatty_transcript_summary_unref    (ChattyTranscriptSummary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTranscriptSummary, chatty_transcript_summary_unref)

typedef enum {
  CHATTY_SORT_NEWEST,
  CHATTY_SORT_OLDEST,
  CHATTY_SORT_TITLE,
  CHATTY_SORT_LONGEST,
} ChattySort;

/**
 * ChattyTranscriptQuery:
 *
 * Which transcripts to list, in which order. NULL and 0 mean any.
 */
typedef struct {
  const char *text;        /* words, "phrases", prefix*; NULL lists all */
  const char *platform;
  const char *character;   /* "" means: without a character */
  int         year;
  ChattySort  sort;
  guint       limit;       /* 0: no limit */
} ChattyTranscriptQuery;

/**
 * ChattyFacet: how many transcripts share a value, to fill a filter.
 */
typedef struct {
  char  *value;
  char  *name;    /* nullable: what people call it, where that is something else */
  guint  count;
} ChattyFacet;

/**
 * ChattySearchHit: one turn that a search found.
 */
typedef struct {
  char *id;       /* transcript */
  char *title;
  guint turn;     /* zero-based */
  char *snippet;  /* marks as in ChattyTranscriptSummary */
} ChattySearchHit;

void chatty_facet_free      (ChattyFacet     *facet);
void chatty_search_hit_free (ChattySearchHit *hit);

G_END_DECLS
