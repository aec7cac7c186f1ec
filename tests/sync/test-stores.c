/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Two vaults and Gemini, where a character is a store with a document of
 * settings: what it is, how it answers and what it knows go there and come
 * back. */

#include "config.h"

#include <string.h>

#include "chatty-connector-table.h"
#include "chatty-json-settings.h"
#include "chatty-simulator.h"
#include "chatty-vault-characters.h"
#include "sync-program.h"

#define KEY "AIzaSySyncedWithStoresOfDocuments000000"

static const ChattySyncAccount account = {
  .platform = "gemini",
  .title = "Gemini",
  .id = "account-1",
  .owner = "mira@example.org",
};

typedef struct {
  ChattySimulator      *simulator;
  ChattyCharacterStore *platform;
  char                 *folders[2];    /* of two computers */
  GHashTable           *answers;
} Place;

static void
place_init (Place *self)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup ("gemini");
  ChattyConnectorAccess access = { { NULL } };
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;
  ChattyConnector *connector;

  self->simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  chatty_simulator_add_key (self->simulator, KEY, CHATTY_SIMULATOR_PLAN_SELECTED);
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    if (info->endpoints[i].role == CHATTY_ENDPOINT_CALLS)
      access.addresses[i] =
        chatty_simulator_get_address (self->simulator, CHATTY_SIMULATOR_GEMINI_API);
  authorizer = chatty_connector_info_create_key_authorizer (info, access.addresses, secret,
                                                            &error);
  g_assert_no_error (error);
  access.authorizer = access.key = authorizer;
  connector = chatty_connector_table_create (chatty_connector_table_get_default (), "gemini",
                                             &access, &error);
  g_assert_no_error (error);
  self->platform = CHATTY_CHARACTER_STORE (connector);
  for (guint i = 0; i < G_N_ELEMENTS (self->folders); i++)
    {
      self->folders[i] = g_dir_make_tmp ("chatty-stores-XXXXXX", &error);
      g_assert_no_error (error);
    }
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
place_clear (Place *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->folders); i++)
    {
      sync_remove_tree (self->folders[i]);
      g_free (self->folders[i]);
    }
  g_hash_table_unref (self->answers);
  g_object_unref (self->platform);
  chatty_simulator_stop (self->simulator);
}

/* Puts a character, or what it has become, into a vault. */
static void
put (Place                 *self,
     guint                  nth,
     ChattyCharacterRecord *before,
     ChattyCharacterRecord *after)
{
  g_autoptr (ChattyVault) vault = sync_open (self->folders[nth]);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", &error);

  g_assert_no_error (error);
  chatty_vault_batch_store_record (batch, before, after, "person", NULL, NULL, NULL, NULL,
                                   &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

/* @text: (nullable): NULL puts it into the trash */
static void
put_document (Place      *self,
              const char *callsign,
              const char *text)
{
  g_autoptr (ChattyVault) vault = sync_open (self->folders[0]);
  g_autofree char *path = g_build_filename (self->folders[0], "tides.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", &error);

  g_assert_no_error (error);
  if (text != NULL)
    {
      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
      chatty_vault_batch_add_document (batch, callsign, file, "tides.txt", NULL, NULL, &error);
    }
  else
    chatty_vault_batch_trash_document (batch, callsign, "tides.txt", &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

static ChattyCharacterRecord *
only (Place *self,
      guint  nth)
{
  g_autoptr (ChattyVault) vault = sync_open (self->folders[nth]);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = chatty_vault_list_records (vault, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  return chatty_character_record_ref (records->pdata[0]);
}

static ChattySyncReceipt *
sync_vault (Place *self,
            guint  nth,
            guint  n_done)
{
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  g_autoptr (ChattyVault) vault = sync_open (self->folders[nth]);
  g_autoptr (ChattySyncStore) store = chatty_sync_vault_store_new (vault);
  g_autoptr (GError) error = NULL;
  ChattySyncReceipt *receipt;

  settings.put_new = TRUE;
  settings.answers = self->answers;
  receipt = chatty_sync_now (store, self->platform, &account, &settings, FALSE, NULL, NULL, NULL,
                             NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < chatty_sync_receipt_get_n_results (receipt); i++)
    {
      const ChattySyncResult *result = chatty_sync_receipt_get_result (receipt, i);

      g_test_message ("%u: %s: %s", nth, chatty_sync_step_kind_to_string (result->step->kind),
                      result->message != NULL ? result->message : "done");
    }
  g_assert_cmpuint (chatty_sync_receipt_count (receipt, CHATTY_SYNC_DONE), ==, n_done);
  return receipt;
}

static void
sync_done (Place *self,
           guint  nth,
           guint  n_done)
{
  chatty_sync_receipt_unref (sync_vault (self, nth, n_done));
}

static ChattyCharacterRecord *
with_settings (ChattyCharacterRecord *record,
               const char            *settings)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);
  g_autoptr (ChattyCharacterBuilder) fields = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) override = NULL;

  chatty_character_builder_set_text (fields, CHATTY_FIELD_SETTINGS, settings);
  override = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_override (builder, "gemini", override);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

static void
assert_settings (ChattyCharacterRecord *record,
                 const char            *wanted)
{
  g_autofree char *normal = chatty_json_settings_normal (wanted);
  g_autofree char *is =
    chatty_json_settings_normal (chatty_character_get_text (
                                   chatty_character_record_get_override (record, "gemini"),
                                   CHATTY_FIELD_SETTINGS));

  g_assert_cmpstr (is, ==, normal);
  g_assert_false (chatty_character_has_field (chatty_character_record_get_character (record),
                                              CHATTY_FIELD_SETTINGS));
}

/* Names of the documents of the character, those of others left out. */
static char *
documents_of (Place      *self,
              const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents =
    chatty_knowledge_list (CHATTY_KNOWLEDGE (self->platform), id, NULL, &error);
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < documents->len; i++)
    if (((ChattyDocument *) documents->pdata[i])->attached)
      g_string_append_printf (names, "%s|", ((ChattyDocument *) documents->pdata[i])->name);
  return g_string_free (names, FALSE);
}

static ChattyCharacterRecord *
make_mira (const char *instructions)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  g_autoptr (ChattyCharacterBuilder) fields = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;

  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, "Mira");
  chatty_character_builder_set_text (fields, CHATTY_FIELD_INSTRUCTIONS, instructions);
  character = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_character (builder, character);
  record = chatty_character_record_builder_end (g_steal_pointer (&builder));
  return with_settings (record, "{\"generationConfig\":{\"topP\":0.5}}");
}

