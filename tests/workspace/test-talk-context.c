/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What goes along with each message: who the character is, what is preferred
 * of the account, and where the platform searches. */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "chatty-account-preferences.h"
#include "chatty-error.h"
#include "chatty-json-settings.h"
#include "chatty-platform-map.h"
#include "chatty-source-document.h"
#include "chatty-token-count.h"
#include "chatty-vault-characters.h"
#include "talk-fixture.h"

static ChattyPreferences *
prefer (TalkFixture             *f,
        const char              *account,
        const ChattyPreferences *before,
        const ChattyPreferences *after)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) record = chatty_account_service_find (f->accounts, account, &error);
  ChattyPreferences *saved;

  g_assert_no_error (error);
  chatty_workspace_save_preferences_async (f->base.workspace, record, before, after, NULL,
                                           fixture_result_cb, &result);
  saved = chatty_workspace_save_preferences_finish (f->base.workspace,
                                                    fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  return saved;
}

static ChattyPreferences *
load (TalkFixture *f,
      const char  *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) record = chatty_account_service_find (f->accounts, account, &error);
  ChattyPreferences *loaded;

  g_assert_no_error (error);
  chatty_workspace_load_preferences_async (f->base.workspace, record, NULL, fixture_result_cb,
                                           &result);
  loaded = chatty_workspace_load_preferences_finish (f->base.workspace,
                                                     fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  return loaded;
}

/* A character with words of its own, and settings for one platform. */
static ChattyCharacterRecord *
add_vega (TalkFixture *f,
          const char  *platform,
          const char  *model,
          const char  *settings)
{
  g_autoptr (ChattyCharacterRecord) plain = character_fixture_add (&f->base, "Vega", NULL);
  g_autoptr (ChattyCharacterChange) told =
    character_fixture_set (&f->base, plain, CHATTY_FIELD_INSTRUCTIONS, "Be a star.");
  g_autoptr (ChattyCharacterRecordBuilder) builder =
    chatty_character_record_builder_new (told->record);
  g_autoptr (ChattyCharacterBuilder) fields = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *stored = NULL;

  if (model != NULL)
    chatty_character_builder_set_text (fields, CHATTY_FIELD_MODEL, model);
  if (settings != NULL)
    chatty_character_builder_set_text (fields, CHATTY_FIELD_SETTINGS, settings);
  override = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_override (builder, platform, override);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  batch = chatty_vault_begin (f->base.vault, "edit", &error);
  g_assert_no_error (error);
  chatty_vault_batch_store_record (batch, told->record, after, "person", NULL, NULL, &stored,
                                   NULL, &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
  return stored;
}

/* What lives on a platform that is told what to search is a store: the
 * character and its model go along all the same. */
static void
test_store (TalkFixture   *f,
            gconstpointer  data)
{
  g_autofree char *gemini = talk_fixture_connect (f, "gemini");
  g_autoptr (ChattyCharacterRecord) vega = add_vega (f, "gemini", "models/m", NULL);
  const char *callsign = chatty_character_record_get_callsign (vega);
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, callsign, gemini);
  g_autoptr (ChattyCharacterRecord) linked = NULL;

  talk_fixture_say (conversation, "One");
  g_assert_null (fake_talk.character);
  g_assert_cmpstr (fake_talk.stores, ==, "");
  g_assert_nonnull (strstr (fake_talk.instructions, "Be a star."));

  linked = talk_fixture_link (f, vega, "gemini", gemini, "fileSearchStores/vega-1");
  talk_fixture_say (conversation, "Two");
  g_assert_null (fake_talk.character);
  g_assert_cmpstr (fake_talk.stores, ==, "fileSearchStores/vega-1");
  g_assert_nonnull (strstr (fake_talk.instructions, "Be a star."));
  g_assert_cmpstr (fake_talk.model, ==, "models/m");
}

/* A model that answers from texts alone is told what is known, text by text, and
 * none of what is an order to another one. */
static void
test_passages (TalkFixture   *f,
               gconstpointer  data)
{
  g_autofree char *gemini = talk_fixture_connect (f, "gemini");
  g_autoptr (ChattyCharacterRecord) vega = add_vega (f, "gemini", NULL, NULL);
  const char *callsign = chatty_character_record_get_callsign (vega);
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, callsign, gemini);
  g_autoptr (ChattyConversation) nobody = talk_fixture_open (f, NULL, NULL, gemini);
  g_autoptr (ChattyCharacterChange) described = NULL;

  talk_fixture_say (conversation, "One");
  g_assert_cmpstr (fake_talk.passages, ==, "Instructions|Be a star.");

  described = character_fixture_set (&f->base, vega, CHATTY_FIELD_DESCRIPTION, " Hot and far.\n");
  talk_fixture_remember (f, callsign, "Devon likes tea");
  talk_fixture_say (conversation, "Two");
  g_assert_cmpstr (fake_talk.passages, ==, "Description|Hot and far.|Instructions|Be a star.|"
                                           "Long-term memory|Devon likes tea");

  /* Nothing is known of nobody, which is told too. */
  talk_fixture_say (nobody, "Three");
  g_assert_cmpstr (fake_talk.passages, ==, "");
}

