/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-sent.h"
#include "chatty-talk-partners.h"
#include "chatty-vault-memory.h"
#include "chatty-vault-talk.h"
#include "fake-secret-store.h"
#include "talk-fixture.h"

#define KATANA(f) chatty_character_record_get_callsign ((f)->katana)
#define NOVA(f)   chatty_character_record_get_callsign ((f)->nova)

/* Answers ------------------------------------------------------------------------- */

static gboolean
say_marked (const ChattyChatMessage  *message,
            ChattyReply              *reply,
            GCancellable             *cancellable,
            GError                  **error)
{
  chatty_reply_append_text (reply, "[[joy");
  chatty_reply_append_text (reply, ":strong]] Go");
  chatty_reply_append_text (reply, "od.");
  chatty_reply_set_model (reply, "maker/model-7");
  return TRUE;
}

static gboolean
say_and_wait (const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GCancellable             *cancellable,
              GError                  **error)
{
  chatty_reply_append_text (reply, "Half of ");
  if (!fake_talk_wait (cancellable, error))
    return FALSE;
  chatty_reply_append_text (reply, "it.");
  return TRUE;
}

static gboolean
break_off (const ChattyChatMessage  *message,
           ChattyReply              *reply,
           GCancellable             *cancellable,
           GError                  **error)
{
  chatty_reply_append_text (reply, "As far as");
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER, "The platform failed.");
  return FALSE;
}

static gboolean
lose_line (const ChattyChatMessage  *message,
           ChattyReply              *reply,
           GCancellable             *cancellable,
           GError                  **error)
{
  chatty_reply_append_text (reply, "As far as");
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE, "The line is gone.");
  return FALSE;
}

static gboolean
be_tired (const ChattyChatMessage  *message,
          ChattyReply              *reply,
          GCancellable             *cancellable,
          GError                  **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED, "Too much.");
  chatty_error_set_wait (*error, 7);
  return FALSE;
}

static gboolean
not_know_model (const ChattyChatMessage  *message,
                ChattyReply              *reply,
                GCancellable             *cancellable,
                GError                  **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "No such model.");
  return FALSE;
}

static gboolean
correct_itself (const ChattyChatMessage  *message,
                ChattyReply              *reply,
                GCancellable             *cancellable,
                GError                  **error)
{
  chatty_reply_append_text (reply, "Wrong words");
  if (!fake_talk_wait (cancellable, error))
    return FALSE;
  chatty_reply_replace_text (reply, "Right words.");
  return TRUE;
}

static gboolean
hear (const ChattyChatMessage  *message,
      ChattyReply              *reply,
      GCancellable             *cancellable,
      GError                  **error)
{
  chatty_reply_set_heard (reply, "What I heard");
  chatty_reply_append_text (reply, "Yes.");
  return TRUE;
}

static gboolean
is_answering (gpointer data)
{
  return chatty_conversation_get_state (data) == CHATTY_TALK_STATE_ANSWERING;
}

