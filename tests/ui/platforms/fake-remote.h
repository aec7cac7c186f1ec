/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector-table.h"

G_BEGIN_DECLS

/* A connector that can do everything and calls nobody. It stands in the table
 * as Convai. */
#define FAKE_TYPE_REMOTE (fake_remote_get_type ())
G_DECLARE_FINAL_TYPE (FakeRemote, fake_remote, FAKE, REMOTE, GObject)

typedef enum {
  FAKE_LIST,
  FAKE_GET,
  FAKE_DRAFT,
  FAKE_STARTERS,
  FAKE_DOCUMENTS,
  FAKE_UPLOAD,
  FAKE_ATTACH,
  FAKE_DELETE,
  FAKE_SESSIONS,
  FAKE_READ,
  FAKE_NOTES,
  FAKE_ADD_NOTE,
  FAKE_DELETE_NOTE,
  FAKE_USAGE,
  FAKE_TEST,
  FAKE_N_VERBS,
} FakeVerb;

/* For the test, on the main loop. */
void                  fake_remote_reset         (guint        n_characters);
void                  fake_remote_set_name      (guint        nth,
                                                 const char  *name);
/* The next calls of a verb fail so; -1 for success. */
void                  fake_remote_set_fault     (FakeVerb     verb,
                                                 int          code,
                                                 guint        wait_seconds);
/* The calls of a verb wait until they are let go, or cancelled. */
void                  fake_remote_hold          (FakeVerb     verb,
                                                 gboolean     hold);
/* Documents that are uploaded are read at once, or not. */
void                  fake_remote_set_ready     (gboolean     ready);
/* Whether an upload that is held has sent all of it, or half. */
void                  fake_remote_set_sent      (gboolean     all);
/* Whether each document belongs to one character, and how it is divided can be
 * said. */
void                  fake_remote_set_by_character (gboolean  by_character);
/* A file that another program put there: it can be added to a character. */
void                  fake_remote_add_file      (const char  *name);
/* As the last upload said it. */
void                  fake_remote_get_chunks    (guint       *words,
                                                 guint       *overlap);
guint                 fake_remote_count         (FakeVerb     verb);
gboolean              fake_remote_is_waiting    (FakeVerb     verb);
ChattyConnectorTable *fake_remote_get_table     (void);

G_END_DECLS
