/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "gemini.h"

G_BEGIN_DECLS

/**
 * GeminiEntry: a corpus, a document of one, or a chunk of that
 * @owner: (nullable): of a corpus: whose it is
 * @name: "corpora/…", "corpora/…/documents/…" or "corpora/…/documents/…/chunks/…"
 * @title: (nullable): of a corpus or document
 * @text: (nullable): of a chunk
 * @inner: what lies in it
 */
typedef struct {
  char      *owner;
  char      *name;
  char      *title;
  char      *text;
  JsonArray *metadata;
  char      *created;
  char      *updated;
  GPtrArray *inner;
} GeminiEntry;

void         gemini_entry_free      (gpointer     entry);
GeminiEntry *gemini_entry_new       (GeminiState *state,
                                     const char  *parent,
                                     guint        level,
                                     const char  *title,
                                     const char  *id);
JsonObject  *gemini_entry_describe  (gpointer     entry);
GeminiEntry *gemini_find_entry      (GeminiState *state,
                                     const char  *owner,
                                     const char  *name,
                                     GPtrArray  **siblings);

SimReply *gemini_entry_list    (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_entry_create  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_entry_get     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_entry_patch   (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_entry_delete  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_chunks_create (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_corpus_query  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_answer        (SimRequest *request, GeminiUser *user, GPtrArray *ids);

/* What both ways to ask have in common. */
SimReply *gemini_refuse_question  (SimRequest *request, JsonObject *asked, const char *folder,
                                   const char *id);
char     *gemini_dup_content_text (JsonObject *content);

G_END_DECLS
