/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHATTY_CODE_PAGE_SYMBOL 42
#define CHATTY_CODE_PAGE_UTF8   65001

/**
 * ChattyRtfCharset:
 *
 * Turns the bytes of code pages into characters. Tables are made once per
 * code page and kept; one object serves one thread.
 */
typedef struct _ChattyRtfCharset ChattyRtfCharset;

ChattyRtfCharset *chatty_rtf_charset_new          (void);
void              chatty_rtf_charset_free         (ChattyRtfCharset *self);
gunichar          chatty_rtf_charset_decode_byte  (ChattyRtfCharset *self,
                                                   guint             code_page,
                                                   guint8            byte);
gunichar          chatty_rtf_charset_decode_pair  (ChattyRtfCharset *self,
                                                   guint             code_page,
                                                   guint8            lead,
                                                   guint8            trail);
gboolean          chatty_rtf_code_page_is_lead    (guint             code_page,
                                                   guint8            byte);
gboolean          chatty_rtf_code_page_is_double  (guint             code_page);
guint             chatty_rtf_code_page_of_charset (guint             fcharset);
const char       *chatty_rtf_code_page_get_name   (guint             code_page);
gunichar          chatty_rtf_symbol_to_unicode    (guint8            byte,
                                                   gboolean          wingdings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRtfCharset, chatty_rtf_charset_free)

G_END_DECLS
