/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-index-query.h"

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/* Damage may leave a NULL where the schema has none. */
static char *
dup_text_column (sqlite3_stmt *statement,
                 int           column)
{
  char *text = dup_column (statement, column);

  return text != NULL ? text : g_strdup ("");
}

/**
 * chatty_index_read_summary:
 * @statement: on a row that begins with CHATTY_INDEX_SUMMARY_COLUMNS
 *
 * Returns: (transfer full): the summary of the row
 */
ChattyTranscriptSummary *
chatty_index_read_summary (sqlite3_stmt *statement)
{
  ChattyTranscriptSummary *summary = chatty_transcript_summary_new ();
  const char *character = (const char *) sqlite3_column_text (statement, 3);
  const char *partner = (const char *) sqlite3_column_text (statement, 8);

  summary->id = dup_text_column (statement, 0);
  summary->title = dup_text_column (statement, 1);
  summary->platform = dup_text_column (statement, 2);
  if (character != NULL && *character != '\0')
    {
      summary->character = g_strdup (character);
      summary->name = g_strdup (partner != NULL && *partner != '\0' ? partner : character);
    }
  summary->path = dup_text_column (statement, 4);
  if (sqlite3_column_type (statement, 5) != SQLITE_NULL)
    summary->started = sqlite3_column_int64 (statement, 5);
  summary->certainty = CLAMP (sqlite3_column_int (statement, 6),
                              CHATTY_CERTAINTY_NONE, CHATTY_CERTAINTY_EXACT);
  summary->n_turns = MAX (sqlite3_column_int64 (statement, 7), 0);
  return summary;
}

/**
 * chatty_index_append_filter:
 *
 * Adds the conditions of @query on the table t, each with " AND " in front.
 */
void
chatty_index_append_filter (GString                     *sql,
                            const ChattyTranscriptQuery *query)
{
  if (query->platform != NULL)
    g_string_append (sql, " AND t.platform = @platform");
  if (query->character != NULL)
    g_string_append (sql, " AND t.character = @character");
  if (query->year != 0)
    g_string_append (sql, " AND t.year = @year");
}

void
chatty_index_bind_filter (sqlite3_stmt                *statement,
                          const ChattyTranscriptQuery *query)
{
  if (query->platform != NULL)
    sqlite3_bind_text (statement, sqlite3_bind_parameter_index (statement, "@platform"),
                       query->platform, -1, SQLITE_STATIC);
  if (query->character != NULL)
    sqlite3_bind_text (statement, sqlite3_bind_parameter_index (statement, "@character"),
                       query->character, -1, SQLITE_STATIC);
  if (query->year != 0)
    sqlite3_bind_int (statement, sqlite3_bind_parameter_index (statement, "@year"), query->year);
}

/**
 * chatty_index_query_list:
 *
 * Returns: (transfer full) (nullable): of ChattyTranscriptSummary: the
 *   transcripts that @query finds, without its text
 */
GPtrArray *
chatty_index_query_list (ChattyIndexConnection        *connection,
                         const ChattyTranscriptQuery  *query,
                         GError                      **error)
{
  static const char *const orders[] = {
    [CHATTY_SORT_NEWEST] = "t.started DESC",
    [CHATTY_SORT_OLDEST] = "t.started IS NULL, t.started",
    [CHATTY_SORT_TITLE] = "t.title_key",
    [CHATTY_SORT_LONGEST] = "t.n_turns DESC, t.started DESC",
  };
  g_autoptr (GString) sql = g_string_new ("SELECT " CHATTY_INDEX_SUMMARY_COLUMNS
                                          " FROM transcripts t WHERE 1");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code;

  chatty_index_append_filter (sql, query);
  g_string_append_printf (sql, " ORDER BY %s, t.number DESC",
                          orders[MIN (query->sort, CHATTY_SORT_LONGEST)]);
  if (query->limit != 0)
    g_string_append_printf (sql, " LIMIT %u", query->limit);
  statement = chatty_index_prepare (connection, sql->str, error);
  if (statement == NULL)
    return NULL;
  chatty_index_bind_filter (statement, query);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_summary_unref);
  while ((code = chatty_index_step (connection, statement, error)) == SQLITE_ROW)
    g_ptr_array_add (list, chatty_index_read_summary (statement));
  return code == SQLITE_DONE ? g_steal_pointer (&list) : NULL;
}