/* A router of its own has these words, and there is no store. */
static void
test_router (TalkFixture   *f,
             gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) vega = add_vega (f, "inworld", NULL, NULL);
  g_autoptr (ChattyCharacterRecord) linked =
    talk_fixture_link (f, vega, "inworld", f->inworld, "router-vega");
  const char *callsign = chatty_character_record_get_callsign (linked);
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, callsign, f->inworld);

  talk_fixture_say (conversation, "One");
  g_assert_cmpstr (fake_talk.character, ==, "router-vega");
  g_assert_cmpstr (fake_talk.stores, ==, "");
  g_assert_true (fake_talk.instructions == NULL ||
                 strstr (fake_talk.instructions, "Be a star.") == NULL);
}

static void
test_preferences (TalkFixture   *f,
                  gconstpointer  data)
{
  const ChattyPreferences fields = {
    .model = (char *) "models/preferred", .temperature = (char *) "0.25",
    .effort = (char *) "low", .instructions = (char *) "Answer in German.",
    .settings = (char *) "{\"tools\":{\"googleSearch\":true,\"urlContext\":true},\"k\":1}",
  };
  g_autofree char *gemini = talk_fixture_connect (f, "gemini");
  g_autoptr (ChattyCharacterRecord) vega =
    add_vega (f, "gemini", "models/own", "{\"tools\":{\"urlContext\":false},\"p\":0.5}");
  g_autoptr (ChattyPreferences) saved = prefer (f, gemini, NULL, &fields);
  g_autoptr (ChattyPreferences) loaded = load (f, gemini);
  g_autoptr (ChattyConversation) conversation =
    talk_fixture_open (f, NULL, chatty_character_record_get_callsign (vega), gemini);
  g_autoptr (ChattyConversation) alone = talk_fixture_open (f, NULL, NULL, gemini);
  g_autoptr (ChattyConversation) elsewhere = talk_fixture_open (f, NULL, NULL, f->inworld);
  g_autofree char *both =
    chatty_json_settings_normal ("{\"tools\":{\"googleSearch\":true,\"urlContext\":false},"
                                 "\"k\":1,\"p\":0.5}");
  g_autofree char *normal = chatty_json_settings_normal (fields.settings);

  g_assert_true (chatty_preferences_equal (saved, &fields));
  g_assert_true (chatty_preferences_equal (loaded, &fields));

  /* The character's before the account's; settings one by one. */
  talk_fixture_say (conversation, "One");
  g_assert_cmpstr (fake_talk.model, ==, "models/own");
  g_assert_cmpfloat (fake_talk.temperature, ==, 0.25);
  g_assert_cmpstr (fake_talk.effort, ==, "low");
  g_assert_cmpstr (fake_talk.settings, ==, both);
  g_assert_null (strstr (fake_talk.instructions, "German"));

  /* What was chosen for the conversation before both. */
  chatty_conversation_set_model (conversation, "models/chosen");
  talk_fixture_say (conversation, "Two");
  g_assert_cmpstr (fake_talk.model, ==, "models/chosen");

  /* Without a character the account's alone. */
  talk_fixture_say (alone, "Three");
  g_assert_cmpstr (fake_talk.model, ==, "models/preferred");
  g_assert_cmpstr (fake_talk.settings, ==, normal);
  g_assert_cmpstr (fake_talk.instructions, ==, "Answer in German.");

  /* Of this account, and of no other. */
  talk_fixture_say (elsewhere, "Four");
  g_assert_null (fake_talk.model);
  g_assert_null (fake_talk.settings);
  g_assert_true (isnan (fake_talk.temperature));
}

/* A file that cannot be read is told, and stops nobody. */
static void
test_damaged (TalkFixture   *f,
              gconstpointer  data)
{
  g_autofree char *folder = g_file_get_path (chatty_vault_get_folder (f->base.vault));
  g_autofree char *path = g_build_filename (folder, "preferences.json", NULL);
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NULL, f->inworld);

  g_assert_true (g_file_set_contents (path, "{", -1, NULL));
  talk_fixture_say (conversation, "One");
  g_assert_null (chatty_conversation_get_problem (conversation));
  g_assert_nonnull (strstr (chatty_conversation_get_notice (conversation), "preferences.json"));
}

static ChattyTokenCount *
count (TalkFixture           *f,
       const char            *account,
       ChattyCharacterRecord *record,
       GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  chatty_workspace_count_tokens_async (f->base.workspace, f->accounts, account, record, NULL,
                                       fixture_result_cb, &result);
  return chatty_workspace_count_tokens_finish (f->base.workspace, fixture_wait_result (&result),
                                               error);
}

