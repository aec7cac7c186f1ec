/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-problem.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

/* Where a platform says that it had enough, but not for how long. */
#define USUAL_WAIT 30

G_DEFINE_BOXED_TYPE (ChattyTalkProblem, chatty_talk_problem, chatty_talk_problem_copy,
                     chatty_talk_problem_free)

static const char *
label_of (const char *action)
{
  static const struct { const char *action, *label; } labels[] = {
    /* Translators: a button, in header case where that is usual */
    { CHATTY_TALK_SIGN_IN, N_("Sign In") },
    /* Translators: a button, in header case where that is usual */
    { CHATTY_TALK_CHANGE_MODEL, N_("Change Model") },
    /* Translators: a button, in header case where that is usual */
    { CHATTY_TALK_WAIT, N_("Try Again") },
    { CHATTY_TALK_RETRY, N_("Try Again") },
    /* Translators: a button: unlocks the keyring */
    { CHATTY_TALK_UNLOCK, N_("Unlock") },
    /* Translators: a button: lets a paused account work again */
    { CHATTY_TALK_RESUME, N_("Resume Account") },
  };

  for (guint i = 0; action != NULL && i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (action, labels[i].action))
      return _(labels[i].label);
  return NULL;
}

/**
 * chatty_talk_problem_new:
 * @message: for people
 * @action: (nullable): one of the actions of chatty-talk-problem.h
 *
 * Returns: (transfer full): a problem
 */
ChattyTalkProblem *
chatty_talk_problem_new (const char *message,
                         const char *action)
{
  ChattyTalkProblem *self = g_new0 (ChattyTalkProblem, 1);

  self->message = g_strdup (message);
  self->action = g_strdup (action);
  self->label = g_strdup (label_of (action));
  return self;
}

static const char *
action_for (const GError *error,
            const char   *model)
{
  switch (error->domain == CHATTY_ERROR ? error->code : CHATTY_ERROR_FAILED)
    {
    case CHATTY_ERROR_SIGN_IN_NEEDED:
      return CHATTY_TALK_SIGN_IN;
    case CHATTY_ERROR_RATE_LIMITED:
      return CHATTY_TALK_WAIT;
    case CHATTY_ERROR_NOT_FOUND:
    case CHATTY_ERROR_UNSUPPORTED:
      return model != NULL ? CHATTY_TALK_CHANGE_MODEL : NULL;
    /* Saying the same again would not help. What comes back by itself is counted
     * by model. */
    case CHATTY_ERROR_QUOTA:
      return model != NULL && chatty_error_get_wait (error) > 0 ? CHATTY_TALK_CHANGE_MODEL : NULL;
    case CHATTY_ERROR_NO_SPACE:
      return NULL;
    case CHATTY_ERROR_FORBIDDEN:
      return model != NULL ? CHATTY_TALK_CHANGE_MODEL : NULL;
    default:
      return CHATTY_TALK_RETRY;
    }
}

/**
 * chatty_talk_problem_new_from:
 * @error: what went wrong
 * @model: (nullable): which model was asked for by name; "" where the platform
 *   chose one of those that can be asked for
 *
 * Returns: (transfer full): what a person can do about it
 */
ChattyTalkProblem *
chatty_talk_problem_new_from (const GError *error,
                              const char   *model)
{
  ChattyTalkProblem *self = chatty_talk_problem_new (error->message, action_for (error, model));

  if (g_strcmp0 (self->action, CHATTY_TALK_WAIT) == 0)
    {
      guint wait = chatty_error_get_wait (error);

      self->until = g_get_monotonic_time () +
                    (gint64) (wait > 0 ? wait : USUAL_WAIT) * G_USEC_PER_SEC;
    }
  return self;
}

ChattyTalkProblem *
chatty_talk_problem_copy (const ChattyTalkProblem *self)
{
  ChattyTalkProblem *copy = g_new0 (ChattyTalkProblem, 1);

  copy->message = g_strdup (self->message);
  copy->action = g_strdup (self->action);
  copy->label = g_strdup (self->label);
  copy->until = self->until;
  return copy;
}

void
chatty_talk_problem_free (ChattyTalkProblem *self)
{
  g_free (self->message);
  g_free (self->action);
  g_free (self->label);
  g_free (self);
}
