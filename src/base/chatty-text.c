/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <unicode/utrans.h>

#include "chatty-text.h"

/* Marks that change how the text around them is shown, or nothing at all:
 * a name that carries them can pass for another name. */
static gboolean
is_invisible (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0x061c || c == 0xfeff ||
         c == 0x00ad || (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe007f);
}

/* Control characters and line ends of any kind. */
static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* The largest cut at or under @max_bytes that splits no character and no
 * base from its marks. */
static gsize
cut_at (const char *text,
        gsize       length,
        gsize       max_bytes)
{
  const char *end;

  if (length <= max_bytes)
    return length;

  end = text + max_bytes;
  while (end > text && ((guchar) *end & 0xc0) == 0x80)
    end--;
  while (end > text)
    {
      gunichar c = g_utf8_get_char (end);

      if (!g_unichar_ismark (c) && c != 0x200d && !g_unichar_iszerowidth (c))
        break;
      end = g_utf8_prev_char (end);
    }
  return end - text;
}

/**
 * chatty_text_set:
 * @place: (inout): where a text is kept, or %NULL
 * @text: (nullable): what to keep a copy of instead; it may be a part of what is
 *   kept
 */
void
chatty_text_set (char       **place,
                 const char  *text)
{
  g_autofree char *old = *place;

  *place = g_strdup (text);
}

/**
 * chatty_text_make_valid:
 * @bytes: anything
 * @length: bytes, or -1 if @bytes ends with a NUL
 *
 * Returns: (transfer full): valid UTF-8 in which every bad byte and every NUL
 *   became U+FFFD
 */
char *
chatty_text_make_valid (const char *bytes,
                        gssize      length)
{
  gsize n_bytes = length < 0 ? strlen (bytes) : (gsize) length;
  g_autoptr (GString) string = NULL;
  const char *end;

  if (g_utf8_validate_len (bytes, n_bytes, &end))
    return g_strndup (bytes, n_bytes);

  string = g_string_sized_new (n_bytes + 16);
  while (n_bytes > 0)
    {
      g_utf8_validate_len (bytes, n_bytes, &end);
      g_string_append_len (string, bytes, end - bytes);
      n_bytes -= end - bytes;
      bytes = end;
      if (n_bytes > 0)
        {
          g_string_append (string, "\357\277\275");
          bytes++;
          n_bytes--;
        }
    }

  return g_string_free (g_steal_pointer (&string), FALSE);
}

/**
 * chatty_text_one_line:
 * @text: valid UTF-8
 * @max_bytes: the most bytes to return, without the ellipsis; 0 for no limit
 *
 * Returns: (transfer full): @text with all white space folded to single
 *   spaces, without control characters, cut with an ellipsis if it is long
 */
char *
chatty_text_one_line (const char *text,
                      gsize       max_bytes)
{
  g_autoptr (GString) string = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || is_control (c))
        {
          space = string->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (string, ' ');
      space = FALSE;
      g_string_append_unichar (string, c);
      if (max_bytes > 0 && string->len > max_bytes)
        {
          g_string_truncate (string,
                             cut_at (string->str, string->len, max_bytes));
          g_string_append (string, "…");
          break;
        }
    }

  return g_string_free (g_steal_pointer (&string), FALSE);
}

#define MEBIBYTE (1024 * 1024)

/**
 * chatty_text_limit:
 * @bytes: the most that something may have
 *
 * Limits are told as platforms tell theirs, "100 MB" and not "104.9 MB": what
 * keeps to that is within the limit, whichever MB is meant.
 *
 * Returns: (transfer full): the limit, for people
 */
char *
chatty_text_limit (guint64 bytes)
{
  guint64 megabytes = bytes / MEBIBYTE;

  if (megabytes == 0 || megabytes > G_MAXINT || bytes % MEBIBYTE != 0)
    return g_format_size (bytes);
  /* Translators: a size in megabytes, such as 100 MB. */
  return g_strdup_printf (_("%u MB"), (guint) megabytes);
}

/**
 * chatty_text_display_name:
 * @name: a file name as the system has it: any bytes
 *
 * Returns: (transfer full): a form to show to people: one line of valid
 *   UTF-8 in which control characters, line ends and direction marks are
 *   seen as U+FFFD and cannot disguise the name
 */
char *
chatty_text_display_name (const char *name)
{
  g_autofree char *valid = chatty_text_make_valid (name, -1);
  g_autoptr (GString) string = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_control (c) || (is_invisible (c) && c != 0x200d && c != 0x200c))
        g_string_append (string, "\357\277\275");
      else
        g_string_append_unichar (string, c);
    }

  return g_string_free (g_steal_pointer (&string), FALSE);
}

/* Names that Windows keeps for devices, with or without an ending. A vault
 * in a synchronised folder meets it sooner or later. */
static gboolean
is_device_name (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul" };
  gsize stem = strcspn (name, ".");

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (stem == 3 && g_ascii_strncasecmp (name, devices[i], 3) == 0)
      return TRUE;
  return stem == 4 && g_ascii_isdigit (name[3]) &&
         (g_ascii_strncasecmp (name, "com", 3) == 0 ||
          g_ascii_strncasecmp (name, "lpt", 3) == 0);
}

/**
 * chatty_text_safe_name:
 * @title: valid UTF-8 from anywhere
 * @max_bytes: the most bytes to return
 *
 * Makes a file name, without an ending, that is legal on every common file
 * system and cannot leave its folder: no separators, no control characters
 * or direction marks, no leading or trailing dots and spaces, no device
 * names, normalised to composed form. What is too long ends with a word.
 *
 * Returns: (transfer full): a name of at least one byte
 */
