/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-error.h"
#include "chatty-sync-look-private.h"
#include "chatty-sync-pair.h"

/* Replaces a record by one that knows the content of its documents. */
static gboolean
hash_documents (ChattySyncLook   *look,
                guint             nth,
                ChattySyncStore  *store,
                GCancellable     *cancellable,
                GError          **error)
{
  ChattyCharacterRecord *record = g_ptr_array_index (look->records, nth);
  ChattyCharacterRecord *hashed;
  g_autoptr (GError) failure = NULL;

  if (chatty_character_record_get_n_documents (record) == 0)
    return TRUE;
  hashed = CHATTY_SYNC_STORE_GET_IFACE (store)->load (store,
    chatty_character_record_get_callsign (record), TRUE, cancellable, &failure);
  if (hashed == NULL)
    {
      /* It went away a moment ago: its documents do not matter then. */
      if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  chatty_character_record_unref (record);
  look->records->pdata[nth] = hashed;
  return TRUE;
}

static gboolean
take_documents (ChattySyncLook        *look,
                ChattySyncRemote      *remote,
                const char            *id,
                ChattyCharacterStore  *platform,
                GCancellable          *cancellable,
                GError               **error)
{
  g_autoptr (GError) failure = NULL;

  remote->documents = chatty_knowledge_list (CHATTY_KNOWLEDGE (platform), id, cancellable,
                                             &failure);
  if (remote->documents != NULL)
    return TRUE;
  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  /* The characters are synced all the same. */
  if (look->knowledge_error == NULL)
    look->knowledge_error = g_steal_pointer (&failure);
  return TRUE;
}

/*
 * chatty_sync_look_documents:
 *
 * Asks for the knowledge documents of the characters that have any. A failure
 * there is noted in the look.
 *
 * Returns: %FALSE when it was cancelled or the vault cannot be read
 */
gboolean
chatty_sync_look_documents (ChattySyncLook        *look,
                            ChattySyncStore       *store,
                            ChattyCharacterStore  *platform,
                            const char *const     *callsigns,
                            GCancellable          *cancellable,
                            GError               **error)
{
  if (look->knowledge == NULL)
    return TRUE;
  for (guint i = 0; i < look->records->len && look->knowledge_error == NULL; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (look->records, i);
      ChattyCharacterLink *link = chatty_sync_find_link (record, look);
      const char *callsign = chatty_character_record_get_callsign (record);
      ChattySyncRemote *remote;

      if (link == NULL || (callsigns != NULL && !g_strv_contains (callsigns, callsign)) ||
          (chatty_character_record_get_n_documents (record) == 0 && link->documents == NULL))
        continue;
      remote = g_hash_table_lookup (look->remotes, link->remote_id);
      if (remote != NULL &&
          (!take_documents (look, remote, link->remote_id, platform, cancellable, error) ||
           !hash_documents (look, i, store, cancellable, error)))
        return FALSE;
    }
  return TRUE;
}
