/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-heard.h"

static void
word_clear (gpointer data)
{
  g_free (((ChattyWordTime *) data)->word);
}

/**
 * chatty_heard_dup_words:
 * @streams: (element-type ChattyAudioStream): what is heard, in order
 *
 * Returns: (transfer full) (element-type ChattyWordTime): their words, counted as
 *   the player counts them; times are those of each stream
 */
GArray *
chatty_heard_dup_words (GPtrArray *streams)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (ChattyWordTime));

  g_array_set_clear_func (all, word_clear);
  for (guint i = 0; i < streams->len; i++)
    {
      g_autoptr (GArray) words = chatty_audio_stream_dup_words (g_ptr_array_index (streams, i));

      for (guint j = 0; words != NULL && j < words->len; j++)
        {
          ChattyWordTime word = g_array_index (words, ChattyWordTime, j);

          word.word = g_strdup (word.word);
          g_array_append_val (all, word);
        }
    }
  return all;
}

/**
 * chatty_heard_join:
 * @streams: (element-type ChattyAudioStream): what is heard, in order
 *
 * Returns: (transfer full): one that has all that came so far, and is at its end
 */
ChattyAudioStream *
chatty_heard_join (GPtrArray *streams)
{
  ChattyAudioStream *joined = chatty_audio_stream_new ();
  guint base = 0;

  for (guint i = 0; i < streams->len; i++)
    {
      ChattyAudioStream *stream = g_ptr_array_index (streams, i);
      guint last = 0;

      for (guint j = 0; j < chatty_audio_stream_get_n_chunks (stream); j++)
        {
          ChattyAudioFormat format;
          g_autoptr (GBytes) bytes = chatty_audio_stream_dup_chunk (stream, j, &format);

          last = MAX (last, format.segment);
          format.segment += base;
          chatty_audio_stream_append (joined, &format, bytes);
        }
      base += last + 1;
    }
  chatty_audio_stream_end (joined, NULL);
  return joined;
}
