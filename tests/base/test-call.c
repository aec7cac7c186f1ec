/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-call.h"
#include "chatty-error.h"

/* The longest that a test waits for anything. */
#define PATIENCE_S 30

typedef struct {
  GObject      *source;
  ChattyPool   *pool;
  GAsyncResult *result;
} Fixture;

static int n_freed;
static int n_carried_out;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->source = g_object_new (G_TYPE_OBJECT, NULL);
  fixture->pool = chatty_pool_new ("test", 1);
  g_atomic_int_set (&n_freed, 0);
  g_atomic_int_set (&n_carried_out, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->result);
  g_object_unref (fixture->pool);
  g_object_unref (fixture->source);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (source == fixture->source);
  fixture->result = g_object_ref (result);
}

static gboolean
timed_out_cb (gpointer user_data)
{
  g_error ("waited %d s in vain", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

static void
wait_for (gpointer *place)
{
  guint id = g_timeout_add_seconds (PATIENCE_S, timed_out_cb, NULL);

  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

static gboolean
look_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The worker lets go of a call a moment after its answer. */
static void
wait_freed (int n)
{
  guint timeout = g_timeout_add_seconds (PATIENCE_S, timed_out_cb, NULL);
  guint look = g_timeout_add (1, look_cb, NULL);

  while (g_atomic_int_get (&n_freed) < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (look);
  g_source_remove (timeout);
  g_assert_cmpint (n_freed, ==, n);
}

static void
start (Fixture      *fixture,
       ChattyCall   *call,
       GCancellable *cancellable)
{
  chatty_call_start (call, fixture->source, fixture->pool, start, cancellable, answered_cb,
                     fixture);
}

static void
free_text (gpointer text)
{
  g_atomic_int_inc (&n_freed);
  g_free (text);
}

/* Says what it was given, backwards. */
static gpointer
reverse (gpointer       source,
         ChattyCall    *call,
         GCancellable  *cancellable,
         GError       **error)
{
  g_assert_true (call->objects[0] == source);
  g_assert_cmpstr (call->value, ==, "a value");
  g_atomic_int_inc (&n_carried_out);
  call->out = g_strdup ("beside");
  if (call->flag)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE, "%u", call->numbers[1]);
      return NULL;
    }
  return g_strreverse (g_strdup (call->texts[3]));
}

static ChattyCall *
reverse_call (Fixture *fixture)
{
  ChattyCall *call = chatty_call_new (reverse, free_text);

  call->texts[3] = g_strdup ("abc");
  call->numbers[1] = 7;
  call->value = g_strdup ("a value");
  call->free_value = free_text;
  call->objects[0] = g_object_ref (fixture->source);
  return call;
}

static void
test_answer (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  start (fixture, reverse_call (fixture), NULL);
  wait_for ((gpointer *) &fixture->result);
  answer = chatty_call_finish (fixture->source, fixture->result, start, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "cba");
  g_assert_cmpstr (chatty_call_of (fixture->result)->out, ==, "beside");
  g_clear_object (&fixture->result);
  wait_freed (1);
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  ChattyCall *call = reverse_call (fixture);

  call->flag = TRUE;
  start (fixture, call, NULL);
  wait_for ((gpointer *) &fixture->result);
  g_assert_null (chatty_call_finish (fixture->source, fixture->result, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "7");
  g_clear_object (&fixture->result);
  wait_freed (1);
}

/* A callback that takes no answer loses nothing but the answer. */
static void
test_not_taken (Fixture       *fixture,
                gconstpointer  data)
{
  start (fixture, reverse_call (fixture), NULL);
  wait_for ((gpointer *) &fixture->result);
  g_clear_object (&fixture->result);
  wait_freed (2);
}

static gpointer
stop_oneself (gpointer       source,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_cancellable_cancel (cancellable);
  return g_strdup ("done");
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) other = g_cancellable_new ();
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  ChattyCall *call;

  /* What was done is told… */
  start (fixture, chatty_call_new (stop_oneself, free_text), cancellable);
  wait_for ((gpointer *) &fixture->result);
  answer = chatty_call_finish (fixture->source, fixture->result, start, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "done");
  g_clear_object (&fixture->result);

  /* …what was looked up is not… */
  call = chatty_call_new (stop_oneself, free_text);
  call->only_looks = TRUE;
  start (fixture, call, other);
  wait_for ((gpointer *) &fixture->result);
  g_assert_null (chatty_call_finish (fixture->source, fixture->result, start, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&fixture->result);
  wait_freed (1);

  /* …and what had not begun does not begin. */
  start (fixture, reverse_call (fixture), cancellable);
  wait_for ((gpointer *) &fixture->result);
  g_assert_null (chatty_call_finish (fixture->source, fixture->result, start, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpint (n_carried_out, ==, 0);
  g_clear_object (&fixture->result);
  wait_freed (2);
}

typedef struct {
  guint    n_told;
  goffset  current;
  gboolean over;
} Progress;

static gpointer
count_up (gpointer       source,
          ChattyCall    *call,
          GCancellable  *cancellable,
          GError       **error)
{
  guint waits = call->numbers[0];

  for (guint i = 1; i <= 100000; i++)
    chatty_call_progress (i, 100000, call);
  return GINT_TO_POINTER (waits == 0 || chatty_call_pause (waits, cancellable, error));
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_false (progress->over);
  g_assert_cmpint (total, ==, 100000);
  g_assert_cmpint (current, >=, progress->current);
  progress->current = current;
  progress->n_told++;
}

static gboolean
flag_cb (gpointer user_data)
{
  *(gpointer *) user_data = user_data;
  return G_SOURCE_REMOVE;
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  Progress progress = { 0 };
  g_autoptr (GError) error = NULL;
  gpointer later = NULL;
  ChattyCall *call = chatty_call_new (count_up, NULL);

  call->progress = progress_cb;
  call->progress_data = &progress;
  call->numbers[0] = 200;
  start (fixture, call, NULL);
  wait_for ((gpointer *) &fixture->result);
  g_assert_nonnull (chatty_call_finish (fixture->source, fixture->result, start, &error));
  g_assert_no_error (error);
  g_assert_cmpint (progress.current, ==, 100000);
  /* A hundred thousand times would be the main loop's end. */
  g_assert_cmpuint (progress.n_told, <, 1000);
  g_clear_object (&fixture->result);

  /* Whoever has the answer is not told any more how far it is. */
  call = chatty_call_new (count_up, NULL);
  call->progress = progress_cb;
  call->progress_data = &progress;
  progress.current = 0;
  start (fixture, call, NULL);
  wait_for ((gpointer *) &fixture->result);
  g_assert_nonnull (chatty_call_finish (fixture->source, fixture->result, start, &error));
  progress.over = TRUE;
  g_timeout_add (100, flag_cb, &later);
  wait_for (&later);
  g_clear_object (&fixture->result);

  /* Nobody has to listen. */
  start (fixture, chatty_call_new (count_up, NULL), NULL);
  wait_for ((gpointer *) &fixture->result);
  g_assert_nonnull (chatty_call_finish (fixture->source, fixture->result, start, &error));
}

/* A mistake that was found at once is answered without a call. */
static void
test_reported (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_task_report_new_error (fixture->source, answered_cb, fixture, start,
                           CHATTY_ERROR, CHATTY_ERROR_CONFLICT, "No.");
  wait_for ((gpointer *) &fixture->result);
  g_assert_null (chatty_call_finish (fixture->source, fixture->result, start, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_pause (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 start_time = g_get_monotonic_time ();
  GThread *thread;

  g_assert_true (chatty_call_pause (20, NULL, &error));
  g_assert_true (chatty_call_pause (20, cancellable, &error));
  g_assert_cmpint (g_get_monotonic_time () - start_time, >=, 40 * 1000);

  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_false (chatty_call_pause (PATIENCE_S * 1000, cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start_time, <, PATIENCE_S * G_USEC_PER_SEC);
  g_thread_join (thread);
}

#define ADD(path, func) \
  g_test_add ("/call/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answer", test_answer);
  ADD ("failure", test_failure);
  ADD ("not-taken", test_not_taken);
  ADD ("stopped", test_stopped);
  ADD ("progress", test_progress);
  ADD ("reported", test_reported);
  g_test_add_func ("/call/pause", test_pause);
  return g_test_run ();
}
