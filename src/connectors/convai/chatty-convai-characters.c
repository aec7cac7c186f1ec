/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-convai-private.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* How often a create is tried whose answers are lost, and the first wait
 * between; a look whether it was carried out comes before each. */
#define CREATE_ATTEMPTS 3
#define CREATE_WAIT_MS  300

static GPtrArray *
convai_list (ChattyCharacterStore  *store,
             GCancellable          *cancellable,
             GError               **error)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/character/list");
  g_autoptr (JsonNode) node = NULL;

  /* The whole list comes at once: there are no pages, and there is no body
   * (platform reference, section 2.4). */
  chatty_http_request_set_repeat_safe (request, TRUE);
  node = chatty_convai_call (store, g_steal_pointer (&request), cancellable, error);
  return node != NULL ? chatty_convai_read_characters (node, error) : NULL;
}

static ChattyCharacter *
convai_get (ChattyCharacterStore  *store,
            const char            *id,
            GCancellable          *cancellable,
            GError               **error)
{
  g_autoptr (JsonNode) node = NULL;
  ChattyCharacter *character;

  node = chatty_convai_call (store,
                             chatty_convai_request ("/character/get", TRUE, "charID", id, NULL),
                             cancellable, error);
  if (node == NULL)
    return NULL;
  character = chatty_convai_read_character (chatty_convai_unwrap (node));
  if (character != NULL && g_str_equal (chatty_character_get_id (character), id))
    return character;
  g_clear_pointer (&character, chatty_character_unref);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("Convai’s answer does not hold the character that was asked for"));
  return NULL;
}

static GHashTable *
list_ids (ChattyCharacterStore  *store,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autoptr (GPtrArray) characters = convai_list (store, cancellable, error);
  GHashTable *ids;

  if (characters == NULL)
    return NULL;
  ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < characters->len; i++)
    g_hash_table_add (ids, g_strdup (chatty_character_get_id (g_ptr_array_index (characters, i))));
  return ids;
}

static gboolean
is_made_from (ChattyCharacter *there,
              ChattyCharacter *wanted)
{
  return chatty_text_is_same (chatty_character_get_text (there, CHATTY_FIELD_INSTRUCTIONS),
                                  chatty_character_get_text (wanted, CHATTY_FIELD_INSTRUCTIONS)) &&
         g_strcmp0 (chatty_character_get_text (there, CHATTY_FIELD_VOICE),
                    chatty_character_get_text (wanted, CHATTY_FIELD_VOICE)) == 0;
}

/* Looks for a character that was not there before and is like @wanted.
 * Returns whether the look succeeded; @id is set when one was found. */
static gboolean
look_for (ChattyCharacterStore  *store,
          GHashTable            *before,
          ChattyCharacter       *wanted,
          gboolean               same_name,
          char                 **id,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autoptr (GPtrArray) characters = convai_list (store, cancellable, error);

  if (characters == NULL)
    return FALSE;
  for (guint i = 0; i < characters->len && *id == NULL; i++)
    {
      ChattyCharacter *candidate = g_ptr_array_index (characters, i);
      const char *candidate_id = chatty_character_get_id (candidate);
      g_autoptr (ChattyCharacter) there = NULL;

      if (g_hash_table_contains (before, candidate_id) ||
          (same_name && !chatty_text_is_same (chatty_character_get_name (candidate),
                                                  chatty_character_get_name (wanted))))
        continue;
      there = convai_get (store, candidate_id, cancellable, error);
      if (there == NULL)
        return FALSE;
      if (is_made_from (there, wanted))
        *id = g_strdup (candidate_id);
    }
  return TRUE;
}

/* Sends once. %FALSE with @lost says that nobody knows whether it was carried
 * out. */
