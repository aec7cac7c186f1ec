/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "checks.h"

const ChattySyncAccount bench_account = {
  .platform = "fake",
  .title = "Fake",
  .id = "account-1",
  .owner = "somebody",
};

static gint64 now = 0;

static gint64
clock_cb (gpointer user_data)
{
  return now += G_USEC_PER_SEC;
}

void
bench_init (Bench *bench)
{
  *bench = (Bench) { .settings = CHATTY_SYNC_SETTINGS_INIT };
  bench->kill.left = -1;
  bench->store = memory_store_new (&bench->kill);
  bench->platform = fake_platform_new (&bench->kill, 1);
  bench->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  bench->settings.answers = bench->answers;
  bench->settings.put_new = TRUE;
  now = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC;
  chatty_time_set_clock (clock_cb, NULL);
}

void
bench_clear (Bench *bench)
{
  chatty_time_set_clock (NULL, NULL);
  g_object_unref (bench->store);
  g_object_unref (bench->platform);
  g_hash_table_unref (bench->answers);
}

ChattySyncPlan *
bench_plan (Bench *bench)
{
  g_autoptr (ChattySyncLook) look =
    chatty_sync_look (CHATTY_SYNC_STORE (bench->store), CHATTY_CHARACTER_STORE (bench->platform),
                      &bench_account, NULL, NULL, TRUE, NULL, NULL, NULL, NULL);

  return chatty_sync_plan_new (look, &bench->settings);
}

ChattySyncReceipt *
bench_sync (Bench *bench)
{
  g_autoptr (ChattySyncPlan) plan = bench_plan (bench);

  return chatty_sync_run (CHATTY_SYNC_STORE (bench->store),
                          CHATTY_CHARACTER_STORE (bench->platform), plan,
                          chatty_sync_plan_get_hash (plan), CHATTY_SYNC_RUN_NONE, NULL, NULL,
                          NULL, NULL);
}

void
bench_answer (Bench      *bench,
              const char *question,
              const char *choice)
{
  g_hash_table_replace (bench->answers, g_strdup (question), g_strdup (choice));
}

ChattyCharacter *
make (const char *name,
      const char *instructions)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, instructions);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

ChattyCharacter *
with_text (ChattyCharacter      *character,
           ChattyCharacterField  field,
           const char           *text)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);

  chatty_character_builder_set_text (builder, field, text);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

void
edit_here (Bench                *bench,
           const char           *callsign,
           ChattyCharacterField  field,
           const char           *text)
{
  ChattyCharacterRecord *record = memory_store_find (bench->store, callsign);
  g_autoptr (ChattyCharacter) edited =
    with_text (chatty_character_record_get_character (record), field, text);

  memory_store_edit (bench->store, callsign, edited);
}

void
edit_there (Bench                *bench,
            const char           *id,
            ChattyCharacterField  field,
            const char           *text)
{
  g_autoptr (ChattyCharacter) edited =
    with_text (fake_platform_find (bench->platform, id), field, text);

  fake_platform_edit (bench->platform, id, edited);
}

const char *
text_here (Bench                *bench,
           const char           *callsign,
           ChattyCharacterField  field)
{
  ChattyCharacterRecord *record = memory_store_find (bench->store, callsign);

  return record != NULL
         ? chatty_character_get_text (chatty_character_record_get_character (record), field)
         : NULL;
}

const char *
text_there (Bench                *bench,
            const char           *id,
            ChattyCharacterField  field)
{
  ChattyCharacter *character = fake_platform_find (bench->platform, id);

  return character != NULL ? chatty_character_get_text (character, field) : NULL;
}

void
bench_pair (Bench      *bench,
            const char *name)
{
  g_autoptr (ChattyCharacter) character = make (name, "I am a character.");
  g_autoptr (ChattyCharacterRecord) record = memory_store_add (bench->store, character);
  g_autoptr (ChattySyncReceipt) receipt = bench_sync (bench);
}

gboolean
bench_history (Bench      *bench,
               const char *text)
{
  for (guint i = 0; i < bench->store->history->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (bench->store->history, i);

      if (change->old_value != NULL && strstr (change->old_value, text) != NULL)
        return TRUE;
    }
  return FALSE;
}
