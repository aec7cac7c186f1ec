/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Times the search. Run by hand:
 *
 *   bench-search make FOLDER N_TURNS           writes a vault of made-up talk
 *   bench-search index FOLDER CACHE            builds the index from nothing
 *   bench-search search FOLDER CACHE WORD...   times of the first hits
 *   bench-search list FOLDER CACHE             times of listing and of the scan
 *
 * Words in made-up talk are as common as in English (Zipf); "rareword" is in
 * three turns, "the" is the commonest. Times are milliseconds, in one process
 * with the index open: of the first run, in which no text is in memory, then
 * the median and the best of several. */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "chatty-index.h"
#include "chatty-transcript-file.h"

#define N_RUNS 15
#define N_WORDS 60000
#define TURNS_PER_TRANSCRIPT 50
#define FIRST_PAGE 50

static const char *const common_words[] = {
  "the", "of", "and", "to", "a", "in", "is", "that", "it", "you", "for", "was", "with", "on", "as",
  "this", "be", "are", "have", "not", "by", "or", "from", "can", "but", "what", "all", "which",
  "an", "your", "we", "when", "there", "use", "if", "will", "how", "they", "one", "more",
};

static const char *const months[] = {
  "January", "February", "March", "April", "May", "June", "July",
  "August", "September", "October", "November", "December",
};

/* A small generator of its own: the same vault on every machine. */
static guint64 seed = 88172645463325252u;

static guint32
roll (guint32 n)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return (seed >> 16) % n;
}

static char **
make_words (void)
{
  static const char *const syllables[] = {
    "ba", "con", "der", "el", "fi", "gra", "hu", "in", "jo", "ka", "lis", "mo", "ner", "or", "pre",
    "qui", "ra", "sto", "tion", "ur", "ve", "wan", "ex", "yp", "zo", "ment", "ing", "ly", "tra",
    "sion",
  };
  char **words = g_new0 (char *, N_WORDS + 1);

  for (guint i = 0; i < N_WORDS; i++)
    {
      if (i < G_N_ELEMENTS (common_words))
        {
          words[i] = g_strdup (common_words[i]);
        }
      else
        {
          g_autoptr (GString) word = g_string_new (NULL);
          guint n = 2 + (i > 500) + (i > 20000);

          for (guint j = 0; j < n; j++)
            g_string_append (word, syllables[roll (G_N_ELEMENTS (syllables))]);
          words[i] = g_strdup (word->str);
        }
    }
  return words;
}

static const char *
pick_word (char **words)
{
  /* The nth word comes up 1/n times as often as the first. */
  double x = roll (1 << 24) / (double) (1 << 24);
  guint n = (guint) exp (x * log (N_WORDS)) - 1;

  return words[MIN (n, N_WORDS - 1)];
}

