/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include "chatty-rtf-charset.h"

#define REPLACEMENT 0xfffd

typedef struct {
  guint       code_page;
  const char *name;      /* what iconv calls it */
} CodePage;

static const CodePage code_pages[] = {
  { 437, "CP437" },     { 708, "ASMO_449" },   { 737, "CP737" },
  { 775, "CP775" },     { 850, "CP850" },      { 852, "CP852" },
  { 855, "CP855" },     { 857, "CP857" },      { 860, "CP860" },
  { 861, "CP861" },     { 862, "CP862" },      { 863, "CP863" },
  { 864, "CP864" },     { 865, "CP865" },      { 866, "CP866" },
  { 869, "CP869" },     { 874, "CP874" },      { 932, "CP932" },
  { 936, "CP936" },     { 949, "CP949" },      { 950, "CP950" },
  { 1250, "CP1250" },   { 1251, "CP1251" },    { 1252, "CP1252" },
  { 1253, "CP1253" },   { 1254, "CP1254" },    { 1255, "CP1255" },
  { 1256, "CP1256" },   { 1257, "CP1257" },    { 1258, "CP1258" },
  { 1361, "JOHAB" },    { 10000, "MACINTOSH" },
  { 10007, "MAC-CYRILLIC" }, { 10029, "MAC-CENTRALEUROPE" },
  { 65001, "UTF-8" },
};

/* \fcharset of RTF 1.9.1, "Font Table", to the code page of its bytes. */
static const struct {
  guint16 fcharset;
  guint16 code_page;
} charsets[] = {
  { 0, 1252 },   { 2, CHATTY_CODE_PAGE_SYMBOL }, { 77, 10000 }, { 78, 932 },
  { 79, 949 },   { 80, 936 },   { 81, 950 },
  { 88, 10029 }, { 89, 10007 }, { 128, 932 },  { 129, 949 },  { 130, 1361 },
  { 134, 936 },  { 136, 950 },  { 161, 1253 }, { 162, 1254 }, { 163, 1258 },
  { 177, 1255 }, { 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 },
  { 238, 1250 }, { 254, 437 },  { 255, 850 },
};

/* The Symbol font from 0x20, as Adobe's symbol encoding has it. */
static const guint16 symbol_table[] = {
  0x0020, 0x0021, 0x2200, 0x0023, 0x2203, 0x0025, 0x0026, 0x220b,
  0x0028, 0x0029, 0x2217, 0x002b, 0x002c, 0x2212, 0x002e, 0x002f,
  0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x0035, 0x0036, 0x0037,
  0x0038, 0x0039, 0x003a, 0x003b, 0x003c, 0x003d, 0x003e, 0x003f,
  0x2245, 0x0391, 0x0392, 0x03a7, 0x0394, 0x0395, 0x03a6, 0x0393,
  0x0397, 0x0399, 0x03d1, 0x039a, 0x039b, 0x039c, 0x039d, 0x039f,
  0x03a0, 0x0398, 0x03a1, 0x03a3, 0x03a4, 0x03a5, 0x03c2, 0x03a9,
  0x039e, 0x03a8, 0x0396, 0x005b, 0x2234, 0x005d, 0x22a5, 0x005f,
  0x203e, 0x03b1, 0x03b2, 0x03c7, 0x03b4, 0x03b5, 0x03c6, 0x03b3,
  0x03b7, 0x03b9, 0x03d5, 0x03ba, 0x03bb, 0x03bc, 0x03bd, 0x03bf,
  0x03c0, 0x03b8, 0x03c1, 0x03c3, 0x03c4, 0x03c5, 0x03d6, 0x03c9,
  0x03be, 0x03c8, 0x03b6, 0x007b, 0x007c, 0x007d, 0x223c,
};

