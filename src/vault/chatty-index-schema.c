/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-index-schema.h"
#include "chatty-time.h"

#define DATABASE_ID 0x43685478  /* "ChTx" */

/* To be raised with every change below, of the tokenizer, or of what the
 * rows hold: an index of another version is made anew. */
#define SCHEMA_VERSION 2

/* Documents are what is searched: the title of a transcript and each of its
 * turns. Their numbers fall with the time of the conversation, so that FTS5,
 * which keeps its lists in the order of the numbers, gives the newest first
 * without sorting: the first page of hits for the commonest word costs as
 * much as for a rare one.
 *
 * The text is not stored a second time ("contentless"). For 1,000,000 turns
 * in 325 MB of files (tests/vault/bench-search.c) the cache takes 176 MB;
 * with a copy of the text it takes 469 MB and a fifth more time to make. What
 * is shown is read from the files, in about 0.3 ms for each transcript. An index
 * of prefixes (of 2 and 3 letters) would make it 345 MB and take half as long
 * again; without one the first page for such a prefix takes 0.1 s there.
 *
 * What a contentless table cannot do is delete without the old text: the
 * documents of a removed transcript stay, as a range that belongs to no
 * transcript, and are passed over; when there are too many of them the index
 * is built anew. Nothing is ranked, so the sizes of documents are not kept.
 *
 * A range is a run of documents of one transcript. Document FIRST is its turn
 * TURN, and so on; turn -1 is the title. */
static const char schema[] =
  "CREATE TABLE meta ("
  "  key TEXT PRIMARY KEY,"
  "  value INTEGER NOT NULL"
  ") WITHOUT ROWID;"
  "CREATE TABLE transcripts ("
  "  number INTEGER PRIMARY KEY,"
  "  path TEXT NOT NULL UNIQUE,"
  "  id TEXT NOT NULL,"
  "  title TEXT NOT NULL,"
  "  title_key TEXT NOT NULL,"     /* to sort by */
  "  platform TEXT NOT NULL,"
  "  character TEXT NOT NULL,"     /* '' is none */
  "  partner TEXT NOT NULL,"       /* who answers, as the text calls it; '' is unknown */
  "  started INTEGER,"
  "  certainty INTEGER NOT NULL,"
  "  year INTEGER NOT NULL,"       /* 0 is unknown */
  "  n_turns INTEGER NOT NULL,"
  "  inode INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  modified INTEGER NOT NULL,"
  "  digest INTEGER NOT NULL,"     /* of the text of all turns */
  "  hash TEXT,"
  "  problem TEXT"
  ");"
  "CREATE INDEX transcripts_by_id ON transcripts (id);"
  "CREATE INDEX transcripts_by_started ON transcripts (started);"
  "CREATE INDEX transcripts_by_title ON transcripts (title_key);"
  "CREATE INDEX transcripts_by_platform ON transcripts (platform, started);"
  "CREATE INDEX transcripts_by_character ON transcripts (character, started);"
  "CREATE INDEX transcripts_by_year ON transcripts (year, started);"
  "CREATE TABLE ranges ("
  "  first INTEGER PRIMARY KEY,"
  "  n_documents INTEGER NOT NULL,"
  "  transcript INTEGER,"          /* NULL: dead */
  "  turn INTEGER NOT NULL"
  ");"
  "CREATE INDEX ranges_by_transcript ON ranges (transcript);"
  "CREATE VIRTUAL TABLE documents USING fts5 ("
  "  text, content='', columnsize=0, tokenize='chatty'"
  ");"
  /* A larger buffer than the 1 MB of FTS5 makes fewer segments, and merging
   * up to 16 of them at once, not 4, copies each word half as often. */
  "INSERT INTO documents (documents, rank) VALUES ('hashsize', 16777216);"
  "INSERT INTO documents (documents, rank) VALUES ('automerge', 16);"
  "INSERT INTO documents (documents, rank) VALUES ('crisismerge', 64);";

static gint64
get_number (ChattyIndexConnection *connection,
            const char            *sql)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = chatty_index_prepare (connection, sql, NULL);
  if (statement == NULL || chatty_index_step (connection, statement, NULL) != SQLITE_ROW)
    return -1;
  return sqlite3_column_int64 (statement, 0);
}

