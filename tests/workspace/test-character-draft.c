/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "character-fixture.h"
#include "chatty-character-draft.h"
#include "chatty-error.h"
#include "chatty-json-settings.h"
#include "chatty-vault-characters.h"

static gboolean
is_ready (gpointer draft)
{
  return chatty_character_draft_get_state (draft) == CHATTY_DRAFT_READY;
}

static ChattyCharacterDraft *
open_draft (Fixture    *fixture,
            const char *callsign)
{
  ChattyCharacterDraft *draft = chatty_character_draft_new (fixture->workspace, callsign);

  fixture_wait (is_ready, draft, "the draft");
  return draft;
}

static ChattyCharacterChange *
save (ChattyCharacterDraft *draft)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ChattyCharacterChange *change;

  chatty_character_draft_save_async (draft, NULL, fixture_result_cb, &result);
  change = chatty_character_draft_save_finish (draft, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  return change;
}

static void
keep (ChattyCharacterDraft *draft)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_character_draft_keep_async (draft, NULL, fixture_result_cb, &result);
  g_assert_true (chatty_character_draft_keep_finish (draft, fixture_wait_result (&result),
                                                     &error));
  g_assert_no_error (error);
}

static void
note_cb (ChattyCharacterDraft *draft,
         guint                 fields,
         const char           *platform,
         guint                *all)
{
  *all |= fields;
}

/* From nothing to a stored character. */
static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (ChattyCharacterDraft) draft = open_draft (fixture, NULL);
  g_autoptr (ChattyCharacterChange) change = NULL;
  static const char *const starters[] = { "Hello", NULL };
  double value;

  g_assert_false (chatty_character_draft_get_dirty (draft));
  g_assert_false (chatty_character_draft_get_can_save (draft));
  g_assert_nonnull (chatty_character_draft_get_problem (draft, NULL, CHATTY_FIELD_NAME));

  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_INSTRUCTIONS, "Be kind");
  g_assert_true (chatty_character_draft_get_dirty (draft));
  g_assert_false (chatty_character_draft_get_can_save (draft));
  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_NAME, "Ada");
  g_assert_true (chatty_character_draft_get_can_save (draft));
  chatty_character_draft_set_list (draft, NULL, CHATTY_FIELD_STARTERS, starters);
  chatty_character_draft_set_trait (draft, NULL, "openness", 250);
  chatty_character_draft_set_trait (draft, NULL, "warmth", 3);
  chatty_character_draft_drop_trait (draft, NULL, "warmth");
  g_assert_cmpuint (chatty_character_draft_get_n_traits (draft, NULL), ==, 1);
  g_assert_cmpstr (chatty_character_draft_get_trait (draft, NULL, 0, &value), ==, "openness");
  g_assert_cmpfloat (value, ==, 100);
  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_TEMPERATURE, "warm");
  g_assert_false (chatty_character_draft_get_can_save (draft));
  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_TEMPERATURE, "0.7");

  change = save (draft);
  g_assert_cmpint (change->outcome, ==, CHATTY_STORED_ADDED);
  g_assert_true (g_str_has_prefix (chatty_character_draft_get_callsign (draft), "ada-"));
  g_assert_false (chatty_character_draft_get_dirty (draft));
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_character (change->record),
                     CHATTY_FIELD_INSTRUCTIONS), ==, "Be kind");
}

/* What a crash left is there again, over what was changed meanwhile. */
static void
test_restored (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterDraft) draft = open_draft (fixture, callsign);
  g_autoptr (ChattyCharacterDraft) again = NULL;
  g_autoptr (ChattyCharacterChange) other = NULL;
  g_autoptr (ChattyCharacterChange) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL;

  g_assert_false (chatty_character_draft_get_restored (draft));
  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_DESCRIPTION, "Divides");
  chatty_character_draft_set_text (draft, "convai", CHATTY_FIELD_NAME, "Ada there");
  g_assert_true (chatty_character_draft_set_extra (draft, "convai", "lip", "[1]", &error));
  keep (draft);
  other = character_fixture_set (fixture, ada, CHATTY_FIELD_GREETING, "Hello");

  again = open_draft (fixture, callsign);
  g_assert_true (chatty_character_draft_get_restored (again));
  g_assert_true (chatty_character_draft_get_dirty (again));
  g_assert_cmpstr (chatty_character_draft_get_text (again, NULL, CHATTY_FIELD_DESCRIPTION), ==,
                   "Divides");
  g_assert_cmpstr (chatty_character_draft_get_text (again, NULL, CHATTY_FIELD_GREETING), ==,
                   "Hello");
  g_assert_cmpstr (chatty_character_draft_get_text (again, "convai", CHATTY_FIELD_NAME), ==,
                   "Ada there");
  {
    g_autofree char *extra = chatty_character_draft_dup_extra (again, "convai", "lip");

    g_assert_cmpstr (extra, ==, "[1]");
  }
  g_assert_cmpuint (chatty_character_draft_get_edits (again, NULL), ==,
                    CHATTY_FIELD_FLAG (CHATTY_FIELD_DESCRIPTION));

  /* Saved, nothing is left to restore. */
  saved = save (again);
  g_assert_cmpint (saved->outcome, ==, CHATTY_STORED_UPDATED);
  keep (again);
  left = chatty_vault_load_draft (fixture->vault, callsign, &error);
  g_assert_no_error (error);
  g_assert_null (left);
}

