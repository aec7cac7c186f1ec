/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-code-page.h"
#include "chatty-text.h"

/* Which legacy code page a text is in. The detector is good with pages of
 * text and bad with a few lines, so its guess has to be plausible: letters of
 * one script stand together, typographic quotes stand around words. */

/* How much of a text is weighed. */
#define WEIGH_BYTES (64 * 1024)

/* Tried against the detector's guess, the likelier first. */
static const char * const candidates[] = {
  "WINDOWS-1252",
  "WINDOWS-1251",
  "WINDOWS-1250",
};

/* Words that tell the western from the central European languages, whose
 * code pages cannot be told apart by their letters alone. */
static const char * const western_words[] = {
  " le ", " la ", " les ", " et ", " est ", " que ", " de ", " des ", " vous ", " une ",
  " der ", " die ", " und ", " ist ", " das ", " nicht ", " el ", " los ", " con ", " para ",
  " por ", " uma ", " um ", " como ", " che ", " per ", " the ", " and ", " you ", " of ",
};
static const char * const central_words[] = {
  " nie ", " jest ", " jak ", " czy ", " jsem ", " jako ", " ale ", " mi ", " hogy ", " az ",
  " egy ", " nem ", " este ", " nu ", " cu ", " sa ", " je ", " na ", " si ", " do ",
};

/* The better known name where two are nearly the same: what calls itself
 * Latin-1 is nearly always the code page of Windows. */
static const char *
canonical_name (const char *name)
{
  static const struct {
    const char *from;
    const char *to;
  } names[] = {
    { "ISO-8859-1", "WINDOWS-1252" },
    { "ISO-8859-15", "WINDOWS-1252" },
    { "ASCII", "WINDOWS-1252" },
    { "ISO-8859-9", "WINDOWS-1254" },
    { "ISO-8859-11", "TIS-620" },
    { "GB18030", "GB18030" },
    { "UHC", "CP949" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i].from) == 0)
      return names[i].to;
  return g_intern_string (name);
}

static char *
convert (const char *bytes,
         gsize       length,
         const char *name,
         gsize      *text_length)
{
  char *text = g_convert (bytes, length, "UTF-8", name, NULL, text_length, NULL);

  if (text != NULL && memchr (text, '\0', *text_length) != NULL)
    {
      char *valid = chatty_text_make_valid (text, *text_length);

      g_free (text);
      text = valid;
      *text_length = strlen (valid);
    }
  return text;
}

/* As the above, but a byte that the code page lacks becomes U+FFFD. */
static char *
convert_bytewise (const char *bytes,
                  gsize       length,
                  const char *name,
                  gsize      *text_length)
{
  GString *string = g_string_sized_new (length + length / 4);
  char *table[256] = { NULL };

  for (gsize i = 0; i < length; i++)
    {
      guchar c = bytes[i];

      if (c >= 1 && c < 0x80)
        {
          g_string_append_c (string, c);
          continue;
        }
      if (table[c] == NULL && c != 0)
        table[c] = g_convert ((const char *) &bytes[i], 1, "UTF-8", name, NULL, NULL, NULL);
      g_string_append (string, table[c] != NULL ? table[c] : "\357\277\275");
    }
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_free (table[i]);
  *text_length = string->len;
  return g_string_free (string, FALSE);
}

static gboolean
is_typographic (gunichar c)
{
  return (c >= 0x2013 && c <= 0x2026) || c == 0x20ac || c == 0xab || c == 0xbb ||
         c == 0xa0 || c == 0xbf || c == 0xa1 || c == 0xb0 || c == 0xa7;
}

/* Chinese, Japanese and Korean letters stand together, whichever they are. */
static GUnicodeScript
script_of (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  switch (script)
    {
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return G_UNICODE_SCRIPT_HAN;
    default:
      return script;
    }
}

static int
weigh_letter (gunichar before,
              gunichar c,
              gunichar after)
{
  GUnicodeScript script = script_of (c);
  int points = 2;

  /* A letter of its own, such as a sign for money in another code page. */
  if (!g_unichar_isalpha (before) && !g_unichar_isalpha (after))
    return 1;

  for (guint i = 0; i < 2; i++)
    {
      gunichar neighbour = i == 0 ? before : after;

      if (!g_unichar_isalpha (neighbour))
        continue;
      if (script_of (neighbour) != script)
        points -= 4;
      else if (script == G_UNICODE_SCRIPT_LATIN && neighbour >= 0x80)
        points -= 2;
    }
  if ((g_unichar_isupper (c) && g_unichar_islower (before)) ||
      (g_unichar_islower (c) && g_unichar_isupper (after) && !g_unichar_isalpha (before)))
    points -= 3;
  return points;
}

