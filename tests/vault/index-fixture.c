/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-search-query.h"
#include "chatty-transcript-file.h"
#include "index-fixture.h"

static void
open_index (Shelf *self)
{
  g_autofree char *cache = g_file_get_path (self->place->cache_folder);
  g_autoptr (GError) error = NULL;

  self->index = chatty_index_open (self->files, cache, NULL, &error);
  g_assert_no_error (error);
}

Shelf *
shelf_new (void)
{
  Shelf *self = g_new0 (Shelf, 1);
  g_autoptr (GError) error = NULL;

  self->place = place_new ();
  self->files = chatty_vault_files_open (self->place->vault_path, TRUE, &error);
  g_assert_no_error (error);
  open_index (self);
  return self;
}

void
shelf_free (Shelf *self)
{
  g_clear_object (&self->index);
  chatty_vault_files_unref (self->files);
  place_free (self->place);
  g_free (self);
}

void
shelf_reopen (Shelf *self)
{
  g_clear_object (&self->index);
  open_index (self);
}

/* A file transcripts/PLATFORM/2024/May/NAME.md with the id "test:NAME". One
 * without a date is not in a folder that would give it one. */
void
shelf_put (Shelf              *self,
           const char         *name,
           const char         *platform,
           const char         *date,
           const char * const *turns)
{
  g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autofree char *id = g_strconcat ("test:", name, NULL);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, name);
  chatty_transcript_builder_set_platform (builder, platform);
  if (date != NULL)
    {
      g_autofree char *time = g_strconcat (date, "T12:00:00Z", NULL);

      chatty_transcript_builder_set_started (builder, chatty_time_parse_iso (time),
                                             CHATTY_CERTAINTY_EXACT);
    }
  for (guint i = 0; turns[i] != NULL; i++)
    {
      ChattyTurnBuilder *turn = NULL;

      turn = chatty_turn_builder_new (i % 2 == 0 ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT);
      chatty_turn_builder_set_text (turn, turns[i]);
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
    }
  transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
  text = chatty_transcript_file_write (transcript, NULL);
  path = g_strdup_printf ("transcripts/%s%s/%s.md", platform, date != NULL ? "/2024/May" : "", name);
  place_write (self->place, path, text);
}

void
shelf_refresh (Shelf *self)
{
  g_autoptr (GError) error = NULL;

  chatty_index_refresh (self->index, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The titles of a list, in its order, with commas. */
char *
shelf_list (Shelf                       *self,
            const ChattyTranscriptQuery *query)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  GString *titles = g_string_new (NULL);

  list = chatty_index_list (self->index, query, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      const ChattyTranscriptSummary *summary = list->pdata[i];

      g_string_append_printf (titles, "%s%s", i > 0 ? "," : "", summary->title);
    }
  return g_string_free (titles, FALSE);
}

char *
shelf_find (Shelf      *self,
            const char *text)
{
  const ChattyTranscriptQuery query = { .text = text };

  return shelf_list (self, &query);
}

/* The hits of a search, as title/turn, with commas. */
char *
shelf_hits (Shelf      *self,
            const char *text)
{
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;
  GString *string = g_string_new (NULL);

  hits = chatty_index_search_turns (self->index, text, 0, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      const ChattySearchHit *hit = hits->pdata[i];

      g_string_append_printf (string, "%s%s/%u", i > 0 ? "," : "", hit->title, hit->turn);
    }
  return g_string_free (string, FALSE);
}

/* The marks as brackets, to read them. */
char *
show_marks (const char *snippet)
{
  g_autoptr (GString) string = g_string_new (snippet);

  g_string_replace (string, CHATTY_MARK_START, "[", 0);
  g_string_replace (string, CHATTY_MARK_END, "]", 0);
  return g_strdup (string->str);
}
