/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include "chatty-rtf-reader.h"

#define MAX_META 1024
#define MAX_INSTRUCTION 65536

/* Returns: whether text counts here: it is neither hidden nor deleted */
gboolean
chatty_rtf_reader_is_visible (const ChattyRtfReader *self)
{
  return !self->state.hidden && !self->state.deleted;
}

/* Returns: where text goes: the document or its footnotes */
ChattyRichDocument *
chatty_rtf_reader_current_document (const ChattyRtfReader *self)
{
  return self->state.in_note ? self->notes : self->document;
}

/* Returns: (nullable): the font whose bytes are being read */
const ChattyRtfFont *
chatty_rtf_reader_current_font (const ChattyRtfReader *self)
{
  if (self->state.char_class == 'd' && self->state.dbch_font != NULL)
    return self->state.dbch_font;
  return self->state.font != NULL ? self->state.font : chatty_rtf_fonts_get_default (self->fonts);
}

static void
append_bounded (GString    *string,
                const char *text,
                gsize       length,
                gsize       bound)
{
  if (string->len + length <= bound)
    g_string_append_len (string, text, length);
}

/* Takes UTF-8 text for whatever the open group is for. */
void
chatty_rtf_reader_put_text (ChattyRtfReader *self,
                            const char      *text,
                            gsize            length)
{
  const ChattyRtfState *state = &self->state;

  if (self->drop_next && length > 0)
    {
      const char *next = g_utf8_next_char (text);

      self->drop_next = FALSE;
      length -= MIN (length, (gsize) (next - text));
      text = next;
    }
  switch ((ChattyRtfTarget) state->target)
    {
    case CHATTY_RTF_TO_TEXT:
      if (chatty_rtf_reader_is_visible (self))
        {
          const ChattyRtfFont *font = state->font != NULL
                                      ? state->font
                                      : chatty_rtf_fonts_get_default (self->fonts);

          chatty_rich_document_append (chatty_rtf_reader_current_document (self), text, length,
                                      state->style | (font != NULL && font->is_mono ? CHATTY_RICH_MONO : 0),
                                      state->link);
        }
      break;
    case CHATTY_RTF_TO_FONTS:
    case CHATTY_RTF_TO_STYLES:
      chatty_rtf_fonts_add_name (self->fonts, text, length);
      break;
    case CHATTY_RTF_TO_TITLE:
      append_bounded (self->document->title, text, length, MAX_META);
      break;
    case CHATTY_RTF_TO_AUTHOR:
      append_bounded (self->document->author, text, length, MAX_META);
      break;
    case CHATTY_RTF_TO_GENERATOR:
      append_bounded (self->document->generator, text, length, MAX_META);
      break;
    case CHATTY_RTF_TO_INSTRUCTION:
      append_bounded (self->instruction, text, length, MAX_INSTRUCTION);
      break;
    case CHATTY_RTF_TO_MARKER:
      append_bounded (self->marker, text, length, MAX_META);
      break;
    case CHATTY_RTF_TO_NOTHING:
    case CHATTY_RTF_TO_INFO:
    case CHATTY_RTF_TO_CREATED:
    case CHATTY_RTF_TO_UNICODE:
    case CHATTY_RTF_TO_SHAPE:
    default:
      break;
    }
}

/* Takes one character; control characters are dropped. */
void
chatty_rtf_reader_put_character (ChattyRtfReader *self,
                                 gunichar         c)
{
  char utf8[6];

  if (c == 0 || (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0))
    return;
  if (c == 0x2028 || c == 0x2029)
    c = '\n';
  chatty_rtf_reader_put_text (self, utf8, g_unichar_to_utf8 (c, utf8));
}

static void
count_lost (ChattyRtfReader *self,
            gunichar         c)
{
  if (c == 0xfffd && self->state.target == CHATTY_RTF_TO_TEXT)
    self->document->n_lost++;
}

