/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place in a text that grows is its offset, with above it how often the text
 * had been replaced: so that each of several readers learns that its place is
 * gone. A text is told to be replaced this often, and not more. */
#define CHATTY_TEXT_PLACE_BITS   (GLIB_SIZEOF_SIZE_T == 8 ? 48 : 25)
#define CHATTY_TEXT_MAX_REPLACED (G_MAXSIZE >> CHATTY_TEXT_PLACE_BITS)

void     chatty_text_set           (char       **place,
                                    const char  *text);
char    *chatty_text_make_valid    (const char *bytes,
                                    gssize      length);
char    *chatty_text_one_line      (const char *text,
                                    gsize       max_bytes);
char    *chatty_text_display_name  (const char *name);
char    *chatty_text_limit         (guint64     bytes);
char    *chatty_text_safe_name     (const char *title,
                                    gsize       max_bytes);
char    *chatty_text_fold_key      (const char *name);
char    *chatty_text_callsign_stem (const char *name);
gboolean chatty_text_is_same       (const char *a,
                                    const char *b);
int      chatty_text_compare       (gconstpointer a,
                                    gconstpointer b);
gsize    chatty_text_append_since  (const GString *text,
                                    gsize          replaced,
                                    gsize          place,
                                    GString       *into);

G_END_DECLS
