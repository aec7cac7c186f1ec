/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* Files of a vault, by path relative to its folder ('/' separated, raw file
 * name bytes). Symbolic links inside the vault are never followed. All of
 * this is blocking and may be called from any thread. */

/**
 * ChattyVaultFiles:
 *
 * The open folder of a vault; atomically counted, immutable.
 */
typedef struct _ChattyVaultFiles ChattyVaultFiles;

/**
 * ChattyFileStamp: what tells cheaply that a file is still the one that was
 * read. Two stamps that are equal mean the same content.
 */
typedef struct {
  guint64 inode;
  gint64  size;      /* bytes */
  gint64  modified;  /* nanoseconds since 1970 */
} ChattyFileStamp;

#define CHATTY_VAULT_MAX_FILE_SIZE (G_GINT64_CONSTANT (512) * 1024 * 1024)

ChattyVaultFiles *chatty_vault_files_open     (const char        *folder,
                                               gboolean           create,
                                               GError           **error);
ChattyVaultFiles *chatty_vault_files_ref      (ChattyVaultFiles  *self);
void              chatty_vault_files_unref    (ChattyVaultFiles  *self);
int               chatty_vault_files_get_fd   (ChattyVaultFiles  *self);
const char       *chatty_vault_files_get_folder (ChattyVaultFiles *self);

/* Every file that may be a transcript: *.md below transcripts/ and
 * instances/<callsign>/, except in folders that hold something else.
 * Stops, and returns FALSE without an error, when @func returns FALSE. */
typedef gboolean (*ChattyVaultFilesFunc)      (const char             *path,
                                               const ChattyFileStamp  *stamp,
                                               gpointer                user_data);
gboolean          chatty_vault_files_walk     (ChattyVaultFiles       *self,
                                               const char             *below,     /* (nullable) a folder */
                                               ChattyVaultFilesFunc    func,
                                               gpointer                user_data,
                                               GCancellable           *cancellable,
                                               GError                **error);
GPtrArray        *chatty_vault_files_list_folders (ChattyVaultFiles   *self,
                                               const char             *below);    /* (nullable); of char* */
gboolean          chatty_vault_files_is_candidate (const char         *path);
gboolean          chatty_vault_files_is_other_folder (const char      *name);
gboolean          chatty_vault_files_is_character_folder (const char  *path);
gboolean          chatty_vault_files_stat     (ChattyVaultFiles       *self,
                                               const char             *path,
                                               ChattyFileStamp        *stamp);
char             *chatty_vault_files_read     (ChattyVaultFiles       *self,
                                               const char             *path,
                                               gsize                  *length,
                                               ChattyFileStamp        *stamp,     /* (out) (optional) */
                                               mode_t                 *mode,      /* (out) (optional) */
                                               GError                **error);
char             *chatty_vault_files_read_up_to (ChattyVaultFiles     *self,
                                               const char             *path,
                                               gint64                  limit,
                                               gsize                  *length,
                                               ChattyFileStamp        *stamp,     /* (out) (optional) */
                                               mode_t                 *mode,      /* (out) (optional) */
                                               GError                **error);
gboolean          chatty_file_stamp_equal     (const ChattyFileStamp  *a,
                                               const ChattyFileStamp  *b);

/* A transcript as the program sees it: what the file does not say (id,
 * platform, character, date) is filled in from its path; a file that is not
 * a transcript becomes one note. Never NULL without @error. The same file at
 * the same path always gives the same id. */
ChattyTranscript *chatty_vault_files_load     (ChattyVaultFiles       *self,
                                               const char             *path,
                                               ChattyFileStamp        *stamp,     /* (out) (optional) */
                                               GError                **error);

/* The rest is for the store. */
int               chatty_vault_files_open_folder (ChattyVaultFiles    *self,
                                               const char             *path,
                                               gboolean                create,
                                               GError                **error);
gboolean          chatty_vault_files_write    (ChattyVaultFiles       *self,
                                               const char             *path,
                                               const char             *bytes,
                                               gsize                   length,
                                               mode_t                  mode,
                                               ChattyFileStamp        *stamp,     /* (out) (optional) */
                                               GError                **error);
gboolean          chatty_vault_files_rename   (ChattyVaultFiles       *self,
                                               const char             *from,
                                               const char             *to,
                                               guint                   flags,     /* RENAME_* of Linux */
                                               GError                **error);
gboolean          chatty_vault_files_unlink   (ChattyVaultFiles       *self,
                                               const char             *path);
void              chatty_vault_files_prune    (ChattyVaultFiles       *self,
                                               const char             *path);
void              chatty_vault_files_remove_folder (ChattyVaultFiles  *self,
                                               const char             *path);
gboolean          chatty_vault_files_sync     (ChattyVaultFiles       *self,
                                               GError                **error);
gboolean          chatty_vault_files_set_error (ChattyVaultFiles      *self,
                                               int                     saved_errno,
                                               const char             *path,      /* (nullable) */
                                               GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyVaultFiles, chatty_vault_files_unref)

G_END_DECLS
