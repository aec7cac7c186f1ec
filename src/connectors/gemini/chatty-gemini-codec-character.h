/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-gemini-codec-knowledge.h"

/* A character as a File Search store with a settings document: Gemini keeps no
 * characters, but it keeps up to 20 values with a document (platform reference,
 * section 2.9), and those of the settings document are the character's fields.
 * Pure functions, no I/O. */

G_BEGIN_DECLS

/* What each text may have. Where a value is divided, no piece is longer than a
 * metadata value is known to be, and no text has more pieces than these. */
#define CHATTY_GEMINI_PIECE_BYTES 256
#define CHATTY_GEMINI_MAX_PIECES 128
#define CHATTY_GEMINI_MAX_TEXT 8000
#define CHATTY_GEMINI_MAX_NAME 200

/**
 * ChattyGeminiMirror: a settings document, which mirrors a character
 * @name: of the document
 * @token: (nullable): what its writer called it
 * @created: when it was written, by the platform's clock; or %CHATTY_TIME_NONE
 * @failed: whether the platform could not take it in
 * @metadata: (nullable): its values
 */
typedef struct {
  char      *name;
  char      *token;
  gint64     created;
  gboolean   failed;
  JsonArray *metadata;
} ChattyGeminiMirror;

void             chatty_gemini_mirror_free       (gpointer                   mirror);
gboolean         chatty_gemini_read_mirrors      (JsonNode                  *node,
                                                  GPtrArray                 *mirrors,
                                                  char                     **next,
                                                  GError                   **error);
const ChattyGeminiMirror *
                 chatty_gemini_newest_mirror     (GPtrArray                 *mirrors);
JsonNode        *chatty_gemini_write_mirror      (const ChattyGeminiMirror  *before,
                                                  const char                *title,
                                                  ChattyCharacter           *character,
                                                  guint                      fields,
                                                  const char                *token,
                                                  GError                   **error);
ChattyCharacter *chatty_gemini_read_character    (const ChattyGeminiStore   *store,
                                                  const ChattyGeminiMirror  *mirror);

const ChattyFieldMap *
                 chatty_gemini_field_map         (guint                     *n_fields);
char            *chatty_gemini_dup_title         (const char                *name);
char            *chatty_gemini_dup_name          (const char                *title);
GBytes          *chatty_gemini_mirror_body       (void);

G_END_DECLS
