/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Writes an answer into a real window as it would be streamed, and measures
 * what that costs: bench-stream rows|view BYTES DELTAS-A-SECOND
 *
 * "rows" is the list of turns, "view" a GtkTextView that is given the same text
 * in the same steps, as plain text, and is kept at its end. Prints one JSON
 * object: times in milliseconds, processor time of this process alone. */

#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "chatty-turn-list.h"
#include "ui-fixture.h"

/* What a token has on average in English text. */
#define TOKEN_BYTES 10

typedef enum {
  PHASE_UPDATE,
  PHASE_LAYOUT,
  PHASE_PAINT,
} Phase;

#define N_PHASES (PHASE_PAINT + 1)

typedef struct {
  GString            *text;
  gsize               fed;
  guint               rate;
  gint64              start;
  gboolean            is_over;
  ChattyTurnSegments *segments;
  GtkTextView        *view;
  GtkWidget          *window;

  gint64              frame_start;
  gint64              frame_cpu;
  gint64              worst_frame;
  gint64              worst_cpu;
  guint               n_frames;
  guint               n_over;
  gint64              phase_start;
  gint64              phases[N_PHASES];
} Bench;

static gint64
get_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static double
get_process_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Everything that Markdown has, in the mixture of a long answer. */
static GString *
new_answer (gsize length)
{
  static const char *const words[] = {
    "the", "sea", "lies", "behind", "a", "row", "of", "dunes", "and", "wind", "comes", "from",
    "north-west", "most", "days", "so", "that", "one", "hears", "it", "before", "seeing", "anything",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  GString *text = g_string_new (NULL);
  guint n = 0;

  while (text->len < length)
    {
      guint kind = n++ % 8;

      if (kind == 0)
        g_string_append_printf (text, "## Part %u\n\n", n);
      if (kind == 3)
        {
          g_string_append (text, "```c\n");
          for (guint i = 0; i < 14; i++)
            g_string_append_printf (text, "  total += walk (shore[%u], wind); /* step %u */\n", i, n);
          g_string_append (text, "```\n\n");
        }
      else if (kind == 5)
        {
          for (guint i = 0; i < 8; i++)
            g_string_append_printf (text, "- item **%u** of a list that says something about the `sea`\n", i);
          g_string_append_c (text, '\n');
        }
      else if (kind == 7)
        {
          g_string_append (text, "| Place | Wind | Height |\n|---|---|---|\n");
          for (guint i = 0; i < 6; i++)
            g_string_append_printf (text, "| dune %u | %u knots | %u m |\n", i, 3 * i, 7 * i);
          g_string_append_c (text, '\n');
        }
      else
        {
          guint n_words = g_rand_int_range (random, 40, 120);

          for (guint i = 0; i < n_words; i++)
            {
              const char *word = words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))];

              g_string_append_printf (text, i % 17 == 4 ? "**%s** " : "%s ", word);
            }
          g_string_append (text, "\n\n");
        }
    }
  g_string_truncate (text, length);

  return text;
}

static void
feed (Bench      *bench,
      const char *delta,
      gsize       length)
{
  if (bench->segments != NULL)
    {
      chatty_turn_segments_feed_live (bench->segments, delta, length);
    }
  else
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (bench->view);
      GtkTextIter end;

      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert (buffer, &end, delta, length);
      gtk_text_view_scroll_mark_onscreen (bench->view, gtk_text_buffer_get_insert (buffer));
    }
}

/* As many deltas as are due by now: a connection gives them in bursts too. */
static gboolean
feed_cb (gpointer user_data)
{
  Bench *bench = user_data;
  gint64 due = (g_get_monotonic_time () - bench->start) * bench->rate / G_USEC_PER_SEC;

  while (bench->fed < bench->text->len && (gint64) (bench->fed / TOKEN_BYTES) < due)
    {
      gsize length = MIN (TOKEN_BYTES, bench->text->len - bench->fed);

      feed (bench, bench->text->str + bench->fed, length);
      bench->fed += length;
    }
  if (bench->fed < bench->text->len)
    return G_SOURCE_CONTINUE;

  bench->is_over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
frame_begins_cb (Bench *bench)
{
  bench->frame_start = g_get_monotonic_time ();
  bench->frame_cpu = get_thread_time ();
  bench->phase_start = bench->frame_cpu;
}

static void
phase_ends (Bench *bench,
            Phase  phase)
{
  gint64 now = get_thread_time ();

  if (bench->phase_start != 0)
    bench->phases[phase] += now - bench->phase_start;
  bench->phase_start = now;
}

/* GTK's own handlers were there first: these come when the phase is over. */
static void
update_ends_cb (Bench *bench)
{
  phase_ends (bench, PHASE_UPDATE);
}

static void
layout_ends_cb (Bench *bench)
{
  phase_ends (bench, PHASE_LAYOUT);
}

static void
paint_ends_cb (Bench *bench)
{
  phase_ends (bench, PHASE_PAINT);
}

static void
frame_ends_cb (Bench *bench)
{
  gint64 taken = g_get_monotonic_time () - bench->frame_start;

  if (bench->frame_start == 0)
    return;
  bench->worst_frame = MAX (bench->worst_frame, taken);
  bench->worst_cpu = MAX (bench->worst_cpu, get_thread_time () - bench->frame_cpu);
  bench->n_frames++;
  if (taken > 32000)
    bench->n_over++;
}

static GtkWidget *
new_rows (Bench *bench)
{
  GtkWidget *list = chatty_turn_list_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  ChattyTurnBuilder *begun = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  g_autoptr (ChattyTurn) turn = NULL;

  transcript = ui_fixture_new_transcript ("test:stream", "Stream", "inworld", 100);
  chatty_turn_builder_set_time (begun, g_get_real_time ());
  turn = chatty_turn_builder_end (begun);
  bench->segments = chatty_turn_segments_new (transcript);
  chatty_turn_list_set_offers (CHATTY_TURN_LIST (list), 0x3f);
  chatty_turn_list_set_segments (CHATTY_TURN_LIST (list), bench->segments);
  chatty_turn_list_scroll_to_end (CHATTY_TURN_LIST (list));
  chatty_turn_segments_begin_live (bench->segments, turn);

  return list;
}

static GtkWidget *
new_view (Bench *bench)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  bench->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (bench->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_editable (bench->view, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (bench->view));

  return scrolled;
}

static char *
dup_shown (Bench *bench)
{
  GtkTextIter start, end;

  if (bench->segments != NULL)
    return chatty_turn_segments_dup_live_text (bench->segments);

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (bench->view), &start, &end);
  return gtk_text_buffer_get_text (gtk_text_view_get_buffer (bench->view), &start, &end, TRUE);
}

