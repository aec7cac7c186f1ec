/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-convai-private.h"

static GPtrArray *
convai_list (ChattyHistory  *history,
             const char     *character_id,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (JsonNode) node = NULL;

  /* The limit is a text; -1 asks for all (platform reference, section 2.9). */
  node = chatty_convai_call (history,
                             chatty_convai_request ("/character/chatHistory/list", TRUE,
                                                    "charID", character_id, "limit", "-1", NULL),
                             cancellable, error);
  return node != NULL ? chatty_convai_read_sessions (node, error) : NULL;
}

static ChattyTranscript *
convai_read (ChattyHistory      *history,
             const char         *character_id,
             const char         *character_name,
             ChattyPastSession  *session,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = chatty_convai_call (history,
                             chatty_convai_request ("/character/chatHistory/details", TRUE,
                                                    "charID", character_id,
                                                    "sessionID", session->id, NULL),
                             cancellable, error);
  return node != NULL ? chatty_convai_read_transcript (node, character_name, session, error)
                      : NULL;
}

static gboolean
convai_delete (ChattyHistory      *history,
               const char         *character_id,
               ChattyPastSession  *session,
               GCancellable       *cancellable,
               GError            **error)
{
  JsonNode *body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *ids = json_array_new ();

  json_array_add_string_element (ids, session->id);
  json_object_set_string_member (object, "charID", character_id);
  json_object_set_array_member (object, "sessionIDs", ids);
  json_node_take_object (body, object);
  return chatty_convai_change (history,
                               chatty_convai_request_json ("/character/chatHistory/delete",
                                                           FALSE, body),
                               cancellable, error);
}

void
chatty_convai_history_init (ChattyHistoryInterface *iface)
{
  iface->list = convai_list;
  iface->read = convai_read;
  iface->delete = convai_delete;
}
