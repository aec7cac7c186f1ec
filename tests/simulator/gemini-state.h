/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"
#include "sim-answer.h"

G_BEGIN_DECLS

/* What goes wrong inside of an answer that began well. */
typedef enum {
  GEMINI_CHAT_FAULT_NONE,
  GEMINI_CHAT_FAULT_ERROR,        /* an error chunk after chat-fault-after chunks */
  GEMINI_CHAT_FAULT_PREMATURE,    /* no reason to end */
  GEMINI_CHAT_FAULT_EMPTY,        /* no text at all */
  GEMINI_CHAT_FAULT_NULLS,        /* candidates without content or parts in between */
  GEMINI_CHAT_FAULT_NO_CHOICES,   /* nothing but the usage */
  GEMINI_CHAT_FAULT_BLOCKED,      /* the prompt was blocked: no candidates */
  GEMINI_CHAT_FAULT_NO_CONTENT,   /* a candidate with a reason and nothing else */
} GeminiChatFault;

/* Which quota is used up. */
typedef enum {
  GEMINI_QUOTA_NONE,
  GEMINI_QUOTA_MINUTE,
  GEMINI_QUOTA_DAY,
  GEMINI_QUOTA_ZERO,              /* the plan does not have the model */
} GeminiQuota;

/* Whom stores are closed to. */
typedef enum {
  GEMINI_STORES_OPEN,
  GEMINI_STORES_FORBIDDEN,        /* tokens: 403 */
  GEMINI_STORES_UNAUTHENTICATED,  /* tokens: 401 */
  GEMINI_STORES_GONE,             /* tokens: 404 */
} GeminiStores;

/* What one store too many is refused with. */
typedef enum {
  GEMINI_LIMIT_EXHAUSTED,
  GEMINI_LIMIT_PRECONDITION,
} GeminiLimit;

typedef enum {
  GEMINI_SPEECH_L16,
  GEMINI_SPEECH_WAV,
} GeminiSpeechForm;

typedef enum {
  GEMINI_SOUND_GOOD,
  GEMINI_SOUND_ABSENT,
  GEMINI_SOUND_BAD_BASE64,
} GeminiSoundFault;

/**
 * GeminiSettings: what chatty_simulator_set_gemini() sets.
 */
typedef struct {
  SimAnswer  answer;
  guint      reply_delta;       /* characters in each chunk */
  double     reply_rate;        /* chunks a second; 0 for at once */
  char      *thoughts;          /* where they are asked for */
  char      *finish;            /* the reason to end */
  guint      chat_fault;
  guint      chat_fault_after;
  guint      line_end;          /* of events: LF, CR LF, CR */
  gboolean   array_errors;      /* every error in a list of one */
  char      *error;             /* what is refused with; "" for nothing */
  char      *error_path;        /* and where, as a pattern */
  guint      quota;
  char      *retry_delay;
  char      *project;           /* the quota project that one may use */
  gboolean   needs_project;     /* whether a token must name it */
  guint      more_models;       /* so many besides, for pages */
  guint      speech_form;
  guint      speech_rate;
  guint      sound_fault;
  gboolean   espeak;
  guint      polls;             /* of an operation until it is done */
  gboolean   operation_fails;
  guint      store_needs_key;   /* a GeminiStores */
  guint      max_stores;        /* of a project */
  guint      store_limit;       /* a GeminiLimit */
  char      *upload_cut;        /* so many bytes arrive, then; each number once */
  gboolean   grounding_uri;     /* whether passages name their document */
  gboolean   corpora;           /* whether they still answer */
  gboolean   answers;           /* whether there is a model that answers from passages */
} GeminiSettings;

/**
 * GeminiUser: whoever has a key, or signed in
 * @owner: whom things belong to: there is one project for each, "key 0" or
 *   "person 0"
 */
typedef struct {
  char                *owner;
  char                *key;       /* NULL: taken back, or signed in */
  ChattySimulatorPlan  plan;
  guint                used;
  guint                limit;
} GeminiUser;

/**
 * GeminiState: everything that Gemini remembers.
 */
struct _GeminiState {
  ChattySimulator *sim;
  GeminiSettings   settings;
  GPtrArray       *users;
  GPtrArray       *stores;      /* of GeminiStore, the oldest first */
  GPtrArray       *files;
  GPtrArray       *operations;
  GPtrArray       *uploads;
  GPtrArray       *corpora;     /* of GeminiEntry */
};

typedef struct _GeminiState GeminiState;

GeminiState *gemini_state_new         (ChattySimulator     *sim);
void         gemini_state_free        (GeminiState         *state);
void         gemini_state_set_key     (GeminiState         *state,
                                       const char          *key,
                                       ChattySimulatorPlan  plan);
GeminiUser  *gemini_state_find_user   (GeminiState         *state,
                                       const char          *key);
GeminiUser  *gemini_state_take_person (GeminiState         *state,
                                       guint                person);
gboolean     gemini_settings_set      (GeminiSettings      *settings,
                                       const char          *name,
                                       const char          *value);

G_END_DECLS
