/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"

G_BEGIN_DECLS

typedef struct {
  char                *key;
  char                *id;
  ChattySimulatorPlan  plan;
  guint                used;
  guint                limit;
  JsonArray           *speakers;
} ConvaiUser;

typedef struct {
  char       *token;
  ConvaiUser *user;
} ConvaiToken;

typedef struct {
  char       *id;
  ConvaiUser *user;
  JsonObject *record;       /* as the list has it */
  char       *backstory;
  GHashTable *active_docs;  /* ids of connected knowledge files */
  JsonArray  *memories;
} ConvaiCharacter;

typedef struct {
  char       *id;
  ConvaiUser *user;
  char       *file_name;
  char       *timestamp;
  guint64     size;
  guint       lists_left;   /* lists until it is available */
} ConvaiDocument;

typedef struct {
  GDateTime *when;
  char      *asked;
  char      *answered;
} ConvaiTurn;

typedef struct {
  char            *id;
  ConvaiCharacter *character;
  GDateTime       *started;
  gboolean         live;
  gboolean         expired;
  GPtrArray       *turns;
} ConvaiSession;

/**
 * ConvaiState: everything that Convai remembers.
 */
struct _ConvaiState {
  ChattySimulator *sim;
  GPtrArray       *users;
  GPtrArray       *tokens;
  GPtrArray       *characters;
  GPtrArray       *documents;
  GPtrArray       *sessions;
};

typedef struct _ConvaiState ConvaiState;

ConvaiState     *convai_state_new              (ChattySimulator     *sim);
void             convai_state_free             (ConvaiState         *state);
ConvaiUser      *convai_state_find_user        (ConvaiState         *state,
                                                const char          *key);
ConvaiUser      *convai_state_find_token       (ConvaiState         *state,
                                                const char          *token);
const char      *convai_state_add_token        (ConvaiState         *state,
                                                ConvaiUser          *user);
gboolean         convai_state_remove_token     (ConvaiState         *state,
                                                const char          *token);
ConvaiCharacter *convai_state_add_character    (ConvaiState         *state,
                                                ConvaiUser          *user,
                                                const char          *name,
                                                const char          *voice,
                                                const char          *backstory);
ConvaiCharacter *convai_state_clone_character  (ConvaiState         *state,
                                                ConvaiCharacter     *character,
                                                ConvaiUser          *user,
                                                gboolean             with_documents);
ConvaiCharacter *convai_state_find_character   (ConvaiState         *state,
                                                const char          *id);
void             convai_state_remove_character (ConvaiState         *state,
                                                ConvaiCharacter     *character);
ConvaiDocument  *convai_state_add_document     (ConvaiState         *state,
                                                ConvaiUser          *user,
                                                const char          *file_name,
                                                guint64              size);
ConvaiDocument  *convai_state_find_document    (ConvaiState         *state,
                                                const char          *id);
void             convai_state_remove_document  (ConvaiState         *state,
                                                ConvaiDocument      *document);
ConvaiSession   *convai_state_add_session      (ConvaiState         *state,
                                                ConvaiCharacter     *character,
                                                gboolean             live);
ConvaiSession   *convai_state_find_session     (ConvaiState         *state,
                                                const char          *id);
void             convai_state_remove_session   (ConvaiState         *state,
                                                ConvaiSession       *session);
void             convai_session_add_turn       (ConvaiState         *state,
                                                ConvaiSession       *session,
                                                const char          *asked,
                                                const char          *answered);
JsonObject      *convai_record_new             (const char          *character_id,
                                                const char          *user_id,
                                                const char          *name,
                                                const char          *voice,
                                                const char          *timestamp);
JsonObject      *convai_object_copy            (JsonObject          *object);

G_END_DECLS
