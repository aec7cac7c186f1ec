/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-rtf-parser.h"

#define DEPTH 512

typedef struct {
  const char *name;
  const char *rtf;       /* without the first and the last brace */
  const char *markdown;  /* without the last newline */
} Case;

#define HEAD "\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fmodern\\fcharset0 Courier New;}}"

static const Case cases[] = {
  { "empty", HEAD, "" },
  { "paragraphs", HEAD "one\\par two\\par", "one\n\ntwo" },
  { "blank lines part paragraphs", HEAD "You said:\\par Hello\\par\\par ChatGPT said:\\par Hi\\par",
    "You said:  \nHello\n\nChatGPT said:  \nHi" },
  { "space after parts paragraphs", HEAD "\\sa200 a\\par b\\par\\par c\\par", "a\n\nb\n\nc" },
  { "TextEdit lines", HEAD "one\\\ntwo\\\n\\\nthree", "one  \ntwo\n\nthree" },
  { "TextEdit lines with CRLF", HEAD "one\\\r\ntwo\\\r\n\\\r\nthree", "one  \ntwo\n\nthree" },
  { "line and tab", HEAD "a\\line b\\tab c\\par", "a  \nb\tc" },
  { "special characters", HEAD "a\\~b\\-c\\_d \\emdash  \\ldblquote q\\rdblquote  \\bullet\\par",
    "a\xc2\xa0""b\xc2\xad""c\xe2\x80\x91""d \xe2\x80\x94 \xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\xa2" },
  { "escapes", HEAD "\\\\ \\{x\\}\\par", "\\ {x}" },

  /* Code pages. */
  { "hex", HEAD "caf\\'e9 \\'80\\par", "caf\xc3\xa9 \xe2\x82\xac" },
  { "mac", "\\rtf1\\mac caf\\'8e\\par", "caf\xc3\xa9" },
  { "pc", "\\rtf1\\pc caf\\'82\\par", "caf\xc3\xa9" },
  { "pca", "\\rtf1\\pca caf\\'82\\par", "caf\xc3\xa9" },
  { "ansicpg", "\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\par", "\xd0\x9f\xd1\x80" },
  { "charset of the font", HEAD "{\\fonttbl{\\f2\\fcharset204 Arial Cyr;}{\\f3\\fcharset238 Arial CE;}}"
    "{\\f2 \\'cf}{\\f3 \\'b9}{\\f0 \\'e9}\\par", "\xd0\x9f\xc4\x85\xc3\xa9" },
  { "cpg of the font", HEAD "{\\fonttbl{\\f2\\cpg1253 Arial;}}\\f2 \\'e1\\par", "\xce\xb1" },
  { "charset 0 means the document", "\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset0 Arial;}}\\f0 \\'cf\\par", "\xd0\x9f" },
  { "932", "\\rtf1\\ansi\\ansicpg932 \\'83A\\'82\\'a0\\'b1\\par", "\xe3\x82\xa2\xe3\x81\x82\xef\xbd\xb1" },
  { "932 with a backslash", "\\rtf1\\ansi\\ansicpg932 \\'95\\\\x\\par", "\xe8\xa1\xa8x" },
  { "936", "\\rtf1\\ansi\\ansicpg936 \\'b2\\'e2\\'ca\\'d4\\par", "\xe6\xb5\x8b\xe8\xaf\x95" },
  { "949", "\\rtf1\\ansi\\ansicpg949 \\'b0\\'a1\\par", "\xea\xb0\x80" },
  { "950", "\\rtf1\\ansi\\ansicpg950 \\'a4\\'a4\\par", "\xe4\xb8\xad" },
  { "half a character", "\\rtf1\\ansi\\ansicpg936 a\\'b2\\par b", "a\xef\xbf\xbd\n\nb" },
  { "raw UTF-8", HEAD "caf\xc3\xa9 \xf0\x9f\x98\x80\\par", "caf\xc3\xa9 \xf0\x9f\x98\x80" },
  { "symbol font", HEAD "{\\fonttbl{\\f2\\fcharset2 Symbol;}{\\f3\\fcharset2 Wingdings;}}{\\f2 a\\'b7}{\\f3 \\'fc}\\par",
    "\xce\xb1\xe2\x80\xa2\xe2\x9c\x93" },

  /* Unicode. */
  { "u with a fallback", HEAD "\\u8217?s\\par", "\xe2\x80\x99s" },
  { "u with a hex fallback", HEAD "\\u8217\\'92s\\par", "\xe2\x80\x99s" },
  { "uc 0", HEAD "\\uc0\\u8217 s\\par", "\xe2\x80\x99s" },
  { "uc 2", HEAD "{\\uc2\\u26580\\'96\\'d0}x\\par", "\xe6\x9f\x94x" },
  { "negative", HEAD "\\u-10179?\\u-8694?\\par", "\xf0\x9f\x98\x8a" },
  { "positive surrogates", HEAD "\\uc0\\u55357\\u56842\\par", "\xf0\x9f\x98\x8a" },
  { "above 16 bits", HEAD "\\u128522?\\par", "\xf0\x9f\x98\x8a" },
  { "lone surrogate", HEAD "\\u-10179?x\\par", "\xef\xbf\xbdx" },
  { "private use bullet", HEAD "\\u-3913?\\par", "\xe2\x80\xa2" },
  { "upr", HEAD "{\\upr{ansi}{\\*\\ud{\\u26580?}}}\\par", "\xe6\x9f\x94" },

  /* Destinations. */
  { "starred", HEAD "a{\\*\\unknown x{\\b y}}b\\par", "ab" },
  { "info and header", HEAD "{\\info{\\title T}{\\author A}}{\\header x}{\\footer y}a\\par", "a" },
  { "picture", HEAD "a{\\pict\\pngblip 89504e47}b\\par", "ab" },
  { "binary picture", HEAD "a{\\pict\\bin4 }{}{}b\\par", "ab" },
  { "hidden and deleted", HEAD "a{\\v hidden}{\\deleted gone}b\\par", "ab" },
  { "object", HEAD "{\\object{\\*\\objdata 01}{\\result shown}}\\par", "shown" },
  { "text box", HEAD "a\\par{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt boxed\\par}}{\\shprslt z}}b\\par",
    "a\n\nboxed\n\nb" },
  { "attachment", HEAD "a{{\\NeXTGraphic x.png \\width1}\xac}b\\par", "ab" },

  /* Marks. */
  { "bold", HEAD "a {\\b b} c\\par", "a **b** c" },
  { "bold with white space", HEAD "a{\\b  b }c\\par", "a **b** c" },
  { "bold off", HEAD "\\b a\\b0  b\\par", "**a** b" },
  { "bold and italic", HEAD "{\\b\\i a}\\par", "***a***" },
  { "strike", HEAD "{\\strike a}\\par", "~~a~~" },
  { "plain", HEAD "\\b\\i a\\plain  b\\par", "***a*** b" },
  { "bold before a letter", HEAD "{\\b Note:}text\\par", "**Note**:text" },
  { "bold after a letter", HEAD "a{\\b (b)} c\\par", "a(**b)** c" },
  { "bold label", HEAD "{\\b You said:}\\par Hello\\par", "**You said:**\n\nHello" },
  { "only white space is bold", HEAD "a{\\b  }b\\par", "a b" },
  { "code", HEAD "call {\\f1 foo_bar()} now\\par", "call `foo_bar()` now" },
  { "code with a backtick", HEAD "{\\f1 a`b} x\\par", "``a`b`` x" },
  { "code block", HEAD "see\\par\\f1 int main ()\\par \\{\\par   return 0;\\par \\}\\par\\f0 end\\par",
    "see\n\n```\nint main ()\n{\n  return 0;\n}\n```\n\nend" },
  { "code block with an empty line", HEAD "see\\par{\\f1 a\\par\\par b\\par}end\\par", "see\n\n```\na\n\nb\n```\n\nend" },
  { "code block with a fence", HEAD "see\\par{\\f1 ```\\par}end\\par", "see\n\n````\n```\n````\n\nend" },
  { "all in one width is not code", "\\rtf1{\\fonttbl{\\f0 Menlo;}}\\f0 You said:\\par Hello\\par", "You said:\n\nHello" },

  /* Links. */
  { "link", HEAD "{\\field{\\*\\fldinst{HYPERLINK \"https://example.org/a_b\"}}{\\fldrslt{\\ul here}}} x\\par",
    "[here](https://example.org/a_b) x" },
  { "bare link", HEAD "{\\field{\\*\\fldinst HYPERLINK \"https://example.org/\"}{\\fldrslt https://example.org}}\\par",
    "https://example.org" },
  { "mail", HEAD "{\\field{\\*\\fldinst HYPERLINK \"mailto:a@example.org\"}{\\fldrslt a@example.org}}\\par", "a@example.org" },
  { "link with a place", HEAD "{\\field{\\*\\fldinst HYPERLINK \"https://example.org\" \\\\l \"top\"}{\\fldrslt up}}\\par",
    "[up](https://example.org#top)" },
  { "local link", HEAD "{\\field{\\*\\fldinst HYPERLINK \\\\l \"top\"}{\\fldrslt up}}\\par", "up" },
  { "link without a text", HEAD "{\\field{\\*\\fldinst HYPERLINK \"https://example.org\"}}\\par", "https://example.org" },
  { "other field", HEAD "{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}\\par", "3" },
  { "spaces and brackets", HEAD "{\\field{\\*\\fldinst HYPERLINK \"https://e.org/a (b)\"}{\\fldrslt x}}\\par",
    "[x](https://e.org/a%20%28b%29)" },

  /* Blocks. */
  { "heading by outline", HEAD "{\\outlinelevel1\\b Topic\\par}text\\par", "## Topic\n\ntext" },
  { "heading by style", HEAD "{\\stylesheet{\\s1 heading 1;}{\\s2\\outlinelevel2 Kop;}}{\\s1 One\\par}{\\s2 Three\\par}\\pard x\\par",
    "# One\n\n### Three\n\nx" },
  { "bullets", HEAD "{\\pntext\\f0\\'95\\tab}a\\par{\\pntext\\'95\\tab}b\\par\\pard c\\par", "- a\n- b\n\nc" },
  { "numbers", HEAD "{\\listtext\t1.\t}a\\par{\\listtext\t2.\t}b\\par", "1. a\n2. b" },
  { "letters", HEAD "{\\listtext\ta)\t}x\\par", "- a) x" },
  { "levels", HEAD "{\\listtext\\'95}\\ls1\\ilvl0 a\\par{\\listtext\\'95}\\ilvl1 b\\par{\\listtext\\'95}\\ilvl0 c\\par",
    "- a\n    - b\n- c" },
  { "list without printed bullets", HEAD "\\ls1 a\\par b\\par\\pard c\\par", "- a\n- b\n\nc" },
  { "table", HEAD "\\trowd\\intbl a\\cell b|\\cell\\row\\trowd\\intbl 1\\cell 2\\cell\\row\\pard end\\par",
    "| a | b\\| |\n| --- | --- |\n| 1 | 2 |\n\nend" },
  { "table for the looks", HEAD "\\trowd\\intbl You said:\\par Hello\\cell\\row\\pard end\\par", "You said:\n\nHello\n\nend" },
  { "nested cells", HEAD "\\trowd\\intbl\\itap2 a\\nestcell b\\nestcell{\\*\\nesttableprops\\nestrow}{\\nonesttables\\par}c\\cell d\\cell\\row",
    "| a / b / ; c | d |\n| --- | --- |" },
  { "footnote", HEAD "a{\\footnote\\chftn  note}b\\par", "a[^1]b\n\n[^1]: note" },
  { "rule", HEAD "a\\par ---\\par b\\par", "a\n\n---\n\nb" },

  /* Text that looks like Markdown. */
  { "names stay", HEAD "full_text and 2 * 3 and a_b_c\\par", "full_text and 2 * 3 and a_b_c" },
  { "stars", HEAD "a *b* c\\par", "a \\*b\\* c" },
  { "tags", HEAD "<b>x</b> 1 < 2\\par", "\\<b>x\\</b> 1 < 2" },
  { "hashes", HEAD "# not a heading\\par", "\\# not a heading" },
  { "entity", HEAD "&amp; & co\\par", "\\&amp; & co" },
  { "brackets", HEAD "a[0] and [b](c)\\par", "a\\[0] and \\[b](c)" },
  { "Markdown source stays", HEAD "# Title\\par **You:** hi\\par ```\\par x = *p*\\par ```\\par",
    "# Title\n**You:** hi\n```\nx = *p*\n```" },

  /* Files that are not in order. */
  { "missing brace", HEAD "a {\\b b", "a **b**" },
  { "extra brace", HEAD "a} b\\par", "a b" },
  { "bad hex", HEAD "a\\'zzb\\par", "azzb" },
  { "binary that lies", HEAD "a{\\*\\x\\bin99999999 b}c\\par", "ac" },
  { "binary in the text", HEAD "a\\bin3 b c d\\par", "ab c d" },
  { "control character", HEAD "a\x01\x7f""b\\par", "ab" },
};