static void
send (ChattyConversation *conversation,
      const char         *text)
{
  g_autoptr (GError) error = NULL;

  chatty_conversation_send (conversation, text, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
check_action (ChattyConversation *conversation,
              const char         *action)
{
  const ChattyTalkProblem *problem = chatty_conversation_get_problem (conversation);

  g_assert_nonnull (problem);
  g_assert_cmpstr (problem->action, ==, action);
  g_assert_cmpstr (problem->message, !=, "");
}

static ChattyTurn *
last_turn (ChattyConversation *conversation)
{
  ChattyTranscript *path = chatty_conversation_get_transcript (conversation);

  return chatty_transcript_get_turn (path, chatty_transcript_get_n_turns (path) - 1);
}

/* A conversation -------------------------------------------------------------------- */

static void
test_say (TalkFixture   *f,
          gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *path = NULL, *again_path = NULL;
  g_autoptr (ChattyConversation) again = NULL;

  g_assert_null (chatty_conversation_get_transcript_id (conversation));
  g_assert_cmpstr (chatty_conversation_get_platform (conversation), ==, "inworld");
  talk_fixture_say (conversation, "Hi, Nova!");
  g_assert_null (chatty_conversation_get_problem (conversation));
  talk_fixture_say (conversation, "And again.");
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:Hi, Nova!|A:Hello there.|P:And again.|A:Hello there.");
  g_assert_cmpuint (f->n_added, ==, 4);
  g_assert_cmpstr (fake_talk.turns, ==, "P:Hi, Nova!|A:Hello there.");
  g_assert_cmpstr (fake_talk.text, ==, "And again.");
  g_assert_nonnull (strstr (fake_talk.instructions, "You are Nova."));
  g_assert_cmpstr (chatty_turn_get_author (last_turn (conversation)), ==, "Nova");
  g_assert_cmpstr (chatty_transcript_get_title (chatty_conversation_get_transcript (conversation)),
                   ==, "Hi, Nova!");

  /* The next time it goes on where it was. */
  again = talk_fixture_open (f, chatty_conversation_get_transcript_id (conversation), NULL, NULL);
  g_assert_cmpstr (chatty_conversation_get_callsign (again), ==, NOVA (f));
  g_assert_cmpstr (chatty_conversation_get_account (again), ==, f->inworld);
  talk_fixture_say (again, "Third.");
  again_path = talk_fixture_path (f, again);
  g_assert_true (g_str_has_suffix (again_path, "|P:Third.|A:Hello there."));
}

static void
test_feeling (TalkFixture   *f,
              gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *path = NULL;

  fake_talk.answer = say_marked;
  g_object_set (conversation, "ask-feeling", TRUE, NULL);
  talk_fixture_say (conversation, "Hi");
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:Hi|A:Good.");
  g_assert_cmpstr (chatty_turn_get_emotion (last_turn (conversation)), ==, "joy:strong");
  g_assert_cmpstr (chatty_turn_get_model (last_turn (conversation)), ==, "maker/model-7");
  g_assert_nonnull (strstr (fake_talk.instructions, "[[joy]]"));
}

static void
test_greeting (TalkFixture   *f,
               gconstpointer  data)
{
  g_autoptr (ChattyCharacterChange) change =
    character_fixture_set (&f->base, f->nova, CHATTY_FIELD_GREETING, "Welcome!");
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *path = NULL;

  g_assert_cmpuint (chatty_transcript_get_n_turns (
                      chatty_conversation_get_transcript (conversation)), ==, 1);
  g_assert_cmpstr (chatty_turn_get_text (last_turn (conversation)), ==, "Welcome!");
  g_assert_cmpuint (fixture_count_vault (&f->base), ==, 0);
  talk_fixture_say (conversation, "Thanks");
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "A:Welcome!|P:Thanks|A:Hello there.");
  g_assert_cmpstr (fake_talk.turns, ==, "A:Welcome!");
}

static void
test_stop (TalkFixture   *f,
           gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *live = NULL;

  fake_talk.answer = say_and_wait;
  send (conversation, "Hi");
  g_assert_cmpint (chatty_conversation_get_state (conversation), ==, CHATTY_TALK_STATE_SENDING);
  g_assert_false (chatty_conversation_send (conversation, "Now", NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  fixture_wait (is_answering, conversation, "text");
  live = chatty_conversation_dup_live_text (conversation);
  g_assert_cmpstr (live, ==, "Half of ");
  g_assert_nonnull (chatty_conversation_get_reply (conversation));
  g_assert_cmpstr (chatty_turn_get_author (chatty_conversation_get_live_turn (conversation)), ==,
                   "Nova");
  chatty_conversation_stop (conversation);
  talk_fixture_wait (conversation);
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:Hi|A:Half of !");
  g_assert_cmpint (chatty_turn_get_state (last_turn (conversation)), ==, CHATTY_TURN_STOPPED);
  g_assert_null (chatty_turn_get_problem (last_turn (conversation)));
  g_assert_null (chatty_conversation_get_problem (conversation));
  g_assert_null (chatty_conversation_get_reply (conversation));
  g_assert_null (chatty_conversation_get_live_turn (conversation));
}

static void
test_failures (TalkFixture   *f,
               gconstpointer  data)
{
  static const struct { FakeAnswer answer; const char *path, *action; ChattyTurnState state; }
  cases[] = {
    { break_off, "P:Hi|A:As far as!", CHATTY_TALK_RETRY, CHATTY_TURN_FAILED },
    { lose_line, "P:Hi|A:As far as!", CHATTY_TALK_RETRY, CHATTY_TURN_CUT_OFF },
    { be_tired, "P:Hi", CHATTY_TALK_WAIT, CHATTY_TURN_COMPLETE },
    { not_know_model, "P:Hi", CHATTY_TALK_CHANGE_MODEL, CHATTY_TURN_COMPLETE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f),
                                                                       f->inworld);
      g_autofree char *path = NULL, *helped = NULL;
      gint64 before = g_get_monotonic_time ();

      fake_talk.answer = cases[i].answer;
      chatty_conversation_set_model (conversation, "a-model");
      talk_fixture_say (conversation, "Hi");
      path = talk_fixture_path (f, conversation);
      g_assert_cmpstr (path, ==, cases[i].path);
      g_assert_cmpint (chatty_turn_get_state (last_turn (conversation)), ==, cases[i].state);
      check_action (conversation, cases[i].action);
      if (cases[i].state != CHATTY_TURN_COMPLETE)
        g_assert_nonnull (chatty_turn_get_problem (last_turn (conversation)));
      if (g_str_equal (cases[i].action, CHATTY_TALK_WAIT))
        g_assert_cmpint (chatty_conversation_get_problem (conversation)->until, >=,
                         before + 7 * G_USEC_PER_SEC);

      /* The button helps, where that needs no page. */
      fake_talk_reset ();
      g_assert_cmpint (chatty_conversation_help (conversation), ==,
                       !g_str_equal (cases[i].action, CHATTY_TALK_CHANGE_MODEL));
      if (g_str_equal (cases[i].action, CHATTY_TALK_CHANGE_MODEL))
        chatty_conversation_retry (conversation);
      talk_fixture_wait (conversation);
      helped = talk_fixture_path (f, conversation);
      g_assert_cmpstr (helped, ==, "P:Hi|A:Hello there.");
      g_assert_null (chatty_conversation_get_problem (conversation));
      g_assert_cmpuint (chatty_turn_get_n_alternates (last_turn (conversation)), ==,
                        cases[i].state != CHATTY_TURN_COMPLETE);
    }
}

static gboolean
sent_something (gpointer data)
{
  return fake_talk_n_sent () > 0;
}

static void
test_paused (TalkFixture   *f,
             gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_set_paused (f->accounts, f->inworld, TRUE, &error);
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  talk_fixture_say (conversation, "Hi");
  check_action (conversation, CHATTY_TALK_RESUME);
  g_assert_cmpuint (fake_talk_n_sent (), ==, 0);
  g_assert_true (chatty_conversation_help (conversation));
  fixture_wait (sent_something, NULL, "the message");
  talk_fixture_wait (conversation);
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:Hi|A:Hello there.");
}

static void
test_locked (TalkFixture   *f,
             gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *path = NULL;

  fake_secret_store_set_state (f->keyring, CHATTY_SECRET_LOCKED, TRUE);
  talk_fixture_say (conversation, "Hi");
  check_action (conversation, CHATTY_TALK_UNLOCK);
  g_assert_true (chatty_conversation_help (conversation));
  talk_fixture_wait (conversation);
  g_assert_null (chatty_conversation_get_problem (conversation));
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:Hi|A:Hello there.");
}

static void
test_disconnected (TalkFixture   *f,
                   gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_disconnect (f->accounts, f->inworld, CHATTY_SECRET_QUIET, NULL, &error);

  g_assert_no_error (error);
  talk_fixture_say (conversation, "Hi");
  check_action (conversation, CHATTY_TALK_SIGN_IN);
  g_assert_false (chatty_conversation_help (conversation));
}

static void
test_wrong (TalkFixture   *f,
            gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->convai);
  g_autoptr (GBytes) audio = g_bytes_new_static ("RIFF", 4);
  g_autoptr (GError) error = NULL;

  g_assert_false (chatty_conversation_send (conversation, " \n", NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  /* Nova does not live there. */
  g_assert_false (chatty_conversation_send (conversation, "Hi", NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Convai"));
  g_clear_error (&error);
  g_clear_object (&conversation);
  conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_assert_false (chatty_conversation_send (conversation, NULL, NULL, audio, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_assert_cmpuint (fixture_count_vault (&f->base), ==, 0);
}

static void
test_replaced (TalkFixture   *f,
               gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  gsize place;

  fake_talk.answer = correct_itself;
  send (conversation, "Hi");
  fixture_wait (is_answering, conversation, "text");
  place = chatty_conversation_get_live_since (conversation, 0, text);
  g_assert_cmpstr (text->str, ==, "Wrong words");
  fake_talk_open ();
  talk_fixture_wait (conversation);
  g_assert_cmpuint (chatty_conversation_get_live_since (conversation, place, text), ==, G_MAXSIZE);
  g_string_truncate (text, 0);
  chatty_conversation_get_live_since (conversation, 0, text);
  g_assert_cmpstr (text->str, ==, "Right words.");
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:Hi|A:Right words.");
}

static void
test_files (TalkFixture   *f,
            gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_talk_file_free);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);
  g_autoptr (GError) error = NULL;
  ChattyTurn *said;

  g_ptr_array_add (files, chatty_talk_file_new ("cat.png", "image/png", bytes));
  chatty_conversation_send (conversation, "Look", files, NULL, &error);
  g_assert_no_error (error);
  talk_fixture_wait (conversation);
  g_assert_null (chatty_conversation_get_problem (conversation));
  g_assert_cmpuint (fake_talk.n_images, ==, 1);
  said = chatty_transcript_get_turn (chatty_conversation_get_transcript (conversation), 0);
  g_assert_cmpuint (chatty_turn_get_n_attachments (said), ==, 1);
  g_assert_cmpstr (chatty_turn_get_attachment (said, 0)->name, ==, "cat.png");

  /* Also when it is asked for again. */
  fake_talk.n_images = 0;
  chatty_conversation_retry (conversation);
  talk_fixture_wait (conversation);
  g_assert_cmpuint (fake_talk.n_images, ==, 1);
}

static void
test_speech (TalkFixture   *f,
             gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, KATANA (f), f->convai);
  g_autoptr (GBytes) audio = g_bytes_new_static ("RIFFdata", 8);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fake_talk.answer = hear;
  chatty_conversation_send (conversation, NULL, NULL, audio, &error);
  g_assert_no_error (error);
  talk_fixture_wait (conversation);
  g_assert_null (chatty_conversation_get_problem (conversation));
  g_assert_true (fake_talk.had_audio);
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:What I heard|A:Yes.");
}

/* Platforms that keep conversations ---------------------------------------------------- */

static void
test_session (TalkFixture   *f,
              gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, KATANA (f), f->convai);
  g_autoptr (ChattyConversation) again = NULL;

  talk_fixture_say (conversation, "One");
  g_assert_cmpstr (fake_talk.character, ==, "remote-katana");
  g_assert_null (fake_talk.session);
  g_assert_null (fake_talk.instructions);
  g_assert_null (chatty_conversation_get_notice (conversation));
  talk_fixture_say (conversation, "Two");
  g_assert_nonnull (strstr (fake_talk.session, "session-1"));
  g_assert_null (chatty_conversation_get_notice (conversation));
  again = talk_fixture_open (f, chatty_conversation_get_transcript_id (conversation), NULL, NULL);
  talk_fixture_say (again, "Three");
  g_assert_nonnull (strstr (fake_talk.session, "session-1"));
  g_assert_null (chatty_conversation_get_notice (again));

  /* It does not hear what is said elsewhere. */
  chatty_conversation_set_partner (again, f->inworld);
  talk_fixture_say (again, "Four");
  g_assert_cmpstr (fake_talk.platform, ==, "inworld");
  g_assert_nonnull (strstr (fake_talk.turns, "P:Two"));
  chatty_conversation_set_partner (again, f->convai);
  talk_fixture_say (again, "Five");
  g_assert_cmpstr (fake_talk.platform, ==, "convai");
  g_assert_nonnull (chatty_conversation_get_notice (again));
  g_assert_nonnull (strstr (chatty_conversation_get_notice (again), "Convai"));
}

/* What the platform has of the character itself is not sent again. */
static void
test_router (TalkFixture   *f,
             gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) plain = character_fixture_add (&f->base, "Vega", NULL);
  g_autoptr (ChattyCharacterChange) told =
    character_fixture_set (&f->base, plain, CHATTY_FIELD_INSTRUCTIONS, "Be a star.");
  g_autoptr (ChattyCharacterRecord) linked =
    talk_fixture_link (f, told->record, "inworld", f->inworld, "router-vega");
  const char *callsign = chatty_character_record_get_callsign (linked);
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, callsign, f->inworld);
  g_autoptr (ChattyCharacterChange) changed = NULL;

  talk_fixture_remember (f, callsign, "Devon likes tea");
  talk_fixture_say (conversation, "One");
  g_assert_cmpstr (fake_talk.character, ==, "router-vega");
  g_assert_null (fake_talk.model);
  g_assert_null (strstr (fake_talk.instructions, "Be a star."));
  g_assert_nonnull (strstr (fake_talk.instructions, "Devon likes tea"));

  /* Another model does not know it. */
  chatty_conversation_set_model (conversation, "maker/other");
  talk_fixture_say (conversation, "Two");
  g_assert_null (fake_talk.character);
  g_assert_cmpstr (fake_talk.model, ==, "maker/other");
  g_assert_nonnull (strstr (fake_talk.instructions, "Be a star."));
  chatty_conversation_set_model (conversation, NULL);

  /* What was changed here is not there yet. */
  changed = character_fixture_set (&f->base, linked, CHATTY_FIELD_INSTRUCTIONS, "Be a sun.");
  talk_fixture_say (conversation, "Three");
  g_assert_null (fake_talk.character);
  g_assert_nonnull (strstr (fake_talk.instructions, "Be a sun."));
}

static void
test_begins_anew (TalkFixture   *f,
                  gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, KATANA (f),
                                                                   f->inworld);

  talk_fixture_say (conversation, "One");
  chatty_conversation_set_partner (conversation, f->convai);
  talk_fixture_say (conversation, "Two");
  g_assert_null (fake_talk.session);
  g_assert_nonnull (chatty_conversation_get_notice (conversation));
}

