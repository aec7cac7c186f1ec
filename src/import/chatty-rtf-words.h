/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a group's text is for. */
typedef enum {
  CHATTY_RTF_TO_TEXT,
  CHATTY_RTF_TO_NOTHING,
  CHATTY_RTF_TO_FONTS,
  CHATTY_RTF_TO_STYLES,
  CHATTY_RTF_TO_INFO,       /* only its children matter */
  CHATTY_RTF_TO_TITLE,
  CHATTY_RTF_TO_AUTHOR,
  CHATTY_RTF_TO_CREATED,
  CHATTY_RTF_TO_GENERATOR,
  CHATTY_RTF_TO_INSTRUCTION,
  CHATTY_RTF_TO_MARKER,     /* number or bullet of a list item */
  CHATTY_RTF_TO_UNICODE,    /* \upr: only its \ud child matters */
  CHATTY_RTF_TO_SHAPE,      /* only its text box matters */
} ChattyRtfTarget;

typedef enum {
  CHATTY_RTF_WORD_UNKNOWN,
  CHATTY_RTF_WORD_TARGET,     /* value: the target of this group */
  CHATTY_RTF_WORD_PICTURE,
  CHATTY_RTF_WORD_CHARACTER,  /* value: a character */
  CHATTY_RTF_WORD_STYLE,      /* value: a ChattyRichStyle flag, off with 0 */
  CHATTY_RTF_WORD_CODE_PAGE,  /* value: the code page of the document */
  CHATTY_RTF_WORD_ANSICPG,
  CHATTY_RTF_WORD_ATTACHMENT,
  CHATTY_RTF_WORD_BIN,
  CHATTY_RTF_WORD_CELL,
  CHATTY_RTF_WORD_CLASS,      /* value: 'l', 'h' or 'd' */
  CHATTY_RTF_WORD_CLASS_FONT,
  CHATTY_RTF_WORD_COCOA,
  CHATTY_RTF_WORD_CPG,
  CHATTY_RTF_WORD_DATE,       /* value: its place in a date */
  CHATTY_RTF_WORD_DEFF,
  CHATTY_RTF_WORD_DELETED,
  CHATTY_RTF_WORD_FCHARSET,
  CHATTY_RTF_WORD_FIELD,
  CHATTY_RTF_WORD_FONT,
  CHATTY_RTF_WORD_FOOTNOTE,
  CHATTY_RTF_WORD_HIDDEN,
  CHATTY_RTF_WORD_ILVL,
  CHATTY_RTF_WORD_INSTRUCTION,
  CHATTY_RTF_WORD_INTBL,
  CHATTY_RTF_WORD_LS,
  CHATTY_RTF_WORD_NESTCELL,
  CHATTY_RTF_WORD_OUTLINE,
  CHATTY_RTF_WORD_PAR,
  CHATTY_RTF_WORD_PARD,
  CHATTY_RTF_WORD_PITCH,
  CHATTY_RTF_WORD_PLAIN,
  CHATTY_RTF_WORD_RESULT,
  CHATTY_RTF_WORD_ROW,
  CHATTY_RTF_WORD_SHAPE_TEXT,
  CHATTY_RTF_WORD_SPACE,      /* value: 'b' before, 'a' after */
  CHATTY_RTF_WORD_STYLE_NUMBER,
  CHATTY_RTF_WORD_U,
  CHATTY_RTF_WORD_UC,
  CHATTY_RTF_WORD_UD,
} ChattyRtfWordKind;

typedef struct {
  const char *name;
  guint8      kind;
  guint16     value;
} ChattyRtfWord;

const ChattyRtfWord *chatty_rtf_word_lookup (const char *name,
                                             gsize       length);

G_END_DECLS
