/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-rtf-reader.h"

/* Ends the paragraph, cell or row, if there is text here at all. */
void
chatty_rtf_reader_end_block (ChattyRtfReader     *self,
                             ChattyRichBlockKind  kind)
{
  const ChattyRtfState *state = &self->state;
  ChattyRichDocument *document = chatty_rtf_reader_current_document (self);
  ChattyRichBlock *block;
  guint marker = 0;

  if (state->target != CHATTY_RTF_TO_TEXT || !chatty_rtf_reader_is_visible (self))
    return;
  if (state->in_note)
    {
      if (kind == CHATTY_RICH_PARAGRAPH && chatty_rich_document_has_pending (document))
        chatty_rtf_reader_put_character (self, ' ');
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
read_instruction (ChattyRtfReader *self,
                  ChattyRtfField  *field)
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

static ChattyRtfField *
current_field (ChattyRtfReader *self)
{
  if (self->state.field == 0 || self->state.field > self->fields->len)
    return NULL;
  return &g_array_index (self->fields, ChattyRtfField, self->state.field - 1);
}

static void
end_field (ChattyRtfReader *self,
           guint            outer)
{
  const ChattyRtfField *field = &g_array_index (self->fields, ChattyRtfField, self->state.field - 1);

  if (!field->has_result && field->link != 0 && self->state.target == CHATTY_RTF_TO_TEXT)
    {
      const char *address = g_ptr_array_index (self->document->links, field->link - 1);

      chatty_rtf_reader_put_text (self, address, strlen (address));
    }
  g_string_truncate (self->instruction, field->instruction);
  g_array_set_size (self->fields, outer);
}

/* Keeps the state for the end of the group. */
void
chatty_rtf_reader_open_group (ChattyRtfReader *self)
{
  g_array_append_val (self->stack, self->state);
  self->in_starred = FALSE;
}

/* Finishes what the group was for and takes the old state back. */
void
chatty_rtf_reader_close_group (ChattyRtfReader *self)
{
  const ChattyRtfState outer = g_array_index (self->stack, ChattyRtfState, self->stack->len - 1);
  ChattyRtfField *field = current_field (self);

  chatty_rtf_reader_flush_halves (self);
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

/* Makes the open group one for @target, where that may be. */
void
chatty_rtf_reader_set_target (ChattyRtfReader *self,
                              ChattyRtfTarget  target)
{
  ChattyRtfState *state = &self->state;

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
start_footnote (ChattyRtfReader *self)
{
  g_autofree char *mark = NULL;

  if (self->state.target != CHATTY_RTF_TO_TEXT || self->state.in_note || !chatty_rtf_reader_is_visible (self))
    return;
  mark = g_strdup_printf ("[^%u]", ++self->n_notes);
  chatty_rich_document_append (self->document, mark, strlen (mark), CHATTY_RICH_RAW, 0);
  self->state.in_note = TRUE;
  self->state.link = 0;
}

/* Binary data may hold braces, so its length counts; but a length that leads
 * out of the file, or that does not end where a group ends, is a lie. */
static void
skip_binary (ChattyRtfReader *self,
             int              length)
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
reset_paragraph (ChattyRtfState *state)
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
apply_style (ChattyRtfReader *self,
             int              number,
             gboolean         of_characters)
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
apply_font (ChattyRtfReader *self,
            int              number)
{
  if (self->state.target == CHATTY_RTF_TO_FONTS)
    chatty_rtf_fonts_begin (self->fonts, number);
  else if (self->state.char_class == 'd')
    self->state.dbch_font = chatty_rtf_fonts_get (self->fonts, number);
  else
    self->state.font = chatty_rtf_fonts_get (self->fonts, number);
}

/* Does what a control word says. */
void
chatty_rtf_reader_apply_word (ChattyRtfReader     *self,
                              const ChattyRtfWord *word,
                              gboolean             has_value,
                              int                  value)
{
  ChattyRtfState *state = &self->state;
  const gboolean on = !has_value || value != 0;
  ChattyRtfField *field;

  switch ((ChattyRtfWordKind) word->kind)
    {
    case CHATTY_RTF_WORD_TARGET:
      chatty_rtf_reader_set_target (self, word->value);
      break;
    case CHATTY_RTF_WORD_PICTURE:
      if (state->target == CHATTY_RTF_TO_TEXT && chatty_rtf_reader_is_visible (self))
        self->document->n_pictures++;
      chatty_rtf_reader_set_target (self, CHATTY_RTF_TO_NOTHING);
      break;
    case CHATTY_RTF_WORD_ATTACHMENT:
      if (state->target == CHATTY_RTF_TO_TEXT)
        {
          self->document->n_pictures++;
          self->drop_next = TRUE;
        }
      chatty_rtf_reader_set_target (self, CHATTY_RTF_TO_NOTHING);
      break;
    case CHATTY_RTF_WORD_CHARACTER:
      chatty_rtf_reader_put_character (self, word->value);
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
      chatty_rtf_reader_end_block (self, CHATTY_RICH_CELL);
      break;
    case CHATTY_RTF_WORD_ROW:
      chatty_rtf_reader_end_block (self, CHATTY_RICH_ROW);
      break;
    case CHATTY_RTF_WORD_NESTCELL:
      chatty_rtf_reader_put_text (self, word->value == 'r' ? "; " : " / ", word->value == 'r' ? 2 : 3);
      break;
    case CHATTY_RTF_WORD_PAR:
      chatty_rtf_reader_end_block (self, CHATTY_RICH_PARAGRAPH);
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
        const ChattyRtfField begun = { self->instruction->len, state->link, state->target, FALSE };

        g_array_append_val (self->fields, begun);
        state->field = self->fields->len;
        break;
      }
    case CHATTY_RTF_WORD_INSTRUCTION:
      if (current_field (self) != NULL)
        chatty_rtf_reader_set_target (self, CHATTY_RTF_TO_INSTRUCTION);
      else
        chatty_rtf_reader_set_target (self, CHATTY_RTF_TO_NOTHING);
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
      chatty_rtf_reader_put_unicode (self, value);
      break;
    case CHATTY_RTF_WORD_UNKNOWN:
    default:
      break;
    }
}

