/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines, because the state of a group and all that changes it stay
 * together; tables, fonts, the document and its writers are files of their
 * own. Follows the Rich Text Format specification 1.9.1. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-rtf-charset.h"
#include "chatty-rtf-fonts.h"
#include "chatty-rtf-parser.h"
#include "chatty-rtf-words.h"

#define MAX_META 1024
#define MAX_INSTRUCTION 65536
#define MAX_WORD 32

/* What braces save and restore. Kept small: there is one per open group. */
typedef struct {
  const ChattyRtfFont *font;       /* NULL: the default one */
  const ChattyRtfFont *dbch_font;  /* for double-byte text */
  guint32              link;
  guint32              field;      /* number of the innermost field, from 1 */
  gint16               space_before;
  gint16               space_after;
  guint8               target;
  guint8               outer_target; /* of the group around \upr */
  guint8               style;
  guint8               uc;
  guint8               heading;
  guint8               level;
  char                 char_class;
  guint                hidden : 1;
  guint                deleted : 1;
  guint                in_list : 1;
  guint                in_table : 1;
  guint                is_code : 1;
  guint                in_note : 1;
} State;

typedef struct {
  gsize   instruction;  /* where it starts in the buffer */
  guint32 link;
  guint8  target;       /* of the group that holds the field */
  guint8  has_result;
} Field;

typedef struct {
  ChattyRichDocument *document;
  ChattyRichDocument *notes;        /* footnotes */
  ChattyRtfCharset  *charset;
  ChattyRtfFonts    *fonts;
  const char        *at;
  const char        *end;
  GArray            *stack;        /* State, of the open groups */
  State              state;
  GArray            *fields;       /* Field, of the open fields */
  GString           *instruction;
  GString           *marker;
  guint              n_notes;
  guint              max_depth;
  guint              skip;         /* characters of a \u's fallback still to come */
  gunichar           high;         /* first half of a surrogate pair */
  guint              lead_page;    /* code page of lead, 0 when there is none */
  guint8             lead;         /* first half of a double-byte character */
  char               utf8[4];      /* of a raw UTF-8 character */
  guint              n_utf8;
  int                date[6];
  gboolean           raw_utf8;     /* bytes over 0x7f are UTF-8 already */
  gboolean           drop_next;    /* what stands for an attachment */
  gboolean           in_starred;   /* the next word came behind \* */
} Parser;

static gboolean
is_visible (const Parser *self)
{
  return !self->state.hidden && !self->state.deleted;
}

static ChattyRichDocument *
current_document (const Parser *self)
{
  return self->state.in_note ? self->notes : self->document;
}

static const ChattyRtfFont *
current_font (const Parser *self)
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