/* An editor that is closed with edits keeps them without being asked. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  ChattyCharacterDraft *draft = open_draft (fixture, callsign);
  g_autoptr (ChattyCharacterChange) other = NULL;
  g_autofree char *left = NULL;

  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_DESCRIPTION, "Divides");
  g_object_unref (draft);
  /* Edits run one after the other: when this one is through, so is that. */
  other = character_fixture_set (fixture, ada, CHATTY_FIELD_GREETING, "Hello");
  left = chatty_vault_load_draft (fixture->vault, callsign, NULL);
  g_assert_nonnull (left);
  g_assert_nonnull (strstr (left, "Divides"));
}

static gboolean
follows (gpointer draft)
{
  return g_strcmp0 (chatty_character_draft_get_text (draft, NULL, CHATTY_FIELD_GREETING),
                    "Hello") == 0;
}

static gboolean
is_elsewhere (gpointer draft)
{
  return chatty_character_draft_get_elsewhere (draft) != 0;
}

/* Somebody else's changes: unedited fields follow, edited ones stay and are told. */
static void
test_changed_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  g_autoptr (ChattyCharacterDraft) draft =
    open_draft (fixture, chatty_character_record_get_callsign (ada));
  g_autoptr (ChattyCharacterChange) first = NULL;
  g_autoptr (ChattyCharacterChange) second = NULL;
  g_autoptr (ChattyCharacterChange) saved = NULL;
  guint changed = 0;

  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_DESCRIPTION, "Divides");
  g_signal_connect (draft, "changed", G_CALLBACK (note_cb), &changed);
  first = character_fixture_set (fixture, ada, CHATTY_FIELD_GREETING, "Hello");
  fixture_wait (follows, draft, "the other change");
  g_assert_cmpuint (changed, ==, CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING));
  g_assert_cmpuint (chatty_character_draft_get_elsewhere (draft), ==, 0);
  g_assert_cmpstr (chatty_character_draft_get_text (draft, NULL, CHATTY_FIELD_DESCRIPTION), ==,
                   "Divides");

  second = character_fixture_set (fixture, first->record, CHATTY_FIELD_DESCRIPTION, "Adds");
  fixture_wait (is_elsewhere, draft, "the other edit");
  g_assert_cmpuint (chatty_character_draft_get_elsewhere (draft), ==,
                    CHATTY_FIELD_FLAG (CHATTY_FIELD_DESCRIPTION));
  g_assert_cmpstr (chatty_character_draft_get_text (draft, NULL, CHATTY_FIELD_DESCRIPTION), ==,
                   "Divides");

  chatty_character_draft_revert (draft, NULL, CHATTY_FIELD_DESCRIPTION);
  g_assert_cmpstr (chatty_character_draft_get_text (draft, NULL, CHATTY_FIELD_DESCRIPTION), ==,
                   "Adds");
  g_assert_false (chatty_character_draft_get_dirty (draft));
  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_DESCRIPTION, "Divides");
  saved = save (draft);
  g_assert_cmpint (saved->outcome, ==, CHATTY_STORED_UPDATED);
  g_assert_cmpuint (chatty_character_draft_get_elsewhere (draft), ==, 0);
}

static void
assert_settings (ChattyCharacterRecord *record,
                 const char            *wanted)
{
  g_autoptr (ChattyCharacter) there = chatty_character_record_for_platform (record, "gemini");
  g_autofree char *normal = chatty_json_settings_normal (wanted);

  g_assert_cmpstr (chatty_character_get_text (there, CHATTY_FIELD_SETTINGS), ==, normal);
  g_assert_false (chatty_character_has_field (chatty_character_record_get_character (record),
                                              CHATTY_FIELD_SETTINGS));
}

static gboolean
has_theirs (gpointer draft)
{
  const char *text = chatty_character_draft_get_text (draft, "gemini", CHATTY_FIELD_SETTINGS);

  return text != NULL && strstr (text, "theirs") != NULL;
}

/* A platform's settings are its own; what two windows change of them meets, and
 * each save is taken back by itself. */
