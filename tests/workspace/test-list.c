/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-list-diff.h"
#include "workspace-fixture.h"

static const char *
summary_id (gconstpointer row)
{
  return ((const ChattyTranscriptSummary *) row)->id;
}

static GPtrArray *
make_rows (GRand *rand,
           guint  max_rows,
           guint  n_ids)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_summary_unref);
  guint n_rows = (guint) g_rand_int_range (rand, 0, (gint32) max_rows + 1);
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n_rows; i++)
    {
      guint number = (guint) g_rand_int_range (rand, 0, (gint32) n_ids);
      ChattyTranscriptSummary *summary;

      if (!g_hash_table_add (used, GUINT_TO_POINTER (number + 1)))
        continue;
      summary = chatty_transcript_summary_new ();
      summary->id = g_strdup_printf ("id-%u", number);
      g_ptr_array_add (rows, summary);
    }
  return rows;
}

static void
test_diff (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260114);

  for (guint round = 0; round < 4000; round++)
    {
      guint max_splices = round % 3 == 0 ? 1 + round % 5 : 1000;
      g_autoptr (GPtrArray) before = make_rows (rand, 30, 40);
      g_autoptr (GPtrArray) after = make_rows (rand, 30, 40);
      g_autoptr (GArray) splices = chatty_list_diff (before, after, summary_id, max_splices);
      g_autoptr (GPtrArray) rows = g_ptr_array_new ();
      guint before_cursor = 0, after_cursor = 0;

      g_assert_cmpuint (splices->len, <=, max_splices);
      for (guint i = 0; i < splices->len; i++)
        {
          const ChattyListSplice *splice = &g_array_index (splices, ChattyListSplice, i);

          g_assert_cmpuint (splice->removed + splice->added, >, 0);
          g_assert_cmpuint (splice->before, >=, before_cursor);
          while (before_cursor < splice->before)
            g_ptr_array_add (rows, g_ptr_array_index (before, before_cursor++));
          g_assert_cmpuint (rows->len, ==, splice->after);
          for (guint j = 0; j < splice->added; j++)
            g_ptr_array_add (rows, g_ptr_array_index (after, splice->after + j));
          before_cursor += splice->removed;
          after_cursor = splice->after + splice->added;
        }
      while (before_cursor < before->len)
        g_ptr_array_add (rows, g_ptr_array_index (before, before_cursor++));
      g_assert_cmpuint (after_cursor, <=, after->len);
      g_assert_cmpuint (rows->len, ==, after->len);
      for (guint i = 0; i < rows->len; i++)
        g_assert_cmpstr (((ChattyTranscriptSummary *) rows->pdata[i])->id, ==,
                         ((ChattyTranscriptSummary *) after->pdata[i])->id);
    }
}

static GPtrArray *
rows_of_letters (const char *letters)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_summary_unref);

  for (const char *p = letters; *p != '\0'; p++)
    {
      ChattyTranscriptSummary *summary = chatty_transcript_summary_new ();

      summary->id = g_strndup (p, 1);
      g_ptr_array_add (rows, summary);
    }
  return rows;
}

/* One row that comes, goes or moves is all that is told. */
static void
test_diff_small (void)
{
  static const struct {
    const char *before, *after;
    guint       removed, added;
  } cases[] = {
    { "abcdef", "abcdef", 0, 0 },
    { "abcdef", "xabcdef", 0, 1 },
    { "abcdef", "abcxdef", 0, 1 },
    { "abcdef", "abdef", 1, 0 },
    { "abcdef", "fabcde", 1, 1 },
    { "abcdef", "bcdefa", 1, 1 },
    { "abcdef", "abxdef", 1, 1 },
    { "", "abc", 0, 3 },
    { "abc", "", 3, 0 },
    { "abcdefgh", "xabdefyghz", 1, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) before = rows_of_letters (cases[i].before);
      g_autoptr (GPtrArray) after = rows_of_letters (cases[i].after);
      g_autoptr (GArray) splices = chatty_list_diff (before, after, summary_id, 100);
      guint removed = 0, added = 0;

      for (guint j = 0; j < splices->len; j++)
        {
          removed += g_array_index (splices, ChattyListSplice, j).removed;
          added += g_array_index (splices, ChattyListSplice, j).added;
        }
      g_assert_cmpuint (removed, ==, cases[i].removed);
      g_assert_cmpuint (added, ==, cases[i].added);
    }
}

/* What a view would see: a copy that only items-changed keeps up to date. */
typedef struct {
  GPtrArray *items;
  guint      n_changes;
  guint      n_removed;
  guint      n_added;
} View;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  View *view = user_data;

  view->n_changes++;
  view->n_removed += removed;
  view->n_added += added;
  if (removed > 0)
    g_ptr_array_remove_range (view->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (view->items, (int) (position + i),
                        g_list_model_get_item (model, position + i));

  g_assert_cmpuint (view->items->len, ==, g_list_model_get_n_items (model));
}

static void
check_view (View       *view,
            GListModel *model)
{
  g_assert_cmpuint (view->items->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < view->items->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_assert_true (item == g_ptr_array_index (view->items, i));
    }
}

typedef struct {
  GListModel *model;
  guint       wanted;
} LengthWait;

static gboolean
has_length (gpointer data)
{
  LengthWait *wait = data;

  return g_list_model_get_n_items (wait->model) == wait->wanted;
}