static void
put_text (Parser     *self,
          const char *text,
          gsize       length)
{
  const State *state = &self->state;

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
      if (is_visible (self))
        {
          const ChattyRtfFont *font = state->font != NULL
                                      ? state->font
                                      : chatty_rtf_fonts_get_default (self->fonts);

          chatty_rich_document_append (current_document (self), text, length,
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

static void
put_character (Parser   *self,
               gunichar  c)
{
  char utf8[6];

  if (c == 0 || (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0))
    return;
  if (c == 0x2028 || c == 0x2029)
    c = '\n';
  put_text (self, utf8, g_unichar_to_utf8 (c, utf8));
}

static void
count_lost (Parser   *self,
            gunichar  c)
{
  if (c == 0xfffd && self->state.target == CHATTY_RTF_TO_TEXT)
    self->document->n_lost++;
}

/* Half a character that will not get its other half. */
static void
flush_halves (Parser *self)
{
  if (self->high == 0 && self->lead_page == 0 && self->n_utf8 == 0)
    return;
  self->high = 0;
  self->lead_page = 0;
  self->n_utf8 = 0;
  count_lost (self, 0xfffd);
  put_character (self, 0xfffd);
}

static void
put_utf8_byte (Parser *self,
               guint8  byte)
{
  gunichar c;

  if ((byte & 0xc0) != 0x80 || self->n_utf8 == sizeof self->utf8)
    flush_halves (self);
  self->utf8[self->n_utf8++] = (char) byte;
  c = g_utf8_get_char_validated (self->utf8, self->n_utf8);
  if (c == (gunichar) -2)
    return;
  self->n_utf8 = c == (gunichar) -1 ? self->n_utf8 : 0;
  if (c == (gunichar) -1)
    flush_halves (self);
  else
    put_character (self, c);
}

/* A byte of the text in the code page of its font. */
static void
put_byte (Parser   *self,
          guint8    byte,
          gboolean  is_raw)
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
      put_character (self, c);
      return;
    }
  font = current_font (self);
  page = font != NULL ? chatty_rtf_fonts_get_code_page (self->fonts, font) : 0;
  if (page == 0)
    page = self->document->code_page;
  if (page == CHATTY_CODE_PAGE_SYMBOL && self->state.target != CHATTY_RTF_TO_FONTS)
    {
      put_character (self, chatty_rtf_symbol_to_unicode (byte, !font->is_symbol));
      return;
    }
  if (byte < 0x80)
    {
      flush_halves (self);
      put_character (self, byte);
      return;
    }
  if (page == CHATTY_CODE_PAGE_UTF8 || (is_raw && self->raw_utf8))
    {
      put_utf8_byte (self, byte);
      return;
    }
  if (self->high != 0)
    flush_halves (self);
  if (chatty_rtf_code_page_is_lead (page, byte))
    {
      self->lead_page = page;
      self->lead = byte;
      return;
    }
  c = chatty_rtf_charset_decode_byte (self->charset, page, byte);
  count_lost (self, c);
  put_character (self, c);
}

/* \uN: 16 bits with a sign; what does not fit the sign is taken as it is
 * meant, and so are characters over 0xffff that some programs write at once. */
static void
put_unicode (Parser *self,
             int     value)
{
  gunichar c = value < 0 ? (gunichar) (value + 0x10000) : (gunichar) value;

  self->skip = 0;
  if (self->high != 0 && c >= 0xdc00 && c <= 0xdfff)
    {
      c = 0x10000 + ((self->high - 0xd800) << 10) + (c - 0xdc00);
      self->high = 0;
    }
  else
    flush_halves (self);
  if (c >= 0xd800 && c <= 0xdbff)
    self->high = c;
  else if (c > 0x10ffff || (c >= 0xdc00 && c <= 0xdfff))
    put_character (self, 0xfffd);
  else if (c >= 0xf020 && c <= 0xf0ff)
    {
      const ChattyRtfFont *font = current_font (self);

      put_character (self, chatty_rtf_symbol_to_unicode (c & 0xff, font == NULL || !font->is_symbol));
    }
  else
    put_character (self, c);
  self->skip = self->state.uc;
}

static void
end_block (Parser             *self,
           ChattyRichBlockKind  kind)
{
  const State *state = &self->state;
  ChattyRichDocument *document = current_document (self);
  ChattyRichBlock *block;
  guint marker = 0;

  if (state->target != CHATTY_RTF_TO_TEXT || !is_visible (self))
    return;
  if (state->in_note)
    {
      if (kind == CHATTY_RICH_PARAGRAPH && chatty_rich_document_has_pending (document))
        put_character (self, ' ');
      return;
    }
  if (kind != CHATTY_RICH_ROW && self->marker->len > 0)
    {
      g_strstrip (self->marker->str);
      if (self->marker->str[0] != '\0')
        marker = chatty_rich_document_add_marker (document, self->marker->str);
      g_string_truncate (self->marker, 0);
    }
  block = chatty_rich_document_end_block (document, kind);
  block->marker = marker;
  block->heading = state->heading;
  block->level = state->level;
  block->in_list = state->in_list;
  block->in_table = state->in_table;
  block->is_code = state->is_code;
  block->space_before = state->space_before;
  block->space_after = state->space_after;
}

/* HYPERLINK "address" with \l "place in the document" and other switches. */
static void
read_instruction (Parser *self,
                  Field  *field)
{
  const char *at = self->instruction->str + field->instruction;
  g_autofree char *address = NULL;
  gboolean is_local = FALSE;

  while (g_ascii_isspace (*at))
    at++;
  if (g_ascii_strncasecmp (at, "HYPERLINK", strlen ("HYPERLINK")) != 0)
    return;
  at += strlen ("HYPERLINK");
  while (*at != '\0')
    {
      const char *start;
      gsize length;

      while (g_ascii_isspace (*at))
        at++;
      if (*at == '\\' && at[1] != '\0')
        {
          is_local |= at[1] == 'l';
          /* \o and \t take a text that is no address. */
          if (at[1] == 'o' || at[1] == 't')
            {
              const char *quote = at + 2 + strspn (at + 2, " ");

              if (*quote == '"' && strchr (quote + 1, '"') != NULL)
                at = strchr (quote + 1, '"') - 1;
            }
          at += 2;
          continue;
        }
      if (*at == '"')
        {
          start = at + 1;
          length = strcspn (start, "\"");
          at = start + length + (start[length] == '"');
        }
      else
        {
          start = at;
          length = strcspn (start, " \t\n");
          at = start + length;
        }
      if (length == 0 || (address != NULL && !is_local))
        continue;
      if (address != NULL)
        {
          g_autofree char *page = g_steal_pointer (&address);

          address = g_strdup_printf ("%s#%.*s", page, (int) length, start);
        }
      else if (!is_local)
        address = g_strndup (start, length);
    }
  if (address != NULL)
    field->link = chatty_rich_document_add_link (self->document, address);
}

static Field *
current_field (Parser *self)
{
  if (self->state.field == 0 || self->state.field > self->fields->len)
    return NULL;
  return &g_array_index (self->fields, Field, self->state.field - 1);
}

static void
end_field (Parser *self,
           guint   outer)
{
  const Field *field = &g_array_index (self->fields, Field, self->state.field - 1);

  if (!field->has_result && field->link != 0 && self->state.target == CHATTY_RTF_TO_TEXT)
    {
      const char *address = g_ptr_array_index (self->document->links, field->link - 1);

      put_text (self, address, strlen (address));
    }
  g_string_truncate (self->instruction, field->instruction);
  g_array_set_size (self->fields, outer);
}

static void
open_group (Parser *self)
{
  g_array_append_val (self->stack, self->state);
  self->in_starred = FALSE;
}

static void
close_group (Parser *self)
{
  const State outer = g_array_index (self->stack, State, self->stack->len - 1);
  Field *field = current_field (self);

  flush_halves (self);
  self->skip = 0;
  self->in_starred = FALSE;
  if (self->state.target == CHATTY_RTF_TO_INSTRUCTION &&
      outer.target != CHATTY_RTF_TO_INSTRUCTION && field != NULL)
    read_instruction (self, field);
  if (self->state.target == CHATTY_RTF_TO_STYLES || self->state.target == CHATTY_RTF_TO_FONTS)
    chatty_rtf_fonts_end (self->fonts);
  if (self->state.field > outer.field && field != NULL)
    end_field (self, outer.field);
  if (self->state.in_note && !outer.in_note)
    chatty_rich_document_end_block (self->notes, CHATTY_RICH_FOOTNOTE);
  if (self->state.target == CHATTY_RTF_TO_CREATED && outer.target != CHATTY_RTF_TO_CREATED &&
      self->date[0] > 0)
    {
      g_autoptr(GDateTime) created = g_date_time_new_utc (self->date[0], self->date[1], self->date[2],
                                                          self->date[3], self->date[4], self->date[5]);

      if (created != NULL)
        self->document->created = g_date_time_to_unix (created) * G_USEC_PER_SEC;
    }
  self->state = outer;
  g_array_set_size (self->stack, self->stack->len - 1);
}

static void
set_target (Parser          *self,
            ChattyRtfTarget  target)
{
  State *state = &self->state;

  /* What is left out stays so, whatever is inside; but meta data are looked
   * for only where they belong. */
  if (state->target == CHATTY_RTF_TO_NOTHING)
    return;
  switch (target)
    {
    case CHATTY_RTF_TO_TITLE:
    case CHATTY_RTF_TO_AUTHOR:
    case CHATTY_RTF_TO_CREATED:
      if (state->target != CHATTY_RTF_TO_INFO)
        return;
      break;
    case CHATTY_RTF_TO_TEXT:
      if (state->target != CHATTY_RTF_TO_TEXT)
        return;
      break;
    case CHATTY_RTF_TO_UNICODE:
      state->outer_target = state->target;
      break;
    case CHATTY_RTF_TO_MARKER:
      if (state->target != CHATTY_RTF_TO_TEXT)
        target = CHATTY_RTF_TO_NOTHING;
      else
        g_string_truncate (self->marker, 0);
      break;
    case CHATTY_RTF_TO_NOTHING:
    case CHATTY_RTF_TO_FONTS:
    case CHATTY_RTF_TO_STYLES:
    case CHATTY_RTF_TO_INFO:
    case CHATTY_RTF_TO_GENERATOR:
    case CHATTY_RTF_TO_INSTRUCTION:
    case CHATTY_RTF_TO_SHAPE:
    default:
      break;
    }
  state->target = target;
}

static void
start_footnote (Parser *self)
{
  g_autofree char *mark = NULL;

  if (self->state.target != CHATTY_RTF_TO_TEXT || self->state.in_note || !is_visible (self))
    return;
  mark = g_strdup_printf ("[^%u]", ++self->n_notes);
  chatty_rich_document_append (self->document, mark, strlen (mark), CHATTY_RICH_RAW, 0);
  self->state.in_note = TRUE;
  self->state.link = 0;
}

/* Binary data may hold braces, so its length counts; but a length that leads
 * out of the file, or that does not end where a group ends, is a lie. */
static void
skip_binary (Parser *self,
             int     length)
{
  if (length > 0 && length <= self->end - self->at)
    {
      const char *behind = self->at + length;

      while (behind < self->end && g_ascii_isspace (*behind))
        behind++;
      if (behind < self->end && *behind == '}')
        {
          self->at += length;
          return;
        }
    }
  self->document->malformed = TRUE;
}

static void
reset_paragraph (State *state)
{
  state->heading = 0;
  state->level = 0;
  state->in_list = FALSE;
  state->in_table = FALSE;
  state->is_code = FALSE;
  state->space_before = 0;
  state->space_after = 0;
}

static void
apply_style (Parser   *self,
             int       number,
             gboolean  of_characters)
{
  const ChattyRtfNamedStyle *style;

  if (self->state.target == CHATTY_RTF_TO_STYLES)
    {
      chatty_rtf_fonts_set_style (self->fonts, number, of_characters);
      return;
    }
  if (of_characters)
    return;
  style = chatty_rtf_fonts_get_style (self->fonts, number);
  self->state.heading = style != NULL ? style->heading : 0;
  self->state.is_code = style != NULL && style->is_code;
}

static void
apply_font (Parser *self,
            int     number)
{
  if (self->state.target == CHATTY_RTF_TO_FONTS)
    chatty_rtf_fonts_begin (self->fonts, number);
  else if (self->state.char_class == 'd')
    self->state.dbch_font = chatty_rtf_fonts_get (self->fonts, number);
  else
    self->state.font = chatty_rtf_fonts_get (self->fonts, number);
}

static void
apply_word (Parser              *self,
            const ChattyRtfWord *word,
            gboolean             has_value,
            int                  value)
{
  State *state = &self->state;
  const gboolean on = !has_value || value != 0;
  Field *field;

  switch ((ChattyRtfWordKind) word->kind)
    {
    case CHATTY_RTF_WORD_TARGET:
      set_target (self, word->value);
      break;
    case CHATTY_RTF_WORD_PICTURE:
      if (state->target == CHATTY_RTF_TO_TEXT && is_visible (self))
        self->document->n_pictures++;
      set_target (self, CHATTY_RTF_TO_NOTHING);
      break;
    case CHATTY_RTF_WORD_ATTACHMENT:
      if (state->target == CHATTY_RTF_TO_TEXT)
        {
          self->document->n_pictures++;
          self->drop_next = TRUE;
        }
      set_target (self, CHATTY_RTF_TO_NOTHING);
      break;
    case CHATTY_RTF_WORD_CHARACTER:
      put_character (self, word->value);
      break;
    case CHATTY_RTF_WORD_STYLE:
      state->style = on ? state->style | word->value : state->style & ~word->value;
      break;
    case CHATTY_RTF_WORD_CODE_PAGE:
      self->document->code_page = word->value;
      break;
    case CHATTY_RTF_WORD_ANSICPG:
      if (chatty_rtf_code_page_get_name (value) != NULL)
        self->document->code_page = value;
      break;
    case CHATTY_RTF_WORD_COCOA:
      g_string_printf (self->document->generator, "Cocoa RTF %d", value);
      break;
    case CHATTY_RTF_WORD_BIN:
      skip_binary (self, value);
      break;
    case CHATTY_RTF_WORD_CELL:
      end_block (self, CHATTY_RICH_CELL);
      break;
    case CHATTY_RTF_WORD_ROW:
      end_block (self, CHATTY_RICH_ROW);
      break;
    case CHATTY_RTF_WORD_NESTCELL:
      put_text (self, word->value == 'r' ? "; " : " / ", word->value == 'r' ? 2 : 3);
      break;
    case CHATTY_RTF_WORD_PAR:
      end_block (self, CHATTY_RICH_PARAGRAPH);
      break;
    case CHATTY_RTF_WORD_PARD:
      reset_paragraph (state);
      break;
    case CHATTY_RTF_WORD_PLAIN:
      state->style = 0;
      state->font = NULL;
      state->hidden = FALSE;
      state->deleted = FALSE;
      state->char_class = 0;
      break;
    case CHATTY_RTF_WORD_CLASS:
      state->char_class = (char) word->value;
      break;
    case CHATTY_RTF_WORD_CLASS_FONT:
      if (state->char_class == 'd')
        state->dbch_font = chatty_rtf_fonts_get (self->fonts, value);
      break;
    case CHATTY_RTF_WORD_CPG:
    case CHATTY_RTF_WORD_FCHARSET:
    case CHATTY_RTF_WORD_PITCH:
      if (state->target == CHATTY_RTF_TO_FONTS)
        chatty_rtf_fonts_set_property (self->fonts, word->kind, value);
      break;
    case CHATTY_RTF_WORD_DATE:
      if (state->target == CHATTY_RTF_TO_CREATED)
        self->date[word->value] = value;
      break;
    case CHATTY_RTF_WORD_DEFF:
      chatty_rtf_fonts_set_default (self->fonts, value);
      break;
    case CHATTY_RTF_WORD_DELETED:
      state->deleted = on;
      break;
    case CHATTY_RTF_WORD_HIDDEN:
      state->hidden = on;
      break;
    case CHATTY_RTF_WORD_FONT:
      apply_font (self, value);
      break;
    case CHATTY_RTF_WORD_STYLE_NUMBER:
      apply_style (self, value, word->value == 'c');
      break;
    case CHATTY_RTF_WORD_OUTLINE:
      if (state->target == CHATTY_RTF_TO_STYLES)
        chatty_rtf_fonts_set_outline (self->fonts, value);
      else
        state->heading = value >= 0 && value < 6 ? value + 1 : 0;
      break;
    case CHATTY_RTF_WORD_SPACE:
      *(word->value == 'b' ? &state->space_before : &state->space_after) = CLAMP (value, 0, G_MAXINT16);
      break;
    case CHATTY_RTF_WORD_ILVL:
      state->level = CLAMP (value, 0, 8);
      break;
    case CHATTY_RTF_WORD_LS:
      state->in_list = value > 0;
      break;
    case CHATTY_RTF_WORD_INTBL:
      state->in_table = on;
      break;
    case CHATTY_RTF_WORD_FOOTNOTE:
      start_footnote (self);
      break;
    case CHATTY_RTF_WORD_SHAPE_TEXT:
      if (state->target == CHATTY_RTF_TO_SHAPE)
        state->target = CHATTY_RTF_TO_TEXT;
      break;
    case CHATTY_RTF_WORD_FIELD:
      {
        const Field begun = { self->instruction->len, state->link, state->target, FALSE };

        g_array_append_val (self->fields, begun);
        state->field = self->fields->len;
        break;
      }
    case CHATTY_RTF_WORD_INSTRUCTION:
      if (current_field (self) != NULL)
        set_target (self, CHATTY_RTF_TO_INSTRUCTION);
      else
        set_target (self, CHATTY_RTF_TO_NOTHING);
      break;
    case CHATTY_RTF_WORD_RESULT:
      field = current_field (self);
      if (field != NULL)
        {
          field->has_result = TRUE;
          state->target = field->target;
          state->link = field->link;
        }
      break;
    case CHATTY_RTF_WORD_UD:
      if (state->target == CHATTY_RTF_TO_UNICODE)
        state->target = state->outer_target;
      break;
    case CHATTY_RTF_WORD_UC:
      state->uc = CLAMP (value, 0, 16);
      break;
    case CHATTY_RTF_WORD_U:
      put_unicode (self, value);
      break;
    case CHATTY_RTF_WORD_UNKNOWN:
    default:
      break;
    }
}

static void
read_word (Parser *self)
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
  word = length <= MAX_WORD ? chatty_rtf_word_lookup (start, length) : NULL;
  if (word == NULL || word->kind != CHATTY_RTF_WORD_U)
    flush_halves (self);
  if (word != NULL)
    apply_word (self, word, has_value, is_negative ? (int) -value : (int) value);
  else if (starred)
    set_target (self, CHATTY_RTF_TO_NOTHING);
}

