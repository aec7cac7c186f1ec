/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>

#include "chatty-error.h"
#include "chatty-memory-list.h"
#include "chatty-vault-memory.h"
#include "talk-fixture.h"

#define KATANA(f) chatty_character_record_get_callsign ((f)->katana)
#define NOVA(f)   chatty_character_record_get_callsign ((f)->nova)

static gboolean
is_loaded (gpointer data)
{
  return !chatty_memory_list_get_loading (data);
}

static ChattyMemoryList *
open_list (TalkFixture *f,
           const char  *callsign)
{
  ChattyMemoryList *list = chatty_memory_list_new (f->base.workspace, f->accounts);

  chatty_memory_list_set_callsign (list, callsign);
  fixture_wait (is_loaded, list, "the memory");
  return list;
}

/* The texts of the list, newest first, and where they live. */
static char *
texts_of (ChattyMemoryList *list)
{
  GString *texts = g_string_new (NULL);

  fixture_wait (is_loaded, list, "the memory");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (ChattyMemoryItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (texts, "%s%s%s", i > 0 ? "|" : "",
                              chatty_memory_item_get_note (item)->text,
                              *chatty_memory_item_get_places (item) != NULL ? "*" : "");
    }
  return g_string_free (texts, FALSE);
}

static void
check_texts (ChattyMemoryList *list,
             const char       *expected)
{
  g_autofree char *texts = texts_of (list);

  g_assert_cmpstr (texts, ==, expected);
}

