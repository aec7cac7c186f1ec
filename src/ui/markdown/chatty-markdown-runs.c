/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include "chatty-markdown-runs.h"

GArray *
chatty_markdown_runs_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownRun));
}

/* Adds @length bytes of a text from byte @start on, to the piece before where
 * they go on from it. */
void
chatty_markdown_runs_add (GArray *runs,
                          guint   start,
                          guint   length,
                          gsize   source,
                          gsize   source_length)
{
  ChattyMarkdownRun *last = runs->len > 0 ? &g_array_index (runs, ChattyMarkdownRun, runs->len - 1)
                                          : NULL;
  ChattyMarkdownRun run = { start, length, source, source_length };

  if (length == 0)
    return;
  if (last != NULL && length == source_length && last->length == last->source_length &&
      last->start + last->length == start && last->source + last->source_length == source)
    {
      last->length += length;
      last->source_length += length;
    }
  else
    {
      g_array_append_val (runs, run);
    }
}

/* Takes away what comes from byte @start on, as the runs of a text of its own. */
GArray *
chatty_markdown_runs_split (GArray *runs,
                            guint   start)
{
  GArray *taken = chatty_markdown_runs_new ();
  guint kept = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      ChattyMarkdownRun run = g_array_index (runs, ChattyMarkdownRun, i);

      if (run.start >= start)
        {
          run.start -= start;
          g_array_append_val (taken, run);
        }
      else
        {
          kept = i + 1;
        }
    }
  g_array_set_size (runs, kept);
  return taken;
}

/* What of a text comes from the bytes from @start to @end of the source: those
 * from @first to @last. */
gboolean
chatty_markdown_runs_find (GArray *runs,
                           gsize   start,
                           gsize   end,
                           guint  *first,
                           guint  *last)
{
  gboolean found = FALSE;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const ChattyMarkdownRun *run = &g_array_index (runs, ChattyMarkdownRun, i);
      gsize source = MAX (start, run->source);
      gsize source_end = MIN (end, run->source + run->source_length);
      guint from = run->start, to = run->start + run->length;

      if (source >= source_end)
        continue;
      /* What became another character is shown whole. */
      if (run->length == run->source_length)
        {
          from += source - run->source;
          to = from + (source_end - source);
        }
      *first = found ? MIN (*first, from) : from;
      *last = found ? MAX (*last, to) : to;
      found = TRUE;
    }
  return found;
}
