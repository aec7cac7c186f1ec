/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault.h"

G_BEGIN_DECLS

/* A conversation that runs: its file is appended to, never rewritten. All of
 * this is plain and blocking, for worker threads, and may be called from
 * several of them, and by several processes, at once. */

char             *chatty_vault_start_conversation (ChattyVault       *self,
                                                   const char        *platform,
                                                   const char        *character, /* (nullable): a callsign */
                                                   const char        *title,
                                                   const char        *model,     /* (nullable) */
                                                   GError           **error);
gboolean          chatty_vault_append_branch      (ChattyVault       *self,
                                                   const char        *id,
                                                   ChattyTurn        *turn,
                                                   const char        *replaces,
                                                   GError           **error);
gboolean          chatty_vault_append_choice      (ChattyVault       *self,
                                                   const char        *id,
                                                   const char        *turn_id,
                                                   GError           **error);

/* A reply on its way: kept as it comes, so that a crash loses at most a
 * second of it. One thread at a time. */

typedef struct _ChattyVaultReply ChattyVaultReply;

ChattyVaultReply *chatty_vault_reply_begin        (ChattyVault       *self,
                                                   const char        *id,
                                                   ChattyTurn        *begun,
                                                   const char        *replaces,  /* (nullable) */
                                                   GError           **error);
gboolean          chatty_vault_reply_keep         (ChattyVaultReply  *self,
                                                   const char        *delta,
                                                   gsize              length,
                                                   GError           **error);
gboolean          chatty_vault_reply_replace      (ChattyVaultReply  *self,
                                                   const char        *text,
                                                   gsize              length,
                                                   GError           **error);
gboolean          chatty_vault_reply_end          (ChattyVaultReply  *self,
                                                   ChattyTurn        *turn,
                                                   GError           **error);
void              chatty_vault_reply_free         (ChattyVaultReply  *self);
guint             chatty_vault_recover_replies    (ChattyVault       *self,
                                                   GError           **error);

/* What was sent with a turn (JSON). */

gboolean          chatty_vault_keep_sent          (ChattyVault       *self,
                                                   const char        *id,
                                                   const char        *turn_id,
                                                   const char        *json,
                                                   GError           **error);
char             *chatty_vault_load_sent          (ChattyVault       *self,
                                                   const char        *id,
                                                   const char        *turn_id,
                                                   GError           **error); /* NULL without error: nothing is known */

/* What a conversation needs to go on, and what its header cannot say (JSON):
 * members "account" and "chat-session". */

gboolean          chatty_vault_keep_talk          (ChattyVault       *self,
                                                   const char        *id,
                                                   const char        *json,
                                                   GError           **error);
char             *chatty_vault_load_talk          (ChattyVault       *self,
                                                   const char        *id,
                                                   GError           **error); /* NULL without error: nothing is known */

/* A file of a turn, stored beside the transcript. */

char             *chatty_vault_store_attachment   (ChattyVault       *self,
                                                   const char        *id,
                                                   const char        *name,
                                                   const char        *media_type, /* (nullable) */
                                                   GBytes            *bytes,
                                                   GError           **error); /* the uri for ChattyAttachment */
GBytes           *chatty_vault_load_attachment    (ChattyVault       *self,
                                                   const char        *id,
                                                   const char        *uri,
                                                   GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyVaultReply, chatty_vault_reply_free)

G_END_DECLS
