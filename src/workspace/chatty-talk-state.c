/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-state.h"

#include <string.h>

#include "chatty-json.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-talk.h"

#define SPEAKS_STATE "talk-speaks"
#define PERSON_STATE "talk-person"

typedef struct {
  char *state;
  char *last_turn;
} Session;

static void
session_free (gpointer data)
{
  Session *self = data;

  g_free (self->state);
  g_free (self->last_turn);
  g_free (self);
}

static char *
session_key (const char *account,
             const char *remote_id)
{
  return g_strconcat (account, " ", remote_id, NULL);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return chatty_json_to_string (node, FALSE);
}

static void
read_sessions (ChattyTalkNote *self,
               JsonObject     *object)
{
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *member = chatty_json_get_object (object, l->data);
      Session *session;

      if (chatty_json_get_string (member, "state") == NULL)
        continue;
      session = g_new0 (Session, 1);
      session->state = g_strdup (chatty_json_get_string (member, "state"));
      session->last_turn = g_strdup (chatty_json_get_string (member, "last-turn"));
      g_hash_table_insert (self->sessions, g_strdup (l->data), session);
    }
}

/*
 * chatty_talk_note_load:
 * @id: (nullable): a conversation; %NULL for one that has no file yet
 *
 * Returns: (transfer full): what is known; what cannot be read is forgotten,
 *   and costs no more than the platform's own memory of the conversation
 */
ChattyTalkNote *
chatty_talk_note_load (ChattyVault *vault,
                       const char  *id)
{
  ChattyTalkNote *self = g_new0 (ChattyTalkNote, 1);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, session_free);
  if (id != NULL)
    text = chatty_vault_load_talk (vault, id, NULL);
  if (text != NULL)
    node = chatty_json_parse (text, -1, NULL);
  object = chatty_json_node_object (node);
  if (object == NULL)
    return self;
  self->account = g_strdup (chatty_json_get_string (object, "account"));
  self->callsign = g_strdup (chatty_json_get_string (object, "callsign"));
  self->model = g_strdup (chatty_json_get_string (object, "model"));
  read_sessions (self, chatty_json_get_object (object, "sessions"));
  return self;
}

gboolean
chatty_talk_note_keep (const ChattyTalkNote  *self,
                       ChattyVault           *vault,
                       const char            *id,
                       GError               **error)
{
  JsonObject *object = json_object_new ();
  JsonObject *sessions = json_object_new ();
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (self->sessions),
                                        (GCompareFunc) strcmp);
  g_autofree char *text = NULL;

  for (GList *l = keys; l != NULL; l = l->next)
    {
      Session *session = g_hash_table_lookup (self->sessions, l->data);
      JsonObject *member = json_object_new ();

      json_object_set_string_member (member, "state", session->state);
      if (session->last_turn != NULL)
        json_object_set_string_member (member, "last-turn", session->last_turn);
      json_object_set_object_member (sessions, l->data, member);
    }
  if (self->account != NULL)
    json_object_set_string_member (object, "account", self->account);
  if (self->callsign != NULL)
    json_object_set_string_member (object, "callsign", self->callsign);
  if (self->model != NULL)
    json_object_set_string_member (object, "model", self->model);
  json_object_set_object_member (object, "sessions", sessions);
  text = to_text (object);
  return chatty_vault_keep_talk (vault, id, text, error);
}

void
chatty_talk_note_free (ChattyTalkNote *self)
{
  g_free (self->account);
  g_free (self->callsign);
  g_free (self->model);
  g_hash_table_unref (self->sessions);
  g_free (self);
}

/*
 * chatty_talk_note_get_session:
 * @remote_id: of the character there, or ""
 * @last_turn: (out): the id of the last turn that the platform knows
 *
 * Returns: (nullable): what chatty_chat_open() takes it up by
 */
const char *
chatty_talk_note_get_session (const ChattyTalkNote  *self,
                              const char            *account,
                              const char            *remote_id,
                              const char           **last_turn)
{
  g_autofree char *key = session_key (account, remote_id);
  Session *session = g_hash_table_lookup (self->sessions, key);

  *last_turn = session != NULL ? session->last_turn : NULL;
  return session != NULL ? session->state : NULL;
}

void
chatty_talk_note_set_session (ChattyTalkNote *self,
                              const char     *account,
                              const char     *remote_id,
                              const char     *state,
                              const char     *last_turn)
{
  Session *session = g_new0 (Session, 1);

  session->state = g_strdup (state);
  session->last_turn = g_strdup (last_turn);
  g_hash_table_insert (self->sessions, session_key (account, remote_id), session);
}

static JsonNode *
load_speaks (ChattyVault *vault)
{
  g_autofree char *text = chatty_vault_load_state (vault, SPEAKS_STATE, NULL);

  return text != NULL ? chatty_json_parse (text, -1, NULL) : NULL;
}

gboolean
chatty_talk_get_speaks (ChattyVault *vault,
                        const char  *callsign,
                        gboolean     otherwise)
{
  g_autoptr (JsonNode) node = load_speaks (vault);

  return chatty_json_get_bool (chatty_json_node_object (node), callsign != NULL ? callsign : "",
                               otherwise);
}

gboolean
chatty_talk_set_speaks (ChattyVault  *vault,
                        const char   *callsign,
                        gboolean      speaks,
                        GError      **error)
{
  g_autoptr (JsonNode) node = load_speaks (vault);
  JsonObject *object = chatty_json_node_object (node);
  g_autofree char *text = NULL;

  object = object != NULL ? json_object_ref (object) : json_object_new ();
  json_object_set_boolean_member (object, callsign != NULL ? callsign : "", speaks);
  text = to_text (object);
  return chatty_vault_save_state (vault, SPEAKS_STATE, text, error);
}

/*
 * chatty_talk_dup_person:
 *
 * Returns: (transfer full) (nullable): the same for ever for one vault, and
 *   nothing that says who it is
 */
char *
chatty_talk_dup_person (ChattyVault  *vault,
                        GError      **error)
{
  g_autofree char *text = chatty_vault_load_state (vault, PERSON_STATE, NULL);

  if (text != NULL && g_uuid_string_is_valid (g_strstrip (text)))
    return g_steal_pointer (&text);
  g_free (text);
  text = g_uuid_string_random ();
  return chatty_vault_save_state (vault, PERSON_STATE, text, error) ? g_steal_pointer (&text)
                                                                    : NULL;
}
