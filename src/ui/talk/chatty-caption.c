/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-caption.h"

/* What is read at a glance; a pause or the end of a sentence ends a line earlier. */
#define MAX_LINE_CHARS 56
#define MAX_WORD_CHARS 40
#define PAUSE_SECONDS  1.0

static glong
count_chars (const ChattyWordTime *word)
{
  return word->word != NULL ? MIN (g_utf8_strlen (word->word, -1), MAX_WORD_CHARS) : 0;
}

static gboolean
ends_sentence (const ChattyWordTime *word)
{
  gunichar last = word->word != NULL && *word->word != '\0'
    ? g_utf8_get_char (g_utf8_prev_char (word->word + strlen (word->word))) : 0;

  return last == '.' || last == '!' || last == '?' || last == 0x3002 || last == 0xff01 ||
         last == 0xff1f;
}

/* Lines are found from the first word on, so that a word is always in the same. */
static void
find_line (GArray *words,
           guint   word,
           guint  *first,
           guint  *end)
{
  glong chars = 0;

  *first = 0;
  for (guint i = 0; i < words->len; i++)
    {
      const ChattyWordTime *now = &g_array_index (words, ChattyWordTime, i);
      gboolean breaks = FALSE;

      if (i > *first)
        {
          const ChattyWordTime *before = &g_array_index (words, ChattyWordTime, i - 1);

          breaks = chars + 1 + count_chars (now) > MAX_LINE_CHARS || ends_sentence (before) ||
                   now->start - before->end > PAUSE_SECONDS;
        }
      if (breaks)
        {
          if (i > word)
            {
              *end = i;
              return;
            }
          *first = i;
          chars = 0;
        }
      chars += (i > *first ? 1 : 0) + count_chars (now);
    }
  *end = words->len;
}

/**
 * chatty_caption_dup_line:
 * @words: of ChattyWordTime
 * @word: which of them is spoken
 * @attributes: (out) (transfer full): makes it stand out
 *
 * Returns: (transfer full): the line of a caption that has the word
 */
char *
chatty_caption_dup_line (GArray         *words,
                         guint           word,
                         PangoAttrList **attributes)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint first, end;

  g_return_val_if_fail (words != NULL && word < words->len, NULL);
  g_return_val_if_fail (attributes != NULL, NULL);

  *attributes = pango_attr_list_new ();
  find_line (words, word, &first, &end);
  for (guint i = first; i < end; i++)
    {
      const ChattyWordTime *now = &g_array_index (words, ChattyWordTime, i);
      guint start;

      if (line->len > 0)
        g_string_append_c (line, ' ');
      start = (guint) line->len;
      if (now->word != NULL)
        g_string_append_len (line, now->word,
                             g_utf8_offset_to_pointer (now->word, count_chars (now)) - now->word);
      if (i == word)
        {
          PangoAttribute *attribute = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

          attribute->start_index = start;
          attribute->end_index = (guint) line->len;
          pango_attr_list_insert (*attributes, attribute);
        }
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
