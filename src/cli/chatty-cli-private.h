/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/* What the program answers to the shell. */
enum {
  CHATTY_CLI_DONE   = 0,
  CHATTY_CLI_FAILED = 1,   /* some part, or all of it; standard error says why */
  CHATTY_CLI_USAGE  = 2,
};

/* Reading the command line. */
gboolean         chatty_cli_parse        (const char          *command,
                                          const char          *arguments,
                                          const char          *summary,
                                          const GOptionEntry  *entries,
                                          char               **argv);
int              chatty_cli_usage        (const char          *command,
                                          const char          *format,
                                          ...) G_GNUC_PRINTF (2, 3);

/* The vault. */
typedef enum {
  CHATTY_CLI_TO_READ,      /* the answer needs an index that agrees with the files */
  CHATTY_CLI_TO_WRITE,
  CHATTY_CLI_TO_REINDEX,
} ChattyCliPurpose;

ChattyWorkspace *chatty_cli_open         (const char          *folder,
                                          ChattyCliPurpose     purpose,
                                          GCancellable        *cancellable);
char            *chatty_cli_resolve      (ChattyVault         *vault,
                                          const char          *id,
                                          GCancellable        *cancellable,
                                          GError             **error);

/* Characters, by their callsign. */
int              chatty_cli_list_characters (ChattyVault      *vault,
                                          gboolean             json,
                                          GCancellable        *cancellable);
ChattyCharacterRecord *
                 chatty_cli_find_character (ChattyVault       *vault,
                                          const char          *id,
                                          GCancellable        *cancellable,
                                          GError             **error);
int              chatty_cli_show_character (ChattyCharacterRecord *record,
                                          gboolean             json);

/* The commands: what follows their name. */
int              chatty_cli_import       (char               **argv);
int              chatty_cli_list         (char               **argv);
int              chatty_cli_list_accounts (gboolean            json);
int              chatty_cli_test         (char               **argv);
int              chatty_cli_show         (char               **argv);
int              chatty_cli_search       (char               **argv);
int              chatty_cli_export       (char               **argv);
int              chatty_cli_reindex      (char               **argv);
int              chatty_cli_sync         (char               **argv);

G_END_DECLS
