/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: the statements and all that use them, as one call
 * changes rows, ranges and words together. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-index-document.h"
#include "chatty-index-schema.h"
#include "chatty-index-writer.h"
#include "chatty-text.h"
#include "chatty-vault-layout.h"

typedef enum {
  FIND_BY_PATH,
  FIND_BY_ID,
  FIND_TITLE_RANGE,
  END_BEFORE,
  RANGES_FROM,
  ADD_ROW,
  CHANGE_ROW,
  REMOVE_ROW,
  ADD_RANGE,
  CUT_RANGE,
  KILL_RANGE,
  KILL_RANGES,
  ADD_DOCUMENT,
  BUMP_VERSION,
  N_STATEMENTS
} StatementId;

#define ROW_COLUMNS "path, id, title, title_key, platform, character, started, certainty, year, " \
                    "n_turns, inode, size, modified, digest, hash, problem, partner"

static const char *const sql[N_STATEMENTS] = {
  [FIND_BY_PATH] = "SELECT number, title, started, n_turns, digest "
                   "FROM transcripts WHERE path = ?1",
  [FIND_BY_ID] = "SELECT path FROM transcripts WHERE id = ?1",
  [FIND_TITLE_RANGE] = "SELECT first, n_documents FROM ranges WHERE transcript = ?1 AND turn = -1",
  [END_BEFORE] = "SELECT first + n_documents FROM ranges WHERE first <= ?1 "
                 "ORDER BY first DESC LIMIT 1",
  [RANGES_FROM] = "SELECT first, n_documents FROM ranges WHERE first >= ?1 ORDER BY first",
  [ADD_ROW] = "INSERT INTO transcripts (" ROW_COLUMNS ") VALUES "
              "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
  [CHANGE_ROW] = "UPDATE transcripts SET (" ROW_COLUMNS ") = "
                 "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
                 "WHERE number = ?18",
  [REMOVE_ROW] = "DELETE FROM transcripts WHERE number = ?1",
  [ADD_RANGE] = "INSERT INTO ranges (first, n_documents, transcript, turn) VALUES (?1, ?2, ?3, ?4)",
  [CUT_RANGE] = "UPDATE ranges SET first = first + 1, n_documents = n_documents - 1, turn = 0 "
                "WHERE first = ?1",
  [KILL_RANGE] = "UPDATE ranges SET transcript = NULL WHERE first = ?1",
  [KILL_RANGES] = "UPDATE ranges SET transcript = NULL WHERE transcript = ?1",
  [ADD_DOCUMENT] = "INSERT INTO documents (rowid, text) VALUES (?1, ?2)",
  [BUMP_VERSION] = "UPDATE meta SET value = value + 1 WHERE key = 'version'",
};

/* Documents that are still to be added. */
typedef struct {
  gint64                  first;
  guint                   n_documents;
  int                     turn;        /* of the first; -1 is the title */
  const char             *title;
  const ChattyTranscript *transcript;  /* nullable if there is no turn */
} Pending;

/* What is known of a transcript from its row. */
typedef struct {
  gint64   number;      /* 0: there is none */
  char    *title;
  gint64   started;
  guint    n_turns;
  guint64  digest;
} OldRow;

/* What a row is to hold. */
typedef struct {
  const char      *id;
  const char      *title;
  const char      *platform;
  const char      *character;
  const char      *partner;
  gint64           started;
  ChattyCertainty  certainty;
  guint            n_turns;
  guint64          digest;
} NewRow;

struct _ChattyIndexWriter {
  GHashTable            *next_free;   /* where a search for room ended, by where it began */

  /* During one call. */
  ChattyIndexConnection *connection;
  sqlite3_stmt          *statements[N_STATEMENTS];
  GArray                *pending;     /* of Pending */
  GPtrArray             *strings;     /* what Pending and NewRow point to */
  GString               *buffer;
};

static sqlite3_stmt *
get_statement (ChattyIndexWriter  *self,
               StatementId         id,
               GError            **error)
{
  if (self->statements[id] == NULL)
    self->statements[id] = chatty_index_prepare (self->connection, sql[id], error);
  else
    sqlite3_reset (self->statements[id]);
  return self->statements[id];
}

static const char *
keep (ChattyIndexWriter *self,
      char              *string)
{
  g_ptr_array_add (self->strings, string);
  return string;
}

static void
old_row_clear (OldRow *row)
{
  g_free (row->title);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OldRow, old_row_clear)

