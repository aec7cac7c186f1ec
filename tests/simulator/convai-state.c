/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai-state.h"

#include "sim-private.h"

static void
user_free (gpointer data)
{
  ConvaiUser *user = data;

  g_free (user->key);
  g_free (user->id);
  json_array_unref (user->speakers);
  g_free (user);
}

static void
token_free (gpointer data)
{
  ConvaiToken *token = data;

  g_free (token->token);
  g_free (token);
}

static void
character_free (gpointer data)
{
  ConvaiCharacter *character = data;

  g_free (character->id);
  g_free (character->backstory);
  json_object_unref (character->record);
  json_array_unref (character->memories);
  g_hash_table_unref (character->active_docs);
  g_free (character);
}

static void
document_free (gpointer data)
{
  ConvaiDocument *document = data;

  g_free (document->id);
  g_free (document->file_name);
  g_free (document->timestamp);
  g_free (document);
}

static void
turn_free (gpointer data)
{
  ConvaiTurn *turn = data;

  g_date_time_unref (turn->when);
  g_free (turn->asked);
  g_free (turn->answered);
  g_free (turn);
}

static void
session_free (gpointer data)
{
  ConvaiSession *session = data;

  g_free (session->id);
  g_date_time_unref (session->started);
  g_ptr_array_unref (session->turns);
  g_free (session);
}

ConvaiState *
convai_state_new (ChattySimulator *sim)
{
  ConvaiState *state = g_new0 (ConvaiState, 1);

  state->sim = sim;
  state->users = g_ptr_array_new_with_free_func (user_free);
  state->tokens = g_ptr_array_new_with_free_func (token_free);
  state->characters = g_ptr_array_new_with_free_func (character_free);
  state->documents = g_ptr_array_new_with_free_func (document_free);
  state->sessions = g_ptr_array_new_with_free_func (session_free);
  return state;
}

void
convai_state_free (ConvaiState *state)
{
  g_ptr_array_unref (state->sessions);
  g_ptr_array_unref (state->documents);
  g_ptr_array_unref (state->characters);
  g_ptr_array_unref (state->tokens);
  g_ptr_array_unref (state->users);
  g_free (state);
}

/* A key that was taken back has no text any more: its user stays, for the
 * characters. */
ConvaiUser *
convai_state_find_user (ConvaiState *state,
                        const char  *key)
{
  for (guint i = 0; key != NULL && i < state->users->len; i++)
    {
      ConvaiUser *user = g_ptr_array_index (state->users, i);

      if (g_strcmp0 (user->key, key) == 0)
        return user;
    }
  return NULL;
}

ConvaiUser *
convai_state_find_token (ConvaiState *state,
                         const char  *token)
{
  for (guint i = 0; i < state->tokens->len; i++)
    {
      ConvaiToken *known = g_ptr_array_index (state->tokens, i);

      if (g_strcmp0 (known->token, token) == 0)
        return known->user;
    }
  return NULL;
}

const char *
convai_state_add_token (ConvaiState *state,
                        ConvaiUser  *user)
{
  ConvaiToken *token = g_new0 (ConvaiToken, 1);

  token->token = sim_new_hex (state->sim);
  token->user = user;
  g_ptr_array_add (state->tokens, token);
  return token->token;
}

gboolean
convai_state_remove_token (ConvaiState *state,
                           const char  *token)
{
  for (guint i = 0; i < state->tokens->len; i++)
    {
      ConvaiToken *known = g_ptr_array_index (state->tokens, i);

      if (g_strcmp0 (known->token, token) == 0)
        {
          g_ptr_array_remove_index (state->tokens, i);
          return TRUE;
        }
    }
  return FALSE;
}

static ConvaiCharacter *
character_new (ConvaiState *state,
               ConvaiUser  *user)
{
  ConvaiCharacter *character = g_new0 (ConvaiCharacter, 1);

  character->id = sim_new_uuid (state->sim);
  character->user = user;
  character->active_docs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  character->memories = json_array_new ();
  g_ptr_array_add (state->characters, character);
  return character;
}

ConvaiCharacter *
convai_state_add_character (ConvaiState *state,
                            ConvaiUser  *user,
                            const char  *name,
                            const char  *voice,
                            const char  *backstory)
{
  ConvaiCharacter *character = character_new (state, user);
  g_autoptr (GDateTime) now = sim_tick (state->sim);
  g_autofree char *timestamp = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");

  character->backstory = g_strdup (backstory);
  character->record = convai_record_new (character->id, user->id, name, voice, timestamp);
  return character;
}

