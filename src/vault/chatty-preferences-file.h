/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-json.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* preferences.json as a file: of what it consists, and what becomes of two of
 * them. What it says is for chatty-vault-preferences.c. */

#define CHATTY_PREFERENCES_NAME     "preferences.json"
#define CHATTY_PREFERENCES_ACCOUNTS "accounts"
/* In an entry, when which of its settings was changed last, by their names;
 * those within "settings" have theirs with dots between. */
#define CHATTY_PREFERENCES_CHANGED  "changed"

/**
 * ChattyPreferencesFile: the file, or a copy of it, as it is on the disk
 * @text: (nullable): all of it; %NULL: there is none
 * @root: (nullable): the same, read
 * @accounts: (nullable): the entries in it
 */
typedef struct {
  char            *text;
  JsonNode        *root;
  JsonArray       *accounts;
  ChattyFileStamp  stamp;
  mode_t           mode;
} ChattyPreferencesFile;

gboolean    chatty_preferences_file_read    (ChattyVaultFiles            *files,
                                             const char                  *name,
                                             ChattyPreferencesFile       *file,
                                             GError                     **error);
gboolean    chatty_preferences_file_parse   (ChattyPreferencesFile       *file);
void        chatty_preferences_file_clear   (ChattyPreferencesFile       *file);
JsonObject *chatty_preferences_file_find    (const ChattyPreferencesFile *file,
                                             const char                  *platform,
                                             const char                  *owner,
                                             const char                  *account,
                                             guint                       *nth);
char       *chatty_preferences_file_set_accounts (const ChattyPreferencesFile *file,
                                             JsonNode                    *accounts,
                                             GError                     **error);

/* Pure: in chatty-preferences-merge.c. */
JsonNode   *chatty_preferences_note_times   (JsonObject                  *before,
                                             JsonObject                  *after,
                                             gint64                       now);
char       *chatty_preferences_merge        (const ChattyPreferencesFile *here,
                                             const ChattyPreferencesFile *there,
                                             JsonArray                   *replaced,
                                             GError                     **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyPreferencesFile, chatty_preferences_file_clear)

G_END_DECLS
