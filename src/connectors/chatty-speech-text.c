/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>
#include <string.h>

#include "chatty-speech-text.h"

/* A second of a pause counts as so many characters, a Chinese, Japanese or
 * Korean character as so many. */
#define BREAK_COUNT 12
#define CJK_COUNT   3

/**
 * chatty_speech_get_direction:
 * @emotion: how something is meant
 *
 * Directions to models that speak are plain English, whatever the language of
 * the text is (docs.inworld.ai, tts/capabilities/steering; Gemini is shown them
 * in English too).
 *
 * Returns: (nullable): how it sounds, such as "happy"; %NULL where there is
 *   nothing to direct
 */
const char *
chatty_speech_get_direction (ChattyEmotion emotion)
{
  switch (emotion)
    {
    case CHATTY_EMOTION_DISGUST:
      return "disgusted";
    case CHATTY_EMOTION_CONTEMPT:
      return "contemptuous";
    case CHATTY_EMOTION_BELLIGERENCE:
      return "aggressive";
    case CHATTY_EMOTION_DOMINEERING:
      return "commanding";
    case CHATTY_EMOTION_CRITICISM:
      return "reproachful";
    case CHATTY_EMOTION_ANGER:
      return "angry";
    case CHATTY_EMOTION_TENSION:
      return "tense";
    case CHATTY_EMOTION_TENSE_HUMOR:
      return "nervously amused";
    case CHATTY_EMOTION_DEFENSIVENESS:
      return "defensive";
    case CHATTY_EMOTION_WHINING:
      return "whining";
    case CHATTY_EMOTION_SADNESS:
      return "sad";
    case CHATTY_EMOTION_STONEWALLING:
      return "cold and distant";
    case CHATTY_EMOTION_INTEREST:
      return "curious";
    case CHATTY_EMOTION_VALIDATION:
      return "reassuring";
    case CHATTY_EMOTION_AFFECTION:
      return "warm and affectionate";
    case CHATTY_EMOTION_HUMOR:
      return "amused";
    case CHATTY_EMOTION_SURPRISE:
      return "surprised";
    case CHATTY_EMOTION_JOY:
      return "happy";
    case CHATTY_EMOTION_NONE:
    case CHATTY_EMOTION_NEUTRAL:
    default:
      return NULL;
    }
}

static gboolean
is_cjk (gunichar c)
{
  return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff00 && c <= 0xffef) ||
         (c >= 0x20000 && c <= 0x3ffff);
}

/* A tag of SSML that makes a pause: its length in bytes, 0 for none. */
static gsize
read_break (const char *p,
            double     *count)
{
  const char *end, *time;
  char *unit;
  double seconds = 0;

  if (!g_str_has_prefix (p, "<break"))
    return 0;
  end = strchr (p, '>');
  if (end == NULL || end - p > 100)
    return 0;
  time = g_strstr_len (p, end - p, "time=");
  if (time != NULL)
    {
      seconds = g_ascii_strtod (time + strlen ("time=") + 1, &unit);
      if (g_str_has_prefix (unit, "ms"))
        seconds /= 1000;
    }
  if (!isfinite (seconds) || seconds < 0)
    seconds = 0;
  /* The tag itself is text of the request, too. */
  *count = MAX (MIN (seconds, 60) * BREAK_COUNT, (double) (end + 1 - p));
  return end + 1 - p;
}

/**
 * chatty_speech_ends_sentence:
 *
 * Returns: whether a sentence may end with @c, in some language
 */
gboolean
chatty_speech_ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xff01 ||
         c == 0xff1f || c == 0x061f || c == 0x0964;
}

static gboolean
closes (gunichar c)
{
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201d || c == 0x2019 ||
         c == 0xbb || c == 0x300d || c == 0x300f;
}

/* Good places to divide, the best first. */
enum {
  PLACE_PARAGRAPH,
  PLACE_LINE,
  PLACE_SENTENCE,
  PLACE_BLANK,
  N_PLACES
};

/* Returns the length in bytes of the first part of @text. */
static gsize
measure_part (const char *text,
              double      count,
              guint       least,
              guint       most)
{
  gsize places[N_PLACES] = { 0 };
  const char *p = text;
  gunichar before = 0;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      gsize at = next - text;
      double add = is_cjk (c) ? CJK_COUNT : 1;
      gsize tag = read_break (p, &add);

      if (tag > 0)
        next = p + tag;
      if (count + add > most)
        break;
      count += add;
      if (tag == 0 && count >= least)
        {
          if (c == '\n')
            places[before == '\n' ? PLACE_PARAGRAPH : PLACE_LINE] = at;
          else if (g_unichar_isspace (c))
            places[chatty_speech_ends_sentence (before) ? PLACE_SENTENCE : PLACE_BLANK] = at;
          else if (chatty_speech_ends_sentence (c) && is_cjk (c))
            places[PLACE_SENTENCE] = at;
        }
      /* What closes a quotation belongs to the sentence that it ends. */
      if (!(closes (c) && chatty_speech_ends_sentence (before)))
        before = c;
      p = next;
    }
  if (*p == '\0')
    return p - text;
  for (guint i = 0; i < N_PLACES; i++)
    if (places[i] > 0)
      return places[i];
  return p > text ? (gsize) (p - text) : (gsize) (g_utf8_next_char (text) - text);
}

/**
 * chatty_speech_split_text:
 * @text: what is to be said
 * @direction: stands at the beginning of each part, and counts
 * @least: how short a part may become for the sake of a good place to divide
 * @most: how long a part may be; in characters, of which Chinese, Japanese and
 *   Korean ones count three
 *
 * Divides a text where a speaker would draw breath.
 *
 * Returns: (transfer full): the parts; none where there is nothing to say
 */
char **
chatty_speech_split_text (const char *text,
                          const char *direction,
                          guint       least,
                          guint       most)
{
  GPtrArray *parts = g_ptr_array_new ();

  while (*text != '\0')
    {
      gsize length = measure_part (text, strlen (direction), least, most);
      g_autofree char *part = g_strstrip (g_strndup (text, length));

      if (*part != '\0')
        g_ptr_array_add (parts, g_strconcat (direction, part, NULL));
      text += length;
    }
  g_ptr_array_add (parts, NULL);
  return (char **) g_ptr_array_free (parts, FALSE);
}

/**
 * chatty_speech_decode_base64:
 * @text: base64, padded or not
 *
 * GLib's own passes over what it does not know, and the sound would be noise
 * (platform reference of Inworld, section 3.4).
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL for a character that is
 *   none of the alphabet's, and for a length that cannot be
 */
GBytes *
chatty_speech_decode_base64 (const char *text)
{
  gsize length = strlen (text), n_padding = 0;
  g_autofree char *padded = NULL;
  guchar *bytes;
  gboolean good = TRUE;

  while (n_padding < length && n_padding < 2 && text[length - n_padding - 1] == '=')
    n_padding++;
  for (gsize i = 0; i < length - n_padding && good; i++)
    good = g_ascii_isalnum (text[i]) || text[i] == '+' || text[i] == '/';
  if (!good || (length - n_padding) % 4 == 1 || (n_padding > 0 && length % 4 != 0))
    return NULL;
  if (length % 4 != 0)
    text = padded = g_strconcat (text, length % 4 == 2 ? "==" : "=", NULL);
  bytes = g_base64_decode (text, &length);
  return g_bytes_new_take (bytes, length);
}
