/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The program's options and commands in words. Journeys that drive the whole
 * application talk to the program by commands: one line each, one line back. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "chatty-simulator-control.h"

#include <string.h>

static gboolean
refuse (GError     **error,
        const char  *format,
        const char  *text)
{
  g_autofree char *message = NULL;
  g_auto (GStrv) halves = g_strsplit (format, "%s", 2);

  message = g_strjoinv (text, halves);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

/* For commands of one platform: says that there is no @what called @text.
 * Returns: %TRUE, since it was such a command */
gboolean
chatty_simulator_no_such (GError     **error,
                          const char  *what,
                          const char  *text)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "There is no %s \"%s\".", what,
               text);
  return TRUE;
}

/* @text: "KEY" or "KEY=PLAN". */
gboolean
chatty_simulator_configure_key (ChattySimulator      *self,
                                const char           *text,
                                ChattySimulatorPlan   default_plan,
                                GError              **error)
{
  g_auto (GStrv) halves = g_strsplit (text, "=", 2);
  ChattySimulatorPlan plan = default_plan;

  if (halves[0] == NULL || *halves[0] == '\0')
    return refuse (error, "There is no key in \"%s\".", text);
  if (halves[1] != NULL && !chatty_simulator_parse_plan (halves[1], &plan))
    return refuse (error, "There is no plan \"%s\".", halves[1]);
  chatty_simulator_add_key (self, halves[0], plan);
  return TRUE;
}

/* @text: "PATTERN=FAULT[:NTH[:COUNT]]". */
gboolean
chatty_simulator_configure_fault (ChattySimulator  *self,
                                  const char       *text,
                                  GError          **error)
{
  g_auto (GStrv) halves = g_strsplit (text, "=", 2);
  g_auto (GStrv) parts = NULL;
  ChattySimulatorFault fault;
  guint64 nth = 1;
  guint64 count = 0;

  if (halves[0] == NULL || halves[1] == NULL)
    return refuse (error, "\"%s\" is not PATTERN=FAULT[:NTH[:COUNT]].", text);
  parts = g_strsplit (halves[1], ":", 3);
  if (!chatty_simulator_parse_fault (parts[0], &fault))
    {
      g_autoptr (GString) names = g_string_new ("There is no such fault as \"%s\". There are");

      for (guint i = 1; i < CHATTY_SIMULATOR_N_FAULTS; i++)
        g_string_append_printf (names, " %s", chatty_simulator_fault_name (i));
      return refuse (error, names->str, halves[1]);
    }
  if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT, &nth, error))
    return FALSE;
  if (parts[1] != NULL && parts[2] != NULL
      && !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXUINT, &count, error))
    return FALSE;
  chatty_simulator_set_fault (self, halves[0], fault, nth, count);
  return TRUE;
}

/* Something to look at, for a key that is good already. */
void
chatty_simulator_furnish (ChattySimulator *self,
                          const char      *key)
{
  g_autofree char *lina = chatty_simulator_add_character (
    self, key, "Lina the Lighthouse Keeper",
    "Lina keeps the last lighthouse of the coast. She is patient, dry, and knows every ship.");
  g_autofree char *oscar = chatty_simulator_add_character (
    self, key, "Oscar",
    "Oscar repairs old radios and explains electronics with kitchen words.");
  g_autofree char *document = chatty_simulator_add_document (self, key, "ships.txt", 7283);
  g_autofree char *first = chatty_simulator_add_session (self, lina, 3);
  g_autofree char *second = chatty_simulator_add_session (self, oscar, 2);

  chatty_simulator_furnish_inworld (self, key);
  chatty_simulator_furnish_gemini (self, key);
}

/* A host, or all for "any". */
static gboolean
parse_host (const char          *name,
            ChattySimulatorHost *host)
{
  for (guint i = 0; i < CHATTY_SIMULATOR_N_HOSTS; i++)
    if (g_strcmp0 (chatty_simulator_host_name (i), name) == 0)
      {
        *host = i;
        return TRUE;
      }
  *host = CHATTY_SIMULATOR_N_HOSTS;
  return g_strcmp0 (name, "any") == 0;
}

/* Text only: sound and files are counted and hashed elsewhere. */
static void
add_body (JsonObject             *object,
          ChattySimulatorRequest *request)
{
  gsize length = 0;
  const char *body = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;

  if (length > 0 && length == request->body_length && g_utf8_validate (body, (gssize) length, NULL))
    {
      g_autofree char *text = g_strndup (body, length);

      json_object_set_string_member (object, "body", text);
    }
}

static char *
requests_as_json (ChattySimulator *self)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (self);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "host", chatty_simulator_host_name (request->host));
      json_object_set_string_member (object, "method", request->method);
      json_object_set_string_member (object, "path", request->path);
      json_object_set_string_member (object, "headers", request->headers);
      json_object_set_int_member (object, "status", request->status);
      json_object_set_string_member (object, "fault", chatty_simulator_fault_name (request->fault));
      json_object_set_string_member (object, "notes", request->notes);
      add_body (object, request);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return json_to_string (node, FALSE);
}

