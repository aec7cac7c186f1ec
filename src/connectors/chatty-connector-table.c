/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-connector-table.h"
#include "chatty-convai.h"
#include "chatty-error.h"
#include "chatty-gemini.h"
#include "chatty-inworld.h"

/* Only what passes the contract suite stands here. */
static const ChattyConnectorEntry entries[] = {
  { &chatty_convai_info, chatty_convai_new },
  { &chatty_gemini_info, chatty_gemini_new },
  { &chatty_inworld_info, chatty_inworld_new },
  { NULL, NULL },
};

/**
 * chatty_connector_table_get_default:
 *
 * Returns: (transfer none): the connectors of the program, in order
 */
ChattyConnectorTable *
chatty_connector_table_get_default (void)
{
  return entries;
}

guint
chatty_connector_table_get_size (ChattyConnectorTable *table)
{
  guint size = 0;

  while (table[size].info != NULL)
    size++;
  return size;
}

/**
 * chatty_connector_table_lookup:
 * @id: (nullable): a platform's id
 *
 * Returns: (transfer none) (nullable): its connector, or %NULL when there is
 *   none
 */
const ChattyConnectorEntry *
chatty_connector_table_lookup (ChattyConnectorTable *table,
                               const char           *id)
{
  for (guint i = 0; table[i].info != NULL; i++)
    if (g_strcmp0 (table[i].info->id, id) == 0)
      return &table[i];
  return NULL;
}

/**
 * chatty_connector_table_create:
 * @id: a platform's id
 * @access: how to reach it
 * @error: %CHATTY_ERROR_UNSUPPORTED without a connector; what an address or a
 *   credential was refused for
 *
 * Returns: (transfer full) (nullable): an account on the platform
 */
ChattyConnector *
chatty_connector_table_create (ChattyConnectorTable         *table,
                               const char                   *id,
                               const ChattyConnectorAccess  *access,
                               GError                      **error)
{
  const ChattyConnectorEntry *entry = chatty_connector_table_lookup (table, id);

  if (entry == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("Chatty Connectors cannot connect to “%s” yet"), id);
      return NULL;
    }
  return entry->create (access, error);
}
