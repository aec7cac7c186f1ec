/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"
#include "sim-answer.h"

G_BEGIN_DECLS

/* How the error of a chat is written: all of them were seen or are likely. */
typedef enum {
  INWORLD_ERROR_OPENAI,     /* {"error": {"message", "type", "code"}} */
  INWORLD_ERROR_WRAPPED,    /* {"error": {"code", "message", "details"}} */
  INWORLD_ERROR_STATUS,     /* {"code", "message", "details"} */
} InworldErrorShape;

/* What goes wrong inside of an answer that began well. */
typedef enum {
  INWORLD_CHAT_FAULT_NONE,
  INWORLD_CHAT_FAULT_ERROR,       /* an error event after chat-fault-after deltas */
  INWORLD_CHAT_FAULT_PREMATURE,   /* neither a reason to end nor [DONE] */
  INWORLD_CHAT_FAULT_EMPTY,       /* no content at all */
  INWORLD_CHAT_FAULT_NULLS,       /* null and absent deltas between the others */
  INWORLD_CHAT_FAULT_NO_CHOICES,  /* nothing but the usage */
} InworldChatFault;

typedef enum {
  INWORLD_SPEECH_FAULT_NONE,
  INWORLD_SPEECH_FAULT_ERROR,        /* an error line after speech-fault-after chunks */
  INWORLD_SPEECH_FAULT_PREMATURE,    /* then half a line, and the end */
  INWORLD_SPEECH_FAULT_ZERO_CHUNKS,  /* 200, and not one line */
  INWORLD_SPEECH_FAULT_NO_AUDIO,     /* lines without audioContent */
  INWORLD_SPEECH_FAULT_BAD_BASE64,   /* a character that is none of the alphabet's */
  INWORLD_SPEECH_FAULT_LYING_RIFF,   /* lengths that are not, chunks before "data" */
} InworldSpeechFault;

/**
 * InworldSettings: what chatty_simulator_set_inworld() sets.
 */
typedef struct {
  guint               polls;              /* of an operation until it is done */
  gboolean            operation_fails;
  guint               concurrency;        /* speech at the same time; 0 for any */
  SimAnswer           answer;
  double              reply_rate;         /* deltas a second; 0 for at once */
  guint               reply_delta;        /* characters in each */
  guint               chat_fault;
  guint               chat_fault_after;
  guint               error_shape;
  gboolean            espeak;
  double              speech_pace;        /* times real time; 0 for at once */
  guint               speech_chunk;       /* milliseconds */
  guint               speech_fault;
  guint               speech_fault_after;
} InworldSettings;

typedef struct {
  char                *key;          /* as the person has it; NULL: taken back */
  char                *credential;   /* as the header has it */
  char                *workspace;
  ChattySimulatorPlan  plan;
  guint                used;
  guint                limit;
  guint                speaking;     /* requests for speech under way */
  GPtrArray           *voices;       /* of JsonObject: its own */
} InworldUser;

typedef struct {
  char        *id;
  InworldUser *user;
  JsonObject  *record;    /* members in snake_case */
} InworldRouter;

typedef struct {
  char        *name;
  InworldUser *user;
  guint        polls_left;
  JsonObject  *response;  /* NULL: it failed */
} InworldOperation;

/**
 * InworldState: everything that Inworld remembers.
 */
struct _InworldState {
  ChattySimulator *sim;
  InworldSettings  settings;
  GPtrArray       *users;
  GPtrArray       *routers;
  GPtrArray       *operations;
  guint            completions;
};

typedef struct _InworldState InworldState;

InworldState  *inworld_state_new             (ChattySimulator     *sim);
void           inworld_state_free            (InworldState        *state);
void           inworld_state_set_key         (InworldState        *state,
                                              const char          *key,
                                              ChattySimulatorPlan  plan);
InworldUser   *inworld_state_find_user       (InworldState        *state,
                                              const char          *key);
InworldUser   *inworld_state_find_credential (InworldState        *state,
                                              const char          *credential);
InworldRouter *inworld_state_find_router     (InworldState        *state,
                                              InworldUser         *user,
                                              const char          *id);
InworldRouter *inworld_state_add_router      (InworldState        *state,
                                              InworldUser         *user,
                                              const char          *id,
                                              JsonObject          *record);
gboolean       inworld_settings_set          (InworldSettings     *settings,
                                              const char          *name,
                                              const char          *value);

G_END_DECLS
