/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-memory-list-private.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-memory-sync.h"
#include "chatty-vault-memory.h"
#include "chatty-workspace-call.h"

/* @call: (transfer full): texts[0] is left to this function: whose memory. */
static void
begin (ChattyMemoryList    *self,
       ChattyCall          *call,
       ChattyPoolKind       kind,
       gpointer             tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  call->texts[0] = g_strdup (self->callsign);
  call->objects[0] = g_object_ref (G_OBJECT (self->workspace));
  if (self->accounts != NULL)
    call->objects[1] = g_object_ref (G_OBJECT (self->accounts));
  chatty_call_start (call, self, chatty_workspace_get_pool (kind), tag, cancellable, callback,
                     user_data);
}

static ChattyVault *
vault_of (ChattyCall *call)
{
  return chatty_workspace_dup_vault (CHATTY_WORKSPACE (call->objects[0]));
}

static gboolean
check_callsign (ChattyCall  *call,
                GError     **error)
{
  if (call->texts[0] != NULL)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("Choose a character first: it is the character that remembers"));
  return FALSE;
}

/* The list follows the vault, but nobody waits for that. */
static gpointer
finish (ChattyMemoryList  *self,
        GAsyncResult      *result,
        gpointer           tag,
        GError           **error)
{
  gpointer value = chatty_call_finish (self, result, tag, error);

  if (value != NULL)
    chatty_memory_list_reload (self);
  return value;
}

static ChattyCall *
note_call (ChattyCallFunc          func,
           GDestroyNotify          free_result,
           const ChattyMemoryNote *note)
{
  ChattyCall *call = chatty_call_new (func, free_result);

  call->value = chatty_memory_note_new (note);
  call->free_value = (GDestroyNotify) chatty_memory_note_unref;
  return call;
}

static gpointer
add_on_pool (gpointer       source,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (ChattyVault) vault = vault_of (call);

  return check_callsign (call, error)
         ? chatty_vault_add_memory (vault, call->texts[0], call->value, error) : NULL;
}

/**
 * chatty_memory_list_add_async:
 * @note: what is to be remembered, without an id
 * @cancellable: (nullable): stops it before it begins
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
chatty_memory_list_add_async (ChattyMemoryList       *self,
                              const ChattyMemoryNote *note,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data)
{
  begin (self, note_call (add_on_pool, g_free, note), CHATTY_POOL_WRITE,
         chatty_memory_list_add_async, cancellable, callback, user_data);
}

/**
 * chatty_memory_list_add_finish:
 * @result: what the callback was given
 * @error: as chatty_vault_add_memory()
 *
 * Returns: (transfer full) (nullable): the note's id
 */
char *
chatty_memory_list_add_finish (ChattyMemoryList  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  return finish (self, result, chatty_memory_list_add_async, error);
}

static gpointer
change_on_pool (gpointer       source,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault = vault_of (call);

  return GINT_TO_POINTER (check_callsign (call, error) &&
                          chatty_vault_change_memory (vault, call->texts[0], call->value, error));
}

/**
 * chatty_memory_list_change_async:
 * @note: the note as it is to be, with its id
 * @cancellable: (nullable): stops it before it begins
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
chatty_memory_list_change_async (ChattyMemoryList       *self,
                                 const ChattyMemoryNote *note,
                                 GCancellable           *cancellable,
                                 GAsyncReadyCallback     callback,
                                 gpointer                user_data)
{
  begin (self, note_call (change_on_pool, NULL, note), CHATTY_POOL_WRITE,
         chatty_memory_list_change_async, cancellable, callback, user_data);
}

gboolean
chatty_memory_list_change_finish (ChattyMemoryList  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return finish (self, result, chatty_memory_list_change_async, error) != NULL;
}

/* (nullable): what is there under @id, all of it for NULL. */
static GPtrArray *
find_notes (ChattyVault  *vault,
            const char   *callsign,
            const char   *id,
            GError      **error)
{
  g_autoptr (GPtrArray) all = chatty_vault_list_memory (vault, callsign, error);
  GPtrArray *found;

  if (all == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);
  for (guint i = 0; i < all->len; i++)
    if (id == NULL || g_strcmp0 (((ChattyMemoryNote *) all->pdata[i])->id, id) == 0)
      g_ptr_array_add (found, chatty_memory_note_ref (all->pdata[i]));
  return found;
}

