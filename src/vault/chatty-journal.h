/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* The journal of a batch is a file of JSON lines in .chatty/journal: a head,
 * each change before it is made, and how the batch ended. */

typedef enum {
  CHATTY_CHANGE_ADD,      /* a new file at @path, or what was at @kept */
  CHATTY_CHANGE_REPLACE,  /* @old_path became @path; the old content is at @kept */
  CHATTY_CHANGE_TRASH,    /* @path was moved to @kept */
  CHATTY_CHANGE_APPEND,   /* lines were appended to @path */
} ChattyChangeKind;

#define CHATTY_N_CHANGE_KINDS (CHATTY_CHANGE_APPEND + 1)
extern const char *const chatty_change_kind_names[];

/**
 * ChattyChange: one change of one file.
 */
typedef struct {
  ChattyChangeKind  kind;
  guint             number;    /* in the batch; also the name in staging */
  guint             together;  /* not 0: all changes with this number are made, or none */
  char             *id;
  char             *path;
  char             *old_path;  /* nullable */
  char             *kept;      /* nullable */
  char             *hash;      /* of the new content; of what went to the trash */
  char             *old_hash;  /* nullable */
} ChattyChange;

/**
 * ChattyJournalRecord: what a journal says, read back.
 */
typedef struct {
  char      *batch_id;
  char      *kind;
  gint64     time;
  GPtrArray *changes;   /* of ChattyChange, without those that were given up */
  guint      n_numbers; /* above all numbers of changes so far */
  gboolean   ended;     /* nobody works on it any more */
  gboolean   finished;  /* and all of it was done */
  gboolean   undone;
} ChattyJournalRecord;

/**
 * ChattyJournal: a journal that is being written; held against other processes.
 */
typedef struct _ChattyJournal ChattyJournal;

char          *chatty_journal_make_id    (gint64              time);
gboolean       chatty_journal_id_is_valid (const char         *batch_id);
ChattyJournal *chatty_journal_create     (ChattyVaultFiles   *files,
                                          const char         *batch_id,
                                          const char         *kind,
                                          gint64              time,
                                          GError            **error);
ChattyJournal *chatty_journal_adopt      (ChattyVaultFiles   *files,
                                          const char         *batch_id,
                                          GError            **error);
void           chatty_journal_free       (ChattyJournal      *self);
gboolean       chatty_journal_add        (ChattyJournal      *self,
                                          ChattyChange      **changes,
                                          guint               n_changes,
                                          GError            **error);
gboolean       chatty_journal_give_up    (ChattyJournal      *self,
                                          guint               number,
                                          GError            **error);
gboolean       chatty_journal_end        (ChattyJournal      *self,
                                          const char         *how,
                                          GError            **error);
gboolean       chatty_journal_mark_undone (ChattyVaultFiles  *files,
                                          const char         *batch_id,
                                          const char         *undone_by,
                                          GError            **error);

ChattyJournalRecord *
               chatty_journal_read       (ChattyVaultFiles   *files,
                                          const char         *batch_id,
                                          gboolean            with_changes,
                                          GError            **error);
GPtrArray     *chatty_journal_list       (ChattyVaultFiles   *files);  /* of char*, newest first */
char          *chatty_journal_path       (const char         *batch_id);
char          *chatty_journal_report_path (const char        *batch_id);

void           chatty_change_free         (ChattyChange        *self);
void           chatty_journal_record_free (ChattyJournalRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyJournal, chatty_journal_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyChange, chatty_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyJournalRecord, chatty_journal_record_free)

G_END_DECLS
