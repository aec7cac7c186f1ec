/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "contract.h"

static char *
add_convai_document (ChattySimulator *simulator,
                     const char      *key,
                     const char      *character,
                     const char      *name)
{
  return chatty_simulator_add_document (simulator, key, name, 123);
}

static const char *const google_keys[] = { CONTRACT_OLD_KEY, CONTRACT_NEW_KEY, NULL };

static const ContractPlatform platforms[] = {
  {
    .id = "convai",
    .hosts = { CHATTY_SIMULATOR_CONVAI_API, CHATTY_SIMULATOR_CONVAI_LIVE },
    .voice = "MichelleNeural",
    .create = "/character/create",
    .update = "/character/update",
    .dates = TRUE,
    .add_character = chatty_simulator_add_character,
    .count_characters = chatty_simulator_count_characters,
    .add_document = add_convai_document,
    .count_documents = chatty_simulator_count_documents,
  },
  {
    .id = "inworld",
    .hosts = { CHATTY_SIMULATOR_INWORLD_API },
    .voice = "Dennis",
    .create = "POST /router/v1/routers",
    .update = "PATCH /router/v1/routers/*",
    .pairs = TRUE,
    .add_character = chatty_simulator_add_router,
    .count_characters = chatty_simulator_count_routers,
    .set = chatty_simulator_set_inworld,
    .sound_fault = "speech-fault",
    .read_talk = contract_read_inworld_talk,
    .read_speech = contract_read_inworld_speech,
  },
  {
    .id = "gemini",
    .hosts = {
      CHATTY_SIMULATOR_GEMINI_API, CHATTY_SIMULATOR_GEMINI_API, CHATTY_SIMULATOR_GOOGLE_AUTH,
      CHATTY_SIMULATOR_GOOGLE_AUTH, CHATTY_SIMULATOR_GOOGLE_AUTH, CHATTY_SIMULATOR_GOOGLE_AUTH,
    },
    .voice = "Kore",
    .model = "gemini-3.8-flash",
    .voice_model = "gemini-3.8-flash-tts",
    .create = "POST /v1beta/fileSearchStores",
    .update = "POST /upload/v1beta/fileSearchStores/*",
    .dates = TRUE,
    .keys = google_keys,
    .person = "person-0",
    .add_character = contract_add_gemini_character,
    .count_characters = chatty_simulator_count_stores,
    .add_document = contract_add_gemini_document,
    .count_documents = contract_count_gemini_documents,
    .set = chatty_simulator_set_gemini,
    .hurry = contract_hurry_gemini,
    .sound_fault = "sound-fault",
    .read_talk = contract_read_gemini_talk,
    .read_speech = contract_read_gemini_speech,
  },
};

guint contract_seconds = CONTRACT_SECONDS;
gboolean contract_patient = FALSE;

const ContractPlatform *
contract_platform (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++)
    if (g_str_equal (platforms[i].id, id))
      return &platforms[i];
  return NULL;
}

/* The addresses of the account whose main endpoint is @main_host. */
static void
find_addresses (Contract            *self,
                ChattySimulatorHost  main_host,
                const char          *addresses[CHATTY_MAX_ENDPOINTS])
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (self->platform->id);

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    addresses[i] = chatty_simulator_get_address (self->simulator,
                                                 i == 0 ? main_host : self->platform->hosts[i]);
}

static ChattyAuthorizer *
make_key_authorizer (Contract            *self,
                     ChattySimulatorHost  main_host,
                     const char          *key)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (key, -1);
  g_autoptr (GError) error = NULL;
  const char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };
  ChattyAuthorizer *authorizer;

  find_addresses (self, main_host, addresses);
  authorizer = chatty_connector_info_create_key_authorizer (
    chatty_connector_info_lookup (self->platform->id), addresses, secret, &error);
  g_assert_no_error (error);
  return authorizer;
}

/* @key: (nullable): a second credential */
static ChattyConnector *
connect_with (Contract            *self,
              ChattySimulatorHost  main_host,
              ChattyAuthorizer    *authorizer,
              ChattyAuthorizer    *key)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  ChattyConnectorAccess access = { .http = &settings, .journal = self->journal,
                                   .authorizer = authorizer, .key = key };
  g_autoptr (GError) error = NULL;
  ChattyConnector *connector;

  settings.max_bytes = 4 * 1024 * 1024;
  settings.connect_seconds = contract_seconds;
  settings.idle_seconds = contract_seconds;
  settings.total_seconds = contract_seconds;
  if (!contract_patient)
    settings.retry = (ChattyRetryPolicy) { 2, 2000, 10000, 100000 };
  find_addresses (self, main_host, access.addresses);
  connector = chatty_connector_table_create (chatty_connector_table_get_default (),
                                             self->platform->id, &access, &error);
  g_assert_no_error (error);
  g_assert_nonnull (connector);
  if (!contract_patient && self->platform->hurry != NULL)
    self->platform->hurry (connector);
  return connector;
}

