/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-index-document.h"

/* Bounded: no turn is deeper than CHATTY_TURN_MAX_DEPTH. */
static void
append_turn (GString          *buffer,
             const ChattyTurn *turn)
{
  g_string_append_len (buffer, chatty_turn_get_text (turn), chatty_turn_get_length (turn));
  for (guint i = 0; i < chatty_turn_get_n_attachments (turn); i++)
    {
      const char *name = chatty_turn_get_attachment (turn, i)->name;

      g_string_append_c (buffer, '\n');
      if (name != NULL)
        g_string_append (buffer, name);
    }
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    {
      g_string_append_c (buffer, '\n');
      append_turn (buffer, chatty_turn_get_following (turn, i));
    }
  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    {
      g_string_append_c (buffer, '\n');
      append_turn (buffer, chatty_turn_get_alternate (turn, i));
    }
}

/**
 * chatty_index_document_for_turn:
 * @turn: a turn
 * @buffer: room to build the text in
 * @length: (out): of the text, in bytes
 *
 * Returns: (transfer none): what is searched of @turn: its text, the names
 *   of its attachments, its alternates and what followed those; valid as
 *   long as @turn and @buffer
 */
const char *
chatty_index_document_for_turn (const ChattyTurn *turn,
                                GString          *buffer,
                                gsize            *length)
{
  if (chatty_turn_get_n_attachments (turn) == 0 && chatty_turn_get_n_alternates (turn) == 0)
    {
      *length = chatty_turn_get_length (turn);
      return chatty_turn_get_text (turn);
    }
  g_string_truncate (buffer, 0);
  append_turn (buffer, turn);
  *length = buffer->len;
  return buffer->str;
}

static guint64
digest_bytes (guint64     digest,
              const char *bytes,
              gsize       length)
{
  const guint64 factor = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  digest = (digest ^ length) * factor;
  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      digest = (digest ^ word) * factor;
      digest ^= digest >> 32;
    }
  word = 0;
  memcpy (&word, bytes, length);
  digest = (digest ^ word) * factor;
  return digest ^ digest >> 29;
}

/**
 * chatty_index_document_digest:
 * @transcript: (nullable): a transcript
 * @n_turns: how many of its turns to look at, from the first
 *
 * Tells turns that stayed the same from turns that changed, so that a
 * conversation that only grew is not indexed again. Not made to withstand
 * an attack, which would gain nothing but a word that is not found.
 *
 * Returns: a number made from their documents
 */
guint64
chatty_index_document_digest (const ChattyTranscript *transcript,
                              guint                   n_turns)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  guint64 digest = 0;

  for (guint i = 0; i < n_turns; i++)
    {
      gsize length;
      const char *text;

      text = chatty_index_document_for_turn (chatty_transcript_get_turn (transcript, i),
                                             buffer, &length);
      digest = digest_bytes (digest, text, length);
    }
  return digest;
}

/**
 * chatty_index_title_key:
 *
 * Returns: (transfer full): what to sort @title by: without accents and case,
 *   the same in every locale, since several processes share the index
 */
char *
chatty_index_title_key (const char *title)
{
  g_autofree char *decomposed = g_utf8_normalize (title, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) plain = g_string_new (NULL);

  const char *p = decomposed != NULL ? decomposed : title;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK)
        continue;
      /* A quotation mark or bracket in front does not count. */
      if (plain->len == 0 && !g_unichar_isalnum (c))
        continue;
      g_string_append_unichar (plain, c);
    }
  return g_utf8_casefold (plain->str, plain->len);
}

/**
 * chatty_index_year:
 *
 * Returns: the year of @time in UTC, as in the vault's folders, or 0
 */
int
chatty_index_year (gint64 time)
{
  g_autoptr (GDateTime) date = NULL;

  if (time == CHATTY_TIME_NONE)
    return 0;
  date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC - (time % G_USEC_PER_SEC < 0));
  return date != NULL ? g_date_time_get_year (date) : 0;
}