static ChattyRichDocument *
parse (const char *rtf)
{
  g_autofree char *whole = g_strdup_printf ("{%s}", rtf);
  g_autoptr(GError) error = NULL;
  ChattyRichDocument *document = chatty_rtf_parse (whole, strlen (whole), DEPTH, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  return document;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(ChattyRichDocument) document = parse (c->rtf);
  g_autofree char *markdown = chatty_rich_document_to_markdown (document, NULL);

  g_assert_true (g_utf8_validate (markdown, -1, NULL));
  if (markdown[0] != '\0')
    {
      g_assert_true (g_str_has_suffix (markdown, "\n"));
      markdown[strlen (markdown) - 1] = '\0';
    }
  g_assert_cmpstr (markdown, ==, c->markdown);
}

static void
test_meta (void)
{
  g_autoptr(ChattyRichDocument) document =
    parse (HEAD "{\\info{\\title A \\'e9 title}{\\author Me}{\\creatim\\yr2025\\mo1\\dy14\\hr10\\min30}}"
           "{\\*\\generator Riched20 10;}a{\\pict 00}\\par");

  g_assert_cmpstr (document->title->str, ==, "A \xc3\xa9 title");
  g_assert_cmpstr (document->author->str, ==, "Me");
  g_assert_cmpstr (document->generator->str, ==, "Riched20 10;");
  g_assert_cmpint (document->created, ==, G_GINT64_CONSTANT (1736850600) * G_USEC_PER_SEC);
  g_assert_cmpuint (document->n_pictures, ==, 1);
  g_assert_cmpuint (document->n_lost, ==, 0);
  g_assert_false (document->malformed);
}

static void
test_malformed (void)
{
  static const char * const bad[] = { "a {\\b b", "a} b", "a\\'zz", "a\\bin9 b" };
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyRichDocument) none = NULL;
  static const char * const not_rtf[] = { "", "{", "x", "{\\rt", "{hello}", "\\rtf1" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(ChattyRichDocument) document = NULL;
      g_autofree char *rtf = g_strconcat ("{", HEAD, bad[i], i == 0 ? "" : "}", NULL);

      document = chatty_rtf_parse (rtf, strlen (rtf), DEPTH, &error);
      g_assert_no_error (error);
      g_assert_true (document->malformed);
    }
  for (guint i = 0; i < G_N_ELEMENTS (not_rtf); i++)
    {
      none = chatty_rtf_parse (not_rtf[i], strlen (not_rtf[i]), DEPTH, &error);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_assert_null (none);
      g_clear_error (&error);
    }
}