/* Half a character that will not get its other half. */
void
chatty_rtf_reader_flush_halves (ChattyRtfReader *self)
{
  if (self->high == 0 && self->lead_page == 0 && self->n_utf8 == 0)
    return;
  self->high = 0;
  self->lead_page = 0;
  self->n_utf8 = 0;
  count_lost (self, 0xfffd);
  chatty_rtf_reader_put_character (self, 0xfffd);
}

static void
put_utf8_byte (ChattyRtfReader *self,
               guint8           byte)
{
  gunichar c;

  if ((byte & 0xc0) != 0x80 || self->n_utf8 == sizeof self->utf8)
    chatty_rtf_reader_flush_halves (self);
  self->utf8[self->n_utf8++] = (char) byte;
  c = g_utf8_get_char_validated (self->utf8, self->n_utf8);
  if (c == (gunichar) -2)
    return;
  self->n_utf8 = c == (gunichar) -1 ? self->n_utf8 : 0;
  if (c == (gunichar) -1)
    chatty_rtf_reader_flush_halves (self);
  else
    chatty_rtf_reader_put_character (self, c);
}

/* A byte of the text in the code page of its font. */
void
chatty_rtf_reader_put_byte (ChattyRtfReader *self,
                            guint8           byte,
                            gboolean         is_raw)
{
  const ChattyRtfFont *font;
  guint page;
  gunichar c;

  if (self->skip > 0)
    {
      self->skip--;
      return;
    }
  if (self->lead_page != 0)
    {
      page = self->lead_page;
      self->lead_page = 0;
      c = chatty_rtf_charset_decode_pair (self->charset, page, self->lead, byte);
      count_lost (self, c);
      chatty_rtf_reader_put_character (self, c);
      return;
    }
  font = chatty_rtf_reader_current_font (self);
  page = font != NULL ? chatty_rtf_fonts_get_code_page (self->fonts, font) : 0;
  if (page == 0)
    page = self->document->code_page;
  if (page == CHATTY_CODE_PAGE_SYMBOL && self->state.target != CHATTY_RTF_TO_FONTS)
    {
      chatty_rtf_reader_put_character (self, chatty_rtf_symbol_to_unicode (byte, !font->is_symbol));
      return;
    }
  if (byte < 0x80)
    {
      chatty_rtf_reader_flush_halves (self);
      chatty_rtf_reader_put_character (self, byte);
      return;
    }
  if (page == CHATTY_CODE_PAGE_UTF8 || (is_raw && self->raw_utf8))
    {
      put_utf8_byte (self, byte);
      return;
    }
  if (self->high != 0)
    chatty_rtf_reader_flush_halves (self);
  if (chatty_rtf_code_page_is_lead (page, byte))
    {
      self->lead_page = page;
      self->lead = byte;
      return;
    }
  c = chatty_rtf_charset_decode_byte (self->charset, page, byte);
  count_lost (self, c);
  chatty_rtf_reader_put_character (self, c);
}

/* \uN: 16 bits with a sign; what does not fit the sign is taken as it is
 * meant, and so are characters over 0xffff that some programs write at once. */
void
chatty_rtf_reader_put_unicode (ChattyRtfReader *self,
                               int              value)
{
  gunichar c = value < 0 ? (gunichar) (value + 0x10000) : (gunichar) value;

  self->skip = 0;
  if (self->high != 0 && c >= 0xdc00 && c <= 0xdfff)
    {
      c = 0x10000 + ((self->high - 0xd800) << 10) + (c - 0xdc00);
      self->high = 0;
    }
  else
    chatty_rtf_reader_flush_halves (self);
  if (c >= 0xd800 && c <= 0xdbff)
    self->high = c;
  else if (c > 0x10ffff || (c >= 0xdc00 && c <= 0xdfff))
    chatty_rtf_reader_put_character (self, 0xfffd);
  else if (c >= 0xf020 && c <= 0xf0ff)
    {
      const ChattyRtfFont *font = chatty_rtf_reader_current_font (self);

      chatty_rtf_reader_put_character (self, chatty_rtf_symbol_to_unicode (c & 0xff, font == NULL || !font->is_symbol));
    }
  else
    chatty_rtf_reader_put_character (self, c);
  self->skip = self->state.uc;
}

