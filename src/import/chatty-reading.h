/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_FORM_UNKNOWN,
  CHATTY_FORM_TEXT,
  CHATTY_FORM_MARKDOWN,
  CHATTY_FORM_RTF,
  CHATTY_FORM_PDF,
  CHATTY_FORM_JSON,
  CHATTY_FORM_HTML,
  CHATTY_FORM_ZIP,
  CHATTY_FORM_IMAGE,
  CHATTY_FORM_BINARY,
} ChattyForm;

const char *chatty_form_to_string (ChattyForm form);  /* "text", "markdown", "rtf", "pdf", … stable */
const char *chatty_form_get_title (ChattyForm form);  /* for people, translated */

/**
 * ChattyReading:
 *
 * What was found in one file: its form, where it seems to come from and why,
 * its transcripts, and everything that a person should be told. Immutable
 * once it is returned; atomically counted.
 */
typedef struct _ChattyReading ChattyReading;

#define CHATTY_TYPE_READING (chatty_reading_get_type ())
GType             chatty_reading_get_type              (void);
ChattyReading    *chatty_reading_ref                   (ChattyReading *self);
void              chatty_reading_unref                 (ChattyReading *self);
ChattyForm        chatty_reading_get_form              (ChattyReading *self);
const char       *chatty_reading_get_encoding          (ChattyReading *self);  /* "UTF-8", "UTF-16LE", "WINDOWS-1252" …; NULL for PDF */
const char       *chatty_reading_get_platform          (ChattyReading *self);  /* never NULL; "other" */
ChattyCertainty   chatty_reading_get_platform_certainty (ChattyReading *self);
const char       *chatty_reading_get_platform_reason   (ChattyReading *self);  /* for people, translated, nullable */
guint             chatty_reading_get_n_transcripts     (ChattyReading *self);
ChattyTranscript *chatty_reading_get_transcript        (ChattyReading *self,
                                                        guint          nth);
guint             chatty_reading_get_n_notices         (ChattyReading *self);  /* warnings: translated sentences */
const char       *chatty_reading_get_notice            (ChattyReading *self,
                                                        guint          nth);
guint             chatty_reading_get_n_skipped         (ChattyReading *self);  /* parts that were left out */
const char       *chatty_reading_get_skipped           (ChattyReading *self,
                                                        guint          nth,
                                                        const char   **reason);

/* For the readers in this room. */
ChattyReading    *chatty_reading_new                   (ChattyForm        form);
void              chatty_reading_set_form              (ChattyReading    *self,
                                                        ChattyForm        form);
void              chatty_reading_set_encoding          (ChattyReading    *self,
                                                        const char       *encoding);
void              chatty_reading_set_platform          (ChattyReading    *self,
                                                        const char       *platform,
                                                        ChattyCertainty   certainty,
                                                        const char       *reason);
void              chatty_reading_add_transcript        (ChattyReading    *self,
                                                        ChattyTranscript *transcript);
void              chatty_reading_add_notice            (ChattyReading    *self,
                                                        const char       *format,
                                                        ...) G_GNUC_PRINTF (2, 3);
void              chatty_reading_add_skipped           (ChattyReading    *self,
                                                        const char       *what,
                                                        const char       *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyReading, chatty_reading_unref)

G_END_DECLS