static void
test_imported (TalkFixture   *f,
               gconstpointer  data)
{
  g_autofree char *file = fixture_write (&f->base, "chat.md",
                                         "# Old\n\n#### You:\n\nAn old question\n\n"
                                         "#### ChatGPT:\n\nAn old answer\n\n");
  g_autoptr (ChattyImportSession) session = fixture_import (&f->base, file);
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (GPtrArray) all = chatty_vault_list (f->base.vault, &query, NULL, NULL);
  ChattyTranscriptSummary *summary = all->pdata[0];
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, summary->id, NOVA (f),
                                                                   f->inworld);
  g_autofree char *path = NULL;

  talk_fixture_say (conversation, "Go on");
  g_assert_null (chatty_conversation_get_problem (conversation));
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:An old question|A:An old answer|P:Go on|A:Hello there.");
  g_assert_cmpstr (fake_talk.turns, ==, "P:An old question|A:An old answer");
}

/* Branches ------------------------------------------------------------------------------ */

static guint n_answers;

static gboolean
count_up (const ChattyChatMessage  *message,
          ChattyReply              *reply,
          GCancellable             *cancellable,
          GError                  **error)
{
  g_autofree char *text = g_strdup_printf ("%u", ++n_answers);

  chatty_reply_append_text (reply, text);
  return TRUE;
}