static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterDraft) draft = open_draft (fixture, callsign);
  g_autoptr (ChattyCharacterDraft) other = open_draft (fixture, callsign);
  g_autoptr (ChattyCharacterChange) theirs = NULL;
  g_autoptr (ChattyCharacterChange) ours = NULL;
  g_autoptr (ChattyCharacterRecord) undone = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_undone, n_kept;

  chatty_character_draft_set_text (draft, "gemini", CHATTY_FIELD_SETTINGS, "{\"ours\":1}");
  chatty_character_draft_set_text (other, "gemini", CHATTY_FIELD_SETTINGS, "{\"theirs\":2}");
  theirs = save (other);
  assert_settings (theirs->record, "{\"theirs\":2}");
  fixture_wait (has_theirs, draft, "the other settings");
  g_assert_cmpuint (chatty_character_draft_get_elsewhere (draft), ==, 0);
  ours = save (draft);
  assert_settings (ours->record, "{\"ours\":1,\"theirs\":2}");

  chatty_workspace_undo_async (fixture->workspace, ours->batch, NULL, fixture_result_cb, &result);
  chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result), &n_undone,
                                &n_kept, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_undone, ==, 1);
  undone = chatty_vault_load_record (fixture->vault, callsign, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_override (undone, "gemini"),
                     CHATTY_FIELD_SETTINGS), ==, "{\n  \"theirs\": 2\n}");
}

static gboolean
is_gone (gpointer draft)
{
  return chatty_character_draft_get_state (draft) == CHATTY_DRAFT_GONE;
}

/* In the trash meanwhile: the edits stay, and a save makes it anew. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterDraft) draft = open_draft (fixture, callsign);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ChattyCharacterChange) trashed = NULL;
  g_autoptr (ChattyCharacterChange) saved = NULL;
  g_autoptr (GError) error = NULL;

  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_DESCRIPTION, "Divides");
  chatty_workspace_trash_character_async (fixture->workspace, callsign, NULL, fixture_result_cb,
                                          &result);
  trashed = chatty_workspace_change_character_finish (fixture->workspace,
                                                      fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  fixture_wait (is_gone, draft, "the trash");
  g_assert_nonnull (chatty_character_draft_get_message (draft));
  g_assert_true (chatty_character_draft_get_can_save (draft));
  saved = save (draft);
  g_assert_nonnull (saved->record);
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_character (saved->record),
                     CHATTY_FIELD_DESCRIPTION), ==, "Divides");
  g_assert_cmpstr (chatty_character_get_name (
                     chatty_character_record_get_character (saved->record)), ==, "Ada");
}

static void
edit_on_saving_cb (ChattyCharacterDraft *draft)
{
  if (chatty_character_draft_get_state (draft) == CHATTY_DRAFT_SAVING)
    chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_GREETING, "typed meanwhile");
}

/* What is typed while it is saved is not lost, and not saved. */
static void
test_typed_while_saving (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  g_autoptr (ChattyCharacterDraft) draft =
    open_draft (fixture, chatty_character_record_get_callsign (ada));
  g_autoptr (ChattyCharacterChange) saved = NULL;

  chatty_character_draft_set_text (draft, NULL, CHATTY_FIELD_DESCRIPTION, "Divides");
  g_signal_connect (draft, "notify::state", G_CALLBACK (edit_on_saving_cb), NULL);
  saved = save (draft);
  g_assert_true (chatty_character_draft_get_dirty (draft));
  g_assert_cmpuint (chatty_character_draft_get_edits (draft, NULL), ==,
                    CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING));
  g_assert_false (chatty_character_has_field (
    chatty_character_record_get_character (saved->record), CHATTY_FIELD_GREETING));
  chatty_character_draft_revert_all (draft);
  g_assert_false (chatty_character_draft_get_dirty (draft));
}

static void
note_picture_cb (ChattyCharacterDraft *draft,
                 GParamSpec           *pspec,
                 gboolean             *told)
{
  *told = chatty_character_record_get_avatar (chatty_character_draft_get_record (draft)) != NULL;
}

static gboolean
is_told (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* A picture is no field: that the record is another one is told all the same. */
static void
test_picture (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterDraft) draft = open_draft (fixture, callsign);
  g_autofree char *path = g_build_filename (fixture->folder, "vault", "instances", callsign,
                                            "identity", "avatar.png", NULL);
  g_autoptr (GError) error = NULL;
  gboolean told = FALSE;

  g_signal_connect (draft, "notify::record", G_CALLBACK (note_picture_cb), &told);
  g_file_set_contents (path, "\x89PNG\r\n\x1a\n", -1, &error);
  g_assert_no_error (error);
  fixture_wait (is_told, &told, "the picture");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/character-draft/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("new", test_new);
  ADD ("restored", test_restored);
  ADD ("closed", test_closed);
  ADD ("changed-elsewhere", test_changed_elsewhere);
  ADD ("settings", test_settings);
  ADD ("gone", test_gone);
  ADD ("typed-while-saving", test_typed_while_saving);
  ADD ("picture", test_picture);

  return g_test_run ();
}
