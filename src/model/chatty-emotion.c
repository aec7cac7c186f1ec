/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-emotion.h"

/* Longer than any feeling, however it is spelled. */
#define MAX_LENGTH 64

static const char *const emotion_names[CHATTY_N_EMOTIONS] = {
  [CHATTY_EMOTION_NEUTRAL] = "neutral",
  [CHATTY_EMOTION_DISGUST] = "disgust",
  [CHATTY_EMOTION_CONTEMPT] = "contempt",
  [CHATTY_EMOTION_BELLIGERENCE] = "belligerence",
  [CHATTY_EMOTION_DOMINEERING] = "domineering",
  [CHATTY_EMOTION_CRITICISM] = "criticism",
  [CHATTY_EMOTION_ANGER] = "anger",
  [CHATTY_EMOTION_TENSION] = "tension",
  [CHATTY_EMOTION_TENSE_HUMOR] = "tense-humor",
  [CHATTY_EMOTION_DEFENSIVENESS] = "defensiveness",
  [CHATTY_EMOTION_WHINING] = "whining",
  [CHATTY_EMOTION_SADNESS] = "sadness",
  [CHATTY_EMOTION_STONEWALLING] = "stonewalling",
  [CHATTY_EMOTION_INTEREST] = "interest",
  [CHATTY_EMOTION_VALIDATION] = "validation",
  [CHATTY_EMOTION_AFFECTION] = "affection",
  [CHATTY_EMOTION_HUMOR] = "humor",
  [CHATTY_EMOTION_SURPRISE] = "surprise",
  [CHATTY_EMOTION_JOY] = "joy",
};

static const char *const strength_names[CHATTY_N_STRENGTHS] = {
  [CHATTY_STRENGTH_NONE] = "unspecified", /* how a platform says that it does not know */
  [CHATTY_STRENGTH_WEAK] = "weak",
  [CHATTY_STRENGTH_NORMAL] = "normal",
  [CHATTY_STRENGTH_STRONG] = "strong",
};

/**
 * chatty_emotion_to_string:
 * @emotion: any
 *
 * Returns: (transfer none) (nullable): its stable name, as in files, or %NULL
 *   for %CHATTY_EMOTION_NONE; any thread
 */
const char *
chatty_emotion_to_string (ChattyEmotion emotion)
{
  g_return_val_if_fail (emotion < CHATTY_N_EMOTIONS, NULL);

  return emotion_names[emotion];
}

/**
 * chatty_feeling_format:
 * @feeling: any
 *
 * Returns: (transfer full) (nullable): "joy" or "joy:strong", as a #ChattyTurn
 *   keeps it, or %NULL where there is no emotion; any thread
 */
char *
chatty_feeling_format (const ChattyFeeling *feeling)
{
  const char *name = chatty_emotion_to_string (feeling->emotion);

  g_return_val_if_fail (feeling->strength < CHATTY_N_STRENGTHS, NULL);

  if (name == NULL || feeling->strength == CHATTY_STRENGTH_NONE)
    return g_strdup (name);
  return g_strconcat (name, ":", strength_names[feeling->strength], NULL);
}

/* The words of @text in lower case, joined by hyphens. */
static char *
join_words (const char *text)
{
  GString *words = g_string_new (NULL);
  gboolean gap = FALSE;

  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isalpha (*text))
        {
          gap = TRUE;
          continue;
        }
      if (gap && words->len > 0)
        g_string_append_c (words, '-');
      gap = FALSE;
      g_string_append_c (words, g_ascii_tolower (*text));
    }
  return g_string_free (words, FALSE);
}

/* What stands behind @name and a hyphen, "" where nothing does, or NULL where
 * @words does not begin with it. */
static const char *
skip_name (const char *words,
           const char *name)
{
  gsize length = strlen (name);

  if (strncmp (words, name, length) != 0)
    return NULL;
  words += length;
  if (*words == '-')
    return words + 1;
  return *words == '\0' ? words : NULL;
}

static gboolean
parse_strength (const char     *words,
                ChattyStrength *strength)
{
  const char *rest = skip_name (words, "strength");

  if (rest != NULL)
    words = rest;
  for (guint i = 0; i < CHATTY_N_STRENGTHS; i++)
    if (g_str_equal (words, strength_names[i]))
      {
        *strength = i;
        return TRUE;
      }
  *strength = CHATTY_STRENGTH_NONE;
  return *words == '\0';
}

/**
 * chatty_feeling_parse:
 * @text: (nullable): what a platform, a file or a model wrote: "joy:strong",
 *   "TENSE_HUMOR", "Joy (strong)", "JOY STRENGTH_WEAK"
 * @feeling: (out): the feeling; untouched where there is none
 *
 * The names are those of Inworld's characters of old (gRPC packet
 * EmotionEvent, fields behavior and strength); "humour" is understood too.
 * Any thread.
 *
 * Returns: whether @text is a feeling that is known, and nothing else
 */
gboolean
chatty_feeling_parse (const char    *text,
                      ChattyFeeling *feeling)
{
  g_autofree char *words = NULL;

  if (text == NULL || strnlen (text, MAX_LENGTH + 1) > MAX_LENGTH ||
      !g_str_is_ascii (text))
    return FALSE;

  words = join_words (text);
  for (guint i = CHATTY_EMOTION_NONE + 1; i < CHATTY_N_EMOTIONS; i++)
    {
      const char *rest = skip_name (words, emotion_names[i]);
      ChattyStrength strength;

      if (rest == NULL && i == CHATTY_EMOTION_TENSE_HUMOR)
        rest = skip_name (words, "tense-humour");
      if (rest == NULL && i == CHATTY_EMOTION_HUMOR)
        rest = skip_name (words, "humour");
      if (rest == NULL || !parse_strength (rest, &strength))
        continue;
      *feeling = (ChattyFeeling) { i, strength };
      return TRUE;
    }
  return FALSE;
}