static void
test_branches (TalkFixture   *f,
               gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *retried = NULL, *edited = NULL, *back = NULL, *first = NULL, *on = NULL;
  ChattyTranscript *path;

  fake_talk.answer = count_up;
  n_answers = 0;
  talk_fixture_say (conversation, "a");
  chatty_conversation_retry (conversation);
  g_assert_cmpint (chatty_conversation_get_replaces (conversation), ==, 1);
  talk_fixture_wait (conversation);
  g_assert_cmpint (chatty_conversation_get_replaces (conversation), ==, -1);
  retried = talk_fixture_path (f, conversation);
  g_assert_cmpstr (retried, ==, "P:a|A:2");
  g_assert_cmpuint (chatty_turn_get_n_alternates (last_turn (conversation)), ==, 1);
  g_assert_cmpstr (fake_talk.turns, ==, "");

  talk_fixture_say (conversation, "b");
  chatty_conversation_edit (conversation, 0, "A");
  talk_fixture_wait (conversation);
  edited = talk_fixture_path (f, conversation);
  g_assert_cmpstr (edited, ==, "P:A|A:4");
  g_assert_cmpstr (fake_talk.turns, ==, "");

  /* What followed comes back, too. */
  chatty_conversation_choose (conversation, 0, 0);
  talk_fixture_wait (conversation);
  g_assert_null (chatty_conversation_get_problem (conversation));
  back = talk_fixture_path (f, conversation);
  g_assert_cmpstr (back, ==, "P:a|A:2|P:b|A:3");
  path = chatty_conversation_get_transcript (conversation);
  g_assert_cmpuint (chatty_turn_get_n_alternates (chatty_transcript_get_turn (path, 0)), ==, 1);
  chatty_conversation_choose (conversation, 1, 0);
  talk_fixture_wait (conversation);
  first = talk_fixture_path (f, conversation);
  g_assert_cmpstr (first, ==, "P:a|A:1");
  talk_fixture_say (conversation, "c");
  on = talk_fixture_path (f, conversation);
  g_assert_cmpstr (on, ==, "P:a|A:1|P:c|A:5");
  g_assert_cmpstr (fake_talk.turns, ==, "P:a|A:1");
}

