/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The older engine: corpora, their documents and chunks, and what they answer. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "chatty-simulator-control.h"
#include "sim-client-gemini.h"

#define CORPORA "/v1beta/corpora"
#define SEA     CORPORA "/sea"
#define TIDES   SEA "/documents/tides"
#define ANSWER  "/v1beta/models/aqa:generateAnswer"

#define ASK(style, more) \
  "{\"contents\": [{\"parts\": [{\"text\": \"When does the pier flood?\"}]}], " \
  "\"answerStyle\": \"" style "\", " more "}"
#define SOURCE(name) \
  "\"semanticRetriever\": {\"source\": \"" name "\", \"query\": {\"parts\": [{\"text\": " \
  "\"When does the pier flood?\"}]}}"

#define PASSAGE(id) \
  "{\"id\": \"" id "\", \"content\": {\"parts\": [{\"text\": \"A pier.\"}]}}"
#define SAFETY(category) \
  "\"safetySettings\": [{\"category\": \"HARM_CATEGORY_" category "\", \"threshold\": \"OFF\"}]"

/* A corpus with a document and three chunks. */
static Client *
sea_new (void)
{
  static const char *const BODIES[][2] = {
    { CORPORA, "{\"name\": \"corpora/sea\", \"displayName\": \"Sea\"}" },
    { SEA "/documents", "{\"name\": \"corpora/sea/documents/tides\", \"displayName\": \"Tides\", "
      "\"customMetadata\": [{\"key\": \"year\", \"numericValue\": 2026}]}" },
    { TIDES "/chunks:batchCreate",
      "{\"requests\": ["
      "{\"parent\": \"corpora/sea/documents/tides\", \"chunk\": {\"data\": {\"stringValue\": "
      "\"The quay is old. The pier will flood at nine.\"}, \"customMetadata\": [{\"key\": "
      "\"kind\", \"stringValue\": \"tide\"}]}}, "
      "{\"parent\": \"corpora/sea/documents/tides\", \"chunk\": {\"data\": {\"stringValue\": "
      "\"The pier has a kiosk.\"}, \"customMetadata\": [{\"key\": \"kind\", \"stringListValue\": "
      "{\"values\": [\"shop\", \"food\"]}}]}}, "
      "{\"parent\": \"corpora/sea/documents/tides\", \"chunk\": {\"data\": {\"stringValue\": "
      "\"Gulls.\"}}}]}" },
  };
  Client *client = client_new ();

  set (client, "corpora", "yes");
  for (guint i = 0; i < G_N_ELEMENTS (BODIES); i++)
    {
      g_autoptr (Answer) answer = post (client, BODIES[i][0], BODIES[i][1]);

      g_test_message ("%s", answer->text);
      assert_status (answer, 200);
    }
  return client;
}

/* Gone, unless a setting says otherwise. */
static void
test_gone (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) list = get (client, CORPORA);
  g_autoptr (Answer) query = post (client, SEA ":query", "{\"query\": \"a\"}");
  g_autoptr (Answer) models = get (client, "/v1beta/models");
  g_autoptr (Answer) answer = post (client, ANSWER, ASK ("EXTRACTIVE", SOURCE ("corpora/sea")));
  g_autoptr (Answer) fewer = NULL;
  g_autoptr (Answer) gone = NULL;

  assert_status (list, 404);
  assert_status (query, 404);
  g_assert_nonnull (strstr (models->text, "models/aqa"));
  assert_refused (answer, 404, "NOT_FOUND", NULL);

  set (client, "answers", "no");
  fewer = get (client, "/v1beta/models");
  gone = post (client, ANSWER, ASK ("EXTRACTIVE", SOURCE ("corpora/sea")));
  g_assert_null (strstr (fewer->text, "models/aqa"));
  assert_status (gone, 404);
  g_assert_null (strstr (gone->text, "NOT_FOUND"));
}

