/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <uchardet.h>

#include "chatty-code-page.h"
#include "chatty-text.h"
#include "chatty-text-decoder.h"

/* What is looked at to tell two-byte texts from one-byte texts. */
#define LOOK_BYTES (64 * 1024)
/* What the detector gets to see. */
#define DETECT_BYTES (1024 * 1024)

static const struct {
  const char *bytes;
  gsize       length;
  const char *encoding;
} boms[] = {
  /* The longer ones first: UTF-32LE begins like UTF-16LE. */
  { "\377\376\0\0", 4, "UTF-32LE" },
  { "\0\0\376\377", 4, "UTF-32BE" },
  { "\357\273\277", 3, "UTF-8" },
  { "\377\376", 2, "UTF-16LE" },
  { "\376\377", 2, "UTF-16BE" },
};

/**
 * chatty_text_has_bom:
 * @bytes: the start of a file
 * @length: bytes of it
 * @encoding: (out) (transfer none): what the mark says
 * @bom_length: (out): bytes of the mark
 *
 * Returns: whether there is a byte order mark
 */
gboolean
chatty_text_has_bom (const char  *bytes,
                     gsize        length,
                     const char **encoding,
                     gsize       *bom_length)
{
  for (guint i = 0; i < G_N_ELEMENTS (boms); i++)
    if (length >= boms[i].length && memcmp (bytes, boms[i].bytes, boms[i].length) == 0)
      {
        *encoding = boms[i].encoding;
        *bom_length = boms[i].length;
        return TRUE;
      }
  *bom_length = 0;
  return FALSE;
}

/**
 * chatty_text_is_utf16:
 * @bytes: a file or its start, without a byte order mark
 * @length: bytes of it
 *
 * Returns: (transfer none) (nullable): "UTF-16LE" or "UTF-16BE" if it seems
 *   to be such a text, told by where the zero bytes, spaces and line ends are
 */
const char *
chatty_text_is_utf16 (const char *bytes,
                      gsize       length)
{
  gsize n_pairs = MIN (length, LOOK_BYTES) / 2;
  gsize zero_low = 0, zero_high = 0, space_le = 0, space_be = 0, n_ascii = 0;

  if (n_pairs < 2)
    return NULL;
  for (gsize i = 0; i < n_pairs; i++)
    {
      guchar first = bytes[2 * i], second = bytes[2 * i + 1];

      if (first == 0 && second == 0)
        return NULL;
      n_ascii += g_ascii_isprint (first) && g_ascii_isprint (second);
      zero_low += first == 0;
      zero_high += second == 0;
      space_le += second == 0 && (first == ' ' || first == '\n' || first == '\r');
      space_be += first == 0 && (second == ' ' || second == '\n' || second == '\r');
    }
  if (zero_high * 5 > n_pairs * 2 && zero_low * 20 <= n_pairs)
    return "UTF-16LE";
  if (zero_low * 5 > n_pairs * 2 && zero_high * 20 <= n_pairs)
    return "UTF-16BE";
  /* A script beyond Latin: few zero bytes, but spaces and line ends. Where
   * nearly all bytes are letters it is a plain text with stray zeros. */
  if (n_ascii * 5 > n_pairs * 3)
    return NULL;
  if (space_le > 0 && zero_low == 0 && space_le * 200 >= n_pairs)
    return "UTF-16LE";
  if (space_be > 0 && zero_high == 0 && space_be * 200 >= n_pairs)
    return "UTF-16BE";
  return NULL;
}

