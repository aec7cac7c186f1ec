/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include "chatty-convai-codec.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-text.h"

static JsonNode *
get_value (JsonObject *object,
           const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/* The text "NULL" is how some members say that there is nothing. */
static gboolean
is_nothing (const char *text)
{
  return text == NULL || g_str_equal (text, "NULL");
}

/**
 * chatty_convai_dup_text:
 * @object: (nullable): where to look
 * @member: name
 *
 * Returns: (transfer full) (nullable): a text, or what a number would be as
 *   text; %NULL for anything else and for "NULL"
 */
char *
chatty_convai_dup_text (JsonObject *object,
                        const char *member)
{
  g_autofree char *text = chatty_json_node_text (get_value (object, member));

  return is_nothing (text) ? NULL : g_steal_pointer (&text);
}

/**
 * chatty_convai_get_number:
 *
 * Returns: a number, also one in a text; @fallback for anything else
 */
double
chatty_convai_get_number (JsonObject *object,
                          const char *member,
                          double      fallback)
{
  return chatty_json_node_number (get_value (object, member), fallback);
}

/**
 * chatty_convai_get_flag:
 *
 * Returns: a truth value, also one in a text ("True") or a number
 */
gboolean
chatty_convai_get_flag (JsonObject *object,
                        const char *member,
                        gboolean    fallback)
{
  JsonNode *node = get_value (object, member);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  if (type == G_TYPE_INT64)
    return json_node_get_int (node) != 0;
  if (type == G_TYPE_STRING)
    {
      if (g_ascii_strcasecmp (json_node_get_string (node), "true") == 0)
        return TRUE;
      if (g_ascii_strcasecmp (json_node_get_string (node), "false") == 0)
        return FALSE;
    }
  return fallback;
}

/**
 * chatty_convai_dup_texts:
 *
 * Returns: (transfer full) (nullable): a list of texts, also one that commas
 *   divide; %NULL for anything else
 */
char **
chatty_convai_dup_texts (JsonObject *object,
                         const char *member)
{
  JsonArray *array = chatty_json_get_array (object, member);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  if (array != NULL)
    {
      texts = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *node = json_array_get_element (array, i);

          if (JSON_NODE_HOLDS_VALUE (node) &&
              json_node_get_value_type (node) == G_TYPE_STRING)
            g_ptr_array_add (texts, chatty_text_make_valid (json_node_get_string (node), -1));
        }
      g_ptr_array_add (texts, NULL);
      return (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
    }

  text = chatty_convai_dup_text (object, member);
  if (text != NULL)
    {
      char **parts = g_strsplit (text, ",", -1);
      guint kept = 0;

      for (guint i = 0; parts[i] != NULL; i++)
        if (*g_strstrip (parts[i]) != '\0')
          parts[kept++] = parts[i];
        else
          g_free (parts[i]);
      parts[kept] = NULL;
      return parts;
    }
  return NULL;
}

/**
 * chatty_convai_read_time:
 * @date: (nullable): "2023-11-07T02:57:59", "2024-09-17 20:51:09.216522", or
 *   "17-09-2024" with the time apart
 * @time: (nullable): "20:51:09"
 *
 * Returns: the instant, read as UTC, or %CHATTY_TIME_NONE
 */
gint64
chatty_convai_read_time (const char *date,
                         const char *time)
{
  if (date == NULL || strlen (date) > 40)
    return CHATTY_TIME_NONE;
  if (strlen (date) == 10 && date[2] == '-' && date[5] == '-')
    {
      g_autofree char *iso = g_strdup_printf ("%s-%.2s-%.2s%s%.16s", date + 6, date + 3, date,
                                              time != NULL ? "T" : "",
                                              time != NULL ? time : "");

      return chatty_time_parse_iso (iso);
    }
  return chatty_time_parse_iso (date);
}

/**
 * chatty_convai_unwrap:
 * @node: (nullable): the root of an answer
 *
 * Returns: (transfer none) (nullable): its object, out of the envelope
 *   "response" where there is one
 */
JsonObject *
chatty_convai_unwrap (JsonNode *node)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonObject *inner = chatty_json_get_object (object, "response");

  return inner != NULL ? inner : object;
}

/**
 * chatty_convai_find_array:
 * @node: (nullable): the root of an answer
 * @member: where the list is, unless it is the root
 *
 * Returns: (transfer none) (nullable): the list
 */
JsonArray *
chatty_convai_find_array (JsonNode   *node,
                          const char *member)
{
  JsonObject *object;
  JsonArray *array;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  object = chatty_json_node_object (node);
  array = chatty_json_get_array (object, member);
  if (array == NULL)
    array = chatty_json_get_array (object, "response");
  return array != NULL ? array : chatty_json_get_array (chatty_convai_unwrap (node), member);
}

