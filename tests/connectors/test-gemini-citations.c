/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-gemini-citations.h"
#include "chatty-json.h"

/* Events as JSON, one a line, and what comes of them: each source as
 * "title[passage][passage]", separated by "|". */

#define CHUNK(title) "{\"retrievedContext\":{\"title\":\"" title "\",\"text\":\"x " title "\"}}"
#define SEGMENT(start, end) "\"segment\":{\"startIndex\":" #start ",\"endIndex\":" #end "}"
#define SUPPORT(segment, chunks) "{" segment ",\"groundingChunkIndices\":[" chunks "]}"
#define EVENT(parts, grounding) \
  "{\"candidates\":[{\"content\":{\"parts\":[" parts "]},\"groundingMetadata\":{" grounding "}}]}\n"
#define CHUNKS(list) "\"groundingChunks\":[" list "]"
#define SUPPORTS(list) "\"groundingSupports\":[" list "]"
#define TEXT(text) "{\"text\":\"" text "\"}"
#define THOUGHT(text) "{\"thought\":true,\"text\":\"" text "\"}"

typedef struct {
  const char *name;
  const char *events;
  const char *text;
  const char *sources;
} Case;

/* "😀" has 4 bytes, "中" and "文" have 3 each, "é" has 2. */
static const Case cases[] = {
  { "ascii", EVENT (TEXT ("Tea is hot."), CHUNKS (CHUNK ("a")) "," SUPPORTS (SUPPORT (SEGMENT (0, 3), "0"))),
    "Tea is hot.", "a[Tea]" },
  { "emoji-and-chinese",
    EVENT (TEXT ("😀 中文 is good. é!"),
           CHUNKS (CHUNK ("a") "," CHUNK ("b")) ","
           SUPPORTS (SUPPORT (SEGMENT (5, 11), "0") "," SUPPORT (SEGMENT (0, 4), "1,0") ","
                     SUPPORT (SEGMENT (21, 23), "1"))),
    "😀 中文 is good. é!", "a[😀][中文]|b[😀][é]" },
  { "family-of-one-glyph", EVENT (TEXT ("👩‍👩‍👧 中"), CHUNKS (CHUNK ("a")) ","
                                  SUPPORTS (SUPPORT (SEGMENT (0, 18), "0") ","
                                            SUPPORT (SEGMENT (19, 22), "0"))),
    "👩‍👩‍👧 中", "a[👩‍👩‍👧][中]" },
  { "inside-of-characters", EVENT (TEXT ("😀中文"), CHUNKS (CHUNK ("a")) ","
                                   SUPPORTS (SUPPORT (SEGMENT (1, 5), "0"))),
    "😀中文", "a[😀中]" },
  { "outside", EVENT (TEXT ("中文"), CHUNKS (CHUNK ("a")) ","
                      SUPPORTS (SUPPORT (SEGMENT (3, 999), "0") "," SUPPORT (SEGMENT (6, 9), "0") ","
                                SUPPORT (SEGMENT (-5, 3), "0") "," SUPPORT (SEGMENT (5, 2), "0") ","
                                SUPPORT (SEGMENT (999999999999, 9999999999999), "0"))),
    "中文", "a[中][文]" },
  { "no-start", EVENT (TEXT ("中文"), CHUNKS (CHUNK ("a")) ","
                       SUPPORTS ("{\"segment\":{\"endIndex\":3},\"groundingChunkIndices\":[0]}")),
    "中文", "a[中]" },
  { "no-end-but-words", EVENT (TEXT ("a 中文"), CHUNKS (CHUNK ("a")) ","
                               SUPPORTS ("{\"segment\":{\"startIndex\":2,\"text\":\"中\"},"
                                         "\"groundingChunkIndices\":[0]}")),
    "a 中文", "a[中]" },
  { "unsupported-chunk-stays", EVENT (TEXT ("x"), CHUNKS (CHUNK ("a"))), "x", "a" },
  { "chunk-out-of-range", EVENT (TEXT ("xyz"), CHUNKS (CHUNK ("a")) ","
                                 SUPPORTS (SUPPORT (SEGMENT (0, 1), "7,-1,0,1e99,\"q\""))),
    "xyz", "a[x]" },
  /* Later events name only chunks that are new; indices count over all. */
  { "streamed",
    EVENT (TEXT ("😀 one "), CHUNKS (CHUNK ("a")) "," SUPPORTS (SUPPORT (SEGMENT (5, 8), "0")))
    EVENT (TEXT ("中文 "), CHUNKS (CHUNK ("b")) "," SUPPORTS (SUPPORT (SEGMENT (9, 15), "1")))
    EVENT (TEXT ("end"), SUPPORTS (SUPPORT (SEGMENT (16, 19), "0,1"))),
    "😀 one 中文 end", "a[one][end]|b[中文][end]" },
  { "streamed-at-the-end",
    EVENT (TEXT ("中"), "") EVENT (TEXT ("文"), "")
    EVENT ("", CHUNKS (CHUNK ("a")) "," SUPPORTS (SUPPORT (SEGMENT (0, 6), "0"))),
    "中文", "a[中文]" },
  { "same-chunk-again",
    EVENT (TEXT ("ab"), CHUNKS (CHUNK ("a") "," CHUNK ("a")) ","
           SUPPORTS (SUPPORT (SEGMENT (0, 1), "0") "," SUPPORT (SEGMENT (1, 2), "1") ","
                     SUPPORT (SEGMENT (0, 1), "1"))),
    "ab", "a[a][b]" },
  { "settings-document",
    EVENT (TEXT ("ab"),
           CHUNKS (CHUNK ("Settings of the character (Chatty Connectors)") ","
                   "{\"retrievedContext\":{\"title\":\"t\",\"text\":\"x\",\"customMetadata\":"
                   "[{\"key\":\"chatty_kind\",\"stringValue\":\"settings\"}]}}," CHUNK ("a")) ","
           SUPPORTS (SUPPORT (SEGMENT (0, 1), "0,1") "," SUPPORT (SEGMENT (1, 2), "2"))),
    "ab", "a[b]" },
  { "place-of-what-is-not-understood",
    EVENT (TEXT ("ab"), CHUNKS ("7,{}," CHUNK ("a")) "," SUPPORTS (SUPPORT (SEGMENT (1, 2), "2"))),
    "ab", "a[b]" },
  /* An index counts parts, of which thoughts are not shown. */
  { "part-index",
    EVENT (THOUGHT ("中文中文") "," TEXT ("中 ") "," TEXT ("文!"), CHUNKS (CHUNK ("a")) ","
           SUPPORTS ("{\"segment\":{\"partIndex\":2,\"startIndex\":0,\"endIndex\":3},\"groundingChunkIndices\":[0]},"
                     "{\"segment\":{\"partIndex\":1,\"startIndex\":0,\"endIndex\":3},\"groundingChunkIndices\":[0]},"
                     "{\"segment\":{\"partIndex\":9,\"startIndex\":0,\"endIndex\":3},\"groundingChunkIndices\":[0]},"
                     "{\"segment\":{\"partIndex\":-1,\"startIndex\":0,\"endIndex\":3},\"groundingChunkIndices\":[0]}")),
    "中 文!", "a[中][文]" },
  { "part-index-of-a-stream",
    EVENT (THOUGHT ("Hm"), "") EVENT (THOUGHT ("m"), "") EVENT (TEXT ("中 "), "")
    EVENT (TEXT ("文!"), CHUNKS (CHUNK ("a")) ","
           SUPPORTS ("{\"segment\":{\"partIndex\":1,\"startIndex\":4,\"endIndex\":7},\"groundingChunkIndices\":[0]}")),
    "中 文!", "a[文]" },
  { "words-decide", /* between parts as they came and the whole */
    EVENT (TEXT ("one two "), "")
    EVENT (TEXT ("two"), CHUNKS (CHUNK ("a")) ","
           SUPPORTS ("{\"segment\":{\"partIndex\":1,\"endIndex\":3,\"text\":\"two\"},\"groundingChunkIndices\":[0]}")),
    "one two two", "a[two]" },
  { "words-that-were-counted-in-characters",
    EVENT (TEXT ("中文 tea!"), CHUNKS (CHUNK ("a")) ","
           SUPPORTS ("{\"segment\":{\"startIndex\":3,\"endIndex\":6,\"text\":\"tea\"},\"groundingChunkIndices\":[0]}")),
    "中文 tea!", "a[tea]" },
  { "web", EVENT (TEXT ("x"), CHUNKS ("{\"web\":{\"title\":\"w\",\"uri\":\"https://example.org/\"}}")), "x", "w" },
  { "odd-types", "[]\n" "7\n" "{\"candidates\":[7]}\n" "{\"candidates\":{}}\n"
    EVENT ("7,{\"text\":7}", "\"groundingChunks\":{},\"groundingSupports\":[7,{\"segment\":[]}]"), "x", "" },
};

