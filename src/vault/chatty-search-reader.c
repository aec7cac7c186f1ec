/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-search-reader.h"
#include "chatty-search-snippet.h"
#include "chatty-text.h"

/* While a person types, each key finds much the same: what was read last is
 * kept, as far as there is room. */
#define KEEP_AT_MOST   (24 * 1024 * 1024)    /* bytes of all files together */
#define N_KEPT         256
#define PLAIN_BYTES    200

typedef struct {
  char             *path;
  ChattyFileStamp   stamp;
  ChattyTranscript *transcript;
} Kept;

struct _ChattySearchReader {
  ChattyVaultFiles *files;
  GMutex            lock;
  GQueue            kept;       /* of Kept, the last used first */
};

static void
kept_free (Kept *kept)
{
  g_free (kept->path);
  chatty_transcript_unref (kept->transcript);
  g_free (kept);
}

ChattySearchReader *
chatty_search_reader_new (ChattyVaultFiles *files)
{
  ChattySearchReader *self = g_new0 (ChattySearchReader, 1);

  self->files = chatty_vault_files_ref (files);
  g_mutex_init (&self->lock);
  g_queue_init (&self->kept);
  return self;
}

void
chatty_search_reader_free (ChattySearchReader *self)
{
  g_queue_clear_full (&self->kept, (GDestroyNotify) kept_free);
  g_mutex_clear (&self->lock);
  chatty_vault_files_unref (self->files);
  g_free (self);
}

static ChattyTranscript *
take_kept (ChattySearchReader    *self,
           const char            *path,
           const ChattyFileStamp *stamp)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (GList *link = self->kept.head; link != NULL; link = link->next)
    {
      Kept *kept = link->data;

      if (strcmp (kept->path, path) != 0)
        continue;
      g_queue_unlink (&self->kept, link);
      if (!chatty_file_stamp_equal (&kept->stamp, stamp))
        {
          kept_free (kept);
          g_list_free_1 (link);
          return NULL;
        }
      g_queue_push_head_link (&self->kept, link);
      return chatty_transcript_ref (kept->transcript);
    }
  return NULL;
}

static void
keep (ChattySearchReader    *self,
      const char            *path,
      const ChattyFileStamp *stamp,
      ChattyTranscript      *transcript)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Kept *kept = g_new0 (Kept, 1);
  gint64 size = 0;
  guint n = 0;

  kept->path = g_strdup (path);
  kept->stamp = *stamp;
  kept->transcript = chatty_transcript_ref (transcript);
  g_queue_push_head (&self->kept, kept);
  for (GList *link = self->kept.head; link != NULL; link = link->next)
    {
      size += ((Kept *) link->data)->stamp.size;
      if (n == N_KEPT || size > KEEP_AT_MOST)
        break;
      n++;
    }
  while (self->kept.length > n)
    kept_free (g_queue_pop_tail (&self->kept));
}

/**
 * chatty_search_reader_load:
 * @path: of a transcript
 *
 * Returns: (transfer full) (nullable): what the file holds now, or %NULL if
 *   it cannot be read
 */
ChattyTranscript *
chatty_search_reader_load (ChattySearchReader *self,
                           const char         *path)
{
  ChattyFileStamp stamp;
  ChattyTranscript *transcript;

  if (!chatty_vault_files_stat (self->files, path, &stamp))
    return NULL;
  transcript = take_kept (self, path, &stamp);
  if (transcript != NULL)
    return transcript;
  transcript = chatty_vault_files_load (self->files, path, &stamp, NULL);
  if (transcript != NULL && stamp.size <= KEEP_AT_MOST)
    keep (self, path, &stamp, transcript);
  return transcript;
}

/**
 * chatty_search_reader_get_snippet:
 * @query: what was searched for
 * @summary: the transcript
 * @turn: in which turn it was found, or -1 for the title
 *
 * Returns: (transfer full) (nullable): the part of the turn where the words
 *   are, marked; without marks if the file has changed since; %NULL if it
 *   cannot be read any more
 */
char *
chatty_search_reader_get_snippet (ChattySearchReader            *self,
                                  const ChattySearchQuery       *query,
                                  const ChattyTranscriptSummary *summary,
                                  int                            turn)
{
  g_autoptr (ChattyTranscript) transcript = NULL;
  const ChattyTurn *found;
  char *snippet;

  if (turn < 0)
    return chatty_search_snippet (query, summary->title, strlen (summary->title), 0);

  transcript = chatty_search_reader_load (self, summary->path);
  if (transcript == NULL || (guint) turn >= chatty_transcript_get_n_turns (transcript))
    return NULL;
  found = chatty_transcript_get_turn (transcript, turn);
  snippet = chatty_search_snippet_for_turn (query, found);
  if (snippet == NULL)
    snippet = chatty_text_one_line (chatty_turn_get_text (found), PLAIN_BYTES);
  return snippet;
}
