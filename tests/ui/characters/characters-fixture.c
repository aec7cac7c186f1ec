/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "characters-fixture.h"

#define INWORLD_KEY "chArActErs:sEcrEt-0123456789"
#define GEMINI_KEY  "chArActErs-0123456789-aBcDeFgHiJkLmNoPqR"

#include <glib/gstdio.h>

#include "chatty-vault-characters.h"

#include "fake-secret-store.h"

/* Returns: (transfer full): the id of an account with @key. */
static char *
add_account (CharactersFixture    *self,
             ChattyConnectRequest *request,
             const char           *key)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (key, -1);
  g_autoptr (ChattyConnectResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_simulator_add_key (self->simulator, key, CHATTY_SIMULATOR_PLAN_ENTERPRISE);
  request->flags = CHATTY_CONNECT_CONSENTED;
  result = chatty_account_service_connect (self->service, request, secret, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_connect_result_is_saved (result));
  return g_strdup (result->account->id);
}

void
characters_fixture_set_up (CharactersFixture *self,
                           gconstpointer      data)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (ChattyAccountStore) accounts = NULL;
  g_autoptr (GError) error = NULL;
  ChattyConnectRequest request = { .platform = "convai", .name = "Mine" };

  shell_fixture_set_up (&self->shell, NULL);
  self->simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  path = g_build_filename (self->shell.folder, "accounts", NULL);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  folder = g_file_new_for_path (path);
  accounts = chatty_account_store_new (folder);
  self->keyring = fake_secret_store_new ();
  self->service = chatty_account_service_new (chatty_connector_table_get_default (), accounts,
                                              self->keyring);
  request.addresses[0] = chatty_simulator_get_address (self->simulator,
                                                       CHATTY_SIMULATOR_CONVAI_API);
  request.addresses[1] = chatty_simulator_get_address (self->simulator,
                                                       CHATTY_SIMULATOR_CONVAI_LIVE);
  self->account = add_account (self, &request, CHARACTERS_FIXTURE_KEY);
}

void
characters_fixture_add_inworld (CharactersFixture *self)
{
  ChattyConnectRequest request = { .platform = "inworld", .name = "Voices" };

  request.addresses[0] = chatty_simulator_get_address (self->simulator,
                                                       CHATTY_SIMULATOR_INWORLD_API);
  self->inworld = add_account (self, &request, INWORLD_KEY);
}

void
characters_fixture_add_gemini (CharactersFixture *self)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup ("gemini");
  ChattyConnectRequest request = { .platform = "gemini", .name = "Models" };

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    request.addresses[i] = chatty_simulator_get_address (self->simulator,
                                                         i < 2 ? CHATTY_SIMULATOR_GEMINI_API
                                                               : CHATTY_SIMULATOR_GOOGLE_AUTH);
  self->gemini = add_account (self, &request, GEMINI_KEY);
}

void
characters_fixture_tear_down (CharactersFixture *self,
                              gconstpointer      data)
{
  g_free (self->account);
  g_free (self->inworld);
  g_free (self->gemini);
  g_object_unref (self->service);
  g_object_unref (self->keyring);
  shell_fixture_tear_down (&self->shell, NULL);
  chatty_simulator_stop (self->simulator);
}

static ChattyCharacterRecord *
store (CharactersFixture     *self,
       ChattyVaultBatch      *batch,
       ChattyCharacterRecord *before,
       ChattyCharacterRecord *after)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *stored = NULL;
  ChattyStored outcome;
  guint both;

  chatty_vault_batch_store_record (batch, before, after, "person", &outcome, &both, &stored, NULL,
                                   &error);
  g_assert_no_error (error);
  return stored;
}

static ChattyVaultBatch *
begin (CharactersFixture *self)
{
  g_autoptr (GError) error = NULL;
  ChattyVaultBatch *batch;

  batch = chatty_vault_begin (chatty_workspace_get_vault (self->shell.workspace), "edit", &error);
  g_assert_no_error (error);
  return batch;
}

static void
commit (ChattyVaultBatch *batch)
{
  g_autoptr (GError) error = NULL;

  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

static ChattyCharacterRecord *
make_record (ChattyCharacter *character)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);

  chatty_character_record_builder_set_character (builder, character);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