static void
put_symbol (Parser   *self,
            gunichar  c)
{
  if (self->skip > 0)
    self->skip--;
  else
    put_character (self, c);
}

static void
read_control (Parser *self)
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
      put_byte (self, high * 16 + low, FALSE);
      break;
    case '\\':
    case '{':
    case '}':
      put_byte (self, self->at[-1], TRUE);
      break;
    case '*':
      self->in_starred = TRUE;
      break;
    case '\r':
      if (self->at < self->end && *self->at == '\n')
        self->at++;
      end_block (self, CHATTY_RICH_PARAGRAPH);
      break;
    case '\n':
      end_block (self, CHATTY_RICH_PARAGRAPH);
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
skip_text (Parser *self)
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
read_text (Parser *self)
{
  const char *start = self->at;
  const ChattyRtfFont *font;

  if (!is_plain_byte (*self->at))
    {
      const guint8 byte = (guint8) *self->at++;

      if (byte >= 0x80 || byte == '\t')
        put_byte (self, byte, TRUE);
      return;
    }
  font = current_font (self);
  /* One at a time where bytes are not characters of their own. */
  if (self->skip > 0 || self->lead_page != 0 ||
      (font != NULL && font->code_page == CHATTY_CODE_PAGE_SYMBOL &&
       self->state.target != CHATTY_RTF_TO_FONTS))
    {
      put_byte (self, (guint8) *self->at++, TRUE);
      return;
    }
  flush_halves (self);
  while (self->at < self->end && is_plain_byte (*self->at))
    self->at++;
  put_text (self, start, self->at - start);
}

