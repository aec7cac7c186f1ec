/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What talk-crasher says, piece by piece; each piece is another one, so that
 * what is lost or said twice is seen. */
static inline char *
talk_piece (guint nth)
{
  static const char *const words[] = { "tea ", "über\n", "茶 ", "**bold** ", "\n\n", "😀", "<!-- turn {} -->\n" };

  return g_strdup_printf ("%u:%s", nth, words[nth % G_N_ELEMENTS (words)]);
}

/* The first @n_pieces of it. */
static inline char *
talk_text (guint n_pieces)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_pieces; i++)
    {
      g_autofree char *piece = talk_piece (i);

      g_string_append (text, piece);
    }
  return g_string_free (text, FALSE);
}

G_END_DECLS
