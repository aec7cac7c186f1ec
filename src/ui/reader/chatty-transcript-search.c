/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-pool.h"

#include "chatty-transcript-search.h"

/* How a text is compared: without case, without accents, any white space as
 * one space. Each folded character knows the byte that it comes from. */
typedef struct {
  GArray *characters;   /* of gunichar */
  GArray *offsets;      /* of guint, one more than characters */
} Folded;

typedef struct {
  ChattyTranscript *transcript;
  GArray           *entries;
  char             *words;
} FindJob;

static void
find_job_free (gpointer data)
{
  FindJob *job = data;

  chatty_transcript_unref (job->transcript);
  g_array_unref (job->entries);
  g_free (job->words);
  g_free (job);
}

static void
folded_init (Folded *self)
{
  self->characters = g_array_new (FALSE, FALSE, sizeof (gunichar));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
folded_clear (Folded *self)
{
  g_array_unref (self->characters);
  g_array_unref (self->offsets);
}

/* The letter that @c is compared as, or 0 for one that is passed over. */
static gunichar
fold_character (gunichar c)
{
  gunichar parts[8];
  gsize n;

  if (c < 0x80)
    return g_ascii_isspace (c) ? ' ' : (gunichar) g_ascii_tolower (c);
  if (g_unichar_isspace (c))
    return ' ';
  if (g_unichar_ismark (c) || g_unichar_iszerowidth (c))
    return 0;

  /* A letter and its accents is that letter; others stay whole, such as the
   * syllables of Hangul. */
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 1; i < n && i < G_N_ELEMENTS (parts); i++)
    if (!g_unichar_ismark (parts[i]))
      return g_unichar_tolower (c);
  return g_unichar_tolower (parts[0]);
}

static void
fold (Folded     *self,
      const char *text,
      gsize       length)
{
  const char *end = text + length;
  gunichar last = 0;
  guint offset;

  g_array_set_size (self->characters, 0);
  g_array_set_size (self->offsets, 0);

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = fold_character (g_utf8_get_char (p));

      if (c == 0 || (c == ' ' && last == ' '))
        continue;
      offset = p - text;
      g_array_append_val (self->characters, c);
      g_array_append_val (self->offsets, offset);
      last = c;
    }
  offset = length;
  g_array_append_val (self->offsets, offset);
}

static int
folded_find (const Folded *self,
             const Folded *words,
             guint         from)
{
  const gunichar *text = (const gunichar *) self->characters->data;
  const gunichar *wanted = (const gunichar *) words->characters->data;
  guint n = self->characters->len, m = words->characters->len;

  for (guint i = from; i + m <= n; i++)
    if (text[i] == wanted[0] &&
        memcmp (text + i, wanted, m * sizeof (gunichar)) == 0)
      return i;

  return -1;
}

/* Whether all the words can be in a text at all: marks between them hide
 * a phrase, but never a word's first letters. */
static gboolean
may_contain (const Folded *text,
             Folded       *words_apart,
             guint         n_words)
{
  for (guint i = 0; i < n_words; i++)
    if (folded_find (text, &words_apart[i], 0) < 0)
      return FALSE;

  return TRUE;
}

static void
find_in_text (GArray       *matches,
              const Folded *text,
              const Folded *words,
              guint         segment,
              guint         block,
              guint         nth)
{
  int found = 0;

  while (matches->len < CHATTY_TRANSCRIPT_SEARCH_MAX_MATCHES &&
         (found = folded_find (text, words, found)) >= 0)
    {
      ChattyTurnMatch match = { segment, { block, nth, 0, 0 } };

      match.place.start = g_array_index (text->offsets, guint, found);
      found += words->characters->len;
      match.place.end = g_array_index (text->offsets, guint, found);
      g_array_append_val (matches, match);
    }
}

static void
find_in_document (GArray                 *matches,
                  ChattyMarkdownDocument *document,
                  Folded                 *folded,
                  const Folded           *words,
                  guint                   segment)
{
  for (guint i = 0; i < chatty_markdown_document_get_n_blocks (document); i++)
    {
      const ChattyMarkdownBlock *block = chatty_markdown_document_get_block (document, i);

      for (guint j = 0; j < block->texts->len; j++)
        {
          const ChattyMarkdownText *text = g_ptr_array_index (block->texts, j);

          fold (folded, text->text, text->length);
          find_in_text (matches, folded, words, segment, i, j);
        }
    }
}

