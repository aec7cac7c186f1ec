/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* The files of a character in instances/<callsign>/, and which of them holds
 * what. Those of Chatty are read as they are, whoever wrote them, and changed
 * field by field. */

typedef enum {
  CHATTY_FILE_TEXT,        /* identity/prompt.txt */
  CHATTY_FILE_PROMPT,      /* identity/prompt.json */
  CHATTY_FILE_METADATA,    /* config/metadata.json */
  CHATTY_FILE_CONNECTORS,  /* config/connectors.json */
} ChattyCharacterFileKind;

#define CHATTY_N_CHARACTER_FILES (CHATTY_FILE_CONNECTORS + 1)
#define CHATTY_MAX_CHARACTER_FILE (8 * 1024 * 1024)

/* Where our own fields are in config/metadata.json. */
#define CHATTY_METADATA_MEMBER "chatty_connectors"

/**
 * ChattyCharacterFile:
 * @original: (nullable): what the disk has; %NULL if there is no such file
 * @text: (nullable): what it is to be
 * @root: (nullable): @text parsed, for those that are JSON
 */
typedef struct {
  char            *original;
  char            *text;
  JsonNode        *root;
  ChattyFileStamp  stamp;
  mode_t           mode;
} ChattyCharacterFile;

typedef struct {
  char                *callsign;
  char                *path;     /* instances/<callsign> */
  ChattyCharacterFile  files[CHATTY_N_CHARACTER_FILES];
} ChattyCharacterFolder;

extern const char *const chatty_character_file_names[CHATTY_N_CHARACTER_FILES];

gboolean               chatty_callsign_is_safe          (const char            *callsign);
gboolean               chatty_character_folder_exists   (ChattyVaultFiles      *files,
                                                         const char            *callsign);
ChattyCharacterFolder *chatty_character_folder_new      (const char            *callsign);
ChattyCharacterFolder *chatty_character_folder_load     (ChattyVaultFiles      *files,
                                                         const char            *callsign,
                                                         GError               **error);
void                   chatty_character_folder_free     (ChattyCharacterFolder *self);
char                  *chatty_character_folder_get_path (ChattyCharacterFolder *self,
                                                         const char            *name);
gboolean               chatty_character_folder_set_text (ChattyCharacterFolder *self,
                                                         ChattyCharacterFileKind kind,
                                                         char                  *text,
                                                         GError               **error);
gboolean               chatty_character_folder_edit     (ChattyCharacterFolder *self,
                                                         ChattyCharacterFileKind kind,
                                                         const char *const     *path,
                                                         JsonNode              *value,
                                                         GError               **error);
JsonNode              *chatty_character_folder_find     (ChattyCharacterFolder *self,
                                                         ChattyCharacterFileKind kind,
                                                         const char *const     *path);

/* The fields, in chatty-character-fields.c. */
ChattyCharacter       *chatty_character_folder_read     (ChattyCharacterFolder *self,
                                                         ChattyCharacterFileKind *homes);  /* (nullable) CHATTY_N_FIELDS */
void                   chatty_character_folder_read_ours (ChattyCharacterFolder *self,
                                                         ChattyCharacterRecordBuilder *builder);
gboolean               chatty_character_folder_set_field (ChattyCharacterFolder *self,
                                                         const ChattyCharacter *before,
                                                         const ChattyCharacter *after,
                                                         ChattyCharacterField   field,
                                                         GError               **error);
JsonNode              *chatty_character_folder_get_raw  (ChattyCharacterFolder *self,
                                                         ChattyCharacterField   field);
char                  *chatty_character_folder_get_stray (ChattyCharacterFolder *self,
                                                         const ChattyCharacter *before,
                                                         ChattyCharacterField   field);
gboolean               chatty_character_folder_fill     (ChattyCharacterFolder *self,
                                                         const ChattyCharacter *character,
                                                         gint64                 created,
                                                         GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterFolder, chatty_character_folder_free)

G_END_DECLS
