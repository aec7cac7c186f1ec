/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "character-fixture.h"

static void
write_one (Place      *place,
           const char *callsign,
           const char *name,
           const char *text)
{
  g_autofree char *path = g_strconcat ("instances/", callsign, "/", name, NULL);

  if (text != NULL)
    place_write (place, path, text);
}

/* Files as another program would leave them. NULL: no such file. */
void
write_character (Place      *place,
                 const char *callsign,
                 const char *prompt,
                 const char *text,
                 const char *metadata,
                 const char *connectors)
{
  write_one (place, callsign, "identity/prompt.txt", text);
  write_one (place, callsign, "identity/prompt.json", prompt);
  write_one (place, callsign, "config/metadata.json", metadata);
  write_one (place, callsign, "config/connectors.json", connectors);
}

void
assert_file (Place      *place,
             const char *callsign,
             const char *name,
             const char *expected)
{
  g_autofree char *path = g_strconcat ("instances/", callsign, "/", name, NULL);
  g_autofree char *text = place_read (place, path);

  g_assert_cmpstr (text, ==, expected);
}

ChattyCharacterRecord *
load_record (ChattyVault *vault,
             const char  *callsign)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *record;

  record = chatty_vault_load_record (vault, callsign, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (record);
  return record;
}

const char *
text_of (ChattyCharacterRecord *record,
         ChattyCharacterField   field)
{
  return chatty_character_get_text (chatty_character_record_get_character (record), field);
}

ChattyCharacterRecord *
with_json (ChattyCharacterRecord *record,
           ChattyCharacterField   field,
           const char            *json)
{
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (record);
  ChattyCharacterBuilder *fields =
    chatty_character_builder_new_from (chatty_character_record_get_character (record));
  g_autoptr (JsonNode) node = chatty_json_parse (json, -1, NULL);
  g_autoptr (ChattyCharacter) character = NULL;

  g_assert_true (chatty_character_builder_set_json (fields, field, node));
  character = chatty_character_builder_end (fields);
  chatty_character_record_builder_set_character (builder, character);
  return chatty_character_record_builder_end (builder);
}

ChattyCharacterRecord *
with_text (ChattyCharacterRecord *record,
           ChattyCharacterField   field,
           const char            *text)
{
  g_autoptr (GString) json = g_string_new (NULL);

  chatty_json_append_quoted (json, text);
  return with_json (record, field, json->str);
}

ChattyCharacterRecord *
make_record (const char *name,
             const char *instructions,
             const char *callsign)
{
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (NULL);
  ChattyCharacterBuilder *fields = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;

  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (fields, CHATTY_FIELD_INSTRUCTIONS, instructions);
  chatty_character_builder_set_text (fields, CHATTY_FIELD_CALLSIGN, callsign);
  character = chatty_character_builder_end (fields);
  chatty_character_record_builder_set_character (builder, character);
  return chatty_character_record_builder_end (builder);
}

/* Returns: the batch's id. */
char *
store_batch (ChattyVault            *vault,
             ChattyCharacterRecord  *before,
             ChattyCharacterRecord  *after,
             ChattyStored           *outcome,
             guint                  *both,
             ChattyCharacterRecord **stored)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  batch = chatty_vault_begin (vault, "edit", &error);
  g_assert_no_error (error);
  chatty_vault_batch_store_record (batch, before, after, "person", outcome, both, stored, NULL,
                                   &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (chatty_vault_batch_get_id (batch));
}

ChattyStored
store_record (ChattyVault            *vault,
              ChattyCharacterRecord  *before,
              ChattyCharacterRecord  *after,
              guint                  *both,
              ChattyCharacterRecord **stored)
{
  ChattyStored outcome = CHATTY_STORED_UNCHANGED;
  g_autofree char *id = store_batch (vault, before, after, &outcome, both, stored);

  return outcome;
}

GPtrArray *
list_history (ChattyVault *vault,
              const char  *callsign)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *history = chatty_vault_list_history (vault, callsign, NULL, &error);

  g_assert_no_error (error);
  return history;
}
