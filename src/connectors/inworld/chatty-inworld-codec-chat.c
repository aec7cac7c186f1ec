/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"
#include "chatty-text.h"
#include "chatty-turn.h"

/* Writing ------------------------------------------------------------------------- */

static JsonObject *
add_message (JsonArray  *messages,
             const char *role)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_array_add_object_element (messages, message);
  return message;
}

static void
add_text (JsonArray  *messages,
          const char *role,
          const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (add_message (messages, role), "content", text);
}

static JsonArray *
write_parts (const ChattyChatMessage *message)
{
  JsonArray *parts = json_array_new ();

  if (message->text != NULL && *message->text != '\0')
    {
      JsonObject *part = json_object_new ();

      json_object_set_string_member (part, "type", "text");
      json_object_set_string_member (part, "text", message->text);
      json_array_add_object_element (parts, part);
    }
  for (guint i = 0; i < message->n_images; i++)
    {
      const ChattyChatFile *image = &message->images[i];
      gsize length;
      const guchar *bytes = g_bytes_get_data (image->bytes, &length);
      g_autofree char *base64 = g_base64_encode (bytes, length);
      g_autofree char *uri = g_strconcat ("data:", image->media_type, ";base64,", base64, NULL);
      JsonObject *part = json_object_new ();
      JsonObject *place = json_object_new ();

      json_object_set_string_member (place, "url", uri);
      json_object_set_string_member (part, "type", "image_url");
      json_object_set_object_member (part, "image_url", place);
      json_array_add_object_element (parts, part);
    }
  return parts;
}

static JsonArray *
write_messages (const ChattyChatMessage *message)
{
  const ChattyChatContext *context = message->context;
  JsonArray *messages = json_array_new ();

  add_text (messages, "system", context != NULL ? context->instructions : NULL);
  for (guint i = 0; context != NULL && context->turns != NULL && i < context->turns->len; i++)
    {
      ChattyTurn *turn = g_ptr_array_index (context->turns, i);
      ChattyRole role = chatty_turn_get_role (turn);

      if (role == CHATTY_ROLE_PERSON || role == CHATTY_ROLE_ASSISTANT)
        add_text (messages, role == CHATTY_ROLE_PERSON ? "user" : "assistant",
                  chatty_turn_get_text (turn));
    }
  if (message->n_images > 0)
    json_object_set_array_member (add_message (messages, "user"), "content",
                                  write_parts (message));
  else
    add_text (messages, "user", message->text);
  return messages;
}

static gboolean
check_images (const ChattyChatMessage  *message,
              GError                  **error)
{
  for (guint i = 0; i < message->n_images; i++)
    if (message->images[i].media_type == NULL ||
        !g_str_has_prefix (message->images[i].media_type, "image/") ||
        strpbrk (message->images[i].media_type, ";, \r\n") != NULL)
      {
        g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                     _("Inworld takes images, and “%s” is none"),
                     message->images[i].name != NULL ? message->images[i].name : "?");
        return FALSE;
      }
  return TRUE;
}

/**
 * chatty_inworld_write_chat:
 * @character_id: (nullable): the router that plays the character; its own
 *   instruction comes before those of @message
 * @message: what is said, with all that was said before
 * @error: %CHATTY_ERROR_INVALID_DATA when nothing is said,
 *   %CHATTY_ERROR_UNSUPPORTED for a file that is no image
 *
 * Returns: (transfer full) (nullable): the body (platform reference, section
 *   3.6)
 */
JsonNode *
chatty_inworld_write_chat (const char               *character_id,
                           const ChattyChatMessage  *message,
                           GError                  **error)
{
  const ChattyChatContext *context = message->context;
  const char *model = context != NULL ? context->model : NULL;
  g_autofree char *router = NULL;
  JsonObject *object;

  if ((message->text == NULL || *message->text == '\0') && message->n_images == 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Say something, or show a picture"));
      return NULL;
    }
  if (!check_images (message, error))
    return NULL;
  if (model == NULL || *model == '\0')
    model = router = character_id != NULL ? g_strconcat ("inworld/", character_id, NULL)
                                          : g_strdup ("auto");

  object = json_object_new ();
  json_object_set_string_member (object, "model", model);
  json_object_set_array_member (object, "messages", write_messages (message));
  json_object_set_boolean_member (object, "stream", TRUE);
  if (context != NULL)
    {
      if (isfinite (context->temperature))
        json_object_set_double_member (object, "temperature", CLAMP (context->temperature, 0, 2));
      if (context->max_tokens > 0)
        json_object_set_int_member (object, "max_tokens", context->max_tokens);
      if (context->effort != NULL && *context->effort != '\0')
        json_object_set_string_member (object, "reasoning_effort", context->effort);
      if (context->person != NULL && *context->person != '\0')
        json_object_set_string_member (object, "user", context->person);
    }
  return chatty_inworld_object_node (object);
}

