/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-chat.h"
#include "chatty-connector-table.h"
#include "chatty-drafting.h"
#include "chatty-error.h"
#include "chatty-history.h"
#include "chatty-knowledge.h"
#include "chatty-memory.h"
#include "chatty-simulator.h"
#include "chatty-speech.h"

G_BEGIN_DECLS

/* Planted as the key of every test: it must come out nowhere. */
#define CONTRACT_KEY "canary4f1c9b7e2d8a6053c1b9"

/* The same as two halves, for platforms whose keys have them. */
#define CONTRACT_PAIR "canary4f1c9b7e2d:8a6053c1b9f04e"

/* And in the two forms of Google's (platform reference, section 2.1). */
#define CONTRACT_OLD_KEY "AIzaSyCanary4f1c9b7e2d8a6053c1b9_-0a1b2"
#define CONTRACT_NEW_KEY "AQ.Ab8RN6canary-4f1c9b7e2d.8a6053c1b9_0a"

/**
 * ContractPlatform: how a platform is played
 * @id: its id
 * @hosts: by endpoint: which host of the simulator plays it
 * @voice: a voice of its list
 * @model: (nullable): the model that is asked, where its own choice costs a call
 * @voice_model: (nullable): the same, for speech
 * @create: the request that makes a character, as a pattern
 * @update: the request that changes one
 * @dates: whether it tells when a character was made
 * @pairs: whether a key may be given as "key:secret" too
 * @keys: (nullable): keys of other forms than that of every test
 * @person: (nullable): whom things belong to that whoever signed in with the
 *   browser has, for @add_character
 * @add_character: (nullable): puts a character there behind our back, where
 *   there are characters
 * @count_characters: (nullable): how many there are
 * @add_document: (nullable): puts a document there behind our back
 * @count_documents: (nullable): how many there are
 * @set: (nullable): changes how it behaves: chatty_simulator_set_inworld() or
 *   one like it
 * @hurry: (nullable): lets a connector wait for nothing that takes no time here
 * @sound_fault: (nullable): the setting that spoils speech
 * @read_talk: (nullable): what was said in the body of a message, as role and
 *   text in turn; the roles are "system", "user" and "assistant"
 * @read_speech: (nullable): what is to be spoken by the body of a request
 */
typedef struct {
  const char          *id;
  ChattySimulatorHost  hosts[CHATTY_MAX_ENDPOINTS];
  const char          *voice;
  const char          *model;
  const char          *voice_model;
  const char          *create;
  const char          *update;
  gboolean             dates;
  gboolean             pairs;
  const char *const   *keys;
  const char          *person;
  char              *(*add_character)    (ChattySimulator *simulator,
                                          const char      *key,
                                          const char      *name,
                                          const char      *instructions);
  guint              (*count_characters) (ChattySimulator *simulator);
  char              *(*add_document)     (ChattySimulator *simulator,
                                          const char      *key,
                                          const char      *character,
                                          const char      *name);
  guint              (*count_documents)  (ChattySimulator *simulator);
  gboolean           (*set)              (ChattySimulator *simulator,
                                          const char      *setting,
                                          const char      *value);
  void               (*hurry)            (ChattyConnector *connector);
  const char          *sound_fault;
  char             **(*read_talk)        (JsonObject      *body);
  char              *(*read_speech)      (JsonObject      *body);
} ContractPlatform;

/* How long a call may take, or carry nothing, in those that follow. Long
 * enough for a busy machine, unless a test waits for the end of it. */
#ifdef __SANITIZE_ADDRESS__
#define CONTRACT_SECONDS 60
#else
#define CONTRACT_SECONDS 10
#endif

extern guint contract_seconds;

/* Whether calls are repeated as the program does, and not in a hurry. */
extern gboolean contract_patient;

/**
 * Contract: one connector, one simulator that knows one account
 * @owner: the account's key, or @person of the platform
 * @character: the id of a character that is there
 * @document: the id of a document that is there
 * @session: a conversation that was had
 * @note: the id of a note that is remembered
 * @upload: the path of a file that may be uploaded
 * @context: what goes along with each message where that is needed
 */
typedef struct {
  const ContractPlatform *platform;
  const char             *owner;
  ChattySimulator        *simulator;
  ChattyExchangeJournal  *journal;
  ChattyConnector        *connector;
  char                   *character;
  char                   *document;
  ChattyPastSession      *session;
  char                   *note;
  char                   *folder;
  char                   *upload;
  ChattyChatContext       context;
} Contract;