static char *
join_rows (Bench *bench)
{
  GString *joined = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (bench->segments));

  for (guint i = chatty_turn_segments_find_turn (bench->segments, 100); i < n; i++)
    {
      g_autoptr (ChattyTurnSegment) row = g_list_model_get_item (G_LIST_MODEL (bench->segments), i);
      gsize length;
      const char *text = chatty_turn_segment_get_text (row, &length);

      g_string_append_len (joined, text, length);
    }

  return g_string_free (joined, FALSE);
}

/* Ends the turn; what the rows say then is what counts. */
static gboolean
is_equal (Bench *bench)
{
  g_autofree char *shown = dup_shown (bench);
  g_autofree char *joined = NULL;
  ChattyTurnBuilder *builder;
  g_autoptr (ChattyTurn) finished = NULL;

  if (strcmp (shown, bench->text->str) != 0)
    return FALSE;
  if (bench->segments == NULL)
    return TRUE;

  builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_text (builder, bench->text->str);
  finished = chatty_turn_builder_end (builder);
  chatty_turn_segments_end_live (bench->segments, finished);
  ui_fixture_settle (bench->window, 5);
  joined = join_rows (bench);

  return strcmp (joined, bench->text->str) == 0;
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { NULL, };
  GdkFrameClock *clock;
  GtkWidget *child;
  double before, cpu, wall;
  gboolean equal;

  if (argc < 4)
    {
      g_printerr ("usage: bench-stream rows|view BYTES DELTAS-A-SECOND\n");
      return 2;
    }
  bench.text = new_answer (g_ascii_strtoull (argv[2], NULL, 10));
  bench.rate = g_ascii_strtoull (argv[3], NULL, 10);

  {
    int one = 1;

    ui_fixture_init (&one, &argv);
  }
  bench.window = gtk_window_new ();
  child = g_str_equal (argv[1], "rows") ? new_rows (&bench) : new_view (&bench);
  gtk_window_set_child (GTK_WINDOW (bench.window), child);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 900, 700);
  gtk_window_present (GTK_WINDOW (bench.window));
  ui_fixture_settle (bench.window, 30);

  clock = gtk_widget_get_frame_clock (bench.window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (frame_begins_cb), &bench);
  g_signal_connect_swapped (clock, "update", G_CALLBACK (update_ends_cb), &bench);
  g_signal_connect_swapped (clock, "layout", G_CALLBACK (layout_ends_cb), &bench);
  g_signal_connect_swapped (clock, "paint", G_CALLBACK (paint_ends_cb), &bench);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_ends_cb), &bench);

  before = get_process_time ();
  bench.start = g_get_monotonic_time ();
  g_timeout_add (2, feed_cb, &bench);
  while (!bench.is_over)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_settle (bench.window, 3);
  cpu = get_process_time () - before;
  wall = (g_get_monotonic_time () - bench.start) / 1e6;
  equal = is_equal (&bench);

  g_print ("{\"what\": \"%s\", \"bytes\": %" G_GSIZE_FORMAT ", \"tokens\": %" G_GSIZE_FORMAT
           ", \"wall\": %.2f, \"cpu\": %.3f, \"cpu_per_1000\": %.3f, \"frames\": %u"
           ", \"worst_frame_ms\": %.1f, \"worst_frame_cpu_ms\": %.1f, \"over_32_ms\": %u"
           ", \"update_ms\": %.0f, \"layout_ms\": %.0f, \"paint_ms\": %.0f"
           ", \"equal\": %s}\n",
           argv[1], bench.text->len, bench.text->len / TOKEN_BYTES, wall, cpu,
           cpu * 1000 * TOKEN_BYTES / bench.text->len, bench.n_frames,
           bench.worst_frame / 1000.0, bench.worst_cpu / 1000.0, bench.n_over,
           bench.phases[PHASE_UPDATE] / 1000.0, bench.phases[PHASE_LAYOUT] / 1000.0,
           bench.phases[PHASE_PAINT] / 1000.0,
           equal ? "true" : "false");

  return equal ? 0 : 1;
}
