/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-character-store.h"

G_BEGIN_DECLS

/**
 * ChattySyncDirection:
 * @CHATTY_SYNC_STAY: nothing is written
 * @CHATTY_SYNC_TO_THERE: the platform gets it
 * @CHATTY_SYNC_TO_HERE: the vault gets it
 * @CHATTY_SYNC_TO_BOTH: both get what was joined out of both
 */
typedef enum {
  CHATTY_SYNC_STAY,
  CHATTY_SYNC_TO_THERE,
  CHATTY_SYNC_TO_HERE,
  CHATTY_SYNC_TO_BOTH,
} ChattySyncDirection;

const char *chatty_sync_direction_to_string (ChattySyncDirection direction); /* "stay"… */

/**
 * ChattySyncWhy:
 * @CHATTY_SYNC_WHY_SAME: both sides have it, or neither changed it
 * @CHATTY_SYNC_WHY_CHANGED_HERE: it was changed here alone
 * @CHATTY_SYNC_WHY_CHANGED_THERE: it was changed there alone
 * @CHATTY_SYNC_WHY_JOINED: both changed other parts of it
 * @CHATTY_SYNC_WHY_NEWER_HERE: both changed it, here later
 * @CHATTY_SYNC_WHY_NEWER_THERE: both changed it, there later
 * @CHATTY_SYNC_WHY_MINE: both changed it, and the policy keeps that of here
 * @CHATTY_SYNC_WHY_THEIRS: both changed it, and the policy keeps that of there
 * @CHATTY_SYNC_WHY_CHOSEN: the person chose
 * @CHATTY_SYNC_WHY_RESUMED: a run that was cut off had begun to send it
 * @CHATTY_SYNC_WHY_UNDO: a run is taken back
 * @CHATTY_SYNC_WHY_ASK: both changed it; the person is asked
 * @CHATTY_SYNC_WHY_NO_TIME: the same, for it is not known which was later
 * @CHATTY_SYNC_WHY_SKEW: the same, for the platform's clock is wrong
 * @CHATTY_SYNC_WHY_READ_ONLY: the platform cannot be told; it stays here
 * @CHATTY_SYNC_WHY_REQUIRED: the platform asks for it, and it is empty here
 * @CHATTY_SYNC_WHY_TOO_LONG: it is over what the platform takes
 *
 * Why a field goes where it goes.
 */
typedef enum {
  CHATTY_SYNC_WHY_SAME,
  CHATTY_SYNC_WHY_CHANGED_HERE,
  CHATTY_SYNC_WHY_CHANGED_THERE,
  CHATTY_SYNC_WHY_JOINED,
  CHATTY_SYNC_WHY_NEWER_HERE,
  CHATTY_SYNC_WHY_NEWER_THERE,
  CHATTY_SYNC_WHY_MINE,
  CHATTY_SYNC_WHY_THEIRS,
  CHATTY_SYNC_WHY_CHOSEN,
  CHATTY_SYNC_WHY_RESUMED,
  CHATTY_SYNC_WHY_UNDO,
  CHATTY_SYNC_WHY_ASK,
  CHATTY_SYNC_WHY_NO_TIME,
  CHATTY_SYNC_WHY_SKEW,
  CHATTY_SYNC_WHY_READ_ONLY,
  CHATTY_SYNC_WHY_REQUIRED,
  CHATTY_SYNC_WHY_TOO_LONG,
} ChattySyncWhy;

const char *chatty_sync_why_to_string (ChattySyncWhy why);  /* stable: "changed-here"… */
const char *chatty_sync_why_to_words  (ChattySyncWhy why);  /* for people */
gboolean    chatty_sync_why_is_open   (ChattySyncWhy why);  /* whether the person is asked */

/**
 * ChattySyncField:
 * @field: which one
 * @base, @here, @there, @result: (nullable): JSON texts as
 *   chatty_character_field_to_json() has them; %NULL for a field that is not
 *   known. @base is what both agreed on
 * @loser: (nullable): the value that is replaced by a choice between both, and
 *   goes to the history. Of a field that goes both ways, that of here
 * @direction: where @result goes
 * @conflict: whether both sides changed it differently, and not joined
 * @why: who won, and why
 * @time_here, @time_there: when it was changed, by our clock, or
 *   %CHATTY_TIME_NONE
 * @question: (nullable): to answer with "here", "there" or, so that nothing is
 *   written whatever the policy says, "later"
 *
 * What becomes of a field. Borrowed from its step.
 */
typedef struct {
  ChattyCharacterField  field;
  const char           *base;
  const char           *here;
  const char           *there;
  const char           *result;
  const char           *loser;
  ChattySyncDirection   direction;
  gboolean              conflict;
  ChattySyncWhy         why;
  gint64                time_here;
  gint64                time_there;
  const char           *question;
} ChattySyncField;

/* A value of a field for people: text as it is, lists and traits by line. */
char       *chatty_sync_value_to_words   (const char *json);

