/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-speaker.h"
#include "chatty-talk-state.h"
#include "talk-fixture.h"

#define NOVA(f)   chatty_character_record_get_callsign ((f)->nova)
#define KATANA(f) chatty_character_record_get_callsign ((f)->katana)

/* A tenth of a second. */
#define SOUND_BYTES 1600

/* Silence that begins with the words, so that one can tell which it is. */
static void
append_sound (ChattyReply *reply,
              const char  *text)
{
  ChattyAudioFormat format = { .media_type = "audio/x-raw", .rate = 8000, .channels = 1,
                               .bits = 16 };
  char *sound = g_malloc0 (SOUND_BYTES);
  g_autoptr (GBytes) bytes = NULL;

  g_strlcpy (sound, text, SOUND_BYTES);
  bytes = g_bytes_new_take (sound, SOUND_BYTES);
  chatty_reply_append_audio (reply, &format, bytes);
}

static gboolean
speak (const ChattySpeechRequest  *request,
       ChattyReply                *reply,
       GCancellable               *cancellable,
       GError                    **error)
{
  g_assert_cmpstr (request->voice, ==, "anna");
  append_sound (reply, request->text);
  return TRUE;
}

/* The first sentence takes longest. */
static gboolean
speak_out_of_order (const ChattySpeechRequest  *request,
                    ChattyReply                *reply,
                    GCancellable               *cancellable,
                    GError                    **error)
{
  if (g_str_has_prefix (request->text, "One") && !fake_talk_wait (cancellable, error))
    return FALSE;
  return speak (request, reply, cancellable, error);
}

static gboolean
lose_voice (const ChattySpeechRequest  *request,
            ChattyReply                *reply,
            GCancellable               *cancellable,
            GError                    **error)
{
  if (!g_str_has_prefix (request->text, "One"))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA, "No voice is left.");
      return FALSE;
    }
  return speak (request, reply, cancellable, error);
}

typedef struct {
  TalkFixture    talk;   /* first */
  ChattyPlayer  *player;
  ChattySpeaker *speaker;
} SpeakerFixture;

static void
set_up (SpeakerFixture *f,
        gconstpointer   data)
{
  talk_fixture_set_up (&f->talk, data);
  f->player = chatty_player_new ();
  chatty_player_set_sink_for_tests (f->player, "fakesink sync=false");
  f->speaker = chatty_speaker_new (f->talk.base.workspace, f->talk.accounts, f->player);
  fake_talk.speak = speak;
}

static void
tear_down (SpeakerFixture *f,
           gconstpointer   data)
{
  chatty_speaker_stop (f->speaker);
  g_object_unref (f->speaker);
  g_object_unref (f->player);
  talk_fixture_tear_down (&f->talk, data);
}

static gboolean
is_silent (gpointer data)
{
  gboolean speaking;

  g_object_get (data, "speaking", &speaking, NULL);
  return !speaking;
}

static gboolean
has_asked_for_all (gpointer data)
{
  return fake_talk_n_waiting () == 1 && g_atomic_int_get ((int *) &fake_talk.n_spoken) == 3;
}

static gboolean
has_ended (gpointer data)
{
  return chatty_player_get_state (data) == CHATTY_PLAYER_ENDED;
}

/* What the player has, in order. */
static char *
heard (SpeakerFixture *f)
{
  g_autoptr (GPtrArray) streams = chatty_player_dup_streams (f->player);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < streams->len; i++)
    for (guint c = 0; c < chatty_audio_stream_get_n_chunks (streams->pdata[i]); c++)
      {
        ChattyAudioFormat format;
        g_autoptr (GBytes) bytes = chatty_audio_stream_dup_chunk (streams->pdata[i], c, &format);
        const char *sound = g_bytes_get_data (bytes, NULL);

        if (*sound != '\0')
          g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", sound);
      }
  return g_string_free (text, FALSE);
}

static void
check_heard (SpeakerFixture *f,
             const char     *expected)
{
  g_autofree char *text = heard (f);

  g_assert_cmpstr (text, ==, expected);
}

static void
say (SpeakerFixture *f,
     const char     *text)
{
  chatty_speaker_say (f->speaker, f->talk.inworld, NOVA (&f->talk), text, NULL, "key");
}

