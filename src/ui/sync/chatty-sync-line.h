/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-sync-run.h"

G_BEGIN_DECLS

/**
 * ChattySyncLine: (object) a row of a plan or of a receipt: a step, or one of
 * its fields.
 *
 * The same row stays when the plan is made anew; "changed" is emitted then.
 */
#define CHATTY_TYPE_SYNC_LINE (chatty_sync_line_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncLine, chatty_sync_line, CHATTY, SYNC_LINE, GObject)

/**
 * ChattySyncLineText:
 * @step: what it is about
 * @field: which of the step's fields, or -1 for the step itself
 * @title: the platform's name
 * @answer: (nullable): what the person answered; of a plan
 * @is_over: whether it is of a receipt; what follows is for that alone
 * @outcome: what came of it
 * @dropped: flags of the fields that the platform did not keep
 * @message: (nullable): why
 */
typedef struct {
  ChattySyncStep    *step;
  int                field;
  const char        *title;
  const char        *answer;
  gboolean           is_over;
  ChattySyncOutcome  outcome;
  guint              dropped;
  const char        *message;
} ChattySyncLineText;

ChattySyncLine           *chatty_sync_line_new         (const ChattySyncLineText *text);
const ChattySyncLineText *chatty_sync_line_get         (ChattySyncLine           *self);
void                      chatty_sync_line_take        (ChattySyncLine           *self,
                                                        ChattySyncLine           *other);
const ChattySyncField    *chatty_sync_line_get_field   (ChattySyncLine           *self); /* nullable */
const char               *chatty_sync_line_get_question (ChattySyncLine          *self); /* nullable */
const char               *chatty_sync_line_get_choice  (ChattySyncLine           *self); /* nullable */
gboolean                  chatty_sync_line_is_same     (ChattySyncLine           *self,
                                                        ChattySyncLine           *other);
gboolean                  chatty_sync_line_is_open     (ChattySyncLine           *self);
gboolean                  chatty_sync_line_can_undo    (ChattySyncLine           *self);

G_END_DECLS