/* UTF-16 of either byte order; unpaired surrogates become U+FFFD. */
static char *
decode_utf16 (const guchar *bytes,
              gsize         length,
              gboolean      big_endian,
              gsize        *out_length)
{
  GString *string = g_string_sized_new (length / 2 + length / 4 + 16);
  gunichar high = 0;

  for (gsize i = 0; i + 1 < length; i += 2)
    {
      gunichar unit = big_endian ? (bytes[i] << 8) | bytes[i + 1]
                                 : (bytes[i + 1] << 8) | bytes[i];

      if (high != 0)
        {
          if (unit >= 0xdc00 && unit < 0xe000)
            {
              g_string_append_unichar (string,
                                       0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
              high = 0;
              continue;
            }
          g_string_append_unichar (string, 0xfffd);
          high = 0;
        }
      if (unit >= 0xd800 && unit < 0xdc00)
        high = unit;
      else if (unit == 0 || (unit >= 0xdc00 && unit < 0xe000))
        g_string_append_unichar (string, 0xfffd);
      else if (unit < 0x80)
        g_string_append_c (string, unit);
      else
        g_string_append_unichar (string, unit);
    }
  if (high != 0 || length % 2 != 0)
    g_string_append_unichar (string, 0xfffd);
  *out_length = string->len;
  return g_string_free (string, FALSE);
}

static char *
decode_utf32 (const guchar *bytes,
              gsize         length,
              gboolean      big_endian,
              gsize        *out_length)
{
  GString *string = g_string_sized_new (length / 3 + 16);

  for (gsize i = 0; i + 3 < length; i += 4)
    {
      gunichar c = big_endian
        ? ((gunichar) bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3]
        : ((gunichar) bytes[i + 3] << 24) | (bytes[i + 2] << 16) | (bytes[i + 1] << 8) | bytes[i];

      g_string_append_unichar (string, c != 0 && g_unichar_validate (c) ? c : 0xfffd);
    }
  *out_length = string->len;
  return g_string_free (string, FALSE);
}

/* Is it UTF-8 in which at most a few bytes are broken? A file that was cut in
 * the middle of a character is no reason to read all of it as Latin. */
static gboolean
is_nearly_utf8 (const char *bytes,
                gsize       length)
{
  gsize n_good = 0, n_bad = 0;
  gsize at = 0;

  while (at < length)
    {
      const char *end;

      if ((guchar) bytes[at] < 0x80)
        {
          at++;
          continue;
        }
      g_utf8_validate_len (bytes + at, MIN (length - at, 4), &end);
      if (end > bytes + at)
        {
          n_good++;
          at += g_utf8_next_char (bytes + at) - (bytes + at);
        }
      else
        {
          n_bad++;
          at++;
        }
    }
  return n_bad == 0 || (n_good >= 3 && n_good >= 3 * n_bad);
}

static char *
detect (const char *bytes,
        gsize       length)
{
  uchardet_t detector = uchardet_new ();
  char *guess = NULL;

  if (uchardet_handle_data (detector, bytes, MIN (length, DETECT_BYTES)) == 0)
    {
      uchardet_data_end (detector);
      guess = g_strdup (uchardet_get_charset (detector));
    }
  uchardet_delete (detector);
  return guess;
}

/* CRLF and CR become LF, in place. */
static gsize
fold_line_ends (char  *text,
                gsize  length)
{
  char *from = memchr (text, '\r', length);
  char *end = text + length;
  char *to = from;

  if (from == NULL)
    return length;
  while (from < end)
    {
      if (*from == '\r')
        {
          *to++ = '\n';
          from++;
          if (from < end && *from == '\n')
            from++;
        }
      else
        *to++ = *from++;
    }
  *to = '\0';
  return to - text;
}

/**
 * chatty_text_decode:
 * @bytes: a text in any encoding
 * @encoding: (out) (transfer none): which one it was, an interned name such
 *   as "UTF-8" or "WINDOWS-1252"
 *
 * Decodes a text. This never fails: what cannot be read becomes U+FFFD. NUL
 * becomes U+FFFD too, a byte order mark is dropped, and all lines end in LF.
 *
 * Returns: (transfer full): valid UTF-8; @bytes itself where nothing changed
 */
GBytes *
chatty_text_decode (GBytes      *bytes,
                    const char **encoding)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *name = NULL;
  g_autofree char *text = NULL;
  gsize text_length = 0;
  gsize bom = 0;

  if (length == 0)
    {
      *encoding = "UTF-8";
      return g_bytes_ref (bytes);
    }
  if (!chatty_text_has_bom (data, length, &name, &bom))
    name = chatty_text_is_utf16 (data, length);
  data += bom;
  length -= bom;

  if (name == NULL && g_utf8_validate_len (data, length, NULL))
    name = "UTF-8";
  if (name != NULL && g_str_has_prefix (name, "UTF-16"))
    text = decode_utf16 ((const guchar *) data, length, name[6] == 'B', &text_length);
  else if (name != NULL && g_str_has_prefix (name, "UTF-32"))
    text = decode_utf32 ((const guchar *) data, length, name[6] == 'B', &text_length);
  else if (name != NULL || is_nearly_utf8 (data, length))
    {
      name = "UTF-8";
      if (g_utf8_validate_len (data, length, NULL))
        {
          if (memchr (data, '\r', length) == NULL)
            {
              *encoding = name;
              return g_bytes_new_from_bytes (bytes, bom, length);
            }
          text = g_strndup (data, length);
          text_length = length;
        }
      else
        {
          text = chatty_text_make_valid (data, length);
          text_length = strlen (text);
        }
    }
  else
    {
      g_autofree char *guess = detect (data, length);

      text = chatty_code_page_decode (data, length, guess, &name, &text_length);
    }

  *encoding = g_intern_string (name);
  text_length = fold_line_ends (text, text_length);
  return g_bytes_new_take (g_steal_pointer (&text), text_length);
}