static const guint16 symbol_high_table[] = { /* from 0xa0 */
  0x20ac, 0x03d2, 0x2032, 0x2264, 0x2044, 0x221e, 0x0192, 0x2663,
  0x2666, 0x2665, 0x2660, 0x2194, 0x2190, 0x2191, 0x2192, 0x2193,
  0x00b0, 0x00b1, 0x2033, 0x2265, 0x00d7, 0x221d, 0x2202, 0x2022,
  0x00f7, 0x2260, 0x2261, 0x2248, 0x2026, 0x23d0, 0x23af, 0x21b5,
  0x2135, 0x2111, 0x211c, 0x2118, 0x2297, 0x2295, 0x2205, 0x2229,
  0x222a, 0x2283, 0x2287, 0x2284, 0x2282, 0x2286, 0x2208, 0x2209,
  0x2220, 0x2207, 0x00ae, 0x00a9, 0x2122, 0x220f, 0x221a, 0x22c5,
  0x00ac, 0x2227, 0x2228, 0x21d4, 0x21d0, 0x21d1, 0x21d2, 0x21d3,
  0x25ca, 0x2329, 0x00ae, 0x00a9, 0x2122, 0x2211, 0x239b, 0x239c,
  0x239d, 0x23a1, 0x23a2, 0x23a3, 0x23a7, 0x23a8, 0x23a9, 0x23aa,
  0x25a0, 0x232a, 0x222b, 0x2320, 0x23ae, 0x2321, 0x239e, 0x239f,
  0x23a0, 0x23a4, 0x23a5, 0x23a6, 0x23ab, 0x23ac, 0x23ad,
};

struct _ChattyRtfCharset {
  GHashTable *tables;     /* code page -> gunichar[256], owned */
  GIConv      pairs;      /* of pairs_page, (GIConv) -1 when none */
  guint       pairs_page;
};

ChattyRtfCharset *
chatty_rtf_charset_new (void)
{
  ChattyRtfCharset *self = g_new0 (ChattyRtfCharset, 1);

  self->tables = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->pairs = (GIConv) -1;
  return self;
}

void
chatty_rtf_charset_free (ChattyRtfCharset *self)
{
  if (self->pairs != (GIConv) -1)
    g_iconv_close (self->pairs);
  g_hash_table_unref (self->tables);
  g_free (self);
}

/**
 * chatty_rtf_code_page_get_name:
 * @code_page: a Windows code page number
 *
 * Returns: (nullable): what iconv calls it, %NULL when it is not known
 */
const char *
chatty_rtf_code_page_get_name (guint code_page)
{
  for (guint i = 0; i < G_N_ELEMENTS (code_pages); i++)
    if (code_pages[i].code_page == code_page)
      return code_pages[i].name;
  return NULL;
}

/**
 * chatty_rtf_code_page_of_charset:
 * @fcharset: the number after `\fcharset`
 *
 * Returns: the code page of that font's bytes, 0 for "the document's"
 */
guint
chatty_rtf_code_page_of_charset (guint fcharset)
{
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (charsets[i].fcharset == fcharset)
      return charsets[i].code_page;
  return 0;
}

gboolean
chatty_rtf_code_page_is_double (guint code_page)
{
  return code_page == 932 || code_page == 936 || code_page == 949 ||
         code_page == 950 || code_page == 1361;
}

/**
 * chatty_rtf_code_page_is_lead:
 * @code_page: a code page
 * @byte: a byte of it
 *
 * Returns: whether @byte is the first half of a character of two bytes
 */
gboolean
chatty_rtf_code_page_is_lead (guint  code_page,
                              guint8 byte)
{
  switch (code_page)
    {
    case 932:
      return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
    case 936:
    case 949:
    case 950:
      return byte >= 0x81 && byte <= 0xfe;
    case 1361:
      return (byte >= 0x84 && byte <= 0xd3) || (byte >= 0xd8 && byte <= 0xf9);
    default:
      return FALSE;
    }
}

static gunichar
convert (GIConv      iconv,
         const char *bytes,
         gsize       length)
{
  char out[8];
  char *in = (char *) bytes;
  char *to = out;
  gsize left = length;
  gsize room = sizeof out;
  gunichar c;

  g_iconv (iconv, NULL, NULL, NULL, NULL);
  if (g_iconv (iconv, &in, &left, &to, &room) == (gsize) -1 || left > 0)
    return REPLACEMENT;
  /* Some converters hold a character back, waiting for a combining one. */
  g_iconv (iconv, NULL, NULL, &to, &room);
  c = g_utf8_get_char_validated (out, to - out);
  return c < 0x110000 ? c : REPLACEMENT;
}