/* An answer that does not come leaves the former. */
static void
test_vain_retry (TalkFixture   *f,
                 gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *path = NULL;

  talk_fixture_say (conversation, "a");
  fake_talk.answer = be_tired;
  chatty_conversation_retry (conversation);
  talk_fixture_wait (conversation);
  check_action (conversation, CHATTY_TALK_WAIT);
  path = talk_fixture_path (f, conversation);
  g_assert_cmpstr (path, ==, "P:a|A:Hello there.");
}

/* What was sent ---------------------------------------------------------------------------- */

static ChattySent *
load_sent (TalkFixture        *f,
           ChattyConversation *conversation,
           guint               turn)
{
  ChattyTranscript *path = chatty_conversation_get_transcript (conversation);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ChattySent *sent;

  chatty_workspace_load_sent_async (f->base.workspace,
                                    chatty_conversation_get_transcript_id (conversation),
                                    chatty_turn_get_id (chatty_transcript_get_turn (path, turn)),
                                    NULL, fixture_result_cb, &result);
  sent = chatty_workspace_load_sent_finish (f->base.workspace, fixture_wait_result (&result),
                                            &error);
  g_assert_no_error (error);
  g_assert_nonnull (sent);
  return sent;
}

static void
test_sent (TalkFixture   *f,
           gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (ChattySent) first = NULL, question = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  talk_fixture_remember (f, NOVA (f), "Devon likes green tea");
  talk_fixture_remember (f, NOVA (f), "Devon has a cat");
  talk_fixture_say (conversation, "Hi");
  first = load_sent (f, conversation, 1);
  g_assert_cmpuint (chatty_sent_get_n_memory (first), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const char *id;

      /* All that is shown went out, and nothing that is not shown. */
      g_assert_nonnull (strstr (fake_talk.instructions, chatty_sent_get_memory (first, i, &id)));
      g_assert_nonnull (id);
      if (g_str_equal (chatty_sent_get_memory (first, i, NULL), "Devon has a cat"))
        chatty_vault_delete_memory (f->base.vault, NOVA (f), id, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpstr (chatty_sent_get_instructions (first), ==, fake_talk.instructions);
  g_assert_cmpstr (chatty_sent_get_account (first), ==, f->inworld);
  question = load_sent (f, conversation, 0);
  g_assert_cmpstr (chatty_sent_get_instructions (question), ==, fake_talk.instructions);

  talk_fixture_say (conversation, "And now?");
  second = load_sent (f, conversation, 3);
  g_assert_cmpuint (chatty_sent_get_n_memory (second), ==, 1);
  g_assert_cmpuint (chatty_sent_get_n_turns (second), ==, 2);
  g_assert_null (strstr (fake_talk.instructions, "cat"));
  g_assert_nonnull (strstr (fake_talk.instructions, "green tea"));
}

static gboolean
answer_from_passages (const ChattyChatMessage  *message,
                      ChattyReply              *reply,
                      GCancellable             *cancellable,
                      GError                  **error)
{
  const char *const corpus[] = { "Searched there", "corpora/wren", NULL };

  chatty_reply_add_told (reply, corpus, 1.0);
  if (g_str_equal (message->text, "And you?"))
    chatty_reply_add_told (reply, message->context->passages, 1.0);
  chatty_reply_append_text (reply, "It is so.");
  return TRUE;
}

/* What stands there is what went out in place of the instructions. */
static void
test_sent_passages (TalkFixture   *f,
                    gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (ChattySent) corpus = NULL, both = NULL;
  const char *value;

  talk_fixture_remember (f, NOVA (f), "Devon likes green tea");
  fake_talk.answer = answer_from_passages;
  talk_fixture_say (conversation, "Hi");
  corpus = load_sent (f, conversation, 1);
  g_assert_null (chatty_sent_get_instructions (corpus));
  g_assert_cmpuint (chatty_sent_get_n_memory (corpus), ==, 0);
  g_assert_cmpuint (chatty_sent_get_n_passages (corpus), ==, 1);
  g_assert_cmpstr (chatty_sent_get_passage (corpus, 0, &value), ==, "Searched there");
  g_assert_cmpstr (value, ==, "corpora/wren");
  g_assert_cmpuint (chatty_sent_get_n_settings (corpus), ==, 1);
  g_assert_cmpstr (chatty_sent_get_setting (corpus, 0, &value), ==, "temperature");
  g_assert_cmpstr (value, ==, "1");

  talk_fixture_say (conversation, "And you?");
  both = load_sent (f, conversation, 2);
  g_assert_null (chatty_sent_get_instructions (both));
  g_assert_cmpuint (chatty_sent_get_n_memory (both), ==, 1);
  g_assert_cmpuint (chatty_sent_get_n_passages (both), >, 1);
}

static void
test_trimmed (TalkFixture   *f,
              gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autofree char *much = g_strnfill (30000, 'x');
  g_autoptr (ChattySent) sent = NULL;

  chatty_conversation_set_model (conversation, "small");
  talk_fixture_say (conversation, much);
  talk_fixture_say (conversation, "short");
  g_assert_cmpstr (fake_talk.turns, ==, "A:Hello there.");
  g_assert_nonnull (chatty_conversation_get_notice (conversation));
  sent = load_sent (f, conversation, 3);
  g_assert_cmpuint (chatty_sent_get_n_left_out (sent), ==, 1);
  g_assert_cmpstr (chatty_sent_get_model (sent), ==, "small");
}

/* Proposals, memory ---------------------------------------------------------------------------- */

static gboolean
propose (const ChattyChatMessage  *message,
         ChattyReply              *reply,
         GCancellable             *cancellable,
         GError                  **error)
{
  chatty_reply_append_text (reply, "[{\"kind\":\"summary\",\"text\":\"We said hello\"}]");
  return TRUE;
}

static void
test_propose (TalkFixture   *f,
              gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GAsyncResult) result = NULL, early = NULL;
  g_autoptr (GPtrArray) notes = NULL, kept = NULL;
  g_autoptr (GError) error = NULL;
  ChattyMemoryNote *note;

  chatty_conversation_propose_memory_async (conversation, NULL, fixture_result_cb, &early);
  g_assert_null (chatty_conversation_propose_memory_finish (conversation,
                                                            fixture_wait_result (&early),
                                                            &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  talk_fixture_say (conversation, "Hi");
  fake_talk.answer = propose;
  chatty_conversation_propose_memory_async (conversation, NULL, fixture_result_cb, &result);
  notes = chatty_conversation_propose_memory_finish (conversation, fixture_wait_result (&result),
                                                     &error);
  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 1);
  note = notes->pdata[0];
  g_assert_cmpstr (note->text, ==, "We said hello");
  g_assert_cmpint (note->kind, ==, CHATTY_MEMORY_SUMMARY);
  g_assert_cmpstr (fake_talk.turns, ==, "P:Hi|A:Hello there.");
  /* Nothing is written without a yes. */
  kept = chatty_vault_list_memory (f->base.vault, NOVA (f), &error);
  g_assert_cmpuint (kept->len, ==, 0);
}

static gboolean
has_note (gpointer data)
{
  TalkFixture *f = data;
  g_autoptr (GPtrArray) kept = chatty_vault_list_memory (f->base.vault, NOVA (f), NULL);

  return kept->len == 1;
}

static void
test_remember (TalkFixture   *f,
               gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  g_autoptr (GPtrArray) kept = NULL;
  ChattyMemoryNote *note;

  talk_fixture_say (conversation, "I like tea");
  chatty_conversation_remember (conversation, 0, NULL, CHATTY_MEMORY_FACT);
  fixture_wait (has_note, f, "the note");
  kept = chatty_vault_list_memory (f->base.vault, NOVA (f), NULL);
  note = kept->pdata[0];
  g_assert_cmpstr (note->text, ==, "I like tea");
  g_assert_cmpstr (note->transcript, ==, chatty_conversation_get_transcript_id (conversation));
  g_assert_nonnull (note->turn);
}

/* Whom one can talk to -------------------------------------------------------------------------- */

static gboolean
is_loaded (gpointer data)
{
  return !chatty_talk_partners_get_loading (data);
}

static void
test_partners (TalkFixture   *f,
               gconstpointer  data)
{
  g_autoptr (ChattyTalkPartners) partners = chatty_talk_partners_new (f->base.workspace,
                                                                      f->accounts);
  ChattyTalkPartner *there;

  chatty_talk_partners_set_callsign (partners, KATANA (f));
  fixture_wait (is_loaded, partners, "partners");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (partners)), ==, 2);
  there = chatty_talk_partners_find (partners, f->convai);
  g_assert_cmpstr (chatty_talk_partner_get_remote_id (there), ==, "remote-katana");
  g_assert_null (chatty_talk_partner_get_reason (there));
  g_assert_null (chatty_talk_partner_get_reason (chatty_talk_partners_find (partners,
                                                                            f->inworld)));

  chatty_talk_partners_set_callsign (partners, NOVA (f));
  fixture_wait (is_loaded, partners, "partners");
  there = chatty_talk_partners_find (partners, f->convai);
  g_assert_null (chatty_talk_partner_get_remote_id (there));
  g_assert_nonnull (chatty_talk_partner_get_reason (there));
  g_assert_null (chatty_talk_partner_get_reason (chatty_talk_partners_find (partners,
                                                                            f->inworld)));
}

