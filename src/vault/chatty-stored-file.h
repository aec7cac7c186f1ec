/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* What the program remembers in the front matter of the files that it
 * writes, so that the vault's files alone tell what may be replaced:
 *
 *   import_digest   of what the source said, when it was imported last
 *   file_digest     of the file itself, as it was written
 *   edited          names of the fields that the person changed
 *
 * A cache or a database would be lost with the machine; this goes where the
 * file goes. */

typedef enum {
  CHATTY_EDITED_TITLE     = 1 << 0,
  CHATTY_EDITED_PLATFORM  = 1 << 1,
  CHATTY_EDITED_CHARACTER = 1 << 2,
  CHATTY_EDITED_STARTED   = 1 << 3,
  CHATTY_EDITED_TEXT      = 1 << 4,  /* with another program */
} ChattyEdited;

/**
 * ChattyStoredFile: a transcript in the vault and what is known about its file.
 */
typedef struct {
  ChattyTranscript *transcript;     /* without the fields above */
  char             *import_digest;  /* (nullable) */
  char             *hash;           /* of the whole content */
  gboolean          touched;        /* not, or not only, written by this program */
  ChattyEdited      edited;
  ChattyFileStamp   stamp;
  mode_t            mode;
} ChattyStoredFile;

/**
 * ChattyDraft: the bytes that a transcript becomes.
 */
typedef struct {
  char     *bytes;
  gsize     length;
  char     *hash;
  gboolean  restored;  /* from the history or the trash, whoever wrote it */
} ChattyDraft;

ChattyStoredFile *chatty_stored_file_load    (ChattyVaultFiles        *files,
                                              const char              *path,
                                              GError                 **error);
void              chatty_stored_file_free    (ChattyStoredFile        *self);
ChattyTranscript *chatty_stored_file_merge   (ChattyStoredFile        *self,
                                              ChattyTranscript        *incoming,
                                              gboolean                 same_source);

char             *chatty_stored_file_digest  (const ChattyTranscript  *transcript);
char             *chatty_stored_file_hash    (const char              *bytes,
                                              gsize                    length);
gboolean          chatty_stored_file_same    (const ChattyTranscript  *a,
                                              const ChattyTranscript  *b);
ChattyTranscript *chatty_stored_file_strip   (ChattyTranscript        *transcript);

ChattyDraft      *chatty_draft_new           (const ChattyTranscript  *transcript,
                                              const char              *import_digest,
                                              ChattyEdited             edited);
ChattyDraft      *chatty_draft_new_for_bytes (char                    *bytes,
                                              gsize                    length);
void              chatty_draft_free          (ChattyDraft             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyStoredFile, chatty_stored_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDraft, chatty_draft_free)

G_END_DECLS
