/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-platform-guess.h"
#include "chatty-preamble.h"
#include "chatty-text-reader.h"
#include "chatty-turn-finder.h"

G_BEGIN_DECLS

/* What the parts of the text reader share while they read one text. */

#define CHATTY_TEXT_TITLE_BYTES 120

/**
 * ChattyTextSection:
 * @header: where what the conversation says about itself begins
 * @first: its first turn
 * @n_turns: how many it has
 *
 * One conversation of a file.
 */
typedef struct {
  gsize header;
  guint first;
  guint n_turns;
} ChattyTextSection;

/**
 * ChattyTextJob:
 * @source: what is read
 * @reading: where what is found goes
 * @text: the text behind the front matter
 * @length: its bytes
 * @matter: (nullable): the front matter
 * @found: (nullable): the turns
 * @sections: (element-type ChattyTextSection): the conversations
 * @guess: where they seem to come from
 * @ids: the ids that were given, each of which is used once
 */
typedef struct {
  const ChattyTextSource *source;
  ChattyReading          *reading;
  const char             *text;
  gsize                   length;
  ChattyFrontMatter      *matter;
  ChattyFoundTurns       *found;
  GArray                 *sections;
  ChattyPlatformGuess     guess;
  GHashTable             *ids;
} ChattyTextJob;

char           *chatty_text_job_dup_first_words (const char     *text,
                                                 gsize           length,
                                                 gboolean        heading_only);
ChattyPreamble *chatty_text_job_make_preamble   (ChattyTextJob  *job,
                                                 gboolean        is_first);
gboolean        chatty_text_job_add_section     (ChattyTextJob  *job,
                                                 guint           nth,
                                                 GCancellable   *cancellable,
                                                 GError        **error);
void            chatty_text_job_add_note        (ChattyTextJob  *job);

G_END_DECLS
