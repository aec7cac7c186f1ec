/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-character-store.h"
#include "chatty-history.h"
#include "chatty-knowledge.h"
#include "chatty-language-model.h"
#include "chatty-memory-note.h"
#include "chatty-reply.h"
#include "chatty-transcript.h"
#include "chatty-verdict.h"
#include "chatty-voice.h"

/* Convai's JSON to and from the model: pure functions, no I/O, nothing that
 * the platform sends makes them fail with more than an error. */

G_BEGIN_DECLS

/* What Convai's JSON is made of. */
char            *chatty_convai_dup_text         (JsonObject             *object,
                                                 const char             *member);
double           chatty_convai_get_number       (JsonObject             *object,
                                                 const char             *member,
                                                 double                  fallback);
gboolean         chatty_convai_get_flag         (JsonObject             *object,
                                                 const char             *member,
                                                 gboolean                fallback);
char           **chatty_convai_dup_texts        (JsonObject             *object,
                                                 const char             *member);
gint64           chatty_convai_read_time        (const char             *date,
                                                 const char             *time);
JsonObject      *chatty_convai_unwrap           (JsonNode               *node);
JsonArray       *chatty_convai_find_array       (JsonNode               *node,
                                                 const char             *member);
char            *chatty_convai_dup_failure      (JsonNode               *node,
                                                 gboolean                success_status);
gboolean         chatty_convai_is_success       (JsonNode               *node);
int              chatty_convai_classify         (guint                   status,
                                                 const char             *path,
                                                 const char             *words);

/* Characters. */
const ChattyFieldMap *
                 chatty_convai_field_map        (guint                  *n_fields);
ChattyCharacter *chatty_convai_read_character   (JsonObject             *object);
GPtrArray       *chatty_convai_read_characters  (JsonNode               *node,
                                                 GError                **error);
JsonNode        *chatty_convai_write_create     (ChattyCharacter        *character,
                                                 GError                **error);
JsonNode        *chatty_convai_write_update     (const char             *id,
                                                 ChattyCharacter        *character,
                                                 guint                   fields,
                                                 GError                **error);

/* Voices, languages, models, usage. */
GPtrArray       *chatty_convai_read_voices      (JsonNode               *node,
                                                 GError                **error);
GPtrArray       *chatty_convai_read_languages   (JsonNode               *node,
                                                 GError                **error);
GPtrArray       *chatty_convai_read_models      (JsonNode               *node,
                                                 GError                **error);
ChattyUsage     *chatty_convai_read_usage       (JsonNode               *node,
                                                 GError                **error);

/* Documents, history, memory. */
ChattyDocument  *chatty_convai_read_document    (JsonNode               *node);
GPtrArray       *chatty_convai_read_documents   (JsonNode               *node,
                                                 GError                **error);
GPtrArray       *chatty_convai_read_sessions    (JsonNode               *node,
                                                 GError                **error);
ChattyTranscript *
                 chatty_convai_read_transcript  (JsonNode               *node,
                                                 const char             *character_name,
                                                 ChattyPastSession      *session,
                                                 GError                **error);
GPtrArray       *chatty_convai_read_memory      (JsonNode               *node,
                                                 GError                **error);

/**
 * ChattyConvaiAnswer: what one call of getResponse brought
 */
typedef struct {
  char   *text;
  char   *heard;
  char   *session;
  GBytes *audio;
  guint   rate;
  gboolean bad_audio;
} ChattyConvaiAnswer;

/**
 * ChattyConvaiEventKind: what an event of the live stream says
 */
typedef enum {
  CHATTY_CONVAI_EVENT_OTHER,
  CHATTY_CONVAI_EVENT_STARTED,
  CHATTY_CONVAI_EVENT_TEXT,
  CHATTY_CONVAI_EVENT_WHOLE,
  CHATTY_CONVAI_EVENT_STOPPED,
  CHATTY_CONVAI_EVENT_FAILED,
} ChattyConvaiEventKind;

gboolean         chatty_convai_read_answer      (JsonNode               *node,
                                                 ChattyConvaiAnswer     *answer,
                                                 GError                **error);
void             chatty_convai_answer_clear     (ChattyConvaiAnswer     *answer);
ChattyConvaiEventKind
                 chatty_convai_read_event       (const char             *data,
                                                 char                  **text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyConvaiAnswer, chatty_convai_answer_clear)

G_END_DECLS
