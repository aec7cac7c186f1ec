/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include "chatty-chat-session.h"
#include "chatty-json.h"

/**
 * ChattyChatSession:
 *
 * A conversation that goes on: with whom, and what each of the platform's
 * servers calls it. May be used on any thread.
 */
struct _ChattyChatSession {
  GObject     parent_instance;

  char       *character_id;
  GMutex      lock;
  GHashTable *remotes;       /* endpoint to id */
};

G_DEFINE_FINAL_TYPE (ChattyChatSession, chatty_chat_session, G_TYPE_OBJECT)

static void
chatty_chat_session_finalize (GObject *object)
{
  ChattyChatSession *self = CHATTY_CHAT_SESSION (object);

  g_free (self->character_id);
  g_hash_table_unref (self->remotes);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_chat_session_parent_class)->finalize (object);
}

static void
chatty_chat_session_class_init (ChattyChatSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_chat_session_finalize;
}

static void
chatty_chat_session_init (ChattyChatSession *self)
{
  g_mutex_init (&self->lock);
  self->remotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * chatty_chat_session_new:
 * @character_id: (nullable): with whom, where it lives on the platform
 * @state: (nullable): what chatty_chat_session_dup_state() gave before; what
 *   cannot be read of it is left out
 *
 * Returns: (transfer full): a conversation
 */
ChattyChatSession *
chatty_chat_session_new (const char *character_id,
                         const char *state)
{
  ChattyChatSession *self = g_object_new (CHATTY_TYPE_CHAT_SESSION, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  self->character_id = g_strdup (character_id);
  if (state != NULL)
    node = chatty_json_parse (state, -1, NULL);
  object = chatty_json_node_object (node);
  if (object != NULL)
    {
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        chatty_chat_session_set_remote (self, l->data, chatty_json_get_string (object, l->data));
    }
  return self;
}

/**
 * chatty_chat_session_get_character_id:
 *
 * Returns: (transfer none) (nullable): with whom; %NULL for a character that
 *   does not live on the platform
 */
const char *
chatty_chat_session_get_character_id (ChattyChatSession *self)
{
  return self->character_id;
}

/**
 * chatty_chat_session_dup_state:
 *
 * Returns: (transfer full): text that lets the conversation be taken up again
 *   by another run of the program; holds no secret
 */
char *
chatty_chat_session_dup_state (ChattyChatSession *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr (GList) names = NULL;

  g_mutex_lock (&self->lock);
  names = g_list_sort (g_hash_table_get_keys (self->remotes), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_string_member (object, l->data,
                                   g_hash_table_lookup (self->remotes, l->data));
  g_mutex_unlock (&self->lock);
  json_node_take_object (node, object);
  return chatty_json_to_string (node, FALSE);
}

/**
 * chatty_chat_session_dup_remote:
 * @endpoint: the name of one of the platform's servers
 *
 * Returns: (transfer full) (nullable): what that server calls the
 *   conversation; %NULL when it does not know it yet
 */
char *
chatty_chat_session_dup_remote (ChattyChatSession *self,
                                const char        *endpoint)
{
  char *remote;

  g_mutex_lock (&self->lock);
  remote = g_strdup (g_hash_table_lookup (self->remotes, endpoint));
  g_mutex_unlock (&self->lock);
  return remote;
}

/**
 * chatty_chat_session_set_remote:
 * @endpoint: the name of one of the platform's servers
 * @remote: (nullable): what it calls the conversation, or %NULL to begin anew
 */
void
chatty_chat_session_set_remote (ChattyChatSession *self,
                                const char        *endpoint,
                                const char        *remote)
{
  g_mutex_lock (&self->lock);
  if (remote != NULL && *remote != '\0')
    g_hash_table_insert (self->remotes, g_strdup (endpoint), g_strdup (remote));
  else
    g_hash_table_remove (self->remotes, endpoint);
  g_mutex_unlock (&self->lock);
}
