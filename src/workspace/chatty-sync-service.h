/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-sync-job.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySyncService: (object) keeps characters and platforms the same.
 *
 * One for each workspace. Each account has a queue of its own, one job at a
 * time; accounts do not wait for each other.
 *
 * Properties (writable, for g_settings_bind()): "interval" (string: "off",
 * "15-minutes", "hour", "day"), "policy" (string: "newest", "ask", "mine",
 * "theirs"), "metered" (boolean: also on a metered connection). Read only:
 * "waiting" (nullable: why automatic syncs wait now, for people).
 * Signal "drifted" (const char *account, uint n_characters): a check found
 * that so many characters were changed on the platform outside this program.
 *
 * Lives on the main loop.
 */
#define CHATTY_TYPE_SYNC_SERVICE (chatty_sync_service_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncService, chatty_sync_service, CHATTY, SYNC_SERVICE, GObject)

ChattySyncService *chatty_sync_service_new        (ChattyWorkspace       *workspace,
                                                   ChattyAccountService  *accounts);
/* The jobs that run or wait, oldest first: GListModel of #ChattySyncJob. */
GListModel        *chatty_sync_service_get_jobs   (ChattySyncService     *self);

/* Each begins at once or when the account's queue comes to it, and answers
 * with a job whose state tells the rest. */
ChattySyncJob     *chatty_sync_service_sync       (ChattySyncService     *self,
                                                   ChattyAccount         *account,
                                                   const char            *callsign);  /* NULL: all */
/* Creates it there: a plan with that one step; the loss is in its "stays". */
ChattySyncJob     *chatty_sync_service_put        (ChattySyncService     *self,
                                                   ChattyAccount         *account,
                                                   const char            *callsign);
/* Takes one into the vault as a new character. */
ChattySyncJob     *chatty_sync_service_bring      (ChattySyncService     *self,
                                                   ChattyAccount         *account,
                                                   const char            *remote_id);
/* Makes a pair of the two, and plans what they do not agree on. */
ChattySyncJob     *chatty_sync_service_pair       (ChattySyncService     *self,
                                                   ChattyAccount         *account,
                                                   const char            *callsign,
                                                   const char            *remote_id);
/* Quietly looks at what was changed there; is in no list. */
ChattySyncJob     *chatty_sync_service_check      (ChattySyncService     *self,
                                                   ChattyAccount         *account);
/* Plans to take back a run of the activity page, on both sides. @step %NULL: the
 * whole run. */
ChattySyncJob     *chatty_sync_service_undo       (ChattySyncService     *self,
                                                   const char            *batch_id,
                                                   const char            *step);

/**
 * ChattyRemoteCharacter:
 * @character: what the platform's list says; may lack fields
 * @callsign: (nullable): the character here that it is linked with
 *
 * One line of a platform's list.
 */
typedef struct {
  ChattyCharacter *character;
  char            *callsign;
} ChattyRemoteCharacter;

void               chatty_remote_character_free   (ChattyRemoteCharacter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRemoteCharacter, chatty_remote_character_free)

/* What the platform has, for "Bring here" and for pairs. */
void               chatty_sync_service_list_remote_async  (ChattySyncService    *self,
                                                   ChattyAccount         *account,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data);
GPtrArray         *chatty_sync_service_list_remote_finish (ChattySyncService    *self,
                                                   GAsyncResult          *result,
                                                   GError               **error); /* of ChattyRemoteCharacter */

/* The window opened: check, and sync if the settings say so. */
void               chatty_sync_service_start      (ChattySyncService     *self);

G_END_DECLS
