/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-corpora.h"
#include "chatty-gemini-codec-knowledge.h"
#include "chatty-source.h"
#include "gemini-bodies.h"

/* How a text is divided into the chunks of a document in a corpus, and what is
 * sent of it. */

/* Where bodies are held against the platform's description. */
static void
note (const char *schema,
      JsonNode   *body)
{
  gemini_note_body (schema, body);
}

/* The chunks of @text, in brackets. */
static char *
divide (const char *text,
        guint       words,
        guint       overlap)
{
  g_autoptr (GArray) chunks = chatty_gemini_split_chunks (text, strlen (text), words, overlap);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < chunks->len; i++)
    {
      const ChattySpan *span = &g_array_index (chunks, ChattySpan, i);

      g_string_append_printf (found, "[%.*s]", (int) (span->end - span->start), text + span->start);
    }
  return g_string_free (found, FALSE);
}

#define TEN "one two three four five six seven eight nine ten"

static void
test_places (void)
{
  static const struct {
    const char *text;
    const char *chunks;
  } cases[] = {
    { "", "" },
    { " \n\t ", "" },
    { "  Short.  \n", "[Short.]" },
    /* A paragraph before a line, a line before a sentence, a sentence before a
     * blank. */
    { TEN "\nfive six.\n\n" TEN ". " TEN, "[" TEN "\nfive six.][" TEN ". " TEN "]" },
    { TEN ". four\nfive six. " TEN, "[" TEN ". four][five six. " TEN "]" },
    { TEN " four. " TEN " " TEN, "[" TEN " four.][" TEN " " TEN "]" },
    { TEN " " TEN " one two", "[" TEN " " TEN " one][two]" },
    /* A good place at the beginning is none. */
    { "One.\n\n" TEN " " TEN " one", "[One.\n\n" TEN " " TEN "][one]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *chunks = divide (cases[i].text, 21, 0);

      g_assert_cmpstr (chunks, ==, cases[i].chunks);
    }
}

static void
test_overlap (void)
{
  g_autofree char *chunks = divide (TEN " " TEN " " TEN, 21, 3);
  g_autofree char *most = divide (TEN " " TEN " " TEN, 21, 99);

  g_assert_cmpstr (chunks, ==, "[" TEN " " TEN " one][nine ten one two three four five six seven "
                               "eight nine ten]");
  /* More than half would not get on. */
  g_assert_cmpstr (most, ==, "[" TEN " " TEN " one][two three four five six seven eight nine ten "
                             "one two three four five six seven eight nine ten]");
}

/* No chunk is over the platform's limit, and no character is cut. */
static void
test_large (void)
{
  static const char *const words[] = { "a", "漁港", "👩‍👩‍👧", "Łódź。" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint gap = 0; gap < 3; gap++)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        g_autoptr (GArray) chunks = NULL;
        gsize past = 0;

        for (guint k = 0; k < 3000; k++)
          {
            g_string_append (text, words[i]);
            /* None, one, and far too many. */
            for (guint m = 0; gap > 0 && k % 100 == 0 && m < (gap == 2 ? 3000 : 1); m++)
              g_string_append_c (text, ' ');
          }
        chunks = chatty_gemini_split_chunks (text->str, text->len, 0, 0);
        g_assert_cmpuint (chunks->len, >, 1);
        for (guint k = 0; k < chunks->len; k++)
          {
            const ChattySpan *span = &g_array_index (chunks, ChattySpan, k);

            g_assert_cmpuint (span->end - span->start, <=, 2043);
            g_assert_cmpuint (span->end, >, past);
            g_assert_true (g_utf8_validate (text->str + span->start,
                                            (gssize) (span->end - span->start), NULL));
            past = span->end;
          }
      }
}

static ChattyGeminiText *
text_new (const char                   *name,
          const char                   *text,
          const ChattyKnowledgeOptions *options)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  ChattyGeminiText *document = chatty_gemini_text_new (name, bytes, options, &error);

  g_assert_no_error (error);
  return document;
}

/* The same is the same; whatever differs makes another. */
static void
test_ids (void)
{
  static const char *const metadata[] = { "genre", "tea", NULL };
  static const ChattyKnowledgeOptions options[] = {
    { 0 }, { .character_id = "fileSearchStores/a" }, { .chunk_words = 40 },
    { .chunk_words = 40, .overlap_words = 4 }, { .metadata = metadata },
  };
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ChattyGeminiText) none = text_new ("a.txt", "Tea", NULL);
  g_autoptr (ChattyGeminiText) named = text_new ("b.txt", "Tea", NULL);
  g_autoptr (ChattyGeminiText) other = text_new ("a.txt", "Tea.", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (ChattyGeminiText) one = text_new ("a.txt", "Tea", &options[i]);
      g_autoptr (ChattyGeminiText) again = text_new ("a.txt", "Tea", &options[i]);

      g_assert_cmpstr (one->id, ==, again->id);
      g_assert_true (g_regex_match_simple ("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$", one->id, 0, 0));
      g_assert_true (g_hash_table_add (ids, g_strdup (one->id)));
    }
  g_assert_false (g_hash_table_add (ids, g_strdup (none->id)));
  g_assert_true (g_hash_table_add (ids, g_strdup (named->id)));
  g_assert_true (g_hash_table_add (ids, g_strdup (other->id)));
}