static guint
split_words (const char *words,
             Folded     *apart,
             guint       max_words)
{
  g_auto (GStrv) parts = g_strsplit_set (words, " \t\n", -1);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL && n < max_words; i++)
    {
      folded_init (&apart[n]);
      fold (&apart[n], parts[i], strlen (parts[i]));
      if (apart[n].characters->len > 0)
        n++;
      else
        folded_clear (&apart[n]);
    }

  return n;
}

static void
find_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  FindJob *job = task_data;
  GError *error = NULL;
  GArray *matches;

  matches = chatty_transcript_search_run (job->transcript, job->entries, job->words,
                                          cancellable, &error);
  if (matches != NULL)
    g_task_return_pointer (task, matches, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * chatty_transcript_search_run:
 * @transcript: what the entries point into
 * @entries: (element-type ChattyTurnSegmentEntry): of chatty_turn_segments_ref_entries()
 * @words: what to look for: as it stands, but for case, accents and white space
 * @cancellable: (nullable): stops it with %CHATTY_ERROR_CANCELLED
 *
 * Finds words in a transcript, as it is shown. Blocking.
 *
 * Returns: (transfer full) (element-type ChattyTurnMatch): in the order of the
 *   text, at most %CHATTY_TRANSCRIPT_SEARCH_MAX_MATCHES; %NULL on error
 */
GArray *
chatty_transcript_search_run (ChattyTranscript  *transcript,
                              GArray            *entries,
                              const char        *words,
                              GCancellable      *cancellable,
                              GError           **error)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (ChattyTurnMatch));
  g_autofree char *stripped = NULL;
  Folded apart[8], wanted, folded;
  guint n_words;
  gboolean cancelled = FALSE;

  g_return_val_if_fail (transcript != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  stripped = g_strstrip (g_strdup (words));
  n_words = split_words (stripped, apart, G_N_ELEMENTS (apart));
  folded_init (&wanted);
  folded_init (&folded);
  fold (&wanted, stripped, strlen (stripped));

  for (guint i = 0; wanted.characters->len > 0 && i < entries->len; i++)
    {
      const ChattyTurnSegmentEntry *entry = &g_array_index (entries, ChattyTurnSegmentEntry, i);
      const char *text = chatty_turn_segment_entry_get_text (entry);

      cancelled = chatty_set_cancelled (cancellable, error);
      if (cancelled || matches->len >= CHATTY_TRANSCRIPT_SEARCH_MAX_MATCHES)
        break;

      fold (&folded, text, entry->length);
      if (may_contain (&folded, apart, n_words))
        {
          g_autofree char *markdown = chatty_turn_segment_entry_dup_markdown (entry);
          g_autoptr (ChattyMarkdownDocument) document = NULL;

          document = chatty_markdown_document_parse (markdown, -1);
          find_in_document (matches, document, &folded, &wanted, i);
        }
    }

  for (guint i = 0; i < n_words; i++)
    folded_clear (&apart[i]);
  folded_clear (&wanted);
  folded_clear (&folded);

  return cancelled ? NULL : g_steal_pointer (&matches);
}

/**
 * chatty_transcript_search_run_async:
 *
 * As chatty_transcript_search_run(), on a worker. Main loop only.
 */
void
chatty_transcript_search_run_async (ChattyTurnSegments  *segments,
                                    const char          *words,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  static ChattyPool *pool = NULL;
  g_autoptr (GTask) task = NULL;
  FindJob *job;

  g_return_if_fail (CHATTY_IS_TURN_SEGMENTS (segments));
  g_return_if_fail (words != NULL);

  if (pool == NULL)
    pool = chatty_pool_new ("find", 1);

  job = g_new0 (FindJob, 1);
  job->transcript = chatty_transcript_ref (chatty_turn_segments_get_transcript (segments));
  job->entries = chatty_turn_segments_ref_entries (segments);
  job->words = g_strdup (words);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, chatty_transcript_search_run_async);
  g_task_set_task_data (task, job, find_job_free);
  chatty_pool_run (pool, task, find_thread);
}

/**
 * chatty_transcript_search_run_finish:
 *
 * Returns: (transfer full) (element-type ChattyTurnMatch): as
 *   chatty_transcript_search_run()
 */
GArray *
chatty_transcript_search_run_finish (GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
