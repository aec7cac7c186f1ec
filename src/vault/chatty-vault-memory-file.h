/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-memory-note.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryFile: the notes of a character as they are on the disk, with the
 * conflict copies that sync programs made, and the entries of the list that
 * was there before there were notes.
 *
 * @notes holds an object for each note, with all members that somebody wrote.
 */
typedef struct {
  char            *path;
  char            *text;      /* of the file; NULL: there is none */
  ChattyFileStamp  stamp;
  mode_t           mode;
  JsonArray       *notes;
  GHashTable      *moved;     /* ids of entries of the old list that became notes once */
  GPtrArray       *copies;    /* paths of conflict copies whose notes are in @notes */
  gboolean         has_list;  /* whether the old list holds anything */
} ChattyMemoryFile;

ChattyMemoryFile *chatty_memory_file_load     (ChattyVaultFiles        *files,
                                               const char              *callsign,
                                               const char *const       *list,     /* (nullable) */
                                               GError                 **error);
void              chatty_memory_file_free     (ChattyMemoryFile        *self);
GPtrArray        *chatty_memory_file_list     (ChattyMemoryFile        *self);
gboolean          chatty_memory_file_set      (ChattyMemoryFile        *self,
                                               const ChattyMemoryNote  *note);
ChattyMemoryNote *chatty_memory_file_take     (ChattyMemoryFile        *self,
                                               const char              *id);
char             *chatty_memory_file_make_text (ChattyMemoryFile       *self,
                                               GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyMemoryFile, chatty_memory_file_free)

G_END_DECLS
