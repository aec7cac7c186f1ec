/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What helps, by stable name; chatty_conversation_help() does all but the first
 * two, which need a page. */
#define CHATTY_TALK_SIGN_IN      "sign-in"
#define CHATTY_TALK_CHANGE_MODEL "change-model"
#define CHATTY_TALK_WAIT         "wait"
#define CHATTY_TALK_RETRY        "retry"
#define CHATTY_TALK_UNLOCK       "unlock"
#define CHATTY_TALK_RESUME       "resume"

/**
 * ChattyTalkProblem:
 * @message: what went wrong and what helps, for people
 * @action: (nullable): one of the names above
 * @label: (nullable): what the button of @action says, without mnemonic
 * @until: when it can be tried again, on the clock of g_get_monotonic_time(),
 *   in microseconds; 0 where there is nothing to wait for
 *
 * Why a conversation does not go on.
 */
typedef struct {
  char   *message;
  char   *action;
  char   *label;
  gint64  until;
} ChattyTalkProblem;

#define CHATTY_TYPE_TALK_PROBLEM (chatty_talk_problem_get_type ())

GType              chatty_talk_problem_get_type  (void) G_GNUC_CONST;
/* What a person can do about @error. @model: (nullable): which model was asked
 * for by name. Pure; any thread. */
ChattyTalkProblem *chatty_talk_problem_new_from  (const GError            *error,
                                                  const char              *model);
ChattyTalkProblem *chatty_talk_problem_new       (const char              *message,
                                                  const char              *action);
ChattyTalkProblem *chatty_talk_problem_copy      (const ChattyTalkProblem *self);
void               chatty_talk_problem_free      (ChattyTalkProblem       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTalkProblem, chatty_talk_problem_free)

G_END_DECLS