/* One verb of one of the interfaces. */
typedef struct {
  const char *name;
  gboolean   (*can) (Contract      *contract);
  gboolean   (*run) (Contract      *contract,
                     GCancellable  *cancellable,
                     GError       **error);
  gboolean    changes;   /* not safe to repeat */
  gboolean    streams;
} ContractVerb;

const ContractPlatform *contract_platform    (const char             *id);
Contract               *contract_new         (const ContractPlatform *platform);
Contract               *contract_new_plan    (const ContractPlatform *platform,
                                              ChattySimulatorPlan     plan);
Contract               *contract_new_signed_in
                                             (const ContractPlatform *platform,
                                              gboolean                with_key);
Contract               *contract_new_key     (const ContractPlatform *platform,
                                              const char             *key,
                                              ChattySimulatorPlan     plan);
void                    contract_free        (Contract               *self);
ChattyConnector        *contract_connect     (Contract               *self,
                                              ChattySimulatorHost     main_host,
                                              const char             *key);
void                    contract_disconnect  (Contract               *self);
const ContractVerb     *contract_verbs       (void);
guint                   contract_n_verbs     (void);
ChattyCharacter        *contract_character   (Contract               *self,
                                              const char             *name);
void                    contract_check_error (const GError           *error);
guint                   contract_count       (Contract               *self);
guint                   contract_characters  (Contract               *self);
guint                   contract_documents   (Contract               *self);
char                   *contract_add_one     (Contract               *self,
                                              const char             *name);
gboolean                contract_has_input   (Contract               *self,
                                              ChattyChatInputs        input);
void                    contract_address     (Contract               *self,
                                              ChattyChatMessage      *message);
gboolean                contract_set         (Contract               *self,
                                              const char             *setting,
                                              const char             *value);

ChattyDocument         *contract_upload      (Contract               *self,
                                              const char             *path,
                                              const char             *document_id,
                                              GFileProgressCallback   progress,
                                              gpointer                progress_data,
                                              GCancellable           *cancellable,
                                              GError                **error);
ChattyDocument         *contract_find_document
                                             (Contract               *self,
                                              const char             *id);
void                    contract_progress_cb (goffset                 current,
                                              goffset                 total,
                                              gpointer                user_data);
guint                   contract_count_named (Contract               *self,
                                              const char             *name,
                                              char                  **id);
JsonObject             *contract_dup_body    (GPtrArray              *requests,
                                              guint                   nth);
ChattyAuthorizer       *contract_sign_in     (Contract               *self);
char                   *contract_add_gemini_character
                                             (ChattySimulator        *simulator,
                                              const char             *owner,
                                              const char             *name,
                                              const char             *instructions);
char                   *contract_add_gemini_document
                                             (ChattySimulator        *simulator,
                                              const char             *owner,
                                              const char             *character,
                                              const char             *name);
void                    contract_hurry_gemini
                                             (ChattyConnector        *connector);
guint                   contract_count_gemini_documents
                                             (ChattySimulator        *simulator);
char                  **contract_read_inworld_talk   (JsonObject     *body);
char                   *contract_read_inworld_speech (JsonObject     *body);
char                  **contract_read_gemini_talk    (JsonObject     *body);
char                   *contract_read_gemini_speech  (JsonObject     *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Contract, contract_free)

void contract_add (const char              *path,
                   const ContractPlatform  *platform,
                   void                   (*func) (const ContractPlatform *platform));

/* Each part of the suite has a file of its own. */
void contract_add_account    (const ContractPlatform *platform);
void contract_add_answers    (const ContractPlatform *platform);
void contract_add_cancelling (const ContractPlatform *platform);
void contract_add_characters (const ContractPlatform *platform);
void contract_add_corpora    (const ContractPlatform *platform);
void contract_add_faults     (const ContractPlatform *platform);
void contract_add_knowledge  (const ContractPlatform *platform);
void contract_add_operations (const ContractPlatform *platform);
void contract_add_pace       (const ContractPlatform *platform);
void contract_add_passages   (const ContractPlatform *platform);
void contract_add_records    (const ContractPlatform *platform);
void contract_add_secrets    (const ContractPlatform *platform);
void contract_add_uploads    (const ContractPlatform *platform);
void contract_add_speech     (const ContractPlatform *platform);
void contract_add_talk       (const ContractPlatform *platform);

G_END_DECLS