static gboolean
send_once (ChattyCharacterStore  *store,
           const char            *path,
           JsonNode              *body,
           char                 **id,
           gboolean              *lost,
           GCancellable          *cancellable,
           GError               **error)
{
  g_autoptr (ChattyHttpRequest) request =
    chatty_convai_request_json (path, FALSE, json_node_copy (body));
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonNode) node = NULL;

  *lost = FALSE;
  response = chatty_http_connector_send (CHATTY_HTTP_CONNECTOR (store), CONVAI_API, request,
                                         cancellable, &failure);
  if (response == NULL)
    {
      *lost = chatty_http_connector_is_lost (failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  node = chatty_http_response_parse_json (response, NULL);
  *id = chatty_convai_dup_text (chatty_convai_unwrap (node), "charID");
  if (*id != NULL && **id != '\0')
    return TRUE;
  g_clear_pointer (id, g_free);
  *lost = TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Convai did not say which character it made"));
  return FALSE;
}

/* One character results, and not two, also when answers are lost: it is looked
 * for before it is sent again. */
static gboolean
make_one (ChattyCharacterStore  *store,
          const char            *path,
          JsonNode              *body,
          ChattyCharacter       *wanted,
          gboolean               same_name,
          char                 **id,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autoptr (GHashTable) before = list_ids (store, cancellable, error);

  if (before == NULL)
    return FALSE;
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failure = NULL;
      gboolean lost;

      if (send_once (store, path, body, id, &lost, cancellable, &failure))
        return TRUE;
      if (lost && !g_cancellable_is_cancelled (cancellable))
        {
          if (!look_for (store, before, wanted, same_name, id, cancellable, NULL))
            attempt = CREATE_ATTEMPTS;
          if (*id != NULL)
            return TRUE;
        }
      if (!lost || attempt >= CREATE_ATTEMPTS ||
          !chatty_call_pause (CREATE_WAIT_MS << attempt, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
}

static gboolean
convai_update (ChattyCharacterStore  *store,
               const char            *id,
               ChattyCharacter       *character,
               guint                  fields,
               GCancellable          *cancellable,
               GError               **error)
{
  JsonNode *body = chatty_convai_write_update (id, character, fields, error);

  if (body == NULL)
    return FALSE;
  if (json_object_get_size (json_node_get_object (body)) == 1)
    {
      json_node_unref (body);
      return TRUE;
    }
  /* It sets values, so that doing it twice does no more. */
  return chatty_convai_change (store, chatty_convai_request_json ("/character/update", TRUE, body),
                               cancellable, error);
}

/* A voice that is not listed any more is refused with words that do not say so
 * (platform reference, section 5): they are looked for in its list. */
static void
explain_refusal (ChattyCharacterStore  *store,
                 ChattyCharacter       *character,
                 GCancellable          *cancellable,
                 GError               **error)
{
  const char *voice = chatty_character_get_text (character, CHATTY_FIELD_VOICE);
  g_autoptr (GPtrArray) voices = NULL;

  if (voice == NULL || !g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA))
    return;
  voices = chatty_speech_list_voices (CHATTY_SPEECH (store), TRUE, cancellable, NULL);
  for (guint i = 0; voices != NULL && i < voices->len; i++)
    if (g_str_equal (((ChattyVoice *) g_ptr_array_index (voices, i))->id, voice))
      return;
  if (voices == NULL)
    return;
  g_clear_error (error);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               _("Convai has no voice “%s” (any more). Choose one of its list"), voice);
}

static gboolean
convai_create (ChattyCharacterStore  *store,
               ChattyCharacter       *character,
               char                 **id,
               GCancellable          *cancellable,
               GError               **error)
{
  guint rest = ~(CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME) | CHATTY_FIELD_FLAG (CHATTY_FIELD_VOICE) |
                 CHATTY_FIELD_FLAG (CHATTY_FIELD_INSTRUCTIONS));
  g_autoptr (JsonNode) body = chatty_convai_write_create (character, error);
  g_autoptr (JsonNode) update = NULL;
  g_autoptr (GError) failure = NULL;

  if (body == NULL)
    return FALSE;
  /* What an update would be refused for is said before anything is made. */
  update = chatty_convai_write_update ("", character, rest, error);
  if (update == NULL)
    return FALSE;
  if (!make_one (store, "/character/create", body, character, TRUE, id, cancellable, &failure))
    {
      explain_refusal (store, character, cancellable, &failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (convai_update (store, *id, character, rest, cancellable, error))
    return TRUE;
  g_prefix_error (error, _("The character was made at Convai, but not with all its fields: "));
  return FALSE;
}

static gboolean
convai_delete (ChattyCharacterStore  *store,
               const char            *id,
               GCancellable          *cancellable,
               GError               **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GHashTable) left = NULL;

  if (chatty_convai_change (store,
                            chatty_convai_request ("/character/delete", FALSE, "charID", id, NULL),
                            cancellable, &failure))
    return TRUE;
  if (chatty_http_connector_is_lost (failure))
    left = list_ids (store, cancellable, NULL);
  if (left != NULL && !g_hash_table_contains (left, id))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static char *
convai_clone (ChattyCharacterStore  *store,
              const char            *id,
              gboolean               with_knowledge,
              GCancellable          *cancellable,
              GError               **error)
{
  g_autoptr (ChattyCharacter) original = convai_get (store, id, cancellable, error);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  char *clone = NULL;

  json_object_set_string_member (object, "charID", id);
  json_object_set_boolean_member (object, "KB", with_knowledge);
  json_node_take_object (body, object);
  /* What the copy is called is not documented. */
  if (original == NULL ||
      !make_one (store, "/user/clone_character", body, original, FALSE, &clone, cancellable,
                 error))
    return NULL;
  return clone;
}

static const ChattyFieldMap *
convai_map (ChattyCharacterStore *store,
            guint                *n_fields)
{
  return chatty_convai_field_map (n_fields);
}

void
chatty_convai_character_store_init (ChattyCharacterStoreInterface *iface)
{
  iface->list = convai_list;
  iface->get = convai_get;
  iface->create = convai_create;
  iface->update = convai_update;
  iface->delete = convai_delete;
  iface->clone = convai_clone;
  iface->map = convai_map;
}