/**
 * chatty_index_schema_check:
 *
 * Looks whether the database is one that this program can use. Damage deep
 * inside is not looked for here, since that takes as long as reading all of
 * it; it shows when it is met.
 */
ChattyIndexSchemaState
chatty_index_schema_check (ChattyIndexConnection *connection)
{
  gint64 application = get_number (connection, "PRAGMA application_id");
  gint64 version = get_number (connection, "PRAGMA user_version");
  gint64 n_tables = get_number (connection, "SELECT count(*) FROM sqlite_schema");

  if (application == 0 && version == 0 && n_tables == 0 && !connection->damaged)
    return CHATTY_INDEX_SCHEMA_EMPTY;
  if (application != DATABASE_ID || version != SCHEMA_VERSION || connection->damaged)
    return CHATTY_INDEX_SCHEMA_FOREIGN;
  if (get_number (connection, "SELECT value FROM meta WHERE key = 'version'") < 0 ||
      get_number (connection, "SELECT count(*) FROM (SELECT 1 FROM transcripts LIMIT 1)") < 0 ||
      get_number (connection, "SELECT count(*) FROM (SELECT 1 FROM ranges LIMIT 1)") < 0 ||
      get_number (connection,
                  "SELECT count(*) FROM documents WHERE documents MATCH 'a' AND rowid = 0") < 0)
    return CHATTY_INDEX_SCHEMA_FOREIGN;
  return CHATTY_INDEX_SCHEMA_GOOD;
}

/**
 * chatty_index_schema_create:
 *
 * Fills an empty database with tables, in one transaction.
 */
gboolean
chatty_index_schema_create (ChattyIndexConnection  *connection,
                            GError                **error)
{
  g_autofree char *header = NULL;

  header = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;"
                            "INSERT INTO meta (key, value) "
                            "VALUES ('version', %" G_GINT64_FORMAT ");",
                            DATABASE_ID, SCHEMA_VERSION, g_get_real_time ());
  if (!chatty_index_execute (connection, "BEGIN EXCLUSIVE", error))
    return FALSE;
  if (chatty_index_execute (connection, schema, error) &&
      chatty_index_execute (connection, header, error) &&
      chatty_index_execute (connection, "COMMIT", error))
    return TRUE;
  chatty_index_execute (connection, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * chatty_index_get_meta:
 *
 * Returns: the number kept under @key, or 0
 */
gint64
chatty_index_get_meta (ChattyIndexConnection *connection,
                       const char            *key)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = chatty_index_prepare (connection, "SELECT value FROM meta WHERE key = ?1", NULL);
  if (statement == NULL)
    return 0;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (chatty_index_step (connection, statement, NULL) != SQLITE_ROW)
    return 0;
  return sqlite3_column_int64 (statement, 0);
}

gboolean
chatty_index_set_meta (ChattyIndexConnection  *connection,
                       const char             *key,
                       gint64                  value,
                       GError                **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = chatty_index_prepare (connection,
                                    "INSERT INTO meta (key, value) VALUES (?1, ?2) "
                                    "ON CONFLICT (key) DO UPDATE SET value = ?2", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, value);
  return chatty_index_run_once (connection, statement, error);
}

/**
 * chatty_index_document_for_time:
 * @started: when the conversation began, or CHATTY_TIME_NONE
 * @path: of the transcript
 *
 * Returns: the number that the first document of a transcript should have;
 *   if it is taken, the next that is free will do. Small steps are also
 *   small in the index, so a second is given no more than 64 of them.
 */
gint64
chatty_index_document_for_time (gint64      started,
                                const char *path)
{
  const gint64 last_second = G_GINT64_CONSTANT (1) << 36;

  /* Those without a date come last, spread so that each finds room. */
  if (started == CHATTY_TIME_NONE)
    return (last_second + 1) * 64 + (gint64) (g_str_hash (path) & 0x3fffff) * 1000;
  return (last_second - CLAMP (started / G_USEC_PER_SEC, 0, last_second - 1)) * 64;
}
