/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-call.h"
#include "chatty-character-record.h"
#include "chatty-live-text.h"
#include "chatty-talk-problem.h"
#include "chatty-talk-state.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/*
 * ChattyTalkKind:
 * @CHATTY_TALK_SAY: something new
 * @CHATTY_TALK_SAY_INSTEAD: something else in place of a turn of the person
 * @CHATTY_TALK_ANSWER: what the person said last is answered, once more where
 *   an answer is replaced
 */
typedef enum {
  CHATTY_TALK_SAY,
  CHATTY_TALK_SAY_INSTEAD,
  CHATTY_TALK_ANSWER,
} ChattyTalkKind;

/*
 * ChattyTalkJob:
 * @transcript: (nullable): the path before
 * @n_before: how many of its turns are before what the person says
 * @id: (nullable): of the transcript; set when its file is made
 * @greeting: (nullable): what the character said first, not in the vault yet
 * @replaces: (nullable): the id of the turn that is replaced
 * @text: (nullable): what the person says
 * @files: (nullable) (element-type ChattyTalkFile)
 * @speaks: whether the answer is wanted as speech too
 * @context_tokens: what the model holds, where a former job found out
 * @said: for %CHATTY_TALK_SAY_INSTEAD what is replaced, for %CHATTY_TALK_ANSWER
 *   what is answered
 * @told: called on the worker when what the person says is in the vault
 *
 * One thing that is said, and its answer, on its way through a worker, to
 * which all of it belongs while it runs.
 */
typedef struct _ChattyTalkJob ChattyTalkJob;
typedef void (*ChattyTalkTold) (ChattyTalkJob *job);

struct _ChattyTalkJob {
  gatomicrefcount         ref_count;
  ChattyWorkspace        *workspace;
  ChattyAccountService   *accounts;
  ChattyTalkKind          kind;
  ChattyTranscript       *transcript;
  guint                   n_before;
  char                   *id;
  ChattyTurn             *greeting;
  char                   *replaces;
  char                   *text;
  GPtrArray              *files;
  GBytes                 *audio;
  char                   *callsign;
  char                   *account;
  char                   *model;
  gboolean                model_chosen;
  gboolean                ask_feeling;
  gboolean                speaks;
  gboolean                unlock;
  guint                   context_tokens;
  ChattyReply            *reply;
  ChattyLiveText         *live;
  ChattyTalkTold          told;
  GWeakRef                listener;

  /* results */
  ChattyTurn             *said;       /* the turn of the person, in the vault after "told" */
  ChattyTurn             *begun;      /* what the answer is about to become */
  ChattyTranscript       *branched;   /* nullable: the path, where it was read again */
  gboolean                rejoined;   /* that was after the answer */
  ChattyTurn             *answer;     /* nullable: in the vault */
  ChattyTalkProblem      *problem;    /* nullable */
  GString                *notices;

  /* the worker's own */
  ChattyVault            *vault;
  ChattyAccount          *record_of_account;
  ChattyCharacterRecord  *record;
  ChattyTalkNote         *note;
  char                   *model_sent;  /* nullable: which was asked for by name; "" for any */
  gboolean                heard;
};

ChattyTalkJob *chatty_talk_job_new          (ChattyWorkspace      *workspace,
                                             ChattyAccountService *accounts);
ChattyTalkJob *chatty_talk_job_ref          (ChattyTalkJob        *self);
void           chatty_talk_job_unref        (ChattyTalkJob        *self);
/* The function of the call; the job is its value. Never fails: see "problem". */
gpointer       chatty_talk_job_run          (gpointer              source,
                                             ChattyCall           *call,
                                             GCancellable         *cancellable,
                                             GError              **error);

/* Below: on the worker. */
void           chatty_talk_job_notice       (ChattyTalkJob        *self,
                                             const char           *notice);
const char    *chatty_talk_job_get_replaced (ChattyTalkJob        *self);
gboolean       chatty_talk_job_take_heard   (ChattyTalkJob        *self,
                                             GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTalkJob, chatty_talk_job_unref)

G_END_DECLS