/* FastAPI tells what is wrong with each field. */
static char *
dup_details (JsonArray *array)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array) && i < 8; i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (array, i));
      g_autofree char *message = chatty_convai_dup_text (object, "msg");
      JsonArray *place = chatty_json_get_array (object, "loc");
      JsonNode *last = place != NULL && json_array_get_length (place) > 0
                       ? json_array_get_element (place, json_array_get_length (place) - 1) : NULL;

      if (message == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, "; ");
      if (last != NULL && JSON_NODE_HOLDS_VALUE (last) &&
          json_node_get_value_type (last) == G_TYPE_STRING)
        g_string_append_printf (text, "%s: ", json_node_get_string (last));
      g_string_append (text, message);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_words (JsonObject *object,
           const char *member)
{
  JsonArray *array = chatty_json_get_array (object, member);
  JsonObject *inner = chatty_json_get_object (object, member);
  char *words = array != NULL ? dup_details (array)
                : chatty_convai_dup_text (inner != NULL ? inner : object,
                                          inner != NULL ? "message" : member);

  if (words != NULL && *words == '\0')
    g_clear_pointer (&words, g_free);
  return words;
}

static gboolean
says_error (JsonObject *object)
{
  g_autofree char *status = chatty_convai_dup_text (object, "status");

  return status != NULL && (g_ascii_strncasecmp (status, "error", 5) == 0 ||
                            g_ascii_strncasecmp (status, "fail", 4) == 0);
}

/**
 * chatty_convai_dup_failure:
 * @node: (nullable): the root of an answer
 * @success_status: whether the HTTP status was one of success
 *
 * Looks for the words of an error in all the places where Convai puts them
 * (platform reference, section 2.2), also in answers of success.
 *
 * Returns: (transfer full) (nullable): the words, or %NULL without an error
 */
char *
chatty_convai_dup_failure (JsonNode *node,
                           gboolean  success_status)
{
  static const char *const always[] = { "API_ERROR", "ERROR", "INTERNAL_ERROR", "error" };
  static const char *const sometimes[] = { "detail", "message" };
  JsonObject *object = chatty_json_node_object (node);
  const char *text;
  char *words = NULL;

  if (object == NULL)
    return NULL;
  for (guint i = 0; words == NULL && i < G_N_ELEMENTS (always); i++)
    words = dup_words (object, always[i]);
  /* An answer of success may well have a message. */
  if (words == NULL && (!success_status || says_error (object)))
    for (guint i = 0; words == NULL && i < G_N_ELEMENTS (sometimes); i++)
      words = dup_words (object, sometimes[i]);
  if (words != NULL)
    return words;

  text = chatty_json_get_string (object, "text");
  if (text != NULL && g_str_has_prefix (text, "process_failure"))
    return chatty_text_make_valid (text, -1);
  return success_status && says_error (object) ? g_strdup ("status: error") : NULL;
}

/**
 * chatty_convai_is_success:
 * @node: (nullable): the root of an answer to a change
 *
 * Returns: whether it says that the change was made: "SUCCESS", "Successful",
 *   "success" and "SUCCESSFULLY DELETED" all occur
 */
gboolean
chatty_convai_is_success (JsonNode *node)
{
  static const char *const members[] = { "STATUS", "status", "Status" };
  JsonObject *object = chatty_convai_unwrap (node);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *status = chatty_json_get_string (object, members[i]);

      if (status != NULL)
        return g_ascii_strncasecmp (status, "success", 7) == 0;
    }
  return FALSE;
}

static gboolean
mentions (const char *words,
          const char *first,
          ...)
{
  g_autofree char *folded = words != NULL ? g_ascii_strdown (words, -1) : NULL;
  gboolean found = FALSE;
  va_list args;

  if (folded == NULL)
    return FALSE;
  va_start (args, first);
  for (const char *word = first; word != NULL && !found; word = va_arg (args, const char *))
    found = strstr (folded, word) != NULL;
  va_end (args);
  return found;
}

/**
 * chatty_convai_classify:
 * @status: the HTTP status
 * @path: what was called
 * @words: (nullable): the error's words
 *
 * Convai's statuses do not mean what they usually do: 400 stands for a
 * missing key and for a character that is not there, 404 for a failure of the
 * model (platform reference, sections 2.2 and 5). How a plan or a quota is
 * refused is not documented, so the words count.
 *
 * Returns: a code of #CHATTY_ERROR, or -1 for what the status usually means
 */
int
chatty_convai_classify (guint       status,
                        const char *path,
                        const char *words)
{
  if (status == 429 || status >= 500)
    return -1;
  if (mentions (words, "database calls failed", "details could not be fetched",
                "character not found", "session not found", "character_session_id", NULL))
    return CHATTY_ERROR_NOT_FOUND;
  if (mentions (words, "usage limit", "limit reached", "quota", "credit", NULL))
    return CHATTY_ERROR_QUOTA;
  if (mentions (words, " plan", "upgrade", "subscription", NULL))
    return CHATTY_ERROR_FORBIDDEN;
  if (mentions (words, "api key", "api_key", "apikey", NULL))
    return CHATTY_ERROR_SIGN_IN_NEEDED;
  if (mentions (words, "process_failure", NULL) || status < 300)
    return CHATTY_ERROR_SERVER;
  return -1;
}
