/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-error.h"
#include "chatty-index-query.h"
#include "chatty-search.h"

/* Hits to step over one by one before FTS5 is asked anew from further on,
 * which costs about as much as this many steps. For a prefix it first merges
 * the lists of all words that begin so, and is asked only once. */
#define MAX_STEPS 128

/* A walk through the documents that match, from the newest to the oldest,
 * and through the ranges they belong to. Neither list is read further than
 * the answer needs. */
typedef struct {
  ChattyIndexConnection *connection;
  sqlite3_stmt          *hits;
  sqlite3_stmt          *range_of;      /* the range that a document is in */
  sqlite3_stmt          *range_after;   /* the next that passes the filter */
  gint64                 hit;           /* the document we are at */
  guint                  max_steps;

  /* The range it is in. */
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
  sqlite3_finalize (walk->range_of);
  sqlite3_finalize (walk->range_after);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static sqlite3_stmt *
prepare_range (ChattyIndexConnection        *connection,
               const char                   *columns,
               const char                   *end,
               const ChattyTranscriptQuery  *filter,
               GError                      **error)
{
  g_autoptr (GString) sql = g_string_new (columns);
  sqlite3_stmt *statement;

  chatty_index_append_filter (sql, filter);
  g_string_append (sql, end);
  statement = chatty_index_prepare (connection, sql->str, error);
  if (statement != NULL)
    chatty_index_bind_filter (statement, filter);
  return statement;
}

static gboolean
walk_init (Walk                         *walk,
           ChattyIndexConnection        *connection,
           const ChattySearchQuery      *words,
           const ChattyTranscriptQuery  *filter,
           GError                      **error)
{
  walk->connection = connection;
  walk->max_steps = chatty_search_query_has_prefix (words) ? G_MAXUINT : MAX_STEPS;
  walk->hits = chatty_index_prepare (connection,
                                     "SELECT rowid FROM documents "
                                     "WHERE documents MATCH ?1 AND rowid >= ?2 "
                                     "ORDER BY rowid", error);
  if (walk->hits == NULL)
    return FALSE;
  sqlite3_bind_text (walk->hits, 1, chatty_search_query_get_match (words), -1, SQLITE_STATIC);
  sqlite3_bind_int64 (walk->hits, 2, 0);

  walk->range_of = prepare_range (connection,
                                  "SELECT r.first, r.n_documents, r.turn, r.transcript FROM "
                                  "(SELECT * FROM ranges WHERE first <= ?1 "
                                  "ORDER BY first DESC LIMIT 1) r "
                                  "CROSS JOIN transcripts t ON t.number = r.transcript "
                                  "WHERE r.first + r.n_documents > ?1", "", filter, error);
  if (walk->range_of == NULL)
    return FALSE;
  /* CROSS keeps the order of the tables: along the ranges until one passes. */
  walk->range_after = prepare_range (connection,
                                     "SELECT r.first, r.n_documents, r.turn, r.transcript "
                                     "FROM ranges r "
                                     "CROSS JOIN transcripts t ON t.number = r.transcript "
                                     "WHERE r.first > ?1",
                                     " ORDER BY r.first LIMIT 1", filter, error);
  return walk->range_after != NULL;
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

/* Goes on to the first hit from @document on. */
static WalkResult
skip_to (Walk    *walk,
         gint64   document,
         GError **error)
{
  for (guint i = 0; i < walk->max_steps; i++)
    {
      WalkResult result = next_hit (walk, error);

      if (result != WALK_HIT || walk->hit >= document)
        return result;
    }
  if (chatty_set_cancelled (walk->connection->cancellable, error))
    return WALK_ERROR;
  sqlite3_reset (walk->hits);
  sqlite3_bind_int64 (walk->hits, 2, document);
  return next_hit (walk, error);
}

static WalkResult
find_range (Walk          *walk,
            sqlite3_stmt  *statement,
            GError       **error)
{
  int code;

  sqlite3_bind_int64 (statement, 1, walk->hit);
  code = chatty_index_step (walk->connection, statement, error);
  if (code == SQLITE_ROW)
    {
      walk->first = sqlite3_column_int64 (statement, 0);
      walk->n_documents = sqlite3_column_int64 (statement, 1);
      walk->turn = sqlite3_column_int (statement, 2);
      walk->transcript = sqlite3_column_int64 (statement, 3);
    }
  sqlite3_reset (statement);
  return code == SQLITE_ROW ? WALK_HIT : code == SQLITE_DONE ? WALK_END : WALK_ERROR;
}

/* From the hit we are at, goes on to the first that is in a range which
 * passes the filter. */
static WalkResult
settle (Walk    *walk,
        GError **error)
{
  WalkResult result = find_range (walk, walk->range_of, error);

  while (result == WALK_END)
    {
      result = find_range (walk, walk->range_after, error);
      if (result != WALK_HIT)
        return result;
      result = skip_to (walk, walk->first, error);
      if (result != WALK_HIT)
        return result;
      if (walk->hit >= walk->first + walk->n_documents)
        result = find_range (walk, walk->range_of, error);
    }
  return result;
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
  WalkResult result = skip_to (walk, walk->first + walk->n_documents, error);

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
              match->title_key = g_strdup ((const char *)
                sqlite3_column_text (statement, CHATTY_INDEX_N_SUMMARY_COLUMNS));
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
      if (started != other_started &&
          started != CHATTY_TIME_NONE && other_started != CHATTY_TIME_NONE)
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
 *   transcript, with the first turn that matches
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
 * Finds turns that have all the words, of the newest transcript first. A
 * transcript in which only the title has them counts as one.
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
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  WalkResult result;

  if (!walk_init (&walk, connection, words, &everything, error))
    return NULL;
  result = next_match (&walk, error);
  while (result == WALK_HIT)
    {
      Place place = { walk.transcript, current_turn (&walk) };
      Place *last = places->len > 0 ? &g_array_index (places, Place, places->len - 1) : NULL;

      /* The title is the first document of a transcript, and gives way to a
       * turn. */
      if (last != NULL && last->transcript == place.transcript && last->turn < 0)
        *last = place;
      else if (limit != 0 && places->len == limit)
        break;
      else
        g_array_append_val (places, place);
      result = next_hit (&walk, error);
      if (result == WALK_HIT && walk.hit >= walk.first + walk.n_documents)
        result = settle (&walk, error);
    }
  if (result == WALK_ERROR)
    return NULL;
  return read_matches (connection, places, error);
}