static GPtrArray *
read_case (const Case *one)
{
  g_autoptr (ChattyGeminiCitations) citations = chatty_gemini_citations_new ();
  g_auto (GStrv) lines = g_strsplit (one->events, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = chatty_json_parse (lines[i], -1, &error);

      g_assert_no_error (error);
      chatty_gemini_citations_take (citations, node);
    }
  return chatty_gemini_citations_end (citations, one->text);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GPtrArray) sources = read_case (one);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < sources->len; i++)
    {
      const ChattySource *source = sources->pdata[i];

      g_string_append_printf (found, "%s%s", i > 0 ? "|" : "", source->title);
      for (guint j = 0; j < source->n_spans; j++)
        {
          g_autofree char *passage = g_strndup (one->text + source->spans[j].start,
                                                source->spans[j].end - source->spans[j].start);

          g_assert_true (g_utf8_validate (passage, -1, NULL));
          g_string_append_printf (found, "[%s]", passage);
        }
    }
  g_assert_cmpstr (found->str, ==, one->sources);
}

static void
test_fields (void)
{
  static const Case one = {
    .events = EVENT (TEXT ("x"), CHUNKS (
      "{\"retrievedContext\":{\"title\":\"a\\nb.pdf\",\"text\":\"words\",\"pageNumber\":7,"
      "\"uri\":\"fileSearchStores/s/documents/d\"}},"
      "{\"retrievedContext\":{\"title\":\"c\",\"pageNumber\":-2,\"uri\":\"javascript:alert(1)\"}},"
      "{\"web\":{\"title\":\"w\",\"uri\":\"https://example.org/\"}}")),
    .text = "x",
  };
  g_autoptr (GPtrArray) sources = read_case (&one);
  const ChattySource *source;

  g_assert_cmpuint (sources->len, ==, 3);
  source = sources->pdata[0];
  g_assert_cmpstr (source->title, ==, "a b.pdf");
  g_assert_cmpstr (source->excerpt, ==, "words");
  g_assert_cmpuint (source->page, ==, 7);
  g_assert_cmpstr (source->document, ==, "fileSearchStores/s/documents/d");
  g_assert_null (source->uri);
  source = sources->pdata[1];
  g_assert_null (source->uri);
  g_assert_null (source->document);
  g_assert_cmpuint (source->page, ==, 0);
  source = sources->pdata[2];
  g_assert_cmpstr (source->uri, ==, "https://example.org/");
}

