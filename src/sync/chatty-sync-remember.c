/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-error.h"
#include "chatty-sync-look.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-record.h"

/* The link with what is there now; %NULL where nothing new is seen. */
static ChattyCharacterLink *
see (ChattySyncLook          *look,
     ChattyCharacterLink     *link,
     const ChattySyncRemote  *remote,
     gboolean                *drifted)
{
  ChattyCharacterLink fields = *link;
  g_autoptr (ChattyCharacterLink) seen = NULL;

  *drifted = FALSE;
  if (link->base_remote == NULL)
    return NULL;
  fields.seen = NULL;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    fields.seen_times[i] = CHATTY_TIME_NONE;
  for (guint i = 0; i < look->n_map; i++)
    {
      ChattyCharacterField field = look->map[i].field;

      if (!chatty_sync_is_synced (field) || !look->map[i].readable ||
          !chatty_character_has_field (remote->character, field) ||
          chatty_sync_same (link->base_remote, remote->character, field))
        continue;
      *drifted = TRUE;
      fields.seen = remote->character;
      fields.seen_times[field] = look->time;
      if (remote->times[field] != CHATTY_TIME_NONE)
        fields.seen_times[field] = remote->times[field];
      else if (link->seen != NULL && link->seen_times[field] != CHATTY_TIME_NONE &&
               chatty_sync_same (link->seen, remote->character, field))
        fields.seen_times[field] = link->seen_times[field];
    }
  if (!*drifted && link->seen == NULL)
    return NULL;
  seen = chatty_character_link_new (&fields);
  return chatty_character_link_equal (seen, link) ? NULL : g_steal_pointer (&seen);
}

/**
 * chatty_sync_look_remember:
 * @n_drifted: (out) (optional): how many were changed there
 *
 * Writes down what was seen there.
 *
 * Returns: whether the vault could be written
 */
gboolean
chatty_sync_look_remember (ChattySyncLook   *self,
                           ChattySyncStore  *store,
                           guint            *n_drifted,
                           GCancellable     *cancellable,
                           GError          **error)
{
  ChattySyncStoreInterface *iface = CHATTY_SYNC_STORE_GET_IFACE (store);
  g_autofree char *run = NULL;
  guint n = 0;

  for (guint i = 0; self->listed != NULL && i < self->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (self->records, i);
      ChattyCharacterLink *link = chatty_sync_find_link (record, self);
      const ChattySyncRemote *remote = link != NULL && link->state == CHATTY_LINK_ACTIVE
        ? g_hash_table_lookup (self->remotes, link->remote_id) : NULL;
      g_autoptr (ChattyCharacterLink) seen = NULL;
      g_autoptr (ChattyCharacterRecord) after = NULL;
      g_autoptr (ChattyCharacterRecord) stored = NULL;
      g_autoptr (GError) failure = NULL;
      gboolean drifted;

      if (remote == NULL)
        continue;
      seen = see (self, link, remote, &drifted);
      n += drifted;
      if (seen == NULL)
        continue;
      if (run == NULL && (run = iface->begin (store, "check", error)) == NULL)
        return FALSE;
      after = chatty_sync_record_link (record, seen);
      stored = iface->put (store, record, after, cancellable, &failure);
      /* What somebody edits just now is looked at next time. */
      if (stored == NULL && !g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  if (n_drifted != NULL)
    *n_drifted = n;
  return run == NULL || iface->end (store, NULL, error);
}