ChattyCharacterRecord *
characters_fixture_add (CharactersFixture *self,
                        ChattyCharacter   *character)
{
  g_autoptr (ChattyVaultBatch) batch = begin (self);
  g_autoptr (ChattyCharacterRecord) record = make_record (character);
  ChattyCharacterRecord *stored = store (self, batch, NULL, record);

  commit (batch);
  return stored;
}

ChattyCharacter *
characters_fixture_make (const char *name,
                         const char *description)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  if (description != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_DESCRIPTION, description);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

ChattyCharacter *
characters_fixture_make_full (void)
{
  static const char *const starters[] = {
    "How far is it to the sea?", "What do I take along?", "Tell me about the flood of 1854", NULL,
  };
  static const char *const languages[] = { "en-US", "de-DE", NULL };
  static const char *const notes[] = { "Prefers to walk early", NULL };
  static const char *const capabilities[] = { "web-search", NULL };
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Katana");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_DESCRIPTION,
                                     "A calm guide who knows every path to the sea.");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS,
    "# Who you are\n\nYou are **Katana**, a guide who has walked the coast for thirty years.\n\n"
    "- Answer in short sentences.\n- Ask where the person is before you give directions.\n\n"
    "Never promise good weather.");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING,
                                     "Good morning. Where do you want to go?");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_STYLE, "Short, dry, kind.");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_EXAMPLES,
                                     "You: Is it far?\nKatana: A day. Two with stops.");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_VOICE, "MichelleNeural");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, "0.7");
  chatty_character_builder_set_list (builder, CHATTY_FIELD_STARTERS, starters);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_MEMORY_NOTES, notes);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_CAPABILITIES, capabilities);
  chatty_character_builder_set_trait (builder, "Calm", 80);
  chatty_character_builder_set_trait (builder, "Talkative", -40);
  chatty_character_builder_set_extra (builder, "convai",
    "{\"edit_character_access\":[],\"is_narrative_driven\":true,\"listing\":\"PRIVATE\"}");
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

ChattyCharacterRecord *
characters_fixture_link (CharactersFixture     *self,
                         ChattyCharacterRecord *record,
                         ChattyLinkState        state,
                         const char            *there)
{
  ChattyCharacter *character = chatty_character_record_get_character (record);
  g_autoptr (ChattyCharacterRecordBuilder) records = chatty_character_record_builder_new (record);
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) seen = NULL;
  g_autoptr (ChattyCharacterLink) link = NULL;
  g_autoptr (ChattyVaultBatch) batch = begin (self);
  ChattyCharacterRecord *stored;
  ChattyCharacterLink fields = {
    .platform = "convai", .account = self->account, .remote_id = "there-1", .state = state,
    .base_local = character, .base_remote = character,
    .agreed = G_GINT64_CONSTANT (1736850645) * G_USEC_PER_SEC,
  };

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    fields.seen_times[i] = CHATTY_TIME_NONE;
  if (there != NULL)
    {
      g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);

      chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, there);
      seen = chatty_character_builder_end (g_steal_pointer (&builder));
      fields.seen = seen;
      fields.seen_times[CHATTY_FIELD_NAME] = fields.agreed + G_USEC_PER_SEC;
    }
  link = chatty_character_link_new (&fields);
  chatty_character_record_builder_set_link (records, link);
  after = chatty_character_record_builder_end (g_steal_pointer (&records));
  stored = store (self, batch, record, after);
  commit (batch);
  return stored;
}

void
characters_fixture_add_many (CharactersFixture *self,
                             guint              n_characters)
{
  static const char *const names[] = {
    "Aria", "Bruno", "<b>Céline</b> & Söhne", "Δήμητρα", "海斗", "ليلى", "Fjóla",
    "A name that is so much longer than any list is wide that it has to be cut",
  };
  g_autoptr (ChattyVaultBatch) batch = begin (self);

  for (guint i = 0; i < n_characters; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", names[i % G_N_ELEMENTS (names)], i);
      g_autoptr (ChattyCharacter) character =
        characters_fixture_make (name, i % 3 == 0 ? NULL : "Somebody to talk to about the sea");
      g_autoptr (ChattyCharacterRecord) record = make_record (character);
      g_autoptr (ChattyCharacterRecord) stored = store (self, batch, NULL, record);
    }
  commit (batch);
}