JsonObject *
convai_object_copy (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *text = NULL;

  /* json_node_copy() shares the object; this does not. */
  json_node_set_object (node, object);
  text = sim_json_to_text (node);
  json_parser_load_from_data (parser, text, -1, NULL);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

ConvaiCharacter *
convai_state_clone_character (ConvaiState     *state,
                              ConvaiCharacter *character,
                              ConvaiUser      *user,
                              gboolean         with_documents)
{
  ConvaiCharacter *copy = character_new (state, user);
  GHashTableIter iter;
  gpointer id;

  copy->backstory = g_strdup (character->backstory);
  copy->record = convai_object_copy (character->record);
  json_object_set_string_member (copy->record, "character_id", copy->id);
  json_object_set_string_member (copy->record, "user_id", user->id);
  g_hash_table_iter_init (&iter, character->active_docs);
  while (with_documents && g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (copy->active_docs, g_strdup (id));
  return copy;
}

ConvaiCharacter *
convai_state_find_character (ConvaiState *state,
                             const char  *id)
{
  for (guint i = 0; id != NULL && i < state->characters->len; i++)
    {
      ConvaiCharacter *character = g_ptr_array_index (state->characters, i);

      if (g_str_equal (character->id, id))
        return character;
    }
  return NULL;
}

void
convai_state_remove_character (ConvaiState     *state,
                               ConvaiCharacter *character)
{
  for (guint i = state->sessions->len; i > 0; i--)
    {
      ConvaiSession *session = g_ptr_array_index (state->sessions, i - 1);

      if (session->character == character)
        g_ptr_array_remove_index (state->sessions, i - 1);
    }
  g_ptr_array_remove (state->characters, character);
}

ConvaiDocument *
convai_state_add_document (ConvaiState *state,
                           ConvaiUser  *user,
                           const char  *file_name,
                           guint64      size)
{
  ConvaiDocument *document = g_new0 (ConvaiDocument, 1);
  g_autoptr (GDateTime) now = sim_tick (state->sim);

  document->id = sim_new_uuid (state->sim);
  document->user = user;
  document->file_name = g_strdup (file_name);
  document->size = size;
  document->timestamp = g_date_time_format (now, "%Y-%m-%d %H:%M:%S.%f");
  document->lists_left = sim_get_ready_after (state->sim);
  g_ptr_array_add (state->documents, document);
  return document;
}

ConvaiDocument *
convai_state_find_document (ConvaiState *state,
                            const char  *id)
{
  for (guint i = 0; id != NULL && i < state->documents->len; i++)
    {
      ConvaiDocument *document = g_ptr_array_index (state->documents, i);

      if (g_str_equal (document->id, id))
        return document;
    }
  return NULL;
}

/* Takes it from every character as well. */
void
convai_state_remove_document (ConvaiState    *state,
                              ConvaiDocument *document)
{
  for (guint i = 0; i < state->characters->len; i++)
    {
      ConvaiCharacter *character = g_ptr_array_index (state->characters, i);

      g_hash_table_remove (character->active_docs, document->id);
    }
  g_ptr_array_remove (state->documents, document);
}

/* Sessions of the two hosts have different ids and do not know each other. */
ConvaiSession *
convai_state_add_session (ConvaiState     *state,
                          ConvaiCharacter *character,
                          gboolean         live)
{
  ConvaiSession *session = g_new0 (ConvaiSession, 1);

  session->id = live ? sim_new_uuid (state->sim) : sim_new_hex (state->sim);
  session->character = character;
  session->live = live;
  session->started = sim_tick (state->sim);
  session->turns = g_ptr_array_new_with_free_func (turn_free);
  g_ptr_array_add (state->sessions, session);
  return session;
}

ConvaiSession *
convai_state_find_session (ConvaiState *state,
                           const char  *id)
{
  for (guint i = 0; id != NULL && i < state->sessions->len; i++)
    {
      ConvaiSession *session = g_ptr_array_index (state->sessions, i);

      if (g_str_equal (session->id, id))
        return session;
    }
  return NULL;
}

void
convai_state_remove_session (ConvaiState   *state,
                             ConvaiSession *session)
{
  g_ptr_array_remove (state->sessions, session);
}

void
convai_session_add_turn (ConvaiState   *state,
                         ConvaiSession *session,
                         const char    *asked,
                         const char    *answered)
{
  ConvaiTurn *turn = g_new0 (ConvaiTurn, 1);
  g_autofree char *when = NULL;

  turn->when = sim_tick (state->sim);
  turn->asked = g_strdup (asked);
  turn->answered = g_strdup (answered);
  g_ptr_array_add (session->turns, turn);
  when = g_date_time_format (turn->when, "%Y-%m-%dT%H:%M:%S");
  json_object_set_string_member (session->character->record, "last_interacted_with", when);
}
