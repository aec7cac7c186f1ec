/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-chat.h"
#include "chatty-secret-text.h"
#include "chatty-speech.h"

/* Gemini's JSON to and from the model: pure functions, no I/O, nothing that
 * the platform sends makes them fail with more than an error. */

G_BEGIN_DECLS

ChattySecret    *chatty_gemini_prepare_key       (ChattySecret               *key,
                                                  GError                    **error);

/* What Gemini's JSON is made of. */
gint64           chatty_gemini_get_count         (JsonObject                 *object,
                                                  const char                 *member,
                                                  gint64                      fallback);
char            *chatty_gemini_dup_text          (JsonObject                 *object,
                                                  const char                 *member);
JsonObject      *chatty_gemini_element           (JsonArray                  *array,
                                                  guint                       nth);
JsonNode        *chatty_gemini_object_node       (JsonObject                 *object);
char            *chatty_gemini_dup_next_page     (JsonObject                 *page);

/**
 * ChattyGeminiFailure: what an answer says went wrong
 * @code: of #CHATTY_ERROR
 * @verdict: what it says of the credential
 * @advice: what it is and what helps, for people, complete
 * @reason: (nullable): the platform's own word for it, such as "SERVICE_DISABLED"
 * @wait: for how many seconds it is of no use to try again; 0 where that is
 *   not known, and where waiting does not help
 */
typedef struct {
  int                code;
  ChattyVerdictKind  verdict;
  char              *advice;
  char              *reason;
  guint              wait;
} ChattyGeminiFailure;

gboolean         chatty_gemini_read_failure      (JsonNode                   *node,
                                                  guint                       status,
                                                  gboolean                    model,
                                                  gint64                      now,
                                                  ChattyGeminiFailure        *failure);
void             chatty_gemini_failure_clear     (ChattyGeminiFailure        *failure);
void             chatty_gemini_failure_to_error  (const ChattyGeminiFailure  *failure,
                                                  GError                    **error);
gint64           chatty_gemini_next_day          (gint64                      now);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyGeminiFailure, chatty_gemini_failure_clear)

/**
 * ChattyGeminiModel: one of the platform's list
 * @id: its name, without "models/" but with "tunedModels/"
 * @name: what people call it
 * @thinks: whether it reasons before it answers
 * @talks: whether it answers in text
 * @answers: whether it answers from documents alone, and does not talk
 * @speaks: whether it makes speech
 * @tuned: whether it is one of those that the person tuned
 * @version: of the family, such as 3.8; 0 where it has none
 * @context: the tokens that it can read; 0 where that is not known
 */
typedef struct {
  char     *id;
  char     *name;
  gboolean  thinks;
  gboolean  talks;
  gboolean  answers;
  gboolean  speaks;
  gboolean  tuned;
  double    version;
  guint     context;
} ChattyGeminiModel;

void             chatty_gemini_model_free        (ChattyGeminiModel          *model);
gboolean         chatty_gemini_model_perceives   (const ChattyGeminiModel    *model);
gboolean         chatty_gemini_read_models       (JsonNode                   *node,
                                                  GPtrArray                  *models,
                                                  char                      **next,
                                                  GError                    **error);
GPtrArray       *chatty_gemini_list_talkers      (GPtrArray                  *models);
GPtrArray       *chatty_gemini_list_speakers     (GPtrArray                  *models);
const ChattyGeminiModel *
                 chatty_gemini_choose_model      (GPtrArray                  *models,
                                                  const char                 *id,
                                                  gboolean                    speaks);
gboolean         chatty_gemini_is_family         (const char                 *id);
char            *chatty_gemini_model_path        (const char                 *id,
                                                  const char                 *method,
                                                  GError                    **error);
void             chatty_gemini_name_model        (GError                    **error,
                                                  const char                 *id);
GPtrArray       *chatty_gemini_list_voices       (void);
GPtrArray       *chatty_gemini_list_languages    (void);

/* Talk. */
JsonArray       *chatty_gemini_write_contents    (const ChattyChatMessage    *message,
                                                  const ChattyGeminiModel    *model,
                                                  GError                    **error);
JsonObject      *chatty_gemini_new_content       (const char                 *text);
JsonNode        *chatty_gemini_write_chat        (const ChattyChatMessage    *message,
                                                  const ChattyGeminiModel    *model,
                                                  GError                    **error);
void             chatty_gemini_add_passages      (JsonNode                   *body,
                                                  GPtrArray                  *passages);
JsonNode        *chatty_gemini_write_count       (const ChattyChatMessage    *message,
                                                  const ChattyGeminiModel    *model,
                                                  const char                 *id,
                                                  GError                    **error);
guint            chatty_gemini_read_count        (JsonNode                   *node,
                                                  GError                    **error);

/**
 * ChattyGeminiPiece: what an event of an answer brought
 * @text: (nullable): more of the answer
 * @thought: (nullable): more of what the model thought
 * @model: (nullable): the model that answers
 * @finish: (nullable): why it ended
 * @block: (nullable): why there is no answer at all
 * @has_usage: whether the two that follow are known
 */
typedef struct {
  char     *text;
  char     *thought;
  char     *model;
  char     *finish;
  char     *block;
  gboolean  has_usage;
  guint     prompt;
  guint     completion;
} ChattyGeminiPiece;

JsonObject      *chatty_gemini_open_answer       (JsonNode                   *node,
                                                  gint64                      now,
                                                  const char                 *unreadable,
                                                  GError                    **error);
gboolean         chatty_gemini_read_piece        (JsonNode                   *node,
                                                  gint64                      now,
                                                  ChattyGeminiPiece          *piece,
                                                  GError                    **error);
void             chatty_gemini_read_candidate    (JsonObject                 *candidate,
                                                  ChattyGeminiPiece          *piece);
void             chatty_gemini_piece_clear       (ChattyGeminiPiece          *piece);
char            *chatty_gemini_describe_finish   (const char                 *finish,
                                                  gboolean                    any_text);
char            *chatty_gemini_describe_block    (const char                 *block);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyGeminiPiece, chatty_gemini_piece_clear)

/* Speech. */
#define CHATTY_GEMINI_MAX_SPEECH 2000

/**
 * ChattyGeminiSound: what an answer to a request for speech brought
 * @audio: all of it
 * @format: what it is
 * @model: (nullable): the model that spoke
 */
typedef struct {
  GBytes            *audio;
  ChattyAudioFormat  format;
  char              *model;
} ChattyGeminiSound;

gboolean         chatty_gemini_read_format       (const char                 *mime_type,
                                                  ChattyAudioFormat          *format);
char           **chatty_gemini_split_text        (const ChattySpeechRequest  *request);
JsonNode        *chatty_gemini_write_speech      (const ChattySpeechRequest  *request,
                                                  const char                 *text);
gboolean         chatty_gemini_read_sound        (JsonNode                   *node,
                                                  gint64                      now,
                                                  ChattyGeminiSound          *sound,
                                                  GError                    **error);
void             chatty_gemini_sound_clear       (ChattyGeminiSound          *sound);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyGeminiSound, chatty_gemini_sound_clear)

G_END_DECLS