static gboolean
can_talk (gpointer data)
{
  g_autoptr (GError) error = NULL;

  return chatty_conversation_send (data, "Hi", NULL, NULL, &error);
}

/* Put on the platform while one waits. */
static void
test_put_there (TalkFixture   *f,
                gconstpointer  data)
{
  g_autoptr (ChattyConversation) conversation = talk_fixture_open (f, NULL, NOVA (f), f->convai);
  g_autoptr (ChattyTalkPartners) partners = chatty_talk_partners_new (f->base.workspace,
                                                                      f->accounts);
  g_autoptr (ChattyCharacterRecord) there = NULL;

  chatty_talk_partners_set_callsign (partners, NOVA (f));
  fixture_wait (is_loaded, partners, "partners");
  g_assert_false (can_talk (conversation));
  there = talk_fixture_link (f, f->nova, "convai", f->convai, "remote-nova");
  fixture_wait (can_talk, conversation, "it to be noticed");
  talk_fixture_wait (conversation);
  g_assert_cmpstr (fake_talk.character, ==, "remote-nova");
  fixture_wait (is_loaded, partners, "partners");
  g_assert_cmpstr (chatty_talk_partner_get_remote_id (chatty_talk_partners_find (partners,
                                                                                 f->convai)),
                   ==, "remote-nova");
}

