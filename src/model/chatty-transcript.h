/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn.h"

G_BEGIN_DECLS

/**
 * ChattyCertainty:
 * @CHATTY_CERTAINTY_NONE: nothing is known
 * @CHATTY_CERTAINTY_FILE: from the file's time of change
 * @CHATTY_CERTAINTY_NAME: from the file's name
 * @CHATTY_CERTAINTY_CONTENT: read in the text
 * @CHATTY_CERTAINTY_EXACT: the platform says so, or the person did
 *
 * How far a guessed time (or platform) can be trusted; higher is better.
 */
typedef enum {
  CHATTY_CERTAINTY_NONE,
  CHATTY_CERTAINTY_FILE,
  CHATTY_CERTAINTY_NAME,
  CHATTY_CERTAINTY_CONTENT,
  CHATTY_CERTAINTY_EXACT,
} ChattyCertainty;

const char *chatty_certainty_to_string   (ChattyCertainty  certainty);
gboolean    chatty_certainty_from_string (const char      *name,
                                          ChattyCertainty *certainty);

/**
 * ChattyTranscript:
 *
 * One conversation. Immutable and atomically counted, so a transcript may be
 * read from any thread. Made with a #ChattyTranscriptBuilder.
 */
typedef struct _ChattyTranscript ChattyTranscript;
typedef struct _ChattyTranscriptBuilder ChattyTranscriptBuilder;

#define CHATTY_TYPE_TRANSCRIPT (chatty_transcript_get_type ())
GType             chatty_transcript_get_type          (void);
ChattyTranscript *chatty_transcript_ref               (ChattyTranscript       *self);
void              chatty_transcript_unref             (ChattyTranscript       *self);
const char       *chatty_transcript_get_id            (const ChattyTranscript *self);
const char       *chatty_transcript_get_title         (const ChattyTranscript *self); /* never NULL */
const char       *chatty_transcript_get_platform      (const ChattyTranscript *self); /* never NULL */
const char       *chatty_transcript_get_character     (const ChattyTranscript *self); /* callsign, nullable */
const char       *chatty_transcript_get_partner       (const ChattyTranscript *self); /* nullable */
const char       *chatty_transcript_get_model         (const ChattyTranscript *self); /* nullable */
gint64            chatty_transcript_get_started       (const ChattyTranscript *self);
ChattyCertainty   chatty_transcript_get_started_certainty (const ChattyTranscript *self);
gint64            chatty_transcript_get_ended         (const ChattyTranscript *self);
const char       *chatty_transcript_get_link          (const ChattyTranscript *self); /* nullable */
const char       *chatty_transcript_get_source_name   (const ChattyTranscript *self); /* nullable */
const char       *chatty_transcript_get_source_sha256 (const ChattyTranscript *self); /* hex, nullable */
guint             chatty_transcript_get_n_extras      (const ChattyTranscript *self);
const char       *chatty_transcript_get_extra         (const ChattyTranscript *self,
                                                       guint                   nth,
                                                       const char            **value);
guint             chatty_transcript_get_n_turns       (const ChattyTranscript *self);
ChattyTurn       *chatty_transcript_get_turn          (const ChattyTranscript *self,
                                                       guint                   nth);
gboolean          chatty_transcript_has_turn          (const ChattyTranscript *self,
                                                       const char             *turn_id);
gboolean          chatty_transcript_equal             (const ChattyTranscript *a,
                                                       const ChattyTranscript *b);

ChattyTranscriptBuilder *chatty_transcript_builder_new           (void);
ChattyTranscriptBuilder *chatty_transcript_builder_new_from      (const ChattyTranscript  *transcript);
void                     chatty_transcript_builder_free          (ChattyTranscriptBuilder *self);
void                     chatty_transcript_builder_set_id        (ChattyTranscriptBuilder *self,
                                                                  const char              *id);
void                     chatty_transcript_builder_set_title     (ChattyTranscriptBuilder *self,
                                                                  const char              *title);
void                     chatty_transcript_builder_set_platform  (ChattyTranscriptBuilder *self,
                                                                  const char              *platform);
void                     chatty_transcript_builder_set_character (ChattyTranscriptBuilder *self,
                                                                  const char              *callsign);
void                     chatty_transcript_builder_set_model     (ChattyTranscriptBuilder *self,
                                                                  const char              *model);
void                     chatty_transcript_builder_set_started   (ChattyTranscriptBuilder *self,
                                                                  gint64                   time,
                                                                  ChattyCertainty          certainty);
void                     chatty_transcript_builder_set_ended     (ChattyTranscriptBuilder *self,
                                                                  gint64                   time);
void                     chatty_transcript_builder_set_link      (ChattyTranscriptBuilder *self,
                                                                  const char              *link);
void                     chatty_transcript_builder_set_source    (ChattyTranscriptBuilder *self,
                                                                  const char              *name,
                                                                  const char              *sha256);
void                     chatty_transcript_builder_set_extra     (ChattyTranscriptBuilder *self,
                                                                  const char              *key,
                                                                  const char              *value);
void                     chatty_transcript_builder_add_turn      (ChattyTranscriptBuilder *self,
                                                                  ChattyTurn              *turn);
void                     chatty_transcript_builder_take_turn     (ChattyTranscriptBuilder *self,
                                                                  ChattyTurn              *turn);
guint                    chatty_transcript_builder_get_n_turns   (ChattyTranscriptBuilder *self);
void                     chatty_transcript_builder_clear_turns   (ChattyTranscriptBuilder *self);
ChattyTranscript        *chatty_transcript_builder_end           (ChattyTranscriptBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTranscript, chatty_transcript_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTranscriptBuilder, chatty_transcript_builder_free)

G_END_DECLS
