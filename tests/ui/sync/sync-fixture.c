/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

#include "chatty-vault-characters.h"

#define STORY                                                                             \
  "Mara kept the lighthouse for thirty years.\nShe knows every rock by its name.\n"       \
  "She speaks in short sentences.\nShe never promises good weather."

static gboolean
is_ready (gpointer job)
{
  return chatty_sync_job_get_state (job) == CHATTY_SYNC_JOB_READY ||
         chatty_sync_job_is_over (job);
}

static gboolean
is_over (gpointer job)
{
  return chatty_sync_job_is_over (job);
}

static void
wait_run (ChattySyncJob *job)
{
  g_assert_true (ui_fixture_wait (is_ready, job));
  chatty_sync_job_run (job);
  g_assert_true (ui_fixture_wait (is_over, job));
  if (chatty_sync_job_get_state (job) != CHATTY_SYNC_JOB_FINISHED)
    g_error ("no run: %s", chatty_sync_job_get_message (job));
}

static ChattyAccount *
find_account (SyncFixture *self)
{
  g_autoptr (GError) error = NULL;
  ChattyAccount *account = chatty_account_service_find (self->characters.service,
                                                        self->characters.account, &error);

  g_assert_no_error (error);
  return account;
}

static ChattyVault *
get_vault (SyncFixture *self)
{
  return chatty_workspace_get_vault (self->characters.shell.workspace);
}

static ChattyCharacterRecord *
load (SyncFixture *self,
      const char  *callsign)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *record = chatty_vault_load_record (get_vault (self), callsign, FALSE,
                                                            NULL, &error);

  g_assert_no_error (error);
  return record;
}

char *
sync_fixture_add (SyncFixture *self,
                  const char  *name,
                  const char  *story)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_VOICE, "MichelleNeural");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING, "Good morning.");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, story);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  record = characters_fixture_add (&self->characters, character);
  return g_strdup (chatty_character_record_get_callsign (record));
}

char *
sync_fixture_put (SyncFixture *self,
                  const char  *callsign)
{
  g_autoptr (ChattyAccount) account = find_account (self);
  g_autoptr (ChattySyncJob) job = chatty_sync_service_put (self->sync, account, callsign);
  g_autoptr (ChattyCharacterRecord) record = NULL;

  wait_run (job);
  record = load (self, callsign);
  g_assert_cmpuint (chatty_character_record_get_n_links (record), ==, 1);
  return g_strdup (chatty_character_record_get_link (record, 0)->remote_id);
}

void
sync_fixture_lose (SyncFixture *self,
                   guint        n_characters)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_characters; i++)
    {
      g_autofree char *name = g_strdup_printf ("Somebody %u", i);
      g_autofree char *callsign = sync_fixture_add (self, name, "Likes the sea.");

      g_ptr_array_add (ids, sync_fixture_put (self, callsign));
    }
  for (guint i = 0; i < ids->len; i++)
    g_assert_true (chatty_simulator_remove_character (self->characters.simulator,
                                                      ids->pdata[i]));
}

void
sync_fixture_set_up (SyncFixture   *self,
                     gconstpointer  data)
{
  characters_fixture_set_up (&self->characters, NULL);
  self->sync = chatty_sync_service_new (self->characters.shell.workspace,
                                        self->characters.service);
  self->callsign = sync_fixture_add (self, "Mara", STORY);
  self->remote_id = sync_fixture_put (self, self->callsign);
}

void
sync_fixture_tear_down (SyncFixture   *self,
                        gconstpointer  data)
{
  if (self->page != NULL)
    chatty_sync_page_leave (CHATTY_SYNC_PAGE (self->page));
  if (self->window != NULL)
    shell_fixture_close (self->window);
  g_object_unref (self->sync);
  g_free (self->callsign);
  g_free (self->remote_id);
  characters_fixture_tear_down (&self->characters, NULL);
}

