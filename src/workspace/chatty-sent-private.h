/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-chat.h"
#include "chatty-memory-note.h"
#include "chatty-sent.h"

G_BEGIN_DECLS

/*
 * ChattySentFields:
 * @account_name: (nullable): what the person calls the account
 * @remote_id: (nullable): of the character there
 * @memory: (nullable) (element-type ChattyMemoryNote): the notes in the
 *   instructions
 * @n_left_out: turns that had no room
 * @attachments: (nullable): the turn with the files that went along
 * @message: what goes to the platform, with its context where there is one
 * @told: (nullable) (array zero-terminated=1): titles and texts, in turn, that
 *   went in place of the instructions and settings of the context
 * @temperature: with @told: how freely it was to answer, or NAN
 */
typedef struct {
  gint64                   time;
  const char              *platform;
  const char              *account;
  const char              *account_name;
  const char              *remote_id;
  GPtrArray               *memory;
  guint                    n_left_out;
  ChattyTurn              *attachments;
  const ChattyChatMessage *message;
  const char *const       *told;
  double                   temperature;
} ChattySentFields;

char *chatty_sent_format       (const ChattySentFields *fields);
char *chatty_sent_format_alias (const char             *turn_id);

G_END_DECLS