static void
test_entries (void)
{
  g_autoptr (Client) client = sea_new ();
  g_autoptr (Answer) made = post (client, CORPORA, "{\"displayName\": \"Old Docs\"}");
  g_autofree char *name = answer_at (made, "name");
  g_autoptr (Answer) list = get (client, CORPORA);
  g_autoptr (Answer) foreign = ask (client, "x-goog-api-key: " ALL_KEY "\n", "GET", SEA, NULL);
  g_autoptr (Answer) documents = get (client, SEA "/documents");
  g_autoptr (Answer) chunks = get (client, TIDES "/chunks?pageSize=2");
  g_autoptr (Answer) patched = ask (client, KEY_HEADER, "PATCH", SEA "?updateMask=displayName",
                                    "{\"displayName\": \"Ocean\"}");
  g_autoptr (Answer) maskless = ask (client, KEY_HEADER, "PATCH", SEA, "{}");
  g_autoptr (Answer) taken = post (client, CORPORA, "{\"name\": \"corpora/sea\"}");
  g_autoptr (Answer) bad = post (client, CORPORA, "{\"name\": \"corpora/-sea\"}");
  g_autoptr (Answer) empty = post (client, TIDES "/chunks", "{}");
  g_autoptr (Answer) page = get (client, TIDES "/chunks?pageSize=101");
  g_autoptr (Answer) unforced = del (client, SEA);
  g_autoptr (Answer) inner = del (client, TIDES);
  g_autoptr (Answer) forced = del (client, TIDES "?force=true");
  g_autoptr (Answer) deleted = del (client, SEA);
  g_autoptr (Answer) gone = get (client, SEA);

  g_assert_true (g_regex_match_simple ("^corpora/old-docs-[0-9a-f]{12}$", name, 0, 0));
  assert_at (list, "corpora.1.name", name);
  assert_refused (foreign, 404, "NOT_FOUND", NULL);
  assert_at (documents, "documents.0.displayName", "Tides");
  assert_at (chunks, "chunks.0.data.stringValue", "The quay is old. The pier will flood at nine.");
  assert_at (chunks, "chunks.0.state", "STATE_ACTIVE");
  assert_at (chunks, "chunks.2", NULL);
  assert_at (chunks, "nextPageToken", "page=2");
  assert_at (patched, "displayName", "Ocean");
  assert_refused (maskless, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (taken, 409, "ALREADY_EXISTS", NULL);
  assert_refused (bad, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (empty, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (page, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (unforced, 400, "FAILED_PRECONDITION", NULL);
  assert_refused (inner, 400, "FAILED_PRECONDITION", NULL);
  assert_status (forced, 200);
  assert_status (deleted, 200);
  assert_refused (gone, 404, "NOT_FOUND", NULL);
}

/* All of a batch or nothing, and a hundred at most. */
static void
test_batch (void)
{
  static const char ONE[] = "{\"parent\": \"corpora/sea/documents/tides\", \"chunk\": {\"data\": "
                            "{\"stringValue\": \"a\"}}}";
  g_autoptr (Client) client = sea_new ();
  g_autoptr (GString) many = g_string_new ("{\"requests\": [");
  g_autoptr (Answer) foreign =
    post (client, TIDES "/chunks:batchCreate", "{\"requests\": [{\"parent\": \"corpora/sea\", "
          "\"chunk\": {\"data\": {\"stringValue\": \"a\"}}}]}");
  g_autoptr (Answer) twice =
    post (client, TIDES "/chunks:batchCreate", "{\"requests\": ["
          "{\"parent\": \"corpora/sea/documents/tides\", \"chunk\": {\"name\": "
          "\"corpora/sea/documents/tides/chunks/a\", \"data\": {\"stringValue\": \"a\"}}}, "
          "{\"parent\": \"corpora/sea/documents/tides\", \"chunk\": {\"name\": "
          "\"corpora/sea/documents/tides/chunks/a\", \"data\": {\"stringValue\": \"b\"}}}]}");
  g_autoptr (Answer) none = post (client, TIDES "/chunks:batchCreate", "{\"requests\": []}");
  g_autoptr (Answer) too_many = NULL;
  g_autoptr (Answer) chunks = NULL;

  for (guint i = 0; i < 101; i++)
    g_string_append_printf (many, "%s%s", i > 0 ? ", " : "", ONE);
  g_string_append (many, "]}");
  too_many = post (client, TIDES "/chunks:batchCreate", many->str);
  assert_refused (foreign, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (twice, 409, "ALREADY_EXISTS", NULL);
  assert_refused (none, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (too_many, 400, "INVALID_ARGUMENT", NULL);
  chunks = get (client, TIDES "/chunks");
  assert_at (chunks, "chunks.3", NULL);
}

#define FILTER(key, conditions) \
  ", \"metadataFilters\": [{\"key\": \"" key "\", \"conditions\": [" conditions "]}]"
#define IS(text) "{\"operation\": \"EQUAL\", \"stringValue\": \"" text "\"}"

static void
test_query (void)
{
  static const struct {
    const char *more;
    guint       count;
  } CASES[] = {
    { "", 2 },
    { ", \"resultsCount\": 1", 1 },
    { FILTER ("chunk.custom_metadata.kind", IS ("tide")), 1 },
    { FILTER ("chunk.custom_metadata.kind", IS ("none")), 0 },
    { FILTER ("chunk.custom_metadata.kind", IS ("none") ", " IS ("tide")), 1 },
    { FILTER ("chunk.custom_metadata.kind", "{\"operation\": \"INCLUDES\", \"stringValue\": "
              "\"food\"}"), 1 },
    { FILTER ("chunk.custom_metadata.kind", "{\"operation\": \"EXCLUDES\", \"stringValue\": "
              "\"food\"}"), 0 },
    { FILTER ("document.custom_metadata.year", "{\"operation\": \"GREATER_EQUAL\", "
              "\"numericValue\": 2026}"), 2 },
    { FILTER ("document.custom_metadata.year", "{\"operation\": \"LESS\", "
              "\"numericValue\": 2026}"), 0 },
  };
  static const char *const REFUSED[] = {
    "{}", "{\"query\": \"a\", \"resultsCount\": 101}",
    "{\"query\": \"a\"" FILTER ("kind", IS ("a")) "}",
    "{\"query\": \"a\"" FILTER ("chunk.custom_metadata.kind", "") "}",
  };
  g_autoptr (Client) client = sea_new ();
  g_autoptr (Answer) of_document = post (client, TIDES ":query", "{\"query\": \"gulls\"}");
  g_autoptr (Answer) unknown = post (client, CORPORA "/none:query", "{\"query\": \"gulls\"}");

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"query\": \"When does the pier flood?\"%s}",
                                               CASES[i].more);
      g_autoptr (Answer) answer = post (client, SEA ":query", body);
      g_autofree char *beyond = g_strdup_printf ("relevantChunks.%u", CASES[i].count);
      g_autofree char *last = g_strdup_printf ("relevantChunks.%u.document.name",
                                               MAX (CASES[i].count, 1) - 1);

      g_test_message ("%s: %s", CASES[i].more, answer->text);
      assert_status (answer, 200);
      assert_at (answer, beyond, NULL);
      assert_at (answer, last, CASES[i].count > 0 ? "corpora/sea/documents/tides" : NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (REFUSED); i++)
    {
      g_autoptr (Answer) answer = post (client, SEA ":query", REFUSED[i]);

      assert_refused (answer, 400, "INVALID_ARGUMENT", NULL);
    }
  assert_at (of_document, "relevantChunks.0.chunk.data.stringValue", "Gulls.");
  assert_refused (unknown, 404, "NOT_FOUND", NULL);
}

static void
test_answer (void)
{
  static const char *const REFUSED[] = {
    ASK ("EXTRACTIVE", "\"temperature\": 0.5"),
    ASK ("EXTRACTIVE", "\"temperature\": 1.5, " SOURCE ("corpora/sea")),
    ASK ("EXTRACTIVE", "\"inlinePassages\": {\"passages\": []}, " SOURCE ("corpora/sea")),
    ASK ("LONG", SOURCE ("corpora/sea")),
    "{\"answerStyle\": \"VERBOSE\", " SOURCE ("corpora/sea") "}",
    ASK ("VERBOSE", "\"systemInstruction\": {\"parts\": [{\"text\": \"a\"}]}, " SOURCE ("corpora/sea")),
    "{\"contents\": [{\"parts\": [{\"text\": \"When?\"}]}], " SOURCE ("corpora/sea") "}",
    "{\"contents\": [{\"parts\": [{\"inlineData\": {\"mimeType\": \"image/png\", \"data\": \"AA==\"}}]}], "
    "\"answerStyle\": \"VERBOSE\", " SOURCE ("corpora/sea") "}",
    "{\"contents\": [{\"role\": \"model\", \"parts\": [{\"text\": \"At nine.\"}]}], "
    "\"answerStyle\": \"VERBOSE\", " SOURCE ("corpora/sea") "}",
    ASK ("VERBOSE", SAFETY ("CIVIC_INTEGRITY") ", " SOURCE ("corpora/sea")),
    ASK ("VERBOSE", "\"semanticRetriever\": {\"source\": \"corpora/sea\"}"),
    ASK ("VERBOSE", "\"inlinePassages\": {\"passages\": []}"),
    ASK ("VERBOSE", "\"inlinePassages\": {\"passages\": [" PASSAGE ("p") ", " PASSAGE ("p") "]}"),
    ASK ("VERBOSE", "\"inlinePassages\": {\"passages\": [{\"id\": \"p\"}]}"),
  };
  g_autoptr (Client) client = sea_new ();
  g_autoptr (Answer) found = post (client, ANSWER, ASK ("EXTRACTIVE", SOURCE ("corpora/sea")));
  g_autofree char *chunk =
    answer_at (found, "answer.groundingAttributions.0.sourceId.semanticRetrieverChunk.chunk");
  g_autoptr (Answer) inline_found =
    post (client, ANSWER, ASK ("ABSTRACTIVE", SAFETY ("HARASSMENT") ", "
                               "\"inlinePassages\": {\"passages\": [" PASSAGE ("p") "]}"));
  g_autoptr (Answer) nothing =
    post (client, ANSWER, ASK ("ABSTRACTIVE", "\"inlinePassages\": {\"passages\": [{\"id\": \"p\", "
                               "\"content\": {\"parts\": [{\"text\": \"Gulls.\"}]}}]}"));
  g_autoptr (Answer) unknown = post (client, ANSWER, ASK ("VERBOSE", SOURCE ("corpora/none")));
  g_autoptr (Answer) model = post (client, "/v1beta/models/gemini-3.8-flash:generateAnswer",
                                   ASK ("VERBOSE", SOURCE ("corpora/sea")));

  assert_at (found, "answer.content.parts.0.text", "The pier will flood at nine.");
  assert_at (found, "answer.groundingAttributions.0.content.parts.0.text",
             "The quay is old. The pier will flood at nine.");
  g_assert_true (g_str_has_prefix (chunk, "corpora/sea/documents/tides/chunks/"));
  assert_at (inline_found, "answer.groundingAttributions.0.sourceId.groundingPassage.passageId",
             "p");
  assert_at (nothing, "answer.groundingAttributions", "[]");
  assert_at (nothing, "answerableProbability", "0.0625");
  assert_refused (unknown, 404, "NOT_FOUND", NULL);
  assert_refused (model, 404, "NOT_FOUND", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (REFUSED); i++)
    {
      g_autoptr (Answer) answer = post (client, ANSWER, REFUSED[i]);

      g_test_message ("%s", REFUSED[i]);
      assert_refused (answer, 400, "INVALID_ARGUMENT", NULL);
    }
}

/* A question that is not answered: what came of it is told in its own way. */
static void
test_unanswered (void)
{
  static const char ask_sea[] = ASK ("VERBOSE", SOURCE ("corpora/sea"));
  g_autoptr (Client) client = sea_new ();
  g_autoptr (Answer) blocked = NULL;
  g_autoptr (Answer) bare = NULL;
  g_autoptr (Answer) cut = NULL;

  set (client, "chat-fault", "blocked");
  blocked = post (client, ANSWER, ask_sea);
  assert_at (blocked, "inputFeedback.blockReason", "SAFETY");
  assert_at (blocked, "answer", NULL);
  set (client, "chat-fault", "no-content");
  set (client, "finish", "RECITATION");
  bare = post (client, ANSWER, ask_sea);
  assert_at (bare, "answer.finishReason", "RECITATION");
  assert_at (bare, "answer.content", NULL);
  set (client, "chat-fault", "none");
  set (client, "finish", "MAX_TOKENS");
  cut = post (client, ANSWER, ask_sea);
  assert_at (cut, "answer.finishReason", "MAX_TOKENS");
  assert_at (cut, "answer.content.role", "model");
}

/* What is put there behind the client's back, by function and by command. */
static void
test_control (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *corpus = chatty_simulator_add_corpus (client->sim, GOOD_KEY, "Old");
  g_autofree char *line = g_strdup_printf ("add-corpus-document %s {\"displayName\": \"a b.txt\", "
                                           "\"text\": \"One.\\nTwo.\"}", corpus);
  g_autofree char *document = chatty_simulator_command (client->sim, line);
  g_autofree char *path = g_strdup_printf ("/v1beta/%s/chunks", document);
  g_autoptr (Answer) chunks = NULL;
  g_autofree char *store = chatty_simulator_command (client->sim, "add-store " GOOD_KEY " Mine");
  g_autofree char *bad = chatty_simulator_command (client->sim, "add-store nobody My store");
  g_autofree char *add = g_strdup_printf ("add-store-document %s {\"displayName\": \"a b.txt\", "
                                          "\"text\": \"One.\"}", store);
  g_autofree char *added = chatty_simulator_command (client->sim, add);
  g_autofree char *count = chatty_simulator_command (client->sim, "count-store-documents");
  g_autofree char *stores = chatty_simulator_command (client->sim, "stores");
  g_autofree char *remove = g_strdup_printf ("remove-store-document %s", added);
  g_autofree char *removed = chatty_simulator_command (client->sim, remove);
  g_autofree char *again = chatty_simulator_command (client->sim, remove);
  g_autofree char *polls = chatty_simulator_command (client->sim, "gemini polls x");

  set (client, "corpora", "yes");
  chunks = get (client, path);
  assert_at (chunks, "chunks.1.data.stringValue", "Two.");
  g_assert_true (g_str_has_prefix (bad, "error "));
  g_assert_true (g_str_has_prefix (added, store));
  g_assert_cmpstr (count, ==, "1");
  g_assert_nonnull (strstr (stores, "\"text\":\"One.\""));
  g_assert_null (strchr (stores, '\n'));
  g_assert_cmpstr (removed, ==, "ok");
  g_assert_true (g_str_has_prefix (again, "error "));
  g_assert_true (g_str_has_prefix (polls, "error "));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini-corpora/gone", test_gone);
  g_test_add_func ("/gemini-corpora/entries", test_entries);
  g_test_add_func ("/gemini-corpora/batch", test_batch);
  g_test_add_func ("/gemini-corpora/query", test_query);
  g_test_add_func ("/gemini-corpora/answer", test_answer);
  g_test_add_func ("/gemini-corpora/unanswered", test_unanswered);
  g_test_add_func ("/gemini-corpora/control", test_control);
  return g_test_run ();
}
