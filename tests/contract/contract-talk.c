/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* Talk, speech, drafts. */

static ChattyReply *
say (Contract                *contract,
     ChattyChatSession       *session,
     const ChattyChatMessage *message)
{
  ChattyReply *reply = chatty_reply_new (NULL);
  ChattyChatMessage addressed = *message;
  g_autoptr (GError) error = NULL;

  contract_address (contract, &addressed);
  g_assert_true (chatty_chat_send (CHATTY_CHAT (contract->connector), session, &addressed, reply,
                                   NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FINISHED);
  return reply;
}

static ChattyChatSession *
open_session (Contract *contract)
{
  g_autoptr (GError) error = NULL;
  ChattyChatSession *session = chatty_chat_open (CHATTY_CHAT (contract->connector),
                                                 contract->character, NULL, NULL, &error);

  g_assert_no_error (error);
  return session;
}

static void
test_text (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  ChattyChatMessage message = { .text = "Grüß Gott 👋🏽 “漁師”" };
  g_autoptr (ChattyReply) first = say (contract, session, &message);
  g_autoptr (ChattyReply) second = say (contract, session, &message);
  g_autofree char *text = chatty_reply_dup_text (first);
  g_autofree char *notice = chatty_reply_dup_notice (second);

  g_assert_nonnull (strstr (text, message.text));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (notice);
  /* Both in one conversation, beside the one that was there. */
  if (!contract_has_input (contract, CHATTY_CHAT_NEEDS_CONTEXT))
    g_assert_cmpuint (chatty_simulator_count_sessions (contract->simulator), ==, 2);
}

/* A conversation goes on after the program was started again. */
static void
test_resume (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  g_autoptr (ChattyChatSession) resumed = NULL;
  ChattyChatMessage message = { .text = "Hello" };
  g_autoptr (ChattyReply) first = say (contract, session, &message);
  g_autoptr (ChattyReply) second = NULL;
  g_autofree char *state = chatty_chat_session_dup_state (session);
  g_autoptr (GError) error = NULL;

  g_assert_null (strstr (state, CONTRACT_KEY));
  resumed = chatty_chat_open (CHATTY_CHAT (contract->connector), contract->character, state, NULL,
                              &error);
  g_assert_no_error (error);
  second = say (contract, resumed, &message);
  g_assert_cmpuint (chatty_simulator_count_sessions (contract->simulator), ==, 2);
}

static void
test_expired (const ContractPlatform *platform)
{
  for (guint speak = 0; speak < 2; speak++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (ChattyChatSession) session = open_session (contract);
      ChattyChatMessage message = { .text = "Hello", .speak = speak };
      g_autoptr (ChattyReply) first = say (contract, session, &message);
      g_autoptr (ChattyReply) second = NULL;
      g_autofree char *notice = NULL;
      g_autofree char *text = NULL;

      chatty_simulator_expire_sessions (contract->simulator);
      chatty_simulator_forget_requests (contract->simulator);
      second = say (contract, session, &message);
      notice = chatty_reply_dup_notice (second);
      text = chatty_reply_dup_text (second);
      g_assert_nonnull (notice);
      g_assert_nonnull (strstr (text, "Hello"));
      /* Once more, and not again and again. */
      g_assert_cmpuint (contract_count (contract), ==, 2);
    }
}

static void
check_wav (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (length, >, 44);
  g_assert_cmpmem (data, 4, "RIFF", 4);
}

static void
test_voice (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  ChattyChatMessage message = { .text = "Hello", .speak = TRUE };
  g_autoptr (ChattyReply) reply = NULL;
  g_autoptr (ChattyReply) answer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *heard = NULL;
  ChattyAudioFormat format;

  if (!(chatty_chat_get_inputs (CHATTY_CHAT (contract->connector)) & CHATTY_CHAT_SPEAKS))
    {
      g_test_skip ("the platform does not speak");
      return;
    }
  reply = say (contract, session, &message);
  g_assert_true (chatty_reply_get_audio_format (reply, &format));
  g_assert_cmpstr (format.media_type, ==, "audio/wav");
  g_assert_cmpuint (format.rate, ==, 22050);
  g_assert_cmpuint (format.channels, ==, 1);
  g_assert_cmpuint (format.bits, ==, 16);
  bytes = chatty_reply_pull_audio (reply);
  check_wav (bytes);

  /* And said back to it. */
  message = (ChattyChatMessage) { .audio = bytes };
  answer = say (contract, session, &message);
  heard = chatty_reply_dup_heard (answer);
  g_assert_nonnull (heard);
  g_assert_cmpuint (chatty_simulator_count_sessions (contract->simulator), ==, 2);
}

/* Written, then spoken, then written again: the person is told where a
 * conversation is not carried on, once. */
static void
test_mixed (const ContractPlatform *platform)
{
  static const gboolean speaks[] = { FALSE, TRUE, FALSE, TRUE };
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  guint n_notices = 0;

  if (!contract_has_input (contract, CHATTY_CHAT_SPEAKS))
    {
      g_test_skip ("the platform does not speak");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (speaks); i++)
    {
      ChattyChatMessage message = { .text = "Hello", .speak = speaks[i] };
      g_autoptr (ChattyReply) reply = say (contract, session, &message);
      g_autofree char *text = chatty_reply_dup_text (reply);
      g_autofree char *notice = chatty_reply_dup_notice (reply);
      ChattyAudioStream *audio = chatty_reply_get_audio (reply);

      g_assert_nonnull (strstr (text, "Hello"));
      g_assert_cmpint (chatty_audio_stream_get_n_chunks (audio) > 0, ==, speaks[i]);
      g_assert_true (chatty_audio_stream_is_ended (audio));
      n_notices += notice != NULL;
      g_assert_true (notice == NULL || i == 1);
    }
  g_assert_cmpuint (n_notices, ==, chatty_simulator_count_sessions (contract->simulator) - 2);
}

static void
test_bad_message (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  g_autoptr (GBytes) noise = g_bytes_new_static ("this is no sound", 16);
  const ChattyChatMessage messages[] = {
    { .text = NULL }, { .text = "" }, { .text = "both", .audio = noise }, { .audio = noise },
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      ChattyChatMessage addressed = messages[i];
      g_autoptr (GError) error = NULL;

      contract_address (contract, &addressed);
      g_assert_false (chatty_chat_send (CHATTY_CHAT (contract->connector), session, &addressed,
                                        reply, NULL, &error));
      if (messages[i].audio != NULL && !contract_has_input (contract, CHATTY_CHAT_AUDIO))
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
      else
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FAILED);
    }
  g_assert_cmpuint (contract_count (contract), ==, 0);
}

