/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-character-record.h"
#include "chatty-sync-state.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_SYNC_STORE (chatty_sync_store_get_type ())
G_DECLARE_INTERFACE (ChattySyncStore, chatty_sync_store, CHATTY, SYNC_STORE, GObject)

/**
 * ChattySyncStoreInterface:
 * @list: (element-type ChattyCharacterRecord): all characters. @n_problems
 *   counts those that cannot be read
 * @load: one of them; %CHATTY_ERROR_NOT_FOUND if it is gone
 * @begin: begins a run and gives its id. One run at a time
 * @put: writes what differs between @before and @after, field by field;
 *   values that are replaced go to the history with it, in one transaction.
 *   If a field that differs was changed by somebody else since @before, it
 *   either fails with %CHATTY_ERROR_CONFLICT and writes nothing, or the other
 *   value goes to the history. @before is %NULL for a new character
 * @trash: moves a character to the trash
 * @note: puts a value that is about to be replaced on the platform into the
 *   history; on the disk when it returns
 * @flush: everything that was put is on the disk when it returns
 * @end: ends the run; @report is its receipt, JSON
 * @list_history: (element-type ChattyFieldChange): newest first
 * @load_report: the receipt of a run
 * @save_state, @load_state: small texts by name; on the disk when it returns
 * @document: the path of a knowledge document
 * @lock: (nullable): takes the account for one run, against other programs as
 *   well. %CHATTY_ERROR_CONFLICT when another one has it
 * @unlock: (nullable): gives it back
 *
 * How the engine reaches the vault. Blocking; a store is used by one thread at
 * a time.
 */
struct _ChattySyncStoreInterface {
  GTypeInterface parent_iface;

  GPtrArray             *(*list)         (ChattySyncStore         *self,
                                          guint                   *n_problems,
                                          GCancellable            *cancellable,
                                          GError                 **error);
  ChattyCharacterRecord *(*load)         (ChattySyncStore         *self,
                                          const char              *callsign,
                                          gboolean                 with_hashes,
                                          GCancellable            *cancellable,
                                          GError                 **error);
  char                  *(*begin)        (ChattySyncStore         *self,
                                          const char              *kind,
                                          GError                 **error);
  ChattyCharacterRecord *(*put)          (ChattySyncStore         *self,
                                          ChattyCharacterRecord   *before,
                                          ChattyCharacterRecord   *after,
                                          GCancellable            *cancellable,
                                          GError                 **error);
  gboolean               (*trash)        (ChattySyncStore         *self,
                                          const char              *callsign,
                                          GError                 **error);
  gboolean               (*note)         (ChattySyncStore         *self,
                                          const char              *callsign,
                                          const ChattyFieldChange *change,
                                          GError                 **error);
  gboolean               (*flush)        (ChattySyncStore         *self,
                                          GError                 **error);
  gboolean               (*end)          (ChattySyncStore         *self,
                                          const char              *report,
                                          GError                 **error);
  GPtrArray             *(*list_history) (ChattySyncStore         *self,
                                          const char              *callsign,
                                          GCancellable            *cancellable,
                                          GError                 **error);
  char                  *(*load_report)  (ChattySyncStore         *self,
                                          const char              *run,
                                          GError                 **error);
  gboolean               (*save_state)   (ChattySyncStore         *self,
                                          const char              *name,
                                          const char              *text,
                                          GError                 **error);
  char                  *(*load_state)   (ChattySyncStore         *self,
                                          const char              *name,
                                          GError                 **error);
  char                  *(*document)     (ChattySyncStore         *self,
                                          const char              *callsign,
                                          const char              *name,
                                          GError                 **error);
  gboolean               (*lock)         (ChattySyncStore         *self,
                                          const char              *account,
                                          GError                 **error);
  void                   (*unlock)       (ChattySyncStore         *self,
                                          const char              *account);
};

/* The vault; each run takes a store of its own. */
ChattySyncStore *chatty_sync_vault_store_new (ChattyVault *vault);

G_END_DECLS