static gunichar *
make_table (guint code_page)
{
  const char *name = chatty_rtf_code_page_get_name (code_page);
  gunichar *table = g_new (gunichar, 256);
  GIConv iconv = (GIConv) -1;

  if (name != NULL && code_page != CHATTY_CODE_PAGE_UTF8)
    iconv = g_iconv_open ("UTF-8", name);
  for (guint i = 0; i < 256; i++)
    {
      char byte = (char) i;

      if (i < 0x80)
        table[i] = i;
      else if (iconv == (GIConv) -1 || chatty_rtf_code_page_is_lead (code_page, i))
        table[i] = REPLACEMENT;
      else
        table[i] = convert (iconv, &byte, 1);
    }
  if (iconv != (GIConv) -1)
    g_iconv_close (iconv);
  return table;
}

/**
 * chatty_rtf_charset_decode_byte:
 * @self: the tables
 * @code_page: a code page other than UTF-8 and Symbol
 * @byte: a byte that stands alone
 *
 * Returns: its character, U+FFFD when the code page does not have it
 */
gunichar
chatty_rtf_charset_decode_byte (ChattyRtfCharset *self,
                                guint             code_page,
                                guint8            byte)
{
  gunichar *table;

  if (chatty_rtf_code_page_get_name (code_page) == NULL)
    code_page = 1252;
  table = g_hash_table_lookup (self->tables, GUINT_TO_POINTER (code_page));
  if (table == NULL)
    {
      table = make_table (code_page);
      g_hash_table_insert (self->tables, GUINT_TO_POINTER (code_page), table);
    }
  return table[byte];
}

/**
 * chatty_rtf_charset_decode_pair:
 * @self: the tables
 * @code_page: 932, 936, 949, 950 or 1361
 * @lead: the first byte
 * @trail: the second byte
 *
 * Returns: their character, U+FFFD when the code page does not have it
 */
gunichar
chatty_rtf_charset_decode_pair (ChattyRtfCharset *self,
                                guint             code_page,
                                guint8            lead,
                                guint8            trail)
{
  const char bytes[2] = { (char) lead, (char) trail };

  if (self->pairs == (GIConv) -1 || self->pairs_page != code_page)
    {
      if (self->pairs != (GIConv) -1)
        g_iconv_close (self->pairs);
      self->pairs = g_iconv_open ("UTF-8", chatty_rtf_code_page_get_name (code_page));
      self->pairs_page = code_page;
    }
  if (self->pairs == (GIConv) -1)
    return REPLACEMENT;
  return convert (self->pairs, bytes, 2);
}

/**
 * chatty_rtf_symbol_to_unicode:
 * @byte: a byte in a font of `\fcharset2`
 * @wingdings: whether the font is of the Wingdings kind, else it is Symbol
 *
 * Of Wingdings only the bullets, ticks and arrows that lists use are known;
 * the rest becomes a bullet.
 *
 * Returns: the character it looks like, 0 for none
 */
gunichar
chatty_rtf_symbol_to_unicode (guint8   byte,
                              gboolean wingdings)
{
  if (!wingdings)
    {
      if (byte >= 0x20 && byte - 0x20u < G_N_ELEMENTS (symbol_table))
        return symbol_table[byte - 0x20];
      if (byte >= 0xa0 && byte - 0xa0u < G_N_ELEMENTS (symbol_high_table))
        return symbol_high_table[byte - 0xa0];
      return byte < 0x20 ? 0 : 0x2022;
    }
  switch (byte)
    {
    case 0x20: return ' ';
    case 0x4a: return 0x263a;
    case 0x4c: return 0x2639;
    case 0x6e: return 0x25a0;
    case 0x6f: return 0x25a1;
    case 0x71: return 0x2751;
    case 0x75: return 0x25c6;
    case 0x76: return 0x2756;
    case 0xa7: return 0x25aa;
    case 0xa8: return 0x25fb;
    case 0xd8: return 0x27a2;
    case 0xdf: return 0x2190;
    case 0xe0: return 0x2192;
    case 0xe8: return 0x2794;
    case 0xfb: return 0x2717;
    case 0xfc: return 0x2713;
    case 0xfd: return 0x2612;
    case 0xfe: return 0x2611;
    default:   return byte < 0x20 ? 0 : 0x2022;
    }
}
