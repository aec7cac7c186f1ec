/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHATTY_TYPE_EXCHANGE_JOURNAL (chatty_exchange_journal_get_type ())
G_DECLARE_FINAL_TYPE (ChattyExchangeJournal, chatty_exchange_journal,
                      CHATTY, EXCHANGE_JOURNAL, GObject)

/**
 * ChattyExchange:
 * @started: when it was sent, wall clock
 * @duration: microseconds until the answer was read
 * @attempt: from 1
 * @method: for example "POST"
 * @uri: where it went
 * @request_headers: (nullable): "Name: value" lines
 * @request_bytes: size of the body that was sent, -1 when it is not known
 * @status: HTTP status, 0 without an answer
 * @reply_headers: (nullable): "Name: value" lines
 * @reply_bytes: size of the body that was read, after decoding
 * @reply_start: (nullable): the start of an error's text
 * @error: (nullable): what went wrong
 *
 * One call and its answer, as the caller has it: the journal takes out what
 * is secret before it keeps it.
 */
typedef struct {
  gint64      started;
  gint64      duration;
  guint       attempt;
  const char *method;
  const char *uri;
  const char *request_headers;
  gint64      request_bytes;
  guint       status;
  const char *reply_headers;
  gint64      reply_bytes;
  const char *reply_start;
  const char *error;
} ChattyExchange;

#define CHATTY_EXCHANGE_JOURNAL_SIZE 100

ChattyExchangeJournal *chatty_exchange_journal_new     (guint                  size);
void                   chatty_exchange_journal_add     (ChattyExchangeJournal *self,
                                                        const ChattyExchange  *exchange);
guint                  chatty_exchange_journal_get_size (ChattyExchangeJournal *self);
char                  *chatty_exchange_journal_to_text (ChattyExchangeJournal *self);
void                   chatty_exchange_journal_clear   (ChattyExchangeJournal *self);
gboolean               chatty_exchange_journal_save    (ChattyExchangeJournal *self,
                                                        GFile                 *file,
                                                        GCancellable          *cancellable,
                                                        GError               **error);

G_END_DECLS
