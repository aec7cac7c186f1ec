/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <json-glib/json-glib.h>

#include "chatty-gemini-private.h"
#include "contract.h"

/* Gemini keeps no characters: a store with a document that mirrors one is
 * made to look like it, as another machine would have left it. */

#define ENDING " (Chatty Connectors)"
#define SETTINGS "Settings of the character" ENDING

static void
add_text (JsonArray  *metadata,
          const char *key,
          const char *text)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "key", key);
  json_object_set_string_member (entry, "stringValue", text);
  json_array_add_object_element (metadata, entry);
}

static char *
write_metadata (const char *name,
                const char *instructions)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *metadata = json_array_new ();

  json_node_take_array (node, metadata);
  add_text (metadata, "chatty_kind", "settings");
  add_text (metadata, "chatty_name", name);
  add_text (metadata, "chatty_instructions", instructions);
  return json_to_string (node, FALSE);
}

char *
contract_add_gemini_character (ChattySimulator *simulator,
                               const char      *owner,
                               const char      *name,
                               const char      *instructions)
{
  g_autofree char *title = g_strconcat (name, ENDING, NULL);
  g_autofree char *metadata = write_metadata (name, instructions);
  char *store = chatty_simulator_add_store (simulator, owner, title);
  g_autofree char *settings = NULL;

  g_assert_nonnull (store);
  settings = chatty_simulator_add_store_document (simulator, store, SETTINGS, "Settings.\n",
                                                  metadata);
  g_assert_nonnull (settings);
  return store;
}

char *
contract_add_gemini_document (ChattySimulator *simulator,
                              const char      *owner,
                              const char      *character,
                              const char      *name)
{
  return chatty_simulator_add_store_document (simulator, character, name,
                                              "The tide comes in at nine.\n", NULL);
}

/* The simulator needs no time. */
void
contract_hurry_gemini (ChattyConnector *connector)
{
  chatty_gemini_set_poll (CHATTY_GEMINI (connector), 10);
}

/* Without those that mirror a character. */
guint
contract_count_gemini_documents (ChattySimulator *simulator)
{
  g_autoptr (JsonNode) state = chatty_simulator_dup_state (simulator);
  JsonArray *stores = json_object_get_array_member (json_node_get_object (state), "stores");
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (stores); i++)
    {
      JsonObject *store = json_array_get_object_element (stores, i);
      JsonArray *documents = json_object_get_array_member (store, "documents");

      for (guint k = 0; k < json_array_get_length (documents); k++)
        {
          JsonObject *document = json_array_get_object_element (documents, k);

          count += g_strcmp0 (json_object_get_string_member_with_default (document, "displayName",
                                                                          NULL), SETTINGS) != 0;
        }
    }
  return count;
}
