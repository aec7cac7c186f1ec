/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

#include "chatty-rich-document.h"
#include "chatty-rtf-words.h"

G_BEGIN_DECLS

typedef struct {
  guint    fcharset;   /* G_MAXUINT: not given */
  guint    code_page;  /* 0: that of the document */
  gboolean is_mono;
  gboolean is_symbol;  /* of \fcharset2 fonts: Symbol, not a Wingdings */
} ChattyRtfFont;

typedef struct {
  guint8 heading;      /* 1 to 6, 0 for none */
  guint8 is_code;
} ChattyRtfNamedStyle;

/**
 * ChattyRtfFonts:
 *
 * The font table and the style sheet of a document. Fonts stay where they
 * are until the tables are freed.
 */
typedef struct _ChattyRtfFonts ChattyRtfFonts;

ChattyRtfFonts            *chatty_rtf_fonts_new           (ChattyRichDocument   *document);
void                       chatty_rtf_fonts_free          (ChattyRtfFonts      *self);
void                       chatty_rtf_fonts_begin         (ChattyRtfFonts      *self,
                                                           int                  number);
void                       chatty_rtf_fonts_set_property  (ChattyRtfFonts      *self,
                                                           ChattyRtfWordKind    property,
                                                           int                  value);
void                       chatty_rtf_fonts_set_style     (ChattyRtfFonts      *self,
                                                           int                  number,
                                                           gboolean             of_characters);
void                       chatty_rtf_fonts_set_outline   (ChattyRtfFonts      *self,
                                                           int                  level);
void                       chatty_rtf_fonts_add_name      (ChattyRtfFonts      *self,
                                                           const char          *text,
                                                           gsize                length);
void                       chatty_rtf_fonts_end           (ChattyRtfFonts      *self);
void                       chatty_rtf_fonts_set_default   (ChattyRtfFonts      *self,
                                                           int                  number);
const ChattyRtfFont       *chatty_rtf_fonts_get_default   (ChattyRtfFonts      *self);
const ChattyRtfFont       *chatty_rtf_fonts_get           (ChattyRtfFonts      *self,
                                                           int                  number);
guint                      chatty_rtf_fonts_get_code_page (ChattyRtfFonts      *self,
                                                           const ChattyRtfFont *font);
const ChattyRtfNamedStyle *chatty_rtf_fonts_get_style     (ChattyRtfFonts      *self,
                                                           int                  number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRtfFonts, chatty_rtf_fonts_free)

G_END_DECLS