static void
test_deep (void)
{
  g_autoptr(GString) rtf = g_string_new ("{\\rtf1 ");
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (rtf, '{');
  document = chatty_rtf_parse (rtf->str, rtf->len, DEPTH, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "512"));
  g_assert_null (document);

  g_string_truncate (rtf, 0);
  g_string_append (rtf, "{\\rtf1 ");
  for (guint i = 0; i < DEPTH - 1; i++)
    g_string_append_c (rtf, '{');
  g_clear_error (&error);
  document = chatty_rtf_parse (rtf->str, rtf->len, DEPTH, &error);
  g_assert_no_error (error);
}

/* Ten times the input may take at most about ten times as long. */
static double
time_of (guint n)
{
  static const char * const pieces[] = {
    "{\\b bold}{\\i x} text \\'e9\\u8217? ", "\\par\n", "{\\field{\\*\\fldinst HYPERLINK \"http://a\"}{\\fldrslt b}}",
    "\\trowd a\\cell b\\cell\\row ", "{\\listtext 1.}item\\par ", "*_`[<&|", "{\\*\\x ", "}", "\\u-10179?",
  };
  g_autoptr(GString) rtf = g_string_new ("{\\rtf1 ");
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autofree char *markdown = NULL;
  gint64 start;

  for (guint i = 0; i < n; i++)
    g_string_append (rtf, pieces[i % G_N_ELEMENTS (pieces)]);
  start = g_get_monotonic_time ();
  document = chatty_rtf_parse (rtf->str, rtf->len, DEPTH, NULL);
  g_assert_nonnull (document);
  markdown = chatty_rich_document_to_markdown (document, NULL);
  return (double) (g_get_monotonic_time () - start);
}

