/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-connector.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"
#include "chatty-retry.h"
#include "chatty-text.h"

/* No name of theirs is longer. */
#define MAX_MEMBER 64

static void
to_snake (const char *member,
          char        snake[MAX_MEMBER * 2])
{
  gsize at = 0;

  for (gsize i = 0; member[i] != '\0' && i < MAX_MEMBER - 1; i++)
    {
      if (g_ascii_isupper (member[i]))
        snake[at++] = '_';
      snake[at++] = g_ascii_tolower (member[i]);
    }
  snake[at] = '\0';
}

/**
 * chatty_inworld_get_member:
 * @object: (nullable): where to look
 * @member: name in camelCase
 *
 * Returns: (transfer none) (nullable): the member in either spelling; %NULL for
 *   null as well
 */
JsonNode *
chatty_inworld_get_member (JsonObject *object,
                           const char *member)
{
  char snake[MAX_MEMBER * 2];
  JsonNode *node;

  if (object == NULL)
    return NULL;
  node = json_object_get_member (object, member);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      to_snake (member, snake);
      node = json_object_get_member (object, snake);
    }
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

JsonObject *
chatty_inworld_get_object (JsonObject *object,
                           const char *member)
{
  JsonNode *node = chatty_inworld_get_member (object, member);

  return node != NULL ? chatty_json_node_object (node) : NULL;
}