static char *
answer_to (GError *error)
{
  return error != NULL ? g_strconcat ("error ", error->message, NULL) : g_strdup ("ok");
}

static gboolean
parse_number (const char  *text,
              guint       *number,
              GError     **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &value, error))
    return FALSE;
  *number = value;
  return TRUE;
}

/**
 * chatty_simulator_command:
 * @line: one of
 *   "fault PATTERN=FAULT[:NTH[:COUNT]]", "clear",
 *   "key KEY[=PLAN]", "furnish KEY", "forget-key KEY", "usage KEY USED LIMIT",
 *   "latency MS", "rate N", "retry-after SECONDS", "expire",
 *   "add-character KEY NAME BACKSTORY" (the answer is its id),
 *   "edit-character ID MEMBER JSON", "remove-character ID",
 *   "received HOST TEXT" (yes or no), "count HOST PATTERN", "forget",
 *   "requests" and "state" (JSON on one line), or one of Inworld's, see
 *   chatty_simulator_inworld_command(), or Google's, see
 *   chatty_simulator_google_command(), or Gemini's, see
 *   chatty_simulator_gemini_command(). HOST may be "any", PATTERN may begin
 *   with a method: chatty_simulator_set_fault()
 *
 * Returns: (transfer full): one line: "ok", "error …" or what was asked for
 */
char *
chatty_simulator_command (ChattySimulator *self,
                          const char      *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  guint count = g_strv_length (words);
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  ChattySimulatorHost host;
  guint number, limit;

  if (chatty_simulator_inworld_command (self, line, &answer, &error)
      || chatty_simulator_google_command (self, line, &answer, &error)
      || chatty_simulator_gemini_command (self, line, &answer, &error))
    return answer != NULL ? g_steal_pointer (&answer) : answer_to (error);
  if (count >= 2 && g_str_equal (words[0], "fault"))
    chatty_simulator_configure_fault (self, line + strlen ("fault "), &error);
  else if (count == 1 && g_str_equal (words[0], "clear"))
    chatty_simulator_clear_faults (self);
  else if (count == 2 && g_str_equal (words[0], "key"))
    chatty_simulator_configure_key (self, words[1], CHATTY_SIMULATOR_PLAN_ENTERPRISE, &error);
  else if (count == 2 && g_str_equal (words[0], "furnish"))
    chatty_simulator_furnish (self, words[1]);
  else if (count == 2 && g_str_equal (words[0], "forget-key"))
    chatty_simulator_remove_key (self, words[1]);
  else if (count == 4 && g_str_equal (words[0], "usage"))
    {
      if (parse_number (words[2], &number, &error) && parse_number (words[3], &limit, &error))
        chatty_simulator_set_usage (self, words[1], number, limit);
    }
  else if (count == 2 && g_str_equal (words[0], "latency"))
    {
      if (parse_number (words[1], &number, &error))
        chatty_simulator_set_latency (self, number);
    }
  else if (count == 2 && g_str_equal (words[0], "rate"))
    {
      if (parse_number (words[1], &number, &error))
        chatty_simulator_set_rate (self, number);
    }
  else if (count == 2 && g_str_equal (words[0], "retry-after"))
    {
      if (parse_number (words[1], &number, &error))
        chatty_simulator_set_retry_after (self, number);
    }
  else if (count == 1 && g_str_equal (words[0], "expire"))
    chatty_simulator_expire_sessions (self);
  else if (count == 4 && g_str_equal (words[0], "add-character"))
    return chatty_simulator_add_character (self, words[1], words[2], words[3]);
  else if (count == 4 && g_str_equal (words[0], "edit-character"))
    {
      if (!chatty_simulator_edit_character (self, words[1], words[2], words[3]))
        refuse (&error, "There is no character \"%s\", or its value is not JSON.", words[1]);
    }
  else if (count == 2 && g_str_equal (words[0], "remove-character"))
    {
      if (!chatty_simulator_remove_character (self, words[1]))
        refuse (&error, "There is no character \"%s\".", words[1]);
    }
  else if (count == 3 && g_str_equal (words[0], "received") && parse_host (words[1], &host))
    return g_strdup (chatty_simulator_received (self, host, words[2]) ? "yes" : "no");
  else if (count >= 3 && g_str_equal (words[0], "count") && parse_host (words[1], &host))
    return g_strdup_printf ("%u", chatty_simulator_count_requests (
                                    self, host, line + strlen ("count  ") + strlen (words[1])));
  else if (count == 1 && g_str_equal (words[0], "forget"))
    chatty_simulator_forget_requests (self);
  else if (count == 1 && g_str_equal (words[0], "requests"))
    return requests_as_json (self);
  else if (count == 1 && g_str_equal (words[0], "state"))
    {
      g_autoptr (JsonNode) state = chatty_simulator_dup_state (self);

      return json_to_string (state, FALSE);
    }
  else
    refuse (&error, "There is no such command as \"%s\".", line);
  return answer_to (error);
}
