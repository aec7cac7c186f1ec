/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* Where things are in a vault. All paths are relative to its folder. */

#define CHATTY_VAULT_LAYOUT     1   /* the number in .chatty/version */
#define CHATTY_VAULT_STATE      ".chatty"
#define CHATTY_VAULT_VERSION    ".chatty/version"
#define CHATTY_VAULT_LOCK       ".chatty/lock"
#define CHATTY_VAULT_JOURNAL    ".chatty/journal"
#define CHATTY_VAULT_STAGING    ".chatty/staging"
#define CHATTY_VAULT_HISTORY    ".chatty/history"
#define CHATTY_VAULT_TRASH      ".chatty/trash"
#define CHATTY_VAULT_APPENDING  ".chatty/appending"
#define CHATTY_VAULT_STARTING   ".chatty/starting"
#define CHATTY_VAULT_REPLIES    ".chatty/replies"
#define CHATTY_VAULT_SENT       ".chatty/sent"
#define CHATTY_VAULT_TALK       ".chatty/talk"

/* The longest file name, in bytes, with its ending. */
#define CHATTY_VAULT_MAX_NAME   100

char     *chatty_vault_layout_folder     (const ChattyTranscript *transcript);
char     *chatty_vault_layout_name       (const char             *title,
                                          guint                   nth);
gboolean  chatty_vault_layout_is_named_for (const char           *name,
                                          const char             *title);
char     *chatty_vault_layout_guess_platform  (const char        *path);
char     *chatty_vault_layout_guess_character (const char        *path);
gint64    chatty_vault_layout_guess_month     (const char        *path);

/**
 * ChattyFolderNames:
 *
 * The names that are taken in the folders of a vault, as file systems that
 * fold case and normalise see them. For one thread.
 */
typedef struct _ChattyFolderNames ChattyFolderNames;

ChattyFolderNames *chatty_folder_names_new   (ChattyVaultFiles  *files);
void               chatty_folder_names_free  (ChattyFolderNames *self);
char              *chatty_folder_names_claim (ChattyFolderNames *self,
                                              const char        *folder,
                                              const char        *title);
char              *chatty_folder_names_claim_path (ChattyFolderNames *self,
                                              const char        *path);
void               chatty_folder_names_release (ChattyFolderNames *self,
                                              const char        *path);
void               chatty_folder_names_forget (ChattyFolderNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyFolderNames, chatty_folder_names_free)

G_END_DECLS