char *
chatty_text_safe_name (const char *title,
                       gsize       max_bytes)
{
  g_autofree char *composed = g_utf8_normalize (title, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) string = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = composed != NULL ? composed : ""; *p != '\0';
       p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_invisible (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE ||
          (c & 0xfffe) == 0xfffe)
        continue;
      if (is_control (c) || g_unichar_isspace (c) ||
          (c < 0x80 && strchr ("/\\:*?\"<>|", (int) c) != NULL))
        {
          space = string->len > 0;
          continue;
        }
      if (c == '.' && string->len == 0)
        continue;
      if (space)
        g_string_append_c (string, ' ');
      space = FALSE;
      g_string_append_unichar (string, c);
      if (string->len > 4 * max_bytes)
        break;
    }

  if (string->len > max_bytes)
    {
      gsize end = cut_at (string->str, string->len, max_bytes);
      gsize word = end;

      /* Not in the middle of a word, where there are words. */
      while (word > end / 2 && string->str[word] != ' ')
        word--;
      g_string_truncate (string, word > end / 2 ? word : end);
    }
  while (string->len > 0 && (string->str[string->len - 1] == '.' ||
                             string->str[string->len - 1] == ' '))
    g_string_truncate (string, string->len - 1);
  if (string->len == 0)
    g_string_assign (string, "Untitled");
  if (is_device_name (string->str))
    g_string_prepend_c (string, '_');

  return g_string_free (g_steal_pointer (&string), FALSE);
}

/**
 * chatty_text_fold_key:
 * @name: valid UTF-8
 *
 * Returns: (transfer full): a key that is equal for names which some file
 *   system takes for the same: folded in case, composed, compatible forms made one
 */
char *
chatty_text_fold_key (const char *name)
{
  g_autofree char *compatible = g_utf8_normalize (name, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = g_utf8_casefold (compatible != NULL ? compatible
                                                                : name, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC);
}

/* ICU knows the scripts of the world; GLib only the Latin ones. */
static char *
transliterate (const char *name)
{
  static const UChar rules[] = u"Any-Latin; Latin-ASCII; Lower";
  g_autofree gunichar2 *source = NULL;
  g_autofree UChar *buffer = NULL;
  glong n_read = 0, n_source = 0;
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *transliterator;
  int32_t length, limit, capacity;

  source = g_utf8_to_utf16 (name, MIN ((glong) strlen (name), 400), &n_read,
                            &n_source, NULL);
  if (source == NULL)
    return g_str_to_ascii (name, "en");

  transliterator = utrans_openU (rules, -1, UTRANS_FORWARD,
                                 NULL, 0, NULL, &status);
  if (U_FAILURE (status))
    return g_str_to_ascii (name, "en");

  capacity = (int32_t) n_source * 16 + 64;
  buffer = g_new0 (UChar, capacity);
  memcpy (buffer, source, n_source * sizeof (UChar));
  length = limit = (int32_t) n_source;
  utrans_transUChars (transliterator, buffer, &length, capacity, 0, &limit,
                      &status);
  utrans_close (transliterator);
  if (U_FAILURE (status))
    return g_str_to_ascii (name, "en");

  return g_utf16_to_utf8 ((const gunichar2 *) buffer, length, NULL, NULL,
                          NULL);
}

/**
 * chatty_text_callsign_stem:
 * @name: a character's name, in any script
 *
 * Returns: (transfer full): the part of a callsign before its number: only
 *   a to z, at least one and at most 40 of them
 */
char *
chatty_text_callsign_stem (const char *name)
{
  g_autofree char *latin = transliterate (name);
  g_autoptr (GString) string = g_string_new (NULL);

  for (const char *p = latin; p != NULL && *p != '\0' && string->len < 40; p++)
    if (g_ascii_isalpha (*p))
      g_string_append_c (string, g_ascii_tolower (*p));
  if (string->len == 0)
    g_string_assign (string, "character");

  return g_string_free (g_steal_pointer (&string), FALSE);
}

/**
 * chatty_text_compare:
 * @a: (type utf8): a place that holds a text
 * @b: (type utf8): another
 *
 * Orders texts by their bytes, for g_ptr_array_sort().
 *
 * Returns: less than, equal to or greater than zero
 */
int
chatty_text_compare (gconstpointer a,
                     gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
normalise_blanks (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\r\n", -1);

  return g_strstrip (g_strjoinv ("\n", lines));
}

/**
 * chatty_text_is_same:
 * @a: (nullable): a text
 * @b: (nullable): another
 *
 * Returns: whether both are the same but for line ends and outer blanks, which
 *   a server may change
 */
gboolean
chatty_text_is_same (const char *a,
                     const char *b)
{
  g_autofree char *left = normalise_blanks (a);
  g_autofree char *right = normalise_blanks (b);

  return g_str_equal (left, right);
}

/**
 * chatty_text_append_since:
 * @text: what grows
 * @replaced: how often it was replaced, at most %CHATTY_TEXT_MAX_REPLACED
 * @place: 0, or what this function returned before
 * @into: gets what came since
 *
 * For whoever follows a text without copying all of it each time. What is
 * returned is the length of the text as long as it was not replaced, and only a
 * mark of the place after that.
 *
 * Returns: @place for the next time; %G_MAXSIZE, with nothing appended, when
 *   the text was replaced: read all of it again, with 0
 */
gsize
chatty_text_append_since (const GString *text,
                          gsize          replaced,
                          gsize          place,
                          GString       *into)
{
  gsize at = place & (((gsize) 1 << CHATTY_TEXT_PLACE_BITS) - 1);

  if (place != 0 && (place >> CHATTY_TEXT_PLACE_BITS != replaced || at > text->len))
    return G_MAXSIZE;
  g_string_append_len (into, text->str + at, (gssize) (text->len - at));
  return replaced << CHATTY_TEXT_PLACE_BITS | text->len;
}
