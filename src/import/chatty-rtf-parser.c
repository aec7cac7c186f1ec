/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Follows the Rich Text Format specification 1.9.1. This file cuts the bytes
 * into text, words and groups; what words change is in chatty-rtf-apply.c and
 * what becomes of text in chatty-rtf-text.c. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-rtf-parser.h"
#include "chatty-rtf-reader.h"

#define MAX_WORD 32

static void
read_word (ChattyRtfReader *self)
{
  const char *start = self->at;
  const ChattyRtfWord *word;
  gsize length;
  gboolean has_value = FALSE;
  gboolean is_negative = FALSE;
  gint64 value = 0;
  const gboolean starred = self->in_starred;

  while (self->at < self->end && g_ascii_isalpha (*self->at))
    self->at++;
  length = self->at - start;
  if (self->at + 1 < self->end && *self->at == '-' && g_ascii_isdigit (self->at[1]))
    {
      is_negative = TRUE;
      self->at++;
    }
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    {
      has_value = TRUE;
      if (value < G_MAXINT32)
        value = value * 10 + (*self->at - '0');
      self->at++;
    }
  value = MIN (value, G_MAXINT32);
  if (self->at < self->end && *self->at == ' ')
    self->at++;

  self->in_starred = FALSE;
  self->skip = 0;
  /* Of what is left out only the end matters, and binary data can hide it. */
  if (self->state.target == CHATTY_RTF_TO_NOTHING && (length != 3 || memcmp (start, "bin", 3) != 0))
    return;
  word = length <= MAX_WORD ? chatty_rtf_word_lookup (start, length) : NULL;
  if (word == NULL || word->kind != CHATTY_RTF_WORD_U)
    chatty_rtf_reader_flush_halves (self);
  if (word != NULL)
    chatty_rtf_reader_apply_word (self, word, has_value, is_negative ? (int) -value : (int) value);
  else if (starred)
    chatty_rtf_reader_set_target (self, CHATTY_RTF_TO_NOTHING);
}

static void
put_symbol (ChattyRtfReader *self,
            gunichar         c)
{
  if (self->skip > 0)
    self->skip--;
  else
    chatty_rtf_reader_put_character (self, c);
}

static void
read_control (ChattyRtfReader *self)
{
  int high;
  int low;

  /* at is behind the backslash. */
  if (self->at == self->end)
    return;
  if (g_ascii_isalpha (*self->at))
    {
      read_word (self);
      return;
    }
  switch (*self->at++)
    {
    case '\'':
      if (self->end - self->at < 2)
        break;
      high = g_ascii_xdigit_value (self->at[0]);
      low = g_ascii_xdigit_value (self->at[1]);
      if (high < 0 || low < 0)
        {
          self->document->malformed = TRUE;
          break;
        }
      self->at += 2;
      chatty_rtf_reader_put_byte (self, high * 16 + low, FALSE);
      break;
    case '\\':
    case '{':
    case '}':
      chatty_rtf_reader_put_byte (self, self->at[-1], TRUE);
      break;
    case '*':
      self->in_starred = TRUE;
      break;
    case '\r':
      if (self->at < self->end && *self->at == '\n')
        self->at++;
      chatty_rtf_reader_end_block (self, CHATTY_RICH_PARAGRAPH);
      break;
    case '\n':
      chatty_rtf_reader_end_block (self, CHATTY_RICH_PARAGRAPH);
      break;
    case '~':
      put_symbol (self, 0xa0);
      break;
    case '-':
      put_symbol (self, 0xad);
      break;
    case '_':
      put_symbol (self, 0x2011);
      break;
    case '\t':
      put_symbol (self, '\t');
      break;
    default:
      break;
    }
}

/* The way through what is left out: only braces and binary data count. */
static void
skip_text (ChattyRtfReader *self)
{
  while (self->at < self->end && *self->at != '{' && *self->at != '}' && *self->at != '\\')
    self->at++;
}

static gboolean
is_plain_byte (guint8 byte)
{
  return byte >= 0x20 && byte < 0x7f && byte != '\\' && byte != '{' && byte != '}';
}

static void
read_text (ChattyRtfReader *self)
{
  const char *start = self->at;
  const ChattyRtfFont *font;

  if (!is_plain_byte (*self->at))
    {
      const guint8 byte = (guint8) *self->at++;

      if (byte >= 0x80 || byte == '\t')
        chatty_rtf_reader_put_byte (self, byte, TRUE);
      return;
    }
  font = chatty_rtf_reader_current_font (self);
  /* One at a time where bytes are not characters of their own. */
  if (self->skip > 0 || self->lead_page != 0 ||
      (font != NULL && font->code_page == CHATTY_CODE_PAGE_SYMBOL &&
       self->state.target != CHATTY_RTF_TO_FONTS))
    {
      chatty_rtf_reader_put_byte (self, (guint8) *self->at++, TRUE);
      return;
    }
  chatty_rtf_reader_flush_halves (self);
  while (self->at < self->end && is_plain_byte (*self->at))
    self->at++;
  chatty_rtf_reader_put_text (self, start, self->at - start);
}

