/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Answers while they come: at speed, several at once, and cut off by a crash. */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "talk-fixture.h"

#define NOVA(f) chatty_character_record_get_callsign ((f)->nova)

#define N_DELTAS 500
#define DELTA_BYTES 100
#define KEPT "What the person has read, "

static void
send (ChattyConversation *conversation)
{
  g_autoptr (GError) error = NULL;

  chatty_conversation_send (conversation, "Hi", NULL, NULL, &error);
  g_assert_no_error (error);
}

/* At speed --------------------------------------------------------------------------- */

static void
make_delta (guint  nth,
            char  *delta)
{
  memset (delta, 'a' + (int) (nth % 26), DELTA_BYTES);
  delta[DELTA_BYTES - 1] = nth % 7 == 0 ? '\n' : ' ';
  delta[DELTA_BYTES] = '\0';
}

static gboolean
say_much (const ChattyChatMessage  *message,
          ChattyReply              *reply,
          GCancellable             *cancellable,
          GError                  **error)
{
  for (guint i = 0; i < N_DELTAS; i++)
    {
      char delta[DELTA_BYTES + 1];

      make_delta (i, delta);
      chatty_reply_append_text (reply, delta);
      if (!chatty_call_pause (2, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

typedef struct {
  gint64   last;
  gint64   longest;   /* between two beats, of the processor */
  guint    n_told;
  gsize    place;
  GString *text;
} Beat;

static gboolean
beat_cb (gpointer data)
{
  Beat *beat = data;
  gint64 now = cpu_time ();

  beat->longest = MAX (beat->longest, now - beat->last);
  beat->last = now;
  return G_SOURCE_CONTINUE;
}

static void
text_cb (ChattyConversation *conversation,
         Beat               *beat)
{
  beat->n_told++;
  beat->place = chatty_conversation_get_live_since (conversation, beat->place, beat->text);
  g_assert_cmpuint (beat->place, !=, G_MAXSIZE);
}

static void
test_speed (TalkFixture   *f,
            gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *path = NULL;
  Beat beat = { .text = g_string_new (NULL) };
  gint64 before;
  guint source;

  for (guint i = 0; i < N_DELTAS; i++)
    {
      char delta[DELTA_BYTES + 1];

      make_delta (i, delta);
      g_string_append (expected, delta);
    }
  fake_talk.answer = say_much;
  g_signal_connect (conversation, "text-changed", G_CALLBACK (text_cb), &beat);
  before = beat.last = cpu_time ();
  source = g_timeout_add (4, beat_cb, &beat);
  send (conversation);
  talk_fixture_wait (conversation);
  g_source_remove (source);
  g_test_message ("%u bytes: %d ms of the main loop's processor time, at most %d us at once, "
                  "told %u times", (guint) expected->len, (int) ((cpu_time () - before) / 1000),
                  (int) beat.longest, beat.n_told);
  g_assert_cmpstr (beat.text->str, ==, expected->str);
  path = talk_fixture_path (f, conversation);
  g_assert_true (g_str_has_prefix (path, "P:Hi|A:"));
  g_assert_cmpstr (path + strlen ("P:Hi|A:"), ==, expected->str);
  /* A frame of the main loop is never full of it. */
  g_assert_cmpint (beat.longest, <, 16 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (beat.n_told, <, N_DELTAS);
  g_string_free (beat.text, TRUE);
}

/* At once ------------------------------------------------------------------------------ */

static gboolean
wait_for_all (const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GCancellable             *cancellable,
              GError                  **error)
{
  chatty_reply_append_text (reply, "Here ");
  if (!fake_talk_wait (cancellable, error))
    return FALSE;
  chatty_reply_append_text (reply, "I am.");
  return TRUE;
}

static gboolean
all_wait (gpointer data)
{
  return fake_talk_n_waiting () == 4;
}

static gboolean
again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_at_once (TalkFixture   *f,
              gconstpointer  data)
{
  ChattyConversation *conversations[4];
  guint ticks = g_timeout_add (5, again_cb, NULL);

  fake_talk.answer = wait_for_all;
  for (guint i = 0; i < G_N_ELEMENTS (conversations); i++)
    {
      conversations[i] = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
      send (conversations[i]);
    }
  fixture_wait (all_wait, NULL, "all of them to be asked");
  chatty_conversation_stop (conversations[0]);
  talk_fixture_wait (conversations[0]);
  fake_talk_open ();
  for (guint i = 0; i < G_N_ELEMENTS (conversations); i++)
    {
      g_autofree char *path = NULL;

      talk_fixture_wait (conversations[i]);
      path = talk_fixture_path (f, conversations[i]);
      g_assert_cmpstr (path, ==, i == 0 ? "P:Hi|A:Here !" : "P:Hi|A:Here I am.");
      g_object_unref (conversations[i]);
    }
  g_source_remove (ticks);
}

/* A crash ------------------------------------------------------------------------------- */

static gboolean
say_and_hang (const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GCancellable             *cancellable,
              GError                  **error)
{
  chatty_reply_append_text (reply, "What the person ");
  chatty_reply_append_text (reply, "has read, ");
  return fake_talk_wait (cancellable, error);
}

static gboolean
file_has (const char *folder,
          const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_get_contents (path, &content, &length, NULL) &&
          g_strstr_len (content, (gssize) length, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_kept (gpointer data)
{
  return file_has (data, KEPT);
}

static gboolean
is_answering (gpointer data)
{
  return chatty_conversation_get_state (data) == CHATTY_TALK_STATE_ANSWERING;
}

/* Dies within a second of having shown something. */
static void
test_crash_subprocess (TalkFixture   *f,
                       gconstpointer  data)
{
  ChattyConversation *conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *replies = g_build_filename (f->base.folder, "vault", ".chatty", "replies", NULL);
  gint64 shown;

  fake_talk.answer = say_and_hang;
  send (conversation);
  fixture_wait (is_answering, conversation, "text");
  shown = g_get_monotonic_time ();
  g_timeout_add (5, again_cb, NULL);
  fixture_wait (is_kept, replies, "the text on the disk");
  if (g_get_monotonic_time () - shown > G_USEC_PER_SEC)
    g_printerr ("kept too late\n");
  kill (getpid (), SIGKILL);
}

static GFile *
find_vault (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "chatty-workspace-"))
      return g_file_new_build_filename (folder, name, "vault", NULL);
  g_assert_not_reached ();
}

static void
test_crash (TalkFixture   *f,
            gconstpointer  data)
{
  g_autofree char *former = g_strdup (g_getenv ("TMPDIR"));
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;
  ChattyTurn *turn;

  /* What the other process leaves behind goes with this test's files. */
  g_setenv ("TMPDIR", f->base.files, TRUE);
  g_test_trap_subprocess ("/talk-stream/crash/subprocess", 60 * G_USEC_PER_SEC, 0);
  if (former != NULL)
    g_setenv ("TMPDIR", former, TRUE);
  else
    g_unsetenv ("TMPDIR");
  g_assert_false (g_test_trap_has_passed ());
  g_test_trap_assert_stderr_unmatched ("*kept too late*");

  folder = find_vault (f->base.files);
  chatty_workspace_open_async (folder, NULL, fixture_result_cb, &result);
  workspace = chatty_workspace_open_finish (fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  chatty_vault_wait_index (chatty_workspace_get_vault (workspace), NULL, &error);
  g_assert_no_error (error);
  all = chatty_vault_list (chatty_workspace_get_vault (workspace), &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  transcript = chatty_vault_load (chatty_workspace_get_vault (workspace),
                                  ((ChattyTranscriptSummary *) all->pdata[0])->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 2);
  turn = chatty_transcript_get_turn (transcript, 1);
  g_assert_cmpstr (chatty_turn_get_text (turn), ==, KEPT);
  g_assert_cmpint (chatty_turn_get_state (turn), ==, CHATTY_TURN_CUT_OFF);
  g_assert_cmpstr (chatty_turn_get_author (turn), ==, "Nova");
}

/* What an answer rests on -------------------------------------------------------------- */

static gboolean
say_with_sources (const ChattyChatMessage  *message,
                  ChattyReply              *reply,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  /* Of the whole text, mark included: the mark itself, "茶" and what follows. */
  static const ChattySpan spans[] = { { 0, 7 }, { 13, 16 }, { 17, 23 } };
  g_autoptr (ChattySource) source = chatty_source_new (&(ChattySource) {
    .title = "tea.pdf", .document = "fileSearchStores/s/documents/tea", .page = 2,
    .spans = spans, .n_spans = 3,
  });

  chatty_reply_append_thought (reply, "Tea, ");
  chatty_reply_append_thought (reply, "then?");
  chatty_reply_append_text (reply, "[[joy]] 😀 茶 is hot");
  chatty_reply_add_source (reply, source);
  return TRUE;
}

static void
test_sources (TalkFixture   *f,
              gconstpointer  data)
{
  static const char *const marked[] = { "茶", "is hot" };
  static const char *const plain[] = { "[[joy]]", "茶", "is hot" };

  for (guint asks = 0; asks < 2; asks++)
    {
      g_autoptr (ChattyConversation) conversation =
        talk_fixture_open (f, NULL, NOVA (f), f->inworld);
      const char *const *expected = asks ? marked : plain;
      g_autofree char *path = NULL;
      ChattyTurn *turn;
      ChattySource *source;
      const char *text;

      chatty_conversation_set_ask_feeling (conversation, asks);
      fake_talk.answer = say_with_sources;
      talk_fixture_say (conversation, "Hi");
      /* On the disk as well. */
      path = talk_fixture_path (f, conversation);
      turn = chatty_transcript_get_turn (chatty_conversation_get_transcript (conversation), 1);
      text = chatty_turn_get_text (turn);
      g_assert_cmpstr (text, ==, asks ? "😀 茶 is hot" : "[[joy]] 😀 茶 is hot");
      g_assert_cmpstr (chatty_turn_get_thought (turn), ==, "Tea, then?");
      g_assert_cmpuint (chatty_turn_get_n_sources (turn), ==, 1);
      source = chatty_turn_get_source (turn, 0);
      g_assert_cmpstr (source->title, ==, "tea.pdf");
      g_assert_cmpuint (source->n_spans, ==, asks ? 2 : 3);
      for (guint i = 0; i < source->n_spans; i++)
        {
          const ChattySpan *span = &source->spans[i];
          g_autofree char *passage = g_strndup (text + span->start, span->end - span->start);

          g_assert_cmpstr (passage, ==, expected[i]);
        }
    }
}

#define ADD(path, func) \
  g_test_add ("/talk-stream/" path, TalkFixture, NULL, talk_fixture_set_up, func, \
              talk_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("speed", test_speed);
  ADD ("at-once", test_at_once);
  ADD ("sources", test_sources);
  ADD ("crash", test_crash);
  ADD ("crash/subprocess", test_crash_subprocess);

  return g_test_run ();
}
