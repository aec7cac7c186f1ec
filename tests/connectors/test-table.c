/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-character-store.h"
#include "chatty-chat.h"
#include "chatty-connector-table.h"
#include "chatty-error.h"
#include "chatty-knowledge.h"
#include "chatty-platform.h"
#include "chatty-reply.h"
#include "chatty-speech.h"
#include "chatty-turn.h"

/* The table, the platforms' rows, replies and characters. */

static void
test_infos (void)
{
  guint n_infos;
  const ChattyConnectorInfo *const *infos = chatty_connector_info_list (&n_infos);
  ChattyTier last = CHATTY_TIER_FULL;

  g_assert_cmpuint (n_infos, ==, 9);
  for (guint i = 0; i < n_infos; i++)
    {
      g_assert_nonnull (chatty_platform_lookup (infos[i]->id));
      g_assert_true (chatty_connector_info_lookup (infos[i]->id) == infos[i]);
      g_assert_cmpuint (strlen (chatty_connector_info_get_summary (infos[i])), >, 5);
      g_assert_cmpint (infos[i]->tier, >=, last);
      last = infos[i]->tier;
      g_assert_true ((infos[i]->tier == CHATTY_TIER_IMPORT) ==
                     (infos[i]->sign_in == CHATTY_SIGN_IN_NONE));
    }
  g_assert_null (chatty_connector_info_lookup ("nowhere"));
}

