/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-rtf-charset.h"
#include "chatty-rtf-fonts.h"

#define MAX_NAME 128

struct _ChattyRtfFonts {
  ChattyRichDocument   *document;      /* unowned: the code page is its */
  GHashTable          *fonts;         /* number -> ChattyRtfFont */
  GHashTable          *styles;        /* number -> ChattyRtfNamedStyle */
  GString             *name;          /* of the entry that is being read */
  ChattyRtfFont       *font;          /* that entry, or NULL */
  ChattyRtfNamedStyle *style;
  const ChattyRtfFont *default_font;
  int                  default_number;
  gboolean             has_default;
  guint                mixed_charsets : 1;
};

/* Parts of the lower-case names of fonts of one width. */
static const char * const mono_names[] = {
  "andale", "cascadia", "consolas", "courier", "fira code", "fixedsys",
  "hack", "inconsolata", "jetbrains", "lucida console", "menlo", "monaco",
  "source code", "terminal",
};

ChattyRtfFonts *
chatty_rtf_fonts_new (ChattyRichDocument *document)
{
  ChattyRtfFonts *self = g_new0 (ChattyRtfFonts, 1);

  self->document = document;
  self->fonts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->styles = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->name = g_string_new (NULL);
  return self;
}

void
chatty_rtf_fonts_free (ChattyRtfFonts *self)
{
  g_hash_table_unref (self->fonts);
  g_hash_table_unref (self->styles);
  g_string_free (self->name, TRUE);
  g_free (self);
}

static gboolean
is_mono_name (const char *name)
{
  const char *mono = strstr (name, "mono");

  for (guint i = 0; i < G_N_ELEMENTS (mono_names); i++)
    if (strstr (name, mono_names[i]) != NULL)
      return TRUE;
  /* DejaVu Sans Mono, but not Monotype Corsiva. */
  return mono != NULL && !g_ascii_isalpha (mono[4]);
}

static void
end_font (ChattyRtfFonts *self,
          const char     *name)
{
  self->font->is_mono = self->font->is_mono || is_mono_name (name);
  self->font->is_symbol = strstr (name, "symbol") != NULL;
  /* Some programs name the symbol fonts without their charset. */
  if (self->font->fcharset == G_MAXUINT &&
      (strcmp (name, "symbol") == 0 || g_str_has_prefix (name, "wingdings")))
    self->font->code_page = CHATTY_CODE_PAGE_SYMBOL;
  self->font = NULL;
}

static void
end_style (ChattyRtfFonts *self,
           const char     *name)
{
  if (self->style->heading == 0)
    {
      const char *digit = NULL;

      if (g_str_has_prefix (name, "heading ") || g_str_has_prefix (name, "heading"))
        digit = name + strcspn (name, "123456");
      if (digit != NULL && *digit != '\0' && digit[1] == '\0')
        self->style->heading = *digit - '0';
      else if (strcmp (name, "title") == 0)
        self->style->heading = 1;
      else if (strcmp (name, "subtitle") == 0)
        self->style->heading = 2;
    }
  self->style->is_code = strstr (name, "preformatted") != NULL || strstr (name, "source code") != NULL ||
                         strcmp (name, "code") == 0 || strcmp (name, "code block") == 0;
  self->style = NULL;
}

/**
 * chatty_rtf_fonts_end:
 * @self: the tables
 *
 * Ends the entry that is being read, if there is one.
 */
void
chatty_rtf_fonts_end (ChattyRtfFonts *self)
{
  g_autofree char *name = NULL;

  if (self->font != NULL || self->style != NULL)
    {
      name = g_ascii_strdown (self->name->str, -1);
      g_strstrip (name);
      if (self->font != NULL)
        end_font (self, name);
      if (self->style != NULL)
        end_style (self, name);
    }
  g_string_truncate (self->name, 0);
}