/* Whether anything but brackets follows, so that the end came too early. */
static gboolean
has_more_text (const Parser *self)
{
  for (const char *at = self->at; at < self->end; at++)
    if (*at != '}' && *at != '{' && *at != '\0' && !g_ascii_isspace (*at))
      return TRUE;
  return FALSE;
}

static gboolean
parse (Parser  *self,
       GError **error)
{
  while (self->at < self->end)
    {
      switch (*self->at)
        {
        case '{':
          self->at++;
          flush_halves (self);
          if (self->stack->len >= self->max_depth)
            {
              g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                           _("groups are nested more than %u deep"), self->max_depth);
              return FALSE;
            }
          open_group (self);
          break;
        case '}':
          self->at++;
          if (self->stack->len > 1)
            {
              close_group (self);
              break;
            }
          /* The end of the document, unless there is one brace too many. */
          flush_halves (self);
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
skip_signature (Parser *self)
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
  g_autoptr(GArray) stack = g_array_new (FALSE, FALSE, sizeof (State));
  g_autoptr(GArray) fields = g_array_new (FALSE, FALSE, sizeof (Field));
  g_autoptr(GString) instruction = g_string_new (NULL);
  g_autoptr(GString) marker = g_string_new (NULL);
  Parser self = {
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
      end_block (&self, CHATTY_RICH_PARAGRAPH);
    }
  if (chatty_rich_document_has_pending (notes))
    chatty_rich_document_end_block (notes, CHATTY_RICH_FOOTNOTE);
  chatty_rich_document_take_notes (document, notes);
  return g_steal_pointer (&document);
}
