/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-error.h"
#include "chatty-index-query.h"
#include "chatty-search.h"

/* Hits to step over one by one before FTS5 is asked anew from further down,
 * which costs about as much as this many steps. */
#define MAX_STEPS 64

/* A walk through the documents that match, from the newest to the oldest,
 * and through the ranges they belong to. Neither list is read further than
 * the answer needs. */
typedef struct {
  ChattyIndexConnection *connection;
  sqlite3_stmt          *hits;
  sqlite3_stmt          *ranges;
  gint64                 hit;           /* the document we are at */

  /* The range at or below it. */
  gint64                 first;
  gint64                 n_documents;
  int                    turn;
  gint64                 transcript;
} Walk;

typedef enum {
  WALK_ERROR = -1,
  WALK_END,
  WALK_HIT,
} WalkResult;

static void
walk_clear (Walk *walk)
{
  sqlite3_finalize (walk->hits);
  sqlite3_finalize (walk->ranges);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static gboolean
walk_init (Walk                         *walk,
           ChattyIndexConnection        *connection,
           const ChattySearchQuery      *words,
           const ChattyTranscriptQuery  *query,
           GError                      **error)
{
  g_autoptr (GString) sql = NULL;

  walk->connection = connection;
  walk->hits = chatty_index_prepare (connection,
                                     "SELECT rowid FROM documents "
                                     "WHERE documents MATCH ?1 AND rowid < ?2 "
                                     "ORDER BY rowid DESC", error);
  if (walk->hits == NULL)
    return FALSE;
  sqlite3_bind_text (walk->hits, 1, chatty_search_query_get_match (words), -1, SQLITE_STATIC);
  sqlite3_bind_int64 (walk->hits, 2, G_MAXINT64);

  /* CROSS keeps the order of the tables: down the ranges until one passes. */
  sql = g_string_new ("SELECT r.first, r.n_documents, r.turn, r.transcript "
                      "FROM ranges r CROSS JOIN transcripts t ON t.number = r.transcript "
                      "WHERE r.first <= ?1");
  chatty_index_append_filter (sql, query);
  g_string_append (sql, " ORDER BY r.first DESC LIMIT 1");
  walk->ranges = chatty_index_prepare (connection, sql->str, error);
  if (walk->ranges == NULL)
    return FALSE;
  chatty_index_bind_filter (walk->ranges, query);
  walk->hit = G_MAXINT64;
  return TRUE;
}

static WalkResult
next_hit (Walk    *walk,
          GError **error)
{
  int code = chatty_index_step (walk->connection, walk->hits, error);

  if (code != SQLITE_ROW)
    return code == SQLITE_DONE ? WALK_END : WALK_ERROR;
  walk->hit = sqlite3_column_int64 (walk->hits, 0);
  return WALK_HIT;
}

/* Goes on to the first hit below @document. */
static WalkResult
skip_to (Walk    *walk,
         gint64   document,
         GError **error)
{
  for (int i = 0; i < MAX_STEPS; i++)
    {
      WalkResult result = next_hit (walk, error);

      if (result != WALK_HIT || walk->hit < document)
        return result;
    }
  if (chatty_set_cancelled (walk->connection->cancellable, error))
    return WALK_ERROR;
  sqlite3_reset (walk->hits);
  sqlite3_bind_int64 (walk->hits, 2, document);
  return next_hit (walk, error);
}

static WalkResult
find_range (Walk    *walk,
            GError **error)
{
  int code;

  sqlite3_bind_int64 (walk->ranges, 1, walk->hit);
  code = chatty_index_step (walk->connection, walk->ranges, error);
  if (code == SQLITE_ROW)
    {
      walk->first = sqlite3_column_int64 (walk->ranges, 0);
      walk->n_documents = sqlite3_column_int64 (walk->ranges, 1);
      walk->turn = sqlite3_column_int (walk->ranges, 2);
      walk->transcript = sqlite3_column_int64 (walk->ranges, 3);
    }
  sqlite3_reset (walk->ranges);
  return code == SQLITE_ROW ? WALK_HIT : code == SQLITE_DONE ? WALK_END : WALK_ERROR;
}

/* From the hit we are at, goes on to the first that is in a range which
 * passes the filter. */
static WalkResult
settle (Walk    *walk,
        GError **error)
{
  for (;;)
    {
      WalkResult result = find_range (walk, error);

      if (result != WALK_HIT || walk->hit < walk->first + walk->n_documents)
        return result;
      result = skip_to (walk, walk->first + walk->n_documents, error);
      if (result != WALK_HIT)
        return result;
    }
}

static WalkResult
next_match (Walk    *walk,
            GError **error)
{
  WalkResult result = next_hit (walk, error);

  return result == WALK_HIT ? settle (walk, error) : result;
}

static WalkResult
next_transcript (Walk    *walk,
                 GError **error)
{
  WalkResult result = skip_to (walk, walk->first, error);

  return result == WALK_HIT ? settle (walk, error) : result;
}

static int
current_turn (const Walk *walk)
{
  return walk->turn + (int) (walk->hit - walk->first);
}

void
chatty_search_match_free (ChattySearchMatch *match)
{
  g_clear_pointer (&match->summary, chatty_transcript_summary_unref);
  g_free (match->title_key);
  g_free (match);
}

typedef struct {
  gint64 transcript;
  int    turn;
} Place;

/* Reads the rows of what was found. Several places in one transcript share
 * one summary. */
static GPtrArray *
read_matches (ChattyIndexConnection  *connection,
              GArray                 *places,
              GError                **error)
{
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  const ChattySearchMatch *last = NULL;

  statement = chatty_index_prepare (connection,
                                    "SELECT " CHATTY_INDEX_SUMMARY_COLUMNS ", t.title_key "
                                    "FROM transcripts t WHERE t.number = ?1", error);
  if (statement == NULL)
    return NULL;
  matches = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_search_match_free);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      g_autofree ChattySearchMatch *match = g_new0 (ChattySearchMatch, 1);

      match->turn = place->turn;
      if (last != NULL && place->transcript == g_array_index (places, Place, i - 1).transcript)
        {
          match->summary = chatty_transcript_summary_ref (last->summary);
          match->title_key = g_strdup (last->title_key);
        }
      else
        {
          int code;

          sqlite3_bind_int64 (statement, 1, place->transcript);
          code = chatty_index_step (connection, statement, error);
          if (code == SQLITE_ERROR)
            return NULL;
          if (code == SQLITE_ROW)
            {
              match->summary = chatty_index_read_summary (statement);
              match->title_key = g_strdup ((const char *) sqlite3_column_text (statement, 8));
            }
          sqlite3_reset (statement);
          if (code == SQLITE_DONE)
            {
              last = NULL;
              continue;
            }
        }
      last = match;
      g_ptr_array_add (matches, g_steal_pointer (&match));
    }
  return g_steal_pointer (&matches);
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const ChattySearchMatch *first = *(ChattySearchMatch **) a;
  const ChattySearchMatch *second = *(ChattySearchMatch **) b;
  gint64 started = first->summary->started;
  gint64 other_started = second->summary->started;

  switch ((ChattySort) GPOINTER_TO_INT (user_data))
    {
    case CHATTY_SORT_TITLE:
      {
        int order = g_strcmp0 (first->title_key, second->title_key);

        if (order != 0)
          return order;
      }
      break;

    case CHATTY_SORT_LONGEST:
      if (first->summary->n_turns != second->summary->n_turns)
        return first->summary->n_turns > second->summary->n_turns ? -1 : 1;
      break;

    case CHATTY_SORT_OLDEST:
      if (started != other_started && started != CHATTY_TIME_NONE && other_started != CHATTY_TIME_NONE)
        return started < other_started ? -1 : 1;
      break;

    case CHATTY_SORT_NEWEST:
    default:
      break;
    }
  /* What has no date comes last. */
  if (started != other_started)
    return started > other_started ? -1 : 1;
  return strcmp (first->summary->path, second->summary->path);
}

