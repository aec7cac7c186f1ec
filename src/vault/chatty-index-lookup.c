/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-error.h"
#include "chatty-index-private.h"
#include "chatty-index-query.h"
#include "chatty-search.h"

/* What the index answers. Each call is a job on a connection of its own,
 * which runs again when the database had to be replaced. */

/* Rows of a list that get a snippet. Each is cut from a file that has to be
 * read, and nobody looks at more in one go. */
#define MAX_SNIPPETS 200

/* Jobs that answer with an array. */
typedef struct {
  const ChattyTranscriptQuery *query;
  const ChattySearchQuery     *words;
  const char                  *path;
  const char                  *id;
  guint                        limit;
  ChattyIndexFacetKind         kind;
  GPtrArray                   *result;
} Lookup;

static gboolean
take_result (Lookup    *lookup,
             GPtrArray *result)
{
  g_clear_pointer (&lookup->result, g_ptr_array_unref);
  lookup->result = result;
  return result != NULL;
}

static gboolean
list_job (ChattyIndexConnection  *connection,
          gpointer                user_data,
          GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_list (connection, lookup->query, error));
}

static gboolean
search_job (ChattyIndexConnection  *connection,
            gpointer                user_data,
            GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_search_transcripts (connection, lookup->words,
                                                         lookup->query, error));
}

static gboolean
search_turns_job (ChattyIndexConnection  *connection,
                  gpointer                user_data,
                  GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_search_turns (connection, lookup->words,
                                                   lookup->limit, error));
}

static gboolean
facets_job (ChattyIndexConnection  *connection,
            gpointer                user_data,
            GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_facets (connection, lookup->kind, error));
}

static gboolean
rows_job (ChattyIndexConnection  *connection,
          gpointer                user_data,
          GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_rows (connection, lookup->path,
                                                       lookup->id, error));
}

static gboolean
summary_job (ChattyIndexConnection  *connection,
             gpointer                user_data,
             GError                **error)
{
  Lookup *lookup = user_data;

  return take_result (lookup, chatty_index_query_summary (connection, lookup->id, error));
}

static GPtrArray *
look_up (ChattyIndex     *self,
         ChattyIndexJob   job,
         Lookup          *lookup,
         GCancellable    *cancellable,
         GError         **error)
{
  if (chatty_index_run (self, CHATTY_INDEX_JOB_READ, job, lookup, cancellable, error))
    return g_steal_pointer (&lookup->result);
  g_clear_pointer (&lookup->result, g_ptr_array_unref);
  return NULL;
}

/**
 * chatty_index_list:
 * @self: an index
 * @query: which transcripts, in which order
 * @cancellable: (nullable): to stop
 * @error: return location for an error
 *
 * Lists transcripts. A @query with a text finds those in which one turn or
 * the title has all its words, the last of which may be unfinished; a text
 * without any word is no text. The first rows then have snippets.
 *
 * Returns: (transfer full) (element-type ChattyTranscriptSummary): the list
 */
GPtrArray *
chatty_index_list (ChattyIndex                  *self,
                   const ChattyTranscriptQuery  *query,
                   GCancellable                 *cancellable,
                   GError                      **error)
{
  g_autoptr (ChattySearchQuery) words = chatty_search_query_new (query->text, TRUE);
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (GPtrArray) list = NULL;
  Lookup lookup = { .query = query, .words = words };

  if (chatty_search_query_is_empty (words))
    return look_up (self, list_job, &lookup, cancellable, error);

  matches = look_up (self, search_job, &lookup, cancellable, error);
  if (matches == NULL)
    return NULL;
  list = g_ptr_array_new_full (matches->len, (GDestroyNotify) chatty_transcript_summary_unref);
  for (guint i = 0; i < matches->len; i++)
    {
      ChattySearchMatch *match = matches->pdata[i];
      ChattyTranscriptSummary *summary = g_steal_pointer (&match->summary);

      g_ptr_array_add (list, summary);
      if (chatty_set_cancelled (cancellable, error))
        return NULL;
      summary->snippet_turn = match->turn;
      if (i < MAX_SNIPPETS)
        summary->snippet = chatty_search_reader_get_snippet (chatty_index_get_reader (self), words,
                                                             summary, match->turn);
    }
  return g_steal_pointer (&list);
}

