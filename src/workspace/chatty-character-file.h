/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-character-record.h"

G_BEGIN_DECLS

/* The files that characters are exported to and imported from. Pure; any
 * thread. */

#define CHATTY_CHARACTER_FILE_FORMAT "chatty-character"
#define CHATTY_CHARACTER_FILE_MAX_BYTES (64 * 1024 * 1024)

/**
 * ChattyCharacterFile:
 * @character: the generic fields and the extras
 * @overrides: platform to the #ChattyCharacter that it uses instead
 * @avatar: (nullable): a PNG that was checked
 * @documents: name to #GBytes
 * @notices: (element-type utf8): what was not taken over, for people
 *
 * What a file says of a character.
 */
typedef struct {
  ChattyCharacter *character;
  GHashTable      *overrides;
  GBytes          *avatar;
  GHashTable      *documents;
  GPtrArray       *notices;
} ChattyCharacterFile;

void                 chatty_character_file_free           (ChattyCharacterFile   *self);
ChattyCharacterFile *chatty_character_file_new            (void);
GPtrArray           *chatty_character_file_read_all       (const char            *text,
                                                           gssize                 length,
                                                           GError               **error);
/* Whether a text is a character beyond doubt: one that was exported here, or
 * those of Inworld's former studio. */
gboolean             chatty_character_file_recognise      (const char            *text,
                                                           gssize                 length);
ChattyCharacterFile *chatty_character_file_read           (const char            *text,
                                                           gssize                 length,
                                                           GError               **error);
char                *chatty_character_file_write_json     (ChattyCharacterRecord *record,
                                                           GBytes                *avatar);
char                *chatty_character_file_write_markdown (ChattyCharacterRecord *record);

/* A PNG of at most CHATTY_MAX_AVATAR_SIDE pixels a side. */
gboolean             chatty_character_file_check_png      (GBytes                *png,
                                                           GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterFile, chatty_character_file_free)

G_END_DECLS