/**
 * ChattySyncStepKind:
 * @CHATTY_SYNC_CREATE_THERE: made on the platform
 * @CHATTY_SYNC_CREATE_HERE: taken into the vault
 * @CHATTY_SYNC_UPDATE: fields go to one side or the other
 * @CHATTY_SYNC_LINK: the same on both sides, and now known to be
 * @CHATTY_SYNC_AGREE: both were changed to the same: only that is noted
 * @CHATTY_SYNC_GONE_THERE: vanished there: unlinked and kept here
 * @CHATTY_SYNC_GONE_HERE: vanished here: the person is asked. Choices "delete"
 *   (there too), "bring" (here again), "leave" (as it is)
 * @CHATTY_SYNC_ADOPT: a create whose answer was lost; several are like it, and
 *   the person is asked. Choices: an id there each, or "new"
 * @CHATTY_SYNC_SAME_NAME: not linked, of the same name and not the same: the
 *   person is asked. Choices "link" (one character), "apart" (two)
 * @CHATTY_SYNC_DELETE_THERE: deleted on the platform, as the person chose
 * @CHATTY_SYNC_LEAVE: from now on left alone there, as the person chose
 * @CHATTY_SYNC_TRASH_HERE: to the trash here: an Undo of a create
 * @CHATTY_SYNC_DOCUMENT_UPLOAD: a new or changed document goes there
 * @CHATTY_SYNC_DOCUMENT_CONNECT: the character is told of a document there
 * @CHATTY_SYNC_DOCUMENT_REMOVE: removed here: the person is asked. Choices
 *   "disconnect", or "delete" where that deletes it, and "leave"
 * @CHATTY_SYNC_DOCUMENT_MISSING: removed there: the person is asked. Choices
 *   "upload", "leave"
 * @CHATTY_SYNC_FAILED: it could not be asked for; neither there nor gone
 */
typedef enum {
  CHATTY_SYNC_CREATE_THERE,
  CHATTY_SYNC_CREATE_HERE,
  CHATTY_SYNC_UPDATE,
  CHATTY_SYNC_LINK,
  CHATTY_SYNC_AGREE,
  CHATTY_SYNC_GONE_THERE,
  CHATTY_SYNC_GONE_HERE,
  CHATTY_SYNC_ADOPT,
  CHATTY_SYNC_SAME_NAME,
  CHATTY_SYNC_DELETE_THERE,
  CHATTY_SYNC_LEAVE,
  CHATTY_SYNC_TRASH_HERE,
  CHATTY_SYNC_DOCUMENT_UPLOAD,
  CHATTY_SYNC_DOCUMENT_CONNECT,
  CHATTY_SYNC_DOCUMENT_REMOVE,
  CHATTY_SYNC_DOCUMENT_MISSING,
  CHATTY_SYNC_FAILED,
} ChattySyncStepKind;

const char *chatty_sync_step_kind_to_string (ChattySyncStepKind kind); /* "create-there"… */

/**
 * ChattySyncStep:
 * @id: names it in the plan and in the receipt: the same step of a plan that is
 *   made again has the same id
 * @kind: what is done
 * @callsign: (nullable): the character here
 * @remote_id: (nullable): the character there
 * @name: what it is called, for people
 * @record: (nullable): what the plan was made from
 * @there: (nullable): the same of the platform
 * @link: (nullable): what both agreed on before; of one that is linked by the
 *   step, what it begins with
 * @fields: those that differ or that are of note
 * @n_fields: how many
 * @here: (nullable): what the vault is to have of the platform's fields, of
 *   which @to_here are written
 * @to_here: flags of the fields that are written here
 * @send: (nullable): what the platform is to have, of which @to_there are sent
 * @to_there: flags of the fields that are sent there
 * @agreed: flags of the fields that need no write and are settled by it
 * @stays: flags of the fields that are set here and that the platform has no
 *   place for: the loss report
 * @document: (nullable): the name of a knowledge document
 * @document_id: (nullable): its id there
 * @question: (nullable): to answer with one of @choices; the step does nothing
 *   before. Fields have questions of their own
 * @choices: (nullable): stable names
 * @choice: (nullable): what the person chose
 * @resumes: (nullable): the intent of a run that was cut off
 * @message: (nullable): what is to be known about it, for people
 *
 * One thing that a plan does. Immutable and atomically counted.
 */
typedef struct {
  const char             *id;
  ChattySyncStepKind      kind;
  const char             *callsign;
  const char             *remote_id;
  const char             *name;
  ChattyCharacterRecord  *record;
  ChattyCharacter        *there;
  ChattyCharacterLink    *link;
  const ChattySyncField  *fields;
  guint                   n_fields;
  ChattyCharacter        *here;
  guint                   to_here;
  ChattyCharacter        *send;
  guint                   to_there;
  guint                   agreed;
  guint                   stays;
  const char             *document;
  const char             *document_id;
  const char             *question;
  const char *const      *choices;
  const char             *choice;
  const char             *resumes;
  const char             *message;
} ChattySyncStep;

#define CHATTY_TYPE_SYNC_STEP (chatty_sync_step_get_type ())
GType           chatty_sync_step_get_type  (void) G_GNUC_CONST;
void            chatty_sync_field_clear    (gpointer              data);
ChattySyncStep *chatty_sync_step_new       (const ChattySyncStep *fields);
ChattySyncStep *chatty_sync_step_ref       (ChattySyncStep       *self);
void            chatty_sync_step_unref     (ChattySyncStep       *self);
/* One sentence for people: "“Mara”: the name goes to Convai". */
char           *chatty_sync_step_dup_words (const ChattySyncStep *self,
                                            const char           *title);
/* Whether it waits for an answer of the person, for itself or for a field. */
gboolean        chatty_sync_step_is_open   (const ChattySyncStep *self);
/* Whether it writes anything on either side, questions left open. */
gboolean        chatty_sync_step_writes    (const ChattySyncStep *self);
JsonNode       *chatty_sync_step_to_json   (const ChattySyncStep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncStep, chatty_sync_step_unref)

G_END_DECLS
