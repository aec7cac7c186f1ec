/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Which bytes of the source each piece of a shown text comes from. */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "chatty-markdown-document.h"

#define N_RANDOM 400

/* What is shown of a passage, one text after the other. */
static char *
dup_shown (const char *source,
           gsize       start,
           gsize       end)
{
  g_autoptr (ChattyMarkdownDocument) document = chatty_markdown_document_parse_mapped (source, -1);
  g_autoptr (GArray) places = chatty_markdown_document_find_source (document, start, end);
  GString *shown = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++)
    {
      const ChattyMarkdownMatch *place = &g_array_index (places, ChattyMarkdownMatch, i);
      const ChattyMarkdownBlock *block = chatty_markdown_document_get_block (document,
                                                                             place->block);
      const ChattyMarkdownText *text = g_ptr_array_index (block->texts, place->text);

      g_assert_cmpuint (place->start, <, place->end);
      g_assert_cmpuint (place->end, <=, text->length);
      g_string_append_printf (shown, "%s%.*s", i > 0 ? "|" : "", (int) (place->end - place->start),
                              text->text + place->start);
    }
  return g_string_free (shown, FALSE);
}

static void
test_passages (void)
{
  /* The passage is what stands between the two brackets ⟦ and ⟧. */
  static const struct {
    const char *source;
    const char *shown;
  } rows[] = {
    { "😀 ⟦中文⟧ is good.", "中文" },
    { "⟦😀⟧ 中文", "😀" },
    { "é⟦é 👩‍👩‍👧 ü⟧ü", "é 👩‍👩‍👧 ü" },
    { "a **b⟦ol⟧d** c", "ol" },
    { "a ⟦**bold** c⟧ d", "bold c" },
    { "a *⟦**both**⟧ b* c", "both" },
    { "a ⟦**⟧b** c", "" },
    { "a **b⟦o** c⟧ d", "o c" },
    { "see [the ⟦guide](http://e.org/a) or⟧ not", "guide or" },
    { "see [the guide](http://e.org/⟦guide⟧)", "" },
    { "[⟦a⟧](http://e.org/a \"a\") a", "a" },
    { "[a](http://e.org/a \"a\") ⟦a⟧", "a" },
    { "[a][b] ⟦b⟧\n\n[b]: http://e.org/b", "b" },
    { "<http://e.org/⟦x⟧> x", "x" },
    { "www.e⟦.org/⟧x x", ".org/" },
    { "`a ⟦b` b⟧", "b b" },
    { "`` ⟦`a`⟧ `` a", "`a`" },
    { "1. 1\n2. ⟦2⟧", "2" },
    { "- one\n- ⟦two\n- th⟧ree", "two|th" },
    { "- [x] ⟦x⟧", "x" },
    { "# # ⟦a⟧ #", "a" },
    { "> ⟦q1\n> q2⟧", "q1\nq2" },
    { "a⟦b\n\nc⟧d", "b\n\nc" },
    { "| a | b |\n|---|---|\n| ⟦c | d\\|e⟧ |", "c|d|e" },
    { "```c\nint ⟦a⟧;\n```", "a" },
    { "- ```\n  a\n  ⟦ b\n  c⟧\n  ```", " b\nc" },
    { "    ⟦code⟧", "code" },
    { "AT&⟦amp⟧;T", "&" },
    { "⟦&lt;&#x1F600;⟧&gt;", "<😀" },
    { "\\*⟦a\\*b⟧\\*", "a*b" },
    { "a<br>⟦b⟧", "b" },
    { "a⟦<br>⟧b", "\n" },
    { "a <b>⟦b</b>⟧", "b</b>" },
    { "<div>\n⟦a⟧\n</div>", "a" },
    { "![a ⟦map⟧](http://e.org/map) map", "map" },
    { "x\r\n\r\n⟦y⟧\r\n", "y" },
    { "\xef\xbb\xbf" "a ⟦b⟧", "b" },
    { "***a** ⟦b*⟧ c", "b" },
    { "~~⟦s⟧~~", "s" },
    { "a  \n⟦b⟧\\\nc", "b" },
    { "[b]: http://e.org/b\nb ⟦b⟧", "b" },
    { "x\n| a |\n|---|\n| ⟦a⟧ |", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *first = strstr (rows[i].source, "⟦"), *last = strstr (rows[i].source, "⟧");
      gsize mark = strlen ("⟦"), start = first - rows[i].source;
      gsize length = last - first - mark;
      g_autofree char *source = g_strdup_printf ("%.*s%.*s%s", (int) start, rows[i].source,
                                                 (int) length, first + mark, last + mark);
      g_autofree char *shown = dup_shown (source, start, start + length);

      if (g_strcmp0 (shown, rows[i].shown) != 0)
        g_test_message ("of %s", rows[i].source);
      g_assert_cmpstr (shown, ==, rows[i].shown);
    }
}

static char *
dup_plain (const char *source)
{
  g_autoptr (ChattyMarkdownDocument) document = chatty_markdown_document_parse (source, -1);

  return chatty_markdown_document_to_plain_text (document);
}

static guint
count_differences (const char *a,
                   const char *b)
{
  guint n = 0;

  if (strlen (a) != strlen (b))
    return G_MAXUINT;
  for (gsize i = 0; a[i] != '\0'; i++)
    if (a[i] != b[i])
      n++;
  return n;
}

/* Another letter in the source must be another letter at the place that is
 * found, and nowhere else.
 * Returns: how many letters were not found where they are shown */
static guint
try_letters (const char *source,
             guint      *n_tried)
{
  g_autoptr (ChattyMarkdownDocument) document = chatty_markdown_document_parse_mapped (source, -1);
  g_autofree char *plain = dup_plain (source);
  g_autofree char *other = g_strdup (source);
  guint n_missed = 0;

  for (gsize i = 0; source[i] != '\0'; i++)
    {
      g_autoptr (ChattyMarkdownDocument) changed = NULL;
      g_autoptr (GArray) places = NULL;
      g_autofree char *text = NULL;
      guint n_different;

      if (!g_ascii_isalpha (source[i]))
        continue;
      other[i] = source[i] == 'Q' ? 'Z' : 'Q';
      text = dup_plain (other);
      changed = chatty_markdown_document_parse (other, -1);
      n_different = count_differences (plain, text);
      places = chatty_markdown_document_find_source (document, i, i + 1);
      if (n_different == 1)
        {
          const ChattyMarkdownMatch *place = places->len == 1
            ? &g_array_index (places, ChattyMarkdownMatch, 0) : NULL;
          const ChattyMarkdownText *shown, *was;

          (*n_tried)++;
          if (place == NULL)
            n_missed++;
          else
            {
              was = g_ptr_array_index (chatty_markdown_document_get_block (document, place->block)->texts,
                                       place->text);
              shown = g_ptr_array_index (chatty_markdown_document_get_block (changed, place->block)->texts,
                                         place->text);
              g_assert_cmpuint (place->end, ==, place->start + 1);
              g_assert_cmpint (was->text[place->start], ==, source[i]);
              g_assert_cmpint (shown->text[place->start], ==, other[i]);
            }
        }
      other[i] = source[i];
    }
  return n_missed;
}

static void
test_letters (void)
{
  static const char text[] =
    "# Title *emphasised* and `code x` here #\n\n"
    "> quote **bold *both* text** tail\n> more quoted words\nlazy line\n\n"
    "Setext heading\n===\n\n"
    "1. 1 first\n2. [link x](http://y.z/link \"z x\") `c\n   d` more\n   of *em\n   over lines* end\n"
    "   - [x] x task\n   - [ ] todo ~~struck~~ out\n\n"
    "para before\n| a | b x |\n|---|:--:|\n| *1a* | `\\|z` zz |\n"
    "| [q](http://q) | AT&T &lt;x&gt; &#65;B |\n\n"
    "[foo]: http://example.com/foo \"foo\"\n"
    "text &nvlt; [foo] and [words][foo] and [foo][] done\n"
    "see www.example.org/x\\* and <http://auto.link/ab> x\n\n"
    "    indented code\n    \tmore tab\n\n"
    "- ```c\n  int main (void)\n    { return x; }\n  ```\n- tail x\n\n"
    "![alt words](http://img/alt.png) after image\n\n"
    "<div>\nhtml x block\n</div>\n\n"
    "Inline <b>html</b> x<br/>next line  \nhard break\\\nanother \\*escaped\\* x \\\\ y\n"
    "***a** b* x __under__ _it_\n`` `ticks` `` and ` x ` b\n";
  guint n_tried = 0;

  g_assert_cmpuint (try_letters (text, &n_tried), ==, 0);
  g_assert_cmpuint (n_tried, >, 300);
}

/* Nothing of it makes sense: what is found must be right all the same. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "a", "b", "ab cd", "word", "*", "**", "_", "~~", "`", "``", "[", "]", "(http://x/ab)", "[foo]",
    "](http://y/z \"ti tle\")", "<http://au.to/x>", "www.q.org", " ", "  ", "\n", "\n\n", "\n> ",
    "\n- ", "\n1. ", "\n    ", "\n```\n", "\n```c\n", "\n# ", "\n| a | b |\n|---|---|\n| c | d\\|e |\n",
    "&amp;", "&lt;", "&#66;", "&foo;", "\\*", "\\a", "\\\\", "<b>", "<br>", "![al",
    "\n[foo]: http://d/ef \"t\"\n", "😀", "中文", "\t", ">", "- [x] ", "!", "\\|", "|", "x@y.org",
    "\r\n", "\n---\n", "===", "\n\t",
  };
  guint n_tried = 0, n_missed = 0;

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gint32 n = g_test_rand_int_range (3, 40);

      for (gint32 j = 0; j < n; j++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      n_missed += try_letters (text->str, &n_tried);
    }
  /* A definition of a link that is there twice, before a table, is not told from
   * what is shown. */
  g_test_message ("%u of %u letters not found", n_missed, n_tried);
  g_assert_cmpuint (n_missed * 30, <, n_tried);
}

/* What was made to be slow is not. */
static void
test_slow (void)
{
  g_autoptr (GString) text = g_string_new ("\n");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ChattyMarkdownDocument) document = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, "aaaaaaa*");
  document = chatty_markdown_document_parse_mapped (text->str, (gssize) text->len);
  g_assert_cmpuint (chatty_markdown_document_get_n_blocks (document), >, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown-origin/passages", test_passages);
  g_test_add_func ("/markdown-origin/letters", test_letters);
  g_test_add_func ("/markdown-origin/random", test_random);
  g_test_add_func ("/markdown-origin/slow", test_slow);

  return g_test_run ();
}
