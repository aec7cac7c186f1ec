/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-character-store.h"
#include "chatty-chat.h"
#include "chatty-speech.h"

/* Inworld's JSON to and from the model: pure functions, no I/O, nothing that
 * the platform sends makes them fail with more than an error. Members are
 * named in camelCase here and are found in snake_case too: the platform mixes
 * the two (platform reference, section 3.7). */

G_BEGIN_DECLS

/* What Inworld's JSON is made of. */
JsonNode        *chatty_inworld_get_member      (JsonObject                 *object,
                                                 const char                 *member);
JsonObject      *chatty_inworld_get_object      (JsonObject                 *object,
                                                 const char                 *member);
JsonArray       *chatty_inworld_get_array       (JsonObject                 *object,
                                                 const char                 *member);
char            *chatty_inworld_dup_text        (JsonObject                 *object,
                                                 const char                 *member);
double           chatty_inworld_get_number      (JsonObject                 *object,
                                                 const char                 *member,
                                                 double                      fallback);
gboolean         chatty_inworld_get_flag        (JsonObject                 *object,
                                                 const char                 *member,
                                                 gboolean                    fallback);
JsonObject      *chatty_inworld_element         (JsonArray                  *array,
                                                 guint                       nth);
void             chatty_inworld_take_member     (JsonObject                 *object,
                                                 const char                 *member,
                                                 gboolean                    snake,
                                                 JsonNode                   *value);
JsonNode        *chatty_inworld_text_node       (const char                 *text);
JsonNode        *chatty_inworld_object_node     (JsonObject                 *object);

/**
 * ChattyInworldFailure:
 * @words: (nullable): the platform's own
 * @code: of #CHATTY_ERROR, or -1 where it does not tell
 * @wait: seconds that it asks us to wait, 0 where it does not tell
 */
typedef struct {
  char *words;
  int   code;
  guint wait;
} ChattyInworldFailure;

gboolean         chatty_inworld_read_failure    (JsonNode                   *node,
                                                 gboolean                    success_status,
                                                 ChattyInworldFailure       *failure);
void             chatty_inworld_failure_clear   (ChattyInworldFailure       *failure);
void             chatty_inworld_set_error       (GError                    **error,
                                                 int                         code,
                                                 const char                 *words);
void             chatty_inworld_failure_to_error (const ChattyInworldFailure *failure,
                                                 GError                    **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyInworldFailure, chatty_inworld_failure_clear)

ChattySecret    *chatty_inworld_prepare_key     (ChattySecret               *key,
                                                 GError                    **error);
char            *chatty_inworld_language_in     (const char                 *code);
char            *chatty_inworld_language_out    (const char                 *code);
GBytes          *chatty_inworld_decode_base64   (const char                 *text,
                                                 GError                    **error);

/* What can be chosen. */
gboolean         chatty_inworld_read_voices     (JsonNode                   *node,
                                                 GPtrArray                  *voices,
                                                 char                      **next,
                                                 GError                    **error);
GPtrArray       *chatty_inworld_read_models     (JsonNode                   *node,
                                                 GError                    **error);
GPtrArray       *chatty_inworld_list_languages  (void);
GPtrArray       *chatty_inworld_list_speech_models (void);
const ChattySpeechModel *
                 chatty_inworld_find_speech_model (const char               *id);

/* Characters, which are routers. */
const ChattyFieldMap *
                 chatty_inworld_field_map       (guint                      *n_fields);
char            *chatty_inworld_dup_router_id   (JsonObject                 *object);
ChattyCharacter *chatty_inworld_read_router     (JsonObject                 *object,
                                                 gboolean                    whole);
gboolean         chatty_inworld_read_routers    (JsonNode                   *node,
                                                 GPtrArray                  *characters,
                                                 char                      **next,
                                                 GError                    **error);
char            *chatty_inworld_make_router_id  (const char                 *name,
                                                 guint32                     chance);
JsonNode        *chatty_inworld_write_router    (const char                 *id,
                                                 JsonObject                 *base,
                                                 ChattyCharacter            *character,
                                                 guint                       fields,
                                                 GError                    **error);
char            *chatty_inworld_update_mask     (guint                       fields);

/**
 * ChattyInworldOperation:
 * @name: (nullable): what to ask for; %NULL when the answer was the thing itself
 * @done: whether it is over
 * @object: (nullable): (transfer none): what it made
 */
typedef struct {
  char       *name;
  gboolean    done;
  JsonObject *object;
} ChattyInworldOperation;

gboolean         chatty_inworld_read_operation  (JsonNode                   *node,
                                                 ChattyInworldOperation     *operation,
                                                 GError                    **error);
void             chatty_inworld_operation_clear (ChattyInworldOperation     *operation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyInworldOperation, chatty_inworld_operation_clear)

/* Talk. */
JsonNode        *chatty_inworld_write_chat      (const char                 *character_id,
                                                 const ChattyChatMessage    *message,
                                                 GError                    **error);

/**
 * ChattyInworldPiece: what an event of a chat brought
 * @text: (nullable): more of the answer
 * @model: (nullable): the model that answers
 * @finish: (nullable): why it ended
 * @has_usage: whether the two that follow are known
 * @done: whether nothing more comes
 */
typedef struct {
  char     *text;
  char     *model;
  char     *finish;
  gboolean  has_usage;
  guint     prompt;
  guint     completion;
  gboolean  done;
} ChattyInworldPiece;

gboolean         chatty_inworld_read_piece      (const char                 *data,
                                                 ChattyInworldPiece         *piece,
                                                 GError                    **error);
void             chatty_inworld_piece_clear     (ChattyInworldPiece         *piece);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyInworldPiece, chatty_inworld_piece_clear)

/* Speech. */
#define CHATTY_INWORLD_MAX_SPEECH 2000

/**
 * ChattyInworldSound: what a line of speech brought
 * @audio: (nullable): more of it, as it came
 * @words: (nullable) (element-type ChattyWordTime): when words are spoken, from
 *   the start of the text that was asked for
 * @model: (nullable): the model that speaks
 */
typedef struct {
  GBytes *audio;
  GArray *words;
  char   *model;
} ChattyInworldSound;

/**
 * ChattyInworldCoding: how the sound comes
 * @encoding: Inworld's name of it
 * @media_type: what leaves the connector
 * @rate: samples a second that are asked for, 0 for the platform's default
 * @samples: whether it is samples, with headers or without
 */
typedef struct {
  const char *encoding;
  const char *media_type;
  guint       rate;
  gboolean    samples;
} ChattyInworldCoding;

void             chatty_inworld_choose_coding   (const ChattySpeechRequest  *request,
                                                 ChattyInworldCoding        *coding);
char           **chatty_inworld_split_text      (const ChattySpeechRequest  *request);
JsonNode        *chatty_inworld_write_speech    (const ChattySpeechRequest  *request,
                                                 const char                 *text);
gboolean         chatty_inworld_read_sound      (JsonNode                   *node,
                                                 ChattyInworldSound         *sound,
                                                 GError                    **error);
gboolean         chatty_inworld_read_line       (const char                 *line,
                                                 gsize                       length,
                                                 ChattyInworldSound         *sound,
                                                 GError                    **error);
void             chatty_inworld_sound_clear     (ChattyInworldSound         *sound);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyInworldSound, chatty_inworld_sound_clear)

G_END_DECLS