/* Whether anything but brackets follows, so that the end came too early. */
static gboolean
has_more_text (const ChattyRtfReader *self)
{
  for (const char *at = self->at; at < self->end; at++)
    if (*at != '}' && *at != '{' && *at != '\0' && !g_ascii_isspace (*at))
      return TRUE;
  return FALSE;
}

static gboolean
parse (ChattyRtfReader  *self,
       GError          **error)
{
  while (self->at < self->end)
    {
      switch (*self->at)
        {
        case '{':
          self->at++;
          chatty_rtf_reader_flush_halves (self);
          if (self->stack->len >= self->max_depth)
            {
              g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                           _("groups are nested more than %u deep"), self->max_depth);
              return FALSE;
            }
          chatty_rtf_reader_open_group (self);
          break;
        case '}':
          self->at++;
          if (self->stack->len > 1)
            {
              chatty_rtf_reader_close_group (self);
              break;
            }
          /* The end of the document, unless there is one brace too many. */
          chatty_rtf_reader_flush_halves (self);
          if (!has_more_text (self))
            {
              for (; self->at < self->end; self->at++)
                if (*self->at == '}' || *self->at == '{')
                  self->document->malformed = TRUE;
              g_array_set_size (self->stack, 0);
              return TRUE;
            }
          self->document->malformed = TRUE;
          break;
        case '\\':
          self->at++;
          read_control (self);
          break;
        case '\r':
        case '\n':
          self->at++;
          break;
        default:
          if (self->state.target == CHATTY_RTF_TO_NOTHING)
            skip_text (self);
          else
            read_text (self);
          break;
        }
    }
  self->document->malformed = TRUE; /* the last brace is missing */
  return TRUE;
}

static gboolean
has_high_byte (const char *data,
               gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] & 0x80)
      return TRUE;
  return FALSE;
}

static gboolean
skip_signature (ChattyRtfReader *self)
{
  const char *at = self->at;

  if (self->end - at >= 3 && memcmp (at, "\xef\xbb\xbf", 3) == 0)
    at += 3;
  while (at < self->end && g_ascii_isspace (*at))
    at++;
  if (at == self->end || *at != '{')
    return FALSE;
  self->at = at;
  do
    at++;
  while (at < self->end && g_ascii_isspace (*at));
  return self->end - at >= 4 && memcmp (at, "\\rtf", 4) == 0;
}

/**
 * chatty_rtf_parse:
 * @data: the bytes of an RTF file
 * @length: how many, below 2 GB
 * @max_depth: how deep groups may nest
 * @error: return location for a #ChattyError
 *
 * Reads an RTF document. Braces that are missing or too many do not fail:
 * what can be read is read and the document is marked as malformed. The time
 * is linear in @length, and memory is bounded by a small multiple of it.
 *
 * Returns: (transfer full): the document; %NULL with %CHATTY_ERROR_INVALID_DATA
 *   when this is not RTF, or %CHATTY_ERROR_TOO_LARGE for too many levels
 */
ChattyRichDocument *
chatty_rtf_parse (const char  *data,
                  gsize        length,
                  guint        max_depth,
                  GError     **error)
{
  g_autoptr(ChattyRichDocument) document = chatty_rich_document_new ();
  g_autoptr(ChattyRichDocument) notes = chatty_rich_document_new ();
  g_autoptr(ChattyRtfCharset) charset = chatty_rtf_charset_new ();
  g_autoptr(ChattyRtfFonts) fonts = chatty_rtf_fonts_new (document);
  g_autoptr(GArray) stack = g_array_new (FALSE, FALSE, sizeof (ChattyRtfState));
  g_autoptr(GArray) fields = g_array_new (FALSE, FALSE, sizeof (ChattyRtfField));
  g_autoptr(GString) instruction = g_string_new (NULL);
  g_autoptr(GString) marker = g_string_new (NULL);
  ChattyRtfReader self = {
    .document = document,
    .notes = notes,
    .charset = charset,
    .fonts = fonts,
    .at = data,
    .end = data + length,
    .stack = stack,
    .fields = fields,
    .instruction = instruction,
    .marker = marker,
    .max_depth = max_depth,
    .state = { .uc = 1 },
    .date = { 0, 1, 1, 0, 0, 0 },
  };

  if (length >= G_MAXINT32)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE, _("RTF files can have at most 2 GB"));
      return NULL;
    }
  if (!skip_signature (&self))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, _("this is not an RTF file"));
      return NULL;
    }
  document->code_page = 1252;
  self.raw_utf8 = has_high_byte (data, length) && g_utf8_validate_len (data, length, NULL);
  if (!parse (&self, error))
    return NULL;
  if (chatty_rich_document_has_pending (document))
    {
      self.state.target = CHATTY_RTF_TO_TEXT;
      self.state.hidden = FALSE;
      self.state.deleted = FALSE;
      self.state.in_note = FALSE;
      chatty_rtf_reader_end_block (&self, CHATTY_RICH_PARAGRAPH);
    }
  if (chatty_rich_document_has_pending (notes))
    chatty_rich_document_end_block (notes, CHATTY_RICH_FOOTNOTE);
  chatty_rich_document_take_notes (document, notes);
  return g_steal_pointer (&document);
}
