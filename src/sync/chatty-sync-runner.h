/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-knowledge.h"
#include "chatty-sync-run.h"

G_BEGIN_DECLS

/**
 * ChattySyncRunner:
 * @store, @platform, @plan, @look: what is run, and on what
 * @state: what is remembered of the account; changed by the run
 * @saved: what of it is on the disk, as text
 * @run: (nullable): the run's id, once anything was written
 * @unflushed: whether something was put that may not be on the disk yet
 * @vault_failed: whether the last error was the vault's and not the platform's
 * @no_documents: whether the platform refuses documents: the rest of them is
 *   left out
 * @waiting: (element-type ChattySyncResult): documents that it still reads
 * @results: (element-type ChattySyncResult): one for each step
 *
 * A run while it goes on. One thread.
 */
typedef struct {
  ChattySyncStore      *store;
  ChattyCharacterStore *platform;
  ChattySyncPlan       *plan;
  ChattySyncLook       *look;
  ChattySyncState      *state;
  char                 *saved;
  char                 *run;
  gboolean              unflushed;
  gboolean              vault_failed;
  gboolean              no_documents;
  GPtrArray            *waiting;
  GPtrArray            *results;
  GCancellable         *cancellable;
} ChattySyncRunner;

/* Calls to the platform: each waits when the platform asks for a pause, and is
 * made again. */
GPtrArray             *chatty_sync_runner_list    (ChattySyncRunner       *self,
                                                   GError                **error);
ChattyCharacter       *chatty_sync_runner_get     (ChattySyncRunner       *self,
                                                   const char             *id,
                                                   GError                **error);
gboolean               chatty_sync_runner_create  (ChattySyncRunner       *self,
                                                   ChattyCharacter        *character,
                                                   char                  **id,
                                                   GError                **error);
gboolean               chatty_sync_runner_update  (ChattySyncRunner       *self,
                                                   const char             *id,
                                                   ChattyCharacter        *character,
                                                   guint                   fields,
                                                   GError                **error);
gboolean               chatty_sync_runner_delete  (ChattySyncRunner       *self,
                                                   const char             *id,
                                                   GError                **error);
gboolean               chatty_sync_runner_pause   (ChattySyncRunner       *self,
                                                   guint                  *attempt,
                                                   GError                **error);

/* The vault. */
ChattyCharacterRecord *chatty_sync_runner_load    (ChattySyncRunner       *self,
                                                   const char             *callsign,
                                                   GError                **error);
ChattyCharacterRecord *chatty_sync_runner_put     (ChattySyncRunner       *self,
                                                   ChattyCharacterRecord  *before,
                                                   ChattyCharacterRecord  *after,
                                                   GError                **error);
gboolean               chatty_sync_runner_trash   (ChattySyncRunner       *self,
                                                   const char             *callsign,
                                                   GError                **error);
gboolean               chatty_sync_runner_note    (ChattySyncRunner       *self,
                                                   const char             *callsign,
                                                   ChattyCharacter        *before,
                                                   ChattyCharacter        *after,
                                                   guint                   fields,
                                                   GError                **error);
gboolean               chatty_sync_runner_save    (ChattySyncRunner       *self,
                                                   GError                **error);
void                   chatty_sync_runner_know    (ChattySyncRunner       *self,
                                                   const char             *callsign,
                                                   const ChattyCharacterLink *link);

/* What is begun. */
gboolean               chatty_sync_runner_intend  (ChattySyncRunner       *self,
                                                   const ChattySyncIntent *intent,
                                                   GError                **error);
void                   chatty_sync_runner_settle  (ChattySyncRunner       *self,
                                                   ChattySyncIntentKind    kind,
                                                   const char             *callsign,
                                                   const char             *name);
ChattySyncIntent      *chatty_sync_runner_begun   (ChattySyncRunner       *self,
                                                   ChattySyncIntentKind    kind,
                                                   const char             *callsign,
                                                   const char             *name);
gboolean               chatty_sync_is_final       (const GError           *error);

/* The steps; each gives an outcome, and an error where it failed. */
ChattySyncOutcome      chatty_sync_do_pair        (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_create_there (ChattySyncRunner      *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_create_here (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_gone        (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_delete      (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_leave       (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_trash       (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
ChattySyncOutcome      chatty_sync_do_document    (ChattySyncRunner       *self,
                                                   ChattySyncResult       *result,
                                                   GError                **error);
void                   chatty_sync_wait_documents (ChattySyncRunner       *self);

/* Receipts. */
ChattySyncResult      *chatty_sync_result_new     (ChattySyncStep         *step);
void                   chatty_sync_result_free    (gpointer                result);
ChattySyncReceipt     *chatty_sync_receipt_new    (ChattySyncPlan         *plan,
                                                   const char             *run,
                                                   ChattySyncEnd           end,
                                                   const char             *message,
                                                   guint                   wait,
                                                   GPtrArray              *results);

G_END_DECLS
