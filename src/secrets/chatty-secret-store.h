/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-secret-text.h"

G_BEGIN_DECLS

#define CHATTY_SECRET_KIND_API_KEY       "api-key"
#define CHATTY_SECRET_KIND_REFRESH_TOKEN "refresh-token"

/**
 * ChattySecretState:
 * @CHATTY_SECRET_FOUND: it is there, was kept, or was deleted
 * @CHATTY_SECRET_NOT_FOUND: the store answered and has no such secret
 * @CHATTY_SECRET_LOCKED: it may be there; the person has to unlock the
 *   keyring first
 * @CHATTY_SECRET_UNAVAILABLE: there is no keyring, or it went away; nothing
 *   is known about the secret
 * @CHATTY_SECRET_FAILED: the call was cancelled, or the secret is one that
 *   cannot be kept
 *
 * How a call ended. Only the first two say anything about the secret, and
 * with them no error is set; nothing may be forgotten because of the others.
 */
typedef enum {
  CHATTY_SECRET_FOUND,
  CHATTY_SECRET_NOT_FOUND,
  CHATTY_SECRET_LOCKED,
  CHATTY_SECRET_UNAVAILABLE,
  CHATTY_SECRET_FAILED,
} ChattySecretState;

/**
 * ChattySecretFlags:
 * @CHATTY_SECRET_QUIET: never ask the person for anything
 * @CHATTY_SECRET_INTERACTIVE: a locked keyring may ask to be unlocked; the
 *   call waits for the answer
 */
typedef enum {
  CHATTY_SECRET_QUIET = 0,
  CHATTY_SECRET_INTERACTIVE = 1 << 0,
} ChattySecretFlags;

/**
 * ChattySecretId:
 * @platform: a platform's id, "convai"
 * @account: the account's UUID
 * @kind: what it is, %CHATTY_SECRET_KIND_API_KEY
 *
 * Which secret. There is at most one with the same three.
 */
typedef struct {
  char *platform;
  char *account;
  char *kind;
} ChattySecretId;

#define CHATTY_TYPE_SECRET_ID (chatty_secret_id_get_type ())

GType           chatty_secret_id_get_type (void) G_GNUC_CONST;
ChattySecretId *chatty_secret_id_new      (const char           *platform,
                                           const char           *account,
                                           const char           *kind);
ChattySecretId *chatty_secret_id_copy     (const ChattySecretId *self);
void            chatty_secret_id_free     (ChattySecretId       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySecretId, chatty_secret_id_free)

#define CHATTY_TYPE_SECRET_STORE (chatty_secret_store_get_type ())
G_DECLARE_INTERFACE (ChattySecretStore, chatty_secret_store, CHATTY, SECRET_STORE, GObject)

/**
 * ChattySecretStoreInterface:
 *
 * What keeps secrets. The functions are those of the same name below; they
 * block, and may be called on any thread, from several at once. @store is
 * only given secrets that chatty_secret_is_usable().
 */
struct _ChattySecretStoreInterface {
  GTypeInterface parent_iface;

  ChattySecretState (*check)  (ChattySecretStore     *self,
                               ChattySecretFlags      flags,
                               GCancellable          *cancellable,
                               GError               **error);
  ChattySecretState (*lookup) (ChattySecretStore     *self,
                               const ChattySecretId  *id,
                               ChattySecretFlags      flags,
                               ChattySecret         **secret,
                               GCancellable          *cancellable,
                               GError               **error);
  ChattySecretState (*store)  (ChattySecretStore     *self,
                               const ChattySecretId  *id,
                               const char            *label,
                               ChattySecret          *secret,
                               ChattySecretFlags      flags,
                               GCancellable          *cancellable,
                               GError               **error);
  ChattySecretState (*delete) (ChattySecretStore     *self,
                               const ChattySecretId  *id,
                               ChattySecretFlags      flags,
                               GCancellable          *cancellable,
                               GError               **error);
  ChattySecretState (*search) (ChattySecretStore     *self,
                               const ChattySecretId  *pattern,
                               GPtrArray            **ids,
                               GCancellable          *cancellable,
                               GError               **error);
};

ChattySecret      *chatty_secret_store_clean  (const char            *text,
                                               gssize                 length,
                                               gboolean              *trimmed,
                                               GError               **error);

ChattySecretState  chatty_secret_store_check  (ChattySecretStore     *self,
                                               ChattySecretFlags      flags,
                                               GCancellable          *cancellable,
                                               GError               **error);
ChattySecretState  chatty_secret_store_lookup (ChattySecretStore     *self,
                                               const ChattySecretId  *id,
                                               ChattySecretFlags      flags,
                                               ChattySecret         **secret,
                                               GCancellable          *cancellable,
                                               GError               **error);
ChattySecretState  chatty_secret_store_store  (ChattySecretStore     *self,
                                               const ChattySecretId  *id,
                                               const char            *label,
                                               ChattySecret          *secret,
                                               ChattySecretFlags      flags,
                                               GCancellable          *cancellable,
                                               GError               **error);
ChattySecretState  chatty_secret_store_delete (ChattySecretStore     *self,
                                               const ChattySecretId  *id,
                                               ChattySecretFlags      flags,
                                               GCancellable          *cancellable,
                                               GError               **error);
ChattySecretState  chatty_secret_store_search (ChattySecretStore     *self,
                                               const ChattySecretId  *pattern,
                                               GPtrArray            **ids,
                                               GCancellable          *cancellable,
                                               GError               **error);

/* The same from the main loop, carried out on a thread. Each finish function
 * answers like the blocking one. */
void               chatty_secret_store_check_async   (ChattySecretStore     *self,
                                                      ChattySecretFlags      flags,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
ChattySecretState  chatty_secret_store_check_finish  (ChattySecretStore     *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);
void               chatty_secret_store_lookup_async  (ChattySecretStore     *self,
                                                      const ChattySecretId  *id,
                                                      ChattySecretFlags      flags,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
ChattySecretState  chatty_secret_store_lookup_finish (ChattySecretStore     *self,
                                                      GAsyncResult          *result,
                                                      ChattySecret         **secret,
                                                      GError               **error);
void               chatty_secret_store_store_async   (ChattySecretStore     *self,
                                                      const ChattySecretId  *id,
                                                      const char            *label,
                                                      ChattySecret          *secret,
                                                      ChattySecretFlags      flags,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
ChattySecretState  chatty_secret_store_store_finish  (ChattySecretStore     *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);
void               chatty_secret_store_delete_async  (ChattySecretStore     *self,
                                                      const ChattySecretId  *id,
                                                      ChattySecretFlags      flags,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
ChattySecretState  chatty_secret_store_delete_finish (ChattySecretStore     *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);
void               chatty_secret_store_search_async  (ChattySecretStore     *self,
                                                      const ChattySecretId  *pattern,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
ChattySecretState  chatty_secret_store_search_finish (ChattySecretStore     *self,
                                                      GAsyncResult          *result,
                                                      GPtrArray            **ids,
                                                      GError               **error);

G_END_DECLS
