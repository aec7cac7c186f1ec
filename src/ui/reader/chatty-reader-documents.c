/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include "chatty-source-document.h"
#include "chatty-vault-characters.h"

#include "chatty-reader-documents.h"

/* Used on a worker, while the list may be gone. */
typedef struct {
  ChattyVault *vault;
  char        *callsign;
} Documents;

static void
documents_free (gpointer data)
{
  Documents *documents = data;

  g_object_unref (documents->vault);
  g_free (documents->callsign);
  g_free (documents);
}

/* An answer does not say which platform it came from: the documents of all are
 * looked through, by the ids that they have there. */
static char *
find_document (const ChattySource  *source,
               gpointer             user_data,
               GCancellable        *cancellable,
               GError             **error)
{
  Documents *documents = user_data;
  g_autoptr (ChattyCharacterRecord) record = NULL;

  record = chatty_vault_load_record (documents->vault, documents->callsign, FALSE, cancellable,
                                     error);
  if (record == NULL)
    return NULL;
  for (guint i = 0; source->document != NULL && i < chatty_character_record_get_n_links (record);
       i++)
    {
      ChattySource without_title = *source;
      char *name;

      without_title.title = "";
      name = chatty_workspace_find_document (record,
                                             chatty_character_record_get_link (record, i)->platform,
                                             &without_title);
      if (name != NULL)
        return name;
    }
  return chatty_workspace_find_document (record, NULL, source);
}

/**
 * chatty_reader_documents_set:
 * @list: the turns of a reader
 * @workspace: (nullable): where the documents are
 * @callsign: (nullable): the character that answers
 *
 * Lets the sources of the turns lead to the character's documents.
 */
void
chatty_reader_documents_set (ChattyTurnList  *list,
                             ChattyWorkspace *workspace,
                             const char      *callsign)
{
  Documents *documents;

  g_return_if_fail (CHATTY_IS_TURN_LIST (list));

  if (workspace == NULL || callsign == NULL)
    {
      chatty_turn_list_set_documents (list, NULL, NULL, NULL, NULL);
      return;
    }
  documents = g_new0 (Documents, 1);
  documents->vault = g_object_ref (chatty_workspace_get_vault (workspace));
  documents->callsign = g_strdup (callsign);
  chatty_turn_list_set_documents (list, callsign, find_document, documents, documents_free);
}