void
chatty_rtf_fonts_begin (ChattyRtfFonts *self,
                        int             number)
{
  chatty_rtf_fonts_end (self);
  self->font = g_hash_table_lookup (self->fonts, GINT_TO_POINTER (number));
  if (self->font == NULL)
    {
      self->font = g_new0 (ChattyRtfFont, 1);
      self->font->fcharset = G_MAXUINT;
      g_hash_table_insert (self->fonts, GINT_TO_POINTER (number), self->font);
    }
}

void
chatty_rtf_fonts_set_property (ChattyRtfFonts    *self,
                               ChattyRtfWordKind  property,
                               int                value)
{
  if (self->font == NULL)
    return;
  if (property == CHATTY_RTF_WORD_PITCH)
    self->font->is_mono = value == 1;
  else if (property == CHATTY_RTF_WORD_CPG)
    self->font->code_page = value;
  else
    {
      self->font->fcharset = value;
      self->font->code_page = chatty_rtf_code_page_of_charset (value);
      self->mixed_charsets |= value > 2;
    }
}

void
chatty_rtf_fonts_set_style (ChattyRtfFonts *self,
                            int             number,
                            gboolean        of_characters)
{
  chatty_rtf_fonts_end (self);
  if (of_characters)
    return;
  self->style = g_hash_table_lookup (self->styles, GINT_TO_POINTER (number));
  if (self->style == NULL)
    {
      self->style = g_new0 (ChattyRtfNamedStyle, 1);
      g_hash_table_insert (self->styles, GINT_TO_POINTER (number), self->style);
    }
}

void
chatty_rtf_fonts_set_outline (ChattyRtfFonts *self,
                              int             level)
{
  if (self->style != NULL && level >= 0 && level < 6)
    self->style->heading = level + 1;
}

/**
 * chatty_rtf_fonts_add_name:
 * @self: the tables
 * @text: part of a name, or several names that `;` ends
 * @length: its bytes
 *
 * Takes the text of a table. It names the entry that was begun last.
 */
void
chatty_rtf_fonts_add_name (ChattyRtfFonts *self,
                           const char     *text,
                           gsize           length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, ';', end - text);
      const char *until = stop != NULL ? stop : end;

      if (self->name->len + (until - text) <= MAX_NAME)
        g_string_append_len (self->name, text, until - text);
      if (stop != NULL)
        chatty_rtf_fonts_end (self);
      text = stop != NULL ? stop + 1 : end;
    }
}

void
chatty_rtf_fonts_set_default (ChattyRtfFonts *self,
                              int             number)
{
  self->default_number = number;
  self->has_default = TRUE;
}

/**
 * chatty_rtf_fonts_get_default:
 * @self: the tables
 *
 * Returns: (nullable): the font of text that names none
 */
const ChattyRtfFont *
chatty_rtf_fonts_get_default (ChattyRtfFonts *self)
{
  if (self->default_font == NULL && self->has_default)
    self->default_font = chatty_rtf_fonts_get (self, self->default_number);
  return self->default_font;
}

const ChattyRtfFont *
chatty_rtf_fonts_get (ChattyRtfFonts *self,
                      int             number)
{
  return g_hash_table_lookup (self->fonts, GINT_TO_POINTER (number));
}

/**
 * chatty_rtf_fonts_get_code_page:
 * @self: the tables
 * @font: a font of them
 *
 * `\fcharset0` should mean Windows-1252, and with programs that tell their
 * fonts apart it does. Those that write it for every font mean the code page
 * of the document, and so do East Asian ones.
 *
 * Returns: the code page of the font's bytes, 0 for that of the document
 */
guint
chatty_rtf_fonts_get_code_page (ChattyRtfFonts      *self,
                                const ChattyRtfFont *font)
{
  if (font->fcharset == 0 && font->code_page == 1252 &&
      (!self->mixed_charsets || chatty_rtf_code_page_is_double (self->document->code_page)))
    return 0;
  return font->code_page;
}

const ChattyRtfNamedStyle *
chatty_rtf_fonts_get_style (ChattyRtfFonts *self,
                            int             number)
{
  return g_hash_table_lookup (self->styles, GINT_TO_POINTER (number));
}