static void
make_vault (const char *folder,
            guint       n_turns)
{
  g_auto (GStrv) words = make_words ();
  guint n_done = 0;
  guint64 bytes = 0;

  for (guint i = 0; n_done < n_turns; i++)
    {
      static const char *const platforms[] = { "chatgpt", "claude", "gemini", "grok" };
      g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new ();
      g_autoptr (ChattyTranscript) transcript = NULL;
      g_autofree char *title = g_strdup_printf ("Conversation %u about %s", i, pick_word (words));
      g_autofree char *id = g_strdup_printf ("bench:%u", i);
      g_autofree char *path = NULL;
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GDateTime) date = NULL;
      const char *platform = platforms[roll (G_N_ELEMENTS (platforms))];
      gint64 started = (G_GINT64_CONSTANT (1672531200) + roll (3 * 365 * 86400)) * G_USEC_PER_SEC;
      gsize length;

      chatty_transcript_builder_set_id (builder, id);
      chatty_transcript_builder_set_title (builder, title);
      chatty_transcript_builder_set_platform (builder, platform);
      chatty_transcript_builder_set_started (builder, started, CHATTY_CERTAINTY_EXACT);
      for (guint j = 0; j < TURNS_PER_TRANSCRIPT && n_done < n_turns; j++, n_done++)
        {
          g_autoptr (ChattyTurnBuilder) turn = NULL;
          g_autoptr (GString) said = g_string_new (NULL);
          guint n_words = j % 2 == 0 ? 5 + roll (20) : 20 + roll (70);

          turn = chatty_turn_builder_new (j % 2 == 0 ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT);
          for (guint k = 0; k < n_words; k++)
            {
              g_string_append (said, pick_word (words));
              g_string_append (said, roll (12) == 0 ? ".\n" : " ");
            }
          if (n_done % (n_turns / 3 + 1) == n_turns / 4)
            g_string_append (said, "rareword");
          chatty_turn_builder_set_text (turn, said->str);
          chatty_turn_builder_set_time (turn, started + j * 20 * G_USEC_PER_SEC);
          chatty_transcript_builder_take_turn (builder,
                                               chatty_turn_builder_end (g_steal_pointer (&turn)));
        }
      transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
      text = chatty_transcript_file_write (transcript, &length);
      bytes += length;

      date = g_date_time_new_from_unix_utc (started / G_USEC_PER_SEC);
      path = g_strdup_printf ("%s/transcripts/%s/%d/%s", folder, platform,
                              g_date_time_get_year (date),
                              months[g_date_time_get_month (date) - 1]);
      g_mkdir_with_parents (path, 0700);
      name = g_strdup_printf ("%s/%s.md", path, title);
      if (!g_file_set_contents_full (name, text, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
        g_error ("Cannot write %s", name);
    }
  g_print ("%u turns, %.1f MB\n", n_done, bytes / 1e6);
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static void
print_times (const char *what,
             double     *times,
             guint       n_found)
{
  double first = times[0];

  qsort (times, N_RUNS, sizeof *times, compare_doubles);
  g_print ("%-32s %9.2f %9.2f %9.2f %7u\n",
           what, first, times[N_RUNS / 2], times[0], n_found);
}

typedef GPtrArray *(*Measured) (ChattyIndex *index, const char *text, GError **error);

static void
measure (ChattyIndex *index,
         const char  *label,
         Measured     func,
         const char  *text)
{
  g_autofree char *what = g_strdup_printf ("%s %s", label, text != NULL ? text : "");
  double times[N_RUNS];
  guint n_found = 0;

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = NULL;
      gint64 began = g_get_monotonic_time ();

      found = func (index, text, &error);
      times[i] = (g_get_monotonic_time () - began) / 1000.0;
      if (found == NULL)
        g_error ("%s: %s", what, error->message);
      n_found = found->len;
    }
  print_times (what, times, n_found);
}

static GPtrArray *
search_turns (ChattyIndex  *index,
              const char   *text,
              GError      **error)
{
  return chatty_index_search_turns (index, text, FIRST_PAGE, NULL, error);
}

static GPtrArray *
search_list (ChattyIndex  *index,
             const char   *text,
             GError      **error)
{
  const ChattyTranscriptQuery query = { .text = text, .limit = FIRST_PAGE };

  return chatty_index_list (index, &query, NULL, error);
}

static GPtrArray *
search_all (ChattyIndex  *index,
            const char   *text,
            GError      **error)
{
  const ChattyTranscriptQuery query = { .text = text };

  return chatty_index_list (index, &query, NULL, error);
}

static GPtrArray *
search_filtered (ChattyIndex  *index,
                 const char   *text,
                 GError      **error)
{
  const ChattyTranscriptQuery query = {
    .text = text, .platform = "grok", .year = 2024, .limit = FIRST_PAGE,
  };

  return chatty_index_list (index, &query, NULL, error);
}

static GPtrArray *
list_sorted (ChattyIndex  *index,
             const char   *text,
             GError      **error)
{
  const ChattyTranscriptQuery query = { .sort = atoi (text) };

  return chatty_index_list (index, &query, NULL, error);
}

static GPtrArray *
list_facets (ChattyIndex  *index,
             const char   *text,
             GError      **error)
{
  g_autoptr (GPtrArray) platforms = chatty_index_list_platforms (index, error);
  g_autoptr (GPtrArray) characters = chatty_index_list_characters (index, error);

  return chatty_index_list_years (index, error);
}

static GPtrArray *
scan (ChattyIndex  *index,
      const char   *text,
      GError      **error)
{
  return chatty_index_refresh (index, NULL, NULL, NULL, NULL, error) ? g_ptr_array_new () : NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (ChattyVaultFiles) files = NULL;
  g_autoptr (ChattyIndex) index = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();

  setlocale (LC_ALL, "");
  if (argc == 4 && strcmp (argv[1], "make") == 0)
    {
      make_vault (argv[2], atoi (argv[3]));
      return 0;
    }
  if (argc < 4)
    {
      g_printerr ("Usage: bench-search make FOLDER N_TURNS | index FOLDER CACHE | "
                  "list FOLDER CACHE | search FOLDER CACHE WORD...\n");
      return 2;
    }

  files = chatty_vault_files_open (argv[2], FALSE, &error);
  if (files != NULL)
    index = chatty_index_open (files, argv[3], NULL, &error);
  if (index == NULL)
    g_error ("%s", error->message);
  g_print ("open %.2f ms\n", (g_get_monotonic_time () - began) / 1000.0);

  if (strcmp (argv[1], "index") == 0)
    {
      GStatBuf status = { 0 };

      began = g_get_monotonic_time ();
      if (!chatty_index_rebuild (index, NULL, NULL, NULL, &error))
        g_error ("%s", error->message);
      g_print ("index %.2f s", (g_get_monotonic_time () - began) / 1e6);
      g_stat (chatty_index_get_file_name (index), &status);
      g_print (", %.1f MB\n", status.st_size / 1e6);
      return 0;
    }

  g_print ("%-32s %9s %9s %9s %7s\n", "", "first ms", "median ms", "best ms", "found");
  if (strcmp (argv[1], "list") == 0)
    {
      measure (index, "list newest", list_sorted, "0");
      measure (index, "list oldest", list_sorted, "1");
      measure (index, "list title", list_sorted, "2");
      measure (index, "list longest", list_sorted, "3");
      measure (index, "facets", list_facets, NULL);
      measure (index, "scan", scan, NULL);
      return 0;
    }
  for (int i = 4; i < argc; i++)
    {
      measure (index, "turns", search_turns, argv[i]);
      measure (index, "page", search_list, argv[i]);
      measure (index, "page grok 2024", search_filtered, argv[i]);
      measure (index, "all", search_all, argv[i]);
    }
  return 0;
}