/* Without anybody listening ------------------------------------------------------------------------ */

static gboolean
has_two_turns (gpointer data)
{
  TalkFixture *f = data;
  ChattyTranscriptQuery query = { .sort = CHATTY_SORT_NEWEST };
  g_autoptr (GPtrArray) all = chatty_vault_list (f->base.vault, &query, NULL, NULL);
  g_autoptr (ChattyTranscript) kept = NULL;

  if (all->len != 1)
    return FALSE;
  kept = chatty_vault_load (f->base.vault, ((ChattyTranscriptSummary *) all->pdata[0])->id, NULL,
                            NULL);
  return kept != NULL && chatty_transcript_get_n_turns (kept) == 2 &&
         g_str_equal (chatty_turn_get_text (chatty_transcript_get_turn (kept, 1)), "Half of it.");
}

static gboolean
again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_closed_meanwhile (TalkFixture   *f,
                       gconstpointer  data)
{
  ChattyConversation *conversation = talk_fixture_open (f, NULL, NOVA (f), f->inworld);
  guint ticks;

  fake_talk.answer = say_and_wait;
  send (conversation, "Hi");
  fixture_wait (is_answering, conversation, "text");
  g_assert_finalize_object (conversation);
  fake_talk_open ();
  ticks = g_timeout_add (5, again_cb, NULL);
  fixture_wait (has_two_turns, f, "the answer in the vault");
  g_source_remove (ticks);
}

#define ADD(path, func) \
  g_test_add ("/talk/" path, TalkFixture, NULL, talk_fixture_set_up, func, talk_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("say", test_say);
  ADD ("feeling", test_feeling);
  ADD ("greeting", test_greeting);
  ADD ("stop", test_stop);
  ADD ("failures", test_failures);
  ADD ("paused", test_paused);
  ADD ("locked", test_locked);
  ADD ("disconnected", test_disconnected);
  ADD ("wrong", test_wrong);
  ADD ("replaced", test_replaced);
  ADD ("files", test_files);
  ADD ("speech", test_speech);
  ADD ("session", test_session);
  ADD ("router", test_router);
  ADD ("begins-anew", test_begins_anew);
  ADD ("imported", test_imported);
  ADD ("branches", test_branches);
  ADD ("vain-retry", test_vain_retry);
  ADD ("sent", test_sent);
  ADD ("sent/passages", test_sent_passages);
  ADD ("trimmed", test_trimmed);
  ADD ("propose", test_propose);
  ADD ("remember", test_remember);
  ADD ("partners", test_partners);
  ADD ("put-there", test_put_there);
  ADD ("closed-meanwhile", test_closed_meanwhile);

  return g_test_run ();
}