static char *
add (ChattyMemoryList *list,
     const char       *text,
     gint64            created)
{
  ChattyMemoryNote note = { .text = text, .created = created, .updated = CHATTY_TIME_NONE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  chatty_memory_list_add_async (list, &note, NULL, fixture_result_cb, &result);
  id = chatty_memory_list_add_finish (list, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  return id;
}

static GPtrArray *
forget (ChattyMemoryList *list,
        const char       *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *notes;

  chatty_memory_list_delete_async (list, id, NULL, fixture_result_cb, &result);
  notes = chatty_memory_list_delete_finish (list, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  return notes;
}

static void
restore (ChattyMemoryList *list,
         GPtrArray        *notes)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_memory_list_restore_async (list, notes, NULL, fixture_result_cb, &result);
  chatty_memory_list_restore_finish (list, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
}

static void
test_changes (TalkFixture   *f,
              gconstpointer  data)
{
  g_autoptr (ChattyMemoryList) list = open_list (f, NOVA (f));
  g_autofree char *first = add (list, "one", 1000000);
  g_autofree char *second = add (list, "two", 2000000);
  ChattyMemoryNote change = { .id = first, .text = "ONE", .created = 1000000,
                              .updated = 3000000 };
  g_autoptr (GPtrArray) gone = NULL, all = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyMemoryItem) kept = NULL, still = NULL;

  check_texts (list, "two|one");
  kept = g_list_model_get_item (G_LIST_MODEL (list), 0);
  chatty_memory_list_change_async (list, &change, NULL, fixture_result_cb, &result);
  chatty_memory_list_change_finish (list, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  check_texts (list, "two|ONE");
  /* The row that says the same is the same. */
  still = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (still == kept);

  gone = forget (list, first);
  g_assert_cmpuint (gone->len, ==, 1);
  check_texts (list, "two");
  restore (list, gone);
  check_texts (list, "two|ONE");
  all = forget (list, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  check_texts (list, "");
  restore (list, all);
  check_texts (list, "two|ONE");
}

static void
test_nobody (TalkFixture   *f,
             gconstpointer  data)
{
  g_autoptr (ChattyMemoryList) list = chatty_memory_list_new (f->base.workspace, NULL);
  ChattyMemoryNote note = { .text = "x", .created = 1, .updated = CHATTY_TIME_NONE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_memory_list_add_async (list, &note, NULL, fixture_result_cb, &result);
  g_assert_null (chatty_memory_list_add_finish (list, fixture_wait_result (&result), &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_false (chatty_memory_list_can_sync (list, "convai"));
}

/* Sync ---------------------------------------------------------------------------------- */

static void
add_there (const char *id,
           const char *text)
{
  ChattyMemoryNote note = { .id = id, .text = text, .created = 5000000,
                            .updated = CHATTY_TIME_NONE };

  g_ptr_array_add (fake_talk.memory, chatty_memory_note_new (&note));
}

static char *
texts_there (void)
{
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < fake_talk.memory->len; i++)
    g_string_append_printf (texts, "%s%s", i > 0 ? "|" : "",
                            ((ChattyMemoryNote *) fake_talk.memory->pdata[i])->text);
  return g_string_free (texts, FALSE);
}

static void
check_sync (TalkFixture      *f,
            ChattyMemoryList *list,
            guint             n_sent,
            guint             n_fetched,
            guint             n_forgotten,
            const char       *here,
            const char       *there)
{
  ChattyMemorySyncResult outcome;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *texts = NULL;

  chatty_memory_list_sync_async (list, f->convai, NULL, fixture_result_cb, &result);
  g_assert_true (chatty_memory_list_get_syncing (list));
  chatty_memory_list_sync_finish (list, fixture_wait_result (&result), &outcome, &error);
  g_assert_no_error (error);
  g_assert_false (chatty_memory_list_get_syncing (list));
  g_assert_cmpuint (outcome.n_sent, ==, n_sent);
  g_assert_cmpuint (outcome.n_fetched, ==, n_fetched);
  g_assert_cmpuint (outcome.n_forgotten, ==, n_forgotten);
  check_texts (list, here);
  texts = texts_there ();
  g_assert_cmpstr (texts, ==, there);
}

static void
test_sync (TalkFixture   *f,
           gconstpointer  data)
{
  g_autoptr (ChattyMemoryList) list = open_list (f, KATANA (f));
  g_autofree char *mine = add (list, "mine", 9000000);
  g_autoptr (GPtrArray) gone = NULL, back = NULL;
  ChattyMemoryNote change = { .id = mine, .text = "MINE", .created = 9000000 };
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (ChattyMemoryNote) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_memory_list_can_sync (list, "convai"));
  add_there ("t1", "theirs");
  check_sync (f, list, 1, 1, 0, "mine*|theirs*", "theirs|mine");
  /* Nothing is done twice. */
  check_sync (f, list, 0, 0, 0, "mine*|theirs*", "theirs|mine");

  /* What is deleted here is deleted there, unless it comes back before. */
  gone = forget (list, mine);
  restore (list, gone);
  check_sync (f, list, 0, 0, 0, "mine*|theirs*", "theirs|mine");
  back = forget (list, mine);
  check_sync (f, list, 0, 0, 1, "theirs*", "theirs");

  /* What is deleted there stays here, and does not go back. */
  g_ptr_array_set_size (fake_talk.memory, 0);
  check_sync (f, list, 0, 0, 0, "theirs*", "");

  /* What is changed here takes the place of what is there. */
  restore (list, back);
  g_ptr_array_add (fake_talk.memory, chatty_memory_note_new (&(ChattyMemoryNote) {
    .id = "remote-2", .text = "mine", .created = 1, .updated = CHATTY_TIME_NONE }));
  change.updated = 10000000;
  change.remotes = ((ChattyMemoryNote *) back->pdata[0])->remotes;
  changed = chatty_memory_note_new (&change);
  chatty_vault_change_memory (f->base.vault, KATANA (f), changed, &error);
  g_assert_no_error (error);
  check_sync (f, list, 1, 0, 0, "MINE*|theirs*", "MINE");
  check_sync (f, list, 0, 0, 0, "MINE*|theirs*", "MINE");
}

static void
test_no_sync (TalkFixture   *f,
              gconstpointer  data)
{
  g_autoptr (ChattyMemoryList) list = open_list (f, NOVA (f));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_memory_list_sync_async (list, f->convai, NULL, fixture_result_cb, &result);
  g_assert_false (chatty_memory_list_sync_finish (list, fixture_wait_result (&result), NULL,
                                                  &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

#define ADD(path, func) \
  g_test_add ("/memory-list/" path, TalkFixture, NULL, talk_fixture_set_up, func, \
              talk_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("changes", test_changes);
  ADD ("nobody", test_nobody);
  ADD ("sync", test_sync);
  ADD ("no-sync", test_no_sync);

  return g_test_run ();
}
