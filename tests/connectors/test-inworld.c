/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>

#include "chatty-character-store.h"
#include "chatty-chat.h"
#include "chatty-error.h"
#include "chatty-inworld.h"
#include "chatty-simulator.h"
#include "chatty-speech.h"
#include "chatty-turn.h"

/* What is Inworld's own; what all connectors must do is in the contract suite. */

#define KEY "canary4f1c9b7e:2d8a6053c1b9"

typedef struct {
  ChattySimulator *simulator;
  ChattyConnector *connector;
} World;

static ChattyConnector *
connect_with (ChattySimulator *simulator,
              const char      *key,
              guint            seconds)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  ChattyConnectorAccess access = { .http = &settings };
  g_autoptr (ChattySecret) secret = chatty_secret_new (key, -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;
  ChattyConnector *connector;

  settings.total_seconds = seconds;
  settings.max_parallel = 5;
  settings.retry = (ChattyRetryPolicy) { 2, 2000, 10000, 100000 };
  access.addresses[0] = chatty_simulator_get_address (simulator, CHATTY_SIMULATOR_INWORLD_API);
  authorizer = chatty_connector_info_create_key_authorizer (&chatty_inworld_info,
                                                            access.addresses, secret, &error);
  g_assert_no_error (error);
  access.authorizer = authorizer;
  connector = chatty_inworld_new (&access, &error);
  g_assert_no_error (error);
  return connector;
}

static World
world_new (ChattySimulatorPlan plan)
{
  World world = { NULL };
  g_autoptr (GError) error = NULL;

  world.simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  chatty_simulator_add_key (world.simulator, KEY, plan);
  world.connector = connect_with (world.simulator, KEY, 20);
  return world;
}

static void
world_clear (World *world)
{
  g_clear_object (&world->connector);
  g_clear_pointer (&world->simulator, chatty_simulator_stop);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
set (World      *world,
     const char *setting,
     const char *value)
{
  g_assert_true (chatty_simulator_set_inworld (world->simulator, setting, value));
}

static guint
count (World      *world,
       const char *path)
{
  return chatty_simulator_count_requests (world->simulator, CHATTY_SIMULATOR_INWORLD_API, path);
}

/* The body of the last request to @path. */
static char *
dup_body (World      *world,
          const char *path)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (world->simulator);
  char *body = NULL;

  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);

      if (!g_str_equal (request->path, path))
        continue;
      g_free (body);
      body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
    }
  return body;
}

/* Nothing was sent that the documents do not allow. */
static void
check_notes (World *world)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (world->simulator);

  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);

      g_assert_cmpstr (request->notes != NULL ? request->notes : "", ==, "");
    }
}

static void
test_key (void)
{
  static const struct {
    ChattySimulatorPlan plan;
    ChattyVerdictKind   kind;
  } plans[] = {
    { CHATTY_SIMULATOR_PLAN_INDIE, CHATTY_VERDICT_LIMITED },
    { CHATTY_SIMULATOR_PLAN_PROFESSIONAL, CHATTY_VERDICT_WORKS },
    { CHATTY_SIMULATOR_PLAN_SCALE, CHATTY_VERDICT_WORKS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_auto (World) world = world_new (plans[i].plan);
      /* As the portal shows it, and not encoded again. */
      g_autofree char *encoded = g_base64_encode ((const guchar *) KEY, strlen (KEY));
      g_autoptr (ChattyConnector) other = connect_with (world.simulator, encoded, 20);
      g_autoptr (ChattyConnector) wrong = connect_with (world.simulator, "a:b", 20);
      g_autoptr (ChattyVerdict) first = chatty_connector_test (world.connector, NULL, NULL);
      g_autoptr (ChattyVerdict) second = chatty_connector_test (other, NULL, NULL);
      g_autoptr (ChattyVerdict) third = chatty_connector_test (wrong, NULL, NULL);

      g_assert_cmpint (first->kind, ==, plans[i].kind);
      g_assert_cmpint (second->kind, ==, plans[i].kind);
      g_assert_cmpint (third->kind, ==, CHATTY_VERDICT_REFUSED);
      check_notes (&world);
    }
}

static ChattyCharacter *
make_character (const char *name)
{
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, "Keeps the light.");
  return chatty_character_builder_end (builder);
}

static void
test_read_only_key (void)
{
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_PROFESSIONAL);
  ChattyCharacterStore *store = CHATTY_CHARACTER_STORE (world.connector);
  g_autoptr (ChattyCharacter) character = make_character ("Wren");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (chatty_character_store_get_note (store));
  g_assert_false (chatty_character_store_create (store, character, &id, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "stays here"));
  g_assert_null (id);
  g_assert_cmpuint (count (&world, "/router/v1/routers"), ==, 1);
}