/* There, to another computer, and back from both. */
static void
test_two_vaults (void)
{
  g_autofree char *instructions = NULL;
  g_autoptr (GString) longer = g_string_new (NULL);
  Place place;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (longer, "The %u. lamp of the harbour ä is Mira’s 漁港.\n", i);
  instructions = g_strstrip (g_strdup (longer->str));
  place_init (&place);
  {
    g_autoptr (ChattyCharacterRecord) mira = make_mira (instructions);

    put (&place, 0, NULL, mira);
  }
  sync_done (&place, 0, 1);
  sync_done (&place, 0, 0);

  sync_done (&place, 1, 1);
  {
    g_autoptr (ChattyCharacterRecord) here = only (&place, 0);
    g_autoptr (ChattyCharacterRecord) there = only (&place, 1);
    g_autoptr (ChattyCharacterRecord) mine =
      with_settings (here, "{\"generationConfig\":{\"topP\":0.5,\"topK\":3}}");
    g_autoptr (ChattyCharacterRecord) theirs =
      with_settings (there, "{\"generationConfig\":{\"topP\":0.5},"
                            "\"tools\":{\"googleSearch\":true}}");

    g_assert_cmpstr (chatty_character_get_text (chatty_character_record_get_character (there),
                                                CHATTY_FIELD_INSTRUCTIONS), ==, instructions);
    assert_settings (there, "{\"generationConfig\":{\"topP\":0.5}}");
    /* Both change something, and neither loses it. */
    put (&place, 0, here, mine);
    put (&place, 1, there, theirs);
  }
  sync_done (&place, 1, 1);
  sync_done (&place, 0, 1);
  sync_done (&place, 1, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChattyCharacterRecord) record = only (&place, i);

      assert_settings (record, "{\"generationConfig\":{\"topP\":0.5,\"topK\":3},"
                               "\"tools\":{\"googleSearch\":true}}");
      sync_done (&place, i, 0);
    }
  place_clear (&place);
}

/* Its documents are in its store: uploaded, replaced, and deleted where the
 * person says so. */
static void
test_documents (void)
{
  g_autoptr (ChattyCharacterRecord) mira = make_mira ("Mira keeps a lamp.");
  g_autoptr (ChattyCharacterRecord) linked = NULL;
  g_autoptr (ChattySyncReceipt) asked = NULL;
  const char *callsign, *id;
  ChattySyncStep *step;
  Place place;

  place_init (&place);
  put (&place, 0, NULL, mira);
  sync_done (&place, 0, 1);
  linked = only (&place, 0);
  callsign = chatty_character_record_get_callsign (linked);
  id = chatty_character_record_get_link (linked, 0)->remote_id;
  g_assert_true (g_str_has_prefix (id, "fileSearchStores/"));

  for (guint round = 0; round < 2; round++)
    {
      g_autofree char *names = NULL;

      put_document (&place, callsign, round == 0 ? "High at noon.\n" : "Low at noon, now.\n");
      sync_done (&place, 0, 1);
      names = documents_of (&place, id);
      g_assert_cmpstr (names, ==, "tides.txt|");
      sync_done (&place, 0, 0);
    }

  put_document (&place, callsign, NULL);
  asked = sync_vault (&place, 0, 0);
  step = chatty_sync_receipt_get_result (asked, 0)->step;
  g_assert_cmpint (step->kind, ==, CHATTY_SYNC_DOCUMENT_REMOVE);
  g_hash_table_replace (place.answers, g_strdup (step->question), g_strdup ("delete"));
  sync_done (&place, 0, 1);
  {
    g_autofree char *names = documents_of (&place, id);

    g_assert_cmpstr (names, ==, "");
  }
  place_clear (&place);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/stores/two-vaults", test_two_vaults);
  g_test_add_func ("/sync/stores/documents", test_documents);
  return g_test_run ();
}