static gpointer
delete_on_pool (gpointer       source,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault = vault_of (call);
  const char *callsign = call->texts[0];
  g_autoptr (GPtrArray) notes = NULL;

  if (!check_callsign (call, error))
    return NULL;
  notes = find_notes (vault, callsign, call->texts[1], error);
  if (notes == NULL)
    return NULL;
  /* Marked first: what is deleted here must not come back from a platform. */
  if (!chatty_memory_sync_mark (vault, callsign, notes, TRUE, error))
    return NULL;
  if (chatty_vault_delete_memory (vault, callsign, call->texts[1], NULL, error))
    return g_steal_pointer (&notes);
  chatty_memory_sync_mark (vault, callsign, notes, FALSE, NULL);
  return NULL;
}

/**
 * chatty_memory_list_delete_async:
 * @note_id: (nullable): which note; %NULL for all of them
 * @cancellable: (nullable): stops it before it begins
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Lets the character forget; platforms that have the note forget it with the
 * next sync.
 */
void
chatty_memory_list_delete_async (ChattyMemoryList    *self,
                                 const char          *note_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (delete_on_pool, (GDestroyNotify) g_ptr_array_unref);

  call->texts[1] = g_strdup (note_id);
  begin (self, call, CHATTY_POOL_WRITE, chatty_memory_list_delete_async, cancellable, callback,
         user_data);
}

/**
 * chatty_memory_list_delete_finish:
 * @result: what the callback was given
 * @error: as chatty_vault_delete_memory()
 *
 * Returns: (transfer full) (element-type ChattyMemoryNote) (nullable): what was
 *   deleted, for chatty_memory_list_restore_async()
 */
GPtrArray *
chatty_memory_list_delete_finish (ChattyMemoryList  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return finish (self, result, chatty_memory_list_delete_async, error);
}

static gpointer
restore_on_pool (gpointer       source,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (ChattyVault) vault = vault_of (call);
  GPtrArray *notes = call->value;

  if (!check_callsign (call, error))
    return NULL;
  for (guint i = 0; i < notes->len; i++)
    {
      g_autofree char *id = chatty_vault_add_memory (vault, call->texts[0], notes->pdata[i],
                                                     error);

      if (id == NULL)
        return NULL;
    }
  return GINT_TO_POINTER (chatty_memory_sync_mark (vault, call->texts[0], notes, FALSE, error));
}

/**
 * chatty_memory_list_restore_async:
 * @notes: (element-type ChattyMemoryNote): what was deleted
 * @cancellable: (nullable): stops it before it begins
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
chatty_memory_list_restore_async (ChattyMemoryList    *self,
                                  GPtrArray           *notes,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (restore_on_pool, NULL);

  call->value = g_ptr_array_ref (notes);
  call->free_value = (GDestroyNotify) g_ptr_array_unref;
  begin (self, call, CHATTY_POOL_WRITE, chatty_memory_list_restore_async, cancellable, callback,
         user_data);
}

gboolean
chatty_memory_list_restore_finish (ChattyMemoryList  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  return finish (self, result, chatty_memory_list_restore_async, error) != NULL;
}

static gpointer
sync_on_pool (gpointer       source,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = vault_of (call);

  if (!check_callsign (call, error))
    return NULL;
  if (call->objects[1] == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("There is no account to bring the memory in step with"));
      return NULL;
    }
  return GINT_TO_POINTER (chatty_memory_sync_run (vault,
                                                  CHATTY_ACCOUNT_SERVICE (call->objects[1]),
                                                  call->texts[0], call->texts[1], call->value,
                                                  cancellable, error));
}

/**
 * chatty_memory_list_sync_async:
 * @account: the id of an account
 * @cancellable: (nullable): stops it; what was done stays done
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
chatty_memory_list_sync_async (ChattyMemoryList    *self,
                               const char          *account,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (sync_on_pool, NULL);

  call->texts[1] = g_strdup (account);
  call->value = g_new0 (ChattyMemorySyncResult, 1);
  call->free_value = g_free;
  chatty_memory_list_set_syncing (self, TRUE);
  begin (self, call, CHATTY_POOL_SYNC, chatty_memory_list_sync_async, cancellable, callback,
         user_data);
}

/**
 * chatty_memory_list_sync_finish:
 * @result: what the callback was given
 * @outcome: (out) (optional): what was done, also where it failed
 * @error: of #CHATTY_ERROR
 *
 * Returns: whether both sides are in step
 */
gboolean
chatty_memory_list_sync_finish (ChattyMemoryList        *self,
                                GAsyncResult            *result,
                                ChattyMemorySyncResult  *outcome,
                                GError                 **error)
{
  gboolean done;

  if (outcome != NULL)
    *outcome = *(ChattyMemorySyncResult *) chatty_call_of (result)->value;
  done = chatty_call_finish (self, result, chatty_memory_list_sync_async, error) != NULL;
  chatty_memory_list_set_syncing (self, FALSE);
  chatty_memory_list_reload (self);
  return done;
}