/* What a hostile answer says is bounded. */
static void
test_much (void)
{
  g_autoptr (GString) event = g_string_new ("{\"candidates\":[{\"groundingMetadata\":{\"groundingChunks\":[");
  g_autoptr (ChattyGeminiCitations) citations = chatty_gemini_citations_new ();
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (JsonNode) node = NULL;
  const ChattySource *source;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (event, "%s{\"web\":{\"title\":\"%u\"}}", i > 0 ? "," : "", i);
  g_string_append (event, "],\"groundingSupports\":[");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (event, "%s{\"segment\":{\"startIndex\":%u,\"endIndex\":%u,\"text\":\"xxy\"},"
                            "\"groundingChunkIndices\":[0]}", i > 0 ? "," : "", i, i + 2);
  g_string_append (event, "]}}]}");
  node = chatty_json_parse (event->str, (gssize) event->len, NULL);
  g_assert_nonnull (node);
  chatty_gemini_citations_take (citations, node);
  sources = chatty_gemini_citations_end (citations, text);
  g_assert_cmpuint (sources->len, ==, 500);
  source = sources->pdata[0];
  g_assert_cmpuint (source->n_spans, ==, 5000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/gemini-citations/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/gemini-citations/fields", test_fields);
  g_test_add_func ("/gemini-citations/much", test_much);

  return g_test_run ();
}