static void
test_routers (void)
{
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  ChattyCharacterStore *store = CHATTY_CHARACTER_STORE (world.connector);
  g_autoptr (ChattyCharacter) character = make_character ("Wren");
  g_autoptr (ChattyCharacter) renamed = make_character ("Ida");
  g_autoptr (ChattyCharacter) there = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  set (&world, "polls", "3");
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *name = g_strdup_printf ("Router %u", i);
      g_autofree char *other = chatty_simulator_add_router (world.simulator, KEY, name, "p");

      g_assert_nonnull (other);
    }
  g_assert_true (chatty_character_store_create (store, character, &id, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (id, "wren-"));
  all = chatty_character_store_list (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 121);

  g_assert_true (chatty_character_store_update (store, id, renamed,
                                                CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME), NULL,
                                                &error));
  g_assert_no_error (error);
  there = chatty_character_store_get (store, id, NULL, &error);
  g_assert_cmpstr (chatty_character_get_name (there), ==, "Ida");
  g_assert_cmpstr (chatty_character_get_text (there, CHATTY_FIELD_MODEL), ==, "auto");

  /* An operation that fails says so, and whether something was made is known. */
  set (&world, "operation-fails", "yes");
  g_assert_false (chatty_character_store_update (store, id, character,
                                                 CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME), NULL,
                                                 &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_false (chatty_character_store_delete (store, id, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  g_clear_error (&error);
  set (&world, "operation-fails", "no");
  g_assert_true (chatty_character_store_delete (store, id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_simulator_count_routers (world.simulator), ==, 120);
  check_notes (&world);
}

/* One results, and not two. */
static void
test_lost_create (void)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_LOST_ANSWER, CHATTY_SIMULATOR_FAULT_DROP,
    CHATTY_SIMULATOR_FAULT_CUT_CHUNK, CHATTY_SIMULATOR_FAULT_BAD_JSON,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
      g_autoptr (ChattyCharacter) character = make_character ("Wren");
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      chatty_simulator_set_fault (world.simulator, "/router/v1/routers", faults[i], 1, 1);
      g_assert_true (chatty_character_store_create (CHATTY_CHARACTER_STORE (world.connector),
                                                    character, &id, NULL, &error));
      g_assert_no_error (error);
      g_assert_nonnull (id);
      g_assert_cmpuint (chatty_simulator_count_routers (world.simulator), ==, 1);
    }
}

static ChattyReply *
say (World                    *world,
     const char               *router,
     const ChattyChatMessage  *message,
     GError                  **error)
{
  g_autoptr (ChattyChatSession) session =
    chatty_chat_open (CHATTY_CHAT (world->connector), router, NULL, NULL, NULL);
  ChattyReply *reply = chatty_reply_new (NULL);

  chatty_chat_send (CHATTY_CHAT (world->connector), session, message, reply, NULL, error);
  return reply;
}

static void
test_talk (void)
{
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  g_autofree char *router = chatty_simulator_add_router (world.simulator, KEY, "Wren", "Keeps");
  g_autoptr (GBytes) png = g_bytes_new_static ("PNG", 3);
  ChattyChatFile image = { "a.png", "image/png", png };
  ChattyChatContext context = { .instructions = "Be kind", .temperature = NAN,
                                .model = "openai/gpt-4o-mini" };
  ChattyChatMessage message = { .text = "Grüß Gott 👋🏽", .context = &context, .images = &image,
                                .n_images = 1 };
  ChattyChatMessage plain = { .text = "Who are you?" };
  g_autoptr (ChattyReply) reply = NULL;
  g_autoptr (ChattyReply) routed = NULL;
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *model = NULL;
  g_autofree char *body = NULL;
  guint prompt, completion;

  reply = say (&world, NULL, &message, &error);
  g_assert_no_error (error);
  text = chatty_reply_dup_text (reply);
  g_assert_cmpstr (text, !=, "");
  model = chatty_reply_dup_model (reply);
  g_assert_nonnull (model);
  g_assert_true (chatty_reply_get_usage (reply, &prompt, &completion));
  g_assert_cmpuint (completion, >, 0);

  routed = say (&world, router, &plain, &error);
  g_assert_no_error (error);
  body = dup_body (&world, "/v1/chat/completions");
  g_assert_nonnull (strstr (body, router));

  models = chatty_chat_list_models (CHATTY_CHAT (world.connector), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, >, 2);
  check_notes (&world);
}

static void
test_talk_faults (void)
{
  static const struct {
    const char *fault;
    gboolean    good;
    gboolean    some;    /* text that came is kept */
  } faults[] = {
    { "nulls", TRUE, TRUE }, { "error", FALSE, TRUE }, { "premature", FALSE, TRUE },
    { "empty", FALSE, FALSE }, { "no-choices", FALSE, FALSE },
  };
  static const char *const shapes[] = { "openai", "wrapped", "status" };
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  ChattyChatMessage message = { .text = "A long enough thing to say back" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (ChattyReply) reply = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *text = NULL;

        g_test_message ("%s, %s", faults[i].fault, shapes[k]);
        set (&world, "chat-fault", faults[i].fault);
        set (&world, "error-shape", shapes[k]);
        reply = say (&world, NULL, &message, &error);
        text = chatty_reply_dup_text (reply);
        g_assert_cmpint (error == NULL, ==, faults[i].good);
        g_assert_cmpint (*text != '\0', ==, faults[i].some);
        if (error != NULL)
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
      }

  /* The same error under the status of success, as plain JSON. */
  set (&world, "chat-fault", "none");
  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
    {
      g_autoptr (ChattyReply) reply = NULL;
      g_autoptr (GError) error = NULL;

      set (&world, "error-shape", shapes[k]);
      chatty_simulator_set_fault (world.simulator, "/v1/chat/completions",
                                  CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE, 1, 1);
      reply = say (&world, NULL, &message, &error);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
      g_assert_nonnull (strstr (error->message, "overloaded"));
    }
}

/* All of the sound, and the seconds of it. */
static GByteArray *
collect (ChattyReply *reply,
         double      *seconds)
{
  ChattyAudioStream *audio = chatty_reply_get_audio (reply);
  GByteArray *bytes = g_byte_array_new ();

  *seconds = 0;
  for (guint i = 0; i < chatty_audio_stream_get_n_chunks (audio); i++)
    {
      ChattyAudioFormat format;
      g_autoptr (GBytes) chunk = chatty_audio_stream_dup_chunk (audio, i, &format);
      gsize length;
      const guint8 *data = g_bytes_get_data (chunk, &length);

      g_byte_array_append (bytes, data, (guint) length);
      if (g_str_equal (format.media_type, "audio/x-raw"))
        {
          g_assert_cmpuint (format.rate, ==, 24000);
          g_assert_cmpuint (format.channels, ==, 1);
          g_assert_cmpuint (format.bits, ==, 16);
          g_assert_cmpuint (format.segment, ==, 0);
          g_assert_cmpuint (length % 2, ==, 0);
          *seconds += length / 48000.0;
        }
    }
  return bytes;
}

/* The same samples however they come. */
static void
test_codings (void)
{
  static const char *const media_types[] = { NULL, "audio/wav", "audio/x-raw" };
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  g_autoptr (GByteArray) expected = NULL;

  for (guint whole = 0; whole < 2; whole++)
    for (guint i = 0; i < G_N_ELEMENTS (media_types); i++)
      {
        ChattySpeechRequest request = { .voice = "Ashley", .text = "Nine seconds, and no more.",
                                        .media_type = media_types[i], .whole = whole };
        g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
        g_autoptr (GByteArray) sound = NULL;
        g_autoptr (GError) error = NULL;
        double seconds;

        g_assert_true (chatty_speech_speak (CHATTY_SPEECH (world.connector), &request, reply,
                                            NULL, &error));
        g_assert_no_error (error);
        sound = collect (reply, &seconds);
        g_assert_cmpfloat (seconds, >, 0.2);
        if (expected == NULL)
          expected = g_steal_pointer (&sound);
        else
          g_assert_cmpmem (sound->data, sound->len, expected->data, expected->len);
      }
  check_notes (&world);
}

static void
test_long_text (void)
{
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  g_autoptr (GString) text = g_string_new (NULL);
  ChattySpeechRequest request = { .voice = "Ashley", .words = TRUE };
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GByteArray) sound = NULL;
  g_autoptr (GArray) words = NULL;
  g_autoptr (GError) error = NULL;
  double seconds, before = 0;

  for (guint i = 0; i < 250; i++)
    g_string_append_printf (text, "This is sentence number%u. ", i);
  request.text = text->str;
  set (&world, "concurrency", "2");
  g_assert_true (chatty_speech_speak (CHATTY_SPEECH (world.connector), &request, reply, NULL,
                                      &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (&world, "/tts/v1/voice:stream"), >=, 4);
  sound = collect (reply, &seconds);

  /* Every word, in order, over the length of the whole. */
  words = chatty_audio_stream_dup_words (chatty_reply_get_audio (reply));
  g_assert_cmpuint (words->len, ==, 1000);
  for (guint i = 0; i < words->len; i++)
    {
      ChattyWordTime *word = &g_array_index (words, ChattyWordTime, i);

      g_assert_cmpfloat (word->start, >=, before - 0.05);
      before = word->start;
    }
  g_assert_cmpfloat (before, >, seconds * 0.9);
  g_assert_cmpfloat (before, <=, seconds);
  check_notes (&world);
}

static void
test_speech_faults (void)
{
  static const struct {
    const char *fault;
    gboolean    good;
    gboolean    some;
  } faults[] = {
    { "error", FALSE, TRUE }, { "premature", FALSE, TRUE }, { "zero-chunks", FALSE, FALSE },
    { "no-audio", FALSE, FALSE }, { "bad-base64", FALSE, TRUE }, { "lying-riff", TRUE, TRUE },
  };
  static const char *const media_types[] = { NULL, "audio/mpeg" };
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  g_autoptr (GString) long_text = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (long_text, "This is one more sentence. ");
  for (guint many = 0; many < 2; many++)
    for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
      for (guint k = 0; k < G_N_ELEMENTS (media_types); k++)
        {
          ChattySpeechRequest request = {
            .voice = "Ashley", .media_type = media_types[k],
            .text = many ? long_text->str : "This takes more than three chunks, certainly it does.",
          };
          g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
          g_autoptr (GError) error = NULL;
          guint n_chunks;

          g_test_message ("%s, %u", faults[i].fault, many);
          set (&world, "speech-fault", faults[i].fault);
          chatty_speech_speak (CHATTY_SPEECH (world.connector), &request, reply, NULL, &error);
          g_assert_cmpint (error == NULL, ==, faults[i].good);
          n_chunks = chatty_audio_stream_get_n_chunks (chatty_reply_get_audio (reply));
          g_assert_cmpint (n_chunks > 0, ==, faults[i].some);
          /* What failed at the beginning is not gone on with. */
          g_assert_true (chatty_audio_stream_is_ended (chatty_reply_get_audio (reply)));
        }
}

static gpointer
cancel_when_heard (gpointer data)
{
  ChattyReply *reply = data;
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (chatty_audio_stream_get_n_chunks (chatty_reply_get_audio (reply)) == 0 &&
         g_get_monotonic_time () < end)
    g_thread_yield ();
  chatty_reply_cancel (reply);
  return NULL;
}

/* Stopped in the midst, with a part under way that nobody will hear. */
static void
test_stopped (void)
{
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  g_autoptr (GString) text = g_string_new (NULL);
  ChattySpeechRequest request = { .voice = "Ashley" };
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GError) error = NULL;
  GThread *thread;
  gint64 began;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "This is one more sentence. ");
  request.text = text->str;
  set (&world, "speech-pace", "1");
  thread = g_thread_new ("cancel", cancel_when_heard, reply);
  began = g_get_monotonic_time ();
  g_assert_false (chatty_speech_speak (CHATTY_SPEECH (world.connector), &request, reply, NULL,
                                       &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 15 * G_USEC_PER_SEC);
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_CANCELLED);
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (chatty_reply_get_audio (reply)), >, 0);
  g_assert_cmpuint (count (&world, "/tts/v1/voice:stream"), <=, 2);
  g_thread_join (thread);
}