static void
test_table (void)
{
  /* Those for which tests/contract/meson.build runs the suite. */
  static const char *const tested[] = { "convai", "gemini", "inworld", NULL };
  ChattyConnectorTable *table = chatty_connector_table_get_default ();
  ChattyConnectorAccess access = { .addresses = { NULL } };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (chatty_connector_table_get_size (table), >, 0);
  for (guint i = 0; i < chatty_connector_table_get_size (table); i++)
    {
      g_assert_true (g_strv_contains (tested, table[i].info->id));
      g_assert_true (chatty_connector_table_lookup (table, table[i].info->id) == &table[i]);
      for (guint k = 0; k < CHATTY_N_CONSENTS; k++)
        g_assert_nonnull (chatty_connector_info_get_consent (table[i].info, k));
    }
  g_assert_null (chatty_connector_table_create (table, "chai", &access, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/* What a connector says of itself fits together: others go by it, and by nothing
 * else. */
static void
test_statements (void)
{
  ChattyConnectorTable *table = chatty_connector_table_get_default ();
  g_autoptr (ChattySecret) secret = chatty_secret_new ("canary4f1c9b7e2d8a6053c1b9", -1);

  for (guint i = 0; i < chatty_connector_table_get_size (table); i++)
    {
      ChattyConnectorAccess access = { .addresses = { NULL } };
      g_autoptr (ChattyAuthorizer) authorizer = NULL;
      g_autoptr (ChattyConnector) connector = NULL;
      g_autoptr (GError) error = NULL;
      const ChattyFieldMap *name = NULL;

      authorizer = chatty_connector_info_create_key_authorizer (table[i].info, access.addresses,
                                                                secret, &error);
      g_assert_no_error (error);
      access.authorizer = authorizer;
      connector = chatty_connector_table_create (table, table[i].info->id, &access, &error);
      g_assert_no_error (error);
      g_test_message ("%s", table[i].info->id);

      if (CHATTY_IS_CHARACTER_STORE (connector))
        {
          name = chatty_character_store_map_field (CHATTY_CHARACTER_STORE (connector),
                                                   CHATTY_FIELD_NAME);
          g_assert_true (name != NULL && name->required && name->readable && name->writable);
        }
      if (CHATTY_IS_KNOWLEDGE (connector))
        {
          const ChattyKnowledgeLimits *limits =
            chatty_knowledge_get_limits (CHATTY_KNOWLEDGE (connector));

          g_assert_cmpuint (limits->max_bytes, >, 0);
          for (guint k = 0; limits->suffixes[k] != NULL; k++)
            g_assert_cmpint (limits->suffixes[k][0], ==, '.');
          /* Documents of one character need one that is there, and to be told
           * which. */
          if (chatty_knowledge_is_by_character (CHATTY_KNOWLEDGE (connector)))
            {
              g_assert_true (CHATTY_IS_CHARACTER_STORE (connector));
              g_assert_nonnull (CHATTY_KNOWLEDGE_GET_IFACE (connector)->upload_with);
              g_assert_nonnull (chatty_character_store_get_note (CHATTY_CHARACTER_STORE (connector)));
            }
        }
      /* A character that lives elsewhere has to go along. */
      if (CHATTY_IS_CHAT (connector))
        {
          ChattyChatInputs inputs = chatty_chat_get_inputs (CHATTY_CHAT (connector));

          g_assert_true (inputs & CHATTY_CHAT_TEXT);
          g_assert_true (!(inputs & CHATTY_CHAT_ANY_CHARACTER) ||
                         (inputs & CHATTY_CHAT_NEEDS_CONTEXT));
        }
    }
}

static void
assert_since (ChattyReply *reply,
              gsize       *place,
              const char  *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  *place = chatty_reply_get_text_since (reply, *place, text);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_reply_text_since (void)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  gsize one = 0, two = 0;

  assert_since (reply, &one, "");
  g_assert_cmpuint (one, ==, 0);
  chatty_reply_append_text (reply, "Grüß");
  assert_since (reply, &one, "Grüß");
  g_assert_cmpuint (one, ==, strlen ("Grüß"));
  chatty_reply_append_text (reply, " Gott");
  assert_since (reply, &one, " Gott");
  assert_since (reply, &two, "Grüß Gott");

  /* The last word of the platform only goes on: no reader has to begin anew. */
  chatty_reply_replace_text (reply, "Grüß Gott!");
  assert_since (reply, &one, "!");

  /* It is another one, and longer: each reader is told, whoever reads first. */
  chatty_reply_replace_text (reply, "Something that is much longer");
  assert_since (reply, &one, "");
  g_assert_true (one == G_MAXSIZE);
  one = 0;
  assert_since (reply, &one, "Something that is much longer");
  assert_since (reply, &two, "");
  g_assert_true (two == G_MAXSIZE);
  chatty_reply_append_text (reply, ".");
  assert_since (reply, &one, ".");

  chatty_reply_replace_text (reply, "");
  assert_since (reply, &one, "");
  g_assert_true (one == G_MAXSIZE);
}

static void
test_reply_audio (void)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (ChattyAudioStream) audio = g_object_ref (chatty_reply_get_audio (reply));
  ChattyAudioFormat bare = { "audio/x-raw", 8000, 1, 16, 3 };
  ChattyAudioFormat format;
  ChattyWordTime word = { (char *) "Hi", 0.25, 0.5 };
  ChattyFeeling feeling = { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("12", 2);
  g_autoptr (GBytes) heard = NULL;
  g_autoptr (GArray) words = NULL;
  g_autofree char *model = NULL;
  g_autoptr (GError) error = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_SERVER, "no");
  g_autoptr (GError) told = NULL;
  guint prompt, completion;

  g_assert_false (chatty_reply_get_usage (reply, &prompt, &completion));
  g_assert_false (chatty_reply_get_feeling (reply, &feeling));
  feeling = (ChattyFeeling) { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG };

  chatty_reply_append_audio (reply, &bare, bytes);
  chatty_reply_append_words (reply, &word, 1);
  chatty_reply_set_model (reply, "provider/model");
  chatty_reply_set_feeling (reply, &feeling);
  chatty_reply_set_usage (reply, 7, 9);
  g_assert_false (chatty_audio_stream_is_ended (audio));
  chatty_reply_finish (reply, error);

  /* The audio ends as the reply did, and outlives it. */
  told = chatty_audio_stream_dup_error (audio);
  g_assert_error (told, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  model = chatty_reply_dup_model (reply);
  g_assert_cmpstr (model, ==, "provider/model");
  g_assert_true (chatty_reply_get_usage (reply, &prompt, &completion));
  g_assert_cmpuint (prompt, ==, 7);
  g_assert_cmpuint (completion, ==, 9);
  feeling.emotion = CHATTY_EMOTION_NONE;
  g_assert_true (chatty_reply_get_feeling (reply, &feeling));
  g_assert_cmpint (feeling.emotion, ==, CHATTY_EMOTION_JOY);

  chatty_reply_append_audio (reply, &bare, bytes);
  g_clear_object (&reply);
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (audio), ==, 1);
  heard = chatty_audio_stream_dup_chunk (audio, 0, &format);
  g_assert_true (heard == bytes);
  g_assert_cmpuint (format.segment, ==, 3);
  words = chatty_audio_stream_dup_words (audio);
  g_assert_cmpuint (words->len, ==, 1);
}

static void
test_copies (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("PNG", 3);
  g_autoptr (GPtrArray) turns =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  ChattyChatFile image = { "a.png", "image/png", bytes };
  ChattyChatContext context = { .instructions = "Be kind", .turns = turns, .person = "p1",
                                .temperature = 0.5 };
  ChattyChatMessage message = { .text = "Hi", .images = &image, .n_images = 1,
                                .context = &context };
  ChattySpeechRequest request = { .voice = "Ann", .text = "Hi", .speed = 1.5 };
  g_autoptr (ChattyChatMessage) copy = NULL;
  g_autoptr (ChattySpeechRequest) wanted = NULL;

  g_ptr_array_add (turns,
                   chatty_turn_builder_end (chatty_turn_builder_new (CHATTY_ROLE_PERSON)));
  copy = chatty_chat_message_copy (&message);
  wanted = chatty_speech_request_copy (&request);
  /* What the caller does with its own afterwards changes nothing. */
  memset (&context, 0, sizeof context);
  memset (&image, 0, sizeof image);
  memset (&request, 0, sizeof request);
  g_ptr_array_set_size (turns, 0);

  g_assert_cmpstr (copy->text, ==, "Hi");
  g_assert_cmpstr (copy->images[0].media_type, ==, "image/png");
  g_assert_true (copy->images[0].bytes == bytes);
  g_assert_cmpstr (copy->context->instructions, ==, "Be kind");
  g_assert_cmpstr (copy->context->person, ==, "p1");
  g_assert_cmpuint (copy->context->turns->len, ==, 1);
  g_assert_cmpfloat (copy->context->temperature, ==, 0.5);
  g_assert_cmpstr (wanted->voice, ==, "Ann");
  g_assert_cmpfloat (wanted->speed, ==, 1.5);
}

static void
count_cb (ChattyReply *reply,
          guint       *count)
{
  (*count)++;
}

static void
test_reply (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (ChattyReply) reply = chatty_reply_new (context);
  g_autoptr (GBytes) one = g_bytes_new_static ("1", 1);
  g_autoptr (GBytes) first = NULL;
  g_autofree char *text = NULL;
  ChattyAudioFormat wav = { "audio/wav", 22050, 1, 16 };
  ChattyAudioFormat format;
  g_autoptr (GError) error = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_SERVER, "no");
  g_autoptr (GError) told = NULL;
  guint count = 0;

  g_signal_connect (reply, "changed", G_CALLBACK (count_cb), &count);
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_WAITING);
  for (guint i = 0; i < 1000; i++)
    chatty_reply_append_text (reply, "ä");
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_STREAMING);
  while (count == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (count, ==, 1);
  text = chatty_reply_dup_text (reply);
  g_assert_cmpuint (strlen (text), ==, 2000);

  g_assert_false (chatty_reply_get_audio_format (reply, &format));
  chatty_reply_append_audio (reply, &wav, one);
  g_assert_true (chatty_reply_get_audio_format (reply, &format));
  g_assert_cmpuint (format.rate, ==, 22050);
  first = chatty_reply_pull_audio (reply);
  g_assert_true (first == one);
  g_assert_null (chatty_reply_pull_audio (reply));

  chatty_reply_finish (reply, error);
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FAILED);
  told = chatty_reply_dup_error (reply);
  g_assert_error (told, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  /* The first end holds, and nothing comes after it. */
  chatty_reply_finish (reply, NULL);
  chatty_reply_append_text (reply, "more");
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FAILED);
  g_free (text);
  text = chatty_reply_dup_text (reply);
  g_assert_cmpuint (strlen (text), ==, 2000);
  while (count == 1)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (count, ==, 2);
}