/* Opens an account whose main endpoint is @main_host. */
ChattyConnector *
contract_connect (Contract            *self,
                  ChattySimulatorHost  main_host,
                  const char          *key)
{
  g_autoptr (ChattyAuthorizer) authorizer = make_key_authorizer (self, main_host, key);

  return connect_with (self, main_host, authorizer, NULL);
}

static void
add_state (Contract *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *session = NULL;

  /* What is carried out later is carried out soon. */
  contract_set (self, "polls", "0");
  self->character = self->platform->add_character != NULL ? contract_add_one (self, "Wren")
                                                          : g_strdup ("wren-1");
  if (self->platform->add_document != NULL)
    self->document = self->platform->add_document (self->simulator, self->owner, self->character,
                                                   "tides.txt");
  session = chatty_simulator_add_session (self->simulator, self->character, 3);
  self->context = (ChattyChatContext) {
    .instructions = "You are Wren, who keeps the lighthouse.",
    .temperature = NAN,
    .language = "en-US",
    .person = "person-1",
    .model = self->platform->model,
  };
  self->session = chatty_past_session_new (&(ChattyPastSession) {
    .id = session != NULL ? session : "none",
    .started = CHATTY_TIME_NONE,
  });
  chatty_simulator_set_ready_after (self->simulator, 0);

  self->folder = g_dir_make_tmp ("chatty-contract-XXXXXX", &error);
  g_assert_no_error (error);
  self->upload = g_build_filename (self->folder, "facts.txt", NULL);
  g_file_set_contents (self->upload, "The lamp turns once in nine seconds.\n", -1, &error);
  g_assert_no_error (error);
}

/* A simulator that knows @key. */
static Contract *
begin (const ContractPlatform *platform,
       const char             *key,
       ChattySimulatorPlan     plan)
{
  Contract *self = g_new0 (Contract, 1);
  g_autoptr (GError) error = NULL;

  self->platform = platform;
  self->owner = key;
  self->simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  chatty_simulator_add_key (self->simulator, key, plan);
  chatty_simulator_set_retry_after (self->simulator, 30);
  chatty_simulator_set_drip (self->simulator, 1);
  self->journal = chatty_exchange_journal_new (CHATTY_EXCHANGE_JOURNAL_SIZE);
  return self;
}

Contract *
contract_new_key (const ContractPlatform *platform,
                  const char             *key,
                  ChattySimulatorPlan     plan)
{
  Contract *self = begin (platform, key, plan);
  g_autoptr (GError) error = NULL;

  self->connector = contract_connect (self, platform->hosts[0], key);
  add_state (self);
  if (CHATTY_IS_MEMORY (self->connector) && plan == CHATTY_SIMULATOR_PLAN_SELECTED)
    {
      self->note = chatty_memory_add (CHATTY_MEMORY (self->connector), self->character, "person-1",
                                      "Likes tea", NULL, &error);
      g_assert_no_error (error);
    }
  chatty_simulator_forget_requests (self->simulator);
  return self;
}

Contract *
contract_new_plan (const ContractPlatform *platform,
                   ChattySimulatorPlan     plan)
{
  return contract_new_key (platform, CONTRACT_KEY, plan);
}

/* An account that was signed in to with the browser, and has a key as well
 * @with_key: what is there belongs to the key then. */
Contract *
contract_new_signed_in (const ContractPlatform *platform,
                        gboolean                with_key)
{
  Contract *self = begin (platform, CONTRACT_KEY, CHATTY_SIMULATOR_PLAN_SELECTED);
  g_autoptr (ChattyAuthorizer) authorizer = contract_sign_in (self);
  g_autoptr (ChattyAuthorizer) key =
    with_key ? make_key_authorizer (self, platform->hosts[0], CONTRACT_KEY) : NULL;

  if (!with_key)
    self->owner = platform->person;
  self->connector = connect_with (self, platform->hosts[0], authorizer, key);
  add_state (self);
  chatty_simulator_forget_requests (self->simulator);
  return self;
}

Contract *
contract_new (const ContractPlatform *platform)
{
  return contract_new_plan (platform, CHATTY_SIMULATOR_PLAN_SELECTED);
}

/* Nothing secret came out: neither in the journal, nor at another host. */
static void
check_secrets (Contract *self)
{
  static const char *const secrets[] = {
    CONTRACT_KEY, CONTRACT_OLD_KEY, CONTRACT_NEW_KEY, "ya29.", "1//0", "GOCSPX-",
  };
  g_autofree char *journal = chatty_exchange_journal_to_text (self->journal);

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_assert_null (strstr (journal, secrets[i]));
      g_assert_false (chatty_simulator_received (self->simulator, CHATTY_SIMULATOR_ELSEWHERE,
                                                 secrets[i]));
    }
}