/* Reading ------------------------------------------------------------------------- */

/* Content is a text, null, or a list of parts. */
static char *
read_content (JsonObject *object)
{
  JsonArray *parts = chatty_inworld_get_array (object, "content");
  g_autoptr (GString) joined = NULL;

  if (parts == NULL)
    {
      JsonNode *node = chatty_inworld_get_member (object, "content");

      return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
             ? chatty_text_make_valid (json_node_get_string (node), -1) : NULL;
    }
  joined = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      g_autofree char *text = chatty_inworld_dup_text (chatty_inworld_element (parts, i), "text");

      if (text != NULL)
        g_string_append (joined, text);
    }
  return g_strdup (joined->str);
}

static void
read_usage (JsonObject         *object,
            ChattyInworldPiece *piece)
{
  JsonObject *usage = chatty_inworld_get_object (object, "usage");
  double prompt = chatty_inworld_get_number (usage, "promptTokens", -1);
  double completion = chatty_inworld_get_number (usage, "completionTokens", -1);

  if (prompt < 0 || completion < 0 || prompt > G_MAXUINT || completion > G_MAXUINT)
    return;
  piece->has_usage = TRUE;
  piece->prompt = (guint) prompt;
  piece->completion = (guint) completion;
}

/**
 * chatty_inworld_read_piece:
 * @data: the data of an event, or a whole answer that was not streamed
 * @piece: (out caller-allocates): what it brought
 * @error: what it says went wrong, in any of the shapes of the platform
 *   reference, section 3.3; %CHATTY_ERROR_SERVER for what cannot be read
 *
 * Returns: whether nothing went wrong
 */
gboolean
chatty_inworld_read_piece (const char          *data,
                           ChattyInworldPiece  *piece,
                           GError             **error)
{
  g_auto (ChattyInworldFailure) failure = { NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object, *choice, *delta;

  *piece = (ChattyInworldPiece) { NULL };
  while (g_ascii_isspace (*data))
    data++;
  if (g_str_has_prefix (data, "[DONE]"))
    {
      piece->done = TRUE;
      return TRUE;
    }
  node = chatty_json_parse (data, -1, NULL);
  object = chatty_json_node_object (node);
  if (object == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("A part of Inworld’s answer cannot be read. Try again"));
      return FALSE;
    }
  if (chatty_inworld_read_failure (node, TRUE, &failure))
    {
      chatty_inworld_failure_to_error (&failure, error);
      return FALSE;
    }

  choice = chatty_inworld_element (chatty_inworld_get_array (object, "choices"), 0);
  delta = chatty_inworld_get_object (choice, "delta");
  if (delta == NULL)
    delta = chatty_inworld_get_object (choice, "message");
  piece->text = read_content (delta);
  if (piece->text == NULL)
    piece->text = chatty_inworld_dup_text (delta, "refusal");
  piece->model = chatty_inworld_dup_text (object, "model");
  piece->finish = chatty_inworld_dup_text (choice, "finishReason");
  read_usage (object, piece);

  if (choice != NULL && chatty_inworld_get_member (choice, "error") != NULL)
    {
      g_autoptr (JsonNode) inner = chatty_inworld_object_node (json_object_ref (choice));

      if (chatty_inworld_read_failure (inner, TRUE, &failure))
        {
          chatty_inworld_failure_to_error (&failure, error);
          return FALSE;
        }
    }
  if (piece->finish != NULL && g_ascii_strcasecmp (piece->finish, "error") == 0)
    {
      chatty_inworld_set_error (error, CHATTY_ERROR_SERVER, NULL);
      return FALSE;
    }
  return TRUE;
}

void
chatty_inworld_piece_clear (ChattyInworldPiece *piece)
{
  g_clear_pointer (&piece->text, g_free);
  g_clear_pointer (&piece->model, g_free);
  g_clear_pointer (&piece->finish, g_free);
}
