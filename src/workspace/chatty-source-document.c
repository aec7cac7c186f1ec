/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-source-document.h"

#include "chatty-sync-documents.h"

static gboolean
is_here (const ChattyCharacterRecord *record,
         const char                  *name)
{
  for (guint i = 0; i < chatty_character_record_get_n_documents (record); i++)
    if (g_strcmp0 (chatty_character_record_get_document (record, i)->name, name) == 0)
      return TRUE;
  return FALSE;
}

static char *
find_in_link (const ChattyCharacterRecord *record,
              ChattyCharacterLink         *link,
              const char                  *id)
{
  g_autoptr (GHashTable) documents = chatty_sync_documents_read (link);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, documents);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_strcmp0 (((ChattySyncDocument *) value)->id, id) == 0 && is_here (record, name))
      return g_strdup (name);
  return NULL;
}

/**
 * chatty_workspace_find_document:
 * @record: the character that answered
 * @platform: the platform that the answer came from
 * @source: what the answer rests on
 *
 * Returns: (transfer full) (nullable): the name of the knowledge document in
 *   the vault; %NULL where it is none
 */
char *
chatty_workspace_find_document (const ChattyCharacterRecord *record,
                                const char                  *platform,
                                const ChattySource          *source)
{
  g_return_val_if_fail (record != NULL && source != NULL, NULL);

  for (guint i = 0; source->document != NULL && i < chatty_character_record_get_n_links (record);
       i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);
      char *name = g_strcmp0 (link->platform, platform) == 0
        ? find_in_link (record, link, source->document) : NULL;

      if (name != NULL)
        return name;
    }
  return is_here (record, source->title) ? g_strdup (source->title) : NULL;
}