static void
test_measure (void)
{
  ChattyFieldMap words = { CHATTY_FIELD_INSTRUCTIONS, "x", .limit = 3,
                           .unit = CHATTY_UNIT_WORDS };
  ChattyFieldMap characters = { CHATTY_FIELD_INSTRUCTIONS, "x", .limit = 3,
                                .unit = CHATTY_UNIT_CHARACTERS };
  ChattyFieldMap items = { CHATTY_FIELD_LANGUAGES, "x", .limit = 4, .unit = CHATTY_UNIT_ITEMS };
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();
  const char *const languages[] = { "de", "en", NULL };
  g_autoptr (ChattyCharacter) character = NULL;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, "  Grüß   Gott\nähm ");
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  character = chatty_character_builder_end (builder);
  g_assert_cmpuint (chatty_character_store_measure (&words, character), ==, 3);
  g_assert_cmpuint (chatty_character_store_measure (&characters, character), ==, 18);
  g_assert_cmpuint (chatty_character_store_measure (&items, character), ==, 2);
}

static void
test_character (void)
{
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();
  const char *const starters[] = { "a", NULL };
  g_autoptr (ChattyCharacter) first = NULL;
  g_autoptr (ChattyCharacter) second = NULL;
  g_autoptr (ChattyCharacter) third = NULL;

  chatty_character_builder_set_id (builder, "convai", "1");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Wren");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING, "");
  chatty_character_builder_set_list (builder, CHATTY_FIELD_STARTERS, starters);
  chatty_character_builder_set_trait (builder, "openness", 300);
  chatty_character_builder_set_trait (builder, "anger", -5);
  chatty_character_builder_set_trait (builder, "openness", 50);
  chatty_character_builder_set_extra (builder, "convai", "{}");
  first = chatty_character_builder_end (builder);
  g_assert_cmpuint (chatty_character_get_n_traits (first), ==, 2);
  g_assert_true (chatty_character_has_field (first, CHATTY_FIELD_GREETING));
  g_assert_false (chatty_character_has_field (first, CHATTY_FIELD_STYLE));

  second = chatty_character_builder_end (chatty_character_builder_new_from (first));
  g_assert_true (chatty_character_equal (first, second));
  builder = chatty_character_builder_new_from (first);
  chatty_character_builder_unset (builder, CHATTY_FIELD_GREETING);
  third = chatty_character_builder_end (builder);
  g_assert_false (chatty_character_equal (first, third));
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      ChattyCharacterField field;

      g_assert_true (chatty_character_field_equal (first, third, i) ==
                     (i != CHATTY_FIELD_GREETING));
      g_assert_true (chatty_character_field_from_string (chatty_character_field_to_string (i),
                                                         &field));
      g_assert_cmpint (field, ==, i);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/connectors/infos", test_infos);
  g_test_add_func ("/connectors/table", test_table);
  g_test_add_func ("/connectors/statements", test_statements);
  g_test_add_func ("/connectors/reply", test_reply);
  g_test_add_func ("/connectors/reply/text-since", test_reply_text_since);
  g_test_add_func ("/connectors/reply/audio", test_reply_audio);
  g_test_add_func ("/connectors/copies", test_copies);
  g_test_add_func ("/connectors/measure", test_measure);
  g_test_add_func ("/connectors/character", test_character);
  return g_test_run ();
}