JsonArray *
chatty_inworld_get_array (JsonObject *object,
                          const char *member)
{
  JsonNode *node = chatty_inworld_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static GType
value_type (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                      : G_TYPE_INVALID;
}

/**
 * chatty_inworld_dup_text:
 *
 * Returns: (transfer full) (nullable): a text, or what a number would be as
 *   text; valid UTF-8
 */
char *
chatty_inworld_dup_text (JsonObject *object,
                         const char *member)
{
  return chatty_json_node_text (chatty_inworld_get_member (object, member));
}

/**
 * chatty_inworld_get_number:
 *
 * Returns: a number, also one in a text, as 64-bit numbers of protobuf are;
 *   @fallback for anything else
 */
double
chatty_inworld_get_number (JsonObject *object,
                           const char *member,
                           double      fallback)
{
  return chatty_json_node_number (chatty_inworld_get_member (object, member), fallback);
}

gboolean
chatty_inworld_get_flag (JsonObject *object,
                         const char *member,
                         gboolean    fallback)
{
  JsonNode *node = chatty_inworld_get_member (object, member);

  if (value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  return fallback;
}

/**
 * chatty_inworld_element:
 * @array: (nullable): a list of objects
 *
 * Returns: (transfer none) (nullable): the @nth, if it is there and an object
 */
JsonObject *
chatty_inworld_element (JsonArray *array,
                        guint      nth)
{
  return array != NULL && nth < json_array_get_length (array)
         ? chatty_json_node_object (json_array_get_element (array, nth)) : NULL;
}

/**
 * chatty_inworld_take_member:
 * @member: name in camelCase
 * @snake: how to spell it where it is not there yet
 * @value: (transfer full) (nullable): %NULL to remove it
 *
 * Sets a member in the spelling in which it is there, so that there is never
 * one of each.
 */
void
chatty_inworld_take_member (JsonObject *object,
                            const char *member,
                            gboolean    snake,
                            JsonNode   *value)
{
  char other[MAX_MEMBER * 2];

  to_snake (member, other);
  if (json_object_has_member (object, other))
    snake = TRUE;
  else if (json_object_has_member (object, member))
    snake = FALSE;
  if (!g_str_equal (other, member))
    json_object_remove_member (object, snake ? member : other);
  if (value != NULL)
    json_object_set_member (object, snake ? other : member, value);
  else if (json_object_has_member (object, snake ? other : member))
    json_object_remove_member (object, snake ? other : member);
}

JsonNode *
chatty_inworld_text_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/**
 * chatty_inworld_object_node:
 * @object: (transfer full): what it holds
 *
 * Returns: (transfer full): a node
 */
JsonNode *
chatty_inworld_object_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/* Errors -------------------------------------------------------------------- */

static gboolean
mentions (const char        *words,
          const char *const *any)
{
  g_autofree char *folded = words != NULL ? g_ascii_strdown (words, -1) : NULL;

  for (; folded != NULL && *any != NULL; any++)
    if (strstr (folded, *any) != NULL)
      return TRUE;
  return FALSE;
}

/* Codes of gRPC are those of google.rpc.Code; some put the status of HTTP in
 * the same place (platform reference, section 3.3). */
static int
code_of_number (int number)
{
  switch (number)
    {
    case 3: case 9: case 11: case 400: case 422:
      return CHATTY_ERROR_INVALID_DATA;
    case 4: case 408: case 504:
      return CHATTY_ERROR_TIMED_OUT;
    case 5: case 404:
      return CHATTY_ERROR_NOT_FOUND;
    case 6: case 10: case 409:
      return CHATTY_ERROR_CONFLICT;
    case 7: case 403:
      return CHATTY_ERROR_FORBIDDEN;
    case 8: case 429:
      return CHATTY_ERROR_RATE_LIMITED;
    case 12: case 501:
      return CHATTY_ERROR_UNSUPPORTED;
    case 16: case 401:
      return CHATTY_ERROR_SIGN_IN_NEEDED;
    case 402:
      return CHATTY_ERROR_QUOTA;
    case 413:
      return CHATTY_ERROR_TOO_LARGE;
    case 1: case 2: case 13: case 14: case 15: case 500: case 502: case 503:
      return CHATTY_ERROR_SERVER;
    default:
      return -1;
    }
}

/* As OpenAI and those who follow it name the kinds of errors. */
static int
code_of_name (const char *name)
{
  static const struct {
    const char *part;
    int         code;
  } names[] = {
    { "insufficient", CHATTY_ERROR_QUOTA },
    { "billing", CHATTY_ERROR_QUOTA },
    { "rate_limit", CHATTY_ERROR_RATE_LIMITED },
    { "resource_exhausted", CHATTY_ERROR_RATE_LIMITED },
    { "overloaded", CHATTY_ERROR_SERVER },
    { "api_key", CHATTY_ERROR_SIGN_IN_NEEDED },
    { "auth", CHATTY_ERROR_SIGN_IN_NEEDED },
    { "permission", CHATTY_ERROR_FORBIDDEN },
    { "not_found", CHATTY_ERROR_NOT_FOUND },
    { "already_exists", CHATTY_ERROR_CONFLICT },
    { "context_length", CHATTY_ERROR_TOO_LARGE },
    { "invalid", CHATTY_ERROR_INVALID_DATA },
    { "server", CHATTY_ERROR_SERVER },
    { "unavailable", CHATTY_ERROR_SERVER },
    { "internal", CHATTY_ERROR_SERVER },
  };
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; folded != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (folded, names[i].part) != NULL)
      return names[i].code;
  return -1;
}

static int
read_code (JsonObject *object)
{
  static const char *const members[] = { "code", "type", "status" };
  double number = chatty_inworld_get_number (object, "code", -1);
  int code = number >= 0 && number < 1000 ? code_of_number ((int) number) : -1;

  for (guint i = 0; code < 0 && i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *name = chatty_inworld_dup_text (object, members[i]);

      code = code_of_name (name);
    }
  return code;
}

static char *
read_words (JsonObject *object)
{
  static const char *const members[] = { "message", "detail", "error", "errorDescription" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *words = chatty_inworld_dup_text (object, members[i]);

      if (words != NULL && *words != '\0')
        return g_steal_pointer (&words);
    }
  return NULL;
}

static guint
read_wait (JsonObject *object)
{
  g_autoptr (JsonNode) node = chatty_inworld_object_node (json_object_new ());
  g_autoptr (GBytes) bytes = NULL;
  char *json;
  gint64 wait;

  if (chatty_inworld_get_array (object, "details") == NULL)
    return 0;
  json_object_set_object_member (json_node_get_object (node), "error", json_object_ref (object));
  json = chatty_json_to_string (node, FALSE);
  bytes = g_bytes_new_take (json, strlen (json));
  wait = chatty_retry_asked_wait (NULL, bytes, 0);
  return wait > 0 ? (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

static void
take_failure (ChattyInworldFailure *failure,
              JsonObject           *object)
{
  static const char *const credit[] = { "credit", "balance", "billing", "payment", NULL };

  failure->words = read_words (object);
  failure->code = read_code (object);
  failure->wait = read_wait (object);
  if ((failure->code == CHATTY_ERROR_RATE_LIMITED || failure->code == CHATTY_ERROR_FORBIDDEN) &&
      mentions (failure->words, credit))
    failure->code = CHATTY_ERROR_QUOTA;
}

/* google.rpc.Status with code 0 says that all is well. */
static gboolean
is_failure (JsonObject *object)
{
  return json_object_get_size (object) > 0 &&
         (chatty_inworld_get_number (object, "code", -1) != 0 ||
          chatty_inworld_get_member (object, "message") != NULL);
}

/* {"error": {…}}, {"error": "…"} and lists of them. */
static gboolean
read_wrapped (JsonNode             *error,
              ChattyInworldFailure *failure)
{
  JsonObject *object = chatty_json_node_object (error);

  if (JSON_NODE_HOLDS_ARRAY (error))
    {
      JsonArray *array = json_node_get_array (error);

      return json_array_get_length (array) > 0 &&
             read_wrapped (json_array_get_element (array, 0), failure);
    }
  if (object != NULL)
    {
      if (!is_failure (object))
        return FALSE;
      take_failure (failure, object);
      return TRUE;
    }
  if (value_type (error) == G_TYPE_STRING)
    {
      failure->words = chatty_text_make_valid (json_node_get_string (error), -1);
      failure->code = code_of_name (failure->words);
      return TRUE;
    }
  return value_type (error) == G_TYPE_BOOLEAN && json_node_get_boolean (error);
}

/**
 * chatty_inworld_read_failure:
 * @node: (nullable): the root of an answer, an event or a line
 * @success_status: whether the HTTP status was one of success
 * @failure: (out caller-allocates): what it says
 *
 * Looks for an error in all the shapes of the platform reference, section 3.3,
 * also in answers of success.
 *
 * Returns: whether there is one
 */
gboolean
chatty_inworld_read_failure (JsonNode             *node,
                             gboolean              success_status,
                             ChattyInworldFailure *failure)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonObject *status = chatty_inworld_get_object (chatty_inworld_get_object (object, "result"),
                                                  "status");
  JsonNode *error = chatty_inworld_get_member (object, "error");

  *failure = (ChattyInworldFailure) { NULL, -1, 0 };
  if (object == NULL)
    return FALSE;
  if (error == NULL)
    error = chatty_inworld_get_member (object, "errors");
  if (error != NULL && read_wrapped (error, failure))
    return TRUE;
  if (status != NULL && chatty_inworld_get_number (status, "code", 0) != 0)
    {
      take_failure (failure, status);
      return TRUE;
    }
  /* A bare google.rpc.Status. */
  if (!success_status ||
      (chatty_inworld_get_number (object, "code", 0) != 0 &&
       value_type (chatty_inworld_get_member (object, "message")) == G_TYPE_STRING))
    {
      take_failure (failure, object);
      return TRUE;
    }
  return FALSE;
}

void
chatty_inworld_failure_clear (ChattyInworldFailure *failure)
{
  g_clear_pointer (&failure->words, g_free);
}

static const char *
headline (int code)
{
  switch (code)
    {
    case CHATTY_ERROR_NOT_FOUND:
      return _("Inworld does not have this");
    case CHATTY_ERROR_QUOTA:
      return _("Nothing is left of your Inworld credit");
    case CHATTY_ERROR_FORBIDDEN:
      return _("Your Inworld key may not do this");
    case CHATTY_ERROR_SIGN_IN_NEEDED:
      return _("Inworld does not accept the key. Replace it in the settings");
    case CHATTY_ERROR_RATE_LIMITED:
      return _("Inworld takes no more calls at the moment. Try again shortly");
    case CHATTY_ERROR_TIMED_OUT:
      return _("Inworld took too long. Try again");
    case CHATTY_ERROR_TOO_LARGE:
      return _("This is too long for Inworld");
    default:
      return _("Inworld could not do this");
    }
}

/**
 * chatty_inworld_set_error:
 * @code: of #CHATTY_ERROR
 * @words: (nullable): the platform's own, which are redacted and shortened
 */
void
chatty_inworld_set_error (GError     **error,
                          int          code,
                          const char  *words)
{
  chatty_http_connector_set_error (error, code, headline (code), words);
}

/**
 * chatty_inworld_failure_to_error:
 * @failure: what came in the midst of an answer of success
 */
void
chatty_inworld_failure_to_error (const ChattyInworldFailure  *failure,
                                 GError                     **error)
{
  chatty_inworld_set_error (error, failure->code >= 0 ? failure->code : CHATTY_ERROR_SERVER,
                            failure->words);
  if (error != NULL && failure->wait > 0)
    chatty_error_set_wait (*error, failure->wait);
}