static void
test_voices (void)
{
  g_auto (World) world = world_new (CHATTY_SIMULATOR_PLAN_SCALE);
  ChattySpeech *speech = CHATTY_SPEECH (world.connector);
  g_autoptr (GPtrArray) voices = NULL;
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  voices = chatty_speech_list_voices (speech, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (voices->len, >, 3);
  models = chatty_speech_list_models (speech, NULL, &error);
  g_assert_cmpuint (models->len, >, 2);
  g_assert_cmpuint (chatty_speech_get_max_text (speech), ==, 2000);
  check_notes (&world);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/inworld/key", test_key);
  g_test_add_func ("/inworld/read-only-key", test_read_only_key);
  g_test_add_func ("/inworld/routers", test_routers);
  g_test_add_func ("/inworld/lost-create", test_lost_create);
  g_test_add_func ("/inworld/talk", test_talk);
  g_test_add_func ("/inworld/talk-faults", test_talk_faults);
  g_test_add_func ("/inworld/codings", test_codings);
  g_test_add_func ("/inworld/long-text", test_long_text);
  g_test_add_func ("/inworld/speech-faults", test_speech_faults);
  g_test_add_func ("/inworld/stopped", test_stopped);
  g_test_add_func ("/inworld/voices", test_voices);
  return g_test_run ();
}