static gboolean
find_row (ChattyIndexWriter  *self,
          const char         *path,
          OldRow             *row,
          GError            **error)
{
  sqlite3_stmt *statement = get_statement (self, FIND_BY_PATH, error);
  int code;

  row->number = 0;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  code = chatty_index_step (self->connection, statement, error);
  if (code == SQLITE_ROW)
    {
      row->number = sqlite3_column_int64 (statement, 0);
      g_free (row->title);
      row->title = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      row->started = sqlite3_column_type (statement, 2) == SQLITE_NULL
                       ? CHATTY_TIME_NONE : sqlite3_column_int64 (statement, 2);
      row->n_turns = sqlite3_column_int64 (statement, 3);
      row->digest = (guint64) sqlite3_column_int64 (statement, 4);
    }
  sqlite3_reset (statement);
  return code != SQLITE_ERROR;
}

/* The row of a transcript that moves to another path with these changes, so
 * that a rename costs no new documents. */
static gboolean
find_moved_row (ChattyIndexWriter  *self,
                const char         *id,
                GHashTable         *removed,
                OldRow             *row,
                GError            **error)
{
  sqlite3_stmt *statement;
  g_autofree char *path = NULL;
  int code = SQLITE_ROW;

  if (g_hash_table_size (removed) == 0)
    return TRUE;
  statement = get_statement (self, FIND_BY_ID, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  while (path == NULL &&
         (code = chatty_index_step (self->connection, statement, error)) == SQLITE_ROW)
    {
      const char *candidate = (const char *) sqlite3_column_text (statement, 0);

      if (candidate != NULL && g_hash_table_contains (removed, candidate))
        path = g_strdup (candidate);
    }
  sqlite3_reset (statement);
  if (code == SQLITE_ERROR)
    return FALSE;
  return path == NULL || find_row (self, path, row, error);
}

/* The first place from @wanted on with room for @n documents. */
static gboolean
find_room (ChattyIndexWriter  *self,
           gint64              wanted,
           guint               n,
           gint64             *place,
           GError            **error)
{
  const gint64 *hint = g_hash_table_lookup (self->next_free, &wanted);
  gint64 first = hint != NULL ? MAX (hint[1], wanted) : wanted;
  sqlite3_stmt *statement = get_statement (self, END_BEFORE, error);
  gint64 *new_hint;
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  code = chatty_index_step (self->connection, statement, error);
  if (code == SQLITE_ROW)
    first = MAX (first, sqlite3_column_int64 (statement, 0));
  sqlite3_reset (statement);
  if (code == SQLITE_ERROR)
    return FALSE;

  statement = get_statement (self, RANGES_FROM, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  while ((code = chatty_index_step (self->connection, statement, error)) == SQLITE_ROW)
    {
      gint64 next = sqlite3_column_int64 (statement, 0);

      if (next - first >= n)
        break;
      first = next + sqlite3_column_int64 (statement, 1);
    }
  sqlite3_reset (statement);
  if (code == SQLITE_ERROR)
    return FALSE;

  *place = first;
  new_hint = g_new (gint64, 2);
  new_hint[0] = wanted;
  new_hint[1] = first + n;
  g_hash_table_replace (self->next_free, new_hint, new_hint);
  return TRUE;
}

static gboolean
add_range (ChattyIndexWriter  *self,
           gint64              first,
           guint               n_documents,
           gint64              transcript,  /* 0: dead */
           int                 turn,
           GError            **error)
{
  sqlite3_stmt *statement = get_statement (self, ADD_RANGE, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  sqlite3_bind_int64 (statement, 2, n_documents);
  if (transcript != 0)
    sqlite3_bind_int64 (statement, 3, transcript);
  else
    sqlite3_bind_null (statement, 3);
  sqlite3_bind_int (statement, 4, turn);
  return chatty_index_run_once (self->connection, statement, error);
}

/* Makes room for documents of a transcript. Those of one call are added in
 * the order of their numbers, since FTS5 starts a new segment otherwise. */
static gboolean
plan_documents (ChattyIndexWriter      *self,
                gint64                  number,
                gint64                  wanted,
                int                     turn,
                guint                   n_documents,
                const char             *title,
                const ChattyTranscript *transcript,
                GError                **error)
{
  Pending pending = { 0, n_documents, turn, title, transcript };

  if (n_documents == 0)
    return TRUE;
  if (!find_room (self, wanted, n_documents, &pending.first, error) ||
      !add_range (self, pending.first, n_documents, number, turn, error))
    return FALSE;
  g_array_append_val (self->pending, pending);
  return TRUE;
}

static gboolean
run_on_number (ChattyIndexWriter  *self,
               StatementId         id,
               gint64              number,
               GError            **error)
{
  sqlite3_stmt *statement = get_statement (self, id, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  return chatty_index_run_once (self->connection, statement, error);
}

static gboolean
kill_title (ChattyIndexWriter  *self,
            gint64              number,
            GError            **error)
{
  sqlite3_stmt *statement = get_statement (self, FIND_TITLE_RANGE, error);
  gint64 first = 0;
  gint64 n_documents = 0;
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  code = chatty_index_step (self->connection, statement, error);
  if (code == SQLITE_ROW)
    {
      first = sqlite3_column_int64 (statement, 0);
      n_documents = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_reset (statement);
  if (code != SQLITE_ROW)
    return code == SQLITE_DONE;

  if (n_documents == 1)
    return run_on_number (self, KILL_RANGE, first, error);
  return run_on_number (self, CUT_RANGE, first, error) &&
         add_range (self, first, 1, 0, -1, error);
}

static void
fill_row (ChattyIndexWriter       *self,
          const ChattyIndexChange *change,
          NewRow                  *row)
{
  const ChattyTranscript *transcript = change->transcript;

  if (transcript != NULL)
    {
      row->id = chatty_transcript_get_id (transcript);
      row->title = chatty_transcript_get_title (transcript);
      row->platform = chatty_transcript_get_platform (transcript);
      row->character = chatty_transcript_get_character (transcript);
      row->partner = chatty_transcript_get_partner (transcript);
      row->started = chatty_transcript_get_started (transcript);
      row->certainty = chatty_transcript_get_started_certainty (transcript);
      row->n_turns = chatty_transcript_get_n_turns (transcript);
      row->digest = chatty_index_document_digest (transcript, row->n_turns);
    }
  else
    {
      /* What cannot be read is listed by what its path says. */
      g_autofree char *name = g_path_get_basename (change->path);
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, change->path, -1);

      if (g_str_has_suffix (name, ".md"))
        name[strlen (name) - strlen (".md")] = '\0';
      row->id = keep (self, g_strdup_printf ("unreadable:%.32s", digest));
      row->title = keep (self, chatty_text_display_name (name));
      row->platform = keep (self, chatty_vault_layout_guess_platform (change->path));
      row->character = keep (self, chatty_vault_layout_guess_character (change->path));
      row->partner = NULL;
      row->started = chatty_vault_layout_guess_month (change->path);
      row->certainty = CHATTY_CERTAINTY_NONE;
      row->n_turns = 0;
      row->digest = 0;
    }
  if (row->id == NULL)
    row->id = "";
  if (row->platform == NULL)
    row->platform = "other";
  if (row->character == NULL)
    row->character = "";
  if (row->partner == NULL)
    row->partner = "";
}

static gboolean
store_row (ChattyIndexWriter       *self,
           const ChattyIndexChange *change,
           const NewRow            *row,
           gint64                  *number,
           GError                 **error)
{
  sqlite3_stmt *statement = get_statement (self, *number != 0 ? CHANGE_ROW : ADD_ROW, error);
  g_autofree char *title_key = chatty_index_title_key (row->title);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, change->path, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, row->id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, row->title, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 4, title_key, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 5, row->platform, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 6, row->character, -1, SQLITE_STATIC);
  if (row->started != CHATTY_TIME_NONE)
    sqlite3_bind_int64 (statement, 7, row->started);
  else
    sqlite3_bind_null (statement, 7);
  sqlite3_bind_int (statement, 8, row->certainty);
  sqlite3_bind_int (statement, 9, chatty_index_year (row->started));
  sqlite3_bind_int64 (statement, 10, row->n_turns);
  sqlite3_bind_int64 (statement, 11, (gint64) change->stamp.inode);
  sqlite3_bind_int64 (statement, 12, change->stamp.size);
  sqlite3_bind_int64 (statement, 13, change->stamp.modified);
  sqlite3_bind_int64 (statement, 14, (gint64) row->digest);
  sqlite3_bind_text (statement, 15, change->hash, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 16, change->problem, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 17, row->partner, -1, SQLITE_STATIC);
  if (*number != 0)
    sqlite3_bind_int64 (statement, 18, *number);
  if (!chatty_index_run_once (self->connection, statement, error))
    return FALSE;
  if (*number == 0)
    *number = sqlite3_last_insert_rowid (self->connection->db);
  return TRUE;
}

static gboolean
put_transcript (ChattyIndexWriter        *self,
                const ChattyIndexChange  *change,
                GHashTable               *removed,
                GError                  **error)
{
  g_auto (OldRow) old = { 0 };
  NewRow row;
  gint64 number, wanted;

  fill_row (self, change, &row);
  if (!find_row (self, change->path, &old, error))
    return FALSE;
  if (old.number == 0 && !find_moved_row (self, row.id, removed, &old, error))
    return FALSE;

  number = old.number;
  if (!store_row (self, change, &row, &number, error))
    return FALSE;
  wanted = chatty_index_document_for_time (row.started, change->path);

  if (old.number == 0)
    return plan_documents (self, number, wanted, -1, row.n_turns + 1,
                           row.title, change->transcript, error);

  /* Keep the documents of what stayed the same. */
  if (old.started == row.started && old.n_turns <= row.n_turns &&
      old.digest == (old.n_turns == row.n_turns ? row.digest
                       : chatty_index_document_digest (change->transcript, old.n_turns)))
    {
      if (strcmp (old.title, row.title) != 0 &&
          (!kill_title (self, number, error) ||
           !plan_documents (self, number, wanted, -1, 1, row.title, NULL, error)))
        return FALSE;
      return plan_documents (self, number, wanted, old.n_turns, row.n_turns - old.n_turns,
                             row.title, change->transcript, error);
    }
  return run_on_number (self, KILL_RANGES, number, error) &&
         plan_documents (self, number, wanted, -1, row.n_turns + 1,
                         row.title, change->transcript, error);
}

static gboolean
remove_transcript (ChattyIndexWriter  *self,
                   const char         *path,
                   GError            **error)
{
  g_auto (OldRow) old = { 0 };

  if (!find_row (self, path, &old, error))
    return FALSE;
  return old.number == 0 ||
         (run_on_number (self, KILL_RANGES, old.number, error) &&
          run_on_number (self, REMOVE_ROW, old.number, error));
}

static int
compare_pending (gconstpointer a,
                 gconstpointer b)
{
  gint64 first = ((const Pending *) a)->first;
  gint64 second = ((const Pending *) b)->first;

  return first < second ? -1 : first > second;
}

static gboolean
add_documents (ChattyIndexWriter  *self,
               GError            **error)
{
  sqlite3_stmt *statement = get_statement (self, ADD_DOCUMENT, error);

  if (statement == NULL)
    return FALSE;
  g_array_sort (self->pending, compare_pending);
  for (guint i = 0; i < self->pending->len; i++)
    {
      const Pending *pending = &g_array_index (self->pending, Pending, i);

      for (guint j = 0; j < pending->n_documents; j++)
        {
          int turn = pending->turn + (int) j;
          const char *text = pending->title;
          gsize length;

          if (turn < 0)
            length = strlen (text);
          else
            {
              const ChattyTurn *of = chatty_transcript_get_turn (pending->transcript, turn);

              text = chatty_index_document_for_turn (of, self->buffer, &length);
            }
          sqlite3_bind_int64 (statement, 1, pending->first + j);
          sqlite3_bind_text64 (statement, 2, text, length, SQLITE_STATIC, SQLITE_UTF8);
          if (!chatty_index_run_once (self->connection, statement, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_removal (const ChattyIndexChange *change)
{
  return change->transcript == NULL && change->problem == NULL;
}

static void
begin_call (ChattyIndexWriter     *self,
            ChattyIndexConnection *connection)
{
  self->connection = connection;
  self->pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->buffer = g_string_new (NULL);
}

static void
end_call (ChattyIndexWriter *self)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->pending, g_array_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_string_free (g_steal_pointer (&self->buffer), TRUE);
  self->connection = NULL;
}

/**
 * chatty_index_writer_apply:
 * @self: a writer
 * @connection: in a transaction
 * @changes: (array length=n_changes): what to put in or take out
 * @error: return location for an error, after which the transaction must
 *   be rolled back
 *
 * Returns: %TRUE on success
 */
gboolean
chatty_index_writer_apply (ChattyIndexWriter        *self,
                           ChattyIndexConnection    *connection,
                           const ChattyIndexChange  *changes,
                           guint                     n_changes,
                           GError                  **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) removed = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean done = TRUE;
  sqlite3_stmt *bump;

  /* The last change of a path is the one that counts. */
  for (guint i = 0; i < n_changes; i++)
    g_hash_table_replace (last, (gpointer) changes[i].path, (gpointer) &changes[i]);
  for (guint i = 0; i < n_changes; i++)
    if (is_removal (&changes[i]) && g_hash_table_lookup (last, changes[i].path) == &changes[i])
      g_hash_table_add (removed, (gpointer) changes[i].path);

  begin_call (self, connection);
  for (guint i = 0; done && i < n_changes; i++)
    if (!is_removal (&changes[i]) && g_hash_table_lookup (last, changes[i].path) == &changes[i])
      done = put_transcript (self, &changes[i], removed, error);
  for (guint i = 0; done && i < n_changes; i++)
    if (is_removal (&changes[i]) && g_hash_table_lookup (last, changes[i].path) == &changes[i])
      done = remove_transcript (self, changes[i].path, error);
  done = done && add_documents (self, error);
  if (done)
    {
      bump = get_statement (self, BUMP_VERSION, error);
      done = bump != NULL && chatty_index_run_once (connection, bump, error);
    }
  end_call (self);
  return done;
}

ChattyIndexWriter *
chatty_index_writer_new (void)
{
  ChattyIndexWriter *self = g_new0 (ChattyIndexWriter, 1);

  self->next_free = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
chatty_index_writer_free (ChattyIndexWriter *self)
{
  g_hash_table_unref (self->next_free);
  g_free (self);
}
