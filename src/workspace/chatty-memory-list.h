/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-memory-item.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryList: (object) GListModel of #ChattyMemoryItem, newest first.
 *
 * What a character remembers, in the vault; follows its changes. Lives on the
 * main loop. Properties: "callsign" (nullable string), "loading", "syncing"
 * (booleans, read only), "problem" (nullable string, read only: why the memory
 * cannot be read, for people).
 */
#define CHATTY_TYPE_MEMORY_LIST (chatty_memory_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryList, chatty_memory_list, CHATTY, MEMORY_LIST, GObject)

ChattyMemoryList *chatty_memory_list_new            (ChattyWorkspace       *workspace,
                                                     ChattyAccountService  *accounts); /* nullable: no sync */
const char       *chatty_memory_list_get_callsign   (ChattyMemoryList      *self);
void              chatty_memory_list_set_callsign   (ChattyMemoryList      *self,
                                                     const char            *callsign); /* nullable */
gboolean          chatty_memory_list_get_loading    (ChattyMemoryList      *self);
gboolean          chatty_memory_list_get_syncing    (ChattyMemoryList      *self);
const char       *chatty_memory_list_get_problem    (ChattyMemoryList      *self);

/* Each is on the disk when it answers. @note: without an id for a new one. */
void              chatty_memory_list_add_async      (ChattyMemoryList      *self,
                                                     const ChattyMemoryNote *note,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
char             *chatty_memory_list_add_finish     (ChattyMemoryList      *self,   /* its id */
                                                     GAsyncResult          *result,
                                                     GError               **error);
void              chatty_memory_list_change_async   (ChattyMemoryList      *self,
                                                     const ChattyMemoryNote *note,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
gboolean          chatty_memory_list_change_finish  (ChattyMemoryList      *self,
                                                     GAsyncResult          *result,
                                                     GError               **error);
/* @note_id: (nullable): all of them. The finish gives what was deleted, for
 * Undo: GPtrArray of ChattyMemoryNote. */
void              chatty_memory_list_delete_async   (ChattyMemoryList      *self,
                                                     const char            *note_id,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
GPtrArray        *chatty_memory_list_delete_finish  (ChattyMemoryList      *self,
                                                     GAsyncResult          *result,
                                                     GError               **error);
/* Undo: puts notes back as they were, with their ids. */
void              chatty_memory_list_restore_async  (ChattyMemoryList      *self,
                                                     GPtrArray             *notes,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
gboolean          chatty_memory_list_restore_finish (ChattyMemoryList      *self,
                                                     GAsyncResult          *result,
                                                     GError               **error);

/**
 * ChattyMemorySyncResult:
 * @n_sent: notes that the platform has now
 * @n_fetched: notes that the vault has now
 * @n_forgotten: notes that were deleted here and are deleted there now
 *
 * What a sync of the memory did.
 */
typedef struct {
  guint n_sent;
  guint n_fetched;
  guint n_forgotten;
} ChattyMemorySyncResult;

/* Whether the platform of an account remembers notes; no call is made. */
gboolean          chatty_memory_list_can_sync       (ChattyMemoryList      *self,
                                                     const char            *platform);
/* Both ways with the account's #ChattyMemory: sends what is new here, fetches
 * what is new there, deletes there only what was deleted here and came from or
 * went there. Deletes nothing here. %CHATTY_ERROR_UNSUPPORTED where the platform
 * remembers nothing, %CHATTY_ERROR_NOT_FOUND where the character does not live
 * there. */
void              chatty_memory_list_sync_async     (ChattyMemoryList      *self,
                                                     const char            *account,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
gboolean          chatty_memory_list_sync_finish    (ChattyMemoryList      *self,
                                                     GAsyncResult          *result,
                                                     ChattyMemorySyncResult *outcome,  /* (out) (optional) */
                                                     GError               **error);

G_END_DECLS