static void
test_quota (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);

  chatty_simulator_set_usage (contract->simulator, CONTRACT_KEY, 3000, 3000);
  for (guint speak = 0; speak < (contract_has_input (contract, CHATTY_CHAT_SPEAKS) ? 2 : 1);
       speak++)
    {
      ChattyChatMessage message = { .text = "Hello", .speak = speak };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;

      contract_address (contract, &message);
      g_assert_false (chatty_chat_send (CHATTY_CHAT (contract->connector), session, &message,
                                        reply, NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA);
    }
}

typedef struct {
  GMainLoop *loop;
  guint      n_changes;
  gsize      longest;
  gboolean   over;
} Watch;

static void
changed_cb (ChattyReply *reply,
            Watch       *watch)
{
  g_autofree char *text = chatty_reply_dup_text (reply);

  watch->n_changes++;
  /* It grows, and never shrinks. */
  g_assert_cmpuint (strlen (text), >=, watch->longest);
  watch->longest = strlen (text);
  if (chatty_reply_is_done (reply))
    g_main_loop_quit (watch->loop);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_chat_send_finish (CHATTY_CHAT (source), result, &error));
  g_assert_no_error (error);
  ((Watch *) user_data)->over = TRUE;
}

static void
test_streamed (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autofree char *long_text = g_strnfill (600, 'a');
  ChattyChatMessage message = { .text = long_text };
  Watch watch = { loop };
  gint64 started = g_get_monotonic_time ();

  if (!(chatty_chat_get_inputs (CHATTY_CHAT (contract->connector)) & CHATTY_CHAT_STREAMS))
    {
      g_test_skip ("the platform does not stream");
      return;
    }
  contract_address (contract, &message);
  g_signal_connect (reply, "changed", G_CALLBACK (changed_cb), &watch);
  chatty_chat_send_async (CHATTY_CHAT (contract->connector), session, &message, reply, sent_cb,
                          &watch);
  g_main_loop_run (loop);
  while (!watch.over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (watch.n_changes, >=, 1);
  g_assert_cmpuint (watch.n_changes, <=,
                    2 + (g_get_monotonic_time () - started) / (16 * G_TIME_SPAN_MILLISECOND));
  g_assert_cmpuint (watch.longest, >, 600);
}

/* What came before a stream broke off stays. */
static void
test_broken (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = open_session (contract);
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  ChattyChatMessage message = { .text = "Hello" };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  contract_address (contract, &message);
  chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_CUT_CHUNK, 1, 0);
  g_assert_false (chatty_chat_send (CHATTY_CHAT (contract->connector), session, &message, reply,
                                    NULL, &error));
  contract_check_error (error);
  g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FAILED);
  text = chatty_reply_dup_text (reply);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (contract_count (contract), ==, 1);
}

