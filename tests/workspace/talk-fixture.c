/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "talk-fixture.h"

#include <glib/gstdio.h>

#include "account-fixture.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-memory.h"
#include "fake-secret-store.h"

char *
talk_fixture_connect (TalkFixture *self,
                      const char  *platform)
{
  ChattyConnectRequest request = {
    .platform = platform, .name = platform, .flags = CHATTY_CONNECT_CONSENTED,
  };
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyConnectResult) result =
    chatty_account_service_connect (self->accounts, &request, key, NULL, &error);

  g_assert_no_error (error);
  if (!chatty_connect_result_is_saved (result))
    g_error ("%s: %s", platform, result->message);
  return g_strdup (result->account->id);
}

ChattyCharacterRecord *
talk_fixture_link (TalkFixture           *self,
                   ChattyCharacterRecord *before,
                   const char            *platform,
                   const char            *account,
                   const char            *remote_id)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (before);
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) agreed = chatty_character_record_for_platform (before, platform);
  ChattyCharacterRecord *stored = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  ChattyCharacterLink fields = { .platform = platform, .account = account,
                                 .remote_id = remote_id, .agreed = chatty_time_now (),
                                 .base_local = agreed, .base_remote = agreed };
  g_autoptr (ChattyCharacterLink) link = NULL;

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    fields.seen_times[i] = CHATTY_TIME_NONE;
  link = chatty_character_link_new (&fields);
  chatty_character_record_builder_set_link (builder, link);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  batch = chatty_vault_begin (self->base.vault, "edit", &error);
  g_assert_no_error (error);
  chatty_vault_batch_store_record (batch, before, after, "person", NULL, NULL, &stored, NULL,
                                   &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
  return stored;
}

void
talk_fixture_set_up (TalkFixture   *self,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (ChattyCharacterRecord) katana = NULL;

  fake_talk_reset ();
  fixture_set_up (&self->base, data);
  self->folder = g_dir_make_tmp ("chatty-talk-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (self->folder);
  self->store = chatty_account_store_new (folder);
  self->keyring = fake_secret_store_new ();
  self->accounts = chatty_account_service_new (fake_talk_get_table (), self->store, self->keyring);
  self->convai = talk_fixture_connect (self, "convai");
  self->inworld = talk_fixture_connect (self, "inworld");
  katana = character_fixture_add (&self->base, "Katana", "Somebody to talk to.");
  self->katana = talk_fixture_link (self, katana, "convai", self->convai, "remote-katana");
  self->nova = character_fixture_add (&self->base, "Nova", "Somebody to talk to.");
}

static gboolean
is_gone (gpointer data)
{
  g_autoptr (GObject) object = g_weak_ref_get (data);

  return object == NULL;
}

static gboolean
again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Looks that are on their way when a test ends hold the vault, whose folder is
 * removed next. */
static void
close_vault (TalkFixture *self)
{
  GWeakRef vault;
  guint ticks = g_timeout_add (5, again_cb, NULL);

  g_weak_ref_init (&vault, self->base.vault);
  g_clear_object (&self->base.workspace);
  fixture_wait (is_gone, &vault, "the vault to be let go");
  g_weak_ref_clear (&vault);
  g_source_remove (ticks);
}

void
talk_fixture_tear_down (TalkFixture   *self,
                        gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->convai);
  g_free (self->inworld);
  chatty_character_record_unref (self->katana);
  chatty_character_record_unref (self->nova);
  g_object_unref (self->accounts);
  g_object_unref (self->store);
  g_object_unref (self->keyring);
  close_vault (self);
  fixture_tear_down (&self->base, data);
}

static void
added_cb (ChattyConversation *conversation,
          ChattyTurn         *turn,
          TalkFixture        *self)
{
  ChattyTranscript *path = chatty_conversation_get_transcript (conversation);

  self->n_added++;
  g_assert_true (turn == chatty_transcript_get_turn (path,
                                                     chatty_transcript_get_n_turns (path) - 1) ||
                 chatty_turn_equal (turn, chatty_transcript_get_turn (
                                      path, chatty_transcript_get_n_turns (path) - 1)));
}

static void
branched_cb (ChattyConversation *conversation,
             TalkFixture        *self)
{
  self->n_branched++;
}

ChattyConversation *
talk_fixture_open (TalkFixture *self,
                   const char  *id,
                   const char  *callsign,
                   const char  *account)
{
  ChattyConversation *conversation = chatty_conversation_new (self->base.workspace,
                                                              self->accounts, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_conversation_open_async (conversation, id, callsign, account, NULL, fixture_result_cb,
                                  &result);
  chatty_conversation_open_finish (conversation, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (chatty_conversation_get_state (conversation), ==, CHATTY_TALK_STATE_READY);
  g_signal_connect (conversation, "turn-added", G_CALLBACK (added_cb), self);
  g_signal_connect (conversation, "branched", G_CALLBACK (branched_cb), self);
  return conversation;
}

static gboolean
is_ready (gpointer data)
{
  return chatty_conversation_get_state (data) == CHATTY_TALK_STATE_READY;
}

void
talk_fixture_wait (ChattyConversation *conversation)
{
  fixture_wait (is_ready, conversation, "an answer");
}

void
talk_fixture_say (ChattyConversation *conversation,
                  const char         *text)
{
  g_autoptr (GError) error = NULL;

  chatty_conversation_send (conversation, text, NULL, NULL, &error);
  g_assert_no_error (error);
  talk_fixture_wait (conversation);
}

static char *
path_of (ChattyTranscript *transcript)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      g_string_append_printf (path, "%s%c:%s%s", i > 0 ? "|" : "",
                              chatty_turn_get_role (turn) == CHATTY_ROLE_PERSON ? 'P' : 'A',
                              chatty_turn_get_text (turn),
                              chatty_turn_get_state (turn) != CHATTY_TURN_COMPLETE ? "!" : "");
    }
  return g_string_free (path, FALSE);
}

char *
talk_fixture_path (TalkFixture        *self,
                   ChattyConversation *conversation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyTranscript) kept =
    chatty_vault_load (self->base.vault, chatty_conversation_get_transcript_id (conversation),
                       NULL, &error);
  ChattyTranscript *shown = chatty_conversation_get_transcript (conversation);
  char *path;

  g_assert_no_error (error);
  g_assert_cmpuint (chatty_transcript_get_n_turns (kept), ==,
                    chatty_transcript_get_n_turns (shown));
  for (guint i = 0; i < chatty_transcript_get_n_turns (kept); i++)
    g_assert_true (chatty_turn_equal (chatty_transcript_get_turn (kept, i),
                                      chatty_transcript_get_turn (shown, i)));
  path = path_of (kept);
  return path;
}

void
talk_fixture_remember (TalkFixture *self,
                       const char  *callsign,
                       const char  *text)
{
  ChattyMemoryNote note = { .text = text, .created = CHATTY_TIME_NONE,
                            .updated = CHATTY_TIME_NONE };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = chatty_vault_add_memory (self->base.vault, callsign, &note, &error);

  g_assert_no_error (error);
}
