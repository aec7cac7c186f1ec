/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-characters.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/* What the main loop does with the characters of a workspace. Each call works
 * on a worker and answers on the caller's main context. Those that change
 * something are a batch of their own, whose id is for chatty_workspace_undo_async().
 * Calls on platforms are in chatty-sync-service.h. */

void                   chatty_workspace_load_character_async    (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
ChattyCharacterRecord *chatty_workspace_load_character_finish   (ChattyWorkspace        *self,
                                                                 GAsyncResult           *result,
                                                                 GError                **error);

/**
 * ChattyCharacterChange:
 * @batch: for Undo; %NULL where nothing had to be written
 * @outcome: what was done
 * @both: with %CHATTY_STORED_KEPT_BOTH, the flags of the fields that somebody
 *   else had changed meanwhile; their other values are in the history
 * @record: the character as it is stored now; %NULL when it is in the trash
 * @name: (nullable): of the document that was stored
 * @imported: (nullable): notices about what an import could not take over
 *
 * What came of a change. The caller's; freed by chatty_character_change_free().
 */
typedef struct {
  char                   *batch;
  ChattyStored            outcome;
  guint                   both;
  ChattyCharacterRecord  *record;
  char                   *name;
  char                  **imported;
} ChattyCharacterChange;

void                   chatty_character_change_free             (ChattyCharacterChange  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterChange, chatty_character_change_free)

/* All of the calls from here on that change something end with this one. */
ChattyCharacterChange *chatty_workspace_change_character_finish (ChattyWorkspace        *self,
                                                                 GAsyncResult           *result,
                                                                 GError                **error);

/* Field by field over what the files say now. @before %NULL makes a new one. */
void                   chatty_workspace_save_character_async    (ChattyWorkspace        *self,
                                                                 ChattyCharacterRecord  *before,
                                                                 ChattyCharacterRecord  *after,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
void                   chatty_workspace_create_character_async  (ChattyWorkspace        *self,
                                                                 ChattyCharacter        *character,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
/* With documents, picture and overrides; without links. */
void                   chatty_workspace_copy_character_async    (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 const char             *name,     /* nullable: "NAME (copy)" */
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
void                   chatty_workspace_trash_character_async   (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);

/* A regular file of at most CHATTY_MAX_DOCUMENT_BYTES; links, devices and files
 * of /proc are refused. */
#define CHATTY_MAX_DOCUMENT_BYTES (G_GINT64_CONSTANT (512) * 1024 * 1024)
void                   chatty_workspace_add_document_async      (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 GFile                  *file,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
void                   chatty_workspace_trash_document_async    (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 const char             *name,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);

/* Decoding a picture belongs to ui/, which has the libraries for it (see
 * src/ui/picture): here only a PNG is taken, checked by its header and chunks,
 * of at most CHATTY_MAX_AVATAR_SIDE pixels a side and CHATTY_MAX_AVATAR_BYTES. */
#define CHATTY_MAX_AVATAR_SIDE 2048
#define CHATTY_MAX_AVATAR_BYTES (16 * 1024 * 1024)
void                   chatty_workspace_set_avatar_async        (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 GBytes                 *png,      /* nullable: take it away */
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);

/* The time machine. @side is "here" or a platform's id; a value that is
 * restored here goes to the platforms with the next sync. */
void                   chatty_workspace_list_history_async      (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
GPtrArray             *chatty_workspace_list_history_finish     (ChattyWorkspace        *self,
                                                                 GAsyncResult           *result,
                                                                 GError                **error); /* of ChattyFieldChange, newest first */
/* Puts the old (or, with @new_value, the new) value of a change back into the
 * vault, as a change of its own. */
void                   chatty_workspace_restore_value_async     (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 const ChattyFieldChange *change,
                                                                 gboolean                new_value,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);

/* Files. JSON is lossless: the generic fields, overrides, extras of platforms,
 * and the picture; not the links, which are of this computer's accounts.
 * Markdown is for people. */
typedef enum {
  CHATTY_CHARACTER_FILE_JSON,
  CHATTY_CHARACTER_FILE_MARKDOWN,
} ChattyCharacterFileForm;

char                  *chatty_workspace_format_character        (ChattyCharacterRecord  *record,   /* any thread; reads the picture */
                                                                 ChattyCharacterFileForm form,
                                                                 gsize                  *length,
                                                                 GError                **error);
void                   chatty_workspace_export_character_async  (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 ChattyCharacterFileForm form,
                                                                 GFile                  *file,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
gboolean               chatty_workspace_export_character_finish (ChattyWorkspace        *self,
                                                                 GAsyncResult           *result,
                                                                 GError                **error);
/* What an export wrote, or a Chatty GPT's configuration. Makes a new character
 * with a callsign of its own; never replaces one. */
void                   chatty_workspace_import_character_async  (ChattyWorkspace        *self,
                                                                 GFile                  *file,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);

/* Whether a file that came from somewhere is a character beyond doubt, and not a
 * conversation. FALSE also where it cannot be read: who imports it tells why. */
void                   chatty_workspace_is_character_async      (ChattyWorkspace        *self,
                                                                 GFile                  *file,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
gboolean               chatty_workspace_is_character_finish     (ChattyWorkspace        *self,
                                                                 GAsyncResult           *result);

/* Links. Neither makes a call to the platform. */
void                   chatty_workspace_link_character_async    (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 ChattyCharacterLink    *link,     /* without base: the first sync compares */
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);
void                   chatty_workspace_unlink_character_async  (ChattyWorkspace        *self,
                                                                 const char             *callsign,
                                                                 const char             *platform,
                                                                 const char             *remote_id,
                                                                 GCancellable           *cancellable,
                                                                 GAsyncReadyCallback     callback,
                                                                 gpointer                user_data);

G_END_DECLS