static void
test_no_text (void)
{
  static const struct {
    const char *bytes;
    gsize       length;
  } cases[] = { { "", 0 }, { " \n", 2 }, { "\xef\xbb\xbf", 3 }, { "caf\xe9", 4 }, { "a\0b", 3 },
                { "\xff\xfe" "a\0", 4 } };
  g_autoptr (ChattyGeminiText) marked = text_new ("a.txt", "\xef\xbb\xbfTea", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, cases[i].length);
      g_autoptr (GError) error = NULL;

      g_assert_null (chatty_gemini_text_new ("a.txt", bytes, NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
  g_assert_cmpuint (g_bytes_get_size (marked->text), ==, 3);
}

static void
test_bodies (void)
{
  static const char *const metadata[] = { "genre", "tea", NULL };
  static const ChattyKnowledgeOptions options = {
    .character_id = "fileSearchStores/a", .metadata = metadata,
  };
  g_autoptr (ChattyGeminiText) text = text_new ("tea.txt", "Tea is hot.", &options);
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) begun = chatty_gemini_write_corpus_document (text, "corpora/a/documents/b",
                                                                    &options, FALSE);
  g_autoptr (JsonNode) ended = chatty_gemini_write_corpus_document (text, "corpora/a/documents/b",
                                                                    &options, TRUE);
  g_autoptr (JsonNode) import = chatty_gemini_write_import ("files/a");
  g_autoptr (JsonNode) query = chatty_gemini_write_query ("tea?", 500, NULL);
  g_autoptr (JsonNode) chunks = NULL;
  g_autoptr (JsonNode) none = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autofree char *json = NULL;
  g_autofree char *next = NULL;
  guint nth = 0;

  g_assert_true (chatty_gemini_is_unfinished (json_node_get_object (begun)));
  g_assert_false (chatty_gemini_is_unfinished (json_node_get_object (ended)));
  g_assert_true (chatty_gemini_belongs_to (json_node_get_object (ended), "fileSearchStores/a"));
  g_assert_false (chatty_gemini_belongs_to (json_node_get_object (ended), "fileSearchStores/b"));
  g_assert_false (chatty_gemini_belongs_to (json_node_get_object (ended), ""));
  g_assert_cmpstr (chatty_gemini_get_metadata (json_node_get_object (ended), "genre"), ==, "tea");

  chunks = chatty_gemini_write_chunks (text, "corpora/a/documents/b", there, &nth);
  json = chatty_json_to_string (chunks, FALSE);
  g_assert_cmpstr (json, ==, "{\"requests\":[{\"parent\":\"corpora/a/documents/b\",\"chunk\":{"
                   "\"name\":\"corpora/a/documents/b/chunks/c-000000\",\"data\":{\"stringValue\":"
                   "\"Tea is hot.\"}}}]}");
  /* What is there is not sent. */
  answer = chatty_json_parse ("{\"chunks\":[7,{\"name\":\"corpora/a/documents/b/chunks/c-000000\"},"
                              "{\"name\":\"x\"}]}", -1, NULL);
  g_assert_true (chatty_gemini_read_chunks (answer, there, &next, NULL));
  g_assert_cmpuint (g_hash_table_size (there), ==, 1);
  nth = 0;
  none = chatty_gemini_write_chunks (text, "corpora/a/documents/b", there, &nth);
  g_assert_null (none);

  note ("CorpusDocument", begun);
  note ("CorpusDocument", ended);
  note ("BatchCreateChunksRequest", chunks);
  note ("ImportFileRequest", import);
  note ("QueryRequest", query);
}

/* What is not all there answers nothing. */
static void
test_passages (void)
{
  static const char json[] =
    "{\"relevantChunks\":[{\"chunk\":{\"data\":{\"stringValue\":\"half\"}},\"document\":{\"name\":"
    "\"corpora/a/documents/b\",\"customMetadata\":[{\"key\":\"chatty_state\",\"stringValue\":"
    "\"unfinished\"}]}},{\"chunk\":{\"data\":{\"stringValue\":\"whole\"}},\"document\":{\"name\":"
    "\"corpora/a/documents/c\",\"displayName\":\"C\"}},{\"chunk\":{}},7]}";
  g_autoptr (JsonNode) node = chatty_json_parse (json, -1, NULL);
  g_autoptr (GPtrArray) passages = chatty_gemini_read_passages (node, NULL);

  g_assert_cmpuint (passages->len, ==, 1);
  g_assert_cmpstr (((ChattySource *) passages->pdata[0])->excerpt, ==, "whole");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gemini-chunks/places", test_places);
  g_test_add_func ("/gemini-chunks/overlap", test_overlap);
  g_test_add_func ("/gemini-chunks/large", test_large);
  g_test_add_func ("/gemini-chunks/ids", test_ids);
  g_test_add_func ("/gemini-chunks/no-text", test_no_text);
  g_test_add_func ("/gemini-chunks/bodies", test_bodies);
  g_test_add_func ("/gemini-chunks/passages", test_passages);

  return g_test_run ();
}
