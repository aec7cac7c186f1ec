/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "character-fixture.h"

static ChattyCharacterChange *
wait_change (Fixture       *fixture,
             GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterChange *change =
    chatty_workspace_change_character_finish (fixture->workspace, fixture_wait_result (result),
                                              &error);

  g_assert_no_error (error);
  return change;
}

ChattyCharacterRecord *
character_fixture_add (Fixture    *fixture,
                       const char *name,
                       const char *description)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  if (description != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_DESCRIPTION, description);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  chatty_workspace_create_character_async (fixture->workspace, character, NULL, fixture_result_cb,
                                           &result);
  change = wait_change (fixture, &result);
  g_assert_cmpint (change->outcome, ==, CHATTY_STORED_ADDED);
  return g_steal_pointer (&change->record);
}

/* Saves one field, as somebody who has seen @before. */
ChattyCharacterChange *
character_fixture_set (Fixture               *fixture,
                       ChattyCharacterRecord *before,
                       ChattyCharacterField   field,
                       const char            *text)
{
  g_autoptr (ChattyCharacterBuilder) builder =
    chatty_character_builder_new_from (chatty_character_record_get_character (before));
  g_autoptr (ChattyCharacterRecordBuilder) records = chatty_character_record_builder_new (before);
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  chatty_character_builder_set_text (builder, field, text);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  chatty_character_record_builder_set_character (records, character);
  after = chatty_character_record_builder_end (g_steal_pointer (&records));
  chatty_workspace_save_character_async (fixture->workspace, before, after, NULL,
                                         fixture_result_cb, &result);
  return wait_change (fixture, &result);
}