static gboolean
again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_order (SpeakerFixture *f,
            gconstpointer   data)
{
  guint ticks = g_timeout_add (5, again_cb, NULL);

  fake_talk.speak = speak_out_of_order;
  say (f, "One is here. Two is *here*. Three is here.");
  g_assert_cmpstr (chatty_speaker_get_key (f->speaker), ==, "key");
  fixture_wait (has_asked_for_all, NULL, "all sentences");
  fake_talk_open ();
  fixture_wait (is_silent, f->speaker, "the end");
  check_heard (f, "One is here.|Two is here.|Three is here.");
  g_assert_cmpstr (chatty_player_get_key (f->player), ==, "key");
  g_assert_null (chatty_speaker_get_problem (f->speaker));
  g_source_remove (ticks);
}

static void
test_cache (SpeakerFixture *f,
            gconstpointer   data)
{
  say (f, "One is here. Two is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  g_assert_cmpuint (fake_talk.n_spoken, ==, 2);
  say (f, "Two is here. One is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  check_heard (f, "Two is here.|One is here.");
  g_assert_cmpuint (fake_talk.n_spoken, ==, 2);
  chatty_speaker_set_cache_size (f->speaker, 0);
  say (f, "One is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  g_assert_cmpuint (fake_talk.n_spoken, ==, 3);
}

/* The player tells at once that its position is another now, which makes the
 * speaker think of the next sentence. */
static void
test_anew (SpeakerFixture *f,
           gconstpointer   data)
{
  say (f, "One is here. Two is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  fixture_wait (has_ended, f->player, "the player's end");
  g_assert_cmpint (chatty_player_get_position (f->player), >, 0);
  say (f, "Three is here. Four is here. Five is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  check_heard (f, "Three is here.|Four is here.|Five is here.");
}

static void
test_failure (SpeakerFixture *f,
              gconstpointer   data)
{
  fake_talk.speak = lose_voice;
  say (f, "One is here. Two is here. Three is here. Four is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  g_assert_cmpstr (chatty_speaker_get_problem (f->speaker), ==, "No voice is left.");
  g_assert_cmpuint (fake_talk.n_spoken, <=, 3);
  fake_talk.speak = speak;
  say (f, "Two is here.");
  g_assert_null (chatty_speaker_get_problem (f->speaker));
  fixture_wait (is_silent, f->speaker, "the end");
  check_heard (f, "Two is here.");
}

/* The platform has one voice that its list names, and one of the person's own. */
static gboolean
speak_as_known (const ChattySpeechRequest  *request,
                ChattyReply                *reply,
                GCancellable               *cancellable,
                GError                    **error)
{
  if (!g_str_equal (request->voice, "anna") && !g_str_equal (request->voice, "my-own"))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "Unknown voice: %s not found!",
                   request->voice);
      return FALSE;
    }
  append_sound (reply, request->voice);
  return TRUE;
}

static gboolean
lose_everything (const ChattySpeechRequest  *request,
                 ChattyReply                *reply,
                 GCancellable               *cancellable,
                 GError                    **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "“%s” has no model.", request->voice);
  return FALSE;
}

/* @general: (nullable): the voice that the character has everywhere
 * @own: (nullable): the one that it has on Inworld */
static void
give_voice (SpeakerFixture *f,
            const char     *general,
            const char     *own)
{
  ChattyVault *vault = chatty_workspace_get_vault (f->talk.base.workspace);
  g_autoptr (ChattyCharacterRecord) before =
    chatty_vault_load_record (vault, NOVA (&f->talk), FALSE, NULL, NULL);
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (before);
  ChattyCharacterBuilder *fields =
    chatty_character_builder_new_from (chatty_character_record_get_character (before));
  ChattyCharacterBuilder *others = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", NULL);
  g_autoptr (GError) error = NULL;

  chatty_character_builder_set_text (fields, CHATTY_FIELD_VOICE, general);
  chatty_character_builder_set_text (others, CHATTY_FIELD_VOICE, own);
  character = chatty_character_builder_end (fields);
  override = chatty_character_builder_end (others);
  chatty_character_record_builder_set_character (builder, character);
  chatty_character_record_builder_set_override (builder, "inworld", own != NULL ? override : NULL);
  after = chatty_character_record_builder_end (builder);
  chatty_vault_batch_store_record (batch, before, after, "person", NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
}

/* Who speaks for a character whose voice may be one of another platform. */
static void
test_voices (SpeakerFixture *f,
             gconstpointer   data)
{
  static const struct {
    const char *general;
    const char *own;
    const char *heard;
    gboolean    told;
  } cases[] = {
    { NULL, NULL, "anna|anna|anna", FALSE },
    { "anna", NULL, "anna|anna|anna", FALSE },
    { "Zephyr", NULL, "anna|anna|anna", FALSE },
    { "my-own", NULL, "my-own|my-own|my-own", FALSE },
    { "Zephyr", "my-own", "my-own|my-own|my-own", FALSE },
    { "anna", "gone", "anna|anna|anna", TRUE },
  };

  fake_talk.speak = speak_as_known;
  chatty_speaker_set_cache_size (f->speaker, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *problem;

      give_voice (f, cases[i].general, cases[i].own);
      say (f, "One is here. Two is here. Three is here.");
      fixture_wait (is_silent, f->speaker, "the end");
      problem = chatty_speaker_get_problem (f->speaker);
      check_heard (f, cases[i].heard);
      if (!cases[i].told)
        g_assert_cmpstr (problem, ==, NULL);
      else
        {
          g_assert_nonnull (problem);
          g_assert_nonnull (strstr (problem, "“gone”"));
          g_assert_nonnull (strstr (problem, "“Anna”"));
          g_assert_nonnull (strstr (problem, "Inworld"));
        }
    }

  /* Where it is not for want of a voice, the platform's words stand. */
  fake_talk.speak = lose_everything;
  give_voice (f, "anna", NULL);
  say (f, "One is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  g_assert_cmpstr (chatty_speaker_get_problem (f->speaker), ==, "“anna” has no model.");
  give_voice (f, "Zephyr", NULL);
  say (f, "One is here.");
  fixture_wait (is_silent, f->speaker, "the end");
  g_assert_cmpstr (chatty_speaker_get_problem (f->speaker), ==, "“anna” has no model.");
}

static gboolean
one_waits (gpointer data)
{
  return fake_talk_n_waiting () == 1;
}

static gboolean
none_waits (gpointer data)
{
  return fake_talk_n_waiting () == 0;
}

static void
test_stop (SpeakerFixture *f,
           gconstpointer   data)
{
  guint ticks = g_timeout_add (5, again_cb, NULL);

  fake_talk.speak = speak_out_of_order;
  say (f, "One is here. Two is here.");
  fixture_wait (one_waits, NULL, "a sentence");
  chatty_speaker_stop (f->speaker);
  g_assert_true (is_silent (f->speaker));
  g_assert_null (chatty_speaker_get_key (f->speaker));
  fixture_wait (none_waits, NULL, "it to be given up");
  g_assert_null (chatty_speaker_get_problem (f->speaker));
  g_source_remove (ticks);
}

/* Answers ------------------------------------------------------------------------------ */

static gboolean
answer_slowly (const ChattyChatMessage  *message,
               ChattyReply              *reply,
               GCancellable             *cancellable,
               GError                  **error)
{
  chatty_reply_append_text (reply, "[[joy]] One is he");
  chatty_reply_append_text (reply, "re. Two is a sentence that comes later");
  if (!fake_talk_wait (cancellable, error))
    return FALSE;
  chatty_reply_append_text (reply, ".");
  return TRUE;
}

static gboolean
has_spoken (gpointer data)
{
  return g_atomic_int_get ((int *) &fake_talk.n_spoken) > 0;
}

static gboolean
is_ready (gpointer data)
{
  return chatty_conversation_get_state (data) == CHATTY_TALK_STATE_READY;
}

static void
test_follow (SpeakerFixture *f,
             gconstpointer   data)
{
  g_autoptr (ChattyConversation) conversation =
    talk_fixture_open (&f->talk, NULL, NOVA (&f->talk), f->talk.inworld);
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  ChattyTranscript *path;
  guint ticks = g_timeout_add (5, again_cb, NULL);

  fake_talk.answer = answer_slowly;
  g_object_set (conversation, "speaks", TRUE, "ask-feeling", TRUE, NULL);
  chatty_speaker_follow (f->speaker, conversation);
  chatty_conversation_send (conversation, "Hi", NULL, NULL, &error);
  g_assert_no_error (error);
  /* The first sentence is spoken while the second is not there yet. */
  fixture_wait (has_spoken, NULL, "the first sentence");
  fake_talk_open ();
  fixture_wait (is_ready, conversation, "the answer");
  fixture_wait (is_silent, f->speaker, "the end");
  check_heard (f, "One is here.|Two is a sentence that comes later.");
  path = chatty_conversation_get_transcript (conversation);
  key = g_strdup_printf ("%s/%s", chatty_conversation_get_transcript_id (conversation),
                         chatty_turn_get_id (chatty_transcript_get_turn (path, 1)));
  g_assert_cmpstr (chatty_player_get_key (f->player), ==, key);
  g_assert_cmpuint (fake_talk.n_spoken, ==, 2);
  g_source_remove (ticks);
}

static gboolean
answer_aloud (const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GCancellable             *cancellable,
              GError                  **error)
{
  chatty_reply_append_text (reply, "One is here. Two is here.");
  if (message->speak)
    append_sound (reply, "whole answer");
  return TRUE;
}

static gboolean
hears_answer (gpointer data)
{
  g_autofree char *text = heard (data);

  return g_str_equal (text, "whole answer");
}

static void
test_brings_sound (SpeakerFixture *f,
                   gconstpointer   data)
{
  g_autoptr (ChattyConversation) conversation =
    chatty_conversation_new (f->talk.base.workspace, f->talk.accounts, f->speaker);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_talk.answer = answer_aloud;
  chatty_conversation_open_async (conversation, NULL, KATANA (&f->talk), f->talk.convai, NULL,
                                  fixture_result_cb, &result);
  chatty_conversation_open_finish (conversation, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  chatty_conversation_set_speaks (conversation, TRUE);
  chatty_speaker_follow (f->speaker, conversation);
  talk_fixture_say (conversation, "Hi");
  g_assert_true (fake_talk.speaks);
  fixture_wait (hears_answer, f, "the answer's own sound");
  g_assert_cmpuint (fake_talk.n_spoken, ==, 0);

  /* Said again it costs nothing, as soon as it is kept. */
  chatty_player_stop (f->player);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = NULL;

      chatty_conversation_speak (conversation, 1);
      fixture_wait (is_silent, f->speaker, "the end");
      text = heard (f);
      if (g_str_equal (text, "whole answer"))
        return;
    }
  g_assert_not_reached ();
}

static gboolean
is_kept (gpointer data)
{
  TalkFixture *f = data;

  return chatty_talk_get_speaks (f->base.vault, NOVA (f), FALSE);
}

static void
test_kept_for_character (SpeakerFixture *f,
                         gconstpointer   data)
{
  g_autoptr (ChattyConversation) conversation =
    talk_fixture_open (&f->talk, NULL, NOVA (&f->talk), f->talk.inworld);
  g_autoptr (ChattyConversation) again = NULL, other = NULL;

  chatty_conversation_set_speaks (conversation, TRUE);
  fixture_wait (is_kept, &f->talk, "it to be kept");
  again = talk_fixture_open (&f->talk, NULL, NOVA (&f->talk), f->talk.inworld);
  g_assert_true (chatty_conversation_get_speaks (again));
  other = talk_fixture_open (&f->talk, NULL, KATANA (&f->talk), f->talk.convai);
  g_assert_false (chatty_conversation_get_speaks (other));
}

#define ADD(path, func) \
  g_test_add ("/speaker/" path, SpeakerFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("order", test_order);
  ADD ("cache", test_cache);
  ADD ("voices", test_voices);
  ADD ("anew", test_anew);
  ADD ("failure", test_failure);
  ADD ("stop", test_stop);
  ADD ("follow", test_follow);
  ADD ("brings-sound", test_brings_sound);
  ADD ("kept-for-character", test_kept_for_character);

  return g_test_run ();
}
