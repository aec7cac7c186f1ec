/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-emotion.h"

/* Every feeling comes back from the text that a turn keeps. */
static void
test_round_trip (void)
{
  ChattyFeeling none = { CHATTY_EMOTION_NONE, CHATTY_STRENGTH_STRONG };

  for (guint i = CHATTY_EMOTION_NONE + 1; i < CHATTY_N_EMOTIONS; i++)
    for (guint j = 0; j < CHATTY_N_STRENGTHS; j++)
      {
        ChattyFeeling feeling = { i, j }, again = { CHATTY_EMOTION_NONE, CHATTY_STRENGTH_NONE };
        g_autofree char *text = chatty_feeling_format (&feeling);
        g_autofree char *shouted = g_ascii_strup (text, -1);

        g_assert_true (chatty_feeling_parse (text, &again));
        g_assert_cmpuint (again.emotion, ==, i);
        g_assert_cmpuint (again.strength, ==, j);
        g_assert_true (chatty_feeling_parse (shouted, &again));
        g_assert_cmpuint (again.emotion, ==, i);
      }
  g_assert_null (chatty_feeling_format (&none));
  g_assert_null (chatty_emotion_to_string (CHATTY_EMOTION_NONE));
  g_assert_cmpstr (chatty_emotion_to_string (CHATTY_EMOTION_TENSE_HUMOR), ==, "tense-humor");
}

static const struct {
  const char    *text;
  ChattyEmotion  emotion;
  ChattyStrength strength;
} spellings[] = {
  { "JOY", CHATTY_EMOTION_JOY, CHATTY_STRENGTH_NONE },
  { "TENSE_HUMOR", CHATTY_EMOTION_TENSE_HUMOR, CHATTY_STRENGTH_NONE },
  { "tense humour : weak", CHATTY_EMOTION_TENSE_HUMOR, CHATTY_STRENGTH_WEAK },
  { "joy:strong", CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG },
  { "Joy (Strong)", CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG },
  { "JOY STRENGTH_NORMAL", CHATTY_EMOTION_JOY, CHATTY_STRENGTH_NORMAL },
  { "anger:STRENGTH_UNSPECIFIED", CHATTY_EMOTION_ANGER, CHATTY_STRENGTH_NONE },
  { " [sadness] ", CHATTY_EMOTION_SADNESS, CHATTY_STRENGTH_NONE },
  { "humour", CHATTY_EMOTION_HUMOR, CHATTY_STRENGTH_NONE },
};

static void
test_spellings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      ChattyFeeling feeling;

      g_assert_true (chatty_feeling_parse (spellings[i].text, &feeling));
      g_assert_cmpuint (feeling.emotion, ==, spellings[i].emotion);
      g_assert_cmpuint (feeling.strength, ==, spellings[i].strength);
    }
}

/* An import's own words stay words. */
static void
test_others (void)
{
  static const char *const others[] = {
    "", " ", ":", "strong", "joyful", "joy and anger", "joy:huge", "joys", "not joy",
    "SPAFF_CODE_UNSPECIFIED", "tense", "joy:strong:weak", "fröhlich", "joy\xff",
    "joy                                                                   weak",
  };
  ChattyFeeling feeling = { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_WEAK };

  g_assert_false (chatty_feeling_parse (NULL, &feeling));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (chatty_feeling_parse (others[i], &feeling));
  g_assert_cmpuint (feeling.emotion, ==, CHATTY_EMOTION_JOY);
  g_assert_cmpuint (feeling.strength, ==, CHATTY_STRENGTH_WEAK);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/emotion/round-trip", test_round_trip);
  g_test_add_func ("/emotion/spellings", test_spellings);
  g_test_add_func ("/emotion/others", test_others);

  return g_test_run ();
}
