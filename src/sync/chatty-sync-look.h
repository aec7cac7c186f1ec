/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-knowledge.h"
#include "chatty-sync-store.h"

G_BEGIN_DECLS

/**
 * ChattySyncAccount:
 * @platform: the platform's id
 * @title: the platform's name, a brand
 * @id: the account's id on this computer
 * @owner: (nullable): who the platform says the account belongs to; %NULL
 *   where it was not asked. Another one than that of the links is a brake
 *
 * Whose characters are compared. Borrowed texts.
 */
typedef struct {
  const char *platform;
  const char *title;
  const char *id;
  const char *owner;
} ChattySyncAccount;

/**
 * ChattySyncRemote:
 * @character: what the platform has of it; complete
 * @times: for each field, when the platform says that it was changed last, by
 *   the platform's clock; %CHATTY_TIME_NONE where it does not say
 * @documents: (nullable) (element-type ChattyDocument): what it knows and what
 *   the account has; %NULL where it was not asked
 *
 * A character as it is on the platform.
 */
typedef struct {
  ChattyCharacter *character;
  gint64           times[CHATTY_N_FIELDS];
  GPtrArray       *documents;
} ChattySyncRemote;

ChattySyncRemote *chatty_sync_remote_new  (ChattyCharacter  *character,
                                           gint64            modified);
void              chatty_sync_remote_free (ChattySyncRemote *self);

/**
 * ChattySyncLook:
 * @platform, @title, @account, @owner: as in #ChattySyncAccount
 * @time: when it was looked, by our clock
 * @skew: the platform's clock minus ours, or %CHATTY_TIME_NONE
 * @map: the platform's fields, one for each of @n_map
 * @knowledge: (nullable): what documents it takes; %NULL if it has no place
 *   for any
 * @records: (element-type ChattyCharacterRecord): all of the vault
 * @unreadable: how many characters of the vault could not be read: none of
 *   them counts as deleted
 * @listed: the ids that the platform listed, a set; %NULL when the list failed
 * @remotes: (element-type ChattySyncRemote): those that were asked for, by id
 * @failed: (element-type GError): ids that could not be asked for; a character
 *   in it is neither there nor gone
 * @hidden: ids that are there although the list does not have them, a set: the
 *   list is partial
 * @error: (nullable): why the list failed
 * @by_character: whether a document belongs to one character, so that what is
 *   disconnected is deleted
 * @knowledge_error: (nullable): why its documents could not be asked for, such
 *   as that the plan does not include them
 * @state: what the engine remembers of the account
 *
 * Both sides at one moment: all that a plan is made of. Made by
 * chatty_sync_look(), or by a test. Not changed once it is made.
 */
typedef struct {
  gatomicrefcount       ref_count;
  char                 *platform;
  char                 *title;
  char                 *account;
  char                 *owner;
  gint64                time;
  gint64                skew;
  const ChattyFieldMap *map;
  guint                 n_map;
  const ChattyKnowledgeLimits *knowledge;
  gboolean               by_character;
  GPtrArray            *records;
  guint                 unreadable;
  GHashTable           *listed;
  GHashTable           *remotes;
  GHashTable           *failed;
  GHashTable           *hidden;
  GError               *error;
  GError               *knowledge_error;
  ChattySyncState      *state;
} ChattySyncLook;

#define CHATTY_TYPE_SYNC_LOOK (chatty_sync_look_get_type ())
GType           chatty_sync_look_get_type (void) G_GNUC_CONST;
ChattySyncLook *chatty_sync_look_new      (const ChattySyncAccount  *account);
ChattySyncLook *chatty_sync_look_ref      (ChattySyncLook           *self);
void            chatty_sync_look_unref    (ChattySyncLook           *self);

/**
 * ChattySyncLookFunc:
 * @n_done: how many characters were asked for
 * @n_all: how many there are to ask for, 0 while the list is not there
 *
 * How far a look is; called on the thread of the call.
 */
typedef void (*ChattySyncLookFunc) (guint     n_done,
                                    guint     n_all,
                                    gpointer  user_data);

/* One list, and one get for each character that is linked or wanted. With
 * @callsigns, those of the characters named there; with @wanted, also of these
 * ids; with @everything, of all that the list has. Blocking: not on the main
 * loop, and not on the connector's own pool, whose threads make the calls.
 * Fails when it is cancelled or the vault cannot be read; what the platform
 * refuses is in the look, and the plan says so. */
ChattySyncLook *chatty_sync_look          (ChattySyncStore          *store,
                                           ChattyCharacterStore     *platform,
                                           const ChattySyncAccount  *account,
                                           const char *const        *callsigns,
                                           const char *const        *wanted,
                                           gboolean                  everything,
                                           ChattySyncLookFunc        progress,
                                           gpointer                  user_data,
                                           GCancellable             *cancellable,
                                           GError                  **error);

/* Writes down what was seen there and is not taken over, and when it was seen
 * first: link.seen and link.seen_times, no more. @n_drifted: (out) (optional):
 * how many characters were changed there since both sides agreed. */
gboolean        chatty_sync_look_remember (ChattySyncLook           *self,
                                           ChattySyncStore          *store,
                                           guint                    *n_drifted,
                                           GCancellable             *cancellable,
                                           GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncLook, chatty_sync_look_unref)

G_END_DECLS