static void
test_linear (void)
{
  double best = 0;

  /* The best of three, since the machine has other things to do. */
  for (guint i = 0; i < 3; i++)
    {
      const double ratio = time_of (500000) / MAX (time_of (50000), 1);

      best = best == 0 ? ratio : MIN (best, ratio);
    }
  g_assert_cmpfloat (best, <, 40);
}

static char *
fold (const char *text)
{
  g_autoptr(GString) out = g_string_new (NULL);
  gboolean in_space = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_unichar_isspace (g_utf8_get_char (text)))
        {
          in_space = TRUE;
          continue;
        }
      if (in_space && out->len > 0)
        g_string_append_c (out, ' ');
      in_space = FALSE;
      g_string_append_unichar (out, g_utf8_get_char (text));
    }
  return g_strdup (out->str);
}

static void
check_sample (const char *folder,
              const char *name)
{
  g_autofree char *path = g_build_filename (folder, "rtf", name, NULL);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".rtf"));
  g_autofree char *text_name = g_strconcat (stem, ".txt", NULL);
  g_autofree char *text_path = g_build_filename (folder, "rtf_expected", text_name, NULL);
  g_autofree char *rtf = NULL;
  g_autofree char *text = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *got = NULL;
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &rtf, &length, &error);
  g_assert_no_error (error);
  document = chatty_rtf_parse (rtf, length, DEPTH, &error);
  g_assert_no_error (error);
  /* striprtf shows the addresses of links, but does not know those that Word
   * writes. */
  plain = chatty_rich_document_to_plain (document, strcmp (name, "striprtf__Example_text.rtf") != 0);
  g_assert_true (g_utf8_validate (plain, -1, NULL));
  if (!g_file_get_contents (text_path, &text, NULL, NULL))
    {
      g_assert_false (g_str_has_prefix (name, "striprtf__"));
      return;
    }
  expected = fold (text);
  got = fold (plain);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_samples (void)
{
  const char *folder = g_getenv ("CHATTY_SAMPLES");
  g_autofree char *path = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  guint n = 0;

  if (folder == NULL)
    {
      g_test_skip ("CHATTY_SAMPLES is not set");
      return;
    }
  path = g_build_filename (folder, "rtf", NULL);
  dir = g_dir_open (path, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".rtf"))
      {
        check_sample (folder, name);
        n++;
      }
  g_assert_cmpuint (n, >=, 20);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rtf/markdown/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/rtf/meta", test_meta);
  g_test_add_func ("/rtf/malformed", test_malformed);
  g_test_add_func ("/rtf/deep", test_deep);
  g_test_add_func ("/rtf/linear", test_linear);
  g_test_add_func ("/rtf/samples", test_samples);
  return g_test_run ();
}
