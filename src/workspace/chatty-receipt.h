/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyImportTotals:
 * @files: files that the import came to
 * @conversations: what they held: the sum of @added, @updated, @unchanged,
 *   @kept_both and @skipped
 * @added: new in the vault
 * @updated: there already, replaced by what is newer
 * @unchanged: there already
 * @kept_both: there already and edited since, so that both versions stay
 * @skipped: left out; a file that gave nothing counts as one of these
 * @refused_files: files that gave nothing at all
 * @turns: turns of all that was found
 */
typedef struct {
  guint files;
  guint conversations;
  guint added;
  guint updated;
  guint unchanged;
  guint kept_both;
  guint skipped;
  guint refused_files;
  guint64 turns;
} ChattyImportTotals;

/**
 * ChattyReceiptSkip:
 * @what: what was left out
 * @reason: why, translated
 */
typedef struct {
  char *what;
  char *reason;
} ChattyReceiptSkip;

/* The form of a row that is no file but what a platform kept of the
 * conversations with one character, whose name is the row's. */
#define CHATTY_RECEIPT_SESSIONS "sessions"

/**
 * ChattyReceiptFile:
 * @name: what the person knows the file by; not fit for showing as it is
 * @form: (nullable): stable name of its form, or %CHATTY_RECEIPT_SESSIONS
 * @platform: (nullable): id of the platform that it was stored under
 * @notices: what the person should know, translated
 * @skipped: (element-type ChattyReceiptSkip): what was left out
 * @transcripts: ids
 * @characters: callsigns, each once
 *
 * What became of one file. @added leaves those of @kept_both out.
 */
typedef struct {
  char      *name;
  char      *form;
  char      *platform;
  guint      conversations;
  guint64    turns;
  guint      added;
  guint      updated;
  guint      unchanged;
  guint      kept_both;
  GPtrArray *notices;
  GPtrArray *skipped;
  GPtrArray *transcripts;
  GPtrArray *characters;
} ChattyReceiptFile;

/**
 * ChattyReceipt:
 *
 * What an import did, file by file. Belongs to one thread at a time.
 */
typedef struct _ChattyReceipt ChattyReceipt;

ChattyReceipt           *chatty_receipt_new          (void);
ChattyReceipt           *chatty_receipt_parse        (const char          *json,
                                                      GError             **error);
void                     chatty_receipt_free         (ChattyReceipt       *self);
guint                    chatty_receipt_get_n_files  (ChattyReceipt       *self);
const ChattyReceiptFile *chatty_receipt_get_file     (ChattyReceipt       *self,
                                                      guint                nth);
void                     chatty_receipt_get_totals   (ChattyReceipt       *self,
                                                      ChattyImportTotals  *totals);
const char              *chatty_receipt_get_batch    (ChattyReceipt       *self); /* nullable */
const char              *chatty_receipt_get_problem  (ChattyReceipt       *self); /* nullable */
guint                    chatty_receipt_get_n_not_reached (ChattyReceipt  *self);
gboolean                 chatty_receipt_is_cancelled (ChattyReceipt       *self);
gboolean                 chatty_receipt_is_of_sessions (ChattyReceipt     *self);
char                    *chatty_receipt_to_json      (ChattyReceipt       *self);
char                    *chatty_receipt_to_text      (ChattyReceipt       *self);

/* For the import, which fills it. The file is the receipt's. */
ChattyReceiptFile       *chatty_receipt_begin_file   (ChattyReceipt       *self,
                                                      const char          *name);
void                     chatty_receipt_file_add     (ChattyReceiptFile   *file,
                                                      ChattyStored         outcome,
                                                      const ChattyTranscript *transcript);
void                     chatty_receipt_file_skip    (ChattyReceiptFile   *file,
                                                      const char          *what,
                                                      const char          *reason);
void                     chatty_receipt_drop_last    (ChattyReceipt       *self);
void                     chatty_receipt_end          (ChattyReceipt       *self,
                                                      const char          *batch,
                                                      gboolean             cancelled,
                                                      guint                n_not_reached,
                                                      const char          *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyReceipt, chatty_receipt_free)

G_END_DECLS
