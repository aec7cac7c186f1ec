/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-look.h"

G_DEFINE_BOXED_TYPE (ChattySyncLook, chatty_sync_look, chatty_sync_look_ref,
                     chatty_sync_look_unref)

/**
 * chatty_sync_remote_new:
 * @character: what the platform has
 * @modified: when the platform says that it was changed last, or
 *   %CHATTY_TIME_NONE
 *
 * Returns: (transfer full): it, without documents
 */
ChattySyncRemote *
chatty_sync_remote_new (ChattyCharacter *character,
                        gint64           modified)
{
  ChattySyncRemote *self = g_new0 (ChattySyncRemote, 1);

  self->character = chatty_character_ref (character);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    self->times[i] = modified;
  return self;
}

void
chatty_sync_remote_free (ChattySyncRemote *self)
{
  chatty_character_unref (self->character);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_free (self);
}

/**
 * chatty_sync_look_new:
 * @account: whose characters are looked at
 *
 * Returns: (transfer full): a look that has seen nothing yet, whose list is
 *   empty; to be filled in before it is shared
 */
ChattySyncLook *
chatty_sync_look_new (const ChattySyncAccount *account)
{
  ChattySyncLook *self = g_new0 (ChattySyncLook, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->platform = g_strdup (account->platform);
  self->title = g_strdup (account->title);
  self->account = g_strdup (account->id);
  self->owner = g_strdup (account->owner);
  self->time = CHATTY_TIME_NONE;
  self->skew = CHATTY_TIME_NONE;
  self->records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_record_unref);
  self->listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->remotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) chatty_sync_remote_free);
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_error_free);
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->state = chatty_sync_state_new ();
  return self;
}

ChattySyncLook *
chatty_sync_look_ref (ChattySyncLook *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_sync_look_unref (ChattySyncLook *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->platform);
  g_free (self->title);
  g_free (self->account);
  g_free (self->owner);
  g_ptr_array_unref (self->records);
  g_clear_pointer (&self->listed, g_hash_table_unref);
  g_hash_table_unref (self->remotes);
  g_hash_table_unref (self->failed);
  g_hash_table_unref (self->hidden);
  g_clear_error (&self->error);
  g_clear_error (&self->knowledge_error);
  chatty_sync_state_free (self->state);
  g_free (self);
}
