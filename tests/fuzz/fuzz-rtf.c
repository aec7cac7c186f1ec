/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-rtf-parser.h"
#include "fuzz.h"

#define HEAD "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fmodern Courier New;}{\\f2\\fcharset2 Symbol;}{\\f3\\fcharset128 MS Gothic;}}"

const char * const chatty_fuzz_seeds[] = {
  "{\\rtf1 x}",
  HEAD "You said:\\par Hello \\b bold\\b0  and \\i more\\i0\\par\\par ChatGPT said:\\par {\\f1 code\\par more\\par}}",
  HEAD "caf\\'e9 \\u8217?s \\u-10179?\\u-8694? {\\f2 \\'b7}{\\f3 \\'83A\\'82\\'a0}\\par}",
  HEAD "{\\field{\\*\\fldinst{HYPERLINK \"https://example.org\" \\\\l \"x\"}}{\\fldrslt here}}\\par}",
  HEAD "\\trowd\\intbl a\\cell b\\cell\\row\\trowd\\intbl c\\cell d\\cell\\row\\pard end}",
  HEAD "{\\listtext 1.\\tab}one\\par{\\listtext\\'95\\tab}\\ls1\\ilvl1 two\\par}",
  HEAD "{\\upr{a}{\\*\\ud b}}{\\footnote note}{\\pict\\bin3 abc}{\\v hidden}{\\shp{\\*\\shpinst{\\shptxt t}}}}",
  "{\\rtf1\\ansi\\cocoartf2639{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n\\f0\\fs24 one\\\ntwo\\\n\\\nthree}",
  HEAD "{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}{\\s1 Title\\par}{\\info{\\title t}{\\creatim\\yr2025\\mo1}}}",
  "{\\rtf1\\ansi\\ansicpg936 \\'b2\\'e2 # x\\par ```\\par **a** [b](http://c)}",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "{", "}", "{\\*", "\\par ", "\\'", "\\u", "\\u-10179 ", "\\uc0 ", "\\uc2 ", "\\bin9999 ", "\\bin3 ", "\\field", "\\fldinst ",
  "\\fldrslt ", "HYPERLINK \"", "\\b ", "\\b0 ", "\\i ", "\\strike ", "\\f1 ", "\\f2 ", "\\f3 ", "\\dbch\\af3 ", "\\cell ",
  "\\row ", "\\nestcell ", "\\intbl ", "\\listtext ", "\\ilvl8 ", "\\ls1 ", "\\pard ", "\\plain ", "\\line ", "\\tab ", "\\v ",
  "\\deleted ", "\\upr ", "\\ud ", "\\footnote ", "\\shpinst ", "\\shptxt ", "\\pict ", "\\fonttbl ", "\\stylesheet ", "\\s1 ",
  "\\outlinelevel2 ", "\\ansicpg932 ", "\\ansicpg65001 ", "\\\n", "\\~", "\\-", "\xc3\xa9", "\xff", "*", "`", "```\\par ",
  "\\info{\\title ", "\\creatim\\yr9999\\mo99 ", "\\NeXTGraphic a}", "(", ":", " ", NULL,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(ChattyRichDocument) document = chatty_rtf_parse ((const char *) data, size, 64, NULL);
  g_autoptr(GArray) offsets = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *plain = NULL;
  gsize length;

  if (document == NULL)
    return 0;
  markdown = chatty_rich_document_to_markdown (document, &offsets);
  length = strlen (markdown);
  g_assert_true (g_utf8_validate (markdown, -1, NULL));
  g_assert_true (length == 0 || markdown[length - 1] == '\n');
  g_assert_cmpuint (offsets->len, ==, document->blocks->len);
  for (guint i = 0; i < offsets->len; i++)
    {
      g_assert_cmpuint (g_array_index (offsets, guint64, i), <=, length);
      if (i > 0)
        g_assert_cmpuint (g_array_index (offsets, guint64, i), >=, g_array_index (offsets, guint64, i - 1));
    }
  /* Marks and escapes add to the text, but not without bound. */
  g_assert_cmpuint (length, <=, 64 * size + 64);
  plain = chatty_rich_document_to_plain (document, TRUE);
  g_assert_true (g_utf8_validate (plain, -1, NULL));
  return 0;
}
