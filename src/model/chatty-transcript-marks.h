/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lines of a transcript file that are not text: how to know them. */

#define CHATTY_TURN_COMMENT "<!-- turn "
#define CHATTY_CHOICE_COMMENT "<!-- choice "
#define CHATTY_COMMENT_END " -->"

/* What follows it is for people: the sources that the turn's own line tells. */
#define CHATTY_SOURCES_COMMENT "<!-- sources -->"
#define CHATTY_SOURCES_TITLE "Sources:"

/**
 * ChattyMarker: a line such as "**10:30:45 AM UTC - You** [time]: text"
 * @name: start of the speaker's name in the line
 * @name_length: bytes of it
 * @time: the instant in brackets, or CHATTY_TIME_NONE
 * @has_clock: whether a time of day stands before the name
 * @text_offset: bytes from the start of the line to behind the colon
 */
typedef struct {
  const char *name;
  gsize       name_length;
  gint64      time;
  gboolean    has_clock;
  gsize       text_offset;
} ChattyMarker;

gboolean chatty_marker_parse           (const char   *line,
                                        gsize         length,
                                        ChattyMarker *marker);
gboolean chatty_marker_is_speaker      (const char   *name,
                                        gsize         length);
gboolean chatty_marks_need_escape      (const char   *line,
                                        gsize         length);
void     chatty_marks_append_escaped   (GString      *string,
                                        const char   *text,
                                        gsize         length);
char    *chatty_marks_unescape         (const char   *text,
                                        gsize         length);

G_END_DECLS