static void
test_speech (const ContractPlatform *platform)
{
  ChattySpeechRequest wanted = { .voice = platform->voice, .text = "Nine — 九 — neun." };
  g_autoptr (Contract) contract = contract_new (platform);
  ChattySpeech *speech;
  g_autoptr (GPtrArray) voices = NULL;
  g_autoptr (GPtrArray) remembered = NULL;
  g_autoptr (GPtrArray) refreshed = NULL;
  g_autoptr (GPtrArray) languages = NULL;
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint n_calls;
  ChattyAudioFormat format;

  if (!CHATTY_IS_SPEECH (contract->connector))
    {
      g_test_skip ("the platform has no voices");
      return;
    }
  speech = CHATTY_SPEECH (contract->connector);
  voices = chatty_speech_list_voices (speech, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (voices->len, >, 3);
  for (guint i = 0; i < voices->len; i++)
    {
      ChattyVoice *voice = g_ptr_array_index (voices, i);

      g_assert_cmpstr (voice->id, !=, "");
      g_assert_cmpstr (voice->name, !=, "");
    }
  /* Whoever knows them by heart asks nobody. */
  n_calls = contract_count (contract);
  g_assert_cmpuint (n_calls, <=, 1);
  remembered = chatty_speech_list_voices (speech, FALSE, NULL, &error);
  g_assert_cmpuint (contract_count (contract), ==, n_calls);
  refreshed = chatty_speech_list_voices (speech, TRUE, NULL, &error);
  g_assert_cmpuint (contract_count (contract), ==, 2 * n_calls);
  chatty_connector_forget (contract->connector);
  g_clear_pointer (&remembered, g_ptr_array_unref);
  remembered = chatty_speech_list_voices (speech, FALSE, NULL, &error);
  g_assert_cmpuint (contract_count (contract), ==, 3 * n_calls);

  languages = chatty_speech_list_languages (speech, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (languages->len, >, 3);

  g_assert_true (chatty_speech_speak (speech, &wanted, reply, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (chatty_reply_get_audio_format (reply, &format));
  bytes = chatty_reply_pull_audio (reply);
  if (g_str_equal (format.media_type, "audio/wav"))
    check_wav (bytes);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
}

static void
test_drafting (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_auto (GStrv) starters = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!CHATTY_IS_DRAFTING (contract->connector))
    {
      g_test_skip ("the platform writes no drafts");
      return;
    }
  g_assert_true (chatty_drafting_draft (CHATTY_DRAFTING (contract->connector), "Ada",
                                        "mends nets & clocks", reply, NULL, &error));
  g_assert_no_error (error);
  text = chatty_reply_dup_text (reply);
  /* Words do not run together, and the blanks are those that were sent. */
  g_assert_nonnull (strstr (text, "Ada grew up by the sea — mends nets & clocks.\nCafé owners, "
                                  "漁師 and 🦊 foxes know Ada well."));
  starters = chatty_drafting_starters (CHATTY_DRAFTING (contract->connector), contract->character,
                                       NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (starters), ==, 3);
  g_assert_cmpstr (starters[0], ==, "What brought you to Wren today?");
}

static void
test_models (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  models = chatty_chat_list_models (CHATTY_CHAT (contract->connector), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, >, 0);
}

void
contract_add_talk (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (CHATTY_IS_CHAT (contract->connector))
    {
      contract_add ("/talk/text", platform, test_text);
      if (!contract_has_input (contract, CHATTY_CHAT_NEEDS_CONTEXT))
        {
          contract_add ("/talk/resume", platform, test_resume);
          contract_add ("/talk/expired", platform, test_expired);
        }
      contract_add ("/talk/voice", platform, test_voice);
  contract_add ("/talk/mixed", platform, test_mixed);
      contract_add ("/talk/bad-message", platform, test_bad_message);
      contract_add ("/talk/quota", platform, test_quota);
      contract_add ("/talk/streamed", platform, test_streamed);
      contract_add ("/talk/broken", platform, test_broken);
      contract_add ("/talk/models", platform, test_models);
    }
  contract_add ("/talk/speech", platform, test_speech);
  contract_add ("/talk/drafting", platform, test_drafting);
}
