/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-rtf-charset.h"
#include "chatty-rtf-fonts.h"
#include "chatty-rich-document.h"
#include "chatty-rtf-words.h"

G_BEGIN_DECLS

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
} ChattyRtfState;

typedef struct {
  gsize   instruction;  /* where it starts in the buffer */
  guint32 link;
  guint8  target;       /* of the group that holds the field */
  guint8  has_result;
} ChattyRtfField;

typedef struct {
  ChattyRichDocument *document;
  ChattyRichDocument *notes;        /* footnotes */
  ChattyRtfCharset  *charset;
  ChattyRtfFonts    *fonts;
  const char        *at;
  const char        *end;
  GArray            *stack;        /* ChattyRtfState, of the open groups */
  ChattyRtfState              state;
  GArray            *fields;       /* ChattyRtfField, of the open fields */
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
} ChattyRtfReader;

gboolean             chatty_rtf_reader_is_visible       (const ChattyRtfReader *self);
ChattyRichDocument  *chatty_rtf_reader_current_document (const ChattyRtfReader *self);
const ChattyRtfFont *chatty_rtf_reader_current_font     (const ChattyRtfReader *self);
void                 chatty_rtf_reader_put_text         (ChattyRtfReader       *self,
                                                         const char            *text,
                                                         gsize                  length);
void                 chatty_rtf_reader_put_character    (ChattyRtfReader       *self,
                                                         gunichar               c);
void                 chatty_rtf_reader_flush_halves     (ChattyRtfReader       *self);
void                 chatty_rtf_reader_put_byte         (ChattyRtfReader       *self,
                                                         guint8                 byte,
                                                         gboolean               is_raw);
void                 chatty_rtf_reader_put_unicode      (ChattyRtfReader       *self,
                                                         int                    value);
void                 chatty_rtf_reader_end_block        (ChattyRtfReader       *self,
                                                         ChattyRichBlockKind    kind);
void                 chatty_rtf_reader_open_group       (ChattyRtfReader       *self);
void                 chatty_rtf_reader_close_group      (ChattyRtfReader       *self);
void                 chatty_rtf_reader_set_target       (ChattyRtfReader       *self,
                                                         ChattyRtfTarget        target);
void                 chatty_rtf_reader_apply_word       (ChattyRtfReader       *self,
                                                         const ChattyRtfWord   *word,
                                                         gboolean               has_value,
                                                         int                    value);

G_END_DECLS
