/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-exchange-journal.h"
#include "chatty-redact.h"
#include "chatty-text.h"
#include "chatty-time.h"

#define MAX_REPLY_START 500

/**
 * ChattyExchangeJournal:
 *
 * The last exchanges with servers, for a report of a fault: which call, when,
 * how long, how large, with which headers and which error. Bodies are not
 * kept, but for the start of an error's text. What is secret is taken out
 * before anything is kept. Thread-safe.
 */
struct _ChattyExchangeJournal {
  GObject  parent_instance;

  GMutex   lock;
  GQueue   entries;
  guint    size;
};

G_DEFINE_FINAL_TYPE (ChattyExchangeJournal, chatty_exchange_journal, G_TYPE_OBJECT)

static void
chatty_exchange_journal_finalize (GObject *object)
{
  ChattyExchangeJournal *self = CHATTY_EXCHANGE_JOURNAL (object);

  g_queue_clear_full (&self->entries, g_free);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_exchange_journal_parent_class)->finalize (object);
}

static void
chatty_exchange_journal_class_init (ChattyExchangeJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_exchange_journal_finalize;
}

static void
chatty_exchange_journal_init (ChattyExchangeJournal *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->entries);
}

/**
 * chatty_exchange_journal_new:
 * @size: how many exchanges are kept, %CHATTY_EXCHANGE_JOURNAL_SIZE by habit
 *
 * Returns: (transfer full): an empty journal
 */
ChattyExchangeJournal *
chatty_exchange_journal_new (guint size)
{
  ChattyExchangeJournal *self = g_object_new (CHATTY_TYPE_EXCHANGE_JOURNAL, NULL);

  self->size = MAX (size, 1);
  return self;
}

static void
append_headers (GString    *entry,
                const char *mark,
                const char *headers)
{
  g_auto (GStrv) lines = headers != NULL ? g_strsplit (headers, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      g_string_append_printf (entry, "  %s %s: %s\n", mark, lines[i],
                              chatty_redact_is_credential (lines[i])
                                ? CHATTY_REDACTED : g_strstrip (colon + 1));
    }
}

/**
 * chatty_exchange_journal_add:
 * @self: a journal
 * @exchange: what happened
 *
 * Keeps @exchange without its secrets, and forgets the oldest when there are
 * too many. Any thread.
 */
void
chatty_exchange_journal_add (ChattyExchangeJournal *self,
                             const ChattyExchange  *exchange)
{
  g_autofree char *time = chatty_time_format_iso (exchange->started);
  g_autoptr (GString) entry = g_string_new (NULL);
  char *text;

  g_string_append_printf (entry, "%s %s %s\n  ", time, exchange->method, exchange->uri);
  if (exchange->status > 0)
    g_string_append_printf (entry, "status %u", exchange->status);
  else
    g_string_append (entry, "no answer");
  g_string_append_printf (entry, " after %" G_GINT64_FORMAT " ms, attempt %u",
                          exchange->duration / 1000, exchange->attempt);
  if (exchange->request_bytes >= 0)
    g_string_append_printf (entry, ", sent %" G_GINT64_FORMAT " bytes", exchange->request_bytes);
  g_string_append_printf (entry, ", read %" G_GINT64_FORMAT " bytes\n", exchange->reply_bytes);
  append_headers (entry, ">", exchange->request_headers);
  append_headers (entry, "<", exchange->reply_headers);

  if (exchange->reply_start != NULL)
    {
      /* Hidden before it is cut: the start of a key is not known as one. */
      g_autofree char *hidden = chatty_redact_text (exchange->reply_start, -1);
      g_autofree char *line = chatty_text_one_line (hidden, MAX_REPLY_START);

      g_string_append_printf (entry, "  = %s\n", line);
    }
  if (exchange->error != NULL)
    g_string_append_printf (entry, "  ! %s\n", exchange->error);

  text = chatty_redact_text (entry->str, entry->len);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->entries, text);
  while (self->entries.length > self->size)
    g_free (g_queue_pop_head (&self->entries));
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_exchange_journal_get_size:
 * @self: a journal
 *
 * Returns: how many exchanges it holds
 */
guint
chatty_exchange_journal_get_size (ChattyExchangeJournal *self)
{
  guint size;

  g_mutex_lock (&self->lock);
  size = self->entries.length;
  g_mutex_unlock (&self->lock);
  return size;
}

/**
 * chatty_exchange_journal_to_text:
 * @self: a journal
 *
 * Any thread.
 *
 * Returns: (transfer full): what a person may attach to a report, the oldest
 *   first
 */
char *
chatty_exchange_journal_to_text (ChattyExchangeJournal *self)
{
  g_autofree char *time = chatty_time_format_iso (chatty_time_now ());
  GString *all = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_string_append_printf (all, "%s %s, %s\n\n", PACKAGE_NAME, PACKAGE_VERSION, time);
  g_mutex_lock (&self->lock);
  for (GList *l = self->entries.head; l != NULL; l = l->next)
    g_string_append_printf (all, "%s\n", (const char *) l->data);
  g_mutex_unlock (&self->lock);

  /* Once more: a key may have become known after the exchange. */
  text = g_string_free (all, FALSE);
  return chatty_redact_text (text, -1);
}

/**
 * chatty_exchange_journal_clear:
 * @self: a journal
 *
 * Forgets everything.
 */
void
chatty_exchange_journal_clear (ChattyExchangeJournal *self)
{
  g_mutex_lock (&self->lock);
  g_queue_clear_full (&self->entries, g_free);
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_exchange_journal_save:
 * @self: a journal
 * @file: where to
 * @cancellable: (nullable): stops it
 * @error: %CHATTY_ERROR
 *
 * Writes the text of chatty_exchange_journal_to_text() to @file, readable for
 * its owner alone. Blocks; any thread.
 *
 * Returns: whether it was written
 */
gboolean
chatty_exchange_journal_save (ChattyExchangeJournal  *self,
                              GFile                  *file,
                              GCancellable           *cancellable,
                              GError                **error)
{
  g_autofree char *text = chatty_exchange_journal_to_text (self);

  if (!g_file_replace_contents (file, text, strlen (text), NULL, FALSE,
                                G_FILE_CREATE_PRIVATE, NULL, cancellable, error))
    {
      chatty_error_adopt (error, _("“%s” could not be saved"),
                          g_file_peek_path (file) != NULL ? g_file_peek_path (file) : "");
      return FALSE;
    }
  return TRUE;
}