static void
wait_length (GListModel *model,
             guint       wanted)
{
  LengthWait wait = { model, wanted };

  fixture_wait (has_length, &wait, "the list to change");
}

static gboolean
is_loaded (gpointer data)
{
  return !chatty_transcript_list_get_loading (data);
}

static void
edited_cb (GObject    *object,
           GParamSpec *pspec,
           gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static gboolean
is_notified (gpointer data)
{
  return *(guint *) data > 0;
}

static void
test_live (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyTranscriptList) list = chatty_transcript_list_new (fixture->vault);
  g_autoptr (ChattyImportSession) session = NULL;
  g_autoptr (ChattyTranscriptItem) item = NULL;
  g_autoptr (ChattyTranscriptItem) same = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) edited = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *batch = NULL;
  GListModel *model = G_LIST_MODEL (list);
  View view = { .items = g_ptr_array_new_with_free_func (g_object_unref) };
  ChattyTranscriptBuilder *builder;
  guint n_notified = 0;
  int position;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &view);
  fixture_write_chats (fixture, 40, 5);
  session = fixture_import (fixture, fixture->files);
  wait_length (model, 40);
  check_view (&view, model);

  /* A new title: the row stays the same object, and nothing else moves. */
  item = g_list_model_get_item (model, 20);
  id = g_strdup (chatty_transcript_item_get_summary (item)->id);
  transcript = chatty_vault_load (fixture->vault, id, NULL, &error);
  g_assert_no_error (error);
  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_title (builder, "Another title");
  edited = chatty_transcript_builder_end (builder);
  g_signal_connect (item, "notify::title", G_CALLBACK (edited_cb), &n_notified);
  view.n_changes = 0;
  chatty_workspace_edit_async (fixture->workspace, edited, NULL, fixture_result_cb, &result);
  batch = chatty_workspace_edit_finish (fixture->workspace, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  fixture_wait (is_notified, &n_notified, "the row to say its new title");
  g_assert_cmpstr (chatty_transcript_item_get_summary (item)->title, ==, "Another title");
  g_assert_cmpuint (view.n_changes, ==, 0);
  position = chatty_transcript_list_find (list, id);
  g_assert_cmpint (position, ==, 20);

  /* One goes: one row goes. */
  view.n_removed = view.n_added = 0;
  g_clear_pointer (&batch, g_free);
  chatty_workspace_trash_async (fixture->workspace, id, NULL, fixture_result_cb, &result);
  batch = chatty_workspace_trash_finish (fixture->workspace, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  wait_length (model, 39);
  g_assert_cmpuint (view.n_removed, ==, 1);
  g_assert_cmpuint (view.n_added, ==, 0);
  g_assert_cmpint (chatty_transcript_list_find (list, id), ==, -1);

  /* And comes back. */
  chatty_workspace_undo_async (fixture->workspace, batch, NULL, fixture_result_cb, &result);
  g_assert_true (chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result),
                                               NULL, NULL, &error));
  g_assert_no_error (error);
  wait_length (model, 40);
  g_assert_cmpuint (view.n_added, ==, 1);
  g_assert_cmpint (chatty_transcript_list_find (list, id), ==, 20);
  same = g_list_model_get_item (model, 3);
  g_assert_true (same == g_ptr_array_index (view.items, 3));
  check_view (&view, model);

  g_signal_handlers_disconnect_by_data (list, &view);
  g_ptr_array_unref (view.items);
}

/* The newest question is the one that is answered. */
static void
test_queries (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (ChattyTranscriptList) list = NULL;
  g_autoptr (ChattyImportSession) session = NULL;
  ChattyTranscriptQuery everything = { .sort = CHATTY_SORT_TITLE };
  ChattyTranscriptQuery none = { .platform = "grok" };

  fixture_write_chats (fixture, 30, 5);
  session = fixture_import (fixture, fixture->files);
  list = chatty_transcript_list_new (fixture->vault);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("\"in turn %u of %u\"", i % 4, i % 30);
      ChattyTranscriptQuery query = { .text = text };

      chatty_transcript_list_set_query (list, &query);
      if (i % 10 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  g_assert_true (chatty_transcript_list_get_loading (list));
  fixture_wait (is_loaded, list, "the last query");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  {
    g_autoptr (ChattyTranscriptItem) item = g_list_model_get_item (G_LIST_MODEL (list), 0);

    g_assert_cmpstr (chatty_transcript_item_get_summary (item)->title, ==, "Conversation 19");
    g_assert_nonnull (chatty_transcript_item_get_summary (item)->snippet);
  }

  chatty_transcript_list_set_query (list, &none);
  fixture_wait (is_loaded, list, "no hits");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 0));
  chatty_transcript_list_set_query (list, &everything);
  fixture_wait (is_loaded, list, "everything");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 30);

  /* A list may go away while it asks. */
  chatty_transcript_list_set_query (list, &none);
  g_clear_object (&list);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/list/diff", test_diff);
  g_test_add_func ("/list/diff/small", test_diff_small);
  g_test_add ("/list/live", Fixture, NULL, fixture_set_up, test_live, fixture_tear_down);
  g_test_add ("/list/queries", Fixture, NULL, fixture_set_up, test_queries, fixture_tear_down);

  return g_test_run ();
}
