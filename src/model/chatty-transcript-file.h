/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* The vault's transcript format (pure text to and from model, no I/O). */

gboolean          chatty_transcript_file_sniff        (const char              *text,
                                                       gsize                    length);
char             *chatty_transcript_file_write        (const ChattyTranscript  *transcript,
                                                       gsize                   *length);
char             *chatty_transcript_file_write_for_people
                                                      (const ChattyTranscript  *transcript,
                                                       gsize                   *length);
void              chatty_transcript_file_append_turn  (GString                 *string,
                                                       const ChattyTurn        *turn);
void              chatty_transcript_file_append_branch (GString                *string,
                                                        const ChattyTurn       *turn,
                                                        const char             *replaces); /* (nullable) */
void              chatty_transcript_file_append_choice (GString                *string,
                                                        const char             *turn_id);
ChattyTranscript *chatty_transcript_file_read         (const char              *text,
                                                       gsize                    length,
                                                       GError                 **error);

/* Other forms to export to. */

char             *chatty_transcript_to_plain_text     (const ChattyTranscript  *transcript);
char             *chatty_turn_to_plain_text           (const ChattyTurn        *turn);
JsonNode         *chatty_transcript_to_json           (const ChattyTranscript  *transcript);

G_END_DECLS