static void
gone_cb (gpointer  data,
         GObject  *where)
{
  g_atomic_int_set ((int *) data, TRUE);
}

/* Soon after the last call the connector has no owner but this: the worker of
 * an asynchronous one may still be putting its task down. */
void
contract_disconnect (Contract *self)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  int gone = FALSE;

  g_object_weak_ref (G_OBJECT (self->connector), gone_cb, &gone);
  g_clear_object (&self->connector);
  while (!g_atomic_int_get (&gone) && g_get_monotonic_time () < end)
    g_thread_yield ();
  g_assert_true (g_atomic_int_get (&gone));
}

void
contract_free (Contract *self)
{
  check_secrets (self);
  contract_disconnect (self);
  g_object_unref (self->journal);
  chatty_simulator_stop (self->simulator);
  g_unlink (self->upload);
  g_rmdir (self->folder);
  g_free (self->character);
  g_free (self->document);
  g_free (self->note);
  g_free (self->folder);
  g_free (self->upload);
  chatty_past_session_unref (self->session);
  g_free (self);
}

/* How many requests the platform's hosts have got. */
guint
contract_count (Contract *self)
{
  return chatty_simulator_count_requests (self->simulator, CHATTY_SIMULATOR_N_HOSTS, "*");
}

guint
contract_characters (Contract *self)
{
  return self->platform->count_characters != NULL
           ? self->platform->count_characters (self->simulator) : 0;
}

guint
contract_documents (Contract *self)
{
  return self->platform->count_documents != NULL
           ? self->platform->count_documents (self->simulator) : 0;
}

/* Returns: (transfer full): the id of one more character, made behind our back */
char *
contract_add_one (Contract   *self,
                  const char *name)
{
  return self->platform->add_character (self->simulator, self->owner, name,
                                        "Wren keeps the lighthouse.");
}

gboolean
contract_has_input (Contract         *self,
                    ChattyChatInputs  input)
{
  return CHATTY_IS_CHAT (self->connector) &&
         (chatty_chat_get_inputs (CHATTY_CHAT (self->connector)) & input) != 0;
}

/* Whoever keeps no conversation is told all of it with each message. */
void
contract_address (Contract          *self,
                  ChattyChatMessage *message)
{
  if (message->context == NULL && contract_has_input (self, CHATTY_CHAT_NEEDS_CONTEXT))
    message->context = &self->context;
}

/* Changes how the platform behaves; FALSE where it cannot behave so. */
gboolean
contract_set (Contract   *self,
              const char *setting,
              const char *value)
{
  return self->platform->set != NULL && self->platform->set (self->simulator, setting, value);
}

/* An error for people: in our domain, whole, and without the key. */
void
contract_check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, CHATTY_ERROR);
  g_assert_cmpuint (strlen (error->message), >, 5);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strstr (error->message, CONTRACT_KEY));
}

/* A character with something in every field that the platform takes. */
ChattyCharacter *
contract_character (Contract   *self,
                    const char *name)
{
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();
  g_autoptr (GPtrArray) voices = NULL;
  g_autoptr (GError) error = NULL;
  const char *const languages[] = { "en-US", "de-DE", NULL };
  const char *const actions[] = { "wave", "sit down", NULL };

  voices = chatty_speech_list_voices (CHATTY_SPEECH (self->connector), FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (voices->len, >, 0);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS,
                                     "Ångström said: “naïve”.\n\tמאמץ — 漁師 👩‍👩‍👧 \\ \" </script>");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_VOICE,
                                     ((ChattyVoice *) g_ptr_array_index (voices, 0))->id);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, "0.25");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_REMEMBERS, "true");
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_ACTIONS, actions);
  return chatty_character_builder_end (builder);
}

/* Runs @func as a test of its own. */
typedef struct {
  const ContractPlatform  *platform;
  void                   (*func) (const ContractPlatform *platform);
} Case;

static void
run_case (gconstpointer data)
{
  const Case *self = data;

  self->func (self->platform);
}

void
contract_add (const char              *path,
              const ContractPlatform  *platform,
              void                   (*func) (const ContractPlatform *platform))
{
  g_autofree char *full = g_strconcat ("/contract/", platform->id, path, NULL);
  /* Those that are not chosen are never freed by GLib. */
  static GPtrArray *cases;
  Case *test = g_new0 (Case, 1);

  if (cases == NULL)
    cases = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (cases, test);
  test->platform = platform;
  test->func = func;
  g_test_add_data_func (full, test, run_case);
}