static int
weigh (const char *text,
       gsize       length)
{
  const char *end = text + length;
  gunichar before = ' ';
  int points = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      gunichar after = next < end ? g_utf8_get_char (next) : ' ';

      if (c >= 0x80)
        {
          if (g_unichar_isalpha (c))
            points += weigh_letter (before, c, after);
          else if (is_typographic (c))
            points += 2;
          else if (c < 0xa0 || !g_unichar_isdefined (c) || c == 0xfffd)
            points -= 6;
          else if (g_unichar_isalpha (before) && g_unichar_isalpha (after))
            points -= 3;
        }
      before = c;
    }
  return points;
}

static int
count_words (const char         *bytes,
             gsize               length,
             const char * const *words,
             guint               n_words)
{
  int n = 0;

  for (guint i = 0; i < n_words; i++)
    n += memmem (bytes, length, words[i], strlen (words[i])) != NULL;
  return n;
}

static int
weigh_as (const char *bytes,
          gsize       length,
          const char *name)
{
  gsize text_length;
  g_autofree char *text = convert_bytewise (bytes, length, name, &text_length);

  return weigh (text, text_length);
}

static gboolean
is_same (const char *bytes,
         gsize       length,
         const char *one,
         const char *other)
{
  gsize one_length, other_length;
  g_autofree char *first = convert_bytewise (bytes, length, one, &one_length);
  g_autofree char *second = convert_bytewise (bytes, length, other, &other_length);

  return one_length == other_length && memcmp (first, second, one_length) == 0;
}

static gboolean
is_single_byte (const char *name)
{
  static const char * const prefixes[] = {
    "WINDOWS-125", "ISO-8859-", "KOI8", "IBM8", "MAC", "TIS-620", "VISCII", "GEORGIAN",
  };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (name, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;
  return FALSE;
}

/* What hardly anybody writes has to be the only one that fits. */
static int
rarity (const char *name)
{
  static const char * const rare[] = {
    "IBM", "MAC", "VISCII", "GEORGIAN", "ISO-8859-3", "ISO-8859-4", "ISO-8859-10",
    "ISO-8859-13", "ISO-8859-14", "ISO-8859-16", "WINDOWS-1257", "WINDOWS-1258",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rare); i++)
    if (g_ascii_strncasecmp (name, rare[i], strlen (rare[i])) == 0)
      return 6;
  return 0;
}

/**
 * chatty_code_page_decode:
 * @bytes: a text that is not UTF-8
 * @length: bytes of it
 * @guess: (nullable): what the detector takes it for
 * @name: (out) (transfer none): what it was read as
 * @text_length: (out): bytes of the result
 *
 * Returns: (transfer full): valid UTF-8 without a NUL; what cannot be read
 *   is U+FFFD
 */
char *
chatty_code_page_decode (const char  *bytes,
                         gsize        length,
                         const char  *guess,
                         const char **name,
                         gsize       *text_length)
{
  gsize n_look = MIN (length, WEIGH_BYTES);
  const char *best = NULL;
  int best_points = 0;
  int western, central;
  char *text;

  if (guess != NULL && guess[0] != '\0')
    {
      guess = canonical_name (guess);
      if (!is_single_byte (guess))
        {
          /* A code page of several bytes a letter: if all of it converts,
           * and to more than a few letters, it is that. */
          text = convert (bytes, length, guess, text_length);
          if (text != NULL && weigh (text, MIN (*text_length, WEIGH_BYTES)) >= 4)
            {
              *name = guess;
              return text;
            }
          g_free (text);
        }
      else
        {
          best = guess;
          best_points = weigh_as (bytes, n_look, guess) - rarity (guess);
        }
    }
  western = count_words (bytes, n_look, western_words, G_N_ELEMENTS (western_words));
  central = count_words (bytes, n_look, central_words, G_N_ELEMENTS (central_words));
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      int points = weigh_as (bytes, n_look, candidates[i]);

      if (i == 0 && western > central && western >= 2)
        points += 3;
      else if (i == 2 && central > western && central >= 2)
        points += 3;
      if (best == NULL || points > best_points ||
          /* What is the same in both is called by the commoner name. */
          (i == 0 && points == best_points && is_same (bytes, n_look, best, candidates[0])))
        {
          best = candidates[i];
          best_points = points;
        }
    }

  *name = best;
  text = convert (bytes, length, best, text_length);
  return text != NULL ? text : convert_bytewise (bytes, length, best, text_length);
}