static void
test_count (TalkFixture   *f,
            gconstpointer  data)
{
  g_autofree char *gemini = talk_fixture_connect (f, "gemini");
  g_autoptr (ChattyCharacterRecord) vega = add_vega (f, "gemini", "small", NULL);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (vega);
  g_autoptr (ChattyCharacterBuilder) fields =
    chatty_character_builder_new_from (chatty_character_record_get_character (vega));
  g_autoptr (ChattyCharacter) edited = NULL;
  g_autoptr (ChattyCharacterRecord) unsaved = NULL;
  g_autoptr (ChattyTokenCount) known = NULL;
  g_autoptr (ChattyTokenCount) nobody = NULL;
  g_autoptr (ChattyTokenCount) preferred = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_workspace_can_count_tokens (f->accounts, "gemini"));
  g_assert_false (chatty_workspace_can_count_tokens (f->accounts, "grok"));

  talk_fixture_remember (f, chatty_character_record_get_callsign (vega), "Devon likes tea");
  chatty_character_builder_set_text (fields, CHATTY_FIELD_INSTRUCTIONS, "Be a comet.");
  edited = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_character (builder, edited);
  unsaved = chatty_character_record_builder_end (g_steal_pointer (&builder));

  /* What is edited counts, with the memory; nothing is said. */
  fake_talk.tokens = 123;
  known = count (f, gemini, unsaved, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (known->tokens, ==, 123);
  g_assert_cmpuint (known->context_tokens, ==, 400);
  g_assert_cmpstr (known->model, ==, "small");
  g_assert_true (known->chosen);
  g_assert_nonnull (strstr (fake_talk.instructions, "Be a comet."));
  g_assert_nonnull (strstr (fake_talk.instructions, "Devon likes tea"));
  g_assert_cmpuint (fake_talk_n_sent (), ==, 0);

  nobody = count (f, gemini, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nobody->tokens, ==, 123);
  g_assert_cmpuint (nobody->context_tokens, ==, 0);
  g_assert_null (nobody->model);
  g_assert_false (nobody->chosen);

  /* The one that the platform chooses is counted for, by its name. */
  fake_talk.preferred = "small";
  preferred = count (f, gemini, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preferred->context_tokens, ==, 400);
  g_assert_cmpstr (preferred->model, ==, "small");
  g_assert_cmpstr (fake_talk.model, ==, "small");
  g_assert_false (preferred->chosen);

  fake_talk.tokens = 0;
  g_assert_null (count (f, gemini, vega, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
}

/* Every platform of the program can be asked what it can do. */
static void
test_probe (void)
{
  ChattyConnectorTable *connectors = chatty_connector_table_get_default ();

  for (const ChattyConnectorEntry *entry = connectors; entry->info != NULL; entry++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyConnector) probe =
        chatty_platform_map_probe (connectors, entry->info->id, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (probe);
    }
}

static char *
find (ChattyCharacterRecord *record,
      const char            *platform,
      const char            *title,
      const char            *document)
{
  const ChattySource source = { .title = title, .document = document };

  return chatty_workspace_find_document (record, platform, &source);
}

/* A source leads to the document here, by the platform's id or by its name. */
static void
test_documents (void)
{
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (NULL);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterLink) link = NULL;
  g_autoptr (ChattyCharacterLink) other = NULL;
  ChattyRecordDocument documents[] = {
    { (char *) "bees.txt", 10, 1, NULL }, { (char *) "tea.pdf", 10, 1, NULL },
  };
  ChattyCharacterLink fields = {
    .platform = "gemini", .account = "a", .remote_id = "s/1", .agreed = CHATTY_TIME_NONE,
    .documents = "{\"bees.txt\":{\"id\":\"s/1/documents/x\",\"sha256\":\"0\"},"
                 "\"gone.txt\":{\"id\":\"s/1/documents/g\",\"sha256\":\"0\"}}",
  };
  static const struct { const char *platform, *title, *document, *name; } cases[] = {
    { "gemini", "My bees", "s/1/documents/x", "bees.txt" },
    { "gemini", "tea.pdf", "s/1/documents/unknown", "tea.pdf" },
    { "gemini", "tea.pdf", NULL, "tea.pdf" },
    { "gemini", "Gone", "s/1/documents/g", NULL },
    { "gemini", "A page of the web", NULL, NULL },
    { "gemini", "", NULL, NULL },
    { "convai", "My bees", "s/1/documents/x", NULL },
    { "convai", "tea.pdf", "c1", "tea.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    chatty_character_record_builder_add_document (builder, &documents[i]);
  link = chatty_character_link_new (&fields);
  fields.platform = "convai";
  fields.remote_id = "c";
  fields.documents = "{\"tea.pdf\":{\"id\":\"c1\"}}";
  other = chatty_character_link_new (&fields);
  chatty_character_record_builder_set_link (builder, link);
  chatty_character_record_builder_set_link (builder, other);
  record = chatty_character_record_builder_end (builder);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = find (record, cases[i].platform, cases[i].title, cases[i].document);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

#define ADD(path, func) \
  g_test_add ("/talk-context/" path, TalkFixture, NULL, talk_fixture_set_up, func, \
              talk_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("store", test_store);
  ADD ("passages", test_passages);
  ADD ("router", test_router);
  ADD ("preferences", test_preferences);
  ADD ("damaged", test_damaged);
  ADD ("count", test_count);
  g_test_add_func ("/talk-context/documents", test_documents);
  g_test_add_func ("/talk-context/probe", test_probe);

  return g_test_run ();
}