/**
 * chatty_search_transcripts:
 * @connection: a connection
 * @words: what to search for; not empty
 * @query: the filter, the order and the limit
 * @error: return location for an error
 *
 * Finds the transcripts in which a turn, or the title, has all the words.
 * With a limit, the newest first is the order that needs no look at more
 * than what is returned.
 *
 * Returns: (transfer full) (nullable): of ChattySearchMatch, one for each
 *   transcript, with the last turn that matches
 */
GPtrArray *
chatty_search_transcripts (ChattyIndexConnection        *connection,
                           const ChattySearchQuery      *words,
                           const ChattyTranscriptQuery  *query,
                           GError                      **error)
{
  g_auto (Walk) walk = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GPtrArray) matches = NULL;
  WalkResult result;

  if (!walk_init (&walk, connection, words, query, error))
    return NULL;
  for (result = next_match (&walk, error);
       result == WALK_HIT;
       result = next_transcript (&walk, error))
    {
      Place place = { walk.transcript, current_turn (&walk) };

      if (!g_hash_table_add (seen, g_memdup2 (&walk.transcript, sizeof walk.transcript)))
        continue;
      g_array_append_val (places, place);
      if (query->limit != 0 && query->sort == CHATTY_SORT_NEWEST && places->len == query->limit)
        break;
    }
  if (result == WALK_ERROR)
    return NULL;

  matches = read_matches (connection, places, error);
  if (matches == NULL)
    return NULL;
  g_ptr_array_sort_with_data (matches, compare_matches, GINT_TO_POINTER (query->sort));
  if (query->limit != 0 && matches->len > query->limit)
    g_ptr_array_set_size (matches, query->limit);
  return g_steal_pointer (&matches);
}

/**
 * chatty_search_turns:
 * @connection: a connection
 * @words: what to search for; not empty
 * @limit: how many turns; 0 for all
 * @error: return location for an error
 *
 * Finds turns that have all the words, of the newest transcript first and
 * the last turn first. A transcript in which only the title has them counts
 * as one.
 *
 * Returns: (transfer full) (nullable): of ChattySearchMatch
 */
GPtrArray *
chatty_search_turns (ChattyIndexConnection    *connection,
                     const ChattySearchQuery  *words,
                     guint                     limit,
                     GError                  **error)
{
  g_auto (Walk) walk = { 0 };
  const ChattyTranscriptQuery everything = { .text = NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  WalkResult result;

  if (!walk_init (&walk, connection, words, &everything, error))
    return NULL;
  result = next_match (&walk, error);
  while (result == WALK_HIT)
    {
      gboolean is_new = g_hash_table_add (seen, g_memdup2 (&walk.transcript, sizeof walk.transcript));
      gint64 first = walk.first;
      Place place = { walk.transcript, current_turn (&walk) };

      /* The title is the lowest document of a transcript. */
      if (place.turn >= 0 || is_new)
        g_array_append_val (places, place);
      if (limit != 0 && places->len == limit)
        break;
      result = next_hit (&walk, error);
      if (result == WALK_HIT && walk.hit < first)
        result = settle (&walk, error);
    }
  if (result == WALK_ERROR)
    return NULL;
  return read_matches (connection, places, error);
}