/**
 * chatty_index_search_turns:
 * @self: an index
 * @text: words, "phrases", prefix*
 * @limit: how many hits at most; 0 for all
 * @cancellable: (nullable): to stop
 * @error: return location for an error
 *
 * Finds turns that have all the words, newest transcripts first. One of
 * which only the title has them is given with its first turn and the title
 * as snippet.
 *
 * Returns: (transfer full) (element-type ChattySearchHit): the hits
 */
GPtrArray *
chatty_index_search_turns (ChattyIndex   *self,
                           const char    *text,
                           guint          limit,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (ChattySearchQuery) words = chatty_search_query_new (text, FALSE);
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  Lookup lookup = { .words = words, .limit = limit };

  hits = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_search_hit_free);
  if (chatty_search_query_is_empty (words))
    return g_steal_pointer (&hits);
  matches = look_up (self, search_turns_job, &lookup, cancellable, error);
  if (matches == NULL)
    return NULL;
  for (guint i = 0; i < matches->len; i++)
    {
      const ChattySearchMatch *match = matches->pdata[i];
      ChattySearchHit *hit = g_new0 (ChattySearchHit, 1);

      hit->id = g_strdup (match->summary->id);
      hit->title = g_strdup (match->summary->title);
      hit->turn = MAX (match->turn, 0);
      hit->snippet = chatty_search_reader_get_snippet (chatty_index_get_reader (self), words,
                                                       match->summary, match->turn);
      if (hit->snippet == NULL)
        hit->snippet = g_strdup ("");
      g_ptr_array_add (hits, hit);
      if (chatty_set_cancelled (cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&hits);
}

/**
 * chatty_index_list_platforms:
 *
 * Returns: (transfer full) (element-type ChattyFacet): the platforms of all
 *   transcripts, the commonest first
 */
GPtrArray *
chatty_index_list_platforms (ChattyIndex  *self,
                             GError      **error)
{
  Lookup lookup = { .kind = CHATTY_INDEX_FACET_PLATFORM };

  return look_up (self, facets_job, &lookup, NULL, error);
}

/**
 * chatty_index_list_characters:
 *
 * Returns: (transfer full) (element-type ChattyFacet): the characters of all
 *   transcripts, by name; "" stands for those without
 */
GPtrArray *
chatty_index_list_characters (ChattyIndex  *self,
                              GError      **error)
{
  Lookup lookup = { .kind = CHATTY_INDEX_FACET_CHARACTER };

  return look_up (self, facets_job, &lookup, NULL, error);
}

/**
 * chatty_index_list_years:
 *
 * Returns: (transfer full) (element-type ChattyFacet): the years of all
 *   transcripts with a date, the newest first
 */
GPtrArray *
chatty_index_list_years (ChattyIndex  *self,
                         GError      **error)
{
  Lookup lookup = { .kind = CHATTY_INDEX_FACET_YEAR };

  return look_up (self, facets_job, &lookup, NULL, error);
}

void
chatty_index_row_free (ChattyIndexRow *row)
{
  if (row == NULL)
    return;
  g_free (row->path);
  g_free (row->id);
  g_free (row->hash);
  g_free (row->problem);
  g_free (row);
}

/**
 * chatty_index_get_row:
 * @path: relative to the vault
 *
 * Returns: (transfer full) (nullable): what is known of the file, or %NULL,
 *   without @error if it is not in the index
 */
ChattyIndexRow *
chatty_index_get_row (ChattyIndex  *self,
                      const char   *path,
                      GError      **error)
{
  Lookup lookup = { .path = path };
  g_autoptr (GPtrArray) rows = look_up (self, rows_job, &lookup, NULL, error);

  return rows != NULL && rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/**
 * chatty_index_get_rows_by_id:
 *
 * Returns: (transfer full) (element-type ChattyIndexRow): the files that hold
 *   the transcript @id; more than one if a sync program kept two versions
 */
GPtrArray *
chatty_index_get_rows_by_id (ChattyIndex  *self,
                             const char   *id,
                             GError      **error)
{
  Lookup lookup = { .id = id };

  return look_up (self, rows_job, &lookup, NULL, error);
}

/**
 * chatty_index_lookup:
 *
 * Returns: (transfer full) (nullable): the summary of the transcript @id, or
 *   %NULL, without @error if it is not in the index
 */
ChattyTranscriptSummary *
chatty_index_lookup (ChattyIndex  *self,
                     const char   *id,
                     GError      **error)
{
  Lookup lookup = { .id = id };
  g_autoptr (GPtrArray) list = look_up (self, summary_job, &lookup, NULL, error);

  return list != NULL && list->len > 0 ? g_ptr_array_steal_index (list, 0) : NULL;
}
