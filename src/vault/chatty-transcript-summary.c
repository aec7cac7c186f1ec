/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-transcript-summary.h"

G_DEFINE_BOXED_TYPE (ChattyTranscriptSummary, chatty_transcript_summary,
                     chatty_transcript_summary_ref, chatty_transcript_summary_unref)

/**
 * chatty_transcript_summary_new:
 *
 * Makes an empty summary, to be filled before it is shared. Its strings are
 * freed with g_free().
 *
 * Returns: (transfer full): a summary
 */
ChattyTranscriptSummary *
chatty_transcript_summary_new (void)
{
  ChattyTranscriptSummary *self = g_atomic_rc_box_new0 (ChattyTranscriptSummary);

  self->started = CHATTY_TIME_NONE;
  self->snippet_turn = -1;
  return self;
}

ChattyTranscriptSummary *
chatty_transcript_summary_ref (ChattyTranscriptSummary *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
summary_clear (gpointer data)
{
  ChattyTranscriptSummary *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->platform);
  g_free (self->character);
  g_free (self->name);
  g_free (self->path);
  g_free (self->snippet);
}

void
chatty_transcript_summary_unref (ChattyTranscriptSummary *self)
{
  g_atomic_rc_box_release_full (self, summary_clear);
}

void
chatty_facet_free (ChattyFacet *facet)
{
  if (facet == NULL)
    return;
  g_free (facet->value);
  g_free (facet->name);
  g_free (facet);
}

void
chatty_search_hit_free (ChattySearchHit *hit)
{
  if (hit == NULL)
    return;
  g_free (hit->id);
  g_free (hit->title);
  g_free (hit->snippet);
  g_free (hit);
}
