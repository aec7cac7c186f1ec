/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <json-glib/json-glib.h>

#include "contract.h"

/* What we sent, read back: each platform has another shape for it. */

/* The body of the @nth request. */
JsonObject *
contract_dup_body (GPtrArray *requests,
                   guint      nth)
{
  ChattySimulatorRequest *request;
  gsize length;
  const char *data;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_cmpuint (nth, <, requests->len);
  request = g_ptr_array_index (requests, nth);
  data = g_bytes_get_data (request->body, &length);
  text = g_strndup (data, length);
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  return json_object_ref (json_node_get_object (node));
}

static void
add_turn (GStrvBuilder *turns,
          const char   *role,
          const char   *text)
{
  g_strv_builder_add_many (turns, role, text, NULL);
}

/* Platform reference of Inworld, section 5: one list, the instructions first. */
char **
contract_read_inworld_talk (JsonObject *body)
{
  g_autoptr (GStrvBuilder) turns = g_strv_builder_new ();
  JsonArray *messages = json_object_get_array_member (body, "messages");

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *entry = json_array_get_object_element (messages, i);

      add_turn (turns, json_object_get_string_member (entry, "role"),
                json_object_get_string_member (entry, "content"));
    }
  return g_strv_builder_end (turns);
}

char *
contract_read_inworld_speech (JsonObject *body)
{
  return g_strdup (json_object_get_string_member (body, "text"));
}

/* All parts in a row: they are one text. */
static char *
join_parts (JsonObject *content)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *parts = json_object_get_array_member (content, "parts");

  for (guint i = 0; i < json_array_get_length (parts); i++)
    g_string_append (text, json_object_get_string_member (json_array_get_object_element (parts, i),
                                                          "text"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Platform reference of Gemini, section 2.3: the instructions apart, and the
 * assistant is "model". */
char **
contract_read_gemini_talk (JsonObject *body)
{
  g_autoptr (GStrvBuilder) turns = g_strv_builder_new ();
  JsonArray *contents = json_object_get_array_member (body, "contents");

  if (json_object_has_member (body, "systemInstruction"))
    {
      g_autofree char *text =
        join_parts (json_object_get_object_member (body, "systemInstruction"));

      add_turn (turns, "system", text);
    }
  for (guint i = 0; i < json_array_get_length (contents); i++)
    {
      JsonObject *content = json_array_get_object_element (contents, i);
      const char *role = json_object_get_string_member (content, "role");
      g_autofree char *text = join_parts (content);

      add_turn (turns, g_str_equal (role, "model") ? "assistant" : role, text);
    }
  return g_strv_builder_end (turns);
}

/* Section 2.7: what is said is the only content. */
char *
contract_read_gemini_speech (JsonObject *body)
{
  JsonArray *contents = json_object_get_array_member (body, "contents");

  g_assert_cmpuint (json_array_get_length (contents), ==, 1);
  return join_parts (json_array_get_object_element (contents, 0));
}