/**
 * chatty_index_query_facets:
 *
 * Returns: (transfer full) (nullable): of ChattyFacet: each value and how
 *   many transcripts have it
 */
GPtrArray *
chatty_index_query_facets (ChattyIndexConnection  *connection,
                           ChattyIndexFacetKind    kind,
                           GError                **error)
{
  static const char *const statements[] = {
    [CHATTY_INDEX_FACET_PLATFORM] =
      "SELECT platform, count(*) AS n FROM transcripts GROUP BY platform ORDER BY n DESC, platform",
    [CHATTY_INDEX_FACET_CHARACTER] =
      "SELECT character, count(*), max(partner) FROM transcripts "
      "GROUP BY character ORDER BY character",
    [CHATTY_INDEX_FACET_YEAR] =
      "SELECT year, count(*) FROM transcripts WHERE year <> 0 GROUP BY year ORDER BY year DESC",
  };
  g_autoptr (sqlite3_stmt) statement = chatty_index_prepare (connection, statements[kind], error);
  g_autoptr (GPtrArray) facets = NULL;
  int code;

  if (statement == NULL)
    return NULL;
  facets = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_facet_free);
  while ((code = chatty_index_step (connection, statement, error)) == SQLITE_ROW)
    {
      ChattyFacet *facet = g_new0 (ChattyFacet, 1);

      facet->value = dup_text_column (statement, 0);
      facet->count = sqlite3_column_int (statement, 1);
      if (kind == CHATTY_INDEX_FACET_CHARACTER && *facet->value != '\0')
        {
          facet->name = dup_text_column (statement, 2);
          if (*facet->name == '\0')
            g_clear_pointer (&facet->name, g_free);
        }
      g_ptr_array_add (facets, facet);
    }
  return code == SQLITE_DONE ? g_steal_pointer (&facets) : NULL;
}

/**
 * chatty_index_query_rows:
 * @path: (nullable): of the one that is wanted
 * @id: (nullable): of those that are wanted
 *
 * Returns: (transfer full) (nullable): of ChattyIndexRow
 */
GPtrArray *
chatty_index_query_rows (ChattyIndexConnection  *connection,
                         const char             *path,
                         const char             *id,
                         GError                **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  int code;

  statement = chatty_index_prepare (connection,
                                    path != NULL
                                      ? "SELECT path, id, hash, problem, inode, size, modified "
                                        "FROM transcripts WHERE path = ?1"
                                      : "SELECT path, id, hash, problem, inode, size, modified "
                                        "FROM transcripts WHERE id = ?1 ORDER BY path", error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, path != NULL ? path : id, -1, SQLITE_STATIC);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_index_row_free);
  while ((code = chatty_index_step (connection, statement, error)) == SQLITE_ROW)
    {
      ChattyIndexRow *row = g_new0 (ChattyIndexRow, 1);

      row->path = dup_text_column (statement, 0);
      row->id = dup_text_column (statement, 1);
      row->hash = dup_column (statement, 2);
      row->problem = dup_column (statement, 3);
      row->stamp.inode = (guint64) sqlite3_column_int64 (statement, 4);
      row->stamp.size = sqlite3_column_int64 (statement, 5);
      row->stamp.modified = sqlite3_column_int64 (statement, 6);
      g_ptr_array_add (rows, row);
    }
  return code == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

/**
 * chatty_index_query_summary:
 *
 * Returns: (transfer full) (nullable): of ChattyTranscriptSummary: the one
 *   with @id, or none
 */
GPtrArray *
chatty_index_query_summary (ChattyIndexConnection  *connection,
                            const char             *id,
                            GError                **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GPtrArray) list = NULL;
  int code;

  statement = chatty_index_prepare (connection,
                                    "SELECT " CHATTY_INDEX_SUMMARY_COLUMNS
                                    " FROM transcripts t WHERE t.id = ?1 ORDER BY t.path LIMIT 1",
                                    error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_summary_unref);
  while ((code = chatty_index_step (connection, statement, error)) == SQLITE_ROW)
    g_ptr_array_add (list, chatty_index_read_summary (statement));
  return code == SQLITE_DONE ? g_steal_pointer (&list) : NULL;
}