void
sync_fixture_edit_here (SyncFixture          *self,
                        const char           *callsign,
                        ChattyCharacterField  field,
                        const char           *text)
{
  g_autoptr (ChattyCharacterRecord) before = load (self, callsign);
  ChattyCharacter *old = chatty_character_record_get_character (before);
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (old);
  g_autoptr (ChattyCharacterRecordBuilder) records = chatty_character_record_builder_new (before);
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;
  guint both;

  chatty_character_builder_set_text (builder, field, text);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  chatty_character_record_builder_set_character (records, character);
  after = chatty_character_record_builder_end (g_steal_pointer (&records));
  batch = chatty_vault_begin (get_vault (self), "edit", &error);
  g_assert_no_error (error);
  chatty_vault_batch_store_record (batch, before, after, "person", &outcome, &both, &stored, NULL,
                                   &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

void
sync_fixture_edit_there (SyncFixture *self,
                         const char  *remote_id,
                         const char  *member,
                         const char  *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *json = NULL;

  json_node_set_string (node, text);
  json = json_to_string (node, FALSE);
  g_assert_true (chatty_simulator_edit_character (self->characters.simulator, remote_id, member,
                                                  json));
}

char *
sync_fixture_dup_here (SyncFixture          *self,
                       const char           *callsign,
                       ChattyCharacterField  field)
{
  g_autoptr (ChattyCharacterRecord) record = load (self, callsign);

  return g_strdup (chatty_character_get_text (chatty_character_record_get_character (record),
                                              field));
}

gboolean
sync_fixture_is_there (SyncFixture *self,
                       const char  *text)
{
  g_autoptr (JsonNode) state = chatty_simulator_dup_state (self->characters.simulator);
  g_autofree char *json = json_to_string (state, FALSE);

  return strstr (json, text) != NULL;
}

static void
trashed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacterChange) change =
    chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (change);
  *(gboolean *) done = TRUE;
}

static gboolean
is_true (gpointer done)
{
  return *(gboolean *) done;
}

void
sync_fixture_trash (SyncFixture *self,
                    const char  *callsign)
{
  gboolean done = FALSE;

  chatty_workspace_trash_character_async (self->characters.shell.workspace, callsign, NULL,
                                          trashed_cb, &done);
  g_assert_true (ui_fixture_wait (is_true, &done));
}

void
sync_fixture_show (SyncFixture       *self,
                   ChattySyncRequest *request,
                   int                width)
{
  self->page = chatty_sync_page_new (self->sync, self->characters.service, request);
  self->window = shell_fixture_show (self->page, width, 760);
}

/* What is waited for. */
typedef struct {
  SyncFixture        *fixture;
  const char         *text;
  ChattySyncJobState  state;
} Wait;

static gboolean
has_text (gpointer data)
{
  Wait *wait = data;
  g_autofree char *texts = ui_fixture_dup_texts (wait->fixture->page);

  return strstr (texts, wait->text) != NULL;
}

static gboolean
has_state (gpointer data)
{
  Wait *wait = data;
  ChattySyncJob *job = chatty_sync_page_get_job (CHATTY_SYNC_PAGE (wait->fixture->page));

  return job != NULL && chatty_sync_job_get_state (job) == wait->state;
}

void
sync_fixture_wait_text (SyncFixture *self,
                        const char  *text)
{
  Wait wait = { self, text, 0 };

  if (!ui_fixture_wait (has_text, &wait))
    {
      g_autofree char *texts = ui_fixture_dup_texts (self->page);

      g_error ("“%s” is not to be seen, but:\n%s", text, texts);
    }
}

void
sync_fixture_wait_state (SyncFixture        *self,
                         ChattySyncJobState  state)
{
  Wait wait = { self, NULL, state };

  g_assert_true (ui_fixture_wait (has_state, &wait));
}

void
sync_fixture_press (SyncFixture *self,
                    const char  *action)
{
  g_assert_true (gtk_widget_activate_action (self->page, action, NULL));
}
